"""/advice: what the sources advise each audience to do, and why."""

from __future__ import annotations

from collections import Counter

from bot.answers import names
from bot.answers.answer import Answer, Block, Button, heading, rows
from bot.answers.asked import Asked
from bot.answers.items import advice_item


def advice(asked: Asked) -> Answer:
    """Show all advice by audience, or that to one ([AUDIENCE])."""
    by_name = names.of_audiences(asked.edition)
    found = by_name.find(" ".join(asked.words)) if asked.words else ""
    if found is None:
        return names.unknown_name(asked, "audience", "/advice", by_name, "/advice")
    addressed = Counter(each.record.audience for each in asked.edition.advice)
    wanted = [found] if found else [audience for audience in asked.edition.audiences if addressed[audience]]
    blocks = [block for audience in wanted for block in _to(asked, audience, titled=not found)]
    title = asked.say("advice-for", audience=_name(asked, found)) if found else asked.say("advice-title")
    others = [audience for audience in asked.edition.audiences if addressed[audience] and audience != found]
    buttons = [Button(f"{_name(asked, each)} {addressed[each]}", f"/advice {each}") for each in others]
    return Answer(title, tuple(blocks), rows(buttons, 2), command=f"/advice {found}".rstrip())


def _name(asked: Asked, audience: str) -> str:
    return asked.text(asked.edition.audiences[audience].name)


def _to(asked: Asked, audience: str, *, titled: bool) -> list[Block]:
    items = [
        advice_item(asked, each, addressed=False) for each in asked.edition.advice if each.record.audience == audience
    ]
    return [heading(_name(asked, audience)), *items] if titled else items
