"""/form: asks an editor for one value after the other; steps back, or gives up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from bot.answers.answer import Answer, Button, Reply, bold, paragraph, rows
from bot.answers.asked import Personal
from bot.answers.editors import announce, appeals, resolve, standing
from bot.content.drafts import Form
from bot.people.changes import KeepForm


class _Kind(Protocol):
    """One kind of form, a module or an object: the values it asks for, and the reply once it is filled in."""

    @property
    def question(self) -> Callable[[Personal, Form], Answer]: ...
    @property
    def fill(self) -> Callable[[Personal, Form, str], Answer | Reply]: ...
    @property
    def press(self) -> Callable[[Personal, Form, str], Answer | Reply]: ...


def form(asked: Personal) -> Answer | Reply:
    """Go on with the form that is open: back, stop, or a button of its own (WORD)."""
    opened = asked.known.form
    if opened is None:
        ways = [Button(asked.say("due-button"), "/due"), Button(asked.say("note-button"), "/announce")]
        return Answer(asked.say("form-title"), (paragraph(asked.say("form-none")),), rows(ways, 1))
    word = " ".join(asked.words)
    if word == "stop":
        return Reply(Answer(asked.say("form-title"), (paragraph(asked.say("form-stopped")),)), KeepForm(None))
    if word == "back":
        shorter = replace(opened, answers=opened.answers[:-1])
        return Reply(_question(asked, shorter), KeepForm(shorter))
    return _kind(opened).press(_spoken(asked, opened), opened, word)


def beginning(run: Callable[[Personal], Answer | Reply]) -> Callable[[Personal], Answer | Reply]:
    """Return a command that begins no form over one that is half filled in: it goes on with that."""

    def begin(asked: Personal) -> Answer | Reply:
        outcome, opened = run(asked), asked.known.form
        begun = outcome.change.form if isinstance(outcome, Reply) and isinstance(outcome.change, KeepForm) else None
        if not (begun and opened and opened.answers):
            return outcome
        asks = _question(asked, opened)
        lead = () if begun.about == opened.about else (paragraph(bold(asked.say("form-first"))),)
        return replace(asks, blocks=(*lead, *asks.blocks))

    return begin


def fill(asked: Personal, opened: Form, words: str) -> Answer | Reply:
    """Take what an editor wrote as the answer to what the form asks."""
    return _kind(opened).fill(_spoken(asked, opened), opened, words)


def _question(asked: Personal, opened: Form) -> Answer:
    return _kind(opened).question(_spoken(asked, opened), opened)


def _spoken(asked: Personal, opened: Form) -> Personal:
    """Return a question in the language of a form: what is written in it stays what it was asked for."""
    return asked.speaking(opened.language)


def _kind(opened: Form) -> _Kind:
    if opened.about.startswith(standing.STANDING):
        return standing.FORM
    if opened.about.startswith(appeals.APPEAL):
        return appeals
    return announce if opened.about == announce.NOTE else resolve.FORM
