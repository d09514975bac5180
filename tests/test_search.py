"""Full text in two languages: it finds what is there, puts what matters first, and nothing anybody types breaks it."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.answers import Answer, answer, carried_out
from bot.content.briefing import Language
from bot.content.edition import Edition, ref
from bot.search import LONGEST_QUERY, Index, normal
from bot.words import WRITTEN
from tests.conftest import TODAY
from tests.support.asking import asking

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+")

TEXTS = [
    "客服会被大模型取代",
    "电会比显卡更稀缺：电网、电站",
    "智能体将改变规则 AI agents change the rules",
    "RAG 与 C++ 程序员",
    "Call centres will shrink, says the café owner",
    "𠮷野家与《三体》，大吉𠮷",
    "İstanbul x\u0301y",
]
found = Index(TEXTS).find


def searched(question: str, language: Language, edition: Edition) -> Answer:
    return answer(
        question if question.startswith("/") else f"/search {question}", asking(edition, language, TODAY)
    ).answer


def first_doors(question: str, language: Language, edition: Edition) -> list[str]:
    """Return the commands of the first five results."""
    return [block.command for block in searched(question, language, edition).blocks if block.command][:5]


def reached(question: str, language: Language, edition: Edition) -> list[str]:
    """Return what a question comes to, and the commands of the first results for its words."""
    return [carried_out(question, asking(edition, language, TODAY)), *first_doors(question, language, edition)]


@pytest.mark.parametrize(
    ("query", "positions"),
    [
        ("客服", [0]),
        ("电", [1]),
        ("电网", [1]),
        ("智能体", [2]),
        ("ＡＩ", [2]),
        ("agent", [2]),
        ("AGENTS", [2]),
        ("RAG", [3]),
        ("rag 程序员", [3]),
        ("C++", [3]),
        ("cafe", [4]),
        ("CAFÉ", [4]),
        ("centre", [4]),
        ("三体", [5]),
        ("《三体》", [5]),
        ("𠮷", [5]),
        ("吉𠮷", [5]),
        ("İstanbul", [6]),
        ("istanbul", [6]),
        ("x\u0301y", [6]),
        ("将会有", []),
        ("xyzzy", []),
        ("", []),
        ("？！。", []),
        ("🔔", []),
    ],
)
def test_words_find_the_texts_that_hold_them(query: str, positions: list[int]) -> None:
    assert found(query, 10) == positions


@pytest.mark.parametrize(
    ("british", "american"),
    [
        *(("colour", "color"), ("labours", "labors"), ("favourite", "favorite"), ("behavioural", "behavioral")),
        *(("learnt", "learned"), ("spelt", "spelled"), ("burnt", "burned")),
        *(("data-centres", "data centers"), ("centred", "centered"), ("theatre", "theater")),
        *(("organisation", "organization"), ("organise", "organize"), ("analysing", "analyzing")),
        *(("customised", "customized"), ("programme", "program"), ("catalogues", "catalogs")),
        *(("defence", "defense"), ("practised", "practiced"), ("modelling", "modeling"), ("labelled", "labeled")),
        *(("artefacts", "artifacts"), ("judgement", "judgment"), ("sceptical", "skeptical"), ("ageing", "aging")),
    ],
)
def test_both_englishes_find_each_other(british: str, american: str) -> None:
    assert Index([f"the {british} here"]).find(american, 1) == Index([f"the {american} here"]).find(british, 1) == [0]


@pytest.mark.parametrize("words", ["horizon", "licensed", "programmer", "colorado", "modest", "prize", "signally"])
def test_what_is_spelt_alike_everywhere_is_found_by_how_it_begins(words: str) -> None:
    index = Index([words])
    assert all(index.find(words[:length], 1) == [0] for length in range(4, len(words) + 1))


def test_words_together_find_what_holds_them_all() -> None:
    assert found("大模型 客服", 10) == [0]
    assert found("agents rules", 10) == [2]


def test_characters_of_a_word_stand_together() -> None:
    assert Index(["电话与网站", "电网"]).find("电网", 10) == [1]


def test_a_question_finds_what_it_is_about_where_nothing_holds_it_whole() -> None:
    assert found("为什么客服会被机器人取代呢？", 10)[0] == 0
    assert found("What will agents do to the rules of games?", 10)[0] == 2


def test_a_question_that_one_text_holds_whole_finds_the_others_it_is_about(edition: Edition) -> None:
    assert len(searched("What about jobs?", "en", edition).blocks) == len(searched("jobs", "en", edition).blocks)


@pytest.mark.parametrize(
    ("words", "positions"), [("B100 降价 75%", [2, 0, 3]), ("B100降价75%", [2, 0, 3]), ("B100 cheaper 75%", [3, 0, 2])]
)
def test_where_few_texts_hold_all_words_of_a_search_those_that_hold_most_of_them_follow(
    words: str, positions: list[int]
) -> None:
    texts = ["B100 降本 75%", "别的 cheaper 降价", "降价：B100、75%", "75% cheaper by B100", *["其他 other"] * 60]
    assert Index(texts).find(words, 10) == positions


@pytest.mark.parametrize(
    "words", ["B100 降价 75%", "B100 Int4 降价", "B100 降价", "B100 cost cuts 75%", "B100 75% cheaper"]
)
def test_a_forecast_is_found_by_its_model_and_its_figure_and_another_word(words: str, edition: Edition) -> None:
    for language in WRITTEN:
        assert "/prediction ten-hypotheses/b100-int4-cut" in first_doors(words, language, edition)


def test_a_question_of_nothing_but_filler_finds_nothing() -> None:
    assert found("为什么会是这样的呢", 10) == []
    assert found("what would it be if", 10) == []


def test_what_is_given_first_comes_first() -> None:
    assert Index([f"大模型 {number}" for number in range(9)]).find("大模型", 4) == [0, 1, 2, 3]


def test_among_matches_that_are_nearly_as_good_what_is_given_first_comes_first() -> None:
    index = Index(["裁员与客服", "无关", "客服与裁员", *["其他"] * 20])
    assert index.find("客服裁员潮", 10) == [0, 2]


SYNTAX = [
    *("AND", "OR", "NOT", "NEAR", "NEAR(a b, 3)", "a AND", "OR b", "NOT NOT", "text:客服", "-text:a", "{text}:a"),
    *(
        "*",
        ":",
        "^",
        "(",
        ")",
        "()",
        '"',
        '""',
        '"a',
        "'",
        "';--",
        "a*",
        "^a",
        "客服*",
        '"客服" * "电"',
        "\\",
        "%",
        "_",
    ),
    *("\x00", "a\x00b", "\ud83d", "\udc00客服", "🔔👩‍💻", "\u202e客服", "\u200b", "a\u0301\u0301", "\ufeff", "﷽"),
    *("C++", "C#", "GPT-4.5/5", "10%—30%", "①②③", "½", "ß", "İstanbul", "ﬁne", "ー", "〇", "々"),
]


@pytest.mark.parametrize("query", SYNTAX, ids=ascii)
def test_no_syntax_is_anything_but_words(query: str) -> None:
    assert all(0 <= position < len(TEXTS) for position in found(query, 10))


@pytest.mark.parametrize("piece", ["客服", "a ", "a客", '"', "🔔", "agents AND ", "\udc00"], ids=ascii)
def test_a_hundred_kilobytes_are_a_question_too(piece: str, edition: Edition) -> None:
    assert searched(piece * (100_000 // len(piece)), "zh", edition).blocks


def test_of_a_pasted_page_the_beginning_counts() -> None:
    assert found("三体" + "。" * LONGEST_QUERY + "电网", 10) == [5]


@given(st.text())
def test_any_text_at_all_is_a_question(text: str) -> None:
    assert len(found(text, 3)) <= 3


@given(st.lists(st.sampled_from([*SYNTAX, "客服", "agents", " "]), max_size=8).map("".join))
def test_any_mixture_of_syntax_is_a_question(text: str) -> None:
    assert len(found(text, 3)) <= 3


@pytest.mark.exhaustive
@given(st.text(st.characters(codec="utf-16", exclude_categories=[])) | st.text(st.characters(categories=["Cs", "Lo"])))
@settings(max_examples=50)
def test_any_text_at_all_gets_an_answer(edition: Edition, text: str) -> None:
    reply = searched(text, "en", edition)
    assert reply.title and reply.blocks
    assert str(reply).encode()


chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
latin = st.text(st.sampled_from([chr(code) for code in range(0x24F) if LATIN.match(chr(code))]), min_size=1, max_size=9)
mixed = st.lists(chinese | latin | st.sampled_from([" ", "，", "。", "-", "/", "“", "🔔", "\n", "2024"])).map("".join)


@given(mixed, st.data())
def test_a_text_is_found_by_any_run_of_its_own_characters(text: str, data: st.DataObject) -> None:
    runs = HAN.findall(text)
    assume(runs)
    run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 1))
    assert Index([text]).find(run[start : start + data.draw(st.integers(1, 8))], 1) == [0]


@given(mixed, st.data())
def test_a_text_is_found_by_any_of_its_own_words_and_by_how_they_begin(text: str, data: st.DataObject) -> None:
    words = LATIN.findall(text)
    assume(words)
    word = data.draw(st.sampled_from(words))
    index = Index([HAN.sub(" ", text).replace("2024", " ")])
    assert index.find(word, 1) == index.find(word.upper() if word.isascii() else word, 1) == [0]
    if len(beginning := word[: len(word) // 2 + 1]) > 3:
        assert index.find(beginning, 1) == [0]


@pytest.mark.parametrize(
    ("text", "form"), [("ＲＡＧ", "rag"), ("Straße", "strasse"), ("a\ud800b\x00", "a b "), ("５Ｇ", "5g")]
)
def test_case_width_and_what_cannot_be_shown_make_no_difference(text: str, form: str) -> None:
    assert normal(text) == form


def every_door(question: str, language: Language, edition: Edition) -> list[str]:
    """Return the commands of all results, page by page."""
    pages = searched(question, language, edition).pages
    shown = [searched(f"{question} p{page}", language, edition) for page in range(1, pages + 1)]
    return [block.command for page in shown for block in page.blocks if block.command]


def test_every_statement_of_the_edition_is_found_by_its_own_words(edition: Edition) -> None:
    for each in edition.predictions:
        run = max(HAN.findall(each.record.statement.zh), key=len)
        assert f"/prediction {ref(each)}" in every_door(f"/search {run}", "zh", edition)


def test_core_claims_come_before_asides(edition: Edition) -> None:
    doors = [door.removeprefix("/prediction ") for door in every_door("/search 大模型 成本", "zh", edition)]
    weights = [edition.by_ref[door].record.weight for door in doors if door in edition.by_ref]
    assert weights == sorted(weights, key=["core", "secondary", "minor"].index)
    assert len(set(weights)) > 1


ZH_QUESTIONS = {
    "客服会被取代吗": "/sector customer-service",
    "程序员会失业吗？": "/sector software-development",
    "AI 会抢走哪些工作": "/sector jobs",
    "学画画还有用吗": "/sector design-and-art",
    "我该不该学编程？": "/sector software-development",
    "公司要不要自己训练大模型": "/debate train-your-own",
    "哪些行业最先受冲击": "/sectors",
    "电力够不够用": "/sector energy",
    "创业者应该怎么做": "/advice founders",
    "智能体什么时候成熟": "/debate agents-when",
    "大模型会越来越便宜吗": "/debate cheap-enough",
    "老师应该怎么办": "/advice educators",
    "RAG 是什么": "/sector knowledge-search",
    "游戏行业会怎么样": "/sector games",
    "大公司会被颠覆吗": "/debate overtaking-giants",
    "3000 万是怎么烧光的": "/briefing burned-30-million",
    "普通人怎么用好 AI": "/advice individuals",
}
EN_QUESTIONS = {
    "Will AI replace customer service?": "/sector customer-service",
    "Will programmers lose their jobs?": "/debate programmers",
    "Is learning to draw still worth it?": "/sector education",
    "Should my company train its own model?": "/debate train-your-own",
    "Which industries will be hit first?": "/sectors",
    "Is there enough electricity?": "/sector energy",
    "What should founders do?": "/advice founders",
    "When will the bubble burst?": "/prediction how-long-hot/no-2022-boom",
    "When will agents be ready?": "/sector agents",
    "What should teachers do?": "/advice educators",
    "Is RAG here to stay?": "/debate rag",
    "What about games?": "/sector games",
    "What about jobs?": "/sector jobs",
    "Will big tech be overtaken?": "/debate overtaking-giants",
    "Are GPUs the bottleneck?": "/debate bottleneck",
    "Should I learn to code?": "/debate programmers",
    "hallucinations": "/debate accuracy",
    "How was 30 million burned?": "/briefing burned-30-million",
}


@pytest.mark.parametrize(("question", "door"), ZH_QUESTIONS.items())
def test_a_question_typed_in_chinese_brings_the_sensible_thing(question: str, door: str, edition: Edition) -> None:
    assert door in reached(question, "zh", edition)


@pytest.mark.parametrize(("question", "door"), EN_QUESTIONS.items())
def test_a_question_typed_in_english_brings_the_sensible_thing(question: str, door: str, edition: Edition) -> None:
    assert door in reached(question, "en", edition)


@pytest.mark.parametrize(
    ("words", "door"),
    [
        ("客服", "/sector customer-service"),
        ("电", "/sector energy"),
        ("智能体", "/sector agents"),
        ("RAG", "/sector knowledge-search"),
        ("AI agents", "/sector agents"),
        ("layoffs", "/sector jobs"),
        ("创业者", "/advice founders"),
        ("CTO", "/advice decision-makers"),
        ("Cv大法代码酱", "/briefing how-long-hot"),
        ("Miao Yu", "/briefing kun-year-of-llms"),
        ("虎嗅", "/briefing ten-hypotheses"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_name_of_a_thing_brings_it_first(words: str, door: str, language: Language, edition: Edition) -> None:
    assert reached(words, language, edition)[0] == door


def test_both_languages_find_the_same(edition: Edition) -> None:
    for words in ("客服", "agents", "电力", "RAG"):
        assert first_doors(words, "zh", edition) == first_doors(words, "en", edition)


@pytest.mark.parametrize("asked", ["replaced", "replacing", "replaces", "replace"])
def test_a_word_is_found_in_its_other_forms(asked: str) -> None:
    texts = [
        "It will replace people.",
        "A replacement.",
        "They were replaced.",
        "Replacing them takes years.",
        "A reply.",
    ]
    told = Index(texts).find(asked, most=9)
    assert {0, 2} <= {*told} and 4 not in told


@pytest.mark.parametrize(("asked", "text"), [("needed", "A need."), ("sing", "All sins."), ("red", "An r.")])
def test_of_a_short_word_no_form_is_made(asked: str, text: str) -> None:
    assert Index([text]).find(asked, most=9) == []
