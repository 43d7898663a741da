"""deploy/kubernetes, checked without a cluster: against the kinds' schemas, against the code, and against itself."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from deploy.kubernetes.rules import prometheus_rule
from processor.brokers.topics import specs
from processor.engine.layouts import LinkSpec, link_specs
from processor.engine.worker import _STOP_PATIENCE
from processor.settings import Settings, load_settings, variable
from tests.unit.deploy.commands import resolve, unknown_options
from tests.unit.deploy.dockerfile import read_dockerfile
from tests.unit.deploy.files import ROOT, read_yaml
from tests.unit.deploy.kustomize import KUBERNETES, OVERLAYS, Object, build, documents, of_kind

_SPECS = ROOT / "tests/data/specs"
_IMAGE = read_dockerfile()[-1]
_OVERLAY = pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.name)


@cache
def _validators() -> dict[str, Draft202012Validator]:
    found = {}
    for name in ("kubernetes-1.34.0.json", "operators.json"):
        schema = orjson.loads((_SPECS / name).read_bytes())
        for kind, definition in schema["kinds"].items():
            found[kind] = Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]})
    return found


def _problems(thing: Object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in _validators()[thing["kind"]].iter_errors(thing)]


def _workers(overlay: Path) -> list[tuple[Object, Object]]:
    """Each Deployment of an overlay with its container."""
    found = of_kind(build(overlay), "Deployment")
    return [(each, each["spec"]["template"]["spec"]["containers"][0]) for each in found]


def _settings(overlay: Path, container: Object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """The settings that a container finds, read as it would read them."""
    monkeypatch.chdir(tmp_path)
    (shared,) = of_kind(build(overlay), "ConfigMap")
    given = {each["name"]: each.get("value", "a secret") for each in container["env"]}
    values = _IMAGE.environment() | shared["data"] | given
    for name, value in values.items():
        if name.startswith(("SAMACHAR_", "KAFKA_")):
            assert name in {variable(field) for field in Settings.model_fields}
            monkeypatch.setenv(name, value)
    return load_settings()


def _link(settings: Settings, container: Object) -> LinkSpec:
    """The one link that a container runs."""
    command, left = resolve(container["args"])
    assert unknown_options(command, left) == []
    only = tuple(left[1].split(",")) if left[:1] == ["--stages"] else ()
    (link,) = link_specs(settings, only)
    return link


def _mebibytes(quantity: str) -> float:
    number, unit = re.fullmatch(r"(\d+)(Mi|Gi)", quantity).groups()  # type: ignore[union-attr]
    return int(number) * {"Mi": 1, "Gi": 1024}[unit]


@_OVERLAY
def test_everything_follows_its_schema(overlay: Path) -> None:
    objects = [each for each in build(overlay) if not each["apiVersion"].startswith("kafka.strimzi.io/")]
    assert {each["kind"]: _problems(each) for each in objects if _problems(each)} == {}
    assert {"Deployment", "PodDisruptionBudget", "NetworkPolicy", "ScaledObject", "PodMonitor", "PrometheusRule"} <= {
        each["kind"] for each in objects
    }


def test_the_schemas_would_find_mistakes() -> None:
    by_kind = {each["kind"]: each for each in build(OVERLAYS[0])}
    by_kind["Deployment"]["spec"]["template"]["spec"]["containers"][0]["resource"] = {}
    by_kind["ScaledObject"]["spec"]["minReplicas"] = 1
    by_kind["PodMonitor"]["spec"]["podMetricsEndpoints"][0]["port"] = 9464
    del by_kind["NetworkPolicy"]["spec"]["policyTypes"]
    by_kind["NetworkPolicy"]["spec"]["ingress"][0]["ports"][0]["port"] = []
    for kind in ("Deployment", "ScaledObject", "PodMonitor", "NetworkPolicy"):
        assert _problems(by_kind[kind]), kind


def test_the_secrets_to_fill_in_follow_their_schema_and_hold_none() -> None:
    secrets = documents(KUBERNETES / "secret.example.yaml")
    assert [_problems(each) for each in secrets] == [[], []]
    assert {value for each in secrets for value in each["stringData"].values()} == {"REPLACE-ME"}
    assert not [overlay for overlay in OVERLAYS if of_kind(build(overlay), "Secret")]


@_OVERLAY
def test_names_are_unique_and_refer_to_what_is_there(overlay: Path) -> None:
    objects = build(overlay)
    names = [(each["kind"], each["metadata"]["name"]) for each in objects]
    assert len(names) == len(set(names))
    assert {each["metadata"].get("namespace") for each in objects if each["kind"] != "Namespace"} == {"news"}
    for each in of_kind(objects, "ScaledObject"):
        assert ("Deployment", each["spec"]["scaleTargetRef"]["name"]) in names
        (trigger,) = each["spec"]["triggers"]
        assert ("TriggerAuthentication", trigger["authenticationRef"]["name"]) in names
    (authentication,) = of_kind(objects, "TriggerAuthentication")
    secrets = {each["metadata"]["name"] for each in documents(KUBERNETES / "secret.example.yaml")}
    assert {each["name"] for each in authentication["spec"]["secretTargetRef"]} == secrets
    for deployment, container in _workers(overlay):
        assert authentication["spec"]["env"][0]["containerName"] == container["name"]
        pod = deployment["spec"]["template"]["spec"]
        assert ("ServiceAccount", pod["serviceAccountName"]) in names
        assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
        assert {volume["secret"]["secretName"] for volume in pod["volumes"] if "secret" in volume} <= secrets


@_OVERLAY
def test_selectors_choose_the_pods_of_their_own_worker_alone(overlay: Path) -> None:
    objects = build(overlay)
    pods = {each["metadata"]["name"]: each["spec"]["template"]["metadata"]["labels"] for each, _ in _workers(overlay)}
    for each in (*of_kind(objects, "Deployment"), *of_kind(objects, "PodDisruptionBudget")):
        chosen = {
            name for name, labels in pods.items() if each["spec"]["selector"]["matchLabels"].items() <= labels.items()
        }
        assert chosen == {each["metadata"]["name"]}, each["kind"]
    (policy,), (monitor,) = of_kind(objects, "NetworkPolicy"), of_kind(objects, "PodMonitor")
    for labels in pods.values():
        assert policy["spec"]["podSelector"]["matchLabels"].items() <= labels.items()
        assert monitor["spec"]["selector"]["matchLabels"].items() <= labels.items()
        assert labels[monitor["spec"]["jobLabel"]] == "samachar"


@_OVERLAY
def test_workers_have_settings_that_exist_and_do_all_stages(
    overlay: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stages: tuple[str, ...] = ()
    for _, container in _workers(overlay):
        settings = _settings(overlay, container, monkeypatch, tmp_path)
        assert settings.layout == overlay.name
        assert settings.http_host == "0.0.0.0", "what listens on the loopback address cannot be reached"  # noqa: S104
        stages += _link(settings, container).plan.stages
    assert stages == Settings().stages


@_OVERLAY
def test_what_scales_a_worker_looks_at_its_own_group_and_topic(
    overlay: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    objects = build(overlay)
    topics = {each["metadata"]["name"]: each["spec"] for each in of_kind(objects, "KafkaTopic")}
    for deployment, container in _workers(overlay):
        settings = _settings(overlay, container, monkeypatch, tmp_path)
        link = _link(settings, container)
        (scaled,) = [
            each["spec"]
            for each in of_kind(objects, "ScaledObject")
            if each["spec"]["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
        ]
        asked = scaled["triggers"][0]["metadata"]
        assert (asked["consumerGroup"], asked["topic"]) == (link.group, link.source)
        assert asked["bootstrapServers"] == settings.bootstrap_servers
        assert scaled["maxReplicaCount"] == topics[link.source]["partitions"]
        # What a worker has in hand counts as lag; a threshold below it would ask for workers that are not needed.
        assert int(asked["lagThreshold"]) >= settings.batch_size * (settings.window + 3)


@_OVERLAY
def test_topics_are_as_samachar_would_make_them(overlay: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _, container = _workers(overlay)[0]
    settings = _settings(overlay, container, monkeypatch, tmp_path)
    found = {each["metadata"]["name"]: each for each in of_kind(build(overlay), "KafkaTopic")}
    assert set(found) == {spec.name for spec in specs(settings)}
    for spec in specs(settings):
        topic = found[spec.name]
        assert topic["apiVersion"] == "kafka.strimzi.io/v1beta2"
        assert topic["metadata"]["labels"] == {"strimzi.io/cluster": "news"}
        assert topic["spec"] == {
            "partitions": spec.partitions,
            "replicas": spec.replication,
            "config": {
                "max.message.bytes": spec.max_message_bytes,
                "retention.ms": spec.retention_ms,
                "cleanup.policy": spec.cleanup,
                "min.insync.replicas": 2,
            },
        }


@_OVERLAY
def test_the_user_may_do_what_the_links_do_and_no_more(
    overlay: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (user,) = of_kind(build(overlay), "KafkaUser")
    assert user["spec"].keys() == {"authentication", "authorization"}
    assert user["spec"]["authentication"] == {"type": "scram-sha-512"}
    assert user["spec"]["authorization"]["type"] == "simple"
    rights: dict[tuple[str, str, str], set[str]] = {}
    for acl in user["spec"]["authorization"]["acls"]:
        assert acl.keys() == {"resource", "operations"}
        assert acl["resource"].keys() == {"type", "name", "patternType"}
        resource = acl["resource"]["type"], acl["resource"]["name"], acl["resource"]["patternType"]
        rights[resource] = set(acl["operations"])
    reads, writes, groups = set(), set(), set()
    for _, container in _workers(overlay):
        settings = _settings(overlay, container, monkeypatch, tmp_path)
        assert settings.sasl_username == user["metadata"]["name"]
        link = _link(settings, container)
        reads.add(link.source)
        writes |= {link.destination, settings.topic_dead_letter}
        groups.add(link.group)
    for topic in reads | writes:
        wanted = ({"Read"} if topic in reads else set()) | ({"Write"} if topic in writes else set())
        assert rights.pop(("topic", topic, "literal")) == wanted | {"Describe", "DescribeConfigs"}, topic
    assert rights == {("group", "samachar", "prefix"): {"Read", "Describe"}}
    assert all(group.startswith("samachar") for group in groups)


@_OVERLAY
def test_a_pod_can_do_little_and_is_asked_as_the_manual_says(overlay: Path) -> None:
    for deployment, container in _workers(overlay):
        pod = deployment["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert (
            f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}" == _IMAGE.last("USER").text
        )
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert {mount["mountPath"] for mount in container["volumeMounts"] if not mount.get("readOnly")} == {"/tmp"}  # noqa: S108
        for probe, path in (("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")):
            assert container[probe]["httpGet"] == {"path": path, "port": "metrics"}
        started = container["startupProbe"]
        assert started["periodSeconds"] * started["failureThreshold"] >= Settings().startup_timeout
        assert pod["terminationGracePeriodSeconds"] >= Settings().drain_timeout + _STOP_PATIENCE + 10
        (port,) = container["ports"]
        assert port == {"name": "metrics", "containerPort": Settings().http_port}
        assert str(port["containerPort"]) == _IMAGE.last("EXPOSE").text


@_OVERLAY
def test_the_memory_asked_for_is_what_was_measured(overlay: Path) -> None:
    """The figures that the manifest reckons with are those of the documentation."""
    told = (KUBERNETES / "worker/deployment.yaml").read_text(encoding="utf-8")
    assert "1,025 MB" in told
    assert "two processes 1,025 and 786 MB together (PSS)" in (ROOT / "docs/models.md").read_text(encoding="utf-8")
    assert "85 MB for the main process" in (ROOT / "docs/ops.md").read_text(encoding="utf-8")
    for _, container in _workers(overlay):
        resources = container["resources"]
        asked, most = (_mebibytes(resources[kind]["memory"]) for kind in ("requests", "limits"))
        assert (1025 + 85) / 1.048576 + 168 + 6 * Settings().max_unpacked_bytes / 2**20 < asked < most
        processes = {each["name"]: each.get("value") for each in container["env"]}["SAMACHAR_WORKERS"]
        assert resources["requests"]["cpu"] == processes
        assert "cpu" not in resources["limits"]


def _reckoned(text: str) -> tuple[int, str]:
    """The rate and the threshold that the last `P / C s = R articles a second … = T` of a comment comes to."""
    found = re.findall(r"(\d) / (0\.\d+) s = (\d+) articles a second.*? x 30 s = (\d+)", text, re.DOTALL)
    processes, cost, rate, threshold = found[-1]
    assert int(rate) == pytest.approx(int(processes) / float(cost), rel=0.04)
    assert int(threshold) == 30 * int(rate)
    return int(rate), threshold


def test_the_thresholds_are_what_their_comments_reckon_from_what_was_measured() -> None:
    file = KUBERNETES / "worker/scaled-object.yaml"
    told = file.read_text(encoding="utf-8")
    measured = (ROOT / "docs/scaling.md").read_text(encoding="utf-8")
    for stage, cost in re.findall(r"(entities|topics|language) (\d+) ms", told.split("lagThreshold")[1]):
        assert f"| {stage} | {cost} ms |" in measured
    assert "| **one article in the pool** | **130 ms**" in measured
    assert "of a core: 130 ms" in told
    (trigger,) = read_yaml(file)["spec"]["triggers"]
    assert _reckoned(told)[1] == trigger["metadata"]["lagThreshold"]
    for link in ("language", "entities", "topics"):
        text = (KUBERNETES / "overlays/staged" / link / "kustomization.yaml").read_text(encoding="utf-8")
        assert [_reckoned(text)[1]] == re.findall(r'lagThreshold, value: "(\d+)"', text), link


def test_the_rules_are_those_of_prometheus() -> None:
    assert read_yaml(KUBERNETES / "base/prometheus-rule.yaml") == prometheus_rule()


def test_every_file_is_part_of_an_overlay() -> None:
    used: set[Path] = {KUBERNETES / "secret.example.yaml"}

    def look(folder: Path) -> None:
        used.add(folder / "kustomization.yaml")
        content: dict[str, Any] = read_yaml(folder / "kustomization.yaml")
        for resource in content["resources"]:
            path = (folder / resource).resolve()
            look(path) if path.is_dir() else used.add(path)

    for overlay in OVERLAYS:
        look(overlay)
    assert set(KUBERNETES.rglob("*.yaml")) == used
