"""Editors at work on the page: the link that opens once, files dropped in a real browser, published and undone."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.channels.web.request_body import LARGEST_BODY
from bot.content.briefing import Language
from bot.desk.upload import LARGEST_PARCEL, MOST_FILES
from bot.words import WRITTEN, say
from tests.support.at_once import at_once
from tests.support.chromium import PATIENT
from tests.support.newsroom import KEY, Newsroom, newsroom
from tests.support.pages import LOCALES
from tests.support.quiet import Served, in_thread
from tests.support.visiting import Visitor, token

DOUGH = "briefings/machine-dough.yaml"
THREE: dict[Language, str] = {"zh": "先租一台，试三个月。", "en": "Rent one and try it for three months."}
SIX: dict[Language, str] = {"zh": "先租一台，试半年。", "en": "Rent one and try it for half a year."}
languages = pytest.mark.parametrize("language", WRITTEN)


@dataclass
class Office:
    """A newsroom and the address of its page."""

    room: Newsroom
    served: Served

    @property
    def address(self) -> str:
        return self.served.address

    @property
    def link(self) -> str:
        return f"{self.address}/editor?key={KEY}"

    def send_due(self) -> None:
        """Send what is due, in the loop that serves."""
        self.served.within(lambda: self.room.send_due(web=self.room.inbox))

    def edited(self) -> bytes:
        """Return a briefing in which an editor changed one text in both languages."""
        text = self.room.read(DOUGH).decode()
        for language in WRITTEN:
            assert THREE[language] in text
            text = text.replace(THREE[language], SIX[language])
        return text.encode()


@pytest.fixture
def office(tmp_path: Path, files: dict[str, bytes]) -> Iterator[Office]:
    with newsroom(tmp_path, files) as room, in_thread(room.site, room.inbox) as served:
        yield Office(room, served)


@pytest.fixture
def editor(office: Office) -> Iterator[Visitor]:
    """Somebody who opened the link, without a browser."""
    with Visitor(office.address) as client:
        assert say("en", "help-editors") in client.open(office.link).text
        yield client


def ask(client: httpx.Client, question: str, **files: bytes) -> str:
    sent: dict[str, Any] = {"q": question}
    if files:
        named = {name.replace("__", "."): base64.b64encode(content).decode() for name, content in files.items()}
        sent["files"] = {name.replace("_", "-"): content for name, content in named.items()}
    answer = client.post("/ask", content=json.dumps(sent))
    assert answer.status_code == 200, answer.text
    html: str = answer.json()["html"]
    return html


@contextlib.contextmanager
def opened(browser: Browser, office: Office, language: Language) -> Iterator[Page]:
    """Open the link in a browser of a phone's width; its console must stay silent."""
    complaints: list[str] = []
    context = browser.new_context(locale=LOCALES[language], viewport={"width": 390, "height": 800})
    context.set_default_timeout(PATIENT)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(office.link)
    page.get_by_role("button", name=say(language, "chat-door-enter")).click()
    page.wait_for_url("**/chat?q=/help")  # and until it has loaded
    yield page
    context.close()
    assert not complaints


def press(page: Page, label: str) -> Locator:
    """Press a button of the last answer and return what it brings; what is still on its way takes no other press."""
    page.locator("article").last.locator("[data-command]").get_by_text(label, exact=True).click()
    expect(page.locator("[aria-busy], .writing")).to_have_count(0)
    return page.locator("article").last


@languages
def test_in_a_browser_a_file_is_chosen_looked_at_published_and_undone(
    browser: Browser, office: Office, language: Language
) -> None:
    before, new = office.room.app.edition.digest, office.edited()
    with opened(browser, office, language) as page:
        expect(page.locator("article")).to_contain_text(say(language, "help-editors"))
        page.locator("input[type=file]").set_input_files(
            {"name": "machine-dough.yaml", "mimeType": "application/yaml", "buffer": new}
        )
        draft = page.locator("article").last
        for each in WRITTEN:
            expect(draft).to_contain_text(f"{each} ＋ {SIX[each]}")
        expect(press(page, say(language, "button-preview"))).to_contain_text(SIX[language])
        expect(press(page, say(language, "button-publish"))).to_contain_text(say(language, "published-title"))
        assert office.room.read(DOUGH) == new and office.room.app.edition.digest != before
        expect(press(page, say(language, "button-undo"))).to_contain_text(f"{language} ＋ {THREE[language]}")
        expect(press(page, say(language, "button-publish"))).to_contain_text(say(language, "published", digest=before))
        assert office.room.app.edition.digest == before
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_in_a_browser_a_file_is_dropped_anywhere_on_the_page(browser: Browser, office: Office) -> None:
    with opened(browser, office, "en") as page:
        page.evaluate(
            """text => {
                const data = new DataTransfer();
                data.items.add(new File([text], "machine-dough.yaml"));
                for (const type of ["dragover", "drop"])
                    document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true}));
            }""",
            office.room.read(DOUGH).decode().replace("weight: core", "weight: huge", 1),
        )
        expect(page.locator("article").last).to_contain_text("weight: ▸huge")
        expect(page.locator(".asked").last).to_have_text("📎 machine-dough.yaml")


def test_the_key_of_an_editor_is_shown_to_nobody(office: Office, editor: Visitor) -> None:
    key = editor.key
    draft = ask(editor, "", machine_dough__yaml=office.edited())
    digest = office.room.desk.drafts()[0].digest
    shown = [draft, ask(editor, f"/publish {digest}"), ask(editor, "/history"), ask(editor, "/admin")]
    assert editor.reader.signature in shown[0] and editor.reader.signature in shown[2]
    assert not [page for page in shown if key in page]


def test_the_link_opens_once(office: Office, editor: Visitor) -> None:
    with Visitor(office.address) as other:
        for refused in (other.get(office.link), other.post(office.link, data={"csrf": other.headers["X-CSRF"]})):
            assert refused.status_code == 403
            assert refused.text.splitlines() == [say(each, "chat-link-spent") for each in WRITTEN]
        assert say("en", "unknown-title") in ask(other, "/history")
    assert say("en", "history-title") in ask(editor, "/history")
    assert say("en", "help-editors") in editor.get(office.link).text, "who is an editor already just comes in"


@pytest.mark.parametrize("query", ["", "?key=", "?key=guess", "?key=%E4%BD%A0"])
def test_a_guess_opens_nothing_and_does_not_use_the_link_up(office: Office, query: str) -> None:
    with Visitor(office.address) as client:
        assert client.get(f"/editor{query}").status_code == 403
        assert client.post(f"/editor{query}", data={"csrf": client.headers["X-CSRF"]}).status_code == 403
        assert say("en", "help-editors") in client.open(office.link).text


def test_who_only_previews_the_link_or_fetches_it_in_advance_uses_nothing_up(office: Office) -> None:
    with Visitor(office.address) as client:
        assert client.head(office.link).status_code == 200
        assert say("en", "chat-door-enter") in client.get(office.link).text
        assert client.post(office.link).status_code == 403, "a press without the token of the page uses none up either"
        assert say("en", "unknown-title") in ask(client, "/history")
        assert say("en", "help-editors") in client.open(office.link).text


def test_what_the_state_cannot_keep_does_not_use_the_link_up(office: Office) -> None:
    with Visitor(office.address) as client:
        pressed = {"csrf": token(client.get(office.link).text)}
        office.room.store.connection.execute("pragma query_only = on")
        refused = client.post(office.link, data=pressed)
        office.room.store.connection.execute("pragma query_only = off")
        assert refused.status_code == 503 and say("en", "chat-failed") in refused.text
        assert "content-security-policy" in refused.headers
        assert say("en", "help-editors") in client.post(office.link, data=pressed).text


@pytest.mark.parametrize("site", ["same-site", "cross-site", "none"])
def test_a_page_that_is_not_ours_neither_publishes_nor_sends_files(office: Office, editor: Visitor, site: str) -> None:
    ask(editor, "", machine_dough__yaml=office.edited())
    (draft,) = office.room.desk.drafts()
    editor.headers["sec-fetch-site"] = site
    refused = editor.post("/ask", json={"q": f"/publish {draft.digest}"})
    assert refused.status_code == 403 and refused.text.splitlines() == [say(each, "chat-refused") for each in WRITTEN]
    assert editor.press(f"/publish {draft.digest}").status_code == 403
    ask(editor, "", machine_dough__yaml=office.edited() + b"# more")
    assert office.room.app.edition.digest != draft.digest and office.room.desk.drafts() == (draft,)
    editor.headers["sec-fetch-site"] = "same-origin"
    ask(editor, f"/publish {draft.digest}")
    assert office.room.app.edition.digest == draft.digest


def test_files_of_somebody_else_are_not_looked_at(office: Office) -> None:
    with Visitor(office.address, "zh") as reader:
        page = reader.get("/chat").text
        assert 'input type="file"' not in page and "data-drop" not in page
        assert say("zh", "help-title") in ask(reader, "/help", machine_dough__yaml=office.edited())
        large = reader.post("/ask", json={"q": "/help", "files": {"a.yaml": "A" * LARGEST_BODY}})
        assert large.status_code == 400
    assert office.room.desk.drafts() == ()


@pytest.mark.parametrize("sent", [7, ["a"], {"a.yaml": 7}, {"a.yaml": "***"}, {"\ud800.yaml": "YQ=="}])
def test_files_that_came_damaged_are_no_question(editor: Visitor, sent: object) -> None:
    assert editor.post("/ask", content=json.dumps({"q": "", "files": sent})).status_code == 400


def test_an_editor_may_send_more_than_a_question_can_hold(office: Office, editor: Visitor) -> None:
    padded = office.edited() + b"# padding\n" * (LARGEST_BODY // 10)
    assert "machine-dough.yaml" in ask(editor, "", machine_dough__yaml=padded)


def test_a_mere_link_publishes_nothing(office: Office, editor: Visitor) -> None:
    ask(editor, "", machine_dough__yaml=office.edited())
    (draft,) = office.room.desk.drafts()
    editor.get("/", params={"q": f"/publish {draft.digest}"}, headers={"sec-fetch-site": "cross-site"})
    assert office.room.app.edition.digest != draft.digest
    shown = editor.get("/", params={"q": f"/publish {draft.digest}"}, headers={"sec-fetch-site": "same-origin"})
    assert f'value="/publish {draft.digest}"' in shown.text and office.room.app.edition.digest != draft.digest
    assert say("en", "published-title") in editor.press(f"/publish {draft.digest}").text
    assert office.room.app.edition.digest == draft.digest


def test_a_file_is_fetched_by_editors_alone(office: Office, editor: Visitor) -> None:
    assert 'href="/file?q=%2Ffile+briefings%2Fmachine-dough.yaml"' in ask(editor, f"/file {DOUGH}")
    fetched = editor.get("/file", params={"q": f"/file {DOUGH}"})
    assert fetched.content == office.room.read(DOUGH)
    assert "machine-dough.yaml" in fetched.headers["content-disposition"]
    with httpx.Client(base_url=office.address) as reader:
        assert reader.get("/file", params={"q": f"/file {DOUGH}"}).status_code == 404
    assert editor.get("/file").status_code == 404


def test_files_that_are_too_much_are_not_even_sent(browser: Browser, office: Office) -> None:
    with opened(browser, office, "en") as page:
        page.locator("input[type=file]").set_input_files(
            {"name": "a.yaml", "mimeType": "application/yaml", "buffer": b"#" * (LARGEST_PARCEL + 1)}
        )
        expect(page.locator(".lost")).to_have_text(say("en", "desk-too-much", files=MOST_FILES, most=LARGEST_PARCEL))


def test_a_note_of_several_paragraphs_is_written_on_the_page(browser: Browser, office: Office) -> None:
    with opened(browser, office, "en") as page:
        box, long = page.get_by_role("textbox"), "A long story. " * 100
        for words, shown in (("/announce", say("en", "note-write", wanted="en")), (long, "A long story.")):
            box.fill(words)
            page.keyboard.press("Enter")
            expect(page.locator(".answer").last).to_contain_text(shown)
        box.fill("一段。")
        page.keyboard.press("Shift+Enter")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("二段。")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.keyboard.press("Enter")
        expect(page.locator(".answer").last.locator("p", has_text="二段。")).to_have_text("二段。")
        expect(page.locator(".answer").last).to_contain_text(long.strip())


def test_a_note_holds_nothing_that_a_channel_would_refuse(office: Office, editor: Visitor) -> None:
    ask(editor, "/announce")
    page = ask(editor, "On\x00 Satur\ud800days.\x07\n\n\tBy 👩\u200d🌾\x1b")
    assert "On Saturdays." in page and "By 👩\u200d🌾<" in page
    assert say("en", "note-length", most=2_000) in ask(editor, "\x00\n\x00")


def test_a_note_that_is_sent_changes_on_the_page_by_itself(browser: Browser, office: Office) -> None:
    with opened(browser, office, "en") as page:
        for words in (
            "/subscribe sat 18:00 Asia/Shanghai",
            "/announce",
            "On Saturdays.",
            "改到周六。",
        ):
            before = page.locator("article").count()
            page.get_by_role("textbox").fill(words)
            page.keyboard.press("Enter")
            page.locator("article").nth(before).wait_for()
        expect(press(page, say("en", "note-send", count=1))).to_contain_text(say("en", "note-going"))
        office.send_due()
        expect(page.locator(".answer", has_text=say("en", "announce-title")).last).to_contain_text(
            say("en", "note-done")
        )
        expect(page.locator(".answer", has_text=say("en", "note-title")).last).to_contain_text("On Saturdays.")


def test_editors_see_who_edits_and_dismiss_who_came_by_the_link(office: Office, editor: Visitor) -> None:
    me = editor.reader
    assert f"telegram:41, telegram:42, {me.signature}." in ask(editor, "/admin")
    for other in ("telegram:41", "nobody"):
        assert "No editor" in ask(editor, f"/admin dismiss {other}")
    assert me.signature not in ask(editor, f"/admin dismiss {me.signature}")
    assert say("en", "unknown-title") in ask(editor, "/admin") and me not in at_once(office.room.app.editors())


def test_who_forgets_everything_is_no_editor_any_more(office: Office, editor: Visitor) -> None:
    me = editor.reader
    assert me in at_once(office.room.app.editors())
    ask(editor, "/forget yes")
    assert me not in at_once(office.room.app.editors())
    assert say("en", "unknown-title") in ask(editor, "/history")
