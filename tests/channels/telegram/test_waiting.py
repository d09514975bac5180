"""Telegram over a state that is waited for in each call: all that is tested of buttons and of the channel holds there.

So it does where two of one chat come at once, where updates come twice, and where one is shut out meanwhile.
"""

from __future__ import annotations

import pytest

from bot.state import State
from bot.state.sqlite.store import Store
from tests.channels.telegram import test_buttons, test_channel
from tests.support.suspending import suspending

for module in (test_buttons, test_channel):
    globals().update({name: each for name, each in vars(module).items() if name.startswith("test_")})


@pytest.fixture
def state(store: Store) -> State:
    return suspending(store)
