"""/start, /help, /about, /language: who we are, what there is to ask, and in which language."""

from __future__ import annotations

from importlib.metadata import version

from bot.answers.answer import Answer, Block, Button, Reply, Span, bold, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.predictions import changed_door
from bot.content.briefing import Language
from bot.people.changes import ChooseLanguage
from bot.words import LANGUAGES, say


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
    sources = tuple(_source(asked, slug) for slug in edition.by_slug)
    marks = paragraph("\n".join(map(asked.say, ("about-marks", "about-leanings", "about-events"))))
    return Answer(asked.say("about-title"), (lead, facts, marks, *sources))


def _source(asked: Asked, slug: str) -> Block:
    card = asked.edition.card(asked.edition.by_slug[slug])
    link = (Span("\n"), Span(card.url, url=card.url)) if card.url else ()
    return item(
        bold(asked.title(card)),
        f"\n{asked.authors(card)} · {asked.text(card.publisher)} · {card.published}",
        *link,
        command=f"/briefing {slug}",
    )


def unread(language: Language, sender: str = "") -> Answer:
    """Say what can be read, to who sent something else; to who sent a file, by which name they may become an editor."""
    said = say(language, "unread-file", sender=sender) if sender else say(language, "unread")
    return Answer(say(language, "name"), (paragraph(said),), rows([Button(say(language, "door-help"), "/help")], 1))


def language(asked: Asked) -> Reply:
    """Choose the language of answers ([zh|en])."""
    names = {
        "zh": "zh",
        "中文": "zh",
        "汉语": "zh",
        "chinese": "zh",
        "en": "en",
        "english": "en",
        "英文": "en",
        "英语": "en",
    }
    wanted = names.get(" ".join(asked.words).casefold())
    chosen = next((each for each in LANGUAGES if each == wanted), None)
    if chosen:
        asked = asked.speaking(chosen)
    text = asked.say("language-chosen") if chosen else asked.say("language-which")
    buttons = rows([Button("中文", "/language zh"), Button("English", "/language en")], 2)
    more = (
        rows([Button(asked.say("door-help"), "/help"), Button(asked.say("door-browse"), "/briefings")], 2)
        if chosen
        else ()
    )
    return Reply(
        Answer(asked.say("language-title"), (paragraph(text),), buttons + more),
        ChooseLanguage(chosen) if chosen else None,
    )
