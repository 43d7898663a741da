"""Headless Chromium for tests, spoken to over the DevTools protocol on a pipe: no driver and no port in between.

https://chromedevtools.github.io/devtools-protocol/
"""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pytest

#: Where `make chromium` unpacks Debian's packages and axe-core.
_UNPACKED: Final = Path(sys.prefix, "chromium")
_NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
#: SHA-256 of axe.min.js of the npm package axe-core 4.14.1 (MPL-2.0, Deque Systems). It is not shipped.
_AXE_CORE: Final = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
_PATIENCE: Final = 300.0

_OPTIONS: Final = (
    "--headless",
    "--remote-debugging-pipe",
    # Its sandbox needs rights that root and containers do not have; it loads only our own page, from loopback.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    # Pages of a headless browser count as hidden or in the background at times, and then get no frames.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
)


def axe_core() -> str:
    """Return the source of axe-core. Where there is none the test is skipped, with CI=true it fails."""
    path = _UNPACKED / "package" / "axe.min.js"
    if not path.is_file():
        _missing("axe-core")
    source = path.read_bytes()
    assert sha256(source).hexdigest() == _AXE_CORE, "this is another axe-core"
    return source.decode()


def program() -> str:
    """Return the path of Chromium. Where there is none the test is skipped, with CI=true it fails."""
    own = _UNPACKED / "usr/lib/chromium/chromium-headless-shell"
    if own.is_file():
        return str(own)
    return next((path for name in _NAMES if (path := shutil.which(name))), "") or _missing("Chromium")


def _missing(what: str) -> str:
    told = f"no {what}: neither in PATH nor brought by `make chromium`"
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(told, pytrace=False)
    pytest.skip(told)


#: The protocol is spoken on descriptors 3 and 4. Ours may have these very numbers, so they are moved away first.
_TO_3_AND_4: Final = """
import fcntl, os, sys
read, write = (fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class PageError(AssertionError):
    """What a script in the page threw, or a command that the browser refused."""


class Chromium:
    """A browser with one page, until the block ends.

    Attributes:
        events: what the browser said by itself, as (method, parameters), since the page was opened.
    """

    def __init__(self, folder: Path) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._number = 0
        self._buffer = b""
        self._session = ""
        read_theirs, self._write = os.pipe()
        self._read, write_theirs = os.pipe()
        self._log = folder / "chromium.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    _TO_3_AND_4,
                    str(read_theirs),
                    str(write_theirs),
                    program(),
                    *_OPTIONS,
                    f"--user-data-dir={folder / 'profile'}",
                    "about:blank",
                ],
                pass_fds=(read_theirs, write_theirs),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | _environment(),
                cwd=folder,
            )
        os.close(read_theirs)
        os.close(write_theirs)

    def __enter__(self) -> Self:
        targets = self._call("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        attached = self._call("Target.attachToTarget", {"targetId": page["targetId"], "flatten": True})
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait(30)
        os.close(self._write)
        os.close(self._read)

    def open(self, url: str, *, width: int = 1280, height: int = 900, dark: bool = False, still: bool = False) -> None:
        """Open a page and wait until it is loaded.

        Args:
            width, height: of the window, CSS pixels.
            dark: the colour scheme that the user prefers.
            still: the user prefers reduced motion.
        """
        self.call(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
        ]
        self.call("Emulation.setEmulatedMedia", {"features": features})
        # The page before would go on asking a server that may have gone.
        self.call("Page.navigate", {"url": "about:blank"})
        self.wait_for("location.href === 'about:blank' && document.readyState === 'complete'")
        self.events.clear()
        self.call("Page.navigate", {"url": url})
        self.wait_for("document.readyState === 'complete' && document.querySelector('h1') !== null")

    def call(self, method: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
        """Carry out a command of the protocol on the page and return its result."""
        return self._call(method, parameters, self._session)

    def js(self, expression: str) -> Any:
        """Return the value of an expression in the page; a promise is waited for.

        Raises:
            PageError: it threw.
        """
        answer = self.call("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})
        if "exceptionDetails" in answer:
            told = answer["exceptionDetails"]
            raise PageError(told.get("exception", {}).get("description") or told["text"])
        return answer["result"].get("value")

    def wait_for(self, expression: str, patience: float = 120.0) -> Any:
        """Return the value of an expression once it is true; after `patience` seconds the test fails."""
        deadline = time.monotonic() + patience
        while not (value := self.js(expression)):
            assert time.monotonic() < deadline, f"not within {patience:g} s: {expression}"
            time.sleep(0.1)
        return value

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", {"type": "keyDown", "key": key, **text})
        self.call("Input.dispatchKeyEvent", {"type": "keyUp", "key": key})

    def screenshot(self, path: Path) -> None:
        """Write what the window shows as PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", {"format": "png"})["data"]))

    def happened(self, choose: Callable[[str, dict[str, Any]], bool]) -> list[tuple[str, dict[str, Any]]]:
        """Return the events so far for which `choose(method, parameters)` is true."""
        self.js("0")
        return [(method, parameters) for method, parameters in self.events if choose(method, parameters)]

    def _call(self, method: str, parameters: dict[str, Any] | None = None, session: str = "") -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        self._send(json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + _PATIENCE
        while True:
            answer = self._receive(deadline, method)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise PageError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result
            if "method" in answer:
                self.events.append((answer["method"], answer.get("params", {})))

    def _send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._write, data) :]

    def _receive(self, deadline: float, method: str) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(deadline - time.monotonic(), 0))
            assert ready, f"no answer to {method} within {_PATIENCE:g} s"
            chunk = os.read(self._read, 1 << 20)
            assert chunk, f"the browser ended:\n{self._log.read_text(errors='replace')[-4000:]}"
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer


def _environment() -> dict[str, str]:
    """Return what lets an unpacked browser find the libraries and fonts that were unpacked with it."""
    libraries = [str(path.parent) for path in _UNPACKED.glob("usr/lib/*/*.so*")]
    libraries += [str(path) for path in _UNPACKED.glob("usr/lib/*/pulseaudio")]
    found = ":".join([*dict.fromkeys(libraries), os.environ.get("LD_LIBRARY_PATH", "")]).strip(":")
    # Where fontconfig looks for fonts beside the system's.
    return {"LD_LIBRARY_PATH": found, "XDG_DATA_HOME": str(_UNPACKED / "usr/share")}
