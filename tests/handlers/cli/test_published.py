"""`referral-bot published`: the list, and what one of them would say today."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from bot.domain.lifecycle.referral import Action
from bot.sentences.reporting import published as sentences
from handlers.cli import cli
from storage.database import open_store
from tests.harness.without_slack.action_harness import ActionHarness, page
from tests.harness.without_slack.examples import LEAD

FOUR = range(1, 5)


@pytest.fixture
def url(sqlite_url: str) -> str:
    """A digest of 2 of 3 rejected, and a correction after it."""
    with open_store(sqlite_url) as store:
        harness = ActionHarness(store)
        for number in FOUR:
            harness.flags_one(page(number))
            harness.does(Action.REFER, number)
        harness.to(1, Action.REJECT)
        harness.to(2, Action.REJECT)
        harness.to(3, Action.CLOSE)
        harness.later(days=7)
        assert harness.posts_digests().posted
        harness.does(Action.UNDO, 1, LEAD)
    return sqlite_url


def run(url: str, *words: str) -> Result:
    """The command, with only its database in the environment."""
    return CliRunner().invoke(cli, ["published", *words], env={"DATABASE_URL": url})


def test_nothing(sqlite_url: str) -> None:
    done = run(sqlite_url)
    assert (done.exit_code, done.stdout) == (0, f"{sentences.NOTHING}\n")


def test_the_list(url: str) -> None:
    done = run(url)
    assert done.exit_code == 0, done.output
    assert "Week 10 of 2026 (2 to 8 March 2026)" in done.stdout
    assert "2 of 3" in done.stdout
    (one,) = json.loads(run(url, "--json").stdout)
    assert (one["number"], one["kind"], one["figures"]["rejected"]) == (1, "digest", 2)


def test_what_would_be_said_today_and_why(url: str) -> None:
    done = run(url, "--check", "1")
    assert done.exit_code == 0, done.output
    assert "What made the difference: 1 correction." in done.stdout
    assert "Corrections: R-1." in done.stdout
    assert "1 of 2" in done.stdout
    data = json.loads(run(url, "--check", "1", "--json").stdout)
    assert data["changed"]["rejected"] == [2, 1]
    assert data["because_of"] == {"correction": 1, "late entry": 0, "what happened since": 0}
    assert data["referrals"] == {"R-1": "correction"}


def test_a_number_that_is_none(url: str) -> None:
    done = run(url, "--check", "8")
    assert done.exit_code == 1
    assert str(done.exception) == sentences.no_publication(8)
