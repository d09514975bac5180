"""The records editors write, frozen: briefings, vocabulary, debates, source cards, the register of rules.

Together with `prediction`, which holds the records of predictions, this is the file format.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.content.periods import Paragraphs
from bot.content.prediction import (
    Bearing,
    Certainty,
    Evidence,
    Lack,
    Outcome,
    Prediction,
    Rank,
    Resolution,
    Rule,
    Ruling,
    Verdict,
    Weight,
    Window,
)
from bot.content.texts import Language, Name, Record, RuleText, Text, VerdictText
from bot.content.values import (
    Address,
    At,
    Citation,
    Day,
    FileName,
    Fingerprint,
    Reference,
    RuleDigest,
    Sha256,
    ShortWords,
    Slug,
    When,
)

__all__ = [
    "Advice",
    "Bearing",
    "Briefing",
    "Card",
    "Caveat",
    "Certainty",
    "Debate",
    "Debates",
    "Event",
    "Evidence",
    "Figure",
    "Lack",
    "Language",
    "Name",
    "Outcome",
    "Part",
    "Prediction",
    "Rank",
    "Record",
    "Register",
    "Registered",
    "Resolution",
    "Rule",
    "RuleText",
    "Ruling",
    "SectorView",
    "Side",
    "Stance",
    "Term",
    "Text",
    "Thesis",
    "Verdict",
    "VerdictText",
    "Vocabulary",
    "Weight",
    "Window",
]

Stance = Literal["benefits", "disrupted", "mixed", "unaffected", "not-yet"]


class Thesis(Text):
    """The essence of a source, with the paragraphs it rests on where an editor names them."""

    at: tuple[At, ...] = ()


class SectorView(Record):
    """A source's view of one sector: the stance and its statement."""

    sector: Slug
    stance: Stance
    says: Text
    at: Citation


class Event(Record):
    """Something a source dates or orders; `basis` tells why the time, where the source names none outright."""

    when: When
    kind: Literal["past", "forecast"]
    what: Text
    at: Citation
    basis: Text | None = None


class Advice(Record):
    """A source's advice to one audience."""

    audience: Slug
    do: Text
    because: Text
    at: Citation
    sectors: tuple[Slug, ...] = ()


class Figure(Record):
    """A number of a source, as it writes it; `note` where its own sum does not hold."""

    value: ShortWords
    what: Text
    at: Citation
    note: Text | None = None


class Caveat(Record):
    """A warning of the editor about the source."""

    note: Text
    at: Citation


class Briefing(Record):
    """One source, summarised by an editor."""

    briefing: Slug
    source: FileName
    thesis: Thesis
    sectors: tuple[SectorView, ...] = ()
    timeline: tuple[Event, ...] = ()
    advice: tuple[Advice, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    figures: tuple[Figure, ...] = ()
    caveats: tuple[Caveat, ...] = ()

    def citations(self) -> Iterator[tuple[tuple[str | int, ...], tuple[Paragraphs, ...]]]:
        """Yield every citation with its path in the file."""
        yield ("thesis", "at"), self.thesis.at
        sections: dict[str, tuple[Any, ...]] = {
            "sectors": self.sectors,
            "timeline": self.timeline,
            "advice": self.advice,
            "predictions": self.predictions,
            "figures": self.figures,
            "caveats": self.caveats,
        }
        for name, items in sections.items():
            for number, item in enumerate(items):
                yield (name, number, "at"), item.at


class Term(Record):
    """A field or an audience: its id, its names, and what else readers call it."""

    id: Slug
    name: Name
    aliases: tuple[ShortWords, ...] = ()


class Vocabulary(Record):
    """The fields and audiences all briefings share."""

    sectors: tuple[Term, ...]
    audiences: tuple[Term, ...]


class Side(Record):
    """Where one briefing stands in a debate: in words, by predictions (`cites`) or by paragraphs (`at`)."""

    briefing: Slug
    says: Text
    cites: tuple[Slug, ...] = ()
    at: tuple[At, ...] = ()


class Debate(Record):
    """A question on which sources agree or contradict each other."""

    id: Slug
    question: Text
    relation: Literal["agreement", "conflict", "mixed"] | None = None
    sides: Annotated[tuple[Side, ...], Field(min_length=2)]


class Debates(Record):
    """The file of debates."""

    debates: tuple[Debate, ...]


class Registered(Record):
    """A rule as it was first published: of which prediction, by its digest, on which day."""

    prediction: Reference
    rule: RuleDigest
    on: Day


class Register(Record):
    """The register of rules: a line for each wording of each rule, added and never changed."""

    rules: tuple[Registered, ...]


class Part(Record):
    """One part of a source's outline, titled in our words."""

    title: Name
    at: Citation


class Card(Record):
    """Our record of a source: its facts, its outline and one fingerprint per paragraph; never its text."""

    source: FileName
    file: FileName
    title: Name
    authors: Annotated[tuple[Name, ...], Field(min_length=1)]
    publisher: Name
    published: When
    reposted: Day | None = None
    url: Address | None = None
    kind: Literal["article", "answer", "essay", "course", "repost"]
    language: Language
    outline: tuple[Part, ...] = ()
    notes: tuple[Text, ...] = ()
    sha256: Sha256
    paragraphs: Annotated[int, Field(ge=1, strict=True)]
    fingerprints: tuple[Fingerprint, ...]
