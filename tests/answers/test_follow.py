"""/follow and /unfollow: what they change, under which name, and what check-ins then tell whatever one's interests."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.answers import Answer, Reply, answer, harmless
from bot.answers.checkin import issue, standing_key, verdict_key
from bot.content.briefing import Language, Verdict, VerdictText
from bot.content.edition import Edition
from bot.content.reviews import current, turned
from bot.people.changes import Follow
from bot.people.readers import Issue, Known, Subscription
from bot.people.schedule import Weekly
from bot.words import LANGUAGES, say
from tests.answers.test_standings import looked, standing, standings
from tests.conftest import NOW, TODAY
from tests.support.asking import IN_ONE, asking

DAY = dt.timedelta(days=1)
NIGHT, STAYS, RULED = "machine-dough/night-shift", "machine-dough/handmade-stays", "machine-dough/half-of-shops"
CLOSURES, SEEN = "quiet-library/no-closures", "machine-dough/south-bakeries"
WEEKLY = Subscription(Weekly(6, 570, "Etc/UTC"), NOW + 3 * DAY, NOW - 90 * DAY, interests=("libraries",))
languages = pytest.mark.parametrize("language", LANGUAGES)


def reply(text: str, edition: Edition, language: Language = "en", known: Known | None = None, **more: Any) -> Reply:
    return answer(text, asking(edition, language, TODAY, known=known, **more))


def told(shown: Answer) -> str:
    return "\n".join(span.text for block in shown.blocks for span in block.spans)


def commands(shown: Answer) -> list[str]:
    doors = [block.command for block in shown.blocks if block.command]
    return [button.command for row in shown.buttons for button in row] + doors


@languages
def test_following_and_stopping_say_so_and_each_offers_the_other(small: Edition, language: Language) -> None:
    text, said = asking(small, language, TODAY).text, partial(say, language)
    known = Known(subscription=WEEKLY)
    followed = reply(f"/follow {NIGHT}", small, language, known)
    assert followed.change == Follow(NIGHT)
    assert said("followed") in told(followed.answer)
    assert text(small.by_ref[NIGHT].record.statement) in told(followed.answer)
    assert commands(followed.answer) == [f"/unfollow {NIGHT}", f"/prediction {NIGHT}"]
    stopped = reply(f"/unfollow {NIGHT}", small, language, replace(known, follows={NIGHT: TODAY}))
    assert stopped.change == Follow(NIGHT, off=True)
    assert said("unfollowed") in told(stopped.answer)
    assert commands(stopped.answer) == [f"/follow {NIGHT}", f"/prediction {NIGHT}"]


@languages
def test_whom_no_check_in_reaches_hears_how_one_does(small: Edition, language: Language) -> None:
    shown = reply(f"/follow {NIGHT}", small, language).answer
    assert say(language, "followed-unsubscribed") in told(shown) and "/subscribe" in commands(shown)
    stopped = reply(f"/unfollow {NIGHT}", small, language).answer
    assert say(language, "followed-unsubscribed") not in told(stopped) and "/subscribe" not in commands(stopped)


@languages
@pytest.mark.parametrize("command", ["/follow", "/unfollow"])
def test_without_an_id_all_that_is_followed_is_listed(small: Edition, language: Language, command: str) -> None:
    nothing = reply(command, small, language)
    assert say(language, "follow-none") in told(nothing.answer) and nothing.change is None
    known = Known(follows={NIGHT: TODAY, "machine-dough/gone": TODAY, SEEN: TODAY})
    shown = reply(command, small, language, known)
    assert f"/prediction {NIGHT}" in commands(shown.answer) and shown.change is None
    assert not any("gone" in each for each in commands(shown.answer))


@languages
@pytest.mark.parametrize("command", ["/follow", "/unfollow"])
@pytest.mark.parametrize("called", ["machine-dough/night-shifts", "nigth-shift"])
def test_a_slip_changes_nothing_and_is_told_what_was_meant(
    small: Edition, language: Language, command: str, called: str
) -> None:
    shown = reply(f"{command} {called}", small, language)
    assert shown.change is None and f"{command} {NIGHT}" in commands(shown.answer)
    nobody = reply(f"{command} 0000", small, language)
    assert nobody.change is None and say(language, "unknown-prediction", called="0000") in told(nobody.answer)


@pytest.mark.parametrize("called", ["machine-dough/craft-lasts", "craft-lasts", "handmade-stays"])
@pytest.mark.parametrize(("command", "off"), [("/follow", False), ("/unfollow", True)])
def test_a_merged_prediction_is_followed_under_the_name_it_has_now(
    small: Edition, called: str, command: str, off: bool
) -> None:
    assert reply(f"{command} {called}", small).change == Follow(STAYS, off)


@languages
@pytest.mark.parametrize("called", [SEEN, "machine-dough/cameras-come"])
def test_of_what_became_an_observation_nothing_is_to_come(small: Edition, language: Language, called: str) -> None:
    shown = reply(f"/follow {called}", small, language)
    assert shown.change is None and say(language, "follow-observation") in told(shown.answer)
    assert reply(f"/unfollow {called}", small, language).change == Follow(SEEN, off=True)


@languages
def test_of_what_was_ruled_on_only_a_correction_is_still_to_come(small: Edition, language: Language) -> None:
    shown = reply(f"/follow {RULED}", small, language, Known(subscription=WEEKLY))
    assert shown.change == Follow(RULED)
    assert say(language, "followed-ruled") in told(shown.answer)
    assert say(language, "followed") not in told(shown.answer)


@languages
@pytest.mark.parametrize("command", ["/follow", "/unfollow", f"/follow {NIGHT}", f"/unfollow {NIGHT}"])
def test_a_group_is_shown_the_way_to_a_private_chat_and_nothing_of_anybodys(
    small: Edition, language: Language, command: str
) -> None:
    known = Known(follows={NIGHT: TODAY, STAYS: TODAY})
    shown = reply(command, small, language, known, shared=True)
    assert shown.change is None and command in told(shown.answer)
    assert not [each for each in commands(shown.answer) if each.startswith(("/prediction", "/follow", "/unfollow"))]
    page = reply(f"/prediction {NIGHT}", small, language, known, shared=True).answer
    assert not [each for each in commands(page) if "follow" in each]


@languages
def test_a_forecast_has_the_door_while_it_waits_and_what_is_followed_the_way_out(
    small: Edition, language: Language
) -> None:
    assert f"/follow {NIGHT}" in commands(reply(f"/prediction {NIGHT}", small, language).answer)
    known = Known(follows={NIGHT: TODAY, RULED: TODAY})
    for name in known.follows:
        assert f"/unfollow {name}" in commands(reply(f"/prediction {name}", small, language, known).answer)
    assert f"/follow {RULED}" not in commands(reply(f"/prediction {RULED}", small, language).answer)


@pytest.mark.parametrize("command", ["/follow", "/unfollow"])
def test_a_link_makes_nobody_follow(command: str) -> None:
    assert harmless(f"{command} {NIGHT}") == f"/prediction {NIGHT}"


# What a check-in then tells


def verdict(edition: Edition, name: str) -> tuple[Edition, str]:
    """Return an edition in which a prediction has been ruled on today, and what names that ruling."""
    given = Verdict(outcome="failed", on=TODAY, because=VerdictText(zh="数过了。", en="They were counted."))
    made = {name: edition.by_ref[name].record.model_copy(update={"verdict": given, "standing": None})}
    briefings = tuple(
        one.model_copy(
            update={"predictions": tuple(made.get(f"{one.briefing}/{each.id}", each) for each in one.predictions)}
        )
        for one in edition.briefings
    )
    return replace(edition, briefings=briefings), verdict_key(name, made[name])


@languages
@pytest.mark.parametrize("limits", [{}, {"limits": IN_ONE}], ids=["cards", "one message"])
def test_the_verdict_on_what_is_followed_is_told_whatever_ones_interests(
    small: Edition, language: Language, limits: dict[str, Any]
) -> None:
    edition, key = verdict(small, STAYS)  # not core, and of no field that this reader chose
    before = Known(subscription=WEEKLY, new_verdicts=(key,))
    assert STAYS not in issue(asking(edition, language, TODAY, known=before)).verdicts
    known = replace(before, follows={STAYS: TODAY - DAY})
    given = issue(asking(edition, language, TODAY, known=known))
    assert given.verdicts == (STAYS,)
    shown = reply("/checkin", edition, language, replace(known, issue=given), **limits).answer
    first = "".join(span.text for span in shown.blocks[0].spans)
    assert asking(edition, language, TODAY).text(edition.by_ref[STAYS].record.statement) in first
    assert say(language, "outcome-followed") in first and say(language, "became-failed") in first


@languages
def test_each_new_look_at_what_is_followed_is_told_though_it_says_the_same(small: Edition, language: Language) -> None:
    name = CLOSURES
    edition = standings(small, no_closures=standing(looked("held", TODAY - 200 * DAY), looked("held", TODAY)))
    record = edition.by_ref[name].record
    stands = current(record)
    assert stands and not turned(record)
    known = Known(subscription=WEEKLY, new_verdicts=(standing_key(name, stands),))
    assert name not in issue(asking(edition, language, TODAY, known=known)).verdicts
    known = replace(known, follows={name: TODAY - DAY})
    assert issue(asking(edition, language, TODAY, known=known)).verdicts == (name,)
    known = replace(known, issue=Issue((NIGHT,), TODAY, (name,)))
    shown = reply("/checkin news", edition, language, known).answer
    assert say(language, "checkin-followed", count=1) in told(shown) and f"/prediction {name}" in commands(shown)
    late = replace(known, follows={name: TODAY + DAY})
    assert name not in issue(asking(edition, language, TODAY, known=late)).verdicts, (
        "that look was before they followed"
    )
