"""What a newcomer is shown: a verdict, the days to the next ones, a question; by a link also who we are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from bot.answers import Answer, answer, link
from bot.answers.asked import Asked
from bot.answers.limits import EVERYWHERE
from bot.answers.striking import CLEAR, LONGEST, countdown, striking
from bot.content.briefing import Language
from bot.content.edition import Edition, ref, state
from bot.people.readers import Known, Subscription
from bot.people.schedule import Weekly
from bot.words import LANGUAGES, WRITTEN, say, written_as
from tests.conftest import TODAY
from tests.support.asking import asking
from tests.support.first_pages import MOST, length

languages = pytest.mark.parametrize("language", LANGUAGES)
YEAR = [TODAY + dt.timedelta(week * 7) for week in range(52)]
ON_PAGE = replace(EVERYWHERE, reaches=False)


def ask(text: str, edition: Edition, language: Language, known: Known | None = None, **context: Any) -> Answer:
    return answer(text, asking(edition, language, TODAY, known=known, **context)).answer


def told(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


def buttons(shown: Answer) -> list[str]:
    return [each.command for row in shown.buttons for each in row]


@languages
def test_start_shows_a_verdict_a_countdown_and_a_question_above_three_doors(
    shipped: Edition, language: Language
) -> None:
    shown = ask("/start", shipped, language)
    found = striking(shipped, TODAY)
    assert found and found.record.verdict
    for words in (found.record.statement.in_(language), found.card.published.text[:4]):
        assert words in told(shown)
    assert countdown(Asked(edition=shipped, language=language, today=TODAY)) in told(shown) != ""
    low, high, doors, weekly = shown.buttons
    scale = (*low, *high)
    asked = {each.command.split()[1] for each in scale}
    assert {each.command.split()[0] for each in scale} == {"/vote"} and len(asked) == 1
    assert shipped.by_ref[asked.pop()].record.statement.in_(language) in told(shown)
    assert [each.command for each in doors] == [f"/prediction {ref(found)}", "/predictions ruled", "/sectors"]
    assert [each.command for each in weekly] == ["/subscribe"]


@languages
def test_start_is_short_enough_for_a_phone_on_every_day_of_a_year(shipped: Edition, language: Language) -> None:
    most = {"zh": 260, "en": 580}[written_as(language)]
    for day in YEAR:
        shown = answer("/start", asking(shipped, language, day, limits=ON_PAGE)).answer
        assert len(told(shown)) <= most and len(shown.buttons) <= 4 and shown.pages == 1, day


def test_held_and_failed_are_told_in_turn_each_for_a_week_and_all_of_them(shipped: Edition) -> None:
    found = [striking(shipped, day) for day in YEAR]
    assert all(each and each.record.weight == "core" for each in found)
    outcomes = [state(each.record, TODAY) for each in found if each]
    assert all({*pair} == {*CLEAR} for pair in pairwise(outcomes))
    monday = TODAY - dt.timedelta(TODAY.toordinal() % 7)
    assert len({striking(shipped, monday + dt.timedelta(day)) for day in range(7)}) == 1
    assert len({ref(each) for each in found if each}) >= 4


@pytest.mark.parametrize("language", WRITTEN)
def test_why_is_one_sentence_of_the_reason_with_a_figure(shipped: Edition, language: Language) -> None:
    for day in YEAR:
        found = striking(shipped, day)
        assert found and found.record.verdict
        shown = ask_on(day, shipped, language)
        [why] = [line for line in told(shown).splitlines() if line[0] in "✅❌"]
        reason = found.record.verdict.because.in_(language)
        clause = why.partition(":" if language == "en" else "：")[2].strip()
        assert reason.startswith(clause[:-1]) and clause[-1] in ".。" and any(each.isdigit() for each in clause)
        assert len(clause) + len(found.record.statement.in_(language)) <= LONGEST[written_as(language)]


def ask_on(day: dt.date, edition: Edition, language: Language) -> Answer:
    return answer("/start", asking(edition, language, day)).answer


@languages
def test_before_any_verdict_start_asks_and_opens_the_forecasts(undecided: Edition, language: Language) -> None:
    shown = ask("/start", undecided, language)
    assert striking(undecided, TODAY) is None
    assert buttons(shown)[0].startswith("/vote ") and buttons(shown)[-3:] == [
        "/predictions due",
        "/sectors",
        "/subscribe",
    ]


def test_a_countdown_tells_the_soonest_end_and_today_is_the_last_day_of_it(small: Edition) -> None:
    ends = {each.record.window.until for each in small.predictions if state(each.record, TODAY) == "open"} - {None}
    last = min(day for day in ends if day and day >= TODAY)
    assert countdown(Asked(edition=small, language="en", today=last)).startswith("⏳ Today, one forecast comes due")
    assert countdown(Asked(edition=small, language="en", today=last - dt.timedelta(1))).startswith("⏳ Tomorrow, one")
    assert "In 2 days" in countdown(Asked(edition=small, language="en", today=last - dt.timedelta(2)))
    assert countdown(Asked(edition=small, language="en", today=dt.date(2200, 1, 1))) == ""


def test_between_two_ends_a_countdown_tells_the_next_day_of_ruling(shipped: Edition) -> None:
    new_year = countdown(Asked(edition=shipped, language="en", today=dt.date(2027, 1, 3)))
    assert new_year.startswith("⏳ In 28 days") and new_year.endswith("are settled.")


def test_a_verdict_too_long_to_be_told_in_short_is_not_told_first(changed: Callable[..., Edition]) -> None:
    edition = changed("briefings/quiet-library.yaml")
    found = striking(edition, TODAY)
    assert found and found.record.verdict
    words = found.record.statement.en
    longer = changed("briefings/quiet-library.yaml", (words, f"{words[:-1]} {'for ever and ever ' * 20}."))
    assert ref(found) not in {ref(each) for day in YEAR if (each := striking(longer, day))}


@languages
def test_a_subscriber_is_offered_this_weeks_questions_instead_of_a_subscription(
    small: Edition, language: Language
) -> None:
    now = dt.datetime.combine(TODAY, dt.time(), dt.UTC)
    known = Known(subscription=Subscription(Weekly(6, 570, "Asia/Shanghai"), now, now))
    assert buttons(ask("/start", small, language))[-1] == "/subscribe"
    assert buttons(ask("/start", small, language, known))[-1] == "/checkin"


# Where a subscription arrives


@languages
@pytest.mark.parametrize("command", ["/subscribe", "/settings", "/resume"])
def test_on_the_page_it_is_said_where_a_subscription_arrives(small: Edition, language: Language, command: str) -> None:
    where = say(language, "arrives-on-page")
    assert where in told(ask(command, small, language, limits=ON_PAGE))
    assert where not in told(ask(command, small, language))


@languages
@pytest.mark.parametrize("command", ["/start", "/settings"])
def test_on_the_page_the_button_that_subscribes_says_so_and_where(
    small: Edition, language: Language, command: str
) -> None:
    for limits, name in ((ON_PAGE, "button-subscribe-page"), (EVERYWHERE, "button-subscribe")):
        keys = [each for row in ask(command, small, language, limits=limits).buttons for each in row]
        assert [each.label for each in keys if each.command == "/subscribe"] == [say(language, name)]


# Who comes by a link


@languages
@pytest.mark.parametrize("command", ["/prediction quiet-library/print-unread", "/sectors", "/help"])
def test_somebody_new_who_comes_by_a_link_gets_it_below_a_line_that_says_who_we_are(
    small: Edition, language: Language, command: str
) -> None:
    new, known = (ask(f"/start {link(command)}", small, language, Known(stored=each)) for each in (False, True))
    assert told(new).startswith(say(language, "introduced"))
    assert known == replace(new, blocks=new.blocks[1:]) == ask(command, small, language)
    assert new.blocks[0].spans[-1].command == "/start"
    assert ask(f"/start {link(command)}", small, language, Known(stored=False), shared=True) == ask(
        command, small, language, shared=True
    )


@languages
@pytest.mark.parametrize("text", ["/start", "/start nonsense", "/help", "/sectors"])
def test_nobody_is_told_who_we_are_twice_or_unasked(small: Edition, language: Language, text: str) -> None:
    assert say(language, "introduced") not in told(ask(text, small, language, Known(stored=False)))


@languages
def test_the_line_that_says_who_we_are_leaves_a_page_a_page(shipped: Edition, language: Language) -> None:
    for name in [*shipped.by_ref][::7]:
        shown = ask(f"/start {link(f'/prediction {name}')}", shipped, language, Known(stored=False))
        assert length(shown, language) <= MOST[language], name
