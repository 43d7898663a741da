"""A hundred articles and a few dead letters made to break or take over a page that shows them."""

from dataclasses import replace
from typing import Final

from processor.contracts import (
    Coordinates,
    DeadLetter,
    EnrichedArticle,
    Entity,
    Header,
    Language,
    Mention,
    NarrowerTopic,
    Reason,
    Segment,
    Source,
    Span,
    StageReport,
    Status,
    Topic,
)
from processor.contracts.dead_letter import DEAD_LETTER_SCHEMA
from processor.contracts.enriched import ENRICHED_SCHEMA, EntityLink, LinkHow, Provenance

#: Every script below sets this property of `window` when it runs.
FLAG: Final = "attacked"
_RUN: Final = f"window.{FLAG}=1;alert(1)"

_MARKUP: Final = (
    f"<script>{_RUN}</script>",
    f"<SCRIPT SRC=data:text/javascript,{_RUN}></SCRIPT>",
    f"</script><script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f'"><img src=x onerror="{_RUN}">',
    f"' autofocus onfocus='{_RUN}",
    f"<svg onload={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f'<svg><a xlink:href="javascript:{_RUN}"><text y=20>x</text></a></svg>',
    f'<svg><animate onbegin="{_RUN}" attributeName=x dur=1s>',
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'>",
    f"<iframe src=javascript:{_RUN}>",
    f"<details open ontoggle={_RUN}>x</details>",
    f"<body onload={_RUN}>",
    f'<a href="javascript:{_RUN}">x</a>',
    f"<math><mtext><table><mglyph><style><img src=x onerror={_RUN}>",
    f"<style>@import 'javascript:{_RUN}';*{{display:none!important}}</style>",
    f"<link rel=stylesheet href='data:text/css,*%7Bdisplay:none%7D'><base href=//evil.example/>{_RUN}",
    f"<object data=data:text/html,<script>{_RUN}</script>></object>",
    f"<form action=javascript:{_RUN}><input type=submit autofocus></form>",
    f"<meta http-equiv=refresh content='0;url=javascript:{_RUN}'>",
    f"&lt;script&gt;{_RUN}&lt;/script&gt;",
    f"${{{_RUN}}} {{{{constructor.constructor('{_RUN}')()}}}} <%= {_RUN} %>",
    f"<!--><script>{_RUN}</script-->",
    "\r\n\r\nevent: article\r\ndata: {}\r\n\r\n",
)
_TEXTS: Final = (
    "\u202e" * 50 + "gnorw" + "\u2066" * 500 + "\u202d",
    "\u2067" * 1000 + "never closed",
    "Z" + "\u0335\u0341\u0489\u0316\u0353" * 50 + "algo" + "\u0300" * 250,
    "مرحبا " * 400 + "\u200f" * 1000,
    "W" * 6000,
    "\u00a0" * 6000,
    "\n" * 6000 + "x",
    "﷽" * 2000,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 900,
    "\u200b\u2060\ufeff" * 2000 + "x",
    "𒐫" * 3000,
    "\u0007\u001b[31m\u0000\ufffd\u2028\u2029" * 300,
    "a\tb" * 2000,
    "ᠮᠣᠩᠭᠣᠯ " * 800,
    "W" * 10_000_000,
)
_ADDRESSES: Final = (
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}//https://example.org/",
    f" \u0001javascript:{_RUN}",
    f"java\nscript:{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    f"vbscript:{_RUN}",
    f"blob:https://example.org/{_RUN}",
    "file:///etc/passwd",
    "//example.org/x",
    "https://example.org/" + "a" * 8000,
)


def attack_articles() -> list[EnrichedArticle]:
    """Return 100 records; each attack stands in every place that a record has for text."""
    strings = [*_MARKUP, *_TEXTS]
    # Round again, with another address and the markup around the other texts.
    strings += [
        f"{other} {_MARKUP[number % len(_MARKUP)]}" for number, other in enumerate([*_TEXTS[:-1], *_MARKUP] * 2)
    ]
    return [_article(number, attack) for number, attack in enumerate(strings[:100])]


def attack_letters() -> list[DeadLetter]:
    """Return dead letters with the same attacks."""
    return [_letter(number, attack) for number, attack in enumerate([*_MARKUP, *_TEXTS])]


def _article(number: int, attack: str) -> EnrichedArticle:
    address = _ADDRESSES[number % len(_ADDRESSES)]
    text = f"{attack}\n\n{attack}" if number % 2 else f"A title\n{attack}"
    short = attack[:3000]
    # Mentions nest, overlap, are empty, or lie outside of the text.
    spans = [(0, 10), (2, 5), (4, 20), (7, 7), (len(text) - 1, len(text) + 50), (10**15, 10**16)]
    mentions = tuple(Mention(start, end, "x") for start, end in spans)
    entities = tuple(
        Entity(
            kind,
            short,
            {"iso3166": short, "wikidata": address, short: short},
            mentions,
            0.5,
            Coordinates(10.0 + number / 10, -20.0),
            latin=short,
            link=EntityLink(LinkHow.NAME),
            count=10**15,
        )
        for kind in ("PER", "ORG", "LOC", "MISC")
        for _ in range(30)
    )
    narrower = NarrowerTopic(short, short, (short, short), 0.5)
    plain = EnrichedArticle(
        id=f"{number}{short}",
        schema=ENRICHED_SCHEMA,
        article={"source": attack, "url": address, "title": attack},
        text=text,
        body=Span(0, len(text)),
        title=attack if number % 3 else text.partition("\n")[0],
        published_at=short,
        hashtags=(short,) * 30,
        provenance=Provenance("producer", "producer" if number % 3 else "text", "text", "text"),
        language=Language(short, "Arab" if number % 2 else "Zzzz", 0.5, (Segment(0, 5, short), Segment(3, 9, "en"))),
        entities=entities,
        topics=(Topic(short, short, 0.5, Span(0, 10**9), None, (narrower,)),) * 30,
        stages=tuple(StageReport(short, short, short, status, short) for status in Status) * 3,
        pipeline=short,
    )
    return replace(plain, extensions={short: short})


def _letter(number: int, attack: str) -> DeadLetter:
    return DeadLetter(
        DEAD_LETTER_SCHEMA,
        f"{number}{attack[:3000]}",
        attack[:3000],
        Reason.STAGE_ERROR,
        attack[:3000],
        attack,
        "AAAA",
        None,
        (Header(attack[:100], None),),
        Source(file=attack[:3000], line=1),
        attack[:3000],
        10**9,
    )
