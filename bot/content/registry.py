"""The register of rules as files are held against it: who finds a line by its rule, and by whose rule it is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.content.briefing import Briefing, Register, Registered
from bot.content.problem import Problem
from bot.content.yaml_document import Document, Path


@dataclass(frozen=True)
class Registry:
    """The day on which each rule was `first` published, by its digest; and all lines by their briefing's slug."""

    first: Mapping[str, dt.date]
    lines: Mapping[str, tuple[Registered, ...]]

    @classmethod
    def of(cls, register: Register) -> Registry:
        """Return the register by rule and by briefing."""
        first: dict[str, dt.date] = {}
        lines: defaultdict[str, list[Registered]] = defaultdict(list)
        for line in register.rules:
            first[line.rule] = min(line.on, first.get(line.rule, line.on))
            lines[line.prediction.partition("/")[0]].append(line)
        return cls(first, {slug: tuple(those) for slug, those in lines.items()})

    def about(self, slug: str, rules: Iterable[str]) -> Hashable:
        """Return all it says of a briefing with these rules."""
        return self.lines.get(slug, ()), frozenset((rule, self.first.get(rule)) for rule in rules)


def register_problems(document: Document, briefing: Briefing, registry: Registry) -> Iterator[Problem]:
    """Yield what the register says against the rules of a briefing: not in it, older than it, or one that is gone."""
    kept: defaultdict[str, set[str]] = defaultdict(set)
    place: dict[str, Path] = {}
    for number, prediction in enumerate(briefing.predictions):
        rule = prediction.resolution
        if not (rule or prediction.criterion):
            continue
        path: Path = ("predictions", number, "resolution" if rule else "criterion")
        place.setdefault(prediction.id, path)
        kept[prediction.id] |= {each.digest for each in (prediction.rule, *(rule.earlier if rule else ()))}
        published = registry.first.get(rule.digest) if rule else None
        if rule and published is None:
            yield document.problem(path, "rule-unregistered", key=True)
        elif rule and published and rule.written < published:
            on = str(published)
            yield document.problem((*path, "written"), "rule-backdated", written=str(rule.written), on=on)
    for line in registry.lines.get(briefing.briefing, ()):
        name = line.prediction.partition("/")[2]
        if name in kept and line.rule not in kept[name]:
            yield document.problem(place[name], "rule-dropped", key=True, on=str(line.on))
