"""Deliver a number of check-ins in a process of its own: `python -m bench.peers.full URL COUNT IN_FLIGHT`.

Prints the seconds it took and those of the processor, after some that warm it up.
"""

from __future__ import annotations

import json
import sys
from typing import Final

from bench import deliveries
from bench.peers.installed import ROOT
from bot import desk

WARM: Final = 100


def main(url: str, count: int, in_flight: int) -> None:
    """Deliver."""
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    deliveries.measured(deliveries.full(edition, url, WARM, in_flight))
    found = deliveries.measured(deliveries.full(edition, url, count, in_flight))
    print(json.dumps([count / found.messages, count * found.processor]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
