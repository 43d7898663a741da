"""From settings to client options: what each protocol needs, files that are wrong, secrets that stay hidden."""

import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography.hazmat.primitives import serialization
from faust.auth import SASLCredentials, SSLCredentials

from processor.brokers.security import (
    aiokafka_options,
    bootstrap_servers,
    faust_broker_urls,
    faust_credentials,
    kafka_python_options,
    ssl_context,
)
from processor.settings import Settings, SettingsError

_OPEN_SESAME, _PHRASE = "open-sesame", "phrase"
_SASL: dict[str, Any] = {"sasl_username": "alice", "sasl_password": _OPEN_SESAME}


def _settings(**values: Any) -> Settings:
    return Settings(**values)


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    trustme.CA().cert_pem.write_to_path(path)
    return path


@pytest.fixture
def client(tmp_path: Path) -> dict[str, Path]:
    """A certificate of our own and its key, protected by the pass phrase 'phrase'."""
    leaf = trustme.CA().issue_cert("client@example.org")
    certificate, key = tmp_path / "client.pem", tmp_path / "client-key.pem"
    leaf.cert_chain_pems[0].write_to_path(certificate)
    key.write_bytes(
        serialization.load_pem_private_key(leaf.private_key_pem.bytes(), None).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(_PHRASE.encode()),
        )
    )
    return {"ssl_certfile": certificate, "ssl_keyfile": key}


def test_an_open_broker_needs_only_its_address() -> None:
    settings = _settings(bootstrap_servers="a:9092, b:9093,")

    for options in (kafka_python_options(settings), aiokafka_options(settings)):
        assert options["bootstrap_servers"] == ["a:9092", "b:9093"]
        assert options["security_protocol"] == "PLAINTEXT"
        assert options["request_timeout_ms"] == 30_000
        assert not [name for name in options if name.startswith(("sasl", "ssl"))]
    assert faust_credentials(settings) is None
    assert faust_broker_urls(settings) == ["kafka://a:9092", "kafka://b:9093"]


def test_an_ipv6_address_is_one() -> None:
    assert bootstrap_servers(_settings(bootstrap_servers="[::1]:9092")) == ["[::1]:9092"]


@pytest.mark.parametrize("value", ["", " , ", "localhost", ":9092", "a:", "a:b", "a:0", "a:65536", "a:9092,b", "a:٩"])
def test_a_wrong_address_names_the_variable(value: str) -> None:
    with pytest.raises(SettingsError, match=r"^KAFKA_BOOTSTRAP_SERVERS: "):
        kafka_python_options(_settings(bootstrap_servers=value))


@pytest.mark.parametrize("protocol", ["SSL", "SASL_SSL"])
def test_tls_always_verifies(protocol: str, authority: Path) -> None:
    for files in ({}, {"ssl_cafile": authority}):
        context = ssl_context(_settings(security_protocol=protocol, **files, **_SASL))
        assert context is not None
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version is ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("field", ["ssl_cafile", "ssl_certfile", "ssl_keyfile"])
def test_a_variable_that_is_empty_names_no_file(field: str) -> None:
    assert getattr(_settings(**{field: ""}), field) is None


def test_a_named_authority_is_the_only_one(authority: Path) -> None:
    context = ssl_context(_settings(security_protocol="SSL", ssl_cafile=authority))
    assert context is not None
    assert len(context.get_ca_certs()) == 1


@pytest.mark.parametrize("protocol", ["PLAINTEXT", "SASL_PLAINTEXT"])
def test_no_tls_no_context(protocol: str, authority: Path) -> None:
    settings = _settings(security_protocol=protocol, ssl_cafile=authority, **_SASL)
    assert ssl_context(settings) is None
    assert "ssl_context" not in kafka_python_options(settings)


def test_the_clients_get_user_and_mechanism() -> None:
    settings = _settings(security_protocol="SASL_SSL", sasl_mechanism="PLAIN", **_SASL)

    for options in (kafka_python_options(settings), aiokafka_options(settings)):
        assert options["security_protocol"] == "SASL_SSL"
        assert options["sasl_mechanism"] == "PLAIN"
        assert options["sasl_plain_username"] == "alice"
        assert options["sasl_plain_password"] == _OPEN_SESAME
        assert isinstance(options["ssl_context"], ssl.SSLContext)
    credentials = faust_credentials(settings)
    assert isinstance(credentials, SASLCredentials)
    assert (credentials.username, credentials.password) == ("alice", _OPEN_SESAME)
    assert credentials.mechanism.value == "PLAIN"
    assert credentials.protocol.value == "SASL_SSL"
    assert isinstance(credentials.ssl_context, ssl.SSLContext)


def test_faust_without_tls_or_without_a_user() -> None:
    without_tls = faust_credentials(_settings(security_protocol="SASL_PLAINTEXT", **_SASL))
    assert isinstance(without_tls, SASLCredentials)
    assert without_tls.protocol.value == "SASL_PLAINTEXT"
    assert isinstance(faust_credentials(_settings(security_protocol="SSL")), SSLCredentials)


def test_secrets_are_not_in_what_is_printed() -> None:
    settings = _settings(security_protocol="SASL_PLAINTEXT", **_SASL)
    credentials = faust_credentials(settings)
    assert isinstance(credentials, SASLCredentials)

    printed = [kafka_python_options(settings), aiokafka_options(settings), credentials, vars(credentials), settings]

    for one in printed:
        assert _OPEN_SESAME not in f"{one} {one!r}"


def test_our_own_certificate_is_loaded_with_its_pass_phrase(client: dict[str, Path]) -> None:
    settings = _settings(security_protocol="SSL", ssl_key_password=_PHRASE, **client)
    assert isinstance(ssl_context(settings), ssl.SSLContext)


@pytest.mark.parametrize("phrase", [None, "wrong-phrase"])
def test_a_wrong_pass_phrase_is_an_error_and_no_question(client: dict[str, Path], phrase: str | None) -> None:
    settings = _settings(security_protocol="SSL", ssl_key_password=phrase, **client)
    with pytest.raises(SettingsError) as caught:
        ssl_context(settings)
    assert "SAMACHAR_SSL_KEY_PASSWORD" in str(caught.value)
    assert "wrong-phrase" not in str(caught.value)


@pytest.mark.parametrize("field", ["ssl_cafile", "ssl_certfile", "ssl_keyfile"])
@pytest.mark.parametrize("what", ["missing", "a folder", "no PEM"])
def test_a_wrong_file_names_its_variable(
    field: str, what: str, authority: Path, client: dict[str, Path], tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.pem"
    if what == "a folder":
        wrong.mkdir()
    elif what == "no PEM":
        wrong.write_text("not a certificate")
    files = {"ssl_cafile": authority, **client, field: wrong}

    with pytest.raises(SettingsError, match=f"SAMACHAR_{field.upper()}"):
        ssl_context(_settings(security_protocol="SSL", ssl_key_password=_PHRASE, **files))
