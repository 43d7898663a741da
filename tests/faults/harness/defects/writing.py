"""Defects of what is written, and of what a worker says when it ends."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from processor.engine.exits import Exit
from processor.engine.outcome import Outcome
from processor.engine.records import Received, Record, Writer
from processor.engine.worker import Worker


def clock_in_the_record() -> None:
    """Say in the record when it was made."""
    write = Writer.write

    def dated(self: Writer, received: Received, outcome: Outcome, now: float) -> Record:
        record = write(self, received, outcome, now)
        return replace(record, value=record.value[:-1] + f',"made_at":{now:.3f}}}'.encode())

    Writer.write = dated  # type: ignore[method-assign]


def gives_up_with_zero() -> None:
    """End with 0 after a fatal error."""
    give_up = Worker._give_up

    async def quietly(self: Worker, tasks: Sequence["asyncio.Future[None]"]) -> Exit:
        await give_up(self, tasks)
        return Exit.OK

    Worker._give_up = quietly  # type: ignore[method-assign]
