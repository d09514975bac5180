"""Teams of authors: those who wrote the same documents share one track record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bot import scores
from bot.answers import as_of
from bot.answers.asked import Asked
from bot.content.briefing import Name
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Forecast
from bot.scores import Track


@dataclass(frozen=True, slots=True, eq=False)
class Team:
    """Authors who wrote the same documents. There is one of each team in an edition."""

    authors: tuple[Name, ...]
    documents: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name by which readers ask for their record alone."""
        return self.documents[0] if len(self.documents) == 1 else self.authors[0].zh

    def names(self, asked: Asked) -> str:
        """Return who they are."""
        return asked.joined(author.as_name_in(asked.language) for author in self.authors)

    def called(self, asked: Asked) -> str:
        """Return what readers know them by: the short name of their one document, else their own names."""
        if len(self.documents) > 1:
            return self.names(asked)
        return asked.short(asked.edition.card(asked.edition.by_slug[self.documents[0]]))

    def titles(self, asked: Asked) -> str:
        """Return what they wrote, by its short names, and when."""
        cards = (asked.edition.card(asked.edition.by_slug[slug]) for slug in self.documents)
        return " · ".join(as_of.named(asked, card) for card in cards)


def records(edition: Edition, forecasts: Iterable[Forecast], today: dt.date) -> dict[Team, Track]:
    """Return the track record of each team, fairly sorted."""
    of = _teams(edition)

    def by(forecast: Forecast) -> Iterable[Team]:
        return dict.fromkeys(of[author.zh] for author in forecast.card.authors)

    return scores.tracks_by(forecasts, by, today)


def teams(edition: Edition) -> Iterable[Team]:
    """Return all teams, each once."""
    return dict.fromkeys(_teams(edition).values())


@kept_with_edition
def _teams(edition: Edition) -> dict[str, Team]:
    """Return the team of each author, by their Chinese name."""
    authors: dict[str, Name] = {}
    wrote: dict[str, tuple[str, ...]] = {}
    for slug, briefing in edition.by_slug.items():
        for author in edition.card(briefing).authors:
            authors.setdefault(author.zh, author)
            wrote[author.zh] = (*wrote.get(author.zh, ()), slug)
    together: dict[tuple[str, ...], list[Name]] = {}
    for name, documents in wrote.items():
        together.setdefault(documents, []).append(authors[name])
    found = [Team(tuple(names), documents) for documents, names in together.items()]
    return {author.zh: team for team in found for author in team.authors}
