"""The corpora: how much of each is read, what it does not mark, and how its text is written."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.entities.sentences import Sentence, read

_NO_MISC: Final = (("MISC", "O"),)


@dataclass(frozen=True, slots=True)
class Source:
    """One corpus.

    Attributes:
        name: `<language>.<corpus>`, which begins its files' names.
        cap: the most sentences with names that a pass reads; others come each time from another place.
        copies: how often a pass reads a sentence with names.
        hidden: (type, what stands in its place), see `labels.allowed`.
        tokenised: words and punctuation are separated by blanks.
        held_out: it has a development file; else the last tenth of the train file is held out.
    """

    name: str
    cap: int = 100_000
    copies: int = 1
    hidden: tuple[tuple[str, str], ...] = ()
    tokenised: bool = True
    held_out: bool = True
    trained: bool = True

    @property
    def language(self) -> str:
        """ISO 639-1 code."""
        return self.name.partition(".")[0]


SOURCES: Final = (
    Source("bn.bengali-ner", cap=1_600, hidden=_NO_MISC, held_out=False),
    Source("da.uner", hidden=_NO_MISC),
    Source("en.uner", hidden=_NO_MISC, trained=False),
    Source("en.wikigold", copies=3, held_out=False),
    Source("en.wnut17", copies=3),
    Source("et.estner", copies=2, held_out=False),
    Source("fi.turku", cap=3_500),
    Source("hi.hiner", hidden=_NO_MISC, held_out=False),
    Source("hr.uner", cap=3_000),
    Source("hu.nerkor", cap=4_500),
    Source("id.nergrit", hidden=_NO_MISC),
    Source("id.nerp", cap=1_800, hidden=(("ORG", "MISC"), ("ORG", "O"))),
    Source("ja.stockmark", tokenised=False, held_out=False),
    Source("kk.kaznerd", held_out=False),
    Source("ko.klue", hidden=_NO_MISC, tokenised=False, held_out=False),
    Source("nb.uner", hidden=_NO_MISC, trained=False),
    Source("nn.uner", hidden=_NO_MISC, trained=False),
    Source("pt.uner", hidden=_NO_MISC),
    Source("ru.factrueval", copies=3, hidden=_NO_MISC, tokenised=False, held_out=False),
    Source("sk.uner", cap=2_000, hidden=_NO_MISC),
    Source("sr.uner", copies=1),
    Source("sv.uner", copies=2, hidden=_NO_MISC),
    Source("th.thainer", hidden=_NO_MISC, tokenised=False, held_out=False),
    Source("zh.uner", hidden=_NO_MISC, tokenised=False),
)


def train_part(source: Source, folder: Path) -> list[Sentence]:
    """Return what may be trained on, as the corpus has it."""
    if not source.trained:
        return []
    sentences = read(folder / f"{source.name}.train.jsonl")
    return sentences if source.held_out else sentences[: _border(sentences)]


def held_out_part(source: Source, folder: Path) -> list[Sentence]:
    """Return what is measured on, as the corpus has it, without sentences that the train part has too."""
    if source.held_out:
        sentences = read(folder / f"{source.name}.dev.jsonl")
    else:
        whole = read(folder / f"{source.name}.train.jsonl")
        sentences = whole[_border(whole) :]
    known = {sentence.text for sentence in train_part(source, folder)}
    return [sentence for sentence in sentences if sentence.text not in known]


def _border(sentences: list[Sentence]) -> int:
    return len(sentences) - len(sentences) // 10
