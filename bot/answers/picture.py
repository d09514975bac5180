"""/picture: the timeline, the authors' track records and the reader's calibration, drawn."""

from __future__ import annotations

from bot.answers.answer import Answer, Button
from bot.answers.asked import Asked, Personal


def picture(asked: Personal) -> Answer:
    """Draw the timeline, the track records, the reader's calibration or guesses.

    (timeline [YEAR|BRIEFING]|scores [NAME…]|me|guesses)
    """
    from bot.answers.drawings import draw  # loaded with the first picture, as all that draws

    return draw(asked)


def picture_button(asked: Asked, what: str) -> Button:
    """Return the button that asks for a picture."""
    return Button(asked.say("button-picture"), f"/picture {what}".strip())
