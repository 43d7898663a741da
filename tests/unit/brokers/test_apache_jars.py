"""Fetching Apache Kafka: what is missing is said, and a folder is whole or absent."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from processor.brokers.apache import LocalKafka
from processor.brokers.apache_jars import ensure_jars, java, kafka_home, kafka_version
from processor.brokers.errors import BrokerStartError
from tests.conftest import kafka_required, started


def _program(folder: Path, name: str, code: str) -> None:
    """Put a program on a path of its own that stands for Maven or Java."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{code}\n")
    path.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the path, empty."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    return folder


_FETCHING = """
import pathlib, sys, time
target = pathlib.Path(next(a for a in sys.argv if a.startswith("-DoutputDirectory=")).partition("=")[2])
with pathlib.Path({calls!r}).open("a") as calls: calls.write("fetched\\n")
for number in range(5):
    (target / f"part-{{number}}.jar").touch()
    time.sleep(0.05)
(target / "kafka_2.13-{version}.jar").touch()
"""


def test_the_version_is_pinned() -> None:
    assert re.fullmatch(r"4\.\d+\.\d+", kafka_version())


def test_where_the_jars_are_kept(tmp_path: Path) -> None:
    assert kafka_home({"SAMACHAR_KAFKA_HOME": "/opt/kafka"}) == Path("/opt/kafka")
    assert kafka_home({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "samachar" / f"kafka-{kafka_version()}"
    assert kafka_home({}) == Path.home() / ".cache" / "samachar" / f"kafka-{kafka_version()}"


def test_no_maven(programs: Path, tmp_path: Path) -> None:
    with pytest.raises(BrokerStartError, match="there is no mvn on the path"):
        ensure_jars(tmp_path / "kafka")
    assert not (tmp_path / "kafka").exists()
    assert programs.is_dir()


def test_a_failed_download_leaves_nothing(programs: Path, tmp_path: Path) -> None:
    wrote = "\\x1b[0m[ERROR] no route to the repository\\n[ERROR] \\n[ERROR] Re-run Maven with -X\\n"
    _program(programs, "mvn", f'import sys; print("{wrote}"); sys.exit(1)')
    home = tmp_path / "cache" / "kafka"
    with pytest.raises(BrokerStartError) as caught:
        ensure_jars(home)
    assert str(caught.value) == (
        f"Maven could not fetch Apache Kafka {kafka_version()}; it wrote:\n[ERROR] no route to the repository"
    )
    assert [path.name for path in home.parent.iterdir()] == [".kafka.lock"]


def test_it_is_fetched_once_by_two_at_once(programs: Path, tmp_path: Path) -> None:
    calls, home = tmp_path / "calls", tmp_path / "cache" / "kafka"
    _program(programs, "mvn", _FETCHING.format(calls=str(calls), version=kafka_version()))
    code = (
        "import sys, pathlib; from processor.brokers.apache_jars import ensure_jars;"
        " home = ensure_jars(pathlib.Path(sys.argv[1])); print(len(list(home.iterdir())))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    assert [process.communicate(timeout=60)[0] for process in both] == ["6\n", "6\n"]
    assert ensure_jars(home) == home
    assert calls.read_text() == "fetched\n"


def test_an_empty_folder_is_filled(programs: Path, tmp_path: Path) -> None:
    _program(programs, "mvn", _FETCHING.format(calls=str(tmp_path / "calls"), version=kafka_version()))
    (tmp_path / "kafka").mkdir()
    assert len(list(ensure_jars(tmp_path / "kafka").iterdir())) == 6


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kafka_2.13-3.9.0.jar").touch()
    with pytest.raises(BrokerStartError, match=r"is not empty and has no kafka_2\.13-4"):
        ensure_jars(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kafka_2.13-3.9.0.jar"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BrokerStartError, match="cannot be kept in"):
        ensure_jars(tmp_path / "file" / "kafka")


def test_no_java(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BrokerStartError, match="there is no java on the path"):
        java()
    monkeypatch.setenv("JAVA_HOME", str(programs))
    with pytest.raises(BrokerStartError, match=r"there is no java in JAVA_HOME \("):
        java()


@pytest.mark.parametrize("version", ["1.8.0_402", "11.0.22"])
def test_an_old_java(programs: Path, version: str) -> None:
    _program(programs, "java", f"""import sys; print('openjdk version "{version}"', file=sys.stderr)""")
    with pytest.raises(BrokerStartError, match=f"needs Java 17 or newer; .* says: .*{re.escape(version)}"):
        java()


@pytest.mark.parametrize("version", ["17.0.15", "21", "25.0.1"])
def test_a_new_java(programs: Path, version: str) -> None:
    _program(programs, "java", f"""import sys; print('openjdk version "{version}"', file=sys.stderr)""")
    assert java() == str(programs / "java")


@pytest.mark.parametrize(
    ("variable", "value", "required"),
    [("CI", "true", True), ("CI", "false", False), ("SAMACHAR_REQUIRE_KAFKA", "1", True), (None, "", False)],
)
@pytest.mark.usefixtures("programs")
def test_a_kafka_that_cannot_start_fails_the_tests_that_need_it_where_it_is_required(
    monkeypatch: pytest.MonkeyPatch, variable: str | None, value: str, required: bool
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("SAMACHAR_REQUIRE_KAFKA", raising=False)
    if variable is not None:
        monkeypatch.setenv(variable, value)

    assert kafka_required() is required
    with pytest.raises(pytest.fail.Exception if required else pytest.skip.Exception, match="no java on the path"):
        next(started(LocalKafka()))
