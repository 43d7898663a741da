"""What runs in a pool process: one message in, one outcome out. No Kafka and no event loop here.

While a message is worked on, the process writes who it is and which step it is in to a slot of memory shared with the
parent: if it hangs, dies or takes too much memory, the parent reads there who did it.
"""

import os
import signal
import threading
from collections.abc import Sequence
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.sharedctypes import Synchronized
from time import perf_counter
from typing import Final, NamedTuple, Protocol

from processor.contracts import EnrichedArticle, InvalidArticleError, Reason, accept, decode_enriched, encode
from processor.contracts.intake import read_message
from processor.engine.memory import leave_when, resident
from processor.engine.outcome import DECODE, PUBLISH, Enriched, Outcome, Rejected, StageRun
from processor.engine.plan import Plan
from processor.observe.logs import LogFormat, configure
from processor.stages.chain import Chain, apply
from processor.stages.registry import build_chain

MAX_ERROR: Final = 500

#: Level and format of log lines.
Logs = tuple[str, LogFormat]


class Numbers(Protocol):
    """Shared array of numbers, one a slot."""

    def __getitem__(self, slot: int, /) -> int: ...
    def __setitem__(self, slot: int, number: int, /) -> None: ...


class Board(NamedTuple):
    """What the parent knows of the articles in hand, by slot.

    Attributes:
        steps: number of the step that the article is in.
        owners: id of the process that has taken it up, 0 while none has.
    """

    steps: Numbers
    owners: Numbers


class Answer(NamedTuple):
    """The outcome of a message; `leaving`: the process takes no other, because of its memory."""

    outcome: Outcome
    leaving: bool


class Description(NamedTuple):
    """A loaded plan: the names of its steps as dead letters have them, and the fingerprint of its stages."""

    steps: tuple[str, ...]
    pipeline: str


class Worker:
    """The plans of a pool, with their models loaded."""

    def __init__(self, plans: Sequence[Plan], steps: Numbers) -> None:
        self.plans = tuple(plans)
        self.chains: tuple[Chain, ...] = tuple(
            build_chain(plan.stages, plan.already_run, plan.options) for plan in plans
        )
        self._steps = steps

    def run(self, link: int, slot: int, value: bytes | None) -> Outcome:
        """Return the outcome of one message. Step 0 is decoding, step n the n-th stage, the last step encoding."""
        plan, chain, steps = self.plans[link], self.chains[link], self._steps
        steps[slot] = 0
        try:
            article = _opened(value, plan)
        except InvalidArticleError as error:
            return Rejected(_peek_id(value, plan), DECODE, error.reason, error.field, str(error)[:MAX_ERROR])
        except Exception as error:  # a defect of ours must cost this message, not the worker again and again
            return _failed(None, DECODE, error)
        runs = []
        for step, stage in enumerate(chain.stages, start=1):
            steps[slot] = step
            started = perf_counter()
            try:
                article = apply(stage, article)
            # A stage may be a user's: whatever it throws, this article alone is lost to it.
            except (Exception, SystemExit) as error:
                return _failed(article.id, stage.name, error)
            runs.append(StageRun(stage.name, article.stages[-1].status, perf_counter() - started))
        steps[slot] = len(chain.stages) + 1
        return _encoded(article, plan, tuple(runs))


def _encoded(article: EnrichedArticle, plan: Plan, runs: tuple[StageRun, ...]) -> Outcome:
    try:
        value = encode(article)
    except Exception as error:  # what a stage of somebody else's put in is no JSON, or too deep
        return _failed(article.id, PUBLISH, error)
    if len(value) > plan.max_record_bytes:
        detail = f"the record has {len(value)} bytes; the topic takes {plan.max_record_bytes}"
        return Rejected(article.id, PUBLISH, Reason.RECORD_TOO_LARGE, None, detail)
    tag = article.language.tag if article.language else None
    listed = tuple(entity.type for entity in article.entities if "watchlist" in entity.ids)
    types = tuple(entity.type for entity in article.entities)
    topics = tuple(topic.id for topic in article.topics)
    return Enriched(article.id, value, tag if isinstance(tag, str) else None, runs, listed, types, topics)


def identify(value: bytes | None, plan: Plan) -> str | None:
    """Return the id of the article in a message, None where it has none."""
    try:
        return _opened(value, plan).id
    except InvalidArticleError:
        return _peek_id(value, plan)


def _opened(value: bytes | None, plan: Plan) -> EnrichedArticle:
    return decode_enriched(value) if plan.already_run else accept(value, plan.limits)


def _peek_id(value: bytes | None, plan: Plan) -> str | None:
    """Return the id of a message that is invalid in some other way."""
    try:
        found = read_message(value, plan.limits).get("id")
    except InvalidArticleError:
        return None
    return found if isinstance(found, str) and 0 < len(found) <= 256 and found.isprintable() else None


def _failed(article_id: str | None, step: str, error: BaseException) -> Rejected:
    if isinstance(error, MemoryError):
        return Rejected(article_id, step, Reason.STAGE_MEMORY, None, "the process got no more memory (MemoryError)")
    return Rejected(article_id, step, Reason.STAGE_ERROR, None, _told(error))


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:MAX_ERROR]


_worker: Worker | None = None
_failure: str | None = None
_owners: Numbers | None = None
_most_memory = 0
_leaving = False


def initialise(
    plans: Sequence[Plan], board: Board, loaded: "Synchronized[int]", logs: Logs | None = None, memory: int = 0
) -> None:
    """Load the models of a new pool process; called once, by the pool.

    With more than `memory` bytes resident after an article the process makes place for a new one; 0 is no limit.
    A failure is kept for the first caller, not raised: a pool whose initialiser raises only says that it is broken.
    """
    global _worker, _failure, _owners, _most_memory  # noqa: PLW0603 - a process's own models, loaded once
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent drains and then ends us
    os.nice(5)  # the event loop goes first: it is little work, and heartbeats and health checks wait for it
    if logs is not None:
        configure(*logs)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        leave_when(lambda: _leaving)
        _worker, _owners, _most_memory = Worker(plans, board.steps), board.owners, memory
    except Exception as error:
        _failure = _told(error)
    with loaded.get_lock():
        loaded.value += 1


def run(link: int, slot: int, value: bytes | None) -> Answer:
    """Run one message in this process."""
    global _leaving  # noqa: PLW0603 - as above
    worker = _loaded()
    if _owners is not None:
        _owners[slot] = os.getpid()
    outcome = worker.run(link, slot, value)
    starved = isinstance(outcome, Rejected) and outcome.reason is Reason.STAGE_MEMORY
    _leaving = starved or 0 < _most_memory < memory()
    return Answer(outcome, _leaving)


def memory() -> int:
    """Return the resident memory of this process, bytes."""
    return resident(os.getpid())


def describe() -> tuple[Description, ...]:
    """Return what each plan turned out to be once its stages were loaded."""
    return tuple(
        Description((DECODE, *(stage.name for stage in chain.stages), PUBLISH), chain.pipeline)
        for chain in _loaded().chains
    )


def _loaded() -> Worker:
    if _worker is None:
        raise RuntimeError(f"the stages cannot be loaded: {_failure}")
    return _worker


def _end_with_parent() -> None:
    """End this process as soon as its parent is gone, even by kill -9 and in the middle of a hung stage."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
