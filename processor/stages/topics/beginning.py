"""What the topics stage reads of an article: news says what it is about at its beginning."""

from typing import Final

from processor.contracts import EnrichedArticle

#: Tokens that are read: a headline and about 150 words.
MAX_TOKENS: Final = 256
#: Code points that are looked at; 256 pieces can hold no more.
_WINDOW: Final = 16 * MAX_TOKENS


def read_text(article: EnrichedArticle) -> tuple[str, int]:
    """Return what is read of an article, and what must be added to a place in it to find it in the published text.

    Read are the title, unless the body begins with it, and the beginning of the body. Places in such a title come out
    before the body's start: they are not in the published text.
    """
    body = article.text[article.body.start : min(article.body.end, article.body.start + _WINDOW)]
    title = article.outside_title
    if title and not body.startswith(title):
        return f"{title}\n{body}"[:_WINDOW], article.body.start - len(title) - 1
    return body, article.body.start
