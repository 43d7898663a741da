"""Which series and labels a PromQL expression names. promtool judges its syntax; this knows our catalogue and rules."""

import re
from typing import Final

from processor.observe.catalogue import catalogue
from tests.unit.deploy.rules import rules

#: level:metric:operation, as a recording rule names what it records; the level is the label that is kept.
RECORDED: Final = re.compile(r"\b([a-z]+):\w+:\w+")
_METRIC: Final = re.compile(r"(?<![\w:])((?:samachar|process)_\w+|up)\b(?:\{([^}]*)\})?")
_GROUPING: Final = re.compile(r"\b(?:by|without|on|ignoring|group_left)\s*\(([^)]*)\)")
_MATCHER: Final = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
#: Added by Prometheus when it scrapes, not by us.
_OF_THE_SCRAPE: Final = frozenset({"job", "instance"})


def series() -> dict[str, frozenset[str]]:
    """Return every series name that a worker shows, with its labels."""
    found: dict[str, frozenset[str]] = {}
    for metric in catalogue():
        labels = frozenset(metric.labels)
        if metric.kind == "histogram":
            found |= {f"{metric.name}_sum": labels, f"{metric.name}_count": labels}
            found[f"{metric.name}_bucket"] = labels | {"le"}
        else:
            found[metric.name] = labels
    return found


def problems(expression: str) -> list[str]:
    """Return what is wrong with the names in an expression; empty where all exist.

    A label of a grouping must be one of some metric in the expression, since metrics may be joined.
    """
    known = series()
    recorded = {rule.name for rule in rules() if not rule.alert}
    used = {found[0]: found[1] for found in RECORDED.finditer(expression)}
    metrics = _METRIC.findall(expression)
    wrong = [f"{name} is recorded by no rule" for name in sorted(used.keys() - recorded)]
    if not metrics and not used:
        wrong.append("names no metric of ours")
    labels = {*_OF_THE_SCRAPE, *used.values()}
    for name, matchers in metrics:
        if not name.startswith("samachar_"):
            if 'job="samachar"' not in matchers:
                wrong.append(f"{name} is not ours alone")
            continue
        if name not in known:
            wrong.append(f"{name} is not in the catalogue")
            continue
        labels |= known[name]
        matched = set(_MATCHER.findall(matchers)) - known[name] - _OF_THE_SCRAPE
        wrong += [f"{name} has no label {label}" for label in sorted(matched)]
    grouped = {label.strip() for group in _GROUPING.findall(expression) for label in group.split(",")} - {""}
    return wrong + [f"nothing has a label {label}" for label in sorted(grouped - labels)]
