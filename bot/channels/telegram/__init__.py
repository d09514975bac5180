"""Telegram: updates → messages, answers → HTML and keyboards, long polling, the bot's own profile."""

import os

# Without this, the library warns at every flood limit that retry_after will become a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "1")
