"""A connection for administration, or one line that says why there is none."""

import contextlib
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

from processor.brokers.errors import BrokerUnreachableError
from processor.brokers.security import bootstrap_servers, kafka_python_options, ssl_context
from processor.settings import Settings, variable


class Admin(Protocol):
    """What we use of kafka-python's KafkaAdminClient, which has no types of its own."""

    def list_topics(self) -> list[str]: ...
    def describe_topics(self, topics: Sequence[str] | None = None) -> list[dict[str, Any]]: ...
    def create_topics(
        self, new_topics: Mapping[str, Mapping[str, Any]], *, raise_errors: bool = True
    ) -> dict[str, list[dict[str, Any]]]: ...
    def wait_for_topics(self, topic_names: Sequence[str], timeout_ms: int = 10_000) -> None: ...
    def describe_configs(
        self, config_resources: Sequence[Any], *, config_filter: str = "modified"
    ) -> dict[str, dict[str, dict[str, dict[str, Any]]]]: ...


@contextlib.contextmanager
def admin_client(settings: Settings, *, timeout: float = 10.0) -> Iterator[Admin]:
    """Give an administration client of the broker, waiting up to `timeout` seconds for a broker that is coming up.

    Raises:
        BrokerUnreachableError: none of the addresses answered as a Kafka broker, or the connection was lost.
        SettingsError: a setting of the connection is wrong.
    """
    from kafka import KafkaAdminClient
    from kafka.errors import AuthorizationError, KafkaConnectionError, KafkaTimeoutError, SaslAuthenticationFailedError

    options = kafka_python_options(settings)
    try:
        client = KafkaAdminClient(
            **options, client_id="samachar-admin", bootstrap_timeout_ms=max(1, round(timeout * 1000))
        )
    except (AuthorizationError, SaslAuthenticationFailedError) as error:
        raise BrokerUnreachableError(_refused(settings, str(error))) from error
    except (KafkaTimeoutError, KafkaConnectionError) as error:
        raise BrokerUnreachableError(_why(settings, timeout)) from error
    try:
        yield cast(Admin, client)
    except (KafkaTimeoutError, KafkaConnectionError) as error:
        raise BrokerUnreachableError(
            f"The broker at {settings.bootstrap_servers} stopped answering: {error}"
        ) from error
    finally:
        client.close()


def _why(settings: Settings, timeout: float) -> str:
    context = ssl_context(settings)
    reasons = [f"{address}: {_probe(address, context)}" for address in bootstrap_servers(settings)]
    return (
        f"No Kafka broker answers ({'; '.join(reasons)}). Waited {timeout:g} s;"
        f" {variable('bootstrap_servers')} says where it is."
    )


def _refused(settings: Settings, reason: str) -> str:
    return (
        f"The broker at {settings.bootstrap_servers} refused the user {settings.sasl_username!r} ({reason});"
        f" see {variable('sasl_mechanism')}, {variable('sasl_username')} and {variable('sasl_password')}."
    )


def _probe(address: str, context: ssl.SSLContext | None) -> str:
    """Say how far one gets to an address that did not answer as a broker."""
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    try:
        with socket.create_connection((host, int(port)), timeout=2.0) as connection:
            if context is not None:
                context.wrap_socket(connection, server_hostname=host).close()
    except socket.gaierror:
        return "no such host"
    except TimeoutError:
        return "no answer"
    except ssl.SSLCertVerificationError as error:
        return f"its certificate is not accepted: {error.verify_message}; see {variable('ssl_cafile')}"
    except ssl.SSLError as error:
        return f"no TLS: {error.reason or error}"
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return f"something listens but gives no Kafka answer; is {variable('security_protocol')} right?"
