"""What the code says of its fields: the `Attributes:` section of a class's docstring, for the published schemas."""

import inspect
import re
from typing import Final

_SECTION: Final = re.compile(r"^Attributes:\n((?:[ ]{4}.*\n?|\n)+)", flags=re.MULTILINE)
_FIELD: Final = re.compile(r"^[ ]{4}(\w+): (.+(?:\n[ ]{5,}.+)*)", flags=re.MULTILINE)


def summary(kind: type) -> str:
    """Return the docstring of a class without its `Attributes:` section, paragraphs on one line each."""
    text = _SECTION.sub("", inspect.getdoc(kind) or "").strip()
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def attributes(kind: type) -> dict[str, str]:
    """Return what the docstring of a class says of each attribute, as a sentence."""
    section = _SECTION.search(inspect.getdoc(kind) or "")
    if section is None:
        return {}
    return {name: _sentence(" ".join(text.split())) for name, text in _FIELD.findall(section[1])}


def _sentence(text: str) -> str:
    # A name in backticks keeps its case.
    return (text[0].upper() + text[1:] if text[0].isalpha() else text).rstrip(".") + "."
