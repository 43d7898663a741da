"""`python -m tests.faults.harness`: runs from seeds, for hours, or until a planted defect is caught."""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from confluent_kafka import KafkaException

from processor.brokers.errors import BrokerStartError
from tests.faults.harness import report, results
from tests.faults.harness.defects import DEFECTS
from tests.faults.harness.run import run
from tests.faults.harness.schedule import Guarantee, draw


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the runs; return 0 where each is as it should be: no violation, or, of a planted defect, one at least."""
    options = _options(arguments)
    # So that broker, workers and disks are ended as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if options.table:
        results.write_table(options.results, options.table, options.guarantee)
        return 0
    resumed = options.results and options.resume
    done = results.seeds(options.results, options.defect, options.guarantee) if resumed else set()
    failed = 0
    for seed in _seeds(options):
        if seed in done:
            continue
        folder = Path(tempfile.mkdtemp(prefix=f"samachar-faults-{seed}-"))
        plan = draw(seed, seconds=options.seconds, guarantee=options.guarantee)
        _say(str(plan))
        try:
            outcome = run(plan, folder / "run", defect=options.defect, say=_say)
        except (BrokerStartError, KafkaException, AssertionError) as error:
            # The broker itself did not get on, as on a machine that is far too busy.
            failed += 1
            _say(f"seed {seed}: no verdict: {error}; logs: {folder}")
            continue
        _say(report.verdict(outcome))
        if options.results:
            results.append(options.results, outcome, options.defect)
        if outcome.violations:
            _say(report.failure(outcome))
        wrong = bool(outcome.violations) != bool(options.defect)
        failed += wrong
        if wrong or options.keep:
            _say(f"history and logs: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
        if options.defect and outcome.violations:
            return 0
    return 1 if failed else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.harness", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first run (default: 1)")
    parser.add_argument("--runs", type=int, default=1, help="how many, with seeds one after the other (default: 1)")
    parser.add_argument("--hours", type=float, help="run for so long instead, seed after seed")
    parser.add_argument("--seconds", type=float, default=25.0, help="how long faults strike in a run (default: 25)")
    parser.add_argument(
        "--guarantee",
        choices=get_args(Guarantee),
        default="at_least_once",
        help="what workers are to keep; exactly_once: judged by committed records, of which none may be repeated",
    )
    parser.add_argument("--defect", choices=sorted(DEFECTS), help="plant a defect; stops at the run that catches it")
    parser.add_argument("--results", type=Path, help="file of lines of JSON that results are appended to")
    parser.add_argument(
        "--keep", action="store_true", help="keep history and logs of every run, not only of failing ones"
    )
    parser.add_argument("--resume", action="store_true", help="leave out seeds that the results have")
    parser.add_argument("--table", type=Path, help="make no run, but put the results' tables into this page")
    return parser.parse_args(arguments)


def _seeds(options: argparse.Namespace) -> Iterator[int]:
    began = time.monotonic()
    seed: int = options.seed
    while time.monotonic() - began < options.hours * 3600 if options.hours else seed < options.seed + options.runs:
        yield seed
        seed += 1


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
