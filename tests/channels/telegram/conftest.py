"""What tests of editors in the chat have in common."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import talking
from tests.support.botapi import BotAPI
from tests.support.newsroom import Newsroom, newsroom


@pytest.fixture
async def office(tmp_path: Path, files: dict[str, bytes], api: BotAPI) -> AsyncIterator[Newsroom]:
    """The bot polling, with a desk behind it; no call it makes may break a rule of the Bot API."""
    with newsroom(tmp_path, files) as room:
        async with talking(room.program, api) as (channel, _):
            room.channel = channel
            yield room
    assert not api.refusals, [str(refusal) for refusal in api.refusals]
