"""Differences between two editions, as values: records that came or went, and each text before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Final, Literal, TypeVar

from bot.content.briefing import Briefing, Record, Review, Ruling, Standing, Text, Thesis, Verdict, Window
from bot.content.edition import Edition
from bot.content.likeness import less, partners, plain

RecordKind = Literal[
    "briefings",
    "sectors",
    "timeline",
    "advice",
    "predictions",
    "observations",
    "figures",
    "caveats",
    "cards",
    "debates",
    "vocabulary",
]
DifferenceKind = Literal["added", "removed", "changed", "moved"]
"""`moved`: the entries of a list are the same, and stand in another order."""

BRIEFING_SECTIONS: Final[tuple[RecordKind, ...]] = (
    "sectors",
    "timeline",
    "advice",
    "predictions",
    "observations",
    "figures",
    "caveats",
)

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Edit:
    """One value of a record, named as in its file (evidence.2.fact), before and after; None where it is not there."""

    key: str
    old: Text | str | None
    new: Text | str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference in one record. `record` is how it is now, or was; `within`: a briefing, or a vocabulary's list."""

    kind: RecordKind
    how: DifferenceKind
    within: str
    name: str
    record: Record
    edits: tuple[Edit, ...] = ()

    @property
    def facets(self) -> tuple[str, ...]:
        """Return what an editor would call it: added-predictions, window-moved, rule-changed, verdict-given."""
        if self.how != "changed":
            return (f"{self.how}-{self.kind}",)
        edits = {edit.key: edit for edit in self.edits}
        ruled = {key for key in edits if key.startswith("verdict.")}
        rules = {key for key in edits if key.startswith("resolution.")}
        rules |= edits.keys() & {"criterion"} if rules else set()
        reviewed = {key for key in edits if key.startswith("standing.")}
        naive = {key for key in edits if key.startswith("naive.")}
        rest = (
            edits.keys()
            - ruled
            - rules
            - reviewed
            - naive
            - ({"window", "window.basis"} if "window" in edits else set())
        )
        found = []
        if rules:
            found.append("rule-changed")
        if ruled:
            found.append(f"verdict-{_fate(edits.get('verdict.outcome'))}")
            rest -= {"pending"}  # a verdict is what it waited for
        if "window" in edits:
            found.append("window-moved")
        if reviewed:
            found.append(f"standing-{_fate(edits.get('standing.leans'))}")
        if naive:
            found.append(f"naive-{_fate(edits.get('naive.outcome'))}")
        return (*found, f"changed-{self.kind}") if rest else tuple(found)


def _fate(edit: Edit | None) -> str:
    """Return what became of a verdict or a standing, by the edit of what it says first."""
    if edit is None:
        return "changed"
    return "given" if edit.old is None else "withdrawn" if edit.new is None else "changed"


def differences(old: Edition, new: Edition) -> tuple[Difference, ...]:
    """Return all that differs, briefing by briefing; nothing where the files differ in comments and layout alone."""
    found = list(_named("briefings", "", old.by_slug, new.by_slug))
    for slug in new.by_slug.keys() & old.by_slug.keys():
        found += _within(old.by_slug[slug], new.by_slug[slug])
    order = {slug: place for place, slug in enumerate((*new.by_slug, *old.by_slug))}
    found.sort(key=lambda each: order[each.within or each.name])
    found += _named("debates", "", old.debates_by_id, new.debates_by_id)
    found += _named("vocabulary", "sectors", old.sectors, new.sectors)
    found += _named("vocabulary", "audiences", old.audiences, new.audiences)
    found += _named("vocabulary", "glossary", _by(old.vocabulary.glossary, "id"), _by(new.vocabulary.glossary, "id"))
    found += _named("cards", "", dict(sorted(old.cards.items())), dict(sorted(new.cards.items())))
    return tuple(found)


def tally(found: Iterable[Difference]) -> dict[str, int]:
    """Return how many changes are of which sort; what stands in a briefing that came or went counts too."""
    counts: Counter[str] = Counter()
    for change in found:
        counts.update(change.facets)
        if isinstance(change.record, Briefing) and change.how in ("added", "removed"):
            sizes = {f"{change.how}-{section}": len(getattr(change.record, section)) for section in BRIEFING_SECTIONS}
            counts.update({facet: size for facet, size in sizes.items() if size})
    return dict(counts)


def _within(old: Briefing, new: Briefing) -> Iterator[Difference]:
    """Yield what differs in one briefing, section by section."""
    if old is new:
        return
    slug = new.briefing
    for section in BRIEFING_SECTIONS:
        before, after = getattr(old, section), getattr(new, section)
        if before == after:
            continue
        match section:
            case "sectors":
                yield from _named(section, slug, _by(before, "sector"), _by(after, "sector"), new)
            case "predictions" | "observations":
                yield from _named(section, slug, _by(before, "id"), _by(after, "id"), new)
            case _:
                yield from _nameless(section, slug, before, after, new)


def _by(records: Iterable[R], attribute: str) -> dict[str, R]:
    return {getattr(record, attribute): record for record in records}


def _named(
    kind: RecordKind, within: str, old: Mapping[str, Record], new: Mapping[str, Record], whole: Record | None = None
) -> Iterator[Difference]:
    """Yield what differs between records with names, in their new order, those that went last."""
    for name, record in new.items():
        if name not in old:
            yield Difference(kind, "added", within, name, record)
        elif edits := tuple(_edits("", old[name], record)):
            yield Difference(kind, "changed", within, name, record, edits)
    yield from (Difference(kind, "removed", within, name, record) for name, record in old.items() if name not in new)
    if [name for name in old if name in new] != [name for name in new if name in old] and kind != "briefings":
        yield Difference(kind, "moved", within, "", whole or next(iter(new.values())))


def _nameless(
    kind: RecordKind, within: str, old: tuple[Record, ...], new: tuple[Record, ...], whole: Briefing
) -> Iterator[Difference]:
    """Yield what differs between records without names: those most alike are the same one, edited."""
    came, went = less(new, old), less(old, new)
    partner = partners(went, came)
    for place, record in enumerate(came):
        if place in partner:
            yield Difference(kind, "changed", within, "", record, tuple(_edits("", went[partner[place]], record)))
        else:
            yield Difference(kind, "added", within, "", record)
    known = set(partner.values())
    yield from (Difference(kind, "removed", within, "", each) for place, each in enumerate(went) if place not in known)
    if [each for each in old if each not in went] != [each for each in new if each not in came]:
        yield Difference(kind, "moved", within, "", whole)


def _edits(key: str, old: Any, new: Any) -> Iterator[Edit]:
    """Yield what differs between two values, named below `key`; those of files that did not change are the same."""
    if old is new or old == new:
        return
    match old if old is not None else new:
        case Window():
            yield from _one(key, _span(old), _span(new))
            yield from _edits(f"{key}.basis", getattr(old, "basis", None), getattr(new, "basis", None))
        case _ if isinstance(old, Text) or isinstance(new, Text):
            yield from _one(key, _words(old), _words(new))
            for beside in ("at", "since"):
                yield from _edits(f"{key}.{beside}", getattr(old, beside, None), getattr(new, beside, None))
        case Record() as shape:
            for name, label in _fields(shape):
                if name != "earlier" or not _replaced(old, new):
                    yield from _edits(f"{key}.{label}".lstrip("."), getattr(old, name, None), getattr(new, name, None))
        case tuple() if any(isinstance(each, Record) for each in (*(old or ()), *(new or ()))):
            yield from _listed(key, old or (), new or ())
        case _:
            yield from _one(key, plain(old), plain(new))


def _one(key: str, old: Text | str | None, new: Text | str | None) -> Iterator[Edit]:
    if old != new:
        yield Edit(key, old, new)


def _fields(record: Record) -> Iterator[tuple[str, str]]:
    """Yield a record's fields with their names in files; a briefing's sections are told entry by entry."""
    for name, info in type(record).model_fields.items():
        if not (isinstance(record, Briefing) and name in BRIEFING_SECTIONS):
            yield name, info.alias or name


def _replaced(old: object, new: object) -> bool:
    """Tell whether a verdict or a standing only joined the earlier ones, as a new one took its place."""
    if isinstance(old, Verdict) and isinstance(new, Verdict):
        return new.earlier == (*old.earlier, _alone(Ruling, old))
    if isinstance(old, Standing) and isinstance(new, Standing):
        return new.earlier == (*old.earlier, _alone(Review, old))
    return False


def _alone(kind: type[Record], record: Record) -> Record:
    """Return a ruling or a review without those it replaced."""
    return kind.model_construct(**{name: getattr(record, name) for name in kind.model_fields})


def _listed(key: str, old: tuple[Record, ...], new: tuple[Record, ...]) -> Iterator[Edit]:
    """Yield what differs between two lists; entries are counted from 1, as they now stand."""
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            pairs = zip_longest(old[start:end], new[first:last])
            for number, (before, after) in enumerate(pairs, (first if tag != "delete" else start) + 1):
                yield from _edits(f"{key}.{number}", before, after)


def _words(text: Text | str | None) -> Text | None:
    """Return a text without what a thesis has besides its words; words that stand once are those of both languages."""
    if isinstance(text, str):
        return Text(zh=text, en=text)
    return Text(zh=text.zh, en=text.en) if isinstance(text, Thesis) else text


def _span(window: Window | None) -> str | None:
    return f"{window.from_} – {window.until or '…'}" if window else None
