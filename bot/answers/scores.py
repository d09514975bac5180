"""/scores: how often the sources were right, and how well the reader guesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from bot.answers import authors, filters, names
from bot.answers.answer import Answer, Block, Button, bold, folded, heading, italic, item, paragraph, rows
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.authors import Team
from bot.answers.items import spaced
from bot.answers.picture import picture_button
from bot.content.briefing import Prediction
from bot.content.edition import Forecast, State, state
from bot.scores import Score, Track, by_certainty, by_field, by_weight, by_year, score, track, tracks_by

FEW: Final = 10
"""With fewer decided forecasts the interval spans half of all shares: it proves little, and the answer says so."""
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
    what = asked.say("list-comma").join(filters.label(asked, name) for name in chosen)
    title = asked.say("scores-of", what=what) if chosen else asked.say("scores-title")
    blocks = [*_whole(asked, found), *_by_author(asked, found), *([] if chosen else _own(asked))]
    blocks += [*_how(asked, found), *_by_field(asked, found), *_by_year(asked, found)]
    return Answer(title, tuple(blocks), _doors(asked, chosen, found), command=command)


def record_line(asked: Asked, predictions: Iterable[Prediction]) -> str:
    """Return a track record on one line of its own, or an empty text where nothing is decided."""
    record = track(predictions, asked.today)
    return "\n" + asked.say("record-line", decided=record.decided, **_shares(record)) if record.decided else ""


def _shares(record: Track) -> dict[str, str]:
    """Return the share that held and its interval, in percent."""
    shares = {"share": record.share or 0, "low": record.interval.low, "high": record.interval.high}
    return {name: str(round(100 * share)) for name, share in shares.items()}


def _sentence(asked: Asked, record: Track) -> str:
    if not record.decided:
        return asked.say("record-none")
    counts = {"decided": record.decided, "held": record.held, "partly": record.partly, "failed": record.failed}
    few = f"\n{asked.say('record-few')}" if record.decided < FEW else ""
    return asked.say("record", **counts, **_shares(record)) + few


def _short(asked: Asked, record: Track) -> str:
    return asked.say("record-short", decided=record.decided, **_shares(record))


def _parts(asked: Asked, forecasts: list[Forecast]) -> str:
    """Return how the core claims fared, and those said plainly beside those said with a hedge, each on a line."""
    weights = tracks_by(forecasts, by_weight, asked.today)
    certainties = tracks_by(forecasts, by_certainty, asked.today)
    parts = {asked.say("record-core"): weights.get("core")}
    parts |= {asked.say(f"certainty-{each}"): certainties.get(each) for each in filters.CERTAINTIES}
    lines = [
        asked.say("record-part", part=part, decided=record.decided, **_shares(record))
        for part, record in parts.items()
        if record and record.decided
    ]
    return "\n".join(f"· {line}" for line in lines)


def _whole(asked: Asked, forecasts: list[Forecast]) -> Iterable[Block]:
    """Return the record of all these forecasts, and what it leaves out."""
    record = track((each.record for each in forecasts), asked.today)
    yield paragraph(_sentence(asked, record), _left_out(asked, record))


def _how(asked: Asked, forecasts: list[Forecast]) -> Iterable[Block]:
    """Return the same record by weight and by wording, and how records are to be read."""
    if parts := _parts(asked, forecasts):
        yield folded(asked.say("record-parts"), parts)
        yield folded(asked.say("record-how-title"), asked.say("record-how", few=FEW))


def _left_out(asked: Asked, record: Track) -> str:
    states = _undecided(asked, record)
    return f"\n{asked.say('record-left-out', states=states)}" if states else ""


def _undecided(asked: Asked, record: Track) -> str:
    """Return how many forecasts wait, are due or cannot be decided."""
    counts: dict[State, int] = {
        "open": record.open,
        "due": record.due,
        "unclear": record.unclear,
        "void": record.void,
    }
    states = [f"{MARKS[each]} {asked.say(f'state-{each}')} {count}" for each, count in counts.items() if count]
    return asked.say("list-comma").join(states)


def _by_author(asked: Asked, forecasts: list[Forecast]) -> Iterable[Block]:
    found = authors.records(asked.edition, forecasts, asked.today)
    if len(found) > 1:
        yield heading(asked.say("scores-authors"))
        yield from (_team_item(asked, team, record) for team, record in found.items())


def _team_item(asked: Asked, team: Team, record: Track) -> Block:
    """Return a record on one line, marked where too little is decided to prove anything."""
    few = "⚠️ " if 0 < record.decided < FEW else ""
    stands = few + _short(asked, record) if record.decided else _undecided(asked, record)
    wrote = italic(f" · {team.titles(asked)}")
    return item(f"{stands} · ", bold(team.names(asked)), wrote, command=f"/scores {team.name}")


def _by_field(asked: Asked, forecasts: list[Forecast]) -> Iterable[Block]:
    records = tracks_by(forecasts, by_field, asked.today)
    names = {sector: asked.text(asked.edition.sectors[sector].name) for sector in records}
    lines = [(names[sector], record, f"/scores {sector}") for sector, record in records.items()]
    yield from _list(asked, "scores-fields", lines)


def _by_year(asked: Asked, forecasts: list[Forecast]) -> Iterable[Block]:
    records = tracks_by(forecasts, by_year, asked.today)
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
        yield item(bold(name), f"{spaced(name)}{_short(asked, record)}", command=command)


def _own(asked: Personal) -> Iterable[Block]:
    """Tell the reader's own score, or how to get one; in a shared chat only where to see it; of nobody nothing."""
    if asked.anonymous and not asked.shared:
        return
    if asked.shared:
        yield heading(asked.say("score-own"))
        yield paragraph(asked.say("in-private", command="/scores"))
        return
    found = score(asked.known.history, asked.known.crowd, asked.edition)
    yield heading(asked.say("score-own"))
    yield paragraph(_compared(asked, found) if found else asked.say("score-none"), _waiting(asked))
    if found:
        yield folded(asked.say("calibration"), "\n".join(_calibration(asked, found)))


def _compared(asked: Asked, found: Score) -> str:
    own = asked.say("score", brier=_brier(found.brier), count=len(found.settled))
    even = _brier(found.even)
    if found.readers == 1:
        return f"{own}\n{asked.say('score-alone', even=even)}"
    return f"{own}\n{asked.say('score-beside', crowd=_brier(found.crowd), readers=found.readers, even=even)}"


def _brier(value: float) -> str:
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
