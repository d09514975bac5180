"""Shows the verdict on a prediction: reasons, rule and evidence, and the rulings before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import get_args

from bot.answers.answer import Block, Span, bold, folded, heading, italic, paragraph
from bot.answers.asked import MARKS, Asked
from bot.answers.items import dated, spaced
from bot.answers.paging import length
from bot.answers.rules import labelled, written
from bot.content.advisories import after_window
from bot.content.briefing import Bearing, Evidence, Prediction, Rank, Ruling, VerdictText, Window
from bot.content.edition import state
from bot.content.periods import Period
from bot.content.proposals import overtaken, replaced
from bot.content.reviews import to_review

_RANKS: tuple[Rank | None, ...] = ("primary", "press", "secondary", "other", None)


def verdict(asked: Asked, prediction: Prediction) -> Iterable[Block]:
    """Yield the verdicts on a prediction: one that is proposed, the one that counts, and those that were replaced.

    Without any, why there is none yet; of one that is open, how it stands says more than why it has to wait. What was
    replaced is to be unfolded: often it says nearly the same.
    """
    given = [each for each in (prediction.proposal, prediction.verdict) if each]
    if prediction.proposal:
        yield paragraph(bold(f"{MARKS['proposed']} {proposal(asked, prediction.proposal)}"))
    for each in given:
        yield from _ruling(asked, prediction, each, written(asked, prediction))
    if not given:
        waits = None if to_review(prediction, asked.today) else prediction.pending
        reason = f"\n{asked.text(waits)}" if waits else ""
        yield paragraph(asked.say(f"no-verdict-{state(prediction, asked.today)}"), reason)
    if earlier := replaced(prediction):
        yield heading(asked.say("rulings-replaced" if were_wrong(prediction) else "rulings-earlier"))
        for ruling in earlier:
            yield from (replace(block, kind="folded") for block in _ruling(asked, prediction, ruling))


def proposal(asked: Asked, proposed: Ruling) -> str:
    """Return that a verdict is proposed, and from which day on it counts."""
    what = f"{MARKS[proposed.outcome]} {asked.say(f'state-{proposed.outcome}')}"
    return asked.say("verdict-proposed", what=what, day=str(proposed.proposed))


def were_wrong(prediction: Prediction) -> bool:
    """Tell whether another outcome counted before the one that counts."""
    now, never = prediction.verdict, overtaken(prediction)
    return now is not None and any(each.outcome != now.outcome and each not in never for each in replaced(prediction))


def ruled_on(asked: Asked, prediction: Prediction, ruling: Ruling) -> str:
    """Return the day of a ruling; of one that was only ever proposed also that."""
    return f"{ruling.on} · {asked.say('never-counted')}" if ruling in overtaken(prediction) else str(ruling.on)


def _ruling(asked: Asked, prediction: Prediction, ruling: Ruling, rule: str = "") -> Iterator[Block]:
    mark = f"{MARKS[ruling.outcome]} {asked.say(f'state-{ruling.outcome}')}"
    remark = (italic(f"\n{rule}"),) if rule else ()
    head = bold(f"{mark} · {ruled_on(asked, prediction, ruling)}")
    yield paragraph(head, f"\n{asked.text(ruling.because)}", *remark)
    yield from _lack(asked, ruling)
    if ruling.thin:
        yield labelled(asked, "thin", asked.text(ruling.thin))
    yield from evidence_blocks(asked, ruling.evidence, prediction.window)


def evidence_blocks(asked: Asked, evidence: Iterable[Evidence], window: Window | None = None) -> Iterator[Block]:
    """Yield pieces of evidence to be unfolded, those of the first rank first, below how many bear which way.

    Of pages after a prediction's window that is told. As many pieces stand together as a message holds.
    """
    together: list[Evidence] = []
    for each in ranked(evidence):
        if together and length(_together(asked, [*together, each], window), asked.limits) > asked.limits.message:
            yield _together(asked, together, window)
            together = []
        together.append(each)
    if together:
        yield _together(asked, together, window)


def _together(asked: Asked, evidence: Iterable[Evidence], window: Window | None) -> Block:
    counts = Counter(each.bears for each in evidence)
    told = asked.joined(asked.say(f"counted-{each}", count=counts[each]) for each in get_args(Bearing) if counts[each])
    name = asked.say("evidence-folded", counts=told)
    pieces = (span for each in evidence for span in ("\n\n", *_evidence(asked, each, window)))
    return folded(name, *islice(pieces, 1, None))


def ranked(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return pieces of evidence, those of the first rank first."""
    return sorted(evidence, key=lambda each: _RANKS.index(each.kind))


def _lack(asked: Asked, ruling: Ruling) -> Iterator[Block]:
    """Yield why it is not clear what became of a prediction, and what would make it so."""
    if ruling.lacks is None:
        return
    looked = f" · {asked.say('looked-on', date=str(ruling.looked))}" if ruling.looked else ""
    lack = bold(asked.say(f"lacks-{ruling.lacks}"))
    yield paragraph(lack, looked, *_settled_by(asked, ruling.settles))


def _settled_by(asked: Asked, datum: VerdictText | None) -> tuple[str | Span, ...]:
    name = asked.say("label-settles")
    return ("\n", bold(name), spaced(name), asked.text(datum)) if datum else ()


def _evidence(asked: Asked, evidence: Evidence, window: Window | None) -> Iterator[Span | str]:
    bears = asked.say(f"bears-{evidence.bears}")
    yield f"{bears}{spaced(bears)}{asked.text(evidence.fact)}\n"
    if evidence.words:
        yield italic(f"“{evidence.words}”\n")
    yield Span(published(asked, evidence, window), "italic", evidence.url)
    if evidence.archive:
        yield from (" · ", Span(asked.say("evidence-archive"), "italic", evidence.archive))


def published(asked: Asked, evidence: Evidence, window: Window | None) -> str:
    """Return who published a page, of which rank it is, and its date, as precise as the page and no more."""
    facts = [evidence.published_by(asked.language)]
    if copied := evidence.copied_from(asked.language):
        facts.append(asked.say("evidence-mirrors", what=copied))
    if evidence.kind:
        facts.append(asked.say(f"rank-{evidence.kind}"))
    if isinstance(evidence.date, Period):
        facts.append(dated(asked, evidence.date))
        if window and after_window(evidence.date, window):
            facts.append(asked.say("evidence-after"))
    else:
        facts.append(asked.say("evidence-undated", seen=str(evidence.seen)))
    return " · ".join(facts)
