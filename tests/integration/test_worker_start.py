"""A worker that cannot start: one line on standard error that says why, and an exit code that says what helps."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import processor
from processor.brokers.embedded import EmbeddedBroker
from processor.engine.exits import Exit
from tests.support.shell import shell_for

PACKAGE = Path(processor.__file__).parent
MODELS = "models/data"


def _nothing(_: Path) -> None:
    """Leave all as it is."""


def _without(file: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / "installed" / "processor" / file).unlink()

    return spoil


def _damaged(file: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "installed" / "processor" / file
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.unlink()
        path.write_bytes(data)

    return spoil


def _file(name: str, content: bytes) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)

    return write


#: What is set, what is spoilt before, the exit code, and what the line says.
CASES: dict[str, tuple[list[str], Callable[[Path], None], Exit, str]] = {
    "accurate model missing": (
        ["profile=accurate"],
        _without(f"{MODELS}/entities-accurate.onnx"),
        Exit.UNAVAILABLE,
        "cannot read the model entities-accurate.onnx: No such file or directory; install samachar again",
    ),
    "accurate model damaged": (
        ["profile=accurate"],
        _damaged(f"{MODELS}/topics-accurate.onnx"),
        Exit.UNAVAILABLE,
        "install samachar again",
    ),
    "fast model missing": (
        ["profile=fast"],
        _without(f"{MODELS}/entities-fast.onnx"),
        Exit.UNAVAILABLE,
        "cannot read the model entities-fast.onnx: No such file or directory; install samachar again",
    ),
    "fast model damaged": (
        ["profile=fast"],
        _damaged("stages/topics/fast/head.npz"),
        Exit.UNAVAILABLE,
        "install samachar again",
    ),
    "own model missing": (["entities_model=nowhere"], _nothing, Exit.UNAVAILABLE, "nowhere"),
    "own model damaged": (["entities_model=own"], _file("own/config.json", b"{"), Exit.UNAVAILABLE, "config.json"),
    "watchlist missing": (["watchlist=nobody.jsonl"], _nothing, Exit.USAGE, "nobody.jsonl: "),
    "watchlist damaged": (["watchlist=w.jsonl"], _file("w.jsonl", b'{"id":\n'), Exit.USAGE, "w.jsonl:1: "),
    "topics missing": (["topics=none.yaml"], _nothing, Exit.USAGE, "none.yaml: "),
    "topics damaged": (["topics=t.yaml"], _file("t.yaml", b"topics: ["), Exit.USAGE, "t.yaml:1: "),
    "limit below the models": (["process_memory=20"], _nothing, Exit.USAGE, "SAMACHAR_PROCESS_MEMORY: "),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_it_says_why_in_one_line(tansu: EmbeddedBroker, prefix: str, tmp_path: Path, case: str) -> None:
    given, spoil, code, told = CASES[case]
    # The package as it is installed, by links, so that one of its files can be spoilt.
    for path in PACKAGE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            link = tmp_path / "installed" / "processor" / path.relative_to(PACKAGE)
            link.parent.mkdir(parents=True, exist_ok=True)
            os.symlink(path, link)
    spoil(tmp_path)
    shell = shell_for(tansu.bootstrap, prefix, tmp_path)
    shell = replace(shell, environment=shell.environment | {"PYTHONPATH": str(tmp_path / "installed")})
    shell.ok("topics", "create")

    settings = [part for one in ("stages=language,entities,topics", *given) for part in ("--set", one)]
    ended = shell.run("worker", *settings)

    lines = ended.stderr.decode().splitlines()
    assert ended.returncode == code, lines
    errors = [line for line in lines if " INFO " not in line and not line.startswith("Compiling ")]
    assert len(errors) == 1, lines
    assert errors[0].startswith("Error: ")
    assert told in errors[0]
    assert ended.stdout == b""
