"""`samachar topics own` and `eval`, and files of topics that commands refuse before anything starts."""

from pathlib import Path

import orjson
import pytest

from processor.cli.user_files import check_own_topics
from processor.settings import load_settings
from processor.stages.topics.own.topic import OwnTopicsError
from tests.unit.cli.conftest import Run

DATA = Path(__file__).parents[2] / "data" / "topics"
OWN, LABELLED = DATA / "own.yaml", DATA / "own_labelled.jsonl"
BROKEN = "- id: floods\n  name: Floods\n  examples: none\n- id: Fires\n  name: Fires\n"


def test_five_topics_with_examples_in_two_languages_are_told_in_a_third(run: Run) -> None:
    """Spanish and Indonesian examples, Turkish texts: 15 a topic and 42 that are nearly about one, written beforehand.

    The bounds stand a little below what was measured (docs/topics.md); nothing was chosen on these texts.
    """
    result = run("topics", "eval", OWN, LABELLED, "--json")
    assert result.exit_code == 0, result.output
    rows = orjson.loads(result.stdout)["topics"]
    assert [(row["id"], row["marked"], row["texts"]) for row in rows] == [
        (name, 15, 117) for name in ("port-strikes", "dengue", "womens-cricket", "chip-exports", "heritage-restoration")
    ]
    assert sum(row["f1"] for row in rows) / 5 > 0.72
    assert sum(row["average_precision"] for row in rows) / 5 > 0.83
    assert min(row["average_precision"] for row in rows) > 0.77
    assert all(row["best_f1"] >= row["f1"] for row in rows)
    assert all(row["languages"].keys() == {"tr"} for row in rows)
    assert rows[0]["languages"]["tr"]["f1"] == rows[0]["f1"]


def test_the_table_has_a_row_for_each_language_where_there_are_several(run: Run) -> None:
    texts = [
        {
            "text": "Hafenarbeiter streiken, Containerschiffe warten vor Hamburg.",
            "labels": ["port-strikes"],
            "lang": "de",
        },
        {"text": "Der Bundestag berät über die Rente.", "labels": [], "lang": "de"},
        {"text": "Dockers à Marseille en grève pour la troisième journée", "labels": ["port-strikes"], "lang": "fr"},
    ]
    Path("few.jsonl").write_bytes(b"\n\n".join(map(orjson.dumps, texts)))
    result = run("topics", "eval", OWN, "few.jsonl")
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0][:4] == ["topic", "lang", "n", "given"]
    # Rows of a language leave the topic's name out.
    assert [line[:3] for line in lines[1:4]] == [["port-strikes", "all", "2"], ["de", "1", "1"], ["fr", "1", "1"]]
    assert lines[1][5:8] == ["1.00", "1.00", "1.00"]
    assert lines[4][:3] == ["dengue", "all", "0"]
    assert lines[4][-3:] == ["-", "-", "-"]  # nothing to find


def test_wrong_marks_are_told_with_their_lines(run: Run) -> None:
    lines = [
        '{"text": "a", "labels": ["dengue"]}', "{", "[]", '{"text": "", "labels": []}', '{"text": "a"}',
        '{"text": "a", "labels": ["flu"]}', '{"text": "a", "labels": [], "lang": 3}', '{"text": "a", "label": []}',
    ]  # fmt: skip
    Path("bad.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("topics", "eval", OWN, "bad.jsonl")
    assert result.exit_code == 2
    told = [line.removeprefix("Error: ").strip() for line in result.stderr.splitlines()]
    assert told[0].startswith("bad.jsonl:2: is not JSON")
    assert told[1:] == [
        "bad.jsonl:3: must be an object with text, labels, lang",
        "bad.jsonl:4: text: must be a text that is not empty",
        "bad.jsonl:5: labels: must be a list of topics' ids, [] where none fits",
        "bad.jsonl:6: labels: there is no topic 'flu'",
        "bad.jsonl:7: lang: must be text",
        "bad.jsonl:8: 'label' is no field; known are text, labels, lang",
    ]
    Path("bad.jsonl").write_bytes(b" \n")
    assert "bad.jsonl: has no texts" in run("topics", "eval", OWN, "bad.jsonl").stderr
    assert "none.jsonl: cannot be read: No such file" in run("topics", "eval", OWN, "none.jsonl").stderr


def test_own_tells_what_of_a_topic_is_found_again(run: Run) -> None:
    result = run("topics", "own", OWN)
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.stdout.splitlines()[1:]]
    assert [row[0] for row in rows][:2] == ["port-strikes", "dengue"]
    for row in rows:
        assert int(row[3]) == 10
        assert int(row[4]) >= 6
        assert float(row[5].rstrip("%")) < 5


def test_own_tells_all_that_is_wrong(run: Run) -> None:
    Path("own.yaml").write_text(BROKEN, encoding="utf-8")
    result = run("topics", "own", "own.yaml")
    assert result.exit_code == 2
    first, second = result.stderr.splitlines()
    assert first == "Error: own.yaml:3: examples: must be a list of texts: - …"
    assert second.startswith("       own.yaml:4: id: must be small letters a to z")


@pytest.mark.parametrize("command", [["enrich", "-"], ["worker"], ["demo", "a.txt"]])
def test_a_bad_file_stops_a_command_before_it_starts_anything(run: Run, command: list[str]) -> None:
    Path("a.txt").write_text("Jane Roe", encoding="utf-8")
    Path("own.yaml").write_text(BROKEN, encoding="utf-8")
    result = run(*command, "--set", "topics=own.yaml", stdin=b'{"text":"a"}')
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: own.yaml:3: examples: must be a list of texts: - … (and 1 more: samachar topics own own.yaml)"
    )


def test_without_the_topics_stage_the_file_does_not_matter() -> None:
    missing = Path("none.yaml")
    check_own_topics(load_settings(topics=missing, stages=("language",)))
    check_own_topics(load_settings(topics=""))
    with pytest.raises(OwnTopicsError, match=r"none\.yaml: cannot be read"):
        check_own_topics(load_settings(topics=missing))


def test_records_have_own_topics_and_another_pipeline(run: Run) -> None:
    raw = orjson.dumps({"text": "Los estibadores del puerto de Valencia mantienen la huelga y los barcos esperan."})
    plain, own = (
        orjson.loads(run("enrich", "-", "--stages", "topics", *extra, stdin=raw).stdout)
        for extra in ((), ("--set", f"topics={OWN}"))
    )
    assert "own:port-strikes" in [topic["id"] for topic in own["topics"]]
    assert [topic for topic in own["topics"] if not topic["id"].startswith("own:")] == plain["topics"]
    assert own["pipeline"] != plain["pipeline"]
