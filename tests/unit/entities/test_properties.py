"""What holds of every text in every script."""

from hypothesis import given
from hypothesis import strategies as st

from processor.contracts import Language
from processor.stages.entities.gazetteer.tagger import GazetteerTagger

TAGGER = GazetteerTagger()
TAGS = ["hi", "en", "ru", "ar", "he", "zh", "ja", "ko", "th", "tr", "fi", "ka", "am", "ta", "de", "my", "und", "qqq"]
#: Names, stems, particles and borders, to be put together at random.
PIECES = [
    *("रूस", "रूसी", "उत्तर कोरिया", "Russia", "RUSSIA", "New", "US", "Jordan", "Россия", "России", "روسيا", "و", "ל"),
    *(
        "רוסיה",
        "中国",
        "人",
        "ロシア",
        "の",
        "러시아",
        "는",
        "รัสเซีย",
        "ไทย",
        "Rusya",
        "nın",
        "Venäjä",
        "llä",
        "რუსეთ",
        "ში",
    ),
    *("የ", "ኢትዮጵያ", "இந்தியா", "வில்", "ရုရှား", "İ", "ß", "\u0301", "\u200c", "\u200d", "_", "#", "@", "'", "’", "-", "."),
    *(
        " ",
        " ",
        " ",
        "\n",
        "\t",
        "1",
        "https://",
        "München",
        "United",
        "Nations",
        "of",
        "Paris",
        "Того",
        "的",
        "ー",
        "・",
    ),
]
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.text(max_size=60),
)
tags = st.sampled_from(TAGS)


@given(texts, tags)
def test_spans_are_in_order_inside_the_text_and_never_overlap(text: str, tag: str) -> None:
    end = 0
    for span in TAGGER.tag(text, Language(tag, "Zyyy", 1.0, ())).spans:
        assert end <= span.start < span.end <= len(text)
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        assert span.link is not None
        assert span.link.name
        assert 0 < span.confidence <= 1
        end = span.end


@given(texts, tags)
def test_the_same_text_twice_gives_the_same(text: str, tag: str) -> None:
    language = Language(tag, "Zyyy", 1.0, ())
    assert TAGGER.tag(text, language) == TAGGER.tag(text, language)


@given(texts, tags)
def test_blank_lines_after_the_text_change_nothing(text: str, tag: str) -> None:
    language = Language(tag, "Zyyy", 1.0, ())
    assert TAGGER.tag(text, language) == TAGGER.tag(f"{text}\n\n \n", language)


@given(texts, tags)
def test_a_name_ends_where_no_mark_follows(text: str, tag: str) -> None:
    for span in TAGGER.tag(text, Language(tag, "Zyyy", 1.0, ())).spans:
        assert text[span.end : span.end + 1] not in {"\u0301", "\u200c", "\u200d", "_"}
