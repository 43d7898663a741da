"""What happens to languages nobody told the model of: `python -m training.language.unknown --data DIR`.

Trains a model without LEFT_OUT and asks for those languages' held-out sentences. Any tag of the model's is then wrong,
save where pycld2 alone knows the language and says so. Three minutes on one core.
"""

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from processor.stages.language.detector import Detector
from processor.stages.language.model import NgramModel
from training.language.data import read, read_treebanks
from training.language.evaluate import held_out
from training.language.fit import Recipe
from training.language.labels import gold_tags
from training.language.train import build

#: Sixteen of eight families: near relatives remain for `mkd`, `tat`, `kab`, `srd`, none for `eus`, `hun`, `vie`.
LEFT_OUT: Final = (
    *("bug", "ckb", "cym", "eus", "fij", "hun", "kab", "lua"),
    *("mar", "mkd", "mlt", "srd", "tat", "uig", "vie", "wol"),
)


def main() -> None:
    """Train without the languages, then ask for them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with text/sib200")
    data: Path = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "model.npz"
        build(
            [s for s in read(data) if s.code[:3] not in LEFT_OUT], read_treebanks(data), target, recipe=Recipe(epochs=6)
        )
        detector = Detector(NgramModel(target))
    known = {*detector.model.tags, *detector.model.macros}
    for words in (0, 10):
        totals: list[int] = []
        print(f"\n{words} words" if words else "\nwhole sentences")
        print("file: texts, no tag, right tag by pycld2, wrong tag by pycld2, wrong tag by the model (most frequent)")
        for left in LEFT_OUT:
            texts = [(code, text) for code, text in held_out(data, words) if code.startswith(left)]
            tags = [d.tag if (d := detector.detect(text).view.decision) else "" for _, text in texts]
            code = texts[0][0]
            wrong = Counter(tag for tag in tags if tag and tag not in gold_tags(code))
            alone = sum(n for tag, n in wrong.items() if tag not in known)
            totals += [
                len(tags),
                tags.count(""),
                len(tags) - tags.count("") - wrong.total(),
                alone,
                wrong.total() - alone,
            ]
            print(f"{code}: {', '.join(map(str, totals[-5:]))} {wrong.most_common(2)}")
        print("all:", ", ".join(str(sum(totals[i::5])) for i in range(5)))


if __name__ == "__main__":
    main()
