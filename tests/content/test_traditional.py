"""Traditional Chinese as Taiwan writes it: what OpenCC does, what it gets wrong there, and what stays."""

from __future__ import annotations

import pytest

from bot.content.briefing import Card, Figure, Name, Text, VerdictText
from bot.content.texts import LANGUAGES, WRITTEN
from bot.content.traditional import characters, traditional
from tests.support.scripts import simplified


@pytest.mark.parametrize(
    ("simple", "said"),
    [
        ("程序员的软件", "程式設計師的軟體"),
        ("概率、信息、硬件", "機率、資訊、硬體"),
        ("后来居上，理发师与皇后", "後來居上，理髮師與皇后"),
        ("人工智能", "人工智慧"),
        ("质量不降，高质量的 RAG", "品質不降，高品質的 RAG"),
        ("视觉质检", "視覺品檢"),
        ("有了智能体，编程智能体", "有了 AI 代理，程式設計 AI 代理"),
        ("（智能体）AI 智能体", "（AI 代理）AI 代理"),
        ("云计算与云服务", "雲端運算與雲端服務"),
        ("超参数", "超參數"),
        ("没有数据支持这一说法", "沒有資料支持這一說法"),
        ("内部支持岗位", "內部支援崗位"),
        ("教育部文件", "教育部文件"),
        ("请把文件发来", "請把檔案發來"),
        ("字节跳动；最多 { $most } 字节", "字節跳動；最多 { $most } 位元組"),
        ("研发布局已经发布", "研發布局已經發布"),
        ("“百模‘大战’”", "「百模『大戰』」"),
        ("晚于窗口，上下文窗口", "晚於窗口，上下文視窗"),
        ("/search code-review, RAG 1:10 https://a.test/支", "/search code-review, RAG 1:10 https://a.test/支"),
        ("达到 GPT-4 水平，同比增 4%", "達到 GPT-4 水準，較上年同期增 4%"),
        ("创业公司的移动端与客户端，幻灯片与邮箱", "新創公司的行動端與用戶端，投影片與信箱"),
        ("美联储、纽约联储与圣路易斯联储", "聯準會、紐約聯準銀行與聖路易聯準銀行"),
        ("在纳斯达克上市，代码 ANT；写代码", "在納斯達克上市，代號 ANT；寫程式碼"),
        ("“Latin words”", "「Latin words」"),
        ("", ""),
    ],
)
def test_words_are_those_of_taiwan(simple: str, said: str) -> None:
    assert traditional(simple) == said


@pytest.mark.parametrize("text", ["程式設計師", "品質與雲端運算", "AI 代理", "回頭看：這裡、臺灣、後來"])
def test_what_is_traditional_already_stays(text: str) -> None:
    assert traditional(text) == text


def test_of_a_name_the_characters_alone_change() -> None:
    assert characters("Cv大法代码酱") == "Cv大法代碼醬"
    assert characters("智能体与程序员的“质量”") == "智能體與程序員的「質量」"


def test_a_text_is_read_in_one_language_more_than_it_is_written_in() -> None:
    text = Text(zh="程序员的“软件”", en="A programmer's “software”")
    assert [text.in_(each) for each in LANGUAGES] == [text.zh, "程式設計師的「軟體」", text.en]
    assert [text.written(each) for each in WRITTEN] == [text.zh, text.en]
    assert Name(zh="程序员", en="Programmers").as_name_in("zh-Hant") == "程序員"
    assert Name(zh="程序员", en="Programmers").as_name_in("en") == "Programmers"


def test_readers_of_traditional_chinese_see_what_is_written_in_english_alone() -> None:
    text = VerdictText(zh="", en="It “held”.")
    assert text.in_("zh-Hant") == "It “held”." and text.missing == "zh"
    assert VerdictText(zh="应验。", en="").in_("zh-Hant") == "應驗。"


def test_a_figure_that_stands_once_is_converted_too() -> None:
    figure = Figure.model_validate({"value": "3 万亿词元", "what": {"zh": "量", "en": "volume"}, "at": [1]})
    assert [figure.shown(each) for each in LANGUAGES] == ["3 万亿词元", "3 萬億詞元", "3 万亿词元"]


def test_a_source_is_written_in_no_converted_language() -> None:
    assert Card.model_json_schema()["properties"]["language"]["enum"] == ["zh", "en"]


@pytest.mark.parametrize(("text", "found"), [("回头看", {"头"}), ("後面的裡子", set()), ("皇后與公里、平台", set())])
def test_the_tests_know_simplified_characters(text: str, found: set[str]) -> None:
    assert simplified(text) == found
