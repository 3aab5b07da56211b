"""A workspace that is kept in a file shows after a restart what stood there."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from handlers.workspace.state.clock import MovableClock
from handlers.workspace.state.model import SlackMessage
from handlers.workspace.state.workspace import Workspace

ROOM = "C0REFERRALS"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "workspace.db"


def test_only_its_owner_may_read_the_file(path: Path) -> None:
    path.parent.mkdir()
    path.touch(mode=0o644)
    workspace = Workspace(path=path)
    workspace.post(SlackMessage(ROOM, "", "U0ANALYST", text="kept"))
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}
    workspace.close()


async def test_everything_that_slack_keeps_is_there_again(make_world: Any, path: Path) -> None:
    world = await make_world(path=path)
    parent = await world.post("card", metadata={"event_type": "row", "event_payload": {"k": "1"}})
    reply = await world.post("line", thread_ts=parent)
    gone = await world.post("gone")
    await world.call("chat.delete", channel=ROOM, ts=gone)
    await world.call("chat.update", channel=ROOM, ts=parent, text="changed")
    await world.control.read("U0ANALYST", ROOM)
    await world.control.archive("C0GENERAL")
    await world.call("conversations.invite", channel="C0CASEWORK", users="U0GUEST")
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    await world.call("views.publish", user_id="U0ANALYST", view=home)
    await world.call("chat.postEphemeral", channel=ROOM, user="U0ANALYST", text="only now")
    await world.control.move_clock(seconds=86_400)

    again = await make_world(path=path)
    shown = await again.control.messages("U0ANALYST", ROOM)
    assert [(one["ts"], one["text"], one["reply_count"]) for one in shown] == [
        (parent, "changed", 1)
    ]
    thread = await again.control.messages("U0ANALYST", ROOM, thread_ts=parent)
    assert [one["ts"] for one in thread] == [parent, reply]
    state = await again.control.state("U0ANALYST")
    channels = {one["id"]: one for one in state["channels"]}
    assert channels[ROOM]["unread"] == 0
    assert channels["C0GENERAL"]["is_archived"]
    assert "U0GUEST" in channels["C0CASEWORK"]["members"]
    assert state["clock"]["offset_seconds"] >= 86_400
    assert (await again.control.views("U0ANALYST"))[1]["blocks"][0]["type"] == "divider"
    history = await again.call("conversations.history", channel=ROOM, include_all_metadata=True)
    assert history["messages"][0]["metadata"]["event_payload"] == {"k": "1"}
    await again.call("chat.update", channel=ROOM, ts=parent, text="changed again")
    assert await again.post() > gone


async def test_a_reset_is_kept_and_timestamps_still_do_not_go_back(
    make_world: Any, path: Path
) -> None:
    world = await make_world(path=path, clock=MovableClock(timedelta(days=1)))
    last = await world.post()
    await world.control.reset()
    assert await world.control.messages("U0ANALYST", ROOM) == []
    workspace = Workspace(path=path)
    assert workspace.timeline(ROOM).top == []
    assert workspace.next_ts() > last
    workspace.close()


def test_a_deleted_newest_message_does_not_free_its_timestamp(path: Path) -> None:
    workspace = Workspace(path=path, clock=MovableClock(timedelta(days=1)))
    ts = workspace.post(SlackMessage(ROOM, "", "U0ANALYST", "x")).ts
    workspace.delete(workspace.timeline(ROOM).messages[ts])
    workspace.close()
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM facts WHERE name = 'offset'")
    db.close()
    again = Workspace(path=path)
    assert again.next_ts() > ts
    again.close()


def test_a_change_writes_its_own_rows_only(path: Path) -> None:
    workspace = Workspace(path=path)
    for n in range(1000):
        workspace.post(SlackMessage(ROOM, "", "U0ANALYST", str(n)))
    with sqlite3.connect(path) as before:
        old = dict(before.execute("SELECT ts, body FROM messages"))
    before.close()
    message = workspace.post(SlackMessage(ROOM, "", "U0ANALYST", "one more"))
    size = (path.parent / "workspace.db-wal").stat().st_size
    workspace.post(SlackMessage(ROOM, "", "U0ANALYST", "and one"))
    assert (path.parent / "workspace.db-wal").stat().st_size - size < 40_000
    with sqlite3.connect(path) as after:
        new = dict(after.execute("SELECT ts, body FROM messages"))
    after.close()
    assert len(old) == 1000
    assert {ts: new[ts] for ts in old} == old
    assert message.ts in new
    workspace.close()


def test_a_killed_process_loses_nothing_it_had_answered(path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from handlers.workspace.state.model import SlackMessage\n"
        "from handlers.workspace.state.workspace import Workspace\n"
        "workspace = Workspace(path=sys.argv[1])\n"
        "for n in range(20):\n"
        f"    workspace.post(SlackMessage({ROOM!r}, '', 'U0ANALYST', str(n)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[4]
    ended = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    workspace = Workspace(path=path)
    timeline = workspace.timeline(ROOM)
    assert [timeline.messages[ts].text for ts in timeline.top] == [str(n) for n in range(20)]
    workspace.close()


def test_without_a_path_nothing_is_written(tmp_path: Path) -> None:
    workspace = Workspace()
    workspace.post(SlackMessage(ROOM, "", "U0ANALYST", "x"))
    workspace.reset()
    workspace.close()
    assert list(tmp_path.iterdir()) == []
