"""Quix Streams: one application, which its documentation scales by running more of them. At least once."""

from quixstreams import Application

from bench.peers.job import CONFLUENT_PRODUCER, Job
from bench.peers.work import enrich, load


def main() -> None:
    """Work until SIGTERM; `bench.race` starts one for each process."""
    job = Job.from_arguments()
    load(job.workload)
    app = Application(
        job.bootstrap,
        consumer_group=job.group,
        auto_offset_reset="earliest",
        auto_create_topics=False,
        use_changelog_topics=False,
        state_dir=job.folder,
        producer_extra_config=CONFLUENT_PRODUCER,
        processing_guarantee="at-least-once",
        loglevel="WARNING",
    )
    raw = app.topic(job.raw, value_deserializer="bytes")
    enriched = app.topic(job.enriched, value_serializer="bytes")
    app.dataframe(raw).apply(enrich).to_topic(enriched)
    app.run()


if __name__ == "__main__":
    main()
