"""Take the pictures in docs/images anew: python -m tests.integration.page.screenshots

`samachar live --demo` as anybody starts it, looked at with headless Chromium (`make screenshots`). The Hindi wire story
is waited for, so that the same card is on top each time; how long things took is what it was on the machine.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Final

from tests.support.articles import SEEDS
from tests.support.chromium import Chromium

_FOLDER: Final = Path(__file__).parents[3] / "docs" / "images"
_CARDS: Final = "document.querySelectorAll('#articles > .card').length"
#: Seconds that a round of the demo may take.
_ROUND: Final = 600.0


def main() -> None:
    """Write four PNG files."""
    command = [sys.executable, "-m", "processor.cli.main", "live", "--demo", "--no-open", "--port", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as live,
        Chromium(Path(folder)) as browser,
    ):
        try:
            assert live.stdout is not None
            _take(browser, _address(live.stdout))
        finally:
            live.send_signal(signal.SIGINT)


def _address(output: IO[str]) -> str:
    for line in output:
        if line.startswith("The live page is at "):
            return line.split()[5]
    raise SystemExit("the live page did not start")


def _take(browser: Chromium, url: str) -> None:
    _FOLDER.mkdir(exist_ok=True)
    count = len(list(SEEDS.glob("*.txt")))
    browser.open(url)
    browser.wait_for(f"{_CARDS} === {count}", _ROUND)
    for name, width, height, dark in (
        ("light", 1200, 640, False),
        ("dark", 1200, 640, True),
        ("phone", 390, 844, False),
    ):
        browser.open(url, width=width, height=height, dark=dark, still=True)
        browser.wait_for("document.querySelector('#articles > .card')?.querySelector('.title').lang === 'hi'", _ROUND)
        browser.press("p")
        browser.wait_for("document.querySelectorAll('#c-languages .bar').length > 10")
        browser.screenshot(_FOLDER / f"live-{name}.png")
    browser.open(f"{url}?language=ar", width=820, height=640, still=True)
    browser.wait_for(f"{_CARDS} === 1", _ROUND)
    browser.js("document.querySelector('.more').click()")
    browser.js("document.querySelector('.tabs').scrollIntoView()")
    browser.screenshot(_FOLDER / "live-rtl.png")


if __name__ == "__main__":
    main()
