"""A reader's own score in words: how well they guess, beside others, what it is made of, and whether it gets better."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.answer import Block, folded, heading, paragraph
from bot.answers.asked import Asked, Personal
from bot.scores import Score, score


def own_score(asked: Personal) -> Iterable[Block]:
    """Tell the reader's own score, or how to get one; in a shared chat only where to see it; of nobody nothing."""
    if asked.anonymous and not asked.shared:
        return
    yield heading(asked.say("score-own"))
    if asked.shared:
        yield paragraph(asked.say("in-private", command="/scores"))
        return
    found = score(asked.known.history, asked.known.crowd, asked.edition)
    yield paragraph("\n".join(_compared(asked, found)) if found else asked.say("score-none"), _waiting(asked))
    if found:
        yield folded(asked.say("calibration"), "\n".join(_calibration(asked, found)))
        yield folded(asked.say("score-made-of"), "\n".join(_made_of(asked, found)))


def _compared(asked: Asked, found: Score) -> Iterable[str]:
    """Yield the score, by which answers, beside whom, and how it changed where that is beyond chance."""
    yield asked.say("score", brier=brier(found.brier), count=len(found.settled))
    yield asked.say("score-ways", first=brier(found.first), time=brier(found.over_time))
    if found.readers == 1:
        yield asked.say("score-alone", even=brier(found.even))
    else:
        yield asked.say("score-beside", crowd=brier(found.crowd), readers=found.readers, even=brier(found.even))
    if same := found.compared:
        counts: dict[str, str | int] = {
            "count": len(same.settled),
            "own": brier(same.brier),
            "naive": brier(same.naive),
        }
        yield asked.say("score-naive" if len(same.settled) == len(found.settled) else "score-naive-some", **counts)
    if (progress := found.progress) and progress.certain:
        near, far = sorted((abs(progress.interval.low), abs(progress.interval.high)))
        change = {"change": brier(abs(progress.change)), "low": brier(near), "high": brier(far)}
        yield asked.say("score-better" if progress.change < 0 else "score-worse", claims=progress.claims, **change)


def brier(value: float) -> str:
    """Return a Brier score, or a part of one."""
    return f"{value:.3f}"


def _waiting(asked: Personal) -> str:
    """Return how many of the reader's guesses wait for a verdict."""
    guessed = asked.known.chances.keys() & asked.edition.by_ref.keys()
    count = sum(asked.edition.by_ref[name].record.verdict is None for name in guessed)
    return f"\n{asked.say('score-waiting', count=count)}" if count else ""


def _calibration(asked: Asked, found: Score) -> Iterable[str]:
    for each in found.calibration:
        if each.questions:
            chance, true = str(each.percent), f"{each.true:g}"
            yield asked.say("calibration-at", percent=chance, count=each.questions, true=true)


def _made_of(asked: Asked, found: Score) -> Iterable[str]:
    """Yield the parts of the score, each with what it means."""
    parts = found.decomposition
    yield asked.say("score-reliability", value=brier(parts.reliability))
    yield asked.say("score-resolution", value=brier(parts.resolution))
    yield asked.say("score-uncertainty", value=brier(parts.uncertainty))
    yield asked.say("score-weighed")
