"""Pictures: what they show and how it is told apart, that words stand where they can be read, and the painted PNG."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from bot.__main__ import main
from bot.content.briefing import Briefing, Language, Name, Outcome, Prediction, Verdict, VerdictText, Window
from bot.content.edition import STATES, Edition, State, state
from bot.pictures import png as pictures_png
from bot.pictures.calibration import Point, calibration
from bot.pictures.guesses import MOST_GUESSES, GuessRow, guesses
from bot.pictures.lanes import PAST
from bot.pictures.lettering import balanced, shorten, typeset, width, wrap
from bot.pictures.marks import COLOURS, mark
from bot.pictures.own_score import Course, Way
from bot.pictures.records import RecordBar, track_record
from bot.pictures.scale import TODAY as LINE_OF_TODAY
from bot.pictures.sheet import ACCENT, LEFT, RIGHT, TINT, Sheet
from bot.pictures.timeline import timeline
from bot.words import WRITTEN, say
from tests.conftest import ROOT, TODAY, shipped_edition

SVG = "{http://www.w3.org/2000/svg}"
PLACES = {"x", "y", "width", "height", "rx", "cx", "cy", "r", "d", "viewBox"}
LOOKS = {"fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin"}
LETTERS = {"font-size", "font-weight", "font-family", "text-anchor", "{http://www.w3.org/XML/1998/namespace}lang"}
ATTRIBUTES = PLACES | LOOKS | LETTERS | {"stroke-dasharray", "role", "href", "aria-label"}
SMALLEST = 24

languages = pytest.mark.parametrize("language", WRITTEN)


def saying(language: Language) -> partial[str]:
    return partial(say, language)


# --- What is drawn from ------------------------------------------------------------------------------------------


def rule(prediction: Prediction, outcome: Outcome | None) -> Prediction:
    """Return a prediction with a verdict of that outcome, or without one."""
    because = VerdictText(zh="因", en="Why")
    verdict = Verdict(outcome=outcome, on=TODAY, because=because) if outcome else None
    return prediction.model_copy(update={"verdict": verdict})


def ruled(edition: Edition) -> Edition:
    """Return an edition in which every outcome occurs, by turns."""
    outcomes: Iterator[Outcome | None] = itertools.cycle(("held", "partly", "failed", "unclear", None))

    def rule_all(briefing: Briefing) -> Briefing:
        predictions = tuple(
            rule(each, next(outcomes) if each.window.until and each.window.until < TODAY else None)
            for each in briefing.predictions
        )
        return briefing.model_copy(update={"predictions": predictions})

    return replace(edition, briefings=tuple(map(rule_all, edition.briefings)))


@cache
def shipped() -> Edition:
    return ruled(shipped_edition())


def with_predictions(edition: Edition, *predictions: Prediction) -> Edition:
    """Return an edition of its first briefing, with these predictions and no events."""
    first = edition.briefings[0].model_copy(update={"predictions": predictions, "timeline": ()})
    return replace(edition, briefings=(first,))


def within(prediction: Prediction, first: str, until: str | None, **more: object) -> Prediction:
    last = dt.date.fromisoformat(until) if until else None
    window = Window.model_construct(from_=dt.date.fromisoformat(first), until=last, basis=prediction.window.basis)
    rule = {"resolution": None, "criterion": prediction.rule.question}
    return prediction.model_copy(update={"window": window, "weight": "core", "verdict": None, **rule, **more})


LONG: dict[Language, str] = {
    "zh": "关于大模型的“很长”标题，" * 12,
    "en": "A very long “title” of a document, as Aaa" + "a" * 90,
}
RECORDS = (
    RecordBar("大模型未来三年的十个假设 Ten Hypotheses", 24, 21, 9, 28, 4, 38, 41, 0.64, (0.51, 0.75), 0.66),
    RecordBar("K哥", failed=3, waiting=12, claims=3, share=0, naive=0),
    RecordBar("Tyler", held=1, claims=1, share=1),
    RecordBar(LONG["en"], waiting=25),
    RecordBar(LONG["zh"], 12_345_678, 67_890_123, 123_456_789, 654_321, 12, 99, 9_999_999, 0.3, (0.29, 0.31), 1),
    RecordBar("<b>&amp;\"'", 0, 0, 0, 0, 0),
)
POINTS = tuple(
    Point(chance / 100, share, count)
    for chance, share, count in [(5, 0.0, 3), (20, 0.3, 10), (35, 0.25, 8), (50, 0.6, 20), (65, 0, 0), (80, 0.85, 31)]
)


def ways(language: Language = "en") -> list[Way]:
    scores = {"picture-first": 0.24, "picture-last": 0.12, "picture-over-time": 0.2}
    others = {"picture-as-was": 0.48, "picture-even": 0.25}
    own = [Way(say(language, name), score, own=True) for name, score in scores.items()]
    return own + [Way(say(language, name), score) for name, score in others.items()]


def course(language: Language = "en", slope: float | None = -0.004) -> Course:
    days = (dt.date(2026, 1, 1) + dt.timedelta(days=20 * n) for n in range(11))
    points = tuple((day, 0.9 - 0.08 * n) for n, day in enumerate(days))
    return Course(points, say(language, "picture-course-better", count=11), slope)


CROWDED = tuple(Point(each / 40, each * 7 % 40 / 40, 1 + each**3) for each in range(41))


STATEMENTS: dict[Language, tuple[str, ...]] = {
    "zh": ("半数面包店会用机器和面。", LONG["zh"], "<b>面包</b>", "夜班会消失。", "旧机器会卖光。"),
    "en": (
        "Half of all bakeries will knead by machine.",
        LONG["en"],
        "<b>bread</b>",
        "Night shifts end.",
        "Mixers go.",
    ),
}
SAID = ((80, 65), (50, 50), (1, 5), (99, None), (95, 99))


def guess_rows(language: Language) -> list[GuessRow]:
    return [GuessRow(what, *said) for what, said in zip(STATEMENTS[language], SAID, strict=True)]


def long_titles(edition: Edition) -> Edition:
    named = Name.model_construct(zh=LONG["zh"], en=LONG["en"])
    cards = {
        name: card.model_copy(update={"title": named, "authors": (named,) * 3}) for name, card in edition.cards.items()
    }
    return replace(edition, cards=cards)


PICTURES: dict[str, Callable[[Language], str]] = {
    "timeline": lambda language: timeline(shipped(), language, TODAY, saying(language)),
    "year": lambda language: timeline(shipped(), language, TODAY, saying(language), year=2025),
    "far year": lambda language: timeline(shipped(), language, TODAY, saying(language), year=2035),
    "briefing": lambda language: timeline(shipped(), language, TODAY, saying(language), briefing="ten-hypotheses"),
    "long titles": lambda language: timeline(long_titles(shipped()), language, TODAY, saying(language)),
    "many documents": lambda language: timeline(
        replace(shipped(), briefings=shipped().briefings * 20), language, TODAY, saying(language)
    ),
    "nothing": lambda language: timeline(shipped(), language, TODAY, saying(language), year=1800),
    "records": lambda language: track_record(RECORDS, language, saying(language)),
    "titled records": lambda language: track_record(RECORDS[:1], language, saying(language), title=LONG[language]),
    "many records": lambda language: track_record(RECORDS * 30, language, saying(language)),
    "no records": lambda language: track_record((), language, saying(language)),
    "calibration": lambda language: calibration(POINTS, language, saying(language)),
    "one point": lambda language: calibration((Point(1, 0, 1),), language, saying(language)),
    "crowded": lambda language: calibration(CROWDED, language, saying(language)),
    "own": lambda language: calibration(POINTS, language, saying(language), ways(language), course(language)),
    "guesses": lambda language: guesses(guess_rows(language), language, saying(language)),
    "many guesses": lambda language: guesses(guess_rows(language) * 9, language, saying(language)),
    "no guesses": lambda language: guesses((), language, saying(language)),
    "no points": lambda language: calibration((), language, saying(language)),
}
drawn_all = pytest.mark.parametrize("kind", PICTURES)


@cache
def drawn(kind: str, language: Language) -> str:
    return PICTURES[kind](language)


# --- How it is read ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """Words in a picture, and where their baseline begins or ends."""

    text: str
    x: float
    baseline: float
    size: float
    anchor: str
    bold: bool

    def box(self, wide: float) -> tuple[float, float, float, float]:
        left = self.x - wide * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]
        return left, self.baseline - 0.88 * self.size, left + wide, self.baseline + 0.12 * self.size


def shapes(svg: str, tag: str, **attributes: str) -> list[ElementTree.Element]:
    found = ElementTree.fromstring(svg).iter(SVG + tag)
    return [each for each in found if all(each.get(name) == value for name, value in attributes.items())]


def words(svg: str) -> list[Written]:
    return [
        Written(
            each.text or "",
            float(each.get("x", "")),
            float(each.get("y", "")),
            float(each.get("font-size", "")),
            each.get("text-anchor", ""),
            each.get("font-weight") == "700",
        )
        for each in shapes(svg, "text")
    ]


def told(svg: str) -> list[str]:
    return [each.text for each in words(svg)]


def size(svg: str) -> tuple[int, int]:
    root = ElementTree.fromstring(svg)
    wide, tall = int(root.get("width", "")), int(root.get("height", ""))
    assert root.get("viewBox") == f"0 0 {wide} {tall}"
    return wide, tall


def assert_legible(svg: str, measure: Callable[[Written], float]) -> None:
    """Assert that no words leave the picture and none cover others."""
    wide, tall = size(svg)
    boxes = [(each, each.box(measure(each))) for each in words(svg)]
    for each, (left, top, right, bottom) in boxes:
        assert left >= 0 and top >= 0 and right <= wide and bottom <= tall, each
    boxes.sort(key=lambda named: named[1][1])
    for number, (one, first) in enumerate(boxes):
        for other, second in boxes[number + 1 :]:
            if second[1] >= first[3]:
                break
            assert second[0] >= first[2] or second[2] <= first[0], (one, other)


def estimated(written: Written) -> float:
    return width(written.text, written.size)


@languages
@drawn_all
def test_a_picture_is_plain_svg_that_needs_nothing_from_elsewhere(kind: str, language: Language) -> None:
    root = ElementTree.fromstring(drawn(kind, language))
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "rect",
        "circle",
        "path",
        "text",
        "a",
    }
    assert {name for each in root.iter() for name in each.attrib} <= ATTRIBUTES
    assert not [value for each in root.iter() for value in each.attrib.values() if "url(" in value or "://" in value]
    assert root.get("role") == ("group" if root.findall(f"{SVG}a") else "img")


@languages
def test_every_dot_of_the_timeline_opens_its_forecast_and_says_which(edition: Edition, language: Language) -> None:
    svg = timeline(edition, language, TODAY, saying(language))
    doors = {each.get("href", "").removeprefix("/prediction "): each for each in shapes(svg, "a")}
    core = {name: each for name, each in edition.by_ref.items() if each.record.weight == "core"}
    assert doors.keys() == core.keys() and len(shapes(svg, "a")) == len(core)
    for name, door in doors.items():
        forecast = core[name].record
        stands, statement = say(language, f"state-{state(forecast, TODAY)}"), forecast.statement.in_(language)
        assert len(door) and door.get("aria-label") == say(language, "picture-door", state=stands, statement=statement)
    assert not shapes(drawn("records", language), "a")


@languages
@drawn_all
def test_a_picture_says_what_it_is_to_those_who_do_not_see_it(kind: str, language: Language) -> None:
    root = ElementTree.fromstring(drawn(kind, language))
    assert root.get("role") == ("group" if root.findall(f"{SVG}a") else "img"), "what is in an image is not told"
    assert [each.tag for each in root][:2] == [SVG + "title", SVG + "desc"]
    assert root[0].text and root[1].text


@languages
@drawn_all
def test_a_picture_is_a_photo_that_telegram_takes(kind: str, language: Language) -> None:
    wide, tall = size(drawn(kind, language))
    assert wide == 1280 and wide + tall <= 10_000 and max(wide, tall) <= 20 * min(wide, tall)


@languages
@drawn_all
def test_words_are_large_enough_for_a_phone(kind: str, language: Language) -> None:
    assert min(each.size for each in words(drawn(kind, language))) >= SMALLEST


@languages
@drawn_all
def test_words_stay_in_the_picture_and_cover_no_others(kind: str, language: Language) -> None:
    assert_legible(drawn(kind, language), estimated)


@languages
@drawn_all
def test_words_stay_on_their_card(kind: str, language: Language) -> None:
    cards = [
        (float(each.get("y", "")), float(each.get("height", "")))
        for each in shapes(drawn(kind, language), "rect", rx="14")
    ]
    for each in words(drawn(kind, language)):
        _, top, _, bottom = each.box(0)
        assert all(bottom <= y or y + tall <= top or (y <= top and bottom <= y + tall) for y, tall in cards), each


@languages
@drawn_all
def test_shapes_stay_in_the_picture(kind: str, language: Language) -> None:
    wide, tall = size(drawn(kind, language))
    for each in shapes(drawn(kind, language), "rect"):
        x, y, w, h = (float(each.get(name, "0")) for name in ("x", "y", "width", "height"))
        assert w >= 0 and h >= 0 and x >= 0 and y >= 0 and x + w <= wide and y + h <= tall
    for each in shapes(drawn(kind, language), "circle"):
        x, y, radius = (float(each.get(name, "")) for name in ("cx", "cy", "r"))
        assert radius <= x <= wide - radius and radius <= y <= tall - radius


@languages
@pytest.mark.parametrize("kind", [kind for kind in PICTURES if "records" not in kind and kind != "long titles"])
def test_a_picture_speaks_one_language(kind: str, language: Language) -> None:
    said = set(told(drawn(kind, language)))
    other: Language = "en" if language == "zh" else "zh"
    names = {typeset(each.in_(other), language) for card in shipped().cards.values() for each in card.authors}
    in_both = {each for each in said & set(told(drawn(kind, other))) if any(map(str.isalpha, each))}
    assert in_both <= names


@pytest.mark.process
def test_a_picture_is_the_same_each_time(tmp_path: Path) -> None:
    script = (
        "import datetime as dt, functools, pathlib, sys; from bot import desk; from bot.words import say\n"
        "from bot.pictures.timeline import timeline\n"
        "edition = desk.load_folders(pathlib.Path('briefings'), pathlib.Path('seeds'))\n"
        "picture = timeline(edition, 'zh', dt.date(2026, 11, 24), functools.partial(say, 'zh'))\n"
        "sys.stdout.buffer.write(picture.encode())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] and runs[0].startswith(b"<svg")


# --- Marks -------------------------------------------------------------------------------------------------------


def outline(which: State) -> list[tuple[str, ...]]:
    """Return the shapes of a mark without their colours."""
    sheet = Sheet("en", "", "")
    mark(sheet, which, 100, 100)
    root = ElementTree.fromstring(sheet.svg(200))
    hidden = ("fill", "stroke")
    return [(each.tag, *(f"{k}={v}" for k, v in each.items() if k not in hidden)) for each in list(root)[3:]]


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(STATES, 2)))
def test_states_differ_in_shape_and_not_only_in_colour(one: State, other: State) -> None:
    assert outline(one) != outline(other)


# Machado, Oliveira and Fernandes (2009), severity 1: how protanopes, deuteranopes and tritanopes see.
SEEING = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen(colour: str, how: str) -> list[float]:
    """Return a colour as somebody sees it, from 0 to 1, in sRGB."""
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    mixed = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in SEEING[how]]
    return [12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in (min(1, max(0, m)) for m in mixed)]


@pytest.mark.parametrize("how", SEEING)
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(("held", "partly", "failed", "unclear"), 2)))
def test_colours_of_verdicts_can_be_told_apart_by_people_who_see_fewer(one: State, other: State, how: str) -> None:
    pairs = zip(seen(COLOURS[one], how), seen(COLOURS[other], how), strict=True)
    assert sum((a - b) ** 2 for a, b in pairs) ** 0.5 > 0.15


# --- The timeline ------------------------------------------------------------------------------------------------


def marks_in(svg: str) -> Counter[State]:
    """Count the marks in a picture; each state that occurs has one more in the legend."""
    colours: dict[State, int] = {
        "held": len(shapes(svg, "circle", fill=COLOURS["held"])),
        "partly": len(shapes(svg, "circle", stroke=COLOURS["partly"])),
        "failed": len(shapes(svg, "rect", fill=COLOURS["failed"])),
        "unclear": len(shapes(svg, "path", fill=COLOURS["unclear"])),
        "due": len(shapes(svg, "path", fill=COLOURS["due"])),
        "open": len(shapes(svg, "circle", fill=COLOURS["open"], r="13.5")),
    }
    return Counter({each: count - 1 for each, count in colours.items() if count})


def test_every_core_claim_has_its_mark() -> None:
    predictions = [each.record for each in shipped().predictions if each.record.weight == "core"]
    counts = Counter(state(each, TODAY) for each in predictions)
    assert len(counts) >= len(STATES) - 2 and marks_in(drawn("timeline", "zh")) == counts
    assert {f"{say('en', f'state-{each}')} {count}" for each, count in counts.items()} <= set(
        told(drawn("timeline", "en"))
    )


def test_of_one_briefing_every_forecast_has_its_mark() -> None:
    predictions = shipped().by_slug["ten-hypotheses"].predictions
    assert marks_in(drawn("briefing", "en")) == Counter(state(each, TODAY) for each in predictions)


def test_of_a_year_every_forecast_that_ends_in_it_has_its_mark() -> None:
    ends = [each.record for each in shipped().predictions if (until := each.record.window.until) and until.year == 2025]
    assert ends and marks_in(drawn("year", "en")) == Counter(state(each, TODAY) for each in ends)


@languages
def test_every_document_has_a_lane_with_title_authors_and_date(language: Language) -> None:
    said = "".join(told(drawn("timeline", language))).replace(" ", "")
    for card in shipped().cards.values():
        for name in (card.title, *card.authors):
            assert typeset(name.in_(language), language).replace(" ", "") in said
        assert str(card.published) in said
    assert len(shapes(drawn("timeline", language), "path", stroke=ACCENT)) == len(shipped().cards) + 1  # and the legend


def bars(svg: str) -> list[tuple[float, float]]:
    """Return from where to where the windows are drawn that end in the picture."""
    found = [(float(each.get("x", "")), float(each.get("width", ""))) for each in shapes(svg, "rect", fill=TINT)]
    return [(x, x + wide) for x, wide in found]


def arrows(svg: str) -> int:
    """Count the windows that do not; the legend has a sample of each of the two kinds."""
    samples = {say(each, message) for each in WRITTEN for message in ("picture-window", "picture-beyond")}
    return len(shapes(svg, "path", fill=TINT)) - len(samples & set(told(svg)))


def at(svg: str, year: int) -> float:
    """Return where a year begins, halfway between the names of two years."""
    named = {each.text: each.x for each in words(svg)}
    return (named[str(year)] + named[str(year - 1)]) / 2


def test_a_bar_reaches_from_the_first_day_of_its_window_to_the_last(small: Edition) -> None:
    given = within(small.briefings[0].predictions[0], "2025-01-01", "2026-01-01")
    svg = timeline(with_predictions(small, given), "en", TODAY, saying("en"))
    [(left, right)] = bars(svg)
    assert left == pytest.approx(at(svg, 2025), abs=2) and right == pytest.approx(at(svg, 2026), abs=2)
    assert not arrows(svg)


def test_a_window_that_ends_beyond_the_picture_is_an_arrow_with_its_year(small: Edition) -> None:
    given = within(small.briefings[0].predictions[0], "2025-01-01", "2055-06-30")
    svg = timeline(with_predictions(small, given), "zh", TODAY, saying("zh"))
    assert arrows(svg) == 1 and not bars(svg) and "2055" in told(svg)


def test_a_window_without_an_end_is_an_arrow(small: Edition) -> None:
    given = within(small.briefings[0].predictions[0], "2025-01-01", None)
    svg = timeline(with_predictions(small, given), "zh", TODAY, saying("zh"))
    assert arrows(svg) == 1 and not bars(svg)


def test_today_is_a_line_with_its_date() -> None:
    svg = drawn("timeline", "zh")
    lines = {each.get("d", "")[1:].split()[0] for each in shapes(svg, "path", stroke=LINE_OF_TODAY)}
    [line] = lines
    begins, ends = at(svg, 2026), at(svg, 2027)
    assert float(line) == pytest.approx(begins + (ends - begins) * 327 / 365, abs=2)
    assert [each for each in words(svg) if str(TODAY) in each.text and abs(each.x - float(line)) < 1]


def test_a_past_event_is_full_and_a_foretold_one_hollow(small: Edition) -> None:
    briefing = small.by_slug["machine-dough"]
    kinds = [each.kind for each in briefing.timeline if each.when.first.year < 2028]
    svg = timeline(small, "en", TODAY, saying("en"), briefing="machine-dough")
    assert len(shapes(svg, "path", fill=PAST)) - 1 == kinds.count("past") == 1
    assert len(shapes(svg, "path", fill="#ffffff")) - 1 == kinds.count("forecast") == 1


def test_very_many_forecasts_of_one_window_are_counted_and_not_drawn_one_by_one(small: Edition) -> None:
    given = within(small.briefings[0].predictions[0], "2025-01-01", "2025-03-01")
    svg = timeline(with_predictions(small, *[given] * 5000), "en", TODAY, saying("en"))
    assert "×5000" in told(svg) and "due 5,000" in told(svg) and marks_in(svg)["due"] == 1
    assert_legible(svg, estimated)


def test_a_lane_says_how_much_it_leaves_out(small: Edition) -> None:
    first = small.briefings[0].predictions[0]
    given = [within(first, "2024-12-01", str(dt.date(2025, 1, 1) + dt.timedelta(days))) for days in range(300)]
    svg = timeline(with_predictions(small, *given), "en", TODAY, saying("en"))
    shown = sum(marks_in(svg).values())
    assert 20 < shown < 300 and f"{300 - shown} more forecasts are not shown" in told(svg)
    assert_legible(svg, estimated)


def test_a_picture_says_how_many_documents_and_records_it_leaves_out() -> None:
    assert any("more documents are not shown" in each for each in told(drawn("many documents", "en")))
    assert any("more records are not shown" in each for each in told(drawn("many records", "en")))


@pytest.mark.parametrize("year", [-1, 0, 1, 9999, 10_000, 123_456])
def test_no_year_is_too_far_away(small: Edition, year: int) -> None:
    assert say("en", "picture-nothing") in told(timeline(small, "en", TODAY, saying("en"), year=year))


@pytest.mark.parametrize("year", range(2020, 2120, 3))
def test_years_can_be_read_however_many_there_are(year: int) -> None:
    svg = timeline(shipped(), "en", dt.date(year, 1, 5), saying("en"))
    assert_legible(svg, estimated)
    assert len([each for each in told(svg) if each.isdecimal() and len(each) == 4]) >= 8


days = st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31))


@settings(max_examples=60)
@given(windows=st.lists(st.tuples(days, st.none() | days), min_size=1, max_size=40), today=days)
def test_whatever_the_windows_and_the_day_words_can_be_read(
    windows: list[tuple[dt.date, dt.date | None]], today: dt.date
) -> None:
    first = shipped().briefings[0].predictions[0]
    given = [within(first, str(begins), str(max(begins, ends)) if ends else None) for begins, ends in windows]
    svg = timeline(with_predictions(shipped(), *given), "zh", today, saying("zh"))
    assert_legible(svg, estimated)
    wide, tall = size(svg)
    assert wide + tall <= 10_000
    assert all(0 <= left < right <= RIGHT for left, right in bars(svg))


def test_a_year_counts_only_documents_whose_forecasts_fall_due_in_it(small: Edition) -> None:
    assert "One forecast falls due in this year" in told(timeline(small, "en", TODAY, saying("en"), year=2024))
    assert "2 documents" in " ".join(told(timeline(small, "en", TODAY, saying("en"), year=2025)))
    svg = timeline(small, "zh", TODAY, saying("zh"), year=2023)
    assert "没有预测在这一年到期" in told(svg) and shapes(svg, "rect", rx="14")


def test_the_legend_explains_what_occurs_and_nothing_else(small: Edition) -> None:
    first = small.briefings[0].predictions[0]
    ends, goes_on = within(first, "2025-01-01", "2025-06-30"), within(first, "2025-01-01", None)
    words_of = {"picture-window": [ends], "picture-beyond": [goes_on]}
    for message, predictions in words_of.items():
        said = told(timeline(with_predictions(small, *predictions), "en", TODAY, saying("en")))
        assert {each for each in words_of if say("en", each) in said} == {message}
        assert say("en", "picture-past") not in said and say("en", "picture-foretold") not in said


# --- Track records and calibration -------------------------------------------------------------------------------


def test_a_record_shows_how_many_stand_how_as_parts_of_a_bar() -> None:
    svg = track_record([RecordBar("X", held=2, partly=1, failed=1, share=0.6, interval=(0.2, 0.9))], "en", saying("en"))
    wide = {
        each: sum(float(r.get("width", "")) for r in shapes(svg, "rect", fill=COLOURS[each], height="46"))
        for each in COLOURS
    }
    assert wide["held"] == pytest.approx(2 * wide["partly"], rel=0.02) and wide["partly"] == pytest.approx(
        wide["failed"]
    )
    assert not wide["unclear"] and not wide["due"]


def test_a_record_shows_its_share_between_the_ends_of_its_interval() -> None:
    svg = track_record(
        [RecordBar("X", held=6, failed=4, claims=10, share=0.6, interval=(0.25, 0.75), naive=0.4)], "en", saying("en")
    )
    zero, half = (next(each.x for each in words(svg) if each.text == text) for text in ("0%", "50%"))
    point = float(shapes(svg, "circle", fill=ACCENT)[0].get("cx", ""))
    assert point == pytest.approx(zero + 0.6 * (half - zero) * 2, abs=1)
    ends = [each.get("d", "")[1:].split()[0] for each in shapes(svg, "path", **{"stroke-width": "5"})][1:3]
    assert [float(each) for each in ends] == pytest.approx(
        [zero + (half - zero) * 0.5, zero + (half - zero) * 1.5], abs=1
    )
    assert {"60% of 10 claims", "status quo: 40%"} <= set(told(svg)) and "likely 25–75%" in svg
    [rhomb, _] = shapes(svg, "path", **{"stroke-width": "4"})
    assert float(rhomb.get("d", "")[1:].split()[0]) == pytest.approx(zero + 0.4 * (half - zero) * 2, abs=1)


def test_of_too_few_claims_a_record_shows_no_interval_and_no_rule_that_is_not_known() -> None:
    svg = track_record([RecordBar("X", held=1, claims=1, share=1)], "en", saying("en"))
    assert not shapes(svg, "path", **{"stroke-width": "5"}) and not shapes(svg, "path", **{"stroke-width": "4"})
    assert "100% of one claim" in told(svg) and "likely" not in svg
    assert say("en", "picture-rhomb") not in told(svg)


def test_of_a_record_without_verdicts_no_share_is_drawn() -> None:
    svg = track_record([RecordBar("X", waiting=3)], "en", saying("en"))
    assert not shapes(svg, "circle", fill=ACCENT)
    assert say("en", "picture-undecided") in told(svg)


def test_a_guess_is_a_dot_on_its_scale_and_the_readers_median_a_ring() -> None:
    svg = drawn("guesses", "en")
    rings = [float(each.get("cx", "")) for each in shapes(svg, "circle", fill="none")]
    dots = [float(each.get("cx", "")) for each in shapes(svg, "circle", fill=ACCENT)]
    own, medians = [each for each, _ in SAID], [each for _, each in SAID if each is not None]
    assert len(dots) == len(own) + 1 and len(rings) == len(medians) + 1, "one more of each in the legend"
    step = (dots[0] - dots[1]) / (own[0] - own[1])
    both = [*zip(own, dots, strict=False), *zip(medians, rings, strict=False)]
    assert all(x == pytest.approx(dots[1] + (percent - own[1]) * step, abs=0.2) for percent, x in both)
    for percent in (*own, *medians):
        assert f"{percent}%" in told(svg)


def test_of_very_many_guesses_the_first_are_drawn_and_alone_there_is_no_ring() -> None:
    alone = [GuessRow(f"No. {number}", 50) for number in range(MOST_GUESSES + 1)]
    svg = guesses(alone, "en", saying("en"))
    assert f"No. {MOST_GUESSES - 1}" in told(svg) and f"No. {MOST_GUESSES}" not in told(svg)
    assert not shapes(svg, "circle", fill="none") and say("en", "picture-readers-median") not in told(svg)


def test_calibration_counts_the_answers_and_names_each_number() -> None:
    said = told(drawn("calibration", "en"))
    assert "72 answers that verdicts have settled" in said and {"3", "10", "8", "20", "31"} <= set(said)


def test_a_dot_stands_above_the_diagonal_where_more_came_true_than_was_said() -> None:
    for share, side in ((0.9, -1), (0.1, 1)):
        svg = calibration([Point(0.5, share, 4)], "en", saying("en"))
        [diagonal, _] = shapes(svg, "path", **{"stroke-dasharray": "14 10"})
        ys = [float(part.split()[1]) for part in diagonal.get("d", "")[1:].split("L")]
        dot = float(shapes(svg, "circle", stroke="#ffffff")[0].get("cy", ""))
        assert (dot - sum(ys) / 2) * side > 100


def test_dots_of_more_answers_are_larger() -> None:
    svg = calibration([Point(0.2, 0.2, 1), Point(0.8, 0.8, 50)], "en", saying("en"))
    large, little = shapes(svg, "circle", stroke="#ffffff")
    assert float(large.get("r", "")) > float(little.get("r", ""))


def test_scores_are_bars_as_long_as_they_are_bad_and_the_readers_own_stand_out() -> None:
    svg = drawn("own", "en")
    own = [float(bar.get("width", "")) for bar in shapes(svg, "rect", fill="#0072b2", height="34")]
    others = [float(bar.get("width", "")) for bar in shapes(svg, "rect", fill="#a5b0bb", height="34")]
    assert len(own) == 3 and len(others) == 2 and own[0] == pytest.approx(2 * own[1], rel=0.01)
    assert {"0.240", "0.120", "0.200", "0.480", "0.250"} <= set(told(svg))


@pytest.mark.parametrize(("slope", "lines"), [(None, 0), (-0.002, 1), (0.002, 1)])
def test_a_line_is_drawn_only_where_there_is_a_change_and_it_goes_that_way(slope: float | None, lines: int) -> None:
    svg = calibration(POINTS, "en", saying("en"), ways(), course(slope=slope))
    found = shapes(svg, "path", stroke="#0b6e69")
    assert len(found) == lines
    for line in found:
        (_, begins), (_, ends) = (part.split() for part in line.get("d", "")[1:].split("L"))
        assert (float(ends) > float(begins)) is (slope is not None and slope < 0)  # lower on the sheet is better


@settings(max_examples=40)
@given(
    bars=st.lists(st.builds(Way, st.sampled_from(["your first answers", "x" * 300]), st.floats(0, 1), st.booleans())),
    points=st.lists(st.tuples(st.dates(dt.date(2020, 1, 1), dt.date(2120, 1, 1)), st.floats(0, 1)), min_size=1),
    slope=st.none() | st.floats(-1, 1),
)
def test_whatever_the_scores_words_can_be_read(
    bars: list[Way], points: list[tuple[dt.date, float]], slope: float | None
) -> None:
    svg = calibration(POINTS, "en", saying("en"), bars[:8], Course(tuple(sorted(points)), "Words.", slope))
    assert_legible(svg, estimated)


chances = st.floats(0, 1)


@settings(max_examples=60)
@given(points=st.lists(st.builds(Point, chances, chances, st.integers(0, 10**7)), max_size=30))
def test_whatever_the_points_numbers_can_be_read(points: list[Point]) -> None:
    assert_legible(calibration(points, "en", saying("en")), estimated)


# --- Words -------------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(label=st.text(max_size=150), language=st.sampled_from(WRITTEN), count=st.integers(0, 10**9))
def test_any_label_is_drawn_as_it_is_within_the_picture(label: str, language: Language, count: int) -> None:
    svg = track_record(
        [RecordBar(label, count, 1, count, 1, 1, count, count, 0.5, (0, 1), 0.5)],
        language,
        saying(language),
        title=label,
    )
    assert_legible(svg, estimated)
    assert not [each for each in svg if not each.isprintable() and not each.isspace()]


def test_markup_in_a_label_is_words() -> None:
    svg = track_record([RecordBar("<script>&amp;\"'</text>")], "en", saying("en"))
    assert "<script>&amp;\"'</text>" in told(svg) and not shapes(svg, "script")


@given(text=st.text("abc大模型，。“”（） 12", max_size=60), room=st.floats(40, 400), most=st.integers(1, 4))
def test_lines_fit_and_leave_nothing_out_but_behind_an_ellipsis(text: str, room: float, most: int) -> None:
    lines = wrap(text, 26, room, most)
    assert len(lines) <= most and all(width(each, 26) <= room for each in lines)
    whole = text.replace(" ", "")
    shown = "".join(lines).replace(" ", "")
    assert shown == whole or whole.startswith(shown.removesuffix("...").removesuffix("…"))
    assert shown == whole or len(lines) == most or not lines or room < 3 * 26


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    for room in range(160, 600, 7):
        for line in wrap("他说（也许）：“大模型，不会”消失。《未来》三年（2024）、十个假设！", 26, room, 9):
            assert line[0] not in "，。、：！）》”" and line[-1] not in "（《“"


@given(text=st.text("abc大模型，。“”（） 12", max_size=60), room=st.floats(40, 400), most=st.integers(1, 4))
def test_balanced_lines_say_the_same_in_as_many_lines(text: str, room: float, most: int) -> None:
    lines, even = wrap(text, 26, room, most), balanced(text, 26, room, most)
    assert "".join(even).replace(" ", "") == "".join(lines).replace(" ", "") and len(even) == len(lines)
    assert max((width(each, 26) for each in even), default=0) <= max((width(each, 26) for each in lines), default=0)


def test_a_date_is_not_left_alone_on_a_line() -> None:
    room = width("Ada Stone, The editors of Shelf Talk, and others", 30)
    text = "Ada Stone, The editors of Shelf Talk, and others, 2024-11"
    assert wrap(text, 30, room) == ("Ada Stone, The editors of Shelf Talk, and", "others, 2024-11")
    assert balanced(text, 30, room) == ("Ada Stone, The editors of Shelf", "Talk, and others, 2024-11")
    names = "Botaijin (波太金), Xiao Xiongmao (小熊猫), 2024-01-22"
    assert balanced(names, 30, width(names, 30) - 30) == ("Botaijin (波太金), Xiao", "Xiongmao (小熊猫), 2024-01-22")


def test_words_are_kept_whole_where_they_fit() -> None:
    assert wrap("Large language models", 30, 260) == ("Large language", "models")
    assert wrap("Large language models", 30, 200) == ("Large", "language...")


def test_what_is_too_long_ends_in_an_ellipsis_of_its_script() -> None:
    assert shorten("大模型未来三年", 30, 130) == "大模型…"
    assert shorten("Hypotheses", 30, 130).endswith("...")
    assert shorten("Hypotheses", 30, 5) == ""


def test_english_is_set_without_marks_as_wide_as_a_chinese_character() -> None:
    assert typeset("“K” – it’s…\u202e\n\x00  here", "en") == '"K" – it\'s... here'
    assert typeset("“K”…", "zh") == "“K”…"


# --- PNG ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def painter() -> None:
    """A machine with a Chinese font: every one that tests our changes; others may do without."""
    if not pictures_png.available():
        if os.environ.get("CI"):
            pytest.fail("pictures cannot be tested: no font with Chinese is installed")
        pytest.skip("no font with Chinese is installed")


def pixels(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    wide, tall = struct.unpack(">II", png[16:24])
    return wide, tall


@pytest.mark.exhaustive
@languages
@drawn_all
@pytest.mark.usefixtures("painter")
def test_pictures_are_painted_in_full_size(kind: str, language: Language) -> None:
    png = pictures_png.png(drawn(kind, language))
    assert pixels(png) == size(drawn(kind, language)) and len(png) < 10_000_000


@pytest.mark.usefixtures("painter")
@pytest.mark.parametrize("words", ["回头看", "落空", "Track record", "骨", "é", "①", "《》", "↑→"])
@pytest.mark.parametrize("bold", [False, True])
def test_words_are_painted_each_as_it_is(words: str, bold: bool) -> None:
    def painted(text: str) -> bytes:
        sheet = Sheet("zh", "", "")
        sheet.words(LEFT, 60, text, 40, bold=bold)
        return pictures_png.png(sheet.svg(100))

    # What a font has no shape for is painted alike, as nothing or as a box; so are words of a font that was not found.
    assert len({painted(each) for each in ("", "\U0001f680", words, words + words)}) == 4


def font() -> pictures_png._Font:
    found = pictures_png._font()
    assert found
    return found


@languages
@drawn_all
@pytest.mark.usefixtures("painter")
def test_the_font_has_every_character_of_our_pictures(kind: str, language: Language) -> None:
    svg = drawn(kind, language)
    assert pictures_png._spelled(svg, font()) == svg


@cache
def letters(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return pictures_png._opened(font().bold if bold else font().plain, size, bold)


@cache
def characters() -> list[str]:
    """Return the characters that the font says it has."""
    with TTFont(font().plain.file, fontNumber=font().plain.number, lazy=True) as opened:
        return list(map(chr, opened.getBestCmap()))


@cache
def metrics(bold: bool) -> dict[str, float]:
    """Return how wide the characters of the font are, in em."""
    return {each: letters(1000, bold).getlength(each) / 1000 for each in characters()}


@pytest.mark.usefixtures("painter")
def test_what_the_font_has_is_found_to_show_and_what_it_lacks_is_not() -> None:
    has = set(characters())
    asked = [chr(code) for code in range(0x21, 0xFFFE, 23) if not 0xD800 <= code < 0xE000]
    assert len(has.intersection(asked)) > 1000
    assert {each for each in asked if pictures_png._shows(font(), each)} == has.intersection(asked)


@languages
@drawn_all
@pytest.mark.usefixtures("painter")
def test_words_as_wide_as_the_font_paints_them_stay_in_the_picture_and_cover_no_others(
    kind: str, language: Language
) -> None:
    def measured(written: Written) -> float:
        return letters(int(written.size), written.bold).getlength(written.text)

    assert_legible(drawn(kind, language), measured)


@pytest.mark.usefixtures("painter")
def test_letters_are_of_the_weight_they_should_have() -> None:
    """A font whose weight varies is hair-thin unless it is told otherwise."""
    plain, bold = (sum(bytes(letters(100, each).getmask("回头看"))) for each in (False, True))
    assert 0.09 < plain / (255 * 300 * 100) < bold / (255 * 300 * 100) - 0.03


@pytest.mark.usefixtures("painter")
@pytest.mark.parametrize("bold", [False, True])
def test_no_letter_is_wider_than_thought(bold: bool) -> None:
    blocks = ((0x20, 0x250), (0x370, 0x530), (0x2010, 0x2700), (0x3000, 0x9FFF), (0xFF00, 0xFFEF))
    common = (chr(code) for block in blocks for code in range(*block))
    known = [each for each in map(typeset, common, itertools.repeat("zh")) if each in metrics(bold)]
    assert len(known) > 20_000
    assert not [each for each in known if width(each, 1) < metrics(bold)[each] - 0.001]


@pytest.mark.usefixtures("painter")
def test_a_picture_asked_for_again_is_not_painted_again() -> None:
    svg = drawn("records", "zh")
    assert pictures_png.png(svg) is pictures_png.png(svg)


@pytest.mark.usefixtures("painter")
def test_threads_paint_at_the_same_time_what_one_paints_alone() -> None:
    svgs = [drawn(kind, language) for kind in ("records", "calibration", "year") for language in WRITTEN]
    paint = partial(pictures_png._painted.__wrapped__, font=font())  # what is kept would prove nothing
    alone = list(map(paint, svgs))
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(paint, svgs)) == alone


# --- Fonts -------------------------------------------------------------------------------------------------------

PROBE = pictures_png._PROBE
fontconfig = pytest.mark.skipif(
    not shutil.which("fc-match") and "CI" not in os.environ, reason="fontconfig is not installed"
)


def assert_no_font() -> None:
    assert not pictures_png.available()
    with pytest.raises(pictures_png.NoFont, match="fonts"):
        pictures_png.png(drawn("records", "zh"))


@pytest.mark.usefixtures("fonts")
def test_without_a_font_no_picture_is_painted_instead_of_one_without_words() -> None:
    assert_no_font()


@languages
def test_check_says_how_to_get_a_font_where_there_is_none(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    content = [str(ROOT / "tests" / "small" / "briefings"), str(ROOT / "tests" / "small" / "seeds")]
    if pictures_png.available():
        assert main(["check", *content, "--lang", language]) == 0
        assert capsys.readouterr().err == ""
    request.getfixturevalue("fonts")
    assert main(["check", *content, "--lang", language]) == 0
    assert capsys.readouterr().err == f"{say(language, 'no-font')}\n"
    assert main(["check", *content, "--format", "json"]) == 0
    assert "apt" not in capsys.readouterr().err


def made(
    folder: Path, family: str, characters: str, *, hollow: bool = False, bold: bool = False, name: str = "made.ttf"
) -> Path:
    """Make a font with these characters, each a block of its own width, or without outlines."""
    names = [".notdef", *(f"u{ord(each):04X}" for each in characters)]
    glyphs = {}
    for number, glyph in enumerate(names):
        pen = TTGlyphPen(None)
        if number and not hollow:
            corners = [(0, 0), (0, 700), (100 + 30 * number, 700), (100 + 30 * number, 0)]
            pen.moveTo(corners[0])
            for corner in corners[1:]:
                pen.lineTo(corner)
            pen.closePath()
        glyphs[glyph] = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(each): f"u{ord(each):04X}" for each in characters})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Bold" if bold else "Regular", "psName": "Made"})
    builder.setupOS2(sTypoAscender=800, usWeightClass=700 if bold else 400)
    builder.setupPost()
    builder.save(folder / name)
    return folder / name


@fontconfig
def test_a_font_with_the_characters_of_both_languages_is_taken(fonts: Path) -> None:
    made(fonts, "Ours", PROBE)
    assert font().plain.file == font().bold.file == fonts / "made.ttf"


@fontconfig
def test_a_font_without_chinese_is_not_taken(fonts: Path) -> None:
    made(fonts, "Latin", PROBE[:-10])
    assert_no_font()


@fontconfig
def test_a_font_whose_words_would_vanish_is_not_taken(fonts: Path) -> None:
    made(fonts, "Hollow", PROBE, hollow=True)
    assert_no_font()


@fontconfig
def test_the_family_that_pictures_name_is_taken_before_others(fonts: Path) -> None:
    for number, family in enumerate(["Aaa", "Noto Sans SC", "Zzz"]):
        made(fonts, family, PROBE, name=f"{number}.ttf")
    assert font().plain.file == fonts / "1.ttf"


@fontconfig
@pytest.mark.parametrize(("characters", "file"), [(PROBE, "bold.ttf"), (PROBE[:-10], "made.ttf")])
def test_a_bold_face_is_taken_if_it_has_the_characters(fonts: Path, characters: str, file: str) -> None:
    made(fonts, "Noto Sans SC", PROBE)
    made(fonts, "Noto Sans SC", characters, bold=True, name="bold.ttf")
    assert (font().plain.file, font().bold.file) == (fonts / "made.ttf", fonts / file)


@fontconfig
@pytest.mark.parametrize("name", ["x.ttf", "x.ttc", "x.otf"])
@pytest.mark.parametrize("content", [b"no font", b"ttcf", b""])
def test_what_is_no_font_is_passed_over(fonts: Path, name: str, content: bytes) -> None:
    (fonts / name).write_bytes(content)
    assert_no_font()
    assert not pictures_png._complete(pictures_png._Font(*2 * [pictures_png._Face(fonts / name)]))


def test_where_fontconfig_is_not_installed_no_font_is_found(fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(fonts, "Noto Sans SC", PROBE)
    monkeypatch.setenv("PATH", str(fonts))
    assert_no_font()


@pytest.mark.parametrize("script", ["exit 1", "printf '\\377'", "echo", "echo 0", "echo x y"])
def test_a_fontconfig_that_does_not_answer_finds_no_font(
    fonts: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    command = fonts / "fc-match"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(fonts), prepend=os.pathsep)
    assert_no_font()


@pytest.mark.usefixtures("fonts")
def test_the_extra_is_taken_without_fontconfig(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "some_extra"
    (package / "deep").mkdir(parents=True)
    made(package / "deep", "Noto Sans SC", PROBE, name="NotoSansSC[wght].ttf")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pictures_png, "_PACKAGE", package.name)
    assert font().plain == font().bold == pictures_png._Face(package / "deep" / "NotoSansSC[wght].ttf")


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("A大", "A大"),
        ("Ａ", "A"),
        ("é", "e"),
        ("🚀", "?"),
        ("＜b＞", "?b?"),
        ("a\u0301", "a"),
        ("\ue000", ""),
        (" ", " "),
    ],
)
def test_characters_that_a_font_lacks_are_replaced(tmp_path: Path, text: str, spelled: str) -> None:
    face = pictures_png._Face(made(tmp_path, "Few", "Aabe大<>?"))
    assert pictures_png._spelled(text, pictures_png._Font(face, face)) == spelled
