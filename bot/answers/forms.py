"""/form: what an editor is asked one thing after the other, and how they step back or give up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.answers import noting, resolving
from bot.answers.answer import Answer, Button, KeepForm, Reply, paragraph, rows
from bot.answers.asked import Asked
from bot.editors import Form


class _Kind(Protocol):
    """What one kind of form asks, and what becomes of it."""

    question: Callable[[Asked, Form], Answer]
    fill: Callable[[Asked, Form, str], Answer | Reply]
    press: Callable[[Asked, Form, str], Answer | Reply]


def form(asked: Asked) -> Answer | Reply:
    """Go on with the form that is open: back, stop, or a button of its own (WORD)."""
    opened = asked.known.form
    if opened is None:
        ways = [Button(asked.say("due-button"), "/due"), Button(asked.say("note-button"), "/announce")]
        return Answer(asked.say("form-title"), (paragraph(asked.say("form-none")),), rows(ways, 1))
    word = " ".join(asked.words)
    if word == "stop":
        return Reply(Answer(asked.say("form-title"), (paragraph(asked.say("form-stopped")),)), KeepForm(None))
    if word == "back":
        shorter = Form(opened.about, opened.answers[:-1])
        return Reply(_kind(opened).question(asked, shorter), KeepForm(shorter))
    return _kind(opened).press(asked, opened, word)


def fill(asked: Asked, opened: Form, words: str) -> Answer | Reply:
    """Take what an editor wrote as the answer to what the form asks."""
    return _kind(opened).fill(asked, opened, words)


def _kind(opened: Form) -> _Kind:
    return noting if opened.about == noting.NOTE else resolving
