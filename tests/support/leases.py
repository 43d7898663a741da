"""A lease of the first raw partition, as a worker takes it."""

from functools import partial

from aiokafka.structs import TopicPartition

from processor.engine.transactions.lease import Lease, new_producer
from processor.settings import Settings


def lease(settings: Settings) -> Lease:
    """Return a lease that has not begun."""
    topics = (settings.topic_enriched, settings.topic_dead_letter)
    producers = partial(new_producer, settings, settings.group_id, topics)
    return Lease(TopicPartition(settings.topic_raw, 0), settings.group_id, producers, lambda *_: None)
