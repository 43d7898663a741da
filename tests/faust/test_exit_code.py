"""A fatal error must end the process, and not with 0. Faust sets a flag, or stops half-way and stays."""

import asyncio
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

import pytest

from processor.brokers.embedded import EmbeddedBroker
from processor.engine import worker as engine_worker
from processor.engine.exits import Exit
from processor.engine.worker import Worker
from processor.settings import load_settings
from tests.faust.bench import Bench, engine_app, plain_app
from tests.support.topics_io import push
from tests.support.workers import ROOT, topic_settings


class IdleLink:
    """A link without work."""

    async def work(self) -> None:
        await asyncio.Event().wait()


def test_whoever_waits_for_a_faust_app_is_not_told_that_it_crashed(tmp_path: Path) -> None:
    async def main() -> None:
        app = plain_app(tmp_path)
        await Bench(app).consumer.crash(RuntimeError("the consumer's thread is gone"))
        async with asyncio.timeout(10):
            await app.wait_until_stopped()
        assert isinstance(app.crash_reason, RuntimeError)

    asyncio.run(main())  # a program that does this and no more ends with 0


@pytest.mark.parametrize("hangs", [False, True])
def test_the_engine_ends_with_a_code_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hangs: bool) -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    async def main() -> None:
        app = engine_app(tmp_path)
        monkeypatch.setattr(app, "start", never)  # there is no broker
        if hangs:  # as a supervisor of Faust's does, see below
            monkeypatch.setattr(engine_worker, "_STOP_PATIENCE", 0.05)
            monkeypatch.setattr(app, "stop", never)
        worker = Worker(load_settings())
        worker._apps, worker._links = [app], [cast(Any, IdleLink())]
        serving = asyncio.ensure_future(worker._serve())
        await Bench(app).consumer.crash(RuntimeError("the consumer's thread is gone"))
        async with asyncio.timeout(10):
            assert await serving == Exit.FATAL
        assert "the consumer's thread is gone" in (worker.health.fatal or "")

    asyncio.run(main())


@pytest.mark.slow
def test_a_faust_worker_whose_agent_exits_stays_and_ignores_sigterm(
    tansu: EmbeddedBroker, prefix: str, tmp_path: Path
) -> None:
    settings = topic_settings(tansu.bootstrap, prefix)
    push(tansu.bootstrap, settings.topic_raw, [b"an article"])
    log = tmp_path / "worker.log"
    variables = {"BROKER": tansu.bootstrap, "TOPIC": settings.topic_raw, "DIRECTORY": str(tmp_path)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faust.plain_worker"],
            env=os.environ | variables | {"PYTHONPATH": str(ROOT)},
            stdout=output,
            stderr=output,
        )
    try:
        deadline = time.monotonic() + 60
        while not re.search(r"Supervisor.*\]: Stopping", told := log.read_text(errors="replace")):
            assert process.poll() is None, told
            assert time.monotonic() < deadline, told
            time.sleep(0.1)
        process.terminate()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(5)
    finally:
        process.kill()
        process.wait(30)
