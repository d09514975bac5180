"""Checks of rules and verdicts: the texts they need, the order of their dates, how much evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from bot.content.briefing import Evidence, Outcome, Prediction, Ruling, Verdict, Window
from bot.content.periods import Period
from bot.content.problem import Problem
from bot.content.yaml_document import Document, Path

LEAST_CORE_EVIDENCE: Final = 2
LONGEST_PROPOSED: Final = dt.timedelta(days=31)
"""How long a ruling may be proposed: it is no way to keep one from ever counting."""
"""A verdict on what a source claims above all does not rest on one witness, unless it is the primary one."""


def rulings_by_path(path: Path, verdict: Verdict) -> dict[Path, Ruling]:
    """Return a verdict after the rulings it replaced, oldest first, by their places."""
    return {**{(*path, "earlier", number): each for number, each in enumerate(verdict.earlier)}, path: verdict}


# Rules


def rule_problems(document: Document, path: Path, prediction: Prediction) -> Iterator[Problem]:
    """Yield what is wrong with the rule of a prediction itself."""
    if not prediction.criterion and not prediction.resolution:
        yield document.problem(path, "no-rule")
    elif prediction.criterion and prediction.resolution:
        yield document.problem((*path, "criterion"), "criterion-and-resolution", key=True)
    if rule := prediction.resolution:
        days = [each.written for each in (*rule.earlier, rule) if each.written]
        for before, after in pairwise(days):
            if before >= after:
                place = (*path, "resolution", "written")
                yield document.problem(place, "rule-order", before=str(before), after=str(after))


# Verdicts


def least_evidence(outcome: Outcome) -> int:
    """Return how many pieces of evidence a ruling needs at least."""
    return 0 if outcome == "unclear" else 1


def thin(prediction: Prediction, ruling: Ruling) -> bool:
    """Tell whether a ruling on a core claim rests on less than a primary source, or two of the press.

    Evidence of the first format has no rank: two pieces of it are enough.
    """
    if prediction.weight != "core" or ruling.outcome == "unclear":
        return False
    ranks = [each.kind for each in ruling.evidence]
    if None in ranks:
        return len(ranks) < LEAST_CORE_EVIDENCE and "primary" not in ranks
    return "primary" not in ranks and len({_house(each) for each in ruling.evidence if each.kind == "press"}) < 2


def _house(evidence: Evidence) -> str:
    """Return whose piece of evidence it is: two of one house, or of what it copies, are one witness."""
    return evidence.copied_from("zh") or (urlsplit(evidence.url).hostname or "").removeprefix("www.")


def verdict_problems(document: Document, path: Path, prediction: Prediction, verdict: Verdict) -> Iterator[Problem]:
    """Yield what is wrong with a verdict and the rulings it replaced."""
    if least_evidence(verdict.outcome) and not verdict.evidence:
        yield document.problem(path, "no-evidence", outcome=verdict.outcome)
    elif thin(prediction, verdict) and not verdict.thin:
        yield document.problem((*path, "evidence"), "thin-evidence", outcome=verdict.outcome)
    if prediction.pending:
        yield document.problem((*path[:-1], "pending"), "pending-and-verdict", key=True)
    rulings = rulings_by_path(path, verdict)
    for place, ruling in rulings.items():
        yield from _ruling(document, place, prediction.window, ruling)
    for (place, ruling), (_, following) in pairwise(rulings.items()):
        if ruling.on >= following.on:
            on, after = str(ruling.on), str(following.on)
            yield document.problem((*place, "on"), "ruling-order", on=on, following=after)


def _ruling(document: Document, path: Path, window: Window, ruling: Ruling) -> Iterator[Problem]:
    if ruling.on < window.from_:
        place = (*path, "on")
        yield document.problem(place, "ruling-before-window", on=str(ruling.on), first=str(window.from_))
    if ruling.proposed and ruling.proposed <= ruling.on:
        proposed, on = str(ruling.proposed), str(ruling.on)
        yield document.problem((*path, "proposed"), "proposed-not-after", proposed=proposed, on=on)
    elif ruling.proposed and ruling.proposed - ruling.on > LONGEST_PROPOSED:
        proposed, on, most = str(ruling.proposed), str(ruling.on), LONGEST_PROPOSED.days
        yield document.problem((*path, "proposed"), "proposed-late", proposed=proposed, on=on, most=most)
    yield from _lack(document, path, ruling)
    for number, evidence in enumerate(ruling.evidence):
        yield from evidence_problems(document, (*path, "evidence", number), evidence, ruling)


def _lack(document: Document, path: Path, ruling: Ruling) -> Iterator[Problem]:
    """Yield what is wrong with what an unclear ruling says it lacks."""
    if ruling.lacks and ruling.outcome != "unclear":
        yield document.problem((*path, "lacks"), "lacks-though-clear", key=True, outcome=ruling.outcome)
    if ruling.lacks and not ruling.settles:
        yield document.problem((*path, "lacks"), "lacks-what", key=True)
    if ruling.lacks == "no-data" and not ruling.looked:
        yield document.problem((*path, "lacks"), "not-looked", key=True)


def evidence_problems(
    document: Document, path: Path, evidence: Evidence, ruling: Ruling | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with the dates of a piece of evidence, of a verdict after its ruling."""
    dated = evidence.date
    if ruling and isinstance(dated, Period) and dated.first > ruling.on:
        yield document.problem((*path, "date"), "evidence-after-verdict", date=str(dated), on=str(ruling.on))
    if not isinstance(dated, Period) and not evidence.seen:
        yield document.problem((*path, "date"), "undated-unseen")
