"""Titles, ranks and forms of address stand outside names of people.

Corpora that mark `श्री …` or `นาย…` as part of the name are brought to that, and what a model finds is too.
"""

import re
from typing import Final

from processor.stages.entities.names.ends import trimmed

_HINDI: Final = (
    "श्री श्रीमती सुश्री कुमारी डॉ डॉ. डा. डाक्टर डॉक्टर प्रो प्रो. प्रोफ़ेसर प्रोफेसर जनरल कर्नल मेजर कैप्टन ब्रिगेडियर लेफ़्टिनेंट "
    "एयर मार्शल एडमिरल जस्टिस न्यायमूर्ति मौलाना मुफ़्ती साध्वी राष्ट्रपति प्रधानमंत्री मुख्यमंत्री मंत्री राज्यपाल सांसद"
)
_BENGALI: Final = "জনাব ডা. ডা ড. অধ্যাপক মাওলানা"
_EUROPEAN: Final = "Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Prof Prof. Sr. Sra. Hr. Fru г-н г-жа госпожа господин"
_INDONESIAN: Final = "Bapak Ibu Pak Bu bapak ibu pak bu"
#: Before a name, as words of their own.
_BEFORE: Final = frozenset(f"{_HINDI} {_BENGALI} {_EUROPEAN} {_INDONESIAN}".split())
#: After a name, as words of their own.
_AFTER: Final = frozenset({"जी", "साहब", "साहिब", "महोदय", "সাহেব"})
#: Thai writes them together with the name; a chain of abbreviations with full stops is a rank.
_THAI: Final = re.compile(
    r"(?:(?:นายกรัฐมนตรี|นายกฯ|นายแพทย์|นางสาว|นาย|นาง|เด็กชาย|เด็กหญิง|คุณหญิง|คุณ(?=[\u0e01-\u0e4e]{3})|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์|"
    r"ศาสตราจารย์|ดอกเตอร์|อาจารย์|หม่อมหลวง|หม่อมราชวงศ์|แพทย์หญิง|เกียรติคุณ|ว่าที่|"
    r"พล(?:ตำรวจ|อากาศ|เรือ)?(?:เอก|โท|ตรี)|(?:พัน|ร้อย)(?:ตำรวจ)?(?:เอก|โท|ตรี)|(?:[ก-ฮ]{1,3}\.){1,4})\s*)+"
)
_THAI_LETTERS: Final = 2


def without_titles(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the name of a person at [start, end) without titles; never less than one word of it."""
    thai = _THAI.match(text, start, end)
    if thai and end - thai.end() >= _THAI_LETTERS:
        return thai.end(), end
    while True:
        word, _, rest = text[start:end].partition(" ")
        if word not in _BEFORE or not rest.strip() or rest.strip() in _AFTER:
            break
        start, end = trimmed(text, start + len(word), end)
    while True:
        rest, _, word = text[start:end].rpartition(" ")
        if word not in _AFTER or not rest.strip() or rest.strip() in _BEFORE:
            break
        start, end = trimmed(text, start, end - len(word))
    return start, end


def is_title(words: str) -> bool:
    """Say whether `words` are titles and forms of address only, so no one's name."""
    return all(word in _BEFORE or word in _AFTER for word in words.split())
