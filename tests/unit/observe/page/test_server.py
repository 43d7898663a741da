"""The page's server on a real port, asked by a real client."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from importlib import resources

import aiohttp
import orjson
import pytest

from processor.observe.page import server as module
from processor.observe.page.hub import WAITING, Hub
from processor.observe.page.server import HEADERS, PageServer
from tests.unit.observe.page.test_hub import card

Ask = Callable[[aiohttp.ClientSession, str, Hub], Awaitable[None]]
Event = dict[str, str]


def serve(ask: Ask, host: str = "127.0.0.1") -> None:
    """Run the server on a free port and `ask(client, address, hub)` while it runs."""

    async def run() -> None:
        hub = Hub()
        async with (
            PageServer(host, 0, hub) as server,
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as client,
        ):
            await ask(client, server.url, hub)

    asyncio.run(run())


async def next_event(response: aiohttp.ClientResponse) -> Event:
    """Return the fields of the next event."""
    found: Event = {}
    while line := (await response.content.readline()).decode().rstrip("\n"):
        name, _, value = line.partition(": ")
        found[name] = value
    return found


async def next_named(response: aiohttp.ClientResponse, name: str) -> Event:
    while (found := await next_event(response)).get("event") != name:
        pass
    return found


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(6_000):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("not within a minute")


def test_every_answer_has_the_headers_that_keep_a_page_safe() -> None:
    async def ask(client: aiohttp.ClientSession, address: str, _: Hub) -> None:
        for path, status in (("", 200), ("app.js", 200), ("events", 200), ("nothing", 404), ("events?x=1", 400)):
            async with client.get(address + path) as response:
                assert response.status == status
                assert {name: response.headers[name] for name in HEADERS} == HEADERS
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            for path in ("", "app.js", "events"):
                async with client.request(method, address + path) as response:
                    assert response.status == 405
                    assert "Access-Control-Allow-Origin" not in response.headers

    serve(ask)


def test_the_policy_allows_our_own_files_alone() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy.pop("require-trusted-types-for") == "'script'"
    assert policy.pop("default-src") == "'none'"
    assert set(policy.values()) == {"'self'", "'none'"}
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"


def test_every_file_is_served_as_what_it_is_and_together_they_are_light() -> None:
    async def ask(client: aiohttp.ClientSession, address: str, _: Hub) -> None:
        whole = 0
        for path in resources.files("processor.observe.page").joinpath("static").iterdir():
            async with client.get(address + path.name) as response:
                assert response.status == 200
                kind = {"js": "text/javascript", "css": "text/css", "html": "text/html", "svg": "image/svg+xml"}
                assert response.content_type == kind[path.name.rpartition(".")[2]]
                whole += len(await response.read())
        assert 50_000 < whole < 200_000

    serve(ask)


@pytest.mark.parametrize(
    "path", ["..%2fserver.py", "%2e%2e/server.py", "static/app.js", "app.js%00.html", "//etc/passwd"]
)
def test_nothing_else_is_served(path: str) -> None:
    async def ask(client: aiohttp.ClientSession, address: str, _: Hub) -> None:
        async with client.get(address + path) as response:
            assert response.status in {400, 404}

    serve(ask)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:1", 200),
        ("localhost", 200),
        ("[::1]:8464", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
    ],
)
def test_a_web_site_that_gives_itself_our_address_gets_nothing(host: str, status: int) -> None:
    async def ask(client: aiohttp.ClientSession, address: str, _: Hub) -> None:
        for path in ("", "events"):
            async with client.get(address + path, headers={"Host": host}) as response:
                assert response.status == status

    serve(ask)


def test_events_begin_with_the_latest_and_go_on_with_what_comes() -> None:
    async def ask(client: aiohttp.ClientSession, address: str, hub: Hub) -> None:
        hub.publish([card("hi"), card("en")])
        async with client.get(f"{address}events", params={"language": "hi"}) as response:
            assert response.content_type == "text/event-stream"
            epoch = orjson.loads((await next_event(response))["data"])["epoch"]
            first = await next_event(response)
            assert (first["event"], first["id"], first["data"]) == ("article", f"{epoch}-1", "x" * 10)
            hub.publish([card("en"), card("hi")])
            assert (await next_named(response, "article"))["id"] == f"{epoch}-4"
            counts = orjson.loads((await next_named(response, "counts"))["data"])
            assert counts["articles"] == 4
        for headers, expected in (({"Last-Event-ID": f"{epoch}-3"}, 4), ({"Last-Event-ID": "other-3"}, 1)):
            async with client.get(f"{address}events", headers=headers) as response:
                assert (await next_named(response, "article"))["id"] == f"{epoch}-{expected}"

    serve(ask)


def test_a_browser_that_reads_nothing_costs_little_and_is_told_what_it_missed() -> None:
    large, many = 100_000, 2_000

    async def ask(_: aiohttp.ClientSession, address: str, hub: Hub) -> None:
        reader, writer = await _slow_connection(address)
        await until(lambda: hub.viewers == 1)
        for _round in range(many // 100):
            hub.publish([card(size=large)] * 100)
            await asyncio.sleep(0.05)
        # It is read again: what got stuck on the way, then what waits, and how many are missing between.
        seen = skipped = 0
        while seen + skipped < many:
            line = await asyncio.wait_for(reader.readline(), 60)
            if line.startswith(b"event: article"):
                seen += 1
            elif line.startswith(b'data: {"count"'):
                skipped += orjson.loads(line.removeprefix(b"data: "))["count"]
        assert seen + skipped == many
        assert seen < WAITING + 100
        writer.close()

    serve(ask)


def test_a_browser_that_takes_nothing_for_long_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.2)

    async def ask(_: aiohttp.ClientSession, address: str, hub: Hub) -> None:
        _reader, writer = await _slow_connection(address)
        await until(lambda: hub.viewers == 1)
        for _round in range(1_000):
            hub.publish([card(size=500_000)] * 20)
            await asyncio.sleep(0.05)
            if not hub.viewers:
                break
        assert hub.viewers == 0
        writer.close()

    serve(ask)


async def _slow_connection(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Ask for events over a connection with small buffers."""
    own = socket.socket()
    own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    own.setblocking(False)
    await asyncio.get_running_loop().sock_connect(own, ("127.0.0.1", int(address.rstrip("/").rpartition(":")[2])))
    reader, writer = await asyncio.open_connection(sock=own, limit=1 << 20)
    writer.write(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return reader, writer
