"""`samachar enrich`: the records a worker would publish, from files, in order."""

import os
import stat
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

import orjson
import pytest

from processor import Enricher
from processor.cli import progress
from processor.contracts import DeadLetter, Reason, decode_dead_letter, encode
from processor.engine.exits import Exit
from tests.support.articles import SEEDS, generated_messages
from tests.unit.cli.conftest import Run

LETTERS = "tests.support.stages:Letters"
TRAP = "tests.support.stages:Trap"
CHEAP = ["--stages", LETTERS, "--workers", "2"]


def lines_of(path: Path, messages: list[bytes]) -> Path:
    path.write_bytes(b"".join(message + b"\n" for message in messages))
    return path


def letters_in(text: str) -> list[DeadLetter]:
    return [decode_dead_letter(line.encode()) for line in text.splitlines() if line.startswith("{")]


def test_the_records_are_those_of_the_enricher_in_the_order_of_the_input(run: Run) -> None:
    messages = generated_messages(seed=3, count=60)
    texts = sorted(SEEDS.glob("*.txt"))
    result = run("enrich", lines_of(Path("a.jsonl"), messages), *texts, *CHEAP)
    assert result.exit_code == 0, result.stderr
    enricher = Enricher([LETTERS])
    messages += [orjson.dumps({"text": path.read_bytes().decode(), "source": path.stem}) for path in texts]
    assert result.stdout_bytes.splitlines() == [encode(enricher.enrich(message)) for message in messages]
    assert result.stderr.startswith(f"{len(messages)} enriched in ")


def test_standard_input(run: Run) -> None:
    result = run("enrich", "-", *CHEAP, stdin=b'{"id":"1","text":"a"}\n\n{"id":"2","text":"b"}')
    assert result.exit_code == 0
    assert [orjson.loads(line)["id"] for line in result.stdout_bytes.splitlines()] == ["1", "2"]


def test_what_is_refused_becomes_a_dead_letter_that_names_file_and_line(run: Run) -> None:
    path = lines_of(Path("a.jsonl"), [b'{"id":"1","text":"a"}', b"{}", b'{"id":"x\\u001b","text":3}', b"\xff"])
    result = run("enrich", path, *CHEAP, "--errors", "errors.jsonl")
    assert result.exit_code == 0
    assert result.stdout_bytes.count(b"\n") == 1
    assert "1 enriched, 3 not in " in result.stderr
    letters = letters_in(Path("errors.jsonl").read_text())
    assert [(letter.source.file, letter.source.line) for letter in letters] == [("a.jsonl", n) for n in (2, 3, 4)]
    assert [letter.reason for letter in letters] == [Reason.MISSING_FIELD, Reason.WRONG_TYPE, Reason.NOT_UTF8]
    assert all(letter.stage == "decode" and letter.attempt == 1 for letter in letters)
    assert b64decode(letters[2].payload or "") == b"\xff"


def test_dead_letters_go_to_standard_error_otherwise(run: Run) -> None:
    result = run("enrich", "-", *CHEAP, stdin=b"nonsense\n")
    assert (result.exit_code, result.stdout) == (0, "")
    (letter,) = letters_in(result.stderr)
    assert (letter.reason, letter.source.file, letter.source.line) == (Reason.NOT_JSON, "-", 1)


@pytest.mark.parametrize(
    ("trap", "reason"),
    [("raise", Reason.STAGE_ERROR), ("exit", Reason.STAGE_CRASH), ("hang", Reason.STAGE_TIMEOUT)],
)
def test_a_stage_that_fails_loses_one_article(run: Run, trap: str, reason: Reason) -> None:
    articles: list[dict[str, Any]] = [{"id": str(number), "text": "a"} for number in range(9)]
    articles[4]["metadata"] = {"trap": trap}
    Path("a.json").write_bytes(orjson.dumps(articles))
    result = run("enrich", "a.json", "--stages", TRAP, "--workers", "2", "--set", "article_timeout=2")
    assert result.exit_code == 0
    assert [orjson.loads(line)["id"] for line in result.stdout_bytes.splitlines()] == list("01235678")
    (letter,) = letters_in(result.stderr)
    assert (letter.id, letter.stage, letter.reason) == ("4", "trap", reason)


def test_an_input_that_cannot_be_read_is_found_first(run: Run) -> None:
    Path("a.txt").write_text("text")
    result = run("enrich", "a.txt", "b.txt", *CHEAP, "-o", "out.jsonl")
    assert (result.exit_code, result.stdout) == (Exit.USAGE, "")
    assert result.stderr == "Error: b.txt: cannot be read: No such file or directory\n"
    assert not list(Path().glob("out*"))


def test_an_input_that_breaks_off_keeps_what_came_before(run: Run) -> None:
    Path("a.txt").write_text("text")
    Path("b.json").write_text('[{"text": "b"}, ')
    result = run("enrich", "a.txt", "b.json", *CHEAP, "-o", "out.jsonl")
    assert result.exit_code == Exit.USAGE
    assert "Error: b.json:1: not valid JSON" in result.stderr
    assert not Path("out.jsonl").exists()
    assert Path("out.jsonl.partial").read_bytes().count(b"\n") == 1


def test_a_file_appears_when_it_is_complete(run: Run) -> None:
    Path("a.txt").write_text("text")
    Path("out.jsonl").write_text("old")
    Path("link.jsonl").symlink_to("out.jsonl")
    result = run("enrich", "a.txt", *CHEAP, "-o", "link.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("link.jsonl").is_symlink()
    assert orjson.loads(Path("out.jsonl").read_bytes())["text"] == "text"
    assert not list(Path().glob("*.partial"))


def test_a_pipe_is_written_to_and_not_replaced(run: Run) -> None:
    Path("a.txt").write_text("text")
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("enrich", "a.txt", *CHEAP, "-o", "pipe").exit_code == 0
        assert orjson.loads(os.read(reader, 65_536))["text"] == "text"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)


def test_an_output_that_cannot_be_written(run: Run) -> None:
    Path("a.txt").write_text("text")
    result = run("enrich", "a.txt", *CHEAP, "-o", "missing/out.jsonl")
    assert result.exit_code == Exit.USAGE
    assert result.stderr == "Error: missing/out.jsonl: cannot be written: No such file or directory\n"


def inputs_and_links() -> dict[str, bytes]:
    Path("a.jsonl").write_bytes(b'{"id":"1","text":"a"}\n')
    Path("out.jsonl.partial").write_bytes(b'{"id":"2","text":"b"}\n')
    Path("soft.jsonl").symlink_to("a.jsonl")
    Path("hard.jsonl").hardlink_to("a.jsonl")
    Path("rest.jsonl").symlink_to("out.jsonl.partial")
    return {str(path): path.read_bytes() for path in Path().iterdir()}


@pytest.mark.parametrize("option", ["-o", "--errors"])
@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("a.jsonl", "a.jsonl"),
        ("a.jsonl", "./a.jsonl"),
        ("a.jsonl", "soft.jsonl"),
        ("soft.jsonl", "a.jsonl"),
        ("a.jsonl", "hard.jsonl"),
        ("rest.jsonl", "out.jsonl"),
    ],
)
def test_an_output_that_would_overwrite_an_input(run: Run, option: str, read: str, written: str) -> None:
    before = inputs_and_links()
    result = run("enrich", read, *CHEAP, option, written)
    assert (result.exit_code, result.stdout) == (Exit.USAGE, "")
    assert result.stderr == f"Error: {written}: is also an input ({read}), which would be overwritten\n"
    assert {str(path): path.read_bytes() for path in Path().iterdir()} == before


def test_an_output_that_is_standard_input_too() -> None:
    before = inputs_and_links()["a.jsonl"]
    command = [sys.executable, "-m", "processor.cli.main", "enrich", "-", "-o", "a.jsonl", *CHEAP]
    environment = {**os.environ, "PYTHONPATH": str(SEEDS.parent)}
    with Path("a.jsonl").open("rb") as stdin:
        ended = subprocess.run(command, stdin=stdin, capture_output=True, check=False, timeout=120, env=environment)
    assert ended.returncode == Exit.USAGE
    assert ended.stderr == b"Error: a.jsonl: is also an input (-), which would be overwritten\n"
    assert Path("a.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("records", "letters"), [("x.jsonl", "x.jsonl"), ("x.jsonl", "./x.jsonl"), ("soft.jsonl", "hard.jsonl")]
)
def test_records_and_dead_letters_in_one_file(run: Run, records: str, letters: str) -> None:
    Path("in.txt").write_text("text")
    before = inputs_and_links()
    result = run("enrich", "in.txt", *CHEAP, "-o", records, "--errors", letters)
    assert (result.exit_code, result.stdout) == (Exit.USAGE, "")
    assert result.stderr == f"Error: {letters}: records and dead letters cannot go to the same file\n"
    assert {str(path): path.read_bytes() for path in Path().iterdir()} == before


def test_both_may_be_thrown_away(run: Run) -> None:
    Path("a.txt").write_text("text")
    assert run("enrich", "a.txt", *CHEAP, "-o", os.devnull, "--errors", os.devnull).exit_code == 0


def test_no_progress_lines_among_dead_letters(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_INTERVAL", 0.0)
    articles = b'{"text":"a"}\nnonsense\n{"text":"b"}\n'
    first, last = run("enrich", "-", *CHEAP, stdin=articles).stderr.splitlines()
    assert len(letters_in(first)) == 1
    assert last.startswith("2 enriched, 1 not in ")
    apart = run("enrich", "-", *CHEAP, "--errors", "errors.jsonl", stdin=articles)
    assert len(apart.stderr.splitlines()) == 4


def test_a_stage_that_cannot_be_loaded(run: Run) -> None:
    Path("a.txt").write_text("text")
    result = run("enrich", "a.txt", "--stages", "os:getcwd", "--workers", "1")
    assert result.exit_code == Exit.UNAVAILABLE
    assert result.stderr.startswith("Error: the stages cannot be loaded: ")
    assert result.stderr.count("\n") == 1


def test_whoever_reads_the_records_may_go_away() -> None:
    lines_of(Path("a.jsonl"), [orjson.dumps({"text": "text " * 20_000})] * 10)
    command = f"set -o pipefail; {sys.executable} -m processor.cli.main enrich a.jsonl --stages {LETTERS} | head -c 9"
    environment = {**os.environ, "PYTHONPATH": str(SEEDS.parent)}
    ended = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=120, env=environment)
    assert ended.stdout.startswith(b'{"id":"')
    assert ended.stderr == b""
    assert ended.returncode == 1
