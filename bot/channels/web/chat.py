"""Renders answers as HTML, from the templates beside this file."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache, partial
from typing import Final
from urllib.parse import quote, urlencode

from jinja2 import Environment

from bot.answers import Answer, Block
from bot.channels.web import languages
from bot.channels.web.templating import environment
from bot.content.briefing import Language
from bot.reception import (
    LARGEST_PARCEL,
    MOST_FILES,
    Once,
    foremost,
    harmless,
    in_place,
    menu,
    of_editors,
    once,
    sets_language,
)
from bot.words import OWN_NAMES, TAGS, say

LONGEST_NAME: Final = 120
"""Characters of what a door is called by whoever hears the page."""
_DOORS: Final = ("/briefings", "/sectors", "/predictions", "/checkin")
"""What is offered to who is lost."""
_LINK: Final = re.compile(r'<a href="(/[^"]*)"')
_DAY: Final = re.compile(r"(?<![\w-])(\d{4}-\d\d(?:-\d\d)?)(?![\w-])", re.ASCII)


def page(
    language: Language,
    asked: str,
    answer: Answer,
    *,
    token: str,
    said: str = "",
    stands: Container[Once] = ("always",),
    editor: bool = False,
    refused: bool = False,
    page: str = "",
    origin: str = "",
    base: str = "",
) -> str:
    """Return the chat page, with a question (or none) and its answer as the first bubbles; an editor can drop files.

    `said` is the question as a person says it. What changes anything is sent with the `token`. How the reader `stands`
    with us tells which commands are of use. Above an answer to what was `refused` stands what to do. The answer also
    stands on a `page` of its own, or on none.
    """
    others = {each: name for each, name in OWN_NAMES.items() if each != language}
    query = f"?{urlencode({'q': asked}, errors='replace')}" if asked else ""
    twins = {TAGS[each]: f"{origin}{languages.chat(base, each)}{query}" for each in OWN_NAMES}
    limits = {"files": MOST_FILES, "most": LARGEST_PARCEL}
    shown = {"asked": asked, "said": said or asked, "answer": answer, "others": others}
    shown |= {"refused": refused, "stands": stands, "twins": twins}
    shown |= _commands(language, editor=editor) | {"summary": _summary(answer)}
    return _render("chat.html", language, base=base, **shown, page=page, token=token, editor=editor, limits=limits)


def _commands(language: Language, *, editor: bool) -> dict[str, object]:
    """Return the commands of the menu by their names: those at a glance, the others, and those of editors."""
    listed = [f"/{name}" for name in menu(language, "editors" if editor else "alone")]
    names = {each: say(language, f"name-{each[1:]}") for each in listed if not sets_language(each)}
    chips = [each for each in names if foremost(each)]
    desk = [each for each in names if of_editors(each)]
    more = [each for each in names if each not in (*chips, *desk)]
    return {"names": names, "chips": chips, "more": more, "desk": desk, "once": {each: once(each) for each in names}}


def _summary(answer: Answer) -> str:
    """Return how an answer begins, for whoever is shown a link to it."""
    return _in_short(answer.blocks[0]) if answer.blocks else ""


def missing(language: Language, *, base: str = "") -> str:
    """Return the page at an address where there is none."""
    doors = {each: say(language, f"name-{each[1:]}") for each in _DOORS}
    return _render("missing.html", language, base=base, doors=doors)


def busy(language: Language, seconds: int, *, base: str = "") -> str:
    """Return the page for who asks too often, which comes back by itself after so many seconds."""
    return _render("busy.html", language, base=base, seconds=seconds)


def door(language: Language, key: str, token: str, *, base: str = "") -> str:
    """Return the page behind the link for editors, with the button that makes an editor of whoever presses it."""
    return _render("door.html", language, base=base, key=key, token=token)


def bubble(language: Language, answer: Answer, *, page: str = "", base: str = "") -> str:
    """Return one answer; `page` is the path of a page that says the same, if there is one."""
    return _render("answer.html", language, base=base, answer=answer, page=page)


def _render(template: str, language: Language, *, base: str, **values: object) -> str:
    words = {"language": language, "tags": TAGS, "say": partial(say, language), "base": base}
    words["chat"] = languages.chat(base, language)
    return _environment().get_template(template).render(**words, **values)


def _acting(command: str) -> bool:
    """Tell whether a command may change something, so that a button sends it; the others are links."""
    return harmless(command) != command


def _linked(picture: str, chat: str) -> str:
    """Return a picture whose links lead to the pages of their commands."""
    return _LINK.sub(lambda found: f'<a href="{chat}?q={quote(found[1])}" data-command="{found[1]}"', picture)


def _by_days(text: str) -> list[str]:
    """Return a text in pieces, of which every second is a date."""
    return _DAY.split(text)


def _in_short(block: Block) -> str:
    """Return the beginning of a block on one line, as what opens it is called by whoever hears the page."""
    text = " ".join("".join(span.text for span in block.spans).split())
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME].rstrip()}…"


@lru_cache
def _environment() -> Environment:
    made = environment("bot.channels.web")
    made.filters["by_days"] = _by_days
    made.filters["in_short"] = _in_short
    made.filters["linked"] = _linked
    made.tests["acting"] = _acting
    made.tests["in_place"] = in_place
    return made
