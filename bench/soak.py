"""Half a year in minutes: thousands of readers in sixty zones, and all that happens to a bot in that time.

The bot runs as a process of its own on a state in a file, with a clock that leaps from half hour to half hour. A server
beside it floods it, is told of moves, refuses for who has blocked it, and is gone for half a day; the bot is killed, is
down for three days, reloads files that editors change, break and mend, is answered, changes plans and makes backups
while it sends, and its operator makes some from beside; readers appeal, and an editor answers each of them. An auditor
that knows nothing of the bot then counts what the server got: exactly one for each slot, or the one reason why not; and
of each answer that its reader heard it once, in the next one. Run it with `python -m bench.soak [READERS [WEEKS
[KILLS]]]`; 5000 readers take a quarter of an hour.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import multiprocessing
import random
import re
import shutil
import signal
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count, groupby
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple
from zoneinfo import available_timezones

from pydantic import SecretStr

from bench.auditor import DAY, Life, Plan, World, audited, faults, heard, told
from bench.measuring import Row, below, resident, table
from bot.answers import Answer
from bot.app import Message
from bot.channels.telegram.channel import Telegram
from bot.delivery.worker import Deliveries
from bot.people.readers import Reader
from bot.serve.program import Program
from bot.state.sqlite.engine import SQLite
from bot.state.sqlite.maintenance import damage
from tests.conftest import built
from tests.delivery.test_kill import Post, _Connection
from tests.support.botapi import TOKEN

ROOT: Final = Path(__file__).parent.parent
BEGIN: Final = dt.datetime(2026, 10, 5, tzinfo=dt.UTC).timestamp()
"""A Monday; within half a year of it clocks change twice in the north, and once or twice in the south."""
STEP: Final = 1_800.0
WEEK: Final = 7 * DAY
EDITED: Final = 4 * 3_600.0
"""The time of day at which files are read again; editors change one on every second day."""
IN_FLIGHT: Final = 64
"""Messages on their way at once, so the most that one kill may leave unrecorded."""
FLOODED: Final = 0.003
"""The share of messages to which the server says: later."""
LONGEST_FLOOD: Final = 3_600
LATE: Final = 5 * 3_600.0
"""The longest a flood or a retry may hold up a message."""
NO_LIMIT: Final = 1_000_000
CHAT: Final = re.compile(rb'chat_id(?:=|":)(-?[0-9]+)')
APPEALED: Final = "quiet-library/desk-first"
"""What readers object to: a verdict that no edit touches."""
EDITOR: Final = 20_000_000
"""Who answers appeals; no check-in comes to them."""
ANSWERED: Final = 2 * DAY
"""How long an appeal waits for its answer."""
MARKER: Final = re.compile(rb"looked at it again, number ([0-9]+)")
"""What an editor's answer says, by which a message is known that tells it."""
DOOR: Final = re.compile(rb'"text":"([^"]*)","callback_data":"/checkin news"')
"""The door on a check-in's first card, behind which such an answer is told; then it shows a raised hand."""
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Act(NamedTuple):
    """What a reader says, or in a group somebody says, at a time."""

    at: float
    chat: int
    text: str


@dataclass
class Plot:
    """What is to happen: the lives of readers, what they say, which chats move, and when what breaks."""

    lives: list[Life]
    acts: list[Act]
    moves: dict[int, tuple[float, int]]
    down: tuple[float, float]
    gone: tuple[float, float]
    end: float
    shut: dict[int, tuple[float, float]] = field(default_factory=dict)
    appeals: dict[int, float] = field(default_factory=dict)
    """When each reader who appeals is answered."""


def plotted(readers: int, weeks: int, chance: random.Random) -> Plot:
    """Write the half year: in every twentieth reader something happens, to all others what happens to everybody."""
    end, zones = BEGIN + weeks * WEEK, _zones(chance)
    at = partial(_share, end)
    plot = Plot([], [], {}, (at(0.5), at(0.5) + 3 * DAY), (at(0.6), at(0.6) + DAY / 2), end)
    for number in range(1, readers + 1):
        kind, chat = number % 20, number
        first = _plan(BEGIN + STEP, zones, chance)
        plans, shut, chats = [first], [], [chat]
        if kind == 1:
            shut = [(at(0.2), at(0.35))]
            plot.shut[chat] = shut[0]
            plot.acts.append(Act(shut[0][1], chat, "/start"))
        elif kind == 2:
            chats = [-chat, -1_000_000 - chat]
            plot.moves[-chat] = at(0.3), chats[1]
        elif kind == 3:
            plans.append(_plan(at(0.75), zones, chance))
        elif kind == 4:
            plans.append(Plan(at(0.85)))
            plot.acts.append(Act(at(0.85), chat, "/unsubscribe"))
        elif kind == 5:
            plans = [_plan(at(0.4), zones, chance)]
        elif kind == 6:
            said = at(chance.uniform(0.05, 0.4) + chance.choice((0.0, 0.5)))
            if said - STEP < plot.down[1] and said + ANSWERED >= plot.down[0]:  # while the bot is down nobody hears it
                said = plot.down[1] + STEP
            plot.appeals[chat] = said + ANSWERED
            plot.acts += [Act(said, chat, f"/appeal {APPEALED} Look at it again, {chat}:")]
            plot.acts += [Act(said + ANSWERED, EDITOR, str(chat))]
        elif kind == 7:
            plot.acts.append(Act(at(chance.uniform(0.05, 0.45)), chat, f"/second {APPEALED}"))
        plot.acts += [Act(plan.since, chats[0], _words(plan)) for plan in plans if plan.zone]
        plot.lives.append(Life(tuple(chats), tuple(plans), tuple(shut)))
    plot.acts += [Act(at(chance.random()), chance.randint(1, readers), "/checkin") for _ in range(readers // 10)]
    plot.acts.sort()
    return plot


def _share(end: float, share: float) -> float:
    """Return a time within the half year, on a step."""
    return BEGIN + (end - BEGIN) * share // STEP * STEP


def _zones(chance: random.Random) -> list[str]:
    """Return sixty zones, among them those whose clocks do most."""
    wild = ["Africa/Casablanca", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Europe/London"]
    others = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc"))
    return [*wild, *chance.sample([zone for zone in others if zone not in wild], 55)]


def _plan(since: float, zones: list[str], chance: random.Random) -> Plan:
    return Plan(since, chance.randrange(7), chance.randrange(0, 1_440, 5), chance.choice(zones))


def _words(plan: Plan) -> str:
    return f"/subscribe {DAYS[plan.weekday]} {plan.minute // 60:02}:{plan.minute % 60:02} {plan.zone}"


class Door(NamedTuple):
    """A door to an editor's answer, in a message that a chat got at a time."""

    chat: int
    at: float
    message: int


class Server(Post):
    """The least of a Bot API server, which is told the time, and notes when each chat got a message."""

    def __init__(self, plot: Plot, now: Any, chance: random.Random) -> None:
        super().__init__()
        self.plot, self.chance, self._now = plot, chance, now
        self.arrived: defaultdict[int, list[float]] = defaultdict(list)
        self.said = Counter[str]()
        self.heard: defaultdict[int, list[float]] = defaultdict(list)
        self.doors: list[Door] = []

    def asked(self, method: str, body: bytes) -> bytes:
        """Take a message, or say why not."""
        if method != "sendMessage":
            return super().asked(method, body)
        now, found = self._now.value, CHAT.search(body)
        assert found, "a message names its chat"
        chat = int(found[1])
        if refused := self._refused(chat, now):
            self.said[refused["description"].partition(":")[0]] += 1
            payload = json.dumps({"ok": False, **refused}).encode()
            head = f"HTTP/1.1 {refused['error_code']} Refused\r\nContent-Type: application/json\r\n"
            return f"{head}Content-Length: {len(payload)}\r\n\r\n".encode() + payload
        self.arrived[chat].append(now)
        self._hear(chat, now, body)
        answer = super().asked(method, body)
        if (door := DOOR.search(body)) and "🙋".encode() in door[1]:
            self.doors.append(Door(chat, now, self.requests))
        return answer

    def opened(self, door: Door, found: bytes) -> None:
        """Note what a chat found behind a door."""
        self.doors.remove(door)
        self._hear(door.chat, door.at, found)

    def _hear(self, chat: int, at: float, said: bytes) -> None:
        for number in MARKER.findall(said):
            self.heard[int(number)].append(at if int(number) == chat else float("nan"))

    def _refused(self, chat: int, now: float) -> dict[str, Any] | None:
        begin, end = self.plot.shut.get(chat, (now + 1, now))
        if begin <= now < end:
            return {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
        if chat in self.plot.moves and now >= self.plot.moves[chat][0]:
            to = {"migrate_to_chat_id": self.plot.moves[chat][1]}
            described = "Bad Request: group chat was upgraded to a supergroup chat"
            return {"error_code": 400, "description": described, "parameters": to}
        if self.chance.random() < FLOODED:
            wait = self.chance.randint(1, LONGEST_FLOOD)
            described = f"Too Many Requests: retry after {wait}"
            return {"error_code": 429, "description": described, "parameters": {"retry_after": wait}}
        return None


class Net:
    """The way to the server, which may be gone for a while."""

    def __init__(self, server: Server) -> None:
        self._server, self._lines = server, list[_Line]()
        self._listening: asyncio.Server | None = None

    async def up(self) -> None:
        """Let the bot reach the server, at the same address as before."""
        if self._listening is None:
            loop = asyncio.get_running_loop()
            self._listening = await loop.create_server(self._line, "127.0.0.1", self._server.port)
            self._server.port = self._listening.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Let nobody connect, and end what is connected."""
        if self._listening:
            self._listening.close()
            self._listening = None
            for line in self._lines:
                line.end()
            self._lines.clear()

    def _line(self) -> _Line:
        self._lines.append(_Line(self._server))
        return self._lines[-1]


class _Line(_Connection):
    """A connection that can be cut."""

    def end(self) -> None:
        """Cut it."""
        if hasattr(self, "_transport"):
            self._transport.abort()


class Report(NamedTuple):
    """What the bot says before each step: the time, the edition, at midnight its megabytes, what doors led to."""

    at: float
    edition: str
    memory: float
    found: list[tuple[Door, bytes]]


def bot(folder: Path, url: str, now: Any, begin: float, plot: Plot, to: Connection) -> None:
    """Be the bot from a time on: report each step, and go on when told to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever measures ends us
    asyncio.run(_running(folder, url, now, begin, plot, to))


async def _running(folder: Path, url: str, now: Any, begin: float, plot: Plot, to: Connection) -> None:
    began = time.monotonic()
    acts = {at: list(each) for at, each in groupby(plot.acts, key=lambda act: act.at)}

    def clock() -> dt.datetime:
        return dt.datetime.fromtimestamp(now.value, dt.UTC)

    engine = SQLite(folder / "data")
    with contextlib.closing(engine.open()) as state, contextlib.closing(engine.editions()) as history:
        program = built(
            state,
            clock,
            history=history,
            briefings=folder / "briefings",
            seeds=folder / "seeds",
            telegram_token=SecretStr(TOKEN),
            telegram_api_url=url,
            editors=(f"telegram:{EDITOR}",),
            bulk_rate=NO_LIMIT,
            overrides={
                Deliveries: {"workers": IN_FLIGHT},
                Telegram: {"clock": lambda: now.value + time.monotonic() - began},
            },
        )
        now.value = begin
        await program.app.live(program.app.edition, clock())
        assert program.telegram
        work = program.deliveries({"telegram": program.telegram})
        async with program.telegram.sending():
            await work.recover()
            found: list[tuple[Door, bytes]] = []
            for number in count():
                now.value = begin + number * STEP
                memory = resident() if now.value % DAY == 0 else 0.0  # for which all garbage is looked for
                to.send(Report(now.value, program.app.edition.digest, memory, found))
                doors: list[Door] | None = await asyncio.to_thread(to.recv)
                if doors is None:
                    return
                found = [(door, await _behind(program, door)) for door in doors]
                for act in acts.get(now.value, ()):
                    await (_ruled(program, act.text) if act.chat == EDITOR else _said(program, act))
                beside: list[Coroutine[Any, Any, Any]] = (
                    [program.state.nightly(clock)] if now.value % DAY == 19 * 3_600 else []
                )
                beside += [program.reloader.reload()] if now.value % DAY == EDITED else []
                await work.tick()
                await asyncio.gather(work.drain(), *beside)


async def _said(program: Program, act: Act) -> None:
    """Let somebody say something; in a group one of its members."""
    chat = Reader("telegram", str(act.chat))
    person = Reader("telegram", str(10_000_000 - act.chat)) if act.chat < 0 else None
    message = Message(reader=chat, text=act.text, language="en", shared=act.chat < 0, person=person)
    await program.reception.answer(message)


async def _behind(program: Program, door: Door) -> bytes:
    """Press a door, and return what it says behind it."""
    chat = Reader("telegram", str(door.chat))
    message = Message(reader=chat, text="/checkin news", language="en", shown=str(door.message))
    return _text(await program.reception.answer(message)).encode()


def _text(answer: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in answer.blocks)


async def _ruled(program: Program, reader: str) -> None:
    """Let the editor look for the appeal of a reader among all that wait, and answer it in both languages."""

    async def say(text: str) -> Answer:
        editor = Reader("telegram", str(EDITOR))
        return await program.reception.answer(Message(reader=editor, text=text, language="en"))

    if found := await _waiting(say, reader):  # it was answered already, where the bot was killed in this very step
        number = found.split()[1]
        for words in (f"/{'uphold' if int(reader) % 40 < 20 else 'decline'} {number}", *(_answer(reader),) * 2):
            await say(words)
        await say("/form done")


async def _waiting(say: Callable[[str], Awaitable[Answer]], reader: str) -> str:
    """Return the command for the appeal of a reader, on whichever page it stands; nothing where it waits no more."""
    page = pages = 1
    while page <= pages:
        listed = await say(f"/appeals p{page}")
        for block in listed.blocks:
            if f"again, {reader}:" in "".join(span.text for span in block.spans):
                return block.command
        page, pages = page + 1, listed.pages
    return ""


def _answer(reader: str) -> str:
    return f"We looked at it again, number {reader}."


class Editors:
    """Who edits a file: gives a verdict, takes a word back, and makes a mistake in every third edit."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "briefings" / "machine-dough.yaml"
        decided = self._file.read_text(encoding="utf-8")
        undecided = re.sub(r"^    verdict:\n(?: {6}.*\n)+", "", decided, count=1, flags=re.MULTILINE)
        self._versions = (undecided, decided, decided.replace("stance: mixed", "stance: mixd"))
        self.edits = 0

    def edit(self) -> None:
        """Write the next version."""
        self._file.write_text(self._versions[self.edits % len(self._versions)], encoding="utf-8")
        self.edits += 1


@dataclass
class Soak:
    """The half year as it goes: who is reached, what was killed, and what is seen of the bot."""

    plot: Plot
    folder: Path
    kills: list[float]
    chance: random.Random
    killed: list[float] = field(default_factory=list)
    editions: set[str] = field(default_factory=set)
    memory: list[list[float]] = field(default_factory=list)

    async def run(self, server: Server, now: Any) -> None:
        """Start the bot, again and again, until the half year is over."""
        net, editors, at = Net(server), Editors(self.folder), BEGIN
        await net.up()
        try:
            while at < self.plot.end:
                at = await self._life(server, now, net, editors, at)
        finally:
            await net.down()

    async def _life(self, server: Server, now: Any, net: Net, editors: Editors, begin: float) -> float:
        """Let the bot run until it is killed, put down, or done; return from when the next one goes on."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=bot, args=(self.folder, server.url, now, begin, self.plot, theirs))
        process.start()
        theirs.close()  # so that its end is the end of waiting for it
        at, memory = begin, list[float]()
        self.memory.append(memory)

        def kill() -> None:
            self.killed.append(now.value)
            process.kill()

        try:
            while True:
                report: Report = await asyncio.to_thread(ours.recv)
                at = report.at
                if at % WEEK == BEGIN % WEEK:
                    _tell(self.plot, server, at)
                    await asyncio.to_thread(self._look_from_beside)
                for each in report.found:
                    server.opened(*each)
                memory += [report.memory] if report.memory else []
                self.editions.add(report.edition)
                if at >= self.plot.end or self.plot.down[0] <= at < self.plot.down[1]:
                    ours.send(None)
                    return self.plot.end if at >= self.plot.end else self.plot.down[1]
                await (net.down() if self.plot.gone[0] <= at < self.plot.gone[1] else net.up())
                if self.kills and at >= self.kills[0]:
                    self.kills.pop(0)
                    server.after(self.chance.randint(1, 40), kill)
                if at % DAY == EDITED and at // DAY % 2:
                    editors.edit()
                ours.send(list(server.doors))
        except (EOFError, ConnectionError):
            await asyncio.to_thread(process.join)
            if not self.killed or process.exitcode != -signal.SIGKILL:
                raise RuntimeError(f"the bot ended by itself, with {process.exitcode}") from None
            return at
        finally:
            await asyncio.to_thread(process.join)

    def _look_from_beside(self) -> None:
        """Do what an operator's commands do while the bot runs: what it holds of the state must not suffer."""
        state = SQLite(self.folder / "data")
        if state.exists():
            state.checkup()
            state.backup(self.folder / "data" / "backup-beside.db")


def _tell(plot: Plot, server: Server, at: float) -> None:
    """Print how far it has come, for whoever waits."""
    week, weeks = (round((each - BEGIN) / WEEK) for each in (at, plot.end))
    print(f"week {week} of {weeks}: {sum(map(len, server.arrived.values())):,} messages", file=sys.stderr)


def _sound(folder: Path) -> tuple[int, int]:
    """Return how many backups there are, and how many of them are sound."""
    found = sorted(folder.glob("backup*.db"))
    return len(found), sum(not damage(sqlite3.connect(each)) for each in found)


def rows(readers: int = 500, weeks: int = 26, kills: int = 20) -> Iterator[Row]:
    """Yield what the auditor finds, and what happened meanwhile."""
    chance, started = random.Random(26), time.perf_counter()
    plot = plotted(readers, weeks, chance)
    moments = sorted(_share(plot.end, chance.random()) for _ in range(kills))
    now = multiprocessing.get_context("spawn").Value("d", BEGIN)
    server = Server(plot, now, chance)
    with TemporaryDirectory() as name:
        shutil.copytree(ROOT / "tests" / "small", name, dirs_exist_ok=True)
        soak = Soak(plot, Path(name), moments, chance)
        asyncio.run(soak.run(server, now))
        backups, sound = _sound(soak.folder / "data")
    world = World(BEGIN, plot.end, STEP, LATE, (plot.down, plot.gone), tuple(soak.killed))
    notices = server.arrived.pop(EDITOR, [])
    found = audited(plot.lives, server.arrived, world) + heard(
        plot.appeals, plot.lives, server.arrived, server.heard, world
    )
    yield Row(
        "readers, zones, weeks",
        f"{readers:,}, {len({p.zone for life in plot.lives for p in life.plans if p.zone})}, {weeks}",
    )
    yield Row("took", f"{time.perf_counter() - started:.0f} s")
    yield Row("messages that arrived", f"{sum(map(len, server.arrived.values())):,}")
    yield Row("kills", str(len(soak.killed)))
    yield from (Row(f"refused: {why}", f"{times:,}") for why, times in server.said.most_common())
    yield Row(
        "editions that were live",
        f"{len(soak.editions)} of 3 versions, one of them broken",
        "2",
        len(soak.editions) == 2,
    )
    yield Row("notices to the editor", f"{len(notices):,}", "> 0", bool(notices))
    yield Row("backups that are sound", f"{sound} of {backups}", f"{backups}", sound == backups > 0)
    longest = max(soak.memory, key=len)
    if len(longest) > 2:
        what = f"memory, from the first day to the {len(longest)}th of the longest run"
        yield below(what, longest[-1] - longest[1], 32, "MB more", 0)
    yield from (Row(f"  {judgement}", f"{times:,}") for judgement, times in told(found))
    again = found["two: killed while it was under way"]
    yield below("sent twice", again, len(soak.killed) * IN_FLIGHT + 1, "of them", 0)
    yield Row("faults", str(faults(found)), "0", faults(found) == 0)


if __name__ == "__main__":
    print(table(list(rows(*map(int, sys.argv[1:])))))
