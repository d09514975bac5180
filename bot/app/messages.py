"""A message: what a channel received, in the same words for every network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.answers.limits import EVERYWHERE, Limits
from bot.content.briefing import Language
from bot.people.readers import Reader, Receipt

_UNKEPT: Final = re.compile("[\0\ud800-\udfff]")
"""NUL, at which PostgreSQL takes a text to end; and halves of characters, which UTF-8 has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel received: in whose chat, what, in which language the client speaks, and which person asks.

    The person matters in groups: the group chose the language, but each member votes alone, and only who `decides`
    changes what concerns all; in a `shared` chat others see the answer. `shown` is the message a button was pressed
    under, `topic` the part of a forum, `files` what came with it, `zone` where the client says it is. What was not sent
    `on_purpose`, such as a link that somebody else made or a message that was passed on, changes nothing, whatever it
    says. Where readers cost nothing, the `network` they come by says how many may be new. The answer is to fit the
    `limits` of the channel. What is kept until it is handled has a `receipt`.
    """

    reader: Reader
    text: str
    language: Language
    editor: bool = False
    person: Reader | None = None
    decides: bool = True
    topic: int | None = None
    shown: str | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    zone: str = ""
    shared: bool = False
    on_purpose: bool = True
    network: str = ""
    limits: Limits = EVERYWHERE
    receipt: Receipt | None = None

    def __post_init__(self) -> None:
        """Leave out of the words what no database is sure to keep as it is; nobody sees that it is there."""
        if _UNKEPT.search(self.text):
            object.__setattr__(self, "text", _UNKEPT.sub("", self.text))

    @property
    def anonymous(self) -> bool:
        """Tell whether somebody writes in the name of a whole chat: what they say is no person's."""
        return self.shared and self.person is None

    @property
    def voter(self) -> Reader:
        """The person who asks: in a private chat the reader itself."""
        return self.person or self.reader
