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
    """Return what a command is about, a word that nothing has changed, and the button that changes it.

    `about` changes nothing. Where the desk is to show it only a draft has the buttons of what was asked.
    """
    if isinstance(about.change, Look):
        return about
    shown = about.answer if about.change is None else Answer(asked.say("offered-title"))
    labels = {each.command: each.label for row in shown.buttons for each in row}
    label = labels.get(button.command, button.label)
    first = () if button.command in labels else rows([button], 1)
    if not (first or button.command in labels):  # too long for a button
        return Reply(shown)
    said = paragraph(asked.say(why, label=label))
    return Reply(replace(shown, blocks=(said, *shown.blocks), buttons=first + shown.buttons))
