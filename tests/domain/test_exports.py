"""What stands in an export, and that no spreadsheet runs it."""

from __future__ import annotations

import dataclasses

from bot.domain.exports import COLUMNS, ExportLabels, row
from bot.domain.lifecycle.referral import Action, State
from tests.harness.without_slack.examples import DESK, LONDON, SECOND, in_state

SAID = ExportLabels(
    zone=LONDON,
    platforms={"facebook": "Facebook"},
    categories={"crossing": "Offer of crossing"},
    reasons={"terms": "Not breaching terms"},
    channels={DESK.id: "#desk"},
    people={SECOND.id: "Second"},
)


def test_a_rejected_page_line_by_line() -> None:
    one = in_state(State.REJECTED).referral
    cells = row(one, SAID)
    assert list(cells) == list(COLUMNS)
    assert cells["referral"] == "R-12"
    assert cells["state"] == "rejected"
    assert cells["platform"] == "Facebook"
    assert cells["page"] == "hxxps://www[.]facebook[.]com/groups/1234567890/"
    assert cells["category"] == "Offer of crossing"
    assert cells["reason"] == "Not breaching terms"
    assert cells["flagged_by"] == "Second"
    assert cells["channel"] == "#desk"
    assert cells["counts_as"] == "rejected"
    ids = ("platform_id", "category_id", "reason_id", "channel_id", "flagged_by_id")
    assert [cells[name] for name in ids] == ["facebook", "crossing", "terms", DESK.id, SECOND.id]
    assert cells["flagged_at"] == "2026-03-02T09:00:00+00:00"
    assert (cells["outcome"], cells["days_to_outcome"]) == ("rejected", 0)
    assert (cells["note"], cells["previous"], cells["closed_later_at"]) == (None, None, None)


def test_what_config_has_forgotten_keeps_its_id() -> None:
    one = dataclasses.replace(in_state(State.FLAGGED).referral, category="gone", platform="other")
    cells = row(one, SAID)
    assert (cells["category"], cells["platform"]) == ("gone", "other")


def test_no_address_in_what_people_typed_is_a_link() -> None:
    told = "see http://evil.example/x\nand m.facebook.com/groups/9"
    one = in_state(State.REJECTED).act(Action.NOTE, note=told).referral
    changed = dataclasses.replace(one, note=told, words=told, restriction=told, appeal_ground=told)
    for name in ("note", "platform_words", "restriction", "appeal_ground"):
        cell = str(row(changed, SAID)[name])
        assert "http://" not in cell
        assert "evil.example" not in cell
        assert "facebook.com" not in cell
        assert "\nand " in cell


def test_nothing_for_leads_alone_has_a_column() -> None:
    one = dataclasses.replace(in_state(State.HELD).referral, hold_reason="an inquiry of ours")
    assert "inquiry" not in str(row(one, SAID))
    assert "page_key" not in COLUMNS
