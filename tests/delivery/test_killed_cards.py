"""The running bot killed while somebody taps through cards, on Telegram or on the page: no tap is lost or doubled."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from bot.state.sqlite.store import FILE
from bot.words import say
from tests.conftest import ROOT
from tests.support.botapi import TOKEN, BotAPI, Person, Sent
from tests.support.home import Home, Process, running
from tests.support.quiet import PATIENCE
from tests.support.visiting import Visitor

MOMENTS: Final = ("fetched", "confirmed", "edit asked", "edited", "acknowledged")
"""When the bot is killed: a tap is on its way to it, it asks for what comes after the tap, and so on to the end."""


class Deadly(BotAPI):
    """A server that kills the bot at a moment of the next press, as it is armed."""

    def __init__(self) -> None:
        super().__init__()
        self._victim: Process | None = None
        self._moment, self._tap = "", 0

    def arm(self, moment: str, victim: Process) -> None:
        """Kill a process once the next press has come so far."""
        self._moment, self._victim, self._tap = moment, victim, 0

    def brings(self, query: str) -> bool:
        """Tell whether a press has not been confirmed, so that the next to ask is told of it again."""
        return any(each.get("callback_query", {}).get("id") == query for each in self._updates)

    def _come(self, moment: str) -> None:
        if self._victim and self._moment == moment:
            self._victim.kill()
            self._victim = None

    async def _getUpdates(self, form: dict[str, str]) -> list[dict[str, Any]]:
        if self._tap and int(form.get("offset") or 0) > self._tap:
            self._come("confirmed")
        found = await super()._getUpdates(form)
        if pressed := [each["update_id"] for each in found if "callback_query" in each]:
            self._tap = max(pressed)
            self._come("fetched")
        return found

    async def _editMessageText(self, form: dict[str, str]) -> dict[str, Any]:
        self._come("edit asked")
        edited = await super()._editMessageText(form)
        self._come("edited")
        return edited

    async def _answerCallbackQuery(self, form: dict[str, str]) -> bool:
        self._come("acknowledged")
        return await super()._answerCallbackQuery(form)


def stored(home: Home) -> tuple[list[str], list[str]]:
    """Return whose question each vote answers, in order, and those answered in the one check-in."""
    with contextlib.closing(sqlite3.connect(home.folder / "data" / FILE)) as db:
        [(answered,)] = db.execute("select answered from issues")
        return [name for (name,) in db.execute("select prediction from votes order by vote")], json.loads(answered)


def asked(card: Sent) -> tuple[str, str]:
    """Return which question a card asks, and what its first answer sends."""
    data = next(each for each in card.data if each.startswith("/answer "))
    return data.split()[1], data


@pytest.mark.process
@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_kill_loses_no_tap_and_doubles_none_and_the_cards_go_on(tmp_path: Path, moment: str) -> None:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    home, api = Home(tmp_path), Deadly()
    async with api.serving(), asyncio.timeout(PATIENCE):
        variables = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url}
        ann = Person(api, 1, "en")
        async with running(home, **variables) as bot:
            card = await ann.write("/checkin")
            first, data = asked(card)
            card = await ann.press_command(data, card.id)
            second, data = asked(card)
            api.arm(moment, bot.process)
            tap = await ann.tap(data, card.id)
            await bot.process.wait()
        again, (votes, answered) = api.brings(tap), stored(home)
        assert again or answered == [first, second], "what is not brought again was stored before"
        assert votes == answered
        async with running(home, **variables) as bot:
            if again:
                await api.acknowledged(tap)
            await api.acknowledged(await ann.tap(data, card.id))  # as people do whose tap showed nothing
            assert stored(home) == ([first, second], [first, second])
            third, data = asked(api.messages[card.chat, card.id])
            assert third not in (first, second)
            await api.acknowledged(await ann.tap(data, card.id))
            assert (await bot.stop()).code == 0
        assert stored(home) == ([first, second, third], [first, second, third])
    assert say("en", "checkin-thanks") in api.messages[card.chat, card.id].text


def pressed(visitor: Visitor, command: str) -> list[str]:
    """Press a button as the page does; return the answers that the next card offers."""
    html = visitor.post("/ask", json={"q": command}).raise_for_status().json()["html"]
    return re.findall(r'data-command="(/answer [^"]+)"', html)


async def sent_and_killed(visitor: Visitor, command: str, victim: Process, *, heard: bool) -> None:
    """Press a button, and kill the server: as soon as the press is on its way, or once the answer begins to come."""
    request = visitor.build_request("POST", "/ask", json={"q": command})
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    reader, writer = await asyncio.open_connection(request.url.host, request.url.port)
    with contextlib.closing(writer):
        writer.write(f"POST /ask HTTP/1.1\r\n{head}\r\n".encode() + request.content)
        await writer.drain()
        if heard:
            assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        victim.kill()
        await victim.wait()


@pytest.mark.process
@pytest.mark.parametrize("heard", [False, True])
async def test_on_the_page_a_kill_loses_no_tap_that_was_answered_and_doubles_none(tmp_path: Path, heard: bool) -> None:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    home = Home(tmp_path)
    async with running(home) as bot:
        visitor = Visitor(await bot.address(), headers={"Sec-Fetch-Site": "same-origin"})
        first = pressed(visitor, "/checkin")[0]
        second = pressed(visitor, first)[0]
        await sent_and_killed(visitor, second, bot.process, heard=heard)
    names = [each.split()[1] for each in (first, second)]
    votes, answered = stored(home)
    assert votes == answered and votes in ([names] if heard else [names[:1], names])
    async with running(home) as bot:
        visitor.base_url = httpx.URL(await bot.address())
        third = pressed(visitor, second)[0]  # the page offers to try again what was not answered
        assert stored(home) == (names, names) and third.split()[1] not in names
        assert pressed(visitor, third) == []
        assert (await bot.stop()).code == 0
    visitor.close()
    assert stored(home) == ([*names, third.split()[1]],) * 2
