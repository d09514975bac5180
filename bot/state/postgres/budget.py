"""What several processes may send as one bot: each takes appointments, stretches of time that are its alone.

A count of what was sent in a second would let twice as much pass where two seconds meet, and a bucket that fills again
whatever it holds more. Of a line that grows at its end by the time each message needs, nobody gets more than the pace,
whoever dies or stands still: what they had taken passes by.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

from bot.people.schedule import LONGEST_WAIT
from bot.state.sql.connection import Connection
from bot.state.sql.errors import answering
from bot.state.values import Stretch

AHEAD: Final = dt.timedelta(seconds=1)
"""How far what is taken may reach ahead before nobody is given more."""
OVER: Final = 3 * AHEAD
"""After how long all is over that was taken by now, at the slowest pace too."""
NEVER: Final = 5 * AHEAD
"""How far what is taken never reaches, unless the clock was set back: then the line begins anew once all is over."""
_UTC: Final = """to_char(clock_timestamp() at time zone 'UTC' + ?, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
_TAKE: Final = (
    "insert into budgets as held (sender, taken_until) select ?, clock_timestamp() + ?"
    " where not exists (select 1 from pauses where channel = split_part(?, ':', 1) and chat = '*'"
    f" and until > {_UTC} and until <= {_UTC})"
    " on conflict (sender) do update set taken_until ="
    " least(greatest(held.taken_until, clock_timestamp()), clock_timestamp() + ?) + ?"
    " where held.taken_until < clock_timestamp() + ? or held.taken_until > clock_timestamp() + ?"
    " returning extract(epoch from taken_until - ?)::float8, extract(epoch from clock_timestamp())::float8"
)


@answering
class SharedBudget:
    """Hands out the time of bots, one stretch after the other, by the clock of the database."""

    def __init__(self, store: Connection) -> None:
        self._store = store

    async def take(self, sender: str, messages: int, pace: float) -> Stretch | None:
        """Take the time that so many messages need at a pace, behind all that was taken before; see the protocol."""
        time = dt.timedelta(microseconds=math.ceil(messages / pace * 1e6))
        pauses = sender, dt.timedelta(), LONGEST_WAIT
        values = (sender, time, *pauses, OVER, time, AHEAD, NEVER, time)
        row = self._store.connection.execute(_TAKE, values).fetchone()
        return Stretch(*row) if row else None
