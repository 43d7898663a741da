"""The fast tagger: one pass of a small network over the whole article, tens of times faster than the accurate one."""

from typing import Final

from processor.contracts import Language
from processor.contracts.ids import fingerprint
from processor.models.fast import FastNetwork, shared_fast_network
from processor.stages.entities.names.stream import stream_names
from processor.stages.entities.names.tagger import RULES, calibrated
from processor.stages.entities.tagger import Tagging

#: Hundreds of pages; more would take a worker longer than an article may take.
MOST_UNITS: Final = 100_000
#: (mean probability of the units' labels, share of names with it that were right), as in `confidence.py`: 6,961 names
#: of about 200 held-out sentences of each corpus.
MEASURED: Final = (
    (0.0, 0.0),
    (0.42, 0.327),
    (0.553, 0.396),
    (0.651, 0.45),
    (0.751, 0.592),
    (0.855, 0.682),
    (0.928, 0.802),
    (0.967, 0.899),
    (0.985, 0.951),
    (0.996, 0.974),
    (1.0, 0.982),
)
#: 4,411 names in Hindi, Serbian, Chinese, Portuguese and Thai, from a model trained without these five.
ZERO_SHOT_MEASURED: Final = (
    (0.0, 0.0),
    (0.422, 0.299),
    (0.549, 0.388),
    (0.653, 0.419),
    (0.751, 0.452),
    (0.854, 0.602),
    (0.927, 0.748),
    (0.967, 0.888),
    (0.985, 0.924),
    (0.994, 0.982),
    (1.0, 0.99),
)


class FastTagger:
    """Reads a text as one stream of words and marks. Constructing it takes about a second, once a process.

    Raises:
        WeightsError: the model or the encoder's vocabulary are missing or damaged.
    """

    def __init__(self, network: FastNetwork | None = None) -> None:
        self._network = network or shared_fast_network()

    @property
    def model(self) -> str:
        """Fingerprint of weights, calibration and rules."""
        return f"names-{fingerprint(self._network.identity, repr((MEASURED, ZERO_SHOT_MEASURED)), RULES)}"

    def tag(self, text: str, language: Language | None) -> Tagging:
        """Return the names in `text`. The language matters for words of belonging only."""
        places, scores = self._network.scores(text, MOST_UNITS)
        found = stream_names(places, scores, text)
        fallback = None
        if len(places) >= MOST_UNITS:
            fallback = f"people and organisations were looked for in the first {MOST_UNITS} words only"
        return calibrated(text, found, fallback, language, (MEASURED, ZERO_SHOT_MEASURED))
