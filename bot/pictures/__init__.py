"""Pictures of an edition and of how people guess, drawn once as SVG: text that pages show and `pictures.png` paints."""

from __future__ import annotations

from bot.pictures.calibration import Point, calibration
from bot.pictures.guesses import GuessRow, guesses
from bot.pictures.own_score import Course, Way
from bot.pictures.preview import Preview, preview
from bot.pictures.records import RecordBar, track_record
from bot.pictures.sheet import Say
from bot.pictures.timeline import timeline

__all__ = [
    "Course",
    "GuessRow",
    "Point",
    "Preview",
    "RecordBar",
    "Say",
    "Way",
    "calibration",
    "guesses",
    "preview",
    "timeline",
    "track_record",
]
