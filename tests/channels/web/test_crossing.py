"""Going on on the page, in a real browser: what a link brings is seen, confirmed and undone, without scripts too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.changes import MakePass, Vote
from bot.people.readers import Reader
from bot.words import WRITTEN, say
from tests.support.pages import Visit, ask, asking
from tests.support.serving import House, housed

languages = pytest.mark.parametrize("language", WRITTEN)
scripts = pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])


@pytest.fixture(scope="module")
def house(edition: Edition) -> Iterator[House]:
    with housed(edition) as house:
        yield house


@pytest.fixture(scope="module")
def address(house: House) -> str:
    return house.address


def linked(house: House, key: str) -> Reader:
    """Have somebody on Telegram answer two questions, and make a link; return who they are."""
    ann = Reader("telegram", str(int(key[:8], 16)))

    async def make() -> None:
        for forecast in [*house.program.app.edition.by_ref][:2]:
            await house.store.apply(Vote(forecast, "35"), chat=ann, person=ann, language="en", now=house.now)
        await house.store.apply(MakePass(key), chat=ann, person=ann, language="en", now=house.now)

    house.within(make)
    return ann


def answers(house: House, reader: Reader) -> int:
    async def count() -> int:
        return len((await house.store.known(reader, reader)).chances)

    return house.within(count)


def button(page: Page, language: Language, label: str) -> Locator:
    return page.locator("article").last.get_by_role("button", name=say(language, label))


@scripts
@languages
def test_what_a_link_brings_is_confirmed_on_the_page_and_undone_there(
    visit: Visit, house: House, language: Language, script: bool
) -> None:
    key = f"{WRITTEN.index(language):02}{int(script):02}beef" * 4
    ann = linked(house, key)
    page = visit(language, asking(f"/cross {key}"), script=script)
    expect(page.locator("article").last).to_contain_text(say(language, "crossing-answers", count=2))
    expect(page.locator("article").last).to_contain_text(say(language, "crossing-warning", days=7))
    assert answers(house, ann) == 2, "an address changes nothing"
    button(page, language, "button-cross").click()
    undo = button(page, language, "button-crossing-undo")
    expect(undo).to_be_visible()
    assert answers(house, ann) == 0
    undo.click()
    expect(page.locator("article").last).to_contain_text(re.compile(re.escape("Telegram")))
    assert answers(house, ann) == 2
    if script:
        assert key not in page.evaluate("Object.values(localStorage).join()"), "nobody keeps the key"
    page.goto(f"{house.address}{asking(f'/cross {key}')}")
    expect(page.locator("article").last).to_contain_text(say(language, "crossing-spent", minutes=15))


def test_the_menu_offers_it_to_whoever_has_something_here(visit: Visit) -> None:
    page = visit("en")
    chip = page.locator("nav.commands details [data-command='/continue']")
    expect(chip).to_be_hidden()
    ask(page, "/subscribe")
    page.locator("nav.commands summary").click()
    expect(chip).to_be_visible()
    chip.click()
    expect(page.locator("article").last).to_contain_text(say("en", "crossing-nowhere"))
