"""The composition root: what it refuses to put together."""

from __future__ import annotations

import pytest

from bot.state.sqlite.store import Store
from tests.conftest import built


def test_a_part_that_no_program_has_is_refused(store: Store) -> None:
    with pytest.raises(TypeError, match="editoral"):
        built(store, editoral=None)
