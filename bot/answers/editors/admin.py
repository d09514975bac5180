"""/admin: the deliveries of the last week, the live edition and its editors, for editors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from bot.answers.answer import Answer, Button, Reply, item, paragraph, rows
from bot.answers.asked import Asked
from bot.content.briefing import Language
from bot.content.drafts import LookAfter, Reloads
from bot.people.readers import Figures
from bot.words import say


def admin(asked: Asked) -> Reply:
    """Show the week's deliveries, who was left out, who edits ([rest]: send to the rest, [dismiss NAME]: an editor)."""
    dismissed = " ".join(asked.words[1:]) if asked.words[:1] == ("dismiss",) else ""
    return Reply(
        Answer(asked.say("admin-title"), (paragraph(asked.say("no-desk")),)),
        LookAfter(asked.words == ("rest",), dismissed),
    )


def resent(asked: Asked, count: int) -> Answer:
    """Say that what failed or stayed in doubt is queued again."""
    again = [Button(asked.say("admin-again"), "/admin")]
    return Answer(asked.say("admin-title"), (paragraph(asked.say("admin-resent", count=count)),), rows(again, 1))


def deliveries_page(asked: Asked, figures: Figures, reloads: Reloads | None, editors: Iterable[str]) -> Answer:
    """Show how deliveries stand, who was left out and why, since when the edition is live, and who edits."""
    counts = figures.counts
    lines = delivered(asked, counts)
    left_out = [
        item(f"{reader.signature} · {asked.say(f'delivery-{state}')} · {reason}")
        for reader, state, reason in figures.left_out
    ]
    edition = asked.say("admin-edition", digest=asked.edition.digest)
    files = f"\n{asked.say('admin-reloads', good=_at(reloads.good), tried=_at(reloads.tried))}" if reloads else ""
    named = asked.joined(editors)
    editing = [paragraph(asked.say("admin-editors", names=named))] if named else []
    deliveries = paragraph("\n".join(lines) or asked.say("admin-nothing"))
    blocks = (deliveries, *left_out, paragraph(edition, files), *editing)
    rest = [Button(asked.say("admin-rest"), "/admin rest")] if counts.keys() & {"failed", "doubt"} else []
    return Answer(asked.say("admin-title"), blocks, rows([*rest, Button(asked.say("admin-again"), "/admin")], 1))


def delivered(asked: Asked, counts: Mapping[str, int]) -> list[str]:
    """Return how many deliveries are in which state, one line each."""
    return [
        asked.say("delivery-line", state=asked.say(f"delivery-{state}"), count=str(count))
        for state, count in sorted(counts.items())
    ]


def _at(instant: dt.datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC"


def alarm(language: Language, channel: str) -> Answer:
    """Tell that a channel rests after too many failures."""
    buttons = [Button(say(language, "admin-title"), "/admin")]
    return Answer(
        say(language, "name"), (paragraph(say(language, "alarm", channel=channel)),), rows(buttons, 1), command="/admin"
    )
