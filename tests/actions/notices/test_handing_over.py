"""Handing a notice over: of one referral or several, once, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.actions.notices.preparing import HandedOver, Typed, draft_of, hand_over, kept
from bot.actions.notices.settling import look_again, not_taken, send_again
from bot.actions.recording.erase import erase_asked
from bot.domain.errors import NotFound, NotPossible, Stale
from bot.domain.lifecycle.referral import Action, SeenVersion, State
from bot.domain.people import Person
from bot.ports.notices import Notice, Progress, Way
from storage.database import open_store
from tests.harness.without_slack.action_harness import TEAM, ActionHarness, config, page
from tests.harness.without_slack.examples import DESK, LEAD, SECOND, SECRET

ANSWERS = {
    "category": "crossing",
    "confidence": "certain",
    "basis": "both",
    "clause": "Article 3",
}
MAIL = {
    "notice": {
        "email": "desk@example.org",
        "smtp": {"host": "127.0.0.1", "sender": "desk@example.org"},
    },
    "platforms": {"facebook": {"notice": {"mail": {"to": ["reports@example.org"]}}}},
}


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def harness(request: pytest.FixtureRequest) -> Iterator[ActionHarness]:
    """A desk on each database, that can erase."""
    with open_store(request.getfixturevalue(request.param), "nobody can guess this one") as store:
        opened = ActionHarness(store)
        opened.knows(*TEAM)
        yield opened


def hand(
    harness: ActionHarness, *numbers: int, who: Person = SECOND, reference: str = "N-A", **more: str
) -> HandedOver:
    harness.later(minutes=1)
    versions = {number: SeenVersion.of(harness.referral(number)) for number in numbers}
    typed = Typed("en", {**ANSWERS, **more}, "It names a price.")
    return harness.store.write(
        lambda uow: hand_over(
            uow, versions, "The text.", typed, reference, harness.actor(who, DESK), harness.config
        )
    )


def notice_of(harness: ActionHarness, number: int) -> Notice:
    (notice,) = harness.read(lambda uow: uow.notices.of_referral(number))
    return notice


def test_one_notice_refers_all_of_its_pages(harness: ActionHarness) -> None:
    for n in (1, 2, 3):
        harness.flags_one(page(n))
    hand(harness, 1, 3)
    assert [harness.referral(n).state for n in (1, 2, 3)] == [
        State.REFERRED,
        State.FLAGGED,
        State.REFERRED,
    ]
    assert {harness.referral(n).reference for n in (1, 3)} == {"N-A"}
    notice = notice_of(harness, 3)
    assert (notice.way, notice.progress) == (Way.HAND, Progress.SENT)
    assert harness.read(lambda uow: uow.audit.verify())[1] == ()


def test_a_notice_names_each_page_and_goes_to_one_platform(harness: ActionHarness) -> None:
    for address in (page(1), page(2), "https://boats.example/a", "https://boats.example/b"):
        harness.flags_one(address)
    typed = Typed("fr", ANSWERS)
    several = [harness.referral(n) for n in (1, 2)]
    draft = draft_of(several, typed, "N-A", harness.config)
    assert [one.address for one in draft.pages] == [page(1), page(2)]
    assert (draft.reference, draft.what) == ("N-A (R-1, R-2)", "Offre de passage")
    sites = [harness.referral(n) for n in (3, 4)]
    assert draft_of(sites, typed, "N-B", harness.config).platform == "boats.example"
    with pytest.raises(NotPossible, match="goes to one platform"):
        hand(harness, 1, 3)
    assert harness.referral(1).state is State.FLAGGED


def test_a_reference_is_used_once(harness: ActionHarness) -> None:
    harness.flags_one(page(1))
    harness.flags_one(page(2))
    hand(harness, 1)
    with pytest.raises(NotPossible, match="was sent already"):
        hand(harness, 2)


def test_of_what_is_not_theirs_to_see_nobody_prepares_a_notice(harness: ActionHarness) -> None:
    harness.flags_one(page(1), LEAD, SECRET)
    with pytest.raises(NotFound):
        hand(harness, 1)
    harness.flags_one(page(2))
    harness.does(Action.HOLD, 2, LEAD)
    with pytest.raises((NotFound, NotPossible)):
        hand(harness, 2)


def test_a_text_is_erased_with_its_referral(harness: ActionHarness) -> None:
    harness.flags_one(page(1))
    hand(harness, 1)
    harness.does(Action.CLOSE)
    assert [one.text for one in show(harness)] == ["The text."]
    harness.store.write(lambda uow: erase_asked(uow, [1], harness.now, harness.config))
    notice = notice_of(harness, 1)
    assert (notice.text, notice.sent_by, dict(notice.answers)) == ("", "", {})
    assert notice.digest
    assert show(harness) == ()


def show(harness: ActionHarness) -> tuple[Notice, ...]:
    actor = harness.actor(SECOND, DESK)
    return harness.store.write(lambda uow: kept(uow, 1, actor))


def test_of_the_sexual_abuse_of_children_no_text_is_kept(harness: ActionHarness) -> None:
    harness.flags_one(page(1))
    hand(harness, 1, category="children")
    assert harness.referral(1).state is State.REFERRED
    notice = notice_of(harness, 1)
    assert notice.text == ""
    assert notice.digest


def test_while_one_is_on_its_way_no_other_is_sent(harness: ActionHarness) -> None:
    harness.config = config(**MAIL)
    harness.flags_one(page(1))
    hand(harness, 1)
    assert harness.referral(1).state is State.FLAGGED
    with pytest.raises(NotPossible, match="is on its way"):
        hand(harness, 1, reference="N-B")
    number = notice_of(harness, 1).number
    assert harness.read(lambda uow: uow.notices.open(10)) == ()
    harness.store.write(
        lambda uow: not_taken(uow, number, Progress.DOUBT, "it broke off", "<a@b>", harness.now)
    )
    (doubt,) = harness.read(lambda uow: uow.notices.open(10))
    assert (doubt.number, doubt.message_id) == (number, "<a@b>")


def test_only_the_last_try_is_sent(harness: ActionHarness) -> None:
    """A row of the outbox that was left behind sends nothing."""
    harness.config = config(**MAIL)
    harness.flags_one(page(1))
    hand(harness, 1)
    number = notice_of(harness, 1).number
    harness.store.write(lambda uow: not_taken(uow, number, Progress.REFUSED, "no", "", harness.now))
    again = harness.actor(LEAD, DESK)
    harness.store.write(lambda uow: send_again(uow, number, 1, again))

    def begin(nth: int) -> Notice | None:
        return harness.store.write(lambda uow: look_again(uow, number, nth, harness.now))

    assert begin(1) is None
    assert begin(2) is not None
    with pytest.raises(NotPossible, match="Nothing is open"):
        harness.store.write(lambda uow: send_again(uow, number, 1, again))


def test_what_was_changed_is_prepared_anew(harness: ActionHarness) -> None:
    harness.config = config(**MAIL)
    harness.flags_one(page(1))
    stale = {1: SeenVersion.of(harness.referral())}
    hand(harness, 1)
    number = notice_of(harness, 1).number
    harness.store.write(
        lambda uow: not_taken(uow, number, Progress.DOUBT, "it broke off", "", harness.now)
    )
    harness.does(Action.NOTE)
    again = harness.actor(SECOND, DESK)
    with pytest.raises(NotPossible, match="has changed since the notice was written"):
        harness.store.write(lambda uow: send_again(uow, number, 1, again))
    typed = Typed("en", ANSWERS, "It names a price.")
    with pytest.raises(Stale):
        harness.store.write(
            lambda uow: hand_over(uow, stale, "Text.", typed, "N-B", again, harness.config)
        )
    hand(harness, 1, reference="N-C")
