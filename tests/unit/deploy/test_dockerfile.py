"""deploy/Dockerfile, checked without Docker; its health check runs against the real HTTP server."""

import asyncio
import re
import sys
import tomllib
from collections.abc import Iterator

import pytest
from prometheus_client import CollectorRegistry

from processor.observe.health import Health
from processor.observe.http import HttpServer
from processor.settings import Settings
from tests.unit.deploy.commands import resolve, unknown_options
from tests.unit.deploy.dockerfile import healthcheck, read_dockerfile
from tests.unit.deploy.files import PROMETHEUS, ROOT, built_here, read_yaml, services

_BUILD, _FINAL = read_dockerfile()


def _copied_from_the_context() -> Iterator[str]:
    for stage in (_BUILD, _FINAL):
        for copy in stage.all("COPY"):
            *sources, _ = [word for word in copy.text.split() if not word.startswith("--")]
            if "--from=" not in copy.text:
                yield from sources


def test_the_base_image_is_pinned_and_the_same_in_both_stages() -> None:
    # The environment that the first stage makes points to the Python of the second.
    assert _BUILD.image == _FINAL.image
    assert re.fullmatch(r"python:3\.11\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", _FINAL.image)


def test_it_runs_as_a_numeric_user_that_is_not_root() -> None:
    user, group = _FINAL.last("USER").text.split(":")
    assert int(user) > 0
    assert int(group) > 0


def test_only_the_finished_environment_gets_into_the_last_stage() -> None:
    assert [copy.text for copy in _FINAL.all("COPY")] == ["--from=build /opt/samachar /opt/samachar"]
    assert _BUILD.name == "build"
    assert not _FINAL.all("RUN"), "the last stage installs nothing"
    assert not [stage for stage in (_BUILD, _FINAL) if stage.all("ADD")], "ADD fetches and unpacks on its own"


def test_everything_copied_exists_and_reaches_the_build() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in ignored if line and not line.startswith("#")]
    assert patterns[0] == "*", "nothing but what is named"
    let_through = {pattern.removeprefix("!") for pattern in patterns if pattern.startswith("!")}
    copied = set(_copied_from_the_context())
    assert copied == let_through
    assert [source for source in copied if not (ROOT / source).exists()] == []


def test_what_the_package_needs_to_be_built_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {project["readme"], *project["license-files"], "pyproject.toml", "processor"} <= set(
        _copied_from_the_context()
    )


def test_everything_is_installed_by_hash_or_built_here() -> None:
    commands = [command.strip() for run in _BUILD.all("RUN") for command in run.text.split("&&")]
    installs = [command for command in commands if re.search(r"\bpip\b.* install ", command)]
    assert len(installs) == 3
    for command in installs:
        by_hash = "--require-hashes --only-binary :all: -r " in command
        assert by_hash or "--no-deps --no-index dist/" in command, command
    (wheel,) = [command for command in commands if " wheel " in command]
    assert "--no-deps --no-build-isolation" in wheel, "an isolated build takes its tools from the index, unhashed"


@pytest.mark.parametrize("arguments", [_FINAL.last("CMD").exec_form, *(s["command"] for s in built_here().values())])
def test_commands_exist(arguments: list[str]) -> None:
    assert _FINAL.last("ENTRYPOINT").exec_form == ["samachar"]
    command, left = resolve(arguments)
    assert unknown_options(command, left) == []


def test_the_port_is_the_same_everywhere() -> None:
    port = Settings.model_fields["http_port"].default
    assert _FINAL.last("EXPOSE").text == str(port)
    assert str(port) in healthcheck()[2]
    (published,) = services()["worker"]["ports"]
    assert published.rpartition(":")[2] == str(port)
    jobs = {job["job_name"]: job for job in read_yaml(PROMETHEUS)["scrape_configs"]}
    assert jobs["samachar"]["dns_sd_configs"][0]["port"] == port


async def _checked(port: int) -> int:
    program, *arguments = healthcheck()
    assert program == "python"
    environment = {
        "SAMACHAR_HTTP_PORT": str(port),
        "HTTP_PROXY": "http://127.0.0.1:1",
        "http_proxy": "http://127.0.0.1:1",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    return await process.wait()


async def _health_codes() -> dict[str, int]:
    health = Health(["fused"])
    server = HttpServer("127.0.0.1", 0, CollectorRegistry(), health)
    codes = {}
    async with server:
        port = server.port
        codes["starting"] = await _checked(port)
        health.stopped_reason["fused"] = "50 articles in a row failed"
        codes["stopped by the policy"] = await _checked(port)
        health.fatal = "the broker did not take a record"
        codes["fatal"] = await _checked(port)
    codes["gone"] = await _checked(port)
    return codes


def test_the_health_check_fails_for_a_worker_to_be_replaced_and_for_no_other() -> None:
    codes = asyncio.run(_health_codes())
    assert codes == {"starting": 0, "stopped by the policy": 0, "fatal": 1, "gone": 1}
