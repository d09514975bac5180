"""The one way from a question to its reply: a command of the table, a page of its answer, or what was meant instead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from bot.answers import subscription_panel, understood
from bot.answers.answer import Answer, Block, Button, Reply, Span, paragraph, rows
from bot.answers.asked import Asked, Personal
from bot.answers.confirmation import Why, offered
from bot.answers.deep_links import harmless, linked
from bot.answers.editors import form
from bot.answers.paging import Start, turn
from bot.answers.parsing import is_command, is_words, one_line, parse, row_of
from bot.answers.start import introduced
from bot.answers.table import COMMANDS, Cached
from bot.answers.terms import explained
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition
from bot.content.reading import near
from bot.people.changes import ChooseLanguage
from bot.understanding import Meaning
from bot.words import say

PAGES_KEPT: Final = 256
"""Pages kept for whoever asks the same next: some 2 MB, and most of what readers press."""
LISTS_KEPT: Final = 64
"""Long lists of which it is kept where their pages begin: to turn on costs a page, not all before it."""


def answer(text: str, asked: Personal, *, on_purpose: bool = True) -> Reply:
    """Answer a question of any kind: a command, a deep link, a command's plain name, or words to search for.

    One that is not asked `on_purpose`, as a link may ask it that somebody else made, changes nothing: it is shown what
    it is about.
    """
    if on_purpose:
        return _replied(asked, text)
    words = asked.knowing(replace(asked.known, form=None)) if not is_command(text) else asked
    return _looked_at(words, text)


def carried_out(text: str, asked: Asked) -> str:
    """Return the command that a question of any kind comes to; an empty text where its words are searched for."""
    if not is_words(text):
        name, words, _ = parse(text)
        return " ".join((f"/{name}", *words))
    meant = understood.meant(asked, text)
    return meant.command if meant else ""


def as_said(text: str, asked: Asked, title: str) -> str:
    """Return what a person says who asks a question: their words; of a command its name, or its answer's title."""
    if not is_command(text) or row_of(text) is None:
        return text
    return understood.called(asked, text) or title


def shown_as(text: str, asked: Asked, title: str) -> str:
    """Return what a question of before is called where it is shown again.

    One that may have changed something is told apart: it is not asked again.
    """
    name = one_line(as_said(text, asked, title))
    return name if harmless(text) == text else asked.say("asked-before", what=name)


def _looked_at(asked: Personal, text: str, why: Why = "offered") -> Reply:
    """Return the reply to a question that may change nothing: where it would, what it is about is shown instead.

    What asks for words would change what the next ones mean: a link that somebody else made may not.
    """
    reply, about = _replied(asked, text), harmless(text)
    asks = why == "offered" and bool(reply.answer.asks)
    if not (reply.changes or asks) or about == text:
        return reply.harmless
    command = " ".join(text.split())
    label = understood.called(asked, command) or text
    return offered(asked, Button(label, command), _replied(asked, about).harmless, why)


def _replied(asked: Personal, text: str) -> Reply:
    if asked.editor and asked.known.form and not is_command(text):
        return _turned(form.fill(asked, asked.known.form, text), asked, 1)
    if is_words(text) and (meant := understood.meant(asked, text)):
        return _understood(asked, text, meant)
    name, words, page = parse(text)
    row = COMMANDS.get(name)
    if row and row.opens_link and words:
        return _opened(asked, linked(words[0], editor=asked.editor))
    if row is None or (row.editors and not asked.editor):
        return Reply(_unknown_command(asked.about(*words), name))
    if row.concerns_all and not asked.decides:
        return Reply(subscription_panel.only_admins(asked))
    asked = asked.about(*words)
    if isinstance(row, Cached):
        return _cached_page(asked.edition, name, row, page, **asked.impersonal)
    asked = asked if row.aside else asked.in_public()
    return _page(name, _by_what_is_known(asked, row.run(asked)), asked, page)


def _opened(asked: Personal, command: str) -> Reply:
    """Return the reply to a deep link; to somebody new it says who answers, where the answer does not do so itself."""
    reply, row = _looked_at(asked, command), row_of(command)
    new = not (asked.known.stored or asked.shared or (row and row.opens_link))
    return replace(reply, answer=introduced(asked, reply.answer)) if new else reply


def _by_what_is_known(asked: Personal, outcome: Answer | Reply) -> Answer | Reply:
    """Return an outcome; where nothing could be read of who asks it says so, and changes nothing by what it missed."""
    if asked.known.readable:
        return outcome
    told, reply = asked.say("state-unreadable"), outcome if isinstance(outcome, Reply) else Reply(outcome)
    if reply.changes:
        return Answer(asked.say("name"), (paragraph(told),), toast=told if asked.shared else "")
    return replace(reply, answer=replace(reply.answer, blocks=(paragraph(told), *reply.answer.blocks)))


def _understood(asked: Personal, text: str, meant: Meaning) -> Reply:
    """Return the reply to what words mean. What it would change is offered: they may mean something else."""
    reply = _looked_at(asked, meant.command, "offered-meant")
    other = understood.called(asked, meant.other) or _looked_at(asked, meant.other).answer.title if meant.other else ""
    return replace(reply, answer=understood.told(asked, reply.answer, text, meant, other))


def _page_for_all(edition: Edition, /, name: str, row: Cached, number: int, **question: Any) -> Reply:
    """Return a page that is made of the edition and of what anybody asks, and of nothing else."""
    asked = Asked(edition=edition, **question)
    return _page(name, row.run(asked), asked, number, _starts(edition, name, **question))


_cached_page = kept_with_edition(_page_for_all, PAGES_KEPT)


def _begun(_: Edition, /, __: str, **___: Any) -> list[Start]:
    """Return where the pages of an answer begin, as far as they were turned to: whoever turns on adds to them."""
    return []


_starts = kept_with_edition(_begun, LISTS_KEPT)


def _page(name: str, outcome: Answer | Reply, asked: Asked, number: int, starts: list[Start] | None = None) -> Reply:
    """Return one page of a command's reply; where the question names none, the one the reply wants shown."""
    return _turned(outcome, asked, number, " ".join((f"/{name}", *asked.words)), starts)


def _turned(
    outcome: Answer | Reply, asked: Asked, number: int, command: str = "", starts: list[Start] | None = None
) -> Reply:
    reply = outcome if isinstance(outcome, Reply) else Reply(outcome)
    language = reply.change.language if isinstance(reply.change, ChooseLanguage) else asked.language
    labels = say(language, "button-back"), say(language, "button-on")
    command = reply.answer.command or command
    shown = reply.answer if asked.limits.pictures else _in_words(reply.answer)
    limits = asked.limits.to_read(language) if _is_read(command) else asked.limits
    page = turn(shown, number if number > 1 else shown.page, command, labels, limits, starts)
    return replace(reply, answer=explained(asked.speaking(language), page) if _is_content(command) else page)


def _is_read(command: str) -> bool:
    """Tell whether an answer is for readers, and has pages that a button can turn to; editors see more at once."""
    row = row_of(command) if command else None
    return row is not None and row.paged and not row.editors


def _is_content(command: str) -> bool:
    """Tell whether an answer is made of what editors wrote for readers, whose terms are explained on a tap."""
    row = row_of(command) if command else None
    return _is_read(command) and row is not None and row.explains


def _in_words(answer: Answer) -> Answer:
    """Return an answer without its picture, and without buttons to others."""
    kept = (tuple(each for each in row if not ((to := row_of(each.command)) and to.draws)) for row in answer.buttons)
    return replace(answer, picture="", buttons=tuple(row for row in kept if row))


def paged(answer: Answer, asked: Asked, number: int = 1) -> Answer:
    """Return a page of an answer that did not come from the table, with buttons to its neighbours."""
    return turn(answer, number, answer.command, (asked.say("button-back"), asked.say("button-on")), asked.limits)


def _unknown_command(asked: Asked, name: str) -> Answer:
    meant = near(name, [each for each, command in COMMANDS.items() if asked.editor or not command.editors])
    again = " ".join((f"/{meant}", *asked.words))
    buttons = [Button(asked.say("did-you-mean", meant=f"/{meant}"), again)] if meant else []
    buttons.append(Button(asked.say("door-help"), "/help"))
    block: Block = paragraph(Span(asked.say("unknown-command", called=f"/{name}")))
    return Answer(asked.say("unknown-title"), (block,), rows(buttons, 1))
