"""The libraries alone on the same held-out sentences: `python -m training.language.baselines --data DIR`.

Needs py3langid 0.4 (BSD-3-Clause), which the package does not use. A baseline's tag is right when its language subtag
is that of a right tag: scripts are forgiven, as neither library gives them.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from processor.stages.language import cld
from processor.stages.language.cleaning import blank_noise
from training.language.evaluate import WORDS, Answer, held_out, summarise
from training.language.labels import gold_tags

Identify = Callable[[str], tuple[str | None, float]]


def pycld2(text: str) -> tuple[str | None, float]:
    """Return what pycld2 is sure of; it has no probabilities."""
    tag = cld.tag_of(cld.answer(blank_noise(text)))
    return (None if tag is None else tag.replace("nb", "no")), 1.0


def load_py3langid() -> Identify:
    """Return py3langid's best language with its normalised probability, undetermined below 0.7 as our stage is."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    def identify(text: str) -> tuple[str | None, float]:
        tag, probability = identifier.classify(blank_noise(text))
        return (str(tag) if probability >= 0.7 else None), float(probability)

    return identify


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with text/sib200")
    data: Path = parser.parse_args().data
    for name, identify in (("pycld2", pycld2), ("py3langid", load_py3langid())):
        for words in WORDS:
            answers = []
            for code, text in held_out(data, words):
                tag, probability = identify(text)
                right = tag is not None and tag.split("-")[0] in {gold.split("-")[0] for gold in gold_tags(code)}
                answers.append(Answer(code, tag, right, probability))
            f = summarise(answers)
            known = sum(any(a.right for a in answers if a.code == code) for code in {a.code for a in answers})
            print(
                f"| {name}, {f'{words} words' if words else 'sentence'} | {f.texts} | {f.decided:.3f} | {f.right:.4f} "
                f"| {f.ece:.4f} | {f.good} ({f.good_of_all}) of {f.languages}; {known} ever right |"
            )


if __name__ == "__main__":
    main()
