"""A user that the broker knows and lets do little: what is missing is told before the work begins."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from processor.brokers.topics import ensure
from processor.engine.exits import Exit
from processor.settings import Settings
from tests.brokers import produce, read_all, settings_for
from tests.integration.secured.conftest import Samachar
from tests.support.secured import BOB, Secured
from tests.support.shell import LETTERS
from tests.support.workers import WorkerProcess

pytestmark = pytest.mark.kafka


@pytest.fixture
def bob(secured: Secured) -> dict[str, Any]:
    """The settings of a user who may do what the test allows him."""
    return secured.way("PASSWORD", sasl_username=BOB)


@pytest.fixture
def topics(secured: Secured, prefix: str) -> dict[str, str]:
    """Topics that alice has made, by role."""
    ensure(_settings(secured.way("PASSWORD"), prefix), timeout=60)
    return {role: f"{prefix}{role}" for role in ("raw", "enriched", "dead-letter")}


def _lines(samachar: Samachar, way: dict[str, Any], *arguments: object) -> list[str]:
    """Return what a command says of the rights that are missing."""
    result = samachar(way, *arguments, stdin=b'{"id":"1","text":"one"}\n')
    assert result.exit_code == Exit.UNAVAILABLE, result.output
    assert result.stdout == ""
    first, *others = result.stderr.splitlines()
    return [first.removeprefix("Error: "), *(line.strip() for line in others)]


_NOTHING = {
    "topics create": {"raw": "DESCRIBE", "enriched": "DESCRIBE", "dead-letter": "DESCRIBE"},
    "topics check": {"raw": "DESCRIBE", "enriched": "DESCRIBE", "dead-letter": "DESCRIBE"},
    "produce -": {"raw": "DESCRIBE or WRITE"},
    "consume": {"enriched": "DESCRIBE or READ"},
    "lag": {"raw": "DESCRIBE or READ"},
    "dlq list": {"dead-letter": "DESCRIBE or READ"},
    "dlq show 0:0": {"dead-letter": "DESCRIBE or READ"},
    "dlq replay --all": {"dead-letter": "DESCRIBE or READ"},
    "worker": {"raw": "DESCRIBE", "enriched": "DESCRIBE", "dead-letter": "DESCRIBE"},
}


@pytest.mark.parametrize("command", _NOTHING)
def test_without_any_right(samachar: Samachar, bob: dict[str, Any], topics: dict[str, str], command: str) -> None:
    expected = [
        f"topic {topics[role]}: the user 'bob' may not {rights} it" for role, rights in _NOTHING[command].items()
    ]
    assert sorted(_lines(samachar, bob, *command.split())) == sorted(expected)


def test_to_see_is_not_to_read_or_write(
    secured: Secured, samachar: Samachar, bob: dict[str, Any], topics: dict[str, str], prefix: str
) -> None:
    for name in topics.values():
        secured.allow(BOB, "TOPIC", name, "DESCRIBE")
    raw, enriched, letters = topics.values()

    def no(right: str, name: str) -> str:
        return f"topic {name}: the user 'bob' may not {right} it"

    group = f"consumer group {prefix}group: the user 'bob' may not READ as its member"
    assert samachar(bob, "topics", "check").exit_code == 0
    assert _lines(samachar, bob, "produce", "-") == [no("WRITE", raw)]
    assert _lines(samachar, bob, "dlq", "list") == [no("READ", letters)]
    assert _lines(samachar, bob, "worker") == [no("READ", raw), no("WRITE", enriched), no("WRITE", letters), group]
    readers = f"{prefix}readers"
    assert _lines(samachar, bob, "consume", "--group", readers) == [
        no("READ", enriched),
        f"consumer group {readers}: the user 'bob' may not READ as its member",
    ]


def test_lag_of_a_group_that_may_not_be_seen(
    secured: Secured, samachar: Samachar, bob: dict[str, Any], topics: dict[str, str], prefix: str
) -> None:
    secured.allow(BOB, "TOPIC", topics["raw"], "READ")
    assert _lines(samachar, bob, "lag") == [f"consumer group {prefix}group: our user may not DESCRIBE it"]
    secured.allow(BOB, "GROUP", f"{prefix}group", "DESCRIBE")
    assert samachar(bob, "lag").exit_code == 0


def test_a_group_that_may_be_seen_and_not_joined(
    secured: Secured, samachar: Samachar, bob: dict[str, Any], topics: dict[str, str], prefix: str
) -> None:
    secured.allow(BOB, "TOPIC", topics["enriched"], "READ")
    secured.allow(BOB, "GROUP", f"{prefix}readers", "DESCRIBE")
    expected = f"consumer group {prefix}readers: the user 'bob' may not READ as its member"
    assert _lines(samachar, bob, "consume", "--group", f"{prefix}readers") == [expected]


def test_topics_that_may_not_be_made(secured: Secured, samachar: Samachar, bob: dict[str, Any], prefix: str) -> None:
    names = [f"{prefix}{role}" for role in ("raw", "enriched", "dead-letter")]
    for name in names:
        secured.allow(BOB, "TOPIC", name, "DESCRIBE")
    expected = [f"topic {name} does not exist, and the user 'bob' may not CREATE it" for name in names]
    assert sorted(_lines(samachar, bob, "topics", "create")) == sorted(expected)
    assert all(line.endswith("does not exist") for line in _lines(samachar, bob, "topics", "check"))

    for name in names:
        secured.allow(BOB, "TOPIC", name, "CREATE")
    assert samachar(bob, "topics", "create").exit_code == 0


@pytest.mark.parametrize("taken", ["TOPIC enriched WRITE", "TOPIC raw READ", "GROUP group READ"])
def test_a_worker_with_the_rights_of_the_manual_works_until_one_is_taken(
    secured: Secured, bob: dict[str, Any], topics: dict[str, str], prefix: str, *, tmp_path: Path, taken: str
) -> None:
    kind, name, right = taken.split()
    for role, needed in (("raw", "READ"), ("enriched", "WRITE"), ("dead-letter", "WRITE")):
        secured.allow(BOB, "TOPIC", topics[role], needed)
    secured.allow(BOB, "GROUP", f"{prefix}group", "READ")
    alice = _settings(secured.way("PASSWORD"), prefix)
    with WorkerProcess(_settings(bob, prefix), tmp_path / "worker.log") as worker:
        worker.wait_ready()
        produce(alice, topics["raw"], [(b"1", b'{"id":"1","text":"one"}'), (b"2", b"nonsense")])
        (record,) = read_all(alice, topics["enriched"], 1)
        (letter,) = read_all(alice, topics["dead-letter"], 1)
        assert orjson.loads(record.value or b"")["id"] == "1"
        assert orjson.loads(letter.value or b"")["reason"] == "not_json"

        secured.deny(BOB, kind, f"{prefix}{name}", right)
        produce(alice, topics["raw"], [(b"3", b'{"id":"3","text":"three"}')])

        assert worker.process.wait(90) == Exit.FATAL
    last = [line for line in worker.log.read_text().splitlines() if " CRITICAL " in line]
    assert len(last) == 1
    assert f"{prefix}{name}" in last[0]


def _settings(way: dict[str, Any], prefix: str) -> Settings:
    rest = {name: value for name, value in way.items() if name != "bootstrap_servers"}
    return settings_for(way["bootstrap_servers"], prefix, **rest, stages=(LETTERS,), workers=1)
