"""What a group sees: nothing that depends on what one of its members said, and where each finds their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.answers import COMMANDS, Answer, answer
from bot.content.briefing import Briefing, Language
from bot.content.edition import Edition, state
from bot.people.changes import HandOver, Unsubscribe, Vote
from bot.people.readers import Guess, Issue, Known, Subscription
from bot.people.schedule import Weekly
from bot.words import WRITTEN, say
from tests.conftest import NOW, TODAY
from tests.support.asking import asking
from tests.support.botapi import BotAPI, Person

GROUP = {"id": -7, "type": "group", "title": "Readers"}
NEWS = {"id": -100900, "type": "channel", "title": "News"}
CLIENTS: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
OWN = ("/mydata", "/forget", "/forget yes", "/picture me")
"""What is a person's own and cannot be told in a group at all."""


@pytest.fixture(scope="module")
def edition(shipped: Edition) -> Edition:
    """The shipped edition without the verdicts of every second prediction, so that some are due and others decided."""

    def half_open(briefing: Briefing) -> Briefing:
        update = [{"verdict": None} if number % 2 else {} for number, _ in enumerate(briefing.predictions)]
        predictions = tuple(each.model_copy(update=new) for each, new in zip(briefing.predictions, update, strict=True))
        return briefing.model_copy(update={"predictions": predictions})

    return replace(shipped, briefings=tuple(map(half_open, shipped.briefings)))


@pytest.fixture(scope="module")
def told(edition: Edition) -> Known:
    """What is known where somebody has said something of every prediction, and the group was asked of three."""
    names = tuple(edition.by_ref)
    return Known(
        chances=dict.fromkeys(names, "80"),
        rulings=dict.fromkeys(names, "yes"),
        history=tuple(Guess(1, name, 80, NOW - dt.timedelta(days=900)) for name in names),
        crowd={name: {"80": 1} for name in names},
        tallies={name: {"80": 1, "yes": 1} for name in names},
        issue=Issue(names[:3], TODAY, verdicts=names),
    )


def ask(text: str, edition: Edition, known: Known, language: Language = "en", *, shared: bool = True) -> Answer:
    return answer(text, asking(edition, language, TODAY, known=known, now=NOW, shared=shared)).answer


def questions(edition: Edition) -> Iterator[str]:
    """Yield every command alone, and with what may follow it."""
    due, opened, decided = (
        next(name for name, each in edition.by_ref.items() if state(each.record, TODAY) in states)
        for states in (("due",), ("open",), ("held", "failed"))
    )
    for name in COMMANDS:
        yield f"/{name}"
        for words in ("me", "scores", due, opened, decided, f"{due} no", f"{opened} 20", f"{decided} yes", f"{due} 20"):
            yield f"/{name} {words}"


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", WRITTEN)
def test_what_a_group_sees_is_the_same_whatever_the_person_has_said(
    edition: Edition, told: Known, language: Language
) -> None:
    differing = set()
    for text in questions(edition):
        alone = [ask(text, edition, known, language, shared=False) for known in (told, told.without_person())]
        shared = [ask(text, edition, known, language) for known in (told, told.without_person())]
        assert replace(shared[0], toast="") == replace(shared[1], toast=""), text
        differing |= {text.split()[0]} if alone[0] != alone[1] else set()
    assert {"/scores", "/checkin", "/prediction", "/picture", "/vote", "/answer"} <= differing


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("command", OWN)
def test_what_is_ones_own_is_refused_in_a_group_with_the_way_to_it(
    edition: Edition, told: Known, command: str, language: Language
) -> None:
    reply = answer(command, asking(edition, language, TODAY, known=told, now=NOW, shared=True))
    assert reply.change is None and not reply.answer.picture and not reply.answer.buttons
    way = say(language, "in-private", command=command.removesuffix(" yes"))
    assert reply.answer.toast == way and [span.text for block in reply.answer.blocks for span in block.spans] == [way]
    assert len(way) <= 200  # characters of the note only the person who pressed a button sees


def test_a_vote_in_a_group_is_taken_and_told_to_its_voter_alone(edition: Edition, told: Known) -> None:
    due = next(name for name, each in edition.by_ref.items() if state(each.record, TODAY) == "due")
    reply = answer(f"/vote {due} no", asking(edition, "en", TODAY, known=told, now=NOW, shared=True))
    assert reply.change == Vote(due, "no")
    assert say("en", "you-said", what=say("en", "ruling-no")) in reply.answer.toast
    assert f"{say('en', 'ruling-yes')} 1" not in reply.answer.toast  # they said yes before, and count once
    assert [span.text for block in reply.answer.blocks for span in block.spans] == [say("en", "vote-noted")]


@pytest.mark.parametrize("language", WRITTEN)
def test_ending_a_groups_subscription_offers_no_member_to_be_forgotten(edition: Edition, language: Language) -> None:
    weekly = Weekly(6, 570, "Asia/Shanghai")
    known = Known(subscription=Subscription(weekly, NOW, NOW))
    reply = answer("/unsubscribe", asking(edition, language, TODAY, known=known, now=NOW, shared=True))
    assert reply.change == Unsubscribe()
    assert [button.command for row in reply.answer.buttons for button in row] == ["/subscribe"]


def test_alone_with_us_everybody_gets_their_file(edition: Edition, told: Known) -> None:
    assert answer("/mydata", asking(edition, "en", TODAY, known=told, now=NOW)).change == HandOver()


@pytest.mark.parametrize("language", WRITTEN)
async def test_on_telegram_a_group_sees_the_authors_scores_and_nothing_of_its_members(
    telegram: BotAPI, language: Language
) -> None:
    person = Person(telegram, 1, CLIENTS[language], GROUP)
    check_in = await person.write("/checkin")
    await person.tap(check_in.command(say(language, "ruling-yes")), check_in.id)
    await telegram.called("answerCallbackQuery", 1)
    said = say(language, "you-said", what="").strip()
    for command in ("/checkin", f"/prediction {check_in.command(say(language, 'ruling-yes')).split()[1]}", "/scores"):
        assert said not in (await person.write(command)).text
    scores = await person.write("/scores")
    assert say(language, "record-none") in scores.text and say(language, "button-calibration") not in scores.labels
    assert say(language, "in-private", command="/scores") in scores.text
    for command in ("/mydata", "/picture me", "/forget yes"):
        answered = await person.write(command)
        assert say(language, "in-private", command=command.removesuffix(" yes")) in answered.text
    assert not telegram.uploads
    alone = Person(telegram, 1, CLIENTS[language])
    assert said in (await alone.write(f"/prediction {check_in.command(say(language, 'ruling-yes')).split()[1]}")).text


@pytest.mark.parametrize("command", ["/mydata", "/scores", "/picture me", "/forget yes"])
async def test_on_telegram_a_channel_is_told_nothing_of_its_own_either(telegram: BotAPI, command: str) -> None:
    post = {"message_id": 5, "date": 1_700_000_000, "chat": NEWS, "text": command}
    await telegram.update(channel_post=post)
    answered = await Person(telegram, 1, "zh-hans", NEWS).read()
    assert say("zh", "in-private", command=command.removesuffix(" yes")) in answered.text and not telegram.uploads


async def test_on_telegram_the_delete_button_under_a_groups_privacy_text_deletes_nothing(telegram: BotAPI) -> None:
    """It leads into the chat with the bot alone; a press of an older message's is led there too."""
    person = Person(telegram, 1, "en", GROUP)
    privacy = await person.write("/privacy")
    [button] = [each for row in privacy.keyboard for each in row if each["text"] == say("en", "button-forget")]
    assert button["url"].endswith("?start=forget")
    await person.tap("/forget", privacy.id)
    await telegram.called("answerCallbackQuery", 1)
    [answer] = [form for method, form in telegram.calls if method == "answerCallbackQuery"]
    assert answer["url"].endswith("?start=forget")
