"""How readers see a standing: on the page, in lists, by filters, in check-ins; and that no score counts it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.answers import Answer, answer
from bot.answers.asked import LEANS
from bot.answers.checkin import news_of, subject_of
from bot.answers.checkin_news import MOST_NEWS
from bot.answers.editors.due import due
from bot.content.briefing import Language, Leaning, Review, Standing, Text, VerdictText
from bot.content.edition import Edition
from bot.content.reviews import LEANINGS
from bot.people.readers import CHANCES, Issue, Known
from bot.scores import track
from bot.words import LANGUAGES, say
from tests.conftest import TODAY
from tests.support.asking import IN_ONE, asking

DAY = dt.timedelta(days=1)
languages = pytest.mark.parametrize("language", LANGUAGES)
STAYS = "machine-dough/handmade-stays"
CLOSURES = "quiet-library/no-closures"
OPEN = (STAYS, CLOSURES, "machine-dough/night-shift")


def looked(leans: Leaning, on: dt.date = TODAY - 4 * DAY, **more: Any) -> Review:
    because = VerdictText(zh=f"{on} 看过。", en=f"Looked on {on}.")
    ripe = {"ripe": on + 900 * DAY} if leans == "too-early" else {}
    return Review.model_validate(
        {"leans": leans, "on": on, "next": on + 180 * DAY, "because": because, "evidence": ()} | ripe | more
    )


def standing(*reviews: Review) -> Standing:
    *before, now = reviews
    return Standing(**{name: getattr(now, name) for name in Review.model_fields}, earlier=tuple(before))


def standings(small: Edition, **by_id: Standing | None) -> Edition:
    """Return the small edition with these standings by id, `-` for each `_`, and no others."""
    known = {name.replace("_", "-"): each for name, each in by_id.items()}
    briefings = []
    for briefing in small.briefings:
        predictions = [each.model_copy(update={"standing": known.get(each.id)}) for each in briefing.predictions]
        briefings.append(briefing.model_copy(update={"predictions": tuple(predictions)}))
    return replace(small, briefings=tuple(briefings))


def ask(text: str, edition: Edition, language: Language = "en", today: dt.date = TODAY, **facts: Any) -> Answer:
    return answer(text, asking(edition, language, today, known=Known(**facts))).answer


def told(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


def named(shown: Answer) -> set[str]:
    return {block.command.removeprefix("/prediction ") for block in shown.blocks if block.command}


@languages
@pytest.mark.parametrize("leans", LEANINGS)
def test_a_page_says_which_way_it_leans_on_which_day_and_that_nothing_counts_it(
    small: Edition, leans: Leaning, language: Language
) -> None:
    stands = looked(leans)
    shown = ask(f"/prediction {STAYS}", standings(small, handmade_stays=standing(stands)), language)
    leaning = say(language, f"leans-{leans}")
    assert shown.title.startswith(f"⏳{LEANS[leans]} ") and leaning in shown.title
    assert f"{LEANS[leans]} {leaning} · {stands.on}\n{stands.because.in_(language)}" in told(shown)
    assert say(language, "standing-how") in told(shown)
    assert say(language, "standing-next", day=str(stands.next)) in told(shown)
    assert (say(language, "standing-ripe", day=str(stands.ripe)) in told(shown)) is (leans == "too-early")


@languages
def test_a_look_that_nobody_took_is_said_to_be_late(small: Edition, language: Language) -> None:
    stands = looked("held")
    edition = standings(small, handmade_stays=standing(stands))
    for days, late in ((0, False), (1, True), (400, True)):
        text = told(ask(f"/prediction {STAYS}", edition, language, stands.next + days * DAY))
        assert (say(language, "standing-late", day=str(stands.next)) in text) is late
        assert (say(language, "standing-next", day=str(stands.next)) in text) is not late


def test_the_evidence_of_a_standing_is_shown_with_its_date(small: Edition) -> None:
    text = told(ask("/prediction machine-dough/night-shift", small))
    assert "Contradicts it: There are a fifth fewer night bakers." in text and "街角日报 · press · October 2026" in text


@languages
def test_why_an_open_one_has_to_wait_gives_way_to_how_it_stands(small: Edition, language: Language) -> None:
    pending = small.by_ref[CLOSURES].record.pending
    assert pending
    stands = standings(small, no_closures=standing(looked("held")))
    for edition, day, told_why in ((stands, TODAY, False), (small, TODAY, True), (stands, dt.date(2034, 11, 1), True)):
        assert (pending.in_(language) in told(ask(f"/prediction {CLOSURES}", edition, language, day))) is told_why


@languages
def test_how_it_looked_before_stays_to_be_seen(small: Edition, language: Language) -> None:
    first, second = looked("failed", TODAY - 400 * DAY), looked("held")
    text = told(ask(f"/prediction {STAYS}", standings(small, handmade_stays=standing(first, second)), language))
    before, _, after = text.partition(say(language, "reviews-earlier"))
    assert second.because.in_(language) in before and first.because.in_(language) in after


@languages
def test_once_there_is_a_verdict_it_is_how_it_looked_before_and_marks_nothing(
    small: Edition, language: Language
) -> None:
    stands = looked("failed", dt.date(2024, 12, 1))
    edition = standings(small, half_of_shops=standing(stands))
    shown = ask("/prediction machine-dough/half-of-shops", edition, language)
    _, _, after = told(shown).partition(say(language, "reviews-before-verdict"))
    assert stands.because.in_(language) in after and shown.title.startswith("🌓 ")
    listed = told(ask("/predictions", edition, language))
    assert LEANS["failed"] not in listed and "machine-dough/half-of-shops" not in named(
        ask("/predictions leaning", edition)
    )


@languages
@pytest.mark.parametrize("question", ["/predictions all", "/briefing quiet-library predictions"])
def test_lists_mark_how_it_stands_and_say_it_in_words(small: Edition, question: str, language: Language) -> None:
    stands = looked("mixed")
    text = told(ask(question, standings(small, no_closures=standing(stands)), language))
    leans = say(language, "leans-on", leans=say(language, "leans-mixed"), date=str(stands.on))
    assert "⏳🔀 " in text and text.count(leans) == 1


@languages
@pytest.mark.parametrize("leans", LEANINGS)
def test_predictions_are_filtered_by_which_way_they_lean(small: Edition, leans: Leaning, language: Language) -> None:
    others = [each for each in LEANINGS if each != leans]
    edition = standings(
        small,
        handmade_stays=standing(looked(leans)),
        no_closures=standing(looked(others[0])),
        half_of_shops=standing(looked(leans, dt.date(2024, 12, 1))),
    )
    called = {
        f"leaning {leans}",
        f"leaning-{leans}",
        f"Leaning {leans.replace('-', ' ')}",
        say(language, f"leans-{leans}"),
    }
    for words in called:
        shown = ask(f"/predictions {words}", edition, language)
        assert named(shown) == {STAYS}, words
        assert f"{LEANS[leans]} {say(language, f'leans-{leans}')}" in told(shown)
    assert STAYS not in named(ask(f"/predictions leaning {leans} libraries", edition))
    assert named(ask("/predictions leaning", edition)) == {STAYS, CLOSURES}
    commands = [button.command for row in ask("/predictions open", edition).filters for button in row]
    assert f"/predictions leaning-{leans}" in commands


def test_the_latest_looks_come_first_among_all_there_are(small: Edition) -> None:
    edition = standings(
        small, handmade_stays=standing(looked("held", TODAY)), no_closures=standing(looked("held", TODAY - DAY))
    )
    found = [block.command for block in ask("/predictions leaning", edition).blocks if block.command]
    assert found == [f"/prediction {STAYS}", f"/prediction {CLOSURES}"]


@pytest.mark.parametrize("leans", LEANINGS)
def test_no_score_counts_a_standing(small: Edition, leans: Leaning) -> None:
    without, with_some = standings(small), standings(small, handmade_stays=standing(looked(leans)))
    assert track(without.predictions, TODAY) == track(with_some.predictions, TODAY)
    for question in ("/scores", "/scores machine-dough", "/picture scores"):
        one, other = (ask(question, each) for each in (without, with_some))
        assert told(one) == told(other) and one.picture == other.picture


# In check-ins


def turned(small: Edition) -> Edition:
    return standings(
        small,
        handmade_stays=standing(looked("failed", TODAY - 400 * DAY), looked("held")),
        no_closures=standing(looked("held", TODAY - 400 * DAY), looked("held")),
        night_shift=standing(looked("held")),
    )


def test_news_are_each_ruling_and_each_standing(small: Edition) -> None:
    fresh = {subject_of(each) for each in news_of(turned(small)) if each not in news_of(standings(small))}
    assert fresh == set(OPEN)
    assert all(subject_of(each) in small.by_ref for each in news_of(turned(small)))


@languages
def test_a_check_in_tells_of_a_turn_from_what_to_what_and_why(small: Edition, language: Language) -> None:
    edition = turned(small)
    news = Issue((), TODAY, verdicts=(STAYS, "quiet-library/desk-first"))
    text = told(ask("/checkin", edition, language, issue=news, chances={STAYS: "20"}))
    statement: Text = edition.by_ref[STAYS].record.statement
    arrow = f"↘️ {say(language, 'leans-failed')} → ↗️ {say(language, 'leans-held')}"
    said = say(language, "you-said", what="20%")
    why = f"{say(language, 'why-standing')}\n{looked('held').because.in_(language)}"
    expected = f"⏳ {arrow} · {statement.in_(language)} ·\u00a0{said}\n{why}"
    assert f"{say(language, 'checkin-turns', count=1)}\n{expected}" in text
    assert text.index(say(language, "state-failed")) < text.index(arrow), "verdicts come first"


@pytest.mark.parametrize(("chances", "weight"), [({STAYS: "20"}, "minor"), ({}, "core")])
def test_who_answered_hears_of_a_turn_and_of_a_core_claim_everybody(
    small: Edition, chances: dict[str, str], weight: str
) -> None:
    edition = turned(small)
    edition = replace(
        edition,
        briefings=tuple(
            each.model_copy(
                update={"predictions": tuple(one.model_copy(update={"weight": weight}) for one in each.predictions)}
            )
            for each in edition.briefings
        ),
    )
    for said, hears in ((chances, True), ({}, weight == "core")):
        known = Known(chances=said, new_verdicts=(f"{STAYS} leans-held {TODAY - 4 * DAY}",))
        shown = answer("/checkin", asking(edition, "en", TODAY, known=known, limits=IN_ONE)).answer
        assert (say("en", "checkin-turns", count=1) in told(shown)) is hears


def test_of_many_turns_a_check_in_names_some_and_leads_to_all(undecided: Edition) -> None:
    stands = standing(looked("failed", TODAY - 400 * DAY), looked("held"))
    briefings = tuple(
        each.model_copy(
            update={"predictions": tuple(one.model_copy(update={"standing": stands}) for one in each.predictions)}
        )
        for each in undecided.briefings
    )
    edition = replace(undecided, briefings=briefings)
    names = tuple(edition.by_ref)[: MOST_NEWS + 2]
    shown = ask("/checkin", edition, issue=Issue((), TODAY, verdicts=names))
    doors = [block.command for block in shown.blocks if block.command]
    assert say("en", "checkin-more-turns", count=2) in told(shown)
    assert len(doors) == MOST_NEWS + 1 and doors[-1] == "/predictions leaning"


@languages
def test_what_is_up_for_review_is_asked_as_that_and_answered_by_a_chance(small: Edition, language: Language) -> None:
    stands = looked("held")
    edition = standings(small, no_closures=standing(stands))
    for day, kind in (
        (stands.next - DAY, "ask-open"),
        (stands.next, "ask-review"),
        (stands.next + 28 * DAY, "ask-open"),
    ):
        shown = ask("/checkin", edition, language, day, issue=Issue((CLOSURES,), day))
        assert say(language, kind) in told(shown)
        values = [button.command.split()[-1] for row in shown.buttons for button in row if button.about]
        assert tuple(values) == CHANCES


# What waits for editors


@languages
def test_editors_are_told_what_is_due_for_another_look_the_longest_first(small: Edition, language: Language) -> None:
    edition = standings(
        small, handmade_stays=standing(looked("held")), no_closures=standing(looked("mixed", TODAY - 40 * DAY))
    )
    day = edition.by_ref[STAYS].record.standing
    assert day
    quiet = due(asking(edition, language, TODAY + 139 * DAY, editor=True))
    shown = due(asking(edition, language, day.next + 2 * DAY, editor=True))
    found = [block.command for block in shown.blocks if block.command.startswith("/standing")]
    assert say(language, "due-reviews") in told(shown) and say(language, "due-reviews") not in told(quiet)
    assert found == [f"/standing {CLOSURES}", f"/standing {STAYS}"]
    assert say(language, "due-days", count=38) in told(shown) and say(language, "due-days", count=2) in told(shown)


def test_what_waits_for_a_verdict_waits_for_no_look(small: Edition) -> None:
    edition = standings(small, night_shift=standing(looked("held")))
    shown = due(asking(edition, "en", dt.date(2027, 12, 1), editor=True))
    commands = [block.command for block in shown.blocks]
    assert "/resolve machine-dough/night-shift" in commands and "/standing machine-dough/night-shift" not in commands


@languages
def test_the_check_in_of_an_editor_says_how_many_looks_are_due(small: Edition, language: Language) -> None:
    edition = standings(small, no_closures=standing(looked("held")))
    day = TODAY + 200 * DAY
    asked = asking(edition, language, day, known=Known(issue=Issue((CLOSURES,), day)), editor=True)
    line = say(language, "due-reviews-line", count=1, longest=edition.by_ref[CLOSURES].record.statement.in_(language))
    assert line in told(answer("/checkin", asked).answer)
    assert line not in told(ask("/checkin", edition, language, day, issue=Issue((CLOSURES,), day)))
