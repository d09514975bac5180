"""What would come of a draft, and what no draft may change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.content import erasures, rule_register
from bot.content.diff import Difference
from bot.content.drafts import Draft
from bot.content.edition import Edition


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft that would make an edition: what it was made on (None where that was none) and what would come of it."""

    draft: Draft
    before: Edition | None
    after: Edition
    changes: tuple[Difference, ...]


def hold(draft: Draft, before: Edition | None, after: Edition, now: dt.datetime) -> None:
    """Raise Declined where an edit would change when a rule was first published, or what was ruled.

    An undo brings back what was.
    """
    if before and draft.how == "published":
        rule_register.hold(before, after, rule_register.today(now))
        erasures.hold(before, after, rule_register.today(now))
