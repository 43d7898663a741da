"""Train the encoder's upper layers on marked headlines, with a linear head on the mean of the last one.

The loss asks for two things: that the main mark is the most probable topic (softmax; half of its weight goes to the
main mark, the other half is shared by all marks), and that each mark is probable by itself (logistic). What was trained
is then drawn back by a quarter to what the layers were before: with little training text that was better than either
end on other styles and languages (docs/decisions.md), as Wortsman et al. found (*Robust fine-tuning of zero-shot
models*, 2022, arXiv:2109.01903).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from processor.models.weights import FloatArray, Weights
from training.encoder.arrays import Shape, encoder_arrays
from training.encoder.network import states
from training.encoder.optimiser import Parameters
from training.topics.data import Headline, marks
from training.topics.lower import groups, padded

#: The lowest layer that is trained.
FIRST: Final = 6
#: How much faster the head moves, and what its weights are multiplied by: it begins at nothing, the layers do not.
_HEAD_FACTOR: Final = 20.0
_HEAD_SCALE: Final = 10.0
_SPREAD: Final = 0.02
_FIRST_BIAS: Final = -2.0
_WARM_UP: Final = 20
#: Texts are sorted by length to share a step, but not strictly: code points of noise.
_NOISE: Final = 6.0
_FOR_MEAN: Final = 400


@dataclass(frozen=True, slots=True)
class Settings:
    """How it is trained.

    Attributes:
        passes: over all texts and, once more, their titles alone.
        rate: at the beginning, linear to zero.
        batch: tokens a step.
        kept: share of the way from the layers as they were to what was trained.
    """

    passes: int = 3
    rate: float = 1e-4
    batch: int = 1_024
    kept: float = 0.75
    seed: int = 1


SETTINGS: Final = Settings()


@dataclass(frozen=True, slots=True)
class Tuned:
    """What was trained.

    Attributes:
        tensors: all layers of the encoder, float32, see training/encoder/arrays.py.
        mean: float32 [width], what the head subtracts from a vector.
        weight, bias: float32 [width, topics] and [topics].
    """

    tensors: dict[str, FloatArray]
    mean: FloatArray
    weight: FloatArray
    bias: FloatArray


class Upper:
    """The layers from `FIRST` on, and the mean of the last one."""

    def __init__(self, weights: Weights) -> None:
        self._shape = Shape.of(weights)

    def __call__(self, tensors: Mapping[str, Tensor], lower: Sequence[Tensor]) -> Tensor:
        """Return the vectors, float32 [texts, width] of length 1, of texts that the lower layers have read."""
        x, lengths = padded(lower)
        last = states(self._shape, tensors, x, lengths, range(FIRST, self._shape.layers))
        present = torch.arange(x.shape[1])[None, :] < lengths[:, None]
        total = (last * present[..., None].to(last.dtype)).sum(1)
        return functional.normalize((total / lengths[:, None].to(last.dtype)).float(), dim=-1)

    def vectors(self, arrays: Mapping[str, FloatArray], lower: Sequence[Tensor]) -> FloatArray:
        """Return the vectors of many texts."""
        tensors = {name: torch.from_numpy(array).bfloat16() for name, array in arrays.items()}
        found: FloatArray = np.empty((len(lower), lower[0].shape[1]), np.float32)
        with torch.inference_mode():
            for group in groups([len(text) for text in lower], 4_096):
                found[group] = self(tensors, [lower[index] for index in group]).numpy()
        return found


def tuned(
    headlines: Sequence[Headline],
    full: Sequence[Tensor],
    titles: Sequence[Tensor],
    weights: Weights,
    settings: Settings = SETTINGS,
) -> Tuned:
    """Return layers and head trained on headlines, of which the lower layers have read the whole and the title."""
    torch.set_num_threads(1)
    random = np.random.default_rng(settings.seed)
    all_layers, upper = encoder_arrays(weights), Upper(weights)
    before = {name: array for name, array in all_layers.items() if int(name[1:].split(".")[0]) >= FIRST}
    marked = marks(headlines)
    head = {
        "head.w": random.normal(0, _SPREAD, (marked.shape[1], weights.width)).astype(np.float32),
        "head.b": np.full(marked.shape[1], _FIRST_BIAS, np.float32),
    }
    sample = random.permutation(len(full))[:_FOR_MEAN]
    mean = torch.from_numpy(upper.vectors(before, [full[index] for index in sample]).mean(axis=0))
    parameters = Parameters({**before, **head}, faster="head.", factor=_HEAD_FACTOR)
    texts = [*full, *titles]
    wanted = torch.from_numpy(marked).float().repeat(2, 1)
    main = torch.tensor([headline.topics[0] for headline in headlines]).repeat(2)
    steps = list(_steps(texts, settings, random))
    for step, group in enumerate(steps):
        vectors = upper(parameters.tensors, [texts[index] for index in group])
        logits = functional.linear(
            vectors - mean, parameters.tensors["head.w"].float() * _HEAD_SCALE, parameters.tensors["head.b"].float()
        )
        loss(logits, wanted[group], main[group]).backward()
        parameters.move(settings.rate * min(1.0, (step + 1) / _WARM_UP) * (1 - step / len(steps)))
    after = parameters.arrays()
    kept = np.float32(settings.kept)
    layers = {name: (1 - kept) * array + kept * after[name] for name, array in before.items()}
    weight = np.ascontiguousarray(after["head.w"].T * np.float32(_HEAD_SCALE))
    return Tuned({**all_layers, **layers}, mean.numpy(), weight, after["head.b"])


def loss(logits: Tensor, wanted: Tensor, main: Tensor) -> Tensor:
    """Return the mean over texts of both losses; `wanted` [texts, topics] is 1 at marks, `main` [texts] their first."""
    shares = wanted / wanted.sum(1, keepdim=True) / 2 + functional.one_hot(main, wanted.shape[1]) / 2
    first = -(shares * torch.log_softmax(logits, 1)).sum(1).mean()
    each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none").sum(1).mean()
    return first + each


def _steps(texts: Sequence[Tensor], settings: Settings, random: np.random.Generator) -> list[list[int]]:
    lengths = [len(text) for text in texts]
    found: list[list[int]] = []
    for _ in range(settings.passes):
        near = np.array(lengths) + random.random(len(texts)) * _NOISE
        found_now = list(groups(lengths, settings.batch, np.argsort(near, kind="stable").tolist()))
        random.shuffle(found_now)
        found += found_now
    return found
