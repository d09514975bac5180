"""`verify --history`: walks the chain of editions, and names the first thing that does not fit."""

from __future__ import annotations

from typing import Final

from bot.cli import terminal
from bot.cli.output import Failure, write
from bot.cli.state import engine, history, named
from bot.content.chain import Flaw, FlawKind
from bot.desk.history import History
from bot.settings import Settings

_SAID: Final[dict[FlawKind, str]] = {
    "order": "edition {number} stands where a later one belongs",
    "before": "edition {number} was sealed after another edition than the one now before it",
    "seal": "the seal of edition {number} is not the seal of what it names",
    "gone": "edition {number} is sealed, but what it held is gone",
    "unreadable": "what is kept of edition {number} cannot be read",
    "text": "{name} of edition {number} is not the text that was kept",
    "edition": "edition {number} is named {name}, which its files do not make",
    "goalpost": "edition {number}: the {name} is not the one that was sealed",
    "entry": "what is written of edition {number} is not what was sealed",
    "unsealed": "edition {number} has no seal",
    "head": "no edition has the seal {name}: the history is not the one it was taken from",
}


def verify_history(chosen: Settings, head: str) -> int:
    """Tell the first thing in the history that does not fit, or how long the chain is and its newest seal."""
    if not engine(chosen).exists():
        raise Failure(f"{named(chosen)} is not there, so no history to verify")
    with history(chosen) as kept, terminal.under_way("walking the chain of editions"):
        flaw, links = History(kept).first_flaw(head), kept.links()
    if flaw:
        raise Failure(told(flaw), code=1)
    if not links:
        write("no edition was live yet: there is nothing to verify\n")
        return 0
    held = next((f"; {each.seal} is the seal of edition {each.number}" for each in links if _is(each.seal, head)), "")
    write(f"{len(links)} editions, each fits the one before; the newest seal is {links[-1].seal}{held}\n")
    return 0


def _is(seal: str, head: str) -> bool:
    return bool(head) and seal.startswith(head)


def told(flaw: Flaw) -> str:
    """Return a flaw in words."""
    return _SAID[flaw.kind].format(number=flaw.number, name=flaw.name)
