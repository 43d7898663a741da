"""Train the accurate tagger: `python -m training.entities.train --data DIR --out FILE`.

One thread. The learning rate falls linearly to the end, which is a number of steps or, on a machine that others use
too, of minutes; each ten minutes the weights so far are written beside the file.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
import torch

from processor.models.embeddings import Embeddings
from processor.models.pieces import Pieces
from processor.models.weights import FloatArray, Weights
from training.encoder.arrays import Shape, encoder_arrays
from training.encoder.optimiser import Parameters
from training.entities.examples import Batch, batches, examples
from training.entities.mix import Mix
from training.entities.model import logits, new_head
from training.entities.sources import SOURCES

_REPORT: Final = 50
_SECONDS_BETWEEN_COPIES: Final = 600


def loss(scores: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the mean of -log P(a right label), by the tokens' weights."""
    right = torch.from_numpy(batch.allowed)
    weights = torch.from_numpy(batch.weights)
    chance = torch.log_softmax(scores, dim=-1)
    counted = weights > 0
    of_right = torch.where(right | ~counted[..., None], chance, torch.tensor(-1e4)).logsumexp(-1)
    return -(of_right * weights).sum() / weights.sum()


def endless(mix: Mix, pieces: Pieces, most_tokens: int, random: Random) -> Iterator[Batch]:
    """Yield batches of pass after pass."""
    while True:
        texts = list(examples(mix.draw(random), pieces))
        found = batches(texts, most_tokens, random)
        print(
            f"pass: {len(texts)} texts, {sum(len(text.ids) for text in texts):,} tokens, {len(found)} batches",
            flush=True,
        )
        del texts
        yield from found


class Clock:
    """How much of the training is done, by steps or by minutes, whichever is further."""

    def __init__(self, steps: int, minutes: float) -> None:
        self._steps, self._seconds = steps, 60 * minutes
        self._start = time.monotonic()

    def done(self, step: int) -> float:
        """Return the share that is done, 1 at the end."""
        by_steps = step / self._steps if self._steps else 0.0
        by_time = self.seconds() / self._seconds if self._seconds else 0.0
        return max(by_steps, by_time)

    def seconds(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self._start


def train(options: argparse.Namespace) -> dict[str, FloatArray]:
    """Return the trained tensors."""
    torch.set_num_threads(1)
    random = Random(options.seed)
    weights = Weights()
    embeddings, pieces = Embeddings(weights), Pieces(weights.vocabulary)
    shape = Shape.of(weights)
    start = {**encoder_arrays(weights), **new_head(weights.width, options.seed)}
    if options.start:
        start = dict(np.load(options.start))
    parameters = Parameters(start, faster="head.", factor=options.head_factor)
    mix = Mix(options.data, frozenset(options.without), SOURCES)
    clock = Clock(options.steps, options.minutes)
    step = tokens = 0
    total, copied = 0.0, clock.seconds()
    for found in endless(mix, pieces, options.batch, random):
        done = clock.done(step)
        if done >= 1:
            break
        x = torch.from_numpy(embeddings(found.ids)).bfloat16()
        value = loss(logits(shape, parameters.tensors, x, torch.from_numpy(found.lengths)), found)
        value.backward()
        parameters.move(options.rate * min(1.0, (step + 1) / options.warm_up) * (1 - done))
        step += 1
        tokens += int(found.lengths.sum())
        total += float(value.detach())
        if step % _REPORT == 0:
            print(
                f"step {step} done {done:.3f} loss {total / _REPORT:.4f} {tokens / clock.seconds():.0f} tokens/s",
                flush=True,
            )
            total = 0.0
        if clock.seconds() - copied > _SECONDS_BETWEEN_COPIES:
            copied = clock.seconds()
            save(options.out.with_suffix(f".step{step}.npz"), parameters.arrays())
    print(f"{step} steps, {tokens:,} tokens, {clock.seconds():.0f} s")
    return parameters.arrays()


def save(path: Path, arrays: dict[str, FloatArray]) -> None:
    """Write tensors, whole or not at all."""
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)  # type: ignore[arg-type]
    part.replace(path)


def main() -> None:
    """Train and write the weights in 32 bits."""
    parser = argparse.ArgumentParser(description="Train the accurate tagger.")
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="folder with the corpora, see README.md"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the tensors go, .npz")
    parser.add_argument("--start", type=Path, metavar="FILE", help="tensors to go on from [the encoder's]")
    parser.add_argument("--without", nargs="*", default=[], metavar="LANGUAGE", help="languages to leave out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=0, help="end after so many steps")
    parser.add_argument("--minutes", type=float, default=0.0, help="or after so many minutes")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--warm-up", type=int, default=60, metavar="STEPS", help="the rate rises over so many steps")
    parser.add_argument("--head-factor", type=float, default=5.0)
    parser.add_argument("--batch", type=int, default=2_048, metavar="TOKENS")
    options = parser.parse_args()
    if not options.steps and not options.minutes:
        parser.error("one of --steps and --minutes must say where the training ends")
    save(options.out, train(options))


if __name__ == "__main__":
    main()
