"""`config.json` of a token classification model, as far as reading a text with it needs."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from processor.models.weights import WeightsError

#: Architectures whose weights are known by name. A graph (ONNX) may have any.
BUILDABLE: Final = ("bert", "xlm-roberta")
#: Positions of these count from behind the padding's.
_AFTER_PADDING: Final = ("xlm-roberta", "roberta", "camembert")
#: Of `<s>` and `</s>` around a text.
_MARKS: Final = 2


class HubModelError(WeightsError):
    """A folder holds no model that can be used; the text says why and names the file."""


@dataclass(frozen=True, slots=True)
class HubConfig:
    """What the model is.

    Attributes:
        kind: `model_type`: `bert`, `xlm-roberta`, ...
        labels: names of its labels by number.
        layers, heads, width, epsilon: sizes of the network.
        first_position: number of the first token's position.
        most_tokens: the most pieces of a text that it can read at a time, without the marks of begin and end.
    """

    kind: str
    labels: tuple[str, ...]
    layers: int
    heads: int
    width: int
    epsilon: float
    first_position: int
    most_tokens: int

    @property
    def buildable(self) -> bool:
        """Whether a graph can be built from its weights."""
        return self.kind in BUILDABLE


def read_config(folder: Path) -> HubConfig:
    """Return what `config.json` in `folder` says.

    Raises:
        HubModelError: there is none, it is broken, or it is not of a model that labels tokens.
    """
    path = folder / "config.json"
    found = read_json(path)
    kind = str(found.get("model_type"))
    made_for = found.get("architectures") or ["nothing it says"]
    if not any(str(name).endswith("ForTokenClassification") for name in made_for):
        raise HubModelError(f"{path}: not a token classification model: made for {', '.join(map(str, made_for))}")
    try:
        positions = int(found.get("max_position_embeddings", 512))
        first = int(found.get("pad_token_id", 1)) + 1 if kind in _AFTER_PADDING else 0
        config = HubConfig(
            kind=kind,
            labels=_labels(found["id2label"]),
            layers=int(found.get("num_hidden_layers", 0)),
            heads=int(found.get("num_attention_heads", 1)),
            width=int(found.get("hidden_size", 0)),
            epsilon=float(found.get("layer_norm_eps", 1e-12)),
            first_position=first,
            most_tokens=positions - first - _MARKS,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise HubModelError(f"{path}: cannot be understood: {type(error).__name__}: {error}") from error
    if config.buildable:
        _check_buildable(path, found, config)
    return config


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a file.

    Raises:
        HubModelError: it is missing or no JSON object.
    """
    try:
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise HubModelError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise HubModelError(f"{path}: not JSON: {error}") from error
    if not isinstance(found, dict):
        raise HubModelError(f"{path}: not a JSON object")
    return found


def _labels(found: dict[str, str]) -> tuple[str, ...]:
    by_number = {int(number): name for number, name in found.items()}
    if sorted(by_number) != list(range(len(by_number))) or not by_number:
        raise ValueError("id2label does not number its labels from 0")
    return tuple(str(by_number[number]) for number in range(len(by_number)))


def _check_buildable(path: Path, found: dict[str, Any], config: HubConfig) -> None:
    """Refuse variants of the architecture that would be built wrongly."""
    for name, expected in (("hidden_act", "gelu"), ("position_embedding_type", "absolute")):
        if found.get(name, expected) != expected:
            raise HubModelError(f"{path}: {name} is {found[name]!r}; only {expected!r} is known")
    if config.layers < 1 or config.heads < 1 or config.width < 1 or config.width % config.heads:
        sizes = f"{config.layers} layers of width {config.width} with {config.heads} heads"
        raise HubModelError(f"{path}: {sizes} are not possible")
    if config.most_tokens < 1:
        raise HubModelError(f"{path}: leaves no positions for a text")
