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
    Decided,
    Evidence,
    Lack,
    Leaning,
    Naive,
    Outcome,
    Prediction,
    Rank,
    Resolution,
    Review,
    Rule,
    Ruling,
    Standing,
    Verdict,
    Weight,
    Window,
)
from bot.content.texts import (
    Language,
    Name,
    NameOrWords,
    Record,
    RuleText,
    ShortName,
    Text,
    VerdictText,
    Written,
    read_in,
)
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
    "Decided",
    "Event",
    "Evidence",
    "Figure",
    "Glossed",
    "Lack",
    "Language",
    "Leaning",
    "Naive",
    "Name",
    "Observation",
    "Outcome",
    "Part",
    "Prediction",
    "Rank",
    "Record",
    "Register",
    "Registered",
    "Resolution",
    "Review",
    "Rule",
    "RuleText",
    "Ruling",
    "SectorView",
    "ShortName",
    "Side",
    "Stance",
    "Standing",
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
    """The essence of a source, with the paragraphs it rests on where an editor names them.

    Here and below, `since` is an editor's correction, where a fact of the source turned out wrong.
    """

    at: tuple[At, ...] = ()
    since: Text | None = None


class SectorView(Record):
    """A source's view of one sector: the stance and its statement."""

    sector: Slug
    stance: Stance
    says: Text
    at: Citation
    since: Text | None = None


class Event(Record):
    """Something a source dates or orders; `basis` tells why the time, where the source names none outright."""

    when: When
    kind: Literal["past", "forecast"]
    what: Text
    at: Citation
    basis: Text | None = None
    since: Text | None = None


class Advice(Record):
    """A source's advice to one audience."""

    audience: Slug
    do: Text
    because: Text
    at: Citation
    sectors: tuple[Slug, ...] = ()


class Observation(Record):
    """What an author saw and did not foresee: shown, never asked about, never scored.

    `since`: what became of it; `was`: the ids of predictions that it was taken for.
    """

    id: Slug
    was: tuple[Slug, ...] = ()
    what: Text
    since: Text | None = None
    sectors: Annotated[tuple[Slug, ...], Field(min_length=1)]
    at: Citation
    evidence: tuple[Evidence, ...] = ()


class Figure(Record):
    """A number of a source, as it writes it or in both languages; `note` where its own sum does not hold."""

    value: NameOrWords
    what: Text
    at: Citation
    note: Text | None = None

    def shown(self, language: Language) -> str:
        """Return the value as readers of a language see it."""
        return read_in(language, self.value) if isinstance(self.value, str) else self.value.in_(language)


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
    observations: tuple[Observation, ...] = ()
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
            "observations": self.observations,
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


class Glossed(Record):
    """A word of the sources or of the trade that not every reader knows, and what it means."""

    id: Slug
    term: Name
    means: Text
    aliases: tuple[ShortWords, ...] = ()


class Vocabulary(Record):
    """The fields and audiences all briefings share, and the words that need explaining."""

    sectors: tuple[Term, ...]
    audiences: tuple[Term, ...]
    glossary: tuple[Glossed, ...] = ()


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
    since: Text | None = None
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
    """Our record of a source: its facts, its outline and one fingerprint per paragraph; never its text.

    `short` is what lists and headings call it, where its title is long; `aliases` are what else people call it.
    """

    source: FileName
    file: FileName
    title: Name
    short: ShortName | None = None
    aliases: tuple[ShortWords, ...] = ()
    authors: Annotated[tuple[Name, ...], Field(min_length=1)]
    publisher: Name
    published: When
    reposted: Day | None = None
    url: Address | None = None
    kind: Literal["article", "answer", "essay", "course", "repost"]
    language: Written
    outline: tuple[Part, ...] = ()
    notes: tuple[Text, ...] = ()
    sha256: Sha256
    paragraphs: Annotated[int, Field(ge=1, strict=True)]
    fingerprints: tuple[Fingerprint, ...]
