"""Train without a group of languages and keep what that makes of them: `python -m training.topics.left_out --out DIR`.

One file a group (`folds.py`), written when it is done, so that a run can be cut off and gone on with. Measuring
(`evaluate.py`), calibration (`train.py`) and the narrower terms read these files.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from torch import Tensor

from processor.models.weights import FloatArray, Weights
from processor.stages.topics.terms import shared_terms
from training.topics.data import Headline, load_articles, load_headlines, load_once, marks
from training.topics.folds import FOLDS
from training.topics.frozen import frozen_vectors
from training.topics.lower import Lower
from training.topics.retellings import without_retellings
from training.topics.sib import Sentence, load_sentences
from training.topics.tune import FIRST, Upper, tuned


@dataclass(frozen=True, slots=True)
class Texts:
    """All that is read, each as the lower layers read it."""

    headlines: list[Headline]
    full: list[Tensor]
    titles: list[Tensor]
    frozen: FloatArray
    articles: list[Headline]
    whole: list[Tensor]
    names: list[Tensor]
    meanings: list[Tensor]
    sentences: list[Sentence]
    sib: list[Tensor]


def texts(weights: Weights, sib: Path | None) -> Texts:
    """Read everything; headlines that were marked once come last."""
    lower = Lower(weights, FIRST)
    headlines, articles, terms = load_headlines() + load_once(), load_articles(), shared_terms()
    sentences = load_sentences(sib) if sib else []
    return Texts(
        headlines=headlines,
        full=lower([headline.text for headline in headlines]),
        titles=lower([headline.title for headline in headlines]),
        frozen=frozen_vectors(weights, headlines),
        articles=articles,
        whole=lower([article.text for article in articles]),
        names=lower([term.name for term in terms]),
        meanings=lower([f"{term.name}: {term.definition}" for term in terms]),
        sentences=sentences,
        sib=lower([sentence.text for sentence in sentences]),
    )


def fold(index: int, read: Texts, weights: Weights) -> dict[str, npt.NDArray[Any]]:
    """Train without a fold's languages; return logits and vectors of headlines, articles and SIB-200's sentences."""
    kept = without_retellings(read.frozen, [headline.language for headline in read.headlines], FOLDS[index])
    found = tuned(
        [read.headlines[i] for i in kept], [read.full[i] for i in kept], [read.titles[i] for i in kept], weights
    )
    upper = Upper(weights)
    vectors = {
        name: upper.vectors(found.tensors, lower)
        for name, lower in {
            "headlines": read.full,
            "articles": read.whole,
            "names": read.names,
            "meanings": read.meanings,
            **({"sib": read.sib} if read.sib else {}),
        }.items()
    }
    logits = {f"{name}.logits": (of - found.mean) @ found.weight + found.bias for name, of in vectors.items()}
    languages = np.array([sentence.language for sentence in read.sentences])
    main = np.array([sentence.topic for sentence in read.sentences])
    return {**vectors, **logits, "mean": found.mean, "sib.languages": languages, "sib.main": main}


def main() -> None:
    """Train the folds that have no file yet."""
    parser = argparse.ArgumentParser(description="Train without a group of languages, for each group.")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the files go")
    parser.add_argument("--sib", type=Path, metavar="DIR", help="folder of SIB-200, to measure on")
    parser.add_argument("--folds", type=int, nargs="*", default=range(len(FOLDS)), metavar="N", help="only these")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    weights = Weights()
    read = texts(weights, options.sib)
    wanted = marks(read.headlines)
    for index in options.folds:
        path = options.out / f"{index}.npz"
        if path.exists():
            continue
        start = time.monotonic()
        arrays = fold(index, read, weights)
        part = path.with_suffix(".part.npz")
        np.savez(part, **arrays)  # type: ignore[arg-type]
        part.replace(path)
        rows = [row for row, headline in enumerate(read.headlines) if headline.language in FOLDS[index]]
        right = wanted[rows, arrays["headlines.logits"][rows].argmax(axis=1)].mean()
        print(f"fold {index}: {right:.3f} right of {len(rows)} headlines, {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
