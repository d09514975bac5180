"""The state: the protocols by which the program asks for it, its values, and `StateError`.

`sqlite/` answers. Nobody else knows a database: the others name protocols, values and errors of this package.
"""

from bot.state.editions import Editions
from bot.state.errors import (
    InUse,
    NewerState,
    StateBusy,
    StateError,
    StateFull,
    StateReadOnly,
    StateUnavailable,
    Unusable,
)
from bot.state.protocol import (
    Answering,
    Conversations,
    Editors,
    Engine,
    Inboxes,
    Ledger,
    Notes,
    Readers,
    State,
    Statistics,
    Subscriptions,
)
from bot.state.values import (
    EDITIONS_KEPT,
    Brought,
    Closed,
    Delivery,
    KeptDraft,
    Manifest,
    Requeued,
    Result,
    Sent,
    Totals,
    digest,
    manifest,
)

__all__ = [
    "EDITIONS_KEPT",
    "Answering",
    "Brought",
    "Closed",
    "Conversations",
    "Delivery",
    "Editions",
    "Editors",
    "Engine",
    "InUse",
    "Inboxes",
    "KeptDraft",
    "Ledger",
    "Manifest",
    "NewerState",
    "Notes",
    "Readers",
    "Requeued",
    "Result",
    "Sent",
    "State",
    "StateBusy",
    "StateError",
    "StateFull",
    "StateReadOnly",
    "StateUnavailable",
    "Statistics",
    "Subscriptions",
    "Totals",
    "Unusable",
    "digest",
    "manifest",
]
