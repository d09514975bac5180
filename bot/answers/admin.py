"""/admin: how the deliveries of the last week stand, for editors."""

from __future__ import annotations

from bot.answers.answer import Answer, Button, Reply, SendToTheRest, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.words import say
from bot.briefing import Language


def admin(asked: Asked) -> Reply:
    """Show the figures of the last week's deliveries and who was left out; send to the rest ([rest])."""
    figures = asked.known.figures
    counts = figures.counts if figures else {}
    if asked.words == ("rest",):
        count = counts.get("failed", 0) + counts.get("doubt", 0)
        return Reply(
            Answer(asked.say("admin-title"), (paragraph(asked.say("admin-resent", count=count)),)), SendToTheRest()
        )
    lines = [f"{asked.say(f'delivery-{state}')}: {count}" for state, count in sorted(counts.items())]
    left_out = [
        item(f"{reader.signature} · {asked.say(f'delivery-{state}')} · {reason}")
        for reader, state, reason in (figures.left_out if figures else ())
    ]
    blocks = (paragraph("\n".join(lines) or asked.say("admin-nothing")), *left_out)
    rest = [Button(asked.say("admin-rest"), "/admin rest")] if counts.keys() & {"failed", "doubt"} else []
    return Reply(Answer(asked.say("admin-title"), blocks, rows([*rest, Button(asked.say("admin-again"), "/admin")], 1)))


def alarm(language: Language, channel: str) -> Answer:
    """Tell that a channel rests after too many failures."""
    buttons = [Button(say(language, "admin-title"), "/admin")]
    return Answer(
        say(language, "name"), (paragraph(say(language, "alarm", channel=channel)),), rows(buttons, 1), command="/admin"
    )
