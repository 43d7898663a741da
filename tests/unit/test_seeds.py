"""The seed articles and their expectations agree with each other and cover what they promise."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
TEXTS = sorted(SEEDS.glob("[0-9][0-9][0-9]_*.txt"))
STEMS = [path.stem for path in TEXTS]
# Written short on purpose: a headline alone.
FLASH = "018_en_flash"
MIXED = "017_mul_fr_ar_dessalement"
HINDI = "000_91d2b73f49f4527b"

TIME_STAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d([+-]\d\d:\d\d)?")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d)?")


def normalised(stem: str) -> str:
    """The text that offsets refer to: NFC, LF line ends."""
    raw = (SEEDS / f"{stem}.txt").read_bytes().decode("utf-8")
    return unicodedata.normalize("NFC", raw).replace("\r\n", "\n")


def expected(stem: str) -> dict[str, Any]:
    document = json.loads((SEEDS / f"{stem}.json").read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


def trailer_start(text: str) -> int:
    """Where the trailing time stamp and hashtag lines begin."""
    lines = text.rstrip("\n").split("\n")
    while TIME_STAMP.fullmatch(lines[-1]) or lines[-1].startswith("#"):
        lines.pop()
    return len("\n".join(lines))


def mentions(document: dict[str, Any], iso3166: str | None = None) -> list[tuple[int, int, str]]:
    return sorted(
        (mention["start"], mention["end"], mention["text"])
        for entity in document["entities"]
        if iso3166 is None or entity.get("iso3166") == iso3166
        for mention in entity["mentions"]
    )


def test_every_text_has_expectations_and_the_reverse() -> None:
    assert len(STEMS) >= 16
    assert sorted(path.stem for path in SEEDS.glob("[0-9][0-9][0-9]_*.json")) == STEMS


def test_readme_lists_every_seed() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert [stem for stem in STEMS if f"| {stem} |" not in readme] == []


def test_languages_scripts_and_topics_are_many() -> None:
    documents = [expected(stem) for stem in STEMS]
    assert len({document["language"]["tag"] for document in documents}) >= 13
    assert len({document["language"]["script"] for document in documents}) >= 9
    assert len({topic["id"] for document in documents for topic in document["topics"]}) == 17


@pytest.mark.parametrize("stem", STEMS)
def test_text_is_nfc_and_of_the_promised_length(stem: str) -> None:
    text = (SEEDS / f"{stem}.txt").read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    if stem == FLASH:
        assert 4 <= len(text.split()) <= 8
    else:
        assert 1_000 <= len(normalised(stem)) <= 5_000


@pytest.mark.parametrize("stem", STEMS)
def test_fields_have_the_documented_form(stem: str) -> None:
    document = expected(stem)
    assert set(document) == {"language", "title", "published_at", "hashtags", "entities", "topics"}
    language = document["language"]
    assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language["tag"])
    assert re.fullmatch(r"[A-Z][a-z]{3}", language["script"])
    assert ("segments" in language) == (stem == MIXED)
    assert 1 <= len(document["topics"]) <= 3
    for topic in document["topics"]:
        assert re.fullmatch(r"medtop:(0[1-9]|1[0-7])000000", topic["id"])
        assert topic["name"]
    for entity in document["entities"]:
        assert set(entity) - {"iso3166"} == {"type", "name", "mentions"}
        assert entity["type"] in {"PER", "ORG", "LOC"}
        assert entity["name"]
        assert entity["mentions"]
        if "iso3166" in entity:
            assert entity["type"] == "LOC"
            assert re.fullmatch(r"[A-Z]{2}", entity["iso3166"])
    keys = [(entity["type"], entity["name"]) for entity in document["entities"]]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("stem", STEMS)
def test_mentions_are_exact_disjoint_and_in_the_body(stem: str) -> None:
    text = normalised(stem)
    body_end = trailer_start(text)
    position = 0
    for start, end, surface in mentions(expected(stem)):
        assert position <= start < end <= body_end
        assert text[start:end] == surface
        assert unicodedata.is_normalized("NFC", surface)
        # A mention never tears a combining mark off its base.
        assert end == len(text) or not unicodedata.category(text[end]).startswith("M")
        position = end


@pytest.mark.parametrize("stem", STEMS)
def test_title_time_and_hashtags_are_those_of_the_text(stem: str) -> None:
    text = normalised(stem)
    document = expected(stem)
    lines = text.rstrip("\n").split("\n")
    assert document["title"] == (lines[0] if len(lines) > 1 else None)

    trailer = text[trailer_start(text) :].split("\n")
    stamps = [line.replace(" ", "T") for line in trailer if TIME_STAMP.fullmatch(line)]
    assert stamps == ([] if document["published_at"] is None else [document["published_at"]])
    assert document["published_at"] is None or RFC_3339.fullmatch(document["published_at"])

    tags = [word.rstrip("#") for line in trailer if line.startswith("#") for word in line.split()]
    assert document["hashtags"] == list(dict.fromkeys(tag for tag in tags if len(tag) > 1))


def test_layouts_are_varied() -> None:
    raw = {stem: (SEEDS / f"{stem}.txt").read_bytes() for stem in STEMS}
    assert [stem for stem, data in raw.items() if b"\r\n" in data] == ["012_tr_eser_kacakciligi"]
    assert "\u200c" in normalised("014_fa_nowruz")
    documents = [expected(stem) for stem in STEMS]
    assert any(document["published_at"] is None for document in documents)
    assert any("+" in (document["published_at"] or "") for document in documents)
    assert any(not document["hashtags"] for document in documents)
    assert expected(MIXED)["language"]["segments"] == ["fr", "ar"]


def test_hindi_countries_are_not_inside_demonyms() -> None:
    text = normalised(HINDI)
    document = expected(HINDI)
    countries = [entity["iso3166"] for entity in document["entities"] if "iso3166" in entity]
    assert sorted(countries) == ["CN", "KP", "RU", "UA"]
    found = [mention for code in countries for mention in mentions(document, code)]
    assert len(found) >= 20
    for start, end, _ in found:
        for demonym in re.finditer("उत्तर कोरियाई|रूसी", text):
            assert end <= demonym.start() or demonym.end() <= start
