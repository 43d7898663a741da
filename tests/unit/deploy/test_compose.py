"""docker-compose.yml, checked without Docker: its schema, and that what it says agrees with the code and itself."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from processor.brokers.apache import LocalKafka
from processor.brokers.apache_jars import kafka_version
from processor.engine.worker import _STOP_PATIENCE
from processor.settings import Settings
from tests.unit.deploy.files import (
    COMPOSE,
    ROOT,
    built_here,
    compose,
    environment,
    interpolations,
    seconds,
    services,
)

#: Of the broker in docker-compose.yml: where it is reached, which a test's broker decides for itself.
_ADDRESSES = {"listeners", "advertised.listeners", "controller.quorum.voters", "log.dirs"}


def _schema_errors(path: Path) -> str:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return "" if told.returncode == 0 else told.stdout + told.stderr


def _bind_mounts(service: dict[str, Any]) -> dict[str, str]:
    """Container path -> path in this repository."""
    mounts = [volume.split(":") for volume in service.get("volumes", ())]
    return {mount[1]: mount[0] for mount in mounts if mount[0].startswith(".")}


def _listeners(value: str) -> dict[str, tuple[str, int]]:
    """Listener name -> host and port."""
    found = re.findall(r"(\w+)://([\w.]*):(\d+)", value)
    return {name: (host, int(port)) for name, host, port in found}


def _kafka_properties() -> dict[str, str]:
    return {
        name.removeprefix("KAFKA_").lower().replace("_", "."): value
        for name, value in environment(services()["kafka"]).items()
        if name.startswith("KAFKA_")
    }


def test_it_follows_the_compose_specification() -> None:
    assert _schema_errors(COMPOSE) == ""


def test_the_specification_would_find_a_mistake(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text(encoding="utf-8").replace("read_only: true", "readonly: true"), encoding="utf-8")
    assert "readonly" in _schema_errors(wrong)


def test_every_image_has_an_exact_version_or_is_built_here() -> None:
    for name, service in services().items():
        if "build" not in service:
            assert re.fullmatch(r"[a-z/]+:v?\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?", service["image"]), name


def test_the_broker_is_the_version_that_the_tests_run_on() -> None:
    assert services()["kafka"]["image"] == f"apache/kafka:{kafka_version()}"


def test_the_broker_is_set_up_as_the_one_of_the_tests(tmp_path: Path) -> None:
    ours, tests = _kafka_properties(), LocalKafka(tmp_path)._properties
    del tests["controller.quorum.bootstrap.servers"]  # the image formats for a fixed quorum
    unknown = set(ours) - set(tests) - _ADDRESSES
    assert not unknown, f"not set for the tests, perhaps misspelled: {unknown}"
    shared = {key: value for key, value in ours.items() if key not in _ADDRESSES}
    assert shared == {key: tests[key] for key in shared}


def test_the_brokers_listeners_agree() -> None:
    properties = _kafka_properties()
    listening = _listeners(properties["listeners"])
    advertised = _listeners(properties["advertised.listeners"])
    controllers = {properties["controller.listener.names"]}
    assert set(listening) - controllers == set(advertised)
    assert all(listening[name][1] == port for name, (_, port) in advertised.items())
    assert all(host == "" for host, _ in listening.values()), "a container's own loopback address cannot be reached"
    protocols = dict(pair.split(":") for pair in properties["listener.security.protocol.map"].split(","))
    assert set(protocols) == set(listening)
    (controller,) = controllers
    node, _, voter = properties["controller.quorum.voters"].partition("@")
    assert node == properties["node.id"]
    assert voter == f"{services()['kafka']['hostname']}:{listening[controller][1]}"


def test_containers_and_programs_outside_reach_the_broker() -> None:
    advertised = _listeners(_kafka_properties()["advertised.listeners"])
    inside, (outside_host, outside_port) = advertised["INTERNAL"], advertised["CLIENT"]
    assert inside[0] == "kafka"
    for service in built_here().values():
        assert environment(service)["KAFKA_BOOTSTRAP_SERVERS"] == f"{inside[0]}:{inside[1]}"
    assert services()["kafka"]["ports"] == [f"{outside_host}:{outside_port}:{outside_port}"]
    assert Settings.model_fields["bootstrap_servers"].default == f"{outside_host}:{outside_port}"


def test_the_brokers_health_check_asks_a_listener_that_it_has() -> None:
    advertised = _listeners(_kafka_properties()["advertised.listeners"])
    asked = re.search(r"--bootstrap-server (\w+):(\d+)", services()["kafka"]["healthcheck"]["test"][1])
    assert asked is not None
    assert (asked[1], int(asked[2])) in advertised.values()


def test_ports_are_published_on_the_loopback_address_only() -> None:
    published = [port for service in services().values() for port in service.get("ports", ())]
    assert len(published) == 5
    assert all(port.startswith("127.0.0.1:") for port in published), published
    assert not [name for name, service in services().items() if "network_mode" in service]


def test_services_wait_for_services_that_exist_and_can_be_asked() -> None:
    for name, service in services().items():
        wanted = service.get("depends_on", {})
        conditions = (
            wanted if isinstance(wanted, dict) else {other: {"condition": "service_started"} for other in wanted}
        )
        for other, how in conditions.items():
            assert other in services(), name
            if how["condition"] == "service_healthy":
                assert "test" in services()[other]["healthcheck"], f"{name} waits for the health of {other}"
            if how["condition"] == "service_completed_successfully":
                assert services()[other]["restart"] == "no", f"{name} waits for {other} to end"


def test_mounted_files_exist_and_volumes_are_declared() -> None:
    named = set()
    for service in services().values():
        for path in _bind_mounts(service).values():
            assert (ROOT / path).exists(), path
        named |= {volume.split(":")[0] for volume in service.get("volumes", ()) if not volume.startswith(".")}
    assert named == set(compose()["volumes"])


def test_the_brokers_data_outlive_its_container() -> None:
    mounts = dict(reversed(volume.split(":")) for volume in services()["kafka"]["volumes"])
    assert _kafka_properties()["log.dirs"] in mounts


def test_programs_find_what_is_mounted_for_them() -> None:
    configuration = next(
        option.partition("=")[2]
        for option in services()["prometheus"]["command"]
        if option.startswith("--config.file=")
    )
    assert configuration in _bind_mounts(services()["prometheus"])
    home = environment(services()["grafana"])["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    (mount,) = [target for target in _bind_mounts(services()["grafana"]) if home.startswith(f"{target}/")]
    assert (ROOT / _bind_mounts(services()["grafana"])[mount] / home.removeprefix(f"{mount}/")).is_file()


@pytest.mark.parametrize("name", sorted(built_here()))
def test_our_containers_can_do_little(name: str) -> None:
    service = built_here()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [mount.split(":")[0] for mount in service["tmpfs"]] == ["/tmp"]  # noqa: S108 - in the container
    assert not {"privileged", "cap_add", "user", "pid", "devices"} & set(service)


def test_a_worker_may_drain_before_it_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in environment(services()["worker"]).items():
        monkeypatch.setenv(name, value)
    needed = Settings().drain_timeout + _STOP_PATIENCE
    assert seconds(services()["worker"]["stop_grace_period"]) >= needed + 10


def test_a_worker_that_gave_up_is_started_again() -> None:
    assert services()["worker"]["restart"] == "unless-stopped"


def test_what_can_be_set_from_outside_has_the_default_of_the_settings() -> None:
    found = [each for service in built_here().values() for each in interpolations(service)]
    assert found
    for name, outer, default in found:
        assert outer == name
        field = Settings.model_fields[name.removeprefix("SAMACHAR_").lower()]
        assert default == str(field.default), name
