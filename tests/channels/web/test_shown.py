"""What is kept of pages is never shown instead of another, and holds no token of anybody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.answers import Answer
from bot.answers.answer import Button, paragraph
from bot.channels.web import chat
from bot.channels.web.shown import KEPT, Shown

ANSWER = Answer("Title", (paragraph("<words> & more"),), ((Button("door", "/sectors"),),), command="/x")
HOW: dict[str, Any] = {
    "said": "words",
    "stands": frozenset({"always"}),
    "editor": False,
    "refused": False,
    "page": "/en/a",
}
OTHERS: dict[str, dict[str, Any]] = {
    "what is said": {"said": "other words"},
    "how one stands": {"stands": frozenset({"always", "stored", "subscribed"})},
    "who edits": {"editor": True},
    "what was refused": {"refused": True},
    "its page": {"page": ""},
}


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the answers that were rendered."""
    titles, page = list[str](), chat.page

    def counted(language: Any, asked: str, answer: Answer, **more: Any) -> str:
        titles.append(answer.title)
        return page(language, asked, answer, **more)

    monkeypatch.setattr(chat, "page", counted)
    return titles


def expected(answer: Answer, token: str, **how: Any) -> bytes:
    return chat.page("en", "/x", answer, token=token, origin="https://a.example", base="/b", **how).encode()


@pytest.mark.parametrize("other", [{}, *OTHERS.values()], ids=["nothing", *OTHERS])
def test_a_page_that_is_kept_is_as_if_made_for_its_reader(other: dict[str, Any]) -> None:
    kept = Shown("https://a.example", "/b")
    for token, how in (("one", HOW), ("two", HOW | other), ("three", HOW)):
        assert kept.page("en", "/x", ANSWER, token=token, **how) == expected(ANSWER, token, **how)


def test_what_says_the_same_is_rendered_once(rendered: list[str]) -> None:
    kept, again = Shown("", ""), replace(ANSWER)
    for answer in (ANSWER, ANSWER, again, again, ANSWER):
        kept.page("en", "/x", answer, token="t", **HOW)
    assert rendered == ["Title"]
    assert kept.bubble("en", again, page="") == kept.bubble("en", ANSWER, page="") == chat.bubble("en", ANSWER)


def test_what_comes_and_goes_is_never_shown_instead_of_another(rendered: list[str]) -> None:
    kept = Shown("", "")
    for number in range(3 * KEPT):
        assert b"<h2>%d</h2>" % number in kept.page("en", "/x", Answer(str(number)), token="t", **HOW)
        kept.page("en", "/x", ANSWER, token="t", **HOW)
    assert rendered.count("Title") == 1


def test_no_page_that_is_kept_holds_a_token() -> None:
    kept = Shown("", "")
    kept.page("en", "/x", ANSWER, token="a-token-of-somebody", **HOW)
    assert "a-token-of-somebody" not in repr(vars(kept._pages._same) | vars(kept._pages._alike))
