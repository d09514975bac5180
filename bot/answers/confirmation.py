"""Asks for confirmation of a command that nobody asked on purpose: what it is about, and a button that does it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bot.answers.answer import Answer, Button, Reply, paragraph, rows
from bot.answers.asked import Asked
from bot.content.drafts import Look

Why = Literal["offered", "offered-meant"]
"""Why a command is offered: nobody asked it on purpose, or somebody's words may mean it."""


def offered(asked: Asked, button: Button, about: Reply, why: Why) -> Reply:
    """Return what a command is about, a word that nothing has changed, and first of all buttons that which changes it.

    `about` changes nothing. Where the desk is to show it only a draft has the buttons of what was asked.
    """
    if isinstance(about.change, Look):
        return about
    shown = about.answer if about.change is None else Answer(asked.say("offered-title"))
    there = next((each for row in shown.buttons for each in row if each.command == button.command), None)
    stays = there is not None and bool(there.about)  # one of a scale
    first = () if stays else rows([there or button], 1)
    if not (first or stays):  # too long for a button
        return Reply(shown)
    said = paragraph(asked.say(why, label=(there or button).label))
    others = (tuple(each for each in row if stays or each is not there) for row in shown.buttons)
    return Reply(replace(shown, blocks=(said, *shown.blocks), buttons=first + tuple(filter(None, others))))
