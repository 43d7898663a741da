"""What the accurate head says of unmarked text: `python -m training.topics.fast.label --read FILE --out FILE`.

One opinion a language of the marked headlines, from a head and a calibration that never saw that language, so that the
fast head can be measured on it; and that of a head which saw everything, from which the head that ships learns.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from processor.models.encoder import Encoder
from processor.models.threads import OneThread
from processor.models.weights import FloatArray
from processor.stages.topics.head import NEAREST, Head, calibrate, unit
from training.topics.data import Floats, Term, load_terms, marks
from training.topics.embed import embed
from training.topics.fast.marked import load_marked
from training.topics.fast.read import Read
from training.topics.fit import Examples, fit_calibration, uncalibrated_head

#: Key of the opinion of a head that saw every language.
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Opinions:
    """Probabilities [texts, topics] by the language that the head did not see, and those of `ALL`."""

    of: Mapping[str, Floats]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path) as arrays:
            return cls({name: arrays[name].astype(np.float64) for name in arrays.files})

    def save(self, path: Path) -> None:
        """Write, whole or not at all."""
        part = path.with_suffix(".part.npz")
        arrays: dict[str, Any] = {name: values.astype(np.float16) for name, values in self.of.items()}
        np.savez_compressed(part, **arrays)
        part.replace(path)


def batch_logits(head: Head, vectors: FloatArray) -> Floats:
    """Return what `Classifier.logits` returns for each of many vectors [texts, width]."""
    centred = vectors.astype(np.float64) - head.mean
    cosines = unit(centred) @ unit(head.terms.astype(np.float64)).T
    starts = np.searchsorted(head.term_topics, np.arange(len(head.bias) + 1))
    near = [np.sort(cosines[:, start:stop])[:, -NEAREST:].mean(axis=1) for start, stop in pairwise(starts)]
    logits: Floats = centred @ head.weight + head.bias + head.term_weight * np.array(near).T
    return logits


def opinions(examples: Examples, terms: Sequence[Term], term_vectors: FloatArray, vectors: FloatArray) -> Opinions:
    """Train a head without each language and one with all, and ask them all about `vectors`."""
    languages = np.array([headline.language for headline in examples.headlines])
    marked = marks(examples.headlines)
    left_out = np.zeros_like(marked)
    asked: dict[str, Floats] = {}
    for language in sorted(set(languages.tolist())):
        inside = languages == language
        head = uncalibrated_head(examples.where((~inside).tolist()), terms, term_vectors, "")
        left_out[inside] = batch_logits(head, examples.full[inside])
        asked[language] = batch_logits(head, vectors)
        right = marked[inside, left_out[inside].argmax(axis=1)].mean()
        print(f"teacher without {language}: first topic right in {right:.3f} of {inside.sum()}", flush=True)
    found = {
        language: calibrate(logits, fit_calibration(left_out[languages != language], marked[languages != language]))
        for language, logits in asked.items()
    }
    everything = batch_logits(uncalibrated_head(examples, terms, term_vectors, ""), vectors)
    found[ALL] = calibrate(everything, fit_calibration(left_out, marked))
    return Opinions(found)


def main() -> None:
    """Train the heads, ask them and write what they say."""
    parser = argparse.ArgumentParser(description="Ask accurate heads about unmarked text.")
    parser.add_argument("--read", type=Path, required=True, metavar="FILE", help="from training.topics.fast.read")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the opinions go, .npz")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the headlines' vectors here for the next run")
    options = parser.parse_args()
    encoder, read, terms = Encoder(), Read.load(options.read), load_terms()
    if read.encoder != encoder.fingerprint:
        raise SystemExit(f"{options.read} was read with another encoder")
    headlines, _ = load_marked()
    full = embed(encoder, [headline.text for headline in headlines], options.cache)
    titles = embed(encoder, [headline.title for headline in headlines], options.cache)
    term_vectors = embed(encoder, [term.name for term in terms], options.cache)
    with OneThread().hold():
        opinions(Examples(headlines, full, titles), terms, term_vectors, read.vectors).save(options.out)


if __name__ == "__main__":
    main()
