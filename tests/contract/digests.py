"""Run as a program: prints what every stage finds in every article, hashed, as one JSON object."""

import hashlib
import sys

import orjson

from processor.contracts import encode
from processor.stages.chain import apply
from tests.contract.stages import SPECS, Looked, looked, stage


def digests(name: str) -> dict[str, str]:
    """Return the SHA-256 of the record after the stage called `name`, for every article."""
    return {
        key: hashlib.sha256(encode(apply(Looked(stage(name), annotation), article))).hexdigest()
        for key, (article, annotation) in looked(name).items()
    }


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps({name: digests(name) for name in SPECS}))
