"""The worker's own small HTTP server: /metrics, /healthz and /readyz. It runs on the worker's event loop."""

import errno
from types import TracebackType
from typing import Final, Self

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from processor.observe.health import Health
from processor.settings import SettingsError, variable

#: Seconds that an answer under way may take to end when a server stops.
_SHUTDOWN: Final = 1.0


async def listening(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Return `app` as it listens; whoever asked cleans it up.

    Raises:
        OSError: the address cannot be had; nothing is left to clean up.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner


class HttpServer:
    """Serves metrics and probes, GET and HEAD only, until stopped.

    Args:
        host, port: where to listen; port 0 takes any free one, see `port`.
        registry: what /metrics shows.
        health: what the probes ask.
    """

    def __init__(self, host: str, port: int, registry: CollectorRegistry, health: Health) -> None:
        self._host = host
        self._wanted_port = port
        self._registry = registry
        self._health = health
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        """The port that the server listens on. RuntimeError when it does not."""
        if self._runner is None:
            raise RuntimeError("the HTTP server is not running")
        return int(self._runner.addresses[0][1])

    async def start(self) -> None:
        """Start to listen.

        Raises:
            SettingsError: naming the variable to change, when the address cannot be had.
        """
        if self._runner is not None:
            raise RuntimeError("the HTTP server is running")
        app = web.Application()
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        try:
            self._runner = await listening(app, self._host, self._wanted_port)
        except OSError as error:
            raise _explained(error, self._host, self._wanted_port) from error

    async def stop(self) -> None:
        """Stop listening and close what is open. Does nothing when the server is not running."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _metrics(self, request: web.Request) -> web.Response:
        try:
            encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        except (TypeError, ValueError):  # the library trips over a version that is none
            encode, content_type = choose_encoder("")
        response = web.Response(body=encode(self._registry), headers={"Content-Type": content_type})
        response.enable_compression()
        return response

    async def _healthz(self, _: web.Request) -> web.Response:
        return _probe(*self._health.alive())

    async def _readyz(self, _: web.Request) -> web.Response:
        return _probe(*self._health.ready())


def _probe(good: bool, reason: str) -> web.Response:
    body = {"status": "ok" if good else "unavailable", "reason": reason}
    return web.json_response(body, status=200 if good else 503, headers={"Cache-Control": "no-store"})


def _explained(error: OSError, host: str, port: int) -> SettingsError:
    if error.errno == errno.EADDRINUSE:
        return SettingsError(
            f"{variable('http_port')}: port {port} on {host} is in use; choose another one, or 0 for any free port"
        )
    if error.errno == errno.EACCES:
        return SettingsError(f"{variable('http_port')}: not allowed to listen on port {port} of {host}")
    return SettingsError(f"{variable('http_host')}: cannot listen on {host}: {error.strerror or error}")
