"""One question by itself, as who comes by a link to it is asked: nothing is told of which way it leans before."""

from __future__ import annotations

import pytest

from bot.answers import Answer, answer, link
from bot.answers.asked import LEANS
from bot.answers.deep_links import linked
from bot.content.briefing import Language
from bot.content.edition import Edition, ref, state
from bot.content.reviews import LEANINGS, current
from bot.people.readers import CHANCES, RULINGS, Known
from bot.words import LANGUAGES, say
from tests.conftest import TODAY
from tests.support.asking import asking

languages = pytest.mark.parametrize("language", LANGUAGES)


def ask(
    command: str, edition: Edition, language: Language = "en", known: Known | None = None, *, shared: bool = False
) -> Answer:
    return answer(command, asking(edition, language, TODAY, known=known, shared=shared)).answer


def told(shown: Answer) -> str:
    return "\n".join([shown.title, *("".join(span.text for span in block.spans) for block in shown.blocks)])


def commands(shown: Answer) -> list[str]:
    return [button.command for row in shown.buttons for button in row]


def waiting(edition: Edition) -> list[str]:
    return [name for name, each in edition.by_ref.items() if state(each.record, TODAY) in ("open", "due")]


@languages
def test_a_question_is_answered_before_anything_is_told_of_which_way_it_leans(
    edition: Edition, language: Language
) -> None:
    leaning = 0
    for name in waiting(edition):
        record, shown = edition.by_ref[name].record, ask(f"/question {name}", edition, language)
        values = RULINGS if state(record, TODAY) == "due" else CHANCES
        assert commands(shown) == [*(f"/vote {name} {value}" for value in values), f"/prediction {name}"]
        assert record.statement.in_(language) in told(shown) and record.rule.question.in_(language) in told(shown)
        words = [*LEANS.values(), *(say(language, f"leans-{each}") for each in LEANINGS)]
        assert not [word for word in words if word in told(shown).replace(record.rule.question.in_(language), "")]
        if stands := current(record):
            leaning += 1
            assert say(language, f"leans-{stands.leans}") in told(ask(f"/prediction {name}", edition, language))
            assert stands.because.in_(language) not in told(shown)
    assert leaning


@languages
def test_who_has_answered_is_told_all(edition: Edition, language: Language) -> None:
    name = waiting(edition)[0]
    known = Known(chances={name: "80"}, rulings={name: "yes"})
    for command in (f"/question {name}", f"/vote {name}"):
        assert ask(command, edition, language, known) == ask(f"/prediction {name}", edition, language, known)


def test_what_is_decided_was_only_seen_or_is_not_there_is_no_question(edition: Edition) -> None:
    decided = next(name for name, each in edition.by_ref.items() if each.record.verdict)
    for name in (decided, next(iter(edition.observed)), "no-such/thing", ""):
        assert ask(f"/question {name}", edition) == ask(f"/prediction {name}", edition)


def test_a_group_is_asked_as_one(edition: Edition) -> None:
    name = waiting(edition)[0]
    known = Known(chances={name: "80"}, rulings={name: "yes"})
    assert ask(f"/question {name}", edition, known=known, shared=True) == ask(f"/question {name}", edition, shared=True)


def test_a_link_asks_every_question(edition: Edition) -> None:
    for each in edition.predictions:
        command = f"/question {ref(each)}"
        assert linked(link(command)) == command
