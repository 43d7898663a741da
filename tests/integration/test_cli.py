"""The commands together, each a process of its own."""

import os
import re
import signal
import socket
import threading
import time
from pathlib import Path

import orjson
import pytest

from processor.brokers.process import free_port
from processor.contracts.ids import article_id
from processor.engine.exits import Exit
from tests.support.articles import SEEDS, generated_messages
from tests.support.shell import PATIENCE, Shell, running_worker, shell_for, until_done
from tests.support.topics_io import Reader


@pytest.fixture
def shell(bootstrap: str, prefix: str, tmp_path: Path) -> Shell:
    return shell_for(bootstrap, prefix, tmp_path)


def test_from_files_to_records(any_bootstrap: str, prefix: str, tmp_path: Path) -> None:
    shell = shell_for(any_bootstrap, prefix, tmp_path)
    (tmp_path / "many.jsonl").write_bytes(b"\n".join(generated_messages(seed=11, count=40)))
    files = ["many.jsonl", *sorted(SEEDS.glob("*.txt"))]
    count = 39 + len(files)
    with running_worker(shell) as worker:
        sent = shell.run("produce", *files)
        assert sent.returncode == 0
        assert sent.stderr.decode().startswith(f"{count} sent in ")
        until_done(shell, count)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == Exit.OK
    assert "metrics and health at http://127.0.0.1:" in shell.log.read_text()

    records = {orjson.loads(line)["id"]: line for line in shell.ok("consume", "--json").splitlines()}
    alone = {orjson.loads(line)["id"]: line for line in shell.ok("enrich", *files).splitlines()}
    assert len(alone) == count
    assert records == alone

    assert shell.ok("consume", "--json", "--filter", "id=generated-7").count(b"\n") == 1
    assert shell.ok("consume", "--json", "--max", "5").count(b"\n") == 5
    assert "2023-09-17T18:58:04 (from the text)" in shell.ok("consume").decode()
    nothing = shell.run("consume", "--dead-letters")
    assert (nothing.returncode, nothing.stdout) == (0, b"")
    assert b"no records to show in topic" in nothing.stderr


def test_the_key_is_the_id(shell: Shell) -> None:
    shell.ok("topics", "create")
    shell.ok("produce", "-", stdin=b'{"text":"a","id":"\xe0\xa4\xb9"}\n{"text":"b"}\n')
    shell.ok("produce", "--no-check", "-", stdin=b'{"id":"x","text":3}\nnonsense\n')
    shell.ok("produce", "--raw", "-", stdin=b'\xff\n{"id":"y","text":"c"}\n')
    with Reader(shell.bootstrap, [shell.topic("raw")]) as reader:
        records = reader.until(lambda found: len(found) == 6, patience=30)
    keys = {record.value: record.key for record in records}
    assert keys == {
        b'{"text":"b"}': article_id(None, "b").encode(),
        b'{"text":"a","id":"\xe0\xa4\xb9"}': b"\xe0\xa4\xb9",
        b'{"id":"x","text":3}': b"x",
        b"nonsense": None,
        b"\xff": None,
        b'{"id":"y","text":"c"}': None,
    }


def test_what_breaks_the_contract_is_named_and_the_rest_is_sent(shell: Shell) -> None:
    shell.ok("topics", "create")
    (shell.folder / "a.jsonl").write_bytes(b'{"text":"a"}\n{"text":3}\n\n{"text":"b","published_at":"now"}\n')
    sent = shell.run("produce", "a.jsonl")
    assert sent.returncode == Exit.FATAL
    refused = sent.stderr.decode().splitlines()
    assert refused[0].startswith("a.jsonl:2: refused, wrong_type: text: ")
    assert refused[1].startswith("a.jsonl:4: refused, invalid_value: published_at: ")
    assert refused[2].startswith("1 sent, 2 not in ")


def test_what_the_broker_refuses_is_named_and_the_rest_is_sent(shell: Shell) -> None:
    shell.ok("topics", "create")
    large = b'{"text":"' + os.urandom(1_500_000).hex().encode() + b'"}'
    (shell.folder / "a.jsonl").write_bytes(b'{"text":"a"}\n' + large + b'\n{"text":"b"}\n')
    sent = shell.run("produce", "--no-check", "a.jsonl")
    assert sent.returncode == Exit.FATAL
    lines = sent.stderr.decode().splitlines()
    assert re.fullmatch(r"a\.jsonl:2: not delivered: 3,000,011 bytes are more than topic \S+ takes .*", lines[0])
    assert lines[1].startswith("2 sent, 1 not in ")


def test_follow_shows_what_arrives_from_now_on(shell: Shell) -> None:
    shell.ok("topics", "create")
    enriched = [shell.ok("enrich", "-", stdin=f'{{"id":"{name}","text":"x"}}'.encode()) for name in ("old", "new")]
    to_enriched = ["produce", "--raw", "--topic", shell.topic("enriched"), "-"]
    shell.ok(*to_enriched, stdin=enriched[0])
    follower = shell.start("consume", "--json", "--latest", "--max", "1")
    killer = threading.Timer(PATIENCE, follower.kill)
    killer.start()
    try:
        while follower.poll() is None:  # nobody is told when it has begun to listen
            shell.ok(*to_enriched, stdin=enriched[1])
            time.sleep(0.5)
        out, err = follower.communicate()
    finally:
        killer.cancel()
    assert (follower.returncode, out, err) == (0, enriched[1], b"")


def test_a_group_goes_on_where_it_was(shell: Shell) -> None:
    shell.ok("topics", "create")
    enriched = shell.ok("enrich", "-", stdin=b"\n".join(generated_messages(seed=5, count=6)))
    shell.ok("produce", "--raw", "--topic", shell.topic("enriched"), "-", stdin=enriched)
    group = ["consume", "--json", "--group", f"{shell.topic('raw')}.readers"]
    first = shell.ok(*group, "--max", "2").splitlines()
    rest = shell.ok(*group).splitlines()
    assert len(first) == 2
    assert sorted(first + rest) == sorted(enriched.splitlines())
    assert shell.run(*group).stdout == b""


def test_ctrl_c_ends_a_follower_and_nothing_else(shell: Shell) -> None:
    shell.ok("topics", "create")
    follower = shell.start("consume", "--follow")
    time.sleep(3)
    assert follower.poll() is None
    follower.send_signal(signal.SIGINT)
    _, err = follower.communicate(timeout=30)
    assert (follower.returncode, err) == (130, b"interrupted\n")


def test_topics(shell: Shell) -> None:
    missing = shell.run("topics", "check")
    assert missing.returncode == Exit.UNAVAILABLE
    names = [shell.topic(name) for name in ("raw", "enriched", "dead_letter")]
    assert [line.split("topic ")[1] for line in missing.stderr.decode().splitlines()] == [
        f"{name} does not exist" for name in names
    ]
    created = shell.ok("topics", "create").decode().splitlines()[1:]
    assert [line.split() for line in created] == [[name, "4", "created"] for name in names]
    checked = shell.ok("topics", "check").decode().splitlines()[1:]
    assert [line.split() for line in checked] == [[name, "4", "exists"] for name in names]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["worker"], ["produce", "a.txt"], ["dlq", "list"]])
def test_no_broker_is_one_line(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.txt").write_text("text")
    address = f"127.0.0.1:{free_port()}"
    ended = shell_for(address, "", tmp_path).run(*arguments)
    assert ended.returncode == Exit.UNAVAILABLE
    assert ended.stdout == b""
    assert ended.stderr.decode() == (
        f"Error: No Kafka broker answers ({address}: connection refused). Waited 10 s;"
        " KAFKA_BOOTSTRAP_SERVERS says where it is.\n"
    )


@pytest.mark.parametrize("command", ["produce", "consume", "lag", "dlq"])
def test_a_missing_topic_is_one_line(shell: Shell, command: str) -> None:
    (shell.folder / "a.txt").write_text("text")
    arguments = {"produce": ["a.txt"], "dlq": ["list"]}.get(command, [])
    ended = shell.run(command, *arguments)
    assert ended.returncode == Exit.UNAVAILABLE
    assert re.fullmatch(
        r"Error: topic \S+ does not exist; `samachar topics create` makes the topics of the settings\n",
        ended.stderr.decode(),
    )


def test_a_worker_that_cannot_start_says_why(shell: Shell) -> None:
    shell.ok("topics", "create")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        in_use = shell.run("worker", "--set", f"http_port={port}")
    assert in_use.returncode == Exit.UNAVAILABLE
    assert in_use.stderr.decode().splitlines() == [
        f"Error: SAMACHAR_HTTP_PORT: port {port} on 127.0.0.1 is in use; choose another one, or 0 for any free port"
    ]
    no_stage = shell.run("worker", "--set", "stages=builtins:dict")
    assert no_stage.returncode == Exit.USAGE
    assert no_stage.stderr.decode().startswith("Error: SAMACHAR_STAGES: ")
    # Only when it is called can be seen that it makes no stage.
    broken = shell.run("worker", "--set", "stages=os:getcwd")
    assert broken.returncode == Exit.UNAVAILABLE
    assert "Error: the stages cannot be loaded: " in broken.stderr.decode().splitlines()[-1]


def test_the_demo(tmp_path: Path) -> None:
    shell = shell_for("127.0.0.1:1", "", tmp_path)
    ended = shell.run("demo", "--seeds", SEEDS)
    out = ended.stdout.decode()
    assert ended.returncode == 0, out + ended.stderr.decode()
    count = len(list(SEEDS.glob("*.txt")))
    assert f"\n{count} of {count} articles came out enriched.\n" in out
    assert "make live" in out.rpartition("came out enriched.")[2]
    assert "It keeps everything in memory" in out
    assert out.count("stages ") >= count
    assert re.search(rf"articles enriched +{count}\n", out)
    assert re.search(r"lag +0 records\n", out)
    assert re.search(r"All of them were at http://127\.0\.0\.1:\d+/metrics while the worker ran", out)


def test_the_demo_with_an_article_that_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text":"good"}\n{"text":" "}\n')
    ended = shell_for("127.0.0.1:1", "", tmp_path).run("demo", "a.jsonl")
    out = ended.stdout.decode()
    assert ended.returncode == Exit.FATAL
    assert "empty_text" in out
    assert "\n1 of 2 articles came out enriched.\n" in out
