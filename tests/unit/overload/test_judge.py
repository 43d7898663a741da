"""The judge of the over-production runs must refuse whatever is not flat, not calm or not over-production."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.overload.judge import Load, judge
from tests.faults.overload.sample import BROKER, Sample

MIB = 1024 * 1024
END, STOPPED = 720, 600
LOAD = Load(own_rate=10.0, factor=20.0, pushed=120_000, pushing=600.0, stopped=STOPPED, bound=128)


def sound() -> list[Sample]:
    """Return the samples of a run that is as it should be: memory settles within a minute, then wavers by 2 %."""
    return [
        Sample(
            at=float(at),
            memory={
                "worker": (min(at, 60) + 100 + at % 3) * MIB,
                "fork server": 35 * MIB,
                "pool process 1": (400 + at % 2) * MIB,
                BROKER: (200 + at) * MIB,
            },
            produced=1000 + min(at, STOPPED) * 200,
            committed=300 + at * 9,
            in_flight=128,
            rebalances=1,
            restarts=0,
        )
        for at in range(END)
    ]


def broken(samples: list[Sample], load: Load = LOAD) -> set[str]:
    return {fault.rule for fault in judge(samples, load).faults}


def with_memory(process: str, size: dict[int, int]) -> list[Sample]:
    return [
        replace(sample, memory=sample.memory | ({process: size[at]} if at in size else {}))
        for at, sample in enumerate(sound())
    ]


def test_a_sound_run_passes_though_the_broker_grows() -> None:
    verdict = judge(sound(), LOAD)
    assert verdict.faults == []
    assert {growth.process for growth in verdict.growth} == {"worker", "fork server", "pool process 1", BROKER}


@pytest.mark.parametrize("process", ["worker", "fork server", "pool process 1"])
def test_a_leak_of_any_process_is_refused(process: str) -> None:
    # Six percent in eleven minutes: no look at two neighbouring samples would show it.
    leaking = {at: round(300 * MIB * (1 + 0.06 * at / END)) for at in range(END)}
    assert broken(with_memory(process, leaking)) == {"memory"}


def test_a_leak_that_only_shows_once_production_has_stopped_is_refused() -> None:
    assert broken(with_memory("worker", {at: (200 + at - STOPPED) * MIB for at in range(STOPPED, END)})) == {"memory"}


@settings(deadline=None)
@given(st.dictionaries(st.integers(61, END - 1), st.integers(1, 2 * MIB), max_size=5))
def test_a_series_is_refused_exactly_when_its_most_is_five_percent_over_what_it_was_after_a_minute(
    later: dict[int, int],
) -> None:
    samples = with_memory("worker", dict.fromkeys(range(END), MIB) | later)
    assert ("memory" in broken(samples)) == (max(later.values(), default=MIB) * 20 >= MIB * 21)


def test_a_process_that_is_replaced_is_refused_however_small_the_new_one() -> None:
    samples = sound()
    for at in range(300, END):
        memory = {name: size for name, size in samples[at].memory.items() if name != "pool process 1"}
        samples[at] = replace(samples[at], memory=memory | {"pool process 2": 300 * MIB}, restarts=1)
    assert broken(samples) == {"processes"}


def test_a_process_that_came_for_a_moment_is_refused() -> None:
    samples = sound()
    samples[400] = replace(samples[400], memory=samples[400].memory | {"process 4711": MIB})
    assert broken(samples) == {"processes"}


def test_one_rebalance_is_refused() -> None:
    samples = [replace(sample, rebalances=1 + (sample.at > 500)) for sample in sound()]
    assert broken(samples) == {"rebalances"}


def test_one_article_more_in_flight_than_may_be_is_refused() -> None:
    samples = sound()
    samples[10] = replace(samples[10], in_flight=129)
    assert broken(samples) == {"in flight"}


def test_a_lag_that_stays_is_refused() -> None:
    samples = [replace(sample, committed=min(sample.committed, 300 + 600 * 9)) for sample in sound()]
    assert broken(samples) == {"lag"}


def test_a_lag_that_rises_for_a_moment_is_refused() -> None:
    samples = sound()
    samples[660] = replace(samples[660], committed=samples[650].committed)
    assert broken(samples) == {"lag"}


def test_a_lag_that_has_come_to_nothing_may_stay_there() -> None:
    samples = [replace(sample, committed=sample.produced) if sample.at > 610 else sample for sample in sound()]
    assert broken(samples) == set()


def test_a_worker_that_keeps_up_shows_nothing() -> None:
    samples = [replace(sample, committed=sample.produced) for sample in sound()]
    assert broken(samples) == {"lag"}


def test_a_producer_that_does_not_keep_its_rate_shows_nothing() -> None:
    assert broken(sound(), replace(LOAD, pushed=110_000)) == {"production"}


def test_a_run_that_was_broken_off_shows_nothing() -> None:
    assert broken(sound()[:30]) == {"samples"}
    assert broken(sound()[:602]) == {"samples"}
