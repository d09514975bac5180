"""Chat pages and answers as HTML, kept for what is shown again: rendering takes longer than all else of an answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

from bot.answers import Answer
from bot.channels.latest import Latest
from bot.channels.web import chat
from bot.content.briefing import Language
from bot.reception import Once

KEPT: Final = 64
"""Pages kept, some 20 kB each; as many answers alone."""

T = TypeVar("T")


class Shown:
    """Renders for the site at `base`, below `origin`. What is said alike looks alike, whoever is told it.

    All that a page holds of its reader is their token, which takes the place of a mark that nothing else can hold.
    """

    def __init__(self, origin: str, base: str) -> None:
        self._origin, self._base = origin, base
        self._mark = secrets.token_hex(32)
        self._pages, self._bubbles = _Kept[list[bytes]](), _Kept[str]()

    def page(
        self,
        language: Language,
        asked: str,
        answer: Answer,
        *,
        token: str,
        said: str,
        stands: frozenset[Once],
        editor: bool,
        refused: bool,
        page: str,
    ) -> bytes:
        """Return the chat page, as `chat.page` does."""

        def made() -> list[bytes]:
            html = chat.page(
                language,
                asked,
                answer,
                token=self._mark,
                said=said,
                stands=stands,
                editor=editor,
                refused=refused,
                page=page,
                origin=self._origin,
                base=self._base,
            )
            return html.encode().split(self._mark.encode())

        pieces = self._pages.of(answer, (language, asked, said, stands, editor, refused, page), made)
        return token.encode().join(pieces)

    def bubble(self, language: Language, answer: Answer, *, page: str) -> str:
        """Return one answer, as `chat.bubble` does."""
        return self._bubbles.of(
            answer, (language, page), lambda: chat.bubble(language, answer, page=page, base=self._base)
        )


class _Kept(Generic[T]):
    """What answers became. The very same is known at once; to compare another that says the same takes its time."""

    def __init__(self) -> None:
        self._same = Latest[tuple[int, Hashable], tuple[Answer, T]](KEPT)
        self._alike = Latest[tuple[Answer, Hashable], T](KEPT)

    def of(self, answer: Answer, more: Hashable, make: Callable[[], T]) -> T:
        if same := self._same.get((id(answer), more)):
            return same[1]
        found = self._alike.get((answer, more))
        if found is None:
            self._alike.put((answer, more), found := make())
        self._same.put((id(answer), more), (answer, found))  # with the answer itself, so that its id stays its own
        return found
