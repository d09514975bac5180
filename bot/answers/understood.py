"""Answers to words understood as a command: its answer, how they were understood, and what the rest of them finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import islice
from typing import Final, get_args

from bot.answers import closest, debates, filters, search, terms
from bot.answers.answer import Answer, Block, Button, heading, italic, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.library import known_words
from bot.answers.paging import seen
from bot.answers.parsing import parse
from bot.answers.table import COMMANDS
from bot.content.edition import Edition
from bot.content.phrases import OfContent
from bot.understanding import Meaning, day_and_time, meaning, understood_by
from bot.words import LANGUAGES, OWN_NAMES

MOST_FOUND = 3
"""How many findings stand below an answer."""


def meant(asked: Asked, text: str) -> Meaning | None:
    """Return what plain words mean; None where only a search can tell."""
    edition = asked.edition
    found = meaning(edition, asked.today, text, known_words(edition))
    if found and (one_of := _ONE_OF.get(found.command)):
        one = one_of(edition, text, understood_by(edition, text))
        return Meaning(one, found.command) if one else found
    if found and not found.names:
        return found
    names = found.names if found else ()
    one = closest.year(edition, text) or closest.document(edition, text) or closest.closest(edition, text, names)
    return Meaning(one, found.command if found else "") if one else found


_ONE_OF: Final = {"/briefings": closest.document, "/debates": closest.debate}
"""Lists of which a question may tell one thing by what is in it, by their commands."""


def warm(edition: Edition) -> None:
    """Build the index of an edition, and all that words are understood by, before the first question asks for them."""
    meaning(edition, dt.date.min, "?x", known_words(edition))


def told(asked: Asked, reply: Answer, text: str, understood: Meaning, other: str) -> Answer:
    """Return the answer with a quiet line on how words were understood, another reading, and what the rest finds.

    `other` is the title of the answer to the other reading. Words about the bot itself are not searched for.
    """
    name = called(asked, understood.command) or reply.title
    lead = paragraph(italic(asked.text(understood.says) if understood.says else asked.say("understood-as", title=name)))
    doors = [Button(asked.say("button-meant", title=other), understood.other)] if understood.other else []
    blocks = (lead, *reply.blocks)
    if parse(understood.command).name in get_args(OfContent) and not understood.says:
        command = f"/search {text}"
        beyond = closest.beyond(asked.edition, text, f"{understood_by(asked.edition, text)} {_read(reply)}")
        results = (search.result(asked, each) for each in beyond if each.command != understood.command)
        blocks += _fitting(asked, results, blocks)
        doors += [Button(asked.say("button-search-words"), command)] if asked.limits.carries(command) else []
    buttons = (*reply.buttons, *rows(doors, 1))
    return replace(reply, blocks=blocks, buttons=buttons, command=reply.command or understood.command)


def called(asked: Asked, command: str) -> str:
    """Return what is asked for as readers call it: the command and its words; empty where menus do not name it.

    A debate is called by its question: the title of all debates is the same. A text stands as it was written.
    """
    name, words, _ = parse(command)
    row = COMMANDS.get(name)
    if row is None:
        return ""
    if row.run is debates.debate and words and words[0] in asked.edition.debates_by_id:
        return asked.text(asked.edition.debates_by_id[words[0]].question)
    if not row.public:
        return ""
    known = {each.id: asked.text(each.term) for each in asked.edition.vocabulary.glossary if row.run is terms.term}
    whole = len(words) if row.text_after is None else row.text_after
    text = " ".join(words[whole:])
    said = (asked.say(f"name-{name}"), *(_word(asked, word) for word in words[:whole]), known.get(text, text))
    return " · ".join(filter(None, said))


def _word(asked: Asked, word: str) -> str:
    """Return a word of a command as readers know it."""
    if word in _PARTS:
        return asked.say(f"button-{word}")
    if word in day_and_time.DAYS:
        return asked.say(f"weekday-{word}")
    if word in LANGUAGES:
        return OWN_NAMES[word]
    audience = asked.edition.audiences.get(word)
    return asked.text(audience.name) if audience else filters.label(asked, word)


_PARTS: Final = ("day", "time", "zone", "interest")
"""What of a subscription is set apart."""


def _read(reply: Answer) -> str:
    return " ".join((reply.title, *(span.text for block in reply.blocks for span in block.spans)))


def _fitting(asked: Asked, results: Iterable[Block], before: Collection[Block]) -> tuple[Block, ...]:
    """Return what else is found below what stands there before, where that leaves a good part of the page."""
    limits = asked.to_read
    room = limits.screen * 3 // 4 - sum(seen(each, limits) for each in before)
    doors = limits.doors - sum(bool(each.command) for each in before)
    head = heading(asked.say("understood-found"))
    kept: list[Block] = []
    for block in islice(results, min(MOST_FOUND, max(doors, 0))):
        if seen(head, limits) + sum(seen(each, limits) for each in (*kept, block)) <= room:
            kept.append(block)
    return (head, *kept) if kept else ()
