"""/continue and /cross: takes answers and settings along to another channel by a link used once, and back again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from bot.answers.answer import Answer, Button, ClientAction, Reply, Span, paragraph, rows
from bot.answers.asked import Personal
from bot.answers.privacy import in_private
from bot.answers.subscription_panel import schedule_in_words
from bot.content.briefing import Language
from bot.people.changes import Cross, CrossBack, MakePass
from bot.people.crossings import PASS_LIFETIME, UNDO_LIFETIME
from bot.people.readers import Crossing, Offer
from bot.words import say

CONTINUE: Final = "/continue"
LINK: Final = "link"
UNDO: Final = "undo"
YES: Final = "yes"
_MINUTES: Final = PASS_LIFETIME // dt.timedelta(minutes=1)
_DAYS: Final = UNDO_LIFETIME.days


def continue_(asked: Personal) -> Reply:
    """Tell how to go on elsewhere, and what went over last; make a link (link), or undo the last crossing (undo)."""
    if asked.shared:
        return Reply(in_private(asked, "crossing-title", CONTINUE))
    if asked.words == (LINK,):
        return _linked(asked)
    if asked.words == (UNDO,):
        return _undone(asked)
    return Reply(_panel(asked))


def cross(asked: Personal) -> Reply:
    """Show what a link brings (KEY), and let it come once that is confirmed (KEY yes)."""
    if asked.shared:
        return Reply(Answer(asked.say("crossing-title"), (paragraph(asked.say("crossing-group")),)))
    offer = asked.known.offer
    if not asked.words or isinstance(offer, Crossing):  # pressed twice, or opened again by who has used it
        return Reply(_panel(asked))
    if offer is None:
        return Reply(_said(asked, asked.say("crossing-spent", minutes=_MINUTES)))
    if offer.own:
        return Reply(_said(asked, asked.say("crossing-own")))
    if offer.empty:
        return Reply(_said(asked, asked.say("crossing-nothing-comes")))
    if asked.words[1:] == (YES,):
        return _crossed(asked, offer)
    return Reply(_offered(asked, offer))


def used(language: Language, channel: str) -> Answer:
    """Return what who made a link is told once it was used on a channel."""
    return _told(
        language, "crossing-used", channel, Button(say(language, "button-crossing-undo"), f"{CONTINUE} {UNDO}")
    )


def undone_elsewhere(language: Language, channel: str) -> Answer:
    """Return what one end of a crossing is told once the other end, on a channel, has undone it."""
    return _told(language, "crossing-undone-elsewhere", channel)


def _told(language: Language, message: str, channel: str, *buttons: Button) -> Answer:
    said = paragraph(say(language, message, place=say(language, "crossing-place", channel=channel), days=_DAYS))
    return Answer(say(language, "crossing-title"), (said,), rows([*buttons], 1), command=CONTINUE)


def _panel(asked: Personal) -> Answer:
    """Show what it is for, what crossed last, and what can be done about it."""
    lead = asked.say("crossing-about", places=_places(asked), days=_DAYS) if asked.known.ways else ""
    told = [each for each in (lead or asked.say("crossing-nowhere"), _last(asked)) if each]
    make = [Button(asked.say("button-crossing-link"), f"{CONTINUE} {LINK}")] if asked.known.ways else []
    undo = [Button(asked.say("button-crossing-undo"), f"{CONTINUE} {UNDO}")] if asked.known.crossing else []
    return Answer(asked.say("crossing-title"), tuple(map(paragraph, told)), rows(make + undo, 1))


def _places(asked: Personal) -> str:
    return asked.joined(_place(asked, each) for each in asked.known.ways)


def _place(asked: Personal, channel: str) -> str:
    return asked.say("crossing-place", channel=channel)


def _last(asked: Personal) -> str:
    """Return what crossed last, while it can be undone."""
    last = asked.known.crossing
    if last is None:
        return ""
    message = "crossing-came" if last.came else "crossing-went"
    place, at, until = _place(asked, last.channel), _clock(asked, last.at), _clock(asked, last.until)
    return asked.say(message, place=place, at=at, until=until, count=last.answers)


def _clock(asked: Personal, at: dt.datetime) -> str:
    """Return an instant on the reader's clock."""
    subscription = asked.known.subscription
    zone = subscription.weekly.zone if subscription else asked.zone
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _linked(asked: Personal) -> Reply:
    """Make a link for each way there is; all have the same key, of which the first that is opened makes use."""
    known = asked.known
    if not known.ways:
        return Reply(_panel(asked))
    if not (known.chances or known.rulings or known.follows or known.appeals or known.subscription):
        doors = rows([Button(asked.say("door-checkin"), "/checkin")], 1)
        return Reply(Answer(asked.say("crossing-title"), (paragraph(asked.say("crossing-nothing")),), doors))
    lead = paragraph(asked.say("crossing-link", minutes=_MINUTES))
    ways = (paragraph(f"{_place(asked, channel)}\n", Span(way, url=way)) for channel, way in known.ways.items())
    copy = (
        ClientAction(asked.say("button-copy", what=_place(asked, channel)), "copy", way)
        for channel, way in known.ways.items()
    )
    shown = replace(_said(asked, ""), blocks=(lead, *ways), actions=tuple(copy))
    return Reply(shown, MakePass(known.key))


def _undone(asked: Personal) -> Reply:
    last = asked.known.crossing
    if last is None:
        return Reply(_said(asked, asked.say("crossing-no-undo", days=_DAYS)))
    message = "crossing-undone-came" if last.came else "crossing-undone-went"
    return Reply(_said(asked, asked.say(message, place=_place(asked, last.channel))), CrossBack())


def _said(asked: Personal, told: str) -> Answer:
    back = rows([Button(asked.say("name-continue"), CONTINUE)], 1)
    return Answer(asked.say("crossing-title"), (paragraph(told),), back)


def _offered(asked: Personal, offer: Offer) -> Answer:
    """Show what would come, and what of it there is here already."""
    lead = asked.say("crossing-offer", place=_place(asked, offer.channel))
    brings = paragraph("\n".join((lead, *_brought(asked, offer))))
    warning = paragraph(asked.say("crossing-warning", days=_DAYS))
    yes = Button(asked.say("button-cross"), f"/cross {asked.words[0]} {YES}", style="success")
    return Answer(
        asked.say("crossing-title"), (brings, warning), rows([yes, Button(asked.say("button-cross-no"), "/start")], 1)
    )


def _brought(asked: Personal, offer: Offer) -> list[str]:
    here, comes = asked.known.subscription, offer.subscription
    lines = [asked.say("crossing-answers", count=offer.answers)] if offer.answers else []
    lines += [asked.say("crossing-twice", count=offer.twice)] if offer.twice else []
    lines += [asked.say("crossing-follows", count=offer.follows)] if offer.follows else []
    lines += [asked.say("crossing-appeals", count=offer.appeals)] if offer.appeals else []
    if comes:
        lines.append(asked.say("crossing-weekly", when=schedule_in_words(asked, comes.weekly)))
    if comes and here:
        goes_on = here.paused and not comes.paused
        lines.append(asked.say("crossing-weekly-comes" if goes_on else "crossing-weekly-stays"))
    return lines


def _crossed(asked: Personal, offer: Offer) -> Reply:
    doors = [
        Button(asked.say("name-scores"), "/scores"),
        Button(asked.say("name-checkin"), "/checkin"),
        Button(asked.say("button-crossing-undo"), f"{CONTINUE} {UNDO}"),
    ]
    told = asked.say("crossed", count=offer.answers, place=_place(asked, offer.channel), days=_DAYS)
    return Reply(Answer(asked.say("crossing-title"), (paragraph(told),), rows(doors, 1)), Cross(asked.words[0]))
