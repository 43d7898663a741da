"""The process pool: a future an article, a time limit an article, and one process replaced when it hangs or dies.

pebble does the work. It ends and replaces only the process that timed out or died; tasks that wait are not touched.
"""

import asyncio
import multiprocessing
import os
from collections.abc import Callable, Sequence
from time import monotonic
from types import TracebackType
from typing import Final, Self

from pebble import ProcessExpired, ProcessPool

from processor.contracts import Reason
from processor.engine import task
from processor.engine.outcome import DECODE, Outcome, Rejected
from processor.engine.plan import Plan

#: What a fresh process has imported before it is forked, so that a replaced one is back in milliseconds.
_PRELOAD: Final = ["processor.engine.task"]
#: Progress of an article that no process has taken up yet.
_WAITING: Final = -1
#: Seconds between two looks at an article that takes long.
_LOOK: Final = 0.25


class PoolError(RuntimeError):
    """The pool cannot start: a stage's model does not load, or not in time."""


class EnrichmentPool:
    """Runs messages of one or more plans in `workers` processes (0: one a core).

    Args:
        timeout: seconds an article may take from when a process takes it up.
        startup_timeout: seconds that loading the models may take.
        logs: level and format of the processes' log lines; None leaves logging as Python has it.
        on_restart: called with `timeout` or `crash` when a process is replaced.
    """

    def __init__(
        self,
        plans: Sequence[Plan],
        *,
        workers: int = 0,
        timeout: float = 60.0,
        startup_timeout: float = 120.0,
        logs: task.Logs | None = None,
        on_restart: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._plans = tuple(plans)
        self.workers = workers or len(os.sched_getaffinity(0))
        self.loaded: tuple[task.Description, ...] = ()
        self._timeout = timeout
        self._startup_timeout = startup_timeout
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
        self._progress = context.RawArray("i", slots)
        self._ready = context.Value("i", 0)
        self._pool = ProcessPool(
            max_workers=self.workers,
            context=context,
            initializer=task.initialise,
            initargs=(self._plans, self._progress, self._ready, logs),
        )

    async def start(self) -> None:
        """Start the processes and wait until all have loaded their models.

        Raises:
            PoolError: a model cannot be loaded, or not in time.
        """
        try:
            async with asyncio.timeout(self._startup_timeout):
                self.loaded = await asyncio.wrap_future(self._pool.schedule(task.describe))
                while self._ready.value < self.workers:  # noqa: ASYNC110 - another process counts, it sends no event
                    await asyncio.sleep(0.02)
        except TimeoutError as error:
            detail = f"the stages were not loaded within {self._startup_timeout:g} s (SAMACHAR_STARTUP_TIMEOUT)"
            raise PoolError(detail) from error
        except (RuntimeError, ProcessExpired) as error:
            raise PoolError(str(error)) from error

    async def run(self, link: int, value: bytes | None) -> Outcome:
        """Return the outcome of one message of plan number `link`; whatever happens in the process is one."""
        async with self._slots:
            slot = self._free.pop()
            try:
                outcome = await self._run(link, slot, value)
                if isinstance(outcome, Rejected) and outcome.reason is Reason.STAGE_CRASH:
                    # A process can die without the article's fault (memory, an operator): one more try tells.
                    outcome = await self._run(link, slot, value)
            finally:
                self._free.append(slot)
        if isinstance(outcome, Rejected) and outcome.id is None and outcome.stage != DECODE:
            # The process took what it knew with it. It had read the message, so this one can too, beside the loop.
            outcome = outcome._replace(id=await asyncio.to_thread(task.identify, value, self._plans[link]))
        return outcome

    async def _run(self, link: int, slot: int, value: bytes | None) -> Outcome:
        self._progress[slot] = _WAITING
        future = self._pool.schedule(task.run, args=(link, slot, value))
        try:
            outcome = await self._in_time(asyncio.wrap_future(future), slot)
        except TimeoutError:
            self._on_restart("timeout")
            return self._failed(link, slot, Reason.STAGE_TIMEOUT, f"not done within {self._timeout:g} s")
        except ProcessExpired as error:
            self._on_restart("crash")
            return self._failed(link, slot, Reason.STAGE_CRASH, f"the process ended with code {error.exitcode}")
        return outcome

    async def _in_time(self, outcome: "asyncio.Future[Outcome]", slot: int) -> Outcome:
        """Return the outcome, or end the process that works on it once it has had its time.

        pebble has time limits too, but by the wall clock: one that is set an hour on would condemn whatever is in hand,
        one that is set back would let a stage hang. And it counts time in which nobody ran, as when the worker was
        stopped or the machine slept. Here only time counts in which we were there to look.

        Raises:
            TimeoutError: the process had its time; it will be replaced.
        """
        spent, last = 0.0, monotonic()
        try:
            while spent <= self._timeout:
                await asyncio.wait([outcome], timeout=_LOOK)
                if outcome.done():
                    return outcome.result()
                now = monotonic()
                if self._progress[slot] != _WAITING:
                    spent += min(now - last, 2 * _LOOK)
                last = now
        finally:
            outcome.cancel()  # of one that is done, nothing; of one that is not, its process
        raise TimeoutError

    def _failed(self, link: int, slot: int, reason: Reason, detail: str) -> Rejected:
        step = max(self._progress[slot], 0)
        return Rejected(None, self.loaded[link].steps[step], reason, None, detail)

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
