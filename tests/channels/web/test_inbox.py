"""The page's inbox: check-ins pushed to open pages, kept for those who are away, and seen once."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import Reader
from bot.words import WRITTEN, say
from tests.support import visiting
from tests.support.chromium import PATIENT, chromium
from tests.support.serving import House, housed

Visit = Callable[..., "Visitor"]


class Visitor:
    """A browser that has opened the chat page, and so holds its cookie."""

    def __init__(self, house: House, language: Language) -> None:
        spoken, same = {"zh": "zh-CN", "en": "en-GB"}[language], {"Sec-Fetch-Site": "same-origin"}
        self.client = visiting.Visitor(house.address, spoken, headers=same)

    @property
    def reader(self) -> Reader:
        return self.client.reader

    def ask(self, words: str, **more: object) -> str:
        answer = self.client.post("/ask", json={"q": words, **more}).raise_for_status()
        bubble: str = answer.json()["html"]
        return bubble

    @contextlib.contextmanager
    def lines(self, **headers: str) -> Iterator[Iterator[str]]:
        """Keep a page open; yields the lines that are pushed to it. The connection is there when this returns."""
        with self.client.stream("GET", "/events", headers=headers) as response:
            assert response.status_code == 200
            assert response.headers["content-type"].startswith("text/event-stream")
            lines = response.iter_lines()
            assert next(lines) == "retry: 5000"
            yield lines

    @contextlib.contextmanager
    def events(self, **headers: str) -> Iterator[Iterator[dict[str, Any]]]:
        """Keep a page open; yields what is pushed to it, as it comes."""
        with self.lines(**headers) as lines:
            yield (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))

    def pushed(self) -> dict[str, Any]:
        """Open a page, and return the first thing pushed to it."""
        with self.events() as events:
            return next(events)

    def seen(self, item: object) -> int:
        return self.client.post("/seen", json={"item": item}).status_code


@pytest.fixture
def house(undecided: Edition) -> Iterator[House]:
    with housed(undecided) as house:
        yield house


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    visitors: list[Visitor] = []

    def visit(language: Language = "en") -> Visitor:
        visitors.append(Visitor(house, language))
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.client.close()


def test_proxies_are_told_to_keep_nothing_of_what_is_pushed(visit: Visit) -> None:
    head = visit().client.head("/events")
    assert head.headers["content-type"].startswith("text/event-stream") and head.headers["x-accel-buffering"] == "no"
    assert head.headers.get_list("cache-control") == ["no-store"]


def test_a_page_is_told_again_and_again_that_nothing_came(undecided: Edition) -> None:
    with housed(undecided, ping=0.001) as house:
        visitor = Visitor(house, "en")
        visitor.ask("/subscribe")
        with contextlib.closing(visitor.client), visitor.lines() as lines:
            assert [line for line in itertools.islice(lines, 7) if line] == [": nothing yet"] * 3
            house.check_in(visitor.reader)
            assert next(line for line in lines if line.startswith("data: "))


def test_a_page_whose_connection_broke_gets_nothing_twice(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.ask("/subscribe")
    house.check_in(visitor.reader)
    with visitor.lines() as lines:
        number = next(line for line in lines if line.startswith("id: ")).removeprefix("id: ")
    with visitor.events(**{"Last-Event-ID": number}) as events:
        house.check_in(visitor.reader)
        assert next(events)["item"] > int(number)


@pytest.mark.parametrize("number", ["", "x", "-1", "1e9", "9" * 5_000])
def test_a_page_that_says_nonsense_of_what_it_got_gets_all(house: House, visit: Visit, number: str) -> None:
    visitor = visit()
    visitor.ask("/subscribe")
    house.check_in(visitor.reader)
    with visitor.events(**{"Last-Event-ID": number}) as events:
        assert say("en", "checkin-title") in next(events)["html"]


@pytest.mark.parametrize("language", WRITTEN)
def test_a_check_in_is_pushed_to_an_open_page_in_its_readers_language(
    house: House, visit: Visit, language: Language
) -> None:
    visitor = visit(language)
    assert say(language, "subscribed") in visitor.ask("/subscribe")
    with visitor.events() as events:
        house.check_in(visitor.reader)
        check_in = next(events)
    assert (
        say(language, "checkin-title") in check_in["html"] and say(language, "checkin-how-to-stop") in check_in["html"]
    )
    assert f"/answer {first_question(house, visitor)} " in check_in["html"]


def first_question(house: House, visitor: Visitor) -> str:
    async def known() -> str:
        issue = (await house.store.known(visitor.reader, visitor.reader)).issue
        assert issue
        return issue.questions[0]

    return house.within(known)


def test_both_languages_get_the_same_questions(house: House, visit: Visit) -> None:
    visitors = [visit(language) for language in WRITTEN]
    for visitor in visitors:
        visitor.ask("/subscribe")
    house.check_in(visitors[0].reader)
    assert len({first_question(house, visitor) for visitor in visitors}) == 1


def test_what_nobody_looked_at_is_kept_until_the_next_visit(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.ask("/subscribe")
    house.check_in(visitor.reader)
    first = visitor.pushed()
    assert say("en", "checkin-title") in first["html"]
    assert visitor.pushed() == first  # shown, but nobody has said so


def test_what_was_seen_is_not_pushed_again_and_the_next_one_is(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.ask("/subscribe")
    house.check_in(visitor.reader)
    first = visitor.pushed()["item"]
    assert visitor.seen(first) == 204
    with visitor.events() as events:
        house.check_in(visitor.reader)
        assert next(events)["item"] > first


def test_every_open_page_of_a_reader_gets_it_and_nobody_else_does(house: House, visit: Visit) -> None:
    visitor, other = visit(), visit()
    for each in (visitor, other):
        each.ask("/subscribe mon" if each is other else "/subscribe sun")
    with visitor.events() as one, visitor.events() as two, other.events() as theirs:
        house.check_in(visitor.reader)
        mine = next(one)
        assert next(two) == mine
        house.check_in(other.reader)
        assert next(theirs)["item"] != mine["item"]


def test_nobody_can_see_away_what_is_anothers(house: House, visit: Visit) -> None:
    visitor, other = visit(), visit()
    visitor.ask("/subscribe")
    house.check_in(visitor.reader)
    item = visitor.pushed()["item"]
    assert other.seen(item) == 204
    assert visitor.pushed()["item"] == item


def test_after_weeks_away_there_is_one_check_in_and_not_one_for_each_week(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.ask("/subscribe")
    for _ in range(3):
        house.check_in(visitor.reader)
    waiting = visitor.pushed()["item"]
    assert visitor.seen(waiting) == 204
    with visitor.events() as events:
        house.check_in(visitor.reader)
        assert next(events)["item"] == waiting + 1


@pytest.mark.parametrize("item", [None, "7", 0, -1, 2**63, 1.5, [7]], ids=repr)
def test_what_is_no_item_cannot_be_seen(visit: Visit, item: object) -> None:
    assert visit().seen(item) == 400


def test_who_has_not_opened_the_page_is_pushed_nothing_and_not_asked_to_come_back(house: House) -> None:
    assert httpx.get(f"{house.address}/events").status_code == 204


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("UTC", "Etc/UTC"),
        ("Mars/Olympus", "Asia/Shanghai"),
        ("../../etc/passwd", "Asia/Shanghai"),
        ("", "Asia/Shanghai"),
        (None, "Asia/Shanghai"),
        (7, "Asia/Shanghai"),
        (["Europe/Berlin"], "Asia/Shanghai"),
        ("\ud800", "Asia/Shanghai"),
    ],
    ids=repr,
)
def test_a_new_subscription_is_for_where_the_browser_says_it_is_if_there_is_such_a_place(
    visit: Visit, zone: object, found: str
) -> None:
    visitor = visit()
    visitor.client.post("/ask", content=json.dumps({"q": "/subscribe 8pm", "zone": zone})).raise_for_status()
    assert [each["zone"] for each in mine(visitor)["subscriptions"]] == [found]


def test_what_a_reader_says_goes_before_what_the_browser_says_and_stays(visit: Visit) -> None:
    visitor = visit()
    visitor.ask("/subscribe london", zone="Europe/Berlin")
    visitor.ask("/subscribe 8pm", zone="Asia/Tokyo")
    assert [each["zone"] for each in mine(visitor)["subscriptions"]] == ["Europe/London"]


def test_who_pauses_gets_nothing_until_they_come_back(house: House, visit: Visit) -> None:
    visitor = visit()
    visitor.ask("/subscribe")
    visitor.ask("/pause")
    house.check_in(visitor.reader)
    visitor.ask("/resume")
    with visitor.events() as events:
        due = house.check_in(visitor.reader)
        next(events)
    [issue] = mine(visitor)["issues"]
    assert dt.datetime.fromisoformat(issue["at"]).replace(tzinfo=dt.UTC) == due


def mine(visitor: Visitor) -> dict[str, Any]:
    answer = visitor.client.get("/mydata.json").raise_for_status()
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"] == 'attachment; filename="hindsight.json"'
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("language", WRITTEN)
def test_everything_of_a_reader_is_theirs_to_take_and_to_delete(house: House, visit: Visit, language: Language) -> None:
    visitor = visit(language)
    visitor.ask("/subscribe 20:15")
    house.check_in(visitor.reader)
    visitor.ask(f"/answer {first_question(house, visitor)} yes")
    found = mine(visitor)
    assert (found["channel"], found["id"], found["language"]) == ("web", visitor.reader.id, language)
    assert [each["minute"] for each in found["subscriptions"]] == [20 * 60 + 15]
    assert [each["value"] for each in found["votes"]] == ["yes"]
    assert [each["command"] for each in found["inbox"]] == ["/checkin"]
    assert say(language, "forgotten") in visitor.ask("/forget yes")
    assert mine(visitor) == {}


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "/subscribe 周日 晚上8点 伦敦"), ("en", "/subscribe sun 8pm london")]
)
def test_from_subscribing_to_being_forgotten_on_the_page(
    house: House, visit: Visit, language: Language, words: str
) -> None:
    visitor = visit(language)
    assert "<time>2026-11-29</time> 20:00" in visitor.ask(words)
    with visitor.events() as events:
        assert house.check_in(visitor.reader) == dt.datetime(2026, 11, 29, 20, tzinfo=dt.UTC)
        visitor.seen(next(events)["item"])
    question = first_question(house, visitor)
    yes, no = (say(language, f"ruling-{each}") for each in ("yes", "no"))
    assert say(language, "you-said", what=yes) in visitor.ask(f"/answer {question} yes")
    changed = visitor.ask(f"/answer {question} no")
    assert say(language, "you-said", what=no) in changed and say(language, "tally", parts=f"{no} 1") in changed
    assert "2026-11-29" in visitor.ask("/pause") and say(language, "runs-already") not in visitor.ask("/resume")
    assert [each["value"] for each in mine(visitor)["votes"]] == ["yes", "no"]
    assert say(language, "forget-sure") in visitor.ask("/forget") and mine(visitor)
    assert say(language, "forgotten") in visitor.ask("/forget yes") and mine(visitor) == {}


@pytest.mark.browser
def test_in_a_browser_a_check_in_appears_as_a_bubble_and_is_seen(house: House) -> None:
    with chromium() as browser:
        page = browser.new_context(locale="en-GB").new_page()
        page.set_default_timeout(PATIENT)
        page.goto(f"{house.address}/chat")
        page.get_by_role("textbox").fill("/subscribe")
        page.keyboard.press("Enter")
        expect(page.locator("article").last).to_contain_text(say("en", "subscribed"))
        [cookie] = page.context.cookies()
        reader = Reader("web", cookie["value"])
        before = page.locator("article").count()
        with page.expect_response("**/seen") as seen:
            house.check_in(reader)
        assert seen.value.status == 204
        expect(page.locator("article")).to_have_count(before + 1)
        expect(page.locator("article").last).to_contain_text(say("en", "checkin-title"))
        page.locator("article").last.get_by_text(say("en", "ruling-yes"), exact=True).first.click()
        expect(page.locator("article").last).to_contain_text(say("en", "you-said", what=say("en", "ruling-yes")))
        assert not house.within(lambda: unseen(house, reader))


async def unseen(house: House, reader: Reader) -> list[tuple[int, str]]:
    return await house.store.unseen(reader)
