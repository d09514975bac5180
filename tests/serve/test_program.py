"""The composition root: what it refuses to put together."""

from __future__ import annotations

import pytest

from bot.serve.roles import ALL, WEB, WORK, Role
from bot.state.sqlite.store import Store
from tests.conftest import built


def test_a_part_that_no_program_has_is_refused(store: Store) -> None:
    with pytest.raises(TypeError, match="editoral"):
        built(store, editoral=None)


@pytest.mark.parametrize(("role", "elsewhere"), [(ALL, False), (WORK, False), (WEB, True)])
def test_who_only_answers_leaves_it_to_others_to_look_for_what_is_due(
    store: Store, role: Role, elsewhere: bool
) -> None:
    assert built(store, role=role).pulse.elsewhere is elsewhere
