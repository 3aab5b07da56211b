"""`referral-bot check` asks Slack: which scopes are missing, whose clock is wrong, which tokens it takes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.sentences.operations import health
from bot.sentences.operations.setup import app_token_refused
from handlers.slack.transport.manifest import BOT_SCOPES
from handlers.wiring.check import _clock, run_checks
from handlers.wiring.environment import Environment
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.faults import FaultRule
from handlers.workspace.state.workspace import Workspace

THE_APPS = "the app's own"


async def said(
    url: str, without: frozenset[str], *rules: FaultRule, app_token: str = ""
) -> tuple[bool, list[str]]:
    """Whether all is well, and the lines that say so."""
    workspace = Workspace(scopes=frozenset(BOT_SCOPES) - without)
    workspace.faults.replace(list(rules))
    lines: list[str] = []
    async with serve(workspace_app(workspace)) as address:
        environment = Environment(
            bot_token=workspace.bot_token,
            app_token=app_token.replace(THE_APPS, workspace.app_token),
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
    assert "ok     clock: agrees with Slack's" in lines


@pytest.mark.parametrize("right", [True, False])
async def test_the_app_level_token_is_tried(sqlite_url: str, right: bool) -> None:
    token = THE_APPS if right else "xapp-1-of-another-app"
    well, lines = await said(sqlite_url, frozenset(), app_token=token)
    assert well is right, lines
    why = health.APP_TOKEN_WORKS if right else app_token_refused("invalid_auth")
    assert health.line(right, health.APP_TOKEN, why) in lines


NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "apart"),
    [
        ("Sun, 29 Nov 2026 12:00:59 GMT", 0),
        ("Sun, 29 Nov 2026 11:59:01 GMT", 0),
        ("Sun, 29 Nov 2026 12:00:00 -0000", 0),
        ("Sun, 29 Nov 2026 12:06:40 GMT", 400),
        ("Sun, 29 Nov 2026 11:58:59 -0000", 61),
        ("Sun, 29 Nov 2026 12:00:00 +0100", 3600),
    ],
)
def test_the_clock_is_compared_with_slacks(date: str, apart: int) -> None:
    (found,) = _clock({"Date": date}, NOON)
    says = health.clock_apart(apart) if apart else health.CLOCK_AGREES
    assert (found.subject, found.ok, found.says) == (health.CLOCK, not apart, says)


@pytest.mark.parametrize("headers", [{}, {"Date": ""}, {"Date": "today"}, {"Date": "29.11.2026"}])
def test_where_no_time_is_told_the_clock_is_not_spoken_of(headers: dict[str, str]) -> None:
    assert _clock(headers, NOON) == []


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
