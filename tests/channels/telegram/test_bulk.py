"""Check-ins through a real bot: what is kept ready for one answer is never sent in place of another."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest
from telegram import Bot

from bot.answers import Answer
from bot.answers.answer import Button, folded, paragraph
from bot.channels.telegram.bulk import LINE_PATIENCE, CheckIns
from bot.channels.telegram.contents import CONTENTS_KEPT
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.shared_rate import SharedRate
from bot.channels.telegram.transport import Transport
from bot.delivery.channel import Unready
from bot.people.readers import Reader
from bot.state import Delivery, StateError, StateUnavailable, Stretch
from tests.conftest import NOW
from tests.support.botapi import TOKEN, BotAPI


def answer(words: str) -> Answer:
    return Answer("t", (paragraph(words),), ((Button(words, "/help"),),))


async def test_everyone_gets_their_own_however_many_kinds_there_are(api: BotAPI) -> None:
    ticks = count()  # a clock that runs fast enough for nobody to wait
    async with Bot(TOKEN, base_url=f"{api.url}/bot", request=Transport(), get_updates_request=Transport()) as bot:
        check_ins = CheckIns(bot, Pacer(1, 30, clock=lambda: float(next(ticks))), lambda: 0.0)
        shared = answer("shared")
        for chat in range(1, CONTENTS_KEPT + 10):
            for shown in (shared, answer(f"own {chat}")):
                delivery = Delivery(chat, chat, Reader("telegram", str(chat)), NOW, 1, 0, None, None, skips_empty=False)
                await check_ins.send(delivery, shown)
                sent = await api.outbox[chat].get()
                words = "shared" if shown is shared else f"own {chat}"
                assert (sent.text, sent.labels) == (f"t\n\n{words}", [words])


class Budget:
    """What all may send, as far as the state says; it says what it is told to."""

    def __init__(self, *says: Stretch | StateError) -> None:
        self.says = [*says]

    async def take(self, sender: str, messages: int, pace: float) -> Stretch | None:
        match self.says.pop(0) if self.says else None:
            case StateError() as error:
                raise error
            case said:
                return said


async def test_where_others_send_too_no_check_in_goes_before_the_state_says_so(api: BotAPI) -> None:
    ticks, now = count(), 0.0
    gone, free = StateUnavailable("the database does not answer"), Stretch(0.0, 0.0)

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        await asyncio.sleep(0)

    async with Bot(TOKEN, base_url=f"{api.url}/bot", request=Transport(), get_updates_request=Transport()) as bot:
        shared = SharedRate(Budget(gone, free, free), "telegram:1", 25, clock=lambda: now, sleep=sleep)
        check_ins = CheckIns(bot, Pacer(1, 30, clock=lambda: float(next(ticks))), lambda: 0.0, shared)
        delivery = Delivery(1, 1, Reader("telegram", "7"), NOW, 1, 0, None, None, skips_empty=False)
        with pytest.raises(Unready, match="the database does not answer"):
            await check_ins.send(delivery, answer("once"))
        await check_ins.send(delivery, answer("twice"))
        with pytest.raises(Unready, match="others send all that may be sent"):
            await check_ins.send(delivery, answer("thrice"))
        assert now >= LINE_PATIENCE and (await api.outbox[7].get()).text == "t\n\ntwice" and api.outbox[7].empty()


async def test_an_older_server_is_sent_quotations_that_do_not_unfold_and_refuses_once(api: BotAPI) -> None:
    api.older, ticks = True, count()
    async with Bot(TOKEN, base_url=f"{api.url}/bot", request=Transport(), get_updates_request=Transport()) as bot:
        check_ins = CheckIns(bot, Pacer(1, 30, clock=lambda: float(next(ticks))), lambda: 0.0)
        plain, long = answer("plain"), Answer("t", (folded("Why", "Because."),))
        for chat, shown in enumerate((plain, long, long, plain), 1):
            delivery = Delivery(chat, chat, Reader("telegram", str(chat)), NOW, 1, 0, None, None, skips_empty=False)
            await check_ins.send(delivery, shown)
            sent = await api.outbox[chat].get()
            assert sent.text == ("t\n\nplain" if shown is plain else "t\n\nWhy\nBecause.")
    assert len(api.refusals) == 1
