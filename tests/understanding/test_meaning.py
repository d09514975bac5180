"""People's own words: each leads to the command that answers it, however it is said, and changes nothing."""

from __future__ import annotations

import datetime as dt
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import COMMANDS, answer, carried_out
from bot.answers.answer import Answer
from bot.answers.parsing import parse
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.content.phrases import Askable, OfChat
from bot.understanding import meaning
from bot.understanding.sounds import heard, pinyin
from bot.understanding.words import KnownWords, plain
from bot.words import WRITTEN, say
from tests.conftest import NOW
from tests.support.asking import asking
from tests.support.first_pages import MOST, length
from tests.support.questions import SETS, questions

TODAY = dt.date(2026, 11, 29)


def understood(question: str, edition: Edition) -> str:
    """Return the command that a question comes to."""
    return carried_out(question, asking(edition, "en", TODAY))


def replied(question: str, edition: Edition) -> Answer:
    return answer(question, asking(edition, "en", TODAY)).answer


@pytest.mark.parametrize(
    ("question", "command"),
    [
        # what became of forecasts
        ("谁说得最准", "/scores"),
        ("who was right most often?", "/scores"),
        ("哪些预测错了", "/predictions failed"),
        ("show me failed predictions", "/predictions failed"),
        ("2025年的预测有几条落空", "/predictions failed 2025"),
        ("which music predictions came true", "/predictions held music"),
        ("what turned out wrong?", "/predictions failed"),
        ("what half came true", "/predictions partly"),
        ("还没到期的预测", "/predictions open"),
        # fields, advice, debates
        ("会计和律师以后还有饭吃吗", "/sector legal"),
        ("what happens to call centers", "/sector customer-service"),
        ("给创业公司一点建议", "/advice founders"),
        ("tips for product managers", "/advice product-teams"),
        ("AI是不是泡沫", "/debate hype-end"),
        ("will prices come down? price war", "/debate cheap-enough"),
        ("各家在哪些问题上有分歧", "/debates"),
        ("who says what?", "/debates"),
        # all debates, but for the one that is named
        ("do they agree on when the hype ends", "/debate hype-end"),
        ("is AI adoption fast or slow, who says what", "/debate how-fast"),
        # a list whose own words are some field's name too
        ("Which industries will be hit first?", "/sectors"),
        ("what are the industries you cover", "/sectors"),
        ("list of industries", "/sectors"),
        # times
        ("2023年发生了什么大事", "/timeline 2023"),
        ("去年发生了什么", "/timeline 2025"),
        ("history of 2024", "/timeline 2024"),
        # documents
        ("summary of Ten Hypotheses", "/briefing ten-hypotheses"),
        # the bot, the person
        ("怎么退订", "/unsubscribe"),
        ("怎么停掉？", "/unsubscribe"),
        ("我怎么关掉它", "/unsubscribe"),
        ("how do I unsubscribe?", "/unsubscribe"),
        ("stop sending me these", "/unsubscribe"),
        ("改到周日晚上八点", "/subscribe sun 20:00"),
        ("send it on Mondays at 9 am instead", "/subscribe mon 09:00"),
        ("你是谁", "/about"),
        ("who are you?", "/about"),
        ("what can you do", "/help"),
        ("谢谢！", "/start"),
        ("thanks a lot", "/start"),
        ("早上好", "/start"),
        ("换成英文", "/language en"),
        ("do you store what I say? privacy", "/privacy"),
        ("把我的数据全删了", "/forget"),
        ("download my answers", "/mydata"),
        ("暂停两周", "/pause"),
        ("考考我", "/checkin"),
    ],
)
def test_a_question_comes_to_the_command_that_answers_it(question: str, command: str, edition: Edition) -> None:
    assert understood(question, edition) == command


@pytest.mark.parametrize(
    ("question", "command"),
    [
        ("律師會不會失業", "/sector legal"),  # traditional
        ("軟體工程師", "/sector software-development"),  # Taiwan's words
        ("ＧＰＵ", "/sector chips"),  # full width
        ("课服会消失吗", "/sector customer-service"),  # by its sound
        ("kefu", "/sector customer-service"),  # typed by its sound
        ("costumer servise", "/sector customer-service"),
        ("electrcity", "/sector energy"),
        ("how do i unsubcribe", "/unsubscribe"),  # a slip in a phrase
        ("labor market layoffs", "/sector jobs"),
    ],
)
def test_spelling_script_and_sounds_stand_in_nobodys_way(question: str, command: str, edition: Edition) -> None:
    assert understood(question, edition) == command


@pytest.mark.parametrize("question", ["", "?!", "¿", "xyzzy", "柯达", "Int4x", "x" * 500, "the quick brown fox jumps"])
def test_words_that_mean_no_command_are_searched_for(question: str, edition: Edition) -> None:
    assert understood(question, edition) == ""


@pytest.mark.parametrize("question", ["block size", "disk space", "天气怎么样", "the regs", "a mgr", "social svc"])
def test_words_that_merely_look_like_names_are_not_taken_for_them(question: str, edition: Edition) -> None:
    assert not understood(question, edition).startswith(("/sector", "/advice"))


@pytest.mark.parametrize(
    ("question", "command"),
    [
        # a question about AI at large yields to the field it names, unless the field is among its words
        ("外包公司会不会凉", "/sector software-development"),
        ("谁说过客服会被取代", "/sector customer-service views"),
        ("are chips in a bubble", "/sector chips"),
        ("程序员会不会失业", "/debate programmers"),
        ("大模型会不会凉", "/debate hype-end"),
        # what is part of a name asks for nothing
        ("low hanging fruit", "/term low-hanging-fruit"),
        # the words themselves count, not the shortest they may be
        ("anything looking likely to come true?", "/predictions leaning-held"),
        ("which are most likely to fail", "/predictions leaning-failed"),
        ("现在下结论还太早的有哪些", "/predictions leaning-too-early"),
        # an aspect of what is named
        ("who said anything about lawyers", "/sector legal views"),
        ("客服那条有什么证据", "/predictions ruled customer-service"),
        ("any receipts on music", "/predictions ruled music"),
        # slips are mended before anything is understood, in their place
        ("大摸型啥时候凉", "/debate hype-end"),
        ("predictons that came ture", "/predictions held"),
        ("cyber securty analysts", "/sector it-operations"),
        # English words of the house among Chinese ones
        ("show me 失败的 predictions", "/predictions failed"),
        ("哪些predictions应验了", "/predictions held"),
        # what one statement says, and hardly any other
        ("微软建核电站", "/prediction ten-hypotheses/microsoft-nuclear"),
        ("can one engineer replace a whole team", "/prediction how-long-hot/one-engineer-one-team"),
        ("00后会把70后挤走吗", "/prediction burned-30-million/natives-displace"),
        ("will AI replace lawyers", "/sector legal"),
        # a document told by what is in it
        ("the story about the CTO who got fired", "/briefing burned-30-million"),
        ("虎嗅那篇", "/briefing ten-hypotheses"),
        ("王总请P9的那个故事", "/briefing burned-30-million"),
        ("P9那篇", "/briefing burned-30-million"),
        ("柯达的例子", "/briefing burned-30-million"),
        ("the essay about four dragons", "/briefing kun-year-of-llms"),
        # one of a list, told by what is in it
        ("who wrote the kun thing", "/briefing kun-year-of-llms"),
        ("谁写的那个烧钱的", "/briefing burned-30-million"),
        ("烧了三千万那个谁写的", "/briefing burned-30-million"),
        ("who wrote these", "/briefings"),
        ("list all your documents", "/briefings"),
        ("各家在价格战上有分歧吗", "/debate cheap-enough"),
        ("which of the articles is the oldest", "/briefings"),
        # a year told by what happened in it
        ("百模大战那一年都有什么事", "/timeline 2023"),
        ("the year Kodak invented the digital camera", "/timeline 1975"),
        ("那一年发生了什么", "/timeline"),
        # words cut short beside others that are not
        ("content mods", "/sector content-moderation"),
        ("project mgr", "/sector project-management"),
        ("proj mgmt", "/sector project-management"),
        ("data sci", "/sector data-analysis"),
        ("software eng", "/sector software-development"),
        ("customer svc", "/sector customer-service"),
        ("cyber sec", "/sector it-operations"),
        ("product mgrs", "/advice product-teams"),
        # against chance
        ("are these people any better than guessing", "/scores"),
        ("do they beat a coin toss", "/scores"),
        ("会计那几条比瞎猜强吗", "/scores finance"),
        ("他们跟抛硬币有啥区别", "/scores"),
        ("could go either way, toss up", "/predictions leaning-mixed"),
        # where check-ins arrive
        ("Where will it arrive?", "/settings"),
        ("does it come by email", "/settings"),
        ("会发到哪里", "/settings"),
        ("发邮件吗", "/settings"),
        ("send it by email every Sunday", "/subscribe sun"),
        ("where will the jobs go", "/sector jobs"),
        ("where does the power come from", "/sector energy"),
        # the bot
        ("怎么判定对不对", "/about"),
        ("who decides if a forecast came true", "/about"),
        ("两周后再发", "/pause"),
        ("can I add you to a group chat", "/help"),
        ("随便看看", "/start"),
    ],
)
def test_kinds_of_questions_come_to_their_answers(question: str, command: str, edition: Edition) -> None:
    assert understood(question, edition) == command


def test_the_answer_says_how_it_was_understood_and_offers_to_search(edition: Edition) -> None:
    shown = replied("which music predictions came true", edition)
    said = "".join(span.text for span in shown.blocks[0].spans)
    assert say("en", "state-held") in said and "Music" in said
    assert "/search which music predictions came true" in {each.command for row in shown.buttons for each in row}


@pytest.mark.parametrize(
    ("question", "unsubscribes"),
    [
        *[
            (question, True)
            for question in ("cancel", "canceled", "cancelled", "cancel it", "cancel my weekly messages")
        ],
        *[(f"was the project {word}", False) for word in ("canceled", "cancelled")],
        *[(f"{word} projects", False) for word in ("canceled", "cancelled", "cancel")],
        ("will they cancel this project", False),
    ],
)
def test_a_mere_word_unsubscribes_nobody(question: str, unsubscribes: bool, edition: Edition) -> None:
    assert (understood(question, edition) == "/unsubscribe") == unsubscribes


def also_found(question: str, edition: Edition) -> list[str]:
    """Return the commands of what stands below the answer to a question as found besides."""
    blocks = replied(question, edition).blocks
    texts = ["".join(span.text for span in block.spans) for block in blocks]
    head = say("en", "understood-found")
    return [each.command for each in blocks[texts.index(head) + 1 :]] if head in texts else []


@pytest.mark.parametrize(
    "question",
    [
        "which ones did they get wrong",
        "list all your documents",
        "what did they say would happen by 2035",
        "去年到期的预测，说中的有哪些",
        "今年都发生了啥",
        "tips for product managers",
        "do project managers have a future",
        "能靠AI炒股吗",
        # one character in common is no finding
        "客服这行还能干吗",
        "创业做AI应用有什么坑",
        "做律师还行吗",
        # one that says how to pass something on
        "怎么转发给朋友",
    ],
)
def test_below_an_answer_to_all_of_a_question_nothing_stands(question: str, edition: Edition) -> None:
    assert also_found(question, edition) == []


@pytest.mark.parametrize(
    ("question", "command"),
    [
        ("百模大战的预测有几条落空", "/term hundred-models"),
        ("公务员还香吗", "/timeline 2005"),
    ],
)
def test_below_an_answer_stands_what_says_the_rest_of_a_question(question: str, command: str, edition: Edition) -> None:
    assert command in also_found(question, edition)


def test_another_reading_is_one_press_away(edition: Edition) -> None:
    doors = {each.command for row in replied("is the boom in music over", edition).buttons for each in row}
    assert "/debate hype-end" in doors


def test_thanks_are_answered_in_kind(edition: Edition) -> None:
    said = "".join(span.text for span in replied("thank you", edition).blocks[0].spans)
    assert said == next(each.says.en for each in edition.phrases if each.says and "thank you" in each.en)


@pytest.mark.parametrize("command", get_args(OfChat))
def test_words_alone_change_nothing_of_a_person(command: str, edition: Edition) -> None:
    phrases = [each for each in edition.phrases if each.command == command]
    questions = [example(text) for each in phrases for text in (*each.zh, *each.en)]
    assert questions or command == "start"
    for question in questions:
        reply = answer(question, asking(edition, "en", TODAY, now=NOW))
        assert not reply.changes or parse(question).name == command, question  # unless it is the command's very name


def test_every_phrase_is_understood_and_leads_to_an_answer(edition: Edition) -> None:
    unknown = say("en", "unknown-title")
    for phrase in edition.phrases:
        for text in (*phrase.zh, *phrase.en):
            found = meaning(edition, TODAY, example(text))
            assert found or phrase.needs, text
            assert not found or replied(found.command, edition).title != unknown, text


@given(text=st.text(max_size=200), named=st.sampled_from(["", "去年", "music ", "失败 ", "2030 "]))
def test_whatever_is_typed_comes_to_a_command_or_to_a_search(text: str, named: str, edition: Edition) -> None:
    found = meaning(edition, TODAY, named + text)
    assert found is None or found.command.removeprefix("/").split()[0] in get_args(Askable)


def test_each_command_that_words_may_stand_for_is_everybodys() -> None:
    assert {COMMANDS[name].asker for name in get_args(Askable)} <= {"everybody", "admins"}


@pytest.mark.parametrize(("word", "sound"), [("客服", "kefu"), ("程序员", "chengxuyuan"), ("AI客服", "AIkefu")])
def test_chinese_is_found_by_its_sound(word: str, sound: str) -> None:
    assert pinyin(word) == sound


def test_sounds_that_many_do_not_tell_apart_are_one() -> None:
    assert heard("是金") == heard("四斤") == heard("死今") != heard("市场")


def example(text: str) -> str:
    """Return a question as a phrase describes it: the first of alternatives, nothing between."""
    first = re.sub(r"\(([^()|]*)\|[^()]*\)", r"\1", text)
    return " ".join(first.replace("*", " ").split()) if text.isascii() else first.replace("*", "")


@given(
    st.lists(st.text("律师会失业ab cdef。", max_size=12), max_size=6),
    st.text("律师会失业abcdef", min_size=2, max_size=5),
)
def test_words_are_known_that_some_text_has(texts: list[str], word: str) -> None:
    latin = {each for text in texts for each in re.findall("[a-z]{4,}", text)}
    pairs = {pair[1] for text in texts for pair in re.finditer("(?=([律师会失业]{2}))", text)}
    assert (word in KnownWords(texts)) == (word in latin | pairs)


@given(st.text("aZ9 é'’-客服軟體"))
def test_plain_words_are_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("question", "command"),
    [
        ("周日九点", "/subscribe sun 09:00"),
        ("九点", "/subscribe 09:00"),
        ("sunday 9am", "/subscribe sun 09:00"),
        ("Friday", "/subscribe fri"),
        ("星期三早上八点", "/subscribe wed 08:00"),
        ("2024", "/timeline 2024"),
    ],
)
def test_a_day_and_an_hour_alone_say_when_the_check_in_is_to_come(
    question: str, command: str, edition: Edition
) -> None:
    assert understood(question, edition) == command


@pytest.mark.parametrize(
    ("question", "shares"),
    [
        *[
            (each, True)
            for each in ("怎么转发给朋友", "how do I share this", "分享给同事", "怎么把这个发给我老婆", "能分享吗")
        ],
        *[(each, True) for each in ("how can I forward a forecast to a friend", "can I send my friend this")],
        *[(each, False) for each in ("分享红利", "market share", "how will gains be shared with workers")],
    ],
)
def test_who_wants_to_pass_a_forecast_on_is_told_how(question: str, shares: bool, edition: Edition) -> None:
    first = "".join(span.text for span in replied(question, edition).blocks[0].spans)
    assert ("📤 Share" in first) == shares
    assert say("en", "button-share") == "📤 Share" and "📤 分享" in str(edition.phrases)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("有多少预测兑现了", "Forecasts · ✅ held"),
        ("what is MaaS", "Foundation model makers"),
        ("幻觉是个啥意思", "Can hallucination and error be overcome?"),
        ("can other people see my votes", "My data"),
        ("half right ones", "Forecasts · ✅ held"),
    ],
)
def test_another_reading_is_called_by_what_it_asks(question: str, named: str, edition: Edition) -> None:
    label = say("en", "button-meant", title=named)
    assert label in [button.label for row in replied(question, edition).buttons for button in row]


@pytest.mark.parametrize("language", WRITTEN)
def test_no_answer_to_a_typed_question_is_longer_than_a_glance(language: Language, shipped: Edition) -> None:
    lengths = {
        question["q"]: length(answer(question["q"], asking(shipped, language, TODAY)).answer, language)
        for name in SETS
        for question in questions(name)
    }
    assert {each: found for each, found in lengths.items() if found > MOST[language]} == {}
