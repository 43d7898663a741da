"""A real Prometheus scrapes real workers: every expression of ours has an answer, and alerts fire for real causes.

The rules are those of deploy/prometheus/rules with one change: they do not wait (`for`), or this would take an hour.
What compares with yesterday is given a yesterday by promtool's backfilling.
"""

import io
import math
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from ruamel.yaml import YAML

from processor.brokers.embedded import EmbeddedBroker
from processor.brokers.process import free_port
from processor.contracts.headers import INGESTED_AT
from tests.support.articles import seed_messages
from tests.support.prometheus import Prometheus, promtool, tool
from tests.support.promql_parts import operands
from tests.support.topics_io import push
from tests.support.workers import WorkerProcess, topic_settings
from tests.unit.deploy.files import DASHBOARDS, PROMETHEUS, expressions, read_dashboard, read_yaml
from tests.unit.deploy.rules import RULES, rules
from tests.unit.deploy.runbooks import PAGES, queries

pytestmark = pytest.mark.slow

TRAP = "tests.support.stages:Trap"
STAGES = f"language,entities,topics,{TRAP}"
LINK = STAGES.replace(",", "+")
WEEK = 7 * 24 * 3600
#: A language of yesterday of which nothing comes today.
GONE = "is"


def articles(trap: str, count: int) -> list[bytes]:
    """Return messages whose article does to its stage what `trap` says."""
    return [
        orjson.dumps({"id": f"{trap}{number}", "text": "A short article about gardens.", "metadata": {"trap": trap}})
        for number in range(count)
    ]


def write(content: Any, path: Path) -> None:
    text = io.StringIO()
    YAML(typ="safe", pure=True).dump(content, text)
    path.write_text(text.getvalue(), encoding="utf-8")


def configured(folder: Path, ports: list[int]) -> Path:
    """Write our configuration and rules for workers on these ports, looked at once a second, and return it."""
    content = read_yaml(PROMETHEUS)
    content["global"] = {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    (job,) = [job for job in content["scrape_configs"] if job["job_name"] == "samachar"]
    del job["dns_sd_configs"]
    job["static_configs"] = [{"targets": [f"127.0.0.1:{port}" for port in ports]}]
    content["scrape_configs"] = [job]
    (folder / "rules").mkdir()
    for path in RULES:
        groups = read_yaml(path)
        for group in groups["groups"]:
            for rule in group["rules"]:
                rule.pop("for", None)
        write(groups, folder / "rules" / path.name)
    write(content, folder / "prometheus.yml")
    return folder / "prometheus.yml"


def backfill(folder: Path) -> None:
    """Give Prometheus a yesterday: articles came, some of them in a language that comes no more; and a week ago."""
    now = int(time.time())
    consumed = f'samachar_articles_consumed_total{{job="samachar",instance="yesterday",link="{LINK}"}}'
    recorded = f'language:samachar_articles:increase6h{{language="{GONE}"}}'
    moments = range(now - 26 * 3600, now - 22 * 3600, 60)
    lines = ["# TYPE samachar_articles_consumed counter"]
    lines += [f"{consumed} {moment - moments[0]} {moment}" for moment in moments]
    lines += ["# TYPE language:samachar_articles:increase6h gauge"]
    lines += [f"{recorded} 48 {moment}" for moment in moments]
    for share in (
        'language:samachar_articles:share6h{language="en"}',
        'type:samachar_entities:share6h{type="LOC"}',
        'topic:samachar_articles:share6h{topic="none"}',
    ):
        lines.append(f"# TYPE {share.partition('{')[0]} gauge")
        lines += [f"{share} 1 {moment}" for moment in range(now - WEEK - 600, now - WEEK + 600, 60)]
    source = folder / "before.txt"
    source.write_text("\n".join([*lines, "# EOF\n"]), encoding="utf-8")
    promtool("tsdb", "create-blocks-from", "openmetrics", source, folder / "data")


@dataclass
class Drill:
    """What was seen while things were made to go wrong."""

    unanswered: list[str] = field(default_factory=list)
    asked: int = 0
    fired: dict[str, set[str]] = field(default_factory=dict)


#: Causes, in this order, and the alerts that each must make fire.
CAUSES = {
    "no worker": {"SamacharNoWorker", "SamacharWorkerDown"},
    "a worker without articles": {"SamacharNoArticlesArrive"},
    "good articles": {"SamacharLanguageGone"},
    "poison and old articles": {
        "SamacharArticlesRefused",
        "SamacharArticlesFail",
        "SamacharStageFailing",
        "SamacharPoolRestarts",
        "SamacharLatencyBudgetBurnsFast",
        "SamacharLatencyBudgetBurnsSlowly",
    },
    "a stage that fails on all": {"SamacharLinkStopped"},
    "a flood": {"SamacharFallingBehind"},
    "a killed worker": {"SamacharWorkerDown"},
}


def every_expression() -> Iterator[str]:
    """Yield each expression of the rules, the dashboards and the runbooks; of conditions the operands."""
    for rule in rules():
        yield from operands(rule.expression) if rule.alert else [rule.expression, rule.name]
    for path in DASHBOARDS:
        for _, expression in expressions(read_dashboard(path)):
            yield expression.replace("$__rate_interval", "30s").replace("$__interval", "30s")
    for page in PAGES:
        for query in queries(page):
            yield from operands(query)


def unanswered(prometheus: Prometheus) -> list[str]:
    """Return the expressions without a result, or with nothing but NaN."""
    return [
        expression
        for expression in sorted(set(every_expression()))
        if all(math.isnan(sample["value"]) for sample in prometheus.query(expression))
    ]


@pytest.fixture(scope="module")
def drill(tansu: EmbeddedBroker, tmp_path_factory: pytest.TempPathFactory) -> Drill:
    """Run two workers into every kind of trouble that takes seconds."""
    tool("prometheus")
    folder = tmp_path_factory.mktemp("prometheus")
    common: dict[str, Any] = {"workers": 1, "models_dir": folder / "models", "profile": "fast"}
    good = topic_settings(tansu.bootstrap, "watched.", stages=STAGES, **common)
    bad = topic_settings(tansu.bootstrap, "failing.", stages=TRAP, failure_run=20, batch_size=8, **common)
    seen = Drill()
    with ExitStack() as stack:
        # Their ports are known before they run, as those of containers that have not started yet.
        ports = [free_port(), free_port()]
        backfill(folder)
        prometheus = stack.enter_context(Prometheus(configured(folder, ports), folder))

        def until_firing(cause: str) -> None:
            seen.fired[cause] = set()
            deadline = time.monotonic() + 120
            while not CAUSES[cause] <= seen.fired[cause] and time.monotonic() < deadline:
                time.sleep(0.5)
                seen.fired[cause] |= prometheus.firing().keys()

        until_firing("no worker")
        worker = stack.enter_context(WorkerProcess(good, folder / "good.log", port=ports[0]))
        worker.wait_ready()
        until_firing("a worker without articles")

        push(tansu.bootstrap, good.topic_raw, [*seed_messages().values(), *articles("", 300)])
        worker.wait_for(lambda: worker.metric("samachar_articles_enriched_total") >= 300, 120)
        prometheus.wait_for(lambda: "SamacharNoArticlesArrive" not in prometheus.firing(), 60)
        until_firing("good articles")

        push(tansu.bootstrap, good.topic_raw, [b"no JSON"] * 100)
        push(tansu.bootstrap, good.topic_raw, [*articles("raise", 40), *articles("exit", 3)])
        yesterday = (datetime.now(UTC) - timedelta(hours=20)).isoformat().encode()
        push(tansu.bootstrap, good.topic_raw, articles("", 200), headers=[(INGESTED_AT, yesterday)])
        until_firing("poison and old articles")

        push(tansu.bootstrap, bad.topic_raw, articles("raise", 100))
        stack.enter_context(WorkerProcess(bad, folder / "bad.log", port=ports[1]))
        until_firing("a stage that fails on all")

        deadline = time.monotonic() + 30  # what is recorded from recorded series needs some evaluations
        while unanswered(prometheus) and time.monotonic() < deadline:
            push(tansu.bootstrap, good.topic_raw, [*seed_messages().values()])  # a share of nothing is no number
            time.sleep(1)
        assert prometheus.query("samachar_no_such_metric") == []
        seen.asked = len(set(every_expression()))
        seen.unanswered = unanswered(prometheus)

        push(tansu.bootstrap, good.topic_raw, articles("slow:5", 20_000))
        until_firing("a flood")
        worker.kill()
        until_firing("a killed worker")
    return seen


def test_every_expression_has_an_answer(drill: Drill) -> None:
    assert drill.asked > 80
    assert drill.unanswered == []


@pytest.mark.parametrize("cause", CAUSES)
def test_alerts_fire_for_real_causes(drill: Drill, cause: str) -> None:
    assert CAUSES[cause] - drill.fired[cause] == set()


def test_good_articles_raise_no_alarm(drill: Drill) -> None:
    # Without `for` an alert on what lasts may fire for a moment (the first articles of a busy machine wait, and so the
    # link falls behind), so only those that need a cause are looked at.
    lasting = {"SamacharWorkerDown", "SamacharLanguageGone", "SamacharFallingBehind"}
    expected = set().union(*CAUSES.values()) - lasting
    assert drill.fired["good articles"] & expected == set()
