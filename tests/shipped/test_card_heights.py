"""Every card of a check-in fits on a phone's screen on Telegram, what was answered before it and the last included."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from bot.answers import answer
from bot.answers.asked import MARKS
from bot.content.briefing import Language
from bot.content.edition import ref, state
from bot.people.readers import CHANCES, RULINGS, Guess, Issue, Known, Subscription
from bot.people.schedule import Weekly
from bot.words import LANGUAGES, say
from tests.conftest import TODAY, shipped_edition
from tests.shipped.test_year_of_check_ins import WEEK, year
from tests.support.asking import asking
from tests.support.phone import SCREEN, height

EDITION = shipped_edition()
LONG_AGO = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
SUBSCRIBED = Subscription(Weekly(6, 570, "Asia/Shanghai"), LONG_AGO, LONG_AGO)
RULED = [ref(each) for each in EDITION.predictions if each.record.verdict]
ASKED = [ref(each) for each in EDITION.predictions if state(each.record, TODAY) in ("open", "due")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_behind_an_answer_needs_no_scrolling(language: Language) -> None:
    tall = {}
    for before, name in itertools.pairwise(ASKED):
        due = state(EDITION.by_ref[before].record, TODAY) == "due"
        known = Known(issue=Issue((before, name), TODAY, number=7))
        command = f"/answer {before} {(RULINGS if due else CHANCES)[0]}"
        tall[name] = height(answer(command, asking(EDITION, language, TODAY, known=known)).answer)
    assert not {name: each for name, each in tall.items() if each > SCREEN}


def last_answered(told: tuple[str, ...], day: dt.date, *, subscribed: bool) -> tuple[str, Known]:
    """Return the command that answers the last question of a check-in, and what is known of who sends it.

    They have answered for weeks, as others have, follow what they can, and there is news.
    """
    said = {name: (RULINGS if state(EDITION.by_ref[name].record, day) == "due" else CHANCES)[2] for name in told}
    before = {name: value for name, value in said.items() if name != told[-1]}
    known = Known(
        chances={name: value for name, value in before.items() if value in CHANCES},
        rulings={name: value for name, value in before.items() if value in RULINGS},
        tallies={name: dict.fromkeys(RULINGS + CHANCES, 700) for name in told},
        issue=Issue(told, day, verdicts=tuple(ASKED[:3]), answered=told[:-1], number=7),
        answered_on=tuple(day - weeks * WEEK for weeks in range(1, 12)),
        follows=dict.fromkeys(told, day),
        subscription=SUBSCRIBED if subscribed else None,
    )
    return f"/answer {told[-1]} {said[told[-1]]}", known


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subscribed", [True, False])
def test_the_last_card_of_every_week_of_a_year_needs_no_scrolling(language: Language, subscribed: bool) -> None:
    tall = {}
    for day, told in year(0).asked:
        command, known = last_answered(told, day, subscribed=subscribed)
        shown = answer(command, asking(EDITION, language, day, known=known)).answer
        assert say(language, "checkin-thanks") in "".join(span.text for block in shown.blocks for span in block.spans)
        tall[day] = height(shown)
    assert not {day: each for day, each in tall.items() if each > SCREEN}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_card_that_begins_with_what_became_of_an_answer_needs_no_scrolling(language: Language) -> None:
    tall = {}
    for each, (day, told) in zip(itertools.cycle(RULED), year(0).asked, strict=False):
        guesses = [Guess(reader, each, 80 - reader, dt.datetime(2024, 3, 1, tzinfo=dt.UTC)) for reader in range(3)]
        known = Known(
            chances={each: "80"},
            history=guesses[:1],
            crowd={each: guesses},
            issue=Issue(told, day, verdicts=(*RULED[:3], each), number=7),
            missed=2,
            subscription=SUBSCRIBED,
        )
        shown = answer("/checkin", asking(EDITION, language, day, known=known)).answer
        assert MARKS[state(EDITION.by_ref[each].record, day)] in shown.blocks[0].spans[0].text
        tall[each] = height(shown)
    assert not {name: each for name, each in tall.items() if each > SCREEN}
