"""Hiragana and katakana in Latin letters: Hepburn without marks for long vowels."""

from typing import Final

_ROWS: Final = (
    ("あいうえお", "a i u e o"),
    ("かきくけこ", "ka ki ku ke ko"),
    ("がぎぐげご", "ga gi gu ge go"),
    ("さしすせそ", "sa shi su se so"),
    ("ざじずぜぞ", "za ji zu ze zo"),
    ("たちつてと", "ta chi tsu te to"),
    ("だぢづでど", "da ji zu de do"),
    ("なにぬねの", "na ni nu ne no"),
    ("はひふへほ", "ha hi fu he ho"),
    ("ばびぶべぼ", "ba bi bu be bo"),
    ("ぱぴぷぺぽ", "pa pi pu pe po"),
    ("まみむめも", "ma mi mu me mo"),
    ("やゆよ", "ya yu yo"),
    ("らりるれろ", "ra ri ru re ro"),
    ("わゐゑをんゔ", "wa i e o n vu"),
)
_SOUNDS: Final = {char: sound for chars, sounds in _ROWS for char, sound in zip(chars, sounds.split(), strict=True)}
_SMALL: Final = dict(zip("ぁぃぅぇぉゃゅょゎ", ["a", "i", "u", "e", "o", "ya", "yu", "yo", "wa"], strict=True))
_DOUBLES: Final = "っ"
_LONG: Final = "ー"
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def romanised(word: str) -> str:
    """Return the kana of `word` in Latin letters; other characters stay as they are."""
    parts: list[str] = []
    double = False
    for char in word.translate(_TO_HIRAGANA):
        if char == _DOUBLES:
            double = True
        elif char in _SMALL and parts:
            parts[-1] = _glide(parts[-1], _SMALL[char])
        elif char != _LONG:
            sound = _SOUNDS.get(char, char)
            parts.append(("t" if sound.startswith("ch") else sound[0]) + sound if double else sound)
            double = False
    return "".join(parts)


def _glide(sound: str, vowel: str) -> str:
    """Return the sound with a small vowel after it: きゃ kya, しゃ sha, ファ fa, ティ ti, ウィ wi."""
    base = sound[:-1]
    if vowel[0] == "y":
        return base + (vowel[1:] if base in {"sh", "ch", "j", "tch"} else vowel)
    if sound == "u":
        return "w" + vowel
    return base + vowel
