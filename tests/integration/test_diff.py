"""`samachar diff` on topics of a real broker, each read to its end."""

from pathlib import Path

import orjson

from processor.contracts import encode
from processor.engine.exits import Exit
from tests.brokers import produce, settings_for
from tests.support.shell import shell_for
from tests.unit.cli.diff.records import entity, record, report


def test_two_topics_and_a_topic_with_a_file(any_bootstrap: str, prefix: str, tmp_path: Path) -> None:
    shell = shell_for(any_bootstrap, prefix, tmp_path)
    settings = settings_for(any_bootstrap, prefix)
    shell.ok("topics", "create")
    old = [record(f"{number:03}", entities=[entity("PER", (0, 12))]) for number in range(300)]
    new = [record(each.id, stages=(report("entities", model="m2"),), pipeline="p2") for each in old[:299]]
    # Two topics that every set-up has; what else they are for does not matter here.
    for topic, records in (("enriched", [*new[:1], *old]), ("dead_letter", new)):
        sent = [(each.id.encode(), encode(each)) for each in records]
        assert produce(settings, shell.topic(topic), sent) == len(sent)

    a, b = (f"topic:{shell.topic(name)}" for name in ("enriched", "dead_letter"))
    ended = shell.run("diff", a, b, "--json")
    assert ended.returncode == Exit.DIFFERENT, ended.stderr.decode()
    summary = orjson.loads(ended.stdout.splitlines()[-1])
    assert (summary["a"]["records"], summary["b"]["records"]) == (301, 299)
    assert (summary["pairs"], summary["differing"], summary["only_a"], summary["only_b"]) == (299, 299, 1, 0)

    (shell.folder / "kept.jsonl").write_bytes(b"".join(encode(each) + b"\n" for each in old))
    assert shell.run("diff", a, "kept.jsonl").returncode == Exit.OK
    missing = shell.run("diff", "topic:not-there", "kept.jsonl")
    assert missing.returncode == Exit.UNAVAILABLE
    assert b"topic not-there does not exist" in missing.stderr
