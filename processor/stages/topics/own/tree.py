"""YAML as a tree of nodes with their lines, and nothing that YAML can do beside: no tags, no aliases, no objects.

Only ruamel.yaml's composer runs, which makes nodes and never a Python object of the file's choice. What could make a
small file a large one (anchors, aliases) or a deep one is refused while it is read, event by event.
"""

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from processor.stages.problems import Problem
from processor.stages.topics.own.topic import OwnTopicsError

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

#: Bytes, read in two or three seconds: a hundred topics with thirty examples of two sentences each.
LARGEST: Final = 512 * 1024
#: A list of topics, a topic, its list of examples, and an example with a colon, of which more can be said later.
_DEEPEST: Final = 4


def tree(path: Path) -> "Node | None":
    """Return the root of a file's tree, None where it has nothing in it.

    Raises:
        OwnTopicsError: it cannot be read, is not YAML, or has an anchor, an alias, a tag, or more levels than a list of
            topics has.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text = _text(path)
    try:
        _refuse(path, text)
        root: Node | None = YAML(typ="safe", pure=True).compose(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        hint = " (text with ': ' in it needs quotes)" if "mapping values" in reason else ""
        raise _wrong(path, mark.line + 1 if mark else 0, f"is not YAML: {' '.join(reason.split())}{hint}") from error
    except (YAMLError, ValueError) as error:
        if isinstance(error, OwnTopicsError):
            raise
        raise _wrong(path, 0, f"is not YAML: {' '.join(str(error).split())[:200]}") from error
    return root


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _wrong(path, 0, f"cannot be read: {error.strerror or error}") from error
    if len(data) > LARGEST:
        raise _wrong(path, 0, f"is larger than {LARGEST} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(path, data.count(b"\n", 0, error.start) + 1, "not UTF-8") from error


def _refuse(path: Path, text: str) -> None:
    """Refuse what the format has no use for."""
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent, ScalarEvent

    depth = 0
    for event in YAML(typ="safe", pure=True).parse(StringIO(text)):
        if isinstance(event, CollectionEndEvent):
            depth -= 1
        if not isinstance(event, NodeEvent):
            continue
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise _wrong(path, line, "anchors and aliases (& and *) have no meaning here: put the text into quotes")
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
            raise _wrong(path, line, "tags (!) have no meaning here: put the text into quotes")
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _wrong(path, line, "lists and fields are nested deeper than a topic's examples")


def _wrong(path: Path, line: int, reason: str) -> OwnTopicsError:
    return OwnTopicsError(path, (Problem(line, "", reason),))
