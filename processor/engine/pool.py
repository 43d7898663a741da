"""The process pool: a future an article, limits of time and memory, one process replaced when it hangs, dies or grows.

pebble does the work. It ends and replaces only the process that is to blame; tasks that wait are not touched.
"""

import asyncio
import logging
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from time import monotonic
from types import TracebackType
from typing import Final, NamedTuple, Self

from pebble import ProcessExpired, ProcessPool

from processor.contracts import Reason
from processor.engine import task
from processor.engine.memory import MIB, resident
from processor.engine.outcome import DECODE, Outcome, Rejected
from processor.engine.plan import Plan
from processor.settings import SettingsError, variable

logger = logging.getLogger(__name__)

#: What a fresh process has imported before it is forked, so that a replaced one is back in milliseconds.
_PRELOAD: Final = ["processor.engine.task"]
#: Seconds between two looks at an article that takes long.
_LOOK: Final = 0.25
#: Looks at a process that is gone after which pebble will not tell us so any more.
_GONE: Final = 20
#: Seconds that a process may take to be gone once it is stopped; pebble kills it after three.
_END: Final = 10.0
#: Above so many times its limit a process is not let finish its article.
_MUCH_TOO_LARGE: Final = 1.5
#: Why a process was replaced, as the metric has it.
_RESTARTS: Final = {Reason.STAGE_TIMEOUT: "timeout", Reason.STAGE_CRASH: "crash", Reason.STAGE_MEMORY: "memory"}
#: A process can die without its article's fault (an operator, the articles before it): only what comes twice counts.
_TRIED_TWICE: Final = frozenset({Reason.STAGE_CRASH, Reason.STAGE_MEMORY})


class PoolError(RuntimeError):
    """The pool cannot start (a stage's model does not load, or not in time), or its processes have stopped to work."""


class _End(NamedTuple):
    """Why an article got no outcome from its process."""

    reason: Reason
    detail: str


class EnrichmentPool:
    """Runs messages of one or more plans in `workers` processes (0: one a core).

    Args:
        timeout: seconds an article may take from when a process takes it up.
        startup_timeout: seconds that loading the models may take.
        logs: level and format of the processes' log lines; None leaves logging as Python has it.
        memory: bytes that a process may have resident. One with more is replaced after its article; one with half as
            much again is stopped, and its article tried once more. 0: no limit.
        on_restart: called with `timeout`, `crash` or `memory` when a process is replaced.
    """

    def __init__(
        self,
        plans: Sequence[Plan],
        *,
        workers: int = 0,
        timeout: float = 60.0,
        startup_timeout: float = 120.0,
        logs: task.Logs | None = None,
        memory: int = 0,
        on_restart: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._plans = tuple(plans)
        self.workers = workers or len(os.sched_getaffinity(0))
        self.loaded: tuple[task.Description, ...] = ()
        self._timeout = timeout
        self._startup_timeout = startup_timeout
        self._memory = memory
        self._on_restart = on_restart
        # Without it the fork server would import from the working directory first, whatever lies there.
        os.environ.setdefault("PYTHONSAFEPATH", "1")
        # A fork server: forking this process, which has threads and a loop, could dead-lock the child.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOAD)
        # Slots are only as many as articles in the processes' hands and queue; the semaphore keeps that queue short.
        slots = self.workers * 2
        self._free = list(range(slots))
        self._slots = asyncio.Semaphore(slots)
        self._board = task.Board(context.RawArray("i", slots), context.RawArray("i", slots))
        self._ready = context.Value("i", 0)
        self._pool = ProcessPool(
            max_workers=self.workers,
            context=context,
            initializer=task.initialise,
            initargs=(self._plans, self._board, self._ready, logs, memory),
        )

    async def start(self) -> None:
        """Start the processes and wait until all have loaded their models.

        Raises:
            PoolError: a model cannot be loaded, or not in time.
            SettingsError: the models alone take more memory than a process may have.
        """
        try:
            async with asyncio.timeout(self._startup_timeout):
                self.loaded = await asyncio.wrap_future(self._pool.schedule(task.describe))
                while self._ready.value < self.workers:  # noqa: ASYNC110 - another process counts, it sends no event
                    await asyncio.sleep(0.02)
                self._check_memory(await asyncio.wrap_future(self._pool.schedule(task.memory)))
        except TimeoutError as error:
            detail = f"the stages were not loaded within {self._startup_timeout:g} s (SAMACHAR_STARTUP_TIMEOUT)"
            raise PoolError(detail) from error
        except (RuntimeError, ProcessExpired) as error:
            raise PoolError(str(error)) from error

    async def run(self, link: int, value: bytes | None) -> Outcome:
        """Return the outcome of one message of plan number `link`; whatever happens in the process is one.

        Raises:
            PoolError: no process takes the message up. One that a stage keeps is replaced in time; these are stopped
                or hang before they begin, which pebble does not see. The worker ends, and a new one does it.
        """
        async with self._slots:
            slot = self._free.pop()
            try:
                outcome = await self._run(link, slot, value)
                seen: list[Reason] = []
                while isinstance(outcome, Rejected) and outcome.reason in _TRIED_TWICE and outcome.reason not in seen:
                    seen.append(outcome.reason)
                    outcome = await self._run(link, slot, value)
            finally:
                self._free.append(slot)
        if isinstance(outcome, Rejected) and outcome.id is None and outcome.stage != DECODE:
            # The process took what it knew with it. It had read the message, so this one can too, beside the loop.
            outcome = outcome._replace(id=await asyncio.to_thread(task.identify, value, self._plans[link]))
        return outcome

    def _check_memory(self, loaded: int) -> None:
        if 0 < self._memory < loaded:
            detail = (
                f"a pool process takes {loaded / MIB:.0f} MiB with its models alone; {self._memory / MIB:.0f} allowed"
            )
            raise SettingsError(f"{variable('process_memory')}: {detail}")

    async def _run(self, link: int, slot: int, value: bytes | None) -> Outcome:
        self._board.steps[slot] = self._board.owners[slot] = 0
        future = self._pool.schedule(task.run, args=(link, slot, value))
        try:
            answer = await self._watched(future, slot)
        except ProcessExpired as error:
            answer = _End(Reason.STAGE_CRASH, f"the process ended with code {error.exitcode}")
        if isinstance(answer, _End):
            self._replaced(_RESTARTS[answer.reason])
            step = self.loaded[link].steps[self._board.steps[slot]]
            return Rejected(None, step, answer.reason, None, answer.detail)
        if answer.leaving:
            self._replaced("memory")
        return answer.outcome

    async def _watched(self, future: "Future[task.Answer]", slot: int) -> task.Answer | _End:
        """Return the answer, or end the process that works on it once it has had its time, or far too much memory."""
        answer = asyncio.wrap_future(future)
        try:
            end = await self._end(answer, slot)
            if end is None or not future.cancel():  # what can no longer be cancelled has come just now
                return await answer
            # Until it is gone, the old process may write to the slot.
            await _gone(self._board.owners[slot])
            return end
        finally:
            answer.cancel()  # of one that is done, nothing; of one that is not, its process

    async def _end(self, answer: "asyncio.Future[task.Answer]", slot: int) -> _End | None:
        """Return why to wait no longer for an answer, None when it is there.

        pebble has time limits too, but by the wall clock: one that is set an hour on would condemn whatever is in hand,
        one that is set back would let a stage hang. And it counts time in which nobody ran, as when the worker was
        stopped or the machine slept. Here only time counts in which we were there to look.
        """
        spent, waited, last, missed = 0.0, 0.0, monotonic(), 0
        while spent <= self._timeout:
            await asyncio.wait([answer], timeout=_LOOK)
            if answer.done():
                return None
            now = monotonic()
            owner = self._board.owners[slot]
            memory = resident(owner) if owner else 0
            if 0 < _MUCH_TOO_LARGE * self._memory < memory:
                logger.warning("a pool process is stopped with %.0f MiB", memory / MIB)
                return _End(Reason.STAGE_MEMORY, _too_large(self._memory))
            passed = min(now - last, 2 * _LOOK)
            if memory:
                missed = 0
                spent += passed
            elif owner:
                # pebble loses the task of a process that ends before it has seen who took the task up, and of one that
                # it stops for the task before. Such an article has not had its time.
                missed += 1
                if missed >= _GONE:
                    return _End(Reason.STAGE_CRASH, "the process ended")
            else:
                waited += passed
                # Those in front are no more than there are processes: each has its time, and then a new process.
                if waited > self._timeout + _END + self._startup_timeout:
                    raise PoolError(f"no pool process has taken up an article for {waited:.0f} s")
            last = now
        return _End(Reason.STAGE_TIMEOUT, f"not done within {self._timeout:g} s")

    def _replaced(self, why: str) -> None:
        logger.warning("a pool process is replaced: %s", why)
        self._on_restart(why)

    async def stop(self) -> None:
        """End all processes; what they still do is lost."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        await asyncio.to_thread(self._pool.join)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


def _too_large(limit: int) -> str:
    # Without what it had: a repeat of the letter has the same bytes.
    return f"the process had more than {_MUCH_TOO_LARGE:g} times {limit // MIB} MiB ({variable('process_memory')})"


async def _gone(process: int) -> None:
    """Wait until a process is gone that is being stopped."""
    deadline = monotonic() + _END
    while process and resident(process) and monotonic() < deadline:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.02)
