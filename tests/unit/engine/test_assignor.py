"""The leader of a group that knows nothing of its topic."""

from pathlib import Path
from typing import Any, cast

import faust
import pytest
from aiokafka.cluster import ClusterMetadata
from faust.assignor.partition_assignor import MemberMetadataMapping, PartitionAssignor

from processor.engine.app import build_app
from processor.engine.assignor import UnknownTopicError
from processor.engine.layouts import link_specs
from processor.settings import load_settings

TOPIC = "articles.raw"


class Cluster:
    """What a client knows: so many partitions, or None of a topic that it has not been told of."""

    def __init__(self, partitions: int | None) -> None:
        self._partitions = partitions

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        assert topic == TOPIC
        return None if self._partitions is None else set(range(self._partitions))


@pytest.fixture(name="app")
def _app(tmp_path: Path) -> faust.App:
    settings = load_settings(topic_raw=TOPIC)
    app = build_app(settings, link_specs(settings)[0], tmp_path)
    app.topic(TOPIC)
    return app


def assign(assignor: Any, partitions: int | None) -> dict[str, int]:
    """Return how many partitions each of two members gets."""
    members = cast(MemberMetadataMapping, {name: assignor.metadata({TOPIC}) for name in ("one", "other")})
    found = assignor.assign(cast(ClusterMetadata, Cluster(partitions)), members)
    return {name: sum(len(parts) for _, parts in each.assignment) for name, each in found.items()}


def test_partitions_are_shared_out(app: faust.App) -> None:
    assert assign(app.assignor, 4) == {"one": 2, "other": 2}


def test_a_topic_that_is_not_known_is_no_topic_without_partitions(app: faust.App) -> None:
    with pytest.raises(UnknownTopicError, match=TOPIC):
        assign(app.assignor, None)


def test_faust_by_itself_leaves_the_whole_group_idle(app: faust.App) -> None:
    assert assign(PartitionAssignor(app, replicas=0), None) == {"one": 0, "other": 0}
