"""The command table: names, functions, and the one way from a question to its reply."""

from __future__ import annotations

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
from bot.answers.answer import Answer, Block, Button, ChooseLanguage, Reply, Span, heading, paragraph, rows
from bot.answers.asked import Asked, Personal
from bot.answers.confirmation import offered
from bot.answers.deep_links import nearest_link, unpacked
from bot.answers.editors import admin, announce, due, form, publish, resolve
from bot.answers.paging import turn
from bot.content.briefing import Language
from bot.content.reading import near
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

    A `Cached` one answers everybody alike; the others may look at what is known of the reader. One that may change
    something names the question that shows what it is `about` and changes nothing, all that a mere link may ask; {}
    stands for its first word. What `concerns_all` of a group only its admins may ask. Those of `editors` do not exist
    for anybody else. A `paged` one reads a last word p2 as the second page of its answer; to the others, whose answers
    fit one page, it is a word like any other. One that answers `aside` tells the person alone what they said; to the
    others it is not even known in a shared chat.
    """

    run: Callable[[Personal], Answer | Reply]
    listed: bool = True
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


@dataclass(frozen=True, slots=True)
class Cached(Command):
    """A command whose answer is the same for everybody who asks it so on the same day: its function sees no more."""

    run: Callable[[Asked], Answer | Reply]


def _desk(run: Callable[[Personal], Answer | Reply], about: str = "", *, listed: bool = True) -> Command:
    return Command(run, listed=listed, about=about, editors=True)


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
    "start": Cached(start.start, listed=False, paged=False),
    "briefings": Cached(briefings.briefings),
    "briefing": Cached(briefings.briefing, listed=False),
    "sectors": Cached(sectors.sectors),
    "sector": Cached(sectors.sector, listed=False),
    "timeline": Cached(timeline.timeline),
    "picture": Command(picture.picture, listed=False, paged=False),
    "advice": Cached(advice.advice),
    "checkin": Command(vote.checkin, about="checkin"),
    "predictions": Cached(predictions.predictions),
    "prediction": Command(predictions.prediction, listed=False),
    "scores": Command(scores.scores),
    "debates": Cached(debates.debates),
    "debate": Cached(debates.debate, listed=False),
    "search": Cached(search.search),
    "answer": Command(vote.answer, listed=False, about="prediction {}", paged=False, aside=True),
    "vote": Command(vote.vote, listed=False, about="prediction {}", paged=False, aside=True),
    "subscribe": Command(subscribe.subscribe, about="settings", concerns_all=True, paged=False),
    "settings": Command(settings.settings, about="settings", concerns_all=True),
    "pause": Command(subscribe.pause, about="settings", concerns_all=True, paged=False),
    "resume": Command(subscribe.resume, listed=False, about="settings", concerns_all=True, paged=False),
    "unsubscribe": Command(subscribe.unsubscribe, about="settings", concerns_all=True, paged=False),
    "language": Cached(start.language, about="language", concerns_all=True, paged=False),
    "privacy": Cached(privacy.privacy),
    "mydata": Command(privacy.mydata, about="mydata", paged=False),
    "forget": Command(privacy.forget, about="forget", paged=False),
    "admin": Command(admin.admin, about="admin", editors=True),
    "due": _desk(due.due),
    "resolve": _desk(resolve.resolve),
    "rule": _desk(form.beginning(resolve.rule), "resolve {}", listed=False),
    "form": _desk(form.form, "form", listed=False),
    "announce": _desk(form.beginning(announce.announce), "form"),
    "note": Command(announce.note, listed=False),
    "file": _desk(publish.file),
    "reload": _desk(publish.reload, "admin"),
    "draft": _desk(publish.draft),
    "publish": _desk(publish.publish, "draft {}", listed=False),
    "discard": _desk(publish.discard, "draft {}", listed=False),
    "history": _desk(publish.history),
    "undo": _desk(publish.undo, "history"),
    "help": Cached(_help),
    "about": Cached(start.about),
}


def menu(language: Language) -> dict[str, str]:
    """Return the listed commands with their descriptions, for a channel's menu."""
    return {name: say(language, f"command-{name}") for name, command in COMMANDS.items() if command.public}


def answer(text: str, asked: Personal, *, on_purpose: bool = True) -> Reply:
    """Answer a question of any kind: a command, a deep link, a command's plain name, or words to search for.

    One that is not asked `on_purpose`, as a link may ask it that somebody else made, changes nothing: it is shown what
    it is about.
    """
    if on_purpose:
        return _replied(asked, text)
    words = asked.knowing(replace(asked.known, form=None)) if not _COMMAND.fullmatch(text.strip()) else asked
    return _looked_at(words, text)


def _looked_at(asked: Personal, text: str) -> Reply:
    """Return the reply to a question that may change nothing: where it would, what it is about is shown instead."""
    reply, about = _replied(asked, text), harmless(text)
    if not reply.changes or about == text:
        return reply.harmless
    name, *words = text.split()
    listed = COMMANDS[parse(text)[0]].public
    label = " ".join((asked.say(f"name-{parse(text)[0]}"), *words)) if listed else text
    return offered(asked, Button(label, " ".join((name, *words))), _replied(asked, about).harmless)


def _replied(asked: Personal, text: str) -> Reply:
    if asked.editor and asked.known.form and not _COMMAND.fullmatch(text.strip()):
        return _turned(form.fill(asked, asked.known.form, text), asked, 1)
    name, words, page = parse(text)
    if name == "start" and words:
        return _looked_at(asked, linked(words[0], editor=asked.editor))
    row = COMMANDS.get(name)
    if row is None or (row.editors and not asked.editor):
        return Reply(_unknown_command(asked.about(*words), name))
    if row.concerns_all and not asked.decides:
        return Reply(subscription_panel.only_admins(asked))
    asked = asked.about(*words)
    if isinstance(row, Cached):
        return _cached_page(name, row, asked.impersonal, page)
    asked = asked if row.aside else asked.in_public()
    return _page(name, row.run(asked), asked, page)


@lru_cache(maxsize=PAGES_KEPT)
def _cached_page(name: str, row: Cached, asked: Asked, number: int) -> Reply:
    return _page(name, row.run(asked), asked, number)


def forget_pages() -> None:
    """Let go of the pages of an edition that is live no more."""
    _cached_page.cache_clear()
    checkin_cache.forget_checkins()


def _page(name: str, outcome: Answer | Reply, asked: Asked, number: int) -> Reply:
    """Return one page of a command's reply; where the question names none, the one the reply wants shown."""
    return _turned(outcome, asked, number, " ".join((f"/{name}", *asked.words)))


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
    return nearest_link(harmless(command), linked)


def _unknown_command(asked: Asked, name: str) -> Answer:
    meant = near(name, [each for each, command in COMMANDS.items() if asked.editor or not command.editors])
    again = " ".join((f"/{meant}", *asked.words))
    buttons = [Button(asked.say("did-you-mean", meant=f"/{meant}"), again)] if meant else []
    buttons.append(Button(asked.say("door-help"), "/help"))
    block: Block = paragraph(Span(asked.say("unknown-command", called=f"/{name}")))
    return Answer(asked.say("unknown-title"), (block,), rows(buttons, 1))
