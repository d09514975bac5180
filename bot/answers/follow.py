"""/follow and /unfollow: hear of a verdict and of standings in the next check-in, whatever one's interests."""

from __future__ import annotations

from bot.answers import names
from bot.answers.answer import Answer, Block, Button, Reply, item, paragraph, rows
from bot.answers.asked import Asked, Personal
from bot.answers.observations import observation
from bot.answers.privacy import in_private
from bot.content.edition import Forecast, ref
from bot.people.changes import Follow


def follow(asked: Personal) -> Reply:
    """Follow a prediction (ID); without one, list those that are followed."""
    return _changed(asked, off=False)


def unfollow(asked: Personal) -> Reply:
    """Follow a prediction (ID) no longer; without one, list those that are followed."""
    return _changed(asked, off=True)


def follow_doors(asked: Personal, forecast: Forecast) -> tuple[tuple[Button, ...], ...]:
    """Return the button that follows a prediction while it waits, or stops that."""
    if asked.shared:  # what one person follows is no button for all
        return ()
    if ref(forecast) in asked.known.follows:
        return rows([Button(asked.say("button-unfollow"), f"/unfollow {ref(forecast)}")], 1)
    waits = forecast.record.verdict is None
    return rows([Button(asked.say("button-follow"), f"/follow {ref(forecast)}")], 1) if waits else ()


def _changed(asked: Personal, *, off: bool) -> Reply:
    if asked.shared:
        return Reply(in_private(asked, "follow-title", " ".join(("/unfollow" if off else "/follow", *asked.words))))
    if not asked.words:
        return Reply(_followed(asked))
    by_name, called = names.of_predictions(asked.edition), " ".join(asked.words)
    if seen := names.of_observations(asked.edition).find(called):
        shown = observation(asked, asked.edition.observed[seen], asked.say("follow-observation"))
        return Reply(shown, Follow(seen, off) if off else None)
    if (found := by_name.find(called)) is None:
        command = "/unfollow" if off else "/follow"
        return Reply(names.unknown_name(asked, "prediction", command, by_name, "/predictions"))
    return Reply(_told(asked, asked.edition.by_ref[found], off=off), Follow(found, off))


def _told(asked: Personal, forecast: Forecast, *, off: bool) -> Answer:
    """Return that a prediction is followed from now on, or no longer; to whom no check-in comes, how one does."""
    waits = forecast.record.verdict is None
    said = asked.say("unfollowed" if off else "followed" if waits else "followed-ruled")
    undo = Button(asked.say("button-follow" if off else "button-unfollow"), _other(forecast, off=off))
    comes = off or asked.known.subscription is not None
    how = [] if comes else [paragraph(asked.say("followed-unsubscribed"))]
    more = [] if comes else [Button(asked.say("button-subscribe"), "/subscribe")]
    return Answer(asked.say("follow-title"), (_line(asked, forecast), paragraph(said), *how), rows([*more, undo], 1))


def _other(forecast: Forecast, *, off: bool) -> str:
    return f"/{'follow' if off else 'unfollow'} {ref(forecast)}"


def _followed(asked: Personal) -> Answer:
    found = [asked.edition.by_ref[name] for name in asked.known.follows if name in asked.edition.by_ref]
    blocks = tuple(_line(asked, each) for each in found) or (paragraph(asked.say("follow-none")),)
    return Answer(
        asked.say("follow-title"), blocks, rows([Button(asked.say("button-forecasts-behind"), "/predictions")], 1)
    )


def _line(asked: Asked, forecast: Forecast) -> Block:
    record = forecast.record
    return item(f"{asked.mark(record)} {asked.text(record.statement)}", command=f"/prediction {ref(forecast)}")
