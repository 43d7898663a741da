"""Acronyms, in brackets and alone."""

import pytest

from processor.stages.entities.article.acronym_mentions import with_acronyms
from processor.stages.entities.article.acronyms import abbreviates, stands_for
from processor.stages.entities.article.rules import STEPS
from tests.unit.entities.article.marked import after, named, read


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("WHO", "World Health Organization"),
        ("OMS", "Organización Mundial de la Salud"),
        ("ВОЗ", "Всемирная организация здравоохранения"),
        ("ΠΟΥ", "Παγκόσμιος Οργανισμός Υγείας"),
        ("WHO", "विश्व स्वास्थ्य संगठन"),  # of the name in another language
        ("WHO", "منظمة الصحة العالمية"),
        ("डब्ल्यूएचओ", "विश्व स्वास्थ्य संगठन"),
        ("世卫组织", "世界卫生组织"),
    ],
)
def test_acronyms_in_brackets(short: str, long: str) -> None:
    assert stands_for(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("ENG", "Manchester United"),
        ("WHO", "WHO"),
        ("WHO", "Organization"),
        ("Paris", "World Health Organization"),
        ("US", "संयुक्त राष्ट्र"),  # two letters are too few
        ("北京", "世界卫生组织"),
        ("दिल्ली", "विश्व स्वास्थ्य संगठन"),
        ("", "World Health Organization"),
    ],
)
def test_other_words_in_brackets(short: str, long: str) -> None:
    assert not stands_for(short, long)


def test_a_tagged_word_in_brackets_is_believed_where_nothing_is_capital() -> None:
    assert stands_for("ডব্লিউএইচও", "বিশ্ব স্বাস্থ্য সংস্থা", tagged=True)
    assert not stands_for("ডব্লিউএইচও", "বিশ্ব স্বাস্থ্য সংস্থা")


def test_without_brackets_all_initials_must_fit() -> None:
    assert abbreviates("FBI", "Federal Bureau of Investigation")
    assert abbreviates("WHO:n", "World Health Organization")
    assert abbreviates("CDU", "Christlich Demokratische Union")
    assert not abbreviates("CD", "Christlich Demokratische Union")
    assert not abbreviates("EU", "European Union")  # two letters are too few


@pytest.mark.parametrize(
    ("tag", "marked", "expected"),
    [
        (
            "en",
            "The [ORG World Health Organization (WHO)] met. WHO staff, [LOC WHO], #WHO, WHOM",
            "The [ORG World Health Organization] ([ORG WHO]) met. [ORG WHO] staff, [ORG WHO], #WHO, WHOM",
        ),
        (
            "hi",
            "[ORG विश्व स्वास्थ्य संगठन] (डब्ल्यूएचओ) ने कहा। डब्ल्यूएचओ ने",
            "[ORG विश्व स्वास्थ्य संगठन] ([ORG डब्ल्यूएचओ]) ने कहा। [ORG डब्ल्यूएचओ] ने",
        ),
        ("zh", "[ORG 世界卫生组织]（世卫组织）说世卫组织", "[ORG 世界卫生组织]（[ORG 世卫组织]）说[ORG 世卫组织]"),
        (
            "en",
            "[ORG FBI (Federal Bureau of Investigation)]: FBI",
            "[ORG FBI] ([ORG Federal Bureau of Investigation]): [ORG FBI]",
        ),
        (
            "en",
            "[ORG FBI] ([ORG Federal Bureau of Investigation]). FBI",
            "[ORG FBI] ([ORG Federal Bureau of Investigation]). [ORG FBI]",
        ),
        ("en", "[ORG Manchester United] (ENG) beat ENG", "[ORG Manchester United] (ENG) beat ENG"),
        ("en", "[PER Jo Public] (JP) JP", "[PER Jo Public] (JP) JP"),
        ("en", "[LOC= World Health Organization (WHO)] x", "[LOC= World Health Organization (WHO)] x"),
    ],
)
def test_an_acronym_is_a_mention_where_it_is_introduced_and_after(tag: str, marked: str, expected: str) -> None:
    assert after(with_acronyms, marked, tag) == expected


def test_new_mentions_are_less_sure() -> None:
    text, spans = read("[ORG World Health Organization] (WHO), WHO")
    found = with_acronyms(text, spans)
    assert [span.confidence for span in found] == pytest.approx([0.9, 0.9, 0.45])


@pytest.mark.parametrize(
    ("tag", "marked", "name", "times"),
    [
        ("en", "[ORG World Health Organization] ([ORG WHO]). WHO", "World Health Organization", 3),
        (
            "ru",
            "[ORG ВОЗ] ([ORG Всемирная организация здравоохранения]), ВОЗ",
            "Всемирная организация здравоохранения",
            3,
        ),
        ("zh", "[ORG 世界卫生组织]（[ORG 世卫组织]），世卫组织", "世界卫生组织", 3),
        ("hi", "[ORG विश्व स्वास्थ्य संगठन] (डब्ल्यूएचओ) और डब्ल्यूएचओ", "विश्व स्वास्थ्य संगठन", 3),
        ("bn", "[ORG বিশ্ব স্বাস্থ্য সংস্থা] ([ORG ডব্লিউএইচও])", "বিশ্ব স্বাস্থ্য সংস্থা", 2),
        ("de", "[ORG Christlich Demokratische Union] und [ORG CDU]", "Christlich Demokratische Union", 2),
    ],
)
def test_acronym_and_expansion_are_one(tag: str, marked: str, name: str, times: int) -> None:
    ((found, mentions),) = named(marked, tag, STEPS)
    assert (found, len(mentions)) == (name, times)


def test_two_expansions_are_none() -> None:
    assert len(named("[ORG Foo Bar Union], [ORG Free Bar Union], [ORG FBU]", "en")) == 3
