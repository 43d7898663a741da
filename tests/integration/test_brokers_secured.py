"""A broker that wants TLS in both directions and a password: our options open it, and each wrong one is told apart."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from processor.brokers.apache import LocalKafka
from processor.brokers.errors import BrokerError, BrokerUnreachableError
from processor.brokers.security import aiokafka_options, faust_credentials
from processor.brokers.topics import check, ensure
from processor.settings import Settings
from tests.brokers import produce, read_all, settings_for
from tests.conftest import started

pytestmark = pytest.mark.kafka

_OPEN_SESAME = "correct horse=battery;staple"
_JAAS = "org.apache.kafka.common.security"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PEM files: authority, broker (key and chain), client certificate and its key with a pass phrase, a stranger."""
    import trustme
    from cryptography.hazmat.primitives import serialization

    folder = tmp_path_factory.mktemp("certificates")
    names = ("authority", "broker", "client", "client_key", "stranger")
    files = {name: folder / f"{name}.pem" for name in names}
    authority = trustme.CA()
    authority.cert_pem.write_to_path(files["authority"])
    trustme.CA().cert_pem.write_to_path(files["stranger"])

    def pem(leaf: trustme.LeafCert, protection: serialization.KeySerializationEncryption) -> bytes:
        key = serialization.load_pem_private_key(leaf.private_key_pem.bytes(), None)
        return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)

    broker = authority.issue_cert("127.0.0.1", "localhost")
    chain = b"".join(blob.bytes() for blob in broker.cert_chain_pems)
    files["broker"].write_bytes(pem(broker, serialization.NoEncryption()) + chain)
    client = authority.issue_cert("client@example.org")
    client.cert_chain_pems[0].write_to_path(files["client"])
    files["client_key"].write_bytes(pem(client, serialization.BestAvailableEncryption(b"phrase")))
    return files


@pytest.fixture(scope="module")
def secured(certificates: dict[str, Path]) -> Iterator[LocalKafka]:
    properties = {
        "listener.name.client.ssl.keystore.type": "PEM",
        "listener.name.client.ssl.keystore.location": str(certificates["broker"]),
        "listener.name.client.ssl.truststore.type": "PEM",
        "listener.name.client.ssl.truststore.location": str(certificates["authority"]),
        "listener.name.client.ssl.client.auth": "required",
        "listener.name.client.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
        "listener.name.client.plain.sasl.jaas.config": (
            f'{_JAAS}.plain.PlainLoginModule required user_alice="{_OPEN_SESAME}";'
        ),
        "listener.name.client.scram-sha-512.sasl.jaas.config": f"{_JAAS}.scram.ScramLoginModule required;",
    }
    arguments = ["--add-scram", f"SCRAM-SHA-512=[name=alice,password={_OPEN_SESAME}]"]
    yield from started(LocalKafka(protocol="SASL_SSL", properties=properties, format_arguments=arguments))


@pytest.fixture
def options(certificates: dict[str, Path]) -> dict[str, Any]:
    """The settings that fit; a test changes one."""
    return {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_username": "alice",
        "sasl_password": _OPEN_SESAME,
        "ssl_cafile": certificates["authority"],
        "ssl_certfile": certificates["client"],
        "ssl_keyfile": certificates["client_key"],
        "ssl_key_password": "phrase",
    }


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-512"])
def test_kafka_python_comes_in(secured: LocalKafka, options: dict[str, Any], prefix: str, mechanism: str) -> None:
    settings = settings_for(secured.bootstrap, prefix, **options | {"sasl_mechanism": mechanism})
    ensure(settings)

    produce(settings, settings.topic_raw, [(b"id", b"value")])

    assert [record.value for record in read_all(settings, settings.topic_raw, 1)] == [b"value"]


@pytest.mark.parametrize("source", ["aiokafka", "faust"])
def test_aiokafka_comes_in(secured: LocalKafka, options: dict[str, Any], prefix: str, source: str) -> None:
    settings = settings_for(secured.bootstrap, prefix, **options)
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


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sasl_password": "wrong"}, ["SAMACHAR_SASL_PASSWORD"]),
        ({"sasl_username": "mallory"}, ["SAMACHAR_SASL_USERNAME"]),
        ({"sasl_mechanism": "SCRAM-SHA-256"}, ["SAMACHAR_SASL_MECHANISM"]),
        ({"ssl_cafile": "stranger"}, ["certificate is not accepted", "SAMACHAR_SSL_CAFILE"]),
        ({"security_protocol": "SASL_PLAINTEXT"}, ["does not let us in", "SAMACHAR_SECURITY_PROTOCOL"]),
        ({"security_protocol": "PLAINTEXT"}, ["does not let us in", "SAMACHAR_SECURITY_PROTOCOL"]),
        ({"ssl_certfile": None, "ssl_keyfile": None}, ["certificate", "SAMACHAR_SSL_CERTFILE"]),
    ],
    ids=["password", "user", "mechanism", "authority", "no TLS", "nothing", "no certificate"],
)
def test_what_is_wrong_is_told(
    secured: LocalKafka,
    options: dict[str, Any],
    certificates: dict[str, Path],
    change: dict[str, Any],
    words: list[str],
) -> None:
    if "ssl_cafile" in change:
        change = {"ssl_cafile": certificates[change["ssl_cafile"]]}
    settings = settings_for(secured.bootstrap, "secured.", **options | change)

    with pytest.raises(BrokerUnreachableError) as caught:
        check(settings, timeout=2.0)

    text = str(caught.value)
    assert "\n" not in text
    assert all(word in text for word in words), text
    assert _OPEN_SESAME not in text


def test_no_log_has_the_secrets(secured: LocalKafka, options: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    settings = settings_for(secured.bootstrap, "secured.", **options)

    with pytest.raises(BrokerError):
        check(settings)

    assert "sasl_plain_password" in caplog.text  # the line that would show it
    assert _OPEN_SESAME not in caplog.text
    assert "phrase" not in caplog.text
