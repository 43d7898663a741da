"""The pages of docs/runbooks: which commands and queries they tell to type."""

import re
import shlex
from pathlib import Path
from typing import Final

from tests.unit.deploy.files import ROOT

RUNBOOKS: Final = ROOT / "docs/runbooks"
PAGES: Final = sorted(RUNBOOKS.glob("*.md"))
DRILL: Final = RUNBOOKS / "drill.md"


def commands(page: Path) -> list[str]:
    """Return the lines of the page's blocks, and its inline commands of more than one word."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`((?:samachar|docker|curl|make) [^`]+)`", re.sub(r"```\n.*?```", "", text, flags=re.DOTALL))
    return [line for block in blocks for line in block.splitlines() if line.strip()] + [
        line.replace("\n", " ") for line in inline if line != "docker compose exec prometheus"
    ]


def queries(page: Path) -> list[str]:
    """Return the expressions that the page has `promtool query instant` ask."""
    lines = [shlex.split(line, comments=True) for line in commands(page)]
    return [line[4] for line in lines if line[:3] == ["promtool", "query", "instant"]]
