"""/appeal and /second: say why a verdict or standing is wrong, take that back, or say so too."""

from __future__ import annotations

from typing import Final

from bot.answers import names
from bot.answers.answer import Answer, Block, Button, Reply, bold, item, paragraph, rows
from bot.answers.appeals_heard import called, counts_now, editors_answer, own_appeal, second_doors
from bot.answers.asked import Asked, Personal
from bot.answers.observations import observation
from bot.answers.privacy import in_private
from bot.content.edition import Forecast, ref
from bot.content.proposals import said
from bot.people.appeals import LONGEST_APPEAL, MOST_OPEN, SHORTEST_APPEAL, Appeal, Heard
from bot.people.changes import MakeAppeal, Second, TakeBack

APPEAL: Final = "/appeal"
OFF: Final = "off"


def appeal(asked: Personal) -> Reply:
    """Appeal against what was said of a prediction (ID WORDS…), or take that back (ID off); ask for words (ID).

    Without anything, list the reader's appeals and what became of them.
    """
    if asked.shared:
        return Reply(in_private(asked, "appeal-title", " ".join((APPEAL, *asked.words[:1]))))
    if not asked.words:
        return Reply(_own(asked))
    found = _found(asked, APPEAL, asked.words[0])
    if isinstance(found, Answer):
        return Reply(found)
    words = " ".join(asked.words[1:])
    if own := own_appeal(asked, found):
        return _waits(asked, found, own, words)
    if refusal := _refusal(asked, found):
        return Reply(_about(asked, found, refusal))
    if not words or words == OFF:
        return Reply(_asks(asked, found))
    if wrong := _wrong(asked, words):
        return Reply(_asks(asked, found, wrong))
    change = MakeAppeal(ref(found), counts_now(said(found.record)), words)
    return Reply(_made(asked, found), change)


def second(asked: Personal) -> Reply:
    """Say so too where another reader appeals about a prediction (ID), or no longer (ID off)."""
    if asked.shared:
        return Reply(in_private(asked, "appeal-title", " ".join(("/second", *asked.words))))
    if not asked.words:
        return Reply(_own(asked))
    found = _found(asked, "/second", asked.words[0])
    if isinstance(found, Answer):
        return Reply(found)
    if own_appeal(asked, found):
        return Reply(_about(asked, found, asked.say("second-own")))
    if not asked.known.heard.get(ref(found), Heard()).since:
        can = [] if _refusal(asked, found) else [Button(asked.say("button-appeal"), f"{APPEAL} {ref(found)}")]
        return Reply(_about(asked, found, asked.say("second-nothing"), can))
    off = asked.words[1:] == (OFF,)
    undo = Button(
        asked.say("button-second" if off else "button-unsecond"), f"/second {ref(found)}{'' if off else ' off'}"
    )
    told = asked.say("unseconded" if off else "seconded")
    return Reply(_about(asked, found, told, [undo]), Second(ref(found), off))


def _found(asked: Personal, command: str, called: str) -> Forecast | Answer:
    """Return the forecast of a name; else the answer to an observation, or to a name nobody bears."""
    by_name = names.of_predictions(asked.edition)
    if seen := names.of_observations(asked.edition).find(called):
        return observation(asked, asked.edition.observed[seen], asked.say("appeal-observation"))
    if (found := by_name.find(called)) is None:
        return names.unknown_name(asked.about(called), "prediction", command, by_name, "/predictions")
    return asked.edition.by_ref[found]


def _refusal(asked: Personal, forecast: Forecast) -> str:
    """Return why nobody can appeal here, or this reader not now; else nothing."""
    if asked.anonymous:
        return asked.say("appeal-anonymous")
    if not counts_now(said(forecast.record)):
        return asked.say("appeal-nothing")
    waiting = sum(each.answered is None for each in asked.known.appeals)
    return asked.say("appeal-most", most=MOST_OPEN) if waiting >= MOST_OPEN else ""


def _wrong(asked: Asked, words: str) -> str:
    """Return what is wrong with the words of an appeal, if anything."""
    if len(words) > LONGEST_APPEAL:
        return asked.say("appeal-long", count=len(words), most=LONGEST_APPEAL)
    return asked.say("appeal-short") if len(words) < SHORTEST_APPEAL else ""


def _waits(asked: Personal, forecast: Forecast, own: Appeal, words: str) -> Reply:
    """Return that the reader's appeal waits for an answer; or that it is taken back."""
    if words == OFF:
        again = Button(asked.say("button-appeal"), f"{APPEAL} {ref(forecast)}")
        return Reply(_about(asked, forecast, asked.say("appeal-off"), [again]), TakeBack(ref(forecast)))
    told = asked.say("appeal-own", day=str(own.on), words=own.words)
    once = [paragraph(asked.say("appeal-once"))] if words else []
    return Reply(_about(asked, forecast, told, _take_back(asked, forecast), once))


def _made(asked: Personal, forecast: Forecast) -> Answer:
    """Say that the editors have it, and where the answer comes to: to whom no check-in comes, how one does."""
    if asked.known.subscription:
        return _about(asked, forecast, asked.say("appeal-made"), _take_back(asked, forecast))
    subscribe = Button(asked.say("button-subscribe"), "/subscribe")
    return _about(asked, forecast, asked.say("appeal-made-unsubscribed"), [*_take_back(asked, forecast), subscribe])


def _take_back(asked: Asked, forecast: Forecast) -> list[Button]:
    return [Button(asked.say("button-appeal-off"), f"{APPEAL} {ref(forecast)} {OFF}")]


def _asks(asked: Personal, forecast: Forecast, wrong: str = "") -> Answer:
    """Ask what is wrong: the reader's next words are the appeal."""
    name = ref(forecast)
    against = called(asked, counts_now(said(forecast.record)))
    how = asked.say("appeal-how", most=LONGEST_APPEAL, against=against)
    lead = [paragraph(bold(wrong))] if wrong else []
    others = second_doors(asked, name)
    too = [paragraph(asked.say("appeal-others"))] if others and name not in asked.known.seconded else []
    later = paragraph(asked.say("appeal-later", command=f"{APPEAL} {name}"))
    blocks = (*lead, _line(asked, forecast), paragraph(how), *too, later)
    return Answer(asked.say("appeal-title"), blocks, rows(others, 1), asks=f"{APPEAL} {name}")


def _about(
    asked: Asked, forecast: Forecast, told: str, buttons: list[Button] | None = None, more: list[Block] | None = None
) -> Answer:
    blocks = (_line(asked, forecast), paragraph(told), *(more or ()))
    return Answer(asked.say("appeal-title"), blocks, rows(buttons or [], 1))


def _line(asked: Asked, forecast: Forecast) -> Block:
    record = forecast.record
    return item(f"{asked.mark(record)} {asked.text(record.statement)}", command=f"/prediction {ref(forecast)}")


def _own(asked: Personal) -> Answer:
    """List what the reader objected to, the latest first, each a door to the forecast, with what became of it."""
    found = [each for each in reversed(asked.known.appeals) if each.prediction in asked.edition.by_ref]
    blocks = tuple(_entry(asked, each) for each in found) or (paragraph(asked.say("appeal-none")),)
    return Answer(asked.say("appeals-own"), blocks, rows([Button(asked.say("door-verdicts"), "/predictions ruled")], 1))


def _entry(asked: Asked, own: Appeal) -> Block:
    forecast = asked.edition.by_ref[own.prediction]
    became = asked.say("appeal-waits")
    if answered := own.answered:
        became = f"{asked.say(f'appeal-{answered.decision}', day=str(answered.on))}\n{editors_answer(asked, own)}"
    statement = bold(f"{asked.mark(forecast.record)} {asked.text(forecast.record.statement)}")
    words = f"\n{asked.say('appeal-own', day=str(own.on), words=own.words)}\n{became}"
    return item(statement, words, command=f"/prediction {own.prediction}")
