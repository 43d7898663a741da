"""Fixtures for all tests: brokers, their addresses, and topic names of a test's own."""

import os
import re
import secrets
from collections.abc import Iterator

import pytest
from hypothesis import settings

from processor.brokers.apache import LocalKafka
from processor.brokers.embedded import EmbeddedBroker
from processor.brokers.errors import BrokerStartError

# No test asserts on time, and a busy machine takes its own.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

_KAFKA_FIXTURES = frozenset({"kafka", "bootstrap", "own_kafka"})
#: Seconds; a machine that does much else takes its time.
_KAFKA_START = 180.0
# Of the suite itself; every other SAMACHAR_ variable would change what a test sees.
_OF_THE_SUITE = frozenset({"SAMACHAR_KAFKA_HOME", "SAMACHAR_REQUIRE_KAFKA"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses Apache Kafka, so that nobody has to remember to."""
    for item in items:
        if _KAFKA_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.kafka)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name == "KAFKA_BOOTSTRAP_SERVERS" or (name.startswith("SAMACHAR_") and name not in _OF_THE_SUITE):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def kafka() -> Iterator[LocalKafka]:
    """Apache Kafka, started once. A test that stops or harms its broker takes `own_kafka`."""
    yield from started(LocalKafka())


@pytest.fixture
def bootstrap(kafka: LocalKafka) -> str:
    """The address of Apache Kafka, as KAFKA_BOOTSTRAP_SERVERS takes it."""
    return kafka.bootstrap


@pytest.fixture
def own_kafka() -> Iterator[LocalKafka]:
    """An Apache Kafka for one test alone, to stop, kill, pause and start again."""
    yield from started(LocalKafka())


@pytest.fixture(scope="session")
def tansu() -> Iterator[EmbeddedBroker]:
    """The embedded broker, started once."""
    with EmbeddedBroker() as broker:
        yield broker


@pytest.fixture(params=[pytest.param("kafka", marks=pytest.mark.kafka), "tansu"])
def any_bootstrap(request: pytest.FixtureRequest) -> str:
    """The address of each kind of broker in turn: the test runs once on Apache Kafka and once on the embedded one."""
    broker = request.getfixturevalue(request.param)
    assert isinstance(broker, LocalKafka | EmbeddedBroker)
    return broker.bootstrap


@pytest.fixture
def prefix(request: pytest.FixtureRequest) -> str:
    """The beginning of topic and group names that no other test, nor another run of this one, uses."""
    name = re.sub(r"[^a-zA-Z0-9]+", "-", request.node.name)[:60].strip("-")
    return f"{name}-{secrets.token_hex(4)}."


def kafka_required() -> bool:
    """Tell whether tests on Apache Kafka must run: then a Kafka that does not start fails them."""
    return os.environ.get("CI", "").lower() in {"true", "1"} or os.environ.get("SAMACHAR_REQUIRE_KAFKA") == "1"


def started(broker: LocalKafka) -> Iterator[LocalKafka]:
    """Give a broker that runs, for the body of a fixture; without Kafka the test fails or is skipped."""
    try:
        try:
            broker.start(timeout=_KAFKA_START)
        except BrokerStartError as error:
            if kafka_required():
                pytest.fail(f"Apache Kafka is required and did not start: {error}", pytrace=False)
            pytest.skip(f"no Apache Kafka: {error}")
        yield broker
    finally:
        broker.close()
