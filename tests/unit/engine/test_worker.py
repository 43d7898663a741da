"""How a worker ends, with links and apps under the test's control."""

import asyncio
from typing import Any, cast

import pytest

from processor.engine.delivery import DeliveryError
from processor.engine.exits import Exit
from processor.engine.worker import Worker
from processor.settings import load_settings


class App:
    """Stands for a Faust app that starts, commits and stops at once."""

    def __init__(self) -> None:
        self.should_stop = False
        self.crash_reason: Exception | None = None
        self.consumer = self
        self.commits = 0

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def commit(self) -> None:
        self.commits += 1


class Link:
    """Works until its `failure` is set; drains when its `drained` is set."""

    def __init__(self) -> None:
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.drained = asyncio.Event()

    async def work(self) -> None:
        await self.failure

    async def drain(self) -> None:
        await self.drained.wait()


async def served(worker: Worker, link: Link, app: App) -> "asyncio.Task[Exit]":
    worker._links, worker._apps = [cast(Any, link)], [cast(Any, app)]
    task = asyncio.ensure_future(worker._serve())
    await asyncio.sleep(0.01)
    return task


def test_a_drained_worker_has_committed_and_ends_well() -> None:
    async def main() -> None:
        worker, link, app = Worker(load_settings()), Link(), App()
        task = await served(worker, link, app)
        link.drained.set()
        worker.stop()
        assert await task == Exit.OK
        assert app.commits

    asyncio.run(main())


def test_a_delivery_that_fails_while_draining_is_fatal_at_once() -> None:
    async def main() -> None:
        worker, link, app = Worker(load_settings(drain_timeout=600)), Link(), App()
        task = await served(worker, link, app)
        worker.stop()
        await asyncio.sleep(0.01)
        link.failure.set_exception(DeliveryError("no broker"))
        async with asyncio.timeout(10):
            assert await task == Exit.FATAL
        assert worker.health.fatal == "DeliveryError: no broker"

    asyncio.run(main())


def test_a_drain_that_takes_too_long_is_fatal() -> None:
    async def main() -> None:
        worker, link, app = Worker(load_settings(drain_timeout=0.05)), Link(), App()
        task = await served(worker, link, app)
        worker.stop()
        assert await task == Exit.FATAL

    asyncio.run(main())


def test_a_crash_of_faust_is_fatal() -> None:
    async def main() -> None:
        worker, link, app = Worker(load_settings()), Link(), App()
        task = await served(worker, link, app)
        app.crash_reason = RuntimeError("consumer thread")
        app.should_stop = True
        async with asyncio.timeout(10):
            assert await task == Exit.FATAL
        assert "consumer thread" in (worker.health.fatal or "")

    asyncio.run(main())


def test_a_link_stopped_by_its_policy_is_told_by_the_exit_code() -> None:
    async def main() -> None:
        worker, link, app = Worker(load_settings()), Link(), App()
        task = await served(worker, link, app)
        worker.health.stopped_reason["link"] = "too much failed"
        link.drained.set()
        worker.stop()
        assert await task == Exit.STOPPED

    asyncio.run(main())


@pytest.mark.parametrize("stop_first", [True, False])
def test_a_stop_does_not_wait_for_the_models(stop_first: bool) -> None:
    async def main() -> None:
        worker = Worker(load_settings())

        async def loading() -> None:
            await asyncio.sleep(0 if not stop_first else 3600)

        if stop_first:
            worker.stop()
        async with asyncio.timeout(10):
            assert await worker._unless_stopped(loading()) is not stop_first
        assert worker.health.draining is stop_first

    asyncio.run(main())
