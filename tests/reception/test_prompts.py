"""What somebody writes right after they were asked something is the answer, if it can be one; on every channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from bot.answers import Answer
from bot.content.briefing import Language
from bot.people.readers import Reader, Subscription
from bot.reception import Message
from bot.serve.program import Program
from bot.state.sqlite.store import Store
from bot.words import WRITTEN, say
from tests.conftest import NOW, built

ANN, BEN, GROUP = Reader("line", "ann"), Reader("line", "ben"), Reader("line", "group")


@pytest.fixture
def clock() -> list[dt.datetime]:
    """The time it is, in the only place of a list."""
    return [NOW]


@pytest.fixture
def program(undecided: object, store: Store, clock: list[dt.datetime]) -> Program:
    return built(store, lambda: clock[0], edition=undecided)


async def talk(
    program: Program, words: Sequence[str], language: Language = "en", chat: Reader = ANN, person: Reader | None = None
) -> Answer:
    """Write one message after the other; return the last answer."""
    for text in words:
        message = Message(reader=chat, text=text, language=language, person=person, shared=person is not None)
        answer = await program.reception.answer(message, _everybody if person else None)
    return answer


async def _everybody(_: Reader) -> bool:
    return True


async def subscription(store: Store, chat: Reader = ANN) -> Subscription:
    found = await store.subscription(chat)
    assert found
    return found


def shown(answer: Answer) -> str:
    return "\n".join(span.text for block in answer.blocks for span in block.spans)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("上海", "Asia/Shanghai"),
        ("Berlin", "Europe/Berlin"),
        ("i live in berlin", "Europe/Berlin"),
        ("我在柏林", "Europe/Berlin"),
        (" Tokyo ", "Asia/Tokyo"),
        ("Astana", "Asia/Almaty"),
        ("UTC+3", "Etc/GMT-3"),
        ("Brasil", "America/Sao_Paulo"),
    ],
)
async def test_a_city_is_the_answer_to_where_somebody_lives(
    program: Program, store: Store, language: Language, words: str, zone: str
) -> None:
    answer = await talk(program, ["/subscribe wed 20:00 Lisbon", "/settings zone", words], language)
    kept = (await subscription(store)).weekly
    assert (kept.zone, kept.weekday, kept.minute) == (zone, 2, 20 * 60)
    assert say(language, "changed") in shown(answer)


@pytest.mark.parametrize(
    ("asked", "words", "weekday", "minute"),
    [
        ("/settings day", "周五", 4, 20 * 60),
        ("/settings day", "friday", 4, 20 * 60),
        ("/settings time", "21", 2, 21 * 60),
        ("/settings time", "早上7点半", 2, 7 * 60 + 30),
        ("/settings time", "sunday 9 pm", 6, 21 * 60),
        ("/settings zone", "friday 8pm", 4, 20 * 60),
    ],
)
async def test_a_day_and_an_hour_are_answers_too(
    program: Program, store: Store, asked: str, words: str, weekday: int, minute: int
) -> None:
    await talk(program, ["/subscribe wed 20:00 Lisbon", asked, words])
    kept = (await subscription(store)).weekly
    assert (kept.weekday, kept.minute, kept.zone) == (weekday, minute, "Europe/Lisbon")


@pytest.mark.parametrize("words", ["客服", "customer service"])
async def test_a_field_is_the_answer_to_which_fields(program: Program, store: Store, words: str) -> None:
    await talk(program, ["/subscribe", "/settings interest", words])
    assert (await subscription(store)).interests == ("customer-service",)


async def test_which_of_several_places_is_meant_can_be_written_and_day_and_hour_stay(
    program: Program, store: Store
) -> None:
    await talk(program, ["/subscribe fri 20:00 Cambridge", "Boston"])
    kept = (await subscription(store)).weekly
    assert (kept.weekday, kept.minute, kept.zone) == (4, 20 * 60, "America/New_York")


async def test_who_was_not_understood_says_it_better(program: Program, store: Store) -> None:
    answer = await talk(program, ["/subscribe", "/settings zone", "Xyzzyville"])
    assert say("en", "no-such-zone", called="Xyzzyville") in shown(answer)
    await talk(program, ["Vienna"])
    assert (await subscription(store)).weekly.zone == "Europe/Vienna"
    answer = await talk(program, ["/subscribe Xyzzyville", "Vienna"], chat=BEN)
    assert (await subscription(store, BEN)).weekly.zone == "Europe/Vienna"


@pytest.mark.parametrize(
    "words", ["客服", "agent", "data", "Will China win?", "上海会怎样？", "2025", "what happens on sunday"]
)
async def test_whoever_looks_for_something_else_finds_it(program: Program, store: Store, words: str) -> None:
    expected = (await talk(program, [words])).title
    answer = await talk(program, ["/subscribe wed 20:00 Lisbon", "/settings zone", words])
    assert answer.title == expected
    assert (await subscription(store)).weekly.zone == "Europe/Lisbon"


@pytest.mark.parametrize("between", ["/sectors", "hello", "agent", "帮助"])
async def test_only_what_comes_next_is_the_answer(program: Program, store: Store, between: str) -> None:
    await talk(program, ["/subscribe wed 20:00 Lisbon", "/settings zone", between, "Berlin"])
    assert (await subscription(store)).weekly.zone == "Europe/Lisbon"


@pytest.mark.parametrize(("minutes", "zone"), [(10, "Europe/Berlin"), (11, "Europe/Lisbon")])
async def test_an_answer_is_waited_for_ten_minutes(
    program: Program, store: Store, clock: list[dt.datetime], minutes: int, zone: str
) -> None:
    await talk(program, ["/subscribe wed 20:00 Lisbon", "/settings zone"])
    clock[0] += dt.timedelta(minutes=minutes)
    await talk(program, ["Berlin"])
    assert (await subscription(store)).weekly.zone == zone


async def test_in_a_group_only_who_was_asked_answers_and_only_while_they_decide(program: Program, store: Store) -> None:
    await talk(program, ["/subscribe wed 20:00 Lisbon", "/settings zone"], chat=GROUP, person=ANN)
    await talk(program, ["Berlin"], chat=GROUP, person=BEN)
    assert (await subscription(store, GROUP)).weekly.zone == "Europe/Lisbon"

    async def nobody(_: Reader) -> bool:
        return False

    said = Message(reader=GROUP, text="Berlin", language="en", person=ANN, shared=True)
    assert say("en", "only-admins") in shown(await program.reception.answer(said, nobody))
    assert (await subscription(store, GROUP)).weekly.zone == "Europe/Lisbon"
    await talk(program, ["/settings zone", "Berlin"], chat=GROUP, person=ANN)
    assert (await subscription(store, GROUP)).weekly.zone == "Europe/Berlin"


async def test_what_was_not_written_on_purpose_answers_nothing_and_takes_no_question_away(
    program: Program, store: Store
) -> None:
    await talk(program, ["/subscribe wed 20:00 Lisbon", "/settings zone"])
    passed_on = Message(reader=ANN, text="Berlin", language="en", on_purpose=False)
    await program.reception.answer(passed_on)
    assert (await subscription(store)).weekly.zone == "Europe/Lisbon"
    assert await program.reception.changes(passed_on)  # it would, if it came from a page of ours
    await talk(program, ["Berlin"])
    assert (await subscription(store)).weekly.zone == "Europe/Berlin"
