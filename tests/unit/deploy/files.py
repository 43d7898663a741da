"""What the deployment files say, read once and without a container engine."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

ROOT: Final = Path(__file__).parents[3]
COMPOSE: Final = ROOT / "docker-compose.yml"
PROMETHEUS: Final = ROOT / "deploy/prometheus/prometheus.yml"
GRAFANA: Final = ROOT / "deploy/grafana"
DASHBOARDS: Final = sorted((GRAFANA / "dashboards").glob("*.json"))

# The one form of interpolation that we use.
_INTERPOLATED: Final = re.compile(r"\$\{(\w+):-([^}]*)\}")


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML 1.2 file; a key given twice is an error."""
    return YAML(typ="safe", pure=True).load(path)


@cache
def compose() -> dict[str, Any]:
    """Return docker-compose.yml, anchors and merge keys resolved."""
    found: dict[str, Any] = read_yaml(COMPOSE)
    return found


def services() -> dict[str, dict[str, Any]]:
    """Return the services of docker-compose.yml by name."""
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def built_here() -> dict[str, dict[str, Any]]:
    """Return the services that run our own image."""
    return {name: service for name, service in services().items() if "build" in service}


def environment(service: Mapping[str, Any]) -> dict[str, str]:
    """Return a service's environment as it is with nothing set outside."""
    return {
        name: _INTERPOLATED.sub(lambda found: found[2], str(value)) for name, value in service["environment"].items()
    }


def interpolations(service: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (name, outer name, default) of what can be set from outside."""
    for name, value in service["environment"].items():
        for found in _INTERPOLATED.finditer(str(value)):
            yield name, found[1], found[2]


def read_dashboard(path: Path) -> dict[str, Any]:
    """Return a dashboard."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def expressions(dashboard: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (panel title, PromQL expression) of every panel."""
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


def seconds(duration: str) -> float:
    """Return a duration as Compose writes it, `1m30s`, in seconds."""
    parts = re.findall(r"(\d+)(ms|s|m|h)", duration)
    assert "".join(number + unit for number, unit in parts) == duration, f"not a duration: {duration}"
    factor = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
    return sum(int(number) * factor[unit] for number, unit in parts)
