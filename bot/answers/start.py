"""/start, /help, /about, /language: who we are, what there is to ask, and in which language."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from bot.answers.answer import Answer, Block, Button, Reply, Span, bold, italic, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.predictions import changed_door
from bot.content.briefing import Language
from bot.people.changes import ChooseLanguage
from bot.words import LANGUAGES, OWN_NAMES, language_of, say

_LANGUAGES: Final[dict[Language, tuple[str, ...]]] = {
    "zh": ("中文", "汉语", "漢語", "简体", "簡體", "简体中文", "簡體中文", "chinese", "simplified chinese"),
    "zh-Hant": ("繁體中文", "繁体中文", "繁體", "繁体", "正體中文", "正體", "traditional chinese"),
    "en": ("english", "英文", "英语", "英語"),
}
"""What else languages are called than by their tags."""


def start(asked: Asked) -> Answer:
    """Say who we are in two sentences, with doors to what changed, what is here, the weekly check-in and the rest."""
    browse = {"door-browse": "/briefings", "door-sectors": "/sectors", "door-advice": "/advice"}
    weekly = {"button-subscribe": "/subscribe", "door-checkin": "/checkin"}
    more = {"door-timeline": "/timeline", "name-scores": "/scores", "name-debates": "/debates", "door-help": "/help"}
    return Answer(
        asked.say("name"),
        (paragraph(asked.say("welcome")), paragraph(asked.say("welcome-how-group" if asked.shared else "welcome-how"))),
        rows([changed_door(asked)], 1) + _doors(asked, browse, 3) + _doors(asked, weekly, 2) + _doors(asked, more, 4),
    )


def _doors(asked: Asked, doors: dict[str, str], width: int) -> tuple[tuple[Button, ...], ...]:
    return rows([Button(asked.say(label), command) for label, command in doors.items()], width)


def about(asked: Asked) -> Answer:
    """Tell the version, the edition and the sources."""
    edition = asked.edition
    lead = paragraph(asked.say("about"))
    facts = paragraph(
        asked.say("about-edition", version=version("hindsight"), edition=edition.digest, count=len(edition.briefings))
    )
    sealed = (paragraph(asked.say("about-seal", seal=edition.seal)),) if edition.seal else ()
    sources = tuple(_source(asked, slug) for slug in edition.by_slug)
    marks = paragraph("\n".join(map(asked.say, ("about-marks", "about-leanings", "about-events"))))
    converted = (paragraph(italic(asked.say("converted"))),) if asked.language == "zh-Hant" else ()
    return Answer(asked.say("about-title"), (lead, facts, *sealed, *converted, marks, *sources))


def _source(asked: Asked, slug: str) -> Block:
    card = asked.edition.card(asked.edition.by_slug[slug])
    link = (Span("\n"), Span(card.url, url=card.url)) if card.url else ()
    return item(
        bold(asked.title(card)),
        f"\n{asked.authors(card)} · {asked.publisher(card)} · {card.published}",
        *link,
        command=f"/briefing {slug}",
    )


def unread(language: Language, sender: str = "") -> Answer:
    """Say what can be read, to who sent something else; to who sent a file, by which name they may become an editor."""
    said = say(language, "unread-file", sender=sender) if sender else say(language, "unread")
    return Answer(say(language, "name"), (paragraph(said),), rows([Button(say(language, "door-help"), "/help")], 1))


def language(asked: Asked) -> Reply:
    """Choose the language of answers ([zh|zh-Hant|en])."""
    called = " ".join(asked.words).casefold()
    chosen = next((each for each, names in _LANGUAGES.items() if called in names), language_of(called))
    if chosen:
        asked = asked.speaking(chosen)
    text = asked.say("language-chosen") if chosen else asked.say("language-which")
    buttons = rows([Button(OWN_NAMES[each], f"/language {each}") for each in LANGUAGES], 3)
    more = (
        rows([Button(asked.say("door-help"), "/help"), Button(asked.say("door-browse"), "/briefings")], 2)
        if chosen
        else ()
    )
    blocks = (paragraph(text), paragraph(italic(asked.say("converted"))))
    return Reply(
        Answer(asked.say("language-title"), blocks, buttons + more),
        ChooseLanguage(chosen) if chosen else None,
    )
