"""Articles as long as news is, in the languages of the seeds: the same for the same seed, without end.

Lengths are log-normal: half are longer than 3,000 code points, one in a thousand has the most, 50,000. An article is
paragraphs of one seed in random order, each with an invented name in front, so that no article is like another and
nothing that is remembered of names stands for all of them.
"""

import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson

from bench.texts import SEEDS

MEDIAN: Final = 3_000
SHORTEST: Final = 200
LONGEST: Final = 50_000
#: Of the logarithm of the length.
SPREAD: Final = math.log(LONGEST / MEDIAN) / 3.09

_SYLLABLES: Final = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in ("a", "e", "i", "or", "un")]


def articles(seed: int = 1, length: int | None = None) -> Iterator[tuple[bytes, bytes]]:
    """Yield key and value of raw messages without end.

    Args:
        length: code points of each text; drawn for each where None.
    """
    draw = random.Random(seed)
    texts = [_paragraphs(path) for path in sorted(SEEDS.glob("*.txt"))]
    number = 0
    while True:
        size = length or round(min(max(draw.lognormvariate(math.log(MEDIAN), SPREAD), SHORTEST), LONGEST))
        key = f"{seed}-{number}"
        yield key.encode(), orjson.dumps({"id": key, "source": "bench", "text": _text(draw, draw.choice(texts), size)})
        number += 1


def _text(draw: random.Random, paragraphs: list[str], size: int) -> str:
    found: list[str] = []
    held = 0
    while held <= size:
        found.append(f"{_name(draw)}: {draw.choice(paragraphs)}")
        held += len(found[-1]) + 1
    return "\n".join(found)[:size]


def _name(draw: random.Random) -> str:
    first, last = ("".join(draw.choices(_SYLLABLES, k=count)).capitalize() for count in (2, 3))
    return f"{first} {last}"


def _paragraphs(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
