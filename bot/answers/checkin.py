"""The weekly check-in: what to ask a reader and what is new to them, and the message made of it.

Where a reader is alone on a channel that edits, it is cards, one at a time; elsewhere everything stands in one message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import chain

from bot.answers import checkin_cards, checkin_message
from bot.answers.answer import Answer
from bot.answers.asked import Personal
from bot.answers.checkin_news import answer_key
from bot.answers.outcomes import Outcome, outcomes
from bot.answers.questions import Line, Placed, choose, lined_up, placed
from bot.content.briefing import Briefing, Card, Prediction, Standing
from bot.content.derived import kept_with_briefings, kept_with_edition
from bot.content.edition import Edition, Statement
from bot.content.proposals import ripe_days
from bot.content.reviews import current, turned
from bot.people.readers import Issue


def issue(asked: Personal) -> Issue:
    """Return a reader's check-in of today: what to ask within their interests, and what is new since the last one."""
    known, interests = asked.known, frozenset(asked.known.subscription.interests if asked.known.subscription else ())
    keys = [key for key in known.new_verdicts if subject_of(key) not in asked.edition.proposed]
    news = [name for name in map(subject_of, keys) if _concerns(asked, name, interests)]
    briefings = tuple(slug for slug in known.new_briefings if slug in asked.edition.by_slug)
    news += [answer_key(each) for each in known.appeals if each.number in known.new_answers]
    questions = choose(line_of(asked.edition, asked.today), known, asked.today, interests)
    return Issue(questions, asked.today, tuple(dict.fromkeys(news)), briefings)


def verdict_key(name: str, prediction: Prediction) -> str:
    """Return what names one ruling on a prediction: a corrected one is news again."""
    assert prediction.verdict
    return f"{name} {prediction.verdict.outcome} {prediction.verdict.on}"


def standing_key(name: str, standing: Standing) -> str:
    """Return what names one standing: the next one is news again."""
    return f"{name} leans-{standing.leans} {standing.on}"


def news_of(edition: Edition) -> list[str]:
    """Return what names each ruling there is, and each standing."""
    parts = _news(edition).values()
    return [*chain.from_iterable(ruled for ruled, _ in parts), *chain.from_iterable(stands for _, stands in parts)]


@kept_with_briefings
def _news(briefing: Briefing, _: Card) -> tuple[list[str], list[str]]:
    named = [(f"{briefing.briefing}/{each.id}", each) for each in briefing.predictions]
    ruled = [verdict_key(name, each) for name, each in named if each.verdict]
    return ruled, [standing_key(name, stands) for name, each in named if (stands := current(each))]


def news_to_come(edition: Edition, today: dt.date) -> dict[str, dt.datetime]:
    """Return what names each ruling that is still proposed, with the beginning of the day from which it is news."""
    days = ripe_days(edition, today).items()
    begins = ((name, dt.datetime.combine(day, dt.time(), dt.UTC)) for name, day in days)
    return {verdict_key(name, edition.by_ref[name].record): at for name, at in begins}


def subject_of(key: str) -> str:
    """Return the prediction that was ruled on, or of which a standing was given."""
    return key.partition(" ")[0]


def _concerns(asked: Personal, name: str, interests: frozenset[str]) -> bool:
    """Tell whether news are for this reader: they follow or answered it, or it is a core claim of their interests.

    A standing that says the same as the one before is news to who follows it alone, and only since they do.
    """
    forecast, known = asked.edition.by_ref.get(name), asked.known
    if forecast is None:
        return False
    if not (forecast.record.verdict or turned(forecast.record)):
        stands, since = current(forecast.record), known.follows.get(name, dt.date.max)
        return stands is not None and stands.on >= since
    wanted = forecast.record.weight == "core" and (not interests or bool(interests & {*forecast.record.sectors}))
    return wanted or known.vote(name) is not None or name in known.follows


@kept_with_edition
def line_of(edition: Edition, today: dt.date) -> Line:
    """Return the line of an edition, the same for all its readers of a day."""
    return lined_up(_placed(edition, today).values())


@kept_with_briefings
def _placed(briefing: Briefing, card: Card, today: dt.date) -> list[Placed]:
    return placed((Statement(briefing, card, each) for each in briefing.predictions), today)


def compose(asked: Personal, told: Issue, came: Iterable[Outcome] | None = None, shows: str = "") -> Answer:
    """Return a check-in as its reader sees it. `came` is what became of their answers, where that is known already.

    Of cards it is the one that `shows` names: a question just answered with `+` before it, one to answer, `news`; the
    one whose turn it is without any.
    """
    found = tuple(outcomes(asked, told.verdicts) if came is None else came)
    if told.questions and asked.limits.edits and not asked.shared:
        return checkin_cards.card(asked, told, found, shows)
    return checkin_message.message(asked, told, found)
