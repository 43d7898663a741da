"""The behavioural suite: what every stage must do, whatever it finds."""

from dataclasses import fields, replace
from pathlib import Path

import orjson
import pytest
from jsonschema import Draft202012Validator

from processor.contracts import Limits, Status, accept, decode_enriched, encode
from processor.stages.chain import apply
from processor.stages.registry import load_stage, stage_name
from processor.stages.stage import Annotation, Stage
from tests.contract import rules
from tests.contract.stages import SPECS, Looked, looked, prepared, stage

SCHEMA = Draft202012Validator(
    orjson.loads((Path(__file__).parents[2] / "schemas" / "enriched-article.v1.schema.json").read_bytes())
)
#: What a stage may set; any other writes its own extension.
OWN_FIELD = {"language": "language", "entities": "entities", "topics": "topics"}

every_stage = pytest.mark.parametrize("name", SPECS)


@every_stage
def test_it_says_who_it_is(name: str) -> None:
    made = stage(name)
    assert isinstance(made, Stage)
    assert made.name == name
    # Where only a constructed stage can tell, its spec is its name.
    assert stage_name(SPECS[name]) in {name, SPECS[name]}
    rules.identity(made.name, made.version, made.model, made.needs)
    again = load_stage(SPECS[name])
    assert (made.name, made.version, made.model, made.needs) == (again.name, again.version, again.model, again.needs)


@every_stage
def test_its_input_is_as_it_was(name: str) -> None:
    for key, article in prepared(name).items():
        after, _ = looked(name)[key]
        assert after == article, key
        # Equality would not see an int that became a float, nor another order of fields.
        assert encode(after) == encode(article), key


@every_stage
def test_the_same_again_and_from_a_fresh_one(name: str) -> None:
    fresh = load_stage(SPECS[name])
    # Backwards, so that what was read before would show.
    for key, article in reversed(prepared(name).items()):
        _, annotation = looked(name)[key]
        if not key.startswith("huge: ") or key == "huge: words":
            assert stage(name).annotate(article) == annotation, key
            assert fresh.annotate(article) == annotation, key


@every_stage
def test_status_and_reason(name: str) -> None:
    for key, (article, annotation) in looked(name).items():
        rules.status(annotation, article.body_text, key)


@every_stage
def test_only_its_own_field_is_set(name: str) -> None:
    own = OWN_FIELD.get(name, "extension")
    others = {field.name for field in fields(Annotation)} - {"status", "reason", own}
    for key, (_, annotation) in looked(name).items():
        assert [other for other in others if getattr(annotation, other) is not None] == [], key
        if annotation.status is Status.OK:
            assert getattr(annotation, own) is not None, key


@every_stage
def test_what_it_found_is_well_formed(name: str) -> None:
    for key, (article, annotation) in looked(name).items():
        if annotation.language is not None:
            rules.language(annotation.language, article, key)
        if annotation.entities is not None:
            rules.entities(annotation.entities, article, key)
        if annotation.topics is not None:
            rules.topics(annotation.topics, article, key)
        rules.finite(annotation.extension, key)


@every_stage
def test_the_record_is_valid_and_survives_a_hop(name: str) -> None:
    for key, (article, annotation) in looked(name).items():
        record = apply(Looked(stage(name), annotation), article)
        value = encode(record)
        if not key.startswith("huge: "):
            SCHEMA.validate(orjson.loads(value))
        # In the staged layout the next stage reads it from the wire: nothing may change on the way.
        assert encode(decode_enriched(value)) == value, key
        assert decode_enriched(value) == record, key


@every_stage
def test_the_rest_of_the_record_is_as_it_was(name: str) -> None:
    own = OWN_FIELD.get(name, "extensions")
    for key, (article, annotation) in looked(name).items():
        record = apply(Looked(stage(name), annotation), article)
        assert (
            replace(record, **{own: getattr(article, own)}, stages=article.stages, pipeline=article.pipeline) == article
        )
        report = record.stages[-1]
        assert (report.name, report.status, report.reason) == (name, annotation.status, annotation.reason), key
        assert record.pipeline != article.pipeline


@every_stage
def test_no_article_text_in_a_reason(name: str) -> None:
    # Words that no sentence of ours has, short, long, and in scripts that a stage may not know.
    for word in ("qzxwvkj", "щъыжцф", "ღჟჶჷ", "ጿፄጜ", "ᥐᥑᥒ", "𐌰𐌱𐌲𐌳"):
        for count in (1, 3, 60):
            text = " ".join([word] * count)
            article = next(iter(prepared(name).values()))
            made = accept(orjson.dumps({"text": text, "title": word * 2}), Limits())
            annotation = stage(name).annotate(replace(made, language=article.language, stages=article.stages))
            assert word not in (annotation.reason or "")


@every_stage
def test_a_title_and_trailers_are_not_the_text(name: str) -> None:
    article, annotation = looked(name)["producer: a title outside the text"]
    for entity in annotation.entities or ():
        assert entity.name not in (article.title or "")
    article, annotation = looked(name)["short: only trailers"]
    assert article.body_text == "2026-01-31 08:30:00"
    assert not annotation.entities


def test_the_suite_has_something_to_look_at() -> None:
    """Rules for mentions and segments hold of nothing where nothing is found."""
    scripts = {key for key in looked("entities") if key.startswith("script ")}
    with_mentions = {key for key in scripts if looked("entities")[key][1].entities}
    with_segments = {key for key in scripts if (language := looked("language")[key][1].language) and language.segments}
    assert len(scripts) > 30
    assert len(with_mentions) >= 20
    assert len(with_segments) >= 15
    statuses = {name: {annotation.status for _, annotation in looked(name).values()} for name in SPECS}
    assert all(Status.OK in statuses[name] for name in SPECS)
    assert Status.FAILED not in set().union(*statuses.values())
