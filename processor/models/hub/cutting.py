"""The tokenizer that a user's model was trained with, with places in code points of the text.

Three layouts: `tokenizer.json`; the `sentencepiece.bpe.model` of XLM-RoBERTa; the `vocab.txt` of BERT. All are run by
the library `tokenizers` (Apache-2.0); the second is converted to it as the library `transformers` does.
"""

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from processor.models.hub.config import HubConfig, HubModelError, read_json
from processor.models.pieces import Token, begins_unit
from processor.models.tokenizer import MARK

if TYPE_CHECKING:
    import tokenizers

#: In the order in which they are preferred.
FILES: Final = ("tokenizer.json", "sentencepiece.bpe.model", "vocab.txt")
#: `<s>`, `<pad>`, `</s>`, `<unk>`: before the pieces of XLM-RoBERTa, in place of the first three of its file.
_BEFORE: Final = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]


class HubPieces:
    """Cuts texts into the model's pieces.

    Attributes:
        begin, end: ids of the marks around a text.
        largest: the largest id of a piece.

    Raises:
        HubModelError: the folder has no tokenizer, or one that cannot be used.
    """

    def __init__(self, folder: Path, config: HubConfig) -> None:
        self._tokenizer = _opened(folder, config)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        # A text that spells `[SEP]` does not mean it.
        self._tokenizer.encode_special_tokens = True
        marks = self._tokenizer.encode("").ids
        if len(marks) != 2:
            raise HubModelError(f"{folder}: the tokenizer puts {len(marks)} marks around a text, not one on each side")
        self.begin, self.end = marks
        self.largest = self._tokenizer.get_vocab_size(with_added_tokens=False) - 1

    def tokens(self, text: str) -> list[Token]:
        """Return the pieces of `text`. What is only the mark of a blank, or nothing of the text, covers nothing."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        found: list[Token] = []
        last = 0
        for index, piece, place in zip(encoding.ids, encoding.tokens, encoding.offsets, strict=True):
            # The library lets the mark of a blank cover the letter after it, and a piece the blank before it.
            start, end = (0, 0) if piece == MARK else _without_blanks(text, *place)
            if start == end:
                found.append(Token(index, 0, 0, True))
            else:
                # Several pieces may be of one character; they are of one unit.
                found.append(Token(index, start, end, start >= last and begins_unit(text, last, start)))
                last = end
        return found


def _without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def tokenizer_file(folder: Path) -> Path:
    """Return the file that the tokenizer is read from.

    Raises:
        HubModelError: there is none.
    """
    for name in FILES:
        if (folder / name).is_file():
            return folder / name
    raise HubModelError(f"{folder}: has no tokenizer: none of {', '.join(FILES)}")


def _opened(folder: Path, config: HubConfig) -> "tokenizers.Tokenizer":
    path = tokenizer_file(folder)
    try:
        import tokenizers
    except ImportError as error:
        raise HubModelError("a user's own model needs the library tokenizers: pip install 'samachar[hub]'") from error
    try:
        if path.name == FILES[0]:
            return tokenizers.Tokenizer.from_file(str(path))
        return _unigram(path, config) if path.name == FILES[1] else _wordpiece(path)
    except HubModelError:
        raise
    except Exception as error:  # the library raises bare exceptions
        raise HubModelError(f"{path}: cannot be read: {error}") from error


def _unigram(path: Path, config: HubConfig) -> "tokenizers.Tokenizer":
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    if config.kind != "xlm-roberta":
        raise HubModelError(f"{path}: numbered in a way known for xlm-roberta only; export a tokenizer.json")
    try:
        protobuf = importlib.import_module("sentencepiece.sentencepiece_model_pb2")
    except ImportError as error:
        raise HubModelError(f"{path}: needs the library sentencepiece: pip install 'samachar[hub]'") from error
    model = protobuf.ModelProto.FromString(path.read_bytes())
    pieces = _BEFORE + [(piece.piece, piece.score) for piece in model.pieces[3:]] + [("<mask>", 0.0)]
    made = Tokenizer(models.Unigram(pieces, unk_id=3))
    table = model.normalizer_spec.precompiled_charsmap
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    made.normalizer = normalizers.Sequence([normalizers.Precompiled(table), spaces] if table else [spaces])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return made


def _wordpiece(path: Path) -> "tokenizers.Tokenizer":
    from tokenizers import BertWordPieceTokenizer, Tokenizer

    beside = path.with_name("tokenizer_config.json")
    told = read_json(beside) if beside.is_file() else {}
    made = BertWordPieceTokenizer(
        str(path),
        lowercase=bool(told.get("do_lower_case", True)),
        strip_accents=told.get("strip_accents"),
        handle_chinese_chars=bool(told.get("tokenize_chinese_chars", True)),
    )
    return Tokenizer.from_str(made.to_str())
