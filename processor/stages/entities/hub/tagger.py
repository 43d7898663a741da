"""A token classification model of the user's as a tagger."""

from pathlib import Path
from typing import Final

from processor.contracts import Language
from processor.contracts.ids import fingerprint
from processor.models.hub.config import read_config
from processor.models.hub.model import HubModel
from processor.models.hub.store import GraphStore
from processor.models.hub.transformer import VERSION
from processor.models.weights import FloatArray
from processor.stages.entities.hub.labels import LabelMap
from processor.stages.entities.names.tagger import RULES, read_names, tagged_spans
from processor.stages.entities.names.windows import MOST
from processor.stages.entities.tagger import Tagging

#: Changed with the rules of this package.
_OWN_RULES: Final = "1"


class HubTagger:
    """Reads a text with the model in a folder, with the windows, units and rules of the product's own tagger.

    The confidence is the model's own mean probability: how often it is right at that has not been measured.

    Raises:
        HubModelError: the folder holds no model that can be used, or its labels do not fit.
    """

    def __init__(self, folder: Path, models_dir: Path | None = None) -> None:
        # Labels first: they are known at once, and building a graph of a large model takes a while.
        self._labels = LabelMap(read_config(folder).labels)
        self._model = HubModel(folder, GraphStore(models_dir))
        self._most = min(MOST, self._model.config.most_tokens)

    @property
    def model(self) -> str:
        """Fingerprint of the model's files and of our rules, not of where the files lie."""
        return f"hub-{fingerprint(self._model.sha256, VERSION, RULES, _OWN_RULES)}"

    def tag(self, text: str, language: Language | None) -> Tagging:
        """Return the names in `text`."""
        found, fallback = read_names(text, self._model.pieces, self._scores, self._most)
        tag = language.tag.partition("-")[0] if language else "und"
        return Tagging(tuple(tagged_spans(text, found, tag, lambda chance: chance)), fallback)

    def _scores(self, ids: list[int]) -> FloatArray:
        pieces = self._model.pieces
        return self._labels.scores(self._model.scores([pieces.begin, *ids, pieces.end])[1:-1])
