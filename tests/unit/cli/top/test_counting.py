"""The arithmetic of the view: increases over resets, rates, quantiles."""

import math
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Histogram, generate_latest

from processor.cli.metrics_summary import Labels, Samples, parsed
from processor.cli.top.counting import Counted, quantile, summed

ARTICLES = "samachar_articles_consumed_total"
LINK = (("link", "fused"),)


def samples(value: float, start: float = 1.0) -> Samples:
    return {ARTICLES: {LINK: value}, "process_start_time_seconds": {(): start}, "in_flight": {LINK: value}}


def gained(*scrapes: tuple[float, Samples], keep: float = 100.0) -> tuple[float, float]:
    counted = Counted(keep)
    for at, found in scrapes:
        counted.add(at, found)
    return counted.seconds, counted.increase(ARTICLES).get(LINK, 0.0)


def test_one_scrape_tells_no_rate() -> None:
    assert gained((0, samples(500))) == (0.0, 0.0)


def test_an_increase_is_what_came_between_the_first_and_the_last_scrape() -> None:
    assert gained((0, samples(500)), (1, samples(510)), (3, samples(540))) == (3.0, 40.0)


def test_a_counter_that_is_lower_began_anew() -> None:
    assert gained((0, samples(500)), (1, samples(7)), (2, samples(9))) == (2.0, 9.0)


def test_a_process_that_began_anew_did_so_even_where_its_counter_has_overtaken_the_old_one() -> None:
    assert gained((0, samples(5, start=1.0)), (1, samples(8, start=2.0))) == (1.0, 8.0)


def test_a_series_that_was_not_there_began_at_zero() -> None:
    nothing: Samples = {"process_start_time_seconds": {(): 1.0}}
    assert gained((0, nothing), (2, samples(6))) == (2.0, 6.0)


def test_only_the_last_seconds_count() -> None:
    scrapes = [(float(at), samples(100.0 * at)) for at in range(50)]
    assert gained(*scrapes, keep=10.0) == (10.0, 1_000.0)


def test_gauges_have_no_increase() -> None:
    counted = Counted(10.0)
    counted.add(0, samples(1))
    counted.add(1, samples(5))
    assert counted.increase("in_flight") == {}


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 1_000), min_size=1, max_size=5), min_size=1, max_size=5))
def test_whatever_restarts_nothing_is_lost_between_scrapes(lives: list[list[int]]) -> None:
    """Each life of the process is a list of what it counts from scrape to scrape."""
    counted = Counted(1e9)
    counted.add(0.0, samples(0, start=-1.0))
    at = 0
    for number, life in enumerate(lives):
        for total in accumulate(life):
            at += 1
            counted.add(at, samples(total, start=float(number)))
    assert counted.increase(ARTICLES)[LINK] == sum(map(sum, lives))


def test_sums_over_labels() -> None:
    one: dict[Labels, float] = {(("reason", "x"), ("stage", "a")): 2.0, (("reason", "y"), ("stage", "a")): 3.0}
    other: dict[Labels, float] = {(("reason", "x"), ("stage", "b")): 4.0}
    assert summed([one, other], "reason") == {("x",): 6.0, ("y",): 3.0}
    assert summed([one, other]) == {(): 9.0}


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.5, 1.0), (0.25, 0.5), (0.75, 1.5), (1.0, 2.0), (0.0, 0.0)],
)
def test_observations_are_spread_evenly_in_their_bucket(share: float, expected: float) -> None:
    assert quantile(share, {1.0: 10, 2.0: 20, math.inf: 20}) == pytest.approx(expected)


def test_quantiles_of_nothing_and_beyond_the_last_bound() -> None:
    assert quantile(0.5, {}) is None
    assert quantile(0.5, {1.0: 0, math.inf: 0}) is None
    assert quantile(0.99, {1.0: 50, math.inf: 100}) == math.inf
    assert quantile(0.5, {1.0: 50, math.inf: 100}) == 1.0


@settings(deadline=None)
@given(st.lists(st.floats(0, 20), min_size=1, max_size=50), st.floats(0.01, 1))
def test_a_quantile_lies_in_the_bucket_of_the_observation_that_it_stands_for(values: list[float], share: float) -> None:
    bounds = [0.5, 1.0, 5.0, 10.0]
    registry = CollectorRegistry()
    histogram = Histogram("time", "for a test", registry=registry, buckets=bounds)
    for value in values:
        histogram.observe(value)
    found = parsed(generate_latest(registry).decode())["time_bucket"]
    buckets = {float(dict(labels)["le"]): count for labels, count in found.items()}
    exact = sorted(values)[max(0, math.ceil(share * len(values) - 1e-9) - 1)]
    upper = min((bound for bound in [*bounds, math.inf] if exact <= bound), default=math.inf)
    lower = max((bound for bound in bounds if bound < exact), default=0.0)
    result = quantile(share, buckets)
    assert result is not None
    assert lower <= result <= upper
