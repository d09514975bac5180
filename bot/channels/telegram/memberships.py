"""Our own place in chats, as Telegram's updates tell it: where we came to, what we may do there, new ids of groups."""

from __future__ import annotations

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.telegram.asking import as_reader, client_language
from bot.content.briefing import Language
from bot.people.readers import Reader
from bot.reception import Membership

_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


def moved_chat(update: Update) -> tuple[Reader, Reader] | None:
    """Return the old and the new id of a group that became a supergroup; either of two messages may tell it."""
    if (message := update.message) is None:
        return None
    if message.migrate_to_chat_id:
        return as_reader(message.chat.id), as_reader(message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return as_reader(message.migrate_from_chat_id), as_reader(message.chat.id)
    return None


def membership(update: Update, otherwise: Language) -> Membership | None:
    """Return what an update says of our own place in a chat; a topic that is opened again is one too."""
    if (opened := update.message) and opened.forum_topic_reopened and opened.from_user:
        reader, person = as_reader(opened.chat.id), opened.from_user
        return Membership(reader, True, True, False, as_reader(person.id), client_language(person, otherwise))
    if (changed := update.my_chat_member) is None:
        return None
    within, before = map(_within, (changed.new_chat_member, changed.old_chat_member))
    group = changed.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
    invited = group and within and not before
    person = changed.from_user
    return Membership(
        as_reader(changed.chat.id),
        within,
        _writes(changed.new_chat_member),
        invited,
        as_reader(person.id),
        client_language(person, otherwise),
    )


def _writes(own: ChatMember) -> bool:
    """Tell whether our place in a chat lets us write there."""
    if isinstance(own, ChatMemberRestricted):
        return own.can_send_messages
    return not (isinstance(own, ChatMemberAdministrator) and own.can_post_messages is False)  # asked for in channels


def _within(member: ChatMember) -> bool:
    """Tell whether a member is in the chat; one whom admins restrict may have left it."""
    return member.is_member if isinstance(member, ChatMemberRestricted) else member.status not in _OUT
