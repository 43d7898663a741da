"""Which metrics and labels a PromQL expression names. promtool judges its syntax; this knows our catalogue."""

import re
from typing import Final

from processor.observe.catalogue import catalogue

_METRIC: Final = re.compile(r"\b(samachar_\w+)(?:\{([^}]*)\})?")
_GROUPING: Final = re.compile(r"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)")
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

    A label of a grouping must be one of every metric in the expression: our expressions join nothing else.
    """
    known = series()
    wrong = []
    metrics = _METRIC.findall(expression)
    if not metrics:
        wrong.append("names no metric of ours")
    grouped = {label.strip() for group in _GROUPING.findall(expression) for label in group.split(",") if label.strip()}
    for name, matchers in metrics:
        if name not in known:
            wrong.append(f"{name} is not in the catalogue")
            continue
        labels = known[name] | _OF_THE_SCRAPE
        wrong += [f"{name} has no label {label}" for label in sorted(grouped - labels)]
        wrong += [f"{name} has no label {label}" for label in _MATCHER.findall(matchers) if label not in labels]
    return wrong
