"""Write the language model: `python -m training.language.train --data DIR`.

DIR holds text/sib200 and text/ud (see `training.language.data`). About four minutes on one core; needs scipy, langcodes
and language_data. The same data, seed and versions give the same file, byte for byte; set OMP_NUM_THREADS=1 and
OPENBLAS_NUM_THREADS=1, as the order of sums over threads is not fixed.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from processor.stages.language.model import MODEL, NgramModel
from training.language import calibrate
from training.language.corpus import encode, keep_only, select
from training.language.data import Part, Sentence, read, read_treebanks
from training.language.fit import Recipe, quantise, train
from training.language.labels import FEWEST_WRITERS, SERBIAN_LATIN, Label, class_of, make_labels, writers
from training.language.serbian import to_latin

N_GRAMS = 78_000
#: Before it is read, a text is the likelier to be in a language the more people write it, damped by this exponent: an
#: article in Hindi is not taken for one in Awadhi on the strength of three words. See docs/language.md for others.
PRIOR = 1 / 3


def with_serbian_latin(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences and those of the Serbian file once more in Latin letters, in the same part."""
    added = [Sentence(SERBIAN_LATIN, to_latin(s.text), s.part) for s in sentences if s.code == "srp_Cyrl"]
    return [*sentences, *added]


def build(
    sentences: Sequence[Sentence],
    treebanks: Sequence[Sentence],
    target: Path,
    n_grams: int = N_GRAMS,
    recipe: Recipe | None = None,
) -> None:
    """Train on the parts `fit` and `calibrate` of `sentences` and write the model file `target`.

    The part `calibrate` of `treebanks`, sentences from other fields with BCP 47 tags for codes, helps to weigh the
    evidence: without them the n-gram model would be trusted as in its own field everywhere.
    """
    recipe = recipe or Recipe()
    sentences = with_serbian_latin(sentences)
    labels = make_labels(sorted({class_of(s.code) for s in sentences}))
    index = {label.code: i for i, label in enumerate(labels)}
    groups = [label.group for label in labels]
    fitted = [s for s in sentences if s.part == "fit"]
    corpus = encode([s.text for s in fitted], [index[class_of(s.code)] for s in fitted])
    selected = select(corpus, groups, n_grams)
    print(f"{len(fitted)} sentences, {len(corpus.values)} n-grams, {len(selected)} kept", flush=True)
    weights = train(keep_only(corpus, selected), len(selected), groups, recipe)
    vectors, matrix = quantise(weights)
    rng = np.random.default_rng(recipe.seed)
    texts = _by_class(sentences, index, "fit")
    outcomes, confusion = calibrate.confusion(calibrate.vary(texts, _scripts(labels), rng), len(labels))
    stored: dict[str, npt.NDArray[Any]] = {
        "keys": selected,
        "vectors": vectors,
        "matrix": matrix,
        "bias": weights.bias,
        "tags": np.array([label.tag for label in labels]),
        "macros": np.array([label.macro for label in labels]),
        "scripts": np.array([label.script for label in labels]),
        "groups": np.array(groups),
        "prior": PRIOR * np.log([writers(label.tag) / FEWEST_WRITERS for label in labels]),
        "outcomes": np.array(outcomes),
        "confusion": np.rint(confusion * -16).astype(np.uint8),
        "lengths": calibrate.LENGTHS,
        "knots": calibrate.KNOTS,
        "presence": calibrate.presence(texts),
        "usual": np.ones(len(labels)),
        "spread": np.ones(len(labels)),
        "scale": np.ones(len(calibrate.KNOTS)),
        "weight": np.zeros(len(calibrate.KNOTS)),
    }
    _write(target, stored)
    unseen = _by_class(sentences, index, "calibrate")
    stored["usual"], stored["spread"] = calibrate.shares(NgramModel(target), unseen)
    fields = [calibrate.vary(unseen, _scripts(labels), rng)]
    if treebanks:
        by_tag = {label.tag: i for i, label in enumerate(labels)}
        fields.append(calibrate.vary(_by_class(treebanks, by_tag, "calibrate"), _scripts(labels), rng))
    stored["scale"], stored["weight"] = calibrate.fit(NgramModel(target), fields)
    _write(target, stored)
    print(f"scale {stored['scale']}, weight {stored['weight']}")
    print(f"{target.name}: {target.stat().st_size} bytes, fingerprint {NgramModel(target).fingerprint}")


def _write(target: Path, stored: dict[str, npt.NDArray[Any]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(target, **stored)  # type: ignore[arg-type]  # the stub takes a name for its own keyword


def _by_class(sentences: Sequence[Sentence], index: dict[str, int], part: Part) -> list[list[str]]:
    texts: list[list[str]] = [[] for _ in index]
    for sentence in sentences:
        code = class_of(sentence.code)
        if sentence.part == part and code in index:
            texts[index[code]].append(sentence.text)
    return texts


def _scripts(labels: Sequence[Label]) -> list[str]:
    return [label.script for label in labels]


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with text/sib200 and text/ud")
    parser.add_argument("--out", type=Path, default=MODEL, help="model file to write (default: the package's)")
    arguments = parser.parse_args()
    build(read(arguments.data), read_treebanks(arguments.data), arguments.out)


if __name__ == "__main__":
    main()
