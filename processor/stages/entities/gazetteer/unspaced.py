"""The neighbours of a name in writing without spaces.

What may follow or precede was chosen by counting on labelled sentences which neighbours make a longer name or the name
of a people or language (`training/gazetteer/evaluate.py`); figures in docs/entities.md.
"""

from typing import Final

from processor.stages.entities.gazetteer.borders import script_of

_CHINESE: Final = frozenset({"zh", "yue", "wuu", "hak", "nan", "gan", "lzh"})
#: Chinese: after a country these make a people, a language, an army, a ministry, a sea or another longer name.
_CHINESE_AFTER: Final = frozenset(
    "人语語裔籍族国國大海帝教航队隊共王建公军軍洲岛島州市省县縣湾灣山河江港站路电電报報洋"
)
#: Before it, titles of works and ages past: 《中国…》, 古希腊, 新西班牙.
_CHINESE_BEFORE: Final = frozenset("《〈古新省孙孫圣聖南北东東西内內")
#: Japanese: beside particles in hiragana and punctuation only these may follow directly.
_JAPANESE_AFTER: Final = frozenset("側最")
#: Thai: a word before the name makes a people, a language, a currency or an organisation of it.
_THAI_NOT_BEFORE: Final = (
    *("ภาษา", "ชาว", "คน", "เชื้อสาย", "สัญชาติ", "เชื้อชาติ", "แห่ง", "แห่งประเทศ"),
    *("เหรียญ", "ดอลลาร์", "ธนาคาร", "ธนาคารกลาง", "มหาวิทยาลัย"),
)
#: Short Thai names are adjectives and parts of other names as well; after these words they are the country.
_THAI_BEFORE_SHORT: Final = (
    *("ประเทศ", "ของ", "ใน", "จาก", "และ", "กับ", "ที่", "ว่า", "ทั้ง", "ไป", "ถึง", "ต่อ", "โดย", "ให้", "แก่", "สู่", "รัฐบาล"),
    *("เมือง", "เข้า", "ออก", "นอก", "มา", "สหรัฐ"),
)
_THAI_SHORT: Final = 4
_THAI_NOT_AFTER_SHORT: Final = ("รัฐ", "แลนด", "รัก", "คม", "เบฟ", "พีบีเอส", "โพสต")
#: The fewest letters of a name in these scripts: a shorter one is a syllable of other words.
_MIN_LETTERS: Final = {"thai": 3, "lao": 4, "khmer": 4, "myanmar": 4}
_MIN_CITY: Final = 5


def stands_alone(text: str, start: int, end: int, language: str, *, joined: tuple[bool, bool], city: bool) -> bool:
    """Tell whether the name [start, end) is not part of a longer word.

    Args:
        joined: another match ends right before it, and starts right after it.
    """
    script = script_of(text[start])
    before = text[start - 1 : start] if not joined[0] else ""
    after = text[end : end + 1] if not joined[1] else ""
    if script in _MIN_LETTERS:
        if end - start < (_MIN_CITY if city else _MIN_LETTERS[script]):
            return False
        return script != "thai" or _thai(text, start, end, before, after)
    if script in {"han", "katakana", "hiragana"}:
        if language not in _CHINESE:  # Japanese, or nobody knows: then the stricter rule
            return _japanese_side(before) and (_japanese_side(after) or after in _JAPANESE_AFTER)
        return before not in _CHINESE_BEFORE and after not in _CHINESE_AFTER
    return True


def _japanese_side(char: str) -> bool:
    return not char or script_of(char) in {"", "hiragana"}


def _thai(text: str, start: int, end: int, before: str, after: str) -> bool:
    head = text[max(0, start - 12) : start]
    if head.endswith(_THAI_NOT_BEFORE):
        return False
    if end - start > _THAI_SHORT:
        return True
    if text.startswith(_THAI_NOT_AFTER_SHORT, end):
        return False
    if head.endswith(_THAI_BEFORE_SHORT):
        return True
    return (not before or not script_of(before)) and (not after or not script_of(after))
