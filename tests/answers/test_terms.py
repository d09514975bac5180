"""Words that not every reader knows: explained by /term, with doors to them from the pages that use them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answers import Answer, answer, link
from bot.answers.terms import MOST_TERMS, used_in
from bot.content.assembling import build_edition
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.content.texts import read_in
from bot.words import LANGUAGES, say
from tests.conftest import TODAY
from tests.support.asking import asking

languages = pytest.mark.parametrize("language", LANGUAGES)
GLOSSARY = "glossary:\n"
MORE = """glossary:
  - {id: ai, term: {zh: 人工智能, en: AI}, means: {zh: 会学的机器。, en: Machines that learn.}}
  - {id: shop, term: {zh: 店, en: shop}, means: {zh: 卖东西的地方。, en: Where things are sold.}}
  - {id: machine, term: {zh: 机器, en: machine}, means: {zh: 代人干活。, en: It works for people.}}
  - {id: vision, term: {zh: 机器视觉, en: machine vision}, means: {zh: 让机器看懂。, en: Machines that see.}}
"""


def ask(text: str, edition: Edition, language: Language = "en") -> Answer:
    return answer(text, asking(edition, language, TODAY)).answer


def told(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


def explained(shown: Answer) -> list[str]:
    return [each.command for row in shown.buttons for each in row if each.command.startswith("/term ")]


@languages
@pytest.mark.parametrize("called", ["levain", "老面", "LEVAIN", "面种", "sourdough starter"])
def test_a_term_is_explained_by_any_of_its_names(small: Edition, language: Language, called: str) -> None:
    shown = ask(f"/term {called}", small, language)
    record = small.glossary["levain"]
    assert shown.title == record.term.in_(language) and told(shown).startswith(record.means.in_(language))
    assert all(read_in(language, name) in told(shown) for name in ("面种", "sourdough starter"))
    assert shown == ask(f"/start {link('/term levain')}", small, language)


@languages
def test_all_terms_are_listed_with_what_they_mean(edition: Edition, language: Language) -> None:
    first = ask("/term", edition, language)
    assert first.title == say(language, "terms-title", count=len(edition.glossary))
    pages = [ask(f"/term p{number}", edition, language) for number in range(1, first.pages + 1)]
    listed = {block.command for page in pages for block in page.blocks}
    assert listed == {f"/term {each}" for each in edition.glossary}
    means = "\n".join(map(told, pages))
    assert all(each.means.in_(language) in means for each in edition.glossary.values())


def test_an_edition_without_terms_says_so(files: dict[str, bytes]) -> None:
    file = "briefings/vocabulary.yaml"
    edition = build_edition(files | {file: files[file].partition(GLOSSARY.encode())[0]})
    assert ask("/term", edition).title == "Terms" and told(ask("/term", edition)) == say("en", "nothing-here")
    assert explained(ask("/sector bakeries", edition)) == []


def test_a_term_nobody_explains_leads_to_the_nearest(small: Edition) -> None:
    shown = ask("/term levian", small)
    assert shown.title == say("en", "unknown-title") and explained(shown) == ["/term levain"]


def test_a_page_has_a_door_to_each_term_it_uses(changed: Callable[..., Edition]) -> None:
    edition = changed("briefings/machine-dough.yaml", ("用看面团的摄像头", "用看老面的摄像头"))
    shown = ask("/sector bakeries seen", edition, "zh")
    assert "老面" in told(shown) and explained(shown) == ["/term levain"]
    assert explained(ask("/sector bakeries views", edition, "zh")) == []


def test_words_are_found_whole_in_latin_letters_and_anywhere_in_chinese(changed: Callable[..., Edition]) -> None:
    edition = changed("briefings/vocabulary.yaml", (GLOSSARY, MORE))
    assert used_in(edition, "It said so again: the workshop's air.") == []
    assert used_in(edition, "An AI-made SHOP.") == ["ai", "shop"]
    assert used_in(edition, "开店以后用AI。") == ["shop", "ai"]


def test_the_longest_name_is_the_one_that_is_meant(changed: Callable[..., Edition]) -> None:
    edition = changed("briefings/vocabulary.yaml", (GLOSSARY, MORE))
    assert used_in(edition, "用机器视觉") == ["vision"]
    assert used_in(edition, "machine vision and a machine") == ["vision", "machine"]


def test_of_many_terms_a_page_explains_those_that_the_fewest_texts_use(changed: Callable[..., Edition]) -> None:
    edition = changed("briefings/vocabulary.yaml", (GLOSSARY, MORE))
    text = "The machine, the levain, AI and machine vision."
    assert used_in(edition, text) == ["levain", "ai", "vision"], "machines are everywhere in these texts"
    assert len(used_in(edition, text)) == MOST_TERMS


@languages
def test_shipped_terms_are_explained_where_they_are_used(edition: Edition, language: Language) -> None:
    assert "/term kun-year" in explained(ask("/briefing kun-year-of-llms", edition, language))
    assert explained(ask("/help", edition, language)) == [] == explained(ask("/settings", edition, language))


@languages
def test_help_leads_to_the_terms(edition: Edition, language: Language) -> None:
    shown = ask("/help", edition, language)
    assert "/term" in [span.command for block in shown.blocks for span in block.spans]


def test_an_acronym_is_not_found_in_a_name_that_spells_it_otherwise(edition: Edition) -> None:
    assert used_in(edition, "计算机视觉（CV）早于大模型") == ["cv", "llm"]
    assert used_in(edition, "Cv大法代码酱") == [] == used_in(edition, "a cv sent with the letter")
