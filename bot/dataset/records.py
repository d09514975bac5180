"""The records that leave: those of the files, each with what a program would else have to look up elsewhere.

Texts are in both languages, days as in the files; `url` leads to the page that people read. What is of the day alone,
such as `state`, is as of the day that the answer names.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.content import briefing as files
from bot.content.briefing import (
    Caveat,
    Certainty,
    Event,
    Figure,
    Glossed,
    Language,
    Naive,
    Name,
    Observation,
    Part,
    Record,
    Review,
    Rule,
    SectorView,
    ShortName,
    Standing,
    Text,
    Verdict,
    VerdictText,
    Weight,
    Window,
)
from bot.content.edition import State
from bot.content.prediction import Bearing, Leaning, Outcome, Rank
from bot.content.texts import NameOrWords
from bot.content.values import Address, At, Citation, Dated, Day, Reference, ShortWords, Slug, When

Relation = Literal["agreement", "conflict", "mixed"]
What = Literal["outcome", "reasons", "rule"]
Kind = Literal[
    "sector", "audience", "briefing", "prediction", "debate", "term", "view", "advice", "event", "observation",
    "figure", "caveat",
]  # fmt: skip


class Link(Record):
    """Where people read this, in each language."""

    zh: str
    zh_hant: str = Field(alias="zh-Hant")
    en: str

    def in_(self, language: Language) -> str:
        """Return the address of the page in a language."""
        return self.zh_hant if language == "zh-Hant" else self.en if language == "en" else self.zh


class Licence(Record):
    """On what terms the dataset may be used."""

    name: str
    url: Address
    covers: Text


class Source(Record):
    """Who said it, where and when: the document that a briefing summarises; `url` is where that can be read."""

    briefing: Slug
    title: Name
    short: ShortName | None = None
    authors: tuple[Name, ...]
    publisher: Name
    published: When
    url: Address | None = None


class RuleNow(Rule):
    """The rule that counts; `beforehand`: whether it was written before the window ended, where that is recorded."""

    beforehand: bool | None = None
    earlier: tuple[Rule, ...] = ()


class Prediction(Record):
    """One forecast: what was said, by whom and when, how it stands, by which rule it is decided, on which evidence.

    `at` are the paragraphs of the source that say so; `due` is the first day on which it can be ruled on; `standing` is
    how it looks while there is no verdict, `reviews` those before that, oldest first. `proposed` is a verdict that does
    not count yet: readers may object until the day in it.
    """

    id: Reference
    state: State
    statement: Text
    source: Source
    at: Citation
    window: Window
    due: Day | None = None
    certainty: Certainty
    weight: Weight
    claim: Slug | None = None
    was: tuple[Reference, ...] = ()
    sectors: tuple[Slug, ...]
    rule: RuleNow
    naive: Naive | None = None
    verdict: Verdict | None = None
    proposed: Verdict | None = None
    standing: Standing | None = None
    reviews: tuple[Review, ...] = ()
    pending: Text | None = None
    debates: tuple[Slug, ...] = ()
    url: Link


class Cited(Record):
    """A page that bears on a forecast: which way, by whom it was published, and when."""

    url: Address
    publisher: NameOrWords
    kind: Rank | None = None
    date: Dated
    bears: Bearing


class Brief(Record):
    """A forecast in short: who said it when and where, how it stands, by which question it is decided, on what pages.

    `ruled_on` is the day of the verdict; `proposed` is the outcome of one that only counts from a day on. `because` is
    the reason of the verdict, if only proposed, or else why it leans as it does.
    """

    id: Reference
    state: State
    statement: Text
    authors: tuple[Name, ...]
    said: When
    at: Citation
    until: Day | None = None
    due: Day | None = None
    rule: Text
    rule_written: Day | None = None
    rule_beforehand: bool | None = None
    ruled_on: Day | None = None
    proposed: Outcome | None = None
    counts_from: Day | None = None
    leans: Leaning | None = None
    looked_on: Day | None = None
    because: VerdictText | None = None
    evidence: tuple[Cited, ...] = ()
    url: Link


class Observed(Observation):
    """What an author saw and did not foresee; `since` is what became of it."""

    id: Reference
    source: Source
    url: Link


class Counts(Record):
    """How many forecasts stand how."""

    due: int
    open: int
    held: int
    partly: int
    failed: int
    unclear: int
    void: int
    proposed: int


class Briefing(Record):
    """One document, summarised: its essence, how its forecasts stand, what it says of fields, its figures and slips.

    `at` are the paragraphs the essence rests on; `since` is a correction, where a fact of the source turned out wrong.
    """

    id: Slug
    source: Source
    kind: Literal["article", "answer", "essay", "course", "repost"]
    language: Literal["zh", "en"]
    paragraphs: int
    thesis: Text
    at: tuple[At, ...] = ()
    since: Text | None = None
    counts: Counts
    predictions: tuple[Reference, ...]
    observations: tuple[Reference, ...] = ()
    views: tuple[SectorView, ...] = ()
    figures: tuple[Figure, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    outline: tuple[Part, ...] = ()
    notes: tuple[Text, ...] = ()
    url: Link


class View(SectorView):
    """What one source says of a field."""

    source: Source


class Sector(Record):
    """A field: what each source says of it, and how the forecasts about it stand."""

    id: Slug
    name: Name
    aliases: tuple[ShortWords, ...] = ()
    counts: Counts
    views: tuple[View, ...] = ()
    url: Link


class DatedEvent(Event):
    """Something a source dates or orders."""

    source: Source
    url: Link


class Advice(files.Advice):
    """What a source advises an audience to do, and why."""

    source: Source
    url: Link


class DebateSide(Record):
    """Where one source stands in a debate, and on which forecasts and observations it rests."""

    source: Source
    says: Text
    cites: tuple[Reference, ...] = ()
    at: tuple[At, ...] = ()


class Debate(Record):
    """A question on which sources agree or contradict each other; `since` is what became of it."""

    id: Slug
    question: Text
    relation: Relation | None = None
    since: Text | None = None
    sides: tuple[DebateSide, ...]
    url: Link


class Term(Glossed):
    """A word of the sources or of the trade, and what it means."""

    url: Link


class Correction(Record):
    """One thing that is said otherwise from a day on: how it was before, and how it is now."""

    id: str
    prediction: Reference
    on: Day
    what: What
    title: Text
    before: Text
    after: Text
    url: Link


class Found(Record):
    """Something that words find: of which kind, what it says, where and when that was said.

    A forecast comes with how it stands, its rule and its evidence.
    """

    kind: Kind
    text: Text
    source: Source | None = None
    at: tuple[At, ...] = ()
    prediction: Brief | None = None
    url: Link | None = None
