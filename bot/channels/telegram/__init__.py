"""Telegram: updates → messages, answers → HTML and keyboards, long polling, the bot's own profile."""

import os
import sys

# Without this, the library warns at every flood limit that retry_after will become a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "1")

# The library loads httpx, which we do not send by, and httpx its program for terminals: 3 MB. None is: not to be had.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
