"""`referral-bot export`: all of it, to a file or the screen, noted as a read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.domain.lifecycle.referral import Action
from bot.sentences.labels import LEAVES_OUT
from bot.sentences.operations import command_line
from handlers.cli import cli
from storage.database import open_store
from tests.harness.without_slack.stored_events import act, flag, refer, reject
from tests.storage.databases import change, rows


@pytest.fixture
def url(sqlite_url: str) -> str:
    """R-1 rejected, R-2 flagged with a formula for a note, R-3 on hold."""
    with open_store(sqlite_url) as store:
        reject(store, refer(store, flag(store).number).number)
        flag(store, platform="youtube", note="=1+1", private=True)
        flag(store)
        act(store, 3, Action.HOLD, personal={"reason": "an investigation"})
    return sqlite_url


def run(url: str, *words: str) -> Result:
    """The command, with only its database in the environment."""
    return CliRunner().invoke(cli, ["export", *words], env={"DATABASE_URL": url})


def test_csv_on_the_screen(url: str) -> None:
    done = run(url)
    assert done.exit_code == 0, done.output
    lines = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [one["referral"] for one in lines] == ["R-1", "R-2"]
    assert lines[1]["note"] == "'=1+1"
    read = rows(url, "SELECT value FROM personal_values WHERE name = 'what'")
    assert [row[0].startswith("export csv: Referrals up to ") for row in read] == [True]


def test_several_platforms_and_companies(url: str) -> None:
    both = run(url, "--platform", "facebook", "--platform", "youtube", "--json")
    assert json.loads(both.stdout)["filter"].endswith("platforms Facebook and YouTube")
    assert json.loads(both.stdout)["leaves_out"] == LEAVES_OUT
    theirs = run(url, "--provider", "google", "--json")
    assert [one["referral"] for one in json.loads(theirs.stdout)["referrals"]] == ["R-2"]
    assert json.loads(theirs.stdout)["filter"].endswith("provider Google")


def test_a_file_has_the_mark_that_excel_needs_and_the_screen_has_not(
    url: str, tmp_path: Path
) -> None:
    assert run(url, "--output", str(tmp_path / "out.csv")).exit_code == 0
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfreferral,")
    assert content[3:].decode().splitlines()[0] == run(url).stdout.splitlines()[0]


def test_a_cohort_has_what_is_on_hold(url: str) -> None:
    found = json.loads(run(url, "--json", "--cohort").stdout)
    assert [one["state"] for one in found["referrals"]] == ["rejected", "flagged", "held"]
    assert found["filter"].startswith("Referrals that figures count up to ")
    assert found["leaves_out"].endswith("With what is private and what is on hold.")


def test_json_in_a_new_file_that_is_whole(url: str, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    done = run(url, "--json", "--platform", "youtube", "--output", str(path))
    assert done.exit_code == 0, done.output
    assert [one["note"] for one in json.loads(path.read_text("utf-8"))["referrals"]] == ["=1+1"]
    assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--json", "--csv"), command_line.JSON_OR_CSV),
        (("--platform", "nowhere"), "nowhere"),
        (("--output", "/nowhere/at/all.csv"), "written: No such file"),
        (("--since", "rubbish"), "rubbish"),
    ],
)
def test_what_cannot_be_done_is_said(url: str, words: tuple[str, ...], said: str) -> None:
    done = run(url, *words)
    assert done.exit_code != 0
    assert said in str(done.exception)


def test_no_file_is_written_over(url: str, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("kept")
    assert "is there already" in str(run(url, "--output", str(path)).exception)
    assert path.read_text() == "kept"
    assert rows(url, "SELECT value FROM personal_values WHERE name = 'what'") == []


def test_what_fails_midway_leaves_no_file(url: str, tmp_path: Path) -> None:
    change(url, "UPDATE referrals SET basis = 'rubbish' WHERE number = 2")
    done = run(url, "--output", str(tmp_path / "out.csv"))
    assert "rubbish" in str(done.exception)
    assert list(tmp_path.glob("out*")) == []
