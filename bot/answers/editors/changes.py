"""Puts a draft's differences into words: counts by kind of record, and each value before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from bot.answers.answer import Block, bold, heading, item, paragraph
from bot.answers.asked import Asked
from bot.content.briefing import Language, Record, Text
from bot.content.diff import Difference, Edit, RecordKind
from bot.content.edition import Edition
from bot.words import WRITTEN, joined, say

_SIGNS: Final = {"added": "＋", "removed": "－", "changed": "✏️", "moved": "↕️"}
_KINDS: Final[dict[RecordKind, str]] = {
    "briefings": "kind-briefing",
    "sectors": "kind-view",
    "timeline": "kind-event",
    "advice": "kind-advice",
    "predictions": "kind-prediction",
    "observations": "kind-observation",
    "figures": "kind-figure",
    "caveats": "kind-caveat",
    "cards": "kind-card",
    "debates": "kind-debate",
}
_TERMS: Final = {"sectors": "kind-sector", "audiences": "kind-audience", "glossary": "kind-term"}
"""What stands in each list of the vocabulary."""


def tallied(language: Language, counts: Mapping[str, int]) -> str:
    """Return in words what changed, and how often: +2 predictions, 1 window moved, 1 verdict changed."""
    if not counts:
        return say(language, "changes-none")
    return joined(language, (_counted(language, facet, count) for facet, count in counts.items()))


def _counted(language: Language, facet: str, count: int) -> str:
    how, _, what = facet.partition("-")
    if how in ("naive", "rule", "standing", "verdict", "window"):
        return say(language, f"edits-{facet}", count=count)
    kinds = say(language, f"many-{what}", count=count)
    if how == "moved":
        return say(language, "change-order", what=kinds)
    return say(language, f"change-{how}", count=count, what=kinds)


def listed(asked: Asked, found: Iterable[Difference], after: Edition) -> Iterator[Block]:
    """Yield every change that leads to the edition `after` it, document by document, each text before and after."""
    for slug, group in groupby(found, key=lambda each: _slug(each)):
        briefing = after.by_slug.get(slug) or asked.edition.by_slug.get(slug)
        edition = after if slug in after.by_slug else asked.edition
        yield heading(asked.title(edition.card(briefing)) if briefing else asked.say("changes-elsewhere"))
        for change in group:
            yield from _change(asked, change)


def _slug(change: Difference) -> str:
    return change.name if change.kind == "briefings" else change.within


def _change(asked: Asked, change: Difference) -> Iterator[Block]:
    kind = asked.say(_KINDS.get(change.kind) or _TERMS[change.within])
    sign = f"{_SIGNS[change.how]} "
    if change.how == "moved":
        yield item(bold(f"{sign}{tallied(asked.language, {change.facets[0]: 1})}"))
        return
    name = f" {change.name}" if change.name else ""
    gist = _gist(change.record)
    if change.how == "changed":
        yield item(bold(f"{sign}{kind}{name}"), *((f"\n{asked.text(gist)}",) if gist and not change.name else ()))
        yield from (_edit(asked, edit) for edit in change.edits)
    else:
        yield item(bold(f"{sign}{kind}{name}"), *((f"\n{gist.zh}\n{gist.en}",) if gist else ()))


def _gist(record: Record) -> Text | None:
    """Return what a record says first."""
    return next((value for _, value in record if isinstance(value, Text)), None)


def _edit(asked: Asked, edit: Edit) -> Block:
    """Return one value before and after; of a text in both languages, so that none is forgotten."""
    old, new = edit.old, edit.new
    if not isinstance(old, Text) and not isinstance(new, Text):
        return paragraph(bold(edit.key), f"\n{old or '—'} → {new or '—'}")
    lines = [line for language in WRITTEN for line in _lines(asked, language, old, new)]
    return paragraph(bold(edit.key), *(f"\n{line}" for line in lines))


def _lines(asked: Asked, language: Language, old: Text | str | None, new: Text | str | None) -> list[str]:
    before = old.written(language) if isinstance(old, Text) else ""
    after = new.written(language) if isinstance(new, Text) else ""
    if before == after:
        return [f"{language} = {asked.say('text-unchanged' if before else 'text-unwritten')}"]
    return [f"{language} － {before}"] * bool(before) + [f"{language} ＋ {after}"] * bool(after)
