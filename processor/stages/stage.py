"""What a stage is: a pure, synchronous function of an article, with a name and a fingerprint.

A stage runs in a pool process. It must not touch the network, read a clock, draw a random number or change its input;
it may block and use a core. It raises only when the article cannot be enriched at all: the article then becomes a dead
letter with the stage's name. What it can foresee (an unknown language, nothing to read) it reports in the status.
Retries are the engine's; a stage never tries twice.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from processor.contracts import EnrichedArticle, Entity, Language, Status, Topic


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one stage adds to a record; None leaves the record's field as it was.

    Attributes:
        status: how it went; anything but OK needs a `reason`, OK may have one.
        reason: one short sentence without the article's text.
        extension: JSON-serialisable facts of a stage that is not ours, published as `extensions[stage.name]`.
    """

    status: Status = Status.OK
    reason: str | None = None
    language: Language | None = None
    entities: tuple[Entity, ...] | None = None
    topics: tuple[Topic, ...] | None = None
    extension: Any | None = field(default=None)


@runtime_checkable
class Stage(Protocol):
    """One step of the enrichment. Constructing it loads its model; it is constructed once a process."""

    @property
    def name(self) -> str:
        """Short lower-case name, a metric label and a key in the record: `language`."""

    @property
    def version(self) -> str:
        """Version of the stage's code, changed whenever its output may change."""

    @property
    def model(self) -> str:
        """Fingerprint of the data and weights behind it, `-` where there are none."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the stages that must have run before."""

    def annotate(self, article: EnrichedArticle) -> Annotation:
        """Return what this stage finds in `article`."""
