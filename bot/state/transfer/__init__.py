"""Readers as a file, taken to another state, such as that of a bot with a new token.

The file is text, one JSON object a line: a head with what was new when, a line for each reader, and an end by which
damage shows. It holds no token and no ids of messages, which mean nothing to another bot, and no keys of readers of the
page, only their digests; but it holds what readers answered.

Ids stay as they are. On Telegram a person has the same id with every bot, and a group or channel too; but a bot may
write to nobody who has not started it, and to no group it is not in. So the first check-in of such a reader is refused,
which pauses their subscription, and the first word to the new bot (/start, or adding it) resumes it.
"""

from bot.state.transfer.lines import BEGINNING, read, write
from bot.state.transfer.records import CARRIED, LIST_COLUMNS, VERSION

__all__ = ["BEGINNING", "CARRIED", "LIST_COLUMNS", "VERSION", "read", "write"]
