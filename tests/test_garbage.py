"""What lives long is left alone by the garbage collector, and garbage is not left for ever."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from bench.measuring import resident
from bot import garbage


class Circle:
    def __init__(self) -> None:
        self.myself = self


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have every test begin with nothing left alone, and end so."""
    gc.unfreeze()
    monkeypatch.setattr(garbage, "_left", garbage._Left())
    yield
    gc.unfreeze()


def is_looked_at(thing: object) -> bool:
    return any(each is thing for each in gc.get_objects())


def test_what_is_there_when_serving_begins_is_looked_at_no_more() -> None:
    before = Circle()
    garbage.leave_alone()
    assert not is_looked_at(before) and is_looked_at(Circle())


@pytest.mark.parametrize("serving", [True, False])
def test_what_is_made_unseen_is_left_alone_where_something_is_already(serving: bool) -> None:
    if serving:
        garbage.leave_alone()
    with garbage.unseen():
        assert not gc.isenabled()
        made = Circle()
    assert is_looked_at(made) is not serving
    assert gc.isenabled()


def test_what_is_garbage_before_something_is_made_unseen_does_not_stay_with_it() -> None:
    garbage.leave_alone()
    gone = ref(Circle())
    with garbage.unseen():
        pass
    assert gone() is None


def test_garbage_that_was_left_alone_is_found_once_much_has_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    garbage.leave_alone()
    much = [Circle() for _ in range(1_000)]
    left = ref(much[0])
    garbage.settle()
    much.clear()
    for _ in range(garbage.SELDOM):
        garbage.settle()
    assert left() is not None, "a thousand are not worth a look at all there is"
    monkeypatch.setattr(garbage, "MUCH", 0)
    for _ in range(garbage.SELDOM):
        garbage.settle()
    assert left() is None


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="another C library")
def test_what_was_needed_to_make_something_goes_back_to_the_system() -> None:
    needed = [bytes(10_000) for _ in range(10_000)]
    with garbage.unseen():
        made = [bytes(1_000) for _ in needed]
        before = resident()
        needed.clear()
    assert resident() < before - 50, "megabytes of a hundred"
    assert made
