"""What is new in a check-in: verdicts and standings since last time, what its reader had said, and new briefings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from bot.answers.answer import Block, bold, folded, heading, italic, item
from bot.answers.appeals_heard import editors_answer
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.filters import LEANING, RULED
from bot.answers.vote_panel import value_label
from bot.content.briefing import Outcome
from bot.content.edition import WEIGHTS, Forecast, ref, state
from bot.content.proposals import counted_before
from bot.content.reviews import current, turned, turned_from
from bot.people.appeals import Appeal
from bot.people.readers import Issue

MOST_NEWS: Final = 5
"""Verdicts, or standings, told one by one in a check-in; of more it gives the number and a door."""


def news(asked: Personal, issue: Issue) -> Iterable[Block]:
    """Yield all that is new: what we got wrong before, other verdicts, standings, briefings; each with a door."""
    found = [asked.edition.by_ref[each] for each in issue.verdicts if each in asked.edition.by_ref]
    found.sort(key=lambda each: _own_first(asked, each))
    yield from _verdicts(asked, [each for each in found if each.record.verdict])
    yield from _standings(asked, [each for each in found if current(each.record)])
    yield from _answers(asked, issue)
    yield from _briefings(asked, issue.briefings)


def answer_key(appeal: Appeal) -> str:
    """Return what names the editors' answer to an appeal among the news of a check-in."""
    return f"{appeal.prediction} appeal-{appeal.number}"


def told_answers(asked: Personal, issue: Issue) -> list[Appeal]:
    """Return the reader's appeals whose answers a check-in tells."""
    return [each for each in asked.known.appeals if each.answered and answer_key(each) in issue.verdicts]


def _answers(asked: Personal, issue: Issue) -> Iterable[Block]:
    """Yield what the editors answered to the reader's appeals, each a door to its forecast."""
    found = told_answers(asked, issue)
    if found:
        yield heading(asked.say("checkin-appeals", count=len(found)))
    for each in found:
        assert each.answered
        decided = asked.say(f"appeal-{each.answered.decision}", day=str(each.answered.on))
        said = f"\n{editors_answer(asked, each)}"
        yield item(bold(f"🙋 {decided}"), f"\n“{each.words}”", said, command=f"/prediction {each.prediction}")


def _own_first(asked: Personal, forecast: Forecast) -> tuple[bool, int]:
    name = ref(forecast)
    others = asked.known.vote(name) is None and name not in asked.known.follows
    return others, WEIGHTS.index(forecast.record.weight)


def _verdicts(asked: Personal, given: Sequence[Forecast]) -> Iterable[Block]:
    kinds = {"checkin-corrections": [each for each in given if was_ruled(each)]}
    kinds["checkin-verdicts"] = [each for each in given if not was_ruled(each)]
    for kind, those in kinds.items():
        if those:
            yield heading(asked.say(kind, count=len(those)))
        yield from chain.from_iterable(_verdict(asked, each) for each in those[:MOST_NEWS])
        if (more := len(those) - MOST_NEWS) > 0:
            yield item(asked.say("checkin-more-verdicts", count=more), command=f"/predictions {RULED}")


def was_ruled(forecast: Forecast) -> Outcome | None:
    """Return the outcome that counted before and does no longer: of a corrected verdict."""
    verdict = forecast.record.verdict
    before = counted_before(verdict) if verdict else None
    return before.outcome if verdict and before and before.outcome != verdict.outcome else None


def _verdict(asked: Personal, forecast: Forecast) -> Iterator[Block]:
    """Yield a verdict on one line; of a corrected one also why."""
    verdict = forecast.record.verdict
    assert verdict
    was = was_ruled(forecast)
    marks = " → ".join(f"{MARKS[each]} {asked.say(f'state-{each}')}" for each in (was, verdict.outcome) if each)
    yield _line(asked, forecast, marks)
    if was:
        yield folded(asked.say("why-verdict"), asked.text(verdict.because))


def _line(asked: Personal, forecast: Forecast, marks: str) -> Block:
    """Return what became of a prediction on one line: its marks first, and what the reader had said of it."""
    value = asked.known.vote(ref(forecast))
    own = italic(f" ·\u00a0{asked.say('you-said', what=value_label(asked, value))}") if value else ""
    return item(bold(marks), f" · {asked.text(forecast.record.statement)}", own, command=f"/prediction {ref(forecast)}")


def _standings(asked: Personal, found: Sequence[Forecast]) -> Iterable[Block]:
    """Yield the standings that turned since last time, and those that did not of what the reader follows."""
    kinds = {"checkin-turns": [each for each in found if turned(each.record)]}
    kinds["checkin-followed"] = [each for each in found if not turned(each.record)]
    for kind, those in kinds.items():
        if those:
            yield heading(asked.say(kind, count=len(those)))
        yield from chain.from_iterable(_standing(asked, each) for each in those[:MOST_NEWS])
        if (more := len(those) - MOST_NEWS) > 0:
            yield item(asked.say("checkin-more-turns", count=more), command=f"/predictions {LEANING}")


def _standing(asked: Personal, forecast: Forecast) -> Iterator[Block]:
    stands = current(forecast.record)
    assert stands
    marks = " → ".join(asked.leaning(each) for each in (turned_from(stands), stands.leans) if each)
    yield _line(asked, forecast, f"{MARKS[state(forecast.record, asked.today)]} {marks}")
    yield folded(asked.say("why-standing"), asked.text(stands.because))


def _briefings(asked: Asked, slugs: Sequence[str]) -> Iterable[Block]:
    for slug in slugs:
        if briefing := asked.edition.by_slug.get(slug):
            title = asked.title(asked.edition.card(briefing))
            yield item(asked.say("checkin-new-briefing", title=title), command=f"/briefing {slug}")
