"""An Apache Kafka that lets in only whom it knows, in every way we offer, and asks what each may do.

One broker with a listener for each way: starting one costs seconds.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processor.brokers.apache import LocalKafka
from processor.brokers.security import kafka_python_options
from processor.settings import Settings
from tests.support.certificates import Certificates, make_certificates

#: The users' password. Every character that a configuration could trip over.
PASSWORD = "correct horse=battery;staple"  # noqa: S105 - of tests alone
#: May do everything: `ALICE` with her password, `MACHINE` with its certificate. `BOB` may do what a test allows him.
ALICE, MACHINE, BOB = "alice", "machine", "bob"

_JAAS = "org.apache.kafka.common.security"
_LISTENERS = {"PASSWORD": "SASL_SSL", "MUTUAL": "SSL", "CLEAR": "SASL_PLAINTEXT", "EXPIRED": "SSL"}


@dataclass(frozen=True)
class Secured:
    """The broker, and how to get in.

    Its listeners: CLIENT wants a certificate and a password, PASSWORD a password over TLS, CLEAR a password without
    TLS, MUTUAL a certificate, EXPIRED too but shows one that has expired; INTERNAL lets anybody do anything.
    """

    kafka: LocalKafka
    certificates: Certificates

    def way(self, listener: str, **changes: Any) -> dict[str, Any]:
        """Return the settings that get one in by a listener, as alice or machine, with `changes`."""
        certificates = self.certificates
        protocol = {"CLIENT": "SASL_SSL", **_LISTENERS}[listener]
        found: dict[str, Any] = {"bootstrap_servers": self.kafka.address(listener), "security_protocol": protocol}
        if protocol.startswith("SASL"):
            found |= {"sasl_mechanism": "SCRAM-SHA-512", "sasl_username": ALICE, "sasl_password": PASSWORD}
        if protocol.endswith("SSL"):
            found |= {"ssl_cafile": certificates.authority}
        if listener in {"CLIENT", "MUTUAL", "EXPIRED"}:
            found |= certificates.own(certificates.client)
        return found | changes

    def allow(self, user: str, kind: str, name: str, *operations: str) -> None:
        """Let a user do `operations` (`READ`, …) to the `TOPIC` or `GROUP` of that name."""
        self._rule("ALLOW", user, kind, name, operations)

    def deny(self, user: str, kind: str, name: str, *operations: str) -> None:
        """Forbid a user what `allow` allowed."""
        self._rule("DENY", user, kind, name, operations)

    def _rule(self, permission: str, user: str, kind: str, name: str, operations: Iterable[str]) -> None:
        from kafka import KafkaAdminClient
        from kafka.admin import ACL, ACLFilter, ACLOperation, ACLPermissionType, ResourcePattern, ResourceType

        pattern = ResourcePattern(ResourceType[kind], name)
        every = ACLFilter(f"User:{user}", None, ACLOperation.ANY, ACLPermissionType.ANY, pattern)
        wanted = [
            ACL(f"User:{user}", "*", ACLOperation[operation], ACLPermissionType[permission], pattern)
            for operation in operations
        ]
        admin = KafkaAdminClient(**kafka_python_options(Settings(bootstrap_servers=self.kafka.address("INTERNAL"))))
        try:
            answer = admin.create_acls(wanted)
            assert len(answer["succeeded"]) == len(wanted), answer
            # The controller has the rule; the broker obeys it a moment later.
            deadline = time.monotonic() + 30
            while not set(wanted) <= set(admin.describe_acls(every)[0]):
                assert time.monotonic() < deadline, f"the broker does not obey {wanted}"
                time.sleep(0.05)
        finally:
            admin.close()


def secured_kafka(folder: Path) -> Secured:
    """Return the broker, not started, with its certificates in `folder`."""
    certificates = make_certificates(folder)
    properties = {
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        # Nobody gets a name on INTERNAL alone.
        "super.users": f"User:ANONYMOUS;User:{ALICE};User:{MACHINE}",
    }
    for listener, protocol in {"CLIENT": "SASL_SSL", **_LISTENERS}.items():
        name = f"listener.name.{listener.lower()}"
        if protocol.endswith("SSL"):
            shown = certificates.old_broker if listener == "EXPIRED" else certificates.broker
            properties |= {
                f"{name}.ssl.keystore.type": "PEM",
                f"{name}.ssl.keystore.location": str(shown),
                f"{name}.ssl.truststore.type": "PEM",
                f"{name}.ssl.truststore.location": str(certificates.authority),
                f"{name}.ssl.client.auth": "none" if listener == "PASSWORD" else "required",
                f"{name}.ssl.principal.mapping.rules": "RULE:^.*CN=([^,]+).*$/$1/",
            }
        if protocol.startswith("SASL"):
            plain = f'{_JAAS}.plain.PlainLoginModule required user_{ALICE}="{PASSWORD}" user_{BOB}="{PASSWORD}";'
            properties |= {
                f"{name}.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
                f"{name}.plain.sasl.jaas.config": plain,
                f"{name}.scram-sha-512.sasl.jaas.config": f"{_JAAS}.scram.ScramLoginModule required;",
            }
    scram = [f"SCRAM-SHA-512=[name={user},password={PASSWORD}]" for user in (ALICE, BOB)]
    arguments = [part for user in scram for part in ("--add-scram", user)]
    kafka = LocalKafka(protocol="SASL_SSL", listeners=_LISTENERS, properties=properties, format_arguments=arguments)
    return Secured(kafka, certificates)
