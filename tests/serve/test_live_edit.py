"""The real program while editors change its files: what is good is live, what is bad is told and changes nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.content.briefing import Language
from bot.words import WRITTEN, say
from tests.conftest import ROOT
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.home import Home, running

DOUGH = "briefings/machine-dough.yaml"
EDITOR, READER = 41, 43
QUESTION = "/prediction machine-dough/night-shift"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@pytest.mark.parametrize("language", WRITTEN)
async def test_a_moved_window_is_seen_in_the_chat_and_a_slip_only_by_the_editor(
    home: Home, api: BotAPI, language: Language
) -> None:
    variables = {
        "BOT_TELEGRAM_TOKEN": TOKEN,
        "BOT_TELEGRAM_API_URL": api.url,
        "BOT_EDITORS": f"telegram:{EDITOR}",
        "BOT_LANGUAGE": language,
    }
    reader, editor = Person(api, READER, language), Person(api, EDITOR, language)
    async with running(home, **variables) as bot:
        assert "2026-12-31" in (await reader.write(QUESTION)).text
        home.slip("until: 2026-12-31", "until: 2027-12-31")
        await bot.says(" is live")
        assert "2027-12-31" in (await reader.write(QUESTION)).text

        line, column = home.slip("until: 2027-12-31", "until: 2027-12-32")
        told = (await editor.read()).text
        assert re.search(rf"{DOUGH}:{line}:{column + 7}\n.*▸2027-12-32", told), told
        assert say(language, "problem-no-such-day", value="2027-12-32") in told
        assert "2027-12-31" in (await reader.write(QUESTION)).text
        assert (await bot.stop()).code == 0
    async with running(home, **variables) as bot:  # which does not keep it from starting again
        assert f"{DOUGH}:{line}:" in (await editor.read()).text
        assert "2027-12-31" in (await reader.write(QUESTION)).text
        home.slip("until: 2027-12-32", "until: 2028-12-31")
        assert say(language, "reloaded-title") in (await editor.read()).text
        assert "2028-12-31" in (await reader.write(QUESTION)).text
        assert (await editor.write("/history")).text.count(say(language, "history-found")) == 3
        assert (await bot.stop()).code == 0


async def test_without_any_good_edition_the_program_says_what_is_wrong_and_does_not_start(home: Home) -> None:
    line, _ = home.slip("until: 2026-12-31", "until: 2026-12-32")
    refused = home.bot("run", BOT_WEB_PORT=0)
    assert refused.code == 1 and refused.lines[0].startswith(f"{DOUGH}:{line}:")
