"""Several names taken for one are cut where the article shows a border."""

import pytest

from processor.stages.entities.article.lists_of_names import parted_lists
from tests.unit.entities.article.marked import after


@pytest.mark.parametrize(
    ("tag", "marked", "expected"),
    [
        ("he", "[PER ביידן ופוטין] נפגשו; [PER פוטין]", "[PER ביידן] ו[PER פוטין] נפגשו; [PER פוטין]"),
        ("he", "[PER יצחק אנגלרד ואדמונד לוי]", "[PER יצחק אנגלרד] ו[PER אדמונד לוי]"),
        ("ar", "[PER مراد عواد وليلى نصار]", "[PER مراد عواد] و[PER ليلى نصار]"),
        ("ar", "[PER هدى كريم بماكرون] و[PER ماكرون]", "[PER هدى كريم] ب[PER ماكرون] و[PER ماكرون]"),
        ("ar", "[LOC دمشق وحلب] ثم [LOC حلب]", "[LOC دمشق] و[LOC حلب] ثم [LOC حلب]"),
    ],
)
def test_a_second_name_begins(tag: str, marked: str, expected: str) -> None:
    assert after(parted_lists, marked, tag) == expected


@pytest.mark.parametrize(
    ("tag", "marked"),
    [
        ("ar", "[PER محمد وليد]"),  # a name that begins so
        ("ar", "[LOC البوسنة والهرسك]"),
        ("ar", "[ORG وزارة التربية والتعليم]"),
        ("he", "[PER אלי ויזל]"),
        ("he", "[PER משה וילנסקי]"),
        ("he", "[PER יעקב משה וילנסקי]"),
        ("ar", "[PER بروس ويليس]"),
        ("he", "[LOC יהודה ושומרון]"),
        ("ar", "[PER= مراد وليلى]"),
        ("fa", "[PER رضا وفایی]"),
        ("am", "[PER ሰላማዊት ለማ]"),
    ],
)
def test_one_name_stays_one(tag: str, marked: str) -> None:
    assert after(parted_lists, marked, tag) == marked
