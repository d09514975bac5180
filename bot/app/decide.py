"""Decides what a message is answered and what it changes: pure, by what was gathered; nothing is remembered here."""

from __future__ import annotations

from bot.answers import Reply, answer
from bot.answers.asked import Personal
from bot.app.messages import Message
from bot.content.drafts import DeskRequest, Propose


def decide(message: Message, asked: Personal) -> Reply:
    """Return the answer to a message, and what it changes; nothing where it was not sent on purpose."""
    reply = answer(message.text, asked, on_purpose=message.on_purpose)
    return reply if message.on_purpose else reply.harmless


def decide_for_desk(message: Message, asked: Personal) -> DeskRequest | Reply:
    """Return what a message asks of the editors' desk; the reply where it asks nothing of it."""
    if message.editor and message.files and message.on_purpose:
        return Propose(message.files)
    reply = decide(message, asked)
    return reply.change if isinstance(reply.change, DeskRequest) else reply
