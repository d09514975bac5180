"""What is made of an edition and kept with it; most of it was made of the edition before: an edit costs little."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache, wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar, cast
from weakref import ReferenceType, WeakKeyDictionary

from bot.content.briefing import Briefing, Card

if TYPE_CHECKING:  # an edition's own look-ups are made here, too
    from bot.content.edition import Edition

DAYS_KEPT: Final = 2
"""Of what goes by the day: around midnight two are asked for at once."""

T = TypeVar("T")
P = ParamSpec("P")

_KEPT: Final[list[WeakKeyDictionary[Edition, Any]]] = []
"""Where functions keep what they returned of editions."""


def kept_with_edition(
    function: Callable[Concatenate[Edition, P], T], most: int = 1
) -> Callable[Concatenate[Edition, P], T]:
    """Make a function keep what it returned of each edition, the last `most` results, which go when the edition goes.

    Its other arguments are hashable. Neither they nor what is returned may hold the edition itself: it would never go.
    """
    kept: WeakKeyDictionary[Edition, Callable[P, T]] = WeakKeyDictionary()
    _KEPT.append(kept)

    def of(live: ReferenceType[Edition]) -> Callable[P, T]:
        def again(*args: P.args, **more: P.kwargs) -> T:
            edition = live()
            assert edition  # whoever asks holds it
            return function(edition, *args, **more)

        return cast(Callable[P, T], lru_cache(most)(again))  # which would forget what it takes

    @wraps(function)
    def once(edition: Edition, /, *args: P.args, **more: P.kwargs) -> T:
        if (found := kept.get(edition)) is None:
            found = kept[edition] = of(ReferenceType(edition))
        return found(*args, **more)

    return once


def kept_from_before(
    function: Callable[Concatenate[Edition, T | None, P], T],
) -> Callable[Concatenate[Edition, P], T]:
    """Make a function keep what it returned of each edition, as `kept_with_edition` does, and make that of the last.

    It is given what it returned last with the same other arguments, of whichever edition, and returns the same as
    without it, in less time: most of an edition is that of the one before. Nothing it returns may hold an edition: the
    last is held until the next comes.
    """
    last = _Last[T]()

    def once(edition: Edition, /, *args: P.args, **more: P.kwargs) -> T:
        asked = (*args, *more.items())
        return last.keep(asked, function(edition, last.get(asked), *args, **more))

    return cast("Callable[Concatenate[Edition, P], T]", wraps(function)(kept_with_edition(once, DAYS_KEPT)))


class _Last(dict[tuple[Any, ...], T]):
    """What was made last, by what was asked for besides: of so many days."""

    def keep(self, asked: tuple[Any, ...], made: T) -> T:
        """Keep this in place of what was made before, and return it."""
        self.pop(asked, None)
        self[asked] = made
        while len(self) > DAYS_KEPT:
            self.pop(next(iter(self)), None)
        return made


def kept_with_briefings(
    function: Callable[Concatenate[Briefing, Card, P], T],
) -> Callable[Concatenate[Edition, P], Mapping[str, T]]:
    """Make a function of a briefing and its card one of an edition, which returns what it returned of each, by slug.

    What was made of a briefing goes into every edition that has it, the very same with the same card. Its other
    arguments are hashable. What it returns may hold a briefing and its card, but no edition.
    """
    last = _Last[dict[str, tuple[Briefing, Card, T]]]()

    def of_each(edition: Edition, /, *args: P.args, **more: P.kwargs) -> Mapping[str, T]:
        asked = (*args, *more.items())
        before: dict[str, tuple[Briefing, Card, T]] = last.get(asked, {})
        now: dict[str, tuple[Briefing, Card, T]] = {}
        for briefing in edition.briefings:
            card, found = edition.card(briefing), before.get(briefing.briefing)
            if found is None or found[0] is not briefing or found[1] is not card:
                found = briefing, card, function(briefing, card, *args, **more)
            now[briefing.briefing] = found
        return {slug: made for slug, (_, _, made) in last.keep(asked, now).items()}

    return cast(
        "Callable[Concatenate[Edition, P], Mapping[str, T]]", wraps(function)(kept_with_edition(of_each, DAYS_KEPT))
    )


def let_go(edition: Edition) -> Iterator[None]:
    """Forget one after the other, between yields, what is kept of an edition: of a thousand briefings that takes long.

    All of it would go at once with the edition itself. Whoever still asks it something has that made anew.
    """
    for kept in _KEPT:
        kept.pop(edition, None)
        yield
    for name in [each for each in vars(edition) if isinstance(getattr(type(edition), each, None), cached_property)]:
        vars(edition).pop(name, None)
        yield
