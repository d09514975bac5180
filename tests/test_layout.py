"""The map in bot/__init__.py, held against the code: imports point down, the core does no I/O and has no clock."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

LAYERS = [
    {"__main__"},
    {"terminal"},
    {"running"},
    {"telegram", "web", "console"},
    {"editorial"},
    {"reloading"},
    {"telling"},
    {"app", "delivery", "transfer"},
    {"carrying"},
    {"ledger", "staff", "announcements", "newcomers"},
    {"chores", "census"},
    {"watching"},
    {"desk"},
    {"store", "history", "filing", "pictures_png"},
    {"opinion"},
    {"rows"},
    {"writer", "painting"},
    {"migrations", "files"},
    {"drafting"},
    {"answers"},
    {"scores"},
    {"readers"},
    {"search", "sources", "schedule", "zones", "ruling", "register", "changes", "pictures", "arrivals"},
    {"edition", "editors"},
    {"checks", "advisories"},
    {"rulings"},
    {"reading"},
    {"originals"},
    {"document", "briefing"},
    {"prediction"},
    {"texts"},
    {"values"},
    {"comments"},
    {"syntax"},
    {"lookalikes"},
    {"problem", "notation", "places"},
]
BESIDE = {"settings": {"briefing", "reading"}, "logs": set()}
"""Rooms outside the layers, and what they may use."""
CORE = set[str]().union(*LAYERS[LAYERS.index({"drafting"}) :])
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
WRAPPED = {"originals": {"io", "logging"}}
"""What libraries want that read documents: bytes as a stream, and to be kept quiet."""

MODULES = sorted((ROOT / "bot").rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str:
    """Return the room a module belongs to: its first name below the package."""
    return path.relative_to(ROOT / "bot").parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return everything a module imports, as dotted names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names


def rooms_used(path: Path) -> set[str]:
    used = {name.split(".")[1] for name in imported(path) if name.startswith("bot.")}
    return used & {room(module) for module in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_down(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    if here in BESIDE:
        assert rooms_used(path) <= BESIDE[here] | {here}
        return
    level = next(number for number, layer in enumerate(LAYERS) if here in layer)
    below = set().union(*LAYERS[level + 1 :])
    beside = set(BESIDE) if here in ("__main__", "terminal", "running") else set()
    assert rooms_used(path) <= below | {here} | beside


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) in CORE], ids=named)
def test_the_core_knows_no_world(path: Path) -> None:
    assert not {name.split(".")[0] for name in imported(path)} & (WORLD - WRAPPED.get(room(path), set()))


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) not in ("__main__",)], ids=named)
def test_nobody_but_the_entrance_reads_the_clock(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute)]
    assert not [
        call.attr
        for call in calls
        if call.attr in ("now", "utcnow", "today")
        and isinstance(call.value, ast.Attribute | ast.Name)
        and ast.unparse(call.value) in ("dt.datetime", "datetime", "dt.date", "date")
    ]


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) != "settings"], ids=named)
def test_nobody_but_settings_reads_the_environment(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "os.environ" not in text.replace('os.environ.setdefault("PTB_TIMEDELTA", "1")', "") and "getenv" not in text


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_module_is_one_room_with_one_sentence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 400


def test_the_map_names_every_room() -> None:
    text = (ROOT / "bot" / "__init__.py").read_text(encoding="utf-8")
    assert {name for name in map(room, MODULES) if name != "__init__"} <= {
        word.strip(" ,`/") for line in text.splitlines() for word in line.replace("--", " ").replace("/", " ").split()
    }
