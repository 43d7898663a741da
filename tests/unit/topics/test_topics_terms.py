"""The list of terms that ships: a tree below the 17, ids well formed, and no file but a good one is taken."""

import re
from pathlib import Path

import pytest

from processor.stages.topics.mediatopics import TOP_LEVEL
from processor.stages.topics.terms import TermsError, load_terms, shared_terms

ROW = '{"id": "medtop:20000574", "top": "medtop:11000000", "path": ["medtop:11000000", "medtop:20000574"], '
REST = (
    '"name": "election", "definition": "Votes", "retired": null, "wikidata": "https://www.wikidata.org/entity/Q40231"}'
)


def test_top_level_is_that_of_the_stage() -> None:
    top = [term for term in load_terms() if term.level == 1]
    assert [(term.id, term.name) for term in top] == [(topic.id, topic.name) for topic in TOP_LEVEL]
    assert len({topic.short for topic in TOP_LEVEL}) == len(TOP_LEVEL) == 17


def test_terms_are_a_tree_below_the_17() -> None:
    terms = {term.id: term for term in shared_terms()}
    assert len(terms) == len(shared_terms()) == 1_099
    for term in terms.values():
        assert term.path[-1] == term.id
        assert term.path[0] == TOP_LEVEL[term.topic].id
        if term.level > 1:
            assert term.path[:-1] == terms[term.path[-2]].path
    assert [term.topic for term in shared_terms()] == sorted(term.topic for term in terms.values())


def test_names_and_definitions_are_there_and_items_are_ids() -> None:
    for term in shared_terms():
        assert term.name == term.name.strip() != ""
        assert term.definition.strip()
        assert term.wikidata is None or re.fullmatch("Q[1-9][0-9]*", term.wikidata)
    known = {term.id: term.wikidata for term in shared_terms()}
    assert (known["medtop:11000000"], known["medtop:20000574"], known["medtop:12000000"]) == ("Q7163", "Q40231", None)


def test_retired_terms_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "terms.jsonl"
    retired = REST.replace("null", '"2021-01-01"')
    path.write_text(f"{ROW}{REST}\n{ROW}{retired}\n", encoding="utf-8")
    (term,) = load_terms(path)
    assert (term.topic, term.level, term.name, term.wikidata) == (10, 2, "election", "Q40231")


@pytest.mark.parametrize(
    "text", ["{", "[]", ROW[:-2] + "}", (ROW + REST).replace("Q40231", "").replace('"https', "5, ").replace("11", "99")]
)
def test_broken_list_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "terms.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TermsError, match=r"cannot read the list of terms terms\.jsonl"):
        load_terms(path)


def test_missing_list_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TermsError):
        load_terms(tmp_path / "none.jsonl")
