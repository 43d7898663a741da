"""Make the world outline of the live page: python -m training.page.outline countries-110m.json

The input is `package/countries-110m.json` of the npm package world-atlas 2.0.2 (ISC licence, © 2013-2019 Michael
Bostock): Natural Earth's 1:110m Admin 0 country boundaries, version 4.1.0, public domain, as TopoJSON
(https://github.com/topojson/topojson-specification). The output is `land.js`: one SVG path, in tenths of a degree
(x is longitude + 180, y is 90 - latitude), made of closed rings, one for each part of a country.
"""

import json
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

Point = tuple[float, float]

_OUTPUT: Final = Path(__file__).parents[2] / "processor/observe/page/static/land.js"
#: Tenths of a degree that a line may be off, and the least extent of a ring that is kept.
_TOLERANCE: Final = 3.0
_LEAST: Final = 8.0
#: South of it is Antarctica alone.
_SOUTH: Final = -60.0

_HEAD: Final = """\
// The land, with borders of countries: Natural Earth 4.1.0, 1:110m Admin 0 country boundaries, public domain
// (https://www.naturalearthdata.com/), from the npm package world-atlas 2.0.2 (ISC licence, © 2013-2019 Michael
// Bostock).
// Made by training/page/outline.py, which says what the numbers are.
"""


def main() -> None:
    """Read TopoJSON, write the module."""
    topology = json.loads(Path(sys.argv[1]).read_text())
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    rings = [ring for shape in topology["objects"]["countries"]["geometries"] for ring in _rings(shape, arcs)]
    path = "".join(_path(ring) for ring in rings if _kept(ring))
    _OUTPUT.write_text(f'{_HEAD}export const LAND =\n  "{path}";\n', encoding="utf-8")
    print(f"{_OUTPUT.name}: {_OUTPUT.stat().st_size:,} bytes")


def _arc(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """Return an arc in tenths of a degree, with fewer points. Both sides of a border share it and stay together."""
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        longitude = x * transform["scale"][0] + transform["translate"][0]
        latitude = y * transform["scale"][1] + transform["translate"][1]
        points.append(((longitude + 180) * 10, (90 - latitude) * 10))
    return _simplified(points)


def _simplified(points: list[Point]) -> list[Point]:
    """Return the line without the points that hardly bend it (Ramer 1972; Douglas and Peucker 1973)."""
    if len(points) < 3:
        return points
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    distances = [
        abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length if length else ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5
        for x, y in points
    ]
    farthest = max(range(len(points)), key=distances.__getitem__)
    if distances[farthest] < _TOLERANCE:
        return [points[0], points[-1]]
    return _simplified(points[: farthest + 1])[:-1] + _simplified(points[farthest:])


def _rings(shape: dict[str, Any], arcs: list[list[Point]]) -> Iterable[list[Point]]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for number in ring:
                part = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += part[1:] if points else part
            yield points


def _kept(ring: list[Point]) -> bool:
    width, height = (max(values) - min(values) for values in zip(*ring, strict=True))
    # An island on the 180th meridian, cut badly, would be a line across the map.
    around = width > 3_000 and height < 100
    return (
        len(ring) > 3 and max(width, height) >= _LEAST and not around and min(y for _, y in ring) < (90 - _SOUTH) * 10
    )


def _path(ring: list[Point]) -> str:
    """Return a closed path with relative steps, which are shorter; a minus sign needs no blank before it."""
    whole = [(round(x), round(y)) for x, y in ring[:-1]]
    steps = [f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(whole)]
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}z".replace(" -", "-")


if __name__ == "__main__":
    main()
