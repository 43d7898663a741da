"""What runs in a pool process: one message in, one outcome out. No Kafka and no event loop here.

While a message is worked on, the process writes which step it is in to a slot of memory shared with the parent: if the
process hangs or dies, the parent reads there who did it.
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
from processor.engine.outcome import DECODE, PUBLISH, Enriched, Outcome, Rejected, StageRun
from processor.engine.plan import Plan
from processor.observe.logs import LogFormat, configure
from processor.stages.chain import Chain, apply
from processor.stages.registry import build_chain

MAX_ERROR: Final = 500

#: Level and format of log lines.
Logs = tuple[str, LogFormat]


class Progress(Protocol):
    """Shared array of step numbers, one a slot."""

    def __setitem__(self, slot: int, step: int, /) -> None: ...


class Description(NamedTuple):
    """A loaded plan: the names of its steps as dead letters have them, and the fingerprint of its stages."""

    steps: tuple[str, ...]
    pipeline: str


class Worker:
    """The plans of a pool, with their models loaded."""

    def __init__(self, plans: Sequence[Plan], progress: Progress) -> None:
        self.plans = tuple(plans)
        self.chains: tuple[Chain, ...] = tuple(
            build_chain(plan.stages, plan.already_run, plan.options) for plan in plans
        )
        self._progress = progress

    def run(self, link: int, slot: int, value: bytes | None) -> Outcome:
        """Return the outcome of one message. Step 0 is decoding, step n the n-th stage, the last step encoding."""
        plan, chain, progress = self.plans[link], self.chains[link], self._progress
        progress[slot] = 0
        try:
            article = _opened(value, plan)
        except InvalidArticleError as error:
            return Rejected(_peek_id(value, plan), DECODE, error.reason, error.field, str(error)[:MAX_ERROR])
        except Exception as error:  # a defect of ours must cost this message, not the worker again and again
            return Rejected(None, DECODE, Reason.STAGE_ERROR, None, _told(error))
        runs = []
        for step, stage in enumerate(chain.stages, start=1):
            progress[slot] = step
            started = perf_counter()
            try:
                article = apply(stage, article)
            # A stage may be a user's: whatever it throws, this article alone is lost to it.
            except (Exception, SystemExit) as error:
                return Rejected(article.id, stage.name, Reason.STAGE_ERROR, None, _told(error))
            runs.append(StageRun(stage.name, article.stages[-1].status, perf_counter() - started))
        progress[slot] = len(chain.stages) + 1
        return _encoded(article, plan, tuple(runs))


def _encoded(article: EnrichedArticle, plan: Plan, runs: tuple[StageRun, ...]) -> Outcome:
    try:
        value = encode(article)
    except Exception as error:  # what a stage of somebody else's put in is no JSON, or too deep
        return Rejected(article.id, PUBLISH, Reason.STAGE_ERROR, None, _told(error))
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


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:MAX_ERROR]


_worker: Worker | None = None
_failure: str | None = None


def initialise(
    plans: Sequence[Plan], progress: Progress, loaded: "Synchronized[int]", logs: Logs | None = None
) -> None:
    """Load the models of a new pool process; called once, by the pool.

    A failure is kept for the first caller, not raised: a pool whose initialiser raises only says that it is broken.
    """
    global _worker, _failure  # noqa: PLW0603 - a process's own models, loaded once
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent drains and then ends us
    os.nice(5)  # the event loop goes first: it is little work, and heartbeats and health checks wait for it
    if logs is not None:
        configure(*logs)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _worker = Worker(plans, progress)
    except Exception as error:
        _failure = _told(error)
    with loaded.get_lock():
        loaded.value += 1


def run(link: int, slot: int, value: bytes | None) -> Outcome:
    """Run one message in this process."""
    return _loaded().run(link, slot, value)


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
