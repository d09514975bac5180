"""What tests of the channel have in common: editors in the chat, and the ways by which requests go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram import transport
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


@pytest.fixture(params=["kept", "aiohttp"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way by which short requests go: over our own connections, or as everything else by aiohttp."""
    if request.param == "aiohttp":
        monkeypatch.setattr(transport, "SHORT", 0)
