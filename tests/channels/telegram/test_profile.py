"""The bot's profile: its descriptions, and menus that list what is of use where they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers import COMMANDS, answer, menu
from bot.answers.table import Menu
from bot.channels.telegram.profile import PROFILE_WAITS
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.serve.program import Program
from bot.words import LANGUAGES, say
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


@pytest.mark.parametrize("method", ["getMyCommands", "setMyCommands", "getMyDescription", "setMyShortDescription"])
@pytest.mark.parametrize("code", [400, 429, 502])
async def test_what_telegram_refuses_of_the_profile_is_set_later(
    api: BotAPI, program: Program, method: str, code: int
) -> None:
    waits = list[float]()

    async def sleep(wait: float) -> None:
        waits.append(wait)

    api.refuse[method] = [Refusal(code, "no", **({"retry_after": 7200} if code == 429 else {})) for _ in range(3)]
    async with talking(program, api, sleep=sleep):
        await api.called("setMyShortDescription", 6 if method == "setMyShortDescription" else 3)
        assert (await Person(api, 1).write("/help")).text
    assert set(api.commands) == EVERYBODYS and len(api.profile) == 6
    assert waits == ([7200] * 3 if code == 429 else list(PROFILE_WAITS[:3]))


async def test_what_is_set_of_the_profile_is_not_set_again(api: BotAPI, program: Program) -> None:
    for _ in range(2):
        async with polling(program, api):
            await api.called("getMyShortDescription", 3)
            await api.called("setMyShortDescription", 3)
        methods = [method for method, _ in api.calls]
        assert methods.count("setMyCommands") == len(EVERYBODYS) and methods.count("setMyDescription") == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_group_is_offered_nothing_that_is_refused_there(edition: Edition, language: Language) -> None:
    alone, members, admins = (menu(language, whose) for whose in ("alone", "members", "admins"))
    for name in alone:
        said = answer(f"/{name}", asking(edition, language, TODAY, shared=True)).answer
        assert (said.toast == say(language, "in-private", command=f"/{name}")) is (name not in admins), name
        kept = answer(f"/{name}", asking(edition, language, TODAY, shared=True, decides=False)).answer
        assert (name in members) is (not kept.toast), name
    assert {"mydata", "forget"} == alone.keys() - admins.keys()
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
