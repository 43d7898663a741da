"""Articles from files: the very bytes, with where they stood."""

import json
import os
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.cli import inputs
from processor.cli.inputs import InputError, Item, check_inputs, read_inputs, total_size


def read(*files: str, raw: bool = False) -> list[Item]:
    check_inputs(files, raw=raw)
    return list(read_inputs(files, raw=raw))


def test_a_text_file_is_an_article_with_the_name_as_source(tmp_path: Path) -> None:
    path = tmp_path / "wire 7.txt"
    path.write_bytes("\ufeffनमस्ते\r\n“\x1b”".encode())
    (item,) = read(str(path))
    assert orjson.loads(item.value) == {"text": "\ufeffनमस्ते\r\n“\x1b”", "source": "wire 7"}
    assert (item.file, item.line, item.size, item.place) == (str(path), None, path.stat().st_size, str(path))


def test_a_text_file_that_is_not_utf8_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("नमस्ते".encode("utf-16"))
    (item,) = read(str(path))
    assert item.value == path.read_bytes()


def test_lines_are_kept_as_they_are_and_blank_ones_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text":  "a"}\r\n\n  \t\nnot json \xff\n{"text":"last"}')
    assert [(item.value, item.line) for item in read(str(path))] == [
        (b'{"text":  "a"}', 1),
        (b"not json \xff", 4),
        (b'{"text":"last"}', 5),
    ]
    assert read(str(path))[0].place == f"{path}:1"


def test_raw_takes_every_line_of_any_file(tmp_path: Path) -> None:
    path = tmp_path / "hostile.bin"
    path.write_bytes(b"\x00\n\n[1]\r\n \n")
    assert [item.value for item in read(str(path), raw=True)] == [b"\x00", b"", b"[1]", b" "]


def test_a_json_file_of_one_article_is_one_message(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'\n{\n  "text": "a", "n": 1e400\n}\n')
    assert [(item.value, item.line) for item in read(str(path))] == [(path.read_bytes(), None)]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff[", b"3", b'"["'])
def test_a_json_file_that_is_no_list_is_judged_as_a_message(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    assert [item.value for item in read(str(path))] == [content]


def test_the_elements_of_a_list_are_not_changed_by_a_byte(tmp_path: Path) -> None:
    elements = [
        '{"text": "a",\n "n": 123456789012345678901234567890.50}',
        '{"a":"\\ud800", "a" : 1}',
        "NaN",
        "[]",
        '"x"',
    ]
    path = tmp_path / "a.json"
    path.write_text("\ufeff [" + " ,\n\n".join(elements) + "\n ] \n", encoding="utf-8")
    items = read(str(path))
    assert [item.value.decode() for item in items] == elements
    assert [item.line for item in items] == [1, 4, 6, 8, 10]


@given(
    st.lists(st.recursive(st.none() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3))), st.data()
)
def test_any_list_is_cut_into_its_elements(document: list[object], data: st.DataObject) -> None:
    indent = data.draw(st.sampled_from([None, 0, 2]))
    text = json.dumps(document, indent=indent, ensure_ascii=data.draw(st.booleans()))
    text = text.encode("utf-8", "replace").decode()
    found = [item.value.decode() for item in inputs._json_file(text.encode(), "a.json")]
    assert [json.dumps(json.loads(element)) for element in found] == [
        json.dumps(element) for element in json.loads(text)
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[{"text": "a"},\n{"text": }]', ":2: not valid JSON: Expecting value"),
        ('[{"text": "a"}', ":1: not valid JSON"),
        ('[{"text": "a"},]', ":1: not valid JSON"),
        ("[1] []", ":1: not valid JSON: Extra data"),
        ("[1 2]", ":1: not valid JSON"),
        ("[", ":1: not valid JSON"),
        ("[" * 100_000 + "]" * 100_000, ": an article of the list is nested too deeply"),
    ],
)
def test_a_broken_list_cannot_be_read(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(InputError) as caught:
        read(str(path))
    assert str(caught.value).startswith(f"{path}{told}")
    assert "\n" not in str(caught.value)


def test_an_empty_list_holds_no_articles(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(" [ ] ")
    assert read(str(tmp_path / "a.json")) == []


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_LONGEST_LINE", 100)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * 100 + b"\n" + b"y" * 101)
    found = read_inputs([str(path)])
    with pytest.raises(InputError, match=":1: a line of more than 100 bytes"):
        next(found)
    path.write_bytes(b"x" * 99 + b"\n" + b"y" * 101)
    found = read_inputs([str(path)])
    assert next(found).line == 1
    with pytest.raises(InputError, match=":2: a line of more than 100 bytes"):
        next(found)


def test_what_is_wrong_with_a_name_is_found_before_any_work(tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text("x")
    (tmp_path / "folder.txt").mkdir()
    cases = [
        (["missing.jsonl"], "missing.jsonl: cannot be read: No such file or directory"),
        ([str(tmp_path / "folder.txt")], "cannot be read: Is a directory"),
        (["a.pdf"], "a.pdf: unknown kind of file; known are .txt, .json, .jsonl, .ndjson, and - for .jsonl"),
        (["-", "-"], "-: standard input can be read only once"),
        (["a\x00.txt"], "cannot be read: embedded null byte"),
    ]
    for names, told in cases:
        with pytest.raises(InputError) as caught:
            check_inputs([str(good), *names])
        assert str(caught.value).endswith(told)


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(name).write_text("x")
    (item,) = read(name)
    assert item.file.endswith("caf\ufffd.txt")
    assert orjson.loads(item.value)["source"] == "caf\ufffd"


def test_total_size(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jsonl"):
        (tmp_path / name).write_bytes(b"12345")
    files = [str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl")]
    assert total_size(files) == 10
    assert sum(item.size for item in read(*files)) == 10
    assert total_size([*files, "-"]) is None
