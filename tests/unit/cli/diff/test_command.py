"""`samachar diff` on files: what it prints, for people and machines, and how it ends."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import Result

from processor.contracts import EnrichedArticle, Mention, encode
from processor.engine.exits import Exit
from tests.unit.cli.conftest import Run
from tests.unit.cli.diff.records import TEXT, entity, language, record, report

ADA, LONDON = entity("PER", (0, 12)), entity("LOC", (36, 42), ids={"country": "GB"})
OLD, NEW = (report("language"), report("entities")), (report("language"), report("entities", model="m2"))


def written(path: str, records: Sequence[EnrichedArticle | bytes]) -> Path:
    lines = [each if isinstance(each, bytes) else encode(each) for each in records]
    Path(path).write_bytes(b"".join(line + b"\n" for line in lines))
    return Path(path)


def compared(run: Run, a: Sequence[Any], b: Sequence[Any], *options: str) -> Result:
    return run("diff", written("a.jsonl", a), written("b.jsonl", b), *options)


def machine(result: Result) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    *articles, summary = map(orjson.loads, result.stdout_bytes.splitlines())
    assert all(line["type"] == "article" for line in articles)
    assert summary["type"] == "summary"
    return articles, summary


def test_the_same_facts_end_with_0_whatever_models_they_come_from(run: Run) -> None:
    a = [record("1", stages=OLD), record("2", stages=OLD)]
    b = [record("2", stages=NEW, pipeline="p2"), record("1", stages=NEW, pipeline="p2")]
    result = compared(run, a, b)
    assert result.exit_code == Exit.OK, result.stderr
    assert "2 articles in both: the same facts in all, the pipeline differs in 2" in result.stdout
    assert "Facts" not in result.stdout


def test_what_changed_is_told_with_the_stage_that_explains_it(run: Run) -> None:
    a = [record(str(n), entities=[ADA, LONDON], stages=OLD) for n in range(3)]
    b = [record(str(n), entities=[ADA], stages=NEW, pipeline="p2") for n in range(3)]
    result = compared(run, a, b)
    assert result.exit_code == Exit.DIFFERENT
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["entities", "1", "m1", "1", "m2", "3", "3"] in lines
    assert ["language", "1", "m1", "same", "3", "0"] in lines
    assert ["entities", "mention", "3", "0", "0", "3"] in lines
    assert ["3", "entities", "mention", "removed", "LOC", "London"] in lines
    assert "    Ada Lovelace met Charles Babbage in [London]. لندن مدينة كبيرة." in result.stdout


def test_machines_get_a_line_an_article_that_differs_and_a_summary(run: Run) -> None:
    a = [record("1", entities=[ADA], stages=OLD), record("2"), record("3")]
    b = [record("1", stages=NEW, pipeline="p2"), record("2"), record("4", language=language("ar"))]
    result = compared(run, a, b, "--json")
    assert result.exit_code == Exit.DIFFERENT
    articles, summary = machine(result)
    assert [(line["id"], line["status"], line["language"]) for line in articles] == [
        ("1", "differs", "en"),
        ("3", "only_a", "en"),
        ("4", "only_b", "ar"),
    ]
    (found,) = articles[0]["differences"]
    assert found["kind"] == "mention"
    assert (found["start"], found["end"], found["a"]["text"], found["b"]) == (0, 12, "Ada Lovelace", None)
    assert articles[0]["pipeline"] == {"a": "p1", "b": "p2"}
    assert (summary["pairs"], summary["differing"], summary["only_a"], summary["only_b"]) == (2, 1, 1, 1)
    assert summary["facts"] == [
        {"stage": "entities", "fact": "mention", "removed": 1, "added": 0, "changed": 0, "articles": 1}
    ]
    entities = [each for each in summary["stages"] if each["stage"] == "entities" and each["a"] != each["b"]]
    assert entities == [{"stage": "entities", "a": "1 m1", "b": "1 m2", "articles": 1, "differing": 1}]


def test_of_several_records_of_an_article_the_last_counts(run: Run) -> None:
    first, last = record("1", entities=[LONDON]), record("1", entities=[ADA])
    assert compared(run, [first, last], [last]).exit_code == Exit.OK
    assert compared(run, [last, first], [last]).exit_code == Exit.DIFFERENT


def test_standard_input_and_a_tolerance(run: Run) -> None:
    b = written("b.jsonl", [record("1", language=language("en", 0.8))])
    stdin = encode(record("1", language=language("en", 0.9)))
    assert run("diff", "-", b, stdin=stdin).exit_code == Exit.DIFFERENT
    assert run("diff", "-", b, "--tolerance", "0.1", stdin=stdin).exit_code == Exit.OK


def test_what_is_no_record_is_named_left_out_and_never_called_the_same(run: Run) -> None:
    result = compared(run, [record("1"), b"{}", b"\xff"], [record("1")])
    assert result.exit_code == Exit.FATAL
    assert "a.jsonl:2: not a record of ours" in result.stderr
    assert "a.jsonl:3: not a record of ours" in result.stderr
    assert "A: a.jsonl: 3 records, 2 of them none of ours" in result.stdout


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("-", "-", "standard input can be read only once"),
        ("none.jsonl", "-", "none.jsonl: cannot be read"),
        ("a.txt", "-", "a.txt: expected enriched records: .jsonl, .ndjson, - or topic:NAME"),
        ("topic:", "-", "the name of the topic is missing"),
    ],
)
def test_sources_that_cannot_be_read(run: Run, a: str, b: str, told: str) -> None:
    result = run("diff", a, b, stdin=b"")
    assert result.exit_code == Exit.USAGE
    assert told in result.stderr


def test_nothing_of_an_article_steers_the_terminal(run: Run) -> None:
    evil = "\x1b]0;owned\x07\x9b2J\u202eA\r\n"
    text = f"{evil}{TEXT}"
    fields: dict[str, Any] = {"text": text, "article": {"text": text}, "title": evil, "pipeline": evil}
    bad = entity("PER", (0, len(evil)), text=text, ids={evil: evil})
    a = record(f"1{evil}", **fields, stages=(report(evil, model=evil),))
    b = record(f"1{evil}", entities=[bad], **fields, extensions={evil: evil}, stages=(report(evil, version=evil),))
    for result in (compared(run, [a], [b]), compared(run, [a], []), compared(run, [], [b])):
        assert result.exit_code == Exit.DIFFERENT
        assert not set(result.stdout) & set("\x1b\x07\x9b\u202e\r")


def test_a_mention_beyond_the_text_does_not_break_the_report(run: Run) -> None:
    far = entity("PER", (0, 3))
    beyond = Mention(10**6, 10**6 + 3, "Ada")
    b = record("1", entities=[replace(far, mentions=(*far.mentions, beyond))])
    assert compared(run, [record("1", entities=[far])], [b]).exit_code == Exit.DIFFERENT
