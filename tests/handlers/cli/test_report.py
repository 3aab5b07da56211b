"""`referral-bot report dsa`: what is printed, what is written, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.sentences.operations import command_line
from handlers.cli import cli

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the story of the two press reports, which lies in the last months."""
    url = f"sqlite:///{tmp_path_factory.mktemp('seeded')}/referrals.db"
    done = CliRunner().invoke(cli, ["demo-data", "seeds"], env={"DATABASE_URL": url})
    assert done.exit_code == 0, done.output
    return url


@pytest.fixture
def ready(tmp_path: Path) -> str:
    """A config that has all that the article asks for."""
    path = tmp_path / "config.yaml"
    path.write_text("report: {independence: Nobody pays us.}\n")
    return str(path)


def run(url: str, *words: str, config: str = "") -> Result:
    """The command, with only its database in the environment."""
    before = ["--config", config] if config else []
    return CliRunner().invoke(cli, [*before, "report", "dsa", *words], env={"DATABASE_URL": url})


def test_every_year_of_the_story_comes_to_what_stats_say(seeded: str, ready: str) -> None:
    sums = {"referred": 0, "closed": 0, "rejected": 0, "waiting": 0}
    for year in (NOW.year - 1, NOW.year):
        done = run(seeded, "--year", str(year), "--json", config=ready)
        assert done.exit_code == 0, done.output
        data = json.loads(done.stdout)
        assert data["notice"] == "Demo data"
        sums = {name: n + data["notices"][name] for name, n in sums.items()}
    assert sums == {"referred": 1200, "closed": 578, "rejected": 485, "waiting": 137}


def test_what_is_missing_is_said_and_ends_with_1(seeded: str) -> None:
    done = run(seeded, "--year", str(NOW.year))
    assert done.exit_code == 1
    assert done.stdout.startswith(f"# Report on notices of illegal content, {NOW.year}\n")
    assert "> **Demo data.**" in done.stdout
    assert "Not ready to be published: The explanation of the procedures" in done.stderr
    assert f"Note: {NOW.year} had not ended: this is a draft." in done.stderr


def test_a_file_is_whole_and_new(seeded: str, ready: str, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    words = ("--year", str(NOW.year), "--csv", "--output", str(path))
    done = run(seeded, *words, config=ready)
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"{path}: 1 January {NOW.year} to " in done.stderr
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert {row["group"] for row in rows} > {"all", "provider", "type"}
    again = run(seeded, *words, config=ready)
    assert "is there already" in str(again.exception)
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--year", "2999"), "2999 has not begun"),
        (("--year", "soon"), "“soon” isn't a year"),
        (("--year", str(NOW.year), "--json", "--csv"), command_line.JSON_OR_CSV),
    ],
)
def test_what_cannot_be_done_is_said(seeded: str, words: tuple[str, ...], said: str) -> None:
    done = run(seeded, *words)
    assert done.exit_code != 0
    assert said in str(done.exception)
