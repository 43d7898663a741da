"""The real server on a real port, asked by a real client."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as plain

from processor.observe.health import Health
from processor.observe.http import HttpServer
from processor.observe.metrics import Metrics
from processor.settings import SettingsError

Ask = Callable[[aiohttp.ClientSession, str], Awaitable[None]]


def serve(ask: Ask, registry: CollectorRegistry | None = None, health: Health | None = None) -> None:
    """Run the server on a free port and `ask(client, address)` while it runs."""

    async def run() -> None:
        served = registry or Metrics().registry
        async with (
            HttpServer("127.0.0.1", 0, served, health or Health(["fused"])) as server,
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as client,
        ):
            await ask(client, f"http://127.0.0.1:{server.port}")

    asyncio.run(run())


def test_metrics_as_text() -> None:
    metrics = Metrics()
    metrics.consumed("fused", 3)

    async def ask(client: aiohttp.ClientSession, address: str) -> None:
        async with client.get(f"{address}/metrics") as response:
            assert response.status == 200
            assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
            body = await response.text()
        samples = {sample.name: sample for family in plain(body) for sample in family.samples}
        assert samples["samachar_articles_consumed_total"].value == 3
        assert samples["samachar_articles_consumed_total"].labels == {"link": "fused"}
        assert samples["process_cpu_seconds_total"].value > 0
        assert not any(name.endswith("_created") for name in samples)

    serve(ask, metrics.registry)


def test_metrics_as_openmetrics() -> None:
    metrics = Metrics()
    metrics.language("hi")

    async def ask(client: aiohttp.ClientSession, address: str) -> None:
        accept = "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5"
        async with client.get(f"{address}/metrics", headers={"Accept": accept}) as response:
            assert response.headers["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
            body = await response.text()
        assert body.endswith("# EOF\n")
        families = openmetrics(body)  # type: ignore[no-untyped-call]
        assert "samachar_articles_language" in {family.name for family in families}

    serve(ask, metrics.registry)


@pytest.mark.parametrize(
    "accept", ["application/openmetrics-text;version=abc", "text/plain;version=1.0-x", ", ;;=", "*/*", "\xff"]
)
def test_an_odd_accept_header_still_gets_metrics(accept: str) -> None:
    async def ask(client: aiohttp.ClientSession, address: str) -> None:
        async with client.get(f"{address}/metrics", headers={"Accept": accept}) as response:
            assert response.status == 200
            assert list(plain(await response.text()))

    serve(ask)


def test_metrics_are_compressed_when_asked() -> None:
    async def ask(client: aiohttp.ClientSession, address: str) -> None:
        async with client.get(f"{address}/metrics", headers={"Accept-Encoding": "gzip"}) as response:
            assert response.headers["Content-Encoding"] == "gzip"
            assert list(plain(await response.text()))

    serve(ask)


def test_probes_follow_health() -> None:
    health = Health(["fused"])

    async def ask(client: aiohttp.ClientSession, address: str) -> None:
        async def probe(path: str) -> tuple[int, dict[str, str]]:
            async with client.get(f"{address}{path}") as response:
                assert response.headers["Cache-Control"] == "no-store"
                return response.status, await response.json()

        assert await probe("/healthz") == (200, {"status": "ok", "reason": "alive"})
        status, body = await probe("/readyz")
        assert status == 503
        assert body == {"status": "unavailable", "reason": "models not loaded; no partitions assigned yet: fused"}

        health.models_loaded = True
        health.partitions_assigned["fused"] = True
        assert await probe("/readyz") == (200, {"status": "ok", "reason": "ready"})

        health.stopped_reason["fused"] = "120 of 200 articles failed"
        status, body = await probe("/readyz")
        assert (status, body["reason"]) == (503, "link fused stopped: 120 of 200 articles failed")
        assert (await probe("/healthz"))[0] == 200

        health.fatal = "broker gone"
        assert await probe("/healthz") == (503, {"status": "unavailable", "reason": "fatal: broker gone"})

    serve(ask, health=health)


def test_head_is_answered_without_a_body() -> None:
    async def ask(client: aiohttp.ClientSession, address: str) -> None:
        for path, status in (("/metrics", 200), ("/healthz", 200), ("/readyz", 503)):
            async with client.head(f"{address}{path}") as response:
                assert response.status == status
                assert await response.read() == b""

    serve(ask)


@pytest.mark.parametrize("path", ["/", "/metrics/", "/metricsx", "/healthz/x", "/favicon.ico", "/../etc/passwd"])
def test_nothing_else_is_there(path: str) -> None:
    async def ask(client: aiohttp.ClientSession, address: str) -> None:
        async with client.get(f"{address}{path}") as response:
            assert response.status == 404

    serve(ask)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_get_and_head(method: str) -> None:
    async def ask(client: aiohttp.ClientSession, address: str) -> None:
        for path in ("/metrics", "/healthz", "/readyz"):
            async with client.request(method, f"{address}{path}") as response:
                assert response.status == 405
                assert response.headers["Allow"] == "GET,HEAD"

    serve(ask)


def test_a_port_in_use_names_the_variable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port: int = taken.getsockname()[1]
        server = HttpServer("127.0.0.1", port, CollectorRegistry(), Health(["fused"]))
        with pytest.raises(SettingsError, match=rf"^SAMACHAR_HTTP_PORT: port {port} on 127\.0\.0\.1 is in use"):
            asyncio.run(server.start())
        with pytest.raises(RuntimeError, match="not running"):
            _ = server.port


def test_an_address_that_is_not_ours_names_the_variable() -> None:
    # 192.0.2.0/24 is reserved for documentation (RFC 5737): no machine has it.
    server = HttpServer("192.0.2.1", 0, CollectorRegistry(), Health(["fused"]))
    with pytest.raises(SettingsError, match=r"^SAMACHAR_HTTP_HOST: cannot listen on 192\.0\.2\.1: "):
        asyncio.run(server.start())


def test_stopping_frees_the_port_and_may_be_repeated() -> None:
    async def run() -> None:
        server = HttpServer("127.0.0.1", 0, CollectorRegistry(), Health(["fused"]))
        await server.stop()
        await server.start()
        port = server.port
        with pytest.raises(RuntimeError, match="is running"):
            await server.start()
        await server.stop()
        await server.stop()
        again = HttpServer("127.0.0.1", port, CollectorRegistry(), Health(["fused"]))
        async with again:
            assert again.port == port

    asyncio.run(run())


def test_stopping_does_not_wait_for_an_idle_client() -> None:
    async def run() -> float:
        server = HttpServer("127.0.0.1", 0, CollectorRegistry(), Health(["fused"]))
        await server.start()
        _, idle = await asyncio.open_connection("127.0.0.1", server.port)
        idle.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")  # a request that never ends
        await idle.drain()
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await server.stop()
        idle.close()
        return loop.time() - begun

    assert asyncio.run(run()) < 10
