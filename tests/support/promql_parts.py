"""What an alert's condition compares. A condition that holds for nobody has no result; its operands must have one."""

import re
from typing import Final

_SET_OPERATOR: Final = re.compile(r"\s+(?:and|or|unless)\b(?:\s+(?:on|ignoring)\s*\([^)]*\))?\s+")
_COMPARISON: Final = re.compile(r"\s*(?:==|!=|>=|<=|>|<)\s*-?[\d.]+\s*$")
_ABSENT: Final = re.compile(r"absent\((.*)\)$", re.DOTALL)


def operands(condition: str) -> list[str]:
    """Return the operands of `and`, `or` and `unless`, without the comparisons with numbers that filter them.

    What stands within a function or an aggregation is left as it is.
    """
    parts = _split(condition.strip())
    if len(parts) > 1:
        return [operand for part in parts for operand in operands(part)]
    (part,) = parts
    bare = _COMPARISON.sub("", part) if _depth_zero_comparison(part) else part
    if bare != part or (inner := _unwrapped(bare)) is None:
        if found := _ABSENT.match(bare):
            return operands(found[1])
        return [bare] if bare == part else operands(bare)
    return operands(inner)


def _depths(text: str) -> list[int]:
    """Return for each character how many brackets are open before it; inside a string it counts as one more."""
    depths, depth, quoted = [], 0, False
    for character in text:
        if character == '"':
            quoted = not quoted
        elif not quoted and character in ")]}":
            depth -= 1
        depths.append(depth + quoted)
        if not quoted and character in "([{":
            depth += 1
    assert depth == 0, f"brackets do not match: {text}"
    return depths


def _split(text: str) -> list[str]:
    depths = _depths(text)
    parts, start = [], 0
    for found in _SET_OPERATOR.finditer(text):
        if depths[found.start()] == 0:
            parts.append(text[start : found.start()].strip())
            start = found.end()
    return [*parts, text[start:].strip()]


def _depth_zero_comparison(text: str) -> bool:
    found = _COMPARISON.search(text)
    return found is not None and _depths(text)[found.start()] == 0


def _unwrapped(text: str) -> str | None:
    """Return what one pair of brackets around everything holds, None where there is no such pair."""
    if text.startswith("(") and text.endswith(")") and all(depth > 0 for depth in _depths(text)[1:-1]):
        return text[1:-1].strip()
    return None
