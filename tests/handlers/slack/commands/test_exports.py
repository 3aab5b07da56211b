"""Exports: a file for one person, noted as a read, never more than they may see."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from bot.actions.figures import export
from bot.sentences.labels import LEAVES_OUT
from handlers.workspace.state.model import File
from tests.harness.with_slack.people import Actor
from tests.harness.with_slack.signed_requests import form_of, send
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import close, flagged, hold, refer, reject

GROUP = "https://www.facebook.com/groups/1234567890/"
VIDEO = "https://youtu.be/dQw4w9WgXcQ"


def files(world: SlackHarness, who: Actor) -> list[File]:
    """What was sent into a person's conversation with the bot."""
    mine = world.direct(who).id
    return [one for one in world.workspace.files.values() if one.channels == [mine]]


def rows(file: File) -> list[dict[str, str]]:
    """A CSV's lines, by heading."""
    assert file.content is not None
    return list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))


async def decided(world: SlackHarness) -> None:
    """R-1 rejected although certain, R-2 closed."""
    await flagged(world, GROUP, VIDEO)
    await refer(world, 1, confidence="Certain", category="Vessels")
    await reject(world, 1)
    await refer(world, 2)
    await close(world, 2)


async def test_a_csv_comes_into_our_conversation_and_is_noted(world: SlackHarness) -> None:
    await decided(world)
    told = await world.analyst.asks("/referrals export")
    assert told.private
    assert told.shows("The file is in our direct messages, for you alone.", LEAVES_OUT)
    (file,) = files(world, world.analyst)
    assert file.name.endswith(".csv")
    first, second = rows(file)
    assert (first["referral"], first["state"], first["reason"]) == (
        "R-1",
        "rejected",
        "Not breaching terms",
    )
    assert first["page"].startswith("hxxps://www[.]facebook[.]com/groups/")
    assert (second["referral"], second["state"]) == ("R-2", "closed")
    assert first["as_of"]
    assert first["filter"].startswith("Referrals up to ")
    assert first["leaves_out"] == LEAVES_OUT
    assert first["source"] == "the team's own records"
    assert file.content is not None
    assert b"https://" not in file.content
    assert world.reads() == [(world.analyst.id, f"export csv: {file.title}", None)]
    assert files(world, world.second) == []


async def test_json_and_filters(world: SlackHarness) -> None:
    await decided(world)
    told = await world.analyst.asks("/referrals export json platform youtube since yesterday")
    assert told.shows("to which something happened from ", "platform YouTube")
    (file,) = files(world, world.analyst)
    assert file.name.endswith(".json")
    assert file.content is not None
    data = json.loads(file.content)
    assert [one["referral"] for one in data["referrals"]] == ["R-2"]
    assert data["filter"] == file.title
    assert data["leaves_out"] == LEAVES_OUT


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("xml", "Accepted, in any order"),
        ("csv platform nowhere", "nowhere"),
        ("as-of yesterday", "`as-of` goes with stats"),
        ("since tomorrow", ""),
        ("confidence low", "nothing to be written, so there is no file"),
    ],
)
async def test_what_cannot_be_exported_is_said(world: SlackHarness, words: str, said: str) -> None:
    await decided(world)
    told = await world.analyst.asks(f"/referrals export {words}")
    assert told.shows(said)
    assert files(world, world.analyst) == []


async def test_what_is_held_or_private_is_not_in_it(world: SlackHarness) -> None:
    await decided(world)
    await flagged(world, "https://c.com/3")
    await hold(world, 3)
    world.second.goes_to(world.referrals)
    world.lead.goes_to(world.casework)
    await world.lead.asks("/flag https://d.com/4")
    await world.second.asks("/referrals export")
    assert [one["referral"] for one in rows(files(world, world.second)[0])] == ["R-1", "R-2"]
    told = world.second.told
    assert told.shows(LEAVES_OUT)
    world.lead.goes_to(world.referrals)
    await world.lead.asks("/referrals export")
    sent = rows(files(world, world.lead)[0])
    assert [one["referral"] for one in sent] == ["R-1", "R-2", "R-4"]
    assert world.lead.told.shows(LEAVES_OUT)


async def test_a_leads_cohort_has_all_that_figures_count(world: SlackHarness) -> None:
    await decided(world)
    await flagged(world, "https://c.com/3")
    await refer(world, 3)
    await hold(world, 3)
    told = await world.lead.asks("/referrals export cohort since yesterday")
    assert told.shows("3 referrals.", "that figures count from ", "what is on hold")
    sent = rows(files(world, world.lead)[0])
    assert [(one["referral"], one["state"]) for one in sent] == [
        ("R-1", "rejected"),
        ("R-2", "closed"),
        ("R-3", "held"),
    ]
    assert world.reads()[-1][1].endswith("With what is private and what is on hold.")
    told = await world.analyst.asks("/referrals export cohort csv since yesterday")
    assert told.shows("that figures count from ", LEAVES_OUT)
    assert [one["referral"] for one in rows(files(world, world.analyst)[0])] == ["R-1", "R-2"]


async def test_slacks_second_request_sends_no_second_file(world: SlackHarness) -> None:
    await decided(world)
    body = form_of(world, world.analyst, "/referrals", "export")
    await send(world, body)
    again = await send(world, body, retry=1)
    await world.settle()
    assert "You asked for this before" in again.text
    assert len(files(world, world.analyst)) == 1
    assert len(world.reads()) == 1


async def test_guests_get_nothing(world: SlackHarness) -> None:
    await decided(world)
    await world.guest.asks("/referrals export")
    assert files(world, world.guest) == []
    assert world.reads() == []


async def test_an_app_without_the_scope_says_how_to_get_it(world: SlackHarness) -> None:
    await decided(world)
    features = world.workspace.features
    world.workspace.features = replace(features, scopes=features.scopes - {"files:write"})
    told = await world.analyst.asks("/referrals export")
    assert told.shows("files:write", "referral-bot manifest")


async def test_too_many_for_one_file(world: SlackHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    await decided(world)
    monkeypatch.setattr(export, "MOST", 1)
    told = await world.analyst.asks("/referrals export")
    assert told.shows("More than 1 referral is too many", "referral-bot export")
    assert (await world.analyst.asks("/referrals export platform youtube")).shows("YouTube")


async def test_the_digests_button_exports_its_week(world: SlackHarness) -> None:
    await decided(world)
    await world.fast_forward(days=14)
    await flagged(world, "https://c.com/3")
    digests = [one for one in world.referrals.messages if "Digest:" in one.text]
    told = await world.second.clicks("Export this week", digests[0])
    assert told
    assert told.shows("to which something happened from")
    assert [one["referral"] for one in rows(files(world, world.second)[0])] == ["R-1", "R-2"]


async def test_the_digests_lists_are_of_its_week(world: SlackHarness) -> None:
    await world.move_to("monday 09:00")
    await decided(world)
    await world.move_to("monday 09:00")
    await flagged(world, "https://c.com/3")
    await refer(world, 3, confidence="Certain")
    await reject(world, 3)
    await world.move_to("monday 09:00")
    first, second = [one for one in world.referrals.messages if "Digest:" in one.text][:2]
    for digest, number, other in ((first, 1, 3), (second, 3, 1)):
        told = await world.second.clicks("Review rejected although certain", digest)
        assert told
        assert told.shows(f"*R-{number} ", "certain, ")
        assert not told.shows(f"*R-{other} ")
