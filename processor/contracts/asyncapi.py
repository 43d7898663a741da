"""The AsyncAPI 3.0 document: topics, messages, keys and headers, for people and generators of client code."""

from dataclasses import dataclass
from typing import Any, Final

from processor.contracts import headers

CONTENT_TYPE: Final = "application/json"
BINDING_VERSION: Final = "0.5.0"


@dataclass(frozen=True, slots=True)
class Topics:
    """Addresses of the channels; the defaults are those of the settings."""

    raw: str = "articles.raw"
    language: str = "articles.language"
    entities: str = "articles.entities"
    enriched: str = "articles.enriched"
    dead_letter: str = "articles.dead-letter"


def asyncapi(topics: Topics, *, raw: str, enriched: str, dead: str) -> dict[str, Any]:
    """Return the document; `raw`, `enriched` and `dead` are the files of the messages' JSON Schemas beside it."""
    return {
        "asyncapi": "3.0.0",
        "id": "urn:samachar",
        "info": {
            "title": "Samachar",
            "version": "1.0.0",
            "description": "News enrichment on Kafka. Raw articles in any language go in, enriched records come out; "
            "what cannot be enriched becomes a dead letter. Delivery is at least once: a repeat of a record has "
            "the same key and the same bytes.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {
            "raw": _channel(topics.raw, "RawArticle", "What producers send."),
            "language": _channel(
                topics.language, "EnrichedArticle", "Records after the language stage; in the staged layout only."
            ),
            "entities": _channel(
                topics.entities, "EnrichedArticle", "Records after the entities stage; in the staged layout only."
            ),
            "enriched": _channel(topics.enriched, "EnrichedArticle", "What consumers get."),
            "deadLetter": _channel(topics.dead_letter, "DeadLetter", "What could not be enriched, kept whole."),
        },
        "operations": {
            "receiveRaw": _operation("receive", "raw", "RawArticle", "Takes raw articles."),
            "sendAfterLanguage": _operation(
                "send", "language", "EnrichedArticle", "Hands records to the entities stage; in the staged layout only."
            ),
            "receiveAfterLanguage": _operation(
                "receive", "language", "EnrichedArticle", "The entities stage takes them; in the staged layout only."
            ),
            "sendAfterEntities": _operation(
                "send", "entities", "EnrichedArticle", "Hands records to the topics stage; in the staged layout only."
            ),
            "receiveAfterEntities": _operation(
                "receive", "entities", "EnrichedArticle", "The topics stage takes them; in the staged layout only."
            ),
            "sendEnriched": _operation("send", "enriched", "EnrichedArticle", "Publishes enriched records."),
            "sendDeadLetter": _operation("send", "deadLetter", "DeadLetter", "Publishes dead letters."),
        },
        "components": {
            "messages": {
                "RawArticle": _message(
                    "RawArticle", raw, "rawHeaders", "One article as its producer pushes it.", _RAW_KEY
                ),
                "EnrichedArticle": _message(
                    "EnrichedArticle", enriched, "enrichedHeaders", "One enriched article.", _KEY
                ),
                "DeadLetter": _message(
                    "DeadLetter", dead, "deadLetterHeaders", "One article that could not be enriched.", _DEAD_KEY
                ),
            },
            "schemas": {
                "rawHeaders": _headers({}, required=()),
                "enrichedHeaders": _headers(_ours(headers.ENRICHED_TYPE)),
                "deadLetterHeaders": _headers(_ours(headers.DEAD_LETTER_TYPE)),
            },
        },
    }


_RAW_KEY: Final = {"type": "string", "description": "Free; articles of one key stay in order. Best the article's id."}
_KEY: Final = {"type": "string", "description": "The article's id, UTF-8."}
_DEAD_KEY: Final = {
    "type": ["string", "null"],
    "description": "The article's id, UTF-8; the original key where the id could not be read.",
}
_REPLAYED: Final = {
    headers.REPLAYED_FROM: {
        "type": "string",
        "pattern": "^[A-Za-z0-9._-]{1,249}/[0-9]{1,10}/[0-9]{1,19}$",
        "description": "A dead letter that was sent again, topic/partition/offset; after several replays there are as "
        "many, the oldest first.",
    }
}
_TRACE: Final = {
    "traceparent": {"type": "string", "description": "W3C Trace Context of the producer, carried over as it came."},
    "tracestate": {"type": "string", "description": "W3C Trace Context of the producer, carried over as it came."},
}


def _ours(event_type: str) -> dict[str, Any]:
    """Return the headers of every message of ours: CloudEvents 1.0 in Kafka's binary mode, and what we measured."""
    instant = {"type": "string", "format": "date-time"}
    return {
        "content-type": {"type": "string", "const": headers.CONTENT_TYPE.decode(), "description": "Of the value."},
        "ce_specversion": {"type": "string", "const": "1.0", "description": "Version of CloudEvents."},
        "ce_id": {
            "type": "string",
            "minLength": 1,
            "description": "The article's id; a repeat of an article is the same event. "
            "Of a dead letter without one: topic/partition/offset of the message.",
        },
        "ce_source": {"type": "string", "format": "uri-reference", "description": "The link that made the record."},
        "ce_type": {"type": "string", "const": event_type, "description": "Kind of event."},
        "ce_subject": {"type": "string", "minLength": 1, "description": "As ce_id."},
        "ce_time": {**instant, "description": "When the record was made."},
        headers.ATTEMPT: {
            "type": "string",
            "pattern": "^[1-9][0-9]{0,8}$",
            "description": "How often the message has been tried, from 1; a replay adds one.",
        },
        headers.INGESTED_AT: {**instant, "description": "When the raw article was put on its topic."},
        headers.PROCESSED_AT: {**instant, "description": "When the record was made."},
        headers.DURATIONS: {
            "type": "string",
            "contentMediaType": CONTENT_TYPE,
            "description": "JSON object: seconds that each stage took, by its name.",
        },
    }


def _headers(ours: dict[str, Any], required: tuple[str, ...] | None = None) -> dict[str, Any]:
    needed = list(ours) if required is None else list(required)
    return {
        "type": "object",
        "description": "Kafka record headers, UTF-8. A producer's own are carried over.",
        "properties": {**ours, **_TRACE, **(_REPLAYED if ours else {})},
        **({"required": needed} if needed else {}),
        "additionalProperties": True,
    }


def _channel(address: str, message: str, description: str) -> dict[str, Any]:
    return {
        "address": address,
        "description": description,
        "messages": {message: {"$ref": f"#/components/messages/{message}"}},
        "bindings": {"kafka": {"topic": address, "bindingVersion": BINDING_VERSION}},
    }


def _operation(action: str, channel: str, message: str, summary: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "messages": [{"$ref": f"#/channels/{channel}/messages/{message}"}],
    }


def _message(name: str, file: str, header_schema: str, summary: str, key: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "title": name,
        "summary": summary,
        "contentType": CONTENT_TYPE,
        "headers": {"$ref": f"#/components/schemas/{header_schema}"},
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"$ref": f"./{file}"},
        },
        "bindings": {"kafka": {"key": key, "bindingVersion": BINDING_VERSION}},
    }
