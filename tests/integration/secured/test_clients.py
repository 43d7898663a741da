"""A broker that wants TLS in both directions and a password: our options open it, and each wrong one is told apart."""

import asyncio
import logging
from typing import Any

import pytest

from processor.brokers.errors import BrokerError, BrokerUnreachableError
from processor.brokers.security import aiokafka_options, faust_credentials
from processor.brokers.topics import check, ensure
from processor.settings import Settings
from tests.brokers import produce, read_all, settings_for
from tests.support.certificates import PHRASE
from tests.support.secured import PASSWORD, Secured

pytestmark = pytest.mark.kafka


def _settings(way: dict[str, Any], prefix: str) -> Settings:
    rest = {name: value for name, value in way.items() if name != "bootstrap_servers"}
    return settings_for(way["bootstrap_servers"], prefix, **rest)


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-512"])
def test_kafka_python_comes_in(secured: Secured, prefix: str, mechanism: str) -> None:
    settings = _settings(secured.way("CLIENT", sasl_mechanism=mechanism), prefix)
    ensure(settings)

    produce(settings, settings.topic_raw, [(b"id", b"value")])

    assert [record.value for record in read_all(settings, settings.topic_raw, 1)] == [b"value"]


@pytest.mark.parametrize("source", ["aiokafka", "faust"])
def test_aiokafka_comes_in(secured: Secured, prefix: str, source: str) -> None:
    settings = _settings(secured.way("CLIENT"), prefix)
    ensure(settings)

    offset = asyncio.run(_send(settings, as_faust_does=source == "faust"))

    assert offset == 0
    assert [record.value for record in read_all(settings, settings.topic_raw, 1)] == [b"value"]


async def _send(settings: Settings, *, as_faust_does: bool) -> int:
    from aiokafka import AIOKafkaProducer
    from faust.transport.drivers.aiokafka import credentials_to_aiokafka_auth

    options = aiokafka_options(settings)
    if as_faust_does:
        options = {"bootstrap_servers": settings.bootstrap_servers}
        options |= credentials_to_aiokafka_auth(faust_credentials(settings))
    async with AIOKafkaProducer(**options) as producer:
        metadata = await producer.send_and_wait(settings.topic_raw, b"value", partition=0)
        offset: int = metadata.offset
        return offset


# A listener, what is wrong, and what the line says.
_REFUSED: list[tuple[str, dict[str, Any], list[str]]] = [
    ("CLIENT", {"sasl_password": "wrong-password"}, ["refuses the user 'alice'", "SAMACHAR_SASL_PASSWORD"]),
    ("CLIENT", {"sasl_username": "mallory"}, ["refuses the user 'mallory'", "SAMACHAR_SASL_USERNAME"]),
    (
        "PASSWORD",
        {"sasl_password": "wrong-password", "sasl_mechanism": "PLAIN"},
        ["refuses the user 'alice'", "SAMACHAR_SASL_PASSWORD"],
    ),
    ("CLIENT", {"sasl_mechanism": "SCRAM-SHA-256"}, ["not offer SCRAM-SHA-256", "SAMACHAR_SASL_MECHANISM"]),
    ("PASSWORD", {"ssl_cafile": "stranger"}, ["its certificate is not accepted", "SAMACHAR_SSL_CAFILE"]),
    ("PASSWORD", {"ssl_cafile": None}, ["its certificate is not accepted", "SAMACHAR_SSL_CAFILE"]),
    ("EXPIRED", {}, ["its certificate is not accepted", "certificate has expired", "SAMACHAR_SSL_CAFILE"]),
    ("MUTUAL", {"own": "old_client"}, ["refuses our certificate, which has expired", "SAMACHAR_SSL_CERTFILE"]),
    ("MUTUAL", {"own": "strange_client"}, ["refuses our certificate", "who", "SAMACHAR_SSL_CERTFILE"]),
    (
        "CLIENT",
        {"ssl_certfile": None, "ssl_keyfile": None},
        ["wants a certificate of ours", "SAMACHAR_SSL_CERTFILE"],
    ),
    ("CLIENT", {"security_protocol": "SASL_PLAINTEXT"}, ["does not let us in", "SAMACHAR_SECURITY_PROTOCOL"]),
    ("CLEAR", {"security_protocol": "SASL_SSL"}, ["no TLS", "SAMACHAR_SECURITY_PROTOCOL"]),
    ("CLIENT", {"security_protocol": "PLAINTEXT"}, ["does not let us in", "SAMACHAR_SECURITY_PROTOCOL"]),
]
_NAMES = [f"{listener}-{'-'.join(map(str, change.values()))}" for listener, change, _ in _REFUSED]


@pytest.mark.parametrize(("listener", "change", "words"), _REFUSED, ids=_NAMES)
def test_what_is_wrong_is_told(secured: Secured, listener: str, change: dict[str, Any], words: list[str]) -> None:
    change = dict(change)
    if change.get("ssl_cafile"):
        change["ssl_cafile"] = secured.certificates.stranger
    if own := change.pop("own", None):
        change |= secured.certificates.own(getattr(secured.certificates, own))
    settings = _settings(secured.way(listener, **change), "secured.")

    with pytest.raises(BrokerUnreachableError) as caught:
        check(settings, timeout=5.0)

    text = str(caught.value)
    assert "\n" not in text
    assert all(word in text for word in words), text
    assert not [secret for secret in (PASSWORD, PHRASE, "wrong-password") if secret in text]


def test_no_log_has_the_secrets(secured: Secured, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    settings = _settings(secured.way("CLIENT"), "secured.")

    with pytest.raises(BrokerError):
        check(settings)

    assert "sasl_plain_password" in caplog.text  # the line that would show it
    assert PASSWORD not in caplog.text
    assert PHRASE not in caplog.text
