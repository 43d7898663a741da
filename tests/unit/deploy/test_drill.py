"""docs/runbooks/drill.md and its Prometheus: what the page has one type exists. That it works, only doing it shows."""

import re
import shlex
from typing import Final

import pytest

from tests.unit.deploy.commands import resolve, unknown_options
from tests.unit.deploy.files import PROMETHEUS, read_yaml
from tests.unit.deploy.rules import alerts
from tests.unit.deploy.runbooks import DRILL, commands

_OPERATORS: Final = ";|&<>(){}"


def calls(line: str) -> list[list[str]]:
    """Return the arguments of every `samachar` in a line of shell."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=_OPERATORS)
    lexer.whitespace_split = True
    simple: list[list[str]] = [[]]
    for token in lexer:
        if set(token) <= set(_OPERATORS):
            simple.append([])
        else:
            simple[-1].append(token)
    return [words[words.index("samachar") + 1 :] for words in simple if "samachar" in words]


def test_calls_are_found_between_pipes_and_redirections() -> None:
    line = "A=1 samachar worker > log 2>&1 & until samachar lag | grep 0; do echo '| samachar no'; done"
    assert calls(line) == [["worker"], ["lag"]]


@pytest.mark.parametrize("line", [line for line in commands(DRILL) if calls(line)])
def test_commands_exist_with_these_options(line: str) -> None:
    for arguments in calls(line):
        command, left = resolve(arguments)
        assert unknown_options(command, left) == []


def test_it_waits_for_alerts_that_exist_and_links_their_pages() -> None:
    text = DRILL.read_text(encoding="utf-8")
    pages = {alert.name: alert.annotations["runbook"].rpartition("/")[2] for alert in alerts()}
    awaited = re.findall(r"^wait_for (\w+)$", text, re.MULTILINE)
    assert len(awaited) >= 3
    for name in awaited:
        assert f"({pages[name]})" in text


def test_its_prometheus_has_the_rules_of_production_and_its_workers() -> None:
    drill, production = read_yaml(PROMETHEUS.with_name("drill.yml")), read_yaml(PROMETHEUS)
    assert drill["rule_files"] == production["rule_files"]
    (job,) = drill["scrape_configs"]
    assert job["job_name"] in {job["job_name"] for job in production["scrape_configs"]}
    ((first, second),) = [group["targets"] for group in job["static_configs"]]
    ports = re.findall(r"SAMACHAR_HTTP_PORT=(\d+) samachar worker", DRILL.read_text(encoding="utf-8"))
    assert {f"127.0.0.1:{port}" for port in ports} == {first, second}
