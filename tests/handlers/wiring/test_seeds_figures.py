"""The seeds' figures, the same wherever they are asked for: Slack, the terminal, JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.actions.figures.report import stats
from bot.domain.figures.query import FigureQuery
from bot.domain.people import THE_BOT
from handlers.cli import cli
from handlers.wiring.seeds import CAST, PLACE, seed
from storage.database import open_store
from tests.harness.with_slack.slack_harness import a_world, shipped

PARTS = ("1,200", "578", "485", "137")
OF_DECIDED = "45.6% (485 of 1,063)"
BOUNDS = ("40.4% to 51.8%", "137")
STATISTICS = Path(__file__).parents[3] / "docs" / "statistics.md"
JUNE = datetime(2020, 6, 1, 9, tzinfo=UTC)
"""The story ends here: the days that answers took depend on where the weekends lie."""
OF_REFERRED = "40.4% (485 of 1,200)"


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database that `referral-bot demo-data seeds` filled."""
    url = f"sqlite:///{tmp_path_factory.mktemp('seeded')}/referrals.db"
    done = CliRunner().invoke(cli, ["demo-data", "seeds"], env={"DATABASE_URL": url})
    assert done.exit_code == 0, done.output
    return url


def printed(url: str, *words: str) -> str:
    """What `referral-bot stats` prints."""
    done = CliRunner().invoke(cli, ["stats", *words], env={"DATABASE_URL": url})
    assert done.exit_code == 0, done.output
    return done.stdout


def test_on_the_terminal(seeded: str) -> None:
    text = " ".join(printed(seeded).split())
    for said in (*PARTS, OF_DECIDED, *BOUNDS, OF_REFERRED, "Demo data", "as of"):
        assert said.lower() in text.lower(), said


def test_as_json(seeded: str) -> None:
    data = json.loads(printed(seeded, "--json"))
    parts = [data[one] for one in ("referred", "closed", "rejected", "waiting")]
    assert parts == [1200, 578, 485, 137]
    assert data["demo_data"] is True
    headline, of_referred = data["rejection_rate"], data["rejected_of_referred"]
    assert (headline["percent"], headline["fraction"]) == ("45.6%", "485/1063")
    bounds = [headline["bounds"][one]["percent"] for one in ("lower", "upper")]
    assert bounds == ["40.4%", "51.8%"]
    assert (of_referred["percent"], of_referred["fraction"]) == ("40.4%", "485/1200")
    low, high = headline["wilson_95"]
    assert low < 485 / 1063 < high


def test_as_csv_for_people(seeded: str, tmp_path: Path) -> None:
    path = tmp_path / "stats.csv"
    printed(seeded, "--csv", "--output", str(path))
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfgroup,")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    whole = rows[0]
    names = ("rejected_numerator", "decided_denominator", "rejected_percent")
    assert [whole[name] for name in names] == ["485", "1063", "45.6%"]
    by_name = {(one["group"], one["name"]): one["id"] for one in rows}
    assert by_name["platform", "Facebook"] == "facebook"
    assert by_name["category", "Offer of crossing"] == "crossing"
    assert by_name["reason", "Not breaching terms"] == "terms"
    assert not [one for row in rows for one in row.values() if re.fullmatch(r"\d+/\d+", one)]


def test_the_story_of_2018_is_one_command(seeded: str) -> None:
    data = json.loads(printed(seeded, "--json", "--since", "2016-12-01", "--platform", "facebook"))
    assert data["referred"] > 800
    assert "1 December 2016" in data["dates"]


async def test_in_slack(sqlite_url: str) -> None:
    async with a_world(sqlite_url, shipped()) as world:
        seed(
            world.bot.database, world.bot.context.config, world.bot.context.clock.now(), CAST, PLACE
        )
        told = await world.analyst.asks("/referrals stats")
        assert told.private
        assert told.shows(*PARTS, OF_DECIDED, *BOUNDS, OF_REFERRED)
        assert told.shows("As of", "the team's own records")
        story = await world.analyst.asks("/referrals stats since 2016-12-01 platform facebook")
        assert story.shows("1 December 2016", "Facebook", "824")


def test_the_table_in_the_docs_is_what_the_figures_are(sqlite_url: str) -> None:
    config = shipped()
    with open_store(sqlite_url) as store:
        seed(store, config, JUNE, CAST, PLACE)
        report = store.read(lambda uow: stats(uow, FigureQuery(), THE_BOT, JUNE, config))
    counts, cohort = report.counts, report.cohort
    low, high = counts.rejection_rate.wilson() or (0.0, 0.0)
    parts = (counts.closed, counts.restricted, counts.rejected, counts.gone, counts.waiting)
    rows = {
        "referred = closed + restricted + rejected + gone + waiting": (
            f"{counts.referred:,} = {' + '.join(str(part) for part in parts)}"
        ),
        "distinct pages referred": f"{cohort.pages['referred']:,}",
        "rejection rate": counts.rejection_rate.said,
        "its bounds": f"{counts.lower.said} to {counts.upper.said}",
        "its 95% Wilson interval, for comparison": f"{low:.1%} to {high:.1%}",
        "rejected of referred": counts.rejected_of_referred.said,
        "rejected although certain; although high": f"{cohort.certain:,}; {cohort.high:,}",
        "time to outcome": report.took.said,
    }
    made = ["| figure | in the story |", "|---|---|"]
    made += [f"| {name} | {value} |" for name, value in rows.items()]
    text = STATISTICS.read_text(encoding="utf-8")
    told = text.partition("<!-- seeds -->\n")[2].partition("\n<!-- /seeds -->")[0]
    assert told == "\n".join(made)
