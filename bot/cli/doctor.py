"""`doctor`: looks at all a bot stands on, and says of each thing in one line whether it is well, or what to do."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import errno
import json
import os
import shutil
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from bot import desk, logs, settings
from bot.cli.output import Failure, write
from bot.cli.state import engine, last_backup, unwritable
from bot.content.edition import InvalidEdition
from bot.files import nearest
from bot.people.schedule import Clock
from bot.pictures import png
from bot.settings import Settings
from bot.state import Checkup, NewerState, StateBusy, StateError, StateUnavailable
from bot.webhooks import Webhook

if TYPE_CHECKING:
    from bot.channels.telegram.inspection import SetWebhook

ROOM: Final = 200_000_000
"""Bytes that ought to be free where the state lies: a night's backup and the log of a busy week."""
ZONES_LAST: Final = dt.timedelta(days=550)
"""How old the time zones may be: countries change their clocks at a few months' notice."""
AHEAD: Final = dt.timedelta(hours=1)
"""How far ahead of the clock the state may have been written."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, what was found and what to do, and whether it is well."""

    what: str
    said: str
    well: bool = True


WRITE: Final = os.W_OK | os.X_OK
"""The rights to a folder by which files in it are replaced."""
Look = Callable[[Settings, dt.datetime], Iterable[Finding]]


def doctor(chosen: Settings, asked: argparse.Namespace, now: Clock) -> int:
    """Tell of everything how it is; 1 where something is not well."""
    logs.setup("error", chosen.log_format, chosen.secrets)
    found = [finding for look in LOOKS for finding in look(chosen, now())]
    if asked.json:
        write(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2) + "\n")
    else:
        lines = (f"{'ok ' if each.well else 'BAD'}  {each.what:<10} {each.said}\n" for each in found)
        write(logs.redacted("".join(lines), chosen.secrets))
    return 0 if all(each.well for each in found) else 1


def _settings(_: Settings, __: dt.datetime) -> Iterator[Finding]:
    unknown = settings.unknown_variables()
    yield from (Finding("settings", line, well=False) for line in unknown)
    if not unknown:
        yield Finding("settings", "every variable is known and can be used")


def _content(chosen: Settings, _: dt.datetime) -> Iterator[Finding]:
    try:
        found = desk.load_folders(chosen.briefings, chosen.seeds)
    except InvalidEdition as invalid:
        count = len(invalid.problems)
        yield Finding("content", f"{count} problem{'s' * (count != 1)}: run `check`, which names each", well=False)
    else:
        own = "; they came with the program: `init DIR` lays out a folder to edit" if chosen.shipped else ""
        yield Finding("content", f"{len(found.briefings)} briefings, edition {found.digest}{own}")


def folders(chosen: Settings, _: dt.datetime) -> Iterator[Finding]:
    """Look whether what editors publish can be written where the content lies."""
    if chosen.shipped:
        yield Finding("folders", "nobody edits the content: it came with the program")
        return
    shut = [each for each in (chosen.briefings, chosen.seeds) if each.is_dir() and not os.access(each, WRITE)]
    if shut:
        where = " and ".join(map(str, shut))
        said = f"nothing may be written in {where}, so no editor can publish: give the bot's user that right"
        yield Finding("folders", said, well=not chosen.editors)
    else:
        yield Finding("folders", f"what editors publish can be written in {chosen.briefings} and {chosen.seeds}")


def _state(chosen: Settings, now: dt.datetime) -> Iterator[Finding]:
    place = "the database of BOT_DATABASE_URL" if chosen.database_url else f"{chosen.data}"
    look = _looked_over(chosen, place)
    if isinstance(look, Finding):
        yield look
        return
    if look.damage:
        yield Finding("state", f"damaged: {look.damage}; {_restoring(chosen)}", well=False)
    else:
        before = "; an earlier version left it: the next start upgrades it, and keeps it as it is for a week"
        yield Finding("state", f"sound, {look.size / 1e6:.1f} MB in {place}{before * look.of_before}")
    if look.miscounted:
        those = "tally of 1 forecast is" if look.miscounted == 1 else f"tallies of {look.miscounted} forecasts are"
        mend = "end the bot, then `readers export FILE` and `readers import FILE`, which counts anew"
        yield Finding("tallies", f"the {those} not what readers said: {mend}", well=False)
    if look.newest and look.newest - now > AHEAD:
        said = f"says {now:%Y-%m-%d %H:%M}, but the state was written on {look.newest:%Y-%m-%d %H:%M}: set the clock"
        said += ", if it is wrong; if it is right, it was wrong then, and nothing is to be done"
        yield Finding("clock", said, well=False)
    else:
        yield Finding("clock", f"{now:%Y-%m-%d %H:%M} UTC, after all that is in the state")
    if chosen.database_url:
        yield Finding("backup", "made by whoever runs the database, such as by pg_dump")
    else:
        yield _backup(look.copied, now)


def _looked_over(chosen: Settings, place: str) -> Checkup | Finding:
    """Return the state looked over, or why it cannot be."""
    if shut := unwritable(chosen):
        return Finding("state", shut, well=False)
    try:
        state = engine(chosen)
        return (
            state.checkup() if state.exists() else Finding("state", f"none in {place} yet: the first start makes one")
        )
    except Failure as why:
        return Finding("state", str(why), well=False)
    except NewerState as error:
        return Finding("state", f"{place}: {error}", well=False)
    except (OSError, StateError) as error:
        return Finding("state", f"{place}: {error}{_mending(chosen, error)}", well=False)


def _mending(chosen: Settings, error: Exception) -> str:
    """Say what to do about a state that cannot be looked at; nothing where its error says so."""
    if chosen.database_url:
        return ""
    if isinstance(error, StateBusy):
        return "; another program has it open and locked: end that one, and ask again"
    if isinstance(error, OSError | StateUnavailable):
        return f"; look at the rights and the disk of {chosen.data}"
    return f"; {_restoring(chosen)}"


def _restoring(chosen: Settings) -> str:
    """Say how a state that is damaged is mended."""
    return f"end the bot, then `restore {last_backup(chosen) or 'FILE'}` puts a backup in its place"


def _backup(copied: dt.datetime | None, now: dt.datetime) -> Finding:
    if copied is None:
        return Finding("backup", "none yet: `run` makes one every night, `backup FILE` at once")
    old = now - copied > dt.timedelta(days=3)
    mend = "; `run` makes one every night: see that it runs, and look into its log for why it made none"
    said = f"of {copied:%Y-%m-%d %H:%M}{mend * old}"
    return Finding("backup", said, well=not old)


def disk(chosen: Settings, _: dt.datetime) -> Iterator[Finding]:
    """Look whether there is room for the state and its backups."""
    free = shutil.disk_usage(nearest(chosen.data)).free
    said = f"{free / 1e9:.1f} GB free where {chosen.data} is"
    yield Finding("disk", said if free > ROOM else f"{said}: make room", well=free > ROOM)


def _fonts(chosen: Settings, _: dt.datetime) -> Iterator[Finding]:
    missing = png.missing_font("en")
    yield Finding("fonts", missing or "pictures can be drawn, in both scripts", well=not missing)


def _zones(chosen: Settings, now: dt.datetime) -> Iterator[Finding]:
    """Look at the day of the time zones, which the version of their package tells: 2026.1 is the first of a year."""
    try:
        found = version("tzdata")
        year, number = map(int, found.split(".")[:2])
    except (PackageNotFoundError, ValueError):
        yield Finding("zones", "the package tzdata is missing: pip install tzdata", well=False)
        return
    made = dt.datetime(year, min(12, 2 * number), 1, tzinfo=dt.UTC)  # there are some four to six a year
    old = now - made > ZONES_LAST
    said = f"of {found}; readers begin in {chosen.zone}"
    said += "; they are old, and clocks may have changed their rules since: pip install -U tzdata" if old else ""
    yield Finding("zones", said, well=not old)


def _page(chosen: Settings, _: dt.datetime) -> Iterator[Finding]:
    """Look whether the page's address is free, or one of ours answers there already."""
    at = f"{chosen.web_host}:{chosen.web_port}"
    family = socket.AF_INET6 if ":" in chosen.web_host else socket.AF_INET
    try:
        with contextlib.closing(socket.socket(family)) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((chosen.web_host, chosen.web_port))
    except (OSError, TypeError) as error:  # a name that is no host name is a TypeError
        yield _unusable(chosen, at, error)
    else:
        yield Finding("page", f"{at} is free")


def _unusable(chosen: Settings, at: str, error: OSError | TypeError) -> Finding:
    """Say of an address that cannot be had what to do."""
    if not isinstance(error, OSError) or error.errno != errno.EADDRINUSE:
        said = error.strerror if isinstance(error, OSError) else "not a host name"
        mend = "set BOT_WEB_HOST to an address of this machine, and BOT_WEB_PORT to a port that you may use"
        return Finding("page", f"{at}: {said}; {mend}", well=False)
    with contextlib.suppress(OSError):  # of a state that is another user's nobody can tell
        if engine(chosen).in_use():
            return Finding("page", f"{at} is in use, as `run` is at work")
    mend = "set BOT_WEB_PORT to another one, or end the program that has it"
    return Finding("page", f"{at}: {error.strerror}; {mend}", well=False)


def _telegram(chosen: Settings, _: dt.datetime) -> Iterator[Finding]:
    if chosen.telegram_token is None:
        yield Finding("telegram", "off: BOT_TELEGRAM_TOKEN is not set")
        return
    from bot.channels.telegram import inspection  # whose library takes a while to load

    token, proxy = chosen.telegram_token.get_secret_value(), chosen.telegram_proxy
    try:
        opened = asyncio.run(inspection.inspect(token, chosen.telegram_api_url, proxy))
    except inspection.NotOpened as why:
        way = f" by the proxy {proxy}" if proxy else ""
        yield Finding("telegram", f"{chosen.telegram_api_url}{way}: {why}", well=False)
        return
    yield Finding("telegram", f"the token is that of @{opened.name}; inline mode is {'on' if opened.inline else 'off'}")
    yield _webhook(chosen.webhook, opened.webhook)


def _webhook(own: Webhook | None, found: SetWebhook | None) -> Finding:
    """Look whether the webhook that is set is ours, and whether Telegram gets through to it."""
    if found is None:
        return Finding("webhook", "none yet: `run` sets it" if own else "none: `run` asks Telegram itself")
    if own is None or own.url != found.url:
        then = "sets ours in its place" if own else "takes it away"
        said = f"one is set, to {found.host}: another program uses this token, or did; if that is to go on, get another"
        said += f" token from @BotFather, as `run` {then}"
        return Finding("webhook", said, well=False)
    said = f"set, to {found.host}; {found.waiting} updates wait"
    if found.waiting and found.error:
        said += f", as Telegram does not get through ({found.error}): look at name, certificate, proxy and `run`"
        return Finding("webhook", said, well=False)
    return Finding("webhook", said)


LOOKS: Final[tuple[Look, ...]] = (_settings, _content, folders, _state, disk, _fonts, _zones, _page, _telegram)
