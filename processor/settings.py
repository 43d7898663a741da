"""Every setting: its environment variable, default and meaning.

Values come, the first that has one wins, from the command line, the environment, a `.env` file in the working
directory, and the defaults here. A wrong value is an error at start that names the variable.
"""

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from dotenv.parser import parse_stream
from pydantic import AliasChoices, Field, SecretStr, ValidationError, model_validator
from pydantic.functional_validators import BeforeValidator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_MIB = 1024 * 1024


class SettingsError(ValueError):
    """A setting with a wrong value. The text has one line a setting, each naming its variable."""


def _comma_separated(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_separated)]


def _given(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


#: A variable that is set but empty gives no path; as one it would be the working directory.
OptionalPath = Annotated[Path | None, BeforeValidator(_given)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Settings(BaseSettings):
    """All settings. The variable of a field is `SAMACHAR_` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="SAMACHAR_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    # Kafka
    bootstrap_servers: str = Field(
        "127.0.0.1:9092",
        validation_alias=AliasChoices("KAFKA_BOOTSTRAP_SERVERS", "SAMACHAR_BOOTSTRAP_SERVERS"),
        description="Brokers to ask first, host:port, separated by commas.",
    )
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="How to speak to the broker."
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "SCRAM-SHA-512", description="SASL mechanism, where the protocol has SASL."
    )
    sasl_username: str | None = Field(None, description="SASL user name.")
    sasl_password: SecretStr | None = Field(None, description="SASL password.")
    ssl_cafile: OptionalPath = Field(
        None, description="PEM file of the authorities that may sign the broker's certificate."
    )
    ssl_certfile: OptionalPath = Field(None, description="PEM file of our own certificate, for mutual TLS.")
    ssl_keyfile: OptionalPath = Field(None, description="PEM file of our own private key.")
    ssl_key_password: SecretStr | None = Field(None, description="Pass phrase of the private key.")
    group_id: str = Field("samachar", min_length=1, description="Consumer group; a staged link adds its stages' names.")
    session_timeout: Seconds = Field(
        30.0, description="Seconds without a heartbeat after which the broker gives our partitions away."
    )
    compression: Literal["none", "gzip", "lz4", "zstd"] = Field("lz4", description="Compression of what we produce.")

    # Topics
    topic_raw: str = Field("articles.raw", description="Raw articles.")
    topic_language: str = Field("articles.language", description="Records after the language stage (staged layout).")
    topic_entities: str = Field("articles.entities", description="Records after the entities stage (staged layout).")
    topic_enriched: str = Field("articles.enriched", description="Enriched records.")
    topic_dead_letter: str = Field("articles.dead-letter", description="Dead letters.")
    topic_partitions: int = Field(4, ge=1, le=10_000, description="Partitions of a topic that we create.")
    topic_replication: int = Field(1, ge=1, le=32, description="Replicas of a topic that we create.")
    topic_retention_hours: float = Field(
        168.0, gt=0, le=1_000_000, description="Hours that a topic we create keeps its records."
    )

    # The work
    layout: Literal["fused", "staged"] = Field("fused", description="One agent for all stages, or one a stage.")
    stages: Names = Field(
        ("language", "entities", "topics"),
        min_length=1,
        description="Stages in order: built-in names, entry points or import paths module:factory, with commas.",
    )
    profile: Literal["accurate", "fast"] = Field(
        "accurate", description="Models of the stages: accurate ones, or fast ones that find somewhat less."
    )
    entities_model: OptionalPath = Field(
        None, description="Folder of a token classification model in Hugging Face layout, instead of the profile's."
    )
    models_dir: Path = Field(
        Path("~/.cache/samachar"),
        description="Where graphs that are built from such models are kept, and compiled watchlists.",
    )
    watchlist: OptionalPath = Field(
        None, description="File of names to be told of, .jsonl or .csv; docs/watchlists.md has the format."
    )
    topics: OptionalPath = Field(
        None, description="File of topics of your own, .yaml, given beside IPTC's; docs/topics.md has the format."
    )
    workers: int = Field(0, ge=0, le=1024, description="Pool processes; 0 for one a core.")
    process_memory: int = Field(
        0, ge=0, le=1_048_576, description="MiB that a pool process may take before it is replaced; 0 for no limit."
    )
    guarantee: Literal["at_least_once", "exactly_once"] = Field(
        "at_least_once",
        description="Promise for each article; exactly_once is to readers of committed records, docs/exactly-once.md.",
    )
    batch_size: int = Field(32, ge=1, le=10_000, description="Most articles in a batch.")
    batch_bytes: int = Field(
        8 * 1024 * 1024,
        ge=1_000,
        le=1024 * 1024 * 1024,
        description="Most bytes of messages in a batch; a larger message is a batch of its own.",
    )
    batch_wait: Seconds = Field(0.05, description="Seconds to wait for a batch to fill.")
    window: int = Field(4, ge=1, le=1_000, description="Batches in flight at once.")
    article_timeout: Seconds = Field(60.0, description="Seconds one article may take before it becomes a dead letter.")
    delivery_timeout: Seconds = Field(
        120.0, description="Seconds to try to deliver before the worker gives up and ends."
    )
    drain_timeout: Seconds = Field(60.0, description="Seconds a stopping worker may take to finish what it has begun.")
    startup_timeout: Seconds = Field(120.0, description="Seconds that loading the models may take.")

    # Limits of a message
    max_message_bytes: int = Field(
        1024 * 1024, ge=1_000, le=16 * 1024 * 1024, description="Largest raw message, bytes."
    )
    max_text_length: int = Field(200_000, ge=1, le=1_000_000, description="Longest published text, code points.")
    max_depth: int = Field(32, ge=1, le=250, description="Deepest nesting of a raw message.")
    max_fields: int = Field(
        10_000, ge=1, le=1_000_000, description="Most fields of a raw message, those of nested objects included."
    )

    # When too much fails
    failure_run: int = Field(50, ge=1, le=1_000_000, description="Stage failures in a row after which the link stops.")
    failure_ratio: float = Field(
        0.5, gt=0, le=1, description="Share of stage failures in a window at which the link stops."
    )
    failure_window: int = Field(200, ge=1, le=1_000_000, description="Articles in that window.")

    # Being watched
    http_host: str = Field("127.0.0.1", description="Address of /metrics, /healthz and /readyz.")
    http_port: int = Field(9464, ge=0, le=65_535, description="Their port; 0 for any free one.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level that is logged.")
    log_format: Literal["text", "json"] = Field("text", description="Log lines for people or for machines.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.security_protocol.startswith("SASL") and not (self.sasl_username and self.sasl_password):
            raise ValueError("SAMACHAR_SASL_USERNAME and SAMACHAR_SASL_PASSWORD are needed for this security protocol")
        if bool(self.ssl_certfile) != bool(self.ssl_keyfile):
            raise ValueError("SAMACHAR_SSL_CERTFILE and SAMACHAR_SSL_KEYFILE belong together")
        return self

    @property
    def max_record_bytes(self) -> int:
        """The largest record we publish: it repeats the raw message, the text, and says what was found in it.

        Kafka refuses requests over 100 MiB (`socket.request.max.bytes`) whatever a topic allows.
        """
        return min(max(8 * _MIB, 8 * self.max_message_bytes), 96 * _MIB)

    @property
    def max_raw_bytes(self) -> int:
        """What the raw topic takes: twice our limit, so that a message just over it becomes a clear dead letter."""
        return min(2 * self.max_message_bytes, 96 * _MIB)

    @property
    def max_unpacked_bytes(self) -> int:
        """What a record batch may become when it is decompressed; a whole one is held in memory for each partition."""
        return 4 * self.max_record_bytes

    def stage_topic(self, stage: str) -> str:
        """Return the topic that holds records after `stage` in the staged layout; the last stage's is `topic_enriched`.

        A stage named by an import path gives its topic a name that Kafka allows.
        """
        if stage == self.stages[-1]:
            return self.topic_enriched
        own = {"language": self.topic_language, "entities": self.topic_entities}
        return own.get(stage) or f"articles.stage.{re.sub('[^A-Za-z0-9._-]+', '-', stage)}"


def variable(field: str) -> str:
    """Return the environment variable of a field."""
    return "KAFKA_BOOTSTRAP_SERVERS" if field == "bootstrap_servers" else f"SAMACHAR_{field.upper()}"


def misspelt_variables() -> list[tuple[str, str]]:
    """Return (name, setting probably meant) of environment variables that look like settings and are none.

    Only near misses: an orchestrator may set variables of its own that begin with our prefix.
    """
    known = {variable(field) for field in Settings.model_fields}
    strange = sorted(name for name in os.environ if name.startswith("SAMACHAR_") and name not in known)
    return [(name, near[0]) for name in strange if (near := difflib.get_close_matches(name, known, n=1, cutoff=0.85))]


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; `overrides` (from the command line) win, those that are None do not count.

    Raises:
        SettingsError: naming each wrong variable, without its value, which may be a secret, or the line of `.env`.
    """
    _check_env_file(Path(".env"))
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        lines = []
        for problem in error.errors(include_url=False, include_input=False, include_context=False):
            field = str(problem["loc"][0]) if problem["loc"] else ""
            name = field if field.isupper() else variable(field)
            lines.append(f"{name}: {problem['msg']}" if field else problem["msg"].removeprefix("Value error, "))
        raise SettingsError("\n".join(lines)) from error


def _check_env_file(path: Path) -> None:
    """Refuse a file with a line that is no assignment: it would be passed over, and a default be used instead."""
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8") as file:
            broken = [str(binding.original.line) for binding in parse_stream(file) if binding.error]
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    if broken:
        raise SettingsError(f"{path}: line {', '.join(broken)} cannot be read as NAME=VALUE")
