"""A database's errors as those of the state, so that nobody else has to know which database there is."""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeVar

C = TypeVar("C")


@functools.singledispatch
def as_ours(error: Exception) -> Exception:
    """Return the error of the state that says what one of a database does; any other error as it is.

    Each database registers what its own errors mean.
    """
    return error


def _raise(error: Exception) -> NoReturn:
    if (ours := as_ours(error)) is error:
        raise error
    raise ours from error


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Raise the state's error for every one of a database within."""
    try:
        yield
    except Exception as error:
        _raise(error)


def answering(rows: type[C]) -> type[C]:
    """Make a class one whose public methods raise StateError where a database raises an error of its own."""
    for name, method in dict(vars(rows)).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            setattr(rows, name, _awaited(method) if inspect.iscoroutinefunction(method) else _called(method))
    return rows


def _called(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(*args: Any, **named: Any) -> Any:
        try:
            return method(*args, **named)
        except Exception as error:
            _raise(error)

    return call


def _awaited(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    async def call(*args: Any, **named: Any) -> Any:
        try:
            return await method(*args, **named)
        except Exception as error:
            _raise(error)

    return call
