"""Read a user's topics, and tell all that is wrong with them at once.

- id: floods
  name: Floods
  description: Rivers, dams and coasts under water, and what is done about it.
  examples:
    - Hochwasser in Sachsen. Der Pegel der Elbe steigt weiter.
    - बाढ़ से सैकड़ों गाँव डूबे
  threshold: 0.6
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from processor.stages.problems import MOST_PROBLEMS, Problem
from processor.stages.topics.own.topic import OwnTopic, OwnTopicsError
from processor.stages.topics.own.tree import tree

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

FIELDS: Final = ("id", "name", "description", "examples", "threshold")
MOST_TOPICS: Final = 200
MOST_EXAMPLES: Final = 500
#: Code points; the encoder reads no more of a text.
LONGEST_TEXT: Final = 4_096
LONGEST_NAME: Final = 200
_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_ID_REASON: Final = "must be small letters a to z, digits, '.', '_' and '-', at most 64, the first a letter or digit"
_NULL: Final = "tag:yaml.org,2002:null"


class _FieldError(ValueError):
    def __init__(self, line: int, field: str, reason: str) -> None:
        super().__init__(reason)
        self.problem = Problem(line, field, reason)


def own_topics(path: Path) -> tuple[OwnTopic, ...]:
    """Return the topics of a file in its order; ids are different.

    Raises:
        OwnTopicsError: naming the line, the field and the reason of everything that is wrong.
    """
    root = tree(path)
    problems: list[Problem] = []
    topics: dict[str, OwnTopic] = {}
    if root is None or (_is_scalar(root) and root.tag == _NULL):
        problems.append(Problem(0, "", "has no topics"))
    elif not _is_list(root):
        problems.append(Problem(root.start_mark.line + 1, "", "must be a list of topics: - id: …"))
    elif not root.value:
        problems.append(Problem(0, "", "has no topics"))
    else:
        for number, node in enumerate(root.value):
            line = node.start_mark.line + 1
            if number == MOST_TOPICS:
                problems.append(Problem(line, "", f"more than {MOST_TOPICS} topics"))
                break
            topic, wrong = _topic(node)
            problems += wrong
            if topic is None:
                continue
            first = topics.setdefault(topic.id, topic)
            if first is not topic:
                problems.append(Problem(line, "id", f"{topic.id!r} is already on line {first.line}"))
    if problems:
        raise OwnTopicsError(path, tuple(sorted(problems, key=lambda problem: problem.line)[:MOST_PROBLEMS]))
    return tuple(topics.values())


def _topic(node: "Node") -> tuple[OwnTopic | None, list[Problem]]:
    line = node.start_mark.line + 1
    if not _is_mapping(node):
        return None, [Problem(line, "", f"must be a topic, with fields {', '.join(FIELDS)}")]
    given, lines, problems = _fields(node)
    found: dict[str, str] = {}
    for field, longest in (("id", LONGEST_NAME), ("name", LONGEST_NAME), ("description", LONGEST_TEXT)):
        try:
            found[field] = _text(
                given.get(field), lines.get(field, line), field, longest, needed=field != "description"
            )
            if field == "id" and not _ID.fullmatch(found[field]):
                raise _FieldError(lines[field], field, _ID_REASON)
        except _FieldError as error:
            problems.append(error.problem)
    examples = list(_examples(given.get("examples")))
    problems += [one for one in examples if isinstance(one, Problem)]
    try:
        threshold = _threshold(given.get("threshold"))
    except _FieldError as error:
        problems.append(error.problem)
    if problems:
        return None, problems
    texts = tuple(one for one in examples if isinstance(one, str))
    return OwnTopic(line, found["id"], found["name"], found["description"], texts, threshold), []


def _fields(node: "Node") -> tuple[dict[str, "Node"], dict[str, int], list[Problem]]:
    """Return the fields of a topic, each once, their lines, and what is wrong with their names."""
    given: dict[str, Node] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for key, value in node.value:
        field = key.value if _is_scalar(key) else ""
        line = key.start_mark.line + 1
        if field not in FIELDS:
            shown = repr(field[:40]) if field else "a list or a topic"
            problems.append(Problem(line, "", f"{shown} is no field of a topic; known are {', '.join(FIELDS)}"))
        elif field in given:
            problems.append(Problem(line, field, "is there twice"))
        else:
            given[field], lines[field] = value, line
    return given, lines, problems


def _text(node: "Node | None", line: int, field: str, longest: int, *, needed: bool = True) -> str:
    """Return a text in NFC; what YAML would take for a number or for `true` is text as it is written."""
    if node is None or (_is_scalar(node) and node.tag == _NULL):
        if needed:
            raise _FieldError(line, field, "is missing")
        return ""
    line = node.start_mark.line + 1
    if not _is_scalar(node):
        raise _FieldError(line, field, "must be text (with ': ' or '- ' in it, put it into quotes)")
    found = " ".join(unicodedata.normalize("NFC", node.value).split())
    if not any(map(str.isalnum, found)):
        raise _FieldError(line, field, "has no letters" if found else "is empty")
    if len(found) > longest:
        raise _FieldError(line, field, f"is longer than {longest} characters")
    return found


def _examples(node: "Node | None") -> Iterator[str | Problem]:
    if node is None or (_is_scalar(node) and node.tag == _NULL):
        return
    if not _is_list(node):
        yield Problem(node.start_mark.line + 1, "examples", "must be a list of texts: - …")
        return
    lines: dict[str, int] = {}
    for number, example in enumerate(node.value):
        line = example.start_mark.line + 1
        if number == MOST_EXAMPLES:
            yield Problem(line, "examples", f"more than {MOST_EXAMPLES} examples")
            return
        try:
            text = _text(example, line, "examples", LONGEST_TEXT)
        except _FieldError as error:
            yield error.problem
            continue
        if text in lines:
            yield Problem(line, "examples", f"the same text is on line {lines[text]}")
            continue
        lines[text] = line
        yield text


def _threshold(node: "Node | None") -> float | None:
    if node is None or (_is_scalar(node) and node.tag == _NULL):
        return None
    line = node.start_mark.line + 1
    try:
        value = float(node.value) if _is_scalar(node) else 0.0
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise _FieldError(line, "threshold", "must be a number above 0 and up to 1")
    return value


def _is_scalar(node: "Node") -> bool:
    from ruamel.yaml.nodes import ScalarNode

    return isinstance(node, ScalarNode)


def _is_list(node: "Node") -> bool:
    from ruamel.yaml.nodes import SequenceNode

    return isinstance(node, SequenceNode)


def _is_mapping(node: "Node") -> bool:
    from ruamel.yaml.nodes import MappingNode

    return isinstance(node, MappingNode)
