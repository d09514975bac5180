"""Pictures on the page: their words can be read on light pages and on dark ones, and dark pages have dark pictures."""

from __future__ import annotations

from typing import Final

import pytest

from bot.content.briefing import Language
from bot.pictures.marks import COLOURS
from bot.words import WRITTEN
from tests.pictures.test_pictures import PICTURES, drawn
from tests.support.pages import Visit, asking

KINDS: Final = ("timeline", "year", "briefing", "nothing", "records", "titled records", "own", "crowded", "guesses")
LEAST_CONTRAST: Final = 4.5  # WCAG 2.2, 1.4.3: of words that are not large
OF_MARKS: Final = {*COLOURS.values()} - {"#ffffff"}
"""Colours that are the same on every page."""
PAINTED: Final = """svg => {
    const picture = document.querySelector('.picture')
    picture.innerHTML = svg
    const light = colour => {
        const parts = colour.match(/[\\d.]+/g).slice(0, 3)
            .map(part => part / 255).map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2]
    }
    const style = element => getComputedStyle(element)
    const below = words => {  // what was painted last where the middle of the words is
        const box = words.getBBox(), at = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2)
        const before = element => element.compareDocumentPosition(words) & Node.DOCUMENT_POSITION_FOLLOWING
        return [...picture.querySelectorAll('rect, circle, path')]
            .filter(each => before(each) && style(each).fill !== 'none' && each.isPointInFill(at)).at(-1)
    }
    const contrasts = [...picture.querySelectorAll('text')].map(words => {
        const both = [light(style(words).fill), light(style(below(words)).fill)].sort((a, b) => b - a)
        return [words.textContent, (both[0] + .05) / (both[1] + .05)]
    })
    const kept = [...picture.querySelectorAll('*')].flatMap(each => ['fill', 'stroke'].map(what => {
        const asked = each.getAttribute(what), probe = document.createElement('i')
        if (!asked || asked === 'none') return null
        probe.style.color = asked
        picture.append(probe)
        const same = style(probe).color === style(each)[what]
        probe.remove()
        return same ? `${each.tagName} ${what} ${asked}` : null
    })).filter(Boolean)
    return {contrasts, kept: [...new Set(kept)], paper: light(style(picture.querySelector('rect')).fill)}
}"""


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_of_a_picture_can_be_read(visit: Visit, language: Language, scheme: str) -> None:
    page = visit(language, asking("/picture scores"), scheme=scheme)
    for kind in KINDS:
        painted = page.evaluate(PAINTED, drawn(kind, language))
        assert painted["contrasts"]
        assert not [each for each in painted["contrasts"] if each[1] < LEAST_CONTRAST], kind


def test_on_a_dark_page_each_colour_but_those_of_marks_is_another(visit: Visit) -> None:
    page = visit("en", asking("/picture scores"), scheme="dark")
    assert page.locator(".picture svg").count()
    ticks = "path stroke #ffffff"  # in the marks
    for kind in PICTURES:
        painted = page.evaluate(PAINTED, drawn(kind, "en"))
        assert painted["paper"] < 0.1
        assert not [each for each in painted["kept"] if each != ticks and each.split()[-1] not in OF_MARKS], kind
