"""Exactly once: records, dead letters and source offsets of a partition in one Kafka transaction.

`docs/exactly-once.md` has the reasoning. `lease` holds one partition's transactional producer, `consumer` gives each
partition one before it reads where to begin, `link` delivers a batch by them.
"""
