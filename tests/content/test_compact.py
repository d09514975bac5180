"""Records that are kept are those that were read, in less memory."""

from __future__ import annotations

import gc
import pickle
import tracemalloc
from collections.abc import Callable, Iterator
from copy import copy
from itertools import islice
from pathlib import Path

import pytest

from bot.content.assembling import Shelf
from bot.content.compact import compact
from bot.content.edition import Edition
from bot.content.prediction import Naive, Prediction, Rule, Verdict
from bot.content.proposals import as_of
from bot.content.reading import model_of
from bot.content.texts import Record, Text
from bot.content.yaml_loading import load_yaml
from bot.desk import load_folders
from bot.desk.kept_files import KeptFiles
from tests.conftest import TODAY

ROOT = Path(__file__).parent.parent.parent
FILES = [
    path.relative_to(ROOT).as_posix() for folder in ("briefings", "seeds") for path in (ROOT / folder).glob("*.yaml")
]


@pytest.mark.parametrize("file", FILES)
def test_a_record_is_the_same_and_says_the_same(file: str) -> None:
    data = load_yaml(file, (ROOT / file).read_bytes()).data
    read, kept = model_of(file).model_validate(data), compact(model_of(file).model_validate(data))
    assert kept == read
    assert hash(kept) == hash(read)
    assert kept.model_fields_set == read.model_fields_set
    assert kept.model_dump(exclude_unset=True) == read.model_dump(exclude_unset=True)
    assert repr(kept) == repr(read)


def test_a_copy_with_another_value_leaves_those_like_it_as_they_were() -> None:
    first, second = (compact(Text(zh="一", en="one")) for _ in range(2))
    other = first.model_copy(update={"en": "two"})
    assert (other.en, first.en, second.en) == ("two", "one", "one")


def test_what_is_only_proposed_of_one_forecast_is_not_of_another(shipped: Edition) -> None:
    ruled = compact(next(each.record for each in shipped.predictions if each.record.verdict))
    assert ruled.as_proposed(None).proposal == ruled.verdict
    assert ruled.proposal is None and isinstance(ruled.verdict, Verdict)


def test_what_is_copied_or_pickled_stays_the_same(shipped: Edition) -> None:
    briefing = shipped.briefings[0]
    for again in (pickle.loads(pickle.dumps(briefing)), briefing.model_copy(deep=True), copy(briefing)):
        assert again == briefing and again is not briefing
        assert again.model_fields_set == briefing.model_fields_set


USES: list[Callable[[Record], object]] = [
    *(vars, hash, repr, dict, copy),
    lambda record: record == copy(record),
    lambda record: record.model_dump(),
    lambda record: record.model_dump_json(by_alias=True, exclude_unset=True),
    lambda record: record.model_copy(deep=True),
    lambda record: type(record).model_validate(record),
    lambda record: record.digest if isinstance(record, Rule) else None,
]


@pytest.fixture(params=["read", "kept"])
def loaded(request: pytest.FixtureRequest, tmp_path: Path) -> Edition:
    """The shipped edition, as it was read or as what was read of it was kept."""
    for _ in range(1 if request.param == "read" else 2):
        edition = load_folders(ROOT / "briefings", ROOT / "seeds", shelf=Shelf(KeptFiles(tmp_path)))
    return edition


def test_no_record_has_a_dictionary_of_its_own_whatever_is_asked_of_it(loaded: Edition) -> None:
    as_of(loaded, TODAY)
    whole = {id(each): each for root in (*loaded.briefings, *loaded.cards.values()) for each in records(root)}
    assert len(whole) > 1_000
    for use in USES:
        for record in islice(whole.values(), 0, None, 50):
            use(record)
        assert not [each for each in whole.values() if has_dictionary(each)]


def test_nor_has_one_that_was_changed_as_of_a_day(shipped: Edition) -> None:
    ruled = next(each.record for each in shipped.predictions if each.record.verdict)
    viewed = ruled.as_proposed(None)
    assert viewed.verdict is None and "verdict" in viewed.model_fields_set
    assert not has_dictionary(viewed)


def has_dictionary(record: Record) -> bool:
    """Tell whether CPython keeps a dictionary for a record, which to ask for it would make."""
    return any(type(each) is dict and "_proposal" not in each for each in gc.get_referents(record))


def records(value: object) -> Iterator[Record]:
    """Yield the records in a value, itself among them."""
    if isinstance(value, Record):
        yield value
        value = tuple(getattr(value, name) for name in type(value).model_fields)
    for each in value if isinstance(value, tuple) else ():
        yield from records(each)


def test_a_text_takes_little_beside_its_words() -> None:
    tracemalloc.start()
    kept = [compact(Text(zh="一", en="one")) for _ in range(1_000)]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept) == 1_000
    assert taken / len(kept) < 200, "pydantic's own take 480 bytes"


def test_what_is_equal_in_a_file_is_the_same(shipped: Edition) -> None:
    for root in (*shipped.briefings, *shipped.cards.values()):
        ones: dict[tuple[object, ...], Record] = {}
        for each in records(root):
            if not isinstance(each, Prediction):  # of which an edition as of a day has others
                assert ones.setdefault((type(each), each, frozenset(each.model_fields_set)), each) is each


def test_what_is_equal_but_was_given_otherwise_is_written_as_it_was_given() -> None:
    given = [{"outcome": "held"}, {"outcome": "held", "because": None}, {"outcome": "held"}]
    kept = compact(Several(naives=tuple(Naive.model_validate(each) for each in given)))
    assert kept.naives[0] is kept.naives[2] == kept.naives[1]
    assert kept.model_dump(exclude_unset=True) == {"naives": tuple(given)}


class Several(Record):
    """A record with others in it."""

    naives: tuple[Naive, ...]
