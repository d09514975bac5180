"""The state: the protocols by which the program asks for it, its values, and `StateError`.

`sqlite/` answers. Nobody else knows a database: the others name protocols, values and errors of this package.
"""

from bot.state.contents import Contents, Manifest, Text, digest, manifest
from bot.state.editions import Editions
from bot.state.engine import Engine
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
    Inboxes,
    Readers,
    Received,
    State,
    Statistics,
    Subscriptions,
)
from bot.state.sending import Budget, Ledger, Notes
from bot.state.values import (
    EDITIONS_KEPT,
    Brought,
    Checkup,
    Closed,
    Delivery,
    KeptDraft,
    News,
    Requeued,
    Result,
    Sent,
    Stretch,
    Totals,
)

__all__ = [
    "EDITIONS_KEPT",
    "Answering",
    "Brought",
    "Budget",
    "Checkup",
    "Closed",
    "Contents",
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
    "News",
    "Notes",
    "Readers",
    "Received",
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
    "Stretch",
    "Subscriptions",
    "Text",
    "Totals",
    "Unusable",
    "digest",
    "manifest",
]
