"""Buttons whose press changes something say so: a deed by its verb, a choice as an answer to what its page asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest

from bot.answers import answer, menu, row_of
from bot.answers.answer import Button
from bot.answers.asked import Personal
from bot.answers.limits import EVERYWHERE
from bot.answers.parsing import parse
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import Known, Subscription
from bot.people.schedule import Weekly
from bot.words import WRITTEN
from tests.conftest import TODAY
from tests.support.asking import asking

NOW = dt.datetime.combine(TODAY, dt.time(), dt.UTC)
RUNS = Subscription(Weekly(6, 570, "Asia/Shanghai"), NOW + dt.timedelta(3), NOW)
READERS = {
    "new": Known(stored=False),
    "subscribed": Known(subscription=RUNS),
    "without empty weeks": Known(subscription=replace(RUNS, skips_empty=True)),
    "paused": Known(subscription=replace(RUNS, paused="reader", paused_on=TODAY)),
}
DEEDS: Final[dict[str, tuple[str, ...]]] = {
    "subscribe": ("Subscribe", "订阅"),
    "pause": ("Pause", "暂停"),
    "resume": ("Resume", "继续"),
    "unsubscribe": ("Unsubscribe", "退订"),
    "checkin": ("Answer", "回答"),
    "follow": ("Follow", "关注"),
    "unfollow": ("Unfollow", "Stop following", "取消关注"),
    "forget yes": ("delete", "删除"),
    "settings empty": ("Skip", "Tell me", "别发", "说一声"),
    "publish": ("Publish", "发布"),
    "discard": ("Discard", "丢弃"),
    "undo": ("Undo", "撤销"),
    "announce": ("note", "发消息"),
    "reload": ("Read", "读"),
    "admin rest": ("Send", "补发"),
    "form stop": ("Give up", "放弃"),
}
"""What a button must say whose press does it, in one of the languages."""
CHOICES: Final = ("answer", "vote", "settings", "language", "subscribe", "form", "rule", "lean")
"""Commands whose further words are one of the answers to what the page asks: a day, a city, a chance."""


def pressed(edition: Edition, asked: Personal) -> Iterator[Button]:
    """Yield every button whose command may change something, on whatever a reader comes to from the menus."""
    ahead, seen = (
        ["/start", *(f"/{name}" for name in menu(asked.language, "editors" if asked.editor else "alone"))],
        set(),
    )
    while ahead:
        command = ahead.pop()
        shown = answer(command, asked).answer
        for button in (each for row in (*shown.filters, *shown.buttons) for each in row):
            row = row_of(button.command)
            if row and row.acts:
                yield button
            kind = " ".join(parse(button.command).words[:1])
            if (parse(button.command).name, kind) not in seen:  # one of a kind stands for all
                seen.add((parse(button.command).name, kind))
                ahead.append(button.command)


def deed(button: Button) -> str:
    """Return what a press does that is no choice; nothing where it is one, or only asks."""
    name, words, _ = parse(button.command)
    for count in (1, 0):
        called = " ".join((name, *words[:count]))
        if called in DEEDS and (count or not words or name not in CHOICES):
            return called
    return ""


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("editor", [False, True])
def test_a_button_that_changes_something_says_so(
    shipped: Edition, language: Language, reader: str, editor: bool
) -> None:
    limits = replace(EVERYWHERE, reaches=editor)
    asked = asking(shipped, language, TODAY, known=READERS[reader], editor=editor, limits=limits)
    said = set()
    for button in pressed(shipped, asked):
        if not answer(button.command, asked).changes:
            continue
        name, words, _ = parse(button.command)
        if doing := deed(button):
            said.add(doing)
            assert any(verb.casefold() in button.label.casefold() for verb in DEEDS[doing]), button
        else:
            assert name in CHOICES and words, button
    assert ("subscribe" in said) == (reader in ("new", "paused")) and "forget yes" in said
