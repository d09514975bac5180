"""/scores: what it says of the sources and of the reader, and how one gets there."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree

import pytest

from bot.answers import Answer, Block, answer
from bot.content.briefing import Language, Naive, Outcome, Verdict, VerdictText
from bot.content.edition import Edition
from bot.people.readers import Guess, Known
from bot.scores import FEWEST
from bot.words import LANGUAGES, say
from tests.conftest import TODAY
from tests.support.asking import asking, whole

BEFORE = dt.datetime(2024, 12, 1, tzinfo=dt.UTC)
"""A day before every verdict of the small edition."""
TEXT = "{http://www.w3.org/2000/svg}text"
DOUGH, LIBRARY = "machine-dough", "quiet-library"
NINE: list[Outcome | None] = ["held"] * 9


def ask(text: str, edition: Edition, known: Known | None = None, language: Language = "en") -> Answer:
    return answer(text, asking(edition, language, TODAY, known=known)).answer


def told(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


def told_of(block: Block) -> str:
    return "".join(span.text for span in block.spans)


def doors(shown: Answer) -> list[str]:
    return [block.command for block in shown.blocks if block.command]


def buttons(shown: Answer) -> list[str]:
    return [button.command for row in shown.buttons for button in row]


def ruled(small: Edition, *outcomes: Outcome | None) -> Edition:
    """Return an edition of the bakeries' briefing alone, with predictions of these outcomes."""
    briefing = small.by_slug[DOUGH]
    because = VerdictText(zh="因", en="Why")
    predictions = tuple(
        briefing.predictions[0].model_copy(
            update={
                "id": str(n),
                "verdict": each and Verdict(outcome=each, on=TODAY, because=because),
                "naive": Naive(outcome="failed"),
            }
        )
        for n, each in enumerate(outcomes)
    )
    return dataclasses.replace(small, briefings=(briefing.model_copy(update={"predictions": predictions}),), debates=())


def known(*guesses: tuple[str, int], crowd: Iterable[tuple[int, str, int]] = ()) -> Known:
    """Return what is known of a reader who said these percents of these, and of others."""
    history = tuple(Guess(1, name, percent, BEFORE) for name, percent in guesses)
    said = [*guesses, *((name, percent) for _, name, percent in crowd)]
    return Known(
        chances={name: str(percent) for name, percent in guesses},
        history=history,
        crowd={name: Counter(str(percent) for one, percent in said if one == name) for name, _ in said},
    )


# The sources


def test_the_authors_stand_by_what_they_surely_got_right_a_line_each(small: Edition) -> None:
    shown = ask("/scores", small)
    assert shown.title == "Track records"
    parts = [say("en", "record-how", strict="33", lenient="67"), say("en", "record-how-naive", skill="0.00")]
    how = "\n".join(["How to read this", *parts, say("en", "record-how-likely", few=FEWEST)])
    assert told(shown).startswith(
        "Nobody can be called the most accurate yet: no author has as many as 5 decided claims. "
        "Do not conclude from this who will be right next time, or who is better: "
        "each spoke of different things, and the editors chose which claims to follow.\n"
        f"{how}\n"
        "By author\n"
        "“Machine dough” by Lin Xiaomai (林小麦), March 2024: 75% of 2 claims · status quo 25% · too few to tell\n"
        "“The quiet library” by Ada Stone, The editors of Shelf Talk, November 2024: "
        "0% of one claim · status quo 100% · too few to tell\n"
        "All authors together\n"
        "3 claims, made in 3 forecasts (1 held, 1 held in part, 1 failed).\n"
        "Share that held, “in part” counting half: 50%\n"
        "The rule's share (“status quo”): 50%, a difference of 0 points\n"
        "Whichever way its arguable readings are taken, that lies between −17 and 0 points\n"
        "Forecasts that wait or cannot be decided: ⏳ open 3, 🔔 due 1, ❔ unclear 1\n"
        "Your own score\n"
    )
    everything = whole("/scores", asking(small, "en", TODAY))
    assert [told_of(each) for each in everything.blocks if each.kind == "folded"] == [
        how,
        "By weight and wording\n"
        "· core claims: 25% of 2 claims · status quo 75%\n"
        "· said plainly: 50% of 2 claims · status quo 50%\n"
        "· said with a hedge: 50% of one claim · status quo 50%",
    ]
    assert buttons(shown) == [
        *("/scores p2", "/predictions held", "/predictions partly", "/predictions failed"),
        *("/predictions", "/checkin", "/picture scores"),
    ]


BOTH: list[Outcome] = ["held", "failed"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("dough", "library", "first"),
    [
        (BOTH * 2, BOTH * 2, "leader-none"),
        (BOTH * 5, BOTH, "leader-one"),
        (["held"] * 10, ["failed"] * 10, "leader-proved"),
        (["failed"] * 10, ["held"] * 10, "leader-proved"),
        (["held"] * 10, ["held"] * 5 + ["failed"] * 5, "leader-level"),
    ],
)
def test_the_first_sentence_names_who_was_right_most_often_only_where_that_is_proved(
    small: Edition, language: Language, dough: list[Outcome], library: list[Outcome], first: str
) -> None:
    edition = ruled(small, *dough)
    outcomes = {DOUGH: dough, LIBRARY: library}
    [bakery] = edition.briefings
    [quiet] = ruled(small, *library).briefings
    quiet = small.by_slug[LIBRARY].model_copy(update={"predictions": quiet.predictions})
    edition = dataclasses.replace(edition, briefings=(bakery, quiet))
    slug = LIBRARY if library.count("held") > dough.count("held") else DOUGH
    share = round(100 * outcomes[slug].count("held") / len(outcomes[slug]))
    leads: dict[str, str | int] = {
        "who": asking(edition, language, TODAY).short(edition.card(edition.by_slug[slug])),
        "claims": len(outcomes[slug]),
        "share": str(share),
        "rule": say(language, "leader-naive", naive=str(100 - share)),
    }
    counts: dict[str, dict[str, str | int]] = {"leader-none": {"few": FEWEST}, "leader-level": {"count": 2}}
    shown = told(ask("/scores", edition, language=language))
    assert shown.startswith(say(language, first, **counts.get(first, leads)) + say(language, "sentence-space"))


def test_without_the_naive_rule_the_first_sentence_is_silent_on_it(small: Edition) -> None:
    edition = ruled(small, *NINE)
    [bakery] = edition.briefings
    [first, *others] = bakery.predictions
    bakery = bakery.model_copy(update={"predictions": (first.model_copy(update={"naive": None}), *others)})
    edition = dataclasses.replace(edition, briefings=(bakery, small.by_slug[LIBRARY]))
    sentence = "only “Machine dough” has enough decided claims, 9 of them, and scored 100% (“in part” counts half). "
    assert sentence in told(ask("/scores", edition))


def test_fields_and_years_follow_with_doors_where_something_is_decided(small: Edition) -> None:
    everything = whole("/scores", asking(small, "en", TODAY))
    assert told(everything).endswith(
        "By field\nBakeries 75% of 2 claims · status quo 25% · too few to tell\n"
        "Libraries 0% of one claim · status quo 100% · too few to tell\n"
        "By year\nuntil 2024: 50% of one claim · status quo 50% · too few to tell\n"
        "until 2025: 50% of 2 claims · status quo 50% · too few to tell"
    )
    assert doors(everything) == [
        *(f"/scores {DOUGH}", f"/scores {LIBRARY}"),
        *("/scores bakeries", "/scores libraries", "/scores 2024", "/scores 2025"),
    ]


def test_of_authors_nothing_is_decided_of_it_says_how_much_waits(small: Edition) -> None:
    quiet = small.by_slug[LIBRARY]
    silent = quiet.model_copy(
        update={"predictions": tuple(each.model_copy(update={"verdict": None}) for each in quiet.predictions)}
    )
    edition = dataclasses.replace(small, briefings=(small.by_slug[DOUGH], silent))
    line = (
        "“The quiet library” by Ada Stone, The editors of Shelf Talk, November 2024: ⏳ open 2, 🔔 due 2 (forecasts)\n"
    )
    assert line in told(ask("/scores", edition))


def test_what_is_open_ended_is_a_year_of_its_own(small: Edition) -> None:
    edition = ruled(small, "held", "failed")
    [briefing] = edition.briefings
    window = briefing.predictions[0].window.model_copy(update={"until": None})
    predictions = (briefing.predictions[0].model_copy(update={"window": window}), briefing.predictions[1])
    edition = dataclasses.replace(edition, briefings=(briefing.model_copy(update={"predictions": predictions}),))
    assert told(ask("/scores", edition)).endswith(
        "until 2024: 0% of one claim · status quo 100% · too few to tell\n"
        "no end date 100% of one claim · status quo 0% · too few to tell"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("outcomes", "concluded"),
    [
        (["held"] * (FEWEST - 1), "few"),
        (["held"] * FEWEST, "ahead"),
        (["failed"] * FEWEST, "behind"),
        (["partly"] * 20, "level"),
        (["held", "failed"] * 5, "level"),
    ],
)
def test_the_first_sentence_says_what_may_be_concluded_and_the_second_what_not(
    small: Edition, language: Language, outcomes: list[Outcome | None], concluded: str
) -> None:
    """The naive rule says of all that they fail: it is right where they did, by half where they held in part."""
    shares = {"held": (1, 0), "partly": (0.5, 0.5), "failed": (0, 1)}
    found = [shares[each] for each in outcomes if each]
    share, naive = (round(100 * sum(side) / len(outcomes)) for side in zip(*found, strict=True))
    first = say(
        language,
        f"record-{concluded}",
        claims=len(outcomes),
        share=str(share),
        **({} if concluded == "few" else {"naive": str(naive)}),
    )
    shown = told(ask("/scores", ruled(small, *outcomes, "unclear", None), language=language))
    assert shown.startswith(first + say(language, "sentence-space") + say(language, "record-cannot") + "\n")


def test_what_depends_on_how_the_rule_is_read_proves_nothing(small: Edition) -> None:
    """Nine that held, of which the rule says that they fail: it may be argued that it says they hold."""
    edition = ruled(small, *NINE)
    [briefing] = edition.briefings
    argued = Naive(outcome="failed", arguably="held")
    both = tuple(each.model_copy(update={"naive": argued}) for each in briefing.predictions)
    edition = dataclasses.replace(edition, briefings=(briefing.model_copy(update={"predictions": both}),))
    shown = told(ask("/scores", edition))
    assert shown.startswith(say("en", "record-level", claims=9, share="100", naive="0"))
    assert "lies between 0 and +100 points" in shown


def test_without_the_naive_rule_no_more_is_concluded_than_that(small: Edition) -> None:
    edition = ruled(small, *NINE)
    [briefing] = edition.briefings
    bare = tuple(each.model_copy(update={"naive": None}) for each in briefing.predictions)
    edition = dataclasses.replace(edition, briefings=(briefing.model_copy(update={"predictions": bare}),))
    shown = told(ask("/scores", edition))
    assert shown.startswith(say("en", "record-uncompared", claims=9, share="100")) and "rule's share" not in shown


def test_what_is_read_between_the_lines_stands_apart(small: Edition) -> None:
    edition = ruled(small, *NINE[:3])
    [briefing] = edition.briefings
    between = tuple(each.model_copy(update={"certainty": "implied"}) for each in briefing.predictions)
    edition = dataclasses.replace(edition, briefings=(briefing.model_copy(update={"predictions": between}),))
    shown = told(ask("/scores", edition))
    assert shown.startswith(say("en", "record-none-made") + "\n")
    assert "Read between the lines, not counted here but on the buttons: 100% of 3 claims · status quo 0%" in shown
    assert "Track record" not in told(ask(f"/briefing {DOUGH}", edition))


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_first_verdict_nothing_is_claimed_of_anyone(small: Edition, language: Language) -> None:
    edition = ruled(small, None, "unclear")
    shown = ask("/scores", edition, language=language)
    assert told(shown).startswith(say(language, "record-none") + "\n")
    assert "%" not in told(shown)
    assert "%" not in told(ask("/briefings", edition, language=language))
    assert [button for button in buttons(shown) if button.startswith("/predictions ")] == []


@pytest.mark.parametrize(
    ("called", "title", "record"),
    [
        ("quiet-library", "“The quiet library”", "Only one claim is"),
        ("The Quiet Library", "“The quiet library”", "Only one claim is"),
        ("Ada Stone", "“The quiet library”", "Only one claim is"),
        ("林小麦", "“Dough kneaded by a machine”", "Only 2 claims"),
        ("bakeries", "Bakeries", "Only 2 claims"),
        ("翻译", "Translation", "Nothing has been decided"),
        ("2025", "2025", "2 claims, made in 2 forecasts (1 held, 0 held in part, 1 failed)"),
        ("2025年 图书馆", "2025, Libraries", "Only one claim is"),
        ("2031", "2031", "Nothing has been decided"),
        ("core", "core claim", "2 claims, made in 2 forecasts (0 held, 1 held in part, 1 failed)"),
        ("hedged", "said with a hedge", "One claim, made in one forecast (0 held, 1 held in part"),
    ],
)
def test_a_record_is_narrowed_to_what_is_asked_for(small: Edition, called: str, title: str, record: str) -> None:
    shown = ask(f"/scores {called}", small, known((f"{DOUGH}/half-of-shops", 80)))
    assert shown.title == f"Track record: {title}"
    assert record in told(shown)
    assert say("en", "score-own") not in told(shown)
    assert "/scores" in buttons(shown)


def test_the_forecasts_behind_a_record_are_one_press_away(small: Edition) -> None:
    shown = ask("/scores quiet-library 2025", small)
    assert buttons(shown) == [
        *("/predictions failed quiet-library 2025", "/predictions quiet-library 2025"),
        *("/scores", "/picture scores quiet-library 2025"),
    ]
    assert len(doors(ask(buttons(shown)[0], small))) == 1


@pytest.mark.parametrize(("called", "meant"), [("bakerys", "bakeries"), ("opend", None), ("held", None)])
def test_a_word_that_names_no_record_says_so_and_leads_on(small: Edition, called: str, meant: str | None) -> None:
    shown = ask(f"/scores 2025 {called}", small)
    assert told(shown) == f"“{called}” is no document, author, field or year."
    assert buttons(shown)[-2:] == ["/scores", f"/search {called}"]
    assert meant is None or buttons(shown)[0] == f"/scores 2025 {meant}"


def test_an_author_answers_for_all_documents_and_shares_a_record_only_with_who_wrote_the_same(small: Edition) -> None:
    [lin] = small.cards["bakery-2024"].authors
    library = small.cards["library-2024"]
    ada, _ = library.authors
    together = library.model_copy(update={"authors": (ada, lin)})
    edition = dataclasses.replace(small, cards={**small.cards, "library-2024": together})
    shown = ask("/scores", edition)
    assert doors(shown)[:2] == ["/scores 林小麦", f"/scores {LIBRARY}"]
    both = "“The quiet library”, November 2024 · “Machine dough”, March 2024"
    few = "status quo 50% · too few to tell\n"
    assert f"Lin Xiaomai (林小麦) ({both}): 50% of 3 claims · {few}" in told(shown)
    alone_line = (
        "“The quiet library” by Ada Stone, November 2024: 0% of one claim · status quo 100% · too few to tell\n"
    )
    assert alone_line in told(shown)
    alone = ask("/scores 林小麦", edition)
    assert alone.title == "Track record: Lin Xiaomai (林小麦)" and told(alone).startswith("Only 3 claims")


@pytest.mark.parametrize(
    ("question", "command"),
    [
        ("/briefings", "/scores"),
        ("/briefing machine-dough", "/scores machine-dough"),
        ("/sector libraries", "/scores libraries"),
        ("/predictions", "/scores"),
        ("/predictions held 2025", "/scores 2025"),
        ("/predictions core bakeries", "/scores core bakeries"),
    ],
)
def test_what_a_record_is_of_leads_to_it(small: Edition, question: str, command: str) -> None:
    assert command in buttons(ask(question, small))
    assert ask(command, small).title.startswith("Track record")


def test_a_document_shows_its_record_on_one_line(small: Edition) -> None:
    line = "\n✅🌓⏳⏳\nTrack record: 75% of 2 claims · status quo 25%"
    assert line in told(ask("/briefing machine-dough", small))


# The reader


def own(shown: Answer) -> str:
    return told(shown).partition(say("en", "score-own") + "\n")[2].partition("\nBy weight")[0]


def test_a_reader_without_settled_guesses_is_told_how_to_get_a_score(small: Edition) -> None:
    none = say("en", "score-none")
    assert own(whole("/scores", asking(small, "en", TODAY))) == none
    open_ended = known((f"{LIBRARY}/no-closures", 80), (f"{DOUGH}/night-shift", 35), ("gone/long-ago", 5))
    shown = whole("/scores", asking(small, "en", TODAY, known=open_ended))
    assert own(shown) == f"{none}\n2 of your answers wait for a verdict."
    assert "/checkin" in buttons(ask("/scores", small))


def test_a_reader_sees_their_score_beside_the_crowd_and_half_and_how_well_they_are_calibrated(small: Edition) -> None:
    facts = known(
        *((f"{DOUGH}/handmade-dearer", 80), (f"{LIBRARY}/desk-first", 80), (f"{DOUGH}/half-of-shops", 50)),
        (f"{LIBRARY}/no-closures", 95),
        crowd=[(2, f"{DOUGH}/handmade-dearer", 50), (3, f"{LIBRARY}/desk-first", 20)],
    )
    assert own(whole("/scores", asking(small, "en", TODAY, known=facts))) == (
        "Your Brier score is 0.227, over 3 questions. Lower is better: 0 is perfect, 1 is as wrong as can be.\n"
        "By your first answers 0.227; averaged over the days each answer stood 0.227.\n"
        "On the same questions the readers' median, of up to 2 of them, scored 0.097, and always saying 50% 0.167.\n"
        "The rule “things stay as they are” scored 0.417.\n"
        "One of your answers waits for a verdict.\n"
        "How often it came true when you said (in part counts half):\n"
        "50%: 0.5 of 1\n80%: 1 of 2\n"
        "What the score is made of\n"
        "Reliability 0.060: how far your chances lie from how often it came true. Lower is better.\n"
        "− Resolution 0.000: how far what you called likely came out differently from what you called unlikely."
        " Higher is better.\n"
        "+ Uncertainty 0.167: how hard the questions were to anybody.\n" + say("en", "score-weighed")
    )


HELD = (95, 80, 80, 65, 65, 50, 35, 20)
"""0.05² + 0.2² + 0.2² + 0.35² + 0.35² + 0.5² + 0.65² + 0.8² = 1.64"""
PARTLY = (50, 65, 35, 80, 20, 95)
"""0² + 0.15² + 0.15² + 0.3² + 0.3² + 0.45² = 0.4275"""
FAILED = (5, 5, 20, 35, 50, 80)
"""0.05² + 0.05² + 0.2² + 0.35² + 0.5² + 0.8² = 1.0575"""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "Your Brier score is 0.156, over 20 questions. Lower is better: 0 is perfect, 1 is as wrong as can be.\n"
            "By your first answers 0.156; averaged over the days each answer stood 0.156.\n"
            "Nobody else has answered these questions; always saying 50% scored 0.175.\n"
            "The rule “things stay as they are” scored 0.475.\n"
            "How often it came true when you said (in part counts half):\n"
            "5%: 0 of 2\n20%: 1.5 of 3\n35%: 1.5 of 3\n50%: 1.5 of 3\n65%: 2.5 of 3\n80%: 2.5 of 4\n95%: 1.5 of 2",
        ),
        (
            "zh",
            "你的布赖尔（Brier）分数是 0.156，共 20 个问题。越低越准：0 分是全中，1 分是全错。\n"
            "按第一次的回答是 0.156；按每个回答维持的天数平均是 0.156。\n"
            "这些问题还没有别人回答过；一律答 50% 得 0.175。\n"
            "“一切照旧”得 0.475。\n"
            "你说的可能性，实际应验了多少（部分应验算一半）：\n"
            "5%：2 条中应验 0 条\n20%：3 条中应验 1.5 条\n35%：3 条中应验 1.5 条\n50%：3 条中应验 1.5 条\n"
            "65%：3 条中应验 2.5 条\n80%：4 条中应验 2.5 条\n95%：2 条中应验 1.5 条",
        ),
    ],
)
def test_twenty_answers_make_the_score_that_one_works_out_by_hand(
    small: Edition, language: Language, expected: str
) -> None:
    """(1.64 + 0.4275 + 1.0575) / 20 = 0.15625; at 50 % those that held in part cost nothing: 14 × 0.25 / 20 = 0.175."""
    became: dict[Outcome, int] = {"held": 8, "partly": 6, "failed": 6}
    outcomes = [outcome for outcome, times in became.items() for _ in range(times)]
    said = known(*((f"{DOUGH}/{number}", percent) for number, percent in enumerate((*HELD, *PARTLY, *FAILED))))
    shown = told(ask("/scores", ruled(small, *outcomes, "unclear", None), said, language))
    assert f"\n{say(language, 'score-own')}\n{expected}" in shown


def test_a_reader_whom_nobody_joins_is_compared_with_half_alone(small: Edition) -> None:
    alone = known((f"{DOUGH}/handmade-dearer", 80))
    assert own(whole("/scores", asking(small, "en", TODAY, known=alone))).startswith(
        "Your Brier score is 0.040, over one question. Lower is better: 0 is perfect, 1 is as wrong as can be.\n"
        "By your first answers 0.040; averaged over the days each answer stood 0.040.\n"
        "Nobody else has answered these questions; always saying 50% scored 0.250.\n"
        "The rule “things stay as they are” scored 1.000.\n"
    )


def test_a_score_is_shown_to_nobody_else(small: Edition) -> None:
    before = ask("/scores", small)
    assert ask("/scores", small, known((f"{DOUGH}/handmade-dearer", 80))) != before
    assert ask("/scores", small) == before


# Pictures


def drawn(shown: Answer) -> list[str]:
    """Return the words in a picture, in their order, without spaces: names may break into lines."""
    return [(each.text or "").replace(" ", "") for each in ElementTree.fromstring(shown.picture).iter(TEXT)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_track_records_names_the_authors_in_the_order_of_the_answer(
    small: Edition, language: Language
) -> None:
    shown = ask("/picture scores", small, language=language)
    authors = [card.authors[0].in_(language).replace(" ", "") for card in small.cards.values()]
    named = "".join(drawn(shown))
    assert sorted(authors, key=named.index) == sorted(
        authors, key=told(ask("/scores", small, language=language)).replace(" ", "").index
    )
    assert buttons(shown) == ["/scores"]


@pytest.mark.parametrize("called", ["machine-dough", "林小麦"])
def test_the_picture_of_one_record_shows_what_it_is_made_of(small: Edition, called: str) -> None:
    shown = ask(f"/picture scores {called}", small)
    assert shown.title == "Track record: “Dough kneaded by a machine”"
    parts = ["Allforecasts", "Coreclaims", "Saidplainly", "Saidwithahedge"]
    assert [each for each in drawn(shown) if each in (*parts, "Implied,notsaidoutright")] == parts
    assert {"75%of2claims", "statusquo:25%", "50%ofoneclaim"} <= set(drawn(shown))
    assert buttons(shown) == ["/scores machine-dough"]


@pytest.mark.parametrize(
    ("called", "leads"),
    [("scores 2025 bakerys", "/scores 2025 bakeries"), ("timeline quiet-libary", "/picture timeline quiet-library")],
)
def test_a_picture_of_what_nobody_knows_says_so_and_leads_on(small: Edition, called: str, leads: str) -> None:
    shown = ask(f"/picture {called}", small)
    assert not shown.picture and buttons(shown)[0] == leads


@pytest.mark.parametrize("called", ["0", "99999", "9" * 5000, "x" * 5000, "٢٠٢٥"])
def test_no_name_of_a_picture_is_too_odd(small: Edition, called: str) -> None:
    assert not ask(f"/picture timeline {called}", small).picture
    assert not ask(f"/picture scores {called}", small).picture


@pytest.mark.parametrize(
    ("called", "meant"),
    [("2025年", "timeline 2025"), ("２０２５", "timeline 2025"), ("The Quiet Library", "timeline quiet-library")],
)
def test_a_timeline_is_found_by_what_people_call_it(small: Edition, called: str, meant: str) -> None:
    assert ask(f"/picture {called}", small) == ask(f"/picture {meant}", small)
