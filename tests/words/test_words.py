"""The words of the interface: the same messages in both languages, all of them used, fit for where they are shown."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import resources

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.answers import COMMANDS, menu
from bot.content.briefing import Language
from bot.scripts import converted
from bot.words import LANGUAGES, WRITTEN, Written, language_of, say, written_as
from tests.conftest import ROOT
from tests.support.botapi import utf16
from tests.support.scripts import simplified

HAN = re.compile("[\u3400-\u9fff]")
MARKS = {
    "record-likely",
    "record-part",
    "in-brackets",
    "in-section",
    "picture-door",
    "named-when",
    "sentence-space",
    "range-dash",
    "team-of-one",
    "team-of-several",
    "title",
    "event-past",
    "event-forecast",
    "bears-for",
    "bears-against",
    "bears-mixed",
    "weekly",
}
"""Messages without words."""
BOTH = {"language-title", "language-which", "command-language", "bot-short-description", "name"}
"""Messages that speak to readers of either language."""

PEOPLE = {
    *("rulings-replaced", "record-cannot", "outcome-corrected", "checkin-corrections", "page-licence"),
    *("method-evidence", "method-sources", "corrections-about", "unanswered-error"),
}
"""Messages in which several people speak, who edit and correct; the bot says I."""

languages = pytest.mark.parametrize("language", LANGUAGES)


class Variables(Visitor):
    """Collects the variables of a message."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.found.add(node.id.name)


@cache
def messages(language: Written) -> dict[str, ftl.Message]:
    text = resources.files("bot.words").joinpath(f"{language}.ftl").read_text(encoding="utf-8")
    entries = FluentParser().parse(text).body
    assert not [entry for entry in entries if isinstance(entry, ftl.Junk)]
    found = [entry for entry in entries if isinstance(entry, ftl.Message)]
    assert len({entry.id.name for entry in found}) == len(found)
    return {entry.id.name: entry for entry in found}


def variables(message: ftl.Message) -> set[str]:
    visitor = Variables()
    visitor.visit(message)
    return visitor.found


class Texts(Visitor):
    """Collects the literal text of a message."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_TextElement(self, node: ftl.TextElement) -> None:
        self.found.append(node.value)


def literal(message: ftl.Message) -> str:
    visitor = Texts()
    visitor.visit(message)
    return "\n".join(visitor.found)


def test_both_languages_have_the_same_messages_in_the_same_order() -> None:
    assert list(messages("zh")) == list(messages("en"))


def test_both_languages_fill_in_the_same() -> None:
    zh, en = ({name: variables(each) for name, each in messages(language).items()} for language in WRITTEN)
    assert {name: (zh[name], en[name]) for name in zh if zh[name] != en[name]} == {}


def pattern(node: ast.expr) -> str | None:
    """Return a text of the program as a regular expression, with what it fills in as any words."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            "[a-z-]+" if isinstance(each, ast.FormattedValue) else pattern(each) or "" for each in node.values
        )
    return None


def told(call: ast.Call) -> tuple[str, set[str]] | None:
    """Return the message a call of `say` names, as a pattern, and what it fills in."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if called != "say":
        return None
    named = next(filter(None, map(pattern, call.args[-1:])), None)
    filled = {keyword.arg for keyword in call.keywords if keyword.arg}
    return (named, filled) if named and all(keyword.arg for keyword in call.keywords) else None


@cache
def nodes() -> list[ast.AST]:
    """Return all that the program is written of."""
    paths = (ROOT / "bot").rglob("*.py")
    return [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


@cache
def calls() -> list[tuple[str, set[str]]]:
    return [said for node in nodes() if isinstance(node, ast.Call) and (said := told(node)) is not None]


@cache
def strings() -> set[object]:
    """Return the constants of the program, and what its pages say."""
    pages = (ROOT / "bot" / "channels" / "web").rglob("*.html")
    said = (re.findall(r"say\('([a-z-]+)'", path.read_text(encoding="utf-8")) for path in pages)
    return {node.value for node in nodes() if isinstance(node, ast.Constant)} | {
        name for names in said for name in names
    }


@cache
def patterns() -> set[str]:
    found = (pattern(node) for node in nodes() if isinstance(node, ast.JoinedStr))
    return {each for each in found if each and re.fullmatch(r"[a-z\\]+-[a-z\\+\[\]-]*", each)}


def test_there_are_calls_to_look_at() -> None:
    assert len(calls()) > 60 and len(patterns()) > 8


def test_every_message_that_is_told_exists_and_is_filled_in() -> None:
    whole = {name.replace("\\", "") for name, _ in calls()}
    filled_in = {name: variables(message) for name, message in messages("zh").items()}
    for called, filled in calls():
        others = whole - {called.replace("\\", "")}
        named = {name for name in filled_in if re.fullmatch(called, name) and name not in others}
        assert named, f"no message is {called}"
        assert {name: filled_in[name] for name in named if filled_in[name] != filled} == {}, f"{called} has {filled}"


def used(name: str) -> bool:
    """Tell whether a name stands in the program, whole or as a pattern such as state-{state} and what fills it."""
    if name in strings() or name in COMMANDS:
        return True
    starts = (found.partition("[")[0].replace("\\", "") for found in patterns() if re.fullmatch(found, name))
    return any(used(name.removeprefix(start)) for start in starts if start)


def test_every_message_is_used() -> None:
    assert [name for name in messages("zh") if not used(name)] == []


@languages
def test_descriptions_fit_telegram(language: Language) -> None:
    assert all(1 <= utf16(text) <= 256 for text in menu(language).values())
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in menu(language))
    assert 1 <= utf16(say(language, "bot-description")) <= 512
    assert 1 <= utf16(say(language, "bot-short-description")) <= 120


@languages
def test_labels_of_buttons_are_short(language: Language) -> None:
    labels = ("button-", "door-", "name-", "section-")
    worded = messages(written_as(language)).items()
    fixed = [name for name, message in worded if name.startswith(labels) and not variables(message)]
    assert all(utf16(say(language, name)) <= 40 for name in fixed)


SIGNS = {"quarter", "half", "button-on", "found-kind", "problem-and-near"}
"""Messages that need no characters of their own."""


def test_chinese_messages_are_chinese() -> None:
    texts = {name: literal(message) for name, message in messages("zh").items()}
    assert {name for name, text in texts.items() if not HAN.search(text)} <= MARKS | SIGNS
    latin = "[\u3400-\u9fff}][,;?!]|[,;?!][\u3400-\u9fff]"
    assert {name: text for name, text in texts.items() if re.search(latin, text)} == {}


def test_english_messages_are_english() -> None:
    chinese = "[\u3400-\u9fff。，；：！？、（）《》]"
    assert {name for name, message in messages("en").items() if re.search(chinese, literal(message))} <= BOTH


def test_no_message_is_left_in_the_other_language() -> None:
    alike = {name for name in messages("zh") if literal(messages("zh")[name]) == literal(messages("en")[name])}
    assert alike <= MARKS


def test_a_message_that_does_not_exist_is_an_error_of_ours() -> None:
    with pytest.raises(LookupError):
        say("zh", "no-such-message")
    with pytest.raises(LookupError):
        say("zh", "because")


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [("en", 1, "One document"), ("en", 2, "2 documents"), ("en", 1234, "1,234 documents"), ("zh", 1, "共 1 篇文章")],
)
def test_counts_read_as_the_language_counts(language: Language, count: int, text: str) -> None:
    assert say(language, "briefings-title", count=count) == text


@languages
def test_years_are_not_grouped(language: Language) -> None:
    assert "2024" in say(language, "timeline-of", year="2024")


def test_messages_in_traditional_chinese_are_those_of_simplified_in_other_characters() -> None:
    shown = {name: say("zh-Hant", name) for name, message in messages("zh").items() if not variables(message)}
    assert {name: found for name, text in shown.items() if (found := simplified(text))} == {}
    assert (shown["converted"], shown["name"]) == ("繁體中文由簡體自動轉換。", "回頭看 · Hindsight")
    assert say("zh-Hant", "language-title") == say("zh-Hant", "name-language") + " · Language"


def test_what_a_message_fills_in_is_not_converted() -> None:
    assert "软件" in say("zh-Hant", "search-none", words="软件") and "沒有" in say(
        "zh-Hant", "search-none", words="软件"
    )


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        *(
            (each, "zh-Hant")
            for each in ("zh-TW", "zh-hk", "zh_MO", "zh-Hant", "zh-Hant-CN", "ZH-HANT-HK", "zh-yue-HK")
        ),
        *((each, "zh") for each in ("zh", "zh-CN", "zh-Hans", "zh-Hans-HK", "zh-SG", "zh-")),
        *((each, "en") for each in ("en", "en-GB", "EN_us")),
        *((each, None) for each in ("", "fr", "yue", "zhx", "enx-TW", "-", "zh en")),
    ],
)
def test_a_clients_tag_names_a_language_of_ours_or_none(tag: str, language: Language | None) -> None:
    assert language_of(tag) == language


def test_the_bot_speaks_as_one() -> None:
    said = {name for name, message in messages("zh").items() if "我们" in FluentSerializer().serialize_entry(message)}
    assert said - PEOPLE == set()


def test_after_and_inside_are_written_as_in_taiwan() -> None:
    """A dictionary of words takes 后里, the end of one and the beginning of the next, for a town."""
    texts = {name: FluentSerializer().serialize_entry(message) for name, message in messages("zh").items()}
    assert {name for name, text in texts.items() if {*"后里"} & {*converted(text, "s2twp")}} == set()
