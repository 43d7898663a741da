"""The trained model as a tagger: people, organisations, places and other names, without identifiers."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

import regex

from processor.contracts import Language
from processor.contracts.ids import fingerprint
from processor.models.graph import Graph, shared_entities_graph
from processor.models.pieces import shared_pieces
from processor.models.weights import FloatArray, shared_weights
from processor.stages.entities.names.confidence import (
    MEASURED,
    ZERO_SHOT_MEASURED,
    Curve,
    measured,
)
from processor.stages.entities.names.decode import Name, names
from processor.stages.entities.names.demonyms import names_nothing
from processor.stages.entities.names.ends import whole_characters
from processor.stages.entities.names.titles import is_title
from processor.stages.entities.names.trained import ZERO_SHOT, is_zero_shot
from processor.stages.entities.names.windows import MOST, Cutter, windows
from processor.stages.entities.tagger import TaggedSpan, Tagging

#: Changed with the rules of this package, so that records tell.
RULES: Final = "2"
#: About ten times a long article; more would take a worker longer than an article may take.
MOST_TOKENS: Final = 20_000
#: Addresses, hashtags and account names are no mentions.
_NO_MENTION: Final = regex.compile(r"(?:https?://|www\.)\S+|(?<![\p{L}\p{M}\p{N}_])[#@][\p{L}\p{M}\p{N}_\u200c\u200d]+")


class ModelTagger:
    """Reads a text window by window. Constructing it takes about a second, once a process.

    Raises:
        WeightsError: the model or the encoder's weights are missing or damaged.
    """

    def __init__(self, graph: Graph | None = None) -> None:
        self._graph = graph or shared_entities_graph()
        self._pieces = shared_pieces()
        vocabulary = shared_weights().vocabulary
        self._begin, self._end = vocabulary.begin, vocabulary.end

    @property
    def model(self) -> str:
        """Fingerprint of weights, calibration and rules."""
        calibration = repr((MEASURED, ZERO_SHOT_MEASURED))
        return f"names-{fingerprint(self._graph.sha256, shared_weights().sha256, calibration, RULES)}"

    def tag(self, text: str, language: Language | None) -> Tagging:
        """Return the names in `text`. The language matters for words of belonging only."""
        found, fallback = read_names(text, self._pieces, self._scores)
        return calibrated(text, found, fallback, language, (MEASURED, ZERO_SHOT_MEASURED))

    def _scores(self, ids: list[int]) -> FloatArray:
        return self._graph.outputs([self._begin, *ids, self._end])[1:-1]


def read_names(
    text: str, pieces: Cutter, scores: Callable[[list[int]], FloatArray], most: int = MOST
) -> tuple[list[Name], str | None]:
    """Return the names that a model sees in `text`, and what was left out where the text is too long.

    Args:
        scores: from the pieces of a window to [pieces, labels].
        most: the most pieces of a window.
    """
    read = 0
    found: list[Name] = []
    for window in windows(text, pieces, most):
        read += len(window.tokens)
        if read > MOST_TOKENS:
            return found, f"people and organisations were looked for in the first {MOST_TOKENS} tokens only"
        # One window a run: what is beside a text in a run changes its scores.
        of_tokens = scores([token.id for token in window.tokens])
        stretch = text[window.start : window.start + max(token.end for token in window.tokens)]
        found += [
            Name(window.start + name.start, window.start + name.end, name.type, name.chance)
            for name in names(window.tokens, of_tokens, stretch)
        ]
    return found, None


def calibrated(
    text: str,
    found: Sequence[Name],
    fallback: str | None,
    language: Language | None,
    curves: tuple[Curve, Curve],
) -> Tagging:
    """Return names as spans with the share that was right.

    Args:
        curves: what was measured in languages that were trained on, and in others.
    """
    is_new = is_zero_shot(language)
    curve = curves[is_new]
    tag = language.tag.partition("-")[0] if language else "und"
    spans = tagged_spans(text, found, tag, lambda chance: measured(chance, curve))
    return Tagging(tuple(spans), fallback, ZERO_SHOT if is_new else None)


def tagged_spans(
    text: str, found: Sequence[Name], language: str, confidence: Callable[[float], float]
) -> list[TaggedSpan]:
    """Return the names as spans of whole characters, without words of belonging, addresses and hashtags.

    Args:
        language: an ISO 639 code.
        confidence: from what the model says to how often it is right.
    """
    skipped = [match.span() for match in _NO_MENTION.finditer(text)]
    starts = [start for start, _ in skipped]
    spans: list[TaggedSpan] = []
    last = 0
    for name in found:
        start, end = whole_characters(text, name.start, name.end)
        before = bisect_right(starts, end - 1) - 1
        in_address = before >= 0 and skipped[before][1] > start
        belongs = name.type in {"LOC", "MISC"} and names_nothing(text[start:end], language)
        only_title = name.type == "PER" and is_title(text[start:end])
        if start < last or in_address or belongs or only_title or not any(char.isalnum() for char in text[start:end]):
            continue
        spans.append(TaggedSpan(start, end, name.type, confidence(name.chance)))
        last = end
    return spans
