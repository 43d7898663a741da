"""Why a broker does not let us in: what kafka-python's clients, which try again and again, do not say."""

import asyncio
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from processor.brokers.own_certificate import date_problem
from processor.brokers.security import aiokafka_options, ssl_context
from processor.settings import Settings, variable

#: Seconds for each step.
_STEP = 2.0
#: ApiVersions, version 0, which every broker answers, with correlation id 1 and no client id.
_HELLO = bytes.fromhex("0000000a 0012 0000 00000001 ffff")
_CLOSED = "closes every connection"
#: Seconds in which a broker says that it does not accept our certificate: with TLS 1.3 that comes after the handshake.
_ALERT = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """How far one gets to an address.

    Attributes:
        text: what stands in the way, without a full stop.
        final: another try will not go better: a certificate or a password is refused.
    """

    text: str
    final: bool = False


def probe(settings: Settings, address: str) -> Finding:
    """Say how far one gets to an address that did not answer as a broker. Tries a password once.

    Raises:
        SettingsError: a file of the settings cannot be used.
    """
    context = ssl_context(settings)
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    try:
        with socket.create_connection((host, int(port)), timeout=_STEP) as connection:
            refusal = _answer(settings, connection) if context is None else _tls(settings, context, connection, host)
    except socket.gaierror:
        return Finding("no such host")
    except TimeoutError:
        return Finding("no answer")
    except ConnectionResetError:
        return _nobody(settings, _CLOSED)
    except OSError as error:
        return Finding((error.strerror or str(error)).lower())
    if refusal is None and settings.security_protocol.startswith("SASL"):
        refusal = _sasl(settings, host, int(port))
    return refusal or Finding(_not_let_in(settings))


def refused_user(settings: Settings, reason: object) -> str:
    """Return the text for a user whom the broker does not let in."""
    return f"it refuses the user {settings.sasl_username!r} ({reason}); see {_see(settings)}"


def mechanism_not_offered(settings: Settings) -> str:
    """Return the reason for `refused_user` where the broker does not know the SASL mechanism."""
    return f"the broker does not offer {settings.sasl_mechanism}"


def _not_let_in(settings: Settings) -> str:
    return f"something listens but does not let us in; see {_see(settings)}"


def _answer(settings: Settings, connection: socket.socket) -> Finding | None:
    """Return what is wrong where nothing speaks at the other end, as with a proxy that has lost its broker."""
    try:
        connection.sendall(_HELLO)
        return None if connection.recv(1) else _nobody(settings, _CLOSED)
    except TimeoutError:
        return _nobody(settings, "says nothing")


def _nobody(settings: Settings, happened: str) -> Finding:
    return Finding(f"{_not_let_in(settings)}, and whether there is a broker behind it: it {happened}")


def _tls(settings: Settings, context: ssl.SSLContext, connection: socket.socket, host: str) -> Finding | None:
    """Return what TLS stumbles over, None where it is well."""
    try:
        with context.wrap_socket(connection, server_hostname=host) as secured:
            secured.settimeout(_ALERT)
            secured.recv(1)
    except TimeoutError:
        return None  # it waits for us to speak
    except ssl.SSLCertVerificationError as error:
        text = f"its certificate is not accepted: {error.verify_message}; see {variable('ssl_cafile')}"
        return Finding(text, final=True)
    except ssl.SSLError as error:
        reason = error.reason or str(error)
        if "ALERT" in reason and ("CERT" in reason or "UNKNOWN_CA" in reason):
            return Finding(_own_certificate_refused(settings, reason), final=True)
        return Finding(f"no TLS: {reason}; see {variable('security_protocol')}")
    return None


def _own_certificate_refused(settings: Settings, reason: str) -> str:
    certificate = variable("ssl_certfile")
    if settings.ssl_certfile is None:
        return f"it wants a certificate of ours; see {certificate}"
    problem = date_problem(settings)
    if problem is not None:
        return f"it refuses our certificate, which {problem}; see {certificate}"
    told = reason.lower().replace("_", " ")
    return f"it refuses our certificate, perhaps for whoever signed it ({told}); see {certificate}"


def _sasl(settings: Settings, host: str, port: int) -> Finding | None:
    """Return what SASL stumbles over, None where it is well or the broker does not say."""
    # In a thread of its own: whoever calls may have an event loop that runs.
    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(lambda: asyncio.run(_sasl_error(settings, host, port))).result()
    return None if error is None else Finding(refused_user(settings, error), final=True)


async def _sasl_error(settings: Settings, host: str, port: int) -> str | None:
    from aiokafka.conn import create_conn
    from aiokafka.errors import KafkaError, SaslAuthenticationFailed, UnsupportedSaslMechanismError

    options = aiokafka_options(settings) | {"request_timeout_ms": round(_STEP * 1000)}
    del options["bootstrap_servers"]
    try:
        async with asyncio.timeout(2 * _STEP):
            connection = await create_conn(host, port, client_id="samachar-probe", **options)
        connection.close()
    except UnsupportedSaslMechanismError:
        return mechanism_not_offered(settings)
    except SaslAuthenticationFailed as error:
        return str(error.args[0] if error.args else error).strip().rstrip(".")
    except (KafkaError, OSError, TimeoutError, ValueError):
        return None  # not a matter of the user, or nobody says so
    return None


def _see(settings: Settings) -> str:
    fields = ["security_protocol"]
    if settings.security_protocol.startswith("SASL"):
        fields += ["sasl_mechanism", "sasl_username", "sasl_password"]
    return ", ".join(variable(field) for field in fields)
