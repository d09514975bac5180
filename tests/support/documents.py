"""Documents made by the tests: pages, PDFs, and files nobody can read."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterable, Sequence

from pypdf import PdfReader, PdfWriter

SENTENCES = (
    "Last winter three bakeries in the south of town installed cameras that look at the dough all night.",
    "By 2027 half of all bakeries in this town will likely use one, and within five years night shifts may be gone.",
    "Bread made by hand stays, at a higher price, because those who buy it know the hand that made it.",
)


def page(*blocks: str, head: str = "", before: str = "", after: str = "", lang: str = "en") -> str:
    """Return a web page with an article between what stands around one."""
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head><body>\n'
        f'<nav><a href="/">Home</a> <a href="/about">About the paper</a></nav>\n{before}'
        f"<article>{''.join(blocks)}</article>\n{after}"
        "<footer><p>All rights reserved. Subscribe to the newsletter.</p></footer></body></html>\n"
    )


def pdf(pages: Sequence[Sequence[str]], info: Iterable[tuple[str, str]] = ()) -> bytes:
    """Return a PDF in which each line of text stands on a line of its own, in any script."""
    characters = sorted({character for lines in pages for line in lines for character in line}) or [" "]
    codes = {character: number for number, character in enumerate(characters, 1)}
    shown = "\n".join(f"<{codes[each]:04x}> <{each.encode('utf-16-be').hex()}>" for each in characters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Ours def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{shown}\nendbfchar\nendcmap end end"
    )
    numbers = [6 + 2 * place for place in range(len(pages))]
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /Ours /Encoding /Identity-H /DescendantFonts [4 0 R]"
        " /ToUnicode 5 0 R >>",
        4: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Ours /DW 500"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        5: _stream(cmap),
    }
    for number, lines in zip(numbers, pages, strict=True):
        written = " ".join(f"<{''.join(f'{codes[each]:04x}' for each in line)}> Tj 0 -14 Td" for line in lines)
        objects[number] = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Resources << /Font << /F 3 0 R >> >>"
            f" /Contents {number + 1} 0 R >>"
        )
        objects[number + 1] = _stream(f"BT /F 10 Tf 50 800 Td {written} ET")
    last = max(objects) + 1
    told = (f"/{name} <feff{value.encode('utf-16-be').hex()}>" for name, value in info)
    objects[last] = f"<< {' '.join(told)} >>"
    return _file(objects, last)


def tex(lines: Sequence[str], *, gap: int = 250) -> bytes:
    """Return a PDF as TeX makes them: it moves on between words, and another sign has the place of the space."""
    letters = sorted({character for line in lines for character in line if character != " "})
    codes = {character: number + (number > 31) for number, character in enumerate(letters, 1)}
    shown = "\n".join(f"<{codes[each]:04x}> <{each.encode('utf-16-be').hex()}>" for each in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Ours def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{shown}\nendbfchar\nendcmap end end"
    )
    between = f"-{gap} " if gap else ""
    words = [[f"<{''.join(f'{codes[each]:04x}' for each in word)}>" for word in line.split()] for line in lines]
    written = " ".join(f"[{between.join(line)}] TJ 0 -14 Td" for line in words)
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Count 1 /Kids [6 0 R] >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /Ours /Encoding /Identity-H /DescendantFonts [4 0 R]"
        " /ToUnicode 5 0 R >>",
        4: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Ours /DW 500 /W [32 [1000]]"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        5: _stream(cmap),
        6: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 850] /Resources << /Font << /F 3 0 R >> >>"
        " /Contents 7 0 R >>",
        7: _stream(f"BT /F 10 Tf 50 800 Td {written} ET"),
        8: "<< >>",
    }
    return _file(objects, 8)


def _stream(text: str) -> str:
    return f"<< /Length {len(text.encode())} >>\nstream\n{text}\nendstream"


def _file(objects: dict[int, str], info: int) -> bytes:
    written = b"%PDF-1.4\n"
    places = {}
    for number, text in sorted(objects.items()):
        places[number] = len(written)
        written += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{places[number]:010d} 00000 n \n" for number in sorted(places))
    size = max(objects) + 1
    return (
        written
        + f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R /Info {info} 0 R >>\n"
        f"startxref\n{len(written)}\n%%EOF\n".encode()
    )


def locked(content: bytes, password: str) -> bytes:
    """Return a PDF that opens with a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def locked_otherwise(content: bytes) -> bytes:
    """Return a PDF that says it is locked in a way (AES) which takes another library to open."""
    keys = b" /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF /Perms <00>"
    sealed = re.sub(rb"/V \d\n/R \d", b"/V 5\n/R 6", locked(content, "secret"))
    return sealed.replace(b"/Filter /Standard", b"/Filter /Standard" + keys, 1)


def noise(length: int) -> bytes:
    """Return bytes without any meaning, the same each time."""
    return random.Random(1).randbytes(length)
