"""A connection for administration, or one line that says why there is none."""

import contextlib
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

from processor.brokers.errors import BrokerError, BrokerUnreachableError
from processor.brokers.probe import mechanism_not_offered, probe, refused_user
from processor.brokers.security import bootstrap_servers, kafka_python_options
from processor.settings import Settings, variable

# A refused password or certificate is told after this many seconds, whatever the time-out: who goes on trying gets
# locked out.
_ROUND = 3.0


class Admin(Protocol):
    """What we use of kafka-python's KafkaAdminClient, which has no types of its own."""

    def describe_topics(self, topics: Sequence[str] | None = None) -> list[dict[str, Any]]: ...
    def create_topics(
        self, new_topics: Mapping[str, Mapping[str, Any]], *, raise_errors: bool = True
    ) -> dict[str, list[dict[str, Any]]]: ...
    def remove_group_members(self, group_id: str, members: Sequence[Any]) -> dict[Any, Any]: ...
    def wait_for_topics(self, topic_names: Sequence[str], timeout_ms: int = 10_000) -> None: ...
    def describe_configs(
        self, config_resources: Sequence[Any], *, config_filter: str = "modified"
    ) -> dict[str, dict[str, dict[str, dict[str, Any]]]]: ...


@contextlib.contextmanager
def admin_client(settings: Settings, *, timeout: float = 10.0) -> Iterator[Admin]:
    """Give an administration client of the broker, waiting up to `timeout` seconds for a broker that is coming up.

    Raises:
        BrokerUnreachableError: none of the addresses answered as a Kafka broker, it refused our user, or the
            connection was lost.
        BrokerError: the broker answered a request with an error that the body did not expect.
        SettingsError: a setting of the connection is wrong.
    """
    from kafka.errors import KafkaConnectionError, KafkaError, KafkaTimeoutError

    client = _connect(settings, timeout)
    try:
        yield cast(Admin, client)
    except (KafkaTimeoutError, KafkaConnectionError) as error:
        raise BrokerUnreachableError(
            f"The broker at {settings.bootstrap_servers} no longer answers: {error}"
        ) from error
    except KafkaError as error:
        raise BrokerError(f"The broker at {settings.bootstrap_servers} answers: {error}") from error
    finally:
        client.close()


def _connect(settings: Settings, timeout: float) -> Any:
    from kafka.errors import (
        AuthorizationError,
        KafkaError,
        SaslAuthenticationFailedError,
        UnsupportedSaslMechanismError,
    )

    deadline = time.monotonic() + timeout
    with _BootstrapFailures() as failures:
        patience = _ROUND
        while True:
            try:
                return _bootstrap(settings, max(0.001, min(patience, deadline - time.monotonic())))
            except KafkaError as error:
                for failure in (error, *failures.seen):
                    if isinstance(
                        failure, AuthorizationError | SaslAuthenticationFailedError | UnsupportedSaslMechanismError
                    ):
                        offered = not isinstance(failure, UnsupportedSaslMechanismError)
                        reason = refused_user(settings, failure if offered else mechanism_not_offered(settings))
                        raise BrokerUnreachableError(_refusal(settings.bootstrap_servers, reason)) from error
                # A busy broker can need more than the first round to shake hands.
                patience = timeout
                last = time.monotonic() >= deadline
                if last or settings.security_protocol != "PLAINTEXT":
                    reasons = _look(settings)
                    if last:
                        raise BrokerUnreachableError(_unreachable(timeout, reasons)) from error


def _bootstrap(settings: Settings, timeout: float) -> Any:
    """Return a connected KafkaAdminClient; a failed attempt leaves no thread behind, as its constructor would."""
    from kafka import KafkaAdminClient
    from kafka.net.compat import KafkaNetClient

    networks: list[Any] = []

    def network(**options: Any) -> Any:
        networks.append(KafkaNetClient(**options))
        return networks[-1]

    try:
        return KafkaAdminClient(
            **kafka_python_options(settings),
            client_id="samachar-admin",
            bootstrap_timeout_ms=max(1, round(timeout * 1000)),
            kafka_client=network,
        )
    except BaseException:
        for client in networks:
            client.close()
            client._manager._net.stop()
        raise


class _BootstrapFailures(logging.Handler):
    """Collects why attempts to connect failed, which kafka-python tells its log alone.

    What it logs meanwhile, tracebacks and all, is kept from the person who is told the outcome in one line, unless
    they asked for debug logs.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[BaseException] = []
        self._logger = logging.getLogger("kafka.net")

    def emit(self, record: logging.LogRecord) -> None:
        arguments = record.args if isinstance(record.args, tuple) else ()
        self.seen += [argument for argument in arguments if isinstance(argument, BaseException)]

    def __enter__(self) -> "_BootstrapFailures":
        self._before = self._logger.level, self._logger.propagate
        if not self._logger.isEnabledFor(logging.DEBUG):
            self._logger.setLevel(logging.WARNING)
            self._logger.propagate = False
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        level, self._logger.propagate = self._before
        self._logger.setLevel(level)  # the attribute alone would leave what loggers below remember of it


def _look(settings: Settings) -> list[str]:
    """Return what stands in the way at each address.

    Raises:
        BrokerUnreachableError: waiting does not help.
    """
    reasons = []
    for address in bootstrap_servers(settings):
        finding = probe(settings, address)
        if finding.final:
            raise BrokerUnreachableError(_refusal(address, finding.text))
        reasons.append(f"{address}: {finding.text}")
    return reasons


def _refusal(address: str, reason: str) -> str:
    return f"The broker at {address} cannot be used: {reason}."


def _unreachable(timeout: float, reasons: Sequence[str]) -> str:
    return (
        f"No Kafka broker answers ({'; '.join(reasons)}). Waited {timeout:g} s;"
        f" {variable('bootstrap_servers')} says where it is."
    )
