"""What is produced: articles of three sizes, each with invented names of its own, so that no cache sees them twice."""

import random
from collections.abc import Sequence
from typing import Any, Final, Literal, get_args

import orjson

from processor.settings import Settings
from tests.support.articles import SEEDS, generated_messages

#: `ordinary` are wire stories of one to twelve paragraphs, `small` messages have about 200 bytes, `large` ones are as
#: large as a message may be: the text of a long report, and the page that it was taken from, up to 1 MiB.
Size = Literal["ordinary", "small", "large"]
SIZES: Final[tuple[Size, ...]] = get_args(Size)

_SMALL: Final = 200
_TEMPLATES: Final = 400
#: What is left of the limits: names are longer than the marks that stand for them, and normalised text can be too.
_ROOM: Final = 5_000
_SERIAL: Final = b"@serial@"
_NAME: Final = "@name@"
#: In a large article every so many paragraphs begin with a name.
_EVERY: Final = 10
#: Code points. How long a text is decides what a process needs for it, and here all are to need the same.
_REPORT: Final = 20_000
_SYLLABLES: Final = [
    f"{first}{second}".encode() for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "or", "un")
]


class Articles:
    """Makes messages without end, the text from the seeds in all their languages, the names from a serial number."""

    def __init__(self, size: Size, seed: int = 1) -> None:
        draw = random.Random(seed)
        match size:
            case "ordinary":
                texts = [_named(orjson.loads(value)) for value in generated_messages(seed, _TEMPLATES)]
            case "small":
                texts = [_small(draw) for _ in range(_TEMPLATES)]
            case "large":
                texts = [_large(draw, lines) for lines in _seed_lines()]
        self._templates = [_split(fields) for fields in texts]
        self._serial = 0

    def next(self) -> tuple[bytes, bytes]:
        """Return key and value of the next message."""
        serial = self._serial
        self._serial += 1
        before, pieces = self._templates[serial % len(self._templates)]
        key = b"article-%d" % serial
        parts = [before, key, pieces[0]]
        for number, piece in enumerate(pieces[1:]):
            parts += (_invented(serial * len(pieces) + number), piece)
        return key, b"".join(parts)


def _invented(number: int) -> bytes:
    """Return a person's name; two numbers below 2**31 hardly ever have the same."""
    scrambled = number * 2_654_435_761 % 2**32
    syllables = []
    for _ in range(5):
        scrambled, chosen = divmod(scrambled, len(_SYLLABLES))
        syllables.append(_SYLLABLES[chosen])
    return b"%b %b" % (b"".join(syllables[:2]).capitalize(), b"".join(syllables[2:]).capitalize())


def _split(fields: dict[str, Any]) -> tuple[bytes, Sequence[bytes]]:
    before, after = orjson.dumps({"id": _SERIAL.decode()} | fields).split(_SERIAL)
    return before, after.split(_NAME.encode())


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    lines = [f"{_NAME}: {line}" for line in fields["text"].split("\n")]
    return {name: value for name, value in fields.items() if name != "id"} | {"text": "\n".join(lines)}


def _small(draw: random.Random) -> dict[str, Any]:
    line = " ".join(draw.choices(draw.choice(_seed_lines()), k=8))
    while len(orjson.dumps({"id": "article-1234567", "text": f"Talebo Runkavi: {line}"})) > _SMALL:
        line = line[:-1]
    return {"text": f"{_NAME}: {line}"}


def _large(draw: random.Random, lines: Sequence[str]) -> dict[str, Any]:
    text: list[str] = []
    page: list[str] = []
    left = _REPORT
    while left > 0:
        line = draw.choice(lines)[:left]
        text.append(f"{_NAME}: {line}" if len(text) % _EVERY == 0 else line)
        left -= len(text[-1]) + 1
    left = Settings.model_fields["max_message_bytes"].default - _ROOM - len(orjson.dumps("\n".join(text)))
    while (line := f'<p class="story">{draw.choice(lines)}</p>\n') and len(orjson.dumps(line)) < left:
        page.append(line)
        left -= len(orjson.dumps(line))
    return {"text": "\n".join(text), "metadata": {"html": "".join(page)}}


def _seed_lines() -> list[list[str]]:
    """Return the lines of each seed."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    return [[line for line in text.split("\n") if line.strip()] for text in texts]
