"""How often linking is right on sentences with ambiguous names (tests/data/places)."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from training.gazetteer.linking import SCRIPTS, read, score, with_given_spans, with_tagger

DATA: Final = Path(__file__).parents[3] / "data" / "places"
ROWS: Final = read(DATA / "ambiguous.jsonl")
HELD_OUT: Final = read(DATA / "held_out.jsonl")
PRECISION: Final = 0.95
Record = Callable[[str, object], None]


def test_the_sentences_are_many_languages_and_scripts() -> None:
    languages = {row["language"] for row in ROWS}
    assert len(ROWS) >= 130
    assert len(languages) >= 20
    assert len({SCRIPTS.get(language, "Latn") for language in languages}) >= 10


@pytest.mark.parametrize("row", [*ROWS, *HELD_OUT], ids=lambda row: row["text"][:30])
def test_the_marks_are_what_the_text_has_there(row: dict[str, object]) -> None:
    text, places = row["text"], row["places"]
    assert isinstance(text, str)
    assert isinstance(places, list)
    assert [text[place["start"] : place["end"]] for place in places] == [place["text"] for place in places]


def test_links_of_given_places_are_right(record_property: Record) -> None:
    found = score(ROWS, with_given_spans())
    record_property("precision and recall", f"{found.precision:.3f} {found.recall:.3f}")
    assert found.precision >= PRECISION, found.wrong
    assert found.recall >= 0.95, found.missed
    assert set(found.how) >= {"name", "written", "context", "population"}


def test_links_of_held_out_sentences_are_right(record_property: Record) -> None:
    found = score(HELD_OUT, with_given_spans())
    record_property("precision and recall", f"{found.precision:.3f} {found.recall:.3f}")
    assert found.precision >= 0.94, found.wrong
    assert found.recall >= 0.93, found.missed


def test_links_of_what_the_product_finds_are_right(record_property: Record) -> None:
    found = score(ROWS, with_tagger())
    record_property("precision and recall", f"{found.precision:.3f} {found.recall:.3f}")
    assert found.precision >= PRECISION, found.wrong
    assert found.recall >= 0.86, found.missed
