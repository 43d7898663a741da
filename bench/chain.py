"""What an article costs: CPU time of the whole chain on the seeds, stage by stage, in one process.

    OMP_NUM_THREADS=1 python -m bench.chain [accurate | fast] [ROUNDS]

CPU time, not time on the clock: what other programs do on the machine counts less.
"""

import statistics
import sys
from collections import defaultdict
from time import process_time

import orjson

from processor.contracts import accept, encode
from processor.engine.layouts import limits, stage_options
from processor.settings import load_settings
from processor.stages.chain import apply
from processor.stages.registry import build_chain
from tests.support.articles import SEEDS


def costs(profile: str, rounds: int) -> dict[str, list[float]]:
    """Return the CPU seconds of each article in each step; the first round over the seeds is not counted."""
    settings = load_settings(profile=profile)
    chain = build_chain(settings.stages, (), stage_options(settings))
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    messages = [orjson.dumps({"text": text}) for text in texts]
    found: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for message in messages:
            times = [process_time()]
            article = accept(message, limits(settings))
            times.append(process_time())
            for stage in chain.stages:
                article = apply(stage, article)
                times.append(process_time())
            encode(article)
            times.append(process_time())
            if number:
                names = ["decode", *(stage.name for stage in chain.stages), "encode"]
                for name, start, end in zip(names, times, times[1:], strict=False):
                    found[name].append(end - start)
    return found


def main() -> None:
    """Print the mean of each step."""
    profile = sys.argv[1] if len(sys.argv) > 1 else "accurate"
    found = costs(profile, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
    means = {name: statistics.fmean(times) * 1000 for name, times in found.items()}
    print(f"{profile}: {sum(means.values()):.1f} ms an article")
    for name, mean in means.items():
        print(f"  {name:10} {mean:6.2f} ms")


if __name__ == "__main__":
    main()
