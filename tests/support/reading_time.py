"""An example of a stage of one's own: how long an article takes to read."""

from typing import Final

from processor.contracts import EnrichedArticle, Status
from processor.stages.stage import Annotation

#: Mean over 17 languages, reading aloud: Trauzettel-Klosinski and Dietz, IOVS 53 (2012), doi:10.1167/iovs.11-8284.
WORDS_A_MINUTE: Final = 184
#: Scripts that put no space between words (ISO 15924), so that there is nothing to count.
UNSPACED: Final = frozenset({"Hani", "Hans", "Hant", "Hira", "Jpan", "Kana", "Khmr", "Laoo", "Mymr", "Thai", "Tibt"})


class ReadingTime:
    """Counts the words of the body. Its model is its constants, so they are in its version."""

    name = "reading-time"
    version = "1"
    model = "-"
    needs: tuple[str, ...] = ("language",)

    def annotate(self, article: EnrichedArticle) -> Annotation:
        """Return words and minutes, or why they cannot be told."""
        script = article.language.script if article.language else "Zyyy"
        if script in UNSPACED:
            return Annotation(Status.SKIPPED, f"{script} has no spaces between words")
        words = sum(any(map(str.isalnum, word)) for word in article.body_text.split())
        if not words:
            return Annotation(Status.SKIPPED, "no words")
        return Annotation(extension={"words": words, "minutes": round(words / WORDS_A_MINUTE, 1)})
