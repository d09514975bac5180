"""Decides once for all channels: who asks, what they may, and what follows when a chat joins or leaves.

Channels know the app, the desk and the state by nothing else than what is named here.
"""

from bot.answers.limits import EVERYWHERE, Limits
from bot.answers.table import Menu, Once
from bot.app import Message
from bot.desk.upload import LARGEST_PARCEL, MOST_FILES
from bot.reception.commands import (
    completed,
    concerns_all,
    foremost,
    harmless,
    in_place,
    known,
    link,
    menu,
    of_editors,
    once,
    pressed_here,
    sets_language,
)
from bot.reception.conversation import AT_ONCE, Conversations
from bot.reception.reception import AdminsUnknown, IsAdmin, Membership, Reception
from bot.state import StateError, Totals

__all__ = [
    "AT_ONCE",
    "EVERYWHERE",
    "LARGEST_PARCEL",
    "MOST_FILES",
    "AdminsUnknown",
    "Conversations",
    "IsAdmin",
    "Limits",
    "Membership",
    "Menu",
    "Message",
    "Once",
    "Reception",
    "StateError",
    "Totals",
    "completed",
    "concerns_all",
    "foremost",
    "harmless",
    "in_place",
    "known",
    "link",
    "menu",
    "of_editors",
    "once",
    "pressed_here",
    "sets_language",
]
