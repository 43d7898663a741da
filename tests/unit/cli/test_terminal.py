"""What goes to a terminal does nothing to it, and means the same."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.cli.terminal import json_for_terminal, out_console, print_table, write_line

UNSAFE = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u200e\u200f\u202a\u202e\u2066\u2069\u061c\ufeff\u2028",
}


class Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from(sorted(UNSAFE))))
def test_json_is_the_same_and_safe(text: str) -> None:
    line = json.dumps({text: text}, ensure_ascii=False).encode()
    shown = json_for_terminal(line).decode()
    assert json.loads(shown) == {text: text}
    assert not UNSAFE & set(shown)


def test_text_stays_readable() -> None:
    line = '{"hi":"क्‍ष उत्तर","fa":"می‌خواهم","zh":"中文","tag":"\U000e0041"}'.encode()
    shown = json_for_terminal(line).decode()
    assert "क्‍ष उत्तर" in shown
    assert "می‌خواهم" in shown
    assert '"\\udb40\\udc41"' in shown


def test_bytes_that_are_no_text_are_escaped() -> None:
    assert json_for_terminal(b"\xff\x1b[2J") == b"\\xff\\u001b[2J"


def test_a_pipe_gets_the_bytes_and_a_terminal_the_escapes() -> None:
    line = '{"a":"\u202e"}'.encode()
    pipe, terminal = io.BytesIO(), Terminal()
    write_line(pipe, line)
    write_line(terminal, line)
    assert pipe.getvalue() == line + b"\n"
    assert terminal.getvalue() == b'{"a":"\\u202e"}\n'


def test_nothing_is_taken_for_markup(capsys: pytest.CaptureFixture[str]) -> None:
    out_console().print("[bold]x[/bold] :smile: [link=file:///etc]y[/link]")
    print_table(("[red]a",), [("[bold]x[/bold]",)])
    assert capsys.readouterr().out.split("\n")[:3] == [
        "[bold]x[/bold] :smile: [link=file:///etc]y[/link]",
        "[red]a",
        "[bold]x[/bold]",
    ]


def test_a_row_is_one_line_where_it_is_not_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("name", "n"), [("a " * 400, "1"), ("b", "22")], right=(1,))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[2].split() == ["b", "22"]
    assert all(line == line.rstrip() for line in lines)
