"""A seed is one schedule, and the schedules together try everything."""

from collections import Counter
from itertools import pairwise

import pytest

from tests.faults.harness.articles import Articles
from tests.faults.harness.schedule import OF_ARTICLES, OF_NETWORK, OF_WORKERS, SESSION, Kind, draw


@pytest.mark.parametrize("seed", range(20))
def test_a_seed_is_a_schedule(seed: int) -> None:
    plan = draw(seed)
    assert plan == draw(seed)
    assert plan != draw(seed + 2)
    assert plan.layout == ("fused" if seed % 2 else "staged")


def test_a_hundred_seeds_try_every_fault_in_both_layouts() -> None:
    plans = [draw(seed) for seed in range(100)]
    for layout in ("fused", "staged"):
        kinds = Counter(fault.kind for plan in plans if plan.layout == layout for fault in plan.faults)
        assert set(kinds) == set(Kind)
        assert all(count >= 3 for kind, count in kinds.items() if kind is not Kind.DISK), kinds


@pytest.mark.parametrize("seed", range(50))
def test_faults_of_one_row_come_one_after_the_other(seed: int) -> None:
    plan = draw(seed)
    assert plan.faults
    rows = (OF_WORKERS, OF_ARTICLES, tuple(kind for kind in Kind if kind not in (*OF_WORKERS, *OF_ARTICLES)))
    for row in rows:
        faults = [fault for fault in plan.faults if fault.kind in row]
        assert all(one.at + one.seconds < other.at for one, other in pairwise(faults))
    assert all(fault.at < plan.seconds and fault.target < plan.workers for fault in plan.faults)


def test_a_zombie_sleeps_longer_than_its_session() -> None:
    freezes = [fault for seed in range(50) for fault in draw(seed).faults if fault.kind is Kind.FREEZE]
    assert all(fault.seconds > SESSION for fault in freezes)


def test_kinds_can_be_chosen() -> None:
    kinds = {fault.kind for seed in range(20) for fault in draw(seed, kinds=OF_NETWORK).faults}
    assert kinds == set(OF_NETWORK)


def test_articles_are_the_same_for_a_seed_and_have_versions() -> None:
    one, other = Articles(3), Articles(3)
    messages = [one.next() for _ in range(100)]
    assert messages == [other.next() for _ in range(100)]
    assert [message.serial for message in messages] == list(range(1, 101))
    versions = Counter(message.key for message in messages)
    assert 10 <= sum(count - 1 for count in versions.values()) <= 25
    assert len({message.value for message in messages}) == 100


@pytest.mark.parametrize("kind", OF_ARTICLES)
def test_a_burst_says_what_must_become_of_it(kind: Kind) -> None:
    messages = list(Articles(1).burst(kind, 30))
    assert len(messages) == 30
    assert all(message.doom for message in messages)
    assert all((message.key is None) == (kind is Kind.POISON) for message in messages)
