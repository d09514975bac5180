"""A check-in as cards: one question at a time, turned by what was answered in it and by nothing else."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from functools import partial
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answer, Reply, answer, harmless, in_place
from bot.answers.checkin_cards import weeks_in_a_row
from bot.content.briefing import Language, Verdict, VerdictText
from bot.content.edition import Edition
from bot.people.changes import KeepIssue, Vote
from bot.people.readers import CHANCES, RULINGS, Guess, Issue, Known
from bot.pictures.lettering import typeset
from bot.words import LANGUAGES, say
from tests.conftest import NOW, TODAY
from tests.support.asking import IN_ONE, asking

DAY = dt.timedelta(days=1)
FIRST, SECOND, THIRD = QUESTIONS = (
    "how-long-hot/five-years-alive",
    "how-long-hot/general-to-fitting",
    "how-long-hot/spotlight-fades",
)
ISSUE = Issue(QUESTIONS, TODAY, number=7)
languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def edition(undecided: Edition) -> Edition:
    return undecided


def reply(text: str, edition: Edition, facts: Known, language: Language = "en", **more: Any) -> Reply:
    return answer(text, asking(edition, language, TODAY, known=facts, **more))


def told(shown: Answer) -> str:
    return "\n".join(span.text for block in shown.blocks for span in block.spans)


def asks(shown: Answer) -> set[str]:
    """Return which predictions the buttons of an answer answer."""
    commands = (button.command for row in shown.buttons for button in row)
    return {command.split()[1] for command in commands if command.startswith("/answer ")}


def commands(shown: Answer) -> list[str]:
    return [button.command for row in shown.buttons for button in row]


def after(facts: Known, *said: str) -> Known:
    """Return what is known once questions were answered in their check-in."""
    for each in said:
        assert facts.issue
        facts = replace(facts.with_vote(each, "80"), issue=replace(facts.issue.with_answer(each), number=7))
    return facts


@languages
def test_three_taps_answer_one_card_each_and_the_last_one_thanks(edition: Edition, language: Language) -> None:
    facts, shown = Known(issue=ISSUE), reply("/checkin", edition, Known(issue=ISSUE), language).answer
    for number, name in enumerate(QUESTIONS, 1):
        assert asks(shown) == {name} and f"{number}/3" in told(shown)
        taken = reply(f"/answer {name} 80", edition, facts, language)
        assert taken.change == Vote(name, "80", within=7)
        facts, shown = after(facts, name), taken.answer
        assert say(language, "you-said", what="80%") in told(shown) and say(language, "card-first") in told(shown)
    assert not asks(shown) and say(language, "checkin-thanks") in told(shown)


@languages
def test_a_scale_stands_in_rows_of_even_width(edition: Edition, language: Language) -> None:
    shown = reply("/checkin", edition, Known(issue=ISSUE), language).answer
    assert [[button.label for button in row] for row in shown.buttons[:3]] == [
        ["1%", "5%", "20%"], ["35%", "50%", "65%"], ["80%", "95%", "99%"],
    ]  # fmt: skip


@given(st.permutations(QUESTIONS), st.integers(0, 3), st.sampled_from(QUESTIONS), st.sampled_from(CHANCES))
def test_a_tap_answers_its_own_question_whatever_was_answered_before(
    edition: Edition, order: list[str], many: int, name: str, value: str
) -> None:
    """Late taps, taps of another device, taps twice: the same tap is the same answer, and turns to the same card."""
    facts = after(Known(issue=ISSUE), *order[:many])
    once = reply(f"/answer {name} {value}", edition, facts)
    assert isinstance(once.change, Vote) and (once.change.prediction, once.change.value) == (name, value)
    then = after(facts, name)
    then = replace(then, chances={**then.chances, name: value}, tallies=facts.with_vote(name, value).tallies)
    again = reply(f"/answer {name} {value}", edition, then)
    assert told(again.answer) == told(once.answer) and commands(again.answer) == commands(once.answer)
    assert asks(once.answer).isdisjoint({*order[:many], name}), "nothing answered is asked again"
    assert bool(asks(once.answer)) is (len({*order[:many], name}) < 3)


@pytest.mark.parametrize("order", list(itertools.permutations(QUESTIONS)))
def test_in_whatever_order_cards_are_answered_each_is_asked_until_all_are(
    edition: Edition, order: tuple[str, ...]
) -> None:
    facts, shown = Known(issue=ISSUE), Answer("")
    for name in order:
        shown, facts = reply(f"/answer {name} 80", edition, facts).answer, after(facts, name)
    assert say("en", "checkin-thanks") in told(shown)
    assert reply("/checkin", edition, facts).answer.buttons == shown.buttons


def test_one_can_go_back_change_the_last_one_and_go_on_where_one_was(edition: Edition) -> None:
    facts = after(Known(issue=ISSUE), FIRST)
    assert f"/checkin {FIRST}" in commands(reply("/checkin", edition, facts).answer)
    back = reply(f"/checkin {FIRST}", edition, facts)
    assert asks(back.answer) == {FIRST} and "✓80%" in [each.label for row in back.answer.buttons for each in row]
    assert not back.changes and "/checkin next" in commands(back.answer)
    assert asks(reply("/checkin next", edition, facts).answer) == {SECOND}
    assert asks(reply(f"/answer {FIRST} 5", edition, facts).answer) == {SECOND}


def test_a_card_turns_in_its_place_and_a_link_to_one_changes_nothing() -> None:
    assert in_place(f"/checkin {FIRST}") and in_place("/checkin news") and not in_place("/checkin")
    assert harmless(f"/checkin {FIRST}") == "/checkin"


def test_what_was_decided_meanwhile_is_asked_no_more(small: Edition) -> None:
    questions = ("machine-dough/half-of-shops", "machine-dough/night-shift")
    shown = reply("/checkin", small, Known(issue=Issue(questions, TODAY))).answer
    assert asks(shown) == {"machine-dough/night-shift"} and "2/2" in told(shown)


def test_buttons_of_an_older_check_in_answer_and_turn_its_own_cards(edition: Edition) -> None:
    old = replace(ISSUE, on=TODAY - 60 * DAY)
    taken = reply(f"/answer {SECOND} 65", edition, Known(issue=old))
    assert taken.change == Vote(SECOND, "65", within=7) and asks(taken.answer) == {THIRD}
    new = Known(issue=Issue((FIRST,), TODAY, number=9))
    taken = reply(f"/answer {SECOND} 65", edition, new)
    assert taken.change == Vote(SECOND, "65") and say("en", "prediction") in taken.answer.title


def test_a_vote_on_a_page_turns_no_card(edition: Edition) -> None:
    assert reply(f"/vote {FIRST} 65", edition, Known(issue=ISSUE)).change == Vote(FIRST, "65")


@pytest.mark.parametrize("how", [{"shared": True}, {"limits": IN_ONE}])
def test_in_groups_and_where_nothing_is_edited_all_stand_in_one_message(edition: Edition, how: dict[str, Any]) -> None:
    shown = reply("/checkin", edition, Known(issue=ISSUE), **how).answer
    assert asks(shown) == {*QUESTIONS}
    widths = [len(row) for row in shown.buttons if row[0].about]
    assert widths == [5] * 6


def test_a_tap_in_a_group_says_so_aside_and_marks_no_card(edition: Edition) -> None:
    taken = reply(f"/answer {FIRST} 80", edition, Known(issue=ISSUE), shared=True)
    assert taken.change == Vote(FIRST, "80") and "80%" in taken.answer.toast and "80%" not in told(taken.answer)


def test_the_last_card_tells_when_each_answer_is_settled_and_how_to_hear_of_it(edition: Edition) -> None:
    facts = after(Known(issue=ISSUE), *QUESTIONS)
    shown = reply("/checkin", edition, facts).answer
    for name in QUESTIONS:
        due = edition.by_ref[name].record.due
        assert (say("en", "settled-on", day=str(due)) if due else say("en", "settled-never")) in told(shown)
        assert f"/follow {name}" in commands(shown)
    assert "/picture guesses" in commands(shown)
    followed = reply("/checkin", edition, replace(facts, follows={FIRST: TODAY})).answer
    assert f"/unfollow {FIRST}" in commands(followed) and f"/follow {SECOND}" in commands(followed)


@pytest.mark.parametrize(
    ("days", "weeks"),
    [((), 0), ((0,), 1), ((0, 7, 14), 3), ((0, 1, 8), 2), ((0, 7, 21), 2), ((0, 11), 1), ((0, 6, 13, 20), 4)],
)
def test_weeks_in_a_row_are_counted_by_the_days_of_check_ins(days: tuple[int, ...], weeks: int) -> None:
    assert weeks_in_a_row([TODAY - each * DAY for each in days]) == weeks


@languages
def test_a_streak_is_told_at_the_end_and_none_is_missed(edition: Edition, language: Language) -> None:
    facts = after(Known(issue=ISSUE), *QUESTIONS)
    streak = say(language, "checkin-streak", weeks=3)
    assert streak in told(
        reply("/checkin", edition, replace(facts, answered_on=(TODAY - 7 * DAY, TODAY - 14 * DAY)), language).answer
    )
    for weeks in (1, 2, 3):
        assert say(language, "checkin-streak", weeks=weeks) not in told(
            reply("/checkin", edition, facts, language).answer
        )


@languages
def test_ones_guesses_are_drawn_those_of_the_last_check_in_first_and_none_that_is_settled(
    small: Edition, language: Language
) -> None:
    before, asked_last, settled = (
        "quiet-library/catalogues-done",
        "machine-dough/night-shift",
        "machine-dough/half-of-shops",
    )
    facts = Known(
        issue=Issue((asked_last,), TODAY),
        chances={asked_last: "5", before: "80", settled: "95", "machine-dough/gone": "35"},
        tallies={before: {"80": 1, "35": 2}, asked_last: {"5": 1}},
    )
    svg = reply("/picture guesses", small, facts, language).answer.picture
    text = asking(small, language, TODAY).text
    first, then = (text(small.by_ref[each].record.statement) for each in (asked_last, before))
    said = partial(say, language)
    own = said("picture-guess", what=first, own="5")
    beside = said("picture-guess-beside", what=then, own="80", median="35")
    assert typeset(f"{own}; {beside}", language) == ElementTree.fromstring(svg)[1].text


def test_nobody_elses_group_sees_ones_guesses(edition: Edition) -> None:
    facts = after(Known(issue=ISSUE), FIRST)
    shown = reply("/picture guesses", edition, facts, shared=True).answer
    assert not shown.picture and "80" not in told(shown)


# What became of answers

HALF = "machine-dough/half-of-shops"


def ruled(small: Edition, outcome: str, on: dt.date = TODAY) -> Edition:
    """Return an edition in which a forecast has been ruled on, and no other one has."""
    because = VerdictText(zh="数过了。", en="They were counted.")
    verdict = Verdict(outcome=outcome, on=on, because=because)
    briefings = tuple(
        each.model_copy(
            update={
                "predictions": tuple(
                    one.model_copy(update={"verdict": verdict if HALF.endswith(f"/{one.id}") else None})
                    for one in each.predictions
                )
            }
        )
        for each in small.briefings
    )
    return replace(small, briefings=briefings)


OWN = Guess(1, HALF, 80, NOW - 300 * DAY)
ALL = {"80": 1, "65": 3}
TOLD = Issue(("machine-dough/night-shift",), TODAY, (HALF,))


@pytest.mark.parametrize(
    ("language", "outcome", "expected"),
    [
        ("en", "held", "In January 2026 you said 80%, readers 65%: it held. Your Brier score here: 0.04."),
        ("en", "partly", "In January 2026 you said 80%, readers 65%: it held in part. Your Brier score here: 0.09."),
        ("en", "failed", "In January 2026 you said 80%, readers 65%: it failed. Your Brier score here: 0.64."),
        ("en", "unclear", "In January 2026 you said 80%, readers 65%: nobody can tell."),
        ("zh", "held", "2026 年 1 月你说 80%，大家说 65%，结果：应验了。你这一题的布赖尔分数：0.04。"),
    ],
)
def test_a_check_in_begins_with_what_became_of_ones_answer(
    small: Edition, language: Language, outcome: str, expected: str
) -> None:
    facts = Known(issue=TOLD, chances={HALF: "80"}, history=(OWN,), crowd={HALF: ALL})
    shown = reply("/checkin", ruled(small, outcome), facts, language).answer
    assert shown.blocks[0].spans[-1].text.strip() == expected
    whole = reply("/checkin", ruled(small, outcome), facts, language, limits=IN_ONE).answer
    assert whole.blocks[0] == shown.blocks[0]


def test_what_was_said_once_the_answer_was_out_is_no_guess(small: Edition) -> None:
    late = OWN._replace(at=NOW - 5 * DAY)
    facts = Known(issue=TOLD, chances={HALF: "80"}, history=(late,))
    shown = reply("/checkin", ruled(small, "held", TODAY - 9 * DAY), facts).answer
    assert "Brier" not in told(shown)


def test_who_ruled_themselves_hears_what_was_ruled(small: Edition) -> None:
    facts = Known(issue=TOLD, rulings={HALF: RULINGS[0]})
    shown = reply("/checkin", ruled(small, "failed"), facts).answer
    assert "You said Yes: it failed." in told(shown)


def test_the_rest_of_the_news_stands_behind_one_door_and_nothing_of_it_is_lost(small: Edition) -> None:
    facts = Known(issue=replace(TOLD, briefings=("quiet-library",)), chances={HALF: "80"}, history=(OWN,))
    shown = reply("/checkin", ruled(small, "held"), facts).answer
    assert "/checkin news" in commands(shown)
    news = reply("/checkin news", ruled(small, "held"), facts).answer
    doors = [block.command for block in news.blocks if block.command]
    assert doors == [f"/prediction {HALF}", "/briefing quiet-library"] and "/checkin next" in commands(news)


@pytest.mark.parametrize(("members", "tells"), [(2, False), (3, True)])
def test_a_group_hears_how_it_did_and_nobody_alone(small: Edition, members: int, tells: bool) -> None:
    given = tuple(Guess(number, HALF, 80, NOW - 300 * DAY) for number in range(members))
    facts = Known(issue=TOLD, members={HALF: given})
    shown = reply("/checkin", ruled(small, "held"), facts, shared=True).answer
    line = "The 3 members here who answered said 80% (their median): it held. Their Brier score: 0.04."
    assert (line in told(shown)) is tells


def test_a_new_check_in_is_kept_once_however_it_is_asked_for(edition: Edition) -> None:
    assert isinstance(reply("/checkin", edition, Known()).change, KeepIssue)
    assert reply("/checkin next", edition, Known()).change is None
