"""Records of the files → records that leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.answers.authors import Team
from bot.content.briefing import Card, Evidence
from bot.content.briefing import Debate as Question
from bot.content.briefing import Prediction as Foretold
from bot.content.edition import STATES, Forecast, Statement, ref, state
from bot.content.edition import Observed as Seen
from bot.content.reviews import current
from bot.dataset.dataset import Dataset
from bot.dataset.records import (
    Advice,
    Brief,
    Briefing,
    Cited,
    Counts,
    DatedEvent,
    Debate,
    DebateSide,
    Observed,
    Prediction,
    RuleNow,
    Sector,
    Source,
    Term,
    View,
)
from bot.dataset.track_records import Author, BesideNaive, Interval, TrackRecord
from bot.pages.forecast import citing
from bot.pages.rows import to
from bot.scores import Comparison, Track, implied, made, track
from bot.scores import Interval as Bounds

# Records were checked when the files were read: `model_construct` spares doing so again for each request.


def source(dataset: Dataset, slug: str) -> Source:
    """Return the document of a briefing."""
    card = dataset.edition.card(dataset.edition.by_slug[slug])
    return Source.model_construct(
        briefing=slug,
        title=card.title,
        short=card.short,
        authors=card.authors,
        publisher=card.publisher,
        published=card.published,
        url=card.url,
    )


def _of(dataset: Dataset, statement: Statement[Any]) -> Source:
    return source(dataset, statement.briefing.briefing)


def prediction(dataset: Dataset, forecast: Forecast) -> Prediction:
    """Return one forecast, whole."""
    record, name = forecast.record, ref(forecast)
    standing = current(record)
    reviewed = (*record.standing.earlier, record.standing) if record.standing else ()
    return Prediction.model_construct(
        id=name,
        state=state(record, dataset.today),
        statement=record.statement,
        source=_of(dataset, forecast),
        at=record.at,
        window=record.window,
        due=record.due,
        certainty=record.certainty,
        weight=record.weight,
        claim=record.claim,
        was=tuple(f"{forecast.briefing.briefing}/{old}" for old in record.was),
        sectors=record.sectors,
        rule=_rule(record),
        naive=record.naive,
        verdict=record.verdict,
        proposed=record.proposal,
        standing=standing,
        reviews=reviewed[:-1] if standing else reviewed,
        pending=record.pending,
        debates=tuple(citing(dataset.edition).get(name, ())),
        url=dataset.link(to("predictions", name)),
    )


def _rule(record: Foretold) -> RuleNow:
    words = {name: getattr(record.rule, name) for name in type(record.rule).model_fields}
    return RuleNow.model_construct(**words, beforehand=record.ruled_beforehand)


def brief(dataset: Dataset, forecast: Forecast) -> Brief:
    """Return one forecast in short."""
    record = forecast.record
    verdict, standing = record.verdict, current(record)
    proposed = record.proposal
    told = verdict or proposed or standing
    return Brief.model_construct(
        id=ref(forecast),
        state=state(record, dataset.today),
        statement=record.statement,
        authors=forecast.card.authors,
        said=forecast.card.published,
        at=record.at,
        until=record.window.until,
        due=record.due,
        rule=record.rule.question,
        rule_written=record.rule.written,
        rule_beforehand=record.ruled_beforehand,
        ruled_on=verdict.on if verdict else None,
        proposed=proposed.outcome if proposed else None,
        counts_from=proposed.counts_from if proposed else None,
        leans=standing.leans if standing else None,
        looked_on=standing.on if standing else None,
        because=told.because if told else None,
        evidence=tuple(map(_cited, told.evidence)) if told else (),
        url=dataset.link(to("predictions", ref(forecast))),
    )


def _cited(each: Evidence) -> Cited:
    return Cited.model_construct(
        url=each.url, publisher=each.publisher, kind=each.kind, date=each.date, bears=each.bears
    )


def observation(dataset: Dataset, seen: Seen) -> Observed:
    """Return what an author saw."""
    words = {**dict(seen.record), "id": ref(seen)}
    return Observed.model_construct(**words, source=_of(dataset, seen), url=dataset.link(to("predictions", ref(seen))))


def briefing(dataset: Dataset, slug: str) -> Briefing:
    """Return one document."""
    found = dataset.edition.by_slug[slug]
    card: Card = dataset.edition.card(found)
    forecasts = dataset.edition.of_briefing.get(slug, ())
    return Briefing.model_construct(
        id=slug,
        source=source(dataset, slug),
        kind=card.kind,
        language=card.language,
        paragraphs=card.paragraphs,
        thesis=found.thesis,
        at=found.thesis.at,
        since=found.thesis.since,
        counts=counts(dataset, forecasts),
        predictions=tuple(map(ref, forecasts)),
        observations=tuple(f"{slug}/{each.id}" for each in found.observations),
        views=found.sectors,
        figures=found.figures,
        caveats=found.caveats,
        outline=card.outline,
        notes=card.notes,
        url=dataset.link(to("briefings", slug)),
    )


def counts(dataset: Dataset, forecasts: Iterable[Forecast]) -> Counts:
    """Return how many forecasts stand how."""
    found = Counter(state(each.record, dataset.today) for each in forecasts)
    named: dict[str, Any] = {each: found[each] for each in STATES}
    return Counts.model_construct(**named)


def sector(dataset: Dataset, name: str) -> Sector:
    """Return one field."""
    term = dataset.edition.sectors[name]
    about = (each for each in dataset.edition.predictions if name in each.record.sectors)
    views = (each for each in dataset.edition.views if each.record.sector == name)
    return Sector.model_construct(
        id=name,
        name=term.name,
        aliases=term.aliases,
        counts=counts(dataset, about),
        views=tuple(View.model_construct(**dict(each.record), source=_of(dataset, each)) for each in views),
        url=dataset.link(to("sectors", name)),
    )


def event(dataset: Dataset, each: Statement[Any]) -> DatedEvent:
    """Return one line of the timeline."""
    url = dataset.link(to("timeline", str(each.record.when.first.year)))
    return DatedEvent.model_construct(**dict(each.record), source=_of(dataset, each), url=url)


def advice(dataset: Dataset, each: Statement[Any]) -> Advice:
    """Return one piece of advice."""
    url = dataset.link(to("advice", each.record.audience))
    return Advice.model_construct(**dict(each.record), source=_of(dataset, each), url=url)


def debate(dataset: Dataset, found: Question) -> Debate:
    """Return one debate; what its sides cite by a name of before is named as it is now."""
    sides = tuple(
        DebateSide.model_construct(
            source=source(dataset, side.briefing),
            says=side.says,
            cites=tuple(dict.fromkeys(dataset.edition.current(f"{side.briefing}/{each}") for each in side.cites)),
            at=side.at,
        )
        for side in found.sides
    )
    words = {name: getattr(found, name) for name in ("id", "question", "relation", "since")}
    return Debate.model_construct(**words, sides=sides, url=dataset.link(to("debates", found.id)))


def term(dataset: Dataset, name: str) -> Term:
    """Return one word that is explained."""
    return Term.model_construct(**dict(dataset.edition.glossary[name]), url=dataset.link(to("glossary", name)))


# Track records


def author(dataset: Dataset, team: Team) -> Author:
    """Return the record of those who wrote the same documents."""
    forecasts = [each for slug in team.documents for each in dataset.edition.of_briefing.get(slug, ())]
    return Author.model_construct(
        id=team.name,
        authors=team.authors,
        briefings=team.documents,
        record=_record(dataset, made(forecasts)),
        implied=_record(dataset, implied(forecasts)),
        url=dataset.link(to("authors", team.name)),
    )


def _record(dataset: Dataset, forecasts: list[Forecast]) -> TrackRecord:
    found: Track = track(forecasts, dataset.today)
    decided = found.decided > 0
    return TrackRecord.model_construct(
        forecasts=counts(dataset, forecasts),
        claims=found.decided,
        share=found.share,
        strict=found.strict if decided else None,
        lenient=found.lenient if decided else None,
        interval=_interval(found.interval),
        naive=_beside(found.comparison) if found.comparison else None,
    )


def _beside(found: Comparison) -> BesideNaive:
    return BesideNaive.model_construct(
        claims=found.decided,
        share=found.naive,
        author=found.author,
        lead=found.lead,
        interval=_interval(found.interval),
        skill=found.skill,
    )


def _interval(found: Bounds | None) -> Interval | None:
    return Interval.model_construct(low=found.low, high=found.high) if found else None
