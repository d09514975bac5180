"""The command table: everything true of a command stands in its row; nowhere else is one told apart by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from bot.answers import (
    advice,
    appeal,
    briefings,
    crossing,
    debates,
    follow,
    picture,
    prediction,
    predictions,
    privacy,
    scores,
    search,
    sectors,
    settings,
    start,
    subscribe,
    terms,
    timeline,
    vote,
)
from bot.answers.answer import Answer, Block, Button, Reply, Span, heading, paragraph, rows
from bot.answers.asked import Asked, Personal
from bot.answers.editors import admin, announce, appeals, due, form, publish, resolve, standing
from bot.content.briefing import Language
from bot.words import say

Once = Literal["always", "stored", "subscribed"]
InPlace = Literal["never", "with words", "always"]
Asker = Literal["everybody", "admins", "editors"]
Menu = Literal["alone", "members", "admins", "editors"]
"""Whose menu: anybody's in a chat with us alone, and an editor's there; a group member's, and a group admin's."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Command:
    """One row: the function that answers, and all that the parser, links and channels ask about the command.

    Required is what a new command could get wrong without anybody noticing:

    - `listed`: menus name it; of the editors' commands, their help.
    - `asker`: who may ask it. What concerns a whole group only its `admins`; commands of `editors` do not exist for
      anybody else.
    - `about`: the question that shows what it would change, which is all that a mere link may ask; {} stands for its
      first word. Empty where it changes nothing.
    - `in_place`: when its answer takes the place of the one whose button asked for it. Another page always does.
    - `paged`: a last word p2 is the second page of its answer. To one whose answers fit a page it is a word.

    The rest is true of one or two:

    - `aside`: it needs a person, and tells them alone what they said; other commands know nothing of the person in a
      shared chat.
    - `alone`: it is answered in a chat with us alone; elsewhere it only says so.
    - `draws`: its answer is nothing but a picture.
    - `counts_notes`: its answer tells how far notes to all have come, which takes counting.
    - `leads_elsewhere`: its answer depends on where else a reader can go on.
    - `takes_key`: its first word is the key of a link, whose answer depends on what that brings; nobody keeps it.
    - `weighs_appeals`: its answer may show the appeals that wait, all of which are weighed for it.
    - `resumes`: who asks it on purpose gets check-ins again that ended as the chat had shut us out.
    - `opens_link`: its first word is the payload of a deep link.
    - `by_reference`: its first word is slug/id, which a deep link spells as two.
    - `explains`: its answer is made of what editors wrote, and pages of it have doors to the terms they use.
    - `seeks`: its words are looked for; without any, those that its message replies to.
    - `text_after`: after so many of its words follows a text or name of several; None where each word says one thing.
    - `sets_language`: it chooses the language, for which a page may have a switch of its own.
    - `foremost`: one of the few that a page offers at a glance, beside the menu with all.
    - `once`: a page offers it only to who is stored, or has a subscription: to others it is of no use.
    """

    run: Callable[[Personal], Answer | Reply]
    listed: bool
    asker: Asker
    about: str
    in_place: InPlace
    paged: bool
    aside: bool = False
    alone: bool = False
    draws: bool = False
    counts_notes: bool = False
    leads_elsewhere: bool = False
    takes_key: bool = False
    weighs_appeals: bool = False
    resumes: bool = False
    opens_link: bool = False
    by_reference: bool = False
    explains: bool = False
    seeks: bool = False
    text_after: int | None = None
    sets_language: bool = False
    foremost: bool = False
    once: Once = "always"

    @property
    def editors(self) -> bool:
        """Tell whether it exists for editors alone."""
        return self.asker == "editors"

    @property
    def concerns_all(self) -> bool:
        """Tell whether only the admins of a group may ask it there."""
        return self.asker == "admins"

    @property
    def public(self) -> bool:
        """Tell whether everybody's menus list it."""
        return self.listed and not self.editors

    @property
    def acts(self) -> bool:
        """Tell whether it may change something."""
        return bool(self.about)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cached(Command):
    """A command whose answer is the same for everybody who asks it so on the same day: its function sees no more."""

    run: Callable[[Asked], Answer | Reply]


def _help(asked: Asked) -> Answer:
    """List the commands, to editors also theirs."""
    listed = [name for name, command in COMMANDS.items() if command.public]
    editors = [name for name, command in COMMANDS.items() if command.editors and command.listed and asked.editor]
    more = (heading(asked.say("help-editors")), paragraph(asked.say("help-files"))) if editors else ()
    return Answer(
        asked.say("help-title"),
        (
            paragraph(asked.say("help-typing-group" if asked.shared else "help-typing")),
            _described(asked, listed),
            *more,
            *([_described(asked, editors)] if editors else []),
        ),
        rows([Button(asked.say("door-browse"), "/briefings")], 1),
    )


def _described(asked: Asked, names: list[str]) -> Block:
    """Return commands, a line each, each with a way to ask it."""
    lines = (("\n", Span(f"/{name}", command=f"/{name}"), f" — {asked.say(f'command-{name}')}") for name in names)
    return paragraph(*[span for line in lines for span in line][1:])


# What rows of a family have in common

_page = partial(Cached, asker="everybody", about="", in_place="never", paged=True)
_content = partial(_page, explains=True)
_own_page = partial(Command, asker="everybody", about="", in_place="never", paged=True)
_own = partial(Command, asker="everybody", in_place="never", paged=False)
_vote = partial(
    Command, listed=False, asker="everybody", about="prediction {}", in_place="with words", paged=False, aside=True
)
_following = partial(
    Command, asker="everybody", about="prediction {}", in_place="never", paged=False, alone=True, by_reference=True
)
_subscription = partial(Command, asker="admins", about="settings", in_place="never", paged=False, leads_elsewhere=True)
_desk = partial(Command, asker="editors", paged=True)
_waiting = partial(_desk, weighs_appeals=True)

COMMANDS: Final[dict[str, Command]] = {  # as menus list them
    "start": _own(run=start.start, listed=False, about="", resumes=True, opens_link=True),
    "checkin": Command(
        run=vote.checkin,
        listed=True,
        asker="everybody",
        about="checkin",
        in_place="with words",
        paged=True,
        foremost=True,
        weighs_appeals=True,
    ),
    "scores": _own_page(run=scores.scores, listed=True, foremost=True),
    "sectors": _content(run=sectors.sectors, listed=True, foremost=True),
    "sector": _content(run=sectors.sector, listed=False),
    "predictions": _content(run=predictions.predictions, listed=True, foremost=True),
    "prediction": _own_page(run=prediction.prediction, listed=False, by_reference=True, explains=True),
    "briefings": _content(run=briefings.briefings, listed=True, foremost=True),
    "briefing": _content(run=briefings.briefing, listed=False),
    "timeline": _content(run=timeline.timeline, listed=True),
    "picture": _own(run=picture.picture, listed=False, about="", draws=True),
    "advice": _content(run=advice.advice, listed=True),
    "debates": _content(run=debates.debates, listed=True),
    "debate": _content(run=debates.debate, listed=False),
    "term": _page(run=terms.term, listed=True, text_after=0),
    "search": _content(run=search.search, listed=True, seeks=True, text_after=0),
    "answer": _vote(run=vote.answer),
    "vote": _vote(run=vote.vote),
    "question": _own_page(run=vote.question, listed=False, by_reference=True),
    "follow": _following(run=follow.follow, listed=True),
    "unfollow": _following(run=follow.unfollow, listed=False),
    "appeal": _following(run=appeal.appeal, listed=True, text_after=1),
    "second": _following(run=appeal.second, listed=False),
    "subscribe": _subscription(run=subscribe.subscribe, listed=True),
    "settings": Command(
        run=settings.settings,
        listed=True,
        asker="admins",
        about="settings",
        in_place="always",
        paged=True,
        leads_elsewhere=True,
    ),
    "pause": _subscription(run=subscribe.pause, listed=True, once="subscribed"),
    "resume": _subscription(run=subscribe.resume, listed=False),
    "unsubscribe": _subscription(run=subscribe.unsubscribe, listed=True, once="subscribed"),
    "language": Cached(
        run=start.language,
        listed=True,
        asker="admins",
        about="language",
        in_place="never",
        paged=False,
        sets_language=True,
    ),
    "continue": Command(
        run=crossing.continue_,
        listed=True,
        asker="everybody",
        about="continue",
        in_place="with words",
        paged=False,
        alone=True,
        leads_elsewhere=True,
        once="stored",
    ),
    "cross": Command(
        run=crossing.cross,
        listed=False,
        asker="everybody",
        about="cross {}",
        in_place="with words",
        paged=False,
        alone=True,
        takes_key=True,
    ),
    "privacy": _page(run=privacy.privacy, listed=True),
    "mydata": _own(run=privacy.mydata, listed=True, about="mydata", alone=True, once="stored"),
    "forget": _own(run=privacy.forget, listed=True, about="forget", alone=True, once="stored"),
    "admin": _desk(run=admin.admin, listed=True, about="admin", in_place="never"),
    "due": _waiting(run=due.due, listed=True, about="", in_place="never"),
    "appeals": _waiting(run=appeals.appeals, listed=True, about="", in_place="never"),
    "uphold": _waiting(run=form.beginning(appeals.uphold), listed=False, about="appeals {}", in_place="with words"),
    "decline": _waiting(run=form.beginning(appeals.decline), listed=False, about="appeals {}", in_place="with words"),
    "close": _waiting(run=form.beginning(appeals.close), listed=False, about="appeals {}", in_place="with words"),
    "resolve": _waiting(run=resolve.resolve, listed=True, about="", in_place="never"),
    "rule": _desk(run=form.beginning(resolve.rule), listed=False, about="resolve {}", in_place="with words"),
    "standing": _waiting(run=standing.standing, listed=True, about="", in_place="never"),
    "lean": _desk(run=form.beginning(standing.lean), listed=False, about="standing {}", in_place="with words"),
    "form": _waiting(run=form.form, listed=False, about="form", in_place="with words"),
    "announce": _desk(
        run=form.beginning(announce.announce), listed=True, about="form", in_place="with words", counts_notes=True
    ),
    "note": _own_page(run=announce.note, listed=False),
    "file": _desk(run=publish.file, listed=True, about="", in_place="never"),
    "reload": _desk(run=publish.reload, listed=True, about="admin", in_place="never"),
    "draft": _desk(run=publish.draft, listed=True, about="", in_place="with words"),
    "publish": _desk(run=publish.publish, listed=False, about="draft {}", in_place="with words"),
    "discard": _desk(run=publish.discard, listed=False, about="draft {}", in_place="with words"),
    "history": _desk(run=publish.history, listed=True, about="", in_place="never"),
    "undo": _desk(run=publish.undo, listed=True, about="history", in_place="never"),
    "help": _page(run=_help, listed=True),
    "about": _page(run=start.about, listed=True),
}


def menu(language: Language, whose: Menu = "alone") -> dict[str, str]:
    """Return the commands a menu lists, with their descriptions."""
    listed = (name for name, command in COMMANDS.items() if command.listed and _offered(command, whose))
    return {name: say(language, f"command-{name}") for name in listed}


def _offered(command: Command, whose: Menu) -> bool:
    """Tell whether a command is of use to whoever sees a menu."""
    match whose:
        case "editors":
            return True
        case "alone":
            return command.public
        case "admins":
            return command.public and not command.alone
    return command.public and not (command.alone or command.concerns_all)
