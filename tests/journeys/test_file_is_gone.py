"""The database's file is deleted or replaced under a running bot: nothing is told as recorded."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.sentences.troubles import NOT_RECORDED
from storage.database import open_store
from tests.journeys.processes import (
    COMMAND,
    RunningBot,
    is_ready,
    run_here,
    running_bot,
    until,
)
from tests.workspace_client import ControlClient

ANALYST, CHANNEL = "U0ANALYST", "C0REFERRALS"


def page(number: int) -> str:
    return f"https://www.facebook.com/groups/12345678{number}/"


async def flags(control: ControlClient, number: int) -> str:
    """What the acknowledgement of a flag says."""
    answer = await control.type(ANALYST, CHANNEL, f"/flag {page(number)}")
    return str(answer["acknowledged"]["body"])


async def until_not_ready(bot: RunningBot) -> None:
    for _ in range(200):
        if not await is_ready(bot.port):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it stayed ready")


async def command(path: Path, *words: str) -> tuple[int, str]:
    """A command's exit code, and all that it says."""
    process = await asyncio.create_subprocess_exec(
        str(COMMAND),
        *words,
        cwd=path.parent,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{path}"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


def delete(path: Path, _: Path) -> None:
    path.unlink()


def put_the_backup_in_its_place(path: Path, backup: Path) -> None:
    shutil.copy(backup, path)


@pytest.mark.parametrize("happens", [delete, put_the_backup_in_its_place])
async def test_a_file_that_goes_under_a_running_bot(
    tmp_path: Path, happens: Callable[[Path, Path], None]
) -> None:
    path, backup = tmp_path / "referrals.db", tmp_path / "backup.db"
    async with running_bot(f"sqlite:///{path}", tmp_path) as (bot, control):
        assert "R-1" in await flags(control, 1)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as copy:
            source.backup(copy)
        assert "R-2" in await flags(control, 2)
        happens(path, backup)
        assert NOT_RECORDED in await flags(control, 3)
        await until_not_ready(bot)
        log = tmp_path / "bot.log"
        await until(lambda: "nothing is recorded any more" in log.read_text(), 10.0)
        assert "Traceback" not in log.read_text()
        await bot.stop()
    if happens is delete:
        assert not path.exists()
        shutil.copy(backup, path)
    assert path.read_bytes() == backup.read_bytes(), "what was restored is left alone"
    code, said = await command(path, "audit", "verify")
    assert code == 1
    assert "doesn't belong to" in said
    assert "Traceback" not in said
    for name in ("-wal", "-shm"):
        path.with_name(f"{path.name}{name}").unlink(missing_ok=True)
    await run_here(bot.database_url, "audit", "verify")
    with open_store(f"sqlite:///{path}") as store:
        assert [*store.read(lambda uow: uow.referrals.many(range(1, 9)))] == [1]


async def test_a_second_bot_under_another_name_and_a_copy_without_its_log(tmp_path: Path) -> None:
    path = tmp_path / "referrals.db"
    (tmp_path / "elsewhere").mkdir()
    async with running_bot(f"sqlite:///{path}", tmp_path) as (_, control):
        assert "R-1" in await flags(control, 1)
        name = tmp_path / "elsewhere" / "linked.db"
        name.hardlink_to(path)
        environment = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "5" * 32}
        os.environ.update(environment)
        try:
            code, said = await command(name, "run", "--mode", "http", "--port", "0")
        finally:
            for variable in environment:
                del os.environ[variable]
        assert code == 1
        assert "Another bot is running" in said, said
        name.unlink()
        copy = tmp_path / "elsewhere" / "copy.db"
        shutil.copy(path, copy)
        _, said = await command(copy, "check")
        assert "was copied while a bot worked on it" in said
