"""The topics we use: their stated sizes, created when they are missing and checked when they exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from processor.brokers.errors import AccessError, TopicError
from processor.brokers.reach import Admin, admin_client
from processor.brokers.rights import denied_topics, user
from processor.settings import Settings, variable

#: Room for key, headers and the batch's own fields; `max.message.bytes` counts them.
RECORD_OVERHEAD = 64 * 1024
_UNKNOWN_TOPIC = 3
_NOT_AUTHORIZED = frozenset({29, 31})
_ALREADY_EXISTS = 36
_INVALID_PARTITIONS = 37
_INVALID_REPLICATION_FACTOR = 38


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic as we want it.

    Attributes:
        retention_ms: milliseconds that a record is kept.
        max_message_bytes: largest record batch, after compression, key and headers included.
        cleanup: the topic's `cleanup.policy`.
    """

    name: str
    partitions: int
    replication: int
    retention_ms: int
    max_message_bytes: int
    cleanup: str = "delete"


@dataclass(frozen=True, slots=True)
class TopicState:
    """A topic as it is, after `ensure` or `check`.

    Attributes:
        created: by this call.
        notes: sentences on what differs from the wish and is no error.
    """

    name: str
    partitions: int
    created: bool
    notes: tuple[str, ...] = ()


def specs(settings: Settings) -> tuple[TopicSpec, ...]:
    """Return the topics that these settings need, in the order in which an article passes them.

    The raw topic takes messages of twice the limit of ours, so that one just over it arrives and becomes a dead letter
    that says so. A record repeats the raw article beside its normalised text and mentions, and a dead letter holds it
    in Base64, so the topics after it take eight times the limit and at least 8 MiB.

    Raises:
        TopicError: one name is given to two topics; a link would consume what it produces.
    """
    between = settings.stages[:-1] if settings.layout == "staged" else ()
    owners = [
        (variable("topic_raw"), settings.topic_raw),
        *((_owner(stage), settings.stage_topic(stage)) for stage in between),
        (variable("topic_enriched"), settings.topic_enriched),
        (variable("topic_dead_letter"), settings.topic_dead_letter),
    ]
    known: dict[str, str] = {}
    for owner, name in owners:
        if name in known:
            raise TopicError(f"{known[name]} and {owner} name the same topic, {name}")
        known[name] = owner
    return tuple(_spec(settings, name, raw=name == settings.topic_raw) for name in known)


def _owner(stage: str) -> str:
    field = f"topic_{stage}"
    return variable(field) if field in Settings.model_fields else f"what follows stage {stage}"


def ensure(
    settings: Settings, wanted: Sequence[TopicSpec] | None = None, *, timeout: float = 10.0
) -> tuple[TopicState, ...]:
    """Create the topics that are missing and check those that exist; return each, in the order of `wanted`.

    Args:
        wanted: the topics; those of `specs` when None.
        timeout: seconds to wait for a broker, and for the new topics to have leaders.

    Raises:
        TopicError: a topic cannot be created or does not fit.
        AccessError: our user may not see or create a topic.
        BrokerUnreachableError: no broker answered.
    """
    topics = tuple(specs(settings) if wanted is None else wanted)
    with admin_client(settings, timeout=timeout) as admin:
        missing = set(_missing(settings, admin, topics))
        created = _create(settings, admin, [spec for spec in topics if spec.name in missing])
        admin.wait_for_topics([spec.name for spec in topics], timeout_ms=round(timeout * 1000))
        return _inspect(admin, topics, created)


def check(
    settings: Settings, wanted: Sequence[TopicSpec] | None = None, *, timeout: float = 10.0
) -> tuple[TopicState, ...]:
    """Check the topics without creating any; arguments, result and errors as `ensure` has them."""
    topics = tuple(specs(settings) if wanted is None else wanted)
    with admin_client(settings, timeout=timeout) as admin:
        missing = _missing(settings, admin, topics)
        if missing:
            raise TopicError("\n".join(f"topic {name} does not exist" for name in missing))
        return _inspect(admin, topics, frozenset())


def _spec(settings: Settings, name: str, *, raw: bool) -> TopicSpec:
    largest = settings.max_raw_bytes if raw else settings.max_record_bytes
    return TopicSpec(
        name=name,
        partitions=settings.topic_partitions,
        replication=settings.topic_replication,
        retention_ms=round(settings.topic_retention_hours * 3_600_000),
        max_message_bytes=largest + RECORD_OVERHEAD,
    )


def _missing(settings: Settings, admin: Admin, topics: Sequence[TopicSpec]) -> list[str]:
    names = [spec.name for spec in topics]
    described = admin.describe_topics(names)
    # Not a word on topics that exist and must not be seen: they would pass for missing ones.
    hidden = denied_topics(settings, described, dict.fromkeys(names, ("DESCRIBE",)))
    if hidden:
        raise AccessError("\n".join(hidden))
    missing = {topic["name"] for topic in described if topic["error_code"] == _UNKNOWN_TOPIC}
    return [name for name in names if name in missing]


def _create(settings: Settings, admin: Admin, topics: Sequence[TopicSpec]) -> frozenset[str]:
    """Create topics and return the names of those that this call created, not another process at the same time."""
    if not topics:
        return frozenset()
    wishes = {
        spec.name: {
            "num_partitions": spec.partitions,
            "replication_factor": spec.replication,
            "configs": {
                "retention.ms": str(spec.retention_ms),
                "max.message.bytes": str(spec.max_message_bytes),
                "cleanup.policy": spec.cleanup,
            },
        }
        for spec in topics
    }
    answers = admin.create_topics(wishes, raise_errors=False)["topics"]
    denied = [answer["name"] for answer in answers if answer["error_code"] in _NOT_AUTHORIZED]
    if denied:
        who = user(settings)
        raise AccessError("\n".join(f"topic {name} does not exist, and {who} may not CREATE it" for name in denied))
    problems = [_creation_problem(answer) for answer in answers if answer["error_code"] not in (0, _ALREADY_EXISTS)]
    if problems:
        raise TopicError("\n".join(problems))
    return frozenset(answer["name"] for answer in answers if answer["error_code"] == 0)


def _creation_problem(answer: dict[str, Any]) -> str:
    from kafka.errors import for_code

    code = answer["error_code"]
    reason = answer.get("error_message") or for_code(code).__name__
    hint = {
        _INVALID_PARTITIONS: f"; see {variable('topic_partitions')}",
        _INVALID_REPLICATION_FACTOR: f"; see {variable('topic_replication')}",
    }.get(code, "")
    return f"topic {answer['name']} cannot be created: {reason}{hint}"


def _inspect(admin: Admin, topics: Sequence[TopicSpec], created: frozenset[str]) -> tuple[TopicState, ...]:
    names = [spec.name for spec in topics]
    described = {topic["name"]: topic for topic in admin.describe_topics(names)}
    configs = _configs(admin, names)
    problems: list[str] = []
    states = []
    for spec in topics:
        config = configs.get(spec.name, {})
        problems += _misfits(spec, described[spec.name], config)
        notes = _notes(spec, described[spec.name], config)
        states.append(TopicState(spec.name, len(described[spec.name]["partitions"]), spec.name in created, notes))
    if problems:
        raise TopicError("\n".join(problems))
    return tuple(states)


def _configs(admin: Admin, names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what the broker tells of each topic's configuration: perhaps nothing, when it may not or cannot."""
    from kafka.admin import ConfigResource, ConfigResourceType
    from kafka.errors import BrokerResponseError, IncompatibleBrokerVersion

    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    try:
        # No filter by key: Tansu cannot read a request that has one.
        answer = admin.describe_configs(resources, config_filter="all").get("topic", {})
    except (BrokerResponseError, IncompatibleBrokerVersion):
        return {}
    return {
        name: {key: str(entry["value"]) for key, entry in entries.items() if entry["value"] is not None}
        for name, entries in answer.items()
    }


def _misfits(spec: TopicSpec, topic: dict[str, Any], config: dict[str, str]) -> list[str]:
    problems = []
    if not topic["partitions"]:
        problems.append(f"topic {spec.name} has no partitions")
    limit = config.get("max.message.bytes")
    if limit is not None and int(limit) < spec.max_message_bytes:
        problems.append(
            f"topic {spec.name} takes messages of at most {int(limit):,} bytes; at least {spec.max_message_bytes:,}"
            f" are needed: raise its max.message.bytes or lower {variable('max_message_bytes')}"
        )
    return problems


def _notes(spec: TopicSpec, topic: dict[str, Any], config: dict[str, str]) -> tuple[str, ...]:
    notes = []
    partitions = topic["partitions"]
    if len(partitions) != spec.partitions:
        notes.append(f"has {len(partitions)} partitions, where a topic that we create has {spec.partitions}")
    replicas = min((len(partition["replica_nodes"]) for partition in partitions), default=spec.replication)
    if replicas < spec.replication:
        notes.append(f"has {replicas} replicas, where a topic that we create has {spec.replication}")
    if "max.message.bytes" not in config:
        notes.append("the broker does not tell its max.message.bytes")
    retention = config.get("retention.ms")
    if retention is not None and int(retention) != spec.retention_ms:
        kept = "for ever" if int(retention) < 0 else f"{int(retention) / 3_600_000:g} hours"
        notes.append(f"keeps records {kept}, where a topic that we create keeps them {spec.retention_ms / 3_600_000:g}")
    cleanup = config.get("cleanup.policy")
    if cleanup is not None and cleanup != spec.cleanup:
        notes.append(f"has cleanup.policy={cleanup}, where a topic that we create has {spec.cleanup}")
    return tuple(notes)
