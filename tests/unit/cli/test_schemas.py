"""`samachar schemas`."""

from pathlib import Path

from processor.engine.exits import Exit
from tests.support.articles import SEEDS
from tests.unit.cli.conftest import Run


def test_what_is_written_is_up_to_date(run: Run) -> None:
    written = run("schemas")
    assert written.exit_code == 0
    names = sorted(path.name for path in Path("schemas").iterdir())
    assert sorted(Path(line).name for line in written.output.splitlines()) == names
    assert len(names) == 4
    assert run("schemas", "--check").exit_code == 0


def test_every_file_that_differs_is_named(run: Run) -> None:
    run("schemas", "here")
    first, second, *_ = sorted(Path("here").iterdir())
    first.unlink()
    second.write_bytes(second.read_bytes() + b"\n")
    result = run("schemas", "here", "--check")
    assert result.exit_code == Exit.FATAL
    assert result.stderr.splitlines() == [
        f"Error: {first}: missing",
        f"       {second}: not what the code says",
        "       `samachar schemas` writes them anew",
    ]


def test_the_schemas_of_the_checkout_are_up_to_date(run: Run) -> None:
    assert run("schemas", "--check", SEEDS.parent / "schemas").exit_code == 0


def test_a_folder_that_cannot_be_written(run: Run) -> None:
    result = run("schemas", "/proc/nope")
    assert (result.exit_code, result.stdout) == (Exit.USAGE, "")
    assert result.stderr.startswith("Error: /proc/nope: cannot be written: ")
