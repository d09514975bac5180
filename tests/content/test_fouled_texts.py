"""No text is cut short or fouled in silence: by comments, by marks of a merge, by characters that pass for spaces."""

from __future__ import annotations

import pytest

from bot.answers.problems import describe
from bot.content.assembling import build_edition
from bot.content.briefing import Briefing
from bot.content.reading import read_file
from bot.content.yaml_loading import load_yaml
from bot.words import LANGUAGES
from tests.content.test_reading import CARD, DOUGH, LIBRARY, RENT, VOCABULARY
from tests.support.marked import Slip, assert_readable, at, marked, problems, slip_up

CODES = {"comment-in-text", "look-alike", "unfinished-merge"}
"""Problems that are shown below to be found."""
ZH = '"先租一台，试三个月。"'
EN = '"Rent one and try it for three months."'


def rent(zh: str = ZH, en: str = EN) -> str:
    """The first advice in the small edition, each language on a line of its own."""
    return f"do:\n      zh: {zh}\n      en: {en}"


def cut(new: str, old: str = RENT, file: str = DOUGH) -> Slip:
    return Slip("comment-in-text", file, old, new)


CUT = [
    cut(rent(zh="先租一台 ⟦#1 的机器，试三个月")),
    cut(rent(en="Buy the ⟦#1 machine and try it for a year")),
    cut(rent(zh="先租一台 ⟦# 记得改")),
    cut(rent(zh="⟦#1 的机器")),
    cut(rent(zh="先租\t⟦#1")),
    cut(rent(zh="先租一台\n        的 ⟦#1 机器")),
    cut(rent(zh="先租一台\n        ⟦#1 机器")),
    cut(rent(zh="先租一台 ⟦# 记\n        机器")),
    cut(rent(zh="先租一台\n        ⟦# 记\n        机器")),
    cut(rent(zh="⟦#1 的机器\n        先租")),
    cut(rent(zh="# 记\n        ⟦#1 的机器\n        先租")),
    cut(rent(zh="先租一台\n\n        ⟦#1 机器")),
    cut(rent(zh="> ⟦#1 的机器\n        先租")),
    cut(rent(zh="|\n          先租一台\n        ⟦#1 的机器")),
    cut(rent(zh=">-\n          先租一台\n\n       ⟦#1 的机器")),
    cut("do: {zh: 先租一台 ⟦#1 的机器, en: Rent it}"),
    cut("do: {zh: 先租一台, ⟦#1 的机器, en: Rent it}"),
    cut("do: {zh: 先租一台 ⟦#1 的机器,\n      en: Rent it}"),
    cut("do: {zh: 先租一台 ⟦#1 的机器\n      , en: Rent it}"),
    cut("value: half ⟦#1", 'value: "1/2"'),
    cut("publisher: Shelf Talk ⟦#3", 'publisher: "Shelf Talk"', LIBRARY),
    cut("aliases:\n      - 老板\n      - 馆长 ⟦#1\n    id: owners", "aliases: [老板, 馆长]", VOCABULARY),
    cut("aliases:\n      - 老板\n      - ⟦#1\n        馆长\n    id: owners", "aliases: [老板, 馆长]", VOCABULARY),
    cut("title:\n  zh: 会揉面的机器 ⟦#1\n  en: Dough ", "title: {", CARD),
]


def cards(slip: Slip, files: dict[str, bytes]) -> Slip:
    """Put the title of a card, and the id of a term, where the block of the slip wants them."""
    text = files[slip.file].decode()
    line = next((each for each in text.splitlines() if slip.old in each), slip.old)
    if slip.file == CARD:
        return cut(slip.new, line, CARD)
    if slip.file == VOCABULARY:
        block = slip.new.partition("\n    id:")[0]
        return cut(f"  - id: owners\n    name: {{zh: 店主, en: Owners}}\n    {block}", line, VOCABULARY)
    return slip


@pytest.mark.parametrize("slip", CUT, ids=lambda slip: repr(slip.new)[:40])
def test_a_comment_that_takes_words_from_readers_is_named_at_its_sign(files: dict[str, bytes], slip: Slip) -> None:
    wrong, expected = slip_up(files, cards(slip, files))
    found = problems(wrong)
    assert at(found) == expected
    assert_readable(found)
    assert "the rest of the line is a comment" in describe("en", found[0])


LAWFUL = [
    (
        RENT,
        "do: # why\n      # own\n      zh: '先租 #1' # seen\n      # own\n      en: \"#1\"  # seen\n      # own",
    ),
    (RENT, rent(zh=">- # folded\n        先租 #1\n        # 记", en="C#, F#, a#b and x#")),
    (RENT, rent(zh="先租一台\n        # 这是给编辑的话")),
    (RENT, rent(zh="先租一台\n      #1 not of the text above")),
    (RENT, 'do: {zh: "先租 #1", # the first\n      en: "Rent"} # the second'),
    (RENT, rent(zh="# 记\n        先租一台", en="|\n        Rent it\n      #1 not of the text above")),
    (RENT, rent(zh="|- # 记\n          先租一台\n        # 记")),
    ("stance: mixed", "stance: mixed # so far"),
    ("when: 2030", "when: 2030 # about"),
    ("when: 2024-H2", "when: 2024-Q3 #?"),
    ("id: night-shift", "id: night-shift # core"),
    ("from: 2024-03-05\n", "from: 2024-03-05 #!\n"),
    ("at: [4-6]", "at: # two\n      - 4 # first\n      - 5-6 # second"),
    ("https://example.org/prices", "https://example.org/a#b # c"),
    ("briefing: machine-dough", "# yaml-language-server: $schema=x.json\n#1\nbriefing: machine-dough #1"),
]


@pytest.mark.parametrize(("old", "new"), LAWFUL, ids=lambda each: repr(each)[:40])
def test_a_comment_beside_what_readers_see_is_lawful(files: dict[str, bytes], old: str, new: str) -> None:
    text = files[DOUGH].decode()
    if old not in text:
        old = "when: 2030"
    assert build_edition({**files, DOUGH: text.replace(old, new, 1).encode()})


def test_working_notes_are_told_as_what_they_are(files: dict[str, bytes]) -> None:
    wrong, expected = slip_up(files, Slip("notes", DOUGH, RENT, rent(zh="先租一台 ⟦#~ ¶4")))
    assert at(problems(wrong)) == expected


def test_a_comment_is_not_blamed_for_another_slip(files: dict[str, bytes]) -> None:
    tight = Slip("tight-colon", DOUGH, RENT, "because2: x # so\n    do:\n      zh⟦：先租一台\n      en: Rent")
    wrong, expected = slip_up(files, tight)
    assert at(problems(wrong)) == expected


MERGES = [
    (ZH, '"先租一台，\n⟦<<<<<<< HEAD\n        试三个月。\n⟦=======\n        试两个月。\n⟦>>>>>>> other\n        "'),
    (ZH, '"先租，\n        ⟦<<<<<<< HEAD\n        三\n        ⟦=======\n        两\n        ⟦>>>>>>> other"'),
    (ZH, '"先租， ⟦<<<<<<< HEAD 三 ======= 两 >>>>>>> other"'),
    (ZH, '"先租，\n        ⟦=======\n        两"'),
    (ZH, '"先租，\n        两\n        ⟦>>>>>>> other"'),
    (RENT, rent(zh="先租，\n        两\n        ⟦=======\n        三")),
    (RENT, rent(zh=">-\n        先租，\n\n        ⟦=======\n        三")),
    (
        RENT,
        rent(
            zh="|\n        先租，\n        ⟦<<<<<<< HEAD\n        三\n        ⟦=======\n        两\n        ⟦>>>>>>> x"
        ),
    ),
    (RENT, rent(zh="|\n        先租，\n        ⟦||||||| 1a2b3c\n        三")),
    (
        "certainty: hedged\n",
        "certainty: hedged\n⟦<<<<<<< HEAD\n    weight: core\n⟦||||||| base\n⟦=======\n    weight: minor\n⟦>>>>>>> x\n",
    ),
    ("certainty: hedged\n", "certainty: hedged\n⟦=======\n"),
    ("certainty: hedged\n", "certainty: hedged\n    ⟦<<<<<<<\n"),
    ("certainty: hedged\n", "certainty: hedged\n⟦>>>>>>> feature/x\n"),
    ("certainty: hedged\n", "certainty: hedged\n⟦<<<<<<<<< Temporary merge branch 1\n"),
    ("certainty: hedged\n", "certainty: hedged\n⟦<<<<<<< .mine\r\n⟦=======\r\n⟦>>>>>>> .r42\r\n"),
]


@pytest.mark.parametrize(("old", "new"), MERGES, ids=lambda each: repr(each)[:40])
def test_the_marks_of_an_unfinished_merge_are_named_wherever_they_are(
    files: dict[str, bytes], old: str, new: str
) -> None:
    text, places = marked(files[DOUGH].decode().replace(old, new, 1))
    found = problems({**files, DOUGH: text.encode()})
    assert [(each.mark, each.code) for each in found] == [(place, "unfinished-merge") for place in places]
    assert_readable(found)


@pytest.mark.parametrize(
    "new",
    [
        rent(zh="|\n        先租\n        =======\n        正文"),
        rent(zh="|\n        先租\n        =====\n        正文", en='"=====\n       ========\n       a"'),
        rent(en='"a <<<<<< b >>>>>>> c"'),
        rent(zh='"点这里 >>>>>>> 看全文"'),
        rent() + "\n    # <<<<<<< a mark\n#=======",
    ],
)
def test_an_underline_and_arrows_are_no_merge(files: dict[str, bytes], new: str) -> None:
    assert build_edition({**files, DOUGH: files[DOUGH].decode().replace(RENT, new, 1).encode()})


ODD = ["\u00a0", "\u2007", "\u202f", "\u3000", "\u2003"]
SPACES = [
    ("certainty: hedged", "certainty: hedged⟦~"),
    ("certainty: hedged", 'certainty: "hedged⟦~"'),
    ("    certainty: hedged", "⟦~~~~certainty: hedged"),
    ("    certainty: hedged", "  ⟦~~certainty: hedged"),
    ("    certainty: hedged", "    ⟦~certainty: hedged"),
    ("certainty: hedged", "certainty:⟦~hedged"),
    ("certainty: hedged", "certainty: ⟦~hedged"),
    ("certainty: hedged", "certainty⟦~: hedged"),
    ("certainty: hedged\n", "certainty: hedged\n⟦~~\n"),
    ("certainty: hedged\n", "certainty: hedged\n⟦~# remark\n"),
    ("certainty: hedged", "certainty: hedged⟦~# remark"),
    (RENT, RENT.replace("{zh", "{⟦~zh")),
    (RENT, RENT.replace("{zh:", "{zh:⟦~")),
    (RENT, RENT.replace("{zh:", "{zh⟦~:")),
    (RENT, RENT.replace(", en", ",⟦~en")),
    (RENT, RENT.replace("}", "}⟦~")),
    (RENT, rent(zh="先租一台⟦~# 给编辑")),
    ("at: [4-6]", "at: [⟦~4-6]"),
    ("at: [4-6]", "at:⟦~[4-6]"),
    ("when: 2030", "when: 2030⟦~"),
    ("from: 2024-03-05\n", "from: 2024-03-05⟦~\n"),
    ("- sector: bakeries", "-⟦~sector: bakeries"),
    ("sectors: [bakeries]", "sectors: [bakeries⟦~]"),
]


@pytest.mark.parametrize("character", ODD, ids=lambda each: f"U+{ord(each):04X}")
@pytest.mark.parametrize(("old", "new"), SPACES, ids=lambda each: repr(each)[:40])
def test_what_passes_for_a_space_is_named_at_its_place(
    files: dict[str, bytes], old: str, new: str, character: str
) -> None:
    wrong, expected = slip_up(files, Slip("look-alike", DOUGH, old, new.replace("~", character)))
    found = problems(wrong)
    assert at(found) == expected
    assert all(f"U+{ord(character):04X}" in describe(language, found[0]) for language in LANGUAGES)
    assert_readable(found)


def test_a_space_in_what_was_to_be_text_is_not_blamed(files: dict[str, bytes]) -> None:
    wrong, expected = slip_up(files, Slip("unknown-key", DOUGH, RENT, "do: {zh: 先租, ⟦试　三, en: Rent}"))
    assert at(problems(wrong)) == expected


def test_the_commonest_of_them_have_names(files: dict[str, bytes]) -> None:
    wrong, _ = slip_up(files, Slip("look-alike", DOUGH, "certainty: hedged", "certainty: hedged⟦\u00a0"))
    [found] = problems(wrong)
    assert "U+00A0 (no-break space)" in describe("en", found) and "U+00A0（不换行空格）" in describe("zh", found)


@pytest.mark.parametrize("character", ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u0085", "\u2028", "\u2029", "\u180e"])
@pytest.mark.parametrize(
    "new", ["certainty: hedged⟦{}", "certainty: hed⟦{}ged", "⟦{}certainty: hedged", "cert⟦{}ainty: hedged"]
)
def test_what_nobody_sees_is_one_problem(files: dict[str, bytes], new: str, character: str) -> None:
    wrong, expected = slip_up(
        files, Slip("forbidden-character", DOUGH, "certainty: hedged", new.replace("{}", character))
    )
    assert at(problems(wrong)) == expected


@pytest.mark.parametrize("character", ["\u200c", "\u200d", "\u180b", "\ufff9", "\U000e0041", "\U000e0100"])
@pytest.mark.parametrize(
    "new", ["certainty: hedged⟦{}", "certainty: hed⟦{}ged", "⟦{}certainty: hedged", "cert⟦{}ainty: hedged"]
)
def test_what_joins_letters_of_other_scripts_is_no_part_of_a_word_of_ours(
    files: dict[str, bytes], new: str, character: str
) -> None:
    wrong, expected = slip_up(
        files, Slip("forbidden-character", DOUGH, "certainty: hedged", new.replace("{}", character))
    )
    assert at(problems(wrong)) == expected


def test_an_emoji_of_several_is_lawful_in_a_text(files: dict[str, bytes]) -> None:
    family = "先租 👩\u200d🍳 🏴\U000e0067\U000e0062\U000e007f"
    assert build_edition({**files, DOUGH: files[DOUGH].decode().replace(RENT, rent(zh=family), 1).encode()})


@pytest.mark.parametrize("space", ODD)
def test_a_space_that_a_further_line_begins_with_fouls_it_unless_paragraphs_begin_so(
    files: dict[str, bytes], space: str
) -> None:
    for zh in (f"先租\n       ⟦{space}{space}一台", f'"先租\n       ⟦{space}{space}一台"'):
        text, places = marked(files[DOUGH].decode().replace(RENT, rent(zh=zh), 1))
        found = load_yaml(DOUGH, text.encode()).problems
        assert [each.mark for each in found] == ([] if space == "\u3000" else places)


@pytest.mark.parametrize(
    "zh",
    ["先租　一台", "　先租一台　", "先租\u00a0:一台\u202f！", "先租　#标签", "|\n        　　先租\n        　　一台"],
)
def test_any_space_may_stand_within_words(files: dict[str, bytes], zh: str) -> None:
    text = files[DOUGH].decode().replace(RENT, rent(zh=zh), 1)
    record = read_file(DOUGH, text.encode()).record
    assert isinstance(record, Briefing)
    written = zh.removeprefix("|\n").strip() if "|" not in zh else "先租\n        　　一台".replace("        ", "")
    assert record.advice[0].do.zh == written


def test_tabs_that_yaml_takes_for_spaces_are_none_of_our_business(files: dict[str, bytes]) -> None:
    text = files[DOUGH].decode().replace("certainty: hedged", "certainty:\thedged\t", 1)
    assert build_edition({**files, DOUGH: text.encode()})


HEAVY = {
    "notes": b"#~ x\n" * 199_000,
    "notes behind values": b"a:\n" + b"- b #~ x\n" * 49_000,
    "comments behind values": b"a:\n" + b"- b #1\n" * 49_000,
    "spaces": ("a: " + "\u00a0" * 300_000).encode(),
    "spaces on lines": b"a: x\n" + ("  \u00a0\n" * 150_000).encode(),
    "spaces in keys": ("{" + ", ".join(f"\u00a0k{each}: 1" for each in range(20_000)) + "}").encode(),
    "one space before a sign": ("a: x" + "\u3000#" * 100_000).encode(),
    "marks": b"<<<<<<< x\n" * 90_000,
    "arrows": b"a: |\n  " + b"<" * 900_000,
    "underlines": b"a: |\n" + b"  =======\n" * 90_000,
    "underlines of a folded text": b"a: >\n" + b"  =======\n" * 90_000,
}


@pytest.mark.parametrize("content", HEAVY.values(), ids=HEAVY)
def test_a_heavy_file_is_read_or_refused_in_words(content: bytes) -> None:
    assert_readable(read_file(DOUGH, content).problems)
