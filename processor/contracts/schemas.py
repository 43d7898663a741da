"""The published schemas, generated from the contracts: JSON Schema 2020-12 of each message, and an AsyncAPI document.

Every field of EnrichedArticle and DeadLetter is always present (null where there is nothing to say), so all are
required. Objects may have further fields: version 1 grows by adding some, and a raw article may carry what it likes.
"""

import dataclasses
import json
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from processor.contracts import dead_letter, enriched
from processor.contracts.asyncapi import Topics, asyncapi
from processor.contracts.dead_letter import DEAD_LETTER_SCHEMA, DeadLetter
from processor.contracts.docstrings import attributes, summary
from processor.contracts.enriched import ENRICHED_SCHEMA, EnrichedArticle
from processor.contracts.raw import RAW_SCHEMA, RawArticle

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
#: Message -> name and version of its contract.
MESSAGES: Final[dict[type, str]] = {
    RawArticle: RAW_SCHEMA,
    EnrichedArticle: ENRICHED_SCHEMA,
    DeadLetter: DEAD_LETTER_SCHEMA,
}


def generate(topics: Topics | None = None) -> dict[str, bytes]:
    """Return the schema files by name; the same code gives the same bytes.

    Args:
        topics: addresses for the AsyncAPI document, by default those of the default settings.
    """
    files: dict[str, Any] = {file_name(contract): message_schema(kind) for kind, contract in MESSAGES.items()}
    files["asyncapi.json"] = asyncapi(
        topics or Topics(),
        raw=file_name(RAW_SCHEMA),
        enriched=file_name(ENRICHED_SCHEMA),
        dead=file_name(DEAD_LETTER_SCHEMA),
    )
    return {name: _file(document) for name, document in files.items()}


def write(directory: Path) -> list[Path]:
    """Write the schema files into `directory`, made where it is missing, and return their paths."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in generate().items():
        path = directory / name
        path.write_bytes(content)
        written.append(path)
    return written


def file_name(contract: str) -> str:
    """Return the file of a contract: `enriched-article/1` is in `enriched-article.v1.schema.json`."""
    name, _, version = contract.partition("/")
    return f"{name}.v{version}.schema.json"


def message_schema(kind: type) -> dict[str, Any]:
    """Return the JSON Schema of a message type."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    schema = adapter.json_schema(schema_generator=_Generator)
    classes = {
        found.__name__: found
        for module in (enriched, dead_letter)
        for found in vars(module).values()
        if dataclasses.is_dataclass(found) and isinstance(found, type)
    }
    for name, part in {kind.__name__: schema, **schema.get("$defs", {})}.items():
        if name in classes:
            _describe(part, classes[name])
    name, _, version = MESSAGES[kind].partition("/")
    head = {
        "$schema": DIALECT,
        "$id": f"urn:samachar:schema:{name}:{version}",
        "title": kind.__name__,
        "description": summary(kind),
    }
    definitions = {"$defs": schema.pop("$defs")} if "$defs" in schema else {}
    return head | {key: part for key, part in schema.items() if key not in head} | definitions


def _describe(schema: dict[str, Any], kind: type) -> None:
    said = attributes(kind)
    schema["description"] = summary(kind)
    for field, part in schema["properties"].items():
        part.pop("default", None)  # records state every field, so nobody ever needs to know it
        part["description"] = said[field]
    schema["required"] = list(schema["properties"])


class _Generator(GenerateJsonSchema):
    """Pydantic's, without the titles it makes of field names."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def _file(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
