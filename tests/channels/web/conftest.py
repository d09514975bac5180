"""Pages in a real browser, of readers who come anew."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bot.content.briefing import Language
from bot.content.edition import Edition
from tests.support.chromium import PATIENT, chromium
from tests.support.pages import LOCALES, Visit
from tests.support.serving import serving

WRONG = ("error", "warning")
"""What the console must not say; a mere remark, as of a focus that a fast reader has moved on, is none of it."""


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """One browser for all tests of a module. Its library keeps a loop going, beside which no other can run."""
    loops = [item.name for item in request.session.items if item.path == request.path and _awaits(item)]
    assert not loops, f"beside a browser no test can be async: {loops}"
    with chromium() as browser:
        yield browser


def _awaits(item: pytest.Item) -> bool:
    return inspect.iscoroutinefunction(getattr(item, "function", None))


@pytest.fixture(scope="module")
def address(edition: Edition) -> Iterator[str]:
    with serving(edition) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open a page as a new reader. Whatever happens, nothing foreign is loaded and the console stays silent."""
    contexts: list[BrowserContext] = []
    loaded: list[str] = []
    complaints: list[str] = []

    def visit(
        language: Language = "en",
        path: str = "/chat",
        *,
        width: int = 390,
        height: int = 800,
        script: bool = True,
        zone: str | None = None,
        scheme: str = "light",
        touch: bool = False,
    ) -> Page:
        context = browser.new_context(
            locale=LOCALES[language],
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            timezone_id=zone,
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=touch,
            is_mobile=touch,
        )
        context.set_default_timeout(PATIENT)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: loaded.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type in WRONG else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not [url for url in loaded if not url.startswith(address)]
    assert not [text for text in complaints if "ERR_INTERNET_DISCONNECTED" not in text]
