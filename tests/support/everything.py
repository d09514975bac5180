"""A Bot API server that brings updates of every shape, whole and damaged, and what the bot sent that it must not."""

from __future__ import annotations

import random
from typing import Any, Final

from tests.support.any_update import NUMBERLESS, may_be_answered, update
from tests.support.botapi import BotAPI

DAMAGED: Final = 0.4
"""The share of updates that are damaged."""
AT_ONCE: Final = 1_000
"""Updates that wait for the bot at most."""


class Everything(BotAPI):
    """Brings also what nobody asked for, and beside it what has no number."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._chance = random.Random(seed)
        self._may = set[str]()

    def _kept(self) -> list[dict[str, Any]]:
        return self._updates

    async def _getUpdates(self, form: dict[str, str]) -> list[dict[str, Any]]:
        found = await super()._getUpdates(form)
        return [self._chance.choice(NUMBERLESS), *found] if found else found

    async def bring(self, many: int, first: int = 1) -> None:
        """Bring so many updates, as fast as the bot takes them, and wait until it has taken all."""
        for number in range(first, first + many):
            made = update(number, self._chance, damaged=self._chance.random() < DAMAGED)
            self._may.add(str(may_be_answered(made)))
            await self.update(**made)
            if number % AT_ONCE == 0:
                await self.handled()
        await self.handled()

    @property
    def sent(self) -> list[tuple[str, dict[str, str]]]:
        """All that went to some chat."""
        return [(method, form) for method, form in self.calls if "chat_id" in form]

    def wrong(self, *others: int) -> list[tuple[str, dict[str, str]]]:
        """Return what was sent to where nobody asked; `others` asked too."""
        may = self._may | {str(each) for each in others}
        return [(method, form) for method, form in self.sent if form["chat_id"] not in may]
