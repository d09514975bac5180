"""Appeals as answers: what follows the prompt, what others see of one that waits, and of what an editor answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.answers import Answer, Reply, answer, harmless
from bot.answers.appeals_heard import correction, counts_now
from bot.answers.checkin import issue
from bot.answers.checkin_cache import first_page
from bot.answers.follow_ups import completed
from bot.content.briefing import Language, Verdict
from bot.content.edition import Edition
from bot.people.appeals import LONGEST_APPEAL, MOST_OPEN, SHORTEST_APPEAL, Answered, Appeal, Decision, Heard, Waiting
from bot.people.changes import MakeAppeal, Second, TakeBack
from bot.people.readers import Known, Subscription
from bot.people.schedule import Weekly
from bot.words import LANGUAGES, WRITTEN, say
from tests.conftest import NOW, TODAY
from tests.support.asking import IN_ONE, asking

DAY = dt.timedelta(days=1)
DESK, DEARER, CLOSURES = "quiet-library/desk-first", "machine-dough/handmade-dearer", "quiet-library/no-closures"
WORDS = "The nights were left out: https://example.org/nights"
languages = pytest.mark.parametrize("language", LANGUAGES)


def reply(text: str, edition: Edition, language: Language = "en", known: Known | None = None, **more: Any) -> Reply:
    return answer(text, asking(edition, language, TODAY, known=known, **more))


def told(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


def commands(shown: Answer) -> list[str]:
    return [button.command for row in shown.buttons for button in row]


def appeal(name: str = DESK, decision: Decision | None = None, number: int = 1, words: str = WORDS) -> Appeal:
    said = Answered(decision, TODAY + DAY, "编者的话。", "What the editors say.") if decision else None
    return Appeal(number, name, "failed 2025-10-01", words, TODAY, 2 if said else 0, said)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("The nights were left out.", "en"),
        ("Is 2023 not the year before?", "en"),
        ("夜班没有算进去吧？", "zh"),
        ("判定漏算了夜班的接线量，见 https://example.org/2025/night-shift?a=1 。", "zh"),
        ("This verdict is wrong: two of the three forecasts of 2025 held, and the evidence says so", "en"),
        ("这条预测的判定不对，证据是 2023 年的，作者说的是客服", "zh"),
        ("Who was right is not what this asks; customer service did change in 2024", "en"),
        ("你们的判定标准太松，部分应验应该是落空", "zh"),
    ],
)
def test_the_words_after_the_prompt_are_the_appeal_also_where_they_ask_back(
    shipped: Edition, words: str, language: Language
) -> None:
    asks = "/appeal how-long-hot/no-2022-boom"
    assert completed(asks, words, shipped, language) == f"{asks} {words}"


@pytest.mark.parametrize("words", ["who was right?", "谁说得最准？", "/help", "help", "帮助"])
def test_what_is_a_question_or_a_command_is_no_appeal(shipped: Edition, words: str) -> None:
    assert completed("/appeal how-long-hot/no-2022-boom", words, shipped, "zh") == words


@languages
@pytest.mark.parametrize("length", [SHORTEST_APPEAL - 1, SHORTEST_APPEAL, LONGEST_APPEAL, LONGEST_APPEAL + 1, 5_000])
def test_an_appeal_has_as_many_characters_as_may_be(small: Edition, language: Language, length: int) -> None:
    change = reply(f"/appeal {DESK} {'字' * length}", small, language).change
    assert (change is not None) == (SHORTEST_APPEAL <= length <= LONGEST_APPEAL)


def test_what_no_channel_can_show_never_gets_into_an_appeal(small: Edition) -> None:
    change = reply(f"/appeal {DESK} The\x00 nights\u202e were\x1b[31m left\n\nout\u200b again", small).change
    assert isinstance(change, MakeAppeal) and change.words.isprintable()
    assert change == MakeAppeal(DESK, "failed 2025-10-01", "The nights were [31m left out again")


@languages
def test_the_prompt_names_what_it_is_against_and_waits_for_words(small: Edition, language: Language) -> None:
    shown = reply(f"/appeal {DESK}", small, language)
    assert shown.change is None and shown.answer.asks == f"/appeal {DESK}"
    assert f"❌ {say(language, 'state-failed')} · 2025-10-01" in told(shown.answer)


@languages
def test_of_one_that_waits_others_see_its_day_and_how_many_say_so_and_no_word(
    small: Edition, language: Language
) -> None:
    for seconds in (0, 1, 7):
        known = Known(heard={DESK: Heard(TODAY, seconds)})
        shown = reply(f"/prediction {DESK}", small, language, known).answer
        assert say(language, "appeal-pending", day=str(TODAY), count=seconds) in told(shown)
        assert f"/second {DESK}" in commands(shown) and f"/appeal {DESK}" in commands(shown)
    said = reply(f"/prediction {DESK}", small, language, replace(known, seconded=frozenset([DESK]))).answer
    assert f"/second {DESK} off" in commands(said)


@languages
def test_who_objects_reads_their_words_and_has_nothing_to_second(small: Edition, language: Language) -> None:
    known = Known(heard={DESK: Heard(TODAY, 3)}, appeals=(appeal(),))
    shown = reply(f"/prediction {DESK}", small, language, known).answer
    assert WORDS in told(shown) and say(language, "appeal-seconds", count=3) in told(shown)
    assert f"/second {DESK}" not in commands(shown)
    assert say(language, "second-own") in told(reply(f"/second {DESK}", small, language, known).answer)
    again = reply(f"/appeal {DESK} And one thing more", small, language, known)
    assert again.change is None and say(language, "appeal-once") in told(again.answer)
    assert reply(f"/appeal {DESK} off", small, language, known).change == TakeBack(DESK)


@languages
def test_saying_so_too_is_one_tap_and_another_takes_it_back(small: Edition, language: Language) -> None:
    known = Known(heard={DESK: Heard(TODAY)})
    first = reply(f"/second {DESK}", small, language, known)
    assert first.change == Second(DESK) and commands(first.answer) == [f"/second {DESK} off"]
    assert reply(f"/second {DESK} off", small, language, known).change == Second(DESK, off=True)
    assert reply(f"/second {DESK}", small, language).change is None, "where nobody objects"


def test_nothing_is_objected_to_where_nothing_was_said_nor_in_the_name_of_a_group(small: Edition) -> None:
    done = "quiet-library/catalogues-done"
    assert reply(f"/appeal {done} It is not so at all", small).change is None
    assert f"/appeal {done}" not in commands(reply(f"/prediction {done}", small).answer)
    assert reply(f"/appeal {DESK} It is not so at all", small, anonymous=True).change is None
    shared = reply(f"/appeal {DESK} It is not so at all", small, shared=True)
    assert shared.change is None and "It is not" not in told(shared.answer)
    own = Known(heard={DESK: Heard(TODAY)}, appeals=(appeal(),), seconded=frozenset([DEARER]))
    shown = reply(f"/prediction {DESK}", small, known=own, shared=True).answer
    assert WORDS not in told(shown) and not [each for each in commands(shown) if "appeal" in each or "second" in each]


def test_a_link_to_an_appeal_or_to_say_so_too_shows_the_forecast_and_changes_nothing(small: Edition) -> None:
    for text in (f"/appeal {DESK} It is not so at all", f"/second {DESK}", f"/second {DESK} off"):
        assert harmless(text) == f"/prediction {DESK}"
        read = answer(text, asking(small, "en", TODAY, known=Known(heard={DESK: Heard(TODAY)})), on_purpose=False)
        assert read.change is None


def test_as_many_wait_as_may_whatever_was_answered_before(small: Edition) -> None:
    answered = tuple(appeal(decision="declined", number=number) for number in range(9))
    some = (*answered, *(appeal(f"x/{number}", number=10 + number) for number in range(MOST_OPEN - 1)))
    assert reply(f"/appeal {DESK} {WORDS}", small, known=Known(appeals=some)).change
    full = Known(appeals=(*some, appeal("x/9", number=99)))
    shown = reply(f"/appeal {DESK} {WORDS}", small, known=full)
    assert shown.change is None and say("en", "appeal-most", most=MOST_OPEN) in told(shown.answer)


# What stands once it is answered


def corrected(edition: Edition, name: str) -> Edition:
    """Return an edition in which a verdict was replaced by another."""
    briefings = []
    for briefing in edition.briefings:
        records = [
            each.model_copy(update={"verdict": _other(each.verdict)})
            if f"{briefing.briefing}/{each.id}" == name and each.verdict
            else each
            for each in briefing.predictions
        ]
        briefings.append(briefing.model_copy(update={"predictions": tuple(records)}))
    return replace(edition, briefings=tuple(briefings))


def _other(verdict: Verdict) -> Verdict:
    return verdict.model_copy(update={"outcome": "held", "on": TODAY + DAY, "earlier": (verdict,)})


@languages
@pytest.mark.parametrize("decision", ["upheld", "declined"])
def test_what_was_answered_stands_with_the_forecast_for_everybody(
    small: Edition, language: Language, decision: Decision
) -> None:
    known = Known(heard={DESK: Heard(None, 0, (appeal(decision=decision),))})
    edition = corrected(small, DESK) if decision == "upheld" else small
    whole = told(reply(f"/prediction {DESK}", edition, language, known, shared=True).answer)
    whole += told(reply(f"/prediction {DESK} p2", edition, language, known, shared=True).answer)
    assert say(language, f"appeal-{decision}", day=str(TODAY + DAY)) in whole and WORDS in whole
    assert say(language, "appeal-seconds", count=2) in whole
    before, after = (
        f"❌ {say(language, 'state-failed')} · 2025-10-01",
        f"✅ {say(language, 'state-held')} · {TODAY + DAY}",
    )
    assert (say(language, "appeal-corrected", before=before, after=after) in whole) == (decision == "upheld")


@languages
def test_words_taken_back_are_said_to_be_and_the_answer_stays(small: Edition, language: Language) -> None:
    known = Known(heard={DESK: Heard(None, 0, (appeal(decision="declined", words=""),))})
    whole = told(reply(f"/prediction {DESK}", small, language, known).answer)
    against = f"❌ {say(language, 'state-failed')} · 2025-10-01"
    assert say(language, "appeal-taken", day=str(TODAY), against=against) in whole


@languages
def test_what_was_upheld_and_not_put_right_says_so_and_waits_for_editors(small: Edition, language: Language) -> None:
    known = Known(heard={DESK: Heard(None, 0, (appeal(decision="upheld"),))})
    for edition, waits in ((small, True), (corrected(small, DESK), False)):
        whole = "".join(
            told(reply(f"/prediction {DESK}{page}", edition, language, known).answer) for page in ("", " p2")
        )
        assert (say(language, "appeal-uncorrected") in whole) == waits
        due = told(reply("/due", edition, language, known, editor=True).answer)
        assert (say(language, "due-uncorrected") in due) == waits


@languages
def test_what_waits_is_said_before_the_verdict_it_is_against(small: Edition, language: Language) -> None:
    shown = told(reply(f"/prediction {DESK}", small, language, Known(heard={DESK: Heard(TODAY, 1)})).answer)
    pending = say(language, "appeal-pending", day=str(TODAY), count=1)
    assert 0 < shown.index(pending) < shown.index(f"❌ {say(language, 'state-failed')} · 2025-10-01")


@languages
def test_who_objects_is_told_where_the_answer_comes_to(small: Edition, language: Language) -> None:
    for known, words in ((Known(), "appeal-made-unsubscribed"), (hears((), ()), "appeal-made")):
        made = reply(f"/appeal {DESK} {WORDS}", small, language, known).answer
        assert say(language, words) in told(made)
        assert ("/subscribe" in commands(made)) == (words == "appeal-made-unsubscribed")


@languages
def test_who_seconds_what_nobody_objects_to_is_led_to_objecting(small: Edition, language: Language) -> None:
    shown = reply(f"/second {DESK}", small, language).answer
    assert say(language, "second-nothing") in told(shown) and commands(shown) == [f"/appeal {DESK}"]


def test_a_correction_is_what_came_after_what_the_appeal_was_against(small: Edition) -> None:
    record = small.by_ref[DESK].record
    assert counts_now(record) == "failed 2025-10-01" and correction(record, appeal(decision="upheld")) == ""
    after = corrected(small, DESK).by_ref[DESK].record
    assert correction(after, appeal(decision="upheld")) == f"held {TODAY + DAY}"
    assert correction(after, appeal()._replace(against="held 1999-01-01")) == "", "of which nobody knows any more"
    standing = small.by_ref[CLOSURES].record.standing
    assert counts_now(small.by_ref[CLOSURES].record) == (f"leans-{standing.leans} {standing.on}" if standing else "")


@languages
def test_scores_say_which_share_was_upheld_and_nothing_before_any_was_answered(
    small: Edition, language: Language
) -> None:
    def shares(known: Known) -> str:
        pages = [reply("/scores", small, language, known).answer]
        pages += [reply(f"/scores p{page}", small, language, known).answer for page in range(2, pages[0].pages + 1)]
        return "\n".join(map(told, pages))

    heard = {DESK: Heard(None, 0, (appeal(decision="upheld"), appeal(decision="declined"))), DEARER: Heard(TODAY, 4)}
    assert say(language, "appeals-share", count=2, upheld=1, share="50") in shares(Known(heard=heard))
    none = say(language, "appeals-share", count=0, upheld=0, share="0").split("0")[0]
    assert none not in shares(Known(heard={DEARER: Heard(TODAY, 4)}))


# Who hears of the answer


def hears(appeals: Sequence[Appeal], new: tuple[int, ...]) -> Known:
    weekly = Subscription(Weekly(6, 570, "Etc/UTC"), NOW + 3 * DAY, NOW - 90 * DAY)
    return Known(subscription=weekly, appeals=tuple(appeals), new_answers=new)


@languages
@pytest.mark.parametrize("decision", ["upheld", "declined", "closed"])
def test_the_next_check_in_tells_who_objected_what_was_answered(
    small: Edition, language: Language, decision: Decision
) -> None:
    known = hears([appeal(decision=decision), appeal(DEARER, "declined", 2)], (1,))
    asked = asking(small, language, TODAY, known=known, limits=IN_ONE)
    due = issue(asked)
    assert f"{DESK} appeal-1" in due.verdicts and f"{DEARER} appeal-2" not in due.verdicts
    shown = told(first_page(asked, due))
    assert say(language, "checkin-appeals", count=1) in shown and WORDS in shown
    cards = asking(small, language, TODAY, known=replace(known, issue=due))
    door = say(language, "button-card-answered", count=1)
    assert door in [button.label for row in first_page(cards, due).buttons for button in row]
    news = answer("/checkin news", cards).answer
    assert say(language, "checkin-appeals", count=1) in told(news)


def test_one_readers_answer_is_in_no_other_readers_check_in(small: Edition) -> None:
    own = asking(small, "en", TODAY, known=hears([appeal(decision="declined")], (1,)), limits=IN_ONE)
    other = asking(
        small, "en", TODAY, known=hears([appeal(decision="declined", words="Mine alone, I say")], (1,)), limits=IN_ONE
    )
    assert WORDS in told(first_page(own, issue(own))) and WORDS not in told(first_page(other, issue(other)))


# Editors


def waiting(*appeals: Appeal, total: int = 0) -> Known:
    return Known(waiting=Waiting(appeals, total or len(appeals), sum(each.newcomer for each in appeals), 999))


@languages
def test_due_begins_with_the_weightiest_appeals_and_leads_to_all(small: Edition, language: Language) -> None:
    known = waiting(*(appeal(words=f"Words number {number}", number=number) for number in range(5)), total=10_000)
    shown = reply("/due", small, language, known, editor=True).answer
    assert told(shown).startswith(say(language, "due-appeals", count=10_000))
    doors = [block.command for block in shown.blocks if block.command]
    assert doors[:4] == ["/appeals 0", "/appeals 1", "/appeals 2", "/appeals"] and "Words number 3" not in told(shown)
    assert say(language, "due-appeals", count=0) not in told(reply("/due", small, language, editor=True).answer)


def test_readers_see_no_appeal_by_the_commands_of_editors(small: Edition) -> None:
    known = waiting(appeal())
    for command in ("/appeals", "/appeals 1", "/uphold 1", "/decline 1", "/close 1", "/due"):
        shown = reply(command, small, known=known)
        assert WORDS not in told(shown.answer) and shown.change is None


@pytest.mark.parametrize("command", ["/uphold", "/decline", "/close"])
@pytest.mark.parametrize("words", ["", "2", "x", "new x", "nothing/here 3", "1 2", f"{DESK} -1", "new 99999999999"])
def test_what_waits_no_more_begins_no_answer(small: Edition, command: str, words: str) -> None:
    shown = reply(f"{command} {words}", small, known=waiting(appeal()), editor=True)
    assert shown.change is None and shown.answer.title == say("en", "appeals-title", count=1)


@pytest.mark.parametrize("language", WRITTEN)
def test_a_words_own_length_is_held_in_both_languages(small: Edition, language: Language) -> None:
    begun = reply("/uphold 1", small, language, waiting(appeal()), editor=True)
    form = getattr(begun.change, "form", None)
    assert form and form.about == "appeal upheld one 1 1"
    known = replace(waiting(appeal()), form=form)
    far = reply("长" * 601, small, language, known, editor=True)
    assert far.change is None and say(language, "note-length", most=600) in told(far.answer)
