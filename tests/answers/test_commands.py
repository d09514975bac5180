"""Every command as values: what is asked, and what comes back, on an edition small enough to count."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import COMMANDS, Answer, Block, Button, answer, as_of, as_said, harmless, link, menu, names
from bot.answers.deep_links import linked
from bot.answers.limits import EVERYWHERE
from bot.answers.parsing import parse
from bot.content.assembling import build_edition
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.changes import ChooseLanguage
from bot.words import LANGUAGES, say
from tests.conftest import TODAY
from tests.support.asking import IN_ONE, asking
from tests.support.asking import whole as all_pages

AUTHOR = '{zh: "林小麦", en: "Lin Xiaomai (林小麦)"}'

languages = pytest.mark.parametrize("language", LANGUAGES)


def ask(text: str, edition: Edition, language: Language = "en", today: dt.date = TODAY) -> Answer:
    return answer(text, asking(edition, language, today)).answer


def whole(text: str, edition: Edition, language: Language = "en", today: dt.date = TODAY) -> Answer:
    return all_pages(text, asking(edition, language, today))


def told(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


def told_of(block: Block) -> str:
    return "".join(span.text for span in block.spans)


def doors(shown: Answer) -> list[str]:
    return [block.command for block in shown.blocks if block.command]


def fitting(shown: Answer) -> list[str]:
    """Return the doors to what filters let through, less what is shown where they let nothing through."""
    texts = [*map(told_of, shown.blocks), say("en", "predictions-soonest")]
    return [block.command for block in shown.blocks[: texts.index(say("en", "predictions-soonest"))] if block.command]


def narrowing(shown: Answer) -> list[str]:
    return [button.command for row in shown.filters for button in row]


def buttons(shown: Answer) -> list[str]:
    return [button.command for row in shown.buttons for button in row]


def labels(shown: Answer) -> list[str]:
    return [button.label for row in shown.buttons for button in row]


# What is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("/sectors", ("sectors", (), 1)),
        ("  /sectors  ", ("sectors", (), 1)),
        ("／sectors", ("sectors", (), 1)),
        ("/SECTORS", ("sectors", (), 1)),
        ("/sectors@hindsight_bot", ("sectors", (), 1)),
        ("/sector@hindsight_bot libraries", ("sector", ("libraries",), 1)),
        ("/sector  customer   service", ("sector", ("customer", "service"), 1)),
        ("/sectors p3", ("sectors", (), 3)),
        ("/sectors p0", ("sectors", (), 0)),
        ("/predictions due 2024 p12", ("predictions", ("due", "2024"), 12)),
        ("/predictions p99999", ("predictions", ("p99999",), 1)),
        ("/search p2p", ("search", ("p2p",), 1)),
        ("/subscribe sun p5", ("subscribe", ("sun", "p5"), 1)),
        ("/language p2", ("language", ("p2",), 1)),
        ("/settings interest p2", ("settings", ("interest",), 2)),
        ("/sectr p2", ("sectr", (), 2)),
        ("/sector\nlibraries", ("sector", ("libraries",), 1)),
        ("/客服", ("search", ("/客服",), 1)),
        ("/", ("search", ("/",), 1)),
        ("and/or", ("search", ("and/or",), 1)),
        ("bread", ("search", ("bread",), 1)),
        ("面包 师傅", ("search", ("面包", "师傅"), 1)),
        ("", ("search", (), 1)),
        ("a\x00b\u202ec\ud800", ("search", ("a", "b", "c"), 1)),
        ("时间线", ("timeline", (), 1)),
        ("Timeline", ("timeline", (), 1)),
        ("ＴＩＭＥＬＩＮＥ ", ("timeline", (), 1)),
        ("预测", ("predictions", (), 1)),
        ("帮助", ("help", (), 1)),
        ("help me", ("search", ("help", "me"), 1)),
        ("start", ("search", ("start",), 1)),
    ],
)
def test_what_a_text_asks(text: str, asked: tuple[str, tuple[str, ...], int]) -> None:
    assert parse(text) == asked


@pytest.mark.parametrize(
    ("payload", "command"),
    [
        ("sectors", "/sectors"),
        ("sector_libraries", "/sector libraries"),
        ("prediction_machine-dough_night-shift", "/prediction machine-dough/night-shift"),
        ("prediction_night-shift", "/prediction night-shift"),
        ("briefing_machine-dough_figures", "/briefing machine-dough figures"),
        ("predictions_due_libraries_2025", "/predictions due libraries 2025"),
        ("predictions_p2", "/predictions p2"),
        ("start", "/start"),
        ("start_start", "/start"),
        ("nonsense", "/start"),
        ("", "/start"),
        ("../../etc", "/start"),
    ],
)
def test_what_a_deep_link_asks(payload: str, command: str) -> None:
    assert linked(payload) == command


@pytest.mark.parametrize(
    "command",
    [
        "/sectors",
        "/prediction machine-dough/night-shift",
        "/predictions due 2025 p2",
        "/search 客服",
        "/search 100% of a_b p2",
        "/search «two words»",
    ],
)
def test_a_link_is_undone_by_opening_it(command: str, small: Edition) -> None:
    assert linked(link(command)) == command
    assert ask(f"/start {link(command)}", small) == ask(command, small)


@pytest.mark.parametrize(
    ("command", "nearest"),
    [
        ("/search " + "智能体 " * 4 + "客服 " * 20 + "p12", "/search 智能体 智能体 智能体 智能体"),
        ("/search " + "x" * 100, "/search"),
        ("/vote machine-dough/night-shift 95", "/prediction machine-dough/night-shift"),
        ("/forget yes", "/forget"),
        ("/nonsense of-another-time", "/start"),
        ("v1:vote:17", "/start"),
        ("/", "/start"),
        ("\ud800", "/start"),
    ],
)
def test_a_link_to_what_no_link_carries_or_may_ask_leads_to_what_is_nearest(command: str, nearest: str) -> None:
    assert linked(link(command)) == nearest


@pytest.mark.parametrize("command", ["forget yes", "vote machine-dough/night-shift 95", "start", "publish 0123", ""])
def test_words_in_base64_ask_no_more_than_a_link_may(command: str) -> None:
    payload = "_" + base64.urlsafe_b64encode(command.encode()).decode().rstrip("=")
    opened = linked(payload, editor=True)
    assert harmless(opened) == opened and not opened.endswith((" yes", " 95")) and "publish" not in opened


@given(st.text(max_size=70) | st.binary(max_size=48).map(lambda each: "_" + base64.urlsafe_b64encode(each).decode()))
def test_no_payload_ever_raises_or_asks_what_a_link_may_not(payload: str) -> None:
    opened = linked(payload, editor=True)
    assert harmless(opened) == opened


# Who we are


@languages
@pytest.mark.parametrize("day", [dt.date(2024, 4, 1), dt.date(2025, 1, 1), TODAY])
def test_the_door_to_what_became_of_forecasts_never_leads_to_nothing(
    edition: Edition, undecided: Edition, day: dt.date, language: Language
) -> None:
    for content in (edition, undecided):
        [door] = [each for each in buttons(ask("/start", content, language, day)) if each.startswith("/predictions")]
        assert doors(ask(door, content, language, day)), door


def test_where_nothing_is_due_the_door_leads_to_the_latest_verdicts(edition: Edition) -> None:
    assert "/predictions ruled" in buttons(ask("/start", edition))
    assert say("en", "door-verdicts") in labels(answer("/checkin", asking(edition, "en", TODAY, limits=IN_ONE)).answer)


@languages
@pytest.mark.parametrize("command", ["/help", "/search"])
def test_a_group_is_not_told_to_type_what_a_bot_there_never_reads(
    small: Edition, command: str, language: Language
) -> None:
    alone, shared = (
        told(answer(command, asking(small, language, TODAY, shared=each)).answer) for each in (False, True)
    )
    invitations = [say(language, each) for each in ("help-typing", "search-how")]
    assert any(each in alone for each in invitations) and not any(each in shared for each in invitations)


@languages
def test_help_lists_every_command_with_what_it_does(small: Edition, language: Language) -> None:
    text = told(ask("/help", small, language))
    assert [line for line in text.splitlines() if line.startswith("/")] == [
        f"/{name} — {does}" for name, does in menu(language).items()
    ]
    hidden = {"start", "briefing", "sector", "prediction", "debate", "answer", "vote", "resume", "picture", "note"}
    hidden |= {"unfollow", "second", "cross", "question"}
    editors = {name for name, command in COMMANDS.items() if command.editors}
    assert set(menu(language)) == set(COMMANDS) - hidden - editors


def test_about_tells_the_edition_and_its_sources(small: Edition) -> None:
    shown = ask("/about", small)
    assert small.digest in told(shown) and "2 documents" in told(shown)
    assert say("en", "event-past") in told(shown) and say("en", "event-forecast") in told(shown)
    assert doors(shown) == ["/briefing quiet-library", "/briefing machine-dough"]
    assert [span.url for block in shown.blocks for span in block.spans if span.url] == ["https://example.org/dough"]
    assert "Ada Stone, The editors of Shelf Talk · Shelf Talk · 2024-11" in told(shown)


@pytest.mark.parametrize(
    ("called", "chosen"),
    [("zh", "zh"), ("ZH", "zh"), ("中文", "zh"), ("chinese", "zh"), ("en", "en"), ("English", "en"), ("英语", "en")]
    + [(each, "zh-Hant") for each in ("zh-Hant", "zh-tw", "zh_HK", "繁體中文", "繁体", "Traditional Chinese")],
)
def test_a_chosen_language_is_remembered_and_answered_in(small: Edition, called: str, chosen: Language) -> None:
    for before in LANGUAGES:
        reply = answer(f"/language {called}", asking(small, before, TODAY))
        assert reply.change == ChooseLanguage(chosen)
        assert told(reply.answer) == f"{say(chosen, 'language-chosen')}\n{say(chosen, 'converted')}"
        assert {"/help", "/briefings"} <= set(buttons(reply.answer))


@languages
@pytest.mark.parametrize("words", ["", " klingon", " zh en"])
def test_a_language_we_do_not_speak_changes_nothing(small: Edition, language: Language, words: str) -> None:
    reply = answer(f"/language{words}", asking(small, language, TODAY))
    assert reply.change is None
    assert told(reply.answer) == f"{say(language, 'language-which')}\n{say(language, 'converted')}"
    assert buttons(reply.answer) == ["/language zh", "/language zh-Hant", "/language en"]


# Documents


def test_documents_are_listed_newest_first_with_who_wrote_when_and_what_came_of_it(small: Edition) -> None:
    shown = ask("/briefings", small)
    assert shown.title == "2 documents"
    assert doors(shown) == ["/briefing quiet-library", "/briefing machine-dough"]
    asked = asking(small, "en", TODAY)
    library, dough = (
        as_of.wrote(asked, small.card(small.by_slug[slug]), small.by_slug[slug].thesis.en, here=True)
        for slug in ("quiet-library", "machine-dough")
    )
    assert [told_of(block) for block in shown.blocks] == [
        "“The quiet library” · Ada Stone, The editors of Shelf Talk · November 2024\n🔔 1 · ⏳ 1 · ❌ 1 · ❔ 1",
        f"In short\n{library}",
        "“Dough kneaded by a machine” · Lin Xiaomai (林小麦) · March 2024\n⏳ 2 · ✅ 1 · 🌓 1",
        f"In short\n{dough}",
    ]
    assert [block.kind for block in shown.blocks] == ["item", "folded"] * 2
    assert buttons(shown) == ["/scores"]
    assert ask("/briefing", small).blocks == shown.blocks


def test_a_document_without_figures_has_no_door_to_them(small: Edition) -> None:
    assert "/briefing quiet-library figures" not in buttons(ask("/briefing quiet-library", small))


# Fields


def test_fields_are_listed_with_stances_and_forecasts(small: Edition) -> None:
    shown = ask("/sectors", small)
    assert shown.title == "3 fields"
    assert told(shown).replace("\N{NO-BREAK SPACE}", " ") == (
        "🟩 benefits · 🟥 disrupted · 🟨 mixed · ⬜ unaffected · 🟦 not yet\n🟨 Bakeries\n⬜ Libraries\n🟥 Translation"
    )
    assert doors(shown) == ["/sector bakeries", "/sector libraries", "/sector translation"]


def test_a_field_most_sources_speak_of_comes_first(changed: Callable[..., Edition]) -> None:
    sector = "- {sector: libraries, stance: unaffected"
    more = "- {sector: bakeries, stance: mixed, says: {zh: 有, en: Some}, at: [4]}\n  " + sector
    shown = ask("/sectors", changed("briefings/quiet-library.yaml", (sector, more)))
    assert doors(shown)[0] == "/sector bakeries"
    assert "🟨🟨 Bakeries" in told(shown)


def test_a_field_nobody_speaks_of_says_so(changed: Callable[..., Edition]) -> None:
    edition = changed(
        "briefings/vocabulary.yaml", ("sectors:", "sectors:\n  - {id: music, name: {zh: 音乐, en: Music}}")
    )
    assert told(ask("/sector music", edition)).startswith("No source takes a stance on this field.")
    assert buttons(ask("/sector music", edition)) == ["/scores music", "/sectors"]
    assert "/sector music" not in doors(ask("/sectors", edition))


# Timeline


def test_the_timeline_opens_at_this_year_with_the_years_beside_it_one_press_away(small: Edition) -> None:
    shown = ask("/timeline", small, today=dt.date(2025, 3, 1))
    assert shown.title == "Timeline 2025"
    assert told(shown).splitlines() == [
        *("3 forecasts run out by the end of 2025", "⏳ 1 · ✅ 1 · ❌ 1"),
        "“The quiet library”, November 2024",
        "🔮 Q2 2025 Most questions go to the machine first.",
        "🔮 2025-12 Little translation of old catalogues is left.",
    ]
    assert narrowing(shown) == ["/timeline 2024", "/timeline 2026"]
    assert buttons(shown) == ["/timeline all", "/picture timeline 2025"]
    assert ask("/timeline p9", small, today=dt.date(2025, 3, 1)) == shown


def test_a_year_of_which_nobody_speaks_is_quiet_and_lies_between_others(small: Edition) -> None:
    shown = ask("/timeline", small, today=dt.date(2028, 3, 1))
    assert told(shown) == "No source dates anything to 2028."
    assert narrowing(shown) == ["/timeline 2026", "/timeline 2030"]


@pytest.mark.parametrize("called", ["all", "ALL", "全部"])
def test_the_whole_timeline_runs_by_year_past_and_forecast(small: Edition, called: str) -> None:
    shown = ask(f"/timeline {called}", small)
    assert [block.spans[0].text for block in shown.blocks if block.kind == "heading"] == [
        "2023",
        "2024",
        "2025",
        "2030",
    ]
    assert "📜 second half of 2023 The library lets" in told(shown)
    assert "“The quiet library”, November 2024\n🔮 Q2 2025 Most questions go to the machine first.\n" in told(shown)
    assert narrowing(shown) == [f"/timeline {each}" for each in (2023, 2024, 2025, 2026, 2030)]
    assert "3 forecasts run out by the end of 2025\n🔔 1 · ✅ 1 · ❌ 1" in told(shown)
    assert doors(shown) == ["/predictions 2024", "/predictions 2025"]


@pytest.mark.parametrize("year", ["2024", "２０２４", "2024年"])
def test_a_year_of_the_timeline_holds_what_reaches_into_it(small: Edition, year: str) -> None:
    shown = ask(f"/timeline {year}", small)
    assert shown.title == "Timeline 2024"
    assert "2023-12 – 2024-02" in told(shown) and "second half of 2023" not in told(shown)
    assert [block.spans[0].text for block in shown.blocks if block.kind == "heading"] == ["Over several years"]
    assert narrowing(shown) == ["/timeline 2023", "/timeline 2025"]
    assert buttons(shown) == ["/timeline all", "/picture timeline 2024"]


def test_a_year_in_which_only_windows_end_leads_to_them(small: Edition) -> None:
    assert doors(ask("/timeline 2026", small)) == ["/predictions 2026"]


@pytest.mark.parametrize("year", ["1999", "next", "一九", "9" * 900])
def test_a_year_of_which_nobody_speaks_leads_to_those_they_speak_of(small: Edition, year: str) -> None:
    shown = ask(f"/timeline {year}", small)
    assert shown.title == say("en", "unknown-title")
    assert "/timeline 2024" in narrowing(shown)
    assert [each for each in buttons(shown) if each.startswith("/picture")] == ["/picture timeline"]


# Advice


def test_advice_is_shown_by_audience(small: Edition) -> None:
    shown = ask("/advice", small)
    assert told(shown) == "Owners 2\n“The quiet library”, “Machine dough”\nWorkers 1\n“Machine dough”"
    assert doors(shown) == ["/advice owners", "/advice workers"]
    assert told(ask("/advice workers", small)) == (
        "One source advised them (2024): one piece of advice.\n“Machine dough”, March 2024\n"
        "👉 Learn to read the recipes the machine writes.\n"
        "Why, in March 2024: Later it will take a person to correct them."
    )
    assert buttons(ask("/advice workers", small)) == ["/advice workers where", "/advice"]


# Predictions

ALL = ["half-of-shops", "desk-first", "night-shift", "no-closures", "catalogues-done", "handmade-stays"]
ALL += ["handmade-dearer", "print-unread"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ("all", ALL),
        ("全部 due", ["catalogues-done"]),
        ("due", ["catalogues-done"]),
        ("open", ["night-shift", "no-closures", "handmade-stays"]),
        ("held", ["handmade-dearer"]),
        ("partly", ["half-of-shops"]),
        ("failed", ["desk-first"]),
        ("unclear", ["print-unread"]),
        ("HELD", ["handmade-dearer"]),
        ("应验", ["handmade-dearer"]),
        ("到期待判", ["catalogues-done"]),
        ("core", ["half-of-shops", "desk-first", "night-shift", "no-closures"]),
        ("aside", ["handmade-dearer", "print-unread"]),
        ("implied", ["print-unread"]),
        ("hedged core", ["half-of-shops", "night-shift"]),
        ("said with a hedge 2024", ["half-of-shops"]),
        ("说得肯定 次要论断", ["catalogues-done", "handmade-stays"]),
        ("2025", ["desk-first", "catalogues-done", "handmade-dearer"]),
        ("２０２５年", ["desk-first", "catalogues-done", "handmade-dearer"]),
        ("2031", []),
        ("translation", ["catalogues-done", "print-unread"]),
        ("翻译", ["catalogues-done", "print-unread"]),
        ("reading rooms", ["desk-first", "no-closures", "catalogues-done"]),
        ("quiet-library", ["desk-first", "no-closures", "catalogues-done", "print-unread"]),
        ("The Quiet Library", ["desk-first", "no-closures", "catalogues-done", "print-unread"]),
        ("《安静的图书馆》", ["desk-first", "no-closures", "catalogues-done", "print-unread"]),
        ("Ada Stone", ["desk-first", "no-closures", "catalogues-done", "print-unread"]),
        ("due translation 2025 quiet-library", ["catalogues-done"]),
        ("The quiet library core claim", ["desk-first", "no-closures"]),
        ("core libraries open", ["no-closures"]),
        ("libraries bakeries", []),
        ("held held", ["handmade-dearer"]),
        ("came true", ["handmade-dearer"]),
        ("说对了", ["handmade-dearer"]),
        ("没到期 core libraries", ["no-closures"]),
    ],
)
def test_filters_combine(small: Edition, filters: str, ids: list[str]) -> None:
    shown = ask(f"/predictions {filters}", small)
    assert {door.partition("/prediction ")[2].partition("/")[2] for door in fitting(shown)} == set(ids)
    for slug in small.by_slug:
        listed = [
            door.partition("/")[2] for each in fitting(shown) if slug in (door := each.removeprefix("/prediction "))
        ]
        assert listed == [each for each in ids if each in listed]
    assert shown.title == {0: "Forecasts", 1: "One forecast"}.get(len(ids), f"{len(ids)} forecasts")


def test_predictions_open_with_what_is_due_first_and_was_ruled_last(small: Edition) -> None:
    shown = ask("/predictions", small)
    assert (shown.title, shown.pages) == ("8 forecasts", 1)
    assert [
        (block.kind, block.spans[0].text.partition(",")[0].partition(" 202")[0])
        for block in shown.blocks
        if not block.command
    ] == [
        ("heading", "Due soonest"),
        ("group", "“The quiet library”"),
        ("group", "“Machine dough”"),
        ("heading", "Latest verdicts"),
        *(("group", "Ruled"),) * 2,
    ]
    assert "translators of old catalogues will have little left to do. ·\u00a0until 2025-12-31\n" in told(shown)
    assert "Ruled 2026-01-15 · “The quiet library”, November 2024\n❔ Machine translation" in told(shown)
    assert narrowing(shown) == [
        f"/predictions {each}" for each in ("due", "open", "held", "partly", "failed", "unclear")
    ]
    assert buttons(shown)[:2] == ["/predictions ruled", "/predictions all"]
    assert doors(ask("/predictions p5", small)) == doors(shown)


@pytest.mark.parametrize(
    ("filters", "states"),
    [
        ("ruled", {"held", "partly", "failed", "unclear", "void"}),
        ("ruled ten-hypotheses", {"held", "partly", "failed", "unclear", "void"}),
        ("leaning", {"open"}),
        ("leaning customer-service", {"open"}),
        ("open", set()),
        ("leaning-held", {"open"}),
        ("held", {"open", "partly", "failed", "unclear", "void"}),
    ],
)
def test_beside_several_states_only_those_among_them_are_counted(
    shipped: Edition, filters: str, states: set[str]
) -> None:
    shown = answer(f"/predictions {filters}", asking(shipped, "en", TODAY)).answer
    offered = {button.command.split()[1] for row in shown.filters for button in row}
    assert {each for each in offered if not each.startswith("leaning")} == states


def test_lists_name_a_source_once_and_no_paragraphs(small: Edition) -> None:
    shown = ask("/predictions all", small)
    assert [block.spans[0].text for block in shown.blocks if block.kind == "group"] == [
        "“Machine dough”, March 2024",
        "“The quiet library”, November 2024",
    ]
    assert "¶" not in told(shown) and all("\n" not in line for line in map(told_of, shown.blocks))


@languages
def test_filters_are_named_and_can_be_changed(small: Edition, language: Language) -> None:
    shown = ask("/predictions failed 图书馆 2025", small, language)
    assert (
        told(shown).splitlines()[0]
        == {
            "zh": "只看：❌ 落空、图书馆、2025",
            "zh-Hant": "只看：❌ 落空、圖書館、2025",
            "en": "Only: ❌ failed, Libraries, 2025",
        }[language]
    )
    assert narrowing(shown) == ["/predictions due libraries 2025"]
    assert buttons(shown) == ["/predictions", "/scores libraries 2025"]


@languages
@pytest.mark.parametrize(
    ("filters", "count", "ways_on"),
    [
        ("held 2031", 2, ["/predictions"]),
        ("2031", 1, ["/predictions"]),
    ],
)
def test_filters_that_fit_nothing_say_so_and_show_what_is_due_first(
    small: Edition, filters: str, count: int, ways_on: list[str], language: Language
) -> None:
    shown = ask(f"/predictions {filters}", small, language)
    assert say(language, "predictions-none", filters=count) in told(shown)
    assert say(language, "predictions-soonest") in told(shown)
    assert (narrowing(shown) + buttons(shown))[: len(ways_on)] == ways_on
    assert all(doors(ask(each, small)) for each in narrowing(shown) + buttons(shown) if each.startswith("/predictions"))


@languages
def test_all_that_have_a_verdict_are_listed_the_latest_first(small: Edition, language: Language) -> None:
    shown = ask("/predictions ruled", small, language)
    verdicts = {name: each.record.verdict for name, each in small.by_ref.items() if each.record.verdict}
    latest = sorted(verdicts, key=lambda name: verdicts[name].on, reverse=True)
    assert doors(shown) == [f"/prediction {name}" for name in latest] and len(latest) == 4
    assert told(shown).startswith(say(language, "filtered-by", filters=say(language, "state-ruled")))
    for name, verdict in verdicts.items():
        day, why = say(language, "ruled-day", date=str(verdict.on)), verdict.because.in_(language)
        at = [block.command for block in shown.blocks].index(f"/prediction {name}")
        assert told_of(shown.blocks[at + 1]) == f"{say(language, 'why-verdict')}\n{why}"
        assert any(block.kind == "group" and told_of(block).startswith(f"{day} · ") for block in shown.blocks[:at])
    assert doors(ask(f"/predictions {say(language, 'state-ruled')} libraries", small)) == [f"/prediction {latest[1]}"]


def test_a_word_that_is_no_filter_leads_to_the_nearest_with_the_others_kept(small: Edition) -> None:
    shown = ask("/predictions held bakerys", small)
    assert told(shown) == "I don’t know “bakerys” as a state, leaning, field, document or year."
    assert buttons(shown) == ["/predictions held bakeries", "/predictions", "/search bakerys"]


def test_a_prediction_shows_its_verdict_with_reason_and_evidence(small: Edition) -> None:
    shown = whole("/prediction half-of-shops", small)
    assert shown.title == "🌓 Forecast · partly"
    assert told(shown) == (
        "A forecast of March 2024:\n"
        "By the end of 2024, half of the town's bakeries will use a machine that adjusts recipes.\n"
        "Lin Xiaomai (林小麦) · “Machine dough” 2024-03-05 · ¶4 · until 2024-12-31\n"
        "🌓 partly · 2025-02-01\nThe guild counted four in ten.\n"
        "This rule was written 2025-01-10, after the window had ended.\n"
        "Evidence: 1 against, 1 cutting both ways\n"
        "Cuts both ways: 25 of 62 shops use the machine.\n面包师协会 Bakers' Guild · primary source · 2024-12-20\n\n"
        "Contradicts it: There are hardly any in the north of town.\n“hardly any north of the river”\n"
        "街角日报 · copy of 城北晚报 · press · undated, seen 2025-02-01 · stored copy\n"
        "How it is decided: How many shops use the machine in the guild's count at the end of the year?\n"
        "Held: Half or more.\nPartly: Three tenths to a half.\nFailed: Fewer than three tenths.\n"
        "Void: Every bakery in town has closed.\nDecided by: The guild's count at the end of the year.\n"
        "Failing that: What the Corner Daily reports.\n"
        "Window: 2024-03-05 – 2024-12-31\nThe text says “before the end of this year”.\n"
        "Wording: said with a hedge, core claim\n"
        "How the rule read before\n"
        "How it is decided: Do half of the shops use the machine?\n"
        "Held: Half or more.\nPartly: Four tenths or more.\nFailed: Fewer than four tenths.\nVoid: No shops are left.\n"
        "Decided by: The guild.\nFailing that: The paper.\n2024-06-01 – 2025-01-10\n"
        "If things had stayed as they were: ❌ failed\nThree shops used one at the time.\n"
        "One could also read it so: 🌓 partly\nWhere it says so\n"
        "“Dough kneaded by a machine” 2024-03-05\n"
        "The Corner Daily (街角日报) · reposted 2024-04-01 · 9 paragraphs\nRead the original\n"
        "“The forecast”: ¶4"
    )
    assert [span.url for block in shown.blocks for span in block.spans if span.url] == [
        "https://example.org/guild/2024?page=2#count",
        "https://example.org/paper",
        "https://example.org/stored/paper",
        "https://example.org/dough",
    ]
    on = ["/sector bakeries", "/briefing machine-dough", "/predictions machine-dough"]
    assert buttons(shown) == ["/appeal machine-dough/half-of-shops", *on]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_known_of_a_prediction_stands_on_two_pages_at_most(shipped: Edition, language: Language) -> None:
    pages = {name: ask(f"/prediction {name}", shipped, language).pages for name in shipped.by_ref}
    assert {name: count for name, count in pages.items() if count > 2} == {}


def test_an_author_of_several_documents_is_a_filter_for_all_of_them(changed: Callable[..., Edition]) -> None:
    edition = changed("seeds/library-2024.yaml", ('{zh: "Ada Stone", en: "Ada Stone"}', AUTHOR))
    for name in ("林小麦", "Lin Xiaomai (林小麦)"):
        shown = ask(f"/predictions {name} core", edition)
        assert len(doors(shown)) == 4
        assert told(shown).startswith("Only: Lin Xiaomai (林小麦), core claim\n")
        assert "/predictions partly 林小麦 core" in narrowing(shown)
    assert told(ask("/predictions 林小麦 core", edition, "zh")).startswith("只看：林小麦、核心论断\n")


def test_a_replaced_ruling_stays_visible_below_the_verdict(small: Edition) -> None:
    shown = whole("/prediction desk-first", small)
    assert shown.title == "❌ Forecast · failed"
    assert (
        "❌ failed · 2025-10-01\nThe machine took one in five.\n"
        "This rule was written 2024-11-01, before the window ended.\n"
        "Evidence: 2 against\n"
        "Contradicts it: Only one library in the county lets the machine answer first.\n"
        "县文化处 · primary source · August 2025\n\n"
        "Contradicts it: Eight of ten questions still went to a person.\nShelf Talk · press · 2025-08-20\n"
        "Ruled before, and wrongly\n"
        "🌓 partly · 2025-09-05\nWe looked at one library alone and overrated the machine.\n"
        "Evidence: 1 cutting both ways\n"
        "Cuts both ways: At one library the machine took half of the questions first.\n"
        "书架闲谈 · secondary source · Q2 2025\n"
    ) in told(shown)
    assert "https://example.org/one-desk" in [span.url for block in shown.blocks for span in block.spans]


def test_a_ruling_replaced_by_the_same_outcome_was_not_wrong(changed: Callable[..., Edition]) -> None:
    shown = told(
        whole("/prediction desk-first", changed("briefings/quiet-library.yaml", ("outcome: partly", "outcome: failed")))
    )
    assert f"\n{say('en', 'rulings-earlier')}\n❌ failed · 2025-09-05" in shown
    assert say("en", "rulings-replaced") not in shown


def test_a_figure_is_found_with_its_value_and_an_event_with_its_time(small: Edition) -> None:
    assert "6,000 元 一家店每月省下的钱。" in told(whole("/search 每月省下", small, "zh"))
    assert "2023 年下半年 图书馆让模型回复" in told(whole("/search 咨询台的邮件", small, "zh"))


def test_no_space_follows_a_colon_that_brings_its_own(small: Edition) -> None:
    shown = told(whole("/prediction half-of-shops", small, "zh"))
    assert "正反都有：" in shown and "： " not in shown


@languages
def test_a_prediction_without_a_verdict_tells_why_it_waits(small: Edition, language: Language) -> None:
    pending = small.by_ref["quiet-library/no-closures"].record.pending
    assert pending
    waiting = f"{say(language, 'no-verdict-due')}\n{pending.in_(language)}"
    assert f"\n{waiting}\n" in told(ask("/prediction no-closures", small, language, today=dt.date(2034, 11, 1)))
    assert f"\n{say(language, 'no-verdict-open')}\n" in told(ask("/prediction handmade-stays", small, language))


@pytest.mark.parametrize(
    ("day", "state"),
    [("2024-03-05", "open"), ("2025-12-31", "open"), ("2026-01-01", "due"), ("2036-01-01", "due")],
)
def test_a_prediction_is_open_through_the_last_day_of_its_window(small: Edition, day: str, state: str) -> None:
    today = dt.date.fromisoformat(day)
    shown = ask("/prediction catalogues-done", small, today=today)
    assert shown.title.endswith(state)
    assert say("en", f"no-verdict-{state}") in told(shown)
    due = fitting(ask("/predictions due", small, today=today))
    assert ("/prediction quiet-library/catalogues-done" in due) == (state == "due")


@pytest.mark.parametrize(("day", "mark"), [("2034-10-31", "⏳"), ("2034-11-01", "🔔")])
def test_a_prediction_without_end_falls_due_on_the_day_of_its_rule(small: Edition, day: str, mark: str) -> None:
    shown = whole("/prediction no-closures", small, today=dt.date.fromisoformat(day))
    assert mark in shown.title and "Window: from 2024-11-01, no end date" in told(shown)


# Debates


@languages
def test_debates_are_listed_with_how_they_stand(small: Edition, language: Language) -> None:
    shown = ask("/debates", small, language)
    assert doors(shown) == ["/debate how-soon", "/debate who-stays"]
    kinds = [told_of(block) for block in shown.blocks if block.kind == "group"]
    assert kinds == [say(language, "relation-mixed")]
    assert told_of(shown.blocks[-1]).endswith(
        f"? · {say(language, 'debate-sources', count=2)}".replace("?", "?" if language == "en" else "？")
    )


def test_an_edition_without_debates_says_so(files: dict[str, bytes]) -> None:
    edition = build_edition({file: text for file, text in files.items() if file != "briefings/debates.yaml"})
    assert told(ask("/debates", edition)) == say("en", "debates-none")
    assert ask("/debate x", edition).title == say("en", "unknown-title")


# Search


@pytest.mark.parametrize("question", ["/search bread", "/search BREAD"])
def test_typing_words_searches(small: Edition, question: str) -> None:
    shown = ask(question, small)
    assert doors(shown)[0] == "/sector bakeries"
    assert "/prediction machine-dough/handmade-stays" in doors(shown)
    assert shown.title == f"{len(shown.blocks)} statements on “{question.removeprefix('/search ')}”"


@languages
def test_what_is_not_there_is_said_with_words_to_try(small: Edition, language: Language) -> None:
    shown = ask("xyzzy", small, language)
    assert told(shown) == say(language, "search-none", words="xyzzy")
    assert all(command.startswith("/search ") for command in buttons(shown)) and len(buttons(shown)) == 6


@languages
def test_an_empty_search_says_how(small: Edition, language: Language) -> None:
    for nothing in ("/search", "", "  "):
        assert told(ask(nothing, small, language)) == say(language, "search-how")


def test_a_search_no_button_can_carry_shows_one_page_and_counts_only_that(edition: Edition) -> None:
    shown = ask("/search 企业应该怎么样利用大模型来做好客户服务呢？请讲讲", edition, "zh")
    assert (shown.page, shown.pages) == (1, 1)
    assert f"最相关的 {len(shown.blocks)} 条" in shown.title
    carried = ask("/search 企业应该怎么样利用大模型", edition, "zh")
    assert carried.pages > 1 and "最相关的 40 条" in carried.title


# Names


def spellings(name: str) -> list[str]:
    """Return how readers may type a name: in other case and width, with spaces around, in quotation marks."""
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in name)
    return [name, name.upper(), wide, f"  {name} ", f"《{name}》", f"“{name}”"]


def test_every_name_of_a_field_or_an_audience_finds_it(edition: Edition) -> None:
    fields, audiences = edition.vocabulary.sectors, edition.vocabulary.audiences
    for command, terms, known in (
        ("sector", fields, names.of_sectors(edition)),
        ("advice", audiences, names.of_audiences(edition)),
    ):
        for term in terms:
            called = [term.id, term.name.zh, term.name.en, *term.aliases]
            assert {known.find(spelling) for name in called for spelling in spellings(name)} == {term.id}
            shown = [ask(f"/{command} {name}", edition) for name in called[:3]]
            assert term.name.en in shown[0].title and shown == [shown[0]] * 3


def test_every_name_of_a_document_finds_it_and_all_its_pages(edition: Edition) -> None:
    for slug, briefing in edition.by_slug.items():
        card, shown = edition.card(briefing), ask(f"/briefing {slug} caveats p2", edition)
        assert shown.page == 2
        called = [slug, card.title.zh, card.title.en, card.source, *(each.en for each in card.authors)]
        called += [asking(edition, "zh", TODAY).title(card)] + ([card.short.zh, card.short.en] if card.short else [])
        assert {names.of_briefings(edition).find(spelling) for name in called for spelling in spellings(name)} == {slug}
        assert all(ask(f"/briefing {name} caveats p2", edition) == shown for name in called)


@languages
def test_every_question_of_a_debate_finds_it(edition: Edition, language: Language) -> None:
    for debate in edition.debates:
        for name in (debate.question.zh, debate.question.en):
            assert ask(f"/debate {name}", edition, language) == ask(f"/debate {debate.id}", edition, language)


def test_every_id_of_a_prediction_finds_it(edition: Edition) -> None:
    for reference in edition.by_ref:
        shown = ask(f"/prediction {reference}", edition)
        assert ask(f"/prediction {reference.upper()}", edition) == shown
        assert ask(f"/prediction {reference.partition('/')[2]}", edition) == shown


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/sector custmer-service", "/sector customer-service"),
        ("/sector customer servce", "/sector customer-service"),
        ("/sector customer-servise", "/sector customer-service"),
        ("/sector 智能客", "/sector customer-service"),
        ("/advice foundrs", "/advice founders"),
        ("/advice 创业者们", "/advice founders"),
        ("/briefing ten-hypothesis", "/briefing ten-hypotheses"),
        ("/briefing 十个假说", "/briefing ten-hypotheses"),
        ("/prediction support-frst", "/prediction ten-hypotheses/support-first"),
        ("/debate programers", "/debate programmers"),
        ("/predictions opened", "/predictions open"),
        ("/predictions 应验啦", "/predictions held"),
        ("/sektors", "/sectors"),
        ("/predicton support-first", "/prediction support-first"),
    ],
)
@languages
def test_a_near_miss_leads_to_what_is_meant(edition: Edition, typed: str, meant: str, language: Language) -> None:
    shown = ask(typed, edition, language)
    assert shown.title == say(language, "unknown-title")
    assert buttons(shown)[0] == meant
    assert ask(meant, edition, language).title != say(language, "unknown-title")
    assert len(buttons(shown)) > 1


@pytest.mark.parametrize("kind", ["sector", "advice", "briefing", "prediction", "debate", "predictions"])
@pytest.mark.parametrize("called", ["xyzzyx", "量子纠缠", "《》", "z" * 900, "\u202e\ud800!", "'; drop table"])
def test_a_name_nobody_bears_still_has_ways_on(edition: Edition, kind: str, called: str) -> None:
    shown = ask(f"/{kind} {called}", edition)
    assert shown.title == say("en", "unknown-title")
    assert len(told(shown)) < 200 and buttons(shown)
    assert all(Button("", command).fits for command in buttons(shown))


def test_an_unknown_command_says_so_and_offers_help(small: Edition) -> None:
    shown = ask("/frobnicate", small)
    assert told(shown) == "There is no command /frobnicate."
    assert buttons(shown) == ["/help"]


@pytest.mark.parametrize("name", [*COMMANDS, "frobnicate"])
def test_no_command_fails_whatever_follows_it(small: Edition, name: str) -> None:
    for words in ("", "p0", "p9999", "a/b", "/", "\ud83d", "🔔" * 300, "2024-2025", "{x}", "%s", "x " * 500, "-1"):
        for language in LANGUAGES:
            shown = ask(f"/{name} {words}", small, language)
            assert shown.title and 1 <= shown.page <= shown.pages
            assert all(len(command.encode()) <= EVERYWHERE.command for command in buttons(shown) + doors(shown))


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if not command.paged])
def test_an_answer_to_a_command_that_reads_no_page_has_one_or_its_pages_are_those_of_another(
    edition: Edition, name: str
) -> None:
    for words in ("", "yes", "zh", "me", "timeline", "sun 9 London", "x " * 500, f"{next(iter(edition.by_ref))} 50"):
        for language in LANGUAGES:
            shown = ask(f"/{name} {words}", edition, language)
            assert shown.pages == 1 or COMMANDS[parse(shown.command)[0]].paged, words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/picture timeline", "/timeline"),
        ("/picture timeline 2024", "/timeline 2024"),
        ("/picture timeline machine-dough", "/briefing machine-dough"),
        ("/picture scores", "/scores"),
        ("/picture me", "/scores"),
        ("/picture guesses", "/scores"),
        ("/picture", "/timeline"),
    ],
)
def test_a_picture_is_drawn_and_leads_to_the_same_in_words(
    small: Edition, language: Language, command: str, words: str
) -> None:
    shown = ask(command, small, language)
    assert shown.picture.startswith("<svg") and buttons(shown) == [words]


@pytest.mark.parametrize("text", ["\ud800/0", "\x00/nosuch 2", "\u200b/sectors", "/0\x00"])
def test_what_does_not_show_before_a_command_makes_no_error_of_it(edition: Edition, text: str) -> None:
    assert ask(text, edition).title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            "/appeal quiet-library/desk-first Not  this day:\nit is wrong",
            "quiet-library/desk-first · Not this day: it is wrong",
        ),
        ("/appeal quiet-library/desk-first off", "quiet-library/desk-first · off"),
        ("/search open all day", "open all day"),
        ("/term Some long name", "Some long name"),
        ("/timeline 2024", "2024"),
        ("/appeal", ""),
    ],
)
def test_a_text_of_ones_own_is_shown_as_it_was_written(
    small: Edition, language: Language, command: str, said: str
) -> None:
    name = say(language, f"name-{parse(command).name}")
    assert as_said(command, asking(small, language, TODAY), "") == (f"{name} · {said}" if said else name)
