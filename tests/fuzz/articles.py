"""Messages through validation, and through the whole chain: each a record that keeps its promises, or a dead letter."""

from dataclasses import dataclass
from random import Random
from typing import Final

from processor.contracts import Limits
from processor.engine.outcome import Enriched, Outcome
from processor.engine.plan import Plan
from processor.engine.task import Worker
from processor.settings import Settings
from processor.stages.options import Profile, StageOptions
from processor.stages.registry import DEFAULT
from tests.fuzz import messages, promises, reference
from tests.fuzz.promises import promise

#: One of so many cases is run twice, and one of so many records is held against the published schema.
_AGAIN: Final = 50
_SCHEMA: Final = 20


@dataclass(frozen=True, slots=True)
class _Line:
    """What a pool process does to messages, without the pool."""

    worker: Worker
    pipeline: str

    @classmethod
    def of(cls, stages: tuple[str, ...], profile: Profile) -> "_Line":
        plan = Plan(stages, (), Limits(), Settings().max_record_bytes, StageOptions(profile=profile))
        worker = Worker([plan], [0])
        return cls(worker, worker.chains[0].pipeline)

    def run(self, value: bytes | None) -> Outcome:
        return self.worker.run(0, 0, value)


class Validation:
    """Messages of all kinds, through what comes before the first stage."""

    def __init__(self) -> None:
        self._line = _Line.of((), "fast")

    def draw(self, draw: Random) -> bytes:
        """Return a message; what has no value is empty here."""
        return messages.message(draw) or b""

    def check(self, value: bytes) -> str:
        """Return `enriched` or the reason of the refusal.

        Raises:
            Exception: a promise is broken, or something else gave up.
        """
        outcome = self._line.run(value)
        allowed = reference.possible(value)
        again = len(value) % _AGAIN == 0
        promise(not again or self._line.run(value) == outcome, "twice is not the same")
        if isinstance(outcome, Enriched):
            promise(None in allowed, f"accepted, and should be refused: {sorted(map(str, allowed))}")
            promises.enriched(value, outcome)
            return "enriched"
        promises.refused(value, outcome, self._line.pipeline)
        promise(outcome.reason in allowed, f"refused, {outcome.reason}: {outcome.error}; {sorted(map(str, allowed))}")
        against = reference.fits(value, outcome.reason, outcome.error)
        promise(against is None, f"{outcome.reason}: {against}")
        return outcome.reason.value


class Chain:
    """Messages that mostly reach the stages, through all of them."""

    def __init__(self, profile: Profile) -> None:
        self._line = _Line.of(DEFAULT, profile)

    def draw(self, draw: Random) -> bytes:
        """Return a message: nine of ten are JSON with a text."""
        return messages.article_message(draw) if draw.random() < 0.9 else messages.message(draw) or b""

    def check(self, value: bytes) -> str:
        """Return the statuses of the stages, or the reason of the refusal.

        Raises:
            Exception: a promise is broken, or something else gave up.
        """
        outcome = self._line.run(value)
        if not isinstance(outcome, Enriched):
            promises.refused(value, outcome, self._line.pipeline)
            return outcome.reason.value
        article = promises.enriched(value, outcome)
        promises.annotated(article, DEFAULT)
        if len(value) % _SCHEMA == 0:
            promises.published(outcome.value)
        if len(value) % _AGAIN == 0:
            again = self._line.run(value)
            promise(isinstance(again, Enriched) and again.value == outcome.value, "twice is not the same record")
        return " ".join(f"{report.name}={report.status}" for report in article.stages)
