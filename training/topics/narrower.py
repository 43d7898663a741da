"""Train what finds narrower topics: `python -m training.topics.narrower`, and print what it is worth.

Reads the marked items beside this file, the list of terms and the encoder. Everything that is printed, and the
threshold and the temperature, come from languages left out: the terms of a language's texts are found by a function
that was fitted on the headlines of all others. Whole articles are measured on only, by functions that never saw their
language either; they decide nothing.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from processor.models.encoder import Encoder
from processor.models.threads import OneThread
from processor.stages.topics.head import Classifier, Head, unit
from processor.stages.topics.narrower import Measured, softmax, vocabulary_of
from processor.stages.topics.terms import Term, load_terms
from training.topics.data import Floats
from training.topics.embed import embed
from training.topics.fit_narrower import STRENGTH, Linear, Strength, branches, fit, meanings
from training.topics.marked_terms import Marked, capped, load_marked
from training.topics.measures_narrower import Found, choose_threshold, fit_temperature, print_tables

SHIPPED: Final = Path(__file__).parents[2] / "processor" / "stages" / "topics" / "narrower.npz"
#: Of terms given on left-out languages, how many are to be the marked one or one above it.
PRECISION: Final = 0.8
#: What `--choose` tries around the values in use.
FACTORS: Final = (0.6, 1.6)


@dataclass(frozen=True, slots=True)
class Texts:
    """Marked texts that count, and their vectors.

    Attributes:
        terms: the list of terms.
        meaning: float64 [terms, width], see `meanings`.
        marked: the texts, headlines and articles.
        vectors: float64 [texts, width], of length 1.
        mean: float64 [width], the mean vector of the headlines.
    """

    terms: Sequence[Term]
    meaning: Floats
    marked: Sequence[Marked]
    vectors: Floats
    mean: Floats

    @property
    def centred(self) -> Floats:
        """Return the vectors as the linear functions take them."""
        return unit(self.vectors - self.mean)


def load_texts(encoder: Encoder, cache: Path | None) -> Texts:
    """Read and embed everything."""
    terms = load_terms()
    names = embed(encoder, [term.name for term in terms], cache)
    definitions = embed(encoder, [f"{term.name}: {term.definition}" for term in terms], cache)
    everything = load_marked(terms)
    marked = [everything[index] for index in capped(everything)]
    vectors = embed(encoder, [one.text for one in marked], cache).astype(np.float64)
    mean = vectors[[not one.article for one in marked]].mean(axis=0)
    return Texts(terms, meanings(names.astype(np.float64), definitions.astype(np.float64)), marked, vectors, mean)


def fitted(texts: Texts, left_out: str | None, strength: Strength = STRENGTH) -> Linear:
    """Fit on the headlines of all languages but one."""
    keep = np.array([not one.article and one.language != left_out for one in texts.marked])
    own = np.array([one.term for one in texts.marked])
    return fit(texts.terms, texts.meaning, texts.centred[keep], own[keep], strength)


def left_out_logits(texts: Texts, strength: Strength = STRENGTH) -> list[Floats]:
    """Return the logits of each text's branch, from functions that never saw its language."""
    below = branches(texts.terms)
    functions = {language: fitted(texts, language, strength) for language in sorted({m.language for m in texts.marked})}
    return [
        functions[one.language].logits(vector[None], below[texts.terms[one.term].topic])[0]
        for one, vector in zip(texts.marked, texts.centred, strict=True)
    ]


def found(texts: Texts, logits: Sequence[Floats], temperature: float) -> list[Found]:
    """Return what is found for each text within its branch."""
    below = branches(texts.terms)
    results = []
    for one, own in zip(texts.marked, logits, strict=True):
        wanted = texts.terms[one.term]
        branch = [texts.terms[row] for row in below[wanted.topic]]
        results.append(Found(one.language, one.article, wanted, branch, softmax(own / temperature)))
    return results


def measured(texts: Texts, linear: Linear, temperature: float, threshold: float, encoder: str) -> Measured:
    """Return what ships: the function in steps of 8 bits, a mean that is near enough in 32."""
    rows = np.concatenate(list(branches(texts.terms).values()))
    weight = linear.weight[np.sort(rows)] / temperature
    scale = (np.abs(weight).max(axis=1) / 127).astype(np.float32)
    return Measured(
        encoder=encoder,
        vocabulary=vocabulary_of(texts.terms),
        mean=texts.mean.astype(np.float32),
        weight=np.rint(weight / scale[:, None]).astype(np.int8),
        scale=scale,
        bias=(linear.bias[np.sort(rows)] / temperature).astype(np.float32),
        threshold=threshold,
    )


def headlines(texts: Texts, logits: Sequence[Floats]) -> tuple[list[Floats], list[int]]:
    """Return the logits of the headlines, and which of them is that of the marked term."""
    below = branches(texts.terms)
    chosen = [(one, own) for one, own in zip(texts.marked, logits, strict=True) if not one.article]
    places = [int(np.searchsorted(below[texts.terms[one.term].topic], one.term)) for one, _ in chosen]
    return [own for _, own in chosen], places


def print_choice(texts: Texts) -> None:
    """Print the loss on left-out languages around the values in use, one changed at a time."""
    print("\n| meaning | texts | frequency | loss on left-out languages |\n| --- | --- | --- | --- |")
    tried = [STRENGTH, replace(STRENGTH, texts=0, frequency=0), replace(STRENGTH, frequency=0)]
    for factor in FACTORS:
        tried += [replace(STRENGTH, **{name: value * factor}) for name, value in asdict(STRENGTH).items()]
    for one in tried:
        own, places = headlines(texts, left_out_logits(texts, one))
        temperature = fit_temperature(own, places)
        loss = -np.mean([np.log(softmax(z / temperature)[p]) for z, p in zip(own, places, strict=True)])
        print(f"| {one.meaning:g} | {one.texts:g} | {one.frequency:g} | {loss:.3f} |")


def main() -> None:
    """Train, write the file, and print its fingerprint and the tables."""
    parser = argparse.ArgumentParser(description="Train what finds narrower topics, and measure it.")
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="FILE", help="where it goes [the stage's]")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the vectors here for the next run")
    parser.add_argument("--choose", action="store_true", help="print only the losses that the constants come from")
    options = parser.parse_args()
    encoder = Encoder()
    texts = load_texts(encoder, options.cache)
    with OneThread().hold():
        if options.choose:
            print_choice(texts)
            return
        logits = left_out_logits(texts)
        temperature = fit_temperature(*headlines(texts, logits))
        results = found(texts, logits, temperature)
        threshold = choose_threshold([one for one in results if not one.article], PRECISION)
        model = measured(texts, fitted(texts, None), temperature, threshold, encoder.fingerprint)
        model.save(options.out)
        head = Head.load()
        classifier = Classifier(head)
        given = [classifier.probabilities(vector) >= head.threshold for vector in texts.vectors]
        plain = found(texts, left_out_logits(texts, Strength(texts=0, frequency=0)), temperature)
        print_tables(results, plain, given, threshold)
    print(f"\nnarrower {model.fingerprint}: temperature {temperature:.3f}, threshold {threshold:.2f}")
    print(f"{options.out.name}: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
