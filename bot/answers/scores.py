"""/scores: how often the sources were right, and how well the reader guesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from bot.answers import as_of, filters, names, record_words
from bot.answers.answer import Answer, Block, Button, Listing, bold, folded, heading, item, paragraph, rows
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.authors import Team
from bot.answers.items import spaced
from bot.answers.own_score import own_score
from bot.answers.picture import picture_button
from bot.answers.reckoned import Records, Teams, records
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, State
from bot.people.appeals import upheld
from bot.scores import FEWEST, Track

DECIDED: Final[tuple[State, ...]] = ("held", "partly", "failed")
SCORES_KEPT: Final = 32
"""Choices of forecasts, in a language and on a channel, of which the words are kept: some ten kilobytes each."""
MANY: Final = 40
"""Authors whose records stand among the others; more of them stand after all else."""


def scores(asked: Personal) -> Answer:
    """Tell how often the sources were right, and how well the reader guesses ([BRIEFING|AUTHOR|SECTOR|YEAR])."""
    kinds = filters.kinds(asked.edition)
    chosen, unknown = filters.chosen(kinds, asked.words)
    command = " ".join(["/scores", *chosen])
    if unknown:
        return names.unknown_name(asked.about(unknown), "record", command, kinds, "/scores")
    found = records(asked, chosen)
    what = asked.joined(filters.label(asked, name) for name in chosen)
    title = asked.say("scores-of", what=what) if chosen else asked.say("scores-title")
    who, parts = _kept(asked.edition, tuple(chosen), **asked.impersonal)
    own, appeals = ([], []) if chosen else (own_score(asked), _appeals(asked))
    blocks = (*who, *own, *parts, *appeals)
    listing = _authors(asked, found.teams) if len(found.teams.said) > MANY else None
    return Answer(title, blocks, _doors(asked, chosen, found), command=command, listing=listing)


def _told(edition: Edition, /, chosen: tuple[str, ...], **question: Any) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return what everybody is told of some forecasts: who was right, and how parts of the forecasts fared."""
    asked = Asked(edition=edition, **question)
    found = records(asked, chosen)
    return tuple(_who(asked, found)), (*_parts(asked, found), *_by_field(asked, found), *_by_year(asked, found))


_kept = kept_with_edition(_told, SCORES_KEPT)


def _who(asked: Asked, found: Records) -> Iterable[Block]:
    """Yield who was right most often, each author's record and all of them together; of one author what it proves."""
    several = found.said.decided > 0 and not found.by_one
    teams = found.teams.said
    if several:
        first = record_words.most_accurate(asked, teams)
    else:
        first = record_words.conclusion(asked, found.said, found.implied)
    figures = _figures(asked, found, [record_words.together(asked, found.said)] if several else [])
    yield paragraph(first)
    yield from [] if several else figures
    yield from _how(asked, found.said)
    yield from _authors(asked, found.teams) if 1 < len(found.teams.said) <= MANY else ()
    yield from [heading(asked.say("scores-together")), *figures] if several else []


def _figures(asked: Asked, found: Records, proved: list[str]) -> list[Block]:
    """Return the figures of these forecasts, what they prove, and what they leave out."""
    between, states = found.implied, record_words.undecided(asked, found.everything)
    lines = [record_words.figures(asked, found.said), *proved]
    lines += [asked.say("record-implied", what=record_words.short(asked, between))] if between.decided else []
    lines += [asked.say("record-left-out", states=states)] if states else []
    told = "\n".join(filter(None, lines))
    return [paragraph(told)] if told else []


def _how(asked: Asked, record: Track) -> Iterable[Block]:
    """Yield how records are to be read, where anything that was said outright is decided."""
    if not record.decided:
        return
    shares = {name: record_words.percent(getattr(record, name)) for name in ("strict", "lenient")}
    beside = record.comparison
    skill = record_words.score(beside.skill) if beside and beside.skill is not None else "—"
    how = [asked.say("record-how", few=FEWEST, **shares), asked.say("record-how-naive", skill=skill)]
    yield folded(asked.say("record-how-title"), "\n".join([*how, asked.say("record-how-likely", few=FEWEST)]))


def _parts(asked: Asked, found: Records) -> Iterable[Block]:
    """Yield how the core claims fared, those said plainly beside those said with a hedge, and those only implied."""
    parts = {asked.say("record-core"): found.weights.get("core")}
    parts |= {asked.say(f"certainty-{each}"): found.certainties.get(each) for each in filters.CERTAINTIES}
    lines = [
        asked.say("record-part", part=part, what=record_words.short(asked, record))
        for part, record in parts.items()
        if record and record.decided
    ]
    if lines:
        yield folded(asked.say("record-parts"), "\n".join(f"· {line}" for line in lines))


def _authors(asked: Asked, teams: Teams) -> Listing:
    """Return the record of each author, below a heading; many of them stand last, and are made page by page."""
    return Listing([*enumerate(teams.said)], partial(_author, asked, teams))


def _author(asked: Asked, teams: Teams, placed: tuple[int, Team]) -> Iterator[Block]:
    place, team = placed
    record = teams.said[team]
    stands = _short(asked, record) if record.decided else _waiting(asked, teams.everything[team])
    if not place:
        yield heading(asked.say("scores-authors"))
    yield _team_item(asked, team, stands, teams.implied.get(team))


def _waiting(asked: Asked, record: Track) -> str:
    """Return how many forecasts of an author have no verdict, in a few words; those between the lines among them."""
    return asked.say("record-none-short", states=record_words.undecided(asked, record))


def _team_item(asked: Asked, team: Team, stands: str, between: Track | None) -> Block:
    """Return how a record stands on one line, who it is of first."""
    if between and between.decided:
        told = asked.say("record-implied-short", what=record_words.share_of_claims(asked, between))
        stands = " · ".join(filter(None, [stands, told]))
    return item(bold(team.called(asked)), f"{_explained(asked, team)}{stands}", command=f"/scores {team.name}")


def _explained(asked: Asked, team: Team) -> str:
    """Return what explains whom a record is of: who wrote the one document it is called by, or what they wrote."""
    if len(team.documents) > 1:
        return asked.say("team-of-several", titles=team.titles(asked))
    card = asked.edition.card(asked.edition.by_slug[team.documents[0]])
    return asked.say("team-of-one", names=team.names(asked), when=as_of.when(asked, card))


def _short(asked: Asked, record: Track) -> str:
    """Return a record in a few words, and that it is too small to prove anything where it is."""
    few = f" · {asked.say('record-short-few')}" if record.decided < FEWEST else ""
    return record_words.short(asked, record) + few


def _appeals(asked: Personal) -> Iterable[Block]:
    """Yield which share of the readers' appeals was upheld; nothing where none was answered yet."""
    wrong, count = upheld(asked.known.heard.values())
    if count:
        share = record_words.percent(wrong / count)
        yield paragraph(asked.say("appeals-share", count=count, upheld=wrong, share=share))


def _by_field(asked: Asked, found: Records) -> Iterable[Block]:
    names = {sector: asked.text(asked.edition.sectors[sector].name) for sector in found.fields}
    lines = [(names[sector], record, f"/scores {sector}") for sector, record in found.fields.items()]
    yield from _list(asked, "scores-fields", lines)


def _by_year(asked: Asked, found: Records) -> Iterable[Block]:
    records, years = found.years, sorted(year for year in found.years if year)
    lines = [(asked.say("until-year", year=str(year)), records[year], f"/scores {year}") for year in years]
    endless = [(asked.say("open-ended"), records[None], "")] if None in records else []
    yield from _list(asked, "scores-years", lines + endless)


def _list(asked: Asked, title: str, lines: list[tuple[str, Track, str]]) -> Iterable[Block]:
    """Yield the records of several groups, a line each; those of which nothing is decided say nothing."""
    decided = [(name, record, command) for name, record, command in lines if record.decided]
    if len(lines) > 1 and decided:
        yield heading(asked.say(title))
    for name, record, command in decided if len(lines) > 1 else ():
        yield item(bold(name), f"{spaced(name)}{_short(asked, record)}", command=command)


def _doors(asked: Personal, chosen: list[str], found: Records) -> tuple[tuple[Button, ...], ...]:
    """Return buttons to the forecasts behind the record, and to the questions that make a score of one's own."""
    kept = " ".join(["", *chosen])
    states = found.states
    behind = [
        Button(f"{MARKS[each]} {asked.say(f'state-{each}')} {states[each]}", f"/predictions {each}{kept}")
        for each in DECIDED
        if states.get(each)
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
