"""A history, indexed for the checker and for the measures."""

from collections import defaultdict
from collections.abc import Iterator

from tests.faults.harness.history import Commit, Ended, History, Hop, Left, Letter, Pipe, Place, Sent, Stored, Struck


class Facts:
    """What a history says, by what one asks for.

    Attributes:
        sent: by serial.
        stored: every record but dead letters, by place.
        outputs: records by topic in the order of each partition, the raw topic excluded.
        enriched: final records by serial.
        letters: dead letters by serial of their source.
        versions: serials in raw order by key, for keys whose messages stand in one partition.
    """

    def __init__(self, history: History, pipe: Pipe) -> None:
        self.pipe = pipe
        self.sent = {event.serial: event for event in history if isinstance(event, Sent)}
        self.stored = {event.place: event for event in history if isinstance(event, Stored)}
        self.all_letters = [event for event in history if isinstance(event, Letter)]
        self.commits = [event for event in history if isinstance(event, Commit)]
        self.ends = [event for event in history if isinstance(event, Ended)]
        self.left = [event for event in history if isinstance(event, Left)]
        self.struck = [event for event in history if isinstance(event, Struck)]
        by_topic: dict[str, list[Stored]] = defaultdict(list)
        for place in sorted(self.stored):
            by_topic[place.topic].append(self.stored[place])
        self._raw = by_topic.pop(pipe.raw, [])
        self.outputs: dict[str, list[Stored]] = dict(by_topic)
        self.enriched: dict[int, list[Stored]] = defaultdict(list)
        for record in self.outputs.get(pipe.enriched, ()):
            if record.serial is not None:
                self.enriched[record.serial].append(record)
        self.letters: dict[int, list[Letter]] = defaultdict(list)
        for letter in self.all_letters:
            if (serial := self.serial_of(letter)) is not None:
                self.letters[serial].append(letter)
        self.versions = self._versions()

    def raw(self) -> Iterator[tuple[Place, int]]:
        """Yield place and serial of each record of the raw topic."""
        for record in self._raw:
            if record.serial is not None:
                yield record.place, record.serial

    def partition(self, topic: str, partition: int) -> Iterator[tuple[Place, int]]:
        """Yield place and serial of each record of a source topic's partition, in order."""
        for record in self._raw if topic == self.pipe.raw else self.outputs.get(topic, ()):
            if record.place.partition == partition and record.serial is not None:
                yield record.place, record.serial

    def serial_of(self, letter: Letter) -> int | None:
        """Return the serial of the message that a dead letter says it is of."""
        source = self.stored.get(letter.source) if letter.source is not None else None
        return None if source is None else source.serial

    def delivered(self, hop: Hop) -> dict[int, float]:
        """Return when the broker first had each article's record or letter of one link."""
        done: dict[int, float] = {}
        for record in self.outputs.get(hop.destination, ()):
            if record.serial is not None:
                done[record.serial] = min(record.at, done.get(record.serial, record.at))
        for letter in self.all_letters:
            serial = self.serial_of(letter)
            if serial is not None and letter.source is not None and letter.source.topic == hop.source:
                done[serial] = min(letter.at, done.get(serial, letter.at))
        return done

    def _versions(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        partitions: dict[str, set[int]] = defaultdict(set)
        for record in self._raw:
            if record.key is not None and record.serial is not None:
                found[record.key].append(record.serial)
                partitions[record.key].add(record.place.partition)
        return {key: serials for key, serials in found.items() if len(partitions[key]) == 1}
