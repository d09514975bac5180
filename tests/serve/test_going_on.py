"""Going on elsewhere, in a bot that runs: from the page to Telegram and back, by links that somebody confirms."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest

from bot.words import say
from tests.conftest import ROOT
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.home import Home, running
from tests.support.quiet import listener
from tests.support.visiting import Visitor

pytestmark = pytest.mark.process

NIGHT, STAYS = "machine-dough/night-shift", "machine-dough/handmade-stays"
_WAY = re.compile(r'href="https://t\.me/\w+\?start=(cross_[0-9a-f]{32})"')


@pytest.fixture
async def address(tmp_path: Path, api: BotAPI) -> AsyncIterator[str]:
    """A bot that runs on Telegram and on the page; where readers reach the page."""
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    with listener() as free:
        port = free.getsockname()[1]
    public = f"http://127.0.0.1:{port}/record"
    variables = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url, "BOT_LOG": "debug"}
    async with running(Home(tmp_path), BOT_PUBLIC_URL=public, BOT_WEB_PORT=port, **variables) as bot:
        assert (await bot.address()).startswith(public)
        yield public
        ended = await bot.stop()
        assert ended.code == 0 and " ERROR " not in ended.err
        assert not re.search(r"[0-9a-f]{32}", ended.err), "no key is ever logged"
    assert not api.refusals, [str(refusal) for refusal in api.refusals]


def stored(visitor: Visitor) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(visitor.get("/mydata.json").text)
    return found


async def payload(visitor: Visitor, person: Person) -> str:
    """Make a link on the page; return what it carries to Telegram."""
    assert (await person.write("/help")).text, "the bot has logged in, and knows its name"
    made = _WAY.search(visitor.press("/continue link").text)
    assert made
    return made[1]


async def test_answers_and_settings_go_from_the_page_to_telegram_and_back_again(address: str, api: BotAPI) -> None:
    ann, ben = Person(api, 1, "en"), Person(api, 2, "zh-hans")
    with Visitor(address) as page, Visitor(address, "zh") as other:
        for command in (f"/vote {NIGHT} 80", f"/vote {STAYS} 20", f"/follow {NIGHT}", "/language en"):
            page.press(command)
        page.press("/subscribe sat 18:00 Europe/Berlin")
        await ann.write(f"/vote {NIGHT} 35")
        way = await payload(page, ann)
        settings = page.get("/en/chat", params={"q": "/settings"}).text
        assert say("en", "button-continue", channel="telegram") in settings

        offered = await ann.write(f"/start {way}")
        assert say("en", "crossing-answers", count=2) in offered.text and "18:00" in offered.text
        assert say("en", "crossing-twice", count=1) in offered.text
        assert len(stored(page)["votes"]) == 2, "to look changes nothing"
        done = await ann.press(offered, say("en", "button-cross"))
        assert "2 forecasts" in done.text and "/cross" not in " ".join(done.data)
        again = await ann.write(f"/start {way}")
        assert say("en", "button-crossing-undo") in again.labels, "whoever opens it again sees that it was used"
        assert say("zh", "crossing-spent", minutes=15) in (await ben.write(f"/start {way}")).text
        panel = await ann.write("/settings")
        assert "18:00" in panel.text and say("en", "button-continue", channel="web") in panel.labels

        assert stored(page)["votes"] == [] and stored(page)["subscriptions"] == []
        shown = unescape(page.get("/en/chat", params={"q": "/continue"}).text)
        assert "went to Telegram" in shown and say("en", "button-crossing-undo") in shown
        assert stored(page)["inbox"][0]["command"] == "/continue", "it is told as soon as the page is looked at"

        link = await ann.press(await ann.write("/continue"), say("en", "button-crossing-link"))
        found = re.search(rf"{address}(/chat\?q=%2Fcross\+[0-9a-f]{{32}})", json.dumps([link.text, api.calls[-1]]))
        assert found
        looked = other.get(found[1])
        assert say("zh", "button-cross") in looked.text and say("zh", "crossing-answers", count=2) in looked.text
        assert stored(other) == {}, "to look stores nothing"
        confirms = re.search(r'value="(/cross [0-9a-f]{32} yes)"', looked.text)
        assert confirms and say("en", "crossing-title") in other.press(confirms[1]).text, "the language has come too"
        assert {row["prediction"] for row in stored(other)["votes"]} == {NIGHT, STAYS}
        assert stored(other)["conversations"] == [], "what holds a key is not kept"
        told = await ann.read()
        assert "the page" in told.text
        await ann.press(told, say("en", "button-crossing-undo"))
        assert stored(other)["votes"] == []
        assert "18:00" in (await ann.write("/settings")).text


async def test_a_link_is_refused_in_a_group_in_words_and_takes_nothing(address: str, api: BotAPI) -> None:
    group = {"id": -100, "type": "supergroup", "title": "G"}
    with Visitor(address) as page:
        page.press(f"/vote {NIGHT} 80")
        way = await payload(page, Person(api, 3, "en"))
        refused = await Person(api, 1, "en", chat=group).write(f"/start@hindsight_test_bot {way}")
        assert say("en", "crossing-group") in refused.text and way not in json.dumps(refused.keyboard)
        assert len(stored(page)["votes"]) == 1
        assert _WAY.search(page.press("/continue link").text)
        assert say("en", "crossing-spent", minutes=15) in (await Person(api, 4, "en").write(f"/start {way}")).text


async def test_guesses_and_forged_forms_bring_nothing(address: str, api: BotAPI) -> None:
    with Visitor(address) as page, Visitor(address) as thief:
        page.press(f"/vote {NIGHT} 80")
        key = (await payload(page, Person(api, 3, "en"))).partition("_")[2]
        for guess in ("0" * 32, key[:-1], key.upper(), f"{key}0", "yes", "%", key[::-1]):
            if guess != key:
                for command in (f"/cross {guess}", f"/cross {guess} yes"):
                    assert say("en", "crossing-spent", minutes=15) in unescape(thief.press(command).text)
        assert thief.post("/", data={"q": f"/cross {key} yes", "csrf": "0" * 64}).status_code == 403
        shown = thief.get("/en/chat", params={"q": f"/cross {key} yes"})
        assert say("en", "button-cross") in shown.text, "an address only offers it"
        assert len(stored(page)["votes"]) == 1 and stored(thief) == {}
