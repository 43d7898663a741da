"""What holds of every article in every script, whatever a tagger finds in it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.contracts import EntityType, Language, Segment
from processor.stages.entities.article.rules import STEPS
from processor.stages.entities.assemble import entities
from processor.stages.entities.combined import CombinedTagger
from processor.stages.entities.merge import merged
from processor.stages.entities.names.tagger import ModelTagger
from processor.stages.entities.tagger import Link, TaggedSpan, Tagging
from tests.unit.entities.test_properties import PIECES, TAGS

#: Names in many forms, with what the rules look for around them.
NAMES = [
    *("Vladimir Putin", "Putin", "V. Putin", "PUTIN", "Putin's", "Apple Inc.", "Apple", "World Health Organization"),
    *("WHO", "(WHO)", "United States", "Владимир Путин", "Путина", "Путиным", "В.В. Путин", "ВОЗ", "ПАО «Газпром»"),
    *(
        "Erdoğan'ın",
        "Erdoğan",
        "بوتين",
        "وبوتين",
        "و",
        "والأمم المتحدة",
        "פוטין",
        "ביידן ופוטין",
        "לפוטין",
        "የአብይ",
        "አብይ",
    ),
    *("किम जोंग उन", "किम", "क्रेमलिन", "डब्ल्यूएचओ", "विश्व स्वास्थ्य संगठन", "ने", "श्री", "শেখ হাসিনা", "হাসিনা"),
    *(
        "习近平",
        "习",
        "习主席",
        "世界卫生组织",
        "世卫组织",
        "（",
        "）",
        "安倍晋三",
        "安倍",
        "氏",
        "문재인",
        "문",
        "김정은은",
    ),
    *("สมชาย ใจดี", "สมชาย", "นาย", "პუტინი", "პუტინის", "Niinistö", "Niinistön", "Κυριάκος Μητσοτάκης", "Μητσοτάκη"),
    *("மோடி", "மோடியை", "မြန်မာ", "ပူတင်", "ລາວ", "កម្ពុជា", "ವ್ಲಾದಿಮಿರ್", "ട്രംപ്", "మోదీ", "ਮੋਦੀ", "મોદી", "ମୋଦୀ", "මෝදි"),
    *("Пу́тин", "Kim Jong-un", "Kim Jong\nUn", "d'Emmanuel Macron", "«", "»", "“", "”", ", ", ". ", "\u200c", "(", ")"),
]
KINDS: list[EntityType] = ["PER", "ORG", "LOC", "MISC"]
LANGUAGES = [*TAGS, "uk", "pl", "sr", "el", "fr", "fa", "ur", "bn", "kk", "hu", "lt", "pt-BR", "zh-Hans"]
articles = st.lists(st.sampled_from([*NAMES, *NAMES, *PIECES, " ", " ", " "]), max_size=40).map("".join)
tags = st.sampled_from(LANGUAGES)


@st.composite
def tagged(draw: st.DrawFn) -> tuple[str, list[TaggedSpan], Language]:
    """Return an article, spans of it that never overlap, some with links, and its language, some with segments."""
    text = draw(st.one_of(articles, st.text(max_size=60)))
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=16)))
    spans = []
    for start, end in list(pairwise(places))[:: draw(st.sampled_from([1, 2]))]:
        link = draw(st.sampled_from([None, None, None, Link("x", "X", {"geonames": "1"}), Link("y", "Y")]))
        kind = draw(st.sampled_from(KINDS))
        spans.append(TaggedSpan(start, end, kind, draw(st.floats(0.01, 1)), link))
    cut = draw(st.integers(0, len(text)))
    segments = (Segment(0, cut, draw(tags)), Segment(cut, len(text), draw(tags)))
    return text, spans, Language(draw(tags), "Zyyy", 1.0, draw(st.sampled_from([(), segments])))


def _check(text: str, spans: tuple[TaggedSpan, ...]) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(0 < span.confidence <= 1 for span in spans)


@settings(deadline=None, max_examples=200)
@given(tagged())
def test_every_step_keeps_spans_in_order_and_apart(article: tuple[str, list[TaggedSpan], Language]) -> None:
    text, found, language = article
    spans = tuple(found)
    for step in STEPS:
        again = step(text, spans, language)
        assert again == step(text, spans, language)
        spans = again
        _check(text, spans)
    assert all(span.link is not None for span in spans)
    listed = entities(text, spans)
    assert sum(entity.count for entity in listed) == len(spans)
    for entity in listed:
        assert entity.name.strip()
        assert all(text[mention.start : mention.end] == mention.text for mention in entity.mentions)


@settings(deadline=None, max_examples=200)
@given(tagged())
def test_what_has_a_link_stays_as_it_is(article: tuple[str, list[TaggedSpan], Language]) -> None:
    text, found, language = article
    known = [span for span in found if span.link]
    spans = tuple(found)
    for step in STEPS:
        spans = step(text, spans, language)
    assert set(map(_place, known)) <= set(map(_place, spans))


@settings(deadline=None, max_examples=100)
@given(tagged(), st.sampled_from(["\n", "\n\n", " \n\n"]))
def test_blank_lines_after_the_article_change_nothing(
    article: tuple[str, list[TaggedSpan], Language], blank: str
) -> None:
    text, found, language = article
    one, other = tuple(found), tuple(found)
    for step in STEPS:
        one, other = step(text, one, language), step(text + blank, other, language)
    assert one == other


@settings(deadline=None, max_examples=200)
@given(tagged(), tagged())
def test_merging_keeps_spans_apart(
    article: tuple[str, list[TaggedSpan], Language], other: tuple[str, list[TaggedSpan], Language]
) -> None:
    text, names, _ = article
    known = Link("x", "X", {"iso3166": "XX"})
    places = [TaggedSpan(span.start, span.end, "LOC", 0.5, known) for span in other[1] if span.end <= len(text)]
    _check(text, merged(text, [TaggedSpan(n.start, n.end, n.type, n.confidence) for n in names], places))


def _place(span: TaggedSpan) -> tuple[int, int, str, str]:
    return span.start, span.end, span.type, span.link.key if span.link else ""


class _Combined:
    """The product's tagger, made when it is first used."""

    tagger: CombinedTagger | None = None

    def __call__(self, text: str, language: Language) -> Tagging:
        self.tagger = self.tagger or CombinedTagger(ModelTagger())
        return self.tagger.tag(text, language)


TAG = _Combined()


@settings(deadline=None, max_examples=40)
@given(articles, tags)
def test_the_whole_tagger(text: str, tag: str) -> None:
    language = Language(tag, "Zyyy", 1.0, ())
    found = TAG(text, language)
    _check(text, found.spans)
    assert found == TAG(text, language)
    assert found.spans == TAG(text + "\n\n \n", language).spans


REPEATED = [
    "Путин ",
    "Путина",
    "Vladimir ",
    "WHO (",
    "(WHO) ",
    "Kim, ",
    "किम ",
    "习",
    "وبوتين ",
    "'",
    "«",
    "김",
    "A. ",
    "a",
    "ไทย",
]


@pytest.mark.parametrize("unit", REPEATED)
@pytest.mark.parametrize("every", [1, 3])
def test_long_repeated_articles_take_linear_time(unit: str, every: int) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        size = len(unit) * every
        kinds = [KINDS[index % 3] for index in range(times)]
        spans = tuple(
            TaggedSpan(at, at + min(size, len(unit) * 2), kinds[at // size % 3], 0.9)
            for at in range(0, len(text) - size, size * 2)
        )
        language = Language("ru", "Zyyy", 1.0, ())
        begun = time.process_time()
        for step in STEPS:
            spans = step(text, spans, language)
        _check(text, spans)
        return time.process_time() - begun

    assert seconds(16_000) < 24 * seconds(2_000) + 0.5


def test_many_different_names_take_linear_time() -> None:
    def seconds(times: int) -> float:
        names = [
            f"Ab{chr(97 + index % 26)}{chr(97 + index // 26 % 26)}{chr(97 + index // 676)} Cov"
            for index in range(times)
        ]
        text, spans = "", []
        for name in names:
            spans.append(TaggedSpan(len(text), len(text) + len(name), "PER", 0.9))
            text += f"{name}, "
        begun = time.process_time()
        found: tuple[TaggedSpan, ...] = tuple(spans)
        for step in STEPS:
            found = step(text, found, Language("ru", "Zyyy", 1.0, ()))
        return time.process_time() - begun

    assert seconds(8_000) < 24 * seconds(1_000) + 0.5


def test_one_endless_word_and_one_endless_span() -> None:
    text = "Путин" * 20_000
    spans: tuple[TaggedSpan, ...] = (TaggedSpan(0, len(text), "PER", 0.9),)
    for step in STEPS:
        spans = step(text, spans, Language("ru", "Cyrl", 1.0, ()))
    _check(text, spans)
