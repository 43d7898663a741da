"""Draws a run as SVG: memory of every process above, lag below, over minutes. Two panels of lines need no library."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from tests.faults.overload.judge import Load
from tests.faults.overload.sample import Sample

_WIDTH, _LEFT, _RIGHT = 860, 70, 190
_MEMORY, _LAG = (50, 290), (360, 460)
_COLOURS: Final = ("#0b6e99", "#c1440e", "#2e7d32", "#7b3fa0", "#b8860b", "#555555", "#d81b60", "#00897b")
#: Points of a line; more would not be seen.
_POINTS: Final = 150
_MIB: Final = 1024 * 1024


def plot(title: str, samples: Sequence[Sample], load: Load) -> str:
    """Return the SVG."""
    every = max(1, len(samples) // _POINTS)
    # Of each stretch the sample with the highest point of a line: a peak must not fall between two points.
    stretches = [samples[start : start + every] for start in range(0, len(samples), every)]
    end = samples[-1].at
    names = list(dict.fromkeys(name for sample in samples for name in sample.memory))
    most = max(max(sample.memory.values()) for sample in samples) / _MIB
    lag = max(1, *(sample.lag for sample in samples))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="490" font-family="sans-serif"'
        ' font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        _text(_LEFT, 20, title, "start"),
        *_panel(_MEMORY, "RSS, MiB", most, end),
        *_panel(_LAG, "lag, articles", lag, end),
        _moment(load.settled, end, "settled"),
        _moment(load.stopped, end, "production stops"),
    ]
    for number, name in enumerate(names):
        points = [
            (stretch[0].at, max(sample.memory[name] for sample in stretch if name in sample.memory) / _MIB)
            for stretch in stretches
            if any(name in sample.memory for sample in stretch)
        ]
        colour = _COLOURS[number % len(_COLOURS)]
        parts.append(_line(_MEMORY, points, most, end, colour))
        parts.append(_text(_WIDTH - _RIGHT + 12, 70 + 18 * number, f"{name}: {points[-1][1]:.0f}", "start", colour))
    parts.append(_line(_LAG, [(stretch[0].at, stretch[0].lag) for stretch in stretches], lag, end, "#0b6e99"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(rows: tuple[int, int], label: str, most: float, end: float) -> list[str]:
    top, bottom = rows
    right = _WIDTH - _RIGHT
    parts = [_text(_LEFT, top - 6, label, "start")]
    for part in range(5):
        y = bottom - (bottom - top) * part / 4
        parts.append(f'<line x1="{_LEFT}" y1="{y:.0f}" x2="{right}" y2="{y:.0f}" stroke="#dddddd"/>')
        parts.append(_text(_LEFT - 6, y + 4, f"{most * part / 4:,.0f}", "end"))
    step = max(1, round(end / 60 / 12))
    for minute in range(0, int(end / 60) + 1, step):
        label = str(minute) if minute else "0 min"
        parts += [_text(_x(minute * 60, end), bottom + 16, label, "middle")]
    return parts


def _moment(at: float, end: float, label: str) -> str:
    x = _x(at, end)
    line = f'<line x1="{x:.0f}" y1="{_MEMORY[0]}" x2="{x:.0f}" y2="{_LAG[1]}" stroke="#888888" stroke-dasharray="4 3"/>'
    return line + _text(x, 324, label, "middle", "#666666")


def _line(rows: tuple[int, int], points: Sequence[tuple[float, float]], most: float, end: float, colour: str) -> str:
    top, bottom = rows
    path = " ".join(f"{_x(at, end):.1f},{bottom - (bottom - top) * value / most:.1f}" for at, value in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def _x(at: float, end: float) -> float:
    return _LEFT + (_WIDTH - _RIGHT - _LEFT) * at / end


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#222222") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
