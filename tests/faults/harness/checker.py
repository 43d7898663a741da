"""Decides whether a history keeps the promises of `docs/ops.md`. Pure: the same history, the same verdict."""

import signal
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.faults.harness.facts import Facts
from tests.faults.harness.history import Commit, Ended, History, Pipe, Place

#: What the enriched record says for itself and the broker for the commit is in milliseconds.
_GRAIN = 0.001
#: Exit codes of a worker that gave up and says so: 1 while it worked, 3 before.
GAVE_UP = frozenset({1, 3})


class Violation(NamedTuple):
    """A promise that a history breaks: which, of whom, and how."""

    rule: str
    subject: str
    text: str


def check(history: History, pipe: Pipe) -> tuple[Violation, ...]:
    """Return what a history breaks, nothing where it keeps every promise."""
    facts = Facts(history, pipe)
    rules = (
        _lost, _repeated, _invented, _differing, _misjudged, _disordered, _committed_early, _ended_wrong, _left_over
    )  # fmt: skip
    return tuple(violation for rule in rules for violation in rule(facts))


def _lost(facts: Facts) -> Iterator[Violation]:
    """Every article that the broker has is enriched or a dead letter."""
    for sent in facts.sent.values():
        if sent.place is not None and sent.place not in facts.stored:
            text = f"acknowledged at {_at(sent.place)} and no longer there"
            yield Violation("lost by the broker", f"article {sent.serial}", text)
    for place, serial in facts.raw():
        if serial not in facts.enriched and serial not in facts.letters:
            yield Violation("lost", f"article {serial}", f"read from {_at(place)}, neither enriched nor a dead letter")


def _repeated(facts: Facts) -> Iterator[Violation]:
    """Where each article is promised once, no topic has two records of one, and no message has two dead letters."""
    if not facts.pipe.once:
        return
    for topic, records in facts.outputs.items():
        for serial, count in Counter(record.serial for record in records).items():
            if count > 1:
                yield Violation("repeated", f"article {serial}", f"{count} times in topic {topic}")
    for source, count in Counter(letter.source for letter in facts.all_letters).items():
        if count > 1 and source is not None:
            yield Violation("repeated", f"message {_at(source)}", f"{count} dead letters")
    for serial in facts.enriched.keys() & facts.letters.keys():
        yield Violation("repeated", f"article {serial}", "enriched, and a dead letter as well")


def _invented(facts: Facts) -> Iterator[Violation]:
    """Nothing comes out that did not go in, and no record carries another's headers or key."""
    for topic, records in facts.outputs.items():
        for record in records:
            subject = f"record {_at(record.place)}"
            sent = facts.sent.get(-1 if record.serial is None else record.serial)
            if sent is None:
                yield Violation("invented", subject, f"serial {record.serial} was never produced")
            elif record.body != record.serial:
                text = f"headers of article {record.serial}, body of article {record.body}"
                yield Violation("mixed up", subject, text)
            elif record.key != sent.key:
                text = f"topic {topic}: key {record.key} where article {sent.serial} has {sent.key}"
                yield Violation("mixed up", subject, text)
    for letter in facts.all_letters:
        subject = f"letter {_at(letter.place)}"
        serial = facts.serial_of(letter)
        if serial is None:
            yield Violation("invented", subject, f"its source {letter.source} is no record of ours")
        elif letter.serial not in (None, serial):
            text = f"headers of article {letter.serial}, source of article {serial}"
            yield Violation("mixed up", subject, text)


def _differing(facts: Facts) -> Iterator[Violation]:
    """Repeats of an article are the same bytes under the same key in the same partition."""
    for topic, records in facts.outputs.items():
        forms = defaultdict(set)
        for record in records:
            forms[record.serial].add((record.digest, record.key, record.place.partition))
        for serial, found in forms.items():
            if len(found) > 1:
                yield Violation("repeat differs", f"article {serial}", f"{len(found)} forms in topic {topic}")
    letters = defaultdict(set)
    for letter in facts.all_letters:
        # What has no key may lie anywhere.
        letters[letter.source].add((letter.digest, letter.key, letter.place.partition if letter.key else None))
    for source, kinds in letters.items():
        if len(kinds) > 1 and source is not None:
            subject = f"article {facts.stored[source].serial if source in facts.stored else None}"
            yield Violation("repeat differs", subject, f"{len(kinds)} dead letters for {_at(source)}")


def _misjudged(facts: Facts) -> Iterator[Violation]:
    """Exactly the guilty become dead letters."""
    for serial, letters in facts.letters.items():
        sent = facts.sent.get(serial)
        if sent is not None and not sent.doom:
            told = f"{letters[0].reason} in {letters[0].stage}"
            yield Violation("innocent", f"article {serial}", f"a good article is a dead letter: {told}")
    for serial in facts.enriched:
        sent = facts.sent.get(serial)
        if sent is not None and sent.doom:
            yield Violation("escaped", f"article {serial}", f"enriched although {sent.doom}")


def _disordered(facts: Facts) -> Iterator[Violation]:
    """Versions of an article come out in the order in which they went in, between whatever repeats there are."""
    for hop in facts.pipe.hops:
        came = defaultdict(list)
        for record in facts.outputs.get(hop.destination, ()):
            came[record.key].append(record.serial)
        for key, versions in facts.versions.items():
            expected = [serial for serial in versions if serial in came[key]]
            if not _within(expected, came[key]):
                text = f"topic {hop.destination}: produced {expected}, came out {came[key]}"
                yield Violation("out of order", f"key {key}", text)


def _committed_early(facts: Facts) -> Iterator[Violation]:
    """No commit goes past an article whose record or letter the broker did not have by then."""
    made = _in_force(facts.commits) if facts.pipe.once else facts.commits
    for hop in facts.pipe.hops:
        delivered = facts.delivered(hop)
        for partition, commits in _by_partition(made, hop.group, hop.source).items():
            for place, serial in facts.partition(hop.source, partition):
                passed = _first_past(commits, place.offset)
                if passed is None:
                    continue
                done = delivered.get(serial)
                if done is None or done > passed.at + _GRAIN:
                    when = "never" if done is None else f"{done - passed.at:.3f} s later"
                    text = f"{hop.group} committed {passed.place.offset} of {place.topic}/{partition}; delivered {when}"
                    yield Violation("committed early", f"article {serial}", text)


def _ended_wrong(facts: Facts) -> Iterator[Violation]:
    """A worker ends with 0 only when it was told to and has drained; who gives up says so by its code."""
    for ended in facts.ends:
        if problem := _problem(ended):
            yield Violation("wrong end", f"worker {ended.worker}", problem)


def _problem(ended: Ended) -> str | None:
    if ended.code is None:
        return f"did not end after {ended.asked or 'the run'}"
    if ended.asked == "SIGKILL":
        return None
    if ended.code == 0:
        if ended.fatal:
            return "gave up and ended with 0"
        return None if ended.asked else "ended with 0 although nobody had told it to"
    if ended.code == -signal.SIGTERM and ended.asked and not ended.ready:
        return None  # it was not even there to hear it
    return None if ended.code in GAVE_UP else f"ended with {ended.code}"


def _left_over(facts: Facts) -> Iterator[Violation]:
    """When the faults are over the group catches up, and never says more than there is."""
    for left in facts.left:
        end, committed = left.place.offset, left.committed
        where = f"{left.group} in {left.place.topic}/{left.place.partition}"
        if end > (committed or 0):
            yield Violation("not drained", where, f"committed {committed}, the end is {end}")
        elif committed is not None and committed > end:
            yield Violation("committed too far", where, f"committed {committed}, the end is {end}")


def worst_first(violations: Iterable[Violation]) -> list[Violation]:
    """Return violations as a person wants to read them: what is lost before what is merely late."""
    rank = {"lost": 0, "repeated": 1, "committed early": 1, "repeat differs": 2, "invented": 3, "mixed up": 3}
    return sorted(violations, key=lambda violation: (rank.get(violation.rule, 4), violation))


def _within(expected: list[int], came: list[int | None]) -> bool:
    """Tell whether `expected` is a subsequence of `came`."""
    rest = iter(came)
    return all(serial in rest for serial in expected)


def _by_partition(commits: Iterable[Commit], group: str, topic: str) -> dict[int, list[Commit]]:
    """Return the commits of a group that went further than all before, in time order, by partition."""
    found: dict[int, list[Commit]] = defaultdict(list)
    for commit in sorted(commits, key=lambda commit: commit.at):
        if commit.group == group and commit.place.topic == topic:
            known = found[commit.place.partition]
            if not known or commit.place.offset > known[-1].place.offset:
                known.append(commit)
    return found


def _in_force(commits: Iterable[Commit]) -> list[Commit]:
    """Leave out what a later commit of the same partition does not go beyond.

    A transaction's commits are in force when its marker is written. One that a stopping broker forgets to mark (what
    KIP-890 calls hanging) is read as committed once the next of the same producer is: the work is then done again,
    and its commit made again. Had the first been in force, doing it again would show as repeated.
    """
    found: list[Commit] = []
    lowest: dict[tuple[str, str, int], int] = {}
    for commit in sorted(commits, key=lambda commit: commit.at, reverse=True):
        where = commit.group, commit.place.topic, commit.place.partition
        if where not in lowest or commit.place.offset < lowest[where]:
            lowest[where] = commit.place.offset
            found.append(commit)
    return found


def _first_past(commits: list[Commit], offset: int) -> Commit | None:
    index = bisect_right(commits, offset, key=lambda commit: commit.place.offset)
    return commits[index] if index < len(commits) else None


def _at(place: Place) -> str:
    return f"{place.topic}/{place.partition}/{place.offset}"
