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
#: Before a name, in languages that no corpus teaches.
_OTHERS: Final = (
    "Bi. Bw. አቶ ወይዘሮ ወይዘሪት ወ/ሮ ወ/ሪት ዶ/ር ዶክተር ፕሮፌሰር ኮሎኔል ጄኔራል السيد السيدة الآنسة آقای خانم دکتر جناب محترمہ ڈاکٹر "
    "מר גברת גב' ד\"ר פרופ' Sayın Bay Bayan пан пані господине κ. κα κύριος κυρία ბატონი ქალბატონი திரு திரு. திருமதி"
)
_INDONESIAN: Final = "Bapak Ibu Pak Bu bapak ibu pak bu"
_KOREAN: Final = "씨 님 대통령 총리 위원장 회장 의원 장관 대표 감독 교수 기자 선수 주석 사장 시장 지사 박사 여사"
#: Before a name, as words of their own.
_BEFORE: Final = frozenset(f"{_HINDI} {_BENGALI} {_EUROPEAN} {_INDONESIAN} {_OTHERS}".split())
#: After a name, as words of their own.
_AFTER: Final = frozenset(f"जी साहब साहिब महोदय সাহেব صاحب صاحبہ Bey Hanım {_KOREAN}".split())
#: After a name and written together with it.
_ATTACHED: Final = re.compile(
    r"(?:さん|さま|くん|ちゃん|氏|様|容疑者|被告|選手|監督|首相|大統領|総裁|総理|社長|会長|議員|知事|市長|"
    r"先生|女士|小姐|主席|[总總][统統]|[总總]理|[总總]书记|部[长長]|市[长長]|夫人)$"
)
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
    attached = _ATTACHED.search(text, start, end)
    if attached and attached.start() > start:
        end = trimmed(text, start, attached.start())[1]
    while True:
        rest, _, word = text[start:end].rpartition(" ")
        if word not in _AFTER or not rest.strip() or rest.strip() in _BEFORE:
            break
        start, end = trimmed(text, start, end - len(word))
    return start, end


def is_title(words: str) -> bool:
    """Say whether `words` are titles and forms of address only, so no one's name."""
    return all(word in _BEFORE or word in _AFTER for word in words.split())
