"""Certificates for tests: an authority, those it signed, those that are too old, and those of a stranger."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import trustme
from cryptography.hazmat.primitives import serialization

#: Pass phrase of the clients' private keys.
PHRASE = "pass-phrase of the key"


@dataclass(frozen=True)
class Certificates:
    """PEM files.

    Attributes:
        authority: signed all of ours.
        stranger: another authority, which nobody here trusts.
        broker, old_broker: key and chain of the broker; the latter's certificate has expired.
        client, old_client, strange_client: a client's certificate: a good one, one that has expired, one that
            `stranger` signed. The name in each is `machine`.
        folder: where they are; `key_of` names the key of a client.
    """

    folder: Path
    authority: Path
    stranger: Path
    broker: Path
    old_broker: Path
    client: Path
    old_client: Path
    strange_client: Path

    def key_of(self, certificate: Path) -> Path:
        """Return the file of a client's private key, which `PHRASE` protects."""
        return certificate.with_name(f"{certificate.stem}.key")

    def own(self, certificate: Path) -> dict[str, Any]:
        """Return the settings of a client with this certificate."""
        return {"ssl_certfile": certificate, "ssl_keyfile": self.key_of(certificate), "ssl_key_password": PHRASE}


def make_certificates(folder: Path) -> Certificates:
    """Write all of them into `folder`."""
    names = ("authority", "stranger", "broker", "old_broker", "client", "old_client", "strange_client")
    made = Certificates(folder, *(folder / f"{name}.pem" for name in names))
    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(made.authority)
    stranger.cert_pem.write_to_path(made.stranger)
    now = datetime.now(UTC)
    good: dict[str, Any] = {}
    expired: dict[str, Any] = {"not_before": now - timedelta(days=30), "not_after": now - timedelta(days=1)}
    for path, dates in ((made.broker, good), (made.old_broker, expired)):
        issued = authority.issue_cert("127.0.0.1", "localhost", **dates)
        path.write_bytes(_key(issued, None) + _chain(issued))
    for path, signer, dates in (
        (made.client, authority, good),
        (made.old_client, authority, expired),
        (made.strange_client, stranger, good),
    ):
        issued = signer.issue_cert("client@example.org", common_name="machine", **dates)
        path.write_bytes(_chain(issued))
        made.key_of(path).write_bytes(_key(issued, PHRASE))
    return made


def _chain(issued: trustme.LeafCert) -> bytes:
    return b"".join(blob.bytes() for blob in issued.cert_chain_pems)


def _key(issued: trustme.LeafCert, phrase: str | None) -> bytes:
    """Return the private key as PKCS 8, the only form that Kafka reads."""
    key = serialization.load_pem_private_key(issued.private_key_pem.bytes(), None)
    protection = serialization.BestAvailableEncryption(phrase.encode()) if phrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)
