"""Both profiles of the topics stage side by side: `python -m bench.topics`.

CPU time of the whole stage on one thread, tokenising included, in turns in one process, so that both share whatever
else the machine is doing: on the Hindi seed, and on articles of ten kilobytes (10,240 bytes of UTF-8). These are dealt
out from the marked texts of training/topics, each language by itself and each sentence once, until there is no text
left: so the words are as varied as in as many different articles. Every article is first read once, when none of its
text was read before (fresh), then again (warm).
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

os.environ["OMP_NUM_THREADS"] = "1"

import psutil

from processor.contracts import EnrichedArticle, Limits, accept
from processor.stages.options import Profile, StageOptions
from processor.stages.registry import load_stage
from processor.stages.sentences import sentences
from processor.stages.stage import Stage
from training.topics.data import load_articles, load_headlines

HINDI: Final = Path(__file__).parents[1] / "seeds" / "000_91d2b73f49f4527b.txt"
PROFILES: Final[tuple[Profile, ...]] = ("accurate", "fast")
SIZE: Final = 10_240


def article(text: str) -> EnrichedArticle:
    """Return `text` as the stages get it."""
    return accept(json.dumps({"text": text}).encode(), Limits())


def ten_kilobytes() -> dict[str, list[EnrichedArticle]]:
    """Return articles by language, where it has enough text for one; what is left over of it makes none."""
    short, whole = load_headlines(), load_articles()
    found: dict[str, list[EnrichedArticle]] = {}
    for language in sorted({text.language for text in short}):
        texts = [text.text for text in (*short, *whole) if text.language == language]
        if articles := [article(text) for text in dealt(texts)]:
            found[language] = articles
    return found


def dealt(texts: list[str]) -> Iterator[str]:
    """Yield stretches of `SIZE` bytes, or a few less where a character would be cut."""
    lines = [text[start:end] for text in texts for start, end in sentences(text)]
    data = "\n".join(dict.fromkeys(lines)).encode()
    for start in range(0, len(data) - SIZE + 1, SIZE):
        yield data[start : start + SIZE].decode(errors="ignore")


def loaded(stage: str, profile: Profile) -> Stage:
    """Return a stage; print how long that took and what memory it added to what was loaded before."""
    process = psutil.Process()
    before, start = process.memory_info().rss, time.process_time()
    found = load_stage(stage, StageOptions(profile=profile))
    seconds, added = time.process_time() - start, (process.memory_info().rss - before) / 1e6
    print(f"{stage}, {profile:10} loads in {seconds:5.2f} s CPU, {added:4.0f} MB")
    return found


def seconds(run: Callable[[], object]) -> float:
    """Return the CPU time of a call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def side_by_side(about: str, stages: dict[str, Stage], articles: list[EnrichedArticle], repeat: int) -> None:
    """Print the stages' time an article, the first and the median of `repeat` more, and how many times apart."""
    taken: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(repeat + 1):
        for name, stage in stages.items():
            each = [seconds(partial(stage.annotate, one)) for one in articles]
            taken[name].append(1000 * statistics.mean(each))
    print(f"\n{about}\n  {'':10} {'first':>10} {'median':>10} {'best':>10}")
    for name, values in taken.items():
        middle = statistics.median(values[1:])
        print(f"  {name:10} {values[0]:7.2f} ms {middle:7.2f} ms {min(values):7.2f} ms")
    accurate, fast = (statistics.median(taken[name][1:]) for name in PROFILES)
    print(f"  accurate takes {accurate / fast:.0f} times as long")


def rates(stage: Stage, by_language: dict[str, list[EnrichedArticle]], repeat: int) -> None:
    """Print how many articles a second of CPU the fast profile reads, by language."""
    print(f"\nfast, articles of ten kilobytes a second and core\n  {'':4} {'articles':>8} {'fresh':>8} {'warm':>8}")
    total: list[tuple[int, float, float]] = []
    for language, articles in by_language.items():
        each = [partial(stage.annotate, one) for one in articles]
        fresh = sum(map(seconds, each))
        warm = statistics.median(sum(map(seconds, each)) for _ in range(repeat))
        total.append((len(each), fresh, warm))
        print(f"  {language:4} {len(each):8} {len(each) / fresh:8.0f} {len(each) / warm:8.0f}")
    count, fresh, warm = map(sum, zip(*total, strict=True))
    print(f"  {'all':4} {count:8.0f} {count / fresh:8.0f} {count / warm:8.0f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Both profiles of the topics stage.")
    parser.add_argument("--repeat", type=int, default=5, help="passes of each after a first one [5]")
    options = parser.parse_args()
    stages = {str(profile): loaded("topics", profile) for profile in PROFILES}
    stages["entities"] = loaded("entities", "accurate")
    by_language = ten_kilobytes()
    rates(stages["fast"], by_language, options.repeat)
    side_by_side("the Hindi seed", stages, [article(HINDI.read_text(encoding="utf-8"))], options.repeat)
    ones = [articles[0] for articles in by_language.values()]
    side_by_side(f"ten kilobytes, one article in each of {len(ones)} languages", stages, ones, options.repeat)


if __name__ == "__main__":
    main()
