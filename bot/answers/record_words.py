"""Track records in words: what may be concluded from one and what not, and its figures, long and short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.answers.asked import MARKS, Asked
from bot.answers.authors import Team
from bot.content.edition import Forecast, State
from bot.scores import FEWEST, Comparison, Interval, Track, made, track


def record_line(asked: Asked, forecasts: Iterable[Forecast]) -> str:
    """Return a track record on one line of its own, or an empty text where no claim of their author is decided."""
    record = track(made(forecasts), asked.today)
    return "\n" + asked.say("record-line", what=short(asked, record)) if record.decided else ""


def conclusion(asked: Asked, record: Track, between: Track) -> str:
    """Return in two sentences what may be concluded from a record, and what may not.

    `between` is the record of what is read between the lines; nothing is concluded from that.
    """
    if not record.decided:
        return asked.say("record-none-made" if between.decided else "record-none")
    beside = record.comparison
    found: dict[str, str | int] = {"claims": record.decided, "share": percent(record.share or 0)}
    if record.decided < FEWEST:
        may = asked.say("record-few", **found)
    elif beside is None or (proved := _proved(beside)) is None:
        may = asked.say("record-uncompared", **found)
    else:
        found = {"claims": beside.decided, "share": percent(beside.author), "naive": percent(beside.naive)}
        may = asked.say(f"record-{proved}", **found)
    return may + asked.say("sentence-space") + asked.say("record-cannot")


def most_accurate(asked: Asked, records: Mapping[Team, Track]) -> str:
    """Return in two sentences who was right most often, or why nobody can be called so, and what that does not tell.

    Only those count of whom enough is decided; one of them leads if no interval of another reaches up to theirs.
    """
    rated = {team: record for team, record in records.items() if record.decided >= FEWEST}
    return _leader(asked, rated) + asked.say("sentence-space") + asked.say("record-cannot")


def _leader(asked: Asked, rated: Mapping[Team, Track]) -> str:
    if not rated:
        return asked.say("leader-none", few=FEWEST)
    first, *others = sorted(rated, key=lambda team: rated[team].bounds.low, reverse=True)
    if not others:
        return asked.say("leader-one", **_leads(asked, first, rated[first]))
    if rated[first].bounds.low > max(rated[team].bounds.high for team in others):
        return asked.say("leader-proved", **_leads(asked, first, rated[first]))
    return asked.say("leader-level", count=len(rated))


def _leads(asked: Asked, team: Team, record: Track) -> dict[str, str | int]:
    """Return who it is, their figures, and what the naive rule scored, where that is known of the same claims."""
    beside = record.comparison
    known = beside and beside.decided == record.decided
    rule = asked.say("leader-naive", naive=percent(beside.naive)) if beside and known else ""
    share = percent(record.share or 0)
    return {"who": team.called(asked), "claims": record.decided, "share": share, "rule": rule}


def together(asked: Asked, record: Track) -> str:
    """Return in a sentence how all authors together fared beside the naive rule; nothing where too little is known."""
    proved = _proved(record.comparison) if record.comparison else None
    return asked.say(f"together-{proved}") if proved else ""


def _proved(beside: Comparison) -> str | None:
    """Return which way a difference goes beyond chance, however the naive rule is read; else that it is level.

    None where there are too few claims to say so.
    """
    if (likely := beside.interval) is None:
        return None
    arguable = beside.leads
    if min(likely.low, arguable.low) > 0:
        return "ahead"
    return "behind" if max(likely.high, arguable.high) < 0 else "level"


def figures(asked: Asked, record: Track) -> str:
    """Return the figures behind a conclusion, a line each: the claims, the share, and the difference to the rule."""
    if not record.decided:
        return ""
    counts = {"held": record.held, "partly": record.partly, "failed": record.failed}
    lines = [asked.say("record", claims=record.decided, forecasts=record.forecasts, **counts)]
    lines.append(asked.say("record-share", share=percent(record.share or 0), likely=_likely(asked, record.interval)))
    if beside := record.comparison:
        lines += _difference(asked, record, beside)
    return "\n".join(lines)


def _difference(asked: Asked, record: Track, beside: Comparison) -> Iterable[str]:
    """Yield the share of the naive rule, the difference, and how far it moves if the rule is read the other way."""
    shares: dict[str, str | int] = {
        "share": percent(beside.author),
        "naive": percent(beside.naive),
        "claims": beside.decided,
    }
    if beside.decided < record.decided:
        yield asked.say("record-compared", **shares)
    likely = asked.say("record-likely-points", **_ends(interval)) if (interval := beside.interval) else ""
    yield asked.say("record-naive", naive=shares["naive"], points=points(beside.lead), likely=likely)
    if beside.leads.low != beside.leads.high:
        yield asked.say("record-arguable", **_ends(beside.leads))


def short(asked: Asked, record: Track) -> str:
    """Return a record in a few words: the share of how many claims, that of the naive rule, and the skill score."""
    facts = [share_of_claims(asked, record)]
    if beside := record.comparison:
        facts.append(asked.say("record-short-naive", naive=percent(beside.naive)))
        if (skill := beside.skill) is not None and beside.interval:
            facts.append(asked.say("record-short-skill", skill=score(skill)))
    return " · ".join(facts)


def share_of_claims(asked: Asked, record: Track) -> str:
    """Return the share that held, of how many claims, with its interval."""
    likely = _likely(asked, record.interval)
    return asked.say("record-short", share=percent(record.share or 0), claims=record.decided, likely=likely)


def undecided(asked: Asked, record: Track) -> str:
    """Return how many forecasts wait, are due or cannot be decided."""
    counts: dict[State, int] = {
        "open": record.open,
        "due": record.due,
        "proposed": record.proposed,
        "unclear": record.unclear,
        "void": record.void,
    }
    states = [f"{MARKS[each]} {asked.say(f'state-{each}')} {count}" for each, count in counts.items() if count]
    return asked.joined(states)


def percent(share: float) -> str:
    """Return a share in percent, without the sign."""
    return str(round(100 * share))


def points(difference: float) -> str:
    """Return a difference of shares in points, with its sign."""
    return _signed(f"{round(100 * difference):+}")


def score(value: float) -> str:
    """Return a skill score with its sign."""
    return _signed(f"{value:+.2f}")


def _signed(number: str) -> str:
    """Return a number with a minus as it is printed; none at all with a nought."""
    return number.lstrip("+-") if not float(number) else number.replace("-", "−")


def _ends(interval: Interval) -> dict[str, str]:
    return {"low": points(interval.low), "high": points(interval.high)}


def _likely(asked: Asked, interval: Interval | None) -> str:
    """Return an interval of a share in brackets; nothing where there are too few claims for one."""
    if interval is None:
        return ""
    return asked.say("record-likely", low=percent(interval.low), high=percent(interval.high))
