"""`/referrals import`: a lead's file, checked and confirmed, told of in one line."""

from __future__ import annotations

import asyncio
import csv
import io
import threading
from dataclasses import replace

import pytest

from bot.domain.lifecycle.referral import State
from bot.ports.store import Store
from bot.sentences import importing as sentences
from bot.sentences import troubles
from handlers.slack.replies import importing
from handlers.slack.replies.downloads import is_slacks
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, hold

RECORDS = (
    "url,referred,outcome,decided,reason\n"
    "https://www.facebook.com/groups/111,2026-01-10,removed,2026-01-20,\n"
    "https://www.facebook.com/groups/222,2026-01-11,rejected,2026-01-21,Not breaching terms\n"
    "https://youtu.be/dQw4w9WgXcQ,2026-01-12,,,\n"
)
FAULTY = RECORDS + "https://t.me/somebody,soon,,,\n"


async def hands_in(
    world: SlackHarness, content: str | bytes, name: str = "records.csv", **chosen: str
) -> dict[str, str]:
    """The lead opens the form and hands in a file; the errors, by label."""
    await world.lead.types("/referrals import")
    file = await world.lead.uploads(name, content)
    return await world.lead.fills({"File": file, **chosen})


def files(world: SlackHarness) -> list[tuple[str, bytes]]:
    """What came into the lead's conversation with the bot."""
    mine = world.direct(world.lead).id
    kept = world.workspace.files.values()
    return [(one.name, one.content or b"") for one in kept if one.channels == [mine]]


async def test_from_the_form_to_the_line_in_the_channel(world: SlackHarness) -> None:
    assert await hands_in(world, RECORDS) == {}
    assert world.count == 0
    found = world.lead.form
    assert found.shows("3 rows", "3 referrals to record in #referrals: 1 waiting, 1 closed")
    assert found.body["submit"]["text"] == "Import 3 referrals"
    assert await world.lead.fills({}) == {}
    assert world.lead.told.shows("Imported 3 referrals: 1 waiting, 1 closed, 1 rejected.")
    (line,) = world.referrals.messages
    assert line.shows("imported 3 referrals from the team's earlier records")
    assert [world.referral(n).state for n in (1, 2, 3)] == [
        State.CLOSED,
        State.REJECTED,
        State.REFERRED,
    ]
    assert {world.referral(n).owner for n in (1, 2, 3)} == {world.lead.id}
    assert (await world.analyst.asks("/referrals stats")).shows("3 pages", "1 of 2")
    assert (await world.analyst.asks("/referrals search 222")).shows("R-2")


async def test_a_card_appears_with_the_first_change(world: SlackHarness) -> None:
    await hands_in(world, RECORDS)
    await world.lead.fills({})
    shown = await world.lead.asks("/referrals R-3")
    await world.lead.clicks("Closed", on=shown)
    assert world.referrals.card("R-3").shows("Closed")
    assert not world.referrals.has_card("R-1")


async def test_what_cannot_be_taken_comes_back_as_a_file(world: SlackHarness) -> None:
    await hands_in(world, FAULTY)
    assert world.lead.form.shows(sentences.cannot_be_taken(1), "Line 5, referred", "soon")
    assert files(world) == []
    await world.lead.fills({})
    assert world.lead.told.shows("Imported 3 referrals", "1 row could not be taken")
    ((name, content),) = files(world)
    assert name == "not-imported.csv"
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert (row["line"], row["url"]) == ("5", "https://t.me/somebody")
    assert row["why not"].startswith(f"referred: {sentences.NOT_A_DATE}")


async def test_the_same_file_again_has_nothing_to_import(world: SlackHarness) -> None:
    await hands_in(world, RECORDS)
    await world.lead.fills({})
    await hands_in(world, RECORDS)
    assert world.lead.form.shows(sentences.NOTHING_NEW, sentences.already_here(3))
    assert "submit" not in world.lead.form.body or not world.lead.form.body["submit"]
    assert len(world.referrals.messages) == 1


async def test_only_leads_and_only_in_a_channel(world: SlackHarness) -> None:
    refused = await world.analyst.asks("/referrals import")
    assert refused.shows(sentences.ONLY_LEADS)
    world.lead.goes_to(world.direct(world.lead))
    assert (await world.lead.asks("/referrals import")).shows("in the channel that the records")
    assert not world.lead.has_form
    assert not world.analyst.has_form


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("a,b\n1,2\n", "records.csv", "No column holds the pages' addresses"),
        (b"PK\x03\x04", "records.csv", "save it as CSV"),
        (
            "url,date,note\nhttps://a.example,2026-01-01,Grüße\n".encode("cp1252"),
            "x.csv",
            "UTF-8",
        ),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    world: SlackHarness, content: str | bytes, name: str, said: str
) -> None:
    errors = await hands_in(world, content, name)
    assert said in errors["File"]
    assert world.count == 0


async def test_other_kinds_of_file_are_refused_by_slack_itself(world: SlackHarness) -> None:
    errors = await hands_in(world, RECORDS, "records.xlsx")
    assert "is none of: csv, json" in errors["File"]


async def test_the_order_of_dates_is_asked_for(world: SlackHarness) -> None:
    unclear = "url,date\nhttps://a.example/1,03/01/2026\n"
    errors = await hands_in(world, unclear)
    assert "Choose it below" in errors["In dates like 03/04/2026"]
    assert await hands_in(world, unclear, **{"In dates like 03/04/2026": "Day first"}) == {}
    await world.lead.fills({})
    referred = world.referral(1).referred_at
    assert referred is not None
    assert f"{referred:%Y-%m-%d}" == "2026-01-03"


async def test_a_page_on_hold_is_not_told_of_in_the_channel(world: SlackHarness) -> None:
    await flagged(world, "https://www.facebook.com/groups/111")
    await hold(world, 1)
    before = len(world.referrals.messages)
    await hands_in(world, RECORDS)
    assert world.lead.form.shows("open here as another referral", "R-1")
    await world.lead.fills({})
    (line,) = world.referrals.messages[before:]
    assert line.shows("imported 2 referrals")
    assert not line.shows("R-1")


async def test_a_file_that_changed_meanwhile_is_not_imported(world: SlackHarness) -> None:
    await hands_in(world, RECORDS)
    (file,) = world.workspace.files.values()
    file.content = FAULTY.encode()
    await world.lead.fills({})
    assert world.lead.told.shows("The file has changed since it was checked.")
    assert world.count == 0


async def test_an_app_without_the_scope_says_how_to_get_it(world: SlackHarness) -> None:
    features = world.workspace.features
    world.workspace.features = replace(features, scopes=features.scopes - {"files:read"})
    errors = await hands_in(world, RECORDS)
    assert "files:read" in errors["File"]


async def test_too_large_a_file(world: SlackHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LARGEST", 20)
    assert "Split it" in (await hands_in(world, RECORDS))["File"]


async def test_a_file_that_is_kept_elsewhere(
    world: SlackHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.lead.types("/referrals import")
    file = await world.lead.uploads("records.csv", RECORDS)
    monkeypatch.setattr(world.workspace, "base_url", "http://127.0.0.1:1")
    assert troubles.FILE_ELSEWHERE in (await world.lead.fills({"File": file}))["File"]


@pytest.mark.parametrize(
    ("url", "api", "is_it"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.csv", "https://slack.com/api/", True),
        ("https://slack.com/files/a.csv", "https://slack.com/api/", True),
        ("http://files.slack.com/a.csv", "https://slack.com/api/", False),
        ("https://files.slack.com.evil.example/a.csv", "https://slack.com/api/", False),
        ("https://evilslack.com/a.csv", "https://slack.com/api/", False),
        ("https://slack.com@evil.example/a.csv", "https://slack.com/api/", False),
        ("https://user@files.slack.com/a.csv", "https://slack.com/api/", False),
        ("https://files.slack.com:8443/a.csv", "https://slack.com/api/", False),
        ("http://127.0.0.1:5001/files/F1/a.csv", "http://127.0.0.1:5001/api/", True),
        ("http://127.0.0.1:5002/files/F1/a.csv", "http://127.0.0.1:5001/api/", False),
        ("https://files.slack.com:x/a.csv", "https://slack.com/api/", False),
        ("", "https://slack.com/api/", False),
    ],
)
def test_the_token_goes_to_slack_alone(url: str, api: str, is_it: bool) -> None:
    assert is_slacks(url, api) is is_it


async def test_a_large_file_is_answered_when_it_is_looked_through(world: SlackHarness) -> None:
    world.bot.context.seconds = 0.0
    await hands_in(world, FAULTY)
    assert world.lead.form.shows("3 referrals to record", sentences.cannot_be_taken(1))
    await world.lead.fills({})
    assert world.lead.told.shows("Imported 3 referrals")
    assert world.count == 3


async def test_a_refused_file_can_be_replaced_after_a_long_look(world: SlackHarness) -> None:
    world.bot.context.seconds = 0.0
    await hands_in(world, "a,b\n1,2\n")
    assert world.lead.form.shows("No column holds the pages' addresses")
    file = await world.lead.uploads("mended.csv", RECORDS)
    await world.lead.fills({"File": file})
    assert world.lead.form.shows("3 referrals to record")


async def test_long_work_ends_with_the_bot(world: SlackHarness) -> None:
    began, ended = threading.Event(), threading.Event()

    def work(store: Store) -> None:
        try:
            while True:
                store.read(lambda uow: None)
                began.set()
        finally:
            ended.set()

    task = asyncio.create_task(world.bot.context.store.run_long(work))
    assert await asyncio.to_thread(began.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(ended.wait, 10)
