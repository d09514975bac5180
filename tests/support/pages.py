"""Somebody in front of a page in a real browser: asks, presses Tab, and looks at where the focus is."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page

from bot.content.briefing import Language

LOCALES: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}
Visit = Callable[..., Page]
"""Opens a page as a new reader: `visit(language, path, width=…, height=…, script=…, zone=…, scheme=…, touch=…)`."""


def asking(command: str) -> str:
    """Return the path of the page that asks a command."""
    return f"/chat?{urlencode({'q': command})}"


def ask(page: Page, words: str) -> Locator:
    """Type a question and return the bubble of its answer."""
    before = page.locator("article").count()
    page.get_by_role("textbox").fill(words)
    page.keyboard.press("Enter")
    answer = page.locator("article").nth(before)
    answer.wait_for()
    return answer


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def ringed(element: Locator) -> bool:
    """Tell whether an element shows that it has the focus, itself or by the frame a door draws around its item."""
    return bool(
        element.evaluate(
            "e => [getComputedStyle(e), getComputedStyle(e, '::after')]"
            ".some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)"
        )
    )


def tab_to(page: Page, wanted: str) -> Locator:
    """Press Tab until an element has the focus; everything on the way must show that it has it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if focused(page).count():  # else the focus is on the browser itself
            assert ringed(focused(page)), focused(page).evaluate("e => e.outerHTML")
        if page.locator(f"{wanted}:focus").count():
            return focused(page)
    raise AssertionError(f"{wanted} cannot be reached")
