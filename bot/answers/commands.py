"""The command table: names, functions, and the one way from a question to its reply."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from bot.answers import (
    advice,
    briefings,
    checkin_cache,
    debates,
    picture,
    predictions,
    privacy,
    scores,
    search,
    sectors,
    settings,
    start,
    subscribe,
    subscription_panel,
    timeline,
    vote,
)
from bot.answers.answer import Answer, Block, Button, ChooseLanguage, Question, Reply, Span, heading, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.confirmation import offered
from bot.answers.deep_links import nearest, unpacked
from bot.answers.editors import admin, announce, due, form, publish, resolve
from bot.answers.paging import turn
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.content.reading import near
from bot.people.readers import Known
from bot.search import normal
from bot.words import LANGUAGES, say

_COMMAND = re.compile(r"[/／]([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_PAGE = re.compile(r"p(\d{1,4})")
LONGEST_QUESTION: Final = 1_000
"""Characters of a question that are read."""
PAGES_KEPT: Final = 256
"""Pages kept for whoever asks the same next: some 2 MB, and most of what readers press."""


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of the table: its function, and whether menus list it (of the editors' ones, their help).

    A `personal` command looks at what is known of the reader; the others answer everyone alike. One that may change
    something names the question that shows what it is `about` and changes nothing, all that a mere link may ask; {}
    stands for its first word. What `concerns_all` of a group only its admins may ask. Those of `editors` do not exist
    for anybody else. A `paged` one reads a last word p2 as the second page of its answer; to the others, whose answers
    fit one page, it is a word like any other. One that answers `aside` tells the person alone what they said; to the
    others it is not even known in a shared chat.
    """

    run: Callable[[Asked], Answer | Reply]
    listed: bool = True
    personal: bool = False
    about: str = ""
    concerns_all: bool = False
    editors: bool = False
    paged: bool = True
    aside: bool = False

    @property
    def public(self) -> bool:
        """Tell whether everybody's menus list it."""
        return self.listed and not self.editors

    @property
    def acts(self) -> bool:
        """Tell whether it may change something."""
        return bool(self.about)


def _desk(run: Callable[[Asked], Answer | Reply], about: str = "", *, listed: bool = True) -> Command:
    return Command(run, listed=listed, personal=True, about=about, editors=True)


def _help(asked: Asked) -> Answer:
    """List the commands, to editors also theirs."""
    listed = [name for name, command in COMMANDS.items() if command.public]
    editors = [name for name, command in COMMANDS.items() if command.editors and command.listed and asked.editor]
    more = (heading(asked.say("help-editors")), paragraph(asked.say("help-files"))) if editors else ()
    return Answer(
        asked.say("help-title"),
        (
            paragraph(asked.say("help-typing-group" if asked.shared else "help-typing")),
            *(_described(asked, name) for name in listed),
            *more,
            *(_described(asked, name) for name in editors),
        ),
        rows([Button(asked.say("door-browse"), "/briefings")], 1),
    )


def _described(asked: Asked, name: str) -> Block:
    return paragraph(Span(f"/{name}", command=f"/{name}"), f" — {asked.say(f'command-{name}')}")


COMMANDS: Final[dict[str, Command]] = {
    "start": Command(start.start, listed=False, paged=False),
    "briefings": Command(briefings.briefings),
    "briefing": Command(briefings.briefing, listed=False),
    "sectors": Command(sectors.sectors),
    "sector": Command(sectors.sector, listed=False),
    "timeline": Command(timeline.timeline),
    "picture": Command(picture.picture, listed=False, personal=True, paged=False),
    "advice": Command(advice.advice),
    "checkin": Command(vote.checkin, personal=True, about="checkin"),
    "predictions": Command(predictions.predictions),
    "prediction": Command(predictions.prediction, listed=False, personal=True),
    "scores": Command(scores.scores, personal=True),
    "debates": Command(debates.debates),
    "debate": Command(debates.debate, listed=False),
    "search": Command(search.search),
    "answer": Command(vote.answer, listed=False, personal=True, about="prediction {}", paged=False, aside=True),
    "vote": Command(vote.vote, listed=False, personal=True, about="prediction {}", paged=False, aside=True),
    "subscribe": Command(subscribe.subscribe, personal=True, about="settings", concerns_all=True, paged=False),
    "settings": Command(settings.settings, personal=True, about="settings", concerns_all=True),
    "pause": Command(subscribe.pause, personal=True, about="settings", concerns_all=True, paged=False),
    "resume": Command(subscribe.resume, listed=False, personal=True, about="settings", concerns_all=True, paged=False),
    "unsubscribe": Command(subscribe.unsubscribe, personal=True, about="settings", concerns_all=True, paged=False),
    "language": Command(start.language, about="language", concerns_all=True, paged=False),
    "privacy": Command(privacy.privacy),
    "mydata": Command(privacy.mydata, personal=True, about="mydata", paged=False),
    "forget": Command(privacy.forget, personal=True, about="forget", paged=False),
    "admin": Command(admin.admin, personal=True, about="admin", editors=True),
    "due": _desk(due.due),
    "resolve": _desk(resolve.resolve),
    "rule": _desk(form.beginning(resolve.rule), "resolve {}", listed=False),
    "form": _desk(form.form, "form", listed=False),
    "announce": _desk(form.beginning(announce.announce), "form"),
    "note": Command(announce.note, listed=False, personal=True),
    "file": _desk(publish.file),
    "reload": _desk(publish.reload, "admin"),
    "draft": _desk(publish.draft),
    "publish": _desk(publish.publish, "draft {}", listed=False),
    "discard": _desk(publish.discard, "draft {}", listed=False),
    "history": _desk(publish.history),
    "undo": _desk(publish.undo, "history"),
    "help": Command(_help),
    "about": Command(start.about),
}


def menu(language: Language) -> dict[str, str]:
    """Return the listed commands with their descriptions, for a channel's menu."""
    return {name: say(language, f"command-{name}") for name, command in COMMANDS.items() if command.public}


def answer(
    question: Question, edition: Edition, today: dt.date, known: Known | None = None, now: dt.datetime | None = None
) -> Reply:
    """Answer a question of any kind: a command, a deep link, a command's plain name, or words to search for."""
    now = now or dt.datetime.combine(today, dt.time(), dt.UTC)
    asked = Asked(
        edition,
        question.language,
        today,
        editor=question.editor,
        known=known or Known(),
        now=now,
        decides=question.decides,
        zone=question.zone,
        topic=question.topic,
        shared=question.shared,
        anonymous=question.anonymous,
    )
    if question.on_purpose:
        return _replied(asked, question.text)
    words = asked.knowing(replace(asked.known, form=None)) if not _COMMAND.fullmatch(question.text.strip()) else asked
    return _looked_at(words, question.text)


def _looked_at(asked: Asked, text: str) -> Reply:
    """Return the reply to a question that may change nothing: where it would, what it is about is shown instead."""
    reply, about = _replied(asked, text), harmless(text)
    if not reply.changes or about == text:
        return reply.harmless
    name, *words = text.split()
    listed = COMMANDS[parse(text)[0]].public
    label = " ".join((asked.say(f"name-{parse(text)[0]}"), *words)) if listed else text
    return offered(asked, Button(label, " ".join((name, *words))), _replied(asked, about).harmless)


def _replied(asked: Asked, text: str) -> Reply:
    if asked.editor and asked.known.form and not _COMMAND.fullmatch(text.strip()):
        return _turned(form.fill(asked, asked.known.form, text), asked, 1)
    name, words, page = parse(text)
    if name == "start" and words:
        return _looked_at(asked, linked(words[0], editor=asked.editor))
    if name not in COMMANDS or (COMMANDS[name].editors and not asked.editor):
        return Reply(_unknown_command(asked.about(*words), name))
    if COMMANDS[name].concerns_all and not asked.decides:
        return Reply(subscription_panel.only_admins(asked))
    asked = asked.about(*words) if COMMANDS[name].aside else asked.about(*words).in_public()
    return (_page if COMMANDS[name].personal else _kept_page)(name, asked, page)


@lru_cache(maxsize=PAGES_KEPT)
def _kept_page(name: str, asked: Asked, number: int) -> Reply:
    """Return one page of a reply that is the same for everyone who asks on the same day."""
    return _page(name, replace(asked, known=Known()), number)


def forget_pages() -> None:
    """Let go of the pages of an edition that is live no more."""
    _kept_page.cache_clear()
    checkin_cache.forget()


def _page(name: str, asked: Asked, number: int) -> Reply:
    """Return one page of a command's reply; where the question names none, the one the reply wants shown."""
    return _turned(COMMANDS[name].run(asked), asked, number, " ".join((f"/{name}", *asked.words)))


def _turned(outcome: Answer | Reply, asked: Asked, number: int, command: str = "") -> Reply:
    reply = outcome if isinstance(outcome, Reply) else Reply(outcome)
    language = reply.change.language if isinstance(reply.change, ChooseLanguage) else asked.language
    labels = say(language, "button-back"), say(language, "button-on")
    command = reply.answer.command or command
    return replace(reply, answer=turn(reply.answer, number if number > 1 else reply.answer.page, command, labels))


def paged(answer: Answer, asked: Asked, number: int = 1) -> Answer:
    """Return a page of an answer that did not come from the table, with buttons to its neighbours."""
    return turn(answer, number, answer.command, (asked.say("button-back"), asked.say("button-on")))


def parse(text: str) -> tuple[str, tuple[str, ...], int]:
    """Return the command, its words and the page a text asks for; plain words search unless they name a command."""
    text = _printable(text[:LONGEST_QUESTION])
    if not (match := _COMMAND.fullmatch(text.strip())):
        named = _named(text)
        return (named, (), 1) if named else ("search", tuple(text.split()), 1)
    name, words = match[1].lower(), (match[2] or "").split()
    paged = name not in COMMANDS or COMMANDS[name].paged
    page = _PAGE.fullmatch(words[-1]) if words and paged else None
    return name, tuple(words[:-1] if page else words), int(page[1]) if page else 1


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _named(text: str) -> str | None:
    """Return the command whose plain name in either language is all of the text."""
    return _names().get(normal(text).strip())


@lru_cache
def _names() -> dict[str, str]:
    """Return the listed commands by their plain names in both languages; a greeting is a start."""
    listed = [name for name, command in COMMANDS.items() if command.public]
    greetings = dict.fromkeys(("你好", "您好", "嗨", "hello", "hi"), "start")
    named = greetings | {normal(say(language, f"name-{name}")): name for language in LANGUAGES for name in listed}
    return named | {name: name for name in listed}


def linked(payload: str, *, editor: bool = False) -> str:
    """Return the command in a deep link; one of the editors' is to others as one that does not exist."""
    name = (command := unpacked(payload)).split()[0].removeprefix("/")
    known = name in COMMANDS and name != "start" and (editor or not COMMANDS[name].editors)
    return command if known and harmless(command) == command else "/start"


def harmless(text: str) -> str:
    """Return a question as a mere link may ask it: one that would change something only shows what it is about."""
    name, words, _ = parse(text)
    if name not in COMMANDS or not (about := COMMANDS[name].about):
        return text
    return f"/{name}" if "{}" in about and not words else f"/{about.format(*words)}"


def link(command: str) -> str:
    """Return the deep link payload of a command, or of what is nearest that a link may ask and carry; at last start."""
    return nearest(harmless(command), linked)


def _unknown_command(asked: Asked, name: str) -> Answer:
    meant = near(name, [each for each, command in COMMANDS.items() if asked.editor or not command.editors])
    again = " ".join((f"/{meant}", *asked.words))
    buttons = [Button(asked.say("did-you-mean", meant=f"/{meant}"), again)] if meant else []
    buttons.append(Button(asked.say("door-help"), "/help"))
    block: Block = paragraph(Span(asked.say("unknown-command", called=f"/{name}")))
    return Answer(asked.say("unknown-title"), (block,), rows(buttons, 1))
