"""A name inside a longer name is none of its own."""

import pytest

from tests.unit.entities.conftest import Find


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "he lives in New Mexico", []),
        ("en", "New Mexico is dry", []),
        ("en", "the Bank of China said", []),
        ("en", "the government of China said", [("China", "CN")]),
        ("en", "the Air France pilots", []),
        ("en", "she met Paris Hilton", []),
        ("en", "the China Daily wrote", []),
        ("en", "said US President Jo Smith", [("US", "US")]),
        ("en", "in Papua New Guinea", [("Papua New Guinea", "PG")]),
        ("en", "between Moscow and Kyiv", [("Moscow", "g524901"), ("Kyiv", "g703448")]),
        ("en", "flew to Berlin, Germany", [("Berlin", "g2950159"), ("Germany", "DE")]),
        ("en", "the Russia-Ukraine war", [("Russia", "RU"), ("Ukraine", "UA")]),
        ("en", "a China-based firm", [("China", "CN")]),
        ("en", "the anti-Russia camp", []),
        ("en", "Ukraine Says Russia Shelled Hospital Near Border", [("Ukraine", "UA"), ("Russia", "RU")]),
        ("pt", "a Universidade de Lisboa abriu", []),
        ("pt", "a cidade de Lisboa abriu", [("Lisboa", "g2267057")]),
        ("ru", "президент Украины Виктор Янукович", [("Украины", "UA")]),
        ("fi", "siksi Suomen Pankki arvioi", []),
        ("fi", "siksi Euroopan komissio arvioi", []),
        ("hu", "az Európa-szerte ismert", []),
        ("de", "die Regierung Russlands Nachbar", [("Russlands", "RU")]),  # German nouns have capitals as well
        ("th", "ธนาคารแห่งประเทศไทย", []),
        ("zh", "中国大学", []),
        ("ja", "中国銀行", []),
    ],
)
def test_part_of_a_longer_name(find: Find, tag: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert find(tag, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "#Russia",
        "@Russia",
        "see https://example.org/Russia/Ukraine now",
        "see www.Russia.example now",
        "write to Russia@example.org",
    ],
)
def test_hashtags_handles_and_addresses_are_no_mentions(find: Find, text: str) -> None:
    assert find("en", text) == []


def test_the_place_after_an_address_is_found(find: Find) -> None:
    assert find("en", "https://example.org/Russia writes of Russia") == [("Russia", "RU")]
