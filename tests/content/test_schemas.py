"""The JSON Schemas are ones that programs written by others understand, and hold files to what the reader does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from regress import Regex  # of ECMA-262, to which JSON Schema holds patterns

from bot.cli.arguments import SCHEMAS
from bot.cli.content import schema_of
from bot.content.reading import model_of
from bot.content.values import Address, FileName, Reference, Sha256, Slug
from tests.conftest import ROOT
from tests.content.test_edition import DEBATES, DOUGH, RULES, VOCABULARY

CARD = "seeds/bakery-2024.yaml"

SHIPPED = sorted(
    path.relative_to(ROOT).as_posix() for name in ("briefings", "seeds") for path in (ROOT / name).glob("*.yaml")
)


def checked(folder: Path, kind: str, *files: Path) -> tuple[int, dict[str, Any]]:
    """Return with what check-jsonschema ends, and what it says."""
    schema = folder / f"{kind}.schema.json"
    schema.write_text(json.dumps(schema_of(kind)), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json", "--schemafile", str(schema)]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


def patterns(part: object) -> Iterator[str]:
    """Yield every pattern of a schema."""
    match part:
        case dict():
            if isinstance(pattern := part.get("pattern"), str):
                yield pattern
            yield from (each for value in part.values() for each in patterns(value))
        case list():
            yield from (each for value in part for each in patterns(value))


@pytest.mark.process
@pytest.mark.parametrize("kind", SCHEMAS)
def test_check_jsonschema_passes_every_shipped_file(kind: str, tmp_path: Path) -> None:
    files = [ROOT / name for name in SHIPPED if model_of(name) is SCHEMAS[kind]]
    assert files
    code, said = checked(tmp_path, kind, *files)
    assert (code, said["status"]) == (0, "ok"), said


WRONG = [
    (DOUGH, "https://example.org/prices", "htps://example.org/prices"),
    (DOUGH, "https://example.org/prices", "'https://example.org/\"prices\"'"),
    (DOUGH, "briefing: machine-dough", "briefing: Machine_Dough"),
    (DOUGH, "thesis:", "thesiss:"),
    (DOUGH, "outcome: partly", "outcome: perhaps"),
    (CARD, "https://example.org/dough", "https://example.org/the dough"),
    (CARD, "https://example.org/dough", "https://"),
    (CARD, "source: bakery-2024", "source: ../bakery"),
    (RULES, "prediction: machine-dough/", "prediction: "),
    (RULES, '"eb34392cfc34"', '"EB34392CFC34"'),
    (VOCABULARY, "id: bakeries", "id: Bäckereien"),
    (DEBATES, "relation: mixed", "relation: unclear"),
]
"""Of a good file, what is made wrong in it."""


@pytest.mark.process
@pytest.mark.parametrize("kind", SCHEMAS)
def test_check_jsonschema_refuses_each_wrong_file_by_name(kind: str, files: dict[str, bytes], tmp_path: Path) -> None:
    wrong: list[Path] = []
    for name, good, bad in (each for each in WRONG if model_of(each[0]) is SCHEMAS[kind]):
        text = files[name].decode()
        assert good in text
        wrong.append(tmp_path / f"{len(wrong)}.yaml")
        wrong[-1].write_text(text.replace(good, bad, 1), encoding="utf-8")
    code, said = checked(tmp_path, kind, *wrong)
    assert (code, {each["filename"] for each in said["errors"]}) == (1, set(map(str, wrong))), said


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_pattern_is_one_of_ecma(kind: str) -> None:
    schema = schema_of(kind)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    found = set(patterns(schema))
    assert found
    for pattern in found:
        Regex(pattern, "u")


SAMPLES = [
    (Address, "https://example.org/a?b=c#d", True),
    (Address, "http://例え.jp/百科/🍞", True),
    (Address, "https://example.org/o'clock\\back", True),
    (Address, 'https://example.org/"quoted"', False),
    (Address, "https://example.org/<b>", False),
    (Address, "https://example.org/a\u3000b", False),
    (Address, "https://example.org/\n", False),
    (Address, "ftp://example.org/", False),
    (Slug, "night-shift", True),
    (Slug, "night--shift", False),
    (Slug, "night-shift\n", False),
    (Slug, "ｎight", False),
    (FileName, "000_be61798d8a413b63.txt", True),
    (FileName, ".hidden", False),
    (FileName, "面包.txt", False),
    (Reference, "machine-dough/half-of-shops", True),
    (Reference, "machine-dough/half/shops", False),
    (Sha256, "0" * 64, True),
    (Sha256, "０" * 64, False),
]


@pytest.mark.parametrize(("kind", "value", "good"), SAMPLES, ids=[ascii(value) for _, value, _ in SAMPLES])
def test_the_reader_and_a_schema_judge_a_value_alike(kind: Any, value: str, good: bool) -> None:
    reader = TypeAdapter[str](kind)
    (pattern,) = patterns(reader.json_schema())
    assert (Regex(pattern, "u").find(value) is not None) == good
    if good:
        assert reader.validate_python(value) == value
    else:
        with pytest.raises(ValidationError):
            reader.validate_python(value)
