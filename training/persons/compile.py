"""Compile given and family names that sound otherwise than they are written.

    python -m training.persons.compile --names persons.txt

`persons.txt` is `rigour/data/names/persons.txt` of the wheel `rigour` 1.3.0 (OpenSanctions, MIT): a line for each given
or family name of Wikidata (CC0) with its spellings. Each spelling outside of the Latin script votes for the commonest
skeleton of the Latin ones in each of its lines; a line in more scripts is a better known name and counts as
often. It is written down where its own skeleton, by rule, has less than a fifth of the winner's votes. Names in Chinese
characters are all written down: being there says where the family name ends.
"""

import argparse
import gzip
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import regex

from processor.stages.entities.persons.latin import HAN
from processor.stages.entities.persons.sounds import word_skeleton

OUTPUT: Final = Path("processor/stages/entities/persons/data/names.tsv.gz")
_LATIN: Final = regex.compile(r"\p{Latin}")
_NO_NAME: Final = regex.compile(r"[\s\d¹²³⁴⁵⁶⁷⁸⁹⁰´\t]")
_OWN_ENOUGH: Final = 0.2


def compiled(lines: Iterable[str]) -> dict[str, str]:
    """Return skeletons by spelling."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line in lines:
        spellings = [unicodedata.normalize("NFC", part.strip()) for part in line.rsplit("=>", 1)[0].split(",")]
        names = [name for name in spellings if name and not _NO_NAME.search(name)]
        latin = {name for name in names if _LATIN.search(name)}
        latin -= {name for name in latin if name.endswith("s") and name[:-1] in latin}  # the Latvian nominative
        heard = Counter(filter(None, map(word_skeleton, latin)))
        others = [name for name in names if not _LATIN.search(name)]
        most = [skeleton for skeleton, count in heard.items() if count == max(heard.values())]
        weight = len({_script(name) for name in others})
        for name in others:
            for skeleton in most:
                votes[name][skeleton] += weight / len(most)
    return {name: _winner(name, vote) for name, vote in votes.items() if _needed(name, vote)}


def _script(name: str) -> str:
    return unicodedata.name(name[0], "").split(" ")[0]


def _needed(name: str, votes: Mapping[str, float]) -> bool:
    return bool(HAN.search(name)) or not _keeps(name, votes)


def _keeps(name: str, votes: Mapping[str, float]) -> bool:
    """Say whether the skeleton by rule is good enough. Chinese characters of other countries are read otherwise."""
    share = 1.0 if HAN.search(name) else _OWN_ENOUGH
    return votes.get(word_skeleton(name), 0) >= share * max(votes.values())


def _winner(name: str, votes: Mapping[str, float]) -> str:
    own, most = word_skeleton(name), max(votes.values())
    if _keeps(name, votes):
        return own
    return min((key for key in votes if votes[key] == most), key=lambda key: (abs(len(key) - len(own)), key))


def packed(names: dict[str, str]) -> bytes:
    """Return the file's bytes: a line for each skeleton, its spellings after it, all sorted."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, skeleton in names.items():
        groups[skeleton].append(name)
    text = "".join("\t".join([skeleton, *sorted(groups[skeleton])]) + "\n" for skeleton in sorted(groups))
    return gzip.compress(text.encode("utf-8"), 9, mtime=0)


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, required=True, metavar="persons.txt")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    with options.names.open(encoding="utf-8") as lines:
        names = compiled(lines)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(packed(names))
    print(f"{len(names)} spellings, {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
