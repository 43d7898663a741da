"""A watchlist of a million names: `python -m bench.watchlist [--names N] [--profile fast] [--automaton]`.

Generates names that nobody has in ten scripts, with a seed, and measures, each in a process of its own: compiling the
list, opening it, memory of one process that has read all seeds with it and what a second one adds, and an automaton
over the same names for comparison. Then articles a second with and without the list, in turns in one process: the seeds
as they are, and with ten listed names at the end of each.
"""

import argparse
import multiprocessing
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import orjson
import psutil

from bench.names import rows

if TYPE_CHECKING:
    from processor.contracts import EnrichedArticle, Language

SEEDS: Final = Path(__file__).parents[1] / "seeds"
SEED: Final = 1
NAMES_IN_TEXT: Final = 10
_MB: Final = 1e6

Found = TypeVar("Found")


class Memory(NamedTuple):
    """Megabytes that something added to a process: resident, its share of what others map too, its own alone."""

    rss: float
    pss: float
    own: float


def texts() -> list[str]:
    """Return the seed articles."""
    return [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]


def generate(path: Path, count: int) -> None:
    """Write a list of `count` entries with a name each."""
    with path.open("wb") as file:
        for key, kind, name, language in rows(count, SEED):
            file.write(orjson.dumps({"id": key, "type": kind, "names": {language: name}}) + b"\n")


def compiled(path: Path, models: Path) -> tuple[float, float, float]:
    """Compile; return seconds, those of them on the CPU, and the peak of this process's memory, megabytes."""
    from processor.stages.entities.watchlist.store import opened

    start, cpu = time.perf_counter(), time.process_time()
    opened(path, models)
    return (
        time.perf_counter() - start,
        time.process_time() - cpu,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    )


class Reader:
    """What a process that has the list open answers."""

    def __init__(self, path: Path, models: Path) -> None:
        from processor.stages.entities.gazetteer import attached  # noqa: F401 - imported before the first measurement
        from processor.stages.entities.watchlist.watchlist import Watchlist

        Watchlist(small_list(models), models)
        self._before = _memory()
        start = time.perf_counter()
        self._watchlist = Watchlist(path, models)
        self.seconds = time.perf_counter() - start

    def added(self) -> Memory:
        """Return what the list added by now."""
        return Memory(*(max(0.0, now - before) for now, before in zip(_memory(), self._before, strict=True)))

    def read(self) -> None:
        """Read all seeds with the list."""
        for text in texts():
            self._watchlist(text, (), None)


def small_list(folder: Path) -> Path:
    """Return a list of one name, which has everything imported that a large one needs."""
    path = folder / "small.jsonl"
    path.write_bytes(b'{"id":"1","type":"PER","names":{"en":"Jane Roe"}}\n')
    return path


_reader: Reader | None = None


def begin(path: Path, models: Path) -> tuple[float, Memory]:
    """Open the list in this process and read the seeds; return the seconds that opening took, and the memory."""
    global _reader  # noqa: PLW0603 - it stays open while another process is measured
    _reader = Reader(path, models)
    _reader.read()
    return _reader.seconds, _reader.added()


def again() -> Memory:
    """Return the memory of the list that this process has open, now that others have it too."""
    if _reader is None:
        raise RuntimeError("nothing is open")
    return _reader.added()


def automaton(path: Path) -> tuple[float, Memory]:
    """Build an automaton over the same names, as the gazetteer has one; return seconds and memory."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    from processor.stages.entities.gazetteer.fold import fold, lower
    from processor.stages.entities.watchlist.reading import entries
    from processor.stages.entities.watchlist.spellings import spellings

    names = {
        lower(fold(spelling.surface))
        for entry in entries(path)
        for name in entry.names
        for spelling in spellings(name, entry.type)
    }
    patterns = sorted(names)
    del names
    before, start = _memory(), time.perf_counter()
    built = AhoCorasick(patterns, matchkind=MatchKind.Standard, store_patterns=False)
    seconds, after = time.perf_counter() - start, _memory()
    found = sum(len(built.find_matches_as_indexes(lower(fold(text)), overlapping=True)) for text in texts())
    print(f"  ({len(patterns):,} patterns, {found} matches in the seeds)")
    return seconds, Memory(*(now - then for now, then in zip(after, before, strict=True)))


def speed(path: Path, models: Path, profile: str, repeat: int) -> None:
    """Print articles a second with and without the list."""
    from processor.contracts import Limits, accept
    from processor.stages.entities.profiles import tagger
    from processor.stages.entities.stage import EntitiesStage
    from processor.stages.entities.watchlist.watchlist import Watchlist
    from processor.stages.language.stage import LanguageStage
    from processor.stages.options import Profile, StageOptions

    chosen: Profile = "fast" if profile == "fast" else "accurate"
    stages = {
        name: EntitiesStage(tagger(StageOptions(profile=chosen, watchlist=listed_in, models_dir=models)))
        for name, listed_in in (("without", None), ("with", path))
    }
    watchlist = Watchlist(path, models)
    listed = _some_names(path)
    for what, articles in (("the seeds", texts()), (f"with {NAMES_IN_TEXT} listed names each", _naming(listed))):
        language = LanguageStage()
        records = []
        for text in articles:
            record = accept(orjson.dumps({"text": text}), Limits())
            records.append((record, language.annotate(record).language))
        times: dict[str, list[float]] = {"without": [], "with": [], "list alone": []}
        hits = 0
        for _ in range(repeat):
            for name, stage in stages.items():
                start = time.process_time()
                done = [stage.annotate(_in(record, found)) for record, found in records]
                times[name].append(time.process_time() - start)
            hits = sum("watchlist" in entity.ids for annotation in done for entity in annotation.entities or ())
            start = time.process_time()
            for record, found in records:
                watchlist(record.body_text, (), found)
            times["list alone"].append(time.process_time() - start)
        print(f"{what}: {len(records)} articles, {sum(map(len, articles)):,} code points, {hits} listed entities found")
        rates = {name: len(records) / statistics.median(values) for name, values in times.items()}
        for name, rate in rates.items():
            print(f"  {name:10} {rate:8.1f} articles a second, {1000 / rate:7.2f} ms of CPU each (median of {repeat})")
        print(f"  with the list: {rates['with'] / rates['without']:.3f} of the speed without")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="A watchlist of a million names.")
    parser.add_argument("--names", type=int, default=1_000_000, help="names in the list [1000000]")
    parser.add_argument("--profile", choices=["accurate", "fast"], default="accurate", help="[accurate]")
    parser.add_argument("--repeat", type=int, default=5, help="passes over the seeds [5]")
    parser.add_argument("--automaton", action="store_true", help="also build an automaton over the names")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-watchlist-") as folder:
        models, path = Path(folder), Path(folder, "list.jsonl")
        generate(path, options.names)
        print(f"{options.names:,} names, {path.stat().st_size / _MB:.0f} MB of JSON Lines")
        seconds, cpu, peak = _elsewhere(compiled, path, models)
        size = sum(file.stat().st_size for file in models.rglob("*") if file.is_file()) - path.stat().st_size
        print(f"compiled in {seconds:.1f} s ({cpu:.1f} s of CPU), {peak:.0f} MB at its peak, into {size / _MB:.0f} MB")
        _two_processes(path, models)
        if options.automaton:
            seconds, memory = _elsewhere(automaton, path)
            print(f"an automaton over the same names: {seconds:.1f} s and {memory.rss:.0f} MB in each process")
        speed(path, models, options.profile, options.repeat)


def _two_processes(path: Path, models: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as one, ProcessPoolExecutor(1, spawn) as two:
        seconds, alone = one.submit(begin, path, models).result()
        print(f"first process: open in {seconds:.2f} s; the list adds {_told(alone)}")
        seconds, second = two.submit(begin, path, models).result()
        print(f"second process: open in {seconds:.2f} s; the list adds {_told(second)}")
        print(f"the first one now: {_told(one.submit(again).result())}")


def _told(memory: Memory) -> str:
    return f"{memory.rss:.1f} MB resident, {memory.pss:.1f} MB as its share, {memory.own:.1f} MB of its own"


def _memory() -> Memory:
    found = psutil.Process().memory_full_info()
    return Memory(found.rss / _MB, found.pss / _MB, found.uss / _MB)


def _elsewhere(function: Callable[..., Found], *arguments: object) -> Found:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def _some_names(path: Path) -> list[str]:
    """Return every thousandth name of the list."""
    with path.open("rb") as file:
        lines = [line for number, line in enumerate(file) if number % 1_000 == 0]
    return [name for line in lines for name in orjson.loads(line)["names"].values()]


def _naming(names: list[str]) -> list[str]:
    draw = random.Random(SEED)
    return [f"{text}\n\n{', '.join(draw.choices(names, k=NAMES_IN_TEXT))}." for text in texts()]


def _in(record: "EnrichedArticle", language: "Language | None") -> "EnrichedArticle":
    return replace(record, language=language)


if __name__ == "__main__":
    main()
