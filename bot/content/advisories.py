"""Advisories: problems that an editor should put right, but that keep no edition from going live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.content.briefing import Briefing, Evidence, Ruling, VerdictText, Window
from bot.content.periods import Period
from bot.content.problem import Problem
from bot.content.verdict_checks import rulings_by_path
from bot.content.yaml_document import Path, YamlDocument


def warnings(document: YamlDocument, briefing: Briefing) -> Iterator[Problem]:
    """Yield the warnings of a briefing: words in one language only, the first format, dates that look made up."""
    for number, prediction in enumerate(briefing.predictions):
        path: Path = ("predictions", number)
        if prediction.criterion:
            core = "criterion-only-core" if prediction.weight == "core" else "criterion-only"
            yield document.problem((*path, "criterion"), core, key=True)
        if verdict := prediction.verdict:
            if verdict.outcome == "unclear" and not verdict.lacks:
                yield document.problem((*path, "verdict", "outcome"), "unclear-why")
            for place, ruling in rulings_by_path((*path, "verdict"), verdict).items():
                yield from _ruling(document, place, ruling)
            for count, evidence in enumerate(verdict.evidence):
                yield from _standing(document, (*path, "verdict", "evidence", count), prediction.window, evidence)


def _ruling(document: YamlDocument, path: Path, ruling: Ruling) -> Iterator[Problem]:
    """Yield what is to be put right of a ruling, also of one that was replaced: its words and dates are shown."""
    for place, text in _words(path, ruling):
        if text.missing:
            yield document.problem((*place, text.missing), "unwritten", wanted=text.missing)
    for number, evidence in enumerate(ruling.evidence):
        place = (*path, "evidence", number, "date")
        if isinstance(evidence.date, Period) and _month_end(evidence.date) and not evidence.seen:
            date = str(evidence.date)
            yield document.problem(place, "month-end", date=date, month=date[:7])


def _words(path: Path, ruling: Ruling) -> Iterator[tuple[Path, VerdictText]]:
    yield (*path, "because"), ruling.because
    for name, text in (("settles", ruling.settles), ("thin", ruling.thin)):
        if text:
            yield (*path, name), text
    for number, evidence in enumerate(ruling.evidence):
        yield (*path, "evidence", number, "fact"), evidence.fact


def _standing(document: YamlDocument, path: Path, window: Window, evidence: Evidence) -> Iterator[Problem]:
    """Yield what is to be put right of evidence on which the verdict stands that counts."""
    if not evidence.kind:
        yield document.problem(path, "no-rank")
    if isinstance(evidence.date, Period) and (outside := _outside(evidence.date, window)):
        yield document.problem((*path, "date"), outside, date=str(evidence.date))


def _month_end(dated: Period) -> bool:
    """Tell whether a date is to the day the last of a month, as days that nobody knew are written."""
    return dated.first == dated.last and (dated.last + dt.timedelta(days=1)).day == 1


def _outside(dated: Period, window: Window) -> str:
    if dated.last < window.from_:
        return "evidence-before-window"
    return "evidence-after-window" if after_window(dated, window) else ""


def after_window(dated: Period, window: Window) -> bool:
    """Tell whether a page can only be of a day after a window ended."""
    return window.until is not None and dated.first > window.until
