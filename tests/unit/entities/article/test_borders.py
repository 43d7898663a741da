"""What is written onto a name, or stands beside it, is not part of it; and what only looks like that, is."""

import pytest

from processor.stages.entities.article.borders import with_borders
from tests.unit.entities.article.marked import after, read, written

PREFIXES = [
    # the rest is a name elsewhere
    ("ar", "[PER بوتين] قال، وأشاد [PER ببوتين]", "[PER بوتين] قال، وأشاد ب[PER بوتين]"),
    ("ar", "[PER سيرغي لافروف] و[LOC باريس] [PER ولافروف]", "[PER سيرغي لافروف] و[LOC باريس] و[PER لافروف]"),
    ("he", "[PER נתניהו] אמר [PER לנתניהו]", "[PER נתניהו] אמר ל[PER נתניהו]"),
    ("am", "[PER ከበደ] እና [PER ለከበደ]", "[PER ከበደ] እና ለ[PER ከበደ]"),
    # the rest is a word elsewhere
    ("ar", "قال ماكرون. شكرت [PER بماكرون]", "قال ماكرون. شكرت ب[PER ماكرون]"),
    # a name of the same type stands before `and`
    ("ar", "[PER مراد عواد] [PER وليلى نصار]", "[PER مراد عواد] و[PER ليلى نصار]"),
    ("he", "[PER דוד לוי] [PER ושרה כהן]", "[PER דוד לוי] ו[PER שרה כהן]"),
    # `and` before the article, another script, a vowel after a syllable, `of`
    ("ar", "[ORG والأمم المتحدة]", "و[ORG الأمم المتحدة]"),
    ("he", '[ORG אונר]"א, [PER לאונר]"א, "[ORG טבע]"', '[ORG אונר"א], ל[PER אונר"א], "[ORG טבע]"'),
    ("he", "[ORG הBBC] ו[ORG ב-NATO]", "ה[ORG BBC] וב-[ORG NATO]"),
    ("am", "[LOC በአዲስ አበባ]", "በ[LOC አዲስ አበባ]"),
    ("am", "[PER የደራርቱ ቱሉ]", "የ[PER ደራርቱ ቱሉ]"),
    ("fr", "avec [PER d'Emmanuel Macron] et [LOC l’Espagne]", "avec d'[PER Emmanuel Macron] et l’[LOC Espagne]"),
]
NO_PREFIXES = [
    ("ar", "[PER وليد جنبلاط] [PER بوتين] [LOC لبنان] [PER كمال] مال"),
    ("ar", "[PER والدهايم]"),
    ("ar", "[PER سامي] [PER وائل]"),  # a list without `and`
    ("ar", "[ORG الأمم المتحدة] و[LOC القاهرة]"),  # the article stays
    ("he", "[PER ולדימיר פוטין] [PER בנימין נתניהו] [LOC לונדון] [PER משה]"),
    ("he", "[PER דוד] [PER ויקטור]"),
    ("he", "הוא פועל; [ORG הפועל]"),
    ("am", "[PER በቀለ ገርባ] [PER ለማ መገርሳ] [PER የማነ]"),
    ("fr", "[ORG L'Oréal] [PER Jeanne d'Arc]"),
    ("fa", "[PER بهرام] رام [PER بوتین]"),  # Persian writes no prefixes
]
ENDINGS = [
    ("tr", "[PER Erdoğan'ın] [LOC Ankara’daki] [PER Rutte'yi]", "[PER Erdoğan]'ın [LOC Ankara]’daki [PER Rutte]'yi"),
    ("tr", "[ORG Galatasaray’ınki] [LOC Bakü'ye]", "[ORG Galatasaray’ınki] [LOC Bakü]'ye"),
    ("az", "[PER Əliyev'in] [LOC Bakı’dan]", "[PER Əliyev]'in [LOC Bakı]’dan"),
    ("uz", "[PER Mirziyoyev'ning]", "[PER Mirziyoyev]'ning"),
    ("en", "[PER Obama's] [ORG Google’s] [ORG Workers']", "[PER Obama]'s [ORG Google]’s [ORG Workers]'"),
    ("en", "[ORG McDonald's] [PER O'Brien] [ORG Rotterdam Workers' Union]", None),
    ("en", "[MISC Schindler's]", None),
    ("da", "[ORG FN's] [PER Lars']", None),  # a case ending, part of the word
    ("fi", "[LOC Bordeaux'n] [ORG USA:n]", None),
    ("uk", "[PER Лук'яненко] [LOC Куп’янськ]", None),
    ("tr", "[MISC Kur'an]", None),
]
PARTICLES = [
    (
        "ko",
        "[PER 푸틴] [PER 푸틴이] [ORG 삼성전자] [ORG 삼성전자의]",
        "[PER 푸틴] [PER 푸틴]이 [ORG 삼성전자] [ORG 삼성전자]의",
    ),
    (
        "ko",
        "[PER 강혜정을] [PER 김정은은] [PER 블라디미르 푸틴은]",
        "[PER 강혜정]을 [PER 김정은]은 [PER 블라디미르 푸틴은]",
    ),
    ("ko", "[PER 루크 고스는] [LOC 두류공원 야구장에서]", "[PER 루크 고스]는 [LOC 두류공원 야구장]에서"),
    ("ko", "[PER 박지은] [PER 김가을] [LOC 종로] [PER 이도]", None),  # they end so
    ("ko", "[PER 푸틴] [PER 푸틴가]", None),  # after a consonant it would be 이
    (
        "ja",
        "[ORG 阪神タイガースの] [LOC 三宮駅から] [PER 井上は]",
        "[ORG 阪神タイガース]の [LOC 三宮駅]から [PER 井上]は",
    ),
    ("ja", "[MISC 君の名は] [PER さくら] [ORG セブン]", None),
    ("zh", "[PER 的]", None),
]
WORDS = [
    ("hi", "[PER नरेंद्र मोदी ने] [ORG और भारत सरकार]", "[PER नरेंद्र मोदी] ने और [ORG भारत सरकार]"),
    ("hi", "[PER के आर नारायणन] [ORG भारत का संविधान]", None),
    ("ur", "[PER عمران خان نے]", "[PER عمران خان] نے"),
    ("fa", "[PER علی خامنه‌ای] [ORG ایرانی‌ها]", "[PER علی خامنه‌ای] [ORG ایرانی]‌ها"),
    (
        "en",
        "[LOC China-based] [PER Rolls-Royce] [LOC in Berlin]",
        "[LOC China]-based [PER Rolls-Royce] in [LOC Berlin]",
    ),
]
MARKS = [
    (
        "en",
        "[ORG “Foo”] [ORG Foo (Bar)] [ORG Foo (Bar] [ORG ukt )]",
        "“[ORG Foo]” [ORG Foo (Bar)] [ORG Foo] (Bar [ORG ukt] )",
    ),
    ("ru", "[ORG «Газпром»] [ORG ПАО «Газпром»]", "«[ORG Газпром]» [ORG ПАО «Газпром»]"),
    ("zh", "[ORG 《人民日报》] [ORG 公司（北京]", "《[ORG 人民日报]》 [ORG 公司]（北京"),
]
TITLES = [
    ("am", "[PER አቶ ለማ መገርሳ]", "አቶ [PER ለማ መገርሳ]"),
    ("sw", "[PER Bi. Neema Lukindo]", "Bi. [PER Neema Lukindo]"),
    ("ja", "[PER 安倍氏] [PER 鈴木花子さん]", "[PER 安倍]氏 [PER 鈴木花子]さん"),
    ("zh", "[PER 习主席] [PER 习近平主席]", "[PER 习]主席 [PER 习近平]主席"),
    ("ko", "[PER 문 대통령]", "[PER 문] 대통령"),
    ("hi", "[PER श्री]", "श्री"),
]


@pytest.mark.parametrize(("tag", "marked", "expected"), [*PREFIXES, *((tag, text, None) for tag, text in NO_PREFIXES)])
def test_prefixes_go_on_evidence_only(tag: str, marked: str, expected: str | None) -> None:
    assert after(with_borders, marked, tag) == (expected or marked)


@pytest.mark.parametrize(("tag", "marked", "expected"), ENDINGS)
def test_endings_after_an_apostrophe(tag: str, marked: str, expected: str | None) -> None:
    assert after(with_borders, marked, tag) == (expected or marked)


@pytest.mark.parametrize(("tag", "marked", "expected"), PARTICLES)
def test_particles(tag: str, marked: str, expected: str | None) -> None:
    assert after(with_borders, marked, tag) == (expected or marked)


@pytest.mark.parametrize(("tag", "marked", "expected"), WORDS)
def test_words_of_the_sentence(tag: str, marked: str, expected: str | None) -> None:
    assert after(with_borders, marked, tag) == (expected or marked)


@pytest.mark.parametrize(("tag", "marked", "expected"), MARKS)
def test_quotes_and_brackets(tag: str, marked: str, expected: str) -> None:
    assert after(with_borders, marked, tag) == expected


@pytest.mark.parametrize(("tag", "marked", "expected"), TITLES)
def test_titles(tag: str, marked: str, expected: str) -> None:
    assert after(with_borders, marked, tag) == expected


def test_what_has_a_link_keeps_its_borders() -> None:
    marked = "[LOC= Rusya'nın] [PER= श्री]"
    assert after(with_borders, marked, "tr") == marked


@pytest.mark.parametrize(("tag", "marked", "expected"), [*PREFIXES, *ENDINGS, *PARTICLES, *WORDS, *MARKS, *TITLES])
def test_doing_it_twice_changes_nothing_more(tag: str, marked: str, expected: str | None) -> None:
    once = after(with_borders, marked, tag)
    text, spans = read(once)
    assert written(text, spans) == once
    if expected:
        assert after(with_borders, once, tag) == once
