"""The composition root: `run`, `tick`, `ask`, tests and benches take the parts of the program from here.

Each part is made in one place, from the settings, the state, a clock and chance, when it is first asked for; only then
are the libraries imported that it needs. Who needs a part to be another one says so to `compose`.
"""

from __future__ import annotations

import datetime as dt
import functools
import logging
import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, ParamSpec, Protocol, TypeVar

from bot.answers.editors import admin
from bot.app import App, Way
from bot.content.edition import Edition, InvalidEdition
from bot.desk import Desk, load_folders
from bot.desk.kept_files import READ, KeptFiles
from bot.desk.shared import SharedDesk
from bot.people.schedule import Clock
from bot.serve.roles import ALL, Role
from bot.settings import Settings
from bot.state import Editions, State

if TYPE_CHECKING:
    import asyncio
    import contextlib

    from starlette.types import ASGIApp

    from bot.channels.telegram.channel import Telegram
    from bot.channels.web.inbox import Inbox
    from bot.channels.web.site import Site
    from bot.delivery.channel import Channel
    from bot.delivery.pulse import Pulse
    from bot.delivery.worker import Deliveries
    from bot.editorial import Editorial
    from bot.notify import AppealNotices, EditorChannel, Notifier, Tell
    from bot.reception import Reception
    from bot.reload import Reloader

    class AnyChannel(Channel, EditorChannel, Protocol):
        """Sends check-ins, and tells editors what they did not ask for."""

    class Network(AnyChannel, Protocol):
        """A channel that keeps up a connection of its own to where its readers are."""

        @property
        def trouble(self) -> str:
            """Why nothing arrives, in words for operators; nothing where all is well."""

        async def run(self, stop: asyncio.Event, halt: asyncio.Event) -> None:
            """Serve readers until `stop`, and send check-ins until `halt`."""

        def sending(self) -> contextlib.AbstractAsyncContextManager[None]:
            """Be able to send, without receiving anything; where that cannot be, `trouble` says why."""


logger = logging.getLogger(__name__)

KEY_BYTES: Final = 16
"""Bytes of the key in a link by which somebody goes on elsewhere: more than anybody guesses."""
LITTLE_IN_HAND: Final[Mapping[str, Any]] = {"ahead": 1, "lease": dt.timedelta(minutes=5)}
"""How much of what is due a process claims at once, and for how long, where others could send it."""
P = ParamSpec("P")
T = TypeVar("T")
Overrides = Mapping[Callable[..., Any], Mapping[str, Any]]
"""Arguments that are other than the program's own, by the class they are for."""


def compose(
    settings: Settings,
    state: State,
    now: Clock,
    *,
    history: Editions | None = None,
    edition: Edition | None = None,
    secret: bytes | None = None,
    new_id: Callable[[], str] = lambda: secrets.token_hex(4),
    jitter: Callable[[], float] = random.random,
    role: Role = ALL,
    overrides: Overrides | None = None,
    **parts: Any,
) -> Program:
    """Return a program on a state.

    `history` opens the desk: without one editors are answered as readers are, and told of nothing. `edition` is the
    first to be live, else that of the files. `secret` signs the keys of readers of the page, which without one are good
    until the next start. The `role` says what this process does of it all. `overrides` are arguments by the class they
    are for, `parts` are parts, in place of those made here.
    """
    if unknown := [name for name in parts if not hasattr(Program, name)]:
        raise TypeError(f"no part of a program: {', '.join(unknown)}")
    program = Program(settings, state, now, role, history, edition, secret, new_id, jitter, overrides or {})
    vars(program).update(parts)  # where functools.cached_property looks first
    return program


@dataclass(frozen=True, eq=False)
class Program:
    """One bot. Each of its parts is always the same one; `compose` says what they are made of."""

    settings: Settings
    state: State
    now: Clock
    role: Role
    _history: Editions | None
    _edition: Edition | None
    _secret: bytes | None
    _new_id: Callable[[], str]
    _jitter: Callable[[], float]
    _overrides: Overrides

    def _build(self, part: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        kwargs.update(self._overrides.get(part, {}))
        return part(*args, **kwargs)

    @functools.cached_property
    def app(self) -> App:
        """What answers every question; raises InvalidEdition where no edition is good."""
        return self._build(
            App,
            self._first(),
            self.state,
            new_id=self._new_id,
            zone=self.settings.zone,
            default=self.settings.language,
            editors=self.settings.editors,
            new_key=functools.partial(secrets.token_hex, KEY_BYTES),  # letters and digits: an underscore parts words
            ways=self._ways,
            tell=lambda reader, notice: self._teller.one(reader, notice),
        )

    def _ways(self) -> dict[str, Way]:
        """Return the ways from one channel to another: to the page only by an address that is everybody's."""
        ways: dict[str, Way] = {"telegram": self.telegram.way} if self.telegram else {}
        if self.settings.public_url:
            from bot.channels.web.languages import way
            from bot.channels.web.public_url import Public

            ways["web"] = functools.partial(way, Public.at(self.settings.public_url))
        return ways

    def _first(self) -> Edition:
        """Return the edition to begin with; where the files are broken the last one that was live: a slip stops nobody.

        What is wrong is told once the files are watched. It is not kept here: an edition goes when another one is live.
        """
        if self._edition:
            return self._edition
        try:
            return self._load(self.now())
        except InvalidEdition:
            if self.desk and (last := self.desk.last()):
                return last
            raise

    def _load(self, now: dt.datetime) -> Edition:
        return self.desk.load(now) if self.desk else load_folders(self.settings.briefings, self.settings.seeds)

    @functools.cached_property
    def desk(self) -> Desk | None:
        """The editors' desk, where there is a history."""
        return desk(self.settings, self._history) if self._history else None

    @functools.cached_property
    def reloader(self) -> Reloader:
        """What makes files live that change."""
        from bot.reload import Reloader

        folders = self.settings.briefings, self.settings.seeds
        return self._build(Reloader, self.app, *folders, self._load, now=self.now, tell=self.tell)

    @functools.cached_property
    def editorial(self) -> Editorial | None:
        """What answers editors, where there is a desk."""
        from bot.editorial import Editorial

        return self._build(Editorial, self.app, self.desk, self.reloader) if self.desk else None

    @functools.cached_property
    def reception(self) -> Reception:
        """What every channel asks."""
        from bot.reception import Reception

        return self._build(Reception, self.app, self.now, self.editorial)

    @functools.cached_property
    def tell(self) -> Tell | None:
        """What tells editors, over every channel, where there is a desk."""
        return (lambda notice: self._teller(notice)) if self._history else None

    @functools.cached_property
    def _teller(self) -> Notifier:
        from bot.notify import Notifier

        return self._build(Notifier, self.app.editors, self.app.language, self.channels)

    @functools.cached_property
    def appeal_notices(self) -> AppealNotices:
        """What tells editors of appeals that wait."""
        from bot.notify import AppealNotices

        return self._build(AppealNotices, self.state.appeals.waiting, self.tell)

    @functools.cached_property
    def channels(self) -> dict[str, AnyChannel]:
        """Every channel there is, by its name."""
        return {"web": self.inbox, **self.networks}

    @property
    def shared(self) -> bool:
        """Whether other processes may work with the same state."""
        return self.settings.database_url is not None

    @functools.cached_property
    def networks(self) -> dict[str, Network]:
        """The channels of other networks that the settings ask for, by their names."""
        return {"telegram": self.telegram} if self.telegram else {}

    @property
    def trouble(self) -> str:
        """Why nothing arrives from some network, in words for operators; nothing where all is well."""
        return "; ".join(each.trouble for each in self.networks.values() if each.trouble)

    @functools.cached_property
    def inbox(self) -> Inbox:
        """The channel of the page."""
        from bot.channels.web.inbox import Inbox

        return self._build(Inbox, self.state, self.now)

    @functools.cached_property
    def telegram(self) -> Telegram | None:
        """The Telegram channel, where there is a token."""
        if self.settings.telegram_token is None:
            logger.info("Telegram: off, as BOT_TELEGRAM_TOKEN is not set")
            return None
        from bot.channels.telegram.channel import Telegram

        if proxy := self.settings.telegram_proxy:
            logger.info("Telegram: by the proxy %s", proxy)
        return self._build(
            Telegram,
            self.reception,
            token=self.settings.telegram_token.get_secret_value(),
            api_url=self.settings.telegram_api_url,
            proxy=proxy,
            language=self.settings.language,
            now=self.now,
            bulk_rate=self.settings.bulk_rate,
            tell=self.tell,
            received=self.state.received,
            budget=self.state.budget,
            webhook=self.settings.webhook,
            receives=self.role.answers,
        )

    @functools.cached_property
    def pulse(self) -> Pulse:
        """How deliveries go, which they note and operators are told."""
        from bot.delivery.pulse import Pulse

        return self._build(Pulse, elsewhere=not self.role.works)

    @functools.cached_property
    def page(self) -> Site:
        """What serves the page."""
        from bot.channels.web.public_url import Public
        from bot.channels.web.site import Site
        from bot.reception import Conversations

        return self._build(
            Site,
            self.reception,
            self._build(Conversations, self.app, self.reception, self.now),
            now=self.now,
            default=self.settings.language,
            inbox=self.inbox,
            trouble=lambda: self.trouble,
            public=Public.at(self.settings.public_url),
            secret=self._secret,
            pulse=self.pulse,
            metrics_for_all=self.settings.metrics == "all",
            hooks=self._hooks(),
        )

    def _hooks(self) -> dict[str, ASGIApp]:
        """Return what is at home at which path of the page where networks bring what their readers say."""
        if not (webhook := self.settings.webhook) or not self.telegram:
            return {}
        from bot.channels.telegram.webhook_requests import WebhookRequests

        return {webhook.path: self._build(WebhookRequests, webhook.secret, self.telegram.keep)}

    def deliveries(self, channels: Mapping[str, Channel] | None = None) -> Deliveries:
        """Return what carries out deliveries anew, over every channel there is, or over these."""
        from bot.delivery.channel import in_flight
        from bot.delivery.worker import Deliveries

        return self._build(
            Deliveries,
            self.state.ledger,
            self.app.issue,
            self.channels if channels is None else channels,
            moved=self.app.moved,
            now=self.now,
            jitter=self._jitter,
            alarm=self._alarm,
            spread=self.app.spread,
            pulse=self.pulse,
            workers=in_flight(self.settings.bulk_rate),
            **(LITTLE_IN_HAND if self.shared else {}),
        )

    async def _alarm(self, channel: str) -> None:
        if self.tell:
            self.tell(lambda language: admin.alarm(language, channel))


def desk(settings: Settings, history: Editions) -> Desk:
    """Return the editors' desk on the folders of content."""
    keeper = KeptFiles(settings.data / READ)
    kind = SharedDesk if history.shared else Desk
    return kind(settings.briefings, settings.seeds, history, shipped=settings.shipped, keeper=keeper)
