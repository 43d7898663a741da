"""What the rules for names remember: some megabytes, however many names come by."""

import gc
import tracemalloc
from collections.abc import Callable
from typing import Any

from processor.stages.entities.article import surface
from processor.stages.entities.persons import compare, key, latin, sounds

_MOST = 8 * 1024 * 1024
_NAMES = 400
_SYLLABLES = [f"{first}{second}" for first in "бвгдклмнпрстз" for second in "аеиоу"]
#: What remembers, and how it is asked about a name.
_REMEMBERING: list[tuple[Any, Callable[[str], object]]] = [
    (key.person_key, lambda name: key.person_key(name, "ru")),
    (latin.latin, lambda name: latin.latin(name, "ru", person=True)),
    (sounds.word_skeleton, lambda name: sounds.word_skeleton(name.lower(), "ru")),
    (compare._distance, lambda name: compare._distance(name, "kirvan")),
    (surface._remembered, surface.folded),
]


def _name(number: int) -> str:
    number = number * 2_654_435_761 % 2**32
    parts = []
    for _ in range(5):
        number, part = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[part])
    return f"{''.join(parts[:2]).capitalize()} {''.join(parts[2:]).capitalize()}"


def test_all_that_may_be_remembered_takes_some_megabytes() -> None:
    assert sum(_when_full(function, ask) for function, ask in _REMEMBERING) < _MOST


def _when_full(function: Any, ask: Callable[[str], object]) -> float:
    """Return the bytes that a cache takes when it is full, from what some hundred names take."""
    ask(_name(0))  # what is loaded on first use is none of it
    _forget(None)
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(_NAMES):
            ask(_name(number))
        _forget(function)
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    known = function.cache_info()
    assert known.currsize == _NAMES
    _forget(None)
    return float(taken / known.currsize * known.maxsize)


def _forget(but: Any) -> None:
    for function, _ in _REMEMBERING:
        if function is not but:
            function.cache_clear()
