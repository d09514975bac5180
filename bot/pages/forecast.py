"""One forecast whole: what was said, by whom and when, what became of it, on which evidence, by which rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.answers import as_of, citations
from bot.answers.answer import Block
from bot.answers.appeals_heard import counts_now, heard_blocks
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.rules import naive_block, parts, rule_from, written
from bot.answers.verdicts import proposal, published, ranked, ruled_on, were_wrong
from bot.content.briefing import Bearing, Evidence, Prediction, Rank, Review, Rule, Ruling
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Forecast, State, ref
from bot.content.proposals import replaced, said
from bot.content.reviews import current
from bot.pages.rows import Named, Row, row, to
from bot.people.appeals import Heard


@dataclass(frozen=True, slots=True)
class Witness:
    """A piece of evidence: which way it bears, the fact, the words of the page, who published it when, where."""

    bears: Bearing
    bearing: str
    fact: str
    quote: str
    published: str
    rank: Rank | None
    url: str
    archive: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """A verdict: its outcome in words, day, reason, whether its rule came first, what is lacking, and the evidence.

    `given` is its day in words: of one that never counted also that.
    """

    outcome: State
    mark: str
    stands: str
    on: str
    given: str
    because: str
    rule: str
    lacks: str
    settles: str
    thin: str
    evidence: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A standing: which way it leant on a day, why, when somebody looks again, and the evidence."""

    leaning: str
    leans: str
    on: str
    because: str
    remark: str
    evidence: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """A wording of the rule: its parts, each with its name; and from when to when it counted."""

    parts: tuple[tuple[str, str], ...]
    days: str


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a forecast on a day."""

    on: str
    what: str


@dataclass(frozen=True, slots=True)
class Whole:
    """All that is known of a forecast and is the same for everybody; whether a ruling `before` was a `wrong` one.

    `objects` tells whether a reader can object to what was said of it.
    """

    row: Row
    foretold: str
    paragraphs: str
    verdict: Ruled | None
    proposed: Ruled | None
    proposal: str
    before: tuple[Ruled, ...]
    wrong: bool
    standing: Looked | None
    looked: tuple[Looked, ...]
    pending: str
    window: str
    basis: str
    wording: str
    rule: Rules
    rules: tuple[Rules, ...]
    naive: tuple[Block, ...]
    where: Block
    appeals: tuple[Block, ...]
    objects: bool
    history: tuple[Moment, ...]
    debates: tuple[Named, ...]
    same: tuple[Row, ...]


def foretold(asked: Asked, forecast: Forecast) -> str:
    """Return of when a forecast is."""
    return asked.say("foretold", when=as_of.when(asked, forecast.card))


def whole(asked: Personal, forecast: Forecast) -> Whole:
    """Return all that is known of a forecast."""
    record = forecast.record
    verdict, standing = record.verdict, current(record)
    proposed = record.proposal
    earlier = (
        (*standing.earlier,) if standing else (*record.standing.earlier, record.standing) if record.standing else ()
    )
    return Whole(
        row=row(asked, forecast),
        foretold=foretold(asked, forecast),
        paragraphs=asked.at(record.at),
        verdict=_ruled(asked, record, verdict, written(asked, record)) if verdict else None,
        proposed=_ruled(asked, record, proposed, written(asked, record)) if proposed else None,
        proposal=proposal(asked, proposed) if proposed else "",
        before=tuple(_ruled(asked, record, each) for each in reversed(replaced(record))),
        wrong=were_wrong(record),
        standing=_looked(asked, record, standing, "\n".join(_outlook(asked, standing))) if standing else None,
        looked=tuple(_looked(asked, record, each) for each in reversed(earlier)),
        pending=asked.text(record.pending) if record.pending and not (verdict or standing) else "",
        window=_window(asked, record),
        basis=asked.text(record.window.basis),
        wording=_wording(asked, record),
        rule=_rule(asked, record.rule, _since(asked, record)),
        rules=tuple(_former(asked, record)),
        naive=tuple(naive_block(asked, record)),
        where=citations.whereabouts(asked, forecast),
        appeals=tuple(each for each in heard_blocks(asked, forecast) if each.kind != "heading"),
        objects=bool(counts_now(said(forecast.record))),
        history=tuple(_history(asked, forecast)),
        debates=tuple(_debates(asked, forecast)),
        same=tuple(_same(asked, forecast)),
    )


def _wording(asked: Asked, record: Prediction) -> str:
    words = asked.say(f"certainty-{record.certainty}"), asked.say(f"weight-{record.weight}")
    return asked.joined(words)


def _window(asked: Asked, record: Prediction) -> str:
    first, until = str(record.window.from_), record.window.until
    return f"{first}{asked.say('range-dash')}{until}" if until else asked.say("window-endless", first=first)


# What became of it


def _ruled(asked: Asked, record: Prediction, ruling: Ruling, rule: str = "") -> Ruled:
    lacks = asked.say(f"lacks-{ruling.lacks}") if ruling.lacks else ""
    looked = asked.say("looked-on", date=str(ruling.looked)) if ruling.looked else ""
    return Ruled(
        outcome=ruling.outcome,
        mark=MARKS[ruling.outcome],
        stands=asked.say(f"state-{ruling.outcome}"),
        on=str(ruling.on),
        given=ruled_on(asked, record, ruling),
        because=asked.text(ruling.because),
        rule=rule,
        lacks=" · ".join(filter(None, (lacks, looked))),
        settles=asked.text(ruling.settles) if ruling.settles else "",
        thin=asked.text(ruling.thin) if ruling.thin else "",
        evidence=_evidence(asked, record, ruling.evidence),
    )


def _looked(asked: Asked, record: Prediction, review: Review, remark: str = "") -> Looked:
    evidence = _evidence(asked, record, review.evidence)
    leans, because = asked.leaning(review.leans), asked.text(review.because)
    return Looked(review.leans, leans, str(review.on), because, remark, evidence)


def _outlook(asked: Asked, review: Review) -> Iterator[str]:
    """Yield that a standing is no verdict, and when somebody looks again."""
    yield asked.say("standing-how")
    if review.ripe:
        yield asked.say("standing-ripe", day=str(review.ripe))
    late = review.next < asked.today
    yield asked.say("standing-late" if late else "standing-next", day=str(review.next))


def _evidence(asked: Asked, record: Prediction, evidence: Iterable[Evidence]) -> tuple[Witness, ...]:
    return tuple(
        Witness(
            bears=each.bears,
            bearing=asked.say(f"bears-{each.bears}").rstrip(":："),
            fact=asked.text(each.fact),
            quote=each.words or "",
            published=published(asked, each, record.window),
            rank=each.kind,
            url=each.url,
            archive=each.archive or "",
        )
        for each in ranked(evidence)
    )


# How it is decided


def _since(asked: Asked, record: Prediction) -> str:
    return "" if record.verdict else rule_from(asked, record)


def _rule(asked: Asked, rule: Rule, days: str = "") -> Rules:
    named = ((asked.say(f"label-{label}").rstrip(":："), asked.text(text)) for label, text in parts(rule))
    return Rules(tuple(named), days)


def _former(asked: Asked, record: Prediction) -> Iterator[Rules]:
    """Yield the wordings a rule had before, the latest of them first."""
    if not record.resolution or not (former := record.resolution.earlier):
        return
    following = (*former[1:], record.resolution)
    for each, after in reversed([*zip(former, following, strict=True)]):
        first = f"{each.written}{asked.say('range-dash')}" if each.written else ""
        yield _rule(
            asked, each, f"{first}{after.written}" if first else asked.say("rule-until", date=str(after.written))
        )


# What happened, and what else there is


def _history(asked: Personal, forecast: Forecast) -> Iterator[Moment]:
    """Yield what happened to a forecast, in the order of time."""
    published = forecast.card.published
    said = (published.first, Moment(str(published), asked.say("moment-said")))
    moments = [said, *_days(asked, forecast.record), *_answers(asked, forecast)]
    yield from (moment for _, moment in sorted(moments, key=lambda each: each[0]))


def _days(asked: Asked, record: Prediction) -> Iterator[tuple[dt.date, Moment]]:
    """Yield the days of a forecast: the end of its window, of wordings of its rule, of standings and verdicts."""
    if until := record.window.until:
        yield until, Moment(str(until), asked.say("moment-ended" if until < asked.today else "moment-ends"))
    for number, day in enumerate(_written(record)):
        yield day, Moment(str(day), asked.say("moment-reworded" if number else "moment-rule"))
    for review in _reviews(record):
        yield review.on, Moment(str(review.on), asked.say("moment-leant", leans=asked.leans(review.leans)))
    for ruling in _rulings(record):
        yield ruling.on, Moment(str(ruling.on), _outcome(asked, ruling))


def _answers(asked: Personal, forecast: Forecast) -> Iterator[tuple[dt.date, Moment]]:
    """Yield the days on which readers' appeals were answered."""
    for each in asked.known.heard.get(ref(forecast), Heard()).answered:
        if reply := each.answered:
            yield reply.on, Moment(str(reply.on), asked.say(f"moment-{reply.decision}"))


def _written(record: Prediction) -> list[dt.date]:
    """Return the days on which wordings of a rule were written, as far as they are known."""
    rules = (*record.resolution.earlier, record.resolution) if record.resolution else ()
    return [rule.written for rule in rules if rule.written]


def _outcome(asked: Asked, ruling: Ruling) -> str:
    what = asked.say(f"state-{ruling.outcome}")
    if ruling.proposed:
        return asked.say("moment-proposed", state=what, day=str(ruling.proposed))
    return asked.say("moment-ruled", state=what)


def _reviews(record: Prediction) -> tuple[Review, ...]:
    return (*record.standing.earlier, record.standing) if record.standing else ()


def _rulings(record: Prediction) -> tuple[Ruling, ...]:
    latest = said(record).verdict
    return (*latest.earlier, latest) if latest else ()


def _debates(asked: Asked, forecast: Forecast) -> Iterator[Named]:
    """Yield the debates that a forecast is cited in."""
    for debate in citing(asked.edition).get(ref(forecast), ()):
        question = asked.edition.debates_by_id[debate].question
        yield Named(asked.text(question), to("debates", debate))


@kept_with_edition
def citing(edition: Edition) -> dict[str, list[str]]:
    """Return the debates by the forecasts they cite."""
    found: dict[str, list[str]] = {}
    for debate in edition.debates:
        cited = (edition.current(f"{side.briefing}/{each}") for side in debate.sides for each in side.cites)
        for name in dict.fromkeys(cited):
            found.setdefault(name, []).append(debate.id)
    return found


def _same(asked: Asked, forecast: Forecast) -> Iterator[Row]:
    """Yield the other forecasts that assert the same."""
    claim = forecast.record.claim
    for each in asked.edition.of_briefing[forecast.briefing.briefing] if claim else ():
        if each.record.claim == claim and each.record is not forecast.record:
            yield row(asked, each)
