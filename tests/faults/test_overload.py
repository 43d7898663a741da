"""Some seconds of over-production. `make overload` makes ten minutes, which it takes to tell whether memory is flat."""

from pathlib import Path

import pytest

from processor.brokers.apache import LocalKafka
from tests.faults.overload.judge import judge
from tests.faults.overload.run import Course, overload
from tests.support.workers import topic_settings


@pytest.mark.slow
def test_a_worker_takes_no_more_than_it_can_hold_and_catches_up_afterwards(
    kafka: LocalKafka, prefix: str, tmp_path: Path
) -> None:
    settings = topic_settings(kafka.bootstrap, prefix, profile="fast", workers=1, batch_size=8, window=2)
    course = Course("ordinary", factor=20, seconds=6, backlog=400, warm_up=3, watch=8, settled=3)
    load, samples = overload(course, settings, tmp_path, broker=kafka.pid, say=print)

    verdict = judge(samples, load)
    # How fast the producer is and when memory has settled is for a machine of one's own to say.
    assert {fault.rule for fault in verdict.faults} <= {"memory", "production"}, verdict
    assert 0 < max(sample.in_flight for sample in samples) <= load.bound == 16
    assert {growth.process for growth in verdict.growth} == {
        "worker", "fork server", "resource tracker", "pool process 1", "broker",
    }  # fmt: skip
    # It was over-production: all that the worker may hold is little beside what waits.
    assert max(sample.lag for sample in samples) > 10 * load.bound
