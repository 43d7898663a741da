"""The stage on articles: tags, scripts, segments, honest absence, hostile text."""

from copy import deepcopy

import orjson
import pytest

from processor.contracts import Language, Status
from processor.stages.language.stage import LanguageStage
from processor.stages.stage import Stage
from tests.unit.language.stage_support import annotate, article, stage

SENTENCES = {
    "en": ("Latn", "The government said on Monday that the new bridge would be opened before the end of the year."),
    "es": ("Latn", "El gobierno anunció el lunes que el nuevo puente se abrirá antes de que termine el año."),
    "hi": ("Deva", "सरकार ने सोमवार को कहा कि नया पुल साल के अंत से पहले खोल दिया जाएगा।"),
    "ne": ("Deva", "सरकारले सोमबार भनेको छ कि नयाँ पुल वर्षको अन्त्य हुनुअघि नै खोलिनेछ।"),
    "ar": ("Arab", "قالت الحكومة يوم الاثنين إن الجسر الجديد سيفتتح قبل نهاية العام الحالي."),
    "fa": ("Arab", "دولت روز دوشنبه اعلام کرد که پل جدید پیش از پایان سال افتتاح می\u200cشود."),
    "ur": ("Arab", "حکومت نے پیر کو کہا کہ نیا پل سال کے اختتام سے پہلے کھول دیا جائے گا۔"),
    "he": ("Hebr", "הממשלה הודיעה ביום שני כי הגשר החדש ייפתח לפני סוף השנה."),
    "ru": ("Cyrl", "Правительство сообщило в понедельник, что новый мост откроют до конца года."),
    "uk": ("Cyrl", "Уряд повідомив у понеділок, що новий міст відкриють до кінця року."),
    "sr": ("Cyrl", "Влада је у понедељак саопштила да ће нови мост бити отворен пре краја године."),
    "zh": ("Hans", "政府星期一表示，新桥将在年底前通车。"),
    "zh-Hant": ("Hant", "政府星期一表示，新橋將在年底前通車。"),
    "ja": ("Jpan", "政府は月曜日、新しい橋が年末までに開通すると発表した。"),
    "ko": ("Kore", "정부는 월요일 새 다리가 연말 전에 개통될 것이라고 밝혔다."),
    "th": ("Thai", "รัฐบาลแถลงเมื่อวันจันทร์ว่าสะพานแห่งใหม่จะเปิดใช้ก่อนสิ้นปี"),
    "el": ("Grek", "Η κυβέρνηση ανακοίνωσε τη Δευτέρα ότι η νέα γέφυρα θα ανοίξει πριν από το τέλος του έτους."),
    "sw": ("Latn", "Serikali ilisema Jumatatu kwamba daraja jipya litafunguliwa kabla ya mwisho wa mwaka."),
    "vi": ("Latn", "Chính phủ cho biết hôm thứ Hai rằng cây cầu mới sẽ được khánh thành trước cuối năm."),
}


def _language(text: str, **fields: object) -> Language:
    found = annotate(text, **fields).language
    assert found is not None
    return found


def test_is_a_stage() -> None:
    assert isinstance(stage(), Stage)
    assert LanguageStage().model == stage().model


@pytest.mark.parametrize("tag", SENTENCES)
def test_one_sentence_is_one_segment(tag: str) -> None:
    script, text = SENTENCES[tag]
    record = article(f"\n {text} \n")
    found = stage().annotate(record)
    language = found.language
    assert language is not None
    assert (language.tag, language.script, found.status, found.reason) == (tag, script, Status.OK, None)
    assert 0.7 <= language.confidence < 1
    assert [(s.start, s.end, s.tag) for s in language.segments] == [(record.body.start, record.body.end, tag)]


@pytest.mark.parametrize(
    ("first", "second"), [("en", "hi"), ("es", "ar"), ("en", "es"), ("ru", "uk"), ("zh", "en"), ("ja", "ko")]
)
def test_paragraphs_in_two_languages_are_two_segments(first: str, second: str) -> None:
    other = {
        "hi": " पुल के निर्माण में चार साल लगे और इस पर उम्मीद से कहीं अधिक ख़र्च आया। स्थानीय लोगों ने इसका स्वागत किया है।",
        "ar": " استغرق بناء الجسر أربع سنوات وكلف أكثر مما كان متوقعا. ورحب السكان المحليون بافتتاحه في هذا الموعد.",
        "es": " La construcción duró cuatro años y costó mucho más de lo previsto. Los vecinos celebraron la noticia.",
        "uk": " Будівництво тривало чотири роки й коштувало значно більше, ніж очікували. Мешканці зраділи цій новині.",
        "en": " Building it took four years and cost far more than had been planned. People living nearby welcomed it.",
        "ko": " 건설에는 사 년이 걸렸고 예상보다 훨씬 많은 비용이 들었다. 주민들은 이 소식을 크게 반겼다.",
    }[second]
    one, two = SENTENCES[first][1] * 3, SENTENCES[second][1] + other
    text = f"{one}\n\n{two}"
    language = _language(text)
    assert [segment.tag for segment in language.segments] == [first, second]
    assert text[language.segments[0].start : language.segments[0].end] == one
    assert text[language.segments[1].start : language.segments[1].end] == two
    sizes = {
        tag: sum(c.isalpha() for c in part) * (3 if tag in {"zh", "ja", "ko"} else 1)
        for tag, part in ((first, one), (second, two))
    }
    assert language.tag == max(sizes, key=lambda tag: sizes[tag])


@pytest.mark.parametrize(
    "quote",
    [
        "«Мы откроем его в декабре», he said. ",
        "“Lo abriremos en diciembre”, he said. ",
        "The minister, Владимир Александрович Иванов-Крамской, smiled. ",
        "The song is called 上を向いて歩こう in Japanese. ",
    ],
)
def test_names_and_quotations_split_nothing(quote: str) -> None:
    english = SENTENCES["en"][1]
    text = f"{english} {english} {quote}{english} {english}"
    assert [(s.start, s.end, s.tag) for s in _language(text).segments] == [(0, len(text), "en")]


def test_offsets_refer_to_the_published_text() -> None:
    english, hindi = SENTENCES["en"][1], SENTENCES["hi"][1]
    record = article(f"\r\n\r\n \U0001f600 {english} {english}\r\n\r\n{hindi} {hindi}\r\n#hashtag #line\r\n")
    language = stage().annotate(record).language
    assert language is not None
    pieces = [record.text[s.start : s.end] for s in language.segments]
    assert pieces == [f"\U0001f600 {english} {english}", f"{hindi} {hindi}"]


def test_a_long_title_in_another_language_does_not_decide() -> None:
    body = f"{SENTENCES['hi'][1]} {SENTENCES['hi'][1]}"
    language = _language(body, title=SENTENCES["es"][1] * 6)
    assert (language.tag, language.script) == ("hi", "Deva")
    assert [(segment.start, segment.end, segment.tag) for segment in language.segments] == [(0, len(body), "hi")]


def test_a_title_of_its_own_helps_but_has_no_segment() -> None:
    text = "Bien."
    assert _language(text).tag == "und"
    language = _language(
        text, title="Les ministres se sont réunis hier soir à Paris pour parler du budget de l'année prochaine"
    )
    assert language.tag == "fr"
    assert [(s.start, s.end) for s in language.segments] == [(0, len(text))]


@pytest.mark.parametrize(
    "text", ["12345 678", "\U0001f600" * 50, "!!! ... ???", "https://example.org/a b@c.de #tag @name", "१२३४"]
)
def test_no_letters_is_skipped(text: str) -> None:
    found = annotate(text)
    assert found.status is Status.SKIPPED
    assert found.reason is not None
    assert found.reason.startswith("no letters")
    assert found.language is not None
    assert (found.language.tag, found.language.confidence, found.language.segments) == ("und", 0.0, ())


@pytest.mark.parametrize(
    ("text", "script", "reason"),
    [
        ("Hello", "Latn", "undetermined: too short"),
        ("Ω", "Grek", "undetermined: too short"),
        ("रूस", "Deva", "undetermined: too short"),
        ("xqzt wvkk pfhg zzxw qqrt bnvc lkjh mnbq wrtp sdfg hjkl zxcv", "Latn", "undetermined: "),
        ("ꆈꌠꁱꂷꀀꄮꐚꆈꌠꁱꂷꀀꄮꐚꆈꌠꁱꂷꀀꄮꐚ", "Yiii", "undetermined: "),
    ],
)
def test_unsure_is_undetermined(text: str, script: str, reason: str) -> None:
    found = annotate(text)
    assert found.status is Status.DEGRADED
    assert found.reason is not None
    assert found.reason.startswith(reason)
    assert found.language == Language("und", script, 0.0, ())


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("ދިވެހިރާއްޖޭގެ ރައީސް ވިދާޅުވީ މިއަހަރު ނިމުމުގެ ކުރިން އާ ބްރިޖު ހުޅުވާނެ ކަމަށެވެ", "dv"),
        (
            "Embannet eo bet gant ar gouarnamant e vo digoret ar pont nevez a-raok dibenn ar bloaz.",
            "br",
        ),
        ("De regearing hat moandei sein dat de nije brêge foar de ein fan it jier iepene wurde sil.", "fy"),
        ("Ўзбекистон Президенти Тошкентда хорижий инвесторлар билан учрашди ва ҳамкорликни муҳокама қилди.", "uz-Cyrl"),
    ],
)
def test_languages_only_pycld2_knows(text: str, tag: str) -> None:
    language = _language(text)
    assert (language.tag, language.confidence) == (tag, 0.9)


def test_another_languages_words_do_not_rename_a_part() -> None:
    burmese = "အစိုးရက တနင်္လာနေ့တွင် တံတားသစ်ကို နှစ်ကုန်မတိုင်မီ ဖွင့်လှစ်မည်ဟု ပြောကြားခဲ့သည်။"
    assert "-Latn" not in _language(f"Ministry of Transport and Communications, Naypyidaw {burmese}").tag


HOSTILE = {
    "one letter": "a" * 200_000,
    "one word": "peace " * 33_000,
    "one Han character": "中" * 200_000,
    "viramas": "क्" * 100_000,
    "joiners": "क\u200d" * 100_000,
    "marks": ("a" + "\u0301" * 200) * 990,
    "two scripts by turns": "aб" * 100_000,
    "lines": "ab\n" * 66_000,
    "full stops": "a. " * 66_000,
    "bidi controls": "\u202e\u2066שלום\u2069 " * 25_000,
    "addresses": "http://x.yy/z " * 14_000,
    "at signs": "a@" * 100_000,
    "hash signs": "#a " * 66_000,
    "dots": "a." * 100_000,
    "noncharacters": "word \ufffe\uffff\U0001fffe " * 20_000,
    "private use": "\ue000\uf8ff" * 50_000,
    "every letter": "".join(chr(c) for c in range(0x41, 0x32000) if chr(c).isalpha())[:190_000],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gets_an_honest_answer(name: str) -> None:
    record = article(HOSTILE[name])
    found = stage().annotate(record)
    language = found.language
    assert language is not None
    end = record.body.start
    for segment in language.segments:
        assert end <= segment.start < segment.end <= record.body.end
        end = segment.end
    assert (language.tag == "und") == (not language.segments)
    if name not in {"bidi controls", "noncharacters", "every letter"}:
        assert language.tag == "und"


def test_a_word_repeated_is_no_surer_than_the_word() -> None:
    once, often = (stage().annotate(article("gouvernement " * n)).language for n in (2, 2000))
    assert once is not None
    assert often is not None
    assert often.confidence <= once.confidence + 0.1


def test_deterministic_and_leaves_its_input_alone() -> None:
    record = article(f"{SENTENCES['en'][1]}\n\n{SENTENCES['hi'][1] * 3}")
    before = deepcopy(record)
    first = orjson.dumps(stage().annotate(record))
    assert orjson.dumps(LanguageStage().annotate(record)) == first
    assert record == before
