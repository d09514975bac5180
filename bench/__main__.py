"""The command: `python -m bench [NAME [SIZE…]]…`, all of them where none is named; sizes are of the one before."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import takewhile
from typing import Final

from bench import (
    answers,
    appeals,
    budget,
    check,
    cluster,
    connections,
    contents,
    cut,
    damage,
    databases,
    deliveries,
    drafts,
    fairness,
    going_live,
    growth,
    hostile,
    lengths,
    machines,
    pages,
    peers,
    pictures,
    questions,
    replies,
    scale,
    search,
    start,
    taps,
    votes,
    webhook,
    zones,
)
from bench.measuring import Row, gathered, table
from bot.cli import terminal

BENCHES: Final[dict[str, Callable[..., Iterable[Row]]]] = {
    "answers": answers.rows,
    "appeals": appeals.rows,
    "start": start.rows,
    "check": check.rows,
    "damage": damage.rows,
    "hostile": hostile.rows,
    "drafts": drafts.rows,
    "search": search.rows,
    "lengths": lengths.rows,
    "pages": pages.rows,
    "questions": questions.rows,
    "replies": replies.rows,
    "webhook": webhook.rows,
    "deliveries": deliveries.rows,
    "budget": budget.rows,
    "fairness": fairness.rows,
    "growth": growth.rows,
    "contents": contents.rows,
    "live": going_live.rows,
    "votes": votes.rows,
    "pictures": pictures.rows,
    "connections": connections.rows,
    "scale": scale.rows,
    "zones": zones.rows,
    "machines": machines.rows,
    "cluster": cluster.rows,
    "taps": taps.rows,
    "cut": cut.rows,
    "databases": databases.rows,
    "peers": peers.rows,
}


def main(words: list[str]) -> int:
    """Measure what is named and print one table; 2 where a name is unknown."""
    names = [word for word in words if not word.isdigit()]
    if unknown := [name for name in names if name not in BENCHES]:
        print(f"bench: {unknown[0]} is not one of {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    rows = [Row("processors", str(os.cpu_count())), Row("load before", f"{os.getloadavg()[0]:.1f}")]
    for name in names or BENCHES:
        sizes = map(int, takewhile(str.isdigit, words[words.index(name) + 1 :])) if names else ()
        # In a process of its own, so that none measures what another one left in memory.
        alone = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        with terminal.under_way(f"measuring {name}"), alone as process:
            rows += [Row("", ""), Row(name.upper(), ""), *process.submit(gathered, BENCHES[name], *sizes).result()]
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
