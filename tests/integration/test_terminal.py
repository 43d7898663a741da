"""No command lets an article steer the terminal of whoever looks at it, whatever field or header it stands in."""

import sys
from base64 import b64encode

import orjson
import pytest
from confluent_kafka import Producer

from processor import Enricher
from processor.brokers.embedded import EmbeddedBroker
from processor.contracts import encode
from processor.engine.exits import Exit
from tests.support.shell import LETTERS, Shell, shell_for
from tests.support.terminal import ALL, ATTACKS, run_in_terminal, steering
from tests.unit.cli.stored import stored


def _hostile(value: object) -> object:
    """Return a JSON value with the attacks in each of its strings, and in the keys of what is the producer's."""
    if isinstance(value, str):
        return value + ALL
    if isinstance(value, list):
        return [_hostile(each) for each in value]
    return {key: _hostile(each) for key, each in value.items()} if isinstance(value, dict) else value


def _record() -> bytes:
    """A record of ours with attacks wherever its types have a string."""
    article = {
        "id": "a",
        "text": f"{ALL}\n{ALL}",
        "title": ALL,
        "source": ALL,
        "language_hint": "hi",
        "tags": {ALL: [ALL]},
    }
    record = orjson.loads(encode(Enricher([LETTERS]).enrich(orjson.dumps(article))))
    record |= {
        "hashtags": [ALL],
        "published_at": ALL,
        "language": {
            "tag": ALL,
            "script": "Deva",
            "confidence": 1.0,
            "segments": [{"start": 0, "end": 1, "tag": ALL}] * 2,
        },
        "entities": [
            {
                "type": "PER",
                "name": ALL,
                "ids": {ALL: ALL},
                "mentions": [{"start": 0, "end": 1, "text": ALL}],
                "confidence": 0.5,
                "coordinates": None,
                "latin": ALL,
            }
        ],
        "topics": [{"id": ALL, "name": ALL, "confidence": 0.5, "narrower": []}],
        "extensions": {ALL: _hostile({"a": ["b"]})},
    }
    for stage in record["stages"]:
        stage |= {"name": ALL, "version": ALL, "model": ALL, "reason": ALL}
    return orjson.dumps(record)


def _letter() -> bytes:
    letter = orjson.loads(encode(stored(0, 0).letter))
    payload = b64encode(orjson.dumps({"text": ALL, ALL: [ALL]})).decode()
    letter |= dict.fromkeys(("id", "stage", "field", "error", "pipeline"), ALL)
    letter |= {"payload": payload, "key": b64encode(ALL.encode()).decode()}
    letter["headers"] = [{"name": ALL, "value": b64encode(ALL.encode()).decode()}]
    letter["source"] |= {"topic": ALL}
    return orjson.dumps(letter)


@pytest.fixture(scope="module")
def shell(tansu: EmbeddedBroker, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell whose topics hold hostile records and letters, and bytes that are neither."""
    shell = shell_for(tansu.bootstrap, "terminal.", tmp_path_factory.mktemp("terminal"), topic_partitions=1)
    shell.ok("topics", "create")
    producer = Producer({"bootstrap.servers": shell.bootstrap})
    for name, value in (("enriched", _record()), ("dead_letter", _letter())):
        for each in (value, ALL.encode(), b"\xff\x1b[2J", f'{{"a":"{ALL}"'.encode()):
            producer.produce(shell.topic(name), each, key=ALL.encode(), headers=[(ALL, ALL.encode())])
    assert producer.flush(60) == 0
    return shell


def _in_terminal(shell: Shell, *arguments: str) -> tuple[int, str]:
    return run_in_terminal([sys.executable, "-m", "processor.cli.main", *arguments], shell.folder, shell.environment)


@pytest.mark.parametrize(
    "arguments",
    [
        "consume",
        "consume --json",
        "consume --dead-letters",
        "consume --dead-letters --json",
        "dlq list",
        "dlq list --json",
        "dlq show 0:0",
        "dlq show 0:0 --full",
        "dlq show 0:0 --json",
        "dlq replay --all --dry-run",
    ],
)
def test_what_lies_in_a_topic_steers_no_terminal(shell: Shell, arguments: str) -> None:
    code, output = _in_terminal(shell, *arguments.split())
    assert code == 0, output
    assert "52;c;cm0gLXJmIH4=" in output or "replay" in arguments, output  # it is shown, and does nothing
    assert steering(output) == []


def test_the_very_bytes_are_not_for_a_terminal(shell: Shell) -> None:
    code, output = _in_terminal(shell, "dlq", "show", "0:0", "--payload")
    assert code == Exit.USAGE
    assert "--payload prints the bytes as they came" in output
    assert steering(output) == []
    assert ALL in orjson.loads(shell.ok("dlq", "show", "0:0", "--payload"))


def test_files_of_strangers_steer_no_terminal(shell: Shell) -> None:
    name = f"{ALL.replace('/', '')[:40]}.jsonl"
    lines = [
        orjson.dumps({"text": f"{ALL}\n{ALL}", "title": ALL, "source": ALL, "url": ALL, "metadata": {ALL: ALL}}),
        orjson.dumps({"text": ALL, "id": ALL}),
        orjson.dumps({"text": "x", ALL: 1, "published_at": ALL}),
        ALL.encode(),
    ]
    (shell.folder / name).write_bytes(b"\n".join(lines))
    for arguments in (("enrich", name), ("produce", "--no-check", name), ("produce", name), ("enrich", f"no{name}")):
        code, output = _in_terminal(shell, *arguments)
        assert code in (Exit.OK, Exit.FATAL, Exit.USAGE), output
        assert output
        assert steering(output) == [], arguments


def test_lists_of_the_users_own_steer_no_terminal(shell: Shell) -> None:
    """A list of names may come from somebody else, too."""
    entry = {"id": "q1", "type": "PER", "name": f"Ann {ALL}", "aliases": [ALL]}
    (shell.folder / "names.jsonl").write_bytes(orjson.dumps(entry) + b"\n" + ALL.encode())
    (shell.folder / "topics.yaml").write_text(f"topics:\n- id: x\n  name: 'a{ALL}'\n  description: '{ALL}'\n", "utf-8")
    for arguments in (("watchlist", "check", "names.jsonl"), ("topics", "own", "topics.yaml")):
        _, output = _in_terminal(shell, *arguments)
        assert output
        assert steering(output) == [], arguments


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_would_be_seen(attack: str) -> None:
    assert steering(f"before {ATTACKS[attack]} after")


def test_our_own_colours_and_bars_are_no_attack() -> None:
    assert steering("\x1b[1;31mred\x1b[0m\r\n\x1b[?25l12 enriched\r\x1b[2K\x1b[1A\x1b[2K\x1b[?25h") == []
