"""What repeats is shown once in a while, what is ours always."""

import logging

from processor.observe.repeats import QUIET, Repeats


def record(name: str, message: str, seconds: float, *arguments: object) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.ERROR, __file__, 1, message, arguments, None)
    made.created = seconds
    return made


def test_the_same_message_is_shown_once_in_a_while_and_counted() -> None:
    repeats = Repeats(("aiokafka",))
    shown = []
    for step in range(100):
        line = record("aiokafka.client", "Unable to connect to node %s", step * QUIET / 40, step)
        if repeats.filter(line):
            shown.append(line.getMessage())
    assert shown == [
        "Unable to connect to node 0",
        "Unable to connect to node 40 (and 39 more like it in between)",
        "Unable to connect to node 80 (and 39 more like it in between)",
    ]


def test_other_messages_levels_and_loggers_are_not_held_back() -> None:
    repeats = Repeats(("aiokafka",))
    first = record("aiokafka.client", "one", 0.0)
    warning = record("aiokafka.client", "one", 0.0)
    warning.levelno = logging.WARNING
    others = [record("aiokafka.client", "two", 0.0), record("aiokafka.conn", "one", 0.0), warning]
    assert all(repeats.filter(line) for line in [first, *others])


def test_our_own_lines_are_always_shown() -> None:
    repeats = Repeats(("aiokafka",))
    assert all(repeats.filter(record("processor.engine.link", "dead letter", 0.0)) for _ in range(100))


def test_memory_is_bounded() -> None:
    repeats = Repeats(("aiokafka",))
    for number in range(10_000):
        repeats.filter(record("aiokafka.client", f"node {number} is away", 0.0))
    assert len(repeats._shown) <= 500
