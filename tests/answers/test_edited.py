"""Answers of an edition that was edited are those of one made anew: what is kept of the one before tells nothing."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest

from bot.answers.prepared import prepare, prepare_day
from bot.content.briefing import Briefing
from bot.content.edition import Edition
from bot.words import LANGUAGES
from tests.conftest import TODAY
from tests.support.asking import asking, whole

QUESTIONS = (
    *("/timeline", "/timeline all", "/timeline 2024", "/timeline 1066", "/sectors", "/briefings", "/term", "/about"),
    *("/advice", "/advice founders", "/sector agents", "/sector agents views", "/sector agents seen", "agents", "外包"),
    *("/sector agents advice", "/debates", "/search agents"),
)


def edited(edition: Edition, chance: random.Random) -> Edition:
    """The edition with a briefing less, or one in which half of what it says is left out or stands the other way."""
    briefings = [*edition.briefings]
    cited = {side.briefing for debate in edition.debates for side in debate.sides}
    place = chance.randrange(len(briefings))
    if briefings[place].briefing not in cited and chance.random() < 0.3:
        del briefings[place]
    else:
        briefings[place] = _halved(briefings[place], chance)
    return replace(edition, briefings=tuple(briefings))


def _halved(briefing: Briefing, chance: random.Random) -> Briefing:
    names = ("sectors", "timeline", "advice", "predictions", "observations")
    kept = {name: tuple(each for each in getattr(briefing, name) if chance.random() < 0.5) for name in names}
    return briefing.model_copy(update={name: chance.choice((each, each[::-1])) for name, each in kept.items()})


def anew(edition: Edition) -> Edition:
    """The same edition, none of whose briefings any other has."""
    return replace(edition, briefings=tuple(each.model_copy() for each in edition.briefings))


@pytest.mark.parametrize("seed", range(3))
def test_an_edited_edition_answers_as_one_made_anew(shipped: Edition, seed: int) -> None:
    chance, now = random.Random(seed), shipped
    for _ in range(3):
        now = edited(now, chance)
        prepare(now)
    day, language = TODAY + dt.timedelta(days=seed), LANGUAGES[seed]
    prepare_day(now, day)
    found = [whole(each, asking(now, language, day)) for each in QUESTIONS]
    assert found == [whole(each, asking(anew(now), language, day)) for each in QUESTIONS]
