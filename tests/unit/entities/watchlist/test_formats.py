"""Both formats say the same, and all that can be wrong with a list has a line, a field and a reason."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from processor.stages.entities.watchlist.entry import Entry, ListedName, WatchlistError
from processor.stages.entities.watchlist.lines import LONGEST_LINE
from processor.stages.entities.watchlist.reading import entries
from processor.stages.problems import MOST_PROBLEMS
from tests.unit.entities.watchlist.lists import csv, jsonl

NAMES = (
    ListedName("Kim Jong-un", "en", "auto"),
    ListedName("किम जोंग उन", "hi", "auto"),
    ListedName("Kim", "", "context"),
)
GOOD: dict[str, Any] = {"id": "Q1", "type": "PER", "names": {"en": "Kim"}}
HEADER = "id,type,name,lang,aliases,country,note,match\n"


def problems(path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(WatchlistError) as caught:
        list(entries(path))
    return [(problem.line, problem.field, problem.reason) for problem in caught.value.problems]


def test_both_formats_say_the_same(tmp_path: Path) -> None:
    told = {"names": {"en": "Kim  Jong-un", "hi": ["किम जोंग उन"]}, "aliases": [{"name": "Kim", "match": "context"}]}
    as_json = jsonl(tmp_path, {"id": "Q1", "type": "PER", **told, "country": "KP", "note": "n"}, {**GOOD, "id": 7})
    as_csv = csv(
        tmp_path,
        HEADER
        + 'Q1,PER,"Kim Jong-un",en,,KP,"a, b",\nQ1,,किम जोंग उन,hi,,,,\nQ1,PER,Kim,,,,,context\n7,PER,Kim,en,,,,\n',
    )
    expected = [("Q1", "PER", NAMES, "KP"), ("7", "PER", (ListedName("Kim", "en", "auto"),), "")]
    for path in (as_json, as_csv):
        assert [entry[1:] for entry in entries(path)] == expected
    assert [entry.line for entry in entries(as_json)] == [1, 2]
    assert [entry.line for entry in entries(as_csv)] == [2, 5]


def test_columns_may_come_in_any_order_after_a_mark_of_utf_8_and_with_crlf(tmp_path: Path) -> None:
    path = csv(tmp_path, "\ufeffname,aliases,id,type\r\n\r\nPelé|no alias,Edson | Dico,1,PER\r\n")
    names = tuple(ListedName(name, "", "auto") for name in ("Pelé|no alias", "Edson", "Dico"))
    assert list(entries(path)) == [Entry(3, "1", "PER", names, "")]


def test_names_are_composed_and_each_is_there_once(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {**GOOD, "names": {"fr": ["Rene\u0301e Dupont", "Ren\u00e9e\u00a0Dupont"]}})
    (entry,) = entries(path)
    assert entry.names == (ListedName("Renée Dupont", "fr", "auto"),)


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("[1]", "", "not a JSON object"),
        ("{", "", "not JSON"),
        ('{"id":"a","typ":"PER"}', "", "unknown field 'typ'; known are aliases"),
        ('{"type":"PER","names":{"en":"Kim"}}', "id", "is missing"),
        ('{"id":"a b","type":"PER","names":{"en":"Kim"}}', "id", "has a blank"),
        ('{"id":true,"type":"PER","names":{"en":"Kim"}}', "id", "must be a string, not true or false"),
        ('{"id":"","type":"PER","names":{"en":"Kim"}}', "id", "is empty"),
        ('{"id":"a","type":"per","names":{"en":"Kim"}}', "type", "must be one of PER, ORG, LOC, MISC"),
        ('{"id":"a","type":"PER"}', "names", "has no name"),
        ('{"id":"a","type":"PER","names":"Kim"}', "names", "must be an object of names by language"),
        ('{"id":"a","type":"PER","names":{"":"Kim"}}', "names", "has a name without a language"),
        ('{"id":"a","type":"PER","names":{"hindi_":"Kim"}}', "names", "must be a language tag"),
        ('{"id":"a","type":"PER","names":{"hi":" "}}', "names.hi", "is empty"),
        ('{"id":"a","type":"PER","names":{"hi":3}}', "names.hi", "must be a string, not a number"),
        ('{"id":"a","type":"PER","names":{"hi":"क"}}', "names.hi", "a name has fewer than 2 letters"),
        ('{"id":"a","type":"PER","names":{"hi":"K."}}', "names.hi", "a name has fewer than 2 letters"),
        ('{"id":"a","type":"PER","names":{"hi":"Ki\\u0000m"}}', "names.hi", "the invisible character U+0000"),
        ('{"id":"a","type":"PER","names":{"hi":"Ki\\u00adm"}}', "names.hi", "the invisible character U+00AD"),
        ('{"id":"a","type":"PER","aliases":"Kim"}', "aliases", "must be a list of names"),
        ('{"id":"a","type":"PER","aliases":[{"name":"Kim","lang":"en"}]}', "", "aliases: unknown field 'lang'"),
        ('{"id":"a","type":"PER","aliases":[{"name":"Kim","match":"x"}]}', "match", "must be one of auto, exact, fold"),
        ('{"id":"a","type":"PER","aliases":["Kim"],"country":"UK"}', "country", "(Britain is GB)"),
        ('{"id":"a","type":"PER","aliases":["Kim"],"note":[]}', "note", "must be a string, not a list"),
        (f'{{"id":"a","type":"PER","aliases":["{"k" * 201}"]}}', "aliases", "a name is longer than 200"),
        (f'{{"id":"{"k" * 201}","type":"PER","aliases":["Kim"]}}', "id", "is longer than 200"),
    ],
)
def test_a_bad_line_of_json(tmp_path: Path, line: str, field: str, reason: str) -> None:
    path = tmp_path / "list.jsonl"
    path.write_bytes(orjson.dumps(GOOD) + b"\n\n" + line.encode() + b"\n")
    ((number, where, why),) = problems(path)
    assert (number, where) == (3, field)
    assert reason in why


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("a,PER,Kim", "", "has 3 fields, the header 8"),
        ('a,PER,"Kim,,,,,', "", "not CSV: "),
        ("a,PER,,,,,,", "name", "is empty"),
        ("a,,Kim,,,,,", "type", "is empty"),
        ("a,PER,Kim,,K.,,,", "aliases", "fewer than 2 letters"),
        ("a,PER,Kim,english!,,,,", "lang", "must be a language tag"),
        ("first,ORG,Kim,,,,,", "type", "is ORG, on line 2 PER"),
        ("first,PER,Kim,,,CN,,", "country", "is CN, on line 2 KP"),
        ("a,PER,Kim,,,,,never", "match", "must be one of"),
    ],
)
def test_a_bad_line_of_csv(tmp_path: Path, row: str, field: str, reason: str) -> None:
    ((number, where, why),) = problems(csv(tmp_path, f"{HEADER}first,PER,Kim Il,,,KP,,\n{row}\n"))
    assert (number, where) == (3, field)
    assert reason in why


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("id;type;name", "unknown column 'id;type;name'; the first line must name the columns, parted by commas: id,"),
        ("id,type,title", "unknown column 'title'"),
        ("id,type", "no column 'name'"),
        ("id,type,name,id", "a column is named twice"),
    ],
)
def test_a_bad_header_is_the_only_thing_that_is_told(tmp_path: Path, header: str, reason: str) -> None:
    ((number, _, why),) = problems(csv(tmp_path, f"{header}\n1,2,3\n4,5,6\n"))
    assert number == 1
    assert why.startswith(reason)


def test_an_id_may_stand_in_one_place_only(tmp_path: Path) -> None:
    path = jsonl(tmp_path, GOOD, {**GOOD, "id": "Q2"}, GOOD)
    assert problems(path) == [(3, "id", "'Q1' is already on line 1")]
    path = csv(tmp_path, "id,type,name\na,PER,Kim\nb,PER,Lee\na,PER,Kim Il\n")
    assert problems(path) == [(4, "id", "'a' is already on line 2")]


def test_all_that_is_wrong_is_told_up_to_a_limit_in_the_order_of_the_lines(tmp_path: Path) -> None:
    bad = {**GOOD, "type": "x"}
    path = jsonl(tmp_path, bad, GOOD, bad, GOOD)
    assert [line for line, _, _ in problems(path)] == [1, 3, 4]
    with pytest.raises(WatchlistError) as caught:
        list(entries(path))
    first = f"{path}:1: type: must be one of PER, ORG, LOC, MISC"
    assert str(caught.value) == f"{first} (and 2 more: samachar watchlist check {path})"
    assert caught.value.told()[0] == first
    assert len(problems(jsonl(tmp_path, *[bad] * 1000))) == MOST_PROBLEMS


def test_a_hostile_file(tmp_path: Path) -> None:
    good = b'{"id":"%d","type":"PER","names":{"en":"Kim"}}'
    path = tmp_path / "list.jsonl"
    surrogate = b'{"id":"s","type":"PER","names":{"en":"K\\ud800"}}'
    lines = [good % 1, b"\xff\xfe", good % 2, b"k" * 1_000_000, good % 3, b"\0\0", surrogate, b"\xed\xa0\x80", good % 4]
    path.write_bytes(b"\n".join(lines))
    told = problems(path)
    assert [line for line, _, _ in told] == [2, 4, 6, 7, 8]
    reasons = [why for _, _, why in told]
    assert reasons[0] == "not UTF-8 at byte 1 of the line"
    assert reasons[1] == f"the line is longer than {LONGEST_LINE} bytes"
    assert reasons[2].startswith("not JSON")


def test_a_long_line_without_an_end_takes_no_memory_and_a_long_one_with_an_end_is_told_too(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"id,type,name\n1,PER," + b"k" * 70_000 + b"\n2,PER,Kim\n3,PER,\0\n4,PER," + b"k" * 5_000_000)
    assert [(line, field) for line, field, _ in problems(path)] == [(2, ""), (4, "name"), (5, "")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("list.txt", b"x", "the name must end in .jsonl, .ndjson, .csv"),
        ("list.jsonl", b"", "has no entries"),
        ("list.csv", b"id,type,name\n", "has no entries"),
        ("list.csv", None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_is_no_list(tmp_path: Path, name: str, content: bytes | None, reason: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ((line, _, why),) = problems(path)
    assert line == 0
    assert reason in why
