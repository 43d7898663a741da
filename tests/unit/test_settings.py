"""Settings: where values come from, and clear errors for what is wrong."""

from pathlib import Path

import pytest

from processor.settings import SettingsError, load_settings, misspelt_variables, variable


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_first_that_has_a_value_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().window == 4
    Path(".env").write_text("SAMACHAR_WINDOW=5\n", encoding="utf-8")
    assert load_settings().window == 5
    monkeypatch.setenv("SAMACHAR_WINDOW", "6")
    assert load_settings().window == 6
    assert load_settings(window=7).window == 7
    assert load_settings(window=None).window == 6


@pytest.mark.parametrize("name", ["KAFKA_BOOTSTRAP_SERVERS", "SAMACHAR_BOOTSTRAP_SERVERS"])
def test_the_broker_has_the_name_that_everybody_uses(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("BOOTSTRAP_SERVERS", "wrong:1")
    monkeypatch.setenv(name, "right:1")
    assert load_settings().bootstrap_servers == "right:1"


def test_stages_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMACHAR_STAGES", " language, entities ,")
    assert load_settings().stages == ("language", "entities")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAMACHAR_WINDOW", "many"),
        ("SAMACHAR_WINDOW", "0"),
        ("SAMACHAR_LAYOUT", "round"),
        ("SAMACHAR_STAGES", ","),
        ("SAMACHAR_HTTP_PORT", "70000"),
        ("SAMACHAR_MAX_DEPTH", "251"),
        ("SAMACHAR_ARTICLE_TIMEOUT", "-1"),
        ("SAMACHAR_TOPIC_RETENTION_HOURS", "inf"),  # Kafka counts in milliseconds of 64 bits
        ("SAMACHAR_FAILURE_WINDOW", "99999999999999999999"),  # a window is held in memory
        ("SAMACHAR_FAILURE_RUN", "99999999999999999999"),
    ],
)
def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: "):
        load_settings()


def test_every_wrong_value_has_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMACHAR_WINDOW", "x")
    monkeypatch.setenv("SAMACHAR_BATCH_SIZE", "y")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert sorted(line.split(":")[0] for line in str(caught.value).splitlines()) == [
        "SAMACHAR_BATCH_SIZE",
        "SAMACHAR_WINDOW",
    ]


def test_sasl_needs_its_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMACHAR_SECURITY_PROTOCOL", "SASL_SSL")
    with pytest.raises(SettingsError, match="SAMACHAR_SASL_USERNAME and SAMACHAR_SASL_PASSWORD"):
        load_settings()


def test_a_broken_line_of_the_env_file_is_an_error() -> None:
    Path(".env").write_text('SAMACHAR_WINDOW=5\nSAMACHAR_SASL_PASSWORD="no end\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^\.env: line 2 cannot be read as NAME=VALUE$"):
        load_settings()


def test_an_env_file_in_another_encoding_is_an_error() -> None:
    Path(".env").write_bytes("SAMACHAR_GROUP_ID=समाचार\n".encode("utf-16"))
    with pytest.raises(SettingsError, match=r"^\.env: cannot be read"):
        load_settings()


def test_near_misses_are_found_and_strangers_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMACHAR_WROKERS", "3")
    monkeypatch.setenv("SAMACHAR_PORT_9464_TCP_ADDR", "10.0.0.1")  # as Kubernetes sets it for a service of our name
    monkeypatch.setenv("SAMACHAR_WINDOW", "3")
    assert misspelt_variables() == [("SAMACHAR_WROKERS", "SAMACHAR_WORKERS")]


def test_variables_are_the_fields_in_capitals() -> None:
    assert variable("batch_size") == "SAMACHAR_BATCH_SIZE"
    assert variable("bootstrap_servers") == "KAFKA_BOOTSTRAP_SERVERS"


def test_the_topic_after_the_last_stage_is_the_enriched_one() -> None:
    settings = load_settings(stages="language,my.module:Own,topics")
    assert [settings.stage_topic(stage) for stage in settings.stages] == [
        "articles.language",
        "articles.stage.my.module-Own",
        "articles.enriched",
    ]
