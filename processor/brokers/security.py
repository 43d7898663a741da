"""From the settings to the connection options of each Kafka client, with the secrets kept out of logs."""

import ssl
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from processor.settings import Settings, SettingsError, variable

if TYPE_CHECKING:
    from faust.auth import SASLCredentials, SSLCredentials

#: Milliseconds until a request that got no answer fails. Clients take seconds for broken connections on their own.
REQUEST_TIMEOUT_MS = 30_000


class HiddenStr(str):
    """A string whose representation is asterisks: kafka-python and Faust log the options they were given."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'**********'"


def bootstrap_servers(settings: Settings) -> list[str]:
    """Return the brokers to ask first, ``host:port`` each.

    Raises:
        SettingsError: no address is left, or one has no valid port.
    """
    addresses = [part.strip() for part in settings.bootstrap_servers.split(",") if part.strip()]
    for address in addresses:
        host, _, port = address.rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
            raise SettingsError(f"{variable('bootstrap_servers')}: {address!r} is not host:port")
    if not addresses:
        raise SettingsError(f"{variable('bootstrap_servers')}: no address")
    return addresses


def ssl_context(settings: Settings) -> ssl.SSLContext | None:
    """Return the TLS context of the settings, None where the protocol has no TLS.

    The broker's certificate and host name are always verified; without `ssl_cafile` against the system's authorities.

    Raises:
        SettingsError: a file cannot be read or used; names its variable, never the pass phrase.
    """
    if not settings.security_protocol.endswith("SSL"):
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ssl_cafile is None:
        context.load_default_certs()
    else:
        # Only these authorities: who names one wants no other trusted.
        try:
            context.load_verify_locations(settings.ssl_cafile)
        except OSError as error:
            raise SettingsError(_file_error("ssl_cafile", settings.ssl_cafile, error)) from error
    if settings.ssl_certfile is not None:
        # Without a callback OpenSSL would ask for a missing pass phrase on the terminal and wait for ever.
        phrase = _revealed(settings.ssl_key_password) or ""
        try:
            context.load_cert_chain(settings.ssl_certfile, settings.ssl_keyfile, password=lambda: phrase)
        except OSError as error:
            names = f"{variable('ssl_keyfile')}, {variable('ssl_key_password')}"
            text = _file_error("ssl_certfile", settings.ssl_certfile, error)
            raise SettingsError(f"{text} (with {names})") from error
    return context


def kafka_python_options(settings: Settings) -> dict[str, Any]:
    """Return the connection options that every kafka-python client takes."""
    options: dict[str, Any] = {
        "bootstrap_servers": bootstrap_servers(settings),
        "request_timeout_ms": REQUEST_TIMEOUT_MS,
        "reconnect_backoff_max_ms": 1_000,
    }
    return options | _common_options(settings)


def aiokafka_options(settings: Settings) -> dict[str, Any]:
    """Return the connection options that every aiokafka client takes."""
    options: dict[str, Any] = {
        "bootstrap_servers": bootstrap_servers(settings),
        "request_timeout_ms": REQUEST_TIMEOUT_MS,
    }
    return options | _common_options(settings)


def faust_broker_urls(settings: Settings) -> list[str]:
    """Return the value of Faust's `broker` setting."""
    return [f"kafka://{address}" for address in bootstrap_servers(settings)]


def faust_credentials(settings: Settings) -> "SASLCredentials | SSLCredentials | None":
    """Return the value of Faust's `broker_credentials` setting; None for an open, unencrypted broker."""
    from faust.auth import SASLCredentials, SSLCredentials

    context = ssl_context(settings)
    if settings.security_protocol.startswith("SASL"):
        return SASLCredentials(
            username=settings.sasl_username,
            password=HiddenStr(_revealed(settings.sasl_password)),
            ssl_context=context,
            mechanism=settings.sasl_mechanism,
        )
    return None if context is None else SSLCredentials(context)


def _common_options(settings: Settings) -> dict[str, Any]:
    """The names that kafka-python and aiokafka share."""
    options: dict[str, Any] = {"security_protocol": settings.security_protocol}
    context = ssl_context(settings)
    if context is not None:
        options["ssl_context"] = context
    if settings.security_protocol.startswith("SASL"):
        options["sasl_mechanism"] = settings.sasl_mechanism
        options["sasl_plain_username"] = settings.sasl_username
        options["sasl_plain_password"] = HiddenStr(_revealed(settings.sasl_password))
    return options


def _revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""


def _file_error(field: str, path: object, error: OSError) -> str:
    reason = error.strerror if error.strerror and not isinstance(error, ssl.SSLError) else str(error)
    return f"{variable(field)}: cannot use {path}: {reason}"
