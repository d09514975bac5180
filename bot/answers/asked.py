"""The arguments of commands: `Asked` is the same for everybody, `Personal` is one reader's; and phrases they share."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Self

from bot.answers.limits import EVERYWHERE, Limits
from bot.content.briefing import Card, Language, Leaning, Name, Prediction, Text
from bot.content.edition import STATES, Edition, State, Statement, state
from bot.content.periods import Paragraphs
from bot.content.reviews import current
from bot.people.readers import Known
from bot.words import joined, say, written_as

MARKS: Final[dict[State, str]] = {
    "held": "✅",
    "partly": "🌓",
    "failed": "❌",
    "unclear": "❔",
    "void": "⚪",
    "open": "⏳",
    "due": "🔔",
    "proposed": "📝",
}

LEANS: Final[dict[Leaning, str]] = {"held": "↗️", "failed": "↘️", "mixed": "🔀", "too-early": "🌱"}
"""Marks of how open predictions stand, beside that of their state."""

_WITHIN: Final = {"zh": str.maketrans("《》", "〈〉"), "en": str.maketrans("“”", "‘’")}
"""Quotation marks of a title, as they are written inside those of `title`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that an answer may depend on which is the same for everybody who asks so that day: such answers are cached.

    The words behind the command; whether an `editor` asks; whether others see the answer too, in a `shared` chat; the
    `limits` of the channel it is asked on.
    """

    edition: Edition
    language: Language
    today: dt.date
    words: tuple[str, ...] = ()
    editor: bool = False
    shared: bool = False
    limits: Limits = EVERYWHERE

    def about(self, *words: str) -> Self:
        """Return the same question with other words."""
        return self if words == self.words else replace(self, words=words)

    def speaking(self, language: Language) -> Self:
        """Return the same question, answered in a language."""
        return replace(self, language=language)

    @property
    def to_read(self) -> Limits:
        """The limits for pages that are read at a glance."""
        return self.limits.to_read(self.language)

    def say(self, message: str, **args: str | int) -> str:
        """Return a message of the interface in the reader's language."""
        return say(self.language, message, **args)

    def joined(self, items: Iterable[str]) -> str:
        """Return several words as the reader's language lists them."""
        return joined(self.language, items)

    def text(self, text: Text) -> str:
        """Return an editor's text in the reader's language."""
        return text.in_(self.language)

    def mark(self, prediction: Prediction) -> str:
        """Return the mark of a prediction's state, and of which way it leans where somebody looked.

        Of a verdict that counts until another one, which is proposed, takes its place: also that.
        """
        now, standing = state(prediction, self.today), current(prediction)
        if prediction.proposal and now != "proposed":
            return MARKS[now] + MARKS["proposed"]
        return MARKS[now] + (LEANS[standing.leans] if standing else "")

    def stands(self, prediction: Prediction) -> str:
        """Return a prediction's state in words; of one with a proposed verdict alone, that."""
        now = state(prediction, self.today)
        return self.say(f"state-{now}") if now != "proposed" else self.proposed(prediction)

    def proposed(self, prediction: Prediction) -> str:
        """Return which verdict is proposed, in words; an empty text where none is."""
        proposal = prediction.proposal
        return self.say("row-proposed", state=self.say(f"state-{proposal.outcome}")) if proposal else ""

    def looks(self, prediction: Prediction) -> str:
        """Return, beside its state, what a prediction may come to; an empty text where that is not known.

        From which day on a proposed verdict counts, and which it is where another one counts; or which way it leans.
        """
        if proposal := prediction.proposal:
            overrules = [f"{MARKS['proposed']} {self.proposed(prediction)}"] if prediction.verdict else []
            return " · ".join([*overrules, self.say("counts-from", day=str(proposal.proposed))])
        standing = current(prediction)
        return self.leaning(standing.leans) if standing else ""

    def leans(self, leaning: Leaning) -> str:
        """Return which way a prediction leans, in words."""
        return self.say(f"leans-{leaning}")

    def leaning(self, leaning: Leaning) -> str:
        """Return which way a prediction leans, with the mark."""
        return f"{LEANS[leaning]} {self.leans(leaning)}"

    def title(self, card: Card) -> str:
        """Return a source's title, marked as one."""
        return self._titled(card.title)

    def short(self, card: Card) -> str:
        """Return what a source is called for short, marked as a title; its title where it has no short name."""
        return self._titled(card.short or card.title)

    def _titled(self, name: Name) -> str:
        return self.say("title", title=name.as_name_in(self.language).translate(_WITHIN[written_as(self.language)]))

    def authors(self, card: Card) -> str:
        """Return a source's authors."""
        return self.joined(author.as_name_in(self.language) for author in card.authors)

    def publisher(self, card: Card) -> str:
        """Return who published a source."""
        return card.publisher.as_name_in(self.language)

    def source(self, statement: Statement[Any]) -> str:
        """Return where a statement stands: title, date, paragraphs."""
        return f"{self.dated(statement.card)} · {self.at(statement.record.at)}"

    def dated(self, card: Card) -> str:
        """Return a source's title and date."""
        return f"{self.title(card)} {card.published}"

    def at(self, citation: Iterable[Paragraphs]) -> str:
        """Return the paragraphs of a citation."""
        return "¶" + ", ".join(str(each).replace("-", "–") for each in citation)

    def tally(self, predictions: Iterable[Prediction]) -> str:
        """Return how many predictions are in each state, with marks."""
        return self.counted(Counter(state(prediction, self.today) for prediction in predictions))

    def counted(self, counts: Counter[State]) -> str:
        """Return how many there are of each state, with marks."""
        return " · ".join(f"{MARKS[each]} {counts[each]}" for each in STATES if counts[each])


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal(Asked):
    """A question with all that is known of who asks it, and when; its answer is theirs and is never cached.

    Who `decides` may change what concerns the whole chat. `zone` is where a new reader is thought to live, `topic` the
    part of a forum the question came from. Of an `anonymous` one nobody can tell which person asks it.
    """

    now: dt.datetime
    known: Known = field(default_factory=Known)
    decides: bool = True
    zone: str = "Asia/Shanghai"
    topic: int | None = None
    anonymous: bool = False

    @property
    def impersonal(self) -> dict[str, Any]:
        """What anybody may ask alike: all that `Asked` is made of but the edition."""
        return {each: getattr(self, each) for each in _OF_EVERYBODY}

    def knowing(self, known: Known) -> Self:
        """Return the same question with more known of its reader."""
        return replace(self, known=known)

    def in_public(self) -> Self:
        """Return the same question as all who see its answer may: in a shared chat without what the person said."""
        return self.knowing(self.known.without_person()) if self.shared else self


_OF_EVERYBODY: Final = tuple(each.name for each in fields(Asked) if each.name != "edition")
