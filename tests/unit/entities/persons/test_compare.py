"""The finer comparison of two names."""

import pytest

from processor.stages.entities.persons.compare import same_person


@pytest.mark.parametrize(
    ("one", "language", "other", "other_language"),
    [
        ("Hassan Rouhani", "en", "Хасан Роухани", "ru"),  # kh for h
        ("Barack Obama", "en", "바락 오바마", "ko"),
        ("Emmanuel Macron", "en", "エマヌエル・マクロン", "ja"),
        ("Leonardo DiCaprio", "en", "莱昂纳多·迪卡普里奥", "zh"),  # l for r
    ],
)
def test_alike(one: str, language: str, other: str, other_language: str) -> None:
    assert same_person(one, language, other, other_language)
    assert same_person(other, other_language, one, language)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong-un", "Kim Jong-il"),
        ("George Bush", "George Clooney"),
        ("Putin", "Putin"),
        ("", ""),
        ("Li Yi", "Li Yi"),
    ],
)
def test_not_alike(one: str, other: str) -> None:
    assert not same_person(one, "en", other, "en")
