"""`referral-bot audit show` has what page checks found, beside the history."""

from __future__ import annotations

import json

import pytest

from bot.config import Config
from bot.domain.errors import Refusal
from bot.domain.pages.checks import Checked
from bot.domain.pages.status import Status
from handlers.cli.audit import show_history as show
from handlers.cli.audit import verify_history as verify
from storage.database import open_store
from tests.harness.without_slack.stored_events import flag, later, refer
from tests.storage.databases import change, rows


def test_readings_and_answers_are_shown(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        flag(store)
        refer(store, 1)
        found = Checked(0, later(1), Status.GONE, "404", 404, "ab" * 32, "page")
        store.write(lambda work: work.checks.record(1, found))
        said = Checked(0, later(2), by="U2", answer="still up")
        store.write(lambda work: work.checks.record(1, said))
        lines: list[str] = []
        show(store, Config(), "R-1", later(3), as_json=False, say=lines.append)
        assert lines[-2].endswith(
            f"page gone  reason: 404, code: 404, asked: page, sha256: {'ab' * 32}"
        )
        assert lines[-1].endswith("answered “still up” by U2")
        show(store, Config(), "R-1", later(3), as_json=True, say=lines.append)
        told = json.loads(lines[-1])
        assert [one["status"] for one in told["page_checks"]] == ["gone", None]
        assert len(told["events"]) == 2


def test_that_it_was_shown_is_written_down(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        flag(store)
        show(store, Config(), "R-1", later(3), as_json=True, say=lambda text: None)
        with pytest.raises(Refusal, match="There is no R-2"):
            show(store, Config(), "R-2", later(3), as_json=True, say=lambda text: None)
    shown = rows(sqlite_url, "SELECT value FROM personal_values WHERE name = 'what'")
    assert [row[0] for row in shown] == ["audit show"]


def test_a_forged_reading_is_named(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        flag(store)
        found = Checked(0, later(1), Status.GONE, "404", 404, "ab" * 32, "page")
        store.write(lambda work: work.checks.record(1, found))
    change(sqlite_url, "UPDATE events SET facts = replace(facts, 'gone', 'up') WHERE referral = -1")
    with open_store(sqlite_url) as store:
        lines: list[str] = []
        assert not verify(store, as_json=False, say=lines.append)
        assert lines[0].startswith("Beside R-1 (page checks, reminders), event 1: ")
