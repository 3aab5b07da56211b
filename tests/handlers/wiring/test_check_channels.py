"""`referral-bot check` says whether the bot is in config's channels, however many they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.workspace.state.faults import FaultRule
from handlers.workspace.state.model import SlackChannel
from handlers.workspace.state.workspace import Workspace
from tests.handlers.wiring.test_check_leads import said

MANY = 20_000


def config(*channels: str) -> str:
    return f"channels: {{{', '.join(f'{one}: {{}}' for one in channels)}}}"


async def test_a_few_channels_have_a_line_each(sqlite_url: str, tmp_path: Path) -> None:
    def before(workspace: Workspace) -> None:
        everybody = [*workspace.channels["C0REFERRALS"].members, "U0PARTNER"]
        own = workspace.channels["C0REFERRALS"]
        workspace.channels["C0SHARED"] = replace(
            own, id="C0SHARED", name="shared", members=everybody
        )

    channels = config("C0REFERRALS", "C0CASEWORK", "C0SHARED", "C0GENERAL", "C0NOWHERE")
    well, lines = await said(sqlite_url, tmp_path, channels, before)
    assert not well
    told = [one for one in lines if " channel" in one.partition(":")[0]]
    assert [one.partition(", whose")[0] for one in told] == [
        "ok     channel #casework: the bot is in it",
        "note   channel #referrals: it is shared with another organisation",
        "note   channel #shared: it is shared with another organisation",
        "WRONG  channel #general: the bot isn't in it: invite it",
        "WRONG  channel C0NOWHERE: Slack answers channel_not_found: invite the bot, or correct the id in "
        "config.yaml.",
    ]


async def test_20_000_channels_are_read_page_by_page(sqlite_url: str, tmp_path: Path) -> None:
    names = [f"C{number:08}" for number in range(MANY)]
    calls = Counter[str]()

    def before(workspace: Workspace) -> None:
        bot = workspace.app.bot_user_id
        for one in names[:-30]:
            workspace.channels[one] = SlackChannel(one, one.lower(), members=[bot])
        asked = workspace.faults.pick

        def counted(method: str) -> FaultRule | None:
            calls[method] += 1
            return asked(method)

        workspace.faults.pick = counted  # type: ignore[method-assign]

    well, lines = await said(sqlite_url, tmp_path, config(*names), before)
    assert not well
    assert f"ok     channels: the bot is in {MANY - 30:,} channels that config.yaml names" in lines
    assert sum("channel_not_found" in one for one in lines) == 20
    (rest,) = [one for one in lines if "10 more channels" in one]
    assert rest.endswith(f"({', '.join(names[-10:])})")
    assert calls["users.conversations"] <= 22  # two for numbers in Slack
    assert calls["conversations.info"] == 20
    assert len(lines) < 60


@pytest.mark.parametrize("fault", ["429", "500", "dropped"])
async def test_where_slack_does_not_say_it_is_said(
    sqlite_url: str, tmp_path: Path, fault: str
) -> None:
    well, lines = await said(
        sqlite_url,
        tmp_path,
        config("C0REFERRALS"),
        lambda workspace: workspace.faults.replace([FaultRule("users.conversations", fault)]),
    )
    assert well
    (line,) = [one for one in lines if "channels: Slack" in one]
    assert line.startswith("note   channels: Slack doesn't say now which channels the bot is in")
