"""One YAML file as values: plain data with the place of each, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from bot.content.problem import LINE_BREAK, Mark, Problem, problem
from bot.content.yaml_places import Position

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlDocument:
    """One YAML file: its data (None where it could not be read) with their places, and its problems."""

    file: str
    text: str
    data: Any
    place: Position
    problems: tuple[Problem, ...]

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return stem_of(self.file)

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """Return where the value (or the `key`) at `path` stands; where it is missing, the nearest parent's place."""
        place = self.place
        for position, step in enumerate(path, 1):
            if step not in place.inside:
                break
            place = place.inside[step]
            if key and (own := place.key) and position == len(path):
                return own
        return place.mark

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file as editors count them."""
        return LINE_BREAK.split(self.text)

    def cut(self, path: Path) -> Mark | None:
        """Return where the comment begins that may have taken the value at `path`, or the rest of it."""
        place: Position | None = self.place
        for step in path:
            place = place and place.inside.get(step)
        return place.cut if place else None

    def problem(self, path: Path, code: str, *, key: bool = False, **args: str | int) -> Problem:
        """Return a problem at the value (or key) that stands at `path`."""
        return problem(self.file, self.mark(path, key=key), code, **args)

    def without(self, paths: Collection[Path]) -> YamlDocument:
        """Return the document less some of its keys and some entries of its lists, all others at their places."""
        data: dict[str, Any] = {}
        inside: dict[str | int, Position] = {}
        for name, value in self.data.items():
            if (name,) in paths:
                continue
            data[name], inside[name] = value, self.place.inside[name]
            if isinstance(value, list):
                kept = [number for number in range(len(value)) if (name, number) not in paths]
                data[name] = [value[number] for number in kept]
                moved: dict[str | int, Position] = {new: inside[name].inside[old] for new, old in enumerate(kept)}
                inside[name] = replace(inside[name], inside=moved)
        return replace(self, data=data, place=replace(self.place, inside=inside))


class LaterDocument:
    """A file that was read and found sound before: it is loaded again where a problem needs the place of something.

    That others disagree with a file happens seldom; to hold the places of everything takes twice what it says.
    """

    def __init__(self, file: str, load: Callable[[], YamlDocument]) -> None:
        self.file, self._load = file, load

    @cached_property
    def _whole(self) -> YamlDocument:
        return self._load()

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return stem_of(self.file)

    @property
    def text(self) -> str:
        """What the file holds."""
        return self._whole.text

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """Return where something stands, as `YamlDocument.mark` does."""
        return self._whole.mark(path, key=key)

    def problem(self, path: Path, code: str, *, key: bool = False, **args: str | int) -> Problem:
        """Return a problem at the value (or key) that stands at `path`."""
        return self._whole.problem(path, code, key=key, **args)


Document = YamlDocument | LaterDocument
"""A file that may be held against others."""


def stem_of(file: str) -> str:
    """Return a file's name without folder and ending."""
    return file.rpartition("/")[2].rpartition(".")[0]
