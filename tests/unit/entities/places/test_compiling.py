"""What becomes of the sources when the index is compiled."""

import pytest

from training.gazetteer.alternates import is_usable, without_marks
from training.gazetteer.generic import short_forms


@pytest.mark.parametrize("name", ["Londres", "लंदन", "Лондон", "伦敦", "Saint-Denis"])
def test_names_as_text_writes_them_are_kept(name: str) -> None:
    assert is_usable(name)


@pytest.mark.parametrize("name", ["LON", "lun dun", "esukarudesu=engorudani", "anګwrdany", "X", "Paris 12"])
def test_codes_and_transliterations_by_machine_are_not(name: str) -> None:
    assert not is_usable(name)


def test_marks_go_from_latin_letters_only() -> None:
    assert without_marks("Córdoba") == "Cordoba"
    assert without_marks("दिल्ली") == "दिल्ली"


@pytest.mark.parametrize(
    ("key", "name", "short"),
    [("zh", "广东省", "广东"), ("ja", "福島県", "福島"), ("th", "รัฐเทกซัส", "เทกซัส"), ("ar", "محافظة نينوى", "نينوى")],
)
def test_subdivisions_are_called_without_their_kind(key: str, name: str, short: str) -> None:
    assert list(short_forms(key, name)) == [short]


def test_a_name_of_nothing_but_its_kind_stays() -> None:
    assert list(short_forms("zh", "省")) == []
