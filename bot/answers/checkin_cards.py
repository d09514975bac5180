"""A check-in as cards: one question at a time, in one message that turns to the next as it is answered.

Which card comes next is told by the issue, its questions and those answered in it, and by nothing else: the same tap
twice, on another device or under an older message answers its own question, and shows what comes after that one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.answers import as_of, outcomes
from bot.answers.answer import Answer, Block, Button, bold, folded, heading, italic, paragraph, rows
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.checkin_message import how_to_stop, last_lines, missed, own_door, what_is_asked
from bot.answers.checkin_news import news, told_answers
from bot.answers.editors.due import reminder
from bot.answers.outcomes import Outcome
from bot.answers.reckoned import records
from bot.answers.vote_panel import all_say, readers_say, scale, value_label
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Forecast, state
from bot.content.reviews import next_review, to_review
from bot.people.readers import CHANCES, Issue
from bot.scores import Track
from bot.words import Written, written_as

NEWS: Final = "news"
ANSWERED: Final = "+"
"""What stands before the question that was answered just now."""
SAME_WEEK: Final = dt.timedelta(days=4)
"""Check-ins nearer to each other are of one week: one was asked for, the other sent."""
TOGETHER: Final[dict[Written, int]] = {"zh": 120, "en": 250}
"""Characters of an earlier prediction and of a question below it that a phone shows at once, also in wide letters."""
LEAST: Final[dict[Written, int]] = {"zh": 40, "en": 90}
"""Characters that are told of the earlier one at least."""
_EXPLAINED: Final = re.compile(r"\s*[(（].*[)）]$")
"""What stands behind a name in brackets: how it is written elsewhere, or that it is a pen name."""
NEXT_WEEK: Final = dt.timedelta(days=10)
"""Check-ins further apart than this are not of weeks in a row."""


def card(asked: Personal, told: Issue, came: Sequence[Outcome], shows: str = "") -> Answer:
    """Return the card that `shows` names, as `checkin.compose` says."""
    answered = shows.removeprefix(ANSWERED) if shows.startswith(ANSWERED) else ""
    if shows == NEWS:
        return _news(asked, told, came)
    chosen = shows if shows in told.questions and not answered else ""
    name = chosen or next_question(asked, told, answered)
    before = _reveal(asked, answered) if answered else ()
    if name is None:
        return _last(asked, told, came, answered, before)
    first = not (told.answered or chosen)
    above = _above(asked, came, name) if first else before
    ways = [*_beside(asked, told, name, answered), *(_news_door(asked, told) if first else ())]
    below = _below(asked, came) if first else ()
    return _of(asked, (*above, _question(asked, told, name), *below), _scale(asked, name) + rows(ways, 2))


def _above(asked: Personal, came: Sequence[Outcome], name: str) -> Iterator[Block]:
    """Yield what the first card begins with: what became of an answer, or else which check-ins were missed."""
    yield from (outcomes.told(asked, each, _room_above(asked, name)) for each in came[:1])
    yield from () if came else missed(asked)


def _room_above(asked: Asked, name: str) -> int:
    """Return how many characters of what became of an answer leave a question its place on a phone's screen."""
    language = written_as(asked.language)
    return max(LEAST[language], TOGETHER[language] - len(asked.text(asked.edition.by_ref[name].record.statement)))


def _below(asked: Personal, came: Sequence[Outcome]) -> Iterator[Block]:
    """Yield what stands below the first card; where it begins with what became of an answer, there is no room."""
    yield from reminder(asked) if asked.editor else ()
    yield from () if came else how_to_stop(asked)


def next_question(asked: Asked, told: Issue, after: str = "") -> str | None:
    """Return the question whose turn it is: the next one not answered, beginning behind `after`; None where none is."""
    start = told.questions.index(after) + 1 if after in told.questions else 0
    in_turn = (*told.questions[start:], *told.questions[:start])
    return next((each for each in in_turn if each not in told.answered and _open(asked, each)), None)


def _open(asked: Asked, name: str) -> bool:
    """Tell whether a question can still be answered."""
    forecast = asked.edition.by_ref.get(name)
    return forecast is not None and state(forecast.record, asked.today) in ("open", "due")


def _question(asked: Personal, told: Issue, name: str) -> Block:
    """Return a question: its place among all of them, the statement, and who said it when and how surely."""
    place = f"{told.questions.index(name) + 1}/{len(told.questions)}"
    return asked_of(asked, asked.edition.by_ref[name], f"{place} · ")


def asked_of(asked: Asked, forecast: Forecast, place: str = "") -> Block:
    """Return what is asked of a forecast, behind its place among others, the statement, who said it when and how."""
    now = state(forecast.record, asked.today)
    asks = bold(f"{place}{MARKS[now]} {what_is_asked(asked, forecast.record, now)}")
    return paragraph(asks, f"\n{asked.text(forecast.record.statement)}", italic(f"\n{_who(asked, forecast)}"))


def _scale(asked: Personal, name: str) -> tuple[tuple[Button, ...], ...]:
    return scale(asked, asked.edition.by_ref[name], "/answer")


def _who(asked: Asked, forecast: Forecast) -> str:
    """Return who said something, when and how surely, and until when it can come true."""
    record = forecast.record
    said = asked.say("said-by", who=who(asked, forecast), when=as_of.when(asked, forecast.card))
    return " · ".join((said, asked.say(f"certainty-{record.certainty}"), _ends(asked, forecast)))


def _ends(asked: Asked, forecast: Forecast) -> str:
    """Return the end of a window; of an open one the day of ruling, where there is one."""
    record = forecast.record
    if record.window.until:
        return asked.say("until", date=str(record.window.until))
    return asked.say("settled-on", day=str(record.due)) if record.due else asked.say("open-ended")


def who(asked: Asked, forecast: Forecast) -> str:
    """Return who wrote a source: one or two authors by name, of more the first; without what explains the names."""
    named = [_EXPLAINED.sub("", each.as_name_in(asked.language)) for each in forecast.card.authors]
    return asked.joined(named) if len(named) <= 2 else asked.say("authors-more", first=named[0])


def _beside(asked: Personal, told: Issue, name: str, answered: str) -> list[Button]:
    """Return the doors beside a card: back to the one answered before, on from one gone back to, and to all of it."""
    last = answered or next((each for each in reversed(told.answered) if each != name), "")
    if name in told.answered:
        back = [Button(asked.say("button-card-on"), "/checkin next")]
    else:
        back = [Button(asked.say("button-card-back"), f"/checkin {last}")] if last and _open(asked, last) else []
    return [*back, Button(asked.say("button-card-more"), f"/prediction {name}")]


def _reveal(asked: Personal, name: str) -> tuple[Block, ...]:
    """Return what a reader has just said, what all readers say, and how its author has fared so far."""
    value, forecast = asked.known.vote(name), asked.edition.by_ref[name]
    if value is None:
        return ()
    tally = asked.known.tallies.get(name, {})
    others = readers_say(asked, tally) if value in CHANCES else all_say(asked, tally)
    own = bold(f"✓ {asked.say('you-said', what=value_label(asked, value))}")
    return (paragraph(own, f"\n{others}", italic(f"\n{_record(asked, forecast)}")),)


def _record(asked: Asked, forecast: Forecast) -> str:
    """Return how the forecasts of an author have fared so far."""
    found = _records(asked.edition, asked.today)[forecast.card.authors[0].zh]
    counts = {"decided": found.forecasts, "held": found.held, "partly": found.partly, "failed": found.failed}
    return asked.say("card-record", who=who(asked, forecast), **counts)


@kept_with_edition
def _records(edition: Edition, today: dt.date) -> dict[str, Track]:
    """Return the track record of each author, by their Chinese name."""
    teams = records(
        Asked(edition=edition, language="zh", today=today), ()
    ).teams.everything  # the same in every language
    return {author.zh: track for team, track in teams.items() for author in team.authors}


def _news_door(asked: Personal, told: Issue) -> list[Button]:
    """Return the door to what else is new, on the first card and on the last; it tells who objected of an answer."""
    known = sum(each in asked.edition.by_ref for each in told.verdicts)
    answered = len(told_answers(asked, told))
    count = known + sum(each in asked.edition.by_slug for each in told.briefings) + answered
    plain = asked.say("button-card-news", count=count)
    label = asked.say("button-card-answered", count=count) if answered else plain
    return [Button(label, f"/checkin {NEWS}")] if count else []


def _news(asked: Personal, told: Issue, came: Sequence[Outcome]) -> Answer:
    """Return what is new since last time, and the way back to the card whose turn it is."""
    blocks = [*(outcomes.told(asked, each) for each in came), *news(asked, told)]
    shown = [*(blocks or [paragraph(asked.say("checkin-no-news"))]), *(last_lines(asked) if came else ())]
    back = rows([Button(asked.say("button-card-on"), "/checkin next")], 1)
    return replace(_of(asked, shown, back), title=asked.say("checkin-news"), command=f"/checkin {NEWS}")


def _last(asked: Personal, told: Issue, came: Sequence[Outcome], answered: str, before: Iterable[Block]) -> Answer:
    """Return the last card: thanks, when the answers will be settled, and doors to what else there is.

    All of it is on a phone's screen: the statements are folded, and doors that every menu has stand there alone.
    """
    names = [each for each in told.questions if each in asked.edition.by_ref]
    thanks = paragraph(bold(asked.say("checkin-thanks")), *_streak(asked, told))
    last = answered or next(iter(reversed(told.answered)), "")
    back = [Button(asked.say("button-card-back"), f"/checkin {last}")] if last and _open(asked, last) else []
    picture = [Button(asked.say("button-guesses"), "/picture guesses")] if asked.known.chances else []
    doors = rows(_follow_doors(asked, names), 3) + rows([*picture, *_news_door(asked, told), *back, own_door(asked)], 2)
    return _of(asked, [*before, thanks, *_dates(asked, names)], doors)


def _streak(asked: Personal, told: Issue) -> Iterator[str]:
    weeks = weeks_in_a_row((told.on, *asked.known.answered_on)) if told.answered else 0
    if weeks > 1:
        yield asked.say("sentence-space") + asked.say("checkin-streak", weeks=weeks)


def weeks_in_a_row(days: Sequence[dt.date]) -> int:
    """Return in how many weeks in a row there was a check-in, by the days of check-ins, the last one first."""
    weeks = 1 if days else 0
    counted = days[0] if days else dt.date.max
    for day in days[1:]:
        if counted - day > NEXT_WEEK:
            break
        if counted - day >= SAME_WEEK:
            weeks, counted = weeks + 1, day
    return weeks


def _dates(asked: Personal, names: Sequence[str]) -> Iterator[Block]:
    """Yield what was said to each question with the day on which it is settled; the questions themselves folded."""
    yield heading(asked.say("checkin-settled"))
    yield paragraph("\n".join(_dated(asked, number, name) for number, name in enumerate(names, 1)))
    yield folded(
        asked.say("checkin-questions"),
        "\n".join(_reminder(asked, number, name) for number, name in enumerate(names, 1)),
    )


def _dated(asked: Personal, number: int, name: str) -> str:
    value = asked.known.vote(name)
    said = [value_label(asked, value)] if value else []
    return f"{number}. {' · '.join((*said, _settled(asked, asked.edition.by_ref[name])))}"


def _settled(asked: Asked, forecast: Forecast) -> str:
    """Return when an answer is settled: on the day of ruling or, where there is none, when it is looked at again."""
    record, now = forecast.record, state(forecast.record, asked.today)
    if now not in ("open", "due"):
        return asked.say("ask-decided", state=f"{MARKS[now]} {asked.stands(record)}")
    if now == "due":
        return asked.say("settled-due")
    ruling = asked.say("settled-on", day=str(record.due)) if record.due else ""
    return ruling or _looked_at(asked, forecast) or asked.say("settled-never")


def _reminder(asked: Asked, number: int, name: str) -> str:
    """Return a question in words; also when it is looked at again, where that is before it is ruled on."""
    forecast = asked.edition.by_ref[name]
    look = _looked_at(asked, forecast) if forecast.record.due else ""
    return " · ".join(filter(None, (f"{number}. {asked.text(forecast.record.statement)}", look)))


def _looked_at(asked: Asked, forecast: Forecast) -> str:
    """Return when an open forecast is looked at again, if that is before its day of ruling."""
    stands, due = to_review(forecast.record, asked.today), forecast.record.due or dt.date.max
    if stands is None or (day := next_review(stands, asked.today)) >= due:
        return ""
    return asked.say("settled-review", day=str(day))


def _follow_doors(asked: Personal, names: Iterable[str]) -> list[Button]:
    """Return a door for each question that follows it, by its number; of those followed already to stop that."""
    return [_follow_door(asked, number, name) for number, name in enumerate(names, 1)]


def _follow_door(asked: Personal, number: int, name: str) -> Button:
    if name in asked.known.follows:
        return Button(asked.say("button-unfollow-number", number=number), f"/unfollow {name}")
    return Button(asked.say("button-follow-number", number=number), f"/follow {name}")


def _of(asked: Asked, blocks: Iterable[Block], buttons: tuple[tuple[Button, ...], ...]) -> Answer:
    return Answer(asked.say("checkin-title"), tuple(blocks), buttons, command="/checkin")
