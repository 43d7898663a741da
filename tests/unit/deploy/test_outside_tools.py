"""What the tools of the trade say, where they are installed. The other tests of this folder need none of them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.support.prometheus import promtool
from tests.unit.deploy.dockerfile import DOCKERFILE
from tests.unit.deploy.files import COMPOSE, DASHBOARDS, PROMETHEUS, expressions, read_dashboard
from tests.unit.deploy.kustomize import OVERLAYS, build
from tests.unit.deploy.rules import RULES


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def _tool(name: str) -> str:
    path = shutil.which(name) or shutil.which(name, path=str(Path(sys.prefix, "bin")))
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def test_promtool_accepts_the_configuration() -> None:
    told = promtool("check", "config", PROMETHEUS)
    assert f"{len(RULES)} rule files found" in told


def test_promtool_can_parse_every_query(tmp_path: Path) -> None:
    # As recording rules: older versions of promtool check no expression by itself.
    rules = ["groups:", "  - name: dashboards", "    rules:"]
    queries = [expr for path in DASHBOARDS for _, expr in expressions(read_dashboard(path))]
    for number, expr in enumerate(queries):
        rules += [f"      - record: query:{number}", f"        expr: '{expr.replace('$__rate_interval', '1m')}'"]
    file = tmp_path / "rules.yml"
    file.write_text("\n".join(rules), encoding="utf-8")
    assert f"{len(queries)} rules found" in promtool("check", "rules", file)


def test_hadolint_finds_nothing() -> None:
    told = _run(_tool("hadolint"), str(DOCKERFILE))
    assert told.returncode == 0, told.stdout + told.stderr


def test_docker_compose_accepts_the_file() -> None:
    docker = _tool("docker")
    if _run(docker, "compose", "version").returncode != 0:
        pytest.skip("docker has no compose plugin")
    told = _run(docker, "compose", "--file", str(COMPOSE), "config", "--quiet")
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.name)
def test_kustomize_builds_what_we_take_it_to_build(overlay: Path) -> None:
    told = _run(_tool("kustomize"), "build", str(overlay))
    assert told.returncode == 0, told.stderr
    built = {
        (each["kind"], each["metadata"]["name"]): each for each in YAML(typ="safe", pure=True).load_all(told.stdout)
    }
    assert built == {(each["kind"], each["metadata"]["name"]): each for each in build(overlay)}
