"""Faust's assignor, that does not take a topic which the client happens not to know for one without partitions.

A client that has just lost its broker may know nothing of a topic when it leads the group. Faust leaves it out then
("Ignoring missing topic"): every worker of the group then has no partitions, says that it is ready, and waits until
somebody starts one anew.
"""

from aiokafka.cluster import ClusterMetadata
from faust.assignor.partition_assignor import MemberAssignmentMapping, MemberMetadataMapping, PartitionAssignor


class UnknownTopicError(RuntimeError):
    """A topic of the group's is not in the client's metadata; the worker ends, and a new one asks again."""


class Assignor(PartitionAssignor):
    """Assigns all topics or none."""

    def _perform_assignment(
        self, cluster: ClusterMetadata, member_metadata: MemberMetadataMapping
    ) -> MemberAssignmentMapping:
        topics = {topic for member in member_metadata.values() for topic in member.subscription}
        unknown = sorted(topic for topic in topics if not cluster.partitions_for_topic(topic))
        if unknown:
            raise UnknownTopicError(f"the broker has not told of partitions of {', '.join(unknown)}")
        return super()._perform_assignment(cluster, member_metadata)
