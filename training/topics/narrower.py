"""Train what finds narrower topics: `python -m training.topics.narrower --left-out DIR`, and print what it is worth.

DIR holds what encoders made of the texts and terms that were trained without the languages measured, by
`training.topics.left_out`. Everything that is printed, and the threshold and the temperature, come from there: a text
is told by a function that was fitted on the headlines in languages that neither it nor its encoder leaves out. What
ships is fitted on all headlines, on vectors of the encoder that ships. Whole articles are measured on only, and decide
nothing.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from processor.models.encoder import Encoder
from processor.models.stored import write
from processor.models.threads import OneThread
from processor.stages.topics.narrower import SHIPPED, Measured, softmax, vocabulary_of
from processor.stages.topics.terms import Term, shared_terms
from training.topics.data import Floats, load_articles, load_headlines, marks
from training.topics.embed import embed
from training.topics.evaluate import Calibrations
from training.topics.fit_narrower import STRENGTH, Linear, Strength, branches, fit
from training.topics.folds import FOLDS, fold_of, joined
from training.topics.marked_terms import Marked, capped, marked_terms
from training.topics.measures import Bools
from training.topics.measures_narrower import Found, choose_threshold, fit_temperature, print_tables
from training.topics.narrower_space import Space, Vectors

#: Of terms given on left-out languages, how many are to be the marked one or one above it.
PRECISION: Final = 0.8
#: What `--choose` tries around the values in use.
FACTORS: Final = (0.6, 1.6)


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything that is read.

    Attributes:
        terms: the list of terms.
        marked: the texts that have a term, headlines and articles.
        counted: those that are measured on, see `capped`.
        folds: for each fold, what the encoder that was trained without its languages makes of everything.
    """

    terms: Sequence[Term]
    marked: Sequence[Marked]
    counted: Sequence[Marked]
    folds: Sequence[Vectors]


def load_texts(left_out: Path) -> Texts:
    """Read everything.

    Raises:
        OSError: a fold was not trained.
        ValueError: it was trained on other headlines.
    """
    terms, headlines = shared_terms(), load_headlines()
    marked = marked_terms(terms, headlines, load_articles())
    of = np.array([fold_of(headline.language) for headline in headlines])
    folds = [Vectors.of_fold(left_out / f"{index}.npz", of != index) for index in range(len(FOLDS))]
    return Texts(terms, marked, [marked[index] for index in capped(marked)], folds)


def fitted(
    terms: Sequence[Term],
    marked: Sequence[Marked],
    space: Space,
    strength: Strength = STRENGTH,
    left_out: frozenset[str] = frozenset(),
) -> Linear:
    """Fit on the headlines among marked texts, some languages left out."""
    kept = [one for one in marked if not one.article and one.language not in left_out]
    vectors = space.headlines[[one.place for one in kept]]
    return fit(terms, space.meaning, vectors, np.array([one.term for one in kept]), strength)


def left_out_logits(texts: Texts, strength: Strength = STRENGTH) -> list[Floats]:
    """Return the logits of each counted text's branch, from functions and encoders that never saw its language."""
    below = branches(texts.terms)
    found: dict[int, Floats] = {}
    for fold, (languages, vectors) in enumerate(zip(FOLDS, texts.folds, strict=True)):
        space = Space(vectors, strength.shrinkage)
        linear = fitted(texts.terms, texts.marked, space, strength, languages)
        for index, one in enumerate(texts.counted):
            if fold_of(one.language) == fold:
                vector = (space.articles if one.article else space.headlines)[one.place]
                found[index] = linear.logits(vector[None], below[texts.terms[one.term].topic])[0]
    return [found[index] for index in range(len(texts.counted))]


def found(texts: Texts, logits: Sequence[Floats], temperature: float) -> list[Found]:
    """Return what is found for each text within its branch."""
    below = branches(texts.terms)
    results = []
    for one, own in zip(texts.counted, logits, strict=True):
        wanted = texts.terms[one.term]
        branch = [texts.terms[row] for row in below[wanted.topic]]
        results.append(Found(one.language, one.article, wanted, branch, softmax(own / temperature)))
    return results


def given(texts: Texts, left_out: Path) -> list[Bools]:
    """Return for each text which topics the stage would give it, by encoder, head and thresholds of its fold."""
    headlines, articles = load_headlines(), load_articles()
    languages, others = ([one.language for one in part] for part in (headlines, articles))
    logits = joined(left_out, "headlines", languages)
    calibrations = Calibrations(logits, marks(headlines), languages)
    found = (
        calibrations.measured(logits, marks(headlines), [one.topics[0] for one in headlines], languages),
        calibrations.measured(
            joined(left_out, "articles", others), marks(articles), [one.topics[0] for one in articles], others
        ),
    )
    return [found[one.article].given[one.place] for one in texts.counted]


def shipped_vectors(encoder: Encoder, cache: Path | None) -> Vectors:
    """Return what the encoder that ships makes of headlines and terms."""
    terms = shared_terms()
    headlines, names, definitions = (
        embed(encoder, texts, cache).astype(np.float64)
        for texts in (
            [headline.text for headline in load_headlines()],
            [term.name for term in terms],
            [f"{term.name}: {term.definition}" for term in terms],
        )
    )
    return Vectors(headlines, headlines, headlines[:0], names, definitions)


def measured(terms: Sequence[Term], linear: Linear, mean: Floats, threshold: float, encoder: str) -> Measured:
    """Return what ships: a function of centred vectors of length 1, in steps of 8 bits, and their mean."""
    rows = np.sort(np.concatenate(list(branches(terms).values())))
    scale = (np.abs(linear.weight[rows]).max(axis=1) / 127).astype(np.float32)
    return Measured(
        encoder=encoder,
        vocabulary=vocabulary_of(terms),
        mean=mean.astype(np.float32),
        weight=np.rint(linear.weight[rows] / scale[:, None]).astype(np.int8),
        scale=scale,
        bias=linear.bias[rows].astype(np.float32),
        threshold=threshold,
    )


def headlines(texts: Texts, logits: Sequence[Floats]) -> tuple[list[Floats], list[int]]:
    """Return the logits of the headlines, and which of them is that of the marked term."""
    below = branches(texts.terms)
    chosen = [(one, own) for one, own in zip(texts.counted, logits, strict=True) if not one.article]
    places = [int(np.searchsorted(below[texts.terms[one.term].topic], one.term)) for one, _ in chosen]
    return [own for _, own in chosen], places


def print_choice(texts: Texts) -> None:
    """Print the loss on left-out languages around the values in use, one changed at a time."""
    print(f"\n| {' | '.join(asdict(STRENGTH))} | loss on left-out languages |\n{'| --- ' * 6}|")
    tried = [STRENGTH, replace(STRENGTH, texts=0, frequency=0), replace(STRENGTH, frequency=0)]
    for name, value in asdict(STRENGTH).items():
        tried += [replace(STRENGTH, **{name: value * factor}) for factor in FACTORS]
    for one in tried:
        own, places = headlines(texts, left_out_logits(texts, one))
        temperature = fit_temperature(own, places)
        loss = -np.mean([np.log(softmax(z / temperature)[p]) for z, p in zip(own, places, strict=True)])
        print(f"| {' | '.join(f'{value:g}' for value in asdict(one).values())} | {loss:.3f} |", flush=True)


def main() -> None:
    """Train, write the file, and print its fingerprint and the tables."""
    parser = argparse.ArgumentParser(description="Train what finds narrower topics, and measure it.")
    parser.add_argument("--left-out", type=Path, required=True, metavar="DIR", help="of training.topics.left_out")
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="FILE", help="where it goes [the stage's]")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the vectors here for the next run")
    parser.add_argument("--choose", action="store_true", help="print only the losses that the constants come from")
    options = parser.parse_args()
    with OneThread().hold():
        texts = load_texts(options.left_out)
        if options.choose:
            print_choice(texts)
            return
        logits = left_out_logits(texts)
        temperature = fit_temperature(*headlines(texts, logits))
        results = found(texts, logits, temperature)
        threshold = choose_threshold([one for one in results if not one.article], PRECISION)
        untaught = left_out_logits(texts, replace(STRENGTH, texts=0, frequency=0))
        plain = found(texts, untaught, fit_temperature(*headlines(texts, untaught)))
        print_tables(results, plain, given(texts, options.left_out), threshold)
        encoder = Encoder()
        space = Space(shipped_vectors(encoder, options.cache), STRENGTH.shrinkage)
        linear = fitted(texts.terms, texts.marked, space)
        whole = Linear(linear.weight @ space.map / temperature, linear.bias / temperature)
        model = measured(texts.terms, whole, space.mean, threshold, encoder.fingerprint)
        write(model, options.out)
    print(f"\nnarrower {model.fingerprint}: temperature {temperature:.3f}, threshold {threshold:.2f}")
    print(f"{options.out.name}: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
