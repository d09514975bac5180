"""Statistics for operators: numbers of deliveries and subscriptions, counted beside the loop.

Counting millions of rows takes seconds, so it is done in a thread, by a connection of its own that only reads.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection

from bot.people.readers import DELIVERY_STATES, Figures, Reader
from bot.state.sql.connection import Database, instant, text
from bot.state.sql.rows import or_none
from bot.state.values import Totals


def newest(db: Database, lacking: Collection[str] = ()) -> dt.datetime | None:
    """Return when the state was last written, as the ends of its tables tell; None for one never written.

    One that an earlier version left may be `lacking` some of them.
    """
    ends = {
        "votes": "select at from votes order by vote desc limit 1",
        "issues": "select at from issues order by issue desc limit 1",
        "editions": "select at from editions order by edition desc limit 1",
        "deliveries": "select slot from deliveries order by slot desc limit 1",
    }
    found = [row[0] for table, query in ends.items() if table not in lacking for row in db.execute(query)]
    return or_none(instant, max(found, default=None))


def figures(db: Database, since: dt.datetime, most: int = 20) -> Figures:
    """Return how the deliveries of slots since then stand, and the first of those left out."""
    counts: Counter[str] = Counter()
    query = "select state, count(*) from deliveries where slot >= ? group by state"
    for state, count in db.execute(query, (text(since),)):
        counts[state if state in DELIVERY_STATES else "unreadable"] += count
    query = (
        "select readers.channel, id, state, coalesce(error, '') from deliveries join readers using (reader)"
        " where slot >= ? and state in ('gone', 'muted', 'failed', 'doubt', 'missed') order by slot, delivery limit ?"
    )
    rows = db.execute(query, (text(since), most)).fetchall()
    return Figures(dict(counts), tuple((Reader(row[0], row[1]), row[2], row[3]) for row in rows))


def totals(db: Database, since: dt.datetime) -> Totals:
    """Count what the state holds, deliveries by their slots since then."""
    count = "select channel, state, count(*) from deliveries where slot >= ? group by channel, state"
    deliveries = {(channel, state): number for channel, state, number in db.execute(count, (text(since),))}
    waits = db.execute("select min(slot) from deliveries where state = 'queued'").fetchone()[0]
    count = (
        "select channel, coalesce(paused, 'running'), count(*) from subscriptions join readers using (reader)"
        " group by 1, 2"
    )
    subscriptions = {(channel, how): number for channel, how, number in db.execute(count)}
    (appeals,) = db.execute("select count(*) from appeals where decision is null").fetchone()
    return Totals(deliveries, or_none(instant, waits), subscriptions, appeals)
