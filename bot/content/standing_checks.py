"""Checks of standings: the order of their days, what each leaning needs, and that none is later than a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.content.briefing import Prediction, Review, Standing
from bot.content.periods import Period
from bot.content.problem import Problem
from bot.content.verdict_checks import evidence_problems
from bot.content.yaml_document import Document, Path


def reviews_by_path(path: Path, standing: Standing) -> dict[Path, Review]:
    """Return a standing after the reviews it replaced, oldest first, by their places."""
    return {**{(*path, "earlier", number): each for number, each in enumerate(standing.earlier)}, path: standing}


def standing_problems(document: Document, path: Path, prediction: Prediction, standing: Standing) -> Iterator[Problem]:
    """Yield what is wrong with a standing and the reviews it replaced.

    Beside a verdict it stays as what was thought before: none of its days may lie after the first ruling.
    """
    reviews = reviews_by_path(path, standing)
    for place, review in reviews.items():
        yield from _review(document, place, review)
    for (place, review), (_, following) in pairwise(reviews.items()):
        if review.on >= following.on:
            on, after = str(review.on), str(following.on)
            yield document.problem((*place, "on"), "standing-order", on=on, following=after)
    if verdict := prediction.verdict:
        ruled = min(each.on for each in (*verdict.earlier, verdict))
        for place, review in reviews.items():
            if review.on > ruled:
                yield document.problem((*place, "on"), "standing-after-verdict", on=str(review.on), ruled=str(ruled))


def _review(document: Document, path: Path, review: Review) -> Iterator[Problem]:
    if review.next <= review.on:
        yield document.problem((*path, "next"), "review-not-after", next=str(review.next), on=str(review.on))
    yield from _ripe(document, path, review)
    if not review.evidence and review.leans != "too-early":
        yield document.problem(path, "standing-no-evidence", leans=review.leans)
    for number, evidence in enumerate(review.evidence):
        place = (*path, "evidence", number)
        if isinstance(evidence.date, Period) and evidence.date.first > review.on:
            date, on = str(evidence.date), str(review.on)
            yield document.problem((*place, "date"), "evidence-after-standing", date=date, on=on)
        yield from evidence_problems(document, place, evidence)


def _ripe(document: Document, path: Path, review: Review) -> Iterator[Problem]:
    """Yield what is wrong with the day from which it will no longer be too early."""
    if review.leans == "too-early" and not review.ripe:
        yield document.problem(path, "standing-not-ripe")
    elif review.leans != "too-early" and review.ripe:
        yield document.problem((*path, "ripe"), "ripe-though-leaning", key=True, leans=review.leans)
    elif review.ripe and review.ripe <= review.on:
        yield document.problem((*path, "ripe"), "ripe-passed", ripe=str(review.ripe), on=str(review.on))
