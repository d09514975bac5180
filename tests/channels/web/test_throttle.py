"""One client that asks too often is told to wait; everybody else is answered meanwhile."""

from __future__ import annotations

import datetime as dt

import httpx
import pytest

from bot.channels.web.public_url import Public
from bot.channels.web.throttle import BURST, DEAR, Throttle, Throttled
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.words import say
from tests.support.serving import housed


@pytest.fixture
def clock() -> list[float]:
    return [100.0]


@pytest.fixture
def throttle(clock: list[float]) -> Throttle:
    return Throttle(lambda: clock[0], rate=2, burst=10, most=3)


def test_a_bucket_empties_and_fills_again(throttle: Throttle, clock: list[float]) -> None:
    assert [throttle.wait("a") for _ in range(11)] == [0.0] * 10 + [0.5]
    clock[0] += 0.25
    assert throttle.wait("a") == pytest.approx(0.25)
    clock[0] += 0.25
    assert throttle.wait("a") == 0.0
    clock[0] += 1_000
    assert [throttle.wait("a") for _ in range(11)][-2:] == [0.0, 0.5]  # never more than it holds


def test_what_must_be_worked_out_costs_more(throttle: Throttle) -> None:
    assert [throttle.wait("a", DEAR) for _ in range(3)] == [0.0, 0.0, 2.5]


def test_nobody_waits_for_somebody_else(throttle: Throttle) -> None:
    assert [throttle.wait("a") for _ in range(20)][-1] and throttle.wait("b") == 0.0


def test_a_clock_that_is_set_back_gives_nothing_and_takes_nothing(throttle: Throttle, clock: list[float]) -> None:
    assert not any(throttle.wait("a") for _ in range(10))
    clock[0] -= 50
    assert throttle.wait("a") == 0.5
    clock[0] += 0.5
    assert throttle.wait("a") == 0.0


def test_what_was_done_already_is_paid_by_waiting(throttle: Throttle) -> None:
    assert throttle.wait("a", 9) == 0.0
    throttle.charge("a", 4)
    assert throttle.wait("a") == pytest.approx(2.0)


def test_those_seen_longest_ago_are_forgotten(throttle: Throttle) -> None:
    assert [throttle.wait("a") for _ in range(11)][-1]
    for each in "bcd":
        throttle.wait(each)
    assert throttle.wait("a") == 0.0


async def answers(site: Throttled, who: str, paths: list[str]) -> list[httpx.Response]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site, client=(who, 1)), base_url="http://x") as client:
        return [await client.get(path) for path in paths]


async def test_it_is_told_in_both_languages_and_others_are_answered(
    small: Edition, caplog: pytest.LogCaptureFixture
) -> None:
    with housed(small) as house:
        now = house.now
        site = Throttled(house.site, Public(), lambda: now, Throttle(lambda: now.timestamp(), rate=1, burst=6))
        await answers(site, "127.0.0.1", ["/en/about"])  # from now on it is kept
        mine = await answers(site, "198.51.100.7", ["/en/about"] * 8)
        assert [each.status_code for each in mine] == [200] * 6 + [429] * 2
        assert mine[-1].headers["retry-after"] == "1"
        assert all(say(language, "too-many", seconds=1) in mine[-1].text for language in ("zh", "en"))
        assert [each.status_code for each in await answers(site, "198.51.100.8", ["/en/about"])] == [200]
        dear = await answers(site, "203.0.113.1", ["/en/search?q=a", "/en/chat?q=/help"])
        assert [each.status_code for each in dear] == [200, 429] and dear[-1].headers["retry-after"] == "4"
        watching = await answers(site, "203.0.113.2", ["/healthz"] * 20)
        assert {each.status_code for each in watching} == {200}
        assert {each.status_code for each in await answers(site, "127.0.0.1", ["/en/about"] * 20)} == {200}
        assert len([each for each in caplog.messages if "FORWARDED_ALLOW_IPS" in each]) == 1
        now += dt.timedelta(seconds=3)
        assert [each.status_code for each in await answers(site, "198.51.100.7", ["/en/about"] * 4)] == [200] * 3 + [
            429
        ]


@pytest.mark.parametrize(("path", "language"), [("/zh/about", "zh"), ("/zh-hant/about", "zh-Hant"), ("/", "en")])
async def test_a_page_that_somebody_opens_comes_back_by_itself(small: Edition, path: str, language: Language) -> None:
    with housed(small) as house:
        site = Throttled(house.site, Public(path="/x"), lambda: house.now, Throttle(lambda: 1.0, rate=1, burst=0))
        transport = httpx.ASGITransport(site, client=("198.51.100.7", 1))
        headers = {"accept": "text/html,*/*;q=0.8"}
        async with httpx.AsyncClient(transport=transport, base_url="http://x", headers=headers) as client:
            shown, sent = await client.get(path), await client.post(path, data={"q": "/help"})
    assert shown.status_code == 429 and shown.headers["refresh"] == shown.headers["retry-after"] == "1"
    assert say(language, "chat-busy-how", seconds=1) in shown.text and 'href="/x/static/' in shown.text
    assert sent.status_code == 429 and "refresh" not in sent.headers, "what changes something is sent by hand"


ANEW = [
    "/en/predictions?state=open",
    "/zh/timeline?from=2020",
    "/en/briefings",
    "/en/no-such-page",
    "/zh/authors/nobody",
    "/feeds/verdicts.atom",
    "/sitemap.xml",
    "/sitemap/1.xml",
    "/api/v1/predictions",
    "/api/v1/edition.csv",
    "/nothing",
]


@pytest.mark.parametrize("path", ANEW)
async def test_what_is_made_anew_costs_like_an_answer(small: Edition, path: str) -> None:
    with housed(small) as house:
        site = Throttled(house.site, Public(), lambda: house.now, Throttle(lambda: 1.0, rate=1, burst=DEAR))
        [first, then] = await answers(site, "198.51.100.7", [path, "/robots.txt"])
        assert first.status_code in (200, 404) and then.status_code == 429


async def test_what_is_kept_costs_little_under_any_field_that_means_nothing(small: Edition) -> None:
    with housed(small) as house:
        site = Throttled(house.site, Public(), lambda: house.now, Throttle(lambda: 1.0, rate=1, burst=8))
        await answers(site, "127.0.0.1", ["/zh/predictions", "/zh/about", "/zh/timeline"])
        told = [
            "/zh/predictions?state=x1",
            "/zh/predictions?sector=x2&year=x",
            "/zh/predictions?sort=x3",
            "/zh/predictions?page=99",
            "/zh/predictions?from=2001",
            "/zh/about?state=open",
            "/zh/timeline?from=x4",
            "/zh/timeline?state=open",
        ]
        assert {each.status_code for each in await answers(site, "198.51.100.7", told)} == {200}


async def test_a_host_of_ones_own_makes_pages_anew_and_pays_for_it(small: Edition) -> None:
    with housed(small) as house:
        site = Throttled(house.site, Public(), lambda: house.now, Throttle(lambda: 1.0, rate=1, burst=2 * DEAR))
        transport = httpx.ASGITransport(site, client=("198.51.100.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            found = [await client.get("/en/about", headers={"host": f"x{each}.example"}) for each in range(3)]
        assert [each.status_code for each in found] == [200, 200, 429]


async def test_a_program_is_told_to_wait_as_of_other_problems(small: Edition) -> None:
    with housed(small) as house:
        site = Throttled(house.site, Public(), lambda: house.now, Throttle(lambda: 1.0, rate=1, burst=DEAR))
        [_, told] = await answers(site, "198.51.100.7", ["/api/v1/sectors", "/api/v1/sectors"])
        assert told.status_code == told.json()["status"] == 429 and told.headers["retry-after"] == "5"
        assert told.headers["content-type"] == "application/problem+json"
        assert told.headers["access-control-allow-origin"] == "*"
        assert told.json()["detail"] == say("en", "too-many", seconds=5)


@pytest.mark.parametrize("who", ["unknown", "_hidden", "reader.example"])
async def test_only_who_is_not_named_at_all_is_let_through_without_an_address(small: Edition, who: str) -> None:
    with housed(small) as house:
        site = Throttled(house.site, Public(), lambda: house.now, Throttle(lambda: 1.0, rate=1, burst=2))
        assert [each.status_code for each in await answers(site, who, ["/robots.txt"] * 3)] == [200, 200, 429]
        assert {each.status_code for each in await answers(site, "", ["/robots.txt"] * 3)} == {200}


@pytest.mark.parametrize(("base", "path"), [("/c", "/card/en/none.png"), ("/m", "/mcp"), ("/a", "/ask")])
async def test_a_base_is_taken_off_by_whole_parts(small: Edition, base: str, path: str) -> None:
    public = Public(path=base)
    with housed(small, public=public) as house:
        site = Throttled(house.site, public, lambda: house.now, Throttle(lambda: 1.0, rate=1, burst=2))
        for each in (path, base + path):
            assert [found.status_code for found in await answers(site, "198.51.100.7", [each])] == [429]


async def test_addresses_of_one_line_share_a_bucket(small: Edition) -> None:
    with housed(small) as house:
        site = Throttled(house.site, Public(), lambda: house.now, Throttle(lambda: 1.0, rate=1, burst=3))
        await answers(site, "127.0.0.1", ["/en/about"])
        found = [(await answers(site, f"2001:db8::{each}", ["/en/about"]))[0].status_code for each in range(1, 6)]
        assert found == [200] * 3 + [429] * 2


def test_a_client_is_whom_a_trusted_proxy_names_and_headers_come_with_the_refusal(small: Edition) -> None:
    with housed(small) as house, httpx.Client(base_url=house.address) as client:

        def asked(who: str, path: str) -> httpx.Response:
            return client.get(path, headers={"x-forwarded-for": who})

        most = int(BURST / DEAR)
        assert {asked("198.51.100.9", "/card/en/none.png").status_code for _ in range(most)} == {404}
        refused = asked("198.51.100.9", "/en/about")
        assert refused.status_code == 429 and refused.headers["retry-after"] == "1"
        assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]
        assert asked("198.51.100.10", "/en/about").status_code == 200
