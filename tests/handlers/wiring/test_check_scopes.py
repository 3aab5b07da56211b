"""`referral-bot check` says which scopes are missing, and what that costs."""

from __future__ import annotations

import asyncio

import pytest

from handlers.slack.transport.manifest import BOT_SCOPES
from handlers.wiring.check import run_checks
from handlers.wiring.environment import Environment
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.faults import FaultRule
from handlers.workspace.state.workspace import Workspace


async def said(url: str, without: frozenset[str], *rules: FaultRule) -> tuple[bool, list[str]]:
    """Whether all is well, and the lines that say so."""
    workspace = Workspace(scopes=frozenset(BOT_SCOPES) - without)
    workspace.faults.replace(list(rules))
    lines: list[str] = []
    async with serve(workspace_app(workspace)) as address:
        environment = Environment(
            bot_token=workspace.bot_token,
            signing_secret=workspace.signing_secret,
            api_url=f"{address}/api/",
            database_url=url,
        )
        well = await asyncio.to_thread(run_checks, environment, as_json=False, say=lines.append)
    workspace.close()
    return well, lines


async def test_all_scopes(sqlite_url: str) -> None:
    well, lines = await said(sqlite_url, frozenset())
    assert well, lines
    assert "ok     scopes: all that the bot needs" in lines


@pytest.mark.parametrize("scope", ["channels:history", "groups:history", "im:history"])
async def test_a_history_scope_is_missing(sqlite_url: str, scope: str) -> None:
    well, lines = await said(sqlite_url, frozenset({scope}))
    assert not well
    (line,) = [one for one in lines if one.startswith("WRONG")]
    assert line.startswith(f"WRONG  scopes: missing: {scope}.")
    assert "can't look whether a message arrived" in line


@pytest.mark.parametrize("fault", ["500", "503", "dropped", "429_bare"])
async def test_a_slack_that_is_ill_is_not_taken_for_a_bad_token(
    sqlite_url: str, fault: str
) -> None:
    well, lines = await said(sqlite_url, frozenset(), FaultRule("auth.test", fault))
    assert not well
    (line,) = [one for one in lines if one.startswith("WRONG")]
    assert line.startswith("WRONG  Slack: ")
    assert "Install the app again" not in line
