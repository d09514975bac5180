"""Proposed verdicts: none of them counts before its day, each does from then on, and files of before read on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answer, Reply, answer
from bot.answers.checkin import issue, news_of, news_to_come, verdict_key
from bot.answers.checkin_news import was_ruled
from bot.content.assembling import build_edition
from bot.content.briefing import Language, Ruling, Verdict, VerdictText
from bot.content.edition import Edition, InvalidEdition, state
from bot.content.export import edition_json
from bot.content.goalposts import goalposts
from bot.content.proposals import OBJECTIONS, as_of, ripe_days
from bot.pages import Publication, addresses
from bot.people.readers import Guess, Known
from bot.scores import closings, made, track
from bot.words import LANGUAGES, say
from tests.conftest import NOW, TODAY
from tests.support.asking import asking

DAY = dt.timedelta(days=1)
DESK, DONE = "quiet-library/desk-first", "quiet-library/catalogues-done"
CODES = {"proposed-not-after", "proposed-late"}
"""Problems provoked here."""
languages = pytest.mark.parametrize("language", LANGUAGES)


def ruled(edition: Edition, name: str, *rulings: Ruling) -> Edition:
    """Return an edition in which these rulings were given on a forecast, the last of them counting or proposed."""
    *before, last = rulings
    verdict = Verdict(**{each: getattr(last, each) for each in Ruling.model_fields}, earlier=tuple(before))
    briefings = [
        briefing.model_copy(
            update={
                "predictions": tuple(
                    each.model_copy(update={"verdict": verdict}) if f"{briefing.briefing}/{each.id}" == name else each
                    for each in briefing.predictions
                )
            }
        )
        for briefing in edition.briefings
    ]
    return replace(edition, briefings=tuple(briefings))


def ruling(on: dt.date, proposed: dt.date | None = None, outcome: Any = "held") -> Ruling:
    return Ruling(outcome=outcome, on=on, proposed=proposed, because=VerdictText(zh="数过了。", en="It was counted."))


def test_a_briefing_with_a_proposed_verdict_is_the_very_same_in_the_next_edition(small: Edition) -> None:
    proposed = ruled(small, DESK, ruling(TODAY, TODAY + DAY))
    edited = replace(proposed, briefings=(*proposed.briefings[:1], proposed.briefings[1].model_copy()))
    one, other = as_of(proposed, TODAY), as_of(edited, TODAY)
    assert one.briefings[0] is other.briefings[0] and DESK in one.proposed
    assert one.briefings[1] is not other.briefings[1]


def told(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


def reply(text: str, edition: Edition, language: Language, today: dt.date, **more: Any) -> Reply:
    return answer(text, asking(as_of(edition, today), language, today, **more))


def test_what_is_proposed_is_none_until_its_day_and_counts_from_then_on(small: Edition) -> None:
    edition = ruled(small, DONE, ruling(TODAY, TODAY + OBJECTIONS))
    for days in (0, 6, 7, 400):
        seen = as_of(edition, TODAY + days * DAY)
        record, counts = seen.by_ref[DONE].record, days >= OBJECTIONS.days
        assert (record.verdict is not None) == counts and (DONE in seen.proposed) != counts
        assert state(record, TODAY + days * DAY) == ("held" if counts else "proposed")
        assert (DONE in closings(seen)) == counts
        decided = track(made(seen.predictions), TODAY + days * DAY).decided
        assert decided == track(made(small.predictions), TODAY + days * DAY).decided + counts
    assert as_of(edition, TODAY + OBJECTIONS) is edition, "nothing is proposed any more"


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 12)), min_size=1, max_size=5),
    st.integers(-3, 60),
)
def test_what_counts_on_a_day_is_the_last_that_was_final_when_the_next_was_ruled(
    steps: list[tuple[int, int]], today: int
) -> None:
    small, rulings, on = small_edition(), list[Ruling](), 0
    for wait, proposed in steps:
        on += wait
        rulings.append(ruling(TODAY + on * DAY, TODAY + (on + proposed) * DAY if proposed else None))
    day = TODAY + today * DAY
    final = [
        each
        for number, each in enumerate(rulings)
        if each.proposed is None or each.proposed <= (day if number == len(rulings) - 1 else rulings[number + 1].on)
    ]
    found = as_of(ruled(small, DONE, *rulings), day).by_ref[DONE].record.verdict
    pending = rulings[-1].proposed is not None and day < rulings[-1].proposed
    expected = (final[-1] if final else None) if pending else rulings[-1]
    assert (found.on if found else None) == (expected.on if expected else None)


def small_edition() -> Edition:
    from tests.conftest import ROOT

    folder = ROOT / "tests" / "small"
    return build_edition({each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*.yaml")})


@languages
def test_it_is_shown_as_proposed_with_its_day_and_nobody_answers_it(small: Edition, language: Language) -> None:
    edition = ruled(small, DONE, ruling(TODAY, TODAY + OBJECTIONS))
    shown = reply(f"/prediction {DONE}", edition, language, TODAY).answer
    what = f"✅ {say(language, 'state-held')}"
    assert say(language, "verdict-proposed", what=what, day=str(TODAY + OBJECTIONS)) in told(shown)
    assert say(language, "row-proposed", state=say(language, "state-held")) in shown.title
    commands = [button.command for row in shown.buttons for button in row]
    assert not [each for each in commands if each.startswith("/vote")] and f"/appeal {DONE}" in commands
    assert reply(f"/vote {DONE} yes", edition, language, TODAY).change is None
    after = reply(f"/prediction {DONE}", edition, language, TODAY + OBJECTIONS).answer
    assert say(language, "state-held") in after.title and "📝" not in told(after)


def test_who_answered_hears_of_it_only_when_it_counts_and_once(small: Edition) -> None:
    edition = ruled(small, DONE, ruling(TODAY, TODAY + OBJECTIONS))
    key = verdict_key(DONE, edition.by_ref[DONE].record)
    assert news_to_come(edition, TODAY) == {key: dt.datetime.combine(TODAY + OBJECTIONS, dt.time(), dt.UTC)}
    assert key not in news_of(as_of(edition, TODAY)) and key in news_of(as_of(edition, TODAY + OBJECTIONS))
    known = Known(chances={DONE: "80"}, new_verdicts=(key,), history=[Guess(1, DONE, 80, NOW - 9 * DAY)])
    for days, heard in ((0, False), (6, False), (7, True)):
        day = TODAY + days * DAY
        told_of = issue(asking(as_of(edition, day), "en", day, known=known)).verdicts
        assert (DONE in told_of) == heard


def test_it_is_not_asked_about_and_waits_for_nobody(small: Edition) -> None:
    edition = ruled(small, DONE, ruling(TODAY, TODAY + OBJECTIONS))
    assert DONE in issue(asking(small, "en", TODAY)).questions
    assert DONE not in issue(asking(as_of(edition, TODAY), "en", TODAY)).questions
    due = reply("/due", edition, "en", TODAY, editor=True).answer
    assert say("en", "due-proposed") in told(due)
    assert f"/resolve {DONE}" not in [block.command for block in due.blocks]


def test_what_was_final_goes_on_counting_while_another_is_proposed(small: Edition) -> None:
    first, second = ruling(TODAY - 30 * DAY, outcome="failed"), ruling(TODAY, TODAY + OBJECTIONS)
    edition = ruled(small, DONE, first, second)
    assert state(as_of(edition, TODAY).by_ref[DONE].record, TODAY) == "failed"
    assert state(as_of(edition, TODAY + OBJECTIONS).by_ref[DONE].record, TODAY + OBJECTIONS) == "held"
    shown = told(reply(f"/prediction {DONE}", edition, "en", TODAY).answer)
    assert "📝" in shown and f"❌ {say('en', 'state-failed')}" in shown


def test_a_day_that_is_not_soon_after_the_ruling_is_refused_and_none_is_final(files: dict[str, bytes]) -> None:
    file = "briefings/machine-dough.yaml"
    assert ripe_days(build_edition(files), TODAY) == {}
    days = {"2025-02-08": "", "2025-03-04": "", "2025-02-01": "proposed-not-after", "2024-01-01": "proposed-not-after"}
    for day, code in {**days, "2025-03-05": "proposed-late", "2099-01-01": "proposed-late"}.items():
        text = files[file].replace(
            b"      on: 2025-02-01\n", b"      on: 2025-02-01\n      proposed: %s\n" % day.encode(), 1
        )
        assert text != files[file]
        try:
            build_edition(files | {file: text})
        except InvalidEdition as invalid:
            assert {each.code for each in invalid.problems} == {code}
        else:
            assert not code


def test_goalposts_of_editions_of_before_are_what_they_were(files: dict[str, bytes]) -> None:
    file = "briefings/machine-dough.yaml"
    before = goalposts(file, files[file])
    named = files[file].replace(b"      on: 2025-02-01\n", b"      on: 2025-02-01\n      proposed: 2025-02-08\n", 1)
    moved = {name for name, post in goalposts(file, named).items() if before[name] != post}
    assert moved == {"verdict of machine-dough/half-of-shops"}, "the day is sealed with the verdict"


def test_programs_read_the_state_of_the_day_and_the_day_it_counts_from(small: Edition) -> None:
    edition = ruled(small, DONE, ruling(TODAY, TODAY + OBJECTIONS))
    for day, expected in ((TODAY, "proposed"), (TODAY + OBJECTIONS, "held")):
        shown = edition_json(edition, day)
        [found] = [
            each for one in shown["briefings"] for each in one.get("predictions", ()) if each["id"] == "catalogues-done"
        ]
        assert found["state"] == expected and found["verdict"]["proposed"] == str(TODAY + OBJECTIONS)


def superseded(small: Edition) -> Edition:
    """Return an edition in which a proposed verdict was replaced before its day by another one."""
    return ruled(
        small,
        DONE,
        ruling(TODAY, TODAY + OBJECTIONS, "held"),
        ruling(TODAY + 3 * DAY, TODAY + 3 * DAY + OBJECTIONS, "failed"),
    )


@languages
def test_one_that_was_replaced_before_its_day_stays_in_sight_and_was_never_a_ruling_of_ours(
    small: Edition, language: Language
) -> None:
    edition = superseded(small)
    for day in (TODAY + 3 * DAY, TODAY + 30 * DAY):
        seen = as_of(edition, day)
        shown = told(reply(f"/prediction {DONE}", edition, language, day).answer)
        never = say(language, "never-counted")
        assert f"✅ {say(language, 'state-held')} · {TODAY} · {never}" in shown
        assert say(language, "rulings-earlier") in shown and say(language, "rulings-replaced") not in shown
        assert was_ruled(seen.by_ref[DONE]) is None, "nobody was told that it had been ruled otherwise"
        place = addresses.place(seen, f"predictions/{DONE}")
        assert place
        page = Publication(seen, day).page(language, place, {})
        assert [each.on for each in page.shown.before] == [str(TODAY)] and not page.shown.wrong
        assert never in page.shown.before[0].given


def test_entries_of_a_feed_and_of_a_calendar_only_grow_while_verdicts_are_proposed_and_replaced(small: Edition) -> None:
    edition, seen, numbers, dates = superseded(small), set[str](), list[int](), dict[str, dt.date]()
    first = ruled(small, DONE, ruling(TODAY, TODAY + OBJECTIONS, "held"))
    for day in range(12):
        live = as_of(first if day < 3 else edition, TODAY + day * DAY)
        publication = Publication(live, TODAY + day * DAY)
        found = publication.feed("en", "verdicts")
        assert found
        entries = {each.name: each.updated for each in found.entries if DONE in each.name}
        assert seen <= entries.keys() and all(dates.get(name, on) == on for name, on in entries.items())
        assert all(on <= TODAY + day * DAY for on in entries.values()), "nothing is dated ahead"
        seen, dates = {*entries}, entries
        [due] = [each for each in publication.due("en") if each.name == DONE]
        numbers.append(due.corrections)
    assert numbers == sorted(numbers) and len({*numbers}) == 3
    assert seen == {f"proposed:{DONE}:{TODAY}", f"proposed:{DONE}:{TODAY + 3 * DAY}", f"verdict:{DONE}"}
    assert dates[f"verdict:{DONE}"] == TODAY + 3 * DAY + OBJECTIONS
