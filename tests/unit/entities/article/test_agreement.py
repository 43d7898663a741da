"""One form is one type, names seen elsewhere are mentions too."""

import pytest

from processor.contracts import Language
from processor.stages.entities.article.agreement import agreed
from processor.stages.entities.article.seats import seats_are_places
from processor.stages.entities.article.spread import spread
from tests.unit.entities.article.marked import after, read

HINDI = Language("hi", "Deva", 1.0, ())


@pytest.mark.parametrize(
    ("tag", "marked", "expected"),
    [
        ("hu", "[PER Abergil] [PER Abergil] [PER Abergil] [LOC Abergil]", "[PER Abergil] " * 4),
        ("hi", "[PER शोइगु] [PER शोइगु] [PER शोइगु] [ORG शोइगु]", "[PER शोइगु] " * 4),
        ("ar", "[ORG الأهلي] [ORG الأهلي] [ORG الأهلي] [PER الأهلي]", "[ORG الأهلي] " * 4),
        # the surname of a full name
        (
            "ru",
            "[PER Пётр Вересов] [PER Вересов] [PER Вересов] [LOC Вересов]",
            "[PER Пётр Вересов] " + "[PER Вересов] " * 3,
        ),
    ],
)
def test_the_majority_decides(tag: str, marked: str, expected: str) -> None:
    assert after(agreed, marked, tag, 0.7) == expected.strip()


@pytest.mark.parametrize(
    "marked",
    [
        "[LOC Chelsea] [LOC Chelsea] [ORG Chelsea] [ORG Chelsea]",  # no majority
        "[LOC Chelsea] [ORG Chelsea]",
        "[PER Jordan] [PER Jordan] [PER Jordan] [LOC= Jordan]",  # what has a link is known
        "[MISC Faber] [MISC Faber] [MISC Faber] [PER Faber]",  # MISC is no evidence
    ],
)
def test_without_a_clear_one_nothing_changes(marked: str) -> None:
    assert after(agreed, marked, "en", 0.7) == marked


def test_confidence_is_never_more_than_what_was_seen() -> None:
    text, spans = read("[PER शोइगु] [PER शोइगु] [PER शोइगु] [ORG शोइगु]", 0.7)
    assert agreed(text, spans)[3].confidence == pytest.approx(0.7 * 0.75)


def test_a_tagger_that_is_sure_of_another_type_is_believed() -> None:
    marked = "[PER शोइगु] [PER शोइगु] [PER शोइगु] [ORG शोइगु]"
    assert after(agreed, marked, "hi", 0.9) == marked


@pytest.mark.parametrize(
    ("tag", "marked", "expected"),
    [
        ("et", "[PER Pakosta] said. Pakosta left", "[PER Pakosta] said. [PER Pakosta] left"),
        ("ru", "[PER Вересов] и Вересов", "[PER Вересов] и [PER Вересов]"),
        ("hi", "[PER शोइगु] ने, शोइगु ने", "[PER शोइगु] ने, [PER शोइगु] ने"),
        ("ar", "[PER بوتين] وبوتين", "[PER بوتين] و[PER بوتين]"),
        ("he", "[PER מקרון], למקרון", "[PER מקרון], ל[PER מקרון]"),
        ("fi", "[LOC Kerava], Keravalla", "[LOC Kerava], [LOC Keravalla]"),  # the ending is part of it
        ("tr", "[PER Fidan] ve Fidan'ın", "[PER Fidan] ve [PER Fidan]'ın"),
        ("ko", "[PER 윤서린] 감독. [PER 윤서린]. 윤서린은", "[PER 윤서린] 감독. [PER 윤서린]. [PER 윤서린]은"),
        ("zh", "[PER 普京]说，[PER 普京]和普京", "[PER 普京]说，[PER 普京]和[PER 普京]"),
        ("th", "[ORG การบินไทย]มี[ORG การบินไทย]กับการบินไทย", "[ORG การบินไทย]มี[ORG การบินไทย]กับ[ORG การบินไทย]"),
        ("en", "[ORG Bank of Foo]. Bank of Foo", "[ORG Bank of Foo]. [ORG Bank of Foo]"),
    ],
)
def test_missed_mentions(tag: str, marked: str, expected: str) -> None:
    assert after(spread, marked, tag) == expected


@pytest.mark.parametrize(
    ("tag", "marked"),
    [
        ("en", "[PER Apple] an apple. Apple"),  # a common word
        ("en", "[PER Merkel] Merkel Foundation"),  # part of another name
        ("en", "[PER Putin] Ludmila Putin"),
        ("en", "[PER Putin] #Putin @Putin Putin-era x.org/Putin Putins"),
        ("en", "[PER Bo] Bo"),  # too short
        ("id", "[ORG tahun] [ORG tahun] tahun"),  # small letters in a script with capitals
        ("hi", "[LOC गया] वह गया"),
        ("zh", "[PER 普京]和普京"),  # seen once, where words are not apart
        ("ru", "[PER Вересов] Вересовский"),
        ("en", "[LOC Foo] [PER Foo] Foo"),  # two types
        ("en", "[PER Putin] Putin Putin. Putin"),  # mostly not tagged
        ("en", "[LOC= Paris] Paris"),
        ("en", "[MISC Paris] Paris"),
    ],
)
def test_what_may_be_something_else_is_left(tag: str, marked: str) -> None:
    assert after(spread, marked, tag) == marked


def test_a_mention_that_was_not_seen_is_less_sure() -> None:
    text, spans = read("[PER शोइगु] [PER शोइगु] शोइगु")
    assert [span.confidence for span in spread(text, spans, HINDI)] == pytest.approx([0.9, 0.9, 0.6])


def test_one_that_the_tagger_was_unsure_of_is_not_looked_for() -> None:
    text, spans = read("[PER शोइगु] [PER शोइगु] शोइगु", 0.7)
    assert spread(text, spans, HINDI) == tuple(spans)


@pytest.mark.parametrize(
    "marked",
    [
        "[PER क्रेमलिन]",
        "[ORG Кремля]",
        "[ORG White House]",
        "[PER 克里姆林宫]",
        "[ORG الكرملين]",
        "[ORG Kremla]",
        "[MISC Κρεμλίνου]",
    ],
)
def test_seats_of_government_are_places(marked: str) -> None:
    assert after(seats_are_places, marked, "und").startswith("[LOC ")


def test_other_houses_are_not() -> None:
    marked = "[ORG House of Cards] [PER= Kremlin] [PER Белых]"
    assert after(seats_are_places, marked, "und") == marked
