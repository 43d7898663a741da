"""The commands by every way into a secured broker, and by a wrong one."""

import ipaddress
from pathlib import Path
from typing import Any

import orjson
import psutil
import pytest

from processor.engine.exits import Exit
from processor.settings import Settings
from tests.brokers import settings_for
from tests.integration.secured.conftest import SECRETS, Samachar
from tests.support.certificates import PHRASE
from tests.support.secured import PASSWORD, Secured
from tests.support.shell import LETTERS
from tests.support.workers import WorkerProcess

pytestmark = pytest.mark.kafka

_WAYS = {
    "SCRAM-SHA-512 over TLS": ("PASSWORD", {"sasl_mechanism": "SCRAM-SHA-512"}),
    "PLAIN over TLS": ("PASSWORD", {"sasl_mechanism": "PLAIN"}),
    "mutual TLS": ("MUTUAL", {}),
}
_ARTICLES = b'{"id":"1","text":"one"}\n{"id":"2","text":"two"}\nnonsense\n'


@pytest.fixture(params=_WAYS)
def way(request: pytest.FixtureRequest, secured: Secured) -> dict[str, Any]:
    """The settings of each way in."""
    listener, changes = _WAYS[request.param]
    return secured.way(listener, **changes)


def test_from_articles_to_records(way: dict[str, Any], samachar: Samachar, prefix: str, tmp_path: Path) -> None:
    def ok(*arguments: object, stdin: bytes | None = None) -> str:
        result = samachar(way, *arguments, stdin=stdin)
        assert result.exit_code == 0, result.output
        return result.stdout

    ok("topics", "create")
    ok("topics", "check")
    ok("produce", "--raw", "-", stdin=_ARTICLES)
    settings = _settings(way, prefix)
    with WorkerProcess(settings, tmp_path / "worker.log") as worker:
        worker.wait_ready()
        worker.wait_for(lambda: _done(worker) == 3, 60)
        exposed = "".join(worker.get(path)[1] for path in ("/metrics", "/healthz", "/readyz"))
        listening = _listening(worker)
        assert worker.terminate() == Exit.OK, worker.tail()

    assert listening == {f"127.0.0.1:{worker.port}"}
    log = worker.log.read_text(errors="replace")
    assert "metrics and health at" in log
    assert not [secret for secret in SECRETS if secret in exposed or secret in log]
    assert ok("lag").splitlines()[-1] == "in all: 0"
    assert {orjson.loads(line)["id"] for line in ok("consume", "--json").splitlines()} == {"1", "2"}
    assert ok("consume", "--json", "--group", f"{prefix}readers").count("\n") == 2
    assert "not_json" in ok("dlq", "list")
    assert "1 replayed" in samachar(way, "dlq", "replay", "--all").stderr
    assert PASSWORD not in ok("config")


def _settings(way: dict[str, Any], prefix: str) -> Settings:
    rest = {name: value for name, value in way.items() if name != "bootstrap_servers"}
    # DEBUG: what the Kafka clients say of their options is then in the log.
    more = {"stages": (LETTERS,), "workers": 1, "log_level": "DEBUG"}
    return settings_for(way["bootstrap_servers"], prefix, **rest, **more)


def _done(worker: WorkerProcess) -> float:
    return sum(worker.metric(f"samachar_{name}_total") for name in ("articles_enriched", "dead_letters"))


def _listening(worker: WorkerProcess) -> set[str]:
    """Return where the worker and its pool listen."""
    own = psutil.Process(worker.process.pid)
    connections = [each for process in (own, *own.children(recursive=True)) for each in process.net_connections()]
    addresses = {each.laddr for each in connections if each.status == psutil.CONN_LISTEN}
    assert all(ipaddress.ip_address(address.ip).is_loopback for address in addresses)
    return {f"{address.ip}:{address.port}" for address in addresses}


_COMMANDS = [
    "topics create",
    "topics check",
    "produce -",
    "consume",
    "consume --group readers",
    "lag",
    "dlq list",
    "dlq show 0:0",
    "dlq replay --all",
    "worker",
]


@pytest.mark.parametrize("command", _COMMANDS)
def test_a_wrong_password_is_one_line(secured: Secured, samachar: Samachar, command: str) -> None:
    way = secured.way("PASSWORD", sasl_password="wrong-password")  # noqa: S106 - that it is none is the point

    result = samachar(way, *command.split(), stdin=_ARTICLES)

    assert result.exit_code == Exit.UNAVAILABLE
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith(
        f"Error: The broker at {way['bootstrap_servers']} cannot be used: it refuses the user 'alice'"
    )
    assert "SAMACHAR_SASL_PASSWORD" in line


@pytest.mark.parametrize("command", ["lag", "worker"])
def test_an_expired_certificate_is_one_line(secured: Secured, samachar: Samachar, command: str) -> None:
    way = secured.way("MUTUAL", **secured.certificates.own(secured.certificates.old_client))

    result = samachar(way, command)

    assert result.exit_code == Exit.UNAVAILABLE
    (line,) = result.stderr.splitlines()
    assert "it refuses our certificate, which has expired; see SAMACHAR_SSL_CERTFILE" in line


def test_a_stack_trace_has_no_secrets_either(secured: Secured, samachar: Samachar) -> None:
    way = secured.way("CLIENT", sasl_password="wrong-password")  # noqa: S106 - as above

    result = samachar(way, "lag", "--debug")

    assert result.exit_code == Exit.UNAVAILABLE
    assert "Traceback" in result.stderr
    assert not [secret for secret in SECRETS if secret in result.output]


def test_the_settings_are_shown_without_the_secrets(secured: Secured, samachar: Samachar) -> None:
    shown = samachar(secured.way("CLIENT"), "config").stdout
    assert "SAMACHAR_SASL_USERNAME" in shown
    assert "alice" in shown
    assert shown.count("(hidden)") == 2
    assert PASSWORD not in shown
    assert PHRASE not in shown


@pytest.mark.parametrize("wrong", ["ssl_key_password", "ssl_cafile", "ssl_keyfile"])
def test_files_that_cannot_be_used_are_an_error_of_the_settings(
    secured: Secured, samachar: Samachar, wrong: str
) -> None:
    values = {"ssl_key_password": "wrong-password"}
    way = secured.way("CLIENT", **{wrong: values.get(wrong, "/nonexistent/file.pem")})

    result = samachar(way, "lag")

    assert result.exit_code == Exit.USAGE
    (line,) = result.stderr.splitlines()
    assert f"SAMACHAR_{wrong.upper()}" in line
