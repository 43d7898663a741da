"""Names of the list in texts of many scripts: word borders, what is written onto names, case, homonyms."""

from pathlib import Path

import pytest

from tests.unit.entities.watchlist.lists import found, tagged, watching


@pytest.mark.parametrize(
    ("language", "name", "text", "mentions"),
    [
        ("hi", "किम जोंग उन", "नेता किम जोंग उन ने कहा, किम जोंग उनका नहीं", ["किम जोंग उन"]),
        ("en", "Kim Jong-un", "Kim Jong\u2011un's train; Kim Jong-unit", ["Kim Jong\u2011un"]),
        ("en", "Jane Roe", "Jane\nRoe spoke, Jane\n\nRoe and Jane Roes did not", ["Jane\nRoe"]),
        ("en", "Jane Roe", "JANE ROE WINS; jane roe", ["JANE ROE"]),
        ("en", "adidas Group", "Adidas Group and adidas Group", ["Adidas Group", "adidas Group"]),
        ("ru", "Владимир Зеленский", "с Владимиром Зеленским, Владимира Зеленского", None),
        ("ru", "Ангела Меркель", "у Ангелы Меркель", ["Ангелы Меркель"]),
        ("pl", "Donald Tusk", "spotkanie z Donaldem Tuskiem", ["Donaldem Tuskiem"]),
        ("fi", "Nokia Oyj", "Nokia Oyjn ja Nokia Oyjssa", ["Nokia Oyjn", "Nokia Oyjssa"]),
        ("tr", "Sabancı Holding", "Sabancı Holding'in", ["Sabancı Holding"]),
        ("hu", "Orbán Viktor", "Orbán Viktorral és Orbán Viktoria", ["Orbán Viktorral"]),
        ("ar", "أنطونيو غوتيريش", "وأنطونيو غوتيريش، لانطونيو غوتيريش", ["أنطونيو غوتيريش", "انطونيو غوتيريش"]),
        ("he", "בנימין נתניהו", "לבנימין נתניהו", ["בנימין נתניהו"]),
        ("am", "አበበ ቢቂላ", "ለአበበ ቢቂላ", ["አበበ ቢቂላ"]),
        ("ko", "김정은", "김정은은 웃었다. 김정은의 말, 김정은혜", ["김정은", "김정은"]),
        ("zh", "中央电视台", "据中央电视台报道", ["中央电视台"]),
        ("ja", "ロスアトム", "露ロスアトムは。ロスアトムズ", ["ロスアトム"]),
        ("th", "สมชาย ใจดี", "นายสมชาย ใจดีกล่าว", ["สมชาย ใจดี"]),
        ("bn", "শেখ হাসিনা", "শেখ হাসিনার সরকার", ["শেখ হাসিনার"]),
        ("ka", "ბიძინა ივანიშვილი", "ბიძინა ივანიშვილმა თქვა", ["ბიძინა ივანიშვილმა"]),
        ("en", "Smith & Wesson", "by Smith & Wesson.", ["Smith & Wesson"]),
        ("en", "@kremlin", "from @kremlin today", ["@kremlin"]),
        ("en", "G20", "G20 leaders", ["G20"]),
    ],
)
def test_borders_and_endings(tmp_path: Path, language: str, name: str, text: str, mentions: list[str] | None) -> None:
    watchlist = watching(tmp_path, {"names": {language: name}})
    expected = mentions if mentions is not None else ["Владимиром Зеленским", "Владимира Зеленского"]
    assert found(watchlist, language, text) == [(mention, "X") for mention in expected]


@pytest.mark.parametrize(
    ("language", "name", "text", "mentions"),
    [
        ("zh", "泉州市", "泉州市人在泉州市工作", ["泉州市"]),
        ("ja", "札幌市", "札幌市民は札幌市で", ["札幌市"]),
        ("th", "สกลนคร", "ชาวสกลนครในสกลนคร", ["สกลนคร"]),
    ],
)
def test_people_and_languages_are_not_the_place(
    tmp_path: Path, language: str, name: str, text: str, mentions: list[str]
) -> None:
    watchlist = watching(tmp_path, {"type": "LOC", "names": {language: name}})
    assert found(watchlist, language, text) == [(mention, "X") for mention in mentions]


def test_a_name_counts_in_articles_of_every_language(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"names": {"en": "Jane Roe"}})
    for language in ("hi", "zh", "und", "qaa"):
        assert found(watchlist, language, "यह Jane Roe है") == [("Jane Roe", "X")]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Shares of Apple fell.", True),
        ("He likes apple pie.", False),
        ("Apple pie is good.", False),
        ("APPLE PIE IS GOOD", False),
        ("Best Apple Pies Are Served Here", False),
        ("He said: “Apple is good.”", False),
    ],
)
def test_a_word_needs_a_capital_that_tells(tmp_path: Path, text: str, counts: bool) -> None:
    watchlist = watching(tmp_path, {"type": "ORG", "names": {"en": "Apple"}})
    assert bool(found(watchlist, "en", text)) == counts


def test_without_a_capital_that_tells_the_tagger_or_the_article_must_agree(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"type": "ORG", "names": {"en": ["Apple", "Apple Inc"]}})
    text = "Apple rose. apple fell."
    assert found(watchlist, "en", text) == []
    assert found(watchlist, "en", text, [tagged(text, "Apple", "ORG")]) == [("Apple", "X")]
    text = "Apple rose. Shares of Apple Inc fell."
    assert found(watchlist, "en", text) == [("Apple", "X"), ("Apple Inc", "X")]


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("hi", "सूरत", "किसी भी सूरत में"),
        ("fa", "مالی", "بحران مالی بزرگ"),
        ("zh", "李强", "李强调研"),
        ("de", "Bild", "auf dem Bild war"),
        ("ko", "수도", "수도 서울"),
        ("th", "มาลี", "ดอกมาลีสวย"),
    ],
)
def test_where_no_capital_tells_a_short_name_needs_the_tagger(
    tmp_path: Path, language: str, name: str, text: str
) -> None:
    watchlist = watching(tmp_path, {"names": {language: name}})
    assert found(watchlist, language, text) == []
    assert found(watchlist, language, text, [tagged(text, name)]) == [(name, "X")]


def test_names_that_no_word_is_written_like_count_at_the_start_of_a_sentence(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"type": "ORG", "aliases": ["NATO", "iRobot", "WHO"]})
    text = "NATO met. iRobot grew. WHO said who."
    assert found(watchlist, "en", text) == [("NATO", "X"), ("iRobot", "X"), ("WHO", "X")]


def test_in_a_line_of_capitals_a_short_name_is_a_word(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"id": "N", "aliases": ["NATO"]}, {"id": "W", "aliases": ["WHO"]})
    assert found(watchlist, "en", "WHAT NATO WANTS AND WHO KNOWS") == [("NATO", "N")]


@pytest.mark.parametrize(
    ("name", "mentions"),
    [
        ("new york", ["New York", "new york", "NEW YORK"]),
        ("NEW YORK", ["New York", "NEW YORK"]),
        ("New York", ["New York", "NEW YORK"]),
    ],
)
def test_lists_in_one_case_do_not_tell_where_capitals_are(tmp_path: Path, name: str, mentions: list[str]) -> None:
    watchlist = watching(tmp_path, {"type": "LOC", "aliases": [name]})
    text = "In New York, in new york and in NEW YORK"
    assert found(watchlist, "en", text) == [(mention, "X") for mention in mentions]


def test_three_letters_in_capitals_are_no_name_in_small_letters(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"type": "ORG", "aliases": ["Una"]})
    assert found(watchlist, "en", "the UNA and the Una") == [("Una", "X")]


@pytest.mark.parametrize(
    ("match", "mentions"),
    [
        ("exact", ["Shell"]),
        ("fold", ["Shell", "SHELL", "shell"]),
        ("auto", ["Shell", "SHELL"]),
        ("context", []),
    ],
)
def test_match_is_per_name(tmp_path: Path, match: str, mentions: list[str]) -> None:
    watchlist = watching(tmp_path, {"type": "ORG", "aliases": [{"name": "Shell", "match": match}]})
    text = "of Shell, of SHELL and a shell"
    assert found(watchlist, "en", text) == [(mention, "X") for mention in mentions]


def test_exact_takes_no_ending_and_needs_no_support(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"names": {"fi": "Nokia"}, "match": "exact"})
    assert found(watchlist, "fi", "Nokia ja Nokian") == [("Nokia", "X")]


def test_context_needs_an_entity_of_the_same_type(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"names": {"en": "Jordan"}, "match": "context"})
    text = "They met Jordan there"
    assert found(watchlist, "en", text) == []
    assert found(watchlist, "en", text, [tagged(text, "Jordan", "LOC")]) == []
    assert found(watchlist, "en", text, [tagged(text, "Jordan", "PER")]) == [("Jordan", "X")]


@pytest.mark.parametrize(
    ("language", "text", "counts"),
    [
        ("en", "the anti-Putin camp", True),
        ("en", "in Putin-era files", True),
        ("en", "by Rolls-Putin", False),
        ("en", "by Putin-Rolls", False),
        ("de", "das Putin-Regime", True),
        ("en", "a tag #Putin", False),
        ("en", "to @Putin", False),
        ("en", "see https://a.org/Putin and", False),
        ("en", "see https://a.org/ by Putin", True),
        ("hi", "शी-पुतिनवाद Putin-शी", True),
    ],
)
def test_compound_names_hashtags_and_addresses_are_something_else(
    tmp_path: Path, language: str, text: str, counts: bool
) -> None:
    watchlist = watching(tmp_path, {"names": {"en": "Putin"}, "match": "fold"})
    assert bool(found(watchlist, language, text)) == counts


def test_endings_are_those_of_the_segment(tmp_path: Path) -> None:
    from processor.contracts import Language, Segment

    watchlist = watching(tmp_path, {"type": "ORG", "names": {"fi": "Nokia Oyj"}})
    text = "The Nokia Oyjn case. Sanoi Nokia Oyjn johto."
    parts = (Segment(0, 21, "en"), Segment(21, len(text), "fi"))
    (span,) = watchlist(text, [], Language("en", "Latn", 1.0, parts))
    assert span.start > 21
