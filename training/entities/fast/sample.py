"""Write the sample that the tests train on: `python -m training.entities.fast.sample --data DIR --out FILE.jsonl`."""

import argparse
import json
from pathlib import Path
from random import Random
from typing import Final

from training.entities.normalise import normalised
from training.entities.sources import SOURCES, train_part

#: Seven scripts, each corpus under a licence that lets a sample be shared on.
_NAMES: Final = (
    "bn.bengali-ner",
    "en.wikigold",
    "hi.hiner",
    "ja.stockmark",
    "ko.klue",
    "ru.factrueval",
    "th.thainer",
)
_EACH: Final = 70
_SHORTEST: Final = 20
_LONGEST: Final = 300


def main() -> None:
    """Write sentences with names from the train parts, in our convention, an object a line."""
    parser = argparse.ArgumentParser(description="Write the sample that the tests train on.")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with ner/")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    options = parser.parse_args()
    random = Random(1)
    lines: list[str] = []
    for source in SOURCES:
        if source.name in _NAMES:
            sentences = [normalised(sentence, source.language) for sentence in train_part(source, options.data / "ner")]
            fitting = [one for one in sentences if one.spans and _SHORTEST <= len(one.text) <= _LONGEST]
            lines += [
                json.dumps({"source": source.name, "text": one.text, "spans": one.spans}, ensure_ascii=False)
                for one in random.sample(fitting, _EACH)
            ]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
