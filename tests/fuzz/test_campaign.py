"""The campaign itself: a case can be had again, and no kind of end goes unseen."""

import os
import time
from random import Random

import pytest

from tests.fuzz.campaign import Part, case, run
from tests.fuzz.command_lines import LEFT_OUT, all_commands, drawn
from tests.fuzz.targets import TARGETS

_BAD = 3


class _Planted:
    """Numbers as inputs, one of which ends badly."""

    def __init__(self) -> None:
        self._next = 0

    def draw(self, draw: Random) -> bytes:
        return str(draw.randrange(10**9)).encode()

    def check(self, value: bytes) -> str:
        if value == case(self, "planted", 1, _BAD):
            self.end()
        return "fine"

    def end(self) -> None:
        raise RecursionError("too deep")


class _Exits(_Planted):
    def end(self) -> None:
        os._exit(17)


class _Hangs(_Planted):
    def end(self) -> None:
        time.sleep(3600)


@pytest.mark.parametrize(
    ("target", "error"),
    [
        (_Planted, "RecursionError: too deep"),
        (_Exits, "the process ended with 17"),
        (_Hangs, "the process hung for 3 s"),
    ],
)
def test_a_bad_end_is_found_and_the_others_are_tried(target: type[_Planted], error: str) -> None:
    part = Part("planted", 1, 0, 6)
    run(target, part, patience=3.0)
    assert part.outcomes == {"fine": 5, "finding": 1}
    (finding,) = part.findings
    assert (finding.number, finding.error) == (_BAD, error)
    assert finding.value == (case(_Planted(), "planted", 1, _BAD) if target is _Planted else None)


@pytest.mark.parametrize("kind", ["validation", "settings", "commands"])
def test_a_case_is_its_kind_seed_and_number(kind: str) -> None:
    target = TARGETS[kind]()
    first = [case(target, kind, 1, number) for number in range(40)]
    assert first == [case(target, kind, 1, number) for number in range(40)]
    assert first != [case(target, kind, 2, number) for number in range(40)]
    assert len(set(first)) > 30


def test_every_command_is_drawn_but_those_that_are_left_out() -> None:
    assert drawn() | LEFT_OUT == all_commands()
