"""A short but complete briefing less any one of its characters: valid, or refused at a place inside it, quickly."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import BaseModel

from bot.briefing import Briefing, Record
from bot.edition import InvalidEdition, assemble
from bot.reading import Reading, read
from tests.marked import assert_readable, quickly
from tests.test_any_file import assert_inside

FILE = "briefings/machine-dough.yaml"
COMPLETE = """\
# yaml-language-server: $schema=briefing.schema.json
briefing: machine-dough
source: bakery-2024
thesis: {zh: "短", en: "Short", at: [4-5]}
sectors:
  - {sector: bakeries, stance: mixed, says: {zh: 好, en: good}, at: [4]}
timeline:
  - {when: 2024-H1, kind: past, what: {zh: 事, en: It}, at: [3], basis: {zh: 因, en: so}}
advice:
  - audience: owners
    do: {zh: 做, en: do}
    because: {zh: 因, en: so}
    sectors: [bakeries]
    at: [7]
predictions:
  - id: one
    statement:
      zh: "机器来。"
      en: "It comes."
    window: {from: 2024-03-05, until: 2024-12-31, basis: {zh: 因, en: so}}
    certainty: plain
    weight: minor
    criterion: {zh: '看', en: 'look'}
    sectors: [bakeries]
    at: [4, 5-6]
    verdict:
      outcome: held
      on: 2025-02-01
      because: {zh: 是, en: "yes"}
      evidence:
        - url: https://example.org/a
          publisher: "A"
          date: 2025-01-20
          fact: {zh: 真, en: fact}
          bears: for
      earlier:
        - outcome: unclear
          on: 2025-01-01
          because: {zh: 谁, en: who}
          evidence: [{url: "https://b.cn", publisher: B, date: 2025-01-01, fact: {zh: 空, en: air}, bears: mixed}]
  - id: two
    statement: {zh: 二, en: two}
    window: {from: 2024-03-05, until: null, basis: {zh: 因, en: so}}
    certainty: hedged
    weight: core
    criterion: {zh: 看, en: look}
    sectors: [bakeries]
    at: [5]
    pending: {zh: 等, en: wait}
figures:
  - {value: "1:2", what: {zh: 比, en: odds}, at: [6], note: {zh: 注, en: note}}
caveats:
  - note: {zh: 慎, en: care}
    at: [9]
"""


@pytest.fixture(scope="module")
def others(files: dict[str, bytes]) -> list[Reading]:
    """The other files of an edition, read once; debates would cite predictions that this briefing has not."""
    return [read(name, text) for name, text in files.items() if name not in (FILE, "briefings/debates.yaml")]


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
    edition = assemble([read(FILE, COMPLETE.encode()), *others])
    filled = said(edition.by_slug["machine-dough"])
    assert {(model, name) for model in models(Briefing) for name in model.model_fields} <= filled
    assert len(COMPLETE) < 2_000


@pytest.mark.parametrize("line", range(COMPLETE.count("\n")))
def test_less_any_one_character_it_is_valid_or_refused_at_a_place(others: list[Reading], line: int) -> None:
    lines = COMPLETE.splitlines(keepends=True)
    start = sum(map(len, lines[:line]))
    for at in range(start, start + len(lines[line])):
        text = COMPLETE[:at] + COMPLETE[at + 1 :]
        try:
            with quickly():
                assemble([read(FILE, text.encode()), *others])
        except InvalidEdition as invalid:
            assert invalid.problems and {each.file for each in invalid.problems} == {FILE}
            assert_inside(text, invalid.problems)
            assert_readable(invalid.problems)


@pytest.mark.parametrize("at", [at for at, character in enumerate(COMPLETE) if character == '"'])
def test_less_any_one_double_quote_it_is_never_read_as_if_nothing_were_wrong(others: list[Reading], at: int) -> None:
    text = COMPLETE[:at] + COMPLETE[at + 1 :]
    with pytest.raises(InvalidEdition):
        assemble([read(FILE, text.encode()), *others])
