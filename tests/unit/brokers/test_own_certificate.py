"""The dates of our own certificate, which a broker that refuses it does not tell."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from processor.brokers.own_certificate import date_problem
from processor.settings import Settings

_NOW = datetime.now(UTC)


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def _problem(folder: Path, authority: trustme.CA, first_day: int, last_day: int, *, of_us: bool = True) -> str | None:
    """Return what is found of a certificate that is good from one day to another, today being day 0."""
    dates: dict[str, Any] = {
        "not_before": _NOW + timedelta(days=first_day),
        "not_after": _NOW + timedelta(days=last_day),
    }
    issued = authority.issue_cert("client@example.org", **dates)
    certificate, key = folder / "client.pem", folder / "client.key"
    certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(key)
    files: dict[str, Any] = {"ssl_certfile": certificate, "ssl_keyfile": key} if of_us else {}
    return date_problem(Settings(security_protocol="SSL", **files))


@pytest.mark.parametrize(
    ("first_day", "last_day", "found"),
    [(-9, 9, None), (-9, -1, "has expired"), (1, 9, "is not valid yet")],
)
def test_the_dates_are_read(
    tmp_path: Path, authority: trustme.CA, first_day: int, last_day: int, found: str | None
) -> None:
    assert _problem(tmp_path, authority, first_day, last_day) == found


def test_no_certificate_no_problem(tmp_path: Path, authority: trustme.CA) -> None:
    assert _problem(tmp_path, authority, -9, -1, of_us=False) is None


def test_a_file_that_cannot_be_used_is_for_others_to_tell(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("nothing")
    files: dict[str, Any] = {"ssl_certfile": tmp_path / "no.pem", "ssl_keyfile": tmp_path / "missing.key"}
    assert date_problem(Settings(security_protocol="SSL", **files)) is None
