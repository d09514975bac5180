"""A short but complete briefing less any one of its characters: refused at a place in it, or all else is as before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from bot.content.assembling import assemble
from bot.content.briefing import Briefing, Record, Standing, Verdict
from bot.content.edition import Edition, InvalidEdition
from bot.content.prediction import Ruling
from bot.content.reading import RULES, Reading, read_file
from bot.content.rule_register import registered
from bot.content.yaml_document import Path
from tests.content.test_any_file import assert_inside
from tests.support.marked import assert_readable

FILE = "briefings/machine-dough.yaml"
COMPLETE = """\
# yaml-language-server: $schema=briefing.schema.json
briefing: machine-dough
source: bakery-2024
thesis: {zh: "短", en: "Short", at: [4-5], since: {zh: 后, en: now}}
sectors:
  - {sector: bakeries, stance: mixed, says: {zh: 好, en: good}, at: [4], since: {zh: 后, en: now}}
timeline:
  - {when: 2024-H1, kind: past, what: {zh: 事, en: It}, at: [3], basis: {zh: 因, en: so},
     since: {zh: 后, en: now}}
advice:
  - audience: owners
    do: {zh: 做, en: do}
    because: {zh: 因, en: so}
    sectors: [bakeries]
    at: [7]
predictions:
  - id: one
    was: [old]
    claim: both
    statement:
      zh: "机器来。"
      en: "It comes."
    window: {from: 2024-03-05, until: 2024-12-31, basis: {zh: 因, en: so}}
    certainty: plain
    weight: minor
    resolution:
      question: {zh: '看', en: 'look'}
      held: {zh: 有, en: "is"}
      partly: {zh: 半, en: half}
      failed: {zh: 无, en: none}
      void: {zh: 废, en: void}
      source: {zh: 书, en: book}
      otherwise: {zh: 报, en: paper}
      on: 2025-01-02
      written: 2025-01-03
      earlier:
        - {question: {zh: 先, en: was}, held: {zh: 有, en: has}, partly: {zh: 半, en: half}, failed: {zh: 无, en: none},
           void: {zh: 废, en: void}, source: {zh: 书, en: book}, otherwise: {zh: 报, en: paper}, on: 2025-01-01,
           written: 2025-01-01}
    naive: {outcome: held, arguably: failed, because: {zh: 照, en: as}}
    sectors: [bakeries]
    at: [4, 5-6]
    verdict:
      outcome: held
      on: 2025-02-01
      proposed: 2025-02-08
      because: {zh: 是, en: "yes"}
      thin: {zh: 少, en: few}
      evidence:
        - url: https://example.org/a
          publisher: "A"
          kind: press
          mirrors: Co
          date: 2025-01
          seen: 2025-01-20
          fact: {zh: 真, en: fact}
          bears: for
          archive: https://c.org/a
          words: "so"
      earlier:
        - outcome: unclear
          on: 2025-01-01
          because: {zh: 谁, en: who}
          lacks: no-data
          settles: {zh: 数, en: count}
          looked: 2025-01-01
          thin: {zh: 少, en: few}
          evidence: [{url: "https://b.cn", publisher: B, date: 2025-01-01, fact: {zh: 空, en: air}, bears: mixed}]
  - id: two
    claim: both
    statement: {zh: 二, en: two}
    window: {from: 2024-03-05, until: null, basis: {zh: 因, en: so}}
    certainty: hedged
    weight: core
    criterion: {zh: 看, en: look}
    sectors: [bakeries]
    at: [5]
    standing:
      leans: mixed
      on: 2025-01-02
      next: 2025-05-01
      because: {zh: 半, en: half}
      evidence: [{url: "https://d.cn", publisher: D, kind: other, date: 2025-01, fact: {zh: 真, en: fact}, bears: for}]
      earlier:
        - {leans: too-early, on: 2025-01-01, next: 2025-01-02, because: {zh: 早, en: early}, ripe: 2026-01-01,
           evidence: [{url: "https://d.cn", publisher: D, date: 2025-01, fact: {zh: 真, en: fact}, bears: for}]}
    pending: {zh: 等, en: wait}
observations:
  - id: seen
    was: [six]
    what: {zh: 见, en: seen}
    since: {zh: 后, en: now}
    sectors: [bakeries]
    at: [4]
    evidence: [{url: "https://e.cn", publisher: E, kind: other, date: 2025-01, fact: {zh: 真, en: fact}, bears: for}]
figures:
  - {value: "1:2", what: {zh: 比, en: odds}, at: [6], note: {zh: 注, en: note}}
  - {value: {zh: 十, en: ten}, what: {zh: 数, en: sum}, at: [6]}
caveats:
  - note: {zh: 慎, en: care}
    at: [9]
"""


@pytest.fixture(scope="module")
def others(files: dict[str, bytes]) -> list[Reading]:
    """The other files of an edition, read once; debates would cite predictions that this briefing has not."""
    kept = {name: text for name, text in files.items() if name not in (FILE, RULES, "briefings/debates.yaml")}
    register = registered({**kept, FILE: COMPLETE.encode()}, dt.date(2024, 11, 1))
    assert register
    return [read_file(name, text) for name, text in {**kept, RULES: register}.items()]


def models(annotation: Any) -> set[type[Record]]:
    """Every kind of record an annotation holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}.union(*(models(info.annotation) for info in annotation.model_fields.values()))  # type: ignore[return-value]
    return set().union(*map(models, get_args(annotation)))


def said(value: Any) -> set[tuple[type, str]]:
    """Every field that is filled in somewhere in a record."""
    if isinstance(value, tuple):
        return set().union(*map(said, value))
    if not isinstance(value, BaseModel):
        return set()
    own = {(type(value), name) for name in value.model_fields_set}
    return own.union(*(said(getattr(value, name)) for name in value.model_fields_set))


def test_the_briefing_is_complete(others: list[Reading]) -> None:
    edition = assemble([read_file(FILE, COMPLETE.encode()), *others])
    filled = said(edition.by_slug["machine-dough"])
    every = {(model, name) for model in models(Briefing) for name in model.model_fields}
    earlier = {*((Verdict, name) for name in ("lacks", "settles", "looked")), (Standing, "ripe"), (Ruling, "proposed")}
    assert every - filled == earlier, "an earlier ruling or review has them"
    assert len(COMPLETE) < 4_200


@pytest.fixture(scope="module")
def whole(others: list[Reading]) -> dict[Path, Any]:
    return values(assemble([read_file(FILE, COMPLETE.encode()), *others]))


def values(edition: Edition) -> dict[Path, Any]:
    """Every value of the briefing at its place."""
    return dict(leaves(edition.by_slug["machine-dough"].model_dump(mode="json", by_alias=True, exclude_unset=True)))


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    match value:
        case dict() | list():
            for step, each in value.items() if isinstance(value, dict) else enumerate(value):
                yield from leaves(each, (*path, step))
        case _:
            yield path, value


@pytest.mark.exhaustive
@pytest.mark.parametrize("line", range(COMPLETE.count("\n")))
def test_less_any_one_character_it_is_refused_at_a_place_or_says_all_else_as_before(
    others: list[Reading], whole: dict[Path, Any], line: int
) -> None:
    lines = COMPLETE.splitlines(keepends=True)
    start = sum(map(len, lines[:line]))
    for at in range(start, start + len(lines[line])):
        text = COMPLETE[:at] + COMPLETE[at + 1 :]
        try:
            edition = assemble([read_file(FILE, text.encode()), *others])
        except InvalidEdition as invalid:
            assert invalid.problems and {each.file for each in invalid.problems} == {FILE}
            assert_inside(text, invalid.problems)
            assert_readable(invalid.problems)
        else:
            found = values(edition)
            assert found.keys() == whole.keys()
            changed = [(whole[path], found[path]) for path in whole if whole[path] != found[path]]
            assert all(misses(old, new, COMPLETE[at]) for old, new in changed) and len(changed) <= 1, changed


def misses(old: str, new: str, character: str) -> bool:
    """Tell whether a text is another one less one character, which an editor may have meant to delete."""
    return character not in "\"'" and any(
        old[:at] + old[at + 1 :] == new for at, each in enumerate(old) if each == character
    )


def test_the_quotes_around_a_number_in_inches_are_the_only_ones_that_can_be_halved(others: list[Reading]) -> None:
    for number, code in (("27", None), ("2024", "stray-quote")):
        text = COMPLETE.replace('"1:2"', f'{number}"').encode()
        try:
            assert assemble([read_file(FILE, text), *others]) and code is None
        except InvalidEdition as invalid:
            assert [each.code for each in invalid.problems] == [code]
