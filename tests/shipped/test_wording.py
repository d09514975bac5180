"""The wording of the shipped texts: an author's day stands still, a forecast is not a remark, a term is explained."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from bot.content.briefing import Briefing, Debate, Text
from tests.conftest import shipped_edition
from tests.shipped.test_faithfulness import SENTENCES

EDITION = shipped_edition()
NOW_ZH = re.compile("目前|眼下|如今|现阶段|现在|今天|当前|未来五年|未来十年")
NOW_EN = re.compile(r"\b(nowadays|currently|today|at present|right now|at this stage|next (five|ten) years)\b", re.I)
BOLTED = re.compile("(?<!必)将(?!来|近|军)")
"""The future put into Chinese with 将, where a native says 会, or nothing."""
CALQUES = re.compile(r"large models?\b|value loop|business loop|levelling by technology|digital–real integration", re.I)

briefings = pytest.mark.parametrize("briefing", EDITION.briefings, ids=lambda briefing: briefing.briefing)


def own_words(briefing: Briefing) -> list[Text]:
    """Return what readers are told first: theses, fields, forecasts, observations, advice."""
    said = [
        briefing.thesis,
        *(view.says for view in briefing.sectors),
        *(prediction.statement for prediction in briefing.predictions),
        *(observation.what for observation in briefing.observations),
    ]
    return [*said, *chain.from_iterable((advice.do, advice.because) for advice in briefing.advice)]


@briefings
def test_what_a_source_says_of_a_field_does_not_call_its_day_now(briefing: Briefing) -> None:
    spoken = [briefing.thesis, *(view.says for view in briefing.sectors)]
    spoken += [prediction.statement for prediction in briefing.predictions]
    assert not [text.zh for text in spoken if NOW_ZH.search(text.zh)]
    assert not [text.en for text in spoken if NOW_EN.search(text.en)]


@pytest.mark.parametrize("debate", EDITION.debates, ids=lambda debate: debate.id)
def test_a_side_of_a_debate_does_not_call_its_day_now(debate: Debate) -> None:
    assert not [side.says.zh for side in debate.sides if NOW_ZH.search(side.says.zh)]
    assert not [side.says.en for side in debate.sides if NOW_EN.search(side.says.en)]


@briefings
def test_no_future_is_bolted_to_a_verb(briefing: Briefing) -> None:
    assert not [text.zh for text in own_words(briefing) if BOLTED.search(text.zh)]


@briefings
def test_no_english_is_word_for_word(briefing: Briefing) -> None:
    assert not [text.en for text in own_words(briefing) if CALQUES.search(text.en)]


@briefings
def test_what_an_author_saw_is_not_told_as_a_forecast(briefing: Briefing) -> None:
    """In English the tense tells: what was seen stands in the past."""
    assert not [seen.what.en for seen in briefing.observations if re.search(r"\b(will|shall)\b", seen.what.en)]


@pytest.mark.parametrize("word", ["坤年", "六艺", "MaaS", "RAG", "数实融合", "技术平权", "套壳", "昇腾", "MCN", "词元"])
def test_a_word_not_every_reader_knows_is_in_the_glossary(word: str) -> None:
    known = {name for each in EDITION.vocabulary.glossary for name in (each.term.zh, *each.aliases)}
    assert word in known


def test_what_became_of_an_observation_says_of_what_where_a_debate_tells_it() -> None:
    """There it follows what became of others: a pronoun at its head would point at one of those."""
    points = re.compile(r"(It|They|That|This|Not so|So|Still so)\b")
    for debate in EDITION.debates:
        for side in debate.sides:
            for name in side.cites:
                seen = EDITION.observed.get(EDITION.current(f"{side.briefing}/{name}"))
                since = seen.record.since if seen else None
                assert not (since and points.match(since.en)), (debate.id, name)


CORRECTED = "核电站"
"""What a source told and was not so: each statement that tells it is followed by what was."""


def test_what_was_not_so_is_corrected_wherever_it_is_told() -> None:
    told = [*((view.record.says, view.record.since) for view in EDITION.views)]
    told += ((event.record.what, event.record.since) for event in EDITION.events)
    told += ((seen.record.what, seen.record.since) for seen in EDITION.observations)
    found = [since for text, since in told if CORRECTED in text.zh]
    assert len(found) > 2 and all(found)


KNOWN_TO_ALL = "AI IT PC CEO CTO CIO CMO GDP APP FAQ PPT HR VC US UK EU MW GW HK IQ CPU IMF OECD"
NAMES = (
    "AFP AIA AIX ANT ASR ATS AWS BBC BCG BERT CBRE CNBC CNN CX DBRX DBT DEV EMI GEM GLM GPT GPTNB HHEM HRD IBM ICLR "
    "JAMA JD MIT NEEVA NVDA OKX PYMNTS SAP SAS SQL SWE TAL UPS WPP"
)
"""Names of companies, models, papers and events, which nobody needs to spell out."""
ABBREVIATION = re.compile(r"(?<![A-Za-z0-9.-])[A-Z]{2,7}(?=s?(?![A-Za-z0-9]))")


def test_an_abbreviation_is_explained_where_it_stands_or_in_the_glossary() -> None:
    """One in brackets explains itself, beside what it stands for; rules stand as they were published."""
    explained = {name for each in EDITION.vocabulary.glossary for name in (each.term.zh, each.term.en, *each.aliases)}
    spelt = {word for name in explained for word in ABBREVIATION.findall(name)}
    spelt |= {*KNOWN_TO_ALL.split(), *NAMES.split()}
    unknown: dict[str, str] = {}
    for path, text in SENTENCES:
        for words in (text.zh, text.en):
            aside = {
                each for found in re.findall(r"[(（][^()（）]*[)）]", words) for each in ABBREVIATION.findall(found)
            }
            for word in {*ABBREVIATION.findall(words)} - spelt - aside:
                if not re.search(r"resolution|earlier|publisher|naive", path):
                    unknown.setdefault(word, f"{path}: {words}")
    assert not unknown


def test_everything_in_the_glossary_is_used() -> None:
    """A door to an explanation stands where the word does: one that stands nowhere has no use."""
    told = "\n".join(
        text for briefing in EDITION.briefings for text in re.findall(r"[^\n]+", briefing.model_dump_json())
    )
    told += "\n".join(debate.model_dump_json() for debate in EDITION.debates)
    unused = [
        each.id
        for each in EDITION.vocabulary.glossary
        if not any(name in told for name in (each.term.zh, each.term.en, *each.aliases))
    ]
    assert not unused
