"""/checkin, /answer, /question and /vote: this week's questions or one alone, and a reader's votes on them."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import names
from bot.answers.answer import Answer, Button, Reply, italic, paragraph, rows
from bot.answers.asked import MARKS, Personal
from bot.answers.checkin import compose, issue
from bot.answers.checkin_cards import ANSWERED, asked_of
from bot.answers.observations import observation
from bot.answers.prediction import prediction
from bot.answers.rules import rule_blocks
from bot.answers.vote_panel import all_say, scale, value_label, values_of
from bot.content.edition import Forecast, state
from bot.people.changes import KeepIssue, Vote
from bot.people.readers import CHANCES, RULINGS, Issue
from bot.search import normal
from bot.words import WRITTEN, say


def checkin(asked: Personal) -> Reply:
    """Show this week's questions: those of the last check-in while its week lasts, else new ones.

    Of one that is shown as cards, another card ([ID|next|news]).
    """
    shows = " ".join(asked.words)
    held = asked.known.issue if shows and asked.known.issue else asked.known.current_issue(asked.today)
    if held:
        return Reply(compose(asked, held, shows=shows))
    new = issue(asked)
    return Reply(compose(asked, new, shows=shows), None if new.empty or shows else KeepIssue(new))


def answer(asked: Personal) -> Reply:
    """Answer a question of the check-in (ID VALUE): it then shows what was said, and what all say."""
    return _say(asked, in_checkin=True)


def vote(asked: Personal) -> Reply:
    """Answer the question of one prediction (ID VALUE)."""
    return _say(asked, in_checkin=False)


def question(asked: Personal) -> Answer:
    """Ask one forecast of a reader (ID), who is told how it looks so far once they have answered; then all about it."""
    called = " ".join(asked.words)
    name = names.of_predictions(asked.edition).find(called) if called else None
    forecast = asked.edition.by_ref[name] if name else None
    if name is None or forecast is None or asked.known.vote(name) or not values_of(asked, forecast):
        return prediction(asked)
    rule = next(iter(rule_blocks(asked, forecast.record)))
    blocks = (asked_of(asked, forecast), rule, paragraph(italic(asked.say("question-then"))))
    more = rows([Button(asked.say("button-card-more"), f"/prediction {name}")], 1)
    return Answer(asked.say("your-turn"), blocks, scale(asked, forecast, "/vote") + more, command=f"/question {name}")


def _say(asked: Personal, *, in_checkin: bool) -> Reply:
    public = asked.in_public()
    if not asked.words:
        return checkin(public)
    by_name = names.of_predictions(asked.edition)
    if whole := by_name.find(" ".join(asked.words)):
        return Reply(prediction(public.about(whole)))
    *named, word = asked.words
    if seen := names.of_observations(asked.edition).find(" ".join(named)):
        return Reply(_not_asked(public, seen))
    found, value = by_name.find(" ".join(named)), _value(word)
    if found is None:
        missing = asked.about(*(named or [word]))
        return Reply(names.unknown_name(missing, "prediction", "/prediction", by_name, "/predictions"))
    if refusal := _refusal(asked, asked.edition.by_ref[found], value):
        shown = prediction(public.about(found))
        return Reply(replace(shown, blocks=(paragraph(refusal), *shown.blocks), toast=refusal))
    only_shown = _only_shown(asked, found) if in_checkin else None
    told = _told(asked, found, only_shown) if in_checkin else None
    known = replace(asked.known, issue=told) if told else asked.known
    voted = asked.knowing(known.with_vote(found, value)).about(found)
    shown = _noted(voted) if asked.shared else _shown(voted, found, told)
    within = told.number if told and not only_shown else None
    return Reply(replace(shown, toast=_toast(voted, found, value)), Vote(found, value, only_shown, within))


def _not_asked(asked: Personal, seen: str) -> Answer:
    """Return what its author saw, where it was asked about before and is no more."""
    refusal = asked.say("vote-observation")
    return replace(observation(asked, asked.edition.observed[seen], refusal), toast=refusal)


def _only_shown(asked: Personal, found: str) -> Issue | None:
    """Return this week's check-in where nobody kept it, as a link showed it, and the question is one of its own."""
    held = asked.known.issue
    if asked.shared or asked.known.current_issue(asked.today) or (held and found in held.questions):
        return None
    new = issue(asked)
    return new if found in new.questions else None


def _told(asked: Personal, found: str, only_shown: Issue | None) -> Issue | None:
    """Return the check-in that asked a question of its reader, with it answered; None where none did."""
    told = only_shown or asked.known.issue
    return told.with_answer(found) if told and found in told.questions and not asked.shared else None


def _value(word: str) -> str:
    """Return the vote a word stands for: 65%, Yes, or what a button says in either language."""
    called = normal(word).removesuffix("%")
    labels = {normal(say(language, f"ruling-{value}")): value for language in WRITTEN for value in RULINGS}
    return labels.get(called, called)


def _shown(asked: Personal, found: str, told: Issue | None) -> Answer:
    """Return the check-in a question was answered in, or the prediction's own page where it was not one of its own."""
    return compose(asked, told, shows=f"{ANSWERED}{found}") if told else prediction(asked)


def _noted(asked: Personal) -> Answer:
    """Return what a whole group sees of a vote: that it was taken."""
    return Answer(prediction(asked.in_public()).title, (paragraph(asked.say("vote-noted")),))


def _refusal(asked: Personal, forecast: Forecast, value: str) -> str:
    """Return why a vote cannot be taken now, or an empty string."""
    if asked.anonymous:
        return asked.say("vote-anonymous")
    now = state(forecast.record, asked.today)
    if now not in ("due", "open"):
        return asked.say("vote-too-late", state=f"{MARKS[now]} {asked.stands(forecast.record)}")
    wanted = RULINGS if now == "due" else CHANCES
    labels = asked.joined(value_label(asked, each) for each in wanted)
    return "" if value in wanted else asked.say(f"vote-{now}", values=labels)


def _toast(asked: Personal, found: str, value: str) -> str:
    own = asked.say("you-said", what=value_label(asked, value))
    return f"{own}\n{all_say(asked, asked.known.tallies.get(found, {}))}"
