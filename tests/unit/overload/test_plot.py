"""The plot shows every process and every peak."""

import re
from xml.etree import ElementTree

from tests.faults.overload.judge import Load
from tests.faults.overload.plot import plot
from tests.faults.overload.sample import Sample

LOAD = Load(own_rate=10.0, factor=20.0, pushed=1, pushing=1.0, stopped=600.0, bound=128)
MIB = 1024 * 1024


def _sample(at: int) -> Sample:
    memory = {"worker": (500 if at == 333 else 100) * MIB}
    if at > 400:
        memory["pool <2>"] = 50 * MIB
    return Sample(float(at), memory, produced=at, committed=0, in_flight=0, rebalances=1, restarts=0)


def test_it_is_well_formed_small_and_has_a_line_for_each_process_and_the_lag() -> None:
    svg = plot("a < b", [_sample(at) for at in range(720)], LOAD)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own text
    assert len(svg) < 20_000
    assert len(root.findall("{*}polyline")) == 3
    texts = {text.text for text in root.findall("{*}text")}
    assert {"a < b", "worker: 100", "pool <2>: 50"} <= texts


def test_a_peak_of_one_sample_reaches_the_top_of_the_panel() -> None:
    svg = plot("", [_sample(at) for at in range(720)], LOAD)
    line = re.findall(r'points="([^"]*)"', svg)[0]
    assert sum(float(point.partition(",")[2]) == 50.0 for point in line.split()) == 1
