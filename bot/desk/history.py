"""The history of editions: each is sealed as it goes live, and whoever kept a seal can have all of it verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain

from bot.content.chain import Flaw, Link, Sealed, first_flaw
from bot.content.drafts import EditionEntry
from bot.content.edition import digest_of, digest_of_text
from bot.content.goalposts import Goalposts, Written, goalposts, written_of
from bot.content.yaml_loading import load_yaml
from bot.state import EDITIONS_KEPT, Contents, Editions, Manifest, StateError, Text, digest, manifest


class History:
    """Keeps editions, and verifies those that are kept; what it found in a text it does not look for again."""

    def __init__(self, editions: Editions, known: Callable[[str, str], Written | None] = lambda *_: None) -> None:
        """`known` returns the goalposts of a file, by its name and digest, where they are written already."""
        self._editions, self._known = editions, known
        self._goalposts: dict[tuple[str, str], dict[str, str]] = {}
        self._walked: dict[str, str] = {}  # what each text that was kept says, as an edition is named by it

    def record(self, entry: EditionEntry, contents: Mapping[str, bytes]) -> None:
        """Keep an edition that went live, sealed with the goalposts of its files; raises StateError."""

        def posts(name: str, kept: str) -> Written:
            known = self._known(name, kept)
            return known if known is not None else written_of(load_yaml(name, contents[name]))

        files = manifest(contents)
        self._goalposts = {key: found for key, found in self._goalposts.items() if key in files.items()}
        self._editions.record(entry, contents, Goalposts({name: posts(name, kept) for name, kept in files.items()}))

    def seal(self) -> str:
        """Return the seal of the edition that went live last; raises StateError."""
        return self._editions.seal()

    def texts(self, files: Manifest) -> Contents:
        """Return what files held, as the history keeps it; each is read where it is asked for."""

        def read(name: str) -> bytes:
            return self._editions.texts({name: files[name]})[name]

        return Contents({name: Text(kept, partial(read, name)) for name, kept in files.items()})

    def first_flaw(self, head: str = "") -> Flaw | None:
        """Return the first thing in the history that does not fit, as `bot.content.chain` has it; raises StateError."""
        links, self._walked = self._editions.links(), {}
        newest = links[-1].number if links else 0
        found = first_flaw(links, lambda each: self._look(each, newest), head)
        unsealed = (each.number for each in self._editions.entries(1) if each.number > newest)
        return found or next((Flaw("unsealed", number) for number in unsealed), None)

    def _look(self, link: Link, newest: int) -> Flaw | None:
        """Return what is wrong inside one edition; those that are kept no longer have nothing inside."""
        try:
            sealed = self._editions.sealed(link.number)
            if sealed is None:
                return Flaw("gone", link.number) if newest - link.number < EDITIONS_KEPT else None
            return self._of_texts(link, sealed) or _of_entry(link, sealed)
        except (StateError, ValueError, LookupError, TypeError, AttributeError):
            return Flaw("unreadable", link.number)

    def _of_texts(self, link: Link, sealed: Sealed) -> Flaw | None:
        """Return where the texts of an edition are not those that were sealed; each text is looked at once a walk."""
        for name, kept in sealed.files.items():
            if kept not in self._walked:
                content = self._editions.texts({name: kept})[name]
                if digest(content) != kept:
                    return Flaw("text", link.number, name)
                self._walked[kept] = digest_of_text(content.decode("utf-8-sig"))
        if digest_of({name: self._walked[kept] for name, kept in sealed.files.items()}) != sealed.entry.digest:
            return Flaw("edition", link.number, sealed.entry.digest)
        if sealed.goalposts is None:
            return None
        held, said = self._posts(sealed.files), sealed.goalposts
        moved = sorted(name for name in held.keys() | said.keys() if held.get(name) != said.get(name))
        return Flaw("goalpost", link.number, moved[0]) if moved else None

    def _posts(self, files: Mapping[str, str]) -> dict[str, str]:
        """Return the goalposts of files, read again where they are not at hand; each text is searched once."""
        for name, kept in files.items():
            if (name, kept) not in self._goalposts:
                self._goalposts[name, kept] = goalposts(name, self._editions.texts({name: kept})[name])
        return dict(chain.from_iterable(self._goalposts[key].items() for key in files.items()))


def _of_entry(link: Link, sealed: Sealed) -> Flaw | None:
    return None if sealed.content == link.content else Flaw("entry", link.number)
