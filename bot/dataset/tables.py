"""An edition as tables: forecasts a line each, and beside them what there are several of for one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from bot.content.briefing import Evidence, Record, Text
from bot.content.edition import Forecast, ref
from bot.content.proposals import said
from bot.dataset import languages, resources, shaping
from bot.dataset.choices import OfPredictions
from bot.dataset.database import Cell, Row, Table
from bot.dataset.dataset import Dataset
from bot.dataset.licence import licence
from bot.dataset.records import Briefing, Prediction
from bot.words import WRITTEN

BETWEEN: Final = "; "
"""What stands between several values of one cell."""


def predictions(dataset: Dataset) -> list[Row]:
    """Return every forecast as a row, those ruled on last first; its columns are the same for all."""
    return [_row(shaping.prediction(dataset, each)) for each in _forecasts(dataset)]


def _forecasts(dataset: Dataset) -> Sequence[Forecast]:
    found: Sequence[Forecast] = resources.RESOURCES[0].select(dataset, OfPredictions())
    return found


def _row(each: Prediction) -> Row:
    verdict, proposed, standing, source = each.verdict, each.proposed, each.standing, each.source
    told = verdict or proposed or standing
    return {
        "id": each.id,
        "state": each.state,
        **_both("statement", each.statement),
        "briefing": source.briefing,
        **_both("title", source.title),
        **{f"authors_{way}": BETWEEN.join(name.written(way) for name in source.authors) for way in WRITTEN},
        "said": str(source.published),
        "paragraphs": ", ".join(map(str, each.at)),
        "window_from": str(each.window.from_),
        "window_until": _day(each.window.until),
        "due": _day(each.due),
        "certainty": each.certainty,
        "weight": each.weight,
        "claim": each.claim,
        "sectors": BETWEEN.join(each.sectors),
        **_both("rule", each.rule.question),
        "rule_written": _day(each.rule.written),
        "rule_beforehand": None if each.rule.beforehand is None else int(each.rule.beforehand),
        "naive": each.naive.outcome if each.naive else None,
        "outcome": verdict.outcome if verdict else None,
        "ruled_on": _day(verdict.on) if verdict else None,
        "proposed": proposed.outcome if proposed else None,
        "counts_from": _day(proposed.counts_from) if proposed else None,
        "leans": standing.leans if standing else None,
        "looked_on": _day(standing.on) if standing else None,
        "next_look": _day(standing.next) if standing else None,
        **_both("because", told.because if told else None),
        "evidence": len(told.evidence) if told else 0,
        **_both("url", each.url),
    }


def _both(name: str, words: Any) -> dict[str, Cell]:
    """Return words in the languages they were written in, a column for each; what is missing in one is empty."""
    if words is None:
        return {f"{name}_{way}": None for way in WRITTEN}
    return {
        f"{name}_{way}": (words.written(way) if isinstance(words, Text) else words.in_(way)) or None for way in WRITTEN
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def tables(dataset: Dataset) -> Iterator[Table]:
    """Yield the tables of an edition, each after those it leads to."""
    yield _table("edition", [_edition(dataset)])
    yield _flat(
        dataset, "briefings", leave=("views", "figures", "caveats", "outline", "notes", "predictions", "observations")
    )
    yield _flat(dataset, "sectors", leave=("views",))
    yield _table("predictions", predictions(dataset), ("id",), {"briefing": ("briefings", "id")})
    yield _table("prediction_sectors", list(_in_sectors(dataset)), (), _TO_PREDICTION | _TO_SECTOR)
    yield _table("rulings", list(_rulings(dataset)), (), _TO_PREDICTION)
    yield _table("standings", list(_reviews(dataset)), (), _TO_PREDICTION)
    yield _table("rules", list(_rules(dataset)), (), _TO_PREDICTION)
    yield _table("evidence", list(_evidence(dataset)), (), _TO_PREDICTION)
    yield _table("views", list(_views(dataset)), (), _TO_SECTOR)
    for name in ("observations", "timeline", "advice", "authors", "debates", "glossary", "corrections"):
        yield _flat(dataset, name, leave=("evidence", "sides"))
    yield _table("debate_sides", list(_sides(dataset)), (), {"debate": ("debates", "id")})


_TO_PREDICTION: Final = {"prediction": ("predictions", "id")}
_TO_SECTOR: Final = {"sector": ("sectors", "id")}


def _table(name: str, rows: Sequence[Row], key: tuple[str, ...] = (), leads: Any = None) -> Table:
    columns = tuple(dict.fromkeys(column for row in rows for column in row)) or ("nothing",)
    filled = [{column: row.get(column) for column in columns} for row in rows]
    return Table(name, columns, filled, key, {column: to for column, to in (leads or {}).items() if column in columns})


def _edition(dataset: Dataset) -> Row:
    terms = licence()
    facts = {"digest": dataset.edition.digest, "seal": dataset.edition.seal or None, "on": str(dataset.today)}
    return {**facts, "licence": terms.name, "licence_url": terms.url, **_both("covers", terms.covers)}


# Rows of what there are several of


def _in_sectors(dataset: Dataset) -> Iterator[Row]:
    for each in _forecasts(dataset):
        yield from ({"prediction": ref(each), "sector": sector} for sector in each.record.sectors)


def _rulings(dataset: Dataset) -> Iterator[Row]:
    for each in _forecasts(dataset):
        counts, latest = each.record.verdict, said(each.record).verdict
        for number, ruling in enumerate((*latest.earlier, latest) if latest else ()):
            days = {"on": str(ruling.on), "counts_from": str(ruling.counts_from)}
            stands = counts is not None and number == len(counts.earlier)
            yield {
                "prediction": ref(each),
                **days,
                "outcome": ruling.outcome,
                "stands": int(stands),
                **_both("because", ruling.because),
            }


def _reviews(dataset: Dataset) -> Iterator[Row]:
    for each in _forecasts(dataset):
        standing = each.record.standing
        for review in (*standing.earlier, standing) if standing else ():
            facts = {"prediction": ref(each), "on": str(review.on), "leans": review.leans, "next": str(review.next)}
            yield {**facts, **_both("because", review.because)}


_PARTS: Final = ("question", "held", "partly", "failed", "void", "source", "otherwise")


def _rules(dataset: Dataset) -> Iterator[Row]:
    for each in _forecasts(dataset):
        now = each.record.rule
        for rule in (*getattr(now, "earlier", ()), now):
            words = {key: cell for part in _PARTS for key, cell in _both(part, getattr(rule, part)).items()}
            days = {"on": _day(rule.on), "written": _day(rule.written)}
            yield {"prediction": ref(each), "stands": int(rule is now), **days, **words}


def _evidence(dataset: Dataset) -> Iterator[Row]:
    for each in _forecasts(dataset):
        record = each.record
        of = {"verdict": record.verdict, "proposed": record.proposal, "standing": record.standing}
        for what, told in of.items():
            evidence = told.evidence if told else ()
            yield from ({"prediction": ref(each), "of": what, **_witness(witness)} for witness in evidence)


def _witness(each: Evidence) -> dict[str, Cell]:
    names = {f"publisher_{way}": each.published_by(way) for way in WRITTEN}
    facts: dict[str, Cell] = {"bears": each.bears, "kind": each.kind, "date": str(each.date), "seen": _day(each.seen)}
    where = {"url": each.url, "archive": each.archive, "words": each.words}
    return {**facts, **names, **_both("fact", each.fact), **where}


def _views(dataset: Dataset) -> Iterator[Row]:
    for each in dataset.edition.views:
        view = each.record
        facts = {"sector": view.sector, "briefing": each.briefing.briefing, "stance": view.stance}
        yield {**facts, **_both("says", view.says), "paragraphs": ", ".join(map(str, view.at))}


def _sides(dataset: Dataset) -> Iterator[Row]:
    for each in dataset.edition.debates:
        for side in shaping.debate(dataset, each).sides:
            facts = {"debate": each.id, "briefing": side.source.briefing, **_both("says", side.says)}
            yield {**facts, "cites": BETWEEN.join(side.cites), "paragraphs": ", ".join(map(str, side.at))}


# Resources whose records are nearly rows already


def _flat(dataset: Dataset, name: str, leave: Iterable[str]) -> Table:
    """Return a resource as a table: what is within a record by names joined with _, lists in one cell."""
    resource = next(each for each in resources.RESOURCES if each.path == name)
    rows = [_flattened(each, {*leave}) for each in resource.all(dataset)]
    key = ("id",) if rows and "id" in rows[0] else ()
    return _table(name, rows, key, {"briefing": ("briefings", "id")})


def _flattened(record: Record, leave: set[str]) -> Row:
    row: dict[str, Cell] = {}
    said = {way: languages.spoken(record, way) for way in WRITTEN}
    for name in type(record).model_fields:
        value = getattr(record, name, None)
        if name in leave or value is None:
            continue
        if name == "source" and not isinstance(record, Briefing):  # which is what others are of
            row["briefing"] = value.briefing
        elif isinstance(value, Text) or name == "url":
            row |= _both(name, value)
        else:
            row |= _cells(name, said["en"].get(name), said["zh"].get(name))
    return row


def _cells(name: str, en: Any, zh: Any) -> dict[str, Cell]:
    """Return a value as cells; one that is different in each language gets a column for each."""
    if isinstance(en, Mapping):
        return {key: cell for part in en for key, cell in _cells(f"{name}_{part}", en[part], zh[part]).items()}
    if isinstance(en, list):
        en, zh = (BETWEEN.join(map(str, each)) for each in (en, zh))
    return {name: en} if en == zh else {f"{name}_zh": zh, f"{name}_en": en}
