"""What the over-production is made of."""

import orjson
import pytest

from processor.contracts import Limits, accept
from processor.settings import Settings
from tests.faults.overload.articles import SIZES, Articles, Size


@pytest.mark.parametrize("size", SIZES)
def test_every_message_is_valid_under_the_default_limits_and_has_names_of_its_own(size: Size) -> None:
    limits = {
        name: Settings.model_fields[name].default for name in ("max_message_bytes", "max_text_length", "max_depth")
    }
    articles = Articles(size)
    messages = [articles.next() for _ in range(50 if size == "large" else 2000)]
    texts = [accept(value, Limits(*limits.values())).text for _, value in messages]
    assert len(set(texts)) == len(texts)
    assert [orjson.loads(value)["id"].encode() for _, value in messages] == [key for key, _ in messages]
    sizes = [len(value) for _, value in messages]
    match size:
        case "small":
            assert 185 <= min(sizes) <= max(sizes) <= 200
        case "large":
            assert min(sizes) > 0.95 * limits["max_message_bytes"]
            assert 18_000 < min(map(len, texts)) <= max(map(len, texts)) < 22_000
        case "ordinary":
            assert 1_500 < sum(sizes) / len(sizes) < 4_000


def test_the_same_seed_gives_the_same_messages_and_another_seed_others() -> None:
    one, same, other = Articles("ordinary", 1), Articles("ordinary", 1), Articles("ordinary", 2)
    first = [one.next() for _ in range(100)]
    assert first == [same.next() for _ in range(100)]
    assert first != [other.next() for _ in range(100)]
