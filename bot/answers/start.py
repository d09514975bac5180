"""/start, /about, /language: what we do, shown by one verdict and one question; who we are; in which language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from bot.answers import filters
from bot.answers.answer import (
    Answer,
    Block,
    Button,
    ClientAction,
    Listing,
    Reply,
    Span,
    bold,
    italic,
    item,
    paragraph,
    rows,
)
from bot.answers.asked import Asked, Personal
from bot.answers.checkin import issue
from bot.answers.items import spaced
from bot.answers.predictions import changed_door
from bot.answers.striking import countdown, striking, told
from bot.answers.subscription_panel import subscribe_button
from bot.answers.vote_panel import scale
from bot.content.briefing import Briefing, Language
from bot.content.edition import Forecast, ref, state
from bot.people.changes import ChooseLanguage
from bot.release import version
from bot.words import LANGUAGES, OWN_NAMES, Written, language_of, say

_LANGUAGES: Final[dict[Language, tuple[str, ...]]] = {
    "zh": ("中文", "汉语", "漢語", "简体", "簡體", "简体中文", "簡體中文", "chinese", "simplified chinese"),
    "zh-Hant": ("繁體中文", "繁体中文", "繁體", "繁体", "正體中文", "正體", "traditional chinese"),
    "en": ("english", "英文", "英语", "英語"),
}
"""What else languages are called than by their tags."""
SHORT: Final[dict[Written, int]] = {"zh": 45, "en": 100}
"""Characters of a question that leave room on a phone's screen for all else."""


def start(asked: Personal) -> Answer:
    """Show what we do: a verdict and its reason, the days to the next ones, a question to tap; and three doors."""
    shown, question = striking(asked.edition, asked.today), _question(asked)
    left = countdown(asked)
    blocks = [*([told(asked, shown)] if shown else []), *([paragraph(left)] if left else [])]
    blocks += [_asks(asked, question)] if question else []
    blocks += [_how(asked)] if asked.shared or not blocks else []
    answers = scale(asked, question, "/vote", 5) if question else ()  # two rows: all of it fits one screen
    return Answer(asked.say("welcome"), tuple(blocks), answers + _doors(asked, shown))


def _how(asked: Personal) -> Block:
    """Return how to ask for what one is looking for, where no line to type in and no menu says so."""
    how = asked.say("welcome-how-group")
    return paragraph(italic(how), spaced(how), Span("/help", command="/help"))


def _question(asked: Personal) -> Forecast | None:
    """Return the forecast a reader would be asked about first, were this a check-in: of those told in short, if any."""
    questions = [asked.edition.by_ref[each] for each in issue(asked).questions]
    return min(questions, key=_is_long, default=None)


def _is_long(forecast: Forecast) -> bool:
    return any(len(forecast.record.statement.in_(each)) > most for each, most in SHORT.items())


def _asks(asked: Personal, forecast: Forecast) -> Block:
    """Return a question with who said it, and until when it counts."""
    until = forecast.record.window.until
    ends = asked.say("until", date=str(until)) if until else asked.say("open-ended")
    asks = bold(f"👉 {asked.say(f'ask-{state(forecast.record, asked.today)}')}")
    source = italic(f"\n{asked.short(forecast.card)} · {ends}")
    return paragraph(asks, f"\n{asked.text(forecast.record.statement)}", source)


def _doors(asked: Personal, shown: Forecast | None) -> tuple[tuple[Button, ...], ...]:
    """Return doors to what became of forecasts, to the fields, and to the weekly check-in."""
    story = [Button(asked.say("door-story"), f"/prediction {ref(shown)}")] if shown else []
    rest = Button(asked.say("door-rest"), f"/predictions {filters.RULED}") if shown else changed_door(asked)
    subscribed = asked.known.subscription is not None
    weekly = Button(asked.say("door-checkin"), "/checkin") if subscribed else subscribe_button(asked)
    return rows([*story, rest, Button(asked.say("door-by-field"), "/sectors")], 3) + rows([weekly], 1)


def about(asked: Asked) -> Answer:
    """Tell the version, the edition and the sources."""
    edition = asked.edition
    lead = paragraph(asked.say("about"))
    facts = paragraph(
        asked.say("about-edition", version=version(), edition=edition.digest, count=len(edition.briefings))
    )
    sealed = (paragraph(asked.say("about-seal", seal=edition.seal)),) if edition.seal else ()
    sources = Listing(edition.briefings, partial(_source, asked))
    marks = paragraph("\n".join(map(asked.say, ("about-marks", "about-leanings", "about-events"))))
    converted = (paragraph(italic(asked.say("converted"))),) if asked.language == "zh-Hant" else ()
    return Answer(asked.say("about-title"), (lead, facts, *sealed, *converted, marks), listing=sources)


def _source(asked: Asked, briefing: Briefing) -> Iterator[Block]:
    card = asked.edition.card(briefing)
    link = (Span("\n"), Span(card.url, url=card.url)) if card.url else ()
    yield item(
        bold(asked.title(card)),
        f"\n{asked.authors(card)} · {asked.publisher(card)} · {card.published}",
        *link,
        command=f"/briefing {briefing.briefing}",
    )


def introduced(asked: Personal, answer: Answer) -> Answer:
    """Return an answer below one line that says who we are, for somebody who has just come by a link to it."""
    who, meet = asked.say("introduced"), asked.say("introduced-meet")
    line = paragraph(
        italic(f"{who}{asked.say('sentence-space')}{meet}"), spaced(meet), Span("/start", command="/start")
    )
    return replace(answer, blocks=(line, *answer.blocks))


def unread(language: Language, sender: str = "") -> Answer:
    """Say what can be read, to who sent something else; to who sent a file, by which name they may become an editor."""
    said = say(language, "unread-file", sender=sender) if sender else say(language, "unread")
    copy = (ClientAction(say(language, "button-copy", what=sender), "copy", sender),) if sender else ()
    doors = rows([Button(say(language, "door-help"), "/help")], 1)
    return Answer(say(language, "name"), (paragraph(said),), doors, actions=copy)


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
