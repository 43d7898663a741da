"""Lists of words as they are written in the source: separated by spaces."""

import unicodedata


def words(listed: str) -> frozenset[str]:
    """Return the words of `listed`, normalised as published text is."""
    return frozenset(unicodedata.normalize("NFC", listed).split())
