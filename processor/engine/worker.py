"""A worker process: its pool, its links, and how it ends."""

import asyncio
import contextlib
import logging
import signal
import tempfile
from collections.abc import Coroutine, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import faust

from processor.brokers.batches import limit_batches
from processor.engine.app import acknowledged_events, add_agent, build_app, sender
from processor.engine.consumer import read_after_return
from processor.engine.exits import Exit
from processor.engine.layouts import LinkSpec, link_specs
from processor.engine.link import Link
from processor.engine.memory import MIB, give_back_large_blocks
from processor.engine.partitions import PartitionWatch
from processor.engine.policy import FailurePolicy
from processor.engine.pool import EnrichmentPool
from processor.engine.records import Writer
from processor.engine.traced import traced
from processor.engine.transactions.consumer import read_in_transactions
from processor.engine.transactions.lease import new_producer
from processor.engine.transactions.link import TransactionalLink, leased_events
from processor.observe.health import Health
from processor.observe.http import HttpServer
from processor.observe.metrics import Metrics
from processor.observe.tracing import tracing_from_environment
from processor.settings import Settings, misspelt_variables

logger = logging.getLogger(__name__)

#: Seconds that Faust may take to stop before it is left behind; it can hang when the broker is gone.
_STOP_PATIENCE: Final = 10.0
_CRASH_POLL: Final = 0.2


class Worker:
    """Runs links until it is told to stop, or cannot go on.

    Args:
        only: see `link_specs`.
    """

    def __init__(self, settings: Settings, only: Sequence[str] = ()) -> None:
        self.settings = settings
        self.specs = link_specs(settings, only)
        self.metrics = Metrics()
        self.health = Health(spec.plan.name for spec in self.specs)
        self.tracing = tracing_from_environment(version("samachar"))
        self.http = HttpServer(settings.http_host, settings.http_port, self.metrics.registry, self.health)
        self._stop = asyncio.Event()
        self._apps: list[faust.App] = []
        self._links: list[Link] = []

    def stop(self) -> None:
        """Drain and end. May be called more than once."""
        self._stop.set()

    async def run(self) -> Exit:
        """Work until stopped.

        Returns:
            OK when all that was begun is acknowledged; FATAL or STOPPED as `Exit` says.

        Raises:
            PoolError, SettingsError: the worker cannot start.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        settings = self.settings
        limit_batches(settings.max_unpacked_bytes)
        give_back_large_blocks()
        pool = EnrichmentPool(
            [spec.plan for spec in self.specs],
            workers=settings.workers,
            timeout=settings.article_timeout,
            startup_timeout=settings.startup_timeout,
            logs=(settings.log_level, settings.log_format),
            memory=settings.process_memory * MIB,
            on_restart=self.metrics.pool_restart,
        )
        for name, meant in misspelt_variables():
            logger.warning("%s is no setting and has no effect; did you mean %s?", name, meant)
        async with self.tracing, self.http, pool:
            logger.info(
                "metrics and health at http://%s:%d/metrics, /healthz, /readyz", self.settings.http_host, self.http.port
            )
            if not await self._unless_stopped(pool.start()):
                return Exit.OK
            self.health.models_loaded = True
            self.metrics.build_info(version("samachar"), "+".join(loaded.pipeline for loaded in pool.loaded))
            with tempfile.TemporaryDirectory(prefix="samachar-", ignore_cleanup_errors=True) as directory:
                for index, spec in enumerate(self.specs):
                    self._add_link(index, spec, pool, Path(directory, str(index)))
                return await self._serve()

    async def _unless_stopped(self, start: Coroutine[Any, Any, None]) -> bool:
        """Return whether `start` has come to its end; false where the worker was stopped before."""
        starting, stop = asyncio.ensure_future(start), asyncio.ensure_future(self._stop.wait())
        await asyncio.wait([starting, stop], return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if starting.done():
            await starting
            return True
        self.health.draining = True
        starting.cancel()
        return False

    def _add_link(self, index: int, spec: LinkSpec, pool: EnrichmentPool, directory: Path) -> None:
        settings = self.settings
        name = spec.plan.name
        app = build_app(settings, spec, directory)
        once = settings.guarantee == "exactly_once"
        if once:
            topics = (spec.destination, settings.topic_dead_letter)
            read_in_transactions(app, partial(new_producer, settings, spec.group, topics))
        else:
            read_after_return(app)
        link = (TransactionalLink if once else Link)(
            index=index,
            pool=pool,
            writer=Writer(name, spec.destination, settings.topic_dead_letter, pool.loaded[index].pipeline),
            send=sender(app),
            # After the first link an undecodable record is one that we wrote: our failure, not a producer's.
            policy=FailurePolicy(
                settings.failure_run,
                settings.failure_ratio,
                settings.failure_window,
                invalid_counts=bool(spec.plan.already_run),
            ),
            metrics=self.metrics,
            on_stopped=lambda reason: self._on_stopped(name, reason),
            batch_size=settings.batch_size,
            batch_bytes=settings.batch_bytes,
            batch_wait=settings.batch_wait,
            window=settings.window,
            patience=settings.delivery_timeout,
        )
        events = leased_events if once else acknowledged_events
        add_agent(app, spec, link, traced(events, self.tracing, spec.group))
        PartitionWatch(app, name, self.metrics, self.health).connect()
        self.metrics.link_state(name, running=True)
        self.metrics.expect_dead_letters(name, pool.loaded[index].steps[1:])
        self.metrics.expect_stages(pool.loaded[index].steps[1:-1])  # the last step is no stage, it publishes
        self._apps.append(app)
        self._links.append(link)

    def _on_stopped(self, link: str, reason: str) -> None:
        self.health.stopped_reason[link] = reason
        self.metrics.link_state(link, running=False)

    async def _serve(self) -> Exit:
        work = [asyncio.ensure_future(link.work()) for link in self._links]
        starting = [asyncio.ensure_future(app.start()) for app in self._apps]
        stop = asyncio.ensure_future(self._stop.wait())
        crash = asyncio.ensure_future(self._crashed())
        try:
            # A start that succeeds is no reason to end; one that fails is.
            failing = asyncio.ensure_future(_first_failure(starting))
            await asyncio.wait([stop, crash, failing, *work], return_when=asyncio.FIRST_COMPLETED)
            if not stop.done():
                return await self._give_up([crash, failing, *work])
            return await self._drain([crash, *work])
        finally:
            for task in (*work, *starting, stop, crash):
                task.cancel()

    async def _drain(self, failures: Sequence["asyncio.Future[None]"]) -> Exit:
        """Finish what is begun and commit it; `failures` are the tasks that end only when something broke."""
        logger.info("draining")
        self.health.draining = True
        drained = asyncio.ensure_future(self._finish())
        patience = self.settings.drain_timeout
        await asyncio.wait([drained, *failures], timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if any(task.done() for task in failures):
            drained.cancel()
            return await self._give_up(failures)
        if not drained.done():
            drained.cancel()
            logger.error("not drained within %g s; what is left will be done again", patience)
            return Exit.FATAL
        await self._stop_apps()
        logger.info("drained")
        return Exit.STOPPED if self.health.stopped_reason else Exit.OK

    async def _finish(self) -> None:
        await asyncio.gather(*(link.drain() for link in self._links))
        for app in self._apps:
            # A commit already under way does not hold the last acknowledgements, and ours then does nothing.
            await app.consumer.commit()
            await app.consumer.commit()
        await asyncio.sleep(0)  # where a commit failed, Faust has crashed: let that be seen

    async def _give_up(self, tasks: Sequence["asyncio.Future[None]"]) -> Exit:
        """End without acknowledging what is in hand: the offsets stay, and the next worker does it again."""
        errors = [error for task in tasks if task.done() and not task.cancelled() and (error := task.exception())]
        reason = "; ".join(_told(error) for error in errors) or "Faust stopped by itself"
        self.health.fatal = reason
        logger.critical("fatal: %s", reason)
        await self._stop_apps()
        return Exit.FATAL

    async def _stop_apps(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP_PATIENCE):
                await asyncio.gather(*(app.stop() for app in self._apps), return_exceptions=True)

    async def _crashed(self) -> None:
        """Raise when one of the apps has ended by itself. Faust sets a flag then; sometimes nothing else happens."""
        while not (ended := [app for app in self._apps if app.should_stop]):  # noqa: ASYNC110 - Faust has no event for it
            await asyncio.sleep(_CRASH_POLL)
        raise RuntimeError("; ".join(f"Faust crashed: {app.crash_reason!r}" for app in ended))


async def _first_failure(tasks: Sequence["asyncio.Future[None]"]) -> None:
    await asyncio.gather(*tasks)
    await asyncio.Event().wait()


def _told(error: BaseException) -> str:
    if isinstance(error, BaseExceptionGroup):
        return "; ".join(_told(inner) for inner in error.exceptions)
    return f"{type(error).__name__}: {error}"
