"""One key for the spellings of a person's name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.stages.entities.persons.key import person_key

# The and a few more, only the first of the lists in tests/data/persons.
SAME = [
    [("hi", "किम जोंग उन"), ("ru", "Ким Чен Ын"), ("en", "Kim Jong-un"), ("en", "Kim Jong Un"), ("ko", "김정은"),
     ("ar", "كيم جونغ أون"), ("zh", "金正恩"), ("he", "קים ג'ונג און")],
    [("en", "Mikhail Gorbachev"), ("ru", "Михаил Горбачёв"), ("hi", "मिखाइल गोर्बाचोव"), ("ar", "ميخائيل غورباتشوف")],
    [("en", "Nikol Pashinyan"), ("hy", "Նիկոլ Փաշինյան"), ("ru", "Никол Пашинян"), ("sr", "Никол Пашињан")],
    [("en", "Deng Xiaoping"), ("zh", "邓小平"), ("ru", "Дэн Сяопин"), ("hi", "देंग शियाओपिंग")],
]  # fmt: skip


@pytest.mark.parametrize("names", SAME, ids=lambda names: str(names[0][1]))
def test_same_person(names: list[tuple[str, str]]) -> None:
    keys = {person_key(name, language) for language, name in names}
    assert len(keys) == 1
    assert None not in keys


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Viktor Orbán", "Orbán Viktor"),  # family name first
        ("ru", "Владимир Путин", "Владимира Путина"),  # case endings are vowels
        ("ar", "بشار الأسد", "بشار اسد"),  # the article
        ("ar", "شي جين بينغ", "شي جينبينغ"),  # a given name of two syllables, together or apart
        ("en", "Leonardo DiCaprio", "Leonardo Di Caprio"),
        ("en", "Shah Rukh Khan", "Shahrukh Khan"),
        ("en", "Aleksandar Vučić", "Aleksandar Vucic"),
        ("hi", "नरेन्द्र मोदी", "नरेंद्र मोदी"),
        ("hi", "जेफ\u093c बेज\u093cोस", "जेफ़ बेज़ोस"),
        ("en", "NELSON  MANDELA", "Nelson\u200b Mandela"),
    ],
)
def test_spellings_in_one_language(language: str, one: str, other: str) -> None:
    assert person_key(one, language) == person_key(other, language) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kim Jong-un", "Kim Jong-il"), ("George Bush", "George Clooney"), ("Bill Clinton", "Hillary Clinton")],
)
def test_different_people(one: str, other: str) -> None:
    assert person_key(one, "en") != person_key(other, "en")


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Putin"),  # one word: any Putin
        ("zh", "屠呦呦"),  # T and nothing else
        ("en", "Li Yi"),
        ("ja", "板垣"),  # a family name alone
        ("my", "အောင်ဆန်းစုကြည်"),
        ("ja", "大坂なおみ"),
        ("en", ""),
        ("en", "- -"),
        ("en", "a " * 60),
        ("en", "Vladimir Putin " * 9),
    ],
)
def test_no_key(language: str, name: str) -> None:
    assert person_key(name, language) is None


@settings(deadline=None)
@given(st.text(max_size=40), st.sampled_from(["hi", "zh", "ja", "ar", "und", "el", "ko"]))
def test_any_text(name: str, language: str) -> None:
    key = person_key(name, language)
    assert key is None or set(key) <= set("AKLMNPRST")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["vladimir", "kamala", "barbara", "rodrigo", "ernesto", "malik", "nguru"]),
        min_size=2,
        max_size=4,
    )
)
def test_the_last_name_may_come_first(words: list[str]) -> None:
    turned = [words[-1], *words[:-1]]
    assert person_key(" ".join(words), "en") == person_key(" ".join(turned), "en")
