"""docs/licences.md lists every distribution that the image holds, and none that would bind who uses it."""

import re

import pytest

from tests.unit.deploy.licences import PAGE, licence, locked, page


def test_the_page_is_what_the_installed_metadata_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_distribution_of_the_lock_file_is_listed() -> None:
    rows = re.findall(r"^\| ([a-z][a-z0-9.-]*) \| (\S.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name, _ in rows if name != "distribution"] == locked()


@pytest.mark.parametrize("name", locked())
def test_a_licence_that_asks_for_more_is_explained_on_the_page(name: str) -> None:
    stated = licence(name)
    assert not re.search(r"\bA?GPL|Commons Clause|BUSL|SSPL|UNKNOWN|Copyright", stated)
    if "LGPL" in stated:
        assert f"`{name}`" in PAGE.read_text(encoding="utf-8")
