"""The rules of deploy/prometheus/rules and their tests, read once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.unit.deploy.files import PROMETHEUS, read_yaml

RULES: Final = sorted((PROMETHEUS.parent / "rules").glob("*.yml"))
RULE_TESTS: Final = sorted((PROMETHEUS.parent / "tests").glob("*.yml"))


@dataclass(frozen=True)
class Rule:
    """A recording rule (`alert` is false) or an alert."""

    name: str
    expression: str
    alert: bool
    severity: str
    annotations: dict[str, str]


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule."""
    return tuple(
        Rule(
            rule["alert"] if "alert" in rule else rule["record"],
            rule["expr"],
            "alert" in rule,
            rule.get("labels", {}).get("severity", ""),
            rule.get("annotations", {}),
        )
        for path in RULES
        for group in read_yaml(path)["groups"]
        for rule in group["rules"]
    )


def alerts() -> list[Rule]:
    """Return every alert."""
    return [rule for rule in rules() if rule.alert]


def rule_tests(path: Path) -> list[dict[str, Any]]:
    """Return the tests of a file for `promtool test rules`."""
    found: list[dict[str, Any]] = read_yaml(path)["tests"]
    return found
