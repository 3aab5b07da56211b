"""`referral-bot report period`: the page, its tables, and what it was made from."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.actions.figures.report import stats, stats_query
from bot.domain.lifecycle.referral import Action
from bot.domain.people import THE_BOT
from handlers.cli import cli
from storage.database import SqlStore, open_store
from tests.harness.without_slack.action_harness import ActionHarness, config, page
from tests.harness.without_slack.examples import LEAD, MONDAY

TEAM = 'Desk <b>"&'


@pytest.fixture
def configured(tmp_path: Path) -> str:
    """A team whose name would be HTML."""
    path = tmp_path / "config.yaml"
    path.write_text(f"team: '{TEAM}'\ntime_zone: Europe/London\n")
    return str(path)


@pytest.fixture
def url(sqlite_url: str) -> str:
    """Three months of decisions."""
    with open_store(sqlite_url) as store:
        harness = ActionHarness(store, now=MONDAY - timedelta(days=60))
        for number in range(1, 13):
            harness.flags_one(page(number))
            harness.does(Action.REFER, number)
            if number % 3:
                harness.does(Action.REJECT if number % 2 else Action.CLOSE, number)
            harness.later(days=7)
    return sqlite_url


def run(url: str, *words: str, settings: str = "") -> Result:
    """The command, with only its database in the environment."""
    before = ["--config", settings] if settings else []
    return CliRunner().invoke(cli, [*before, "report", *words], env={"DATABASE_URL": url})


def test_the_page_and_what_lies_beside_it(url: str, configured: str, tmp_path: Path) -> None:
    done = run(url, "period", "--html", str(tmp_path / "lead.html"), settings=configured)
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    html = (tmp_path / "lead.html").read_text("utf-8")
    data = (tmp_path / "lead.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() in html
    assert json.loads(data)["quote"] in unescape(html)
    assert "Desk &lt;b&gt;&quot;&amp;" in html
    assert "Desk <b>" not in html
    assert "<script" not in html.lower()
    assert not re.findall(r"""(?:src|href|url)\s*[=(]""", html)
    assert "Demo data" not in html
    tables = {path.stem.removeprefix("lead-") for path in tmp_path.glob("lead-*.csv")}
    assert tables == {
        *("identity", "months", "decisions", "platforms", "categories", "confidence", "reasons"),
        *("time", "appeals", "answers"),
    }


def table(tmp_path: Path, name: str) -> list[dict[str, str]]:
    text = (tmp_path / f"lead-{name}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    "words",
    [(), ("--since", "2026-01-15"), ("--platform", "facebook", "--until", "2026-02")],
    ids=["all", "since", "until"],
)
def test_every_row_adds_up_and_every_table_to_what_stats_say(
    url: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = run(url, "period", *words, "--html", str(tmp_path / "lead.html"))
    assert done.exit_code == 0, done.output
    parts = ("Closed", "Restricted", "Rejected", "Gone", "Waiting")
    said = json.loads((tmp_path / "lead.json").read_text())
    for name in ("months", "platforms", "categories", "confidence"):
        *rows, whole = table(tmp_path, name)
        for row in (*rows, whole):
            assert int(row["Referred"]) == sum(int(row[part]) for part in parts)
        for part in ("Referred", *parts):
            assert int(whole[part]) == sum(int(row[part]) for row in rows) == said[part.lower()]
    *rows, whole = table(tmp_path, "decisions")
    for column in ("Closed", "Rejected", "Decided"):
        assert int(whole[column]) == sum(int(row[column]) for row in rows)


def test_it_is_kept_as_published_and_the_next_says_what_was_put_right(
    url: str, tmp_path: Path
) -> None:
    first = run(url, "period", "--until", "2026-03-31", "--html", str(tmp_path / "a.html"))
    assert "of `referral-bot published`" in first.stderr
    with open_store(url) as store:
        kept = store.read(lambda uow: uow.publications.all())
        now = ActionHarness(store, now=kept[-1].published_at)
        assert kept[-1].kind == "pack"
        now.later(minutes=1)
        now.does(Action.UNDO, 1, LEAD)
        assert figures(store, now) == kept[-1].figures["rejected"] - 1
    assert run(url, "period", "--html", str(tmp_path / "b.html")).exit_code == 0
    with (tmp_path / "b-publications.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["No."], row["Corrections"], row["Late entries"]) for row in rows] == [
        ("1", "1", "0")
    ]
    data = json.loads((tmp_path / "b.json").read_text())
    (one,) = [x for x in data["earlier_publications"] if x["number"] == kept[-1].number]
    assert one["because_of"]["correction"] == 1
    assert one["changed"]["rejected"] == [
        kept[-1].figures["rejected"],
        kept[-1].figures["rejected"] - 1,
    ]


def figures(store: SqlStore, now: ActionHarness) -> int:
    def work(uow):  # type: ignore[no-untyped-def]
        query = stats_query(uow, "until 2026-03-31", "", now.now, config())
        return stats(uow, query, THE_BOT, now.now, config()).counts.rejected

    return int(store.read(work))


def test_a_month_that_the_period_cuts_names_its_days(url: str, tmp_path: Path) -> None:
    words = ("--since", "2026-01-15", "--until", "2026-03-20")
    assert run(url, "period", *words, "--html", str(tmp_path / "lead.html")).exit_code == 0
    names = [row["Month referred"] for row in table(tmp_path, "months")]
    assert names == ["January 2026 (15 to 31)", "February 2026", "March 2026 (1 to 20)", "All"]


def test_the_hash_is_that_of_the_data_that_the_terminal_is_given(url: str) -> None:
    printed = run(url, "period", "--until", "2026-03", "--as-of", "2026-03").stdout
    said = run(url, "period", "--until", "2026-03", "--as-of", "2026-03", "--json").stdout
    assert json.loads(said)["as_of"][:10] == "2026-03-31"
    assert json.loads(said)["quote"].split(":")[0] in " ".join(printed.split())


def test_nothing_is_written_over(url: str, tmp_path: Path) -> None:
    (tmp_path / "lead-time.csv").write_text("mine")
    done = run(url, "period", "--html", str(tmp_path / "lead.html"))
    assert done.exit_code == 1
    assert not (tmp_path / "lead.html").exists()
    assert not (tmp_path / "lead.json").exists()
    with open_store(url) as store:
        kinds = [one.kind for one in store.read(lambda uow: uow.publications.all())]
    assert "pack" not in kinds


def test_without_any_record_it_says_so(sqlite_url: str, tmp_path: Path) -> None:
    done = run(sqlite_url, "period", "--html", str(tmp_path / "lead.html"))
    assert done.exit_code == 0, done.output
    html = (tmp_path / "lead.html").read_text()
    assert "there are none yet" in html
    assert "<svg" not in html


def test_a_page_of_demo_data_says_so_everywhere(sqlite_url: str, tmp_path: Path) -> None:
    CliRunner().invoke(cli, ["demo-data", "seeds"], env={"DATABASE_URL": sqlite_url})
    assert run(sqlite_url, "period", "--html", str(tmp_path / "lead.html")).exit_code == 0
    assert (tmp_path / "lead.html").read_text().count("Demo data") == 2
    for path in tmp_path.glob("lead-*.csv"):
        assert all("Demo data" in row["source"] for row in table(tmp_path, path.stem[5:]))
    printed = run(sqlite_url, "period").stdout
    assert printed.startswith("Demo data\n")
    assert "45.6% (485 of 1,063)" in printed
