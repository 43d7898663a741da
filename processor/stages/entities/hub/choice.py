"""Which tagger a user's folder needs."""

from pathlib import Path

from processor.models.hub.config import HubModelError
from processor.stages.entities.hub.gliner import CONFIG, GlinerTagger
from processor.stages.entities.hub.tagger import HubTagger
from processor.stages.entities.tagger import Tagger


def tagger_of(folder: Path, models_dir: Path | None = None) -> Tagger:
    """Return the tagger of the model in `folder`, loaded.

    Raises:
        HubModelError: the folder holds no model that can be used; the text says what is missing.
    """
    folder = folder.expanduser()
    if not folder.is_dir():
        raise HubModelError(f"SAMACHAR_ENTITIES_MODEL: {folder} is no folder")
    try:
        return GlinerTagger(folder) if (folder / CONFIG).is_file() else HubTagger(folder, models_dir)
    except HubModelError as error:
        raise HubModelError(f"SAMACHAR_ENTITIES_MODEL: {error}") from error
