"""What the probes answer, from start to end of a worker."""

import pytest

from processor.observe.health import Health


def test_a_new_worker_is_alive_and_not_ready() -> None:
    health = Health(["language", "topics"])
    assert health.alive() == (True, "alive")
    ready, reason = health.ready()
    assert not ready
    assert reason == "models not loaded; no partitions assigned yet: language, topics"


def test_every_link_needs_an_assignment() -> None:
    health = Health(["language", "topics"])
    health.models_loaded = True
    health.partitions_assigned["language"] = True
    assert health.ready() == (False, "no partitions assigned yet: topics")
    health.partitions_assigned["topics"] = True
    assert health.ready() == (True, "ready")


def test_assigned_partitions_are_not_enough_without_models() -> None:
    health = Health(["fused"])
    health.partitions_assigned["fused"] = True
    assert health.ready() == (False, "models not loaded")


def working() -> Health:
    health = Health(["fused"])
    health.models_loaded = True
    health.partitions_assigned["fused"] = True
    assert health.ready()[0]
    return health


def test_a_link_stopped_by_the_dead_letter_policy_is_alive_and_not_ready() -> None:
    health = working()
    health.stopped_reason["fused"] = "50 stage failures in a row"
    assert health.ready() == (False, "link fused stopped: 50 stage failures in a row")
    assert health.alive()[0]


def test_a_fatal_error_ends_both() -> None:
    health = working()
    health.fatal = "not delivered in 120 s"
    assert health.alive() == (False, "fatal: not delivered in 120 s")
    assert health.ready() == (False, "fatal: not delivered in 120 s")


def test_a_draining_worker_is_alive_and_not_ready() -> None:
    health = working()
    health.draining = True
    assert health.ready() == (False, "draining")
    assert health.alive()[0]


def test_revoked_partitions_turn_readiness_off() -> None:
    health = working()
    health.partitions_assigned["fused"] = False
    assert health.ready() == (False, "no partitions assigned yet: fused")


def test_no_links_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="without links"):
        Health([])
