"""What the broker lets our user do, asked before the work begins.

A client without a right fails late and in its own words, or waits for ever: Faust's consumer does when it may not join
its group. Brokers without an authorizer, and those that do not tell rights, let everything pass here.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, Literal

from processor.brokers.errors import AccessError
from processor.brokers.reach import Admin, admin_client
from processor.settings import Settings

#: Kafka's names of operations on a topic.
Right = Literal["READ", "WRITE"]

_TOPIC_AUTHORIZATION_FAILED: Final = 29
#: A member that no group has: removing it changes nothing.
_NOBODY: Final = "samachar-rights-check"


def require_rights(settings: Settings, topics: Mapping[str, Collection[Right]], groups: Iterable[str] = ()) -> None:
    """Make sure that our user may do to each topic what is said there, and read as a member of each group.

    Raises:
        AccessError: a line for each topic and group where it may not.
        BrokerError, SettingsError: as `admin_client` has them.
    """
    with admin_client(settings) as admin:
        described = admin.describe_topics(sorted(topics))
        problems = denied_topics(settings, described, topics)
        problems += denied_groups(settings, admin, groups)
    if problems:
        raise AccessError("\n".join(problems))


def denied_topics(
    settings: Settings, described: Iterable[Mapping[str, Any]], wanted: Mapping[str, Collection[str]]
) -> list[str]:
    """Return a line for each topic with which our user may not do what is wanted, in the order of `wanted`.

    Args:
        described: topics as `describe_topics` returns them.
        wanted: the operations for each topic, by Kafka's names.
    """
    lines = []
    answers = {topic["name"]: topic for topic in described}
    for name, operations in wanted.items():
        topic = answers[name]
        allowed = topic.get("authorized_operations")
        if topic["error_code"] == _TOPIC_AUTHORIZATION_FAILED:
            rights = sorted({*operations, "DESCRIBE"})
        elif topic["error_code"] or allowed is None:
            continue
        else:
            rights = sorted(set(operations) - set(allowed))
        if rights:
            lines.append(f"topic {name}: {user(settings)} may not {' or '.join(rights)} it")
    return lines


def denied_groups(settings: Settings, admin: Admin, groups: Iterable[str]) -> list[str]:
    """Return a line for each consumer group whose member our user may not be."""
    from kafka.admin import MemberToRemove
    from kafka.errors import GroupAuthorizationFailedError, KafkaError

    lines = []
    for group in sorted(groups):
        try:
            # Brokers tell the rights to a group only while it has members; leaving needs the right that joining needs.
            admin.remove_group_members(group, [MemberToRemove(member_id=_NOBODY)])
        except GroupAuthorizationFailedError:
            lines.append(f"consumer group {group}: {user(settings)} may not READ as its member")
        except KafkaError:
            continue  # a broker that has just started has no coordinator yet
    return lines


def user(settings: Settings) -> str:
    """Return words for whom the broker takes us for."""
    if settings.security_protocol.startswith("SASL"):
        return f"the user {settings.sasl_username!r}"
    if settings.security_protocol == "SSL" and settings.ssl_certfile is not None:
        return f"the user of the certificate {settings.ssl_certfile}"
    return "a client without a name"
