"""The weekly check-in by words and by buttons: what is understood, what it changes, and where each button leads."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.answers import Answer, Reply, answer
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.changes import Subscribe, Unsubscribe
from bot.people.readers import Known, PausedBy, Subscription
from bot.people.schedule import SHORTEST_GAP, Weekly, next_slot
from bot.understanding.day_and_time import read_day_and_time
from bot.words import LANGUAGES, say
from tests.conftest import NOW, TODAY
from tests.support.asking import asking

DAY = dt.timedelta(days=1)
USUAL = Weekly(6, 9 * 60 + 30, "Asia/Shanghai")
OTHER = Weekly(2, 7 * 60, "America/New_York")
CONCERNING_ALL = (
    *("/subscribe", "/subscribe sun 9", "/settings", "/settings day 3", "/pause", "/resume", "/unsubscribe"),
    *("/language", "/language en"),
)


def subscribed(weekly: Weekly = OTHER, **facts: Any) -> Subscription:
    return replace(Subscription(weekly, next_slot(weekly, NOW), NOW - 90 * DAY), **facts)


def ask(
    text: str,
    edition: Edition,
    before: Subscription | None = None,
    language: Language = "en",
    *,
    decides: bool = True,
    topic: int | None = None,
    shared: bool = False,
) -> Reply:
    context = {"decides": decides, "topic": topic, "shared": shared}
    return answer(text, asking(edition, language, TODAY, known=Known(subscription=before), now=NOW, **context))


def after(reply: Reply) -> Subscription:
    assert isinstance(reply.change, Subscribe), told(reply.answer)
    return reply.change.subscription


def told(shown: Answer) -> str:
    return "\n".join(span.text for block in shown.blocks for span in block.spans)


def commands(shown: Answer) -> list[str]:
    doors = [block.command for block in shown.blocks if block.command]
    return [button.command for row in shown.buttons for button in row] + doors


# In words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", USUAL),
        ("sun 09:30 Asia/Shanghai", USUAL),
        ("Asia/Shanghai 09:30 sun", USUAL),
        ("周日 晚上8点 上海", Weekly(6, 20 * 60, "Asia/Shanghai")),
        ("上海 晚上8点 周日", Weekly(6, 20 * 60, "Asia/Shanghai")),
        ("每周日晚上八点上海", Weekly(6, 20 * 60, "Asia/Shanghai")),
        ("friday 9am london", Weekly(4, 9 * 60, "Europe/London")),
        ("London, Fridays at 9 a.m.", Weekly(4, 9 * 60, "Europe/London")),
        ("every friday 9 pm paris", Weekly(4, 21 * 60, "Europe/Paris")),
        ("new york 8pm tuesday", Weekly(1, 20 * 60, "America/New_York")),
        ("21点半", replace(USUAL, minute=21 * 60 + 30)),
        ("9點一刻", replace(USUAL, minute=9 * 60 + 15)),
        ("9", replace(USUAL, minute=9 * 60)),
        ("thurs", replace(USUAL, weekday=3)),
        ("礼拜三", replace(USUAL, weekday=2)),
        ("伦敦", replace(USUAL, zone="Europe/London")),
        ("wed 7 hong kong", Weekly(2, 7 * 60, "Asia/Hong_Kong")),
        ("UTC+8 7:15 sat", Weekly(5, 7 * 60 + 15, "Etc/GMT-8")),
        ("mon 20：05 utc +5:30", Weekly(0, 20 * 60 + 5, "Asia/Kolkata")),
        ("东八区 周天 凌晨12点", Weekly(6, 0, "Etc/GMT-8")),
        ("12am", replace(USUAL, minute=0)),
        ("12pm", replace(USUAL, minute=12 * 60)),
        ("中午12点", replace(USUAL, minute=12 * 60)),
        ("SUN ９：３０", USUAL),
    ],
)
def test_day_hour_and_zone_are_understood_in_any_order(
    edition: Edition, words: str, expected: Weekly, language: Language
) -> None:
    reply = ask(f"/subscribe {words}", edition, language=language)
    assert after(reply).weekly == expected
    assert after(reply).next_at == next_slot(expected, NOW)
    assert say(language, "subscribed") in told(reply.answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["/subscribe", "/settings time", "/settings day"])
@pytest.mark.parametrize(
    "words",
    [
        "klingon",
        "sun klingon",
        "fri 25:00",
        "fri 25:00 london",
        "09:60",
        "125",
        "mon tue",
        "9:00 10:00",
        "晚上12点",
        "13am",
        "星期八",
        "UTC+99 9am",
        "<b>",
        "sun &lt; 9",
    ],
)
def test_words_nobody_understands_get_a_kind_answer_and_change_nothing(
    edition: Edition, words: str, command: str, language: Language
) -> None:
    reply = ask(f"{command} {words}", edition, subscribed(), language)
    assert reply.change is None
    kind = say(language, "no-such-zone", called="…").partition("…")
    assert told(reply.answer).startswith(kind[0]) and told(reply.answer).endswith(kind[2])
    assert commands(reply.answer) == ["/settings zone", "/settings"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("before", [None, subscribed()], ids=["new", "subscribed"])
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("fri 20:15 germany", ["fri 20:15 Europe/Berlin", "fri 20:15 Europe/Busingen"]),
        ("fri londn", ["fri Europe/London"]),
        ("中国 9点", ["09:00 Asia/Shanghai", "09:00 Asia/Urumqi"]),
        ("est", ["America/New_York", "America/Panama"]),
    ],
)
def test_a_place_that_may_be_several_or_is_misspelt_is_asked_for_and_the_rest_is_kept(
    edition: Edition, words: str, offered: list[str], before: Subscription | None, language: Language
) -> None:
    reply = ask(f"/subscribe {words}", edition, before, language)
    assert reply.change is None and told(reply.answer) == say(language, "choose-which-zone")
    assert commands(reply.answer) == [f"/subscribe {each}" for each in offered]
    chosen = after(ask(commands(reply.answer)[-1], edition, before, language)).weekly
    assert chosen.zone == offered[-1].split()[-1]
    if "20:15" in words:
        assert (chosen.weekday, chosen.minute) == (4, 20 * 60 + 15)


@pytest.mark.parametrize("command", ["/subscribe", "/settings zone"])
@pytest.mark.parametrize("place", ["mars", "mras", "Berln"])
def test_no_slip_of_the_pen_moves_anybody_to_another_place(edition: Edition, command: str, place: str) -> None:
    assert ask(f"{command} {place}", edition, subscribed()).change is None


def test_who_is_new_and_not_understood_is_offered_to_subscribe_and_no_settings(edition: Edition) -> None:
    assert commands(ask("/subscribe klingon", edition).answer) == ["/subscribe"]


@pytest.mark.parametrize("words", ["p5", "sun p5", "p5 sun 9:00"])
def test_a_word_that_looks_like_a_page_is_not_lost(edition: Edition, words: str) -> None:
    reply = ask(f"/subscribe {words}", edition)
    assert reply.change is None and say("en", "no-such-zone", called="p5") in told(reply.answer)


@given(
    st.sampled_from(["sun", "Sunday", "周日", "星期天"]),
    st.sampled_from(["20:00", "8pm", "晚上8点", "20点"]),
    st.sampled_from(["London", "伦敦", "Europe/London"]),
    st.randoms(use_true_random=False),
    st.sampled_from(LANGUAGES),
)
def test_the_order_of_words_never_matters(
    edition: Edition, day: str, time: str, place: str, random: Random, language: Language
) -> None:
    words = [day, time, place]
    random.shuffle(words)
    expected = Weekly(6, 20 * 60, "Europe/London")
    assert after(ask(f"/subscribe {' '.join(words)}", edition, language=language)).weekly == expected


@given(st.integers(0, 6), st.integers(0, 24 * 60 - 1))
def test_every_minute_of_the_week_can_be_said(weekday: int, minute: int) -> None:
    hour, left = divmod(minute, 60)
    names = ("monday", "周二", "wed", "星期四", "Fri", "礼拜六", "sunday")
    said = read_day_and_time(f"{hour}:{left:02} {names[weekday]}")
    assert (said.weekday, said.minute, said.rest) == (weekday, minute, "")


@given(
    st.sampled_from(["subscribe", "settings", "settings day", "settings time", "settings zone", "settings interest"]),
    st.text(max_size=60) | st.lists(st.sampled_from(list("9:点半周日十两 +-./am区晚上")), max_size=12).map("".join),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)
@example("subscribe", "十十点", "zh", False)
@example("settings day", "² ٣:٣٠", "en", True)
def test_no_words_ever_raise_and_what_they_choose_can_be_kept(
    edition: Edition, command: str, words: str, language: Language, known: bool
) -> None:
    reply = ask(f"/{command} {words}", edition, subscribed() if known else None, language)
    assert reply.answer.title and reply.answer.blocks
    if isinstance(reply.change, Subscribe):
        weekly = after(reply).weekly
        assert 0 <= weekly.weekday < 7 and 0 <= weekly.minute < 24 * 60 and next_slot(weekly, NOW) > NOW


# A subscription that is there


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["/settings", "/settings day 3", "/resume"])
def test_without_a_subscription_there_is_an_invitation(edition: Edition, command: str, language: Language) -> None:
    reply = ask(command, edition, language=language)
    assert reply.change is None and commands(reply.answer) == ["/subscribe"]
    assert told(reply.answer) == say(language, "not-subscribed")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["/unsubscribe", "/pause", "how do I stop this", "怎么退订"])
def test_who_would_stop_without_a_subscription_is_told_that_nothing_is_sent(
    edition: Edition, command: str, language: Language
) -> None:
    reply = ask(command, edition, language=language)
    assert reply.change is None and commands(reply.answer)[:2] == ["/forget", "/subscribe"]
    assert say(language, "nothing-sent") in told(reply.answer)
    shared = ask(command, edition, language=language, shared=True)
    assert "/forget" not in commands(shared.answer) and say(language, "nothing-sent-group") in told(shared.answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("command", "weekly"),
    [
        ("/settings zone Asia/Almaty", replace(USUAL, zone="Asia/Almaty")),
        ("/settings zone 新山", replace(USUAL, zone="Asia/Kuala_Lumpur")),
        ("/settings time 20:15", replace(USUAL, minute=20 * 60 + 15)),
        ("/settings wed 8pm Lisbon", Weekly(2, 20 * 60, "Europe/Lisbon")),
    ],
)
def test_what_who_has_no_subscription_says_of_it_stands_in_the_invitation(
    edition: Edition, command: str, weekly: Weekly, language: Language
) -> None:
    reply = ask(command, edition, language=language)
    assert reply.change is None
    (begin,) = commands(reply.answer)
    assert after(ask(begin, edition, language=language)).weekly == weekly
    assert f"{weekly.minute // 60:02}:{weekly.minute % 60:02}" in told(reply.answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["Atlantis", "Georgia"])
def test_of_a_place_that_is_none_or_several_an_invitation_says_nothing(
    edition: Edition, place: str, language: Language
) -> None:
    reply = ask(f"/settings zone {place}", edition, language=language)
    assert (told(reply.answer), commands(reply.answer)) == (say(language, "not-subscribed"), ["/subscribe"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("before", [None, subscribed()], ids=["no subscription", "subscribed"])
@pytest.mark.parametrize("command", CONCERNING_ALL)
def test_members_of_a_group_who_are_no_admins_change_nothing(
    edition: Edition, command: str, before: Subscription | None, language: Language
) -> None:
    reply = ask(command, edition, before, language, decides=False)
    assert reply.change is None and told(reply.answer) == say(language, "only-admins")


def test_subscribing_again_shows_the_settings_and_words_change_only_what_they_name(edition: Edition) -> None:
    before = subscribed(interests=("jobs",), topic=7)
    shown = ask("/subscribe", edition, before, topic=7)
    assert shown.change is None and "/settings day" in commands(shown.answer)
    changed = after(ask("/subscribe 8pm", edition, before, topic=7))
    assert changed == replace(before, weekly=replace(OTHER, minute=20 * 60), next_at=changed.next_at)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("old", "new"), [(7, 8), (7, None), (None, 8)], ids=["topics", "to general", "from general"])
@pytest.mark.parametrize("paused", [None, "reader"])
@pytest.mark.parametrize("command", ["/subscribe", "/subscribe wed 7"])
def test_the_check_in_comes_into_the_topic_in_which_it_was_last_subscribed_to(
    edition: Edition, command: str, paused: PausedBy | None, old: int | None, new: int | None, language: Language
) -> None:
    running = subscribed(interests=("jobs",), topic=old)
    before = replace(running, paused=paused, paused_on=TODAY if paused else None)
    reply = ask(command, edition, before, language, topic=new)
    assert after(reply) == replace(running, topic=new)
    quiet = command == "/subscribe" and not paused
    assert told(reply.answer).startswith(say(language, "subscribed-here" if quiet else "subscribed"))


@pytest.mark.parametrize("command", ["/settings day 3", "/pause", "/resume", "/settings interest jobs"])
def test_nothing_but_subscribing_moves_it_to_another_topic(edition: Edition, command: str) -> None:
    assert after(ask(command, edition, subscribed(topic=7), topic=8)).topic == 7


def test_pausing_keeps_everything_and_coming_back_restores_it(edition: Edition) -> None:
    before = subscribed(interests=("jobs",), skips_empty=True, last_at=NOW - 10 * DAY)
    paused = after(ask("/pause", edition, before))
    assert (paused.paused, paused.paused_on) == ("reader", TODAY)
    assert str(TODAY) in told(ask("/settings", edition, paused).answer)
    assert after(ask("/resume", edition, paused)) == before
    assert after(ask("/subscribe", edition, paused)) == before


def test_pausing_again_does_not_move_the_day_of_the_pause(edition: Edition) -> None:
    before = subscribed(paused="reader", paused_on=TODAY - 10 * DAY)
    reply = ask("/pause", edition, before)
    assert after(reply) == before and str(TODAY - 10 * DAY) in told(reply.answer)


def test_who_had_shut_us_out_and_pauses_is_paused_by_themselves_from_then_on(edition: Edition) -> None:
    paused = after(ask("/pause", edition, subscribed(paused="blocked", paused_on=TODAY - 10 * DAY)))
    assert (paused.paused, paused.paused_on) == ("reader", TODAY)


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Kiritimati", 24), ("Asia/Shanghai", 24), ("Pacific/Niue", 23)])
def test_the_day_of_a_pause_is_that_of_the_readers_clock(edition: Edition, zone: str, day: int) -> None:
    paused = after(ask("/pause", edition, subscribed(replace(OTHER, zone=zone))))
    assert paused.paused_on == dt.date(2026, 11, day)


@pytest.mark.parametrize("command", ["/resume", "/subscribe mon", "/subscribe 8pm", "/subscribe"])
@given(
    st.integers(0, 10 * 24 * 60), st.integers(0, 6), st.integers(0, 24 * 60 - 1), st.sampled_from(["Asia/Tokyo", "UTC"])
)
def test_who_comes_back_gets_the_next_issue_half_a_week_after_the_last_at_the_soonest(
    edition: Edition, command: str, ago: int, weekday: int, minute: int, zone: str
) -> None:
    last = NOW - dt.timedelta(minutes=ago)
    before = subscribed(Weekly(weekday, minute, zone), last_at=last, paused="reader", paused_on=TODAY)
    back = after(ask(command, edition, before))
    assert back.paused is None
    assert back.next_at > NOW and back.next_at - last >= SHORTEST_GAP == 3.5 * DAY


@pytest.mark.parametrize("command", ["/resume", "/subscribe fri", "/settings day fri", "/settings time 22:00"])
def test_an_issue_whose_time_has_come_is_owed_whatever_is_changed_meanwhile(edition: Edition, command: str) -> None:
    owed = NOW - dt.timedelta(minutes=1)
    assert after(ask(command, edition, subscribed(next_at=owed))).next_at == owed


@pytest.mark.parametrize("language", LANGUAGES)
def test_resuming_what_runs_says_so_and_changes_nothing(edition: Edition, language: Language) -> None:
    reply = ask("/resume", edition, subscribed(), language)
    assert after(reply) == subscribed() and told(reply.answer).startswith(say(language, "runs-already"))


def test_who_unsubscribes_can_subscribe_again_or_be_forgotten(edition: Edition) -> None:
    reply = ask("/unsubscribe", edition, subscribed())
    assert isinstance(reply.change, Unsubscribe)
    assert commands(reply.answer) == ["/subscribe", "/forget"]


# By buttons


def test_where_one_lives_and_where_one_seems_to_be_can_be_chosen(edition: Edition) -> None:
    before = subscribed(replace(OTHER, zone="Africa/Nairobi"))
    asked = asking(edition, "en", TODAY, known=Known(subscription=before), now=NOW, zone="America/Lima")
    offered = commands(answer("/settings zone", asked).answer)
    assert offered[:2] == ["/settings zone Africa/Nairobi", "/settings zone America/Lima"]
    assert len(offered) == len(set(offered))


def reached(edition: Edition, before: Subscription, language: Language) -> Iterator[tuple[str, Reply]]:
    """Yield every command of /settings that buttons lead to, with its reply; each is asked of `before`."""
    waiting, seen = ["/settings"], {"/settings"}
    while waiting:
        command = waiting.pop()
        reply = ask(command, edition, before, language)
        yield command, reply
        fresh = [each for each in commands(reply.answer) if each.startswith("/settings") and each not in seen]
        seen.update(fresh)
        waiting += fresh


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("before", [subscribed(), subscribed(interests=("jobs",), paused="reader", paused_on=TODAY)])
def test_every_button_of_the_settings_changes_something_or_leads_to_another_choice(
    edition: Edition, before: Subscription, language: Language
) -> None:
    kinds: set[tuple[str, bool]] = set()
    for command, reply in reached(edition, before, language):
        assert all(0 < len(each.encode()) <= 64 for each in commands(reply.answer)), command
        assert reply.answer.title == say(language, "subscription-title"), command
        what, _, value = re.sub(r" p\d+$", "", command).removeprefix("/settings").strip().partition(" ")
        chosen = bool(value)
        assert isinstance(reply.change, Subscribe) is chosen, command
        kinds.add((what, chosen))
        assert all(row for row in reply.answer.buttons)
    assert kinds == {("", False), ("empty", True)} | {
        (what, chosen) for what in ("day", "time", "zone", "interest") for chosen in (False, True)
    }


def test_both_languages_have_the_same_buttons(edition: Edition) -> None:
    zh, *others = (
        {command: commands(reply.answer) for command, reply in reached(edition, subscribed(), each)}
        for each in LANGUAGES
    )
    assert all(zh == other for other in others)


def test_each_choice_is_made_and_marked(edition: Edition) -> None:
    for command, reply in reached(edition, subscribed(), "en"):
        match command.split()[1:]:
            case ["day", value]:
                assert after(reply).weekly == replace(OTHER, weekday=int(value))
            case ["time", value]:
                assert f"{after(reply).weekly.minute // 60:02}:{after(reply).weekly.minute % 60:02}" == value
            case ["zone", value]:
                assert after(reply).weekly == replace(OTHER, zone=value)
            case ["interest", value] if value in edition.sectors:
                assert after(reply).interests == (value,)
                assert f"✓ {edition.sectors[value].name.en}" in all_pages(edition, after(reply), "/settings interest")
            case ["empty", "skip"]:
                assert after(reply).skips_empty
    for what, label in (("day", "✓ Wednesday"), ("time", "✓ 07:00"), ("zone", "✓ New York")):
        buttons = ask(f"/settings {what}", edition, subscribed()).answer.buttons
        assert next(button.label for row in buttons for button in row if "✓" in button.label).startswith(label)


def all_pages(edition: Edition, before: Subscription, command: str) -> str:
    pages = ask(command, edition, before).answer.pages
    return "\n".join(told(ask(f"{command} p{page}", edition, before).answer) for page in range(1, pages + 1))


def test_turning_the_pages_of_fields_chooses_none_of_them(edition: Edition) -> None:
    chosen = ask("/settings interest jobs", edition, subscribed())
    assert chosen.answer.pages > 1
    turns = [each for each in commands(chosen.answer) if each.split()[-1].startswith("p") and each[-1].isdigit()]
    assert turns
    assert all(ask(turn, edition, after(chosen)).change is None for turn in turns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_choosing_a_field_shows_the_page_it_was_chosen_on(edition: Edition, language: Language) -> None:
    before = subscribed()
    pages = range(1, ask("/settings interest", edition, before, language).answer.pages + 1)
    assert len(pages) > 1
    for page in pages:
        shown = ask(f"/settings interest p{page}", edition, before, language).answer
        for command in (each for each in commands(shown) if each.startswith("/settings interest ") and each[-1] > "9"):
            chosen = ask(command, edition, before, language)
            assert chosen.answer.page == page and chosen.answer.pages == len(pages)
            assert ask(command, edition, after(chosen), language).answer.page == page


def test_a_field_chosen_twice_is_chosen_no_more_and_all_of_them_at_once(edition: Edition) -> None:
    first, second, *_ = edition.sectors
    chosen = after(ask(f"/settings interest {second}", edition, subscribed(interests=(first,))))
    assert chosen.interests == (first, second)
    assert after(ask(f"/settings interest {first}", edition, chosen)).interests == (second,)
    assert after(ask("/settings interest all", edition, chosen)).interests == ()


@pytest.mark.parametrize("command", ["/settings nonsense", "/settings nonsense 3", "/settings empty maybe"])
def test_settings_there_are_none_of_change_nothing_and_lead_to_those_there_are(edition: Edition, command: str) -> None:
    reply = ask(command, edition, subscribed())
    assert reply.change is None and {"/settings", "/settings day"} & {*commands(reply.answer)}
    assert "nonsense" not in command or say("en", "no-such-zone", called="nonsense") in told(reply.answer)


@pytest.mark.parametrize("words", ["fri 8:30 tokyo", "周五 8点半 东京", "20:15", "周一", "Paris"])
def test_settings_are_understood_in_words_as_subscribing_is(edition: Edition, words: str) -> None:
    assert after(ask(f"/settings {words}", edition, subscribed())) == after(
        ask(f"/subscribe {words}", edition, subscribed())
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_of_several_zones_asks_which_is_meant(edition: Edition, language: Language) -> None:
    reply = ask("/settings zone Australia", edition, subscribed(), language)
    assert reply.change is None and say(language, "choose-which-zone") in told(reply.answer)
    choices = [each for each in commands(reply.answer) if each.startswith("/settings zone ")]
    assert len(choices) > 2
    for each in choices:
        assert f"/settings zone {after(ask(each, edition, subscribed(), language)).weekly.zone}" == each
