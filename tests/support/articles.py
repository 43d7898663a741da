"""Articles for tests: the seeds, and any number of generated ones made of the seeds' sentences."""

import random
from pathlib import Path

import orjson

SEEDS = Path(__file__).parents[2] / "seeds"


def seed_messages() -> dict[str, bytes]:
    """Return a raw message for every seed article, by the name of its file without ending."""
    return {
        path.stem: orjson.dumps({"id": path.stem, "text": path.read_bytes().decode(), "source": "seeds"})
        for path in sorted(SEEDS.glob("*.txt"))
    }


def generated_messages(seed: int, count: int) -> list[bytes]:
    """Return `count` raw messages, `generated-0` and so on, of one to twelve paragraphs of one or two seeds each."""
    draw = random.Random(seed)
    paragraphs = [
        [line for line in path.read_bytes().decode().split("\n") if line.strip()]
        for path in sorted(SEEDS.glob("*.txt"))
    ]
    messages = []
    for number in range(count):
        sources = draw.sample(paragraphs, draw.choice([1, 1, 1, 2]))
        lines = [draw.choice(draw.choice(sources)) for _ in range(draw.randint(1, 12))]
        fields = {"id": f"generated-{number}", "text": "\n".join(lines)}
        if draw.random() < 0.3:
            fields |= {"title": draw.choice(sources[0]), "published_at": "2026-01-31T08:30:00+01:00", "other": "kept"}
        messages.append(orjson.dumps(fields))
    return messages
