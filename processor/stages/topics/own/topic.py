"""What a user's file of topics holds, and what can be wrong with it."""

from dataclasses import dataclass
from pathlib import Path

from processor.contracts.ids import fingerprint
from processor.stages.problems import Problem, UserFileError

#: Before the user's id in records, as `medtop:` stands before IPTC's.
SCHEME = "own:"


class OwnTopicsError(UserFileError):
    """A file of topics that cannot be used."""

    check = "samachar topics own"


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """A topic of the user's.

    Attributes:
        line: number of its first line, from 1.
        id: what records call it, after `own:`.
        name: for people.
        description: what belongs to it, in any language; empty where name and examples are enough.
        examples: texts that belong to it, in any languages, each once.
        threshold: the least confidence with which it is given; None for the measured one.
    """

    line: int
    id: str
    name: str
    description: str
    examples: tuple[str, ...]
    threshold: float | None

    @property
    def described(self) -> str:
        """What the encoder reads of it beside the examples."""
        return f"{self.name}. {self.description}".removesuffix(" ")


def content(topics: tuple[OwnTopic, ...]) -> str:
    """Return the fingerprint of what a file says: of all that can change what is found, so of no comment or blank."""
    return fingerprint(
        *(
            part
            for one in topics
            for part in (one.id, one.name, one.description, str(one.threshold), str(len(one.examples)), *one.examples)
        )
    )


def only_accurate(path: Path) -> OwnTopicsError:
    """Return what tells a user that topics of their own and the fast profile do not go together."""
    reason = "topics of your own need the encoder: use the profile accurate, or leave SAMACHAR_TOPICS out"
    return OwnTopicsError(path, (Problem(0, "", reason),))
