"""Words written onto a name: prepositions before it, particles and case endings after it."""

from processor.stages.entities.gazetteer.borders import ends_word, starts_word


def edges(text: str, start: int, end: int, language: str) -> tuple[int, int] | None:
    """Return where the mention of a name at [start, end) stands, None when the name is only part of a word."""
    if starts_word(text, start) and ends_word(text, end):
        return start, end
    return None
