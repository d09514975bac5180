"""What a check-in asks, and what becomes of an answer."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from weakref import ref as weak

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answer, answer, checkin_cache, harmless, in_place
from bot.answers.checkin import compose, issue
from bot.answers.checkin_news import MOST_NEWS
from bot.answers.commands import paged
from bot.answers.deep_links import linked
from bot.answers.editors.due import reminder
from bot.answers.limits import EVERYWHERE, Limits
from bot.answers.questions import MOST_QUESTIONS, SOON, choose, line_up
from bot.channels.telegram import render
from bot.content.briefing import Language, Prediction, Ruling, Verdict, VerdictText
from bot.content.edition import Edition, Statement, ref, state
from bot.content.periods import Paragraphs
from bot.people.changes import KeepIssue, Vote
from bot.people.readers import CHANCES, RULINGS, Issue, Known, Subscription, median, moved
from bot.people.schedule import Weekly
from bot.words import LANGUAGES, say
from tests.conftest import NOW, TODAY
from tests.support.asking import IN_ONE, asking
from tests.support.botapi import plain

DAY = dt.timedelta(days=1)
RULED = ("machine-dough/half-of-shops", "quiet-library/desk-first")


@pytest.fixture(scope="module")
def edition(undecided: Edition) -> Edition:
    return undecided


def forecasts(small: Edition, *windows: tuple[str, dt.date | None, str]) -> list[Statement[Prediction]]:
    """Return forecasts made of the first one: their ids, last days and weights."""
    first = small.predictions[0]
    made = []
    for name, until, weight in windows:
        window = first.record.window.model_copy(update={"until": until})
        rule = {"resolution": None, "criterion": first.record.rule.question}
        update = {"id": name, "window": window, "weight": weight, "verdict": None, "at": (Paragraphs(1, 1),), **rule}
        made.append(Statement(first.briefing, first.card, first.record.model_copy(update=update)))
    return made


def ids(chosen: Iterable[str]) -> list[str]:
    return [each.partition("/")[2] for each in chosen]


def known(
    small: Edition, *, ruled: str = "", guessed: str = "", asked: dict[str, int] | None = None, issue: int | None = None
) -> Known:
    """Return what is known of a reader: ids they ruled on or guessed at, ids asked so many days ago, the last issue."""
    slug = small.predictions[0].briefing.briefing
    return Known(
        rulings={f"{slug}/{name}": "yes" for name in ruled.split()},
        chances={f"{slug}/{name}": "65" for name in guessed.split()},
        asked={f"{slug}/{name}": TODAY - days * DAY for name, days in (asked or {}).items()},
        issue=None if issue is None else Issue((), TODAY - issue * DAY),
    )


LONG_DUE = ("long-due", TODAY - 300 * DAY, "core")
DUE = ("due", TODAY - 100 * DAY, "core")
DUE_MINOR = ("due-minor", TODAY - 100 * DAY, "minor")
JUST_DUE = ("just-due", TODAY - 3 * DAY, "minor")
OPEN = ("open", TODAY + 100 * DAY, "core")
OPEN_MINOR = ("open-minor", TODAY + 100 * DAY, "minor")
ENDLESS = ("endless", None, "core")


@pytest.mark.parametrize(
    ("windows", "facts", "expected"),
    [
        pytest.param([OPEN, DUE, LONG_DUE], {}, ["long-due", "due", "open"], id="due first"),
        pytest.param([LONG_DUE, JUST_DUE], {"issue": 7}, ["just-due", "long-due"], id="fresh ones first"),
        pytest.param([DUE_MINOR, DUE], {}, ["due", "due-minor"], id="core first of equals"),
        pytest.param([OPEN_MINOR, OPEN], {}, ["open", "open-minor"], id="core first of open ones"),
        pytest.param([DUE], {"ruled": "due"}, [], id="what was ruled on is not asked again"),
        pytest.param([DUE], {"guessed": "due"}, ["due"], id="a guess is no ruling"),
        pytest.param([OPEN, ENDLESS], {"guessed": "endless"}, ["open", "endless"], id="guessed last"),
        pytest.param([OPEN, ENDLESS], {"asked": {"endless": 27}}, ["open"], id="rests"),
        pytest.param([OPEN, ENDLESS], {"asked": {"endless": 28}}, ["open", "endless"], id="rested"),
        pytest.param([OPEN, ENDLESS], {"asked": {"endless": 40, "open": 60}}, ["open", "endless"], id="longest rest"),
        pytest.param([LONG_DUE, DUE, DUE_MINOR, OPEN], {}, ["long-due", "due", "due-minor"], id="at most three"),
        pytest.param([], {}, [], id="nothing to ask"),
    ],
)  # fmt: skip
def test_a_check_in_asks(
    small: Edition, windows: list[tuple[str, dt.date | None, str]], facts: dict[str, Any], expected: list[str]
) -> None:
    assert ids(choose(line_up(forecasts(small, *windows), TODAY), known(small, **facts), TODAY)) == expected


@pytest.mark.exhaustive
@given(st.dates(dt.date(2023, 1, 1), dt.date(2036, 1, 1)))
def test_twelve_weeks_of_check_ins_ask_nothing_twice_in_four_weeks_and_nothing_decided(
    edition: Edition, start: dt.date
) -> None:
    facts = Known()
    for week in range(12):
        today = start + week * 7 * DAY
        questions = choose(line_up(edition.predictions, today), facts, today)
        assert len(questions) <= MOST_QUESTIONS
        assert all(state(edition.by_ref[each].record, today) in ("open", "due") for each in questions)
        assert all(today - facts.asked[each] >= 28 * DAY for each in questions if each in facts.asked)
        facts = Known(asked={**facts.asked, **dict.fromkeys(questions, today)}, issue=Issue(questions, today))


def ask(text: str, edition: Edition, facts: Known | None = None, limits: Limits = EVERYWHERE) -> tuple[Answer, object]:
    reply = answer(text, asking(edition, "en", TODAY, known=facts, limits=limits))
    return reply.answer, reply.change


def told(shown: Answer) -> str:
    return "\n".join(span.text for block in shown.blocks for span in block.spans)


def test_a_new_reader_is_asked_about_another_document_each_time(shipped: Edition) -> None:
    chosen = choose(line_up(shipped.predictions, TODAY), Known(), TODAY)
    assert len({name.partition("/")[0] for name in chosen}) == MOST_QUESTIONS
    due = shipped.by_ref[chosen[0]].record.due
    assert due and abs(due - TODAY) <= SOON


def test_a_check_in_offers_what_fits_each_question_and_is_kept(edition: Edition) -> None:
    shown, change = ask("/checkin", edition, limits=IN_ONE)
    assert isinstance(change, KeepIssue) and len(change.issue.questions) == MOST_QUESTIONS
    commands = [button.command for row in shown.buttons for button in row if button.about]
    for question in change.issue.questions:
        values = RULINGS if state(edition.by_ref[question].record, TODAY) == "due" else CHANCES
        wanted = [f"/prediction {question}", *(f"/answer {question} {value}" for value in values)]
        assert [each for each in commands if each.split()[1] == question] == wanted


QUESTIONS = ("how-long-hot/five-years-alive", "how-long-hot/general-to-fitting", "how-long-hot/spotlight-fades")
chances = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(CHANCES[:2]))
tallies = st.dictionaries(st.sampled_from(QUESTIONS), st.dictionaries(st.sampled_from(CHANCES), st.integers(1, 3)))
subscription = Subscription(Weekly(1, 540, "Asia/Shanghai"), NOW + DAY, NOW - DAY, interests=("a",))
subscribers = st.builds(
    Known, chances=chances, tallies=tallies, missed=st.integers(0, 2), subscription=st.just(subscription)
)


@pytest.mark.exhaustive
@given(st.lists(subscribers, min_size=2, max_size=5), st.permutations(QUESTIONS))
def test_a_check_in_kept_for_one_reader_is_what_each_other_is_to_see(
    edition: Edition, readers: list[Known], questions: list[str]
) -> None:
    told = Issue(tuple(questions[:2]), TODAY)
    edition = replace(edition)  # of which no check-in is kept yet
    for known in readers * 2:
        asked = asking(edition, "zh", TODAY, known=known)
        assert checkin_cache.first_page(asked, told) == paged(compose(asked, told), asked)


@pytest.mark.parametrize("first", [False, True], ids=["after a reader", "before a reader"])
def test_an_editor_is_told_what_waits_for_a_verdict_and_no_reader_who_is_shown_the_same(
    edition: Edition, first: bool
) -> None:
    edition, told, count = replace(edition), Issue(QUESTIONS, TODAY), 0
    for editor in (first, not first):
        asked = asking(edition, "zh", TODAY, known=Known(subscription=subscription), editor=editor)
        [line] = [block.spans[0].text for block in reminder(asked)]
        page = checkin_cache.first_page(asked, told)
        assert (line in [block.spans[0].text for block in page.blocks if block.spans]) is editor
        count += page == paged(compose(asked, told), asked)
    assert count == 2


def test_the_check_ins_kept_of_an_edition_go_with_it(small: Edition) -> None:
    edition = replace(small)
    asked = asking(edition, "en", TODAY, known=Known(subscription=subscription))
    assert checkin_cache.first_page(asked, issue(asked)).blocks
    gone = weak(edition)
    del edition, asked
    assert gone() is None


def test_within_a_week_the_same_questions_are_shown_again_and_after_it_new_ones(edition: Edition) -> None:
    questions = ("ten-hypotheses/support-first",)
    for days, stays in ((6, True), (7, False)):
        shown, change = ask("/checkin", edition, Known(issue=Issue(questions, TODAY - days * DAY)), IN_ONE)
        assert (change is None) is stays
        assert (edition.by_ref[questions[0]].record.statement.en in told(shown)) is stays


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tally_shows_only_after_ones_own_answer(edition: Edition, language: Language) -> None:
    name = "ten-hypotheses/support-first"
    facts = Known(tallies={name: {"yes": 3, "no": 1}})
    before = answer(f"/prediction {name}", asking(edition, language, TODAY, known=facts)).answer
    after = answer(f"/vote {name} yes", asking(edition, language, TODAY, known=facts)).answer
    label = say(language, "ruling-yes")
    assert f"{label} 3" not in told(before) and f"{label} 4" not in told(before)
    assert f"{label} 4" in told(after) and f"{label} 4" in after.toast and len(after.toast) <= 200
    assert f"✓{label}" in [button.label for row in after.buttons for button in row]


def test_an_answer_in_a_check_in_shows_the_check_in_and_a_vote_on_a_page_the_page(edition: Edition) -> None:
    name = "ten-hypotheses/support-first"
    facts = Known(issue=Issue((name,), TODAY))
    assert ask(f"/answer {name} no", edition, facts)[0].title == say("en", "checkin-title")
    assert say("en", "prediction") in ask(f"/vote {name} no", edition, facts)[0].title
    assert say("en", "prediction") in ask(f"/answer {name} no", edition)[0].title
    assert ask(f"/answer {name} no", edition, facts)[1] == Vote(name, "no")


@pytest.mark.parametrize(
    ("vote", "message"),
    [
        ("ten-hypotheses/support-first 65", "vote-due"),
        ("ten-hypotheses/no-such-thing yes", "unknown-prediction"),
        ("how-long-hot/agents-change-game yes", "vote-open"),
        ("how-long-hot/agents-change-game 66", "vote-open"),
    ],
)
def test_a_vote_that_cannot_be_taken_says_why_and_changes_nothing(edition: Edition, vote: str, message: str) -> None:
    shown, change = ask(f"/vote {vote}", edition)
    assert change is None
    assert say("en", message, called="", values="").split("“")[0].rstrip() in told(shown)


@pytest.mark.parametrize(
    ("vote", "value"),
    [
        ("ten-hypotheses/support-first Yes", "yes"),
        ("support-first 应验", "yes"),
        ("support-first PARTLY", "partly"),
        ("support-first 说不准", "unclear"),
        ("how-long-hot/agents-change-game 65%", "65"),
        ("agents-change-game ６５％", "65"),
    ],
)
def test_a_vote_is_understood_as_people_type_it(edition: Edition, vote: str, value: str) -> None:
    assert ask(f"/vote {vote}", edition)[1] == Vote(
        next(ref(each) for each in edition.predictions if each.record.id in vote), value
    )


def test_a_vote_without_a_value_shows_the_question_and_one_without_anything_this_weeks(edition: Edition) -> None:
    shown, change = ask("/vote ten-hypotheses/support-first", edition)
    assert change is None and say("en", "label-criterion") in told(shown)
    assert ask("/vote", edition)[0].title == say("en", "checkin-title")


def test_after_a_verdict_votes_are_closed_and_the_page_offers_none(small: Edition) -> None:
    decided = next(each for each in small.predictions if each.record.verdict)
    shown, change = ask(f"/vote {ref(decided)} yes", small)
    assert change is None and shown.toast
    assert not [button for row in shown.buttons for button in row if button.command.startswith("/vote")]


def unreplaced(verdict: Verdict | None) -> Verdict | None:
    return verdict and verdict.model_copy(update={"earlier": ()})


def corrected(small: Edition, *earlier: str) -> tuple[str, Edition]:
    """Return a prediction that failed, and an edition in which it had been ruled otherwise before."""
    forecast = small.by_ref["machine-dough/half-of-shops"]
    because = VerdictText(zh="先前只数了县城。", en="We had counted the county town alone.")
    rulings = tuple(Ruling(outcome=each, on=TODAY - 9 * DAY, because=because) for each in earlier)
    now = VerdictText(zh="全县只有三成。", en="In the whole county it is three in ten.")
    verdict = Verdict(outcome="failed", on=TODAY, because=now, earlier=rulings)
    predictions = tuple(
        each.model_copy(update={"verdict": verdict if each.id == forecast.record.id else unreplaced(each.verdict)})
        for each in forecast.briefing.predictions
    )
    briefing = forecast.briefing.model_copy(update={"predictions": predictions})
    others = tuple(each for each in small.briefings if each.briefing != briefing.briefing)
    return ref(forecast), replace(small, briefings=(briefing, *others))


def news(edition: Edition, language: Language, *names: str, said: str = "") -> str:
    """Return what a check-in tells of these verdicts to a reader who said so much of the first."""
    facts = Known(issue=Issue((), TODAY, verdicts=names), chances={names[0]: said} if said else {})
    shown = answer("/checkin", asking(edition, language, TODAY, known=facts)).answer
    lines = ["".join(span.text for span in block.spans) for block in shown.blocks]
    return "\n".join(lines[1:])


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "Put right: one verdict that was wrong\n"
            "✅ held → ❌ failed · {statement} ·\u00a0You said: 80%\nWhy\nIn the whole county it is three in ten.",
        ),
        (
            "zh",
            "有一条先前判错了，现已改正\n"
            "✅ 应验 → ❌ 落空 · {statement} ·\u00a0你的回答：80%\n为什么这样判\n全县只有三成。",
        ),
    ],
)
def test_a_check_in_tells_what_we_got_wrong_from_what_to_what_and_why(
    small: Edition, language: Language, expected: str
) -> None:
    name, edition = corrected(small, "partly", "held")
    statement = edition.by_ref[name].record.statement.in_(language)
    assert news(edition, language, name, said="80") == expected.format(statement=statement)


def test_what_we_got_wrong_comes_before_what_is_new_and_apart_from_it(small: Edition) -> None:
    name, edition = corrected(small, "held")
    told = news(edition, "en", "quiet-library/no-closures", "machine-dough/handmade-dearer", name)
    wrong, new = told.index("Put right: one verdict"), told.index("One new verdict")
    assert wrong < told.index("✅ held → ❌ failed") < new < told.index("\n✅ held · ")


def test_of_many_verdicts_a_check_in_names_some_and_leads_to_all(shipped: Edition) -> None:
    verdicts = [(ref(each), each.record.verdict) for each in shipped.predictions]
    names = tuple(name for name, verdict in verdicts if verdict and not verdict.earlier)[: MOST_NEWS + 2]
    facts = Known(issue=Issue((), TODAY, verdicts=names))
    shown = answer("/checkin", asking(shipped, "en", TODAY, known=facts)).answer
    doors = [block.command for block in shown.blocks if block.command]
    assert say("en", "checkin-more-verdicts", count=2) in told(shown)
    assert len(doors) == MOST_NEWS + 1 and doors[-1] == "/predictions ruled"


def test_no_two_things_in_a_check_in_have_the_same_number(small: Edition) -> None:
    facts = Known(issue=Issue(("machine-dough/night-shift", "quiet-library/no-closures"), TODAY, verdicts=RULED))
    shown = answer("/checkin", asking(small, "en", TODAY, known=facts, limits=IN_ONE)).answer
    lines = [line for line in plain(render.as_html(shown)).splitlines() if re.match(r"\d+\. ", line)]
    assert [line.partition(".")[0] for line in lines] == ["1", "2", "3", "4"]
    keyboard = render.keyboard(shown)
    assert keyboard
    labels = [key.text.rstrip(".") for row in keyboard.inline_keyboard for key in row if key.text.rstrip(".").isdigit()]
    assert sorted(labels) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("earlier", [(), ("failed",), ("held", "failed")])
def test_a_ruling_that_says_the_same_again_is_no_correction(small: Edition, earlier: tuple[str, ...]) -> None:
    name, edition = corrected(small, *earlier)
    told = news(edition, "en", name)
    assert told.startswith("One new verdict\n❌ failed · ") and "wrong" not in told


def test_nobody_votes_by_following_a_link() -> None:
    assert linked("vote_ten-hypotheses_support-first_yes") == "/start"
    assert harmless("/vote ten-hypotheses/support-first yes") == "/prediction ten-hypotheses/support-first"
    assert [harmless(each) for each in ("/forget yes", "/vote")] == ["/forget", "/vote"]
    assert [harmless(each) for each in ("/predictions", "agents")] == ["/predictions", "agents"]


def test_votes_are_shown_in_place_of_what_they_answer() -> None:
    assert in_place("/vote a/b yes") and in_place("/answer a/b 5") and in_place("/sectors p2")
    assert not in_place("/prediction a/b") and not in_place("/checkin")


@given(st.lists(st.sampled_from(CHANCES), min_size=1))
def test_the_median_is_one_of_the_values_given_with_half_of_them_on_either_side(values: list[str]) -> None:
    middle = median({value: values.count(value) for value in values})
    assert middle is not None and str(middle) in values
    assert sum(int(value) <= middle for value in values) * 2 >= len(values)
    assert sum(int(value) >= middle for value in values) * 2 >= len(values)


def test_of_two_values_in_the_middle_the_median_is_the_lower() -> None:
    assert (median({"20": 1, "80": 1}), median({"80": 3, "5": 2, "20": 1})) == (20, 20)


@given(st.lists(st.sampled_from(RULINGS), min_size=1))
def test_a_reader_who_changes_their_mind_counts_once(values: list[str]) -> None:
    tally: dict[str, int] = {"yes": 2}
    before = None
    for value in values:
        tally, before = moved(tally, before, value), value
    assert sum(tally.values()) == 3
    assert all(count > 0 for count in tally.values())
