"""Records as cards that a person can read. Everything that comes from an article has been made safe by `clean`."""

from base64 import b64decode
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from processor.observe.logs import clean

if TYPE_CHECKING:
    from rich.console import RenderableType

    from processor.contracts import DeadLetter, EnrichedArticle, Entity, Language, StageReport

_TITLE: Final = 200
_LEAD: Final = 280
#: Most entities on a card; those with most mentions come first.
_ENTITIES: Final = 10
_NAME: Final = 60
_HASHTAGS: Final = 12


def article_card(article: "EnrichedArticle", place: str) -> "RenderableType":
    """Return the card of an enriched article; `place` says where the record is."""
    source = article.article.get("source")
    title = clean(article.title, _TITLE) if article.title else None
    rows: list[tuple[str, RenderableType | str | None]] = [
        ("id", f"{clean(article.id)}" + (" (hash)" if article.provenance.id == "hash" else "")),
        ("source", clean(source) if isinstance(source, str) else None),
        ("published", _published(article)),
        ("language", _language(article.language) if article.language else None),
        (
            "topics",
            " · ".join(
                f"{clean(topic.name)} {topic.confidence:.2f} [{clean(topic.id, _NAME)}]" for topic in article.topics
            ),
        ),
        ("entities", _entities(article.entities)),
        ("hashtags", "  ".join(clean(tag, _NAME) for tag in article.hashtags[:_HASHTAGS])),
        *((clean(name, _NAME), clean(found)) for name, found in article.extensions.items()),
        ("text", _lead(article)),
        ("stages", " · ".join(_stage(report) for report in article.stages)),
    ]
    return _card(title or "(no title)", place, rows, "green")


def letter_card(letter: "DeadLetter", place: str) -> "RenderableType":
    """Return the card of a dead letter."""
    rows: list[tuple[str, RenderableType | str | None]] = [
        ("id", clean(letter.id) if letter.id else None),
        ("stage", clean(letter.stage)),
        ("reason", letter.reason.value),
        ("field", clean(letter.field) if letter.field else None),
        ("error", clean(letter.error, 500)),
        ("came from", came_from(letter)),
        ("attempt", str(letter.attempt)),
        ("payload", payload_size(letter)),
    ]
    return _card("dead letter", place, rows, "red")


def came_from(letter: "DeadLetter") -> str:
    """Return where the message was read: `topic:partition:offset` or `file:line`."""
    source = letter.source
    parts = (source.topic, source.partition, source.offset) if source.topic else (source.file, source.line)
    return clean(":".join(str(part) for part in parts if part is not None))


def payload_size(letter: "DeadLetter") -> str:
    """Return the size of the message in words."""
    return "null" if letter.payload is None else f"{len(b64decode(letter.payload)):,} bytes"


def _card(
    title: str, place: str, rows: "Iterable[tuple[str, RenderableType | str | None]]", style: str
) -> "RenderableType":
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        if value:
            grid.add_row(Text(name), Text(value) if isinstance(value, str) else value)
    return Panel(
        grid,
        title=Text(title, style="bold"),
        title_align="left",
        subtitle=Text(clean(place)),
        subtitle_align="right",
        border_style=style,
    )


def _published(article: "EnrichedArticle") -> str | None:
    if article.published_at is None:
        return None
    return clean(article.published_at) + (" (from the text)" if article.provenance.published_at == "text" else "")


def _language(language: "Language") -> str:
    said = f"{clean(language.tag)} · {clean(language.script)} · {language.confidence:.2f}"
    if len(language.segments) > 1:
        said += "   " + ", ".join(
            f"{clean(part.tag)} {part.start}–{part.end}" for part in language.segments[:_ENTITIES]
        )
    return said


def _entities(entities: "tuple[Entity, ...]") -> "RenderableType | None":
    """A line an entity; the name last, so that one written from right to left does not carry numbers along."""
    from rich.table import Table
    from rich.text import Text

    if not entities:
        return None
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(justify="right")
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    ordered = sorted(entities, key=lambda entity: -len(entity.mentions))
    for entity in ordered[:_ENTITIES]:
        ids = " ".join(f"{clean(scheme, _NAME)}={clean(name, _NAME)}" for scheme, name in entity.ids.items())
        grid.add_row(
            Text(entity.type),
            Text(f"{len(entity.mentions)}×"),
            Text(ids, style="cyan"),
            Text(clean(entity.name, _NAME)),
        )
    if len(ordered) > _ENTITIES:
        grid.add_row("", "", Text(f"and {len(ordered) - _ENTITIES} more", style="dim"), "")
    return grid


def _lead(article: "EnrichedArticle") -> "RenderableType":
    from rich.text import Text

    body = article.body_text
    if article.title and article.provenance.title == "text":
        body = body.removeprefix(article.title).lstrip()
    lead = Text(clean(" ".join(body[: 4 * _LEAD].split()), 2 * _LEAD))
    lead.truncate(_LEAD, overflow="ellipsis")  # by width: a Chinese character takes two places
    return lead


def _stage(report: "StageReport") -> str:
    reason = f" ({clean(report.reason)})" if report.reason else ""
    return f"{clean(report.name, _NAME)} {report.status.value}{reason}"
