"""`python -m tests.fuzz.guided DIR -max_total_time=60`: messages that follow what they reach in our code.

Needs Atheris (`pip install .[fuzz]`). DIR takes the messages that reached something new; the other arguments are
libFuzzer's. Beside its own changes of bytes it makes ours, which know JSON and Unicode.
"""

import sys
from random import Random


def main() -> None:
    """Search until libFuzzer's limits; a message that ends as nothing should ends the search and is kept."""
    import atheris

    with atheris.instrument_imports(include=["processor.contracts", "processor.engine.task"]):
        from tests.fuzz.articles import Validation
        from tests.fuzz.messages import changed

    target = Validation()

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        draw = Random(seed)
        found: bytes = changed(draw, data) if draw.random() < 0.5 else atheris.Mutate(data, most)
        return found[:most]

    def one(data: bytes) -> None:
        target.check(data)

    atheris.Setup(sys.argv, one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
