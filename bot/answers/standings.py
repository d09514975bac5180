"""Shows how an open prediction stands: which way it leans, on which day, why; and how it looked before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.answers.answer import Block, bold, heading, italic, paragraph
from bot.answers.asked import Asked
from bot.answers.verdicts import evidence_blocks
from bot.content.briefing import Prediction, Review
from bot.content.reviews import current


def standing(asked: Asked, prediction: Prediction) -> Iterable[Block]:
    """Yield how a prediction stands, with the reviews before; of one with a verdict, how it looked until then."""
    if not prediction.standing:
        return
    before = prediction.standing.earlier
    if now := current(prediction):
        yield from _review(asked, prediction, now, _what_it_is(asked, now))
    else:
        before = (*before, prediction.standing)
    if before:
        yield heading(asked.say("reviews-earlier" if now else "reviews-before-verdict"))
    for review in before:
        yield from (replace(block, kind="folded") for block in _review(asked, prediction, review))


def _review(asked: Asked, prediction: Prediction, review: Review, what_it_is: str = "") -> Iterator[Block]:
    remark = (italic(f"\n{what_it_is}"),) if what_it_is else ()
    yield paragraph(bold(f"{asked.leaning(review.leans)} · {review.on}"), f"\n{asked.text(review.because)}", *remark)
    yield from evidence_blocks(asked, review.evidence, prediction.window)


def _what_it_is(asked: Asked, review: Review) -> str:
    """Return that it is no verdict, and when somebody looks again; that it is late where nobody has."""
    late = review.next < asked.today
    ripe = [asked.say("standing-ripe", day=str(review.ripe))] if review.ripe else []
    when = asked.say("standing-late" if late else "standing-next", day=str(review.next))
    return "\n".join([asked.say("standing-how"), *ripe, when])
