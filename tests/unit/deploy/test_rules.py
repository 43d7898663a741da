"""Recording and alerting rules: what they name exists, each alert says what is felt, and is tested both ways."""

import re

import pytest

from processor.contracts.errors import INVALID_INPUT, Reason
from processor.observe.catalogue import END_TO_END
from tests.support.prometheus import promtool
from tests.support.promql_parts import operands
from tests.unit.deploy.files import DASHBOARDS, PROMETHEUS, ROOT, expressions, read_dashboard, read_yaml, services
from tests.unit.deploy.promql import problems
from tests.unit.deploy.rules import RULE_TESTS, RULES, Rule, alerts, rule_tests, rules

_ALERT = pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert.name)
_RULE = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)


def test_prometheus_reads_these_files() -> None:
    assert read_yaml(PROMETHEUS)["rule_files"] == ["rules/*.yml"]  # relative to the file that says so
    assert RULES
    assert "./deploy/prometheus/rules:/etc/prometheus/rules:ro" in services()["prometheus"]["volumes"]


def test_names_are_given_once() -> None:
    names = [rule.name for rule in rules()]
    assert len(names) == len(set(names))


@_RULE
def test_what_a_rule_names_exists(rule: Rule) -> None:
    assert problems(rule.expression) == []


def test_every_recording_is_used() -> None:
    text = " ".join(rule.expression for rule in rules())
    text += " ".join(expression for path in DASHBOARDS for _, expression in expressions(read_dashboard(path)))
    for rule in rules():
        if not rule.alert:
            assert re.search(rf"{rule.name}\b", text), rule.name


def test_the_latency_objective_is_a_bound_of_the_histogram() -> None:
    bounds = {float(found) for rule in rules() for found in re.findall(r'le="([\d.]+)"', rule.expression)}
    assert bounds == {60.0}
    assert bounds <= set(END_TO_END.buckets)


def test_the_reasons_that_are_ours_are_those_of_the_code() -> None:
    patterns = {found for rule in rules() for found in re.findall(r'reason[=!]~"([^"]+)"', rule.expression)}
    assert patterns == {"stage_.*|record_too_large", "stage_.*"}
    ours = {reason for reason in Reason if re.fullmatch("stage_.*|record_too_large", reason)}
    assert ours == set(Reason) - INVALID_INPUT


@_ALERT
def test_an_alert_says_how_bad_what_is_felt_and_what_to_do(alert: Rule) -> None:
    assert alert.name.startswith("Samachar")
    assert alert.severity in {"critical", "warning"}
    assert set(alert.annotations) == {"summary", "description", "runbook"}
    assert alert.annotations["summary"].endswith(".")
    assert "samachar_" not in alert.annotations["summary"], "for readers, not for operators"
    assert (ROOT / alert.annotations["runbook"]).is_file()


@_ALERT
def test_an_alert_is_tested_as_it_fires_and_as_it_keeps_quiet(alert: Rule) -> None:
    fires = [
        bool(check["exp_alerts"])
        for path in RULE_TESTS
        for test in rule_tests(path)
        for check in test["alert_rule_test"]
        if check["alertname"] == alert.name
    ]
    assert set(fires) == {True, False}


def test_promtool_finds_the_rules() -> None:
    told = promtool("check", "rules", *RULES)
    assert sum(map(int, re.findall(r"(\d+) rules found", told))) == len(rules())


@pytest.mark.parametrize("path", RULE_TESTS, ids=lambda path: path.stem)
def test_promtool_runs_the_tests(path: object) -> None:
    assert "SUCCESS" in promtool("test", "rules", str(path))


@pytest.mark.parametrize(
    ("condition", "compared"),
    [
        ("a > 1", ["a"]),
        ("absent(a)", ["a"]),
        ("a > 1 and b == 0", ["a", "b"]),
        ('(a > 1 and b > -2) or (c{x="y and z > 3"} > 0.5)', ["a", "b", 'c{x="y and z > 3"}']),
        ("sum(a unless b) / (c > 0) > 2 unless on (x, y) d > 0", ["sum(a unless b) / (c > 0)", "d"]),
        ("a offset 1d > 20 unless b", ["a offset 1d", "b"]),
        ("(a + b) / (c + d > 0) >= 0.1", ["(a + b) / (c + d > 0)"]),
    ],
)
def test_the_operands_of_a_condition(condition: str, compared: list[str]) -> None:
    assert operands(condition) == compared
