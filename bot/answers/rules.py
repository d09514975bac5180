"""Shows how a prediction is decided: its rule, when that was written, how it read before, and the naive rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.answers.answer import Block, Span, bold, italic, paragraph
from bot.answers.asked import MARKS, Asked
from bot.answers.items import spaced
from bot.content.briefing import Decided, Prediction, Rule, Text


def rule_blocks(asked: Asked, prediction: Prediction) -> Iterator[Block]:
    """Yield the rule of a prediction, the day on which it was written, and the rules it replaced, to be unfolded."""
    yield replace(_in_words(asked, prediction.rule, _day(asked, prediction)), kind="folded")
    if prediction.resolution and (former := prediction.resolution.earlier):
        following = (*former[1:], prediction.resolution)
        for each, after in zip(former, following, strict=True):
            yield replace(_former(asked, each, after), kind="folded")


def naive_block(asked: Asked, prediction: Prediction) -> Iterator[Block]:
    """Yield how it is ruled if things stay as they were on the day of the forecast, and why, to be unfolded."""
    if (naive := prediction.naive) is None:
        return
    name = asked.say("label-naive")
    spans: list[str | Span] = [bold(name), spaced(name), _marked(asked, naive.outcome)]
    if naive.because:
        spans += ["\n", asked.text(naive.because)]
    if naive.arguably:
        spans += ["\n", italic(asked.say("naive-arguably", outcome=_marked(asked, naive.arguably)))]
    yield replace(paragraph(*spans), kind="folded")


def _marked(asked: Asked, outcome: Decided) -> str:
    return f"{MARKS[outcome]} {asked.say(f'state-{outcome}')}"


def written(asked: Asked, prediction: Prediction) -> str:
    """Return whether the rule of a verdict was written before its window ended, or afterwards."""
    day = prediction.rule.written
    if day is None:
        return asked.say("rule-day-unknown")
    if prediction.window.until:
        return asked.say("rule-before" if prediction.ruled_beforehand else "rule-after", written=str(day))
    return asked.say("rule-before-ruling" if prediction.ruled_beforehand else "rule-after-ruling", written=str(day))


def afterwards(asked: Asked, prediction: Prediction) -> tuple[Span, ...]:
    """Return what stands behind a verdict told in a sentence whose rule was written afterwards; nothing otherwise."""
    if not prediction.verdict or prediction.ruled_beforehand is not False:
        return ()
    said = asked.say("rule-afterwards")
    return (italic(said if said.startswith("（") else f" {said}"),)


def labelled(asked: Asked, label: str, text: str, more: str = "") -> Block:
    """Return a text behind its label, with a remark on the next line."""
    name = asked.say(f"label-{label}")
    return paragraph(bold(name), spaced(name), text, *((italic(f"\n{more}"),) if more else ()))


def rule_from(asked: Asked, prediction: Prediction) -> str:
    """Return from which day on the rule of a forecast is applied, and when it was written; nothing without a rule.

    Where that is not the day after the window, it is told why: a window's end beside a later day reads as a mistake.
    """
    rule, until = prediction.resolution, prediction.window.until
    if rule is None:
        return ""
    waits = "yes" if until and (rule.on - until).days > 1 else "no"
    return asked.say("rule-from", on=str(rule.on), written=str(rule.written), waits=waits)


def _day(asked: Asked, prediction: Prediction) -> str:
    """Return when the rule can be applied and when it was written; a verdict says the latter itself."""
    if prediction.verdict:
        return ""
    return rule_from(asked, prediction)


def _in_words(asked: Asked, rule: Rule, day: str = "") -> Block:
    """Return a rule in one paragraph, a line for each part of it."""
    lines = (_line(asked, label, text) for label, text in parts(rule))
    ends = (italic(day),) if day else ()
    spans: list[str | Span] = []
    for line in (*lines, *((ends,) if ends else ())):
        spans += ["\n", *line] if spans else line
    return paragraph(*spans)


def _line(asked: Asked, label: str, text: Text) -> tuple[str | Span, ...]:
    name = asked.say(f"label-{label}")
    return bold(name), spaced(name), asked.text(text)


def parts(rule: Rule) -> Iterable[tuple[str, Text]]:
    """Return the parts a rule has, each under the name of its label."""
    named = {
        "criterion": rule.question,
        "held": rule.held,
        "partly": rule.partly,
        "failed": rule.failed,
        "void": rule.void,
        "decided-by": rule.source,
        "otherwise": rule.otherwise,
    }
    return ((label, text) for label, text in named.items() if text)


def _former(asked: Asked, rule: Rule, after: Rule) -> Block:
    until = asked.say("rule-until", date=str(after.written))
    days = f"{rule.written}{asked.say('range-dash')}{after.written}" if rule.written else until
    return paragraph(bold(asked.say("rules-earlier")), "\n", *_in_words(asked, rule, days).spans)
