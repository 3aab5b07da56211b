"""A database that another version made is refused with what to do; the local one starts afresh."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.config import Config
from handlers.cli import cli
from handlers.wiring.demo import clear
from handlers.wiring.environment import Environment, SetupError
from handlers.wiring.run import run_bot
from storage.database import open_store
from tests.harness.without_slack.stored_events import flag
from tests.storage.databases import change, rows

COMMANDS = (
    "migrate",
    "export",
    "stats",
    "digest",
    "report dsa --year 2026",
    "audit verify",
    "audit show R-1",
    "purge --dry-run",
    "send-again",
    "demo-data seeds",
)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def older(request: pytest.FixtureRequest) -> str:
    """The address of a database of an earlier version."""
    url = str(request.getfixturevalue(request.param))
    make_older(url)
    return url


def make_older(url: str) -> None:
    """Say that migration 0006, which there was once, made it."""
    with open_store(url) as store:
        flag(store)
    change(url, "UPDATE alembic_version SET version_num = '0006'")


def test_every_command_refuses_it_and_says_what_to_do(older: str, tmp_path: Path) -> None:
    (tmp_path / "records.csv").write_text("url\nhttps://example.org/1\n")
    for command in (*COMMANDS, f"import {tmp_path}/records.csv"):
        done = CliRunner().invoke(cli, command.split(), env={"DATABASE_URL": older})
        assert done.exit_code == 1, command
        assert isinstance(done.exception, SetupError), command
        says_what_to_do(str(done.exception))
    assert len(rows(older, "SELECT number FROM referrals")) == 1


def says_what_to_do(said: str) -> None:
    """Export with the version that made it, and import into a new one."""
    parts = (
        "Another version",
        "referral-bot export --output",
        "DATABASE_URL",
        "referral-bot import",
    )
    places = [said.index(one) for one in parts]
    assert places == sorted(places)


def test_run_refuses_it(older: str) -> None:
    environment = Environment(
        bot_token="xoxb-1",
        signing_secret="secret",
        api_url="http://127.0.0.1:9/api/",
        database_url=older,
    )
    with pytest.raises(SetupError) as refused:
        run_bot(environment, Config(), mode="http", host="127.0.0.1", port=0)
    says_what_to_do(str(refused.value))


def test_check_says_it_of_the_database(older: str) -> None:
    done = CliRunner().invoke(cli, ["check"], env={"DATABASE_URL": older})
    assert done.exit_code == 1
    (line,) = [one for one in done.output.splitlines() if one.startswith("WRONG  database: ")]
    says_what_to_do(line)


def test_the_local_workspace_starts_afresh_and_says_so(tmp_path: Path, sqlite_url: str) -> None:
    make_older(sqlite_url)
    (tmp_path / "workspace.db").touch()
    said: list[str] = []
    clear(tmp_path, reset=False, say=said.append)
    assert list(tmp_path.iterdir()) == []
    assert [line.count("\n") for line in said] == [0]
    assert "starts afresh" in said[0]


@pytest.mark.parametrize(("reset", "left"), [(False, 1), (True, 0)])
def test_a_local_workspace_of_this_version_stays_unless_it_is_to_go(
    tmp_path: Path, sqlite_url: str, reset: bool, left: int
) -> None:
    (tmp_path / "workspace.db").touch()
    said: list[str] = []
    clear(tmp_path, reset=reset, say=said.append)
    assert len(list(tmp_path.glob("referrals.db"))) == len(list(tmp_path.glob("work*"))) == left
    assert said == []
