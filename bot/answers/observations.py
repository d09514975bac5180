"""Shows what an author saw and did not foretell: where it is said, what became of it, on which evidence."""

from __future__ import annotations

from bot.answers import as_of, citations
from bot.answers.answer import Answer, Block, Button, bold, italic, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.verdicts import evidence_blocks
from bot.content.edition import Observed, ref


def observation(asked: Asked, seen: Observed, *lead: str) -> Answer:
    """Return all that is known of an observation, which nobody is asked about; `lead` is said first."""
    record = seen.record
    since = [paragraph(asked.say("since-then", what=asked.text(record.since)))] if record.since else []
    blocks = [
        *map(paragraph, lead),
        _saw(asked, seen),
        *since,
        *evidence_blocks(asked, record.evidence),
        paragraph(italic(asked.say("observation-how"))),
        citations.whereabouts(asked, seen),
    ]
    fields = [Button(asked.text(asked.edition.sectors[each].name), f"/sector {each}") for each in record.sectors]
    document = Button(asked.title(seen.card), f"/briefing {seen.briefing.briefing}")
    title = f"👁 {asked.say('kind-observation')}"
    return Answer(title, tuple(blocks), rows([document, *fields], 1), command=f"/prediction {ref(seen)}")


def _saw(asked: Asked, seen: Observed) -> Block:
    """Return what an author saw, as of that day, and in which paragraphs it stands."""
    source = f"{asked.short(seen.card)} {seen.card.published}"
    facts = (asked.authors(seen.card), source, asked.at(seen.record.at))
    when = asked.say("wrote-then", when=as_of.when(asked, seen.card), text="\n")
    return paragraph(when, bold(asked.text(seen.record.what)), italic("\n" + " · ".join(facts)))
