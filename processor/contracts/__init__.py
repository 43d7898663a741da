"""The messages: what producers send, what consumers get, and what is kept when an article cannot be enriched."""

from processor.contracts.dead_letter import DeadLetter, Header, Source
from processor.contracts.enriched import (
    Coordinates,
    EnrichedArticle,
    Entity,
    EntityLink,
    EntityType,
    Language,
    LinkHow,
    Mention,
    NarrowerTopic,
    Segment,
    Span,
    StageReport,
    Status,
    Topic,
)
from processor.contracts.errors import InvalidArticleError, Reason
from processor.contracts.intake import Limits, accept
from processor.contracts.raw import RawArticle
from processor.contracts.wire import decode_dead_letter, decode_enriched, encode, probability

__all__ = [
    "Coordinates",
    "DeadLetter",
    "EnrichedArticle",
    "Entity",
    "EntityLink",
    "EntityType",
    "Header",
    "InvalidArticleError",
    "Language",
    "Limits",
    "LinkHow",
    "Mention",
    "NarrowerTopic",
    "RawArticle",
    "Reason",
    "Segment",
    "Source",
    "Span",
    "StageReport",
    "Status",
    "Topic",
    "accept",
    "decode_dead_letter",
    "decode_enriched",
    "encode",
    "probability",
]
