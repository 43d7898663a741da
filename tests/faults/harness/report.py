"""What a person reads of a run: the verdict, and for each kind of violation the shortest history that shows it."""

from typing import Final

from tests.faults.harness.checker import Violation
from tests.faults.harness.history import Left, Sent, line
from tests.faults.harness.run import Outcome
from tests.faults.harness.shrink import around, shrink

_SHOWN: Final = 5


def verdict(outcome: Outcome) -> str:
    """Return one line."""
    found = outcome.measures
    recovery = "never recovered" if found.recovery is None else f"recovery {found.recovery:g} s"
    head = f"{len(outcome.violations)} VIOLATIONS" if outcome.violations else "kept every promise"
    return (
        f"seed {outcome.plan.seed}, {outcome.plan.layout}: {head}; {found.acknowledged} acknowledged,"
        f" {found.enriched} enriched, {found.letters} dead letters, {found.lost} lost, {found.repeats} repeats,"
        f" {found.stale} stale, {found.gave_up} gave up, {recovery}, {outcome.seconds:.0f} s"
    )


def failure(outcome: Outcome) -> str:
    """Return seed, schedule, violations, and the shortest history of the first of each kind."""
    lines = [str(outcome.plan)]
    seen: dict[str, int] = {}
    for violation in outcome.violations:
        seen[violation.rule] = seen.get(violation.rule, 0) + 1
        if seen[violation.rule] <= _SHOWN:
            lines.append(f"{violation.rule}: {violation.subject}: {violation.text}")
        if seen[violation.rule] == 1:
            lines += _shown(outcome, violation)
    lines += [f"{rule}: {count} in all" for rule, count in seen.items()]
    lines.append(f"again: python -m tests.faults.harness --seed {outcome.plan.seed} --seconds {outcome.plan.seconds:g}")
    return "\n".join(lines)


def _shown(outcome: Outcome, violation: Violation) -> list[str]:
    """Return the shortest history of a violation, marked, among the faults around it, in seconds of the producer."""
    short = shrink(outcome.history, outcome.pipe, violation)
    near = around(outcome.history, [event.at for event in short if not isinstance(event, Left)])
    began = min((event.at for event in outcome.history if isinstance(event, Sent)), default=0.0)
    told = [
        (float("inf") if isinstance(event, Left) else event.at - began, ">" if event in short else " ", event)
        for event in {*short, *near}
    ]
    return [
        f"  {mark}{at:9.3f} s  {line(event).decode()}" for at, mark, event in sorted(told, key=lambda each: each[0])
    ]
