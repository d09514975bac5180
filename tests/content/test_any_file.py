"""Whatever a file holds, it is read or refused at places inside it: nothing raises, nothing hangs."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.assembling import build_edition
from bot.content.edition import InvalidEdition
from bot.content.problem import Problem
from bot.content.reading import read_file
from bot.content.yaml_errors import half_quoted
from bot.content.yaml_loading import load_yaml
from tests.support.marked import assert_readable

FILE = "briefings/x.yaml"
BRIEFING = "briefings/machine-dough.yaml"
KINDS = st.sampled_from([BRIEFING, "briefings/debates.yaml", "briefings/vocabulary.yaml", "seeds/bakery-2024.yaml"])
"""One file of each kind."""
unhurried = settings(deadline=None)
"""How long a file takes is measured in `bench`: here it would depend on what else the machine does."""


def at_least(examples: int) -> settings:
    """Return settings for so many examples, or for the ten thousand of `pytest --hypothesis-profile thorough`."""
    return settings(unhurried, max_examples=max(examples, (settings.default or unhurried).max_examples))


def assert_inside(text: str, found: Iterable[Problem]) -> None:
    lines = re.split("\r\n|\r|\n", text)
    for mark in (each.mark for each in found):
        assert 1 <= mark.line <= len(lines)
        assert 1 <= mark.column <= len(lines[mark.line - 1]) + 1


TOKENS = st.sampled_from(
    ["- ", ": ", "\n", "\n  ", "[", "]", "{", "}", '"', "'", "&a ", "*a", "!t ", "---\n", "\t", "\r"]
)


@at_least(100)
@given(st.lists(TOKENS | st.text(max_size=4)).map("".join))
def test_any_text_is_read_or_refused_at_a_place_inside_it(text: str) -> None:
    document = load_yaml(FILE, text.encode())
    assert_inside(text.removeprefix("\ufeff"), document.problems)
    assert_readable(document.problems)


@at_least(100)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    document = load_yaml(FILE, content)
    assert document.problems or b"\0" not in content
    assert_inside(document.text or content.decode("utf-8-sig", "replace"), document.problems)
    assert_readable(document.problems)


def plain(depth: int) -> st.SearchStrategy[Any]:
    """Data as files hold it."""
    words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=8)
    words = words.filter(lambda each: not half_quoted(each))  # which is written as it is, and is no slip
    leaves = words | st.integers(-(10**13), 10**13) | st.dates(dt.date(1000, 1, 1)) | st.none()
    if not depth:
        return leaves
    return leaves | st.lists(plain(depth - 1), max_size=3) | st.dictionaries(words, plain(depth - 1), max_size=3)


@at_least(100)
@given(plain(4))
def test_what_yaml_writes_is_read_again_the_same(data: Any) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=None, sort_keys=False)
    document = load_yaml(FILE, text.encode())
    assert not document.problems
    assert document.data == data


PIECES = st.sampled_from(["", "\n", "  ", "- ", ": ", "：", *"\"'[]{},#&*!|\t\r"]) | st.text(max_size=3)
EDITS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 12), PIECES), min_size=1, max_size=4)
"""Where (as a part of the whole), how much goes, and what comes instead."""


@pytest.mark.exhaustive
@at_least(300)
@given(EDITS, KINDS)
def test_a_file_edited_anyhow_is_read_or_refused_at_places_inside_it(
    files: dict[str, bytes], edits: list[tuple[float, int, str]], file: str
) -> None:
    text = files[file].decode()
    for where, removed, added in edits:
        place = int(where * len(text))
        text = text[:place] + added + text[place + removed :]
    changed = {**files, file: text.encode()}
    found = refused(changed)
    assert {each.file for each in found} <= files.keys()
    for name, content in changed.items():
        assert_inside(content.decode("utf-8-sig"), (each for each in found if each.file == name))


def refused(files: dict[str, bytes]) -> tuple[Problem, ...]:
    """Return why files are refused; if they are not, nothing of them is lost."""
    try:
        build_edition(files)
    except InvalidEdition as invalid:
        assert invalid.problems
        assert_readable(invalid.problems)
        return invalid.problems
    assert all(read_file(file, content).record for file, content in files.items())
    return ()


@at_least(100)
@given(st.binary(max_size=300), KINDS)
def test_random_bytes_are_never_an_edition(files: dict[str, bytes], content: bytes, file: str) -> None:
    assert refused({**files, file: content})


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers(-9, 9) | st.text(max_size=3) | st.sampled_from(["held", "zh", "2024-05", "bakeries"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["zh", "en", "at", "id"]), inner, max_size=2)
    ),
    max_leaves=6,
)


def places(tree: Any) -> list[tuple[Any, str | int]]:
    """Every key and index in a tree, with what holds it."""
    steps = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    return [place for step in steps for place in ((tree, step), *places(tree[step]))]


@at_least(100)
@given(KINDS, st.floats(0, 1, exclude_max=True), JSON)
def test_any_value_in_any_place_is_read_or_refused(
    files: dict[str, bytes], file: str, where: float, value: Any
) -> None:
    tree = load_yaml(file, files[file]).data
    everywhere = places(tree)
    holder, step = everywhere[int(where * len(everywhere))]
    holder[step] = value
    refused({**files, file: json.dumps(tree, ensure_ascii=False, default=str).encode()})
