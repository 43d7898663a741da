"""A plan says what one link does to a message; small and picklable, since every pool process gets it."""

from dataclasses import dataclass, field

from processor.contracts import Limits
from processor.stages.options import StageOptions


@dataclass(frozen=True, slots=True)
class Plan:
    """What a link does.

    Attributes:
        stages: its stages in order, as the settings name them.
        already_run: names of the stages that earlier links ran; none: the messages are raw articles.
        limits: what a message may cost.
        max_record_bytes: the largest record that the destination takes.
        options: what the settings say to the stages.
    """

    stages: tuple[str, ...]
    already_run: tuple[str, ...]
    limits: Limits
    max_record_bytes: int
    options: StageOptions = field(default_factory=StageOptions)

    @property
    def name(self) -> str:
        """Name of the link, a metric label: its stages joined by `+`."""
        return "+".join(self.stages)
