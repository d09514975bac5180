"""The Telegram channel: receives updates by long polling, asks the app, sends or edits messages."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Final

from telegram import Bot

from bot.answers import Answer
from bot.channels.telegram.admins import Admins
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.asking import Asking
from bot.channels.telegram.bulk import CheckIns
from bot.channels.telegram.cancelling import cancelled
from bot.channels.telegram.chat_actions import NOTICED, ChatActions
from bot.channels.telegram.fair_queue import ANSWERS_AT_ONCE, Service
from bot.channels.telegram.group_chats import alone
from bot.channels.telegram.inline import QUERIES_AT_ONCE, Inline
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.kept import Kept
from bot.channels.telegram.overload import EXCUSES_AT_ONCE, Overload
from bot.channels.telegram.poll_errors import POLL_WAITS, Alarm
from bot.channels.telegram.polling import Poller, Polling
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.receiving import Nothing, Receiver
from bot.channels.telegram.render import LIMITS
from bot.channels.telegram.replies import Replies
from bot.channels.telegram.retries import Retrying
from bot.channels.telegram.transport import Transport
from bot.channels.telegram.uploads import Uploads
from bot.channels.telegram.webhook import EVERY, Hook
from bot.content.briefing import Language
from bot.delivery.channel import Delivery, Unready, in_flight
from bot.notify import Tell
from bot.people.readers import Reader
from bot.pictures import png
from bot.proxies import Proxy
from bot.reception import Limits, Message, Reception
from bot.state import Budget, Received
from bot.webhooks import Webhook

logger = logging.getLogger(__name__)

LAST_ANSWERS: Final = 3.0
"""Seconds a stop goes on answering what was asked before it."""
NOT_YET: Final = dt.timedelta(seconds=2)
"""How long check-ins wait while the channel has not logged in."""


class Telegram:
    """Serves readers on Telegram until `stop` is set."""

    def __init__(
        self,
        reception: Reception,
        *,
        token: str,
        api_url: str,
        proxy: Proxy | None = None,
        language: Language,
        now: Callable[[], dt.datetime],
        bulk_rate: int = 25,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        tell: Tell | None = None,
        received: Received,
        budget: Budget | None = None,
        webhook: Webhook | None = None,
        receives: bool = True,
        waits: tuple[float, ...] = POLL_WAITS,
        every: float = EVERY,
        last_answers: float = LAST_ANSWERS,
        noticed: float = NOTICED,
    ) -> None:
        """`received` keeps what is brought to a `webhook`; without one we fetch it, beside what was brought before.

        `budget` is what all processes may send as this bot, where there are others. Where it is another one that
        `receives`, we only send.
        """
        self._reception, self._language = reception, language
        self._pacer = Pacer(bulk_rate, max(30, bulk_rate + 5), clock=clock)
        most = 3 * ANSWERS_AT_ONCE + EXCUSES_AT_ONCE + QUERIES_AT_ONCE + in_flight(bulk_rate)
        self._bot = Bot(
            token,
            f"{api_url}/bot",
            f"{api_url}/file/bot",
            request=Transport(most, read_timeout=20, pool_timeout=10, proxy=proxy),
            get_updates_request=(polling := Polling(1, proxy=proxy)),
        )
        number, shared = token.partition(":")[0], None
        if budget:
            from bot.channels.telegram.shared_rate import SharedRate  # one process alone has no use for it

            shared = SharedRate(budget, f"telegram:{number}", bulk_rate, clock=clock, sleep=sleep)
        self._check_ins = CheckIns(self._bot, self._pacer, clock, shared)
        calls = Retrying(self._bot, self._pacer, clock, sleep)
        actions = ChatActions(self._bot, self._pacer, noticed)
        self._replies = Replies(calls, self._pacer, reception, actions)
        self._inline = Inline(self._bot, reception, language)
        self._excusing = Overload(self._replies)
        self._taken = Kept(received, number, now)
        self._answering = Answering(
            reception,
            self._replies,
            taken=self._taken,
            actions=actions,
            admins=Admins(calls, clock),
            files=Uploads(self._bot),
            excusing=self._excusing,
        )
        self._lanes: Service[Asking] = Service(self._answering.answer, self._answering.dropped)
        reception.queues["telegram"] = self._lanes
        self._profile = Profile(self._bot, language, self._editors, sleep)
        self._intake = Intake(
            self._bot,
            reception,
            language,
            limits=lambda: self.limits,
            lanes=self._lanes,
            taken=self._taken,
            inline=self._inline,
            excusing=self._excusing,
            met=self._profile.met,
        )
        alarm, room = Alarm(tell, now), self._lanes.room
        self._receiver: Receiver = (
            Nothing(self._bot, alarm, waits)
            if not receives
            else Hook(self._bot, webhook, kept=self._taken, tell=alarm, waits=waits, every=every)
            if webhook
            else Poller(self._bot, polling, self._intake.take, room=room, tell=alarm, taken=self._taken, waits=waits)
        )
        self._receives, self._last_answers = receives, last_answers

    @property
    def limits(self) -> Limits:
        """What a message can show: pictures only where there is a font to draw them with."""
        return LIMITS if png.available() else replace(LIMITS, pictures=False)

    @property
    def trouble(self) -> str:
        """Why nothing arrives, in words for operators; nothing where all is well."""
        return self._receiver.trouble.why if self._receiver.trouble else ""

    async def run(self, stop: asyncio.Event, halt: asyncio.Event | None = None) -> None:
        """Poll and answer until `stop`, whatever befalls Telegram; check-ins may go on until `halt`."""
        beside: list[asyncio.Task[None]] = []
        try:
            await asyncio.to_thread(png.available)  # looking for a font takes a moment
            answering = (self._hand_over(), self._publish()) if self._receives else ()
            beside = [asyncio.create_task(each) for each in (self._receiver.run(), *answering)]
            await stop.wait()
        finally:
            await cancelled(beside)
            await self._answering.close()
            await self._close()
            if halt:
                await halt.wait()
            for beside_answers in (self._excusing, self._replies.presses, self._inline):
                await beside_answers.close()
            await self._bot.shutdown()

    async def keep(self, number: int, content: bytes, lane: str) -> None:
        """Keep an update that is brought to the webhook, by its number, to be answered; raises StateError."""
        await self._taken.keep(number, content, lane)

    @contextlib.asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Be able to send, without receiving anything; where Telegram does not let us in, `trouble` says why."""
        try:
            await self._receiver.log_in()
            yield
        finally:
            await self._bot.shutdown()

    async def _hand_over(self) -> None:
        """Hand over what was brought, once we know who we are."""
        await self._receiver.connected.wait()
        await self._taken.hand_over(self._intake.take, self._lanes.room)

    async def _publish(self) -> None:
        await self._receiver.connected.wait()
        how = "polling" if isinstance(self._receiver, Poller) else "with a webhook"
        logger.info("Telegram: %s as @%s", how, self._bot.username)
        await self._profile.publish()

    async def _editors(self) -> tuple[int, ...]:
        return tuple(int(each.id) for each in await self._reception.editors() if each.channel == "telegram")

    async def _close(self) -> None:
        """Answer what was asked, as far as that is soon done.

        All that was fetched is confirmed, also what is dropped here: the next request for updates has confirmed nearly
        all of it long ago, and what was answered would else be answered once more after the restart. What was brought
        is kept.
        """
        await self._receiver.confirm()
        left = await self._lanes.close(self._last_answers)
        if kept := self._taken.in_hand:
            logger.info("Telegram: %d questions are answered after the next start", kept)
        if left > kept:
            lost = left - kept
            logger.warning(
                "Telegram: %d questions were given up, as the stop would have waited too long for them", lost
            )

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        """Send one check-in behind all answers, at the pace of mass sends; raises as `delivery.channel` says."""
        if not self._receiver.connected.is_set():
            raise Unready("not connected yet", NOT_YET)
        return await self._check_ins.send(delivery, answer)

    def shares(self, reader: Reader) -> bool:
        """Tell whether a chat is a group or a channel: their ids are below zero."""
        return int(reader.id) < 0

    def way(self, command: str) -> str:
        """Return the address that asks a command in a chat with the bot; nothing before it has logged in."""
        return alone(command, self._bot.username) if self._receiver.connected.is_set() else ""

    async def tell(self, reader: Reader, answer: Answer) -> None:
        """Send an editor what they did not ask for, as soon as Telegram lets us."""
        await self._replies.tell(
            Asking(Message(reader=reader, text="", language=self._language), int(reader.id)), answer
        )
