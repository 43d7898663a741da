"""What `samachar top` shows, from pages that workers really serve."""

import asyncio
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from prometheus_client import generate_latest
from rich.console import Console

from processor.cli.metrics_summary import parsed
from processor.cli.top.behind import Behind, LagWatch, drain_seconds
from processor.cli.top.view import view
from processor.cli.top.workers import Crew, Worker
from processor.contracts import Reason, Status
from processor.engine.exits import Exit
from processor.observe.health import Health
from processor.observe.http import HttpServer
from processor.observe.lag import LagError, PartitionLag
from processor.observe.metrics import Metrics
from tests.unit.cli.conftest import Run


def take(worker: Worker, at: float, metrics: Metrics) -> None:
    worker.take(at, parsed(generate_latest(metrics.registry).decode()))


def shown(crew: Crew, lag: list[Behind] | None = None, problem: str | None = None) -> str:
    console = Console(width=200, markup=False, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(view(crew, lag or [], problem))
    return captured.get()


def row(text: str, *beginning: str) -> list[str]:
    (found,) = [line.split() for line in text.splitlines() if line.split()[: len(beginning)] == list(beginning)]
    return found


def worked(metrics: Metrics, articles: int) -> None:
    metrics.consumed("fused", articles + 1)
    metrics.enriched("fused", articles)
    metrics.dead_letter("fused", "decode", Reason.NOT_JSON)
    for _ in range(articles):
        metrics.stage_done("entities", Status.OK, 0.07)
        metrics.end_to_end("fused", 0.3)


def test_two_workers_together() -> None:
    workers = [Worker("127.0.0.1:1001"), Worker("http://localhost:1002/metrics")]
    both = [Metrics(), Metrics()]
    for metrics in both:
        metrics.link_state("fused", running=True)
        metrics.build_info("0.1.0", "p1")
    both[1].link_state("fused", running=False)
    both[1].pool_restart("timeout")
    for at in (0.0, 10.0):
        for worker, metrics in zip(workers, both, strict=True):
            take(worker, at, metrics)
            worked(metrics, 50)
    text = shown(Crew(workers), [Behind("g", "articles.raw", 0, 1_200, 90.0), Behind("g", "articles.raw", 1, 0, 0.0)])
    assert "2 of 2 workers answer" in text
    assert "version 0.1.0; pipeline p1 (2); pool processes replaced: timeout 1" in text
    assert row(text, "fused")[1:4] == ["10.2", "10.0", "0.2"]
    assert row(text, "fused")[5:9] == ["375", "ms", "488", "ms"]
    assert text.count("1 of 2 do not take articles") == 1
    assert row(text, "entities")[1:6] == ["10.0", "75", "ms", "98", "ms"]
    assert row(text, "decode")[1:] == ["not_json", "2", "0.2"]
    assert row(text, "g", "articles.raw", "0")[3:] == ["1,200", "90", "s"]
    assert row(text, "in", "all")[2:] == ["1,200", "90", "s"]


def test_before_the_second_look_there_are_no_rates() -> None:
    worker, metrics = Worker("127.0.0.1:1001"), Metrics()
    metrics.link_state("fused", running=True)
    worked(metrics, 5)
    take(worker, 0.0, metrics)
    assert row(shown(Crew([worker])), "fused")[1:9] == ["-", "-", "-", "0", "-", "-", "-", "running"]


def test_workers_and_brokers_that_do_not_answer_are_shown_as_such() -> None:
    crew = Crew([Worker("127.0.0.1:1")])
    crew.look()
    text = shown(crew, [], "the broker\x1b[2J did not tell")
    assert "0 of 1 workers answer" in text
    assert "127.0.0.1:1: http://127.0.0.1:1/metrics: " in text
    assert "lag: the broker\\x1b[2J did not tell" in text


def test_what_a_server_that_is_no_worker_says_does_not_steer_the_terminal() -> None:
    worker = Worker("127.0.0.1:1001")
    page = 'samachar_build_info{pipeline="\x1b]0;x\x07",version="\u202e1"} 1\n'
    worker.take(0.0, parsed(page))
    assert not set(shown(Crew([worker]))) & set("\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([], None),
        ([(0.0, 50)], None),
        ([(0.0, 0)], 0.0),
        ([(0.0, 100), (10.0, 50)], 10.0),
        ([(0.0, 100), (10.0, 100)], math.inf),
        ([(0.0, 100), (10.0, 200)], math.inf),
        ([(0.0, 100), (10.0, 0)], 0.0),
    ],
)
def test_time_to_drain(readings: list[tuple[float, int]], expected: float | None) -> None:
    assert drain_seconds(readings) == expected


def test_the_lag_watch_keeps_what_it_knows_when_the_broker_goes_away() -> None:
    answers = [[("g", [PartitionLag("t", 0, 5, 12), PartitionLag("t", 1, None, 3)])]]

    def ask() -> list[tuple[str, list[PartitionLag]]]:
        if not answers:
            raise LagError("gone")
        return answers.pop()

    watch = LagWatch(ask)
    watch.look()
    known = [Behind("g", "t", 0, 7, None), Behind("g", "t", 1, None, None)]
    first = watch.found
    watch.look()
    assert [first, watch.found] == [(known, None), (known, "gone")]


@contextmanager
def served(metrics: Metrics) -> Iterator[int]:
    """Serve metrics as a worker does; give the port."""
    loop = asyncio.new_event_loop()
    server = HttpServer("127.0.0.1", 0, metrics.registry, Health(["fused"]))
    loop.run_until_complete(server.start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.port
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_once_prints_what_a_worker_serves_even_without_a_broker(run: Run) -> None:
    metrics = Metrics()
    metrics.link_state("fused", running=True)
    metrics.expect_dead_letters("fused", ["entities"])
    metrics.build_info("0.1.0", "p1")
    with served(metrics) as port:
        result = run("top", "--once", "--interval", "0.1", "--url", f"127.0.0.1:{port}", "-b", "127.0.0.1:1")
    assert result.exit_code == Exit.OK, result.stderr
    assert "1 of 1 workers answer" in result.stdout
    assert row(result.stdout, "fused")[1:4] == ["0.0", "0.0", "0.0"]
    assert "lag: " in result.stdout


def test_once_fails_where_nothing_answers(run: Run) -> None:
    result = run("top", "--once", "--interval", "0.1", "--url", "127.0.0.1:1", "-b", "127.0.0.1:1")
    assert result.exit_code == Exit.UNAVAILABLE
    assert "127.0.0.1:1: " in result.stderr


@pytest.mark.parametrize("url", ["worker", "https://127.0.0.1:9464", "127.0.0.1:99999", "http://u:p@h:1/x"])
def test_addresses_that_are_none(run: Run, url: str) -> None:
    result = run("top", "--once", "--url", url)
    assert result.exit_code == Exit.USAGE
    assert f"--url {url}: expected http://HOST:PORT of a worker" in result.stderr
