"""Advisories: problems that an editor should put right, but that keep no edition from going live."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, get_args

from bot.content.briefing import (
    Briefing,
    Decided,
    Evidence,
    Prediction,
    Ruling,
    Standing,
    Verdict,
    VerdictText,
    Window,
)
from bot.content.periods import Period
from bot.content.problem import Problem
from bot.content.reading import near
from bot.content.standing_checks import reviews_by_path
from bot.content.values import in_chinese
from bot.content.verdict_checks import rulings_by_path
from bot.content.yaml_document import Document, Path

_REMARK: Final = re.compile(r"[(（]")
"""How a remark on a publisher begins: a name stands once for both languages, what is said of it does not."""


def warnings(document: Document, briefing: Briefing) -> Iterator[Problem]:
    """Yield the warnings of a briefing: words in one language only, the first format, dates that look made up."""
    yield from _claims(document, briefing)
    yield from _observations(document, briefing)
    for number, figure in enumerate(briefing.figures):
        if in_chinese(figure.shown("en")):
            yield document.problem(("figures", number, "value"), "figure-in-chinese")
    for number, prediction in enumerate(briefing.predictions):
        path: Path = ("predictions", number)
        if prediction.criterion:
            core = "criterion-only-core" if prediction.weight == "core" else "criterion-only"
            yield document.problem((*path, "criterion"), core, key=True)
        yield from _naive(document, path, prediction)
        if prediction.standing and prediction.pending:
            yield document.problem((*path, "pending"), "pending-and-standing", key=True)
        if prediction.standing:
            yield from _standing(document, (*path, "standing"), prediction.standing)
        if prediction.verdict:
            yield from _verdict(document, (*path, "verdict"), prediction.window, prediction.verdict)


def _verdict(document: Document, path: Path, window: Window, verdict: Verdict) -> Iterator[Problem]:
    """Yield what is to be put right of a verdict and of the rulings it replaced."""
    if verdict.outcome == "unclear" and not verdict.lacks:
        yield document.problem((*path, "outcome"), "unclear-why")
    for place, ruling in rulings_by_path(path, verdict).items():
        yield from _ruling(document, place, ruling)
    for count, evidence in enumerate(verdict.evidence):
        yield from _counting(document, (*path, "evidence", count), window, evidence)


def _observations(document: Document, briefing: Briefing) -> Iterator[Problem]:
    for number, observation in enumerate(briefing.observations):
        for count, evidence in enumerate(observation.evidence):
            path: Path = ("observations", number, "evidence", count)
            yield from _witness(document, path, evidence)
            yield from _rank(document, path, evidence)


def _standing(document: Document, path: Path, standing: Standing) -> Iterator[Problem]:
    """Yield what is to be put right of a standing and of the reviews it replaced."""
    for place, review in reviews_by_path(path, standing).items():
        if wanted := review.because.missing:
            yield document.problem((*place, "because", wanted), "unwritten", wanted=wanted)
        for number, evidence in enumerate(review.evidence):
            yield from _witness(document, (*place, "evidence", number), evidence)
            yield from _rank(document, (*place, "evidence", number), evidence)


def _naive(document: Document, path: Path, prediction: Prediction) -> Iterator[Problem]:
    """Yield what is to be put right of the naive rule: a verdict that decides is worth little without it."""
    naive, verdict = prediction.naive, prediction.verdict
    if naive is None and verdict and verdict.outcome in get_args(Decided):
        yield document.problem((*path, "verdict", "outcome"), "no-naive")
    if naive and naive.because and (wanted := naive.because.missing):
        yield document.problem((*path, "naive", "because", wanted), "unwritten", wanted=wanted)


def _ruling(document: Document, path: Path, ruling: Ruling) -> Iterator[Problem]:
    """Yield what is to be put right of a ruling, also of one that was replaced: its words and dates are shown."""
    for place, text in _words(path, ruling):
        if text.missing:
            yield document.problem((*place, text.missing), "unwritten", wanted=text.missing)
    for number, evidence in enumerate(ruling.evidence):
        yield from _witness(document, (*path, "evidence", number), evidence)


def _words(path: Path, ruling: Ruling) -> Iterator[tuple[Path, VerdictText]]:
    yield (*path, "because"), ruling.because
    for name, text in (("settles", ruling.settles), ("thin", ruling.thin)):
        if text:
            yield (*path, name), text


def _witness(document: Document, path: Path, evidence: Evidence) -> Iterator[Problem]:
    """Yield what is to be put right of a piece of evidence, whatever it bears on."""
    if wanted := evidence.fact.missing:
        yield document.problem((*path, "fact", wanted), "unwritten", wanted=wanted)
    if isinstance(evidence.date, Period) and _month_end(evidence.date) and not evidence.seen:
        date = str(evidence.date)
        yield document.problem((*path, "date"), "month-end", date=date, month=date[:7])
    for name, whose in (("publisher", evidence.publisher), ("mirrors", evidence.mirrors)):
        if isinstance(whose, str) and _REMARK.search(whose):
            yield document.problem((*path, name), "publisher-once")


def _rank(document: Document, path: Path, evidence: Evidence) -> Iterator[Problem]:
    if not evidence.kind:
        yield document.problem(path, "no-rank")


def _claims(document: Document, briefing: Briefing) -> Iterator[Problem]:
    """Yield each claim of one prediction alone: what ties nothing together is most likely a slip of the pen."""
    sizes = Counter(each.claim for each in briefing.predictions if each.claim)
    for number, each in enumerate(briefing.predictions):
        if each.claim and sizes[each.claim] == 1:
            likely = near(each.claim, sizes.keys() - {each.claim})
            yield document.problem(("predictions", number, "claim"), "claim-alone", value=each.claim, near=likely)


def _counting(document: Document, path: Path, window: Window, evidence: Evidence) -> Iterator[Problem]:
    """Yield what is to be put right of evidence on which the verdict stands that counts."""
    yield from _rank(document, path, evidence)
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
