"""Where names begin and end."""

import pytest

from processor.stages.entities.names.ends import trimmed, whole_characters, without_marks


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" Delhi\n", "Delhi"),
        ("\u0316Delhi", "Delhi"),  # a mark at the beginning of a text has no letter
        (" \u0316Delhi", "Delhi"),
        (" \u0316 \u0301\u200dDelhi", "Delhi"),
        ("«\u0301Delhi", "Delhi"),
        ("\u093fदिल्ली", "दिल्ली"),
        ("e\u0301a", "e\u0301a"),
        ("किम", "किम"),
        (" \u0316 ", ""),
    ],
)
def test_a_name_begins_with_a_letter(text: str, name: str) -> None:
    start, end = without_marks(text, 0, len(text))
    assert text[start:end] == name


def test_a_mark_that_belongs_to_a_letter_stays() -> None:
    text = "(दिल्ली"
    assert trimmed(text, 2, len(text)) == (2, len(text))  # pieces may part it from its letter
    assert whole_characters(text, 2, 3) == (1, 3)
