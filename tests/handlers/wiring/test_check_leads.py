"""`referral-bot check` says who leads, whom config names in vain, and what a hold would tell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.domain.people import Place
from bot.sentences.operations import health, setup
from handlers.slack.transport.manifest import BOT_SCOPES
from handlers.wiring.check import run_checks
from handlers.wiring.environment import Environment
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.faults import FaultRule
from handlers.workspace.state.workspace import Workspace
from storage.database import open_store


async def said(
    url: str,
    tmp_path: Path,
    config: str = "{}",
    before: Callable[[Workspace], None] = lambda workspace: None,
) -> tuple[bool, list[str]]:
    """Whether the bot can run, and the lines that say so."""
    workspace = Workspace(scopes=frozenset(BOT_SCOPES))
    before(workspace)
    file = tmp_path / "config.yaml"
    file.write_text(config, encoding="utf-8")
    lines: list[str] = []
    async with serve(workspace_app(workspace)) as address:
        environment = Environment(
            bot_token=workspace.bot_token,
            signing_secret=workspace.signing_secret,
            api_url=f"{address}/api/",
            database_url=url,
            config_path=str(file),
        )
        well = await asyncio.to_thread(run_checks, environment, as_json=False, say=lines.append)
    workspace.close()
    return well, lines


def admins(workspace: Workspace, *who: str) -> None:
    for user, one in workspace.users.items():
        workspace.users[user] = replace(one, is_admin=user in who)


async def test_the_admins_lead(sqlite_url: str, tmp_path: Path) -> None:
    well, lines = await said(sqlite_url, tmp_path)
    assert well
    assert "ok     leads: Lead (U0LEAD)" in lines


async def test_a_guest_or_a_stranger_as_admin_is_no_lead(sqlite_url: str, tmp_path: Path) -> None:
    well, lines = await said(
        sqlite_url, tmp_path, before=lambda one: admins(one, "U0GUEST", "U0PARTNER")
    )
    assert not well
    assert f"WRONG  leads: {health.no_lead_known(named=False)}" in lines


async def test_a_guest_whom_config_names_is_warned_of(sqlite_url: str, tmp_path: Path) -> None:
    well, lines = await said(sqlite_url, tmp_path, "leads: [U0GUEST, U0ANALYST, U0NOBODY]")
    assert well
    assert (
        "note   leads: Guest (U0GUEST) is named in `leads`, but is a guest, so they don't lead."
        in lines
    )
    assert (
        "note   leads: U0NOBODY is named in `leads`, but isn't known to Slack, so they don't lead."
        in lines
    )
    assert "ok     leads: Analyst (U0ANALYST)" in lines


async def test_a_slack_that_is_busy_is_not_taken_for_a_team_without_leads(
    sqlite_url: str, tmp_path: Path
) -> None:
    def busy(workspace: Workspace) -> None:
        workspace.faults.replace([FaultRule("users.list", "429", seconds=60)])

    well, lines = await said(sqlite_url, tmp_path, before=busy)
    assert well
    assert f"note   leads: {health.MEMBERS_LATER}" in lines


async def test_a_token_of_the_whole_organisation(sqlite_url: str, tmp_path: Path) -> None:
    def organisation(workspace: Workspace) -> None:
        workspace.team = replace(workspace.team, whole_organisation=True)

    well, lines = await said(sqlite_url, tmp_path, before=organisation)
    assert not well
    assert f"WRONG  token: {setup.ORGANISATION_TOKEN}" in lines


async def test_where_lead_first_would_tell_of_a_hold(sqlite_url: str, tmp_path: Path) -> None:
    warning = f"note   config: lead_review: {health.REVIEW_TELLS}"
    well, lines = await said(sqlite_url, tmp_path)
    assert well
    assert warning in lines
    _, lines = await said(sqlite_url, tmp_path, "lead_review: [facebook]")
    assert warning not in lines
    with open_store(sqlite_url) as store:
        store.write(lambda uow: uow.places.put(Place("D1", "direct message", private=True)))
    assert warning in (await said(sqlite_url, tmp_path))[1]
    with open_store(sqlite_url) as store:
        store.write(lambda uow: uow.places.put(Place("C2", "casework", private=True)))
    assert warning not in (await said(sqlite_url, tmp_path))[1]
