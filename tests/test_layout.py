"""The map in bot/__init__.py, held against the code: imports point down, the core does no I/O and has no clock."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

import bot
from bot import reception
from tests.conftest import ROOT

SHELF = 4 * " "
LINE = re.compile(rf"{SHELF}(?=\S)(.+?)(?: {{2,}}.*)?")
"""A line of the map: the rooms of one floor, and what they hold."""
FLOORS = tuple(
    frozenset(found[1].split(" · "))
    for found in map(LINE.fullmatch, (bot.__doc__ or "").partition("The map")[2].partition(" flows. ")[0].splitlines())
    if found
)
"""The map of bot/__init__.py from its top: rooms by their dotted names below the package."""
BORDER = next(number for number, floor in enumerate(FLOORS) if any(room.startswith("---") for room in floor))
ROOMS = frozenset(room for floor in FLOORS for room in floor if not room.startswith("---"))
CORE = frozenset[str]().union(*FLOORS[BORDER:])
ENTRANCE = {"__main__", "cli", "serve"}
"""Who may know the environment and set logs up."""
WORLD = {
    "os",
    "io",
    "pathlib",
    "socket",
    "subprocess",
    "asyncio",
    "time",
    "random",
    "secrets",
    "uuid",
    "tempfile",
    "shutil",
    "logging",
}
WRAPPED = {"documents": {"io", "logging"}}
"""What libraries want that read documents: bytes as a stream, and to be kept quiet."""

DATABASES = {
    "sqlite3": {"search", "dataset.database", "state.sqlite"},
    "sqlite_utils": {"state.sqlite"},
    "psycopg": {"state.postgres"},
    "greenlet": {"state.postgres"},
}
"""Who may import what works with a database: the full text of an edition lies in one in memory, and so does what
becomes a file to download; neither is state."""
CHOOSERS = {"bot.cli.output_files", "bot.cli.state"}
"""Who may name the database that holds the state: the commands on it, which open it for all others."""
STATES = {"state.sql", "state.sqlite", "state.postgres"}
"""The rooms of the state itself."""
INSIDE = {"connection", "writing"}
"""What the state has for its own room alone."""
TRANSLATING = (
    {
        "bot.answers": {"Answer", "Block", "Button", "ClientAction", "Excerpt", "File", "Span", "channel_errors"},
        "bot.content.briefing": {"Language"},
        "bot.content.drafts": {"Declined", "Reloads"},
        "bot.people.schedule": {"Clock"},
        "bot.state": {"Budget", "Inboxes", "Received", "Stretch"},
    }
    | dict.fromkeys(
        (
            "bot.dataset",
            "bot.delivery.channel",
            "bot.delivery.pulse",
            "bot.pages",
            "bot.notify",
            "bot.people.readers",
            "bot.proxies",
            "bot.webhooks",
            "bot.words",
        ),
        None,
    )
    | {"bot.reception": set(reception.__all__)}
)
"""What a channel needs to translate: values, as of answers and readers, and the reception; None stands for all names.

What decides — the app, the desk, the commands, the state — a channel reaches through the reception alone.
"""
PAST_IT = {"_app", "_editorial"}
"""Attributes of the reception by which a channel would reach past it."""
TOOLS = {"bot.files", "bot.people.zones", "bot.pictures.png", "bot.release"}
"""What channels have at hand that decides nothing: files of their own, cities, paint, and the version."""

MODULES = sorted((ROOT / "bot").rglob("*.py"))
LINE_CHAT = ROOT / "tests" / "support" / "linechat.py"


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(name: str) -> str:
    """Return the room a module belongs to: of those on the map the one that names most of it."""
    parts = name.removeprefix("bot.").split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next(each for each in (*names, parts[0]) if each in ROOMS or each == parts[0])


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> frozenset[str]:
    """Return everything a module imports, as dotted names."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{path}: an import names its module in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return frozenset(names)


@cache
def rooms_used(path: Path) -> frozenset[str]:
    return frozenset(room(name) for name in imported(path) & NAMES if name != "bot") - {room(dotted(path))}


NAMES = frozenset(map(dotted, MODULES))


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


def broken(rule: Callable[[Path], object], modules: Iterable[Path] = MODULES) -> dict[str, object]:
    """Return in which modules a rule finds something that it forbids, and what."""
    return {named(path): found for path in modules if (found := rule(path))}


def test_imports_point_down() -> None:
    def upward(path: Path) -> set[str]:
        return {used for used in rooms_used(path) if floor(used) <= floor(room(dotted(path)))}

    assert broken(upward, [path for path in MODULES if dotted(path) != "bot"]) == {}


def test_only_the_entrance_knows_the_environment_and_the_logs() -> None:
    others = [path for path in MODULES if room(dotted(path)) not in ENTRANCE]
    assert broken(lambda path: rooms_used(path) & {"settings", "logs"}, others) == {}


def test_the_core_knows_no_world() -> None:
    def world(path: Path) -> set[str]:
        return {name.split(".")[0] for name in imported(path)} & (WORLD - WRAPPED.get(room(dotted(path)), set()))

    assert broken(world, [path for path in MODULES if room(dotted(path)) in CORE]) == {}


def test_what_decides_an_answer_neither_asks_the_state_nor_waits() -> None:
    decides = ROOT / "bot" / "app" / "decide.py"
    assert not rooms_used(decides) & {"state", *STATES} and "async" not in decides.read_text(encoding="utf-8")


def test_nobody_but_the_entrance_reads_the_clock() -> None:
    def clocks(path: Path) -> list[str]:
        return [
            ast.unparse(node)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute)
            and node.attr in ("now", "utcnow", "today")
            and isinstance(node.value, ast.Attribute | ast.Name)
            and ast.unparse(node.value) in ("dt.datetime", "datetime", "dt.date", "date")
        ]

    assert broken(clocks, [path for path in MODULES if dotted(path) != "bot.__main__"]) == {}


def test_nobody_but_settings_reads_the_environment() -> None:
    def read(path: Path) -> bool:
        text = path.read_text(encoding="utf-8").replace('os.environ.setdefault("PTB_TIMEDELTA", "1")', "")
        return "os.environ" in text or "getenv" in text

    assert broken(read, [path for path in MODULES if dotted(path) != "bot.settings"]) == {}


def test_nobody_but_the_state_knows_its_database() -> None:
    def foreign(path: Path) -> set[str]:
        here, names = room(dotted(path)), imported(path)
        return {name for name in names if here not in DATABASES.get(name.split(".")[0], {here})}

    def inside(path: Path) -> set[str]:
        attributes = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)} & INSIDE
        states = {name for name in imported(path) if room(name) in STATES}
        return attributes | (states if dotted(path) not in CHOOSERS else set())

    assert broken(foreign) == {}
    assert broken(inside, [path for path in MODULES if room(dotted(path)) not in STATES]) == {}


def decides(source: str) -> set[str]:
    """Return what a channel imports that it does not need to translate."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names if each.name.split(".")[0] == "bot"}
        elif isinstance(node, ast.ImportFrom) and node.level:
            found.add(ast.unparse(node))
        elif isinstance(node, ast.Attribute) and node.attr in PAST_IT and ast.unparse(node.value) != "self":
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom) and (module := node.module or "").split(".")[0] == "bot":
            names = {each.name for each in node.names}
            if module in TRANSLATING:
                found |= {f"{module}.{each}" for each in names - (TRANSLATING[module] or names)}
            else:
                found |= {whole for each in names if (whole := f"{module}.{each}") not in TOOLS and module not in TOOLS}
    return {each for each in found if not each.startswith("bot.channels.")}


def test_a_channel_decides_nothing() -> None:
    channels = [path for path in MODULES if room(dotted(path)) == "channels"]
    assert broken(lambda path: decides(path.read_text(encoding="utf-8")), [*channels, LINE_CHAT]) == {}


@pytest.mark.parametrize(
    "imported",
    [
        "from bot.app import App",
        "from bot.answers import answer",
        "from bot.answers.commands import parse",
        "from bot.answers.editors import admin",
        "from bot.content.edition import Edition",
        "from bot.editorial import Editorial",
        "from bot.state import State",
        "from bot.state.sqlite.store import Store",
        "from bot import desk",
        "import bot.desk.upload",
        "from ...app import App",
        "from bot.reception import reception",
        "app = reception._app",
        "app = self._reception._app",
    ],
)
def test_a_channel_that_decides_would_be_found(imported: str) -> None:
    assert decides(f"from bot.answers import Answer\n\n\ndef reply() -> Answer:\n    {imported}\n    return Answer()\n")


def test_every_module_is_one_room_with_one_sentence() -> None:
    assert broken(lambda path: not ast.get_docstring(tree(path))) == {}
    assert broken(lambda path: len(path.read_text(encoding="utf-8").splitlines()) > 400) == {}


def test_the_map_names_every_room_and_no_other() -> None:
    tops = {dotted(module).split(".")[1] for module in MODULES if dotted(module) != "bot"}
    assert tops <= ROOMS
    assert {dotted(module).removeprefix("bot.") for module in MODULES} >= ROOMS


def test_each_room_stands_on_one_floor() -> None:
    assert sorted(room for floor in FLOORS for room in floor if room in ROOMS) == sorted(ROOMS)
