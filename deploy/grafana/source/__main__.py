"""`python -m deploy.grafana.source DIR` writes every dashboard into DIR."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from grafana_foundation_sdk.builders.dashboard import Dashboard
from grafana_foundation_sdk.cog.encoder import JSONEncoder

from deploy.grafana.source.flow import flow
from deploy.grafana.source.kafka import kafka
from deploy.grafana.source.process import process
from deploy.grafana.source.quality import quality
from deploy.grafana.source.stages import stages

_BOARDS: Final[tuple[Callable[[], Dashboard], ...]] = (flow, stages, quality, kafka, process)


def files() -> dict[str, str]:
    """Return the content of each dashboard's file by its name."""
    encoder = JSONEncoder(indent=2, sort_keys=True)
    return {f"{build.__name__}.json": encoder.encode(build().build()) + "\n" for build in _BOARDS}


def main(folder: Path) -> None:
    """Write the dashboards."""
    for name, content in files().items():
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
