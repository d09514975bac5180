"""/scores: how often the sources were right, and how well the reader guesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from bot.answers import authors, filters, names, record_words
from bot.answers.answer import Answer, Block, Button, bold, folded, heading, italic, item, paragraph, rows
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.authors import Team
from bot.answers.items import spaced
from bot.answers.own_score import own_score
from bot.answers.picture import picture_button
from bot.content.edition import Forecast, State, state
from bot.scores import FEWEST, Track, by_certainty, by_field, by_weight, by_year, implied, made, track, tracks_by

DECIDED: Final[tuple[State, ...]] = ("held", "partly", "failed")


def scores(asked: Personal) -> Answer:
    """Tell how often the sources were right, and how well the reader guesses ([BRIEFING|AUTHOR|SECTOR|YEAR])."""
    kinds = filters.kinds(asked.edition)
    chosen, unknown = filters.chosen(kinds, asked.words)
    command = " ".join(["/scores", *chosen])
    if unknown:
        return names.unknown_name(asked.about(unknown), "record", command, kinds, "/scores")
    wanted = [filters.wanted(asked, name) for name in chosen]
    found = [each for each in asked.edition.predictions if all(lets_through(each) for lets_through in wanted)]
    what = asked.joined(filters.label(asked, name) for name in chosen)
    title = asked.say("scores-of", what=what) if chosen else asked.say("scores-title")
    blocks = [*_whole(asked, found), *_by_author(asked, found), *([] if chosen else own_score(asked))]
    blocks += [*_how(asked, found), *_by_field(asked, found), *_by_year(asked, found)]
    return Answer(title, tuple(blocks), _doors(asked, chosen, found), command=command)


def _whole(asked: Asked, forecasts: list[Forecast]) -> Iterable[Block]:
    """Yield what may be concluded from the record of these forecasts, its figures, and what it leaves out."""
    record, between = track(made(forecasts), asked.today), track(implied(forecasts), asked.today)
    yield paragraph(record_words.conclusion(asked, record, between))
    states = record_words.undecided(asked, track(forecasts, asked.today))
    lines = [record_words.figures(asked, record)]
    lines += [asked.say("record-implied", what=record_words.short(asked, between))] if between.decided else []
    lines += [asked.say("record-left-out", states=states)] if states else []
    if told := "\n".join(filter(None, lines)):
        yield paragraph(told)


def _how(asked: Asked, forecasts: list[Forecast]) -> Iterable[Block]:
    """Yield the same record by weight and by wording, and how records are to be read."""
    if not (parts := _parts(asked, forecasts)):
        return
    yield folded(asked.say("record-parts"), parts)
    record = track(made(forecasts), asked.today)
    shares = {name: record_words.percent(getattr(record, name)) for name in ("strict", "lenient")}
    beside = record.comparison
    skill = record_words.score(beside.skill) if beside and beside.skill is not None else "—"
    how = [asked.say("record-how", few=FEWEST, **shares), asked.say("record-how-naive", skill=skill)]
    yield folded(asked.say("record-how-title"), "\n".join([*how, asked.say("record-how-likely", few=FEWEST)]))


def _parts(asked: Asked, forecasts: list[Forecast]) -> str:
    """Return how the core claims fared, those said plainly beside those said with a hedge, and those only implied."""
    weights = tracks_by(made(forecasts), by_weight, asked.today)
    certainties = tracks_by(forecasts, by_certainty, asked.today)
    parts = {asked.say("record-core"): weights.get("core")}
    parts |= {asked.say(f"certainty-{each}"): certainties.get(each) for each in filters.CERTAINTIES}
    lines = [
        asked.say("record-part", part=part, what=record_words.short(asked, record))
        for part, record in parts.items()
        if record and record.decided
    ]
    return "\n".join(f"· {line}" for line in lines)


def _by_author(asked: Asked, forecasts: list[Forecast]) -> Iterable[Block]:
    found = authors.records(asked.edition, made(forecasts), asked.today)
    between = authors.records(asked.edition, implied(forecasts), asked.today)
    found |= {team: Track() for team in between if team not in found}
    if len(found) > 1:
        yield heading(asked.say("scores-authors"))
        yield from (_team_item(asked, team, record, between.get(team)) for team, record in found.items())


def _team_item(asked: Asked, team: Team, record: Track, between: Track | None) -> Block:
    """Return a record on one line, marked where too little is decided to prove anything."""
    few = "⚠️ " if 0 < record.decided < FEWEST else ""
    stands = few + record_words.short(asked, record) if record.decided else record_words.undecided(asked, record)
    if between and between.decided:
        told = asked.say("record-implied-short", what=record_words.share_of_claims(asked, between))
        stands = " · ".join(filter(None, [stands, told]))
    wrote = italic(f" · {team.titles(asked)}")
    return item(f"{stands} · ", bold(team.names(asked)), wrote, command=f"/scores {team.name}")


def _by_field(asked: Asked, forecasts: list[Forecast]) -> Iterable[Block]:
    records = tracks_by(made(forecasts), by_field, asked.today)
    names = {sector: asked.text(asked.edition.sectors[sector].name) for sector in records}
    lines = [(names[sector], record, f"/scores {sector}") for sector, record in records.items()]
    yield from _list(asked, "scores-fields", lines)


def _by_year(asked: Asked, forecasts: list[Forecast]) -> Iterable[Block]:
    records = tracks_by(made(forecasts), by_year, asked.today)
    years = sorted(year for year in records if year)
    lines = [(asked.say("until-year", year=str(year)), records[year], f"/scores {year}") for year in years]
    endless = [(asked.say("open-ended"), records[None], "")] if None in records else []
    yield from _list(asked, "scores-years", lines + endless)


def _list(asked: Asked, title: str, lines: list[tuple[str, Track, str]]) -> Iterable[Block]:
    """Yield the records of several groups, a line each; those of which nothing is decided say nothing."""
    decided = [(name, record, command) for name, record, command in lines if record.decided]
    if len(lines) > 1 and decided:
        yield heading(asked.say(title))
    for name, record, command in decided if len(lines) > 1 else ():
        few = "⚠️ " if record.decided < FEWEST else ""
        yield item(few, bold(name), f"{spaced(name)}{record_words.short(asked, record)}", command=command)


def _doors(asked: Personal, chosen: list[str], forecasts: list[Forecast]) -> tuple[tuple[Button, ...], ...]:
    """Return buttons to the forecasts behind the record, and to the questions that make a score of one's own."""
    kept = " ".join(["", *chosen])
    states = Counter(state(each.record, asked.today) for each in forecasts)
    behind = [
        Button(f"{MARKS[each]} {asked.say(f'state-{each}')} {states[each]}", f"/predictions {each}{kept}")
        for each in DECIDED
        if states[each]
    ]
    more = (
        Button(asked.say("button-scores-all"), "/scores") if chosen else Button(asked.say("door-checkin"), "/checkin")
    )
    drawn = [picture_button(asked, " ".join(["scores", *chosen]))]
    own = [Button(asked.say("button-calibration"), "/picture me")] if not chosen and asked.known.chances else []
    return (
        rows(behind, 3)
        + rows([Button(asked.say("button-forecasts-behind"), f"/predictions{kept}"), more], 2)
        + rows([*drawn, *own], 2)
    )
