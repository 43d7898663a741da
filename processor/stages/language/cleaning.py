"""What is taken out before a language is guessed: addresses, hashtags, mentions, numbers.

Everything is blanked in place, one space for each code point taken out, so that index `i` of the cleaned text is index
`i` of the text: the offset map is the identity. Every pattern starts only at the beginning of a token and repeats
possessively, so that the cost is linear in the length of the text, whatever the text.
"""

from typing import Final

import regex

_DOMAIN: Final = r"(?:[A-Za-z0-9\-]{1,63}+\.){1,8}"
#: Written alike in every language, and mostly in Latin letters. An address ends at the first character beyond ASCII,
#: since Chinese or Thai text goes on behind it without a space.
_NOISE: Final = regex.compile(
    r"(?<![A-Za-z])(?:https?|ftp)://[\x21-\x7e]++"
    r"|(?<![A-Za-z0-9])www\.[\x21-\x7e]++"
    r"|(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}+@[A-Za-z0-9.\-]{1,255}+"
    r"|(?<![\p{L}\p{M}\p{N}_])[#＃@＠][\p{L}\p{M}\p{N}_\u200c\u200d]{1,100}+"
    rf"|(?<![A-Za-z0-9.\-]){_DOMAIN}(?:com|org|net|edu|gov|info|int|biz)(?![A-Za-z0-9])(?:/[\x21-\x7e]*+)?"
    r"|\p{N}++"
)


def blank_noise(text: str) -> str:
    """Return `text` with web and e-mail addresses, hashtags, mentions and numbers blanked; the length stays."""
    return _NOISE.sub(_blank, text)


def _blank(match: regex.Match[str]) -> str:
    return " " * (match.end() - match.start())
