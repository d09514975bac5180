"""The shipped content, held to its word: every statement cited, forecasts told as forecasts, both languages whole."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

import pytest
from pydantic import BaseModel

from bot.answers.asked import MARKS
from bot.answers.items import event_item, prediction_item
from bot.content.briefing import Briefing, Debate, Language, Name, Prediction, Record, Text
from bot.content.edition import Statement, ref
from bot.content.periods import Paragraphs
from tests.conftest import TODAY, shipped_edition
from tests.support.asking import asking

EDITION = shipped_edition()
HAN = re.compile("[\u3400-\u9fff]")
ASIDE = re.compile(r"“[^”]*”|‘[^’]*’|[\u3400-\u9fff]+(?= \()|\([^()]*\)")
"""Where an English text may hold Chinese: quotations, glosses, and what is glossed in parentheses right after."""
TITLE = re.compile(r"《[^》]*》")
"""A title is spelt as its author spelt it."""

FORETELLS_ZH = re.compile("将|(?<![社机协])会(?![议计])|可能|可以|或许|也许|有望|未必|迟早|必将|始终要|一定能")
FORETELLS_EN = re.compile(r"\b(will|may|might|could|would|should|can|cannot|expected to|is to|are to)\b")

briefings = pytest.mark.parametrize("briefing", EDITION.briefings, ids=lambda briefing: briefing.briefing)
languages = pytest.mark.parametrize("language", ["zh", "en"])


def texts(record: Record, path: str = "") -> Iterator[tuple[str, Text]]:
    """Yield every text in two languages below a record, with its path."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        for number, each in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(each, Text):
                yield f"{path}{name}[{number}]", each
            elif isinstance(each, BaseModel):
                assert isinstance(each, Record)
                yield from texts(each, f"{path}{name}[{number}].")


ALL_TEXTS = [
    (f"{name}: {path}", text)
    for name, record in chain(
        ((briefing.briefing, briefing) for briefing in EDITION.briefings),
        ((debate.id, debate) for debate in EDITION.debates),
        ((card.source, card) for card in EDITION.cards.values()),
        (("vocabulary", EDITION.vocabulary),),
    )
    for path, text in texts(record)
]
PEOPLE = {author.zh for card in EDITION.cards.values() for author in card.authors}
SENTENCES = [(path, text) for path, text in ALL_TEXTS if not isinstance(text, Name)]


def test_the_texts_are_all_looked_at() -> None:
    assert len(SENTENCES) > 1_500
    kinds = {re.sub(r"\W.*", "", path.partition(": ")[2]) for path, _ in SENTENCES}
    assert kinds == {"thesis", "sectors", "timeline", "advice", "predictions", "observations", "figures", "caveats"} | {
        "question",
        "sides",
        "since",
        "notes",
        "glossary",
    }


@pytest.mark.parametrize("forecast", EDITION.predictions, ids=ref)
def test_a_prediction_reads_as_a_forecast(forecast: Statement[Prediction]) -> None:
    statement = forecast.record.statement
    assert FORETELLS_ZH.search(statement.zh), statement.zh
    assert FORETELLS_EN.search(statement.en), statement.en


@languages
def test_a_forecast_is_marked_wherever_it_stands_in_a_list(language: Language) -> None:
    asked = asking(EDITION, language, TODAY)
    for forecast in EDITION.predictions:
        assert prediction_item(asked, forecast).spans[0].text.startswith(tuple(MARKS.values()))
    for event in EDITION.events:
        mark = event_item(asked, event).spans[0].text.strip()
        assert mark == {"forecast": "🔮", "past": "📜"}[event.record.kind]


@briefings
def test_nothing_past_is_told_as_a_forecast_nor_the_future_as_past(briefing: Briefing) -> None:
    published = EDITION.card(briefing).published
    for event in briefing.timeline:
        if event.kind == "past":
            assert event.when.first <= published.last, event.what.zh
        else:
            assert event.when.last >= published.first, event.what.zh


@briefings
def test_a_window_opens_on_the_day_of_publication_or_says_why(briefing: Briefing) -> None:
    published = EDITION.card(briefing).published
    for prediction in briefing.predictions:
        opens = prediction.window.from_
        said = prediction.window.basis
        assert published.first <= opens <= published.last or str(opens.year) in said.zh + said.en, prediction.id


@briefings
def test_a_window_lies_after_the_forecast(briefing: Briefing) -> None:
    published = EDITION.card(briefing).published
    for prediction in briefing.predictions:
        assert prediction.window.until is None or prediction.window.until > published.first, prediction.id
        assert prediction.window.from_ >= published.first, prediction.id


@briefings
def test_every_citation_lies_within_the_source(briefing: Briefing) -> None:
    card = EDITION.card(briefing)
    assert len(card.fingerprints) == card.paragraphs
    for path, citation in briefing.citations():
        assert citation, path
        assert all(1 <= cited.first <= cited.last <= card.paragraphs for cited in citation), path


@briefings
def test_citations_are_written_in_order_and_once(briefing: Briefing) -> None:
    for path, citation in briefing.citations():
        assert all(before.last < after.first for before, after in pairwise(citation)), path


@briefings
def test_the_thesis_is_cited(briefing: Briefing) -> None:
    assert briefing.thesis.at


@briefings
def test_some_claims_are_core_and_most_are_not(briefing: Briefing) -> None:
    weights = Counter(prediction.weight for prediction in briefing.predictions)
    assert 0.1 <= weights["core"] / len(briefing.predictions) <= 0.6


@briefings
def test_a_briefing_has_every_section(briefing: Briefing) -> None:
    assert briefing.sectors and briefing.timeline and briefing.advice
    assert briefing.predictions and briefing.figures and briefing.caveats


@briefings
def test_a_verdict_is_ruled_after_its_window_or_its_reason_came(briefing: Briefing) -> None:
    for prediction in briefing.predictions:
        if prediction.verdict:
            assert EDITION.card(briefing).published.first < prediction.verdict.on


def test_every_field_and_every_audience_is_used() -> None:
    assert {view.record.sector for view in EDITION.views} == set(EDITION.sectors)
    assert {advice.record.audience for advice in EDITION.advice} == set(EDITION.audiences)


def test_no_two_things_share_a_name() -> None:
    for vocabulary in (EDITION.vocabulary.sectors, EDITION.vocabulary.audiences):
        owners: dict[str, str] = {}
        for term in vocabulary:
            for name in {term.id, term.name.zh, term.name.en, *term.aliases}:
                assert owners.setdefault(name.casefold(), term.id) == term.id, name


def test_no_two_predictions_say_the_same() -> None:
    for language in ("zh", "en"):
        statements = Counter(forecast.record.statement.in_(language) for forecast in EDITION.predictions)
        assert not [statement for statement, times in statements.items() if times > 1]


@pytest.mark.parametrize("debate", EDITION.debates, ids=lambda debate: debate.id)
def test_a_debate_is_between_two_sources_at_least(debate: Debate) -> None:
    assert len({EDITION.by_slug[side.briefing].source for side in debate.sides}) >= 2
    assert debate.relation


def test_every_source_takes_part_in_a_debate() -> None:
    assert {side.briefing for debate in EDITION.debates for side in debate.sides} == set(EDITION.by_slug)


def test_no_text_stands_untranslated() -> None:
    assert not [path for path, text in SENTENCES if text.zh == text.en]


def test_chinese_texts_are_chinese() -> None:
    assert not [(path, text.zh) for path, text in SENTENCES if not HAN.search(text.zh)]


def test_english_texts_are_english_but_for_names_and_quotations() -> None:
    for path, text in SENTENCES:
        bare = ASIDE.sub("", text.en)
        for name in sorted(PEOPLE, key=len, reverse=True):
            bare = bare.replace(name, "")
        assert not HAN.search(bare), (path, text.en)


@pytest.mark.parametrize("mark", [",", ";", "?", "!", ":"])
def test_chinese_texts_have_chinese_punctuation(mark: str) -> None:
    beside = re.compile(f"[\u3400-\u9fff]{re.escape(mark)}|{re.escape(mark)}[\u3400-\u9fff]")
    assert not [(path, text.zh) for path, text in SENTENCES if beside.search(TITLE.sub("", text.zh))]


def test_english_texts_have_english_punctuation() -> None:
    assert not [
        (path, text.en) for path, text in SENTENCES if re.search("[。，；：！？、（）《》]", ASIDE.sub("", text.en))
    ]


def test_a_statement_names_the_same_years_in_both_languages() -> None:
    years = re.compile(r"(?<!\d)20[2-9]\d(?!\d)")
    for forecast in EDITION.predictions:
        statement = forecast.record.statement
        assert set(years.findall(statement.en)) == set(years.findall(statement.zh)), ref(forecast)


YEAR = re.compile(r"(?<![\d,.$])20(?:1[5-9]|2\d)(?!\d|,\d)")


def years(text: str) -> set[str]:
    """Return the years a text names, written out: 2023–24 names two, and so does 24 年底 in Chinese."""
    spans = {f"20{last}" for last in re.findall(r"20[12]\d ?[/–—-] ?([12]\d)(?![\d-])", text)}
    short = {f"20{year}" for year in re.findall(r"(?<![\d/–—-])(2[1-9]) ?年", text)}
    return {*YEAR.findall(text)} | spans | short


def test_a_text_names_the_same_years_in_both_languages() -> None:
    """What is dated for readers of one language is dated for those of the other, in verdicts and standings too.

    Rules stand as they were published, and rulings of before as they were made.
    """
    told = [(path, text) for path, text in SENTENCES if not re.search(r"resolution|earlier|naive|publisher", path)]
    assert not [(path, text.zh, text.en) for path, text in told if years(text.zh) != years(text.en)]


@briefings
def test_a_forecast_in_the_timeline_is_no_remark_on_the_day(briefing: Briefing) -> None:
    """What rests on the paragraphs of observations alone was seen and not foreseen."""

    def paragraphs(cited: Iterable[Paragraphs]) -> set[int]:
        return {number for each in cited for number in range(each.first, each.last + 1)}

    foretold = paragraphs(each for prediction in briefing.predictions for each in prediction.at)
    seen = paragraphs(each for observation in briefing.observations for each in observation.at)
    forecasts = [event for event in briefing.timeline if event.kind == "forecast"]
    assert not [event.what.en for event in forecasts if (at := paragraphs(event.at)) & seen and not at & foretold]


def test_nothing_is_dated_after_today_but_forecasts() -> None:
    days: list[dt.date] = [event.record.when.first for event in EDITION.events if event.record.kind == "past"]
    assert max(days) <= TODAY
