"""What a name is: each rule in several scripts, written for these tests."""

import pytest

from tests.unit.training_entities.marked import marked, shown
from training.entities.demonyms import no_demonyms
from training.entities.noise import clean_ends, no_common_nouns, no_hashtags, no_markup
from training.entities.normalise import normalised
from training.entities.titles import titles_outside


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[श्री अटल बिहारी वाजपेयी|PER] आए", "श्री [अटल बिहारी वाजपेयी|PER] आए"),
        ("[डॉ. मनमोहन सिंह जी|PER] आए", "डॉ. [मनमोहन सिंह|PER] जी आए"),
        ("[मुफ़्ती साहब|PER] बोले", "[मुफ़्ती साहब|PER] बोले"),
        ("[श्री|PER]", "[श्री|PER]"),
        ("[श्री राम सेना|ORG]", "[श्री राम सेना|ORG]"),
        ("พบ[นายสมชาย ใจดี|PER]วันนี้", "พบนาย[สมชาย ใจดี|PER]วันนี้"),
        ("[นางสาวมาลี|PER]และ[ด.ช.กิตติ แสง|PER]", "นางสาว[มาลี|PER]และด.ช.[กิตติ แสง|PER]"),
        ("[พล.ต.อ.วิชัย|PER]", "พล.ต.อ.[วิชัย|PER]"),
        ("[ผู้ช่วยศาสตราจารย์ ดร.เกียรติ|PER]", "ผู้ช่วยศาสตราจารย์ ดร.[เกียรติ|PER]"),
        ("[นายแพทย์เสรี|PER]", "นายแพทย์[เสรี|PER]"),
        ("[সুমন|PER] ও [ড. কামাল হোসেন|PER]", "[সুমন|PER] ও ড. [কামাল হোসেন|PER]"),
        ("[Mr. John Smith|PER] met [Dr. Oetker|ORG]", "Mr. [John Smith|PER] met [Dr. Oetker|ORG]"),
        ("[г-н Петров|PER] и [Иванов|PER]", "г-н [Петров|PER] и [Иванов|PER]"),
        ("[Bapak Budi|PER]", "Bapak [Budi|PER]"),
    ],
)
def test_titles_are_outside(line: str, expected: str) -> None:
    assert shown(titles_outside(marked(line))) == expected


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("hi", "[रूसी|LOC] सेना [रूस|LOC] में", "रूसी सेना [रूस|LOC] में"),
        ("hi", "[भारतीय जनता पार्टी|ORG]", "[भारतीय जनता पार्टी|ORG]"),
        ("hi", "[दिल्ली|LOC] और [इटली|LOC]", "[दिल्ली|LOC] और [इटली|LOC]"),
        ("bn", "[মার্কিন|LOC] সেনা [বাংলাদেশ|LOC]", "মার্কিন সেনা [বাংলাদেশ|LOC]"),
        ("en", "a [Japanese|MISC] band from [Japan|LOC]", "a Japanese band from [Japan|LOC]"),
        ("fi", "[Italian|LOC] hallitus", "[Italian|LOC] hallitus"),
        ("id", "ke [Swiss|LOC]", "ke [Swiss|LOC]"),
    ],
)
def test_words_of_belonging_are_no_names(language: str, line: str, expected: str) -> None:
    assert shown(no_demonyms(marked(line), language)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[‘খালেদ খানের|PER] কথা", "‘[খালেদ খানের|PER] কথা"),
        ("[.दिल्ली|LOC] में [धारी,|LOC]", ".[दिल्ली|LOC] में [धारी|LOC],"),
        ("at [Yahoo! Inc.|ORG] and [O'Brien|PER]", "at [Yahoo! Inc.|ORG] and [O'Brien|PER]"),
        ("[(溫家寶|PER])", "([溫家寶|PER])"),
        ("[«Правда» (газета)|ORG]", "[«Правда» (газета)|ORG]"),
        ("[ทักษิณ\ufeff|PER]", "[ทักษิณ|PER]\ufeff"),
        ('[ "|PER]x', ' "x'),
    ],
)
def test_names_end_where_their_words_end(line: str, expected: str) -> None:
    assert shown(clean_ends(marked(line))) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[กรม|ORG]</orgInd>ป้องกัน<br>", "[กรม|ORG]ป้องกัน"),
        ("[M&amp;M|ORG] &amp;amp; [Co|ORG]", "[M&M|ORG] & [Co|ORG]"),
        ("1 < 2 och 3 > 2 i [Oslo|LOC]", "1 < 2 och 3 > 2 i [Oslo|LOC]"),
        ("[ਪੰਜਾਬ</b>|LOC] [<i>|MISC]", "[ਪੰਜਾਬ|LOC] "),
    ],
)
def test_markup_goes_and_names_stay(line: str, expected: str) -> None:
    assert shown(no_markup(marked(line))) == expected


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("bn", "[পুলিশের|ORG] [ঢাকা মহানগর পুলিশ|ORG]", "পুলিশের [ঢাকা মহানগর পুলিশ|ORG]"),
        ("hi", "[सरकार|ORG] और [भारत सरकार|ORG]", "सरकार और [भारत सरकार|ORG]"),
        ("sr", "[Vlada|ORG]", "[Vlada|ORG]"),
    ],
)
def test_common_nouns_are_no_names(language: str, line: str, expected: str) -> None:
    assert shown(no_common_nouns(marked(line), language)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[#Padres|ORG] and @[Obama|PER] in [Kyiv|LOC]", "#Padres and @Obama in [Kyiv|LOC]"),
        ("#[भारत|LOC] [भारत|LOC]", "#भारत [भारत|LOC]"),
    ],
)
def test_hashtags_and_accounts_are_no_names(line: str, expected: str) -> None:
    assert shown(no_hashtags(marked(line))) == expected


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("hi", "[.श्री अटल जी,|PER] [रूसी|LOC] [सरकार|ORG] &amp;lt;b> #[भारत|LOC]"),
        ("th", "[พล.อ. ดร.สมชาย ใจดี</person>|PER]/[นายกรัฐมนตรี|PER]"),
        ("id", "[ribka</person>/|PER] [h&amp;m|MISC]"),
    ],
)
def test_normalising_twice_is_normalising_once(language: str, line: str) -> None:
    once = normalised(marked(line), language)
    assert once != marked(line)
    assert normalised(once, language) == once
