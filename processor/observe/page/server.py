"""The HTTP server of the live page. It answers GET and HEAD and changes nothing.

Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) at /events:

    hello     {epoch}: first; cards of another epoch have been numbered anew
    article, letter   a card; its id is `epoch-number`, which a browser gives back as Last-Event-ID
    skipped   {count}: cards that this browser did not get: it, or the page's own limit, is slower than the stream
    counts    once a second: counts of everything, see `Counters.told`
"""

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from importlib import resources
from types import TracebackType
from typing import Any, Final, Self

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from processor.observe.http import listening
from processor.observe.page.hub import FullError, Hub, Viewer
from processor.observe.page.wanted import Wanted

#: Seconds between two looks at what waits for a browser, and cards sent at each. Nobody reads 25 a second.
_TICK: Final = 0.2
_CARDS: Final = 5
#: Seconds after which a browser that takes nothing is dropped.
_PATIENCE: Final = 30.0

_TYPES: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

#: On every answer. Nothing but our own files is loaded or run, and no other page may frame or read this one.
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
    "Server": "samachar",
}


class PageServer:
    """Serves the live page until stopped.

    Args:
        host, port: where to listen; port 0 takes any free one, see `url`.
        hub: what the page shows.
    """

    def __init__(self, host: str, port: int, hub: Hub) -> None:
        self._host = host
        self._wanted_port = port
        self._hub = hub
        self._files = _files()
        self._runner: web.AppRunner | None = None
        self._clock: asyncio.Task[None] | None = None
        self._counts = _event("counts", hub.counters.told())

    @property
    def url(self) -> str:
        """Where the page is. RuntimeError when the server does not run."""
        if self._runner is None:
            raise RuntimeError("the page's server is not running")
        host, port = self._runner.addresses[0][:2]
        address = ipaddress.ip_address(host)
        shown = "127.0.0.1" if address.is_unspecified else host
        return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"

    async def start(self) -> None:
        """Start to listen.

        Raises:
            OSError: the address cannot be had.
        """
        app = web.Application(middlewares=[self._known_host])
        app.router.add_get("/", self._file)
        app.router.add_get("/{name}", self._file)
        app.router.add_get("/events", self._events, allow_head=False)
        app.on_response_prepare.append(_secure)
        self._runner = await listening(app, self._host, self._wanted_port)
        self._clock = asyncio.create_task(self._seconds())

    async def stop(self) -> None:
        """Stop listening and end what is open. Does nothing when the server is not running."""
        self._hub.closing = True
        runner, self._runner = self._runner, None
        if self._clock is not None:
            self._clock.cancel()
        if runner is not None:
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _seconds(self) -> None:
        """Make the counts, once for all who look."""
        while True:
            await asyncio.sleep(1)
            self._hub.counters.second()
            self._counts = _event("counts", self._hub.counters.told())

    @web.middleware
    async def _known_host(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse names that are none of this machine's: a web site could give itself its address (DNS rebinding)."""
        if _is_loopback(self._host) and not _is_loopback(_name(request.host)):
            raise web.HTTPForbidden(text="this page is served to this machine alone, as 127.0.0.1 or localhost\n")
        return await handler(request)

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info.get("name") or "index.html"
        if name not in self._files:
            raise web.HTTPNotFound
        content_type, body = self._files[name]
        return web.Response(body=body, content_type=content_type, charset="utf-8")

    async def _events(self, request: web.Request) -> web.StreamResponse:
        try:
            wanted = Wanted.parse((name, value) for name, value in request.query.items() if name != "after")
        except ValueError as error:
            raise web.HTTPBadRequest(text=f"{error}\n") from error
        after = _after(request.headers.get("Last-Event-ID") or request.query.get("after", ""), self._hub.epoch)
        try:
            viewer = self._hub.join(wanted, after)
        except FullError as error:
            raise web.HTTPServiceUnavailable(text=f"{error}\n", headers={"Retry-After": "10"}) from error
        try:
            response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
            await response.prepare(request)
            async for chunk in self._chunks(viewer):
                # Waits while the browser, or the network, takes nothing; what comes meanwhile waits in the viewer.
                async with asyncio.timeout(_PATIENCE):
                    await response.write(chunk)
        except (TimeoutError, ConnectionError):
            if request.transport is not None:
                request.transport.abort()
        finally:
            self._hub.leave(viewer)
        return response

    async def _chunks(self, viewer: Viewer) -> AsyncIterator[bytes]:
        epoch = self._hub.epoch
        yield b"retry: 2000\n" + _event("hello", {"epoch": epoch})
        told = b""
        while not self._hub.closing:
            cards, skipped = viewer.take(_CARDS)
            parts = [_event(card.kind, card.data, f"{epoch}-{number}") for number, card in cards]
            if skipped:
                parts.insert(0, _event("skipped", {"count": skipped}))
            if told is not self._counts:
                told = self._counts
                parts.append(told)
            if parts:
                yield b"".join(parts)
            await asyncio.sleep(_TICK)


def _event(name: str, data: bytes | dict[str, Any], number: str = "") -> bytes:
    """Return an event. JSON as orjson writes it has no line ends, so it is one data line."""
    body = data if isinstance(data, bytes) else orjson.dumps(data)
    head = f"id: {number}\nevent: {name}\ndata: " if number else f"event: {name}\ndata: "
    return head.encode() + body + b"\n\n"


def _after(given: str, epoch: str) -> int:
    of, _, number = given.partition("-")
    return int(number) if of == epoch and number.isascii() and number.isdigit() and len(number) < 18 else 0


def _files() -> dict[str, tuple[str, bytes]]:
    folder = resources.files("processor.observe.page").joinpath("static")
    return {
        path.name: (_TYPES[suffix], path.read_bytes())
        for path in folder.iterdir()
        if (suffix := f".{path.name.rpartition('.')[2]}") in _TYPES
    }


async def _secure(_: web.BaseRequest, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers[name] = value


def _name(host: str) -> str:
    """Return a Host header without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
