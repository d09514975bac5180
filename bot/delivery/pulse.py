"""The pulse of deliveries, for operators."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pulse:
    """When what is due was last queued, None before the first time; how often each channel told us to wait.

    Where other processes look for what is due, and only they, it is `elsewhere`.
    """

    ticked: dt.datetime | None = None
    floods: Counter[str] = field(default_factory=Counter)
    elsewhere: bool = False
