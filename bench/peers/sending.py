"""Full deliveries — claimed, composed, rendered, sent, recorded in a file — against peers that send a ready text."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from bench import deliveries
from bench.measuring import Row, ratio
from bench.peers.installed import ROOT, Peer, environment
from bench.receiving import receiving
from bench.senders import Rate
from bot import desk
from bot.channels.telegram import render

OURS: Final = "full delivery"
IN_FLIGHT: Final = (1, 8, 64)
WANTED: Final = {1: 1.0, 8: 2.5, 64: 2.5}
"""How many times the processor time of a full delivery Telegraf's bare send is to take, by messages in flight."""
FASTEST: Final = "telegraf"


def rows(peers: list[Peer], rounds: int, count: int) -> Iterator[Row]:
    """Yield for each number of messages in flight what one costs everybody, and the ratios."""
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    with receiving() as url:
        answer = asyncio.run(deliveries.warm(edition, url))
    keyboard = render.plain_keyboard(answer)
    message: dict[str, object] = {
        "text": render.as_html(answer),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    message |= {"reply_markup": keyboard}
    echoes = {"text": message["text"], "reply_markup": keyboard}
    with receiving(echoes=echoes) as url:
        for in_flight in IN_FLIGHT:
            yield from _compared(peers, url, message, rounds, count, in_flight)


def _compared(peers: list[Peer], url: str, message: object, rounds: int, count: int, in_flight: int) -> Iterator[Row]:
    rates = defaultdict[str, list[Rate]](list)
    ours = (sys.executable, "-m", "bench.peers.full", url, str(count), str(in_flight))
    for _ in range(rounds):
        rates[OURS].append(_run(ours, count, b""))
        for peer in peers:
            rates[peer.name].append(_run(peer.sends(url, count, in_flight), count, json.dumps(message).encode()))
    for name, found in rates.items():
        yield Row(
            f"{name}, {in_flight} in flight",
            f"{min(each.processor for each in found) * 1e6:6,.0f} µs {median(each.messages for each in found):6,.0f}/s",
        )
    for peer in peers:
        pairs = [(theirs.processor, mine.processor) for mine, theirs in zip(rates[OURS], rates[peer.name], strict=True)]
        wanted = WANTED[in_flight] if peer.name == FASTEST else None
        yield ratio(f"  {peer.name} bare / {OURS}, {in_flight} in flight, processor", pairs, least=wanted)


def _run(command: Sequence[str], count: int, given: bytes) -> Rate:
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, cwd=ROOT, env=environment(), check=True)
    seconds, processor = json.loads(done.stdout.splitlines()[-1])
    return Rate(count / seconds, processor / count)
