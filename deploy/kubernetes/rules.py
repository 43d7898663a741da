"""base/prometheus-rule.yaml: the rules of deploy/prometheus/rules as the Prometheus operator takes them.

python -m deploy.kubernetes.rules > deploy/kubernetes/base/prometheus-rule.yaml
"""

import sys
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

RULES: Final = Path(__file__).parents[1] / "prometheus" / "rules"


def prometheus_rule() -> dict[str, Any]:
    """Return the PrometheusRule with the groups of all files, in the order of their names."""
    yaml = YAML(typ="safe", pure=True)
    groups = [group for path in sorted(RULES.glob("*.yml")) for group in yaml.load(path)["groups"]]
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "samachar"},
        "spec": {"groups": groups},
    }


if __name__ == "__main__":
    sys.stdout.write("# Made by `make schemas` from deploy/prometheus/rules, where the rules are explained.\n")
    writer = YAML()
    writer.width = 110
    writer.dump(prometheus_rule(), sys.stdout)
