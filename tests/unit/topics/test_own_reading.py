"""Files of users' topics: what is read of them, what is said of wrong ones, and what hostile ones cannot do."""

import pickle
import time
from pathlib import Path

import pytest

from processor.stages.problems import MOST_PROBLEMS
from processor.stages.topics.own.reading import MOST_EXAMPLES, MOST_TOPICS, own_topics
from processor.stages.topics.own.topic import OwnTopic, OwnTopicsError, content
from processor.stages.topics.own.tree import LARGEST

GOOD = """\
- id: floods
  name: Floods
  description: Rivers and coasts
    under water.
  examples:
    - "Hochwasser: Pegel steigt"
    - बाढ़ से सैकड़ों गाँव डूबे
  threshold: 0.6
# another
- {id: "2024", name: no}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.yaml"


def told(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OwnTopicsError) as caught:
        own_topics(path)
    return [line.removeprefix(str(path)) for line in caught.value.told()]


def test_what_is_read(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    floods, other = own_topics(path)
    examples = ("Hochwasser: Pegel steigt", "बाढ़ से सैकड़ों गाँव डूबे")
    assert floods == OwnTopic(1, "floods", "Floods", "Rivers and coasts under water.", examples, 0.6)
    # What YAML takes for a number, and older YAML for false, is text here.
    assert other == OwnTopic(10, "2024", "no", "", (), None)
    assert (floods.described, other.described) == ("Floods. Rivers and coasts under water.", "no.")


def test_a_byte_order_mark_and_windows_line_ends_are_nothing(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    as_it_is = own_topics(path)
    path.write_bytes(GOOD.replace("\n", "\r\n").encode("utf-8-sig"))
    assert own_topics(path) == as_it_is


def test_the_fingerprint_is_of_the_content(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    first = content(own_topics(path))
    path.write_text("# a comment\n" + GOOD.replace("{id", "{ id"), encoding="utf-8")
    assert content(own_topics(path)) == first
    for old, new in (("floods", "flood"), ("Rivers", "River"), ("steigt", "sinkt"), ("0.6", "0.61"), ("no}", "No}")):
        path.write_text(GOOD.replace(old, new), encoding="utf-8")
        assert content(own_topics(path)) != first, old


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [": has no topics"]),
        ("# nothing\n", [": has no topics"]),
        ("[]", [": has no topics"]),
        ("id: a\nname: b\n", [":1: must be a list of topics: - id: …"]),
        ("- floods\n", [":1: must be a topic, with fields id, name, description, examples, threshold"]),
        ("- name: a\n", [":1: id: is missing"]),
        ("- id: a\n  name:\n", [":2: name: is missing"]),
        ("- id: a\n  name: '  '\n", [":2: name: is empty"]),
        ("- id: a\n  name: '...'\n", [":2: name: has no letters"]),
        ("- id: a\n  name: [b]\n", [":2: name: must be text (with ': ' or '- ' in it, put it into quotes)"]),
        ("- id: a\n  name: b\n  examples: c\n", [":3: examples: must be a list of texts: - …"]),
        ("- id: a\n  name: b\n  examples: ['', c, c]\n", [
            ":3: examples: is empty",
            ":3: examples: the same text is on line 3",
        ]),
        ("- id: a\n  name: b\n  examples:\n  - c: d\n", [
            ":4: examples: must be text (with ': ' or '- ' in it, put it into quotes)",
        ]),
        ("- id: a\n  name: b: c\n", [
            ":2: is not YAML: mapping values are not allowed here (text with ': ' in it needs quotes)",
        ]),
        ("- id: a\n  name: b\n  threshold: 0\n", [":3: threshold: must be a number above 0 and up to 1"]),
        ("- id: a\n  name: b\n  threshold: .nan\n", [":3: threshold: must be a number above 0 and up to 1"]),
        ("- id: a\n  name: b\n  id: c\n", [":3: id: is there twice"]),
        ("- id: a\n  name: b\n- id: a\n  name: c\n", [":3: id: 'a' is already on line 1"]),
        ("- id: a\n  name: b\n  nmae: c\n", [
            ":3: 'nmae' is no field of a topic; known are id, name, description, examples, threshold",
        ]),
        ("- id: a\n---\n- id: b\n", [
            ":2: is not YAML: expected a single document in the stream but found another document",
        ]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_line_and_field(path: Path, text: str, expected: list[str]) -> None:
    assert told(path, text) == expected


@pytest.mark.parametrize("wrong", ["Floods", "a b", "é", "-a", "a" * 65, "own:a"])
def test_ids_are_plain(path: Path, wrong: str) -> None:
    (only,) = told(path, f"- name: a\n  id: '{wrong}'\n")
    assert only.startswith(":2: id: must be small letters")


def test_all_that_is_wrong_is_told_at_once_and_in_one_line_where_one_is_wanted(path: Path) -> None:
    assert told(path, "- id: A\n  threshold: 2\n- id: b\n") == [
        ":1: id: must be small letters a to z, digits, '.', '_' and '-', at most 64, the first a letter or digit",
        ":1: name: is missing",
        ":2: threshold: must be a number above 0 and up to 1",
        ":3: name: is missing",
    ]
    with pytest.raises(OwnTopicsError) as caught:
        own_topics(path)
    assert str(caught.value).endswith(f"(and 3 more: samachar topics own {path})")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301
    assert len(told(path, "- id: A\n" * 50)) == MOST_PROBLEMS


def test_a_file_that_is_none(path: Path, tmp_path: Path) -> None:
    with pytest.raises(OwnTopicsError, match=r"own\.yaml: cannot be read: No such file"):
        own_topics(path)
    with pytest.raises(OwnTopicsError, match="cannot be read: Is a directory"):
        own_topics(tmp_path)
    path.write_bytes(b"- id: a\n  name: \xff\n")
    with pytest.raises(OwnTopicsError, match=r"own\.yaml:2: not UTF-8"):
        own_topics(path)


def test_no_more_than_can_be_used(path: Path) -> None:
    many = "".join(f"- {{id: t{index}, name: a}}\n" for index in range(MOST_TOPICS + 2))
    assert told(path, many) == [f":{MOST_TOPICS + 1}: more than {MOST_TOPICS} topics"]
    examples = "".join(f"  - text {index}\n" for index in range(MOST_EXAMPLES + 2))
    assert told(path, "- id: a\n  name: b\n  examples:\n" + examples) == [
        f":{MOST_EXAMPLES + 4}: examples: more than {MOST_EXAMPLES} examples"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\n", "anchors and aliases"),
        ("- &a {id: *a, name: b}", "anchors and aliases"),
        ("- !!python/object/apply:os.system ['touch pwned']", "tags (!)"),
        ("- id: !!binary aaaa\n  name: b", "tags (!)"),
        ("- <<: {id: a}\n  name: b", "'<<' is no field"),
        ("[" * 100_000, "nested deeper"),
        ("- " * 100_000 + "x", "nested deeper"),
        ("{a: " * 50_000, "nested deeper"),
        ("? " * 100_000, "nested deeper"),
        ("- id: a\n  name: 'a\0b'", "special characters"),
        ("#" * (LARGEST + 1), "is larger than"),
    ],
)
def test_hostile_files_are_refused_fast_and_make_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: str
) -> None:
    monkeypatch.chdir(path.parent)
    began = time.process_time()
    assert expected in told(path, text)[0]
    assert time.process_time() - began < 5
    assert [file.name for file in path.parent.iterdir()] == [path.name]
