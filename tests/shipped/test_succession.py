"""Ids of the first record: each leads on, and what readers said under it counts, once, where it is still asked.

`tests/data/predictions_of_the_first_record.yaml` lists every prediction the shipped briefings held before some of them
became observations, or one with others; `state_of_the_first_record.sql` is a state written with that content: two
readers who answered all of them, one check-in sent, one waiting.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from operator import itemgetter
from typing import Any

import pytest
import yaml

from bot.answers import answer
from bot.answers.deep_links import link
from bot.app.messages import Message
from bot.content.edition import Edition, state, witnesses
from bot.people.changes import Vote
from bot.people.readers import CHANCES, Reader
from bot.state.sqlite.store import Store
from tests.conftest import NOW, ROOT, TODAY, built, shipped_edition
from tests.delivery.test_worker import World
from tests.support.asking import asking

DATA = ROOT / "tests" / "data"
NAMES: list[str] = yaml.safe_load((DATA / "predictions_of_the_first_record.yaml").read_text(encoding="utf-8"))
RULED_ON: dict[str, list[str]] = yaml.safe_load(
    (DATA / "evidence_of_the_first_record.yaml").read_text(encoding="utf-8")
)
SHIPPED = shipped_edition()
ANN, BEN = Reader("telegram", "1"), Reader("telegram", "2")
ANN_NUMBER = 1


@pytest.fixture
def store() -> Iterator[Store]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript((DATA / "state_of_the_first_record.sql").read_text(encoding="utf-8"))
        yield Store(db)


@pytest.fixture
async def world(store: Store) -> World:
    program = built(store, edition=SHIPPED)
    await program.app.live(SHIPPED, NOW)
    return World(program.app, store)


def last_words(votes: list[dict[str, Any]], edition: Edition) -> dict[str, str]:
    return {edition.current(each["prediction"]): each["value"] for each in votes if each["value"] in CHANCES}


@pytest.mark.parametrize("name", NAMES)
def test_every_id_of_before_leads_to_what_took_its_place(name: str) -> None:
    now = SHIPPED.current(name)
    assert (now in SHIPPED.by_ref) != (now in SHIPPED.observed)
    asked = asking(SHIPPED, "en", TODAY)
    there = answer(f"/prediction {now}", asked).answer
    assert there.command == f"/prediction {now}"
    assert answer(f"/prediction {name}", asked).answer == there
    assert answer(f"/start {link(f'/prediction {name}')}", asked).answer == there
    for value in ("65", "yes"):
        pressed = answer(f"/vote {name} {value}", asked)
        assert pressed.answer.command == there.command
        assert pressed.change is None or pressed.change == Vote(now, value)


@pytest.mark.parametrize("name", RULED_ON)
def test_the_evidence_of_before_is_shown_with_what_took_its_place(name: str) -> None:
    there = {str(evidence.url) for of, evidence in witnesses(SHIPPED) if of == SHIPPED.current(name)}
    assert not set(RULED_ON[name]) - there


async def test_a_forecast_renamed_twice_is_found_under_both_names_of_before(world: World) -> None:
    """Its editor lists the first name with the second: links, buttons and answers under either lead to the end."""
    first, second = "ten-hypotheses/support-first", "ten-hypotheses/support-foremost"
    said = (await world.store.known(ANN, ANN)).chances[first]
    for name, *before in (("support-foremost", "support-first"), ("support-last", "support-foremost", "support-first")):
        await world.app.live(renamed(SHIPPED, name, *before), NOW)
    edition = renamed(SHIPPED, "support-last", "support-foremost", "support-first")
    last = "ten-hypotheses/support-last"
    assert {edition.current(each) for each in (first, second, last)} == {last}
    known = await world.store.known(ANN, ANN)
    assert known.chances[last] == said and not {first, second} & known.chances.keys()
    for name in (first, second):
        shown = await world.app.reply(Message(reader=ANN, text=f"/prediction {name}", language="en"), NOW)
        linked = await world.app.reply(
            Message(reader=ANN, text=f"/start {link(f'/prediction {name}')}", language="en"), NOW
        )
        pressed = await world.app.reply(Message(reader=ANN, text=f"/vote {name} 65", language="en"), NOW)
        assert shown.command == linked.command == pressed.command == f"/prediction {last}"


def renamed(edition: Edition, name: str, *before: str) -> Edition:
    """Return an edition in which the forecast that had the last of these names has another one."""
    briefing = edition.by_slug["ten-hypotheses"]
    predictions = tuple(
        each.model_copy(update={"id": name, "was": before}) if each.id == before[-1] else each
        for each in briefing.predictions
    )
    changed = briefing.model_copy(update={"predictions": predictions})
    others = tuple(changed if each is briefing else each for each in edition.briefings)
    return replace(edition, briefings=others, digest=name)


async def test_what_readers_said_of_ids_of_before_is_read_as_said_of_their_successors(world: World) -> None:
    assert set(SHIPPED.successors) <= set(NAMES)
    everybody: dict[str, Counter[str]] = {}
    for reader in (ANN, BEN):
        votes = sorted(world.store.everything(reader)["votes"], key=itemgetter("vote"))
        assert {each["prediction"] for each in votes} == set(NAMES)  # as they were given, in /mydata too
        known = await world.store.known(reader, reader)
        assert known.chances == last_words(votes, SHIPPED)
        assert {each.prediction for each in known.history} == set(map(SHIPPED.current, NAMES))
        for name, value in known.chances.items():
            everybody.setdefault(name, Counter())[value] += 1
    chances = {
        name: {value: count for value, count in tally.items() if value in CHANCES}
        for name, tally in (await world.store.known(ANN, ANN)).tallies.items()
    }
    assert chances == everybody
    assert all(sum(tally.values()) == 2 for tally in chances.values())


async def test_of_rulings_under_two_names_the_later_one_counts(world: World) -> None:
    merged = SHIPPED.current("how-long-hot/grand-stories-stall")
    assert merged == SHIPPED.current("how-long-hot/small-pains-survive")
    known = await world.store.known(BEN, BEN)
    assert known.rulings == {merged: "no"} and known.tallies[merged]["no"] == 1 and "yes" not in known.tallies[merged]


async def test_a_check_in_sent_before_goes_on_with_what_is_still_asked(world: World) -> None:
    questions = world.store.everything(ANN)["issues"][0]["questions"]
    issue = (await world.store.known(ANN, ANN, "7")).issue
    assert issue and issue.questions == tuple(dict.fromkeys(map(SHIPPED.current, questions)))
    assert issue.verdicts == ("industry-map/lost-war",)
    asked = (await world.store.known(ANN, ANN)).asked
    assert set(issue.questions) <= asked.keys()
    for name in questions:
        now = SHIPPED.current(name)
        before = (await world.store.known(ANN, ANN)).chances[now]
        value = "5" if before == "95" else "95"
        shown = await world.app.reply(
            Message(reader=ANN, text=f"/answer {name} {value}", language="en", shown="7"), NOW
        )
        still_open = now in SHIPPED.by_ref and state(SHIPPED.by_ref[now].record, TODAY) == "open"
        assert shown.title and (await world.store.known(ANN, ANN)).chances[now] == (value if still_open else before)


async def test_a_check_in_that_waited_is_sent_and_asks_what_is_there(world: World) -> None:
    await world.pass_by()
    assert world.post.counts() == {"2": 1}
    issue = (await world.store.known(BEN, BEN)).issue
    assert issue and issue.questions and set(issue.questions) <= SHIPPED.by_ref.keys()
    [(_, command)] = await world.store.unseen(BEN)
    assert (await world.app.reply(Message(reader=BEN, text=command, language="en"), NOW)).command == (
        f"/prediction {SHIPPED.current('ten-hypotheses/turbo-75-faster')}"
    )


async def test_scores_count_a_guess_under_a_name_of_before(world: World) -> None:
    merged = {old: new for old, new in SHIPPED.successors.items() if new in SHIPPED.by_ref}
    known = await world.store.known(ANN, ANN)
    assert merged and not merged.keys() & {*known.crowd, *(guess.prediction for guess in known.history)}
    for now in merged.values():
        assert sum(guess.prediction == now for guess in known.history) > 1, "under both names"
        assert sum(known.crowd.get(now, {}).values()) <= 2, "and each reader counts once"


async def test_who_forgets_takes_what_they_said_under_every_name_along(world: World) -> None:
    world.store.forget(ANN)
    known = await world.store.known(BEN, BEN)
    assert all(
        sum(count for value, count in tally.items() if value in CHANCES) == 1 for tally in known.tallies.values()
    )
    assert known.crowd and all(sum(tally.values()) == 1 for tally in known.crowd.values())
    world.store.forget(BEN)
    assert not (await world.store.known(ANN, ANN)).tallies and not (await world.store.known(ANN, ANN)).crowd


async def test_a_word_on_the_successor_replaces_that_of_before_and_an_undo_parts_them_again(world: World) -> None:
    name = next(old for old, new in SHIPPED.successors.items() if new in SHIPPED.by_ref)
    now, before = SHIPPED.current(name), (await world.store.known(ANN, ANN)).chances
    world.store.vote(ANN, now, before[now], NOW)
    world.store.vote(ANN, now, "95", NOW)
    assert (await world.store.known(ANN, ANN)).chances == {**before, now: "95"}
    tally = (await world.store.known(ANN, ANN)).tallies[now]
    assert sum(tally.get(each, 0) for each in CHANCES) == 2
    await world.store.live([], [], NOW)
    known = await world.store.known(ANN, ANN)
    assert known.chances[now] == "95" and name in known.chances and name in known.tallies
