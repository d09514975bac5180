"""What `/picture` draws: the timeline, the authors' track records, the reader's calibration and guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from bot import scores
from bot.answers import authors, filters, names
from bot.answers.answer import Answer, Button, paragraph, rows
from bot.answers.asked import Asked, Personal
from bot.answers.privacy import in_private
from bot.content.edition import Forecast
from bot.people.readers import CHANCES, median
from bot.pictures.calibration import Point, calibration
from bot.pictures.guesses import GuessRow, guesses
from bot.pictures.own_score import Course, Way
from bot.pictures.records import RecordBar, track_record
from bot.pictures.timeline import timeline
from bot.scores import Score, Track
from bot.search import normal
from bot.words import say


def draw(asked: Personal) -> Answer:
    """Draw what the words name, else the timeline."""
    kind, *rest = asked.words or ("timeline",)
    if kind == "guesses":
        return _guesses(asked)
    if kind == "me":
        return _calibration(asked)
    if kind == "scores":
        return _records(asked, tuple(rest))
    return _timeline(asked, tuple(rest) if kind == "timeline" else asked.words)


def _timeline(asked: Asked, words: tuple[str, ...]) -> Answer:
    """Draw all documents on one axis, or all there is of a year or of one of them."""
    called, known = " ".join(words), names.of_briefings(asked.edition)
    digits = normal(called).removesuffix("年")
    year = int(digits) if re.fullmatch("[0-9]{1,4}", digits) else None
    briefing = known.find(called) if year is None else None
    if called and not year and not briefing:
        return names.unknown_name(asked.about(called), "briefing", "/picture timeline", known, "/picture timeline")
    said = partial(say, asked.language)
    svg = timeline(asked.edition, asked.language, asked.today, said, year=year, briefing=briefing)
    command = f"/timeline {year}" if year else f"/briefing {briefing}" if briefing else "/timeline"
    title = asked.say("timeline-of", year=str(year)) if year else asked.say("timeline-title")
    return _shown(asked, title, svg, command)


def _records(asked: Asked, words: tuple[str, ...]) -> Answer:
    """Draw the record of every author, or what makes up the one that is asked for."""
    kinds = filters.kinds(asked.edition)
    chosen, unknown = filters.chosen(kinds, words)
    if unknown:
        return names.unknown_name(asked.about(unknown), "record", " ".join(["/scores", *chosen]), kinds, "/scores")
    title = asked.say("scores-title")
    bars = list(_of_authors(asked))
    if chosen:
        title = asked.say("scores-of", what=asked.joined(filters.label(asked, each) for each in chosen))
        wanted = [filters.wanted(asked, each) for each in chosen]
        bars = list(_parts(asked, [each for each in asked.edition.predictions if all(fits(each) for fits in wanted)]))
    svg = track_record(bars, asked.language, partial(say, asked.language), title=title)
    return _shown(asked, title, svg, " ".join(["/scores", *chosen]))


def _of_authors(asked: Asked) -> Iterable[RecordBar]:
    found = scores.made(asked.edition.predictions)
    for team, record in authors.records(asked.edition, found, asked.today).items():
        yield _bar(team.names(asked), record, team.titles(asked))


def _parts(asked: Asked, forecasts: list[Forecast]) -> Iterable[RecordBar]:
    """Yield all of these forecasts, the core claims among them, and those said plainly beside those with a hedge."""
    weights = scores.tracks_by(scores.made(forecasts), scores.by_weight, asked.today)
    certainties = scores.tracks_by(forecasts, scores.by_certainty, asked.today)
    parts = {
        asked.say("picture-all-of-them"): scores.track(scores.made(forecasts), asked.today),
        asked.say("record-core"): weights.get("core"),
    }
    parts |= {asked.say(f"certainty-{each}"): certainties.get(each) for each in filters.CERTAINTIES}
    yield from (_bar(f"{name[:1].upper()}{name[1:]}", record) for name, record in parts.items() if record)


def _bar(label: str, record: Track, note: str = "") -> RecordBar:
    counts = {each: getattr(record, each) for each in ("held", "partly", "failed", "unclear", "void")}
    return RecordBar(
        label,
        **counts,
        waiting=record.open + record.due + record.proposed,
        claims=record.decided,
        share=record.share,
        interval=record.interval,
        naive=record.comparison.naive if record.comparison else None,
        note=note,
    )


def _calibration(asked: Personal) -> Answer:
    if asked.shared:
        return in_private(asked, "picture-calibration", "/picture me")
    score = scores.score(asked.known.history, asked.known.crowd, asked.edition)
    bins = score.calibration if score else ()
    drawn = (_ways(asked, score), _course(asked, score)) if score else ()
    points = [Point(each.percent / 100, each.true / each.questions, each.questions) for each in bins if each.questions]
    svg = calibration(points, asked.language, partial(say, asked.language), *drawn)
    return _shown(asked, asked.say("picture-calibration"), svg, "/scores")


def _ways(asked: Asked, score: Score) -> list[Way]:
    """Return the reader's score by first and last answers and over time, and those of others on the same questions."""
    own = {"picture-first": score.first, "picture-last": score.brier, "picture-over-time": score.over_time}
    others = {"picture-median": score.crowd} if score.readers > 1 else {}
    if (same := score.compared) and len(same.settled) == len(score.settled):
        others["picture-as-was"] = score.naive
    others["picture-even"] = score.even
    ways = [Way(asked.say(name), value, own=True) for name, value in own.items()]
    return ways + [Way(asked.say(name), value) for name, value in others.items()]


def _course(asked: Asked, score: Score) -> Course | None:
    """Return how the reader did claim by claim over time; None where too few of them are decided to say anything."""
    if (progress := score.progress) is None:
        return None
    words = ("better" if progress.change < 0 else "worse") if progress.certain else "level"
    slope = progress.by_day if progress.certain else None
    return Course(score.course, asked.say(f"picture-course-{words}", count=progress.claims), slope)


def _guesses(asked: Personal) -> Answer:
    """Draw what the reader said of forecasts that wait, those of the last check-in first, then the latest."""
    if asked.shared:
        return in_private(asked, "picture-guesses", "/picture guesses")
    known, last = asked.known, asked.known.issue.questions if asked.known.issue else ()
    given = [name for name in reversed(tuple(known.chances)) if name in asked.edition.by_ref]
    waits = [name for name in given if asked.edition.by_ref[name].record.verdict is None]
    waits.sort(key=lambda name: name not in last)
    rows = [_guess(asked, name) for name in waits]
    svg = guesses(rows, asked.language, partial(say, asked.language))
    return _shown(asked, asked.say("picture-guesses"), svg, "/scores")


def _guess(asked: Personal, name: str) -> GuessRow:
    tally = asked.known.tallies.get(name, {})
    middle = median(tally) if sum(tally.get(each, 0) for each in CHANCES) > 1 else None
    statement = asked.text(asked.edition.by_ref[name].record.statement)
    return GuessRow(statement, int(asked.known.chances[name]), middle)


def _shown(asked: Asked, title: str, svg: str, command: str) -> Answer:
    buttons = rows([Button(asked.say("button-in-words"), command)], 1)
    without = paragraph(asked.say("picture-unavailable"))  # for channels that cannot show it
    return Answer(title, (without,), buttons, picture=svg)
