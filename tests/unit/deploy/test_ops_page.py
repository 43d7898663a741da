"""docs/ops.md names only what exists: commands, options, settings, metrics, files, exit codes, topics."""

import re
import shlex
from pathlib import Path

import pytest

from processor.brokers.topics import specs
from processor.cli.main import INTERRUPTED
from processor.contracts.errors import INVALID_INPUT, Reason
from processor.engine.exits import Exit
from processor.settings import Settings, variable
from tests.unit.deploy.commands import resolve, unknown_options
from tests.unit.deploy.files import ROOT
from tests.unit.deploy.promql import series
from tests.unit.deploy.rules import alerts

PAGE = ROOT / "docs/ops.md"
TEXT = PAGE.read_text(encoding="utf-8")
#: A default that the page shows after a setting: `SAMACHAR_WINDOW` (4).
_STATED = re.compile(r"`(SAMACHAR_\w+)` \((\d[\d,]*)( s| MiB)?[);]")


def _commands() -> list[str]:
    blocks = re.findall(r"```\n(.*?)```", TEXT, re.DOTALL)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    inline = re.findall(r"`(samachar [^`]+)`", TEXT)
    return [line for line in (*lines, *inline) if line.startswith("samachar ")]


@pytest.mark.parametrize("line", _commands())
def test_commands_exist_with_these_options(line: str) -> None:
    _, *arguments = shlex.split(line.split(">", maxsplit=1)[0])
    command, left = resolve(arguments)
    assert unknown_options(command, left) == []


def test_settings_exist() -> None:
    named = set(re.findall(r"SAMACHAR_\w+|KAFKA_BOOTSTRAP_SERVERS", TEXT))
    assert named <= {variable(field) for field in Settings.model_fields}


def test_the_defaults_that_it_states_are_those_of_the_settings() -> None:
    found = _STATED.findall(TEXT)
    assert len(found) >= 8
    for name, number, unit in found:
        default = Settings.model_fields[name.removeprefix("SAMACHAR_").lower()].default
        stated = int(number.replace(",", "")) * (1024 * 1024 if unit == " MiB" else 1)
        assert default == stated, name


def test_metrics_exist() -> None:
    assert set(re.findall(r"samachar_\w+", TEXT)) <= set(series())


def test_the_alerts_are_counted() -> None:
    assert f"{len(alerts())} alerts" in TEXT


def test_every_exit_code_is_explained() -> None:
    assert re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE) == [*(str(int(code)) for code in Exit), str(INTERRUPTED)]


def test_every_topic_is_there_with_what_it_takes() -> None:
    settings = Settings(layout="staged")
    for topic in specs(settings):
        assert f"`{topic.name}`" in TEXT
    assert settings.max_raw_bytes == 2 * settings.max_message_bytes
    assert settings.max_record_bytes == 8 * settings.max_message_bytes


def test_the_memory_in_hand_is_reckoned_as_the_engine_holds_it() -> None:
    settings = Settings()
    messages = settings.batch_size * (settings.window + 3)
    records = settings.batch_size * settings.window
    assert f"{messages} with the defaults" in TEXT
    assert f"= {records} of them" in TEXT
    in_the_link = settings.batch_bytes * (settings.window + 1)
    assert f"{in_the_link / 2**20:.0f} MiB in the link (`SAMACHAR_BATCH_BYTES`" in TEXT.replace("\n", " ")
    before_it = 2 * settings.batch_size * settings.max_raw_bytes
    assert f"{before_it / 2**20:.0f} MiB before it" in TEXT.replace("\n", " ")
    # A batch of messages of the largest size has as many as fit into its bytes.
    largest = settings.window * (settings.batch_bytes // settings.max_raw_bytes)
    assert f"{largest * settings.max_record_bytes / 2**20:.0f} MiB of records" in TEXT.replace("\n", " ")


def test_the_reasons_that_count_for_the_policy_are_named() -> None:
    for reason in set(Reason) - INVALID_INPUT:
        assert f"`{reason}`" in TEXT


def test_links_and_files_lead_somewhere() -> None:
    links = [PAGE.parent / link for link in re.findall(r"\]\(([^)#:]+)[^)]*\)", TEXT)]
    files = [
        ROOT / name
        for name in re.findall(r"`((?:deploy|docs|tests)/[\w./-]+|requirements\.lock|\.env\.example)`", TEXT)
    ]
    assert len(links) >= 3
    assert len(files) >= 4
    missing: list[Path] = [path for path in (*links, *files) if not path.exists()]
    assert missing == []
