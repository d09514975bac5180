"""Pages of others in a real browser, against a reader who is an editor too: whatever they try, nothing changes."""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.words import say
from tests.answers.test_confirmation import tables
from tests.support.chromium import PATIENT, chromium
from tests.support.newsroom import KEY, Newsroom, newsroom
from tests.support.quiet import PATIENCE, in_thread

NAME = "machine-dough/night-shift"
COMMANDS = (
    "/unsubscribe",
    "/forget yes",
    f"/vote {NAME} 95",
    "/language zh",
    "/undo",
    "/announce",
    "/checkin",
    "/pause",
)


class Counted:
    """The site, with a count of what reached it."""

    def __init__(self, site: ASGIApp) -> None:
        self.site, self.heard, self.came = site, list[tuple[str, str]](), threading.Condition()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.site(scope, receive, send)
        if scope["type"] == "http":
            with self.came:
                self.heard.append((scope["method"], scope["path"]))
                self.came.notify_all()

    def wait(self, method: str, path: str, times: int) -> None:
        """Wait until a request was answered so many times."""
        with self.came:
            assert self.came.wait_for(lambda: self.heard.count((method, path)) >= times, PATIENCE), self.heard


async def foe(request: Request) -> HTMLResponse:
    """A page that tries whatever a page may do to another one."""
    to = request.query_params["to"]
    asked = [html.escape(f"{to}/en/chat?q={quote(command)}") for command in COMMANDS]
    scripts = f"""
        const how = {{method: "POST", mode: "no-cors", credentials: "include"}};
        const say = (path, body) => fetch("{to}" + path, {{...how, body}}).catch(() => 0);
        window.sent = Promise.all({json.dumps(COMMANDS)}.flatMap(q => [
            say("/", new URLSearchParams({{q, csrf: "{"0" * 64}"}})), say("/ask", JSON.stringify({{q}})),
            say("/seen", '{{"item": 9223372036854775807}}'), say("/editor?key={KEY}", ""),
        ]));
        navigator.sendBeacon("{to}/ask", '{{"q": "/unsubscribe"}}');"""
    return HTMLResponse(
        f"""{"".join(f"<img src='{each}'><link rel=prefetch href='{each}'>" for each in asked)}
        <script type=speculationrules>{{"prefetch": [{{"source": "list", "urls": {json.dumps(asked)}}}]}}</script>
        <form method=post action="{to}/ask" enctype="text/plain"><button id=plain>1</button>
        <input type=hidden name='{{"q":"/unsubscribe","a":"' value='"}}'></form>
        <form method=post action="{to}/"><button id=coded>2</button>
        <input type=hidden name=q value="/forget yes"><input type=hidden name=csrf value="{"0" * 64}"></form>
        <form method=post action="{to}/" enctype="multipart/form-data"><button id=parts>3</button>
        <input type=hidden name=q value="/vote {NAME} 95"></form>
        <a id=link href="{asked[0]}">a kitten</a><script>{scripts}</script>"""
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def room(tmp_path: Path, files: dict[str, bytes]) -> Iterator[Newsroom]:
    with newsroom(tmp_path, files) as room:
        yield room


def say_it(page: Page, words: str, expected: str) -> None:
    """Type a question on our page, and wait for its answer."""
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name=say("en", "chat-send"), exact=True).click()
    expect(page.locator("article").last).to_contain_text(expected)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "hind.test"])
@pytest.mark.parametrize("near", [True, False], ids=["another port", "another site"])
def test_nothing_foreign_changes_anything_and_our_own_page_works(
    browser: Browser, room: Newsroom, host: str, near: bool, scripts: bool
) -> None:
    counted = Counted(room.site)
    evil = Starlette(routes=[Route("/", foe)])
    with in_thread(counted, room.inbox) as ours, in_thread(evil, room.inbox) as theirs:
        to = f"http://{host}:{urlsplit(ours.address).port}"
        bad = f"http://{host if near else 'evil.test'}:{urlsplit(theirs.address).port}/?to={to}"
        context = browser.new_context(locale="en-GB", java_script_enabled=scripts)
        context.set_default_timeout(PATIENT)
        page = context.new_page()
        page.goto(f"{to}/editor?key={KEY}")
        page.get_by_role("button").click()
        say_it(page, "/subscribe", say("en", "subscribed"))
        say_it(page, f"/vote {NAME} 5", say("en", "you-said", what="5%"))
        say_it(page, "/language en", say("en", "language-chosen"))
        before, digest = tables(room.store), room.app.edition.digest
        assert len(before["subscriptions"]) == len(before["votes"]) == len(before["editors"]) == 1
        for way in ("#link", "#plain", "#coded", "#parts"):
            page.goto(bad)
            if scripts:
                page.evaluate("window.sent")
            with page.expect_navigation():
                page.locator(way).click()
        counted.wait("POST", "/ask", 4 * len(COMMANDS) + 1 if scripts else 1)
        assert tables(room.store) == before and room.app.edition.digest == digest
        page.goto(f"{to}/en/chat?q=/unsubscribe")
        offered = page.locator("article").last
        expect(offered).to_contain_text(say("en", "offered", label=say("en", "button-unsubscribe")))
        offered.get_by_role("button", name=say("en", "button-unsubscribe"), exact=True).click()
        expect(page.locator("article").last).to_contain_text(say("en", "unsubscribed"))
        assert tables(room.store)["subscriptions"] == []
        context.close()
