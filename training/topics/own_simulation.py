"""Users' topics simulated: terms of IPTC's tree, with examples in some languages, looked for in others.

A topic is looked for in a fold of languages, with the vectors of the encoder that was trained without them, and in a
space that was made without them. Its examples come from other languages than those it is looked for in: first from
others of the fold, as long as enough is left there to be found, because a user's examples too are texts that the
encoder never saw; the rest from outside the fold. Of an article that is marked with the top-level topic of a term, but
with a term from elsewhere in the tree or none, nobody knows whether the term fits too: it is left out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.weights import FloatArray
from processor.stages.topics.head import Floats
from processor.stages.topics.own.confidence import WEIGHING, Weighing
from processor.stages.topics.own.measure import Bools
from processor.stages.topics.own.prototype import Prototype, prototype
from processor.stages.topics.own.space import Space
from processor.stages.topics.terms import shared_terms
from training.topics.data import Headline
from training.topics.folds import FOLDS
from training.topics.own_space import Indices, build

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
    """One topic looked for in one fold with one choice of examples.

    Attributes:
        wanted, examples: how many examples it was to have, and has.
        unseen: how many of these are in languages that the encoder was not trained on.
        distances: float64 [texts], of the texts that were looked through, in parts of the reach.
        marked: [texts], which of them are the topic's.
    """

    topic: str
    wanted: int
    examples: int
    unseen: int
    made: Prototype
    distances: Floats
    marked: Bools


@dataclass(frozen=True, slots=True)
class Fold:
    """What an encoder makes of everything that was trained without some languages.

    Attributes:
        languages: these.
        vectors: float32 [headlines, width].
        meanings: float32 [terms, width], of names with definitions, in the order of `shared_terms`.
    """

    languages: frozenset[str]
    vectors: FloatArray
    meanings: FloatArray

    def space(self, headlines: Sequence[Headline]) -> tuple[Space, Indices]:
        """Return the space of the headlines in other languages, and which of them are its sample."""
        seen = np.array([row for row, one in enumerate(headlines) if one.language not in self.languages])
        space, sample = build([headlines[row] for row in seen.tolist()], self.vectors[seen], "left out")
        return space, seen[sample]


def load_folds(folder: Path) -> list[Fold]:
    """Read what `training.topics.left_out` wrote.

    Raises:
        FileNotFoundError: a fold was not trained.
    """
    found = []
    for index, languages in enumerate(FOLDS):
        with np.load(folder / f"{index}.npz") as arrays:
            found.append(Fold(languages, arrays["headlines"], arrays["meanings"]))
    return found


def paths(headlines: Sequence[Headline]) -> list[tuple[str, ...]]:
    """Return for each headline the NewsCodes from the top level down to its term, none where it has no term."""
    known = {term.id: term.path for term in shared_terms()}
    return [known.get(headline.term or "", ()) for headline in headlines]


def simulated_topics(headlines: Sequence[Headline]) -> list[str]:
    """Return the NewsCodes of the terms below the top level that were marked often enough."""
    marked = [(path, headline.language) for path, headline in zip(paths(headlines), headlines, strict=True)]
    counts = Counter(code for path, _ in marked for code in path[1:])
    return [
        code
        for code, count in sorted(counts.items())
        if count >= FEWEST and len({language for path, language in marked if code in path}) >= FEWEST_LANGUAGES
    ]


def trials(
    headlines: Sequence[Headline],
    folds: Sequence[Fold],
    examples: int,
    *,
    weighing: Weighing = WEIGHING,
    first_unseen: bool = True,
) -> Iterator[Trial]:
    """Yield every topic in every fold with several choices of at most `examples` examples.

    Args:
        first_unseen: take examples from the fold's languages as far as they go, else none at all.
    """
    tags = np.array([headline.language for headline in headlines])
    of = paths(headlines)
    terms = {term.id: (row, term.topic, term.path[0]) for row, term in enumerate(shared_terms())}
    marked = np.array([bool(path) for path in of])
    topics = simulated_topics(headlines)
    for part, fold in enumerate(folds):
        space, sample = fold.space(headlines)
        places, ordinary = space.place(fold.vectors), space.ordinary_places()
        within = np.isin(tags, list(fold.languages))
        for number, code in enumerate(topics):
            rng = np.random.default_rng([_SEED, part, number, examples])
            row, top, top_code = terms[code]
            inside = np.array([code in path for path in of])
            unknown = np.array(
                [top in one.topics and top_code not in path for one, path in zip(headlines, of, strict=True)]
            )
            description = space.place(fold.meanings[row])
            for _ in range(DRAWS if examples else 1):
                chosen, languages = _choose(rng, inside, tags, within, examples, first_unseen=first_unseen)
                texts = np.flatnonzero(within & marked & ~unknown & ~np.isin(tags, languages))
                enough = len(chosen) >= min(examples, FEWEST_EXAMPLES)
                if not enough or inside[texts].sum() < FEWEST_TO_FIND:
                    continue
                made = prototype(description, places[chosen], ordinary[~np.isin(sample, chosen)], weighing)
                unseen = int(within[chosen].sum())
                yield Trial(code, examples, len(chosen), unseen, made, made.distances(places[texts]), inside[texts])


def _choose(
    rng: np.random.Generator,
    inside: Bools,
    tags: npt.NDArray[np.str_],
    within: Bools,
    most: int,
    *,
    first_unseen: bool,
) -> tuple[Indices, list[str]]:
    """Return at most `most` texts of a topic from as few languages as have them, drawn at random, and the languages."""
    chosen: list[int] = []
    languages: list[str] = []
    to_find = int((inside & within).sum())
    own = rng.permutation(sorted(set(tags[inside & within]))).tolist() if first_unseen else []
    for tag in [*own, *rng.permutation(sorted(set(tags[inside & ~within]))).tolist()]:
        texts = rng.permutation(np.flatnonzero(inside & (tags == tag)))
        if len(chosen) >= most:
            break
        if tag in own:
            if to_find - len(texts) < FEWEST_TO_FIND:
                continue
            to_find -= len(texts)
        chosen += texts[: most - len(chosen)].tolist()
        languages.append(tag)
    return np.array(chosen, np.intp), languages
