"""/privacy, /mydata and /forget: what is stored of a reader, in words and as a file, and its deletion."""

from __future__ import annotations

from bot.answers.answer import Answer, Button, Reply, paragraph, rows
from bot.answers.asked import Asked, Personal
from bot.answers.outcomes import FEWEST_MEMBERS
from bot.people.changes import Forget, HandOver


def privacy(asked: Asked) -> Answer:
    """Tell what is stored, what for, and how to have it deleted."""
    buttons = rows([Button(asked.say("name-mydata"), "/mydata"), Button(asked.say("button-forget"), "/forget")], 1)
    kept = ("privacy", "privacy-subscribed", *(("privacy-editor",) if asked.editor else ()))
    told = (*kept, "privacy-gone", "privacy-not")
    blocks = tuple(paragraph(asked.say(each, few=FEWEST_MEMBERS)) for each in told)
    return Answer(asked.say("privacy-title"), blocks, buttons)


def mydata(asked: Asked) -> Reply:
    """Hand over all that is stored of the reader, as a JSON file."""
    if asked.shared:
        return Reply(in_private(asked, "mydata-title", "/mydata"))
    buttons = rows([Button(asked.say("name-privacy"), "/privacy"), Button(asked.say("button-forget"), "/forget")], 1)
    return Reply(Answer(asked.say("mydata-title"), (paragraph(asked.say("mydata")),), buttons), HandOver())


def forget(asked: Personal) -> Reply:
    """Delete everything of the reader, once they have confirmed it ([yes])."""
    if asked.shared:
        return Reply(in_private(asked, "forget-title", "/forget"))
    if asked.words == ("yes",):
        door = rows([Button(asked.say("door-browse"), "/briefings")], 1)
        told = (paragraph(asked.say("forgotten")),)
        return Reply(Answer(asked.say("forget-title"), told, door, forgets=True), Forget())
    buttons = rows(
        [
            Button(asked.say("button-forget-yes"), "/forget yes", style="danger"),
            Button(asked.say("button-forget-no"), "/privacy"),
        ],
        1,
    )
    sure = [asked.say("forget-sure"), *_elsewhere(asked)]
    return Reply(Answer(asked.say("forget-title"), tuple(map(paragraph, sure)), buttons))


def _elsewhere(asked: Personal) -> list[str]:
    """Return what is not deleted here: what went to another channel lately."""
    last = asked.known.crossing
    if last is None or last.came:
        return []
    return [asked.say("crossing-forget", place=asked.say("crossing-place", channel=last.channel))]


def in_private(asked: Asked, title: str, command: str) -> Answer:
    """Say in a shared chat where to ask for what is the person's own; to who pressed a button, to them alone."""
    said = asked.say("in-private", command=command)
    return Answer(asked.say(title), (paragraph(said),), toast=said)
