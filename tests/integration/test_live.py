"""`samachar live` on real brokers: what it shows, and that nobody notices it."""

import signal
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import orjson

from processor import Enricher
from processor.brokers.embedded import EmbeddedBroker
from processor.brokers.security import kafka_python_options
from processor.contracts.wire import encode
from processor.engine.exits import Exit
from tests.brokers import settings_for
from tests.support.shell import LETTERS, Shell, shell_for
from tests.support.topics_io import push
from tests.unit.cli.stored import stored


@contextmanager
def live_page(shell: Shell, *arguments: object) -> Iterator[int]:
    """Give the port on which a page is served; ended as an operator ends it."""
    process = shell.start("live", "--no-open", "--port", "0", *arguments)
    try:
        assert process.stdout is not None
        told = process.stdout.readline().decode()
        assert told.startswith("The live page is at http://127.0.0.1:"), process.communicate()
        yield int(told.split()[5].rstrip("/").rpartition(":")[2])
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == Exit.OK
    finally:
        process.kill()
        process.communicate()


def events(response: IO[bytes], name: str, count: int) -> list[dict[str, object]]:
    """Return what the next `count` events of a name hold."""
    found: list[dict[str, object]] = []
    wanted = False
    while len(found) < count:
        line = response.readline()
        if line.startswith(b"event: "):
            wanted = line.split()[1].decode() == name
        elif wanted and line.startswith(b"data: "):
            found.append(orjson.loads(line.removeprefix(b"data: ")))
    return found


def test_it_shows_the_last_and_what_comes_and_leaves_no_trace(any_bootstrap: str, prefix: str, tmp_path: Path) -> None:
    shell = shell_for(any_bootstrap, prefix, tmp_path, topic_partitions=1)
    shell.ok("topics", "create")
    plain = Enricher([LETTERS]).enrich({"text": "रूस ने कहा"})
    records = [encode(replace(plain, id=f"a{number}")) for number in range(10)]
    push(any_bootstrap, shell.topic("enriched"), [*records[:8], b"rubbish"])
    push(any_bootstrap, shell.topic("dead_letter"), [encode(stored(0, 1).letter)])
    before = groups(any_bootstrap, prefix)
    ingested = [("samachar-ingested-at", b"2026-01-31T08:30:00.000+00:00")]
    # Shared out among two partitions, one of each topic: three records of one, and of the other what it has.
    with (
        live_page(shell, "--last", 6) as port,
        urllib.request.urlopen(f"http://127.0.0.1:{port}/events", timeout=120) as response,
    ):
        counted = events(response, "counts", 2)[-1]
        while counted["letters"] == 0 or counted["unreadable"] == 0:
            counted = events(response, "counts", 1)[0]
        assert (counted["articles"], counted["letters"], counted["unreadable"]) == (2, 1, 1)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/events", timeout=120) as again:
            assert [card["id"] for card in events(again, "article", 2)] == ["a6", "a7"]
        push(any_bootstrap, shell.topic("enriched"), records[8:], headers=ingested)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/events?id=a9", timeout=120) as filtered:
            (card,) = events(filtered, "article", 1)
        assert card["id"] == "a9"
        assert card["text"] == "रूस ने कहा"
        seconds = card["seconds"]
        assert isinstance(seconds, float)
        assert seconds > 0
    assert groups(any_bootstrap, prefix) == before


def test_a_port_in_use_is_told(tansu: EmbeddedBroker, prefix: str, tmp_path: Path) -> None:
    shell = shell_for(tansu.bootstrap, prefix, tmp_path)
    shell.ok("topics", "create")
    with live_page(shell) as port:
        ended = shell.run("live", "--port", port)
    assert ended.returncode == Exit.UNAVAILABLE
    assert ended.stderr.decode().startswith(f"Error: cannot listen on 127.0.0.1:{port}: the port is in use")


def groups(bootstrap: str, prefix: str) -> set[str]:
    """Return what the broker says of each consumer group."""
    from kafka import KafkaAdminClient

    admin = KafkaAdminClient(**kafka_python_options(settings_for(bootstrap, prefix)))
    try:
        return {str(group) for group in admin.list_groups()}
    finally:
        admin.close()
