"""Measure how often names are right: `python -m training.entities.calibrate FILE --data DIR`."""

import argparse
from pathlib import Path
from typing import Final

from training.entities.evaluate import asked, reader, span
from training.entities.normalise import normalised
from training.entities.sources import SOURCES, held_out_part

_BOUNDS: Final = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01)


def main() -> None:
    """Print, for each range of the mean probability: names, their mean probability, the share that is right."""
    parser = argparse.ArgumentParser(description="Measure how often names are right.")
    parser.add_argument("file", type=Path, help="tensors (.npz) or graph (.onnx)")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with the corpora")
    parser.add_argument("--most", type=int, default=100, metavar="SENTENCES", help="of each corpus")
    parser.add_argument("--languages", nargs="*", default=[], help="only these")
    options = parser.parse_args()
    read = reader(options.file)
    seen: list[tuple[float, bool]] = []
    for source in SOURCES:
        if options.languages and source.language not in options.languages:
            continue
        gold = [normalised(sentence, source.language) for sentence in held_out_part(source, options.data)]
        gold = gold[:: max(1, len(gold) // options.most)]
        for sentence, tagged in zip(gold, read([sentence.text for sentence in gold]), strict=True):
            seen += [(name.chance, span(name) in sentence.spans) for name in tagged if name.type in asked(source)]
    low = 0.0
    for high in _BOUNDS:
        part = [(chance, right) for chance, right in seen if low <= chance < high]
        if part:
            means = [sum(column) / len(part) for column in zip(*part, strict=True)]
            print(f"{low:.2f} to {min(high, 1.0):.2f}: {len(part)} names, mean {means[0]:.3f}, right {means[1]:.3f}")
        low = high


if __name__ == "__main__":
    main()
