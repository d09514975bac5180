"""A draft says what a document says of itself and where to look, holds none of its sentences, and is never complete."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.__main__ import main
from bot.cli import draft_files
from bot.content.assembling import build_edition
from bot.content.briefing import Briefing, Card, Language, Term, Vocabulary
from bot.content.edition import InvalidEdition
from bot.content.reading import read_file
from bot.content.values import FileName
from bot.content.yaml_comments import WORKING_NOTE
from bot.documents.document import Original, read_document
from bot.documents.metadata import Declared, Fact
from bot.drafting.forecasts import MOST_CHARACTERS, MOST_WORDS, STRONG, Foretold, foretold
from bot.drafting.mentions import terms_named, years
from bot.drafting.skeleton import Skeleton, SourceFile, Undraftable, skeleton_of
from bot.words import WRITTEN, say
from tests.conftest import ROOT
from tests.support.documents import SENTENCES, locked, noise, page, pdf
from tests.support.home import Ended, Home, checked
from tests.support.marked import assert_readable

PUBLISHED = dt.date(2024, 3, 5)
TO_BE_WRITTEN = {"empty-text", "nothing", "too-few", "day", "notes"}
"""What `check` says of a skeleton, and nothing else: what is to be written, and to be deleted in the end."""

MARKDOWN = f"""---
title: Dough kneaded by a machine
author: Ada Stone
date: 2024-03-05
---

# What comes

{SENTENCES[0]}
{SENTENCES[1]}
{SENTENCES[2]}
"""
CHINESE = """机器揉的面
作者：林小麦，发布时间：2024年3月5日
去年冬天，城南三家面包店装上了会看面团的摄像头，配方由一个大模型来调，老板们都说省心。
到2027年底以前，城里一半的面包店将用上这种机器，夜班揉面的师傅在未来五年会少掉三成。
"""
HEAD = (
    '<meta property="og:title" content="Dough kneaded by a machine"><meta name="author" content="Ada Stone">'
    '<meta property="article:published_time" content="2024-03-05"><meta property="og:site_name" content="Corner Daily">'
)
DOCUMENTS = {
    "dough.md": MARKDOWN.encode(),
    "mian.txt": CHINESE.encode(),
    "dough.html": page("<h1>Dough</h1>", *(f"<p>{each}</p>" for each in SENTENCES), head=HEAD).encode(),
    "dough.pdf": pdf([SENTENCES], [("Title", "Dough"), ("Author", "Ada Stone"), ("CreationDate", "D:20240305")]),
}
kinds = pytest.mark.parametrize("file", DOCUMENTS)


def drafted(
    file: str, content: bytes, slug: str = "draft", words: Vocabulary | None = None, language: Language = "en"
) -> Skeleton:
    return skeleton_of(SourceFile(file, content, read_document(file, content)), slug, words, language)


def data(text: str) -> dict[str, object]:
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found


def facts(file: str, content: bytes) -> dict[str, object]:
    """What the card of a draft says, less its fingerprints."""
    return {key: value for key, value in data(drafted(file, content).card).items() if key != "fingerprints"}


# What stands in a card


def test_a_card_says_what_the_document_says_of_itself_and_where() -> None:
    card = drafted("mian.txt", CHINESE.encode()).card
    assert 'title: {zh: "机器揉的面", en: ""}  # found: ¶1\n' in card
    assert 'authors:\n  - {zh: "林小麦", en: ""}  # found: ¶2\n' in card
    assert "published: 2024-03-05  # found: ¶2\n" in card and "language: zh\n" in card and "paragraphs: 4\n" in card


def test_names_in_latin_letters_are_the_same_in_both_languages_but_titles_are_not() -> None:
    made = facts("dough.html", DOCUMENTS["dough.html"])
    assert made["title"] == {"zh": "", "en": "Dough kneaded by a machine"}
    assert made["authors"] == [{"zh": "Ada Stone", "en": "Ada Stone"}]
    assert made["publisher"] == {"zh": "Corner Daily", "en": "Corner Daily"}


def test_a_copy_is_dated_beside_its_original() -> None:
    made = facts("a.txt", ("2024-05-30 08:51\n首发于2024年1月22日\n" + CHINESE).encode())
    assert made["published"] == dt.date(2024, 1, 22) and made["reposted"] == dt.date(2024, 5, 30)


def test_what_is_not_found_stands_empty() -> None:
    made = facts("a.txt", "面包店。\n".encode())
    assert made["title"] == made["publisher"] == {"zh": "", "en": ""} and made["authors"] == [{"zh": "", "en": ""}]
    assert made["published"] is made["kind"] is None and "url" not in made and "reposted" not in made


def test_a_site_stands_in_for_a_publisher() -> None:
    made = facts("a.md", b"---\nurl: https://www.example.org/dough\n---\nSome words.\n")
    assert (
        made["publisher"] == {"zh": "example.org", "en": "example.org"}
        and made["url"] == "https://www.example.org/dough"
    )


# What stands in a briefing


@kinds
def test_a_skeleton_reads_as_yaml_and_everything_left_in_it_is_to_be_written(file: str) -> None:
    made = drafted(file, DOCUMENTS[file])
    found = [
        *read_file("briefings/draft.yaml", made.briefing.encode()).problems,
        *read_file(f"seeds/{made.card_file}", made.card.encode()).problems,
    ]
    assert_readable(tuple(found))
    assert {each.code for each in found} == TO_BE_WRITTEN
    blanks = re.findall(r'""|\[\]$|^ *(?:- )?[a-z]+:(?:  #.*)?$', made.briefing + made.card, re.MULTILINE)
    assert len(found) > 35 and len(blanks) >= len(found)


@kinds
def test_a_skeleton_never_passes_for_a_briefing(file: str, files: dict[str, bytes]) -> None:
    made = drafted(file, DOCUMENTS[file])
    with pytest.raises(InvalidEdition) as refused:
        build_edition(
            {**files, "briefings/draft.yaml": made.briefing.encode(), f"seeds/{made.card_file}": made.card.encode()}
        )
    assert {each.file for each in refused.value.problems} == {"briefings/draft.yaml", f"seeds/{made.card_file}"}


def completed(text: str) -> str:
    """A file in which somebody has written all that was empty, and deleted the notes."""
    written = re.sub(rf"^ *{WORKING_NOTE}.*\n", "", text, flags=re.MULTILINE)
    written = written.replace("observations:\n  - id:", "observations:\n  - id: second")
    written = written.replace('until: ""', "until: null").replace('from: ""', "from: 2024-03-05")
    written = written.replace("sectors: []", "sectors: [bakeries]").replace("[]", "[1]").replace('""', '"x"')
    for key, value in {
        "sector": "bakeries",
        "stance": "mixed",
        "when": "2024",
        "kind": "past",
        "audience": "owners",
        "id": "first",
        "certainty": "plain",
        "weight": "minor",
        "published": "2024-03-05",
        "on": "2024-03-05",
        "written": "9999-12-31",
        "language": "en",
    }.items():
        written = re.sub(rf"^( *(?:- )?{key}:)(?=  #|$)", rf"\1 {value}", written, flags=re.MULTILINE)
    return written


@kinds
def test_a_completed_draft_is_a_briefing_that_agrees_with_its_original(
    file: str, bot: Callable[..., Ended], tmp_path: Path
) -> None:
    (tmp_path / "sources" / file).write_bytes(DOCUMENTS[file])
    made = bot("draft", f"sources/{file}", "--slug", "draft")
    assert (made.code, made.err) == (0, "")
    for path in (tmp_path / "briefings/draft.yaml", tmp_path / "seeds" / f"{file.partition('.')[0]}.yaml"):
        text = completed(path.read_text(encoding="utf-8"))
        path.write_text(text.replace("kind: past  # article", "kind: article  # article"), encoding="utf-8")
    assert bot("register").code == 0
    assert bot("check").lines == []
    agreed = bot("verify", "--sources", "sources")
    assert (agreed.code, agreed.err) == (0, "")


@kinds
def test_a_completed_draft_is_one_until_its_notes_are_deleted(file: str) -> None:
    made = drafted(file, DOCUMENTS[file]).briefing
    noted = "".join(f"{line}\n" for line in made.splitlines() if WORKING_NOTE in line)
    assert not read_file("briefings/draft.yaml", completed(made).encode()).problems
    (left,) = read_file("briefings/draft.yaml", (completed(made) + noted).encode()).problems
    assert (left.code, left.mark.line) == ("notes", completed(made).count("\n") + 1)
    assert dict(left.args) == {"count": noted.count("\n")}


@kinds
@pytest.mark.parametrize("language", WRITTEN)
def test_notes_are_marked_and_without_them_nothing_is_different(file: str, language: Language) -> None:
    made = drafted(file, DOCUMENTS[file], language=language).briefing
    kept = [line for line in made.splitlines() if WORKING_NOTE not in line]
    assert len(kept) < len(made.splitlines()) and data("\n".join(kept)) == data(made)
    assert say(language, "draft-forecasts") in made
    assert bool(re.search("[\u3400-\u9fff]", "".join(re.findall("#.*", made)))) == (
        language == "zh" or file == "mian.txt"
    )


def sentences(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[。！？\n]|\. ?", text) if len(each.strip()) > 12]


@kinds
def test_no_sentence_of_the_source_stands_in_a_draft(file: str) -> None:
    document = read_document(file, DOCUMENTS[file])
    made = drafted(file, DOCUMENTS[file])
    told = [each for each in document.paragraphs[document.first - 1 :] for each in sentences(each)]
    assert told and not [each for each in told if each in made.briefing or each in made.card]


def test_no_sentence_of_the_small_sources_stands_in_their_drafts() -> None:
    for path in (ROOT / "tests" / "small" / "sources").iterdir():
        made = drafted(path.name, path.read_bytes())
        assert not [each for each in sentences(path.read_text(encoding="utf-8")) if each in made.briefing]


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("content", "language"),
    [(b"By 2027 it will be so.\n" * 30_000, "en"), ("到2027年将如此。\n".encode() * 19_000, "zh")],
)
def test_a_book_full_of_forecasts_still_makes_files_that_are_read(content: bytes, language: Language) -> None:
    content = b"\n".join(content.splitlines()[:19_000])
    made = drafted("a.txt", content, language=language)
    for file, text in (("briefings/draft.yaml", made.briefing), ("seeds/a.yaml", made.card)):
        assert {each.code for each in read_file(file, text.encode()).problems} <= TO_BE_WRITTEN


FACTS: list[Fact] = ["title", "authors", "publisher", "url"]


@pytest.mark.exhaustive
@given(st.lists(st.text(min_size=1), min_size=1), st.sets(st.sampled_from(FACTS)), st.text(min_size=1))
def test_whatever_a_document_says_the_files_stay_files(paragraphs: list[str], told: set[Fact], value: str) -> None:
    original = Original({name: Declared((value,), "HTML") for name in told}, tuple(paragraphs), 1)
    made = skeleton_of(SourceFile("a.txt", b"x", original), "draft", None, "en")
    for file, text, record in (("briefings/draft.yaml", made.briefing, Briefing), ("seeds/a.yaml", made.card, Card)):
        reading = read_file(file, text.encode())
        assert {each.code for each in reading.problems} <= TO_BE_WRITTEN
        assert set(data(text)) <= set(record.model_fields)


# Forecasts


def found(text: str) -> list[Foretold]:
    return list(foretold([text], 1, PUBLISHED))


@pytest.mark.parametrize(
    "text",
    [
        "未来五年它不会熄火。",
        "客服行业将最先被替代。",
        "我们预计渗透率会迅猛增长。",
        "监管部门有望出台新的标准。",
        "项目经理也可能被颠覆。",
        "或许能顶替更高的职能。",
        "一、开始摘果子(2024)",
        "电力迟早比显卡更稀缺。",
        "如果成本再降一半，就进入可用区间。",
        "By 2027 half of all bakeries use one.",
        "Within five years night shifts are gone.",
        "Everyone will have one of these.",
        "We expect prices to fall.",
        "It may one day be good enough.",
        "That'll change.",
        "Half of the staff is likely to leave.",
        "Prices are expected to fall over the next two to three years.",
    ],
)
def test_a_sentence_about_what_comes_is_found(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "去年冬天装上了摄像头。",
        "这是社会的机会，也是协会的会议。",
        "他学会了开会。",
        "将近一半的店铺在城南。",
        "已将配方输入机器。",
        "2023年装上了第一台。",
        "写于2024年3月5日。",
        "[未来](https://example.org/will-2027)",
        "The bakery opened in 2019.",
        "They did it of their own free will.",
        "Posted on 2024-05-30.",
        "It weighs 2030.5 grams.",
    ],
)
def test_a_sentence_about_what_was_is_not(text: str) -> None:
    assert found(text) == []


def test_words_that_only_point_ahead_weigh_more_than_words_that_also_do_other_work() -> None:
    weights = [found(text)[0].weight for text in ("它会来。", "预计它会来。", "预计它未来会取代师傅。")]
    assert weights == sorted(weights) and len(set(weights)) == 3 and weights[0] < STRONG <= weights[1]


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("到2027年底以前将有一半。", "2027-12-31"),
        ("这会在2024~2026年发生。", "2026-12-31"),
        ("未来三年会改变。", "2027-03-05"),
        ("未来5-10年会改变。", "2034-03-05"),
        ("两年内会改变。", "2026-03-05"),
        ("明年会改变。", "2025-12-31"),
        ("By 2030 it will change.", "2030-12-31"),
        ("It will change within two to three years.", "2027-03-05"),
        ("It will change in the next decade.", "2034-03-05"),
        ("It will change.", None),
        ("2023年不会改变。", None),
    ],
)
def test_the_end_a_sentence_names_is_reckoned_from_the_day_of_publication(text: str, until: str | None) -> None:
    assert found(text)[0].until == (dt.date.fromisoformat(until) if until else None)


def test_a_leap_day_has_its_like_in_other_years() -> None:
    [one] = foretold(["三年内会改变。"], 1, dt.date(2024, 2, 29))
    assert one.until == dt.date(2027, 2, 28)


def test_without_a_day_of_publication_any_year_may_lie_ahead() -> None:
    [one] = foretold(["In 2021 it will rain."], 1, None)
    assert one.until == dt.date(2021, 12, 31)


def test_a_sentence_that_leads_into_a_list_takes_the_list_along() -> None:
    text = ["以后会看到：", "• 一个", "• 两个", "别的。", "以后会看到："]
    assert [(each.paragraph, each.last) for each in foretold(text, 1, None)] == [(1, 3), (5, 5)]


def test_of_a_paragraph_all_likely_sentences_are_found_but_of_the_others_only_one() -> None:
    assert len(found("它会来。它会走。")) == 1
    assert len(found("预计它会来。它会走。未来它会取代师傅。")) == 2


def test_front_matter_is_not_looked_through() -> None:
    assert "¶3" not in drafted("a.md", b"---\ntitle: x\ntags: will, 2030\n---\nNothing.\n").briefing


@given(st.text(st.sampled_from("未来将会变成面包，。 ab.will2030年"), min_size=1, max_size=80))
def test_an_excerpt_is_short_and_never_more_than_half_of_its_sentence(text: str) -> None:
    for each in found(text):
        words = re.findall(r"[A-Za-z0-9][A-Za-z0-9.,%’'-]*|[\u3400-\u9fff]|\S", each.excerpt)
        everything = re.findall(r"[A-Za-z0-9][A-Za-z0-9.,%’'-]*|[\u3400-\u9fff]|\S", text)
        most = MOST_CHARACTERS if re.search("[\u3400-\u9fff]", text) else MOST_WORDS
        assert each.excerpt in text and 1 <= len(words) <= most
        assert len(words) == 1 or len(words) <= len(everything) // 2


def test_a_note_says_where_by_which_words_and_until_when() -> None:
    made = drafted("mian.txt", CHINESE.encode()).briefing
    assert "  #~   ! ¶4 2027, 年底以前, 将, 未来, 会 · 到2027年底以前，城里一半的 → 2029-03-05\n" in made


# Fields, audiences, years


def term(name: str, *aliases: str) -> Term:
    return Term.model_validate({"id": "x", "name": {"zh": name, "en": "Bakery"}, "aliases": aliases})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("城南的面包店关门了", "¶1 (面包店)"),
        ("Two bakerys and a BAKERY", "¶1 (bakery, bakerys)"),
        ("用AI做面包", "¶1 (ai)"),
        ("said on air", ""),
        ("AI店和面包店铺", "¶1 (ai, 面包店铺)"),
    ],
)
def test_a_field_is_named_by_any_of_its_names(text: str, expected: str) -> None:
    assert [line.partition(" ")[2] for line in terms_named({1: text}, [term("面包店", "AI", "面包店铺")])] == [
        expected
    ][: bool(expected)]


def test_fields_stand_with_their_paragraphs_the_most_frequent_first(small_words: Vocabulary) -> None:
    text = dict(enumerate(["图书馆", "面包店", "面包店", "x", "面包店和图书馆", *["图书馆", "x"] * 30], 1))
    bakeries, libraries = Term.model_validate({**small_words.sectors[0].model_dump(), "id": "b"}), term("图书馆")
    lines = list(terms_named(text, [bakeries, libraries]))
    assert lines[0].startswith("x ¶1, 5-6, 8, 10,") and lines[0].endswith(", … (图书馆)")
    assert lines[1].startswith("b ¶2-3, 5 (")


@pytest.fixture
def small_words(files: dict[str, bytes]) -> Vocabulary:
    record = read_file("briefings/vocabulary.yaml", files["briefings/vocabulary.yaml"]).record
    assert isinstance(record, Vocabulary)
    return record


def test_fields_and_audiences_of_the_vocabulary_are_suggested(small_words: Vocabulary) -> None:
    made = drafted("mian.txt", CHINESE.encode(), words=small_words).briefing
    assert re.search(r"^  #~   bakeries ¶3-4 \(.*面包店.*\)$", made, re.MULTILINE)


def test_addresses_name_neither_fields_nor_years(small_words: Vocabulary) -> None:
    text = "See [this](https://example.org/2031/bakeries) and https://example.org/2032/bakeries."
    made = drafted("a.txt", text.encode(), words=small_words).briefing
    assert "203" not in made and "bakeries" not in made


def test_years_are_listed_but_not_other_numbers() -> None:
    text = {1: "2024年，1999 and 2024", 2: "2024.5 and 12024 and 2024/05 but 2030s"}
    assert list(years(text)) == ["1999 ¶1", "2024 ¶1", "2030 ¶2"]


# Names


@pytest.mark.parametrize(
    ("title", "file", "slug"),
    [
        ("Dough kneaded by a machine", "a.md", "dough-kneaded-by-a"),
        ("机器揉的面", "001_dough.md", "001-dough"),
        ("Antidisestablishmentarianism, again", "a.md", "antidisestablishmentaria"),
        ("!", "___.md", "draft"),
        ("Rules", "a.md", "rules-1"),
        ("机器揉的面", "debates.md", "debates-1"),
        ("Vocabulary", "a.md", "vocabulary-1"),
        ("2024", "a.md", "2024-1"),
    ],
)
def test_a_name_is_made_from_the_title_or_the_file(title: str, file: str, slug: str) -> None:
    original = Original({"title": Declared((title,), "HTML")}, ("x",), 1)
    assert skeleton_of(SourceFile(file, b"x", original), "", None, "en").briefing_file == f"{slug}.yaml"


@pytest.mark.parametrize(
    ("slug", "near"),
    [
        ("Not a slug", "not-a-slug"),
        ("vocabulary", "vocabulary-1"),
        ("p9", "p9-1"),
        ("rules", "rules-1"),
        ("debates", "debates-1"),
        ("../a", "a"),
    ],
)
def test_a_name_that_no_briefing_can_have_is_refused_with_a_better_one(slug: str, near: str) -> None:
    with pytest.raises(Undraftable) as refused:
        skeleton_of(SourceFile("a.md", b"x", Original({}, ("x",), 1)), slug, None, "en")
    assert (refused.value.found.code, dict(refused.value.found.args)["near"]) == ("slug", near)
    assert_readable((refused.value.found,))


X = "2d711642"
"""How the SHA-256 of x begins."""


@pytest.mark.parametrize(
    ("file", "slug", "expected"),
    [
        ("report_2024.PDF", "", "report_2024.PDF"),
        ("大模型的十个假设.pdf", "", f"source-{X}.pdf"),
        ("大模型的十个假设.pdf", "ten", "ten.pdf"),
        ("weekly issue 300 (1).md", "", "weekly-issue-300-1.md"),
        ("weekly issue 300 (1).md", "ten", "weekly-issue-300-1.md"),
        ("关于AI的报告 2024.html", "", f"AI-2024-{X}.html"),
        ("Café crème.md", "", "Cafe-creme.md"),
        ("Cafe\u0301.md", "", "Cafe.md"),
        ("ＡＩ　２０２７.md", "", "AI-2027.md"),
        ("\udcb4\udcf3 a.md", "", "a.md"),
        ("\udcb4\udcf3.md", "", f"source-{X}.md"),
        ("📈.md", "", f"source-{X}.md"),
        (f"{'a' * 120}.md", "", f"{'a' * 80}-{X}.md"),
        (".hidden.md", "", "hidden.md"),
        (".md", "", "md"),
        ("报告.文本", "", f"source-{X}"),
        ("-x.md", "", "x.md"),
    ],
)
def test_a_name_that_no_card_can_hold_is_made_into_one(file: str, slug: str, expected: str) -> None:
    made = skeleton_of(SourceFile(file, b"x", Original({}, ("x",), 1)), slug, None, "en")
    assert made.document_file == expected
    card = yaml.safe_load(made.card)
    assert card["file"] == expected and made.card_file == f"{card['source']}.yaml"
    assert yaml.safe_load(made.briefing)["source"] == card["source"]
    TypeAdapter(FileName).validate_python(expected)
    TypeAdapter(FileName).validate_python(card["source"])


# The command


def home_at(folder: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", folder, dirs_exist_ok=True)
    for file, content in DOCUMENTS.items():
        (folder / file).write_bytes(content)
    return Home(folder)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_at(tmp_path)


@pytest.fixture
def bot(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Runs a command in this process, in the small home."""
    home_at(tmp_path)

    def run(*arguments: str) -> Ended:
        with contextlib.chdir(tmp_path):
            code = main(list(arguments))
        said = capfd.readouterr()
        return checked(Ended(code, said.out, said.err))

    return run


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("language", WRITTEN)
def test_draft_writes_a_card_and_a_briefing_and_says_so(home: Home, language: Language) -> None:
    before = everything(home.folder)
    made = home.bot("draft", "mian.txt", "--lang", language)
    after = everything(home.folder)
    assert (made.code, made.err, len(made.out.splitlines())) == (0, "", 1)
    assert set(after) - set(before) == {"seeds/mian.yaml", "briefings/mian.yaml"}
    assert all(after[file] == content for file, content in before.items())
    assert "seeds/mian.yaml" in made.out and "briefings/mian.yaml" in made.out
    assert bool(re.search("[\u3400-\u9fff]", made.out)) == (language == "zh")
    assert "bakeries" in after["briefings/mian.yaml"].decode()
    checked = home.bot("check")
    assert checked.code == 1 and {line.partition(":")[0] for line in checked.lines} == set(after) - set(before)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("name", ["大模型的十个假设.txt", "weekly issue 300 (1).txt"])
def test_draft_makes_a_name_for_a_document_and_says_so(
    bot: Callable[..., Ended], tmp_path: Path, name: str, language: Language
) -> None:
    (tmp_path / "mian.txt").rename(tmp_path / name)
    made = bot("draft", name, "--slug", "ten", "--lang", language)
    named = "ten.txt" if name.startswith("大") else "weekly-issue-300-1.txt"
    assert (made.code, made.err, len(made.out.splitlines())) == (0, "", 2)
    assert f"“{named}”" in made.out.splitlines()[1]
    assert (tmp_path / "seeds" / named).with_suffix(".yaml").is_file()
    assert (tmp_path / "briefings/ten.yaml").is_file()


def test_draft_never_takes_the_place_of_what_is_no_briefing(bot: Callable[..., Ended], tmp_path: Path) -> None:
    register = (tmp_path / "briefings/rules.yaml").read_bytes()
    (tmp_path / "mian.txt").rename(tmp_path / "rules.txt")
    assert bot("draft", "rules.txt", "--force").code == 0
    assert bot("draft", "rules.txt", "--force", "--slug", "rules").code == 2
    assert (tmp_path / "briefings/rules.yaml").read_bytes() == register


def test_draft_replaces_nothing_unless_forced(bot: Callable[..., Ended], tmp_path: Path) -> None:
    assert bot("draft", "mian.txt").code == 0
    before = everything(tmp_path)
    refused = bot("draft", "mian.txt", "--slug", "other")
    assert (refused.code, len(refused.lines)) == (2, 1) and "seeds/mian.yaml" in refused.err
    refused = bot("draft", "dough.md", "--slug", "mian")
    assert (refused.code, len(refused.lines)) == (2, 1) and "briefings/mian.yaml" in refused.err
    assert everything(tmp_path) == before
    (tmp_path / "seeds/mian.yaml").write_text("old")
    assert bot("draft", "mian.txt", "--force").code == 0
    assert everything(tmp_path) == before


def test_draft_writes_elsewhere_where_check_finds_it(bot: Callable[..., Ended], tmp_path: Path) -> None:
    made = bot("draft", "dough.html", "--slug", "new", "--to", "drafts/mine")
    assert (made.code, made.err) == (0, "")
    checked = bot("check", "drafts/mine/briefings/new.yaml", "drafts/mine/seeds/dough.yaml")
    assert checked.code == 1 and all(line.startswith("drafts/mine/") for line in checked.lines)
    assert bot("check").code == 0


def test_without_a_vocabulary_there_are_no_suggestions_but_a_draft(bot: Callable[..., Ended], tmp_path: Path) -> None:
    for content in (b"[", None):
        path = tmp_path / "briefings/vocabulary.yaml"
        path.write_bytes(content) if content else path.unlink()
        assert bot("draft", "mian.txt", "--force").code == 0
        assert say("en", "draft-sectors") not in (tmp_path / "briefings/mian.yaml").read_text(encoding="utf-8")


def test_draft_prints_the_paragraphs_by_their_numbers_and_writes_nothing(
    bot: Callable[..., Ended], tmp_path: Path
) -> None:
    before = everything(tmp_path)
    shown = bot("draft", "dough.html", "--paragraphs")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines() == ["¶1 Dough", *(f"¶{number} {each}" for number, each in enumerate(SENTENCES, 2))]
    assert everything(tmp_path) == before


def test_where_one_file_cannot_be_written_neither_is(bot: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts/briefings").write_text("in the way")
    before = everything(tmp_path)
    refused = bot("draft", "mian.txt", "--to", "drafts")
    assert (refused.code, len(refused.lines)) == (2, 1)
    assert everything(tmp_path) == before


def test_what_was_replaced_already_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    first.write_text("old")
    replace = Path.replace

    def fails(path: Path, target: Path) -> Path:
        if target == third:
            raise OSError("no space left")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="no space left"):
        draft_files.write_all({first: "new", second: "new", third: "new"}, force=True)
    assert everything(tmp_path) == {"first": b"old"}


def test_a_file_that_cannot_be_kept_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: Path, kept: Path) -> None:
        kept.write_bytes(path.read_bytes()[:1])
        raise OSError("no space left")

    (tmp_path / "first").write_text("old")
    monkeypatch.setattr("shutil.copy2", fails)
    with pytest.raises(OSError, match="no space left"):
        draft_files.write_all({tmp_path / "new": "new", tmp_path / "first": "new"}, force=True)
    assert everything(tmp_path) == {"first": b"old"}


def test_a_folder_in_the_place_of_a_file_is_not_replaced_even_by_force(
    bot: Callable[..., Ended], tmp_path: Path
) -> None:
    (tmp_path / "briefings/mian.yaml").mkdir()
    refused = bot("draft", "mian.txt", "--force")
    assert (refused.code, len(refused.lines)) == (2, 1) and not (tmp_path / "seeds/mian.yaml").exists()


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("missing.txt", None, 2),
        ("empty.txt", b"", 1),
        ("gbk.txt", CHINESE.encode("gbk"), 1),
        ("utf16.md", CHINESE.encode("utf-16"), 1),
        ("noise.txt", noise(4_000), 1),
        ("noise.pdf", noise(4_000), 1),
        ("noise.html", noise(4_000), 1),
        ("cut.pdf", DOCUMENTS["dough.pdf"][:400], 1),
        ("locked.pdf", locked(DOCUMENTS["dough.pdf"], "secret"), 1),
        ("picture.pdf", pdf([[]]), 1),
        ("script.html", b"<html><body><script>x()</script></body></html>", 1),
        ("huge.txt", b"x" * 50_000_000, 1),
    ],
    # Never by its bytes: those of a locked file are other ones in each process, and all must name the same tests.
    ids=lambda each: each if isinstance(each, str) else "bytes" if isinstance(each, bytes) else None,
)
def test_a_hostile_file_ends_in_one_sentence_and_writes_nothing(
    bot: Callable[..., Ended], tmp_path: Path, file: str, content: bytes | None, code: int
) -> None:
    if content is not None:
        (tmp_path / file).write_bytes(content)
    before = set(everything(tmp_path))
    refused = bot("draft", file)
    assert (refused.code, refused.out, len(refused.lines)) == (code, "", 1)
    assert file in refused.err and set(everything(tmp_path)) == before


@pytest.mark.parametrize("file", ["noise.pdf", "noise.html"])
def test_nothing_leaks_out_of_libraries_in_a_process_of_its_own(home: Home, file: str) -> None:
    (home.folder / file).write_bytes(noise(4_000))
    refused = home.bot("draft", file)
    assert (refused.code, refused.out, len(refused.lines)) == (1, "", 1)


def test_a_folder_is_no_document(bot: Callable[..., Ended]) -> None:
    refused = bot("draft", "sources")
    assert (refused.code, len(refused.lines)) == (2, 1)


@pytest.mark.process
def test_libraries_for_pages_and_pdfs_are_loaded_only_when_needed() -> None:
    loaded = "import sys, bot.__main__, bot.drafting.skeleton, bot.cli.draft_files"
    code = f"{loaded}; print({{'trafilatura', 'pypdf', 'lxml'}} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout == "set()\n"
