"""/continue and /cross: what is said of a link and of what it brings, where it is refused, and what changes by it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.answers import Answer, Reply, answer, crossing, harmless, link, row_of
from bot.answers.deep_links import followed, linked
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.changes import Cross, CrossBack, MakePass
from bot.people.readers import Crossing, Known, Offer, PausedBy, Subscription
from bot.people.schedule import Weekly
from bot.words import LANGUAGES, say
from tests.conftest import NOW, TODAY
from tests.support.asking import asking

DAY = dt.timedelta(days=1)
KEY, NIGHT = "a1" * 16, "machine-dough/night-shift"
WEEKLY = Subscription(Weekly(6, 570, "Etc/UTC"), NOW + 3 * DAY, NOW - 90 * DAY)
OFFER = Offer("web", 12, 3, 2, 1, WEEKLY)
WAY = f"https://t.me/hindsight_bot?start=cross_{KEY}"
HERE = Known(chances={NIGHT: "80"}, ways={"telegram": WAY}, key=KEY)
languages = pytest.mark.parametrize("language", LANGUAGES)


def reply(text: str, edition: Edition, language: Language = "en", known: Known = HERE, **more: Any) -> Reply:
    return answer(text, asking(edition, language, TODAY, now=NOW, known=known, **more))


def told(shown: Answer) -> str:
    return "\n".join(span.text for block in shown.blocks for span in block.spans)


def commands(shown: Answer) -> list[str]:
    return [button.command for row in shown.buttons for button in row]


@languages
def test_a_link_is_made_on_a_press_and_stands_there_to_open_and_to_copy(small: Edition, language: Language) -> None:
    shown = reply("/continue", small, language)
    assert shown.change is None and commands(shown.answer) == ["/continue link"]
    assert say(language, "crossing-about", places="Telegram", days=7) in told(shown.answer)
    made = reply("/continue link", small, language)
    assert made.change == MakePass(KEY) and say(language, "crossing-link", minutes=15) in told(made.answer)
    assert [span.url for block in made.answer.blocks for span in block.spans if span.url] == [WAY]
    assert [each.what for each in made.answer.actions] == [WAY]


def test_its_payload_is_one_that_telegram_carries_and_leads_to_what_would_come() -> None:
    payload = link(f"/cross {KEY}")
    assert WAY.endswith(f"={payload}") and linked(payload) == followed(f"/start {payload}") == f"/cross {KEY}"
    assert linked(link(f"/cross {KEY} yes")) == f"/cross {KEY}", "no link confirms by itself"
    assert harmless(f"/cross {KEY} yes") == f"/cross {KEY}" and harmless("/continue undo") == "/continue"
    row = row_of(f"/cross {KEY}")
    assert row and row.takes_key and not row.listed


@languages
def test_who_opens_a_link_is_shown_what_would_come_and_confirms(small: Edition, language: Language) -> None:
    known = Known(offer=OFFER, subscription=WEEKLY)
    shown = reply(f"/start cross_{KEY}", small, language, known)
    assert shown.change is None and commands(shown.answer) == [f"/cross {KEY} yes", "/start"]
    for message, args in (
        ("crossing-answers", {"count": 12}),
        ("crossing-twice", {"count": 3}),
        ("crossing-follows", {"count": 2}),
        ("crossing-appeals", {"count": 1}),
        ("crossing-weekly-stays", {}),
        ("crossing-warning", {"days": 7}),
    ):
        assert say(language, message, **args) in told(shown.answer)
    assert "09:30" in told(shown.answer)
    done = reply(f"/cross {KEY} yes", small, language, known)
    assert done.change == Cross(KEY) and "/continue undo" in commands(done.answer)


@languages
@pytest.mark.parametrize("confirmed", ["", " yes"])
def test_no_link_changes_anything_where_it_must_not(small: Edition, language: Language, confirmed: str) -> None:
    used = Known(offer=Crossing("web", True, NOW, 12, NOW + 7 * DAY), crossing=Crossing("web", True, NOW, 12, NOW))
    for known, shared, message in (
        (Known(), False, "crossing-spent"),
        (Known(offer=replace(OFFER, own=True)), False, "crossing-own"),
        (Known(offer=Offer("web")), False, "crossing-nothing-comes"),
        (Known(offer=OFFER), True, "crossing-group"),
        (used, False, "crossing-came"),
    ):
        shown = reply(f"/cross {KEY}{confirmed}", small, language, known, shared=shared)
        said = say(language, message, minutes=15, place="", at="", until="", count=12).strip(" :,，：。.")
        assert shown.change is None and f"/cross {KEY}" not in " ".join(commands(shown.answer))
        assert said[:10] in told(shown.answer) or message == "crossing-came"
        assert KEY not in told(shown.answer)
    assert "12" in told(shown.answer)


def test_of_two_check_ins_it_is_said_which_one_stays(small: Edition) -> None:
    cases: tuple[tuple[PausedBy | None, PausedBy | None, str], ...] = (
        (None, None, "crossing-weekly-stays"),
        ("reader", None, "crossing-weekly-comes"),
        ("reader", "reader", "crossing-weekly-stays"),
        (None, "reader", "crossing-weekly-stays"),
    )
    for here, comes, message in cases:
        known = Known(
            offer=replace(OFFER, subscription=replace(WEEKLY, paused=comes)), subscription=replace(WEEKLY, paused=here)
        )
        assert say("en", message) in told(reply(f"/cross {KEY}", small, known=known).answer)
    alone = told(reply(f"/cross {KEY}", small, known=Known(offer=OFFER)).answer)
    assert "subscribed here" not in alone and "subscription here" not in alone


@languages
@pytest.mark.parametrize("came", [True, False])
def test_either_end_sees_what_crossed_and_until_when_and_undoes_it(
    small: Edition, language: Language, came: bool
) -> None:
    known = replace(HERE, crossing=Crossing("telegram", came, NOW, 12, NOW + 7 * DAY))
    shown = reply("/continue", small, language, known)
    assert commands(shown.answer) == ["/continue link", "/continue undo"]
    assert "2026-11-24 17:30" in told(shown.answer) and "2026-12-01 17:30" in told(shown.answer)
    undone = reply("/continue undo", small, language, known)
    assert undone.change == CrossBack()
    nothing = reply("/continue undo", small, language)
    assert nothing.change is None and say(language, "crossing-no-undo", days=7) in told(nothing.answer)


@languages
def test_there_is_no_link_to_nowhere_nor_one_that_brings_nothing_nor_any_in_a_group(
    small: Edition, language: Language
) -> None:
    for known, shared, message in (
        (replace(HERE, ways={}), False, "crossing-nowhere"),
        (replace(HERE, chances={}), False, "crossing-nothing"),
    ):
        shown = reply("/continue link", small, language, known, shared=shared)
        assert shown.change is None and say(language, message) in told(shown.answer)
    group = reply("/continue link", small, language, shared=True)
    assert group.change is None and KEY not in told(group.answer)


@languages
def test_whoever_forgets_is_told_what_is_not_here_any_more(small: Edition, language: Language) -> None:
    went = Known(crossing=Crossing("telegram", False, NOW, 12, NOW + 7 * DAY))
    place = say(language, "crossing-place", channel="telegram")
    assert say(language, "crossing-forget", place=place) in told(reply("/forget", small, language, went).answer)
    assert say(language, "crossing-forget", place=place) not in told(reply("/forget", small, language).answer)


@languages
def test_the_other_end_is_told_in_its_own_words(language: Language) -> None:
    shown = crossing.used(language, "telegram")
    assert commands(shown) == ["/continue undo"] and shown.command == "/continue" and "Telegram" in told(shown)
    assert crossing.undone_elsewhere(language, "web").command == "/continue"


@languages
def test_the_panel_of_a_subscription_leads_elsewhere_where_there_is_somewhere_to_go(
    small: Edition, language: Language
) -> None:
    subscribed = replace(HERE, subscription=WEEKLY)
    last = reply("/settings", small, language, subscribed).answer.buttons[-1]
    assert [(each.label, each.command) for each in last] == [
        (say(language, "button-continue", channel="telegram"), "/continue")
    ]
    for known, shared in ((replace(subscribed, ways={}), False), (subscribed, True)):
        assert "/continue" not in commands(reply("/settings", small, language, known, shared=shared).answer)
