"""Before the first run: nothing is made by looking, and a file only where its folder is."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.config import Config
from handlers.cli import cli
from handlers.wiring.databases import opened
from handlers.wiring.environment import (
    DEFAULT_DATABASE,
    Environment,
    SetupError,
    load_config,
)
from handlers.wiring.run import run_bot
from tests.harness.with_slack.logged import logged_at_debug

READING = [
    ["stats"],
    ["export"],
    ["audit", "verify"],
    ["audit", "head"],
    ["digest", "--week", "2026-W46"],
    ["report", "dsa", "--year", "2026"],
    ["purge", "--dry-run"],
    ["migrate", "--dry-run"],
]


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", READING, ids=" ".join)
@pytest.mark.parametrize("url", [None, "sqlite:///here.db", "sqlite:///no/folder/here.db"])
def test_reading_makes_nothing(tmp_path: Path, command: list[str], url: str | None) -> None:
    ran = CliRunner().invoke(cli, command, env={"DATABASE_URL": url})
    assert isinstance(ran.exception, SetupError)
    assert str(tmp_path) in str(ran.exception)
    assert list(tmp_path.iterdir()) == []


def test_check_before_the_first_run_is_no_fault(tmp_path: Path) -> None:
    said = CliRunner().invoke(cli, ["check"], env={"DATABASE_URL": None}).output
    file = tmp_path / "data" / "referrals.db"
    assert f"note   database: {file} isn't there yet" in said
    assert "WRONG  database" not in said
    assert f"ok     files: config: none (no config.yaml in {tmp_path})" in said
    assert list(tmp_path.iterdir()) == []


def test_check_names_the_config_that_it_reads(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("team: Desk\n", encoding="utf-8")
    said = CliRunner().invoke(cli, ["check"]).output
    assert f"ok     files: config: {tmp_path / 'config.yaml'}" in said


def test_a_folder_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a service's user in somebody's home. root may read all, so it is said here."""

    def refused(path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refused)
    with pytest.raises(SetupError, match=r"config\.yaml can't be read .*Permission denied"):
        load_config(None)


def test_check_says_each_faulty_variable_and_goes_on() -> None:
    env = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "sesame", "SLACK_API_URL": "slack"}
    ran = CliRunner().invoke(cli, ["check"], env={"SLACK_APP_TOKEN": None, **env})
    assert ran.exit_code == 1
    assert ran.output.count("WRONG  environment: SLACK_") == 2
    assert "database: " in ran.output
    assert "sesame" not in ran.output


def test_what_runs_makes_a_file_where_its_folder_is_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.INFO, "handlers.wiring.databases"),
        opened("sqlite:///here.db", migrate=True),
    ):
        pass
    assert f"a new, empty database: {tmp_path / 'here.db'}" in caplog.messages
    caplog.clear()
    with opened("sqlite:///here.db", migrate=True, existing=True):
        assert caplog.messages == []


@pytest.mark.parametrize("config", [None, "team.yaml"])
def test_run_names_its_config_and_its_database(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, config: str | None
) -> None:
    environment = Environment(
        bot_token="xoxb-1", signing_secret="s", database_url="sqlite:///here.db", config_path=config
    )
    with (
        caplog.at_level(logging.INFO, "handlers.wiring.run"),
        pytest.raises(SetupError, match="There is no database"),
    ):
        run_bot(environment, Config(), mode="http", host="127.0.0.1", port=0, existing=True)
    read = tmp_path / config if config else f"none (no config.yaml in {tmp_path})"
    assert [one.partition(",")[0] for one in caplog.messages] == [
        f"config: {read}",
        f"database: {tmp_path / 'here.db'}",
    ]


def test_without_an_address_the_folder_is_made_too(tmp_path: Path) -> None:
    with opened(DEFAULT_DATABASE, migrate=True):
        assert (tmp_path / "data" / "referrals.db").exists()


def test_no_folder_is_made_for_an_address(tmp_path: Path) -> None:
    with (
        pytest.raises(SetupError, match="There is no folder"),
        opened("sqlite:///disk/here.db", migrate=True),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_run_existing_refuses_a_missing_file(tmp_path: Path) -> None:
    env = {"DATABASE_URL": "sqlite:///here.db", "SLACK_BOT_TOKEN": "xoxb-1"}
    env["SLACK_SIGNING_SECRET"] = "0123456789abcdef" * 2
    with logged_at_debug():  # `run` sets up the log; here it is put back
        ran = CliRunner().invoke(cli, ["run", "--existing", "--mode", "http"], env=env)
    assert isinstance(ran.exception, SetupError)
    assert f"There is no database {tmp_path / 'here.db'}" in str(ran.exception)
    assert list(tmp_path.iterdir()) == []
