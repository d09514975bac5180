"""The conversation outlasts the page: by reload, Back, another language and day; and showing it does nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.answers import COMMANDS
from bot.content.edition import Edition
from bot.people.readers import Reader
from bot.state.values import QUESTION_LIFETIME
from bot.words import WRITTEN, say
from tests.support.newsroom import KEY, newsroom
from tests.support.pages import LOCALES, Visit, ask, asking, focused
from tests.support.quiet import in_thread
from tests.support.serving import House, housed
from tests.support.visiting import Visitor


@pytest.fixture
def house(edition: Edition) -> Iterator[House]:
    """Serve one test: the house takes in sixty new readers an hour, and here are more."""
    with housed(edition) as house:
        yield house


@pytest.fixture
def address(house: House) -> str:
    return house.address


@pytest.fixture
def visitor(house: House) -> Iterator[Visitor]:
    with Visitor(house.address, headers={"Sec-Fetch-Site": "same-origin"}) as visitor:
        yield visitor


def questions(page: Page) -> list[str]:
    return page.locator(".asked").all_inner_texts()


def titles(page: Page) -> list[str]:
    return page.locator("article h2").all_inner_texts()


def reloaded(page: Page, bubbles: int) -> None:
    page.reload()
    expect(page.locator("article")).to_have_count(bubbles)


def kept(house: House, reader: Reader) -> list[str]:
    async def read() -> list[str]:
        return [command for _, command in await house.store.conversation(reader, house.now, 999)]

    return house.within(read)


def stored(house: House, reader: Reader) -> dict[str, Any]:
    async def read() -> dict[str, Any]:
        return house.store.everything(reader)

    return house.within(read)


def earlier(visitor: Visitor, **which: object) -> list[dict[str, str]]:
    found: list[dict[str, str]] = visitor.post("/earlier", json=which).raise_for_status().json()["earlier"]
    return found


def reader_of(page: Page) -> Reader:
    [cookie] = page.context.cookies()
    return Reader("web", cookie["value"])


# --- Of whom nothing is stored: in the browser --------------------------------------------------------------------


def test_a_reload_keeps_what_a_stranger_asked_and_stores_nothing_of_them(visit: Visit, house: House) -> None:
    page = visit()
    ask(page, "/sectors")
    ask(page, "customer service")
    before = titles(page)[1:]
    reloaded(page, 2)
    assert questions(page) == [say("en", "name-sectors"), "customer service"] and titles(page) == before
    expect(page.locator(".asked").last).to_be_in_viewport()
    assert stored(house, reader_of(page)) == {}
    ask(page, "/about")
    reloaded(page, 3)


def test_what_a_browser_kept_for_long_is_not_shown(visit: Visit) -> None:
    page = visit()
    ask(page, "/sectors")
    ask(page, "/about")
    page.evaluate(
        """days => {
            const [name] = Object.keys(localStorage), kept = JSON.parse(localStorage[name])
            kept[0].at -= days * 24 * 3600 * 1000
            localStorage[name] = JSON.stringify(kept)
        }""",
        QUESTION_LIFETIME.days + 1,
    )
    reloaded(page, 1)
    expect(page.locator(".asked")).to_have_text([say("en", "name-about")])


@pytest.mark.parametrize("rubbish", ["{", "7", '[{"q": 7}]', '{"q": "/sectors"}', "[null]"])
def test_a_storage_that_somebody_else_has_written_to_stops_nothing(visit: Visit, rubbish: str) -> None:
    page = visit()
    ask(page, "/sectors")
    page.evaluate("text => { localStorage[Object.keys(localStorage)[0]] = text }", rubbish)
    page.reload()
    ask(page, "/about")
    reloaded(page, 1)
    expect(page.locator(".asked")).to_have_text([say("en", "name-about")])


# --- Of readers we know: here -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", WRITTEN)
def test_what_was_done_is_read_when_it_is_shown_again_and_never_done_again(
    visit: Visit, house: House, language: Any
) -> None:
    page = visit(language)
    ask(page, "/about")
    check_in = ask(page, "/checkin")
    check_in.locator("[data-turn]").nth(2).click()
    expect(check_in).to_contain_text("✓")
    following = check_in.locator("[data-turn]").first.get_attribute("data-command") or ""
    ask(page, "/subscribe wed 20:00")
    reader = reader_of(page)
    before = stored(house, reader)
    assert len(before["votes"]) == 1 and kept(house, reader) == ["/checkin", "/subscribe wed 20:00"]
    reloaded(page, 3)
    pressed = say(language, "asked-before", what="").strip()
    assert [each.startswith(pressed) for each in questions(page)] == [False, False, True]
    assert say(language, "name-subscribe") in questions(page)[2]
    expect(page.locator("article").nth(1).locator("[data-turn]").first).to_have_attribute("data-command", following)
    expect(page.locator("article").nth(2)).to_contain_text("20:00")
    assert stored(house, reader) == before


def test_a_known_reader_who_opens_the_page_anew_finds_what_was_asked_above_the_welcome(visit: Visit) -> None:
    page = visit()
    ask(page, "/subscribe")
    ask(page, "/sectors")
    page.goto(page.url.partition("?")[0])
    expect(page.locator("article")).to_have_count(3)
    expect(page.locator(".since")).to_be_in_viewport()
    expect(page.locator("article").last).to_contain_text(say("en", "welcome"))
    expect(page.locator("article").last.locator("h2")).to_be_in_viewport()


def test_what_was_asked_long_before_comes_on_request_and_what_is_read_stays_where_it_is(visit: Visit) -> None:
    page = visit()
    ask(page, "/subscribe")
    for year in range(2019, 2030):
        ask(page, f"/timeline {year}")
    reloaded(page, 8)
    first = page.locator("article").first
    first.scroll_into_view_if_needed()
    opener = page.locator(".earlier")
    opener.scroll_into_view_if_needed()
    title, before = first.locator("h2"), first.bounding_box()
    marked = title.evaluate_handle("e => e")
    opener.click()
    expect(page.locator("article")).to_have_count(12)
    expect(opener).to_have_count(0)
    after = marked.evaluate("e => e.closest('article').getBoundingClientRect().top")
    assert before and abs(after - before["y"]) < 60
    assert questions(page)[1] == f"{say('en', 'name-timeline')} · 2019"


def test_who_is_forgotten_leaves_nothing_on_the_page_in_the_browser_or_here(visit: Visit, house: House) -> None:
    page = visit()
    ask(page, "/sectors")
    ask(page, "/subscribe")
    reader = reader_of(page)
    assert kept(house, reader) == ["/subscribe"]
    page.get_by_role("textbox").fill("/forget yes")
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator("article")).to_contain_text(say("en", "forgotten"))
    assert stored(house, reader) == {} and page.evaluate("localStorage.length") == 0
    page.reload()
    expect(page.locator("article")).to_contain_text(say("en", "welcome"))
    expect(page.locator(".earlier, .since, .asked")).to_have_count(0)


def test_who_chose_another_language_than_their_browsers_is_forgotten_as_well(visit: Visit, house: House) -> None:
    page = visit()
    ask(page, "/sectors")
    page.locator("header .language").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("article")).to_have_count(2)  # all has come back: what is typed before may go with the page
    reader = reader_of(page)
    page.get_by_role("textbox").fill("/forget yes")
    page.keyboard.press("Enter")
    expect(page.locator("article").last).to_contain_text(say("zh", "forgotten"))
    expect(page.locator("article")).to_have_count(1)
    assert stored(house, reader) == {} and page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("known", [False, True])
def test_what_comes_back_after_all_was_forgotten_is_not_shown(visit: Visit, known: bool) -> None:
    page = visit()
    if known:
        ask(page, "/subscribe")
    ask(page, "/sectors")
    ask(page, "/debates")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/earlier", hold)
    page.reload()
    page.wait_for_function("document.querySelector('article').dataset.place")
    page.get_by_role("textbox").fill("/forget yes")
    page.keyboard.press("Enter")
    expect(page.locator("article").last).to_contain_text(say("en", "forgotten"))
    with page.expect_response("**/earlier"):
        held.pop().continue_()
    ask(page, "/about")  # by then it has come
    expect(page.locator("article")).to_have_count(2)
    expect(page.locator("article").first).to_contain_text(say("en", "forgotten"))


def test_a_stranger_who_asks_to_be_forgotten_is_forgotten_by_the_browser(visit: Visit) -> None:
    page = visit()
    ask(page, "/sectors")
    assert page.evaluate("localStorage.length") == 1
    page.get_by_role("textbox").fill("/forget yes")
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_have_count(1)
    assert page.evaluate("localStorage.length") == 0


def test_who_asks_to_be_forgotten_before_the_scripts_are_there_is_forgotten_by_the_browser_too(visit: Visit) -> None:
    page = visit()
    ask(page, "/sectors")
    page.get_by_role("textbox").fill("/forget yes")
    page.locator("form", has=page.get_by_role("textbox")).evaluate("form => form.submit()")
    expect(page.locator("article")).to_contain_text(say("en", "forgotten"))
    page.wait_for_url("**/chat")
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    expect(page.locator("article")).to_have_count(1)


# --- What a question is called ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize(
    ("command", "called"),
    [("/scores", "name-scores"), ("/timeline 2024", "name-timeline"), ("/privacy", "name-privacy"), ("/nowhere", "")],
)
def test_who_comes_by_a_link_reads_what_a_person_would_say(
    visit: Visit, language: Any, command: str, called: str
) -> None:
    page = visit(language, asking(command))
    said = say(language, called) if called else command
    expect(page.locator(".asked")).to_have_text(f"{said} · 2024" if command.endswith("2024") else said)
    expect(page.locator(".introduced")).to_contain_text(say(language, "introduced"))
    page.locator(".introduced a").click()
    expect(page.locator("article").last.locator("h2")).to_have_text(say(language, "welcome"))
    page.reload()
    expect(page.locator(".introduced")).to_have_count(0)


def test_of_what_menus_do_not_name_a_link_shows_the_title(visit: Visit, edition: Edition) -> None:
    name, sector = next(iter(edition.sectors.items()))
    page = visit("en", asking(f"/sector {name}"))
    expect(page.locator(".asked")).to_have_text(sector.name.en)


def test_a_command_pressed_in_a_text_is_echoed_by_its_name_and_a_typed_one_as_typed(visit: Visit) -> None:
    page = visit()
    ask(page, "/help").get_by_role("link", name="/scores", exact=True).click()
    expect(page.locator("article").last.locator("h2")).to_contain_text(say("en", "scores-title"))
    assert questions(page) == ["/help", say("en", "name-scores")]


# --- Addresses ----------------------------------------------------------------------------------------------------


def test_each_question_has_an_address_and_back_leads_to_the_one_before(visit: Visit) -> None:
    page = visit()
    ask(page, "/sectors")
    ask(page, "/about")
    assert page.url.endswith("/en/chat?q=%2Fabout") and say("en", "about-title") in page.title()
    page.go_back()
    expect(focused(page)).to_contain_text("33")
    assert page.url.endswith("/en/chat?q=%2Fsectors")
    page.go_back()
    expect(page.locator("article").first.locator("h2")).to_be_focused()
    expect(page).to_have_title(say("en", "name"))
    page.go_forward()
    page.go_forward()
    expect(focused(page)).to_contain_text(say("en", "about-title"))
    assert page.locator("article").count() == 3


def test_back_asks_again_for_what_is_no_longer_on_the_page(visit: Visit) -> None:
    page = visit()
    ask(page, "/sectors")
    ask(page, "/about")
    page.evaluate("localStorage.clear()")
    reloaded(page, 1)
    page.go_back()
    expect(page.locator("article")).to_have_count(2)
    expect(focused(page)).to_contain_text("33")


def test_a_page_turned_is_the_one_that_is_there_after_a_reload(visit: Visit) -> None:
    page = visit()
    listing = ask(page, "/sectors")
    listing.get_by_text(say("en", "button-on")).click()
    expect(listing.locator("small")).to_contain_text("2/")
    assert "p2" in page.url
    reloaded(page, 1)
    expect(page.locator("article small")).to_contain_text("2/")
    page.go_back()
    expect(page.locator("article").last).to_contain_text(say("en", "welcome"))


@pytest.mark.parametrize("command", ["/subscribe", "/forget", "/vote kun-year-of-llms/division-of-labour 35"])
def test_the_address_of_what_was_done_only_shows_it(visit: Visit, house: House, command: str) -> None:
    page = visit()
    ask(page, command)
    before = stored(house, reader_of(page))
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("article").first).to_be_visible()
    assert stored(house, reader_of(page)) == before
    assert command not in page.url.replace("%2F", "/").replace("+", " ") or command == "/forget"


@pytest.mark.parametrize("known", [True, False])
def test_another_language_keeps_the_conversation(visit: Visit, known: bool) -> None:
    page = visit("zh")
    if known:
        ask(page, "/subscribe")
    ask(page, "/sectors")
    page.locator("header").get_by_text("English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("article")).to_have_count(3 if known else 2)
    assert questions(page)[-2] == say("en", "name-sectors")
    expect(page.locator("article").last).to_contain_text(say("en", "language-chosen"))
    assert "done" not in page.url


# --- What is not kept, and what nobody can make of it -------------------------------------------------------------


def test_what_a_link_asks_is_not_kept(visitor: Visitor, house: House) -> None:
    visitor.post("/ask", json={"q": "/subscribe"})
    visitor.get("/chat", params={"q": "/sectors"})
    visitor.post("/ask", json={"q": "/about"}, headers={"X-CSRF": "no"})
    visitor.post("/ask", json={"q": "/scores"}, headers={"Sec-Fetch-Site": "cross-site"})
    visitor.post("/ask", json={"q": "/debates", "again": True})
    visitor.post("/ask", json={"q": "x" * 400})
    assert kept(house, visitor.reader) == ["/subscribe"]


@pytest.mark.parametrize("name", COMMANDS)
def test_asking_again_changes_nothing_whatever_it_was(visitor: Visitor, house: House, name: str) -> None:
    visitor.post("/ask", json={"q": "/subscribe"})
    before = stored(house, visitor.reader)
    asked = [f"/{name}", f"/{name} yes", f"/{name} kun-year-of-llms/division-of-labour 35", f"/{name} empty skip"]
    found = earlier(visitor, asked=asked)
    assert [each["asked"] for each in found] == asked and all(each["called"] and each["html"] for each in found)
    for each in found:
        visitor.get(each["address"])
    assert stored(house, visitor.reader) == before


@pytest.mark.parametrize("sent", [None, "x", 1.5, -1, 2**70, [], {}, True, [7, None, "/about"]])
def test_nonsense_is_answered_at_once(visitor: Visitor, sent: object) -> None:
    assert visitor.post("/earlier", json={"before": sent}).json()["earlier"] == []
    found = earlier(visitor, asked=sent)
    assert [each["asked"] for each in found] == (["/about"] if isinstance(sent, list) and sent else [])
    assert visitor.post("/seen", json={"item": sent}).status_code == (204 if sent is True else 400)


def test_at_most_eight_are_asked_at_once(visitor: Visitor) -> None:
    assert len(earlier(visitor, asked=["/about"] * 50)) == 8


def test_another_readers_conversation_is_nobody_elses(visitor: Visitor, house: House) -> None:
    visitor.post("/ask", json={"q": "/subscribe"})
    with Visitor(house.address) as other:
        assert earlier(other) == []
    with httpx.Client(base_url=house.address) as nobody:
        assert nobody.post("/earlier", json={}).json() == {"earlier": [], "before": None}


@pytest.mark.parametrize("language", WRITTEN)
def test_what_is_kept_is_told_and_handed_over(visitor: Visitor, language: Any) -> None:
    assert (
        say(language, "privacy").splitlines()[4].strip()
        in visitor.get("/chat", params={"q": "/privacy"}, headers={"Accept-Language": language}).text
    )
    visitor.post("/ask", json={"q": "/subscribe"})
    visitor.post("/ask", json={"q": "/sectors"})
    rows = json.loads(visitor.get("/mydata.json").content)["conversations"]
    assert [each["command"] for each in rows] == ["/subscribe", "/sectors"]


def test_without_scripts_nothing_is_kept_and_all_works(visit: Visit, house: House) -> None:
    page = visit(script=False)
    page.get_by_role("textbox").fill("/subscribe")
    page.get_by_role("button", name=say("en", "chat-send")).click()
    expect(page.locator("article")).to_contain_text(say("en", "subscribed"))
    page.goto(urljoin(page.url, asking("/sectors")))
    page.go_back()
    expect(page.locator("article")).to_contain_text(say("en", "subscribed"))
    assert kept(house, reader_of(page)) == []


@pytest.mark.parametrize("language", WRITTEN)
def test_an_editor_finds_the_desk_in_the_menu_and_what_goes_into_a_form_is_not_kept(
    browser: Browser, tmp_path: Path, files: dict[str, bytes], language: Any
) -> None:
    with newsroom(tmp_path, files) as room, in_thread(room.site, room.inbox) as served:
        with closing(browser.new_context(locale=LOCALES[language])) as context:
            page = context.new_page()
            page.goto(f"{served.address}/editor?key={KEY}")
            page.get_by_role("button", name=say(language, "chat-door-enter")).click()
            page.locator(".more [data-command='/due']", has_text=say(language, "name-due")).click()
            expect(page.locator("article").nth(1).locator("h2")).to_be_focused()
            ask(page, "/announce")
            ask(page, "A note that is nobody's question")
            assert "q=%2Fform" in page.url or "announce" in page.url
            page.reload()
            expect(page.locator("article").nth(1)).to_be_visible()
            assert not [words for words in page.locator(".asked").all_inner_texts() if "nobody" in words]
        query = "select count(*) from conversations where command like '%nobody%'"
        assert room.store.connection.execute(query).fetchone() == (0,)
