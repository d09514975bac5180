"""The pages in a real browser: read, narrowed, sorted, searched, by keyboard alone, without scripts, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.content.briefing import Language
from bot.content.edition import Edition, ref, state
from bot.content.reviews import LEANINGS
from bot.words import WRITTEN, say
from tests.channels.web.test_axe import found
from tests.conftest import TODAY
from tests.support.pages import Visit, focused, ringed, tab_to

FORECAST = "predictions/ten-hypotheses/support-first"
KINDS = (
    "",
    "predictions?state=ruled",
    FORECAST,
    "timeline",
    "timeline/2024",
    "briefings",
    "briefings/kun-year-of-llms",
    "sectors",
    "sectors/customer-service",
    "debates",
    "debates/jobs-first",
    "authors",
    "advice",
    "advice/founders",
    "glossary",
    "search?q=agents",
    "about",
    "method",
    "corrections",
    "corrections/rule",
    "feeds",
    "privacy",
)


def here(page: Page, path: str) -> str:
    """Return the address of a page of the same site."""
    return re.sub(r"^(https?://[^/]+).*", rf"\1{path}", page.url)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_nothing_sticks_out(visit: Visit, language: Language, scheme: str, width: int) -> None:
    page = visit(language, f"/{language}/", width=width, scheme=scheme)
    for kind in KINDS:
        page.goto(here(page, f"/{language}/{kind}"))
        assert found(page) == [], kind
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind


def test_somebody_finds_what_became_of_a_forecast_and_a_link_to_send(visit: Visit) -> None:
    page = visit("en", "/en/", width=1280)
    page.get_by_role("searchbox").fill("customer service first field")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="customer service will be the first field").first.click()
    expect(page).to_have_url(re.compile(f"/en/{FORECAST}$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("customer service will be the first field")
    expect(page.locator(".verdict .chip")).to_have_text(say("en", "state-partly"))
    expect(page.get_by_role("heading", name=say("en", "forecast-became"))).to_be_visible()
    assert page.locator(".evidence a").count() > 1


@pytest.mark.parametrize("script", [True, False])
def test_the_table_is_narrowed_and_sorted_by_its_address(visit: Visit, script: bool) -> None:
    page = visit("en", "/en/predictions", width=1280, script=script)
    page.get_by_label(say("en", "filter-state")).select_option("failed")
    page.get_by_role("button", name=say("en", "filters-apply")).click()
    expect(page).to_have_url(re.compile(r"[?&]state=failed"))
    chips = page.locator("tbody .chip")
    assert set(chips.all_inner_texts()) == {say("en", "state-failed")}
    page.get_by_role("columnheader", name=say("en", "column-until")).get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"state=failed.*sort=until"))
    days = page.locator("tbody td:nth-of-type(3) time").all_inner_texts()
    assert days == sorted(days) and len(days) > 1
    page.get_by_role("columnheader", name=say("en", "column-until")).get_by_role("link").click()
    assert page.locator("tbody td:nth-of-type(3) time").all_inner_texts() == sorted(days, reverse=True)
    page.locator(".chosen a").first.click()
    expect(page).to_have_url(re.compile(r"predictions\?sort=-until$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"state=failed"))


@pytest.mark.parametrize("language", WRITTEN)
def test_on_a_phone_the_table_comes_in_pages_of_a_few_screens(visit: Visit, language: Language) -> None:
    page = visit(language, f"/{language}/predictions?sort=until", script=False)
    state = page.get_by_label(say(language, "filter-state"))
    expect(state).to_be_hidden()
    page.get_by_text(say(language, "filters-title")).click()
    state.select_option("open")
    page.get_by_role("button", name=say(language, "filters-apply")).click()
    expect(page).to_have_url(re.compile(r"predictions\?.*state=open"))
    assert page.evaluate("document.documentElement.scrollHeight / innerHeight") < 8
    before = page.locator("tbody th > a").all_inner_texts()
    page.get_by_role("link", name=say(language, "page-number", number=2), exact=True).click()
    expect(page).to_have_url(re.compile(r"predictions\?state=open&sort=until&page=2$"))
    assert not {*before} & {*page.locator("tbody th > a").all_inner_texts()}
    page.get_by_role("link", name=say(language, "button-back")).click()
    assert page.locator("tbody th > a").all_inner_texts() == before


def test_the_language_changes_and_the_page_stays(visit: Visit) -> None:
    page = visit("en", f"/en/{FORECAST}", width=1280)
    for name, path in (("中文", "zh"), ("繁體中文", "zh-hant"), ("English", "en")):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(f"/{path}/{FORECAST}$"))
        expect(page.locator("html")).to_have_attribute("lang", re.compile("en|zh-Han[st]"))


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("first", [True, False])
def test_a_forecast_is_answered_before_it_is_told_which_way_it_leans(
    visit: Visit, edition: Edition, language: Language, first: bool
) -> None:
    name = next(ref(each) for each in edition.predictions if state(each.record, TODAY) == "open")
    page = visit(language, f"/{language}/" if first else f"/{language}/predictions/{name}")
    page.locator(".ask .chat[href*=question]").click()
    expect(page).to_have_url(re.compile(rf"/{language}/chat\?q=%2Fquestion"))
    asked = page.locator("#log article").last
    expect(asked.locator("h2")).to_have_text(say(language, "your-turn"))
    assert not re.search(
        "|".join(say(language, f"leans-{each}") for each in LEANINGS), asked.locator("p").first.inner_text()
    )
    asked.locator("[role=group] [data-turn]").nth(3).click()
    expect(page.locator("#log article").last).to_contain_text(say(language, "you-said", what="").strip())
    page.reload()
    expect(page.locator("#log article").last).to_contain_text(say(language, "you-said", what="").strip())


@pytest.mark.parametrize("language", WRITTEN)
def test_the_first_page_leads_to_the_weekly_check_in_and_says_where_it_arrives(
    visit: Visit, language: Language
) -> None:
    page = visit(language, f"/{language}/")
    expect(page.locator(".ask .here")).to_have_text(say(language, "home-weekly-where"))
    page.get_by_role("link", name=say(language, "home-weekly-door")).first.click()
    expect(page.locator("#log article").last).to_contain_text(say(language, "arrives-on-page"))
    page.get_by_role("button", name=say(language, "button-subscribe-page")).click()
    expect(page.locator("#log article").last).to_contain_text(say(language, "subscribed"))
    page.get_by_role("button", name=say(language, "button-unsubscribe")).last.click()
    expect(page.locator("#log article").last).to_contain_text(say(language, "unsubscribed"))


def marks(page: Page) -> Locator:
    return page.locator(".chart a:has(use)")


@pytest.mark.parametrize("script", [True, False])
def test_the_timeline_is_narrowed_and_every_mark_is_a_link_with_a_name(visit: Visit, script: bool) -> None:
    page = visit("en", "/en/timeline", width=1280, script=script)
    everything = marks(page).count()
    assert all(each.get_attribute("aria-label") for each in marks(page).all()[:20])
    page.get_by_label(say("en", "filter-source")).select_option("burned-30-million")
    page.get_by_role("spinbutton", name=say("en", "timeline-from")).fill("2024")
    page.get_by_role("button", name=say("en", "filters-apply")).click()
    expect(page).to_have_url(re.compile("source=burned-30-million"))
    assert 0 < marks(page).count() < everything
    page.locator(".chart a", has_text="2034").first.click()
    expect(page).to_have_url(re.compile("from=2034&to=2034"))
    marks(page).first.click()
    expect(page).to_have_url(re.compile("/en/(predictions|timeline)/"))


def test_arrows_lead_along_a_lane_of_the_timeline_and_across_to_the_nearest_mark(visit: Visit) -> None:
    page = visit("en", "/en/timeline", width=1280)
    lanes = page.locator(".chart g").filter(has=page.locator("use"))
    first = lanes.nth(0).locator("a:has(use)").first
    first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        assert ringed(focused(page)), "it shows where one is"
    here = focused(page).get_attribute("aria-label")
    assert here and lanes.nth(0).locator("a:focus").count() == 1
    page.keyboard.press("ArrowDown")
    assert lanes.nth(1).locator("a:focus:has(use)").count() == 1
    page.keyboard.press("ArrowUp")
    assert lanes.nth(0).locator("a:focus:has(use)").count() == 1
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert lanes.nth(0).locator("a:focus:has(use)").count() == 1, "beyond the first lane there is none"
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_by_keyboard_alone(visit: Visit) -> None:
    page = visit("en", "/en/timeline?source=burned-30-million", width=1280)
    page.keyboard.press("Tab")
    assert focused(page).inner_text() == say("en", "page-skip")
    page.keyboard.press("Enter")
    mark = tab_to(page, ".chart a:has(use)")
    name = mark.get_attribute("aria-label")
    assert name
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/en/predictions/" in page.url or "/en/timeline/" in page.url


def test_without_scripts_a_page_says_the_same(visit: Visit) -> None:
    with_scripts, without = (visit("zh", f"/zh/{FORECAST}", script=each) for each in (True, False))
    assert with_scripts.inner_text("main") == without.inner_text("main")
    others = "script:not([src$='/static/pages.js'], [type='application/ld+json'])"  # what copies, and what none runs
    assert without.locator(others).count() == 0


def test_a_link_to_a_part_opens_it(visit: Visit) -> None:
    page = visit("en", "/en/briefings/ten-hypotheses#advice", width=1280)
    expect(page.locator("#advice")).to_be_visible()


def test_on_paper_there_is_what_is_to_be_read(visit: Visit) -> None:
    page = visit("en", f"/en/{FORECAST}", width=1280)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".seek")).to_be_hidden()
    expect(page.locator("nav.main")).to_be_hidden()
    assert page.pdf()[:4] == b"%PDF"


@pytest.mark.parametrize("script", [True, False])
def test_the_glossary_is_seen_at_once_and_read_term_by_term(visit: Visit, script: bool) -> None:
    page = visit("en", "/en/glossary", script=script)
    assert page.evaluate("document.documentElement.scrollHeight / innerHeight") < 5
    term = page.locator(".terms details").filter(has=page.locator("#agent"))
    meaning = term.locator("p").first
    expect(meaning).to_be_hidden()
    term.locator("summary").focus()
    assert ringed(focused(page))
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/glossary/agent$"))


def test_on_paper_nothing_of_the_glossary_is_folded_away(visit: Visit) -> None:
    page = visit("en", "/en/glossary")
    page.emulate_media(media="print")
    assert page.evaluate("[...document.querySelectorAll('.terms p')].every(each => each.offsetHeight > 0)")


def test_marks_are_told_apart_by_shape_and_words_and_not_by_colour_alone(visit: Visit) -> None:
    page = visit("en", "/en/", width=1280)
    shapes = page.evaluate("[...document.querySelectorAll('symbol')].map(each => each.innerHTML.trim())")
    assert len(set(shapes)) == len(shapes) == 10
    assert all(each.inner_text().strip() for each in page.locator(".counts a").all())
