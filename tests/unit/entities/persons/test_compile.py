"""The table of names that sound otherwise than they are written."""

import gzip

from processor.stages.entities.persons.known import known_names
from processor.stages.entities.persons.sounds import word_skeleton
from training.persons.compile import compiled, packed

LINES = [
    "tramp, tramps, trump, τραμπ, трамп, טראמפ, トランプ, 川普 => Q1",
    "abe, abé, абе, אבה, 安倍, 아베 => Q2",
    "anbei, 安倍 => Q3",
    "only, here => Q4",
    "two words, два слова => Q5",
]


def test_spellings_get_the_skeleton_of_the_latin_ones() -> None:
    found = compiled(LINES)
    assert found["川普"] == "TRMP" != word_skeleton("川普")
    assert "трамп" not in found  # by rule it is the same
    assert found["安倍"] == "AP"  # the line in more scripts counts for more
    assert "два слова" not in found
    assert "here" not in found


def test_packing_is_the_same_every_time_and_sorted() -> None:
    names = compiled(LINES)
    assert packed(names) == packed(dict(reversed(names.items())))
    lines = gzip.decompress(packed(names)).decode().splitlines()
    assert lines == sorted(lines, key=lambda line: line.split("\t")[0])


def test_what_ships_holds_names_as_they_are_looked_up() -> None:
    known = known_names()
    assert len(known) > 100_000
    assert all(name == name.lower() and " " not in name for name in known)
    assert {letter for skeleton in known.values() for letter in skeleton} == set("AKLMNPRST")
