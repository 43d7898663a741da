"""Variants change how a sentence is written, never what it names."""

from random import Random

import pytest

from tests.unit.training_entities.marked import marked, shown
from training.entities.augment import capitals, joined, titled, untokenised


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("sr", "[Kosovo|LOC] , rekao je ( [UN|ORG] ) .", "[Kosovo|LOC], rekao je ([UN|ORG])."),
        ("hi", "[राहुल|PER] आए ।", "[राहुल|PER] आए।"),
        ("en", 'He said " come to [Rome|LOC] " .', 'He said "come to [Rome|LOC]".'),
        ("en", '5 " wide', '5 " wide'),
        (
            "pt",
            "[Banco de o Brasil|ORG] em a [Bahia|LOC] , por o [PT|ORG] a as 9",
            "[Banco do Brasil|ORG] na [Bahia|LOC], pelo [PT|ORG] às 9",
        ),
        ("pt", "de [A Gazeta|ORG] e de [o Globo|ORG]", "de [A Gazeta|ORG] e de [o Globo|ORG]"),
        ("kk", "« [Томирис|MISC] » фильмі", "«[Томирис|MISC]» фильмі"),
    ],
)
def test_blanks_of_tokenised_text_go(language: str, line: str, expected: str) -> None:
    assert shown(untokenised(marked(line), language)) == expected


def test_titles_are_written_before_people_outside_their_names() -> None:
    line = "[राहुल गांधी|PER] और [दिल्ली|LOC] में [सोनिया|PER]"
    assert titled(marked(line), Random(1), 0.0) == marked(line)
    after = titled(marked(line), Random(1), 1.0)
    names = [(after.text[start:end], kind) for start, end, kind in after.spans]
    assert names == [("राहुल गांधी", "PER"), ("दिल्ली", "LOC"), ("सोनिया", "PER")]
    before = after.text[: after.spans[0][0]]
    assert before.endswith(" ")
    assert before.strip()
    assert after.text.count(" ") > marked(line).text.count(" ") + 1


def test_joining_moves_names_along() -> None:
    parts = [marked("[東京|LOC]。"), marked("x"), marked("[大阪|LOC]へ")]
    assert shown(joined(parts, "")) == "[東京|LOC]。x[大阪|LOC]へ"
    assert shown(joined(parts, " ")) == "[東京|LOC]。 x [大阪|LOC]へ"


def test_capitals_only_where_the_length_stays() -> None:
    assert shown(capitals(marked("[Žan|PER] ide"))) == "[ŽAN|PER] IDE"
    assert shown(capitals(marked("[Groß|PER] geht"))) == "[Groß|PER] geht"
