"""Dead letters by command: listed, shown, mended and replayed."""

import re
from pathlib import Path

import orjson
import pytest

from processor.contracts import Reason, decode_dead_letter
from processor.contracts.headers import ATTEMPT, REPLAYED_FROM
from processor.engine.exits import Exit
from tests.support.shell import Shell, running_worker, shell_for, until_done
from tests.support.topics_io import Reader, push


@pytest.fixture
def shell(any_bootstrap: str, prefix: str, tmp_path: Path) -> Shell:
    return shell_for(any_bootstrap, prefix, tmp_path)


def test_a_dead_letter_is_listed_shown_mended_and_replayed(shell: Shell) -> None:
    broken = b'{"id":"a1", "text":"  \\u001b\\u2028"}'
    with running_worker(shell):
        shell.ok("produce", "--no-check", "-", stdin=broken + b"\n\xff\x1b[2J\n" + b'{"id":"good","text":"x"}\n')
        until_done(shell, 3)

        listed = shell.run("dlq", "list")
        assert listed.returncode == 0
        assert b"2 dead letters in topic" in listed.stderr
        (line,) = [line for line in listed.stdout.decode().splitlines() if " a1 " in line]
        ref = line.split()[0]
        assert line.split()[1:5] == ["a1", "decode", "empty_text", "text"]
        (other,) = shell.ok("dlq", "list", "--json", "--reason", "not_utf8").splitlines()
        assert decode_dead_letter(other).reason is Reason.NOT_UTF8

        for name in ("a1", ref, f"{shell.topic('dead_letter')}:{ref}"):
            assert shell.ok("dlq", "show", name, "--payload") == broken
        shown = shell.ok("dlq", "show", "a1").decode()
        assert "reason     empty_text" in shown
        assert '"text": "  \\u001b\\u2028"' in shown

        (shell.folder / "mended.json").write_bytes(b'{"id":"a1","text":"mended"}')
        mend = ["dlq", "replay", "a1", "--with", "mended.json"]
        assert shell.ok(*mend, "--dry-run").decode() == f"would send {ref} (a1, attempt 2) to {shell.topic('raw')}\n"
        until_done(shell, 3)
        sent = shell.run(*mend)
        assert sent.returncode == 0
        assert sent.stderr.decode().startswith(f"sent {ref} (a1, attempt 2) to {shell.topic('raw')}: ")
        until_done(shell, 4)
        record = orjson.loads(shell.ok("consume", "--json", "--filter", "id=a1"))
        assert (record["id"], record["text"]) == ("a1", "mended")

        assert shell.run("dlq", "replay", "--reason", "not_utf8").returncode == 0
        until_done(shell, 5)
        letters = [decode_dead_letter(value) for value in shell.ok("dlq", "list", "--json").splitlines()]
        assert sorted((letter.reason, letter.attempt) for letter in letters) == [
            (Reason.EMPTY_TEXT, 1),
            (Reason.NOT_UTF8, 1),
            (Reason.NOT_UTF8, 2),
        ]
        assert shell.ok("dlq", "replay", "--all", "--dry-run").count(b"would send") == 3


def test_a_replay_carries_key_bytes_and_headers(shell: Shell) -> None:
    headers = [("x-desk", b"asia"), ("x-empty", b"")]
    with running_worker(shell):
        push(shell.bootstrap, shell.topic("raw"), [b"nonsense \xff"], headers=headers)
        until_done(shell, 1)
        assert shell.run("dlq", "replay", "--stage", "decode").returncode == 0
        until_done(shell, 2)
    with Reader(shell.bootstrap, [shell.topic("raw")]) as reader:
        records = reader.until(lambda found: len(found) == 2, patience=30)
    assert [record.value for record in records] == [b"nonsense \xff"] * 2
    assert sorted(len(record.headers) for record in records) == [2, 4]
    found = {name: value for record in records for name, value in record.headers.items()}
    assert re.fullmatch(rf"{re.escape(shell.topic('dead_letter'))}/\d/0", found.pop(REPLAYED_FROM).decode())
    assert found == {**dict(headers), ATTEMPT: b"2"}


@pytest.mark.parametrize("ref", ["nobody", "0:0", "99:0", "0:99999999"])
def test_a_letter_that_is_not_there(shell: Shell, ref: str) -> None:
    shell.ok("topics", "create")
    missing = shell.run("dlq", "replay", ref)
    assert (missing.returncode, missing.stdout) == (Exit.USAGE, b"")
    assert missing.stderr.decode() == f"Error: {ref}: no such dead letter in topic {shell.topic('dead_letter')}\n"
