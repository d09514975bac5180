"""Shows with a forecast what readers object to and what editors answered, and the buttons to object or say so too.

Of an appeal that waits everybody sees its day and how many say so too; its words only its reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.answers.answer import Block, Button, Span, bold, folded, heading, italic, paragraph, rows
from bot.answers.asked import MARKS, Asked, Personal
from bot.content.briefing import Prediction
from bot.content.edition import Forecast, ref
from bot.content.proposals import said
from bot.content.reviews import LEANINGS
from bot.content.texts import read_in, written_as
from bot.people.appeals import Appeal, Heard

_LEANS = "leans-"


def counts_now(prediction: Prediction) -> str:
    """Return the key of what can be objected to: the verdict, or else the standing; empty where nobody looked yet."""
    return _keys(prediction)[-1] if prediction.verdict or prediction.standing else ""


def _keys(prediction: Prediction) -> list[str]:
    """Return the keys of all reviews and rulings of a prediction, in the order of time."""
    standing, verdict = prediction.standing, prediction.verdict
    reviews = (*standing.earlier, standing) if standing else ()
    rulings = (*verdict.earlier, verdict) if verdict else ()
    return [
        *(f"{_LEANS}{each.leans} {each.on}" for each in reviews),
        *(f"{each.outcome} {each.on}" for each in rulings),
    ]


def correction(prediction: Prediction, appeal: Appeal) -> str:
    """Return the key of what took the place of what an appeal was against; empty where that still stands."""
    keys = _keys(prediction)
    at = keys.index(appeal.against) + 1 if appeal.against in keys else len(keys)
    return keys[at] if at < len(keys) else ""


def is_uncorrected(forecast: Forecast, appeal: Appeal) -> bool:
    """Tell whether an appeal was upheld, and what it is against still stands."""
    decided = appeal.answered and appeal.answered.decision
    return decided == "upheld" and not correction(said(forecast.record), appeal)


def called(asked: Asked, key: str) -> str:
    """Return a ruling or review in words, with its day."""
    what, _, on = key.partition(" ")
    if what in MARKS:
        return f"{MARKS[what]} {asked.say(f'state-{what}')} · {on}"
    leaning = next((each for each in LEANINGS if f"{_LEANS}{each}" == what), None)
    return f"{asked.leaning(leaning)} · {on}" if leaning else on


def heard_blocks(asked: Personal, forecast: Forecast) -> Iterator[Block]:
    """Yield what was answered, what waits, and what the reader said themselves."""
    yield from answered_blocks(asked, forecast)
    yield from waiting_blocks(asked, forecast)


def answered_blocks(asked: Personal, forecast: Forecast) -> Iterator[Block]:
    """Yield the appeals that were answered, each with what the editors said and corrected."""
    if found := asked.known.heard.get(ref(forecast), Heard()).answered:
        yield heading(asked.say("appeals-heading"))
        yield from (answered(asked, said(forecast.record), each) for each in found)


def waiting_blocks(asked: Personal, forecast: Forecast) -> Iterator[Block]:
    """Yield in a line that somebody objects and waits for an answer; the reader's own words, if it is they."""
    heard, own = asked.known.heard.get(ref(forecast), Heard()), own_appeal(asked, forecast)
    if own:
        yield paragraph(asked.say("appeal-own", day=str(own.on), words=own.words), *_too(asked, heard.seconds))
    elif heard.since:
        yield paragraph(pending(asked, heard))


def pending(asked: Asked, heard: Heard) -> str:
    """Return that a reader objects and waits for an answer, since when, and how many say so too."""
    assert heard.since
    return asked.say("appeal-pending", day=str(heard.since), count=heard.seconds)


def own_appeal(asked: Personal, forecast: Forecast) -> Appeal | None:
    """Return the reader's own appeal about a forecast that waits for an answer."""
    waiting = (each for each in asked.known.appeals if each.prediction == ref(forecast) and not each.answered)
    return next(waiting, None)


def answered(asked: Asked, prediction: Prediction, appeal: Appeal) -> Block:
    """Return an appeal with what the editors answered, to be unfolded."""
    name, *lines = spans(asked, prediction, appeal)
    return folded(name, *lines)


def spans(asked: Asked, prediction: Prediction, appeal: Appeal) -> tuple[str, *tuple[str | Span, ...]]:
    """Return what an answered appeal is called, then its words, the answer, and the correction it led to."""
    reply = appeal.answered
    assert reply
    against, day = called(asked, appeal.against), str(appeal.on)
    words = asked.say("appeal-words", day=day, against=against, words=appeal.words)
    lines: list[str | Span] = [words if appeal.words else asked.say("appeal-taken", day=day, against=against)]
    lines += [*_too(asked, appeal.seconds), "\n", bold(asked.say("appeal-answer")), asked.say("sentence-space")]
    lines.append(editors_answer(asked, appeal))
    if reply.decision == "upheld":
        now = correction(prediction, appeal)
        told = asked.say("appeal-corrected", before=against, after=called(asked, now)) if now else ""
        lines.append(italic(f"\n{told or asked.say('appeal-uncorrected')}"))
    return asked.say(f"appeal-{reply.decision}", day=str(reply.on)), *lines


def editors_answer(asked: Asked, appeal: Appeal) -> str:
    """Return what the editors answered, in the reader's language."""
    assert appeal.answered
    return read_in(asked.language, getattr(appeal.answered, written_as(asked.language)))


def _too(asked: Asked, seconds: int) -> Iterable[str | Span]:
    return [italic(f" · {asked.say('appeal-seconds', count=seconds)}")] if seconds else []


def appeal_doors(asked: Personal, forecast: Forecast) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons to object to what was said of a forecast, and to say so too where somebody objects."""
    if asked.shared or not counts_now(said(forecast.record)):  # what one person objects to is no button for all
        return ()
    name, own = ref(forecast), own_appeal(asked, forecast)
    object_to = Button(asked.say("button-appeal-own" if own else "button-appeal"), f"/appeal {name}")
    return rows([*([] if own else second_doors(asked, name)), object_to], 2)


def second_doors(asked: Personal, name: str) -> list[Button]:
    """Return the button to say so too, or no longer, where another reader's appeal waits."""
    if not asked.known.heard.get(name, Heard()).since:
        return []
    if name in asked.known.seconded:
        return [Button(asked.say("button-unsecond"), f"/second {name} off")]
    return [Button(asked.say("button-second"), f"/second {name}")]
