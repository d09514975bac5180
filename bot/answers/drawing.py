"""/picture: the timeline, the authors' track records and the reader's calibration, drawn."""

from __future__ import annotations

from functools import partial

from bot import pictures
from bot import scores as scoring
from bot.answers.answer import Answer, Button, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.rights import in_private
from bot.answers.words import say
from bot.scores import Track


def picture(asked: Asked) -> Answer:
    """Draw the timeline, the track records or the reader's own calibration (timeline [YEAR|BRIEFING]|scores|me)."""
    kind, *rest = asked.words or ("timeline",)
    if kind == "scores":
        return _shown(asked, asked.say("scores-title"), _records(asked), "/scores")
    if kind == "me":
        return _calibration(asked)
    return _timeline(asked, rest[0] if rest else "")


def picture_button(asked: Asked, what: str) -> Button:
    """Return the button that asks for a picture."""
    return Button(asked.say("button-picture"), f"/picture {what}".strip())


def _timeline(asked: Asked, wanted: str) -> Answer:
    words = partial(say, asked.language)
    year = int(wanted) if wanted.isascii() and wanted.isdigit() and 0 < int(wanted) < 10_000 else None
    briefing = wanted if wanted in asked.edition.by_slug else None
    svg = pictures.timeline(asked.edition, asked.language, asked.today, words, year=year, briefing=briefing)
    command = f"/timeline {year}" if year else f"/briefing {briefing}" if briefing else "/timeline"
    return _shown(asked, asked.say("timeline-title"), svg, command)


def _records(asked: Asked) -> str:
    tracks = scoring.split(asked.edition.predictions, lambda each: [each.briefing.briefing], asked.today)
    bars = [_bar(asked, slug, track) for slug, track in tracks.items()]
    return pictures.track_record(bars, asked.language, partial(say, asked.language))


def _bar(asked: Asked, slug: str, track: Track) -> pictures.Bar:
    card = asked.edition.card(asked.edition.by_slug[slug])
    label = f"{asked.text(card.title)} ({card.published})"
    waiting = track.open + track.due
    counts = (track.held, track.partly, track.failed, track.unclear, waiting)
    return pictures.Bar(label, *counts, track.share, *track.interval)


def _calibration(asked: Asked) -> Answer:
    if asked.shared:
        return in_private(asked, "picture-calibration", "/picture me")
    score = scoring.score(asked.known.history, asked.known.crowd, asked.edition)
    bins = score.calibration if score else ()
    points = [
        pictures.Point(each.percent / 100, each.true / each.questions, each.questions)
        for each in bins
        if each.questions
    ]
    svg = pictures.calibration(points, asked.language, partial(say, asked.language))
    return _shown(asked, asked.say("picture-calibration"), svg, "/scores")


def _shown(asked: Asked, title: str, svg: str, command: str) -> Answer:
    buttons = rows([Button(asked.say("button-in-words"), command)], 1)
    without = paragraph(asked.say("picture-unavailable"))  # for channels that cannot show it
    return Answer(title, (without,), buttons, picture=svg)
