"""What stands on the pages: the same records as in the chat, whole, in every language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.pages import Page, Publication
from bot.pages.chart import STEP, chart
from bot.pages.corrections import corrections
from bot.pages.impersonal import asking, unpaged
from bot.pages.paging import A_PAGE
from bot.words import LANGUAGES, say
from tests.conftest import TODAY

Shown = Callable[..., Page]


@pytest.fixture
def shown(shipped: Edition) -> Shown:
    publication = Publication(shipped, TODAY)

    def show(address: str, language: Language = "en", **query: str) -> Page:
        place = publication.place(address)
        assert place
        return publication.page(language, place, query)

    return show


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forecast_is_whole(shown: Shown, shipped: Edition, language: Language) -> None:
    record = shipped.by_ref["ten-hypotheses/support-first"].record
    page = shown("predictions/ten-hypotheses/support-first", language)
    assert record.verdict and record.resolution
    assert page.title == record.statement.in_(language)
    assert page.shown.verdict.because == record.verdict.because.in_(language)
    assert [each.url for each in page.shown.verdict.evidence] != []
    assert {each.url for each in page.shown.verdict.evidence} == {each.url for each in record.verdict.evidence}
    assert page.shown.verdict.rule and len(page.shown.before) == len(record.verdict.earlier)
    assert len(page.shown.rules) == len(record.resolution.earlier)
    assert record.resolution.question.in_(language) in dict(page.shown.rule.parts).values()


def test_a_page_of_an_observation_is_its_answer(shown: Shown, shipped: Edition) -> None:
    name = next(iter(shipped.observed))
    assert shown(f"predictions/{name}").layout == "answer"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_colon_of_an_observation_leads_to_its_own_title(shown: Shown, shipped: Edition, language: Language) -> None:
    page = shown(f"predictions/{next(iter(shipped.observed))}", language)
    first, *others = page.sections[0].blocks[0].spans
    assert not first.text.endswith((":", "：", "\n")) and others[0].text.startswith("\n")


def test_what_happened_is_told_in_the_order_of_time(shown: Shown, shipped: Edition) -> None:
    for name in shipped.by_ref:
        days = [each.on for each in shown(f"predictions/{name}").shown.history]
        assert [day[:4] for day in days] == sorted(day[:4] for day in days)


@pytest.mark.parametrize("of", ["verdict", "rule"])
def test_a_correction_leads_to_what_it_corrects_on_the_page_of_its_forecast(
    shown: Shown, shipped: Edition, of: str
) -> None:
    found = [each for each in corrections(asking(shipped, TODAY, "en")) if each.anchor.startswith(of)]
    for each in found:
        whole = shown(each.row.address).shown
        number = int(each.anchor.removeprefix(f"{of}-"))
        if of == "verdict":
            assert whole.before[-number].because == each.before
        else:
            assert each.before in dict(whole.rules[-number].parts).values()
    assert found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_in_words_is_told_document_by_document_and_nothing_is_left_out(
    shown: Shown, shipped: Edition, language: Language
) -> None:
    page = shown("timeline/2024", language)
    whole = unpaged(asking(shipped, TODAY, language), "/timeline 2024")
    first, *parts = page.sections
    assert not first.title and first.blocks
    assert len({each.anchor for each in parts}) == len(parts) > 3 and all(each.title for each in parts)
    assert parts[-1].title == say(language, "timeline-lasting")
    items = [block for block in whole.blocks if block.kind == "item"]
    assert [block for each in page.sections for block in each.blocks if block.kind == "item"] == items
    assert sum(each.count for each in page.sections) == len(items)
    assert any(each.folded for each in parts)


def test_the_first_page_opens_with_verdicts_what_is_due_next_and_a_question(shown: Shown) -> None:
    home = shown("").shown
    assert len(home.ruled) == 3 and all(each.reason for each in home.ruled)
    assert [each.until for each in home.due] == sorted(each.until for each in home.due)
    assert home.question.state in ("open", "due")
    assert sum(each.count for each in home.counts) == home.forecasts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_tells_reasons_in_whole_clauses(shown: Shown, shipped: Edition, language: Language) -> None:
    for each in shown("", language).shown.ruled:
        verdict = shipped.by_ref[each.ref].record.verdict
        assert verdict and verdict.because.in_(language).startswith(each.reason[:-1])
        assert each.reason.endswith((".", "。", "！", "？"))


@pytest.mark.parametrize(
    "address", ["advice/engineers", "debates/jobs-first", "sectors/music", "briefings/how-long-hot"]
)
def test_no_part_of_a_page_is_called_as_the_page_is(shown: Shown, address: str) -> None:
    page = shown(address)
    assert page.title not in [each.title for each in page.sections]


def test_pages_of_an_empty_kind_say_so(small: Edition) -> None:
    publication = Publication(small, TODAY)
    for place in publication.places():
        page = publication.page("zh", place, {})
        assert page.title and page.description, place


def test_no_mark_of_the_timeline_covers_another(shipped: Edition) -> None:
    for query in ({}, {"from": "2024", "to": "2024"}, {"sector": "customer-service"}, {"source": "ten-hypotheses"}):
        drawn = chart(asking(shipped, TODAY, "en"), query)
        spots = [(mark.x, mark.y) for lane in drawn.lanes for mark in lane.marks]
        assert len(set(spots)) == len(spots) == drawn.count > 0
        assert all(lane.top < mark.y < lane.top + lane.tall for lane in drawn.lanes for mark in lane.marks)
        years = {each.name: each for each in drawn.years}
        for lane in drawn.lanes:
            for mark in lane.marks:
                if mark.address.startswith("timeline/") and (year := years.get(mark.address.removeprefix("timeline/"))):
                    assert year.left - STEP <= mark.x <= year.right + STEP


def test_the_timeline_shows_the_years_its_address_names(shipped: Edition) -> None:
    drawn = chart(asking(shipped, TODAY, "en"), {"from": "2025", "to": "2024"})
    assert (drawn.first, drawn.last) == (2024, 2025) and [each.name for each in drawn.years] == ["2024", "2025"]
    assert drawn.address == "timeline?from=2024&to=2025" and drawn.today is None
    assert chart(asking(shipped, TODAY, "en"), {"from": "x", "to": "99999"}).address


def test_descriptions_fit_a_line(shipped: Edition) -> None:
    publication = Publication(shipped, TODAY)
    for place in publication.places():
        described = publication.page("en", place, {}).description
        assert 0 < len(described) <= 401 and "\n" not in described, place


@pytest.mark.parametrize(
    ("address", "query", "understood"),
    [
        ("predictions", {"state": "xq7", "sort": "xq7", "page": "0", "q": "xq7", "from": "2030"}, {}),
        ("predictions", {"sector": "客服", "sort": "ruled"}, {"sector": "customer-service"}),
        ("predictions", {"leaning": "held", "sort": "-until"}, {"leaning": "held", "sort": "-until"}),
        ("predictions", {"page": "2"}, {"page": "2"}),
        ("predictions", {"page": "1"}, {}),
        ("timeline", {"from": "2030", "to": "20301", "state": "open", "page": "2"}, {"from": "2030"}),
        ("search", {"q": "a  b", "state": "open"}, {"q": "a b"}),
        ("about", {"q": "a", "state": "open"}, {}),
        ("sectors/customer-service", {"page": "2", "state": "open"}, {"page": "2"}),
        ("sectors/customer-service", {"page": "99"}, {}),
        ("corrections/rule", {"page": "2", "state": "open"}, {"page": "2"}),
        ("corrections", {"page": "2"}, {}),
        ("glossary", {"page": "2"}, {}),
    ],
)
def test_of_the_fields_of_an_address_only_what_is_understood_counts(
    shipped: Edition, address: str, query: dict[str, str], understood: dict[str, str]
) -> None:
    publication = Publication(shipped, TODAY)
    place = publication.place(address)
    assert place and publication.understood(place, query) == understood
    again, before = (publication.page("en", place, each) for each in (understood, query))
    assert again == before and publication.understood(place, understood) == understood


def test_a_page_behind_the_last_is_the_last(shipped: Edition) -> None:
    publication = Publication(shipped, TODAY)
    place = publication.place("predictions")
    last = -(-len(shipped.predictions) // A_PAGE)
    assert place and publication.understood(place, {"page": "99999"}) == {"page": str(last)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("怎么订阅每周", "/subscribe"),
        ("how do I subscribe", "/subscribe"),
        ("how do I stop", "/unsubscribe"),
        ("which forecasts failed", "/predictions failed"),
        ("律师会不会失业", "/sector legal"),
        ("customer", ""),
        ("xq7", ""),
    ],
)
def test_a_search_offers_what_the_chat_would_understand(
    shown: Shown, language: Language, words: str, command: str
) -> None:
    first = shown("search", language, q=words).sections[0].blocks[0]
    assert [span.command for span in first.spans if span.command] == ([command] if command else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forecast_that_is_meant_is_offered_in_its_own_words(
    shown: Shown, shipped: Edition, language: Language
) -> None:
    first = shown("search", language, q="电力比GPU更紧缺").sections[0].blocks[0]
    [said] = [span.text for span in first.spans if span.command]
    assert said == shipped.by_ref["ten-hypotheses/power-scarcer-than-gpus"].record.statement.in_(language)
