"""What a code point costs in texts of 1,000 to 200,000, ordinary and hostile: `python -m bench.length`.

CPU time on one thread, the least of several passes, of each step that an article goes through, alone: intake (`accept`:
JSON, contract, normalisation, layout), the stages of both profiles, with and without a watchlist and topics of one's
own, and the record as bytes and back. A pass comes after one that nobody measures, so what is remembered of words is
remembered at every length. A text that intake refuses is measured there until it is refused, and goes no further.

Two figures for each step and kind of text: `flat`, the dearest length's time per code point over the cheapest's, and
`grows`, how many times as much a code point costs in a longer text than in any shorter one, which is what an attack
needs. A step that stops reading somewhere, or that has a cost for each article, is not flat but does not grow.
"""

import argparse
import os
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

os.environ["OMP_NUM_THREADS"] = "1"

import orjson

from bench.names import rows
from bench.texts import Text, hostile, near_misses, ordinary
from processor.contracts import EnrichedArticle, InvalidArticleError, Limits, accept, decode_enriched, encode
from processor.stages.chain import apply
from processor.stages.options import Profile, StageOptions
from processor.stages.registry import load_stage
from processor.stages.stage import Stage

LENGTHS: Final = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
PROFILES: Final[tuple[Profile, ...]] = ("fast", "accurate")
#: Passes of one text after the first: as many as fit into so many seconds, at least one, at most so many.
SECONDS: Final = 0.5
MOST_PASSES: Final = 20
#: Names of the watchlist, besides those that hostile texts nearly have.
LISTED: Final = 10_000
OWN_TOPICS: Final = Path(__file__).parents[1] / "tests" / "data" / "topics" / "own.yaml"


class Cost(NamedTuple):
    """Nanoseconds a code point by length of the text."""

    step: str
    kind: str
    by_length: dict[int, float]

    @property
    def flat(self) -> float:
        """The dearest length over the cheapest."""
        return max(self.by_length.values()) / min(self.by_length.values())

    @property
    def grows(self) -> float:
        """The most that a longer text costs over a shorter one; at least 1."""
        costs = [self.by_length[length] for length in sorted(self.by_length)]
        return max(cost / min(costs[: index + 1]) for index, cost in enumerate(costs))


class Steps:
    """The steps whose names begin with one of `only`, their stages loaded.

    `entities` and `topics` start from the record that the language stage has written.
    """

    def __init__(self, profiles: Sequence[Profile], only: Sequence[str], folder: Path) -> None:
        watchlist = folder / "watchlist.jsonl"
        watchlist.write_bytes(b"".join(_listed()))
        self._only = tuple(only)
        self._language = load_stage("language")
        options: dict[str, StageOptions] = {}
        for profile in profiles:
            listed = StageOptions(profile=profile, watchlist=watchlist, models_dir=folder)
            options[f"entities, {profile}"] = options[f"topics, {profile}"] = StageOptions(profile=profile)
            options[f"entities, {profile}, watchlist"] = listed
            if profile == "accurate":
                options["topics, accurate, own"] = StageOptions(profile=profile, topics=OWN_TOPICS)
        self._stages: dict[str, Stage] = {
            name: load_stage(name.partition(",")[0], each) for name, each in options.items() if self._wanted(name)
        }

    def runs(self, text: str) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield each step's name and a call of it on an article with this text."""
        message = orjson.dumps({"text": text})
        if self._wanted("intake"):
            yield "intake", partial(_taken, message)
        article = _taken(message)
        if article is None:
            return
        if self._wanted("language"):
            yield "language", partial(self._language.annotate, article)
        record = apply(self._language, article)
        spoken = record
        for name, stage in self._stages.items():
            yield name, partial(stage.annotate, spoken)
            if record.entities == () and name in {"entities, fast", "entities, accurate"}:
                record = apply(stage, record)
        if self._wanted("bytes"):
            yield "bytes of the record", partial(encode, record)
            yield "bytes read back", partial(decode_enriched, encode(record))

    def _wanted(self, step: str) -> bool:
        return step.startswith(self._only)


def _taken(message: bytes) -> EnrichedArticle | None:
    try:
        return accept(message, Limits())
    except InvalidArticleError:
        return None


def _listed() -> Iterator[bytes]:
    """Yield the lines of a watchlist: names of nobody, names in the hostile texts, and longer ones."""
    for key, kind, name, language in rows(LISTED, seed=1):
        yield orjson.dumps({"id": key, "type": kind, "names": {language: name}}) + b"\n"
    for number, name in enumerate(near_misses()):
        yield orjson.dumps({"id": f"N{number}", "type": "PER", "names": {"en": name}}) + b"\n"


def cost(run: Callable[[], object], seconds: float) -> float:
    """Return the CPU time of a call, the least of several passes, nanoseconds."""
    passes: list[int] = []
    while len(passes) < 2 or (len(passes) <= MOST_PASSES and sum(passes) < seconds * 1e9):
        start = time.process_time_ns()
        run()
        passes.append(time.process_time_ns() - start)
    return min(passes[1:])


def costs(steps: Steps, kind: str, text: Text, lengths: Iterable[int], seconds: float) -> list[Cost]:
    """Return what each step costs on a kind of text."""
    found: dict[str, dict[int, float]] = {}
    for length in lengths:
        for step, run in steps.runs(text(length)):
            found.setdefault(step, {})[length] = cost(run, seconds) / length
    return [Cost(step, kind, by_length) for step, by_length in found.items()]


def table(found: Sequence[Cost], lengths: Sequence[int]) -> None:
    """Print a row for each cost."""
    for one in found:
        cells = " ".join(f"{one.by_length.get(length, float('nan')):7.0f}" for length in lengths)
        print(f"{one.step:28} {one.kind[:44]:44} {cells} {one.flat:6.2f} {one.grows:6.2f}", flush=True)


def summary(found: Sequence[Cost], news: Container[str]) -> None:
    """Print for each step the worst of news and of hostile texts, and how much dearer these are at the same length."""
    print(
        f"\n{'step':28} {'texts':8} {'flat':>6} {'grows':>6}  most in; dearer than the dearest news of the same length"
    )
    for step in dict.fromkeys(one.step for one in found):
        own = [one for one in found if one.step == step]
        plain, made = [one for one in own if one.kind in news], [one for one in own if one.kind not in news]
        for about, some in (("news", plain), ("hostile", made)):
            if some:
                worst = max(some, key=lambda one: one.grows)
                times = f"; {dearer(made, plain)}" if some is made and plain else ""
                flat = max(one.flat for one in some)
                print(f"{step:28} {about:8} {flat:6.2f} {worst.grows:6.2f}  {worst.kind}{times}")


def dearer(made: Sequence[Cost], plain: Sequence[Cost]) -> str:
    """Return which hostile text costs the most times as much as the dearest news, and at which length."""
    usual: dict[int, float] = {}
    for one in plain:
        for length, value in one.by_length.items():
            usual[length] = max(value, usual.get(length, 0.0))
    times, length, kind = max(
        (value / usual[length], length, one.kind) for one in made for length, value in one.by_length.items()
    )
    return f"{times:.1f} times, {kind}, {length:,}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The cost of a code point by the length of the text.")
    parser.add_argument("--profile", choices=PROFILES, action="append", help="one of them only")
    parser.add_argument("--kind", action="append", default=[], help="kinds of text that have this in their names")
    parser.add_argument("--step", action="append", default=[], help="steps whose names begin so")
    parser.add_argument("--lengths", type=_lengths, default=LENGTHS, help="code points, parted by commas")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"of passes of one text [{SECONDS}]")
    options = parser.parse_args()
    news = ordinary()
    found: list[Cost] = []
    with TemporaryDirectory(prefix="bench-length-") as folder:
        steps = Steps(options.profile or PROFILES, options.step or [""], Path(folder))
        heads = " ".join(f"{length:7}" for length in options.lengths)
        print(f"{'step':28} {'kind of text, nanoseconds a code point':44} {heads} {'flat':>6} {'grows':>6}")
        for kind, text in {**news, **hostile()}.items():
            if not options.kind or any(part in kind for part in options.kind):
                found += (measured := costs(steps, kind, text, options.lengths, options.seconds))
                table(measured, options.lengths)
    summary(found, news)


def _lengths(listed: str) -> tuple[int, ...]:
    return tuple(sorted(int(length) for length in listed.split(",")))


if __name__ == "__main__":
    main()
