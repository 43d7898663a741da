"""Many cases of one kind, in parts that are logged, in a process whose end is a finding too.

A case is its kind, seed and number: it can be had again without the cases before it.
"""

import faulthandler
import hashlib
import multiprocessing
import os
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from random import Random
from typing import Final, Protocol

#: Seconds that one case may take; a machine that does much else takes its time.
PATIENCE: Final = 120.0
#: Seconds that loading a target may take.
_LOADING: Final = 600.0
_READY: Final = "ready"


class Target(Protocol):
    """What is tried. Constructing it loads what it needs."""

    def draw(self, draw: Random) -> bytes:
        """Return an input."""

    def check(self, value: bytes, /) -> str:
        """Return how it ended, in a word; raise where it ended as nothing should."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A case that ended as nothing should.

    Attributes:
        value: the input, None where the process is gone that had it.
    """

    number: int
    error: str
    trace: str = ""
    value: bytes | None = None


@dataclass(slots=True)
class Part:
    """Cases `first` to `first + count`, and how they ended."""

    kind: str
    seed: int
    first: int
    count: int
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many cases have ended."""
        return self.outcomes.total()

    def add(self, outcome: str | Finding) -> None:
        """Count how a case ended."""
        if isinstance(outcome, Finding):
            self.findings.append(outcome)
        self.outcomes["finding" if isinstance(outcome, Finding) else outcome] += 1


def case(target: Target, kind: str, seed: int, number: int) -> bytes:
    """Return the input of a case."""
    return target.draw(Random(f"{kind} {seed} {number}"))


def run(make: Callable[[], Target], part: Part, *, patience: float = PATIENCE) -> None:
    """Run a part in a process of its own; one that crashes or hangs costs a case, and is a finding."""
    context = multiprocessing.get_context("spawn")
    while part.done < part.count:
        ours, theirs = context.Pipe(duplex=False)
        rest = Part(part.kind, part.seed, part.first + part.done, part.count - part.done)
        process = context.Process(target=_work, args=(make, rest, theirs))
        process.start()
        theirs.close()
        try:
            _listen(ours, part, patience)
        except (EOFError, TimeoutError) as error:
            if isinstance(error, TimeoutError):
                process.kill()
            process.join()
            how = f"hung for {patience:g} s" if isinstance(error, TimeoutError) else f"ended with {process.exitcode}"
            part.add(Finding(part.first + part.done, f"the process {how}"))
        process.join()


def digest(value: bytes) -> str:
    """Return a name for an input."""
    return hashlib.sha256(value).hexdigest()[:16]


def _try(target: Target, kind: str, seed: int, number: int) -> str | Finding:
    value = b""
    try:
        value = case(target, kind, seed, number)
        return target.check(value)
    except Exception as error:  # a finding, whatever it is
        return Finding(number, f"{type(error).__name__}: {error}"[:500], traceback.format_exc(), value)


def _work(make: Callable[[], Target], part: Part, out: Connection) -> None:
    faulthandler.enable()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # whatever a case leaves goes with it
        target = make()
        out.send(_READY)
        for number in range(part.first, part.first + part.count):
            out.send(_try(target, part.kind, part.seed, number))
    out.close()


def _listen(ours: Connection, part: Part, patience: float) -> None:
    """Take in how cases ended.

    Raises:
        EOFError: the process is gone.
        TimeoutError: it says nothing more.
    """
    if _heard(ours, _LOADING) != _READY:
        raise EOFError
    while part.done < part.count:
        part.add(_heard(ours, patience))


def _heard(ours: Connection, patience: float) -> str | Finding:
    if not ours.poll(patience):
        raise TimeoutError
    heard: str | Finding = ours.recv()
    return heard
