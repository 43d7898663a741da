"""Every variable of ours in the deployment files is a setting, with a value that it takes."""

import re
from pathlib import Path

import pytest

from processor.settings import Settings, load_settings, variable
from tests.unit.deploy.dockerfile import read_dockerfile
from tests.unit.deploy.files import ROOT, built_here, environment, services

_VARIABLES = {variable(field): field for field in Settings.model_fields}
_LINE = re.compile(r"(?:# )?([A-Z][A-Z0-9_]*)=(.*)")


def _ours(names: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in names.items() if name.startswith(("SAMACHAR_", "KAFKA_BOOTSTRAP"))}


def _loaded(values: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.chdir(tmp_path)  # no .env here
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def _example() -> dict[str, tuple[str, str]]:
    """Variable -> (the comment above it, its value), of .env.example."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    found = {}
    for above, line in zip(["", *lines], lines, strict=False):
        if match := _LINE.fullmatch(line):
            assert match[1] not in found, f"{match[1]} stands there twice"
            found[match[1]] = above.removeprefix("# "), match[2]
    return found


def test_the_image_sets_settings_that_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = _ours(read_dockerfile()[-1].environment())
    assert values
    assert set(values) <= set(_VARIABLES)
    settings = _loaded(values, monkeypatch, tmp_path)
    assert settings.http_host == "0.0.0.0", "what listens on a container's loopback address cannot be reached"  # noqa: S104


@pytest.mark.parametrize("name", sorted(built_here()))
def test_compose_sets_settings_that_exist(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = environment(services()[name])
    assert set(values) <= set(_VARIABLES)
    _loaded(_ours(read_dockerfile()[-1].environment()) | values, monkeypatch, tmp_path)


def test_topics_are_made_with_the_settings_that_the_worker_checks() -> None:
    about_topics = {
        name: {key: value for key, value in environment(services()[name]).items() if "TOPIC" in key or "MAX" in key}
        for name in ("topics", "worker")
    }
    assert about_topics["topics"] == about_topics["worker"]


def test_the_example_has_every_setting_once_with_its_description() -> None:
    expected = {name: Settings.model_fields[field].description for name, field in _VARIABLES.items()}
    assert {name: above for name, (above, _) in _example().items()} == expected


def test_the_example_has_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = {name: value for name, (_, value) in _example().items()}
    settings = _loaded(values, monkeypatch, tmp_path)
    for name, field in _VARIABLES.items():
        default = Settings.model_fields[field].default
        if default is not None:
            assert getattr(settings, field) == default, name


def test_the_example_sets_nothing_as_it_is() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
