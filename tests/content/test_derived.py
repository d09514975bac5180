"""What is made of each briefing: once, for every edition that has it."""

from __future__ import annotations

from dataclasses import replace

from bot.content.briefing import Briefing, Card
from bot.content.derived import kept_with_briefings
from bot.content.edition import Edition


def test_what_is_made_of_a_briefing_goes_into_the_next_edition_that_has_it(edition: Edition) -> None:
    made: list[str] = []

    @kept_with_briefings
    def titles(briefing: Briefing, card: Card, mark: str) -> str:
        made.append(briefing.briefing)
        return f"{mark} {card.title.en} {len(briefing.predictions)}"

    before = {**titles(edition, "·")}
    first, *others = edition.briefings
    edited = replace(edition, briefings=(first.model_copy(update={"predictions": ()}), *others))
    made.clear()
    assert titles(edited, "·") == before | {first.briefing: f"· {edition.card(first).title.en} 0"}
    assert made == [first.briefing]
    made.clear()
    assert titles(edited, "!").keys() == before.keys()
    assert len(made) == len(edition.briefings)


def test_a_briefing_whose_card_was_edited_is_made_anew(edition: Edition) -> None:
    @kept_with_briefings
    def notes(briefing: Briefing, card: Card) -> int:
        return len(card.notes)

    before = {**notes(edition)}
    slug = edition.briefings[0].briefing
    card = edition.card(edition.briefings[0])
    without = card.model_copy(update={"notes": ()})
    assert notes(replace(edition, cards={**edition.cards, card.source: without})) == before | {slug: 0}
