"""A worker as Faust's manual has it, whose agent ends the process at the first article. Started by a test."""

import os
import sys
from pathlib import Path
from typing import Any

import faust


def main() -> None:
    """Run `worker` as Faust's command line does."""
    app = faust.App(
        "plain",
        broker=f"kafka://{os.environ['BROKER']}",
        datadir=Path(os.environ["DIRECTORY"]),
        topic_allow_declare=False,
        topic_disable_leader=True,
        broker_session_timeout=6,
        broker_heartbeat_interval=1,
        consumer_auto_offset_reset="earliest",
    )
    topic = app.topic(os.environ["TOPIC"], key_serializer="raw", value_serializer="raw", internal=False)

    async def agent(stream: Any) -> None:
        async for _ in stream:
            sys.exit(1)

    app.agent(topic)(agent)
    sys.argv = ["faust", "worker", "--without-web", "--loglevel", "info"]
    app.main()


if __name__ == "__main__":
    main()
