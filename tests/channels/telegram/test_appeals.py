"""Right of reply on Telegram: somebody objects, others say so too, an editor answers, and both stand."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

from bot.channels.telegram.channel import Telegram
from bot.content.briefing import Language
from bot.notify import AppealNotices, Notifier
from bot.people.appeals import LONGEST_APPEAL, MOST_OPEN
from bot.people.readers import Reader
from bot.words import say
from tests.channels.telegram.test_editors import CLIENTS, languages
from tests.support.botapi import BotAPI, Person, Sent
from tests.support.newsroom import ANNA, BERT, READER, Newsroom

DESK, DEARER = "quiet-library/desk-first", "machine-dough/handmade-dearer"
CLOSURES = "quiet-library/no-closures"
OPEN, SEEN = "quiet-library/catalogues-done", "machine-dough/south-bakeries"
WORDS: dict[Language, str] = {
    "zh": "统计漏了夜班，见 https://example.org/night?a=1&b=<2> 。",
    "en": "The count left the nights out, see https://example.org/night?a=1&b=<2> .",
}
ANSWER: dict[Language, str] = {"zh": "夜班确实没算，已更正。", "en": "The nights were not counted; corrected."}
NO: dict[Language, str] = {"zh": "价目表就是这么写的。", "en": "That is what the price list says."}
OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}
BEN, CAROL = 51, 52


async def objected(person: Person, language: Language, name: str) -> Sent:
    """Object to what was said of a forecast by its button, and in the words of the next message."""
    shown = await person.write(f"/prediction {name}")
    asks = await person.press(shown, say(language, "button-appeal"))
    assert asks.text.startswith(say(language, "appeal-title")) and f"/appeal {name}" in asks.text
    return await person.write(WORDS[language])


async def decided(anna: Person, language: Language, label: str, words: dict[Language, str]) -> Sent:
    """Answer the first appeal that /due shows, in both languages."""
    opened = await anna.press(await anna.write("/due"), "1")
    await anna.press(opened, say(language, label))
    asks = await anna.write(words[language])
    assert words[language] in asks.text
    both = await anna.write(words[OTHER[language]])
    assert all(each in both.text for each in words.values())
    return await anna.press(both, say(language, "appeals-give"))


async def corrected(anna: Person, language: Language, opened: Sent) -> None:
    """Give another verdict by the form, and publish it."""
    await anna.press(opened, f"✅ {say(language, 'state-held')}")
    asks = await anna.write(ANSWER[language])
    if say(language, "form-naive-later") in asks.labels:
        await anna.press(asks, say(language, "form-naive-later"))
    for each in ("https://example.org/night", "Shelf Talk", "primary", "2025-09-01", ANSWER[language]):
        asks = await anna.write(each)
    whole = await anna.press(asks, say(language, "bears-for").rstrip(":："))
    draft = await anna.press(whole, say(language, "form-done"))
    await anna.press(draft, say(language, "button-publish"))


@languages
async def test_an_appeal_is_seconded_upheld_and_leads_to_a_correction_and_all_of_it_stands(
    office: Newsroom, api: BotAPI, language: Language, log: Callable[..., io.StringIO]
) -> None:
    logged = log("debug", "text", [])
    reader, ben = Person(api, READER, CLIENTS[language]), Person(api, BEN, CLIENTS[language])
    anna, carol = Person(api, ANNA, CLIENTS[language]), Person(api, CAROL, CLIENTS[OTHER[language]])
    await reader.write("/subscribe sat 18:00 Asia/Shanghai")
    made = await objected(reader, language, DESK)
    assert say(language, "appeal-made") in made.text
    own = await reader.write(f"/prediction {DESK}")
    assert WORDS[language] in own.text and say(language, "button-appeal-own") in own.labels

    others = await ben.write(f"/prediction {DESK}")
    day = str(office.now.date())
    assert say(language, "appeal-pending", day=day, count=0) in others.text and "night" not in others.text
    assert say(language, "seconded") in (await ben.press(others, say(language, "button-second"))).text
    again = await ben.write(f"/prediction {DESK}")
    assert say(language, "appeal-pending", day=day, count=1) in again.text
    assert say(language, "button-unsecond") in again.labels and "night" not in again.text

    due = await anna.write("/due")
    assert WORDS[language] in due.text and say(language, "appeal-seconds", count=1) in due.text
    office.now += dt.timedelta(days=1)
    done = await decided(anna, language, "appeals-uphold", ANSWER)
    assert say(language, "appeals-done-upheld") in done.text
    await corrected(anna, language, await anna.press(done, say(language, "appeals-correct")))

    for person, read in ((ben, language), (carol, OTHER[language])):
        shown = await person.write(f"/prediction {DESK}")
        whole = shown.text + (await person.write(f"/prediction {DESK} p2")).text
        assert say(read, "appeal-upheld", day=str(office.now.date())) in whole
        assert WORDS[language] in whole and ANSWER[read] in whole, "the appeal and its answer"
        before = f"❌ {say(read, 'state-failed')} · 2025-10-01"
        after = f"✅ {say(read, 'state-held')} · {office.now.date()}"
        assert say(read, "appeal-corrected", before=before, after=after) in whole
        assert say(read, "rulings-replaced") in whole and before in whole, "the former verdict"
        assert say(read, "appeal-seconds", count=1) in whole
    scores = (await ben.write("/scores")).text + (await ben.write("/scores p2")).text
    assert say(language, "appeals-share", count=1, upheld=1, share="100") in scores

    office.now = dt.datetime(2026, 11, 28, 10, 30, tzinfo=dt.UTC)
    await office.send_due(telegram=office.channel)
    told = await reader.read()
    news = await reader.press_command("/checkin news", told.id)
    assert say(language, "checkin-appeals", count=1) in news.text and ANSWER[language] in news.text
    for words in (*WORDS.values(), "night?", *ANSWER.values()):
        assert words not in logged.getvalue()
    assert f"appeals upheld by telegram:{ANNA}" in logged.getvalue()


@languages
async def test_an_appeal_that_is_not_right_is_answered_and_stands_too(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    reader, anna = Person(api, READER, CLIENTS[language]), Person(api, ANNA, CLIENTS[language])
    await reader.write(f"/appeal {DEARER} {WORDS[language]}")
    await decided(anna, language, "appeals-decline", NO)
    shown = await Person(api, BEN, CLIENTS[language]).write(f"/prediction {DEARER}")
    assert say(language, "appeal-declined", day=str(office.now.date())) in shown.text
    assert WORDS[language] in shown.text and NO[language] in shown.text
    own = await reader.write("/appeal")
    assert NO[language] in own.text and WORDS[language] in own.text
    assert (await anna.write("/appeals")).text.startswith(say(language, "appeals-title", count=0))
    await reader.write("/forget yes")
    left = await Person(api, BEN, CLIENTS[language]).write(f"/prediction {DEARER}")
    assert WORDS[language] not in left.text and NO[language] in left.text
    against = f"✅ {say(language, 'state-held')} · 2025-03-10"
    assert say(language, "appeal-taken", day=str(office.now.date()), against=against) in left.text


@languages
async def test_a_first_verdict_on_a_core_claim_is_proposed_for_a_week_and_only_then_counts_and_is_told(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    reader, anna = Person(api, READER, CLIENTS[language]), Person(api, ANNA, CLIENTS[language])
    await reader.write("/subscribe sat 18:00 Asia/Shanghai")
    await reader.write(f"/vote {CLOSURES} 65")
    await corrected(anna, language, await anna.write(f"/resolve {CLOSURES}"))
    day = office.now.date()
    verdict = office.app.edition.by_ref[CLOSURES].record.verdict
    assert verdict and verdict.proposed == day + dt.timedelta(days=7)
    what = f"✅ {say(language, 'state-held')}"
    proposed = say(language, "verdict-proposed", what=what, day=str(verdict.proposed))
    for _ in range(2):
        assert proposed in (await Person(api, BEN, CLIENTS[language]).write(f"/prediction {CLOSURES}")).text
        assert say(language, "state-held") in (await reader.write(f"/vote {CLOSURES} 80")).text
        office.now = dt.datetime(2026, 11, 28, 10, 30, tzinfo=dt.UTC)
    await office.send_due(telegram=office.channel)
    first = await reader.read()
    assert "65%" not in first.text and ANSWER[language] not in first.text
    assert say(language, "appeal-made") in (await reader.write(f"/appeal {CLOSURES} {WORDS[language]}")).text
    office.now = dt.datetime(2026, 12, 5, 10, 30, tzinfo=dt.UTC)
    await office.send_due(telegram=office.channel)
    assert "65%" in (await reader.read()).text, "what became of the answer is told once it counts"
    shown = await Person(api, BEN, CLIENTS[language]).write(f"/prediction {CLOSURES}")
    assert proposed not in shown.text and f"{what} · {day}" in shown.text


async def test_what_cannot_be_an_appeal_is_said_and_nothing_is_sent(office: Newsroom, api: BotAPI) -> None:
    reader = Person(api, READER, "en")
    assert say("en", "appeal-nothing") in (await reader.write(f"/appeal {OPEN}")).text
    assert say("en", "appeal-observation") in (await reader.write(f"/appeal {SEEN} no")).text
    assert say("en", "appeal-none") in (await reader.write("/appeal")).text
    asks = await reader.write(f"/appeal {DESK} no")
    assert say("en", "appeal-short") in asks.text
    far = "x" * (LONGEST_APPEAL + 1)
    assert say("en", "appeal-long", count=len(far), most=LONGEST_APPEAL) in (await reader.write(far)).text
    assert say("en", "second-nothing") in (await reader.write(f"/second {DESK}")).text
    assert (await office.store.known(Reader("telegram", "43"), Reader("telegram", "43"))).appeals == ()


async def test_one_at_a_time_is_taken_back_and_said_anew(office: Newsroom, api: BotAPI) -> None:
    reader = Person(api, READER, "en")
    made = await objected(reader, "en", DESK)
    again = await reader.write(f"/appeal {DESK} And one thing more that is wrong")
    assert say("en", "appeal-once") in again.text and WORDS["en"] in again.text
    off = await reader.press(made, say("en", "button-appeal-off"))
    assert say("en", "appeal-off") in off.text
    assert say("en", "appeal-made-unsubscribed") in (await reader.write(f"/appeal {DESK} The nights are missing")).text
    assert "The nights are missing" in (await Person(api, ANNA, "en").write("/due")).text


async def test_as_many_as_may_wait_are_taken(office: Newsroom, api: BotAPI) -> None:
    reader = Person(api, READER, "en")
    names = [name for name, each in office.app.edition.by_ref.items() if each.record.verdict or each.record.standing]
    for name in names[:MOST_OPEN]:
        assert say("en", "appeal-made-unsubscribed") in (await reader.write(f"/appeal {name} It is not so at all")).text
    assert say("en", "appeal-most", most=MOST_OPEN) in (await reader.write(f"/appeal {names[MOST_OPEN]}")).text


async def test_in_a_group_nobody_objects_for_all_to_see_and_a_link_objects_for_nobody(
    office: Newsroom, api: BotAPI
) -> None:
    group = {"id": -9, "type": "supergroup", "title": "G"}
    reader, ben = Person(api, READER, "en", group), Person(api, BEN, "en")
    said = await reader.write(f"/appeal@hindsight_test_bot {DESK} It is not so at all")
    assert say("en", "in-private", command=f"/appeal {DESK}") in said.text
    linked = await ben.write(f"/start appeal_{DESK.replace('/', '_')}")
    assert say("en", "appeal-made") not in linked.text
    assert (await office.store.appeals.waiting()).total == 0


@languages
async def test_many_are_closed_with_one_reason_that_their_readers_hear_and_nobody_else(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    anna = Person(api, ANNA, CLIENTS[language])
    crowd = [Person(api, 600 + number, CLIENTS[language]) for number in range(3)]
    for number, each in enumerate(crowd):
        await each.write(f"/appeal {DESK} You are all liars, number {number}")
    opened = await anna.press(await anna.write("/appeals"), "1")
    await anna.press(opened, say(language, "appeals-close-all"))
    late = Person(api, READER, CLIENTS[language])
    await late.write(f"/appeal {DESK} {WORDS[language]}")
    await anna.write(NO[language])
    both = await anna.write(NO[OTHER[language]])
    assert say(language, "appeals-done-closed") in (await anna.press(both, say(language, "appeals-give"))).text
    assert NO[language] in (await crowd[0].write("/appeal")).text
    shown = await crowd[0].write(f"/prediction {DESK}")
    assert "liars" not in shown.text and NO[language] not in shown.text
    assert WORDS[language] in (await anna.write("/due")).text, "who came after they were looked at still waits"


@languages
async def test_editors_hear_once_a_day_at_most_that_appeals_wait_and_never_in_what_words(
    office: Newsroom, api: BotAPI, language: Language, log: Callable[..., io.StringIO]
) -> None:
    logged = log("debug", "text", [])
    channel = office.channel
    assert isinstance(channel, Telegram)
    teller = Notifier(office.app.editors, office.app.language, {"telegram": channel, "web": office.inbox})
    notices = AppealNotices(office.store.appeals.waiting, teller)
    anna = Person(api, ANNA, CLIENTS[language])
    await anna.write(f"/language {language}")

    async def a_day_goes_by() -> list[str]:
        before = len(api.messages)
        office.now += dt.timedelta(days=1)
        await notices()
        await teller.done()
        came = [each.text for each in [*api.messages.values()][before:] if each.chat == ANNA]
        return [(await anna.read()).text for _ in came]

    assert await a_day_goes_by() == [], "nothing waits"
    for number, name in enumerate((DESK, DEARER)):
        await Person(api, READER + number, CLIENTS[language]).write(f"/appeal {name} {WORDS[language]}")
    [told] = await a_day_goes_by()
    assert say(language, "appeals-line", count=2, new=0) in told and WORDS[language] not in told
    assert await a_day_goes_by() == [], "nothing new waits"
    await Person(api, CAROL, CLIENTS[language]).write(f"/appeal {DESK} {WORDS[language]}")
    [again] = await a_day_goes_by()
    assert say(language, "appeals-line", count=3, new=0) in again
    door = next(each for each in reversed(api.messages.values()) if each.chat == ANNA).command(
        say(language, "name-appeals")
    )
    assert (await anna.write(door)).text.startswith(say(language, "appeals-title", count=3))
    assert {each.chat for each in api.messages.values() if say(language, "name-appeals") in each.labels} <= {ANNA, BERT}
    assert WORDS[language] not in logged.getvalue()


@languages
async def test_an_editors_weekly_message_says_how_many_appeals_wait(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    reader, anna = Person(api, READER, CLIENTS[language]), Person(api, ANNA, CLIENTS[language])
    for person in (reader, anna):
        await person.write("/subscribe sat 18:00 Asia/Shanghai")
    await reader.write(f"/appeal {DESK} {WORDS[language]}")
    office.now = dt.datetime(2026, 11, 28, 10, 30, tzinfo=dt.UTC)
    await office.send_due(telegram=office.channel)
    line = say(language, "appeals-line", count=1, new=0)
    for person, hears in ((anna, True), (reader, False)):
        told, asked = (await person.read()).text, (await person.write("/checkin")).text
        assert (line in told) == (line in asked) == hears and WORDS[language] not in told + asked
