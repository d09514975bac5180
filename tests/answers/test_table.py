"""The command table: rows say everything, cached ones see no reader, and no command is told by name elsewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

import pytest

from bot.answers import COMMANDS, Asked, Personal, in_place, row_of
from bot.answers.answer import Answer
from bot.answers.table import Cached, Command
from bot.content.edition import Edition
from tests.conftest import ROOT, TODAY
from tests.support.asking import asking

WHOLE: dict[str, Any] = {
    "run": lambda asked: Answer("…"),
    "listed": True,
    "asker": "everybody",
    "about": "",
    "in_place": "never",
    "paged": True,
}
MODULES = sorted((ROOT / "bot").rglob("*.py"))
CALLED = {"name", "command", "called"}
"""What variables are called that hold the name of a command."""
LOOKS = {"startswith", "endswith", "removeprefix", "find", "index", "count", "partition", "split"}
LOOKS |= {"compile", "match", "fullmatch", "search", "sub"}
"""Functions that look at a text, or for one."""
SLASHED = re.compile(rf"/(?:\(\?:|\()?(?:{'|'.join(COMMANDS)})\b")


@pytest.mark.parametrize("kind", [Command, Cached])
def test_what_a_row_could_forget_it_has_to_say(kind: type[Command]) -> None:
    kind(**WHOLE)
    assert {each.name for each in fields(kind) if each.default is MISSING} == {*WHOLE}
    for forgotten in WHOLE:
        with pytest.raises(TypeError, match=forgotten):
            kind(**{name: value for name, value in WHOLE.items() if name != forgotten})


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_cached_sees_nothing_of_the_reader(name: str) -> None:
    row = COMMANDS[name]
    asked = get_type_hints(row.run)["asked"]
    assert asked is Asked or (asked is Personal and not isinstance(row, Cached))


def test_no_page_is_cached_by_who_asks_for_it(small: Edition) -> None:
    personal = asking(small, "en", TODAY, words=("a",), zone="America/Lima")
    asked = Asked(edition=small, language="en", today=TODAY, words=("a",))
    assert Asked(edition=small, **personal.impersonal) == asked and hash(asked)
    with pytest.raises(TypeError):
        hash(personal)
    with pytest.raises(AttributeError):
        asked.known  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", COMMANDS)
def test_an_answer_takes_the_place_of_another_where_its_row_says_so(name: str) -> None:
    row = COMMANDS[name]
    assert in_place(f"/{name}") is (row.in_place == "always")
    assert in_place(f"/{name} a/b yes") is (row.in_place != "never")
    assert in_place(f"/{name} a p2") is (row.paged or row.in_place != "never")
    assert row_of(f"/{name} a") is row


def test_what_is_no_command_takes_no_place() -> None:
    assert not any(map(in_place, ("", "/", "sectors", "/ p2", "/…")))
    assert row_of("/frobnicate") is None and row_of("words") is COMMANDS["search"]


def by_name(source: str) -> list[str]:
    """Return where a module tells commands by their names."""
    return [ast.unparse(node) for node in ast.walk(ast.parse(source)) if _by_name(node)]


def _by_name(node: ast.AST) -> bool:
    match node:
        case ast.Compare(left, _, others):
            return _told([left, *others], [left, *others])
        case ast.Match(subject, cases):
            return _told([subject], [each.pattern for each in cases])
        case ast.Call(ast.Attribute(_, look), given) if look in LOOKS:
            return any(SLASHED.search(each) for each in _texts(given))
    return False


def _told(looked_at: list[ast.expr], wanted: list[Any]) -> bool:
    texts = [*_texts(wanted)]
    is_name = any(_called(each) in CALLED for part in looked_at for each in ast.walk(part))
    return any(SLASHED.search(each) for each in texts) or (is_name and bool({*texts} & COMMANDS.keys()))


def _texts(nodes: list[Any]) -> Iterator[str]:
    for part in nodes:
        for node in ast.walk(part):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _called(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_no_command_is_told_by_its_name_outside_its_row() -> None:
    told = {path.relative_to(ROOT).as_posix(): by_name(path.read_text(encoding="utf-8")) for path in MODULES}
    assert {name: lines for name, lines in told.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        'if text.startswith("/picture"): pass',
        'if text == "/start": pass',
        'if name in ("vote", "answer"): pass',
        'if parse(text).name != "language": pass',
        're.fullmatch(r"/(?:answer|vote|settings) .*", command)',
        'match name:\n    case "start": pass',
        'match parse(text):\n    case ("/vote", *words): pass',
        'kept = [each for each in row if not each.command.startswith("/picture")]',
    ],
)
def test_a_command_told_by_its_name_is_found(line: str) -> None:
    assert by_name(line)


@pytest.mark.parametrize(
    "line",
    [
        'Button(label, "/picture scores")',
        'if entry.kind == "prediction": pass',
        'if now == "due": pass',
        'if asked.words == ("yes",): pass',
        'if path.startswith("/static"): pass',
    ],
)
def test_what_only_sounds_like_a_command_is_none(line: str) -> None:
    assert not by_name(line)
