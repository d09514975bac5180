"""The weekly check-in on Telegram, from the first /subscribe to /forget: people, groups, forums and channels."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.app import App
from bot.content.briefing import Language
from bot.content.edition import state
from bot.delivery.worker import Deliveries
from bot.people.readers import Reader, Subscription
from bot.state.sqlite.store import Store
from bot.words import LANGUAGES, WRITTEN, say
from tests.conftest import NOW, built, talking
from tests.support.botapi import PERMISSIONS, RIGHTS, BotAPI, Person, Refusal, Sent

WEEK = dt.timedelta(days=7)
GROUP: dict[str, Any] = {"id": -7, "type": "group", "title": "Readers"}
FORUM: dict[str, Any] = {"id": -100500, "type": "supergroup", "title": "Readers", "is_forum": True}
NEWS: dict[str, Any] = {"id": -100900, "type": "channel", "title": "News"}
UPGRADED = Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1007)
CLIENTS: dict[Language, str] = {"zh": "zh-hans", "zh-Hant": "zh-tw", "en": "en"}


class Service:
    """The bot, polling and sending check-ins, with a clock that only moves when it is told to."""

    def __init__(self, app: App, store: Store, api: BotAPI) -> None:
        self.app, self.store, self.api, self.now = app, store, api, NOW
        self.program = built(store, lambda: self.now, app=app)
        self.work: Deliveries | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Service]:
        async with talking(self.program, self.api, clock=self.clock, sleep=self.sleep) as (channel, _):
            await self.barrier()
            self.work = self.program.deliveries({"telegram": channel})
            yield self

    def clock(self) -> float:
        """Return the seconds by which the channel keeps its pace: they pass, and jump as `now` does."""
        return time.monotonic() + (self.now - NOW).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Wait as long as the channel wants to before it tries again, which takes no time here."""
        self.now += dt.timedelta(seconds=seconds)

    async def barrier(self) -> None:
        """Return when everything sent before has been taken care of: a stranger gets an answer."""
        assert (await Person(self.api, 999, "en").write("/help")).text

    async def subscription(self, chat: int) -> Subscription | None:
        return await self.store.subscription(Reader("telegram", str(chat)))

    async def paused(self, chat: int) -> str | None:
        subscription = await self.subscription(chat)
        assert subscription
        return subscription.paused

    async def comes_due(self, chat: int) -> None:
        """Let time pass until a chat's next check-in, and send what is due."""
        subscription = await self.subscription(chat)
        assert subscription and self.work
        self.now = max(self.now, subscription.next_at)
        await self.send_due()

    async def send_due(self) -> None:
        assert self.work
        await self.work.tick()
        await self.work.drain()

    async def see_through(self) -> None:
        """Send what is due, and let time pass until nothing is left to be tried again."""
        await self.send_due()
        while at := await self.store.ledger.next_at("telegram"):
            self.now = max(self.now + dt.timedelta(hours=1), at)
            await self.send_due()


@pytest.fixture
async def service(api: BotAPI, app: App, store: Store) -> AsyncIterator[Service]:
    async with Service(app, store, api).running() as service:
        yield service
    assert not api.refusals, [str(refusal) for refusal in api.refusals]


@pytest.fixture
async def troubled(api: BotAPI, app: App, store: Store) -> AsyncIterator[Service]:
    """A service whose calls may be refused, as a test has it."""
    async with Service(app, store, api).running() as service:
        yield service


def own_place(before: str, now: str, chat: dict[str, Any], person: Person, **rights: bool) -> dict[str, Any]:
    """Return an update that says the bot's own place in a chat has changed."""
    bot = {"id": 123456, "is_bot": True, "first_name": "Hindsight", "username": "hindsight_test_bot"}
    fields: dict[str, dict[str, Any]] = {
        "administrator": dict.fromkeys(RIGHTS, True),
        "kicked": {"until_date": 0},
        "restricted": {"is_member": True, "until_date": 0} | dict.fromkeys(PERMISSIONS, True) | rights,
    }
    old, new = ({"user": bot, "status": status, **fields.get(status, {})} for status in (before, now))
    return {
        "my_chat_member": {
            "chat": chat,
            "from": person.user,
            "date": 1_700_000_000,
            "old_chat_member": old,
            "new_chat_member": new,
        }
    }


def nothing_waits(service: Service, chat: int) -> bool:
    return chat not in service.api.outbox or service.api.outbox[chat].empty()


def deliveries(service: Service) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = service.store.everything(Reader("telegram", "1"))["deliveries"]
    return found


def is_check_in(message: Sent, language: Language) -> bool:
    return say(language, "checkin-title") in message.text and say(language, "checkin-how-to-stop") in message.text


# A person


@pytest.mark.usefixtures("arrival")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reader_subscribes_answers_changes_their_mind_and_sees_what_all_say(
    service: Service, language: Language
) -> None:
    person = Person(service.api, 1, CLIENTS[language])
    panel = await person.write("/subscribe sun 8pm london" if language == "en" else "/subscribe 周日 晚上8点 伦敦")
    assert say(language, "subscribed") in panel.text and "2026-11-29 20:00" in panel.text
    await service.comes_due(1)
    check_in = await person.read()
    assert is_check_in(check_in, language)
    once = await person.press(check_in, say(language, "ruling-yes"))
    assert once is check_in and say(language, "you-said", what=say(language, "ruling-yes")) in once.text
    back = await person.press(check_in, say(language, "button-card-back"))
    assert back is check_in and f"✓{say(language, 'ruling-yes')}" in back.labels
    again = await person.press(check_in, say(language, "ruling-no"))
    assert again is check_in and say(language, "you-said", what=say(language, "ruling-no")) in again.text
    assert say(language, "tally", parts=f"{say(language, 'ruling-no')} 1") in again.text


def turns(sent: Sent) -> str:
    """Return the question that a card asks; nothing of the last one."""
    return next((each.split()[1] for each in sent.data if each.startswith("/answer ")), "")


async def tapped(service: Service, person: Person, card: Sent, value: str) -> str:
    """Tap a value of a card, and wait until the message shows what comes after it; return the question."""
    question, command = turns(card), next(each for each in card.data if each.endswith(f" {value}"))
    await person.tap(command, card.id)
    assert await person.read() is card
    return question


def votes(service: Service) -> list[tuple[str, str]]:
    found = sorted(service.store.everything(Reader("telegram", "1"))["votes"], key=lambda each: each["vote"])
    return [(each["prediction"], each["value"]) for each in found]


@pytest.mark.usefixtures("arrival")
@pytest.mark.parametrize("language", WRITTEN)
async def test_three_taps_answer_a_check_in_in_one_message(service: Service, language: Language) -> None:
    person = Person(service.api, 1, CLIENTS[language])
    await person.write("/subscribe")
    await service.comes_due(1)
    card, said = await person.read(), []
    for number in (1, 2, 3):
        assert f"{number}/3" in card.text
        value = "yes" if any(each.endswith(" yes") for each in card.data) else "80"
        said.append((await tapped(service, person, card, value), value))
    assert say(language, "checkin-thanks") in card.text and not turns(card)
    assert votes(service) == said and len({name for name, _ in said}) == 3
    assert nothing_waits(service, 1), "all of it in the one message"


@pytest.mark.parametrize("hours", [-30, 400])
async def test_late_double_and_foreign_taps_turn_no_other_card_whatever_the_clock_says(
    troubled: Service, hours: int
) -> None:
    person = Person(troubled.api, 1, "en")
    await person.write("/subscribe")
    await troubled.comes_due(1)
    card = await person.read()
    old, values = list(card.data), ("partly", "80")
    first = next(each for each in old if each.startswith("/answer ") and each.endswith(values))
    troubled.now += dt.timedelta(hours=hours)
    for _ in range(3):  # the same tap again, and that of another device which still shows the first card
        await person.tap(first, card.id)
    await troubled.api.called("editMessageText", 3)
    assert await person.read() is card and nothing_waits(troubled, 1)
    second = turns(card)
    assert second and second != first.split()[1]
    assert votes(troubled) == [(first.split()[1], first.split()[2])]
    card = await person.press_command(next(each for each in card.data if each.endswith(values)), card.id)
    assert [name for name, _ in votes(troubled)] == [first.split()[1], second]
    assert turns(card) not in ("", second, first.split()[1])


async def test_a_flood_while_a_card_turns_loses_no_tap(troubled: Service) -> None:
    person = Person(troubled.api, 1, "en")
    await person.write("/subscribe")
    await troubled.comes_due(1)
    card = await person.read()
    troubled.api.refuse[1] = [flood(3)]
    question = await tapped(troubled, person, card, "yes" if any(each.endswith(" yes") for each in card.data) else "80")
    assert [name for name, _ in votes(troubled)] == [question] and turns(card) != question


async def test_a_tap_whose_card_could_not_turn_is_kept_and_the_next_one_turns_it(troubled: Service) -> None:
    person = Person(troubled.api, 1, "en")
    await person.write("/subscribe")
    await troubled.comes_due(1)
    card = await person.read()
    question = turns(card)
    tap = next(each for each in card.data if each.startswith("/answer ") and each.endswith((" partly", " 80")))
    troubled.api.refuse["editMessageText"] = [ERROR] * 9
    await troubled.api.acknowledged(await person.tap(tap, card.id))
    await troubled.barrier()
    assert [name for name, _ in votes(troubled)] == [question] and turns(card) == question
    troubled.api.refuse["editMessageText"] = []
    assert turns(await person.press_command(tap, card.id)) not in ("", question)
    assert [name for name, _ in votes(troubled)] == [question], "the same tap again is the same answer"


@pytest.mark.parametrize("date", [1_700_000_000, 0], ids=["seen", "too old to be seen"])
async def test_a_check_in_from_before_there_were_cards_answers_each_question_it_shows(
    service: Service, date: int
) -> None:
    person = Person(service.api, 1, "en")
    await person.write("/subscribe")
    await service.comes_due(1)
    message = await person.read()
    issue = (await service.store.known(Reader("telegram", "1"), Reader("telegram", "1"))).issue
    assert issue and len(issue.questions) == 3
    records = [service.app.edition.by_ref[each].record for each in issue.questions]
    values = ["yes" if state(each, service.now.date()) == "due" else "80" for each in records]
    said = list(zip(issue.questions, values, strict=True))
    first, second, third = (f"/answer {name} {value}" for name, value in said)  # a row of answers each, all at once
    shown = await person.press_command(third, message.id, date=date)
    assert turns(shown) == issue.questions[0] and "1/3" in shown.text
    shown = await person.press_command(first, message.id, date=date)
    assert turns(shown) == issue.questions[1]
    shown = await person.press_command(third, message.id, date=date)
    assert turns(shown) == issue.questions[1], "what was said twice is said once"
    shown = await person.press_command(second, message.id, date=date)
    assert say("en", "checkin-thanks") in shown.text
    assert votes(service) == [said[2], said[0], said[1]]


async def test_old_buttons_in_an_older_message_answer_their_own_question(service: Service) -> None:
    person = Person(service.api, 1, "en")
    await person.write("/subscribe")
    await service.comes_due(1)
    old = await person.read()
    buttons, first = list(old.data), turns(old)
    await service.comes_due(1)
    new = await person.read()
    assert new.id != old.id and turns(new) != first
    await person.press_command(next(each for each in buttons if each.startswith("/answer ")), old.id)
    assert [name for name, _ in votes(service)] == [first]
    assert turns(old) not in ("", first) and "2/3" in old.text and "1/3" in new.text


@pytest.mark.parametrize("language", WRITTEN)
async def test_one_pauses_comes_back_takes_everything_along_and_is_forgotten(
    service: Service, language: Language
) -> None:
    person = Person(service.api, 1, CLIENTS[language])
    panel = await person.write("/subscribe")
    panel = await person.press(panel, say(language, "button-pause"))
    assert say(language, "paused") in panel.text and await service.paused(1) == "reader"
    await service.comes_due(1)
    assert nothing_waits(service, 1)
    panel = await person.press(panel, say(language, "button-resume"))
    assert say(language, "resumed") in panel.text
    await service.comes_due(1)
    assert is_check_in(await person.read(), language)
    data = await person.write("/mydata")
    assert data.media and say(language, "mydata") in data.text
    [(name, _, content)] = service.api.uploads.values()
    assert name == "hindsight.json" and json.loads(content)["subscriptions"][0]["zone"] == "Asia/Shanghai"
    sure = await person.press(data, say(language, "button-forget"))
    assert sure.id > data.id
    gone = await person.press(sure, say(language, "button-forget-yes"))
    assert say(language, "forgotten") in gone.text and gone.labels
    assert await service.store.number(Reader("telegram", "1")) is None
    service.now += WEEK
    await service.send_due()
    assert nothing_waits(service, 1)


async def test_settings_are_chosen_in_place_and_the_check_in_comes_at_the_new_hour(service: Service) -> None:
    person = Person(service.api, 1, "en")
    panel = await person.write("/subscribe")
    chooser = await person.press(panel, say("en", "button-day"))
    panel = await person.press(chooser, say("en", "weekday-fri"))
    panel = await person.press(await person.press(panel, say("en", "button-time")), "21:00")
    assert "2026-11-27 21:00" in panel.text
    await service.comes_due(1)
    assert service.now == dt.datetime(2026, 11, 27, 13, tzinfo=dt.UTC) and is_check_in(await person.read(), "en")


@pytest.mark.parametrize("language", WRITTEN)
async def test_a_location_says_where_its_reader_lives(service: Service, language: Language) -> None:
    person = Person(service.api, 1, CLIENTS[language])
    await person.write("/subscribe")
    await person.send(None, location={"latitude": 48.86, "longitude": 2.35})
    assert say(language, "changed") in (await person.read()).text
    subscription = await service.subscription(1)
    assert subscription and subscription.weekly.zone == "Europe/Paris"


async def test_where_somebody_goes_out_is_not_where_they_live(service: Service) -> None:
    person, place = Person(service.api, 1, "en"), {"latitude": 48.86, "longitude": 2.35}
    await person.write("/subscribe")
    await person.send(None, location=place, venue={"location": place, "title": "Bakery", "address": "Paris"})
    assert say("en", "changed") not in (await person.read()).text
    subscription = await service.subscription(1)
    assert subscription and subscription.weekly.zone == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("language", "city", "shown"), [("zh", "柏林", "柏林（UTC+1）"), ("en", "Tokyo", "Tokyo (UTC+9)")]
)
async def test_a_city_written_next_is_the_answer_to_where_somebody_lives(
    telegram: BotAPI, language: Language, city: str, shown: str
) -> None:
    person = Person(telegram, 1, language)
    panel = await person.write("/subscribe")
    assert say(language, "choose-zone") in (await person.press(panel, say(language, "button-zone"))).text
    assert shown in (await person.write(city)).text


async def test_a_location_shared_in_a_group_is_none_of_our_business(service: Service) -> None:
    service.api.admins = {1}
    person = Person(service.api, 1, "en", GROUP)
    await person.write("/subscribe")
    await person.send(None, location={"latitude": 48.86, "longitude": 2.35})
    await service.barrier()
    subscription = await service.subscription(-7)
    assert nothing_waits(service, -7) and subscription and subscription.weekly.zone == "Asia/Shanghai"


async def test_who_blocks_us_is_paused_and_who_lets_us_in_again_goes_on(service: Service) -> None:
    person = Person(service.api, 1, "en")
    await person.write("/subscribe")
    await service.api.update(**own_place("member", "kicked", person.chat, person))
    await service.barrier()
    assert await service.paused(1) == "blocked"
    await service.comes_due(1)
    assert nothing_waits(service, 1)
    await service.api.update(**own_place("kicked", "member", person.chat, person))
    await service.barrier()
    assert await service.paused(1) is None and nothing_waits(service, 1)
    await service.comes_due(1)
    assert is_check_in(await person.read(), "en")


async def test_letting_us_in_again_does_not_end_a_pause_of_ones_own(service: Service) -> None:
    person = Person(service.api, 1, "en")
    await person.write("/subscribe")
    await person.write("/pause")
    for before, now in (("member", "kicked"), ("kicked", "member")):
        await service.api.update(**own_place(before, now, person.chat, person))
    await service.barrier()
    assert await service.paused(1) == "reader"


async def test_who_has_blocked_us_unnoticed_is_paused_when_the_check_in_is_refused(troubled: Service) -> None:
    person = Person(troubled.api, 1, "en")
    await person.write("/subscribe")
    troubled.api.refuse["sendMessage"] = [Refusal(403, "Forbidden: bot was blocked by the user")]
    await troubled.comes_due(1)
    assert await troubled.paused(1) == "blocked"
    assert say("en", "welcome") in (await person.write("/start")).text
    assert await troubled.paused(1) is None


# Groups, forums and channels


@pytest.mark.usefixtures("arrival")
@pytest.mark.parametrize("language", WRITTEN)
async def test_added_to_a_group_we_say_what_we_can_do_and_only_then(service: Service, language: Language) -> None:
    person = Person(service.api, 1, CLIENTS[language], GROUP)
    await service.api.update(**own_place("left", "member", GROUP, person))
    welcome = await person.read()
    assert say(language, "welcome") in welcome.text and say(language, "welcome-how-group") in welcome.text
    await service.api.update(**own_place("member", "administrator", GROUP, person))
    await service.api.update(**own_place("left", "administrator", NEWS, person))
    await service.barrier()
    assert nothing_waits(service, -7) and nothing_waits(service, NEWS["id"])


@pytest.mark.usefixtures("arrival")
@pytest.mark.parametrize("language", WRITTEN)
async def test_in_a_group_only_admins_choose_and_the_others_keep_the_panel_as_it_is(
    service: Service, language: Language
) -> None:
    service.api.admins = {1}
    admin, member = (Person(service.api, each, CLIENTS[language], GROUP) for each in (1, 2))
    assert say(language, "only-admins") in (await member.write("/subscribe")).text
    assert await service.subscription(-7) is None
    panel = await admin.write("/subscribe")
    assert say(language, "subscribed") in panel.text
    before = panel.text
    await member.tap("/pause", panel.id)
    await member.tap("/settings day 3", panel.id)
    await service.api.called("answerCallbackQuery", 2)
    await service.barrier()
    toasts = [form.get("text") for method, form in service.api.calls if method == "answerCallbackQuery"]
    assert toasts == [say(language, "only-admins")] * 2
    subscription = await service.subscription(-7)
    assert subscription and subscription.paused is None and subscription.weekly.weekday == 6
    assert panel.text == before and nothing_waits(service, -7)
    await service.comes_due(-7)
    assert is_check_in(await admin.read(), language)


async def test_who_is_an_admin_is_asked_once_and_not_for_what_changes_nothing(service: Service) -> None:
    service.api.admins = {1}
    admin = Person(service.api, 1, "en", GROUP)
    await admin.write("/help")
    await admin.write("/subscribe")
    await admin.write("/settings")
    assert [method for method, _ in service.api.calls].count("getChatMember") == 1


BAD_GATEWAY = Refusal(502, "Bad Gateway")
HIDDEN = Refusal(400, "Bad Request: member list is inaccessible")


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize(("refusals", "said"), [([BAD_GATEWAY] * 3, "admins-unknown"), ([HIDDEN], "admins-hidden")])
async def test_where_nobody_can_tell_who_is_an_admin_nobody_is_and_that_is_what_is_said(
    troubled: Service, refusals: list[Refusal], said: str, language: Language
) -> None:
    owner = Person(troubled.api, 1, CLIENTS[language], GROUP)
    troubled.api.admins = {1}
    troubled.api.refuse["getChatMember"] = list(refusals)
    assert say(language, said) in (await owner.write("/subscribe")).text
    assert await troubled.subscription(-7) is None
    troubled.api.refuse["getChatMember"] = list(refusals)
    await owner.tap("/subscribe", 5)
    await troubled.api.called("answerCallbackQuery", 1)
    assert [form["text"] for method, form in troubled.api.calls if method == "answerCallbackQuery"] == [
        say(language, said)
    ]
    assert say(language, "subscribed") in (await owner.write("/subscribe")).text


@pytest.mark.parametrize("trouble", [[BAD_GATEWAY] * 2, [Refusal(429, "Too Many Requests", retry_after=2)]])
async def test_who_is_an_admin_is_asked_again_after_a_hiccup(troubled: Service, trouble: list[Refusal]) -> None:
    troubled.api.admins = {1}
    troubled.api.refuse["getChatMember"] = list(trouble)
    assert say("en", "subscribed") in (await Person(troubled.api, 1, "en", GROUP).write("/subscribe")).text


async def test_who_has_left_a_group_is_no_admin_of_it(troubled: Service) -> None:
    troubled.api.refuse["getChatMember"] = [Refusal(400, "Bad Request: user not found")]
    assert say("en", "only-admins") in (await Person(troubled.api, 1, "en", GROUP).write("/subscribe")).text


async def test_a_channel_subscribes_by_a_post_of_its_own(service: Service) -> None:
    post = {"message_id": 5, "date": 1_700_000_000, "chat": NEWS, "text": "/subscribe@hindsight_test_bot fri 9am"}
    await service.api.update(channel_post=post)
    reader = Person(service.api, 1, "en", NEWS)
    assert say("zh", "subscribed") in (await reader.read()).text
    await service.comes_due(NEWS["id"])
    check_in = await reader.read()
    assert is_check_in(check_in, "zh")
    await reader.tap(check_in.command(say("zh", "ruling-yes")), check_in.id)
    await service.api.called("answerCallbackQuery", 1)
    assert (await service.store.known(Reader("telegram", "1"), Reader("telegram", "1"))).rulings
    assert "getChatMember" not in [method for method, _ in service.api.calls]


async def test_in_a_forum_the_check_in_comes_into_the_topic_it_was_asked_for_in(service: Service) -> None:
    service.api.admins = {1}
    admin = Person(service.api, 1, "en", FORUM)
    panel = await admin.write("/subscribe", message_thread_id=77, is_topic_message=True)
    assert panel.topic == 77
    await service.comes_due(FORUM["id"])
    check_in = await admin.read()
    assert is_check_in(check_in, "en") and check_in.topic == 77


async def test_in_a_forum_subscribing_in_another_topic_moves_the_check_in_there(service: Service) -> None:
    service.api.admins = {1}
    admin = Person(service.api, 1, "en", FORUM)
    await admin.write("/subscribe", message_thread_id=77, is_topic_message=True)
    panel = await admin.write("/subscribe", message_thread_id=78, is_topic_message=True)
    assert say("en", "subscribed-here") in panel.text and panel.topic == 78
    await service.comes_due(FORUM["id"])
    assert (await admin.read()).topic == 78


@pytest.mark.parametrize("said", ["message thread not found", "TOPIC_DELETED"])
async def test_where_its_topic_was_deleted_the_check_in_is_paused_until_it_is_wanted_in_another(
    troubled: Service, said: str
) -> None:
    troubled.api.admins = {1}
    admin = Person(troubled.api, 1, "en", FORUM)
    await admin.write("/subscribe fri 9am", message_thread_id=77, is_topic_message=True)
    troubled.api.refuse["sendMessage"] = [Refusal(400, f"Bad Request: {said}")]
    await troubled.comes_due(FORUM["id"])
    assert await troubled.paused(FORUM["id"]) == "blocked" and nothing_waits(troubled, FORUM["id"])
    panel = await admin.write("/settings", message_thread_id=78, is_topic_message=True)
    assert say("en", "paused-blocked", date="2026-11-27") in panel.text and "Friday" in panel.text
    await admin.write("/resume", message_thread_id=78, is_topic_message=True)
    await troubled.comes_due(FORUM["id"])
    check_in = await admin.read()
    assert is_check_in(check_in, "en") and check_in.topic == 78


MUTED = Refusal(400, "Bad Request: not enough rights to send text messages to the chat")
CLOSED = Refusal(400, "Bad Request: TOPIC_CLOSED")


async def test_a_closed_topic_pauses_until_it_is_opened_again_and_none_is_sent_elsewhere(troubled: Service) -> None:
    troubled.api.admins = {1}
    admin = Person(troubled.api, 1, "en", FORUM)
    await admin.write("/subscribe", message_thread_id=77, is_topic_message=True)
    troubled.api.refuse["sendMessage"] = [CLOSED]
    await troubled.comes_due(FORUM["id"])
    assert await troubled.paused(FORUM["id"]) == "muted" and nothing_waits(troubled, FORUM["id"])
    await admin.send(None, message_thread_id=77, is_topic_message=True, forum_topic_reopened={})
    await troubled.barrier()
    assert await troubled.paused(FORUM["id"]) is None
    await troubled.comes_due(FORUM["id"])
    check_in = await admin.read()
    assert is_check_in(check_in, "en") and check_in.topic == 77


@pytest.mark.parametrize("language", WRITTEN)
async def test_a_group_that_forbids_us_to_write_is_paused_and_told_so_once_it_lets_us(
    troubled: Service, language: Language
) -> None:
    troubled.api.admins = {1}
    admin = Person(troubled.api, 1, CLIENTS[language], GROUP)
    await admin.write("/subscribe fri 9am")
    troubled.api.refuse["sendMessage"] = [MUTED]
    await troubled.comes_due(-7)
    assert await troubled.paused(-7) == "muted"
    shown = (await admin.write("/settings")).text
    assert say(language, "paused-muted", date="2026-11-27") in shown
    await admin.write("/resume")
    await troubled.comes_due(-7)
    assert is_check_in(await admin.read(), language)


@pytest.mark.parametrize("writes", [True, False])
async def test_whether_we_may_write_is_learned_from_our_own_place_in_a_group(service: Service, writes: bool) -> None:
    service.api.admins = {1}
    admin = Person(service.api, 1, "en", GROUP)
    await admin.write("/subscribe")
    await service.api.update(**own_place("member", "restricted", GROUP, admin, can_send_messages=writes))
    await service.barrier()
    assert await service.paused(-7) == (None if writes else "muted")
    await service.api.update(**own_place("restricted", "member", GROUP, admin))
    await service.barrier()
    assert await service.paused(-7) is None and nothing_waits(service, -7)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("refused", [MUTED, Refusal(400, "Bad Request: CHAT_WRITE_FORBIDDEN")], ids=str)
async def test_added_to_a_group_that_forbids_us_to_write_we_tell_who_added_us(
    troubled: Service, language: Language, refused: Refusal, caplog: pytest.LogCaptureFixture
) -> None:
    person = Person(troubled.api, 1, CLIENTS[language], GROUP)
    troubled.api.refuse[-7] = [refused]
    caplog.set_level(logging.INFO, "bot")
    caplog.clear()
    await troubled.api.update(**own_place("left", "member", GROUP, person))
    assert say(language, "welcome-muted") in (await Person(troubled.api, 1).read()).text
    assert [(each.levelname, each.exc_info) for each in caplog.records if each.name.startswith("bot")] == [
        ("INFO", None)
    ]


@pytest.mark.parametrize("result", [True, {}, {"message_id": None}])
async def test_a_check_in_counts_as_sent_only_with_the_id_of_its_message(troubled: Service, result: Any) -> None:
    person = Person(troubled.api, 1, "en")
    await person.write("/subscribe")
    troubled.api.instead["sendMessage"] = result
    await troubled.comes_due(1)
    assert [row["state"] for row in deliveries(troubled)] == ["queued"]
    troubled.api.instead.clear()
    troubled.now += dt.timedelta(minutes=1)
    await troubled.send_due()
    check_in = await person.read()
    assert [(row["state"], row["message"]) for row in deliveries(troubled)] == [("sent", str(check_in.id))]


@pytest.mark.parametrize(
    "order", ["message", "error", "message error", "error message", "message message"], ids=lambda order: order
)
async def test_a_group_that_became_a_supergroup_gets_one_check_in_however_we_learn_of_it(
    troubled: Service, order: str
) -> None:
    service = troubled
    service.api.admins = {1}
    old = Person(service.api, 1, "en", GROUP)
    new = Person(service.api, 1, "en", {**GROUP, "id": -1007, "type": "supergroup"})
    await old.write("/subscribe")
    first = order.split()[0]
    if first == "message":
        await old.send(None, migrate_to_chat_id=-1007)
        await service.barrier()
        assert await service.subscription(-7) is None
        await service.comes_due(-1007)
    else:
        service.api.refuse["sendMessage"] = [UPGRADED]
        await service.comes_due(-7)
    assert is_check_in(await new.read(), "en")
    match order.split()[1:]:
        case ["message"]:
            await new.send(None, migrate_from_chat_id=-7)
            await service.barrier()
        case ["error"]:
            service.api.refuse["sendMessage"] = [UPGRADED]
            await old.send("/settings")
            assert (await new.read()).text
    subscription = await service.subscription(-1007)
    assert subscription and await service.subscription(-7) is None
    await service.send_due()
    assert nothing_waits(service, -1007) and nothing_waits(service, -7)
    await service.comes_due(-1007)
    assert is_check_in(await new.read(), "en")


# Evenings on which everything goes wrong

BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")
ERROR = Refusal(500, "Internal Server Error")


def flood(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


async def test_through_blocks_floods_and_errors_everybody_gets_theirs_once(troubled: Service) -> None:
    readers = range(1, 31)
    for each in readers:
        await Person(troubled.api, each, "en").write("/subscribe sat 18:00 Asia/Shanghai")
    blocked, flooded, failing = {3, 13, 23}, {5: 2, 15: 600, 25: 43_838}, {7, 8}
    troubled.api.refuse |= {each: [BLOCKED] for each in blocked}
    troubled.api.refuse |= {each: [flood(seconds)] for each, seconds in flooded.items()}
    troubled.api.refuse |= {each: [ERROR, ERROR] for each in failing}
    subscription = await troubled.subscription(1)
    assert subscription
    troubled.now = subscription.next_at
    await troubled.see_through()

    counts = (await troubled.store.figures(NOW)).counts
    assert counts == {"sent": len(readers) - len(blocked), "gone": len(blocked)}
    for each in readers:
        assert await troubled.paused(each) == ("blocked" if each in blocked else None)
        outbox = troubled.api.outbox[each]
        got = [outbox.get_nowait() for _ in range(outbox.qsize())]
        assert [is_check_in(message, "en") for message in got] == [True] * (each not in blocked)
    assert troubled.now - subscription.next_at >= dt.timedelta(seconds=43_838)


@pytest.mark.usefixtures("arrival")
async def test_four_taps_at_once_are_one_answer(troubled: Service) -> None:
    person = Person(troubled.api, 1, "en")
    await person.write("/subscribe sat 18:00 Asia/Shanghai")
    await troubled.comes_due(1)
    check_in = await person.read()
    command = check_in.command(say("en", "ruling-partly"))
    for _ in range(4):
        await person.tap(command, check_in.id)
    assert await person.read() is check_in
    await troubled.api.called("editMessageText", 4)  # three of which change nothing
    votes = troubled.store.everything(Reader("telegram", "1"))["votes"]
    assert [vote["value"] for vote in votes] == ["partly"]
    assert say("en", "tally", parts=f"{say('en', 'ruling-partly')} 1") in check_in.text
