"""The space that narrower topics are told in: what news differs in most counts less.

An encoder trained to tell the 17 topics apart sets them far from each other. Which term below a topic fits is said by
what is left, so that the directions in which headlines vary much are made shorter: a partial whitening, the covariance
shrunk towards a multiple of the identity (after Ledoit and Wolf, 2004, with an amount that is chosen, not estimated).
It is linear, so that nothing of it is left to do when what was fitted has shipped.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from processor.stages.topics.head import unit
from training.topics.data import Floats


@dataclass(frozen=True, slots=True)
class Vectors:
    """What an encoder makes of texts and terms, float64 [.., width], of length 1.

    Attributes:
        headlines: the whole list, or what is needed of it.
        sample: those of the headlines whose mean and spread may be known.
        articles: the whole list; none where they are not measured on.
        names, definitions: of each term, its name and its name with its definition.
    """

    headlines: Floats
    sample: Floats
    articles: Floats
    names: Floats
    definitions: Floats

    @classmethod
    def of_fold(cls, path: Path, known: npt.NDArray[np.bool_]) -> "Vectors":
        """Read what `training.topics.left_out` wrote; `known` [headlines] is true for languages it trained on.

        Raises:
            OSError: there is no such file.
            ValueError: it was written for other headlines.
        """
        with np.load(path) as arrays:
            headlines, articles, names, definitions = (
                arrays[name].astype(np.float64) for name in ("headlines", "articles", "names", "meanings")
            )
        if len(headlines) < len(known):
            raise ValueError(f"{path.name} was written for other headlines: run training.topics.left_out again")
        headlines = headlines[: len(known)]
        return cls(headlines, headlines[known], articles, names, definitions)


class Space:
    """The space, and what lies where in it.

    Attributes:
        mean: float64 [width], of the sample.
        map: float64 [width, width], symmetric; applied to centred vectors of length 1.
        headlines, articles: float64 [.., width]; in the mean over the sample their squared length is 1.
        meaning: float64 [terms, width], of length 1: halfway between name and definition.
    """

    def __init__(self, vectors: Vectors, shrinkage: float) -> None:
        self.mean: Floats = vectors.sample.mean(axis=0)
        self.map = _whitening(unit(vectors.sample - self.mean), shrinkage)
        self.headlines = unit(vectors.headlines - self.mean) @ self.map
        self.articles = unit(vectors.articles - self.mean) @ self.map
        self.meaning = unit(self._direction(vectors.names) + self._direction(vectors.definitions))

    def _direction(self, terms: Floats) -> Floats:
        return unit(unit(terms - terms.mean(axis=0)) @ self.map)


def _whitening(sample: Floats, shrinkage: float) -> Floats:
    """Return what evens out the spread of a sample to which `shrinkage` times its mean variance was added."""
    variances, directions = np.linalg.eigh(sample.T @ sample / len(sample))
    gains = (variances + shrinkage * variances.mean()) ** -0.5
    gains /= np.sqrt((variances * gains**2).sum())
    found: Floats = (directions * gains) @ directions.T
    return found
