"""The table of scripts holds what the `regex` module's Unicode data says."""

import random

import pytest
import regex

from processor.stages.language.script import LETTER, MARK, OTHER, code_points, count_scripts, main_script, unicode_table


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Hello", "Latn"),
        ("नमस्ते", "Deva"),
        ("مرحبا", "Arab"),
        ("שלום", "Hebr"),
        ("Привет", "Cyrl"),
        ("東京タワーへようこそ", "Jpan"),
        ("中文", "Hani"),
        ("한국어", "Kore"),
        ("大韓民國 한국어로 쓴 글", "Kore"),
        (
            "这家公司名叫ソニー是一家来自日本的跨国综合企业集团总部位于东京港区主要从事电子产品和娱乐业务的经营活动",
            "Hani",
        ),
        ("สวัสดี", "Thai"),
        ("ᓄᓇᕗᑦ", "Cans"),
        ("ᏣᎳᎩ", "Cher"),
        ("ޑިވެހި", "Thaa"),
        ("abc где это было", "Cyrl"),
        ("\U0001f600 123 … \u200d", "Zyyy"),
        ("", "Zyyy"),
    ],
)
def test_script_of_most_letters(text: str, script: str) -> None:
    assert main_script(code_points(text)) == script


def test_counts_are_letters_without_marks_and_common_letters() -> None:
    assert count_scripts(code_points("नमस्ते ab ー1")) == {"Deva": 4, "Latn": 2}


def test_table_agrees_with_the_regex_module() -> None:
    table = unicode_table()
    points = random.Random(3).sample([c for c in range(0x40000) if not 0xD800 <= c < 0xE000], 4000) + list(
        range(0x3000)
    )
    for point in points:
        char = chr(point)
        code = table.codes[table.scripts[point]]
        if code == "Zyyy":
            assert regex.match(r"[\p{Script=Zyyy}\p{Script=Zinh}\p{Script=Zzzz}]", char), hex(point)
        else:
            assert regex.match(rf"\p{{Script={code}}}", char), hex(point)
        kind = LETTER if regex.match(r"\p{L}", char) else MARK if regex.match(r"[\p{M}\u200c\u200d]", char) else OTHER
        assert table.kinds[point] == kind, hex(point)


def test_lone_surrogates_do_not_raise() -> None:
    assert main_script(code_points("a\ud800b")) == "Latn"
