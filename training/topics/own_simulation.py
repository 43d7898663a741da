"""Users' topics simulated: terms of IPTC's tree, with examples in some languages, looked for in others.

The languages of the items with terms are cut in two halves. The space is made without one half, and topics are looked
for in that half alone, in languages in which they have no example. Of an article that is marked with the top-level
topic of a term, but with a term from elsewhere in the tree, nobody knows whether the term fits too: it is left out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.weights import FloatArray
from processor.stages.topics.head import Floats
from processor.stages.topics.mediatopics import TOP_LEVEL
from processor.stages.topics.own.confidence import WEIGHING, Weighing
from processor.stages.topics.own.measure import Bools
from processor.stages.topics.own.prototype import Prototype, prototype
from processor.stages.topics.own.space import Space
from processor.stages.topics.terms import shared_terms
from training.topics.own_space import SHAPE, Indices, News, Shape, build

#: A term is a topic when it, or one below it, was marked so often, in so many languages.
FEWEST: Final = 14
FEWEST_LANGUAGES: Final = 6
#: A draw counts when so many examples were found, or all that were wanted, and so many texts are there to be found.
FEWEST_EXAMPLES: Final = 5
FEWEST_TO_FIND: Final = 3
EXAMPLES: Final = (0, 1, 2, 3, 5, 10, 20)
DRAWS: Final = 3
_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Trial:
    """One topic looked for with one choice of examples.

    Attributes:
        wanted, examples: how many examples it was to have, and has.
        distances: float64 [texts], of the texts that were looked through, in parts of the reach.
        marked: [texts], which of them are the topic's.
    """

    topic: str
    wanted: int
    examples: int
    made: Prototype
    distances: Floats
    marked: Bools


@dataclass(frozen=True, slots=True)
class Half:
    """What is looked through, and the space that was made without it."""

    space: Space
    sample: Indices
    tested: Bools


def simulated_topics(news: Sequence[News]) -> list[str]:
    """Return the NewsCodes of the terms below the top level that were marked often enough."""
    counts = Counter(code for one in news for code in one.path[1:])
    return [
        code
        for code, count in sorted(counts.items())
        if count >= FEWEST and len({one.language for one in news if code in one.path}) >= FEWEST_LANGUAGES
    ]


def halves(news: Sequence[News], vectors: FloatArray, encoder: str, shape: Shape = SHAPE) -> list[Half]:
    """Return both halves."""
    tags = np.array([one.language for one in news])
    marked = np.array([bool(one.path) for one in news])
    languages = sorted(set(tags[marked]))
    found = []
    for half in (languages[::2], languages[1::2]):
        inside = np.isin(tags, half)
        seen = np.flatnonzero(~inside)
        space, sample = build([news[index] for index in seen.tolist()], vectors[seen], encoder, shape)
        found.append(Half(space, seen[sample], inside & marked))
    return found


def trials(
    news: Sequence[News],
    vectors: FloatArray,
    descriptions: dict[str, FloatArray],
    parts: Sequence[Half],
    examples: int,
    *,
    weighing: Weighing = WEIGHING,
) -> Iterator[Trial]:
    """Yield every topic with several choices of at most `examples` examples.

    Args:
        descriptions: vectors [width] of name and definition by NewsCode.
    """
    tags = np.array([one.language for one in news])
    tops = {term.id: term.topic for term in shared_terms()}
    for half in parts:
        places, ordinary = half.space.place(vectors), half.space.ordinary_places()
        for number, (code, described) in enumerate(descriptions.items()):
            rng = np.random.default_rng([_SEED, number, examples])
            inside = np.array([code in one.path for one in news])
            top = TOP_LEVEL[tops[code]]
            unknown = np.array([top.short in one.topics and top.id not in one.path for one in news])
            description = half.space.place(described)
            for _ in range(DRAWS if examples else 1):
                chosen, languages = _choose(rng, inside, tags, examples)
                texts = np.flatnonzero(half.tested & ~unknown & ~np.isin(tags, languages))
                enough = len(chosen) >= min(examples, FEWEST_EXAMPLES)
                if not enough or inside[texts].sum() < FEWEST_TO_FIND:
                    continue
                made = prototype(description, places[chosen], ordinary[~np.isin(half.sample, chosen)], weighing)
                yield Trial(code, examples, len(chosen), made, made.distances(places[texts]), inside[texts])


def _choose(
    rng: np.random.Generator, inside: Bools, tags: npt.NDArray[np.str_], most: int
) -> tuple[Indices, list[str]]:
    """Return at most `most` texts of a topic from as few languages as have them, drawn at random, and the languages."""
    chosen: list[int] = []
    languages: list[str] = []
    for tag in rng.permutation(sorted(set(tags[inside]))):
        if len(chosen) >= most:
            break
        texts = rng.permutation(np.flatnonzero(inside & (tags == tag)))
        chosen += texts[: most - len(chosen)].tolist()
        languages.append(str(tag))
    return np.array(chosen, np.intp), languages
