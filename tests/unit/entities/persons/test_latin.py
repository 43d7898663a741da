"""Names in Latin letters, script by script."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.stages.entities.persons.latin import latin

PEOPLE = [
    ("hi", "किम जोंग उन", "Kim Jong Un"),  # the last vowel of a word is not spoken
    ("hi", "नरेन्द्र मोदी", "Narendra Modi"),  # but after a cluster that ends in r it is
    ("hi", "विश्वनाथन आनंद", "Vishvanathan Anand"),
    ("hi", "सचिन तेंदुलकर", "Sachin Tendulkar"),  # nor are those within
    ("hi", "उसैन बोल्ट", "Usain Bolt"),
    ("hi", "मुकेश अंबानी", "Mukesh Ambani"),  # the nasal takes the place of the consonant after it
    ("hi", "जेफ़ बेज़ोस", "Jef Bezos"),
    ("hi", "जून-हो", "Jun-Ho"),
    ("mr", "ममता बनर्जी", "Mamta Banarji"),
    ("bn", "শেখ হাসিনা", "Shekh Hasina"),
    ("bn", "মমতা বন্দ্যোপাধ্যায়", "Mamta Bandyopadhyay"),
    ("pa", "ਮਨਮੋਹਨ ਸਿੰਘ", "Manmohan Singh"),
    ("pa", "ਗੁਰਦਿੱਤ", "Gurditt"),
    ("gu", "રાહુલ ગાંધી", "Rahul Gandhi"),
    ("ta", "நரேந்திர மோடி", "Narendira Modi"),  # voiced after nasals and between vowels
    ("te", "చిరంజీవి", "Chiranjivi"),
    ("kn", "ನರೇಂದ್ರ ಮೋದಿ", "Narendra Modi"),
    ("ml", "രാഹുൽ ഗാന്ധി", "Rahul Gandhi"),
    ("si", "මහින්ද රාජපක්ෂ", "Mahinda Rajapaksa"),
    ("ru", "Михаил Горбачёв", "Mikhail Gorbachyov"),
    ("ru", "Борис Ельцин", "Boris Yeltsin"),
    ("ru", "Дмитрий Медведев", "Dmitry Medvedev"),
    ("uk", "Володимир Зеленський", "Volodymyr Zelenskyi"),
    ("bg", "Бойко Борисов", "Boyko Borisov"),
    ("sr", "Александар Вучић", "Aleksandar Vučić"),
    ("el", "Κυριάκος Μητσοτάκης", "Kyriakos Mitsotakis"),
    ("el", "Μπιλ Γκέιτς", "Bil Geits"),
    ("ka", "მიხეილ სააკაშვილი", "Mikheil Saakashvili"),
    ("hy", "Նիկոլ Փաշինյան", "Nikol Pashinyan"),
    ("ar", "محمد بن سلمان", "Mhmd Bn Slman"),  # vowels that are not written are not made up
    ("ar", "بشار الأسد", "Bshar al-Asd"),
    ("fa", "حسن روحانی", "Hsn Ruhani"),
    ("ur", "عمران خان", "Amran Khan"),
    ("he", "ביל גייטס", "Bil Gits"),
    ("th", "อีลอน มัสก์", "Ilon Mas"),
    ("am", "አቢይ አህመድ", "Abiy Ahmed"),
    ("ko", "김정은", "Gim Jeongeun"),
    ("ko", "남궁민", "Namgung Min"),
    ("ko", "도널드 트럼프", "Doneoldeu Teureompeu"),
    ("zh", "习近平", "Xi Jinping"),
    ("zh-Hant", "習近平", "Xi Jinping"),
    ("zh", "欧阳修", "Ouyang Xiu"),
    ("zh", "曾荫权", "Zeng Yinquan"),  # a family name that is read otherwise than the word
    ("zh", "唐纳德·特朗普", "Tangnade Telangpu"),
    ("ja", "ドナルド・トランプ", "Donarudo Toranpu"),
    ("ja", "キャッチャー", "Kyatcha"),
]
OTHERS = [
    ("ru", "США", "SSHA"),
    ("ru", "Нью-Йорк", "Nyu-York"),
    ("uk", "Київ", "Kyiv"),
    ("el", "Νέα Υόρκη", "Nea Yorki"),
    ("hi", "सुप्रीम कोर्ट", "Suprim Kort"),
    ("hi", "पाकिस्तान", "Pakistan"),
    ("ko", "관악구", "Gwanakgu"),
    ("zh", "中国", "Zhong Guo"),
]


@pytest.mark.parametrize(("language", "name", "expected"), PEOPLE)
def test_people(language: str, name: str, expected: str) -> None:
    assert latin(name, language, person=True) == expected


@pytest.mark.parametrize(("language", "name", "expected"), OTHERS)
def test_other_names(language: str, name: str, expected: str) -> None:
    assert latin(name, language) == expected


@pytest.mark.parametrize("name", ["Vučić", "Kim Jong-un", "Erdoğan", "3M", "..."])
def test_latin_names_have_none(name: str) -> None:
    assert latin(name, "en", person=True) is None


@pytest.mark.parametrize(
    ("language", "name"), [("ja", "安倍晋三"), ("ko", "金正恩"), ("und", "習近平"), ("ja", "大坂なおみ")]
)
def test_characters_with_several_readings_are_not_guessed(language: str, name: str) -> None:
    assert latin(name, language, person=True) is None


@pytest.mark.parametrize(
    ("language", "name"), [("my", "အောင်ဆန်းစုကြည်"), ("km", "ហ៊ុន សែន"), ("en", "ᚠᚢᚦ"), ("en", "John 𒀀")]
)
def test_scripts_that_cannot_be_read(language: str, name: str) -> None:
    assert latin(name, language, person=True) is None


@settings(deadline=None)
@given(st.text(max_size=30), st.sampled_from(["hi", "zh", "ja", "ar", "und", "uk"]), st.booleans())
def test_any_text(name: str, language: str, person: bool) -> None:
    found = latin(name, language, person=person)
    assert found is None or (found.strip() and found == latin(name, language, person=person))


@settings(deadline=None)
@given(st.text(alphabet="कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहािीुूेैोौ्ंँ़अआइई ", min_size=1, max_size=30))
def test_devanagari_becomes_ascii(name: str) -> None:
    assert (latin(name, "hi") or "").isascii()
