"""Arabic and Hebrew script in Latin letters. Short vowels are not written, so they are not in the result either."""

from typing import Final

import regex

_ARABIC: Final = str.maketrans(
    {
        **dict(
            zip(
                "ابتثجحخدذرزسشصضطظعغفقكلمنهة",
                [
                    "a",
                    "b",
                    "t",
                    "th",
                    "j",
                    "h",
                    "kh",
                    "d",
                    "dh",
                    "r",
                    "z",
                    "s",
                    "sh",
                    "s",
                    "d",
                    "t",
                    "z",
                    "*",
                    "gh",
                    "f",
                    "q",
                    "k",
                    "l",
                    "m",
                    "n",
                    "h",
                    "a",
                ],
                strict=True,
            )
        ),
        **dict(
            zip(
                "آأإٱؤئىءپچژگکڤہھٹڈڑںےۓیيو",
                [
                    "a",
                    "a",
                    "i",
                    "a",
                    "u",
                    "i",
                    "a",
                    "*",
                    "p",
                    "ch",
                    "zh",
                    "g",
                    "k",
                    "v",
                    "h",
                    "h",
                    "t",
                    "d",
                    "r",
                    "n",
                    "e",
                    "e",
                    "y",
                    "y",
                    "w",
                ],
                strict=True,
            )
        ),
    }
)
_HEBREW: Final = str.maketrans(
    dict(
        zip(
            "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
            [
                "*",
                "b",
                "g",
                "d",
                "h",
                "w",
                "z",
                "h",
                "t",
                "y",
                "k",
                "k",
                "l",
                "m",
                "m",
                "n",
                "n",
                "s",
                "*",
                "p",
                "f",
                "ts",
                "ts",
                "k",
                "r",
                "sh",
                "t",
            ],
            strict=True,
        )
    )
)
_ARABIC_STARTS: Final = (
    (regex.compile(r"\b(?:أو|او|عو)"), "o"),
    (regex.compile(r"\b(?:إي|اي|أي|عي)"), "i"),
    (regex.compile(r"\bع"), "a"),
)
_ARABIC_PAIRS: Final = (("نغ", "ng"), ("تش", "چ"), ("دج", "ج"), ("تس", "ts"), ("يي", "ي"), ("وو", "و"), ("اا", "ا"))
_URDU_ASPIRATES: Final = regex.compile(r"(?<=[بپتٹجچدڈکگ])ھ")
_HEBREW_PAIRS: Final = (
    ("ג'", "j"), ("צ'", "ch"), ("ץ'", "ch"), ("ז'", "zh"), ("ח'", "kh"), ("ת'", "th"), ("ד'", "dh"), ("ר'", "r"),
    ("טש", "ch"), ("דז", "z"), ("וו", "v"), ("יי", "y"),
)  # fmt: skip
_MARKS: Final = regex.compile(r"[\p{Mn}\u0640]")  # vowel points; the tatweel lengthens a line
_GERESH: Final = str.maketrans("׳’‘`´", "'''''")
_HEBREW_ENDS: Final = ((regex.compile(r"ה\b"), "a"), (regex.compile(r"או"), "o"), (regex.compile(r"\bאי"), "i"))
_HEBREW_LETTER: Final = regex.compile(r"\p{Hebrew}")
_FINAL_H: Final = regex.compile(r"(?<=[\p{Arabic}--[اویيۓ]])[ہ]\b", flags=regex.VERSION1)
_NO_ARTICLE: Final = frozenset(
    ["fa", "ur", "ps", "ckb", "ug", "sd", "pa", "az", "ku"]
)  # in Arabic script, but not Arabic
_ARTICLE: Final = regex.compile(r"\b(?:ال)(?=\p{Arabic}{2})")
_VOWELS: Final = "aeiou*"
_GLIDE_W: Final = regex.compile(rf"\bw(?=[{_VOWELS}wy]|\w)|(?<=[{_VOWELS}])w(?=[{_VOWELS}])")
_GLIDE_Y: Final = regex.compile(rf"\by|(?<=[{_VOWELS}])y(?=[{_VOWELS}])|y(?=a)")


def romanised(name: str, language: str) -> str:
    """Return the letters of either script in Latin letters; other characters stay as they are."""
    bare = _MARKS.sub("", name.translate(_GERESH))
    if _HEBREW_LETTER.search(bare):
        for pattern, to in _HEBREW_ENDS:
            bare = pattern.sub(to, bare)
        for pair, to in _HEBREW_PAIRS:
            bare = bare.replace(pair, to)
        return _vowels(bare.translate(_HEBREW))
    for pair, to in _ARABIC_PAIRS:
        bare = bare.replace(pair, to)
    for pattern, to in _ARABIC_STARTS:
        bare = pattern.sub(to, bare)
    bare = _URDU_ASPIRATES.sub("", bare)
    bare = _FINAL_H.sub("a", bare)
    if language not in _NO_ARTICLE:
        bare = _ARTICLE.sub("al-", bare)
    return _vowels(bare.translate(_ARABIC))


def _vowels(letters: str) -> str:
    """Read w and y as consonants at the start of a word and between vowels, else as u and i; drop the glottal stop."""
    marked = _GLIDE_W.sub("\x01", letters)
    marked = _GLIDE_Y.sub("\x02", marked)
    return marked.replace("w", "u").replace("y", "i").replace("\x01", "w").replace("\x02", "y").replace("*", "")
