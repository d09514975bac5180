"""An editor says in the chat how an open forecast looks: by a few presses where it looks as before."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.content.briefing import Language, Standing
from bot.people.readers import Reader
from bot.words import WRITTEN, say
from tests.channels.telegram.test_editors import CLIENTS, languages
from tests.support.botapi import BotAPI, Person, Sent
from tests.support.newsroom import ANNA, READER, Newsroom

pytestmark = pytest.mark.usefixtures("arrival")

LIBRARY = "briefings/quiet-library.yaml"
CLOSURES = "quiet-library/no-closures"
NIGHT = "machine-dough/night-shift"
REASON: dict[Language, str] = {"zh": "今年一家也没有关。", "en": "None has closed this year."}
FACT: dict[Language, str] = {"zh": "公告里没有关馆。", "en": "The notices name no closure."}


def standing(office: Newsroom, name: str) -> Standing:
    found = office.app.edition.by_ref[name].record.standing
    assert found
    return found


async def given(anna: Person, language: Language) -> Sent:
    """Give a standing with one piece of evidence, up to the draft."""
    opened = await anna.write(f"/standing {CLOSURES}")
    assert say(language, "standing-choose") in opened.text
    asks = await anna.press(opened, f"↗️ {say(language, 'leans-held')}")
    assert say(language, "why") in asks.text and say(language, "form-same") not in asks.labels
    asks = await anna.write(REASON[language])
    assert say(language, "form-next") in asks.text
    assert say(language, "bad-next") in (await anna.write("next year")).text
    assert say(language, "bad-day-past") in (await anna.write("2026-11-24")).text
    asks = await anna.press(asks, say(language, "form-months", count=6))
    assert say(language, "form-wanting", count=1) in asks.text and say(language, "form-done") not in asks.labels
    assert say(language, "form-wanting", count=1) in (await anna.write("/form done")).text
    for answer in ("https://example.org/notices", "County", "primary", "2026-11", FACT[language]):
        asks = await anna.write(answer)
    whole = await anna.press(asks, say(language, "bears-for").rstrip(":："))
    return await anna.press(whole, say(language, "form-done"))


@languages
async def test_a_standing_is_given_looked_at_and_published(office: Newsroom, api: BotAPI, language: Language) -> None:
    anna, path = Person(api, ANNA, CLIENTS[language]), office.folder / LIBRARY
    path.write_bytes(b"# kept by hand\n" + path.read_bytes())
    await anna.write("/reload")
    before = office.read(LIBRARY).splitlines()
    draft = await given(anna, language)
    assert say(language, "edits-standing-given", count=1) in draft.text and REASON[language] in draft.text
    preview = await anna.press(draft, say(language, "button-preview"))
    assert say(language, "standing-how") in preview.text
    await anna.press(preview, say(language, "button-publish"))
    after = iter(office.read(LIBRARY).splitlines())
    assert all(line in after for line in before), "lines of the file were lost, or moved"
    stands = standing(office, CLOSURES)
    assert (stands.leans, stands.on, stands.next) == ("held", office.now.date(), dt.date(2027, 5, 24))
    for each in WRITTEN:
        shown = (await Person(api, READER, CLIENTS[each]).write(f"/prediction {CLOSURES}")).text
        assert REASON[language] in shown and FACT[language] in shown and say(each, "leans-held") in shown
    assert say(language, "form-none") in (await anna.write("/form")).text


@languages
async def test_what_looks_as_before_takes_seven_presses_and_no_word(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    anna, former = Person(api, ANNA, CLIENTS[language]), standing(office, NIGHT)
    office.now = dt.datetime(2027, 2, 25, 9, tzinfo=dt.UTC)
    due = await anna.write("/due")
    assert say(language, "due-reviews") in due.text
    opened = await anna.press(due, "2")
    asks = await anna.press(opened, f"🔀 {say(language, 'leans-mixed')}")
    asks = await anna.press(asks, say(language, "form-same"))
    asks = await anna.press(asks, say(language, "form-months", count=3))
    asks = await anna.press(asks, say(language, "keeps-yes"))
    draft = await anna.press(asks, say(language, "form-done"))
    await anna.press(draft, say(language, "button-publish"))
    stands = standing(office, NIGHT)
    assert (stands.leans, stands.because, stands.evidence) == ("mixed", former.because, former.evidence)
    assert (stands.on, stands.next) == (dt.date(2027, 2, 25), dt.date(2027, 5, 25))
    assert [each.on for each in stands.earlier] == [*(each.on for each in former.earlier), former.on]
    assert say(language, "due-reviews") not in (await anna.write("/due")).text


async def test_too_early_needs_a_day_and_no_evidence(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    asks = await anna.press(await anna.write(f"/standing {CLOSURES}"), "🌱 too early to tell")
    await anna.write("Nothing could have closed yet.")
    assert say("en", "bad-ripe") in (await anna.write("in years")).text
    assert say("en", "bad-day-past") in (await anna.write("2020-01-01")).text
    await anna.write("2030-01-01")
    asks = await anna.write("2027-12-31")
    draft = await anna.press(asks, say("en", "form-done"))
    await anna.press(draft, say("en", "button-publish"))
    stands = standing(office, CLOSURES)
    assert (stands.leans, str(stands.ripe), str(stands.next), stands.evidence) == (
        "too-early",
        "2030-01-01",
        "2027-12-31",
        (),
    )


async def test_evidence_of_before_may_be_left_out_and_then_other_is_needed(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    office.now = dt.datetime(2026, 12, 5, 9, tzinfo=dt.UTC)
    await anna.press(await anna.write(f"/standing {NIGHT}"), "↘️ leaning failed")
    await anna.write("Too few.")
    asks = await anna.write("2027-03-01")
    assert say("en", "form-keeps") in asks.text and say("en", "form-wanting", count=1) not in asks.text
    assert say("en", "bad-keeps") in (await anna.write("perhaps")).text
    asks = await anna.write("leave it out")
    assert say("en", "form-wanting", count=1) in asks.text
    back = await anna.press(asks, say("en", "form-back"))
    assert say("en", "form-keeps") in back.text
    assert say("en", "form-done") in (await anna.press(back, say("en", "keeps-yes"))).labels


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("/standing nothing-such", "unknown-title"),
        ("/standing", "due-title"),
        ("/lean", "due-title"),
        (f"/lean {CLOSURES} maybe", "standing-choose"),
        ("/standing machine-dough/half-of-shops", "standing-too-late"),
        ("/lean machine-dough/half-of-shops held", "standing-too-late"),
    ],
)
async def test_what_no_standing_can_be_made_of_is_answered(
    office: Newsroom, api: BotAPI, question: str, said: str
) -> None:
    assert say("en", said, count=1).split(":")[0] in (await Person(api, ANNA, "en").write(question)).text
    assert office.desk.drafts() == ()


async def test_readers_have_no_such_commands(office: Newsroom, api: BotAPI) -> None:
    shown = await Person(api, READER, "en").write(f"/standing {CLOSURES}")
    assert say("en", "unknown-command", called="/standing") in shown.text


@languages
async def test_who_subscribes_hears_once_of_a_standing_that_turned(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    anna, reader = Person(api, ANNA, CLIENTS[language]), Person(api, READER, CLIENTS[language])
    await reader.write("/subscribe sat 18:00 Asia/Shanghai")
    await anna.press(await given(anna, language), say(language, "button-publish"))
    texts = []
    for turn in range(3):
        subscription = await office.store.subscription(Reader("telegram", str(READER)))
        assert subscription
        office.now = subscription.next_at
        await office.send_due(telegram=office.channel)
        check_in = await reader.read()
        door = say(language, "button-card-news", count=1)
        texts.append((await reader.press(check_in, door)).text if door in check_in.labels else check_in.text)
        office.now += dt.timedelta(hours=1)
        if not turn:
            await anna.press(await turned(anna, language), say(language, "button-publish"))
    arrow = f"↗️ {say(language, 'leans-held')} → ↘️ {say(language, 'leans-failed')}"
    assert [arrow in each for each in texts] == [False, True, False]
    assert say(language, "checkin-turns", count=1) in texts[1]


async def turned(anna: Person, language: Language) -> Sent:
    """Say that it leans the other way now, on the evidence of before, up to the draft."""
    opened = await anna.write(f"/standing {CLOSURES}")
    asks = await anna.press(opened, f"↘️ {say(language, 'leans-failed')}")
    asks = await anna.write("2")
    asks = await anna.press(asks, say(language, "form-months", count=12))
    asks = await anna.press(asks, say(language, "keeps-yes"))
    return await anna.press(asks, say(language, "form-done"))
