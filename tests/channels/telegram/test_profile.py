"""The bot's profile: its descriptions, and menus that list what is of use where they are shown."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.answers import COMMANDS, answer, menu
from bot.answers.table import Menu
from bot.channels.telegram.profile import PROFILE_WAITS
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.serve.program import Program
from bot.words import WRITTEN, say
from tests.conftest import TODAY, polling, talking
from tests.support.asking import asking
from tests.support.botapi import BotAPI, Person, Refusal
from tests.support.newsroom import ANNA, BERT, READER, Newsroom, newsroom

SCOPES: dict[str, Menu] = {
    "default": "alone",
    "all_group_chats": "members",
    "all_chat_administrators": "admins",
}
CODES: dict[str, Language] = {"": "zh", "zh": "zh", "en": "en"}
EVERYBODYS = {(scope, code) for scope in SCOPES for code in CODES}


def shown(api: BotAPI, scope: str, code: str) -> dict[str, str]:
    """Return the commands of a menu with their descriptions."""
    return {each["command"]: each["description"] for each in api.commands[scope, code]}


async def test_the_menus_and_descriptions_exist_in_both_languages(telegram: BotAPI) -> None:
    await telegram.called("setMyShortDescription", 3)
    assert set(telegram.commands) == EVERYBODYS
    for scope, whose in SCOPES.items():
        for code, language in CODES.items():
            assert shown(telegram, scope, code) == menu(language, whose)
    assert telegram.profile["description", "en"] == say("en", "bot-description")
    assert telegram.profile["short_description", "zh"] == say("zh", "bot-short-description")


class Naps:
    """Waits that take no time, until there are more than are wanted; those are never over."""

    def __init__(self, most: int) -> None:
        self.waits, self._most, self.over = list[float](), most, asyncio.Event()

    async def __call__(self, wait: float) -> None:
        self.waits.append(wait)
        if len(self.waits) > self._most:
            self.over.set()
            await asyncio.Event().wait()


METHODS = ["getMyCommands", "setMyCommands", "getMyDescription", "setMyDescription", "setMyShortDescription"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("code", [400, 401, 429, 502])
async def test_what_telegram_refuses_of_the_profile_is_set_later(
    api: BotAPI, program: Program, method: str, code: int
) -> None:
    parts = len(EVERYBODYS) if "Commands" in method else len(CODES)
    rounds, naps = 8, Naps(100)
    wait = {"retry_after": 7200} if code == 429 else {}
    api.refuse[method] = [Refusal(code, "no", **wait) for _ in range(rounds * parts)]
    async with talking(program, api, sleep=naps):
        await api.called(method, (rounds + 1) * parts)
        await api.called("setMyCommands", len(EVERYBODYS))
        await api.called("setMyShortDescription", len(CODES))
        assert (await Person(api, 1).write("/help")).text
    assert set(api.commands) == EVERYBODYS and len(api.profile) == 6
    due = [*PROFILE_WAITS, *PROFILE_WAITS[-1:] * (rounds - len(PROFILE_WAITS))]
    assert naps.waits == [max(each, 7200) if code == 429 else each for each in due]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("code", [400, 429, 502])
async def test_what_is_refused_of_the_profile_holds_up_nothing_else(
    api: BotAPI, tmp_path: Path, files: dict[str, bytes], method: str, code: int
) -> None:
    naps = Naps(0)
    api.refuse[method] = [Refusal(code, "no", **({"retry_after": 86400} if code == 429 else {}))]
    with newsroom(tmp_path, files) as room:
        async with talking(room.program, api, sleep=naps):
            await naps.over.wait()
    assert len(api.commands) + len(api.profile) == len(EVERYBODYS) + 2 * len(CODES) + 6 - 1
    assert naps.waits == [86400 if code == 429 else PROFILE_WAITS[0]]


@pytest.mark.parametrize("result", [None, True, [], [{"command": "x"}], {"description": None}])
@pytest.mark.parametrize("method", ["getMyCommands", "getMyDescription", "getMyShortDescription"])
async def test_an_answer_that_cannot_be_read_holds_up_no_more(
    api: BotAPI, program: Program, method: str, result: Any
) -> None:
    naps = Naps(0)
    api.instead[method] = result
    async with talking(program, api, sleep=naps):
        await api.called("getMyShortDescription", len(CODES))
        assert (await Person(api, 1).write("/help")).text
        del api.instead[method]
    assert len(set(api.commands)) == len(EVERYBODYS) or method == "getMyCommands"


@pytest.mark.parametrize(
    "refusals", [[Refusal(502, "no")] * 3, [Refusal(429, "no", retry_after=1)], [Refusal(401, "no")]]
)
async def test_a_start_that_fails_at_first_sets_the_profile_too(
    api: BotAPI, program: Program, refusals: list[Refusal]
) -> None:
    api.refuse["getMe"] = list(refusals)
    async with talking(program, api, waits=(0.0,)):
        await api.called("setMyShortDescription", len(CODES))
        await api.called("setMyCommands", len(EVERYBODYS))
        await Person(api, 1).write("/help")
    assert set(api.commands) == EVERYBODYS and len(api.profile) == 6


async def test_what_is_set_of_the_profile_is_not_set_again(api: BotAPI, program: Program) -> None:
    for _ in range(2):
        async with polling(program, api):
            await api.called("getMyShortDescription", 3)
            await api.called("setMyShortDescription", 3)
        methods = [method for method, _ in api.calls]
        assert methods.count("setMyCommands") == len(EVERYBODYS) and methods.count("setMyDescription") == 3


@pytest.mark.parametrize("language", WRITTEN)
def test_a_group_is_offered_nothing_that_is_refused_there(edition: Edition, language: Language) -> None:
    alone, members, admins = (menu(language, whose) for whose in ("alone", "members", "admins"))
    for name in alone:
        said = answer(f"/{name}", asking(edition, language, TODAY, shared=True)).answer
        assert (said.toast == say(language, "in-private", command=f"/{name}")) is (name not in admins), name
        kept = answer(f"/{name}", asking(edition, language, TODAY, shared=True, decides=False)).answer
        assert (name in members) is (not kept.toast), name
    assert {"continue", "mydata", "forget", "follow", "appeal"} == alone.keys() - admins.keys()
    assert {"subscribe", "settings", "pause", "unsubscribe", "language"} == admins.keys() - members.keys()
    assert {"predictions", "checkin", "search", "help"} <= members.keys()


async def test_editors_are_offered_their_commands_too_and_nobody_else(office: Newsroom, api: BotAPI) -> None:
    await api.called("setMyCommands", len(EVERYBODYS) + 6)
    await Person(api, READER).write("/start")
    editors = {f"chat {number}": number for number in (ANNA, BERT)}
    assert set(api.commands) == EVERYBODYS | {(scope, code) for scope in editors for code in CODES}
    for scope in editors:
        for code, language in CODES.items():
            assert shown(api, scope, code) == menu(language, "editors")
    extra = menu("en", "editors").keys() - menu("en").keys()
    assert extra == {name for name, row in COMMANDS.items() if row.editors and row.listed}


@pytest.mark.parametrize("waited", [[], [60.0, 60.0]], ids=["well", "flooded"])
async def test_an_editor_who_never_wrote_holds_up_nothing_and_has_the_menu_after_the_first_word(
    api: BotAPI, tmp_path: Path, files: dict[str, bytes], waited: list[float]
) -> None:
    waits, others = list[float](), len(EVERYBODYS) + len(CODES)

    async def sleep(wait: float) -> None:
        waits.append(wait)

    api.strangers = {ANNA}
    with newsroom(tmp_path, files) as room:
        async with talking(room.program, api, sleep=sleep):
            await api.called("setMyCommands", others)
            assert ("chat 42", "en") in api.commands and ("chat 41", "") not in api.commands and waits == []
            api.strangers.clear()
            api.refuse["setMyCommands"] = [Refusal(429, "Too Many Requests", retry_after=60) for _ in waited]
            for _ in range(2):
                await Person(api, ANNA).write("/start")
            await api.called("setMyCommands", others + len(CODES) + len(waited))
            assert shown(api, "chat 41", "en") == menu("en", "editors") and waits == waited
    assert [str(each) for each in api.refusals if "chat not found" in str(each)] == ["Bad Request: chat not found"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"type": "default"}, {"type": "commands"}),
        ({"type": "commands"}, {"type": "commands"}),
        *[({"type": "web_app", "text": "A", "web_app": {"url": "https://example.org"}},) * 2],
    ],
    ids=["unset", "set", "of its owner"],
)
async def test_the_button_beside_the_input_opens_the_commands_unless_its_owner_chose_another(
    api: BotAPI, program: Program, before: dict[str, Any], after: dict[str, Any]
) -> None:
    api.menu_button = before
    async with polling(program, api):
        await api.called("getChatMenuButton", 1)
        await Person(api, READER).write("/help")
        if before != after:
            await api.called("setChatMenuButton", 1)
    assert api.menu_button == after
    assert ("setChatMenuButton" in [name for name, _ in api.calls]) == (before != after)
