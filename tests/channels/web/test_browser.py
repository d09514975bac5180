"""The chat page in a real browser: by mouse, by keyboard, without JavaScript, on a bad connection."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, expect

from bot.content.briefing import Language
from bot.people.readers import CHANCES, RULINGS
from bot.words import LANGUAGES, TAGS, WRITTEN, say
from tests.support.pages import Visit, ask, asking, focused, tab_to

WIDTHS = (320, 390, 1280)


@pytest.mark.parametrize("language", WRITTEN)
def test_a_new_reader_is_welcomed_in_the_language_of_the_browser(visit: Visit, language: Language) -> None:
    page = visit(language)
    expect(page).to_have_title(say(language, "name"))
    expect(page.locator("article")).to_contain_text(say(language, "welcome"))
    expect(page.get_by_role("textbox", name=say(language, "chat-placeholder"))).to_be_focused()


@pytest.mark.parametrize(("language", "words"), [("zh", "客服"), ("en", "customer service")])
def test_typed_words_become_a_bubble_and_are_answered(visit: Visit, language: Language, words: str) -> None:
    page = visit(language)
    answer = ask(page, words)
    expect(page.locator(".asked")).to_have_text(words)
    expect(answer).to_contain_text(words)
    expect(answer.locator(".door").first).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("")
    expect(page.get_by_role("textbox")).to_be_focused()


def test_a_button_asks_its_command(visit: Visit) -> None:
    page = visit()
    page.get_by_role("link", name=say("en", "door-by-field")).click()
    expect(page.locator(".asked")).to_have_text(say("en", "door-by-field"))
    expect(page.locator("article").nth(1)).to_contain_text(say("en", "stance-disrupted"))


@pytest.mark.parametrize("language", WRITTEN)
def test_a_page_turns_in_its_bubble(visit: Visit, language: Language) -> None:
    page = visit(language)
    listing = ask(page, "/predictions all")
    first = listing.inner_text()
    listing.get_by_text(say(language, "button-on")).click()
    expect(listing.locator("small")).to_contain_text("2/")
    assert page.locator("article").count() == 2 and listing.inner_text() != first
    expect(listing.get_by_text(say(language, "button-on"))).to_be_focused()
    listing.get_by_text(say(language, "button-back")).click()
    expect(listing.locator("small")).to_contain_text("1/")
    assert listing.inner_text() == first


@pytest.mark.parametrize(
    ("language", "zone", "city"),
    [("zh", "Europe/Paris", "巴黎（UTC+1）"), ("en", "America/New_York", "New York (UTC-5)"), ("en", "UTC", "UTC")],
)
def test_a_new_subscription_is_for_the_zone_of_the_browser(
    visit: Visit, language: Language, zone: str, city: str
) -> None:
    panel = ask(visit(language, zone=zone), "/subscribe")
    expect(panel).to_contain_text(say(language, "subscribed"))
    expect(panel).to_contain_text(city)


@pytest.mark.parametrize(
    ("language", "city", "shown"), [("zh", "柏林", "柏林（UTC+1）"), ("en", "Tokyo", "Tokyo (UTC+9)")]
)
@pytest.mark.parametrize("script", [True, False])
def test_a_city_written_next_is_the_answer_to_where_somebody_lives(
    visit: Visit, language: Language, city: str, shown: str, script: bool
) -> None:
    page = visit(language, script=script)
    for words in ("/subscribe", "/settings zone", city):
        if script:
            ask(page, words)
            continue
        page.get_by_role("textbox").fill(words)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator("article").last).to_contain_text(shown)


@pytest.mark.parametrize("language", WRITTEN)
def test_whoever_hears_the_page_hears_what_a_door_opens_and_what_an_answer_is_to(
    visit: Visit, language: Language
) -> None:
    page = visit(language, asking("/predictions"))
    for number, door in enumerate(page.locator(".door").all(), 1):
        words = " ".join(page.locator(".item p").nth(number - 1).inner_text().split())
        name = door.get_attribute("aria-label") or ""
        assert name.startswith(f"{number}. {words[:40]}") and len(name) < 130
    question = ask(page, "/checkin").locator("p").first.inner_text().splitlines()[1]
    scale = page.locator("article").last.get_by_role("group", name=question)
    assert scale.get_by_role("button").count() in (len(RULINGS), len(CHANCES))


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_steps_of_a_scale_are_equally_wide(visit: Visit, width: int) -> None:
    page = visit("en", asking("/checkin"), width=width)
    page.locator("[data-turn]").nth(3).click()
    page.get_by_text(say("en", "button-card-back")).click()
    expect(page.locator(".row .button").filter(has_text="✓")).to_have_count(1)
    rows = page.locator(".row[role=group]").all()
    boxes = [box for row in rows for button in row.locator(".button").all() if (box := button.bounding_box())]
    assert len(boxes) == 9 and len({round(box["y"]) for box in boxes}) == len(rows) == 3
    assert len({round(box["width"]) for box in boxes}) == len({round(box["height"]) for box in boxes}) == 1


def test_fields_are_chosen_in_their_bubble_and_on_their_page(visit: Visit) -> None:
    page = visit()
    ask(page, "/subscribe")
    chooser = ask(page, "/settings interest")
    chooser.get_by_text(say("en", "button-on")).click()
    expect(chooser.locator("small")).to_contain_text("2/")
    before = page.locator("article").count()
    chooser.locator(".door").nth(2).press("Enter")
    expect(chooser.locator(".item").nth(2)).to_contain_text("✓")
    expect(chooser.locator("small")).to_contain_text("2/")
    expect(chooser.locator(".door").nth(2)).to_be_focused()
    assert page.locator("article").count() == before and page.locator(".asked").count() == 2


def test_a_door_opens_a_new_bubble_clear_of_the_header(visit: Visit) -> None:
    page = visit()
    listing = ask(page, "/sectors")
    before = listing.inner_text()
    name, line = (listing.locator(words).nth(1).inner_text() for words in (".item b", ".item p"))
    listing.locator(".door").nth(1).click()
    opened = page.locator("article").nth(2)
    expect(opened.locator("h2")).to_contain_text(name)
    assert line.endswith(name) and line != name
    expect(page.locator(".asked").last).to_have_text(name)  # what a person says: without number and marks
    assert listing.inner_text() == before
    header, asked = page.locator("header").bounding_box(), page.locator(".asked").last.bounding_box()
    assert header and asked and header["height"] + 8 < asked["y"] < header["height"] + 40


def test_the_whole_item_is_its_door_but_its_links_stay_links(visit: Visit) -> None:
    page = visit()
    ask(page, "/sectors").locator(".item").first.click()
    expect(page.locator("article").nth(2)).to_be_visible()
    source = ask(page, "/about").locator(".item p a").first
    source.scroll_into_view_if_needed()
    assert source.evaluate("e => document.elementFromPoint(...(b => [b.x + 5, b.y + 5])(e.getClientRects()[0])) === e")


@pytest.mark.parametrize("how", ["link", "typed", "button"])
def test_a_language_chosen_changes_every_word_and_stays(visit: Visit, address: str, how: str) -> None:
    page = visit("zh")
    if how == "link":
        page.locator("header").get_by_text("English").click()
    elif how == "typed":
        page.get_by_role("textbox").fill("/language en")
        page.keyboard.press("Enter")
    else:
        ask(page, "/language").get_by_text("English").click()
    expect(page.locator("article").last).to_contain_text(say("en", "language-chosen"))
    expect(page.get_by_role("button", name=say("en", "chat-send"))).to_be_visible()
    page.goto(f"{address}/chat")
    expect(page.locator("article").last).to_contain_text(say("en", "welcome"))
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_everything_can_be_done_with_the_keyboard(visit: Visit) -> None:
    page = visit()
    page.keyboard.type("/advice")
    page.keyboard.press("Enter")
    page.locator("article").nth(1).wait_for()
    tab_to(page, ".skip")
    tab_to(page, "article:nth-of-type(2) .door")
    page.keyboard.press("Enter")
    expect(page.locator("article").nth(2).locator("h2")).to_be_focused()
    assert page.locator("article:nth-of-type(3) a").first.evaluate("e => e.outerHTML") == tab_to(page, "a").evaluate(
        "e => e.outerHTML"
    )
    expect(focused(page)).to_have_attribute("data-turn", "")
    page.keyboard.press("Enter")
    expect(page.locator("article").nth(2).locator("small")).to_contain_text("2/")
    expect(focused(page)).to_have_attribute("data-turn", "")
    tab_to(page, ".commands a:last-child")
    tab_to(page, "#question")
    tab_to(page, "form button")


def test_the_skip_link_leads_to_the_input(visit: Visit) -> None:
    page = visit()
    tab_to(page, ".skip")
    expect(page.get_by_text(say("en", "chat-skip"))).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox")).to_be_focused()


@pytest.mark.parametrize("language", WRITTEN)
def test_without_javascript_questions_buttons_pages_and_language_work(visit: Visit, language: Language) -> None:
    page = visit(language, script=False)
    page.get_by_role("textbox").fill("/sectors")
    page.get_by_role("button", name=say(language, "chat-send")).click()
    expect(page.locator(".asked")).to_have_text(say(language, "name-sectors"))
    page.get_by_text(say(language, "button-on")).click()
    expect(page.locator("article small")).to_contain_text("2/")
    field = page.locator(".item b").first.inner_text()
    page.locator(".door").first.click()
    expect(page.locator(".asked")).to_have_text(field)
    for other in (each for each in LANGUAGES if each != language):
        page.locator(f"header [value='/language {other}']").click()
        expect(page.locator("article")).to_contain_text(say(other, "language-chosen"))
        expect(page.locator("html")).to_have_attribute("lang", TAGS[other])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", WRITTEN)
def test_nothing_scrolls_sideways(visit: Visit, width: int, language: Language) -> None:
    page = visit(language, width=width)
    for words in ("/sector customer-service", "W" * 900, "/about"):
        ask(page, words)
        for part in ("html", "#log"):
            assert page.locator(part).evaluate("e => e.scrollWidth <= e.clientWidth"), (words, part)
    for element in page.locator("main .answer, main .asked, main .button, header a, form button").all():
        box = element.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


@pytest.mark.parametrize("by", ["typing", "address"])
def test_markup_in_a_question_stays_words(visit: Visit, by: str) -> None:
    words = "<script>document.title = 'hit'</script><img src=x onerror=\"document.title = 'hit'\">"
    page = visit()
    if by == "typing":
        ask(page, words)
    else:
        page.goto(f"{page.url}?{urlencode({'q': words})}")
    expect(page.locator(".asked")).to_have_text(words)
    assert page.locator("main script, main img").count() == 0 and "hit" not in page.title().split()


@pytest.mark.parametrize("by", ["Enter", "button"])
def test_a_lost_connection_keeps_what_was_typed(visit: Visit, by: str) -> None:
    page = visit()
    page.context.set_offline(True)
    page.get_by_role("textbox").fill("customer service")
    page.keyboard.press("Enter")
    expect(page.locator(".lost")).to_contain_text(say("en", "chat-lost"))
    expect(page.get_by_role("textbox")).to_have_value("customer service")
    assert page.locator(".asked, .writing").count() == 0
    page.context.set_offline(False)
    if by == "Enter":
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name=say("en", "chat-again")).click()
    expect(page.locator("article").nth(1)).to_contain_text("customer service")
    assert page.locator(".lost").count() == 0
    expect(page.get_by_role("textbox")).to_have_value("")


@pytest.mark.parametrize("by", ["again", "button"])
def test_a_page_that_could_not_be_turned_stays_and_can_be_turned_later(visit: Visit, by: str) -> None:
    page = visit()
    listing = ask(page, "/sectors")
    page.context.set_offline(True)
    listing.get_by_text(say("en", "button-on")).click()
    expect(page.locator("article + .lost")).to_be_in_viewport()
    expect(page.locator(".lost")).to_contain_text(say("en", "chat-lost-press"))
    expect(listing.locator("small")).to_contain_text("1/")
    page.context.set_offline(False)
    again = page.get_by_role("button", name=say("en", "chat-again"))
    (again if by == "again" else listing.get_by_text(say("en", "button-on"))).click()
    expect(listing.locator("small")).to_contain_text("2/")
    assert page.locator(".lost").count() == 0


def test_a_reader_whose_cookie_is_gone_is_answered(visit: Visit) -> None:
    page = visit()
    page.context.clear_cookies()
    expect(ask(page, "/help")).to_contain_text(say("en", "help-title"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(visit: Visit, scheme: str) -> None:
    page = visit()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    ask(page, "/sector customer-service")
    for words in (
        "article p",
        ".asked",
        "article i",
        "article h3",
        ".button",
        ".commands a",
        "form button",
        ".door span",
    ):
        assert page.locator(words).last.evaluate(CONTRAST) >= 4.5, words


CONTRAST = """element => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
      .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  let ground = element;
  while (/, 0\\)$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
  const words = light(getComputedStyle(element).color), below = light(getComputedStyle(ground).backgroundColor);
  return (Math.max(words, below) + .05) / (Math.min(words, below) + .05);
}"""
"""The WCAG contrast of an element's words with the first ground below them that is not transparent."""


def width(element: Locator) -> float:
    return float(element.evaluate("e => e.getBoundingClientRect().width"))


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("what", ["timeline", "scores"])
def test_on_a_phone_a_picture_is_seen_whole_and_larger_while_it_is_looked_at(
    visit: Visit, what: str, script: bool
) -> None:
    page = visit("zh", f"/chat?{urlencode({'q': f'/picture {what}'})}", script=script)
    picture = page.locator(".picture")
    assert width(picture) == width(picture.locator("svg")) == 390
    picture.click()
    assert width(picture) == 390 and width(picture.locator("svg")) > 700
    assert page.evaluate("document.querySelector('main').scrollWidth") == 390
    page.get_by_role("textbox").focus()
    assert width(picture.locator("svg")) == 390


def test_a_picture_can_be_scrolled_by_keyboard(visit: Visit) -> None:
    page = visit("en", "/chat?q=%2Fpicture")
    picture = tab_to(page, ".picture")
    page.keyboard.press("ArrowRight")
    assert picture.evaluate("e => e.scrollLeft || new Promise(done => e.addEventListener('scroll', () => done(1)))")
