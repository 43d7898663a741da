"""Sentences as tests write them: `[name|TYPE]` marks a name."""

import re

from training.entities.sentences import Sentence, Span

_MARK = re.compile(r"\[([^\[\]|]*)\|([A-Z]+)\]")


def marked(line: str) -> Sentence:
    """Return the sentence that `line` shows."""
    text, spans, at = "", list[Span](), 0
    for found in _MARK.finditer(line):
        text += line[at : found.start()]
        spans.append((len(text), len(text) + len(found[1]), found[2]))
        text += found[1]
        at = found.end()
    return Sentence(text + line[at:], tuple(spans))


def shown(sentence: Sentence) -> str:
    """Return the line that shows `sentence`."""
    line, at = "", 0
    for start, end, kind in sentence.spans:
        line += f"{sentence.text[at:start]}[{sentence.text[start:end]}|{kind}]"
        at = end
    return line + sentence.text[at:]
