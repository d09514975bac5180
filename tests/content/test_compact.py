"""Records that are kept are those that were read, in less memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from bot.content.compact import compact
from bot.content.edition import Edition
from bot.content.prediction import Verdict
from bot.content.reading import model_of
from bot.content.texts import Text
from bot.content.yaml_loading import load_yaml

ROOT = Path(__file__).parent.parent.parent
FILES = [
    path.relative_to(ROOT).as_posix() for folder in ("briefings", "seeds") for path in (ROOT / folder).glob("*.yaml")
]


@pytest.mark.parametrize("file", FILES)
def test_a_record_is_the_same_and_says_the_same(file: str) -> None:
    read = model_of(file).model_validate(load_yaml(file, (ROOT / file).read_bytes()).data)
    kept = compact(read)
    assert kept == read
    assert hash(kept) == hash(read)
    assert kept.model_fields_set == read.model_fields_set
    assert kept.model_dump(exclude_unset=True) == read.model_dump(exclude_unset=True)


def test_a_copy_with_another_value_leaves_those_like_it_as_they_were() -> None:
    first, second = (compact(Text(zh="一", en="one")) for _ in range(2))
    other = first.model_copy(update={"en": "two"})
    assert (other.en, first.en, second.en) == ("two", "one", "one")


def test_what_is_only_proposed_of_one_forecast_is_not_of_another(shipped: Edition) -> None:
    ruled = compact(next(each.record for each in shipped.predictions if each.record.verdict))
    assert ruled.as_proposed(None).proposal == ruled.verdict
    assert ruled.proposal is None and isinstance(ruled.verdict, Verdict)


def test_a_text_takes_little_beside_its_words() -> None:
    texts = [Text(zh="一", en="one") for _ in range(1_000)]
    tracemalloc.start()
    kept = [compact(each) for each in texts]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept) == len(texts)
    assert taken / len(kept) < 200, "pydantic's own take 480 bytes"
