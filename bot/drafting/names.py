"""The names of what a draft makes: of the document in its card, and of the briefing."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from bot.content.reading import BRIEFLESS
from bot.content.values import FileName, is_number
from bot.documents.metadata import Facts

_LONGEST_STEM: Final = 80
"""Characters of the name of a document without its ending, where it is made."""
_OTHERS: Final = frozenset(file.rpartition("/")[2].removesuffix(".yaml") for file in BRIEFLESS)
"""The names of other files beside the briefings."""
_HAN: Final = "[\u3400-\u9fff]"


def fits(kind: Any, value: str) -> bool:
    """Tell whether a value is of a kind."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def taken(slug: str) -> bool:
    """Tell whether no briefing may have a name: it is that of another file, or would be read as a number."""
    return slug in _OTHERS or is_number(slug)


def file_name(file: str, content: bytes, slug: str) -> str:
    """Return the name of a document, or where no card can hold that, one made of it that no other document gets.

    Of a name whose letters no card can hold stays what it can, with the beginning of the content's SHA-256 behind it.
    """
    if fits(FileName, file) and fits(FileName, file.rpartition(".")[0] or file):
        return file
    stem, dot, ending = file.rpartition(".")
    if not (stem and re.fullmatch("[A-Za-z0-9]{1,10}", ending)):
        stem, dot, ending = file, "", ""
    spelled = [each for each in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(each)]
    plain = re.sub(r"[^A-Za-z0-9_.]+", "-", "".join(spelled)).strip("-._")[:_LONGEST_STEM]
    if not plain or len(stem) > _LONGEST_STEM or any(not each.isascii() and each.isalnum() for each in spelled):
        told_apart = f"{plain or 'source'}-{hashlib.sha256(content).hexdigest()[:8]}"
        plain = slug or told_apart
    return f"{plain}{dot}{ending}"


def slug_of(facts: Facts, otherwise: str) -> str:
    """Return a short name: of the title where it is in Latin letters, else of the file; none that is taken."""
    title = facts["title"].value if "title" in facts and not re.search(_HAN, facts["title"].value) else otherwise
    words = re.findall(r"[a-z0-9]+", title.lower())
    slug = words[0][:24] if words else "draft"
    for word in words[1:]:
        if len(slug) + len(word) > 23:
            break
        slug += f"-{word}"
    return f"{slug}-1" if taken(slug) else slug
