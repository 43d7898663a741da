"""What the settings say to the stages of the product; small and picklable, since every pool process gets it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Profile = Literal["accurate", "fast"]


@dataclass(frozen=True, slots=True)
class StageOptions:
    """What changes the stages' output.

    Attributes:
        profile: `accurate` or, many times faster, `fast`.
        entities_model: folder of a token classification model that takes the place of the profile's.
        watchlist: file of names that the user wants to be told of.
        models_dir: where graphs built from such models are kept.
        topics: file of topics of the user's own.
    """

    profile: Profile = "accurate"
    entities_model: Path | None = None
    watchlist: Path | None = None
    models_dir: Path | None = None
    topics: Path | None = None
