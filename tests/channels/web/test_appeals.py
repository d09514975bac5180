"""Right of reply on the page: objected to in the chat, seconded, answered by an editor, and shown where it belongs."""

from __future__ import annotations

import contextlib
import datetime as dt
import html as markup
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.content.briefing import Language
from bot.words import WRITTEN, say
from tests.channels.web.test_editors import Office, press
from tests.support.at_once import at_once
from tests.support.chromium import PATIENT
from tests.support.newsroom import newsroom
from tests.support.pages import LOCALES
from tests.support.quiet import in_thread
from tests.support.visiting import Visitor

DESK = "quiet-library/desk-first"
WORDS: dict[Language, str] = {
    "zh": "统计漏了夜班，见 https://example.org/night?a=<b>1</b>",
    "en": "The count left the nights out, see https://example.org/night?a=<b>1</b>",
}
ANSWER: dict[Language, str] = {"zh": "夜班确实没算，已更正。", "en": "The nights were not counted; corrected."}
OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}
languages = pytest.mark.parametrize("language", WRITTEN)


@pytest.fixture
def office(tmp_path: Path, files: dict[str, bytes]) -> Iterator[Office]:
    with newsroom(tmp_path, files) as room, in_thread(room.site, room.inbox) as served:
        yield Office(room, served)


def words(page: httpx.Response) -> str:
    """Return what a page says, without its markup."""
    assert page.status_code == 200
    return markup.unescape(re.sub(r"<[^>]+>", "", page.text))


Comes = Callable[[Language], Visitor]


@pytest.fixture
def come(office: Office) -> Iterator[Comes]:
    """Open the page as somebody new."""
    with contextlib.ExitStack() as left:
        yield lambda language: left.enter_context(Visitor(office.address, language))


def known(office: Office, come: Comes, language: Language) -> Visitor:
    """A reader of the page who is here on a later day than their first."""
    visitor, now = come(language), office.room.now
    for days in (2, 1):
        office.room.now = now - dt.timedelta(days=days)
        visitor.press("/vote quiet-library/no-closures 65")
    office.room.now = now
    return visitor


def signed_in(office: Office, come: Comes, language: Language) -> Visitor:
    editor = come(language)
    editor.open(office.link)
    return editor


@languages
def test_an_appeal_goes_its_whole_way_on_the_page_without_a_script(
    office: Office, come: Comes, language: Language
) -> None:
    reader, other, stranger = known(office, come, language), known(office, come, language), come(language)
    editor, path, day = (
        signed_in(office, come, language),
        f"/{language}/predictions/{DESK}",
        str(office.room.now.date()),
    )
    assert say(language, "appeal-made-unsubscribed") in words(reader.press(f"/appeal {DESK} {WORDS[language]}"))

    waits = words(stranger.get(path))
    assert say(language, "appeal-pending", day=day, count=0) in waits and "night" not in waits
    assert say(language, "seconded") in words(other.press(f"/second {DESK}"))
    stranger.press(f"/second {DESK}")
    waits = words(stranger.get(path))
    assert say(language, "appeal-pending", day=day, count=1) in waits, "a stranger counts from a later day on"

    due = words(editor.press("/due"))
    assert WORDS[language] in due and say(language, "appeal-seconds", count=1) in due
    number = at_once(office.room.store.appeals.waiting()).newest
    editor.press(f"/uphold {number}")
    editor.press(ANSWER[language])
    both = words(editor.press(ANSWER[OTHER[language]]))
    assert all(each in both for each in ANSWER.values())
    assert say(language, "appeals-done-upheld") in words(editor.press("/form done"))
    for each in (f"/rule {DESK} held", ANSWER[language], "/form later", "https://example.org/night", "Shelf Talk"):
        editor.press(each)
    for each in ("primary", "2025-09-01", ANSWER[language], "/form for"):
        editor.press(each)
    draft = re.search(r"/publish ([0-9a-f]{16})", editor.press("/form done").text)
    assert draft
    editor.press(f"/publish {draft[1]}")

    before, after = f"❌ {say(language, 'state-failed')} · 2025-10-01", f"✅ {say(language, 'state-held')} · {day}"
    page = stranger.get(path)
    stands = words(page)
    assert say(language, "appeal-upheld", day=day) in stands and WORDS[language] in stands
    assert ANSWER[language] in stands and say(language, "appeal-corrected", before=before, after=after) in stands
    assert say(language, "rulings-replaced") in stands, "the former verdict stands too"
    assert "<b>1</b>" not in page.text and 'href="https://example.org/night?a' not in page.text
    assert ANSWER[OTHER[language]] in words(stranger.get(f"/{OTHER[language]}/predictions/{DESK}"))
    assert say(language, "appeals-share", count=1, upheld=1, share="100") in words(stranger.get(f"/{language}/authors"))
    entries = feedparser.parse(stranger.get(f"/feeds/appeals.atom?lang={language}").content).entries
    assert [ANSWER[language] in each.content[0].value for each in entries] == [True]

    reader.press("/forget yes")
    left = words(stranger.get(path))
    assert WORDS[language] not in left and ANSWER[language] in left
    assert say(language, "appeal-taken", day=day, against=before) in left


@languages
def test_what_editors_decline_stands_with_their_reason_and_the_verdict_stays(
    office: Office, come: Comes, language: Language
) -> None:
    reader, editor, stranger = known(office, come, language), signed_in(office, come, language), come(language)
    path, day = f"/{language}/predictions/{DESK}", str(office.room.now.date())
    reader.press(f"/appeal {DESK} {WORDS[language]}")
    editor.press(f"/decline {at_once(office.room.store.appeals.waiting()).newest}")
    for each in (ANSWER[language], ANSWER[OTHER[language]]):
        editor.press(each)
    assert say(language, "appeals-done-declined") in words(editor.press("/form done"))
    stands = words(stranger.get(path))
    assert say(language, "appeal-declined", day=day) in stands
    assert WORDS[language] in stands and ANSWER[language] in stands
    verdict = office.room.app.edition.by_ref[DESK].record.verdict
    assert verdict and verdict.outcome == "failed" and f"❌ {say(language, 'state-failed')}" in stands
    share = say(language, "appeals-share", count=1, upheld=0, share="0")
    assert share in words(stranger.get(f"/{language}/authors"))
    assert not at_once(office.room.store.appeals.waiting()).total


def test_what_a_made_up_visitor_objects_to_nobody_is_shown(office: Office, come: Comes) -> None:
    come("en").press(f"/appeal {DESK} {WORDS['en']}")
    assert at_once(office.room.store.appeals.waiting()).newcomers == 1
    shown = words(come("en").get(f"/en/predictions/{DESK}"))
    assert "objects" not in shown and "night" not in shown


def test_the_feed_names_the_seal_for_others_to_keep(office: Office, come: Comes) -> None:
    visitor = come("en")
    seal = office.room.app.edition.seal
    assert seal
    for language in WRITTEN:
        atom = feedparser.parse(visitor.get(f"/feeds/all.atom?lang={language}").content)
        shown = visitor.get(f"/feeds/verdicts.json?lang={language}").json()
        assert seal in atom.feed.subtitle and seal in shown["description"] and shown["_hindsight"]["seal"] == seal
        assert seal in words(visitor.get(f"/{language}/about"))


# In a real browser, of a phone's width


def page_of(browser: Browser, language: Language) -> tuple[BrowserContext, Page]:
    context = browser.new_context(locale=LOCALES[language], viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENT)
    return context, context.new_page()


@languages
def test_the_button_on_the_page_leads_to_the_prompt_and_the_next_words_are_the_appeal(
    browser: Browser, office: Office, language: Language
) -> None:
    context, page = page_of(browser, language)
    page.goto(f"{office.address}/{language}/predictions/{DESK}")
    page.locator("#appeals").get_by_role("link", name=say(language, "button-appeal")).click()
    page.wait_for_url("**/chat?q=**")
    expect(page.locator("article").last).to_contain_text(say(language, "offered", label=say(language, "button-appeal")))
    asks = press(page, say(language, "button-appeal"))
    expect(asks).to_contain_text(say(language, "appeal-later", command=f"/appeal {DESK}"))
    page.get_by_role("textbox").fill(WORDS[language])
    page.keyboard.press("Enter")
    expect(page.locator("article").last).to_contain_text(say(language, "appeal-made-unsubscribed"))
    assert at_once(office.room.store.appeals.waiting()).first[0].words == WORDS[language]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
