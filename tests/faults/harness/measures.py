"""What a history says in numbers, beside the verdict."""

from collections import Counter
from dataclasses import dataclass

from tests.faults.harness.checker import GAVE_UP
from tests.faults.harness.facts import Facts
from tests.faults.harness.history import History, Pipe


@dataclass(frozen=True, slots=True)
class Measures:
    """Numbers of one run.

    Attributes:
        acknowledged: raw messages that the broker acknowledged.
        enriched, letters: articles that ended so, each counted once.
        lost: acknowledged ones that ended as neither.
        repeats: records and letters beyond the first of each article, in the last topics.
        stale: keys whose last record is not that of the last version, because an older one was repeated after it.
        gave_up: workers that ended with 1 or 3, the codes that say so.
        recovery: seconds from the end of a fault until the last article that had come by then was delivered, the worst
            of all faults; None where one never was.
        faults: by kind.
    """

    acknowledged: int
    enriched: int
    letters: int
    lost: int
    repeats: int
    stale: int
    gave_up: int
    recovery: float | None
    faults: dict[str, int]


def measure(history: History, pipe: Pipe) -> Measures:
    """Return the numbers of a history."""
    facts = Facts(history, pipe)
    ends = {serial: min(record.at for record in records) for serial, records in facts.enriched.items()}
    for serial, letters in facts.letters.items():
        ends[serial] = min(ends.get(serial, letters[0].at), *(letter.at for letter in letters))
    acknowledged = [sent for sent in facts.sent.values() if sent.place is not None]
    records = sum(len(found) for found in facts.enriched.values())
    return Measures(
        acknowledged=len(acknowledged),
        enriched=len(facts.enriched),
        letters=len(facts.letters),
        lost=sum(sent.serial not in ends for sent in acknowledged),
        repeats=records - len(facts.enriched) + len(facts.all_letters) - len(facts.letters),
        stale=_stale(facts),
        gave_up=sum(ended.code in GAVE_UP for ended in facts.ends),
        recovery=_recovery(facts, ends),
        faults=dict(Counter(struck.kind for struck in facts.struck)),
    )


def _recovery(facts: Facts, ends: dict[int, float]) -> float | None:
    came = {record.serial: record.at for record in facts.stored.values() if record.place.topic == facts.pipe.raw}
    worst = 0.0
    for struck in facts.struck:
        for serial, at in came.items():
            if at <= struck.until and serial is not None:
                end = ends.get(serial)
                if end is None:
                    return None
                worst = max(worst, end - struck.until)
    return round(worst, 1)


def _stale(facts: Facts) -> int:
    last = {}
    for record in facts.outputs.get(facts.pipe.enriched, ()):
        last[record.key] = record.serial
    enriched = {
        key: [serial for serial in serials if serial in facts.enriched] for key, serials in facts.versions.items()
    }
    return sum(last.get(key) != serials[-1] for key, serials in enriched.items() if serials)
