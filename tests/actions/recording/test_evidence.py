"""Files that came with a flag or an action: kept once, seen by whom, erased with their referral."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest

from bot.actions.recording.evidence import keep_files, list_evidence, open_piece, unsettled
from bot.actions.recording.flag import FlagRequest, Result, flag
from bot.domain.errors import BadAnswer, NotFound
from bot.domain.evidence import Arrived
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.people import Person, Place
from bot.ports.evidence import StoredFile
from bot.sentences.recording import evidence as sentences
from tests.harness.without_slack.action_harness import ActionHarness, page
from tests.harness.without_slack.examples import ANALYST, DESK, LEAD, SECOND

ELSEWHERE = Place("C0OTHER", "casework", private=True)


def file(name: str = "screen.png", content: str = "") -> Arrived:
    digest = sha256((content or name).encode()).hexdigest()
    return Arrived(sha256(digest.encode()).hexdigest(), 12, digest, name)


def flags(
    harness: ActionHarness, *files: Arrived, who: Person = SECOND, place: Place = DESK, n: int = 1
) -> Result:
    request = FlagRequest(page(n), files=files)
    actor = harness.actor(who, place)
    report = harness.store.write(lambda uow: flag(uow, request, actor, harness.config))
    return report.flagged[0].result


def keeps(harness: ActionHarness, *files: Arrived, n: int = 1, who: Person = ANALYST) -> str:
    def work(uow):  # type: ignore[no-untyped-def]
        referral = uow.referrals.get(n, for_change=True)
        return keep_files(uow, referral, files, harness.actor(who), harness.config).sentence()

    return str(harness.store.write(work))


def seen(harness: ActionHarness, who: Person, place: Place = DESK, n: int = 1) -> list[str]:
    actor = harness.actor(who, place)
    listed = harness.read(lambda uow: list_evidence(uow, n, actor))
    return [piece.name for piece in listed.pieces]


def stands(harness: ActionHarness, n: int = 1) -> Referral:
    found = harness.read(lambda uow: uow.referrals.get(n))
    assert found is not None
    return found


def test_files_of_a_flag_are_events_with_what_is_personal_apart(harness: ActionHarness) -> None:
    assert flags(harness, file("a.png"), file("b.pdf")) is Result.RECORDED
    events = harness.read(lambda uow: uow.referrals.history(1))
    assert [event.action for event in events] == [Action.FLAG, Action.EVIDENCE, Action.EVIDENCE]
    kept = events[1]
    assert kept.facts == {"size": 12, "type": "png", "with_flag": True}
    assert kept.personal == {
        "actor": SECOND.id,
        "sha256": file("a.png").sha256,
        "file": "a.png",
    }
    assert seen(harness, ANALYST) == ["a.png", "b.pdf"]
    assert harness.read(lambda uow: uow.audit.verify())[1] == ()


def test_the_same_file_twice_is_one_piece(harness: ActionHarness) -> None:
    flags(harness, file("a.png"))
    again = file("again.png", "a.png")
    assert keeps(harness, again, file("c.txt"), file("d.txt", "c.txt")) == " ".join(
        [
            sentences.kept(1, "R-1"),
            sentences.known("again.png", "R-1"),
            sentences.known("d.txt", "R-1"),
        ]
    )
    assert seen(harness, ANALYST) == ["a.png", "c.txt"]


def test_a_known_page_keeps_the_files_of_another_flag(harness: ActionHarness) -> None:
    flags(harness)
    assert flags(harness, file("a.png"), who=ANALYST) is Result.KNOWN
    assert seen(harness, SECOND) == ["a.png"]


def test_files_for_a_page_on_hold_are_for_leads_alone(harness: ActionHarness) -> None:
    flags(harness)
    harness.does(Action.HOLD, 1, LEAD)
    assert flags(harness, file("a.png"), who=ANALYST) is Result.REVIEW
    assert seen(harness, LEAD) == ["a.png"]
    with pytest.raises(NotFound):
        seen(harness, ANALYST)
    harness.does(Action.RELEASE, 1, LEAD)
    assert seen(harness, ANALYST) == []
    assert seen(harness, LEAD) == ["a.png"]


def test_files_from_another_place_are_for_leads_alone(harness: ActionHarness) -> None:
    flags(harness, place=ELSEWHERE)
    assert flags(harness, file("a.png"), who=ANALYST) is Result.REVIEW
    assert seen(harness, SECOND, ELSEWHERE) == []
    assert seen(harness, LEAD) == ["a.png"]
    told = harness.read(lambda uow: uow.referrals.history(1))
    assert told[-1].personal["again"] == "yes"


def test_files_of_a_first_look_are_seen_once_a_lead_let_it_go(harness: ActionHarness) -> None:
    harness.config = harness.config.model_copy(update={"lead_review": ("all",)})
    assert flags(harness, file("a.png")) is Result.REVIEW
    with pytest.raises(NotFound):
        seen(harness, SECOND)
    harness.does(Action.RELEASE, 1, LEAD)
    assert seen(harness, SECOND) == ["a.png"]
    assert stands(harness).held_at_flag


def test_opening_a_piece_is_an_event(harness: ActionHarness) -> None:
    flags(harness, file("a.png"))
    actor = harness.actor(ANALYST, DESK)
    ((listed,),) = harness.store.read(lambda uow: uow.evidence.of_referrals([1])).values()
    key = listed.key
    piece = harness.store.write(lambda uow: open_piece(uow, 1, key, actor))
    assert piece.name == "a.png"
    with pytest.raises(NotFound, match="no such piece"):
        harness.store.write(lambda uow: open_piece(uow, 1, f"{key}0", actor))


def test_nothing_is_kept_of_some_categories(harness: ActionHarness) -> None:
    flags(harness)
    harness.does(Action.DESCRIBE, 1, category="children")
    with pytest.raises(BadAnswer, match=r"report.iwf.org.uk") as refused:
        keeps(harness, file("a.png"))
    assert refused.value.field == "files"
    assert seen(harness, ANALYST) == []


def test_what_arrived_and_is_nobodys_goes_after_a_day(harness: ActionHarness) -> None:
    flags(harness, file("a.png"))
    day_ago = harness.now - timedelta(days=1, seconds=1)
    there = [
        StoredFile(file("a.png").stored_as, 12, False, day_ago),
        StoredFile("aa" * 32, 12, False, day_ago),
        StoredFile("bb" * 32, 12, False, harness.now),
        StoredFile("cc" * 32, 12, True, day_ago),
    ]
    ours, old = harness.read(lambda uow: unsettled(uow, there, harness.now))
    assert (ours, old) == ([file("a.png").stored_as], ["aa" * 32])


def test_no_text_of_such_a_page_is_taken(harness: ActionHarness) -> None:
    with pytest.raises(BadAnswer, match="no file, no note") as refused:
        harness.flags(page(), note="what it says", answers={"category": "children"})
    assert refused.value.field == "note"
    flags(harness)
    harness.does(Action.DESCRIBE, 1, category="children")
    for action in (Action.NOTE, Action.VANISH):
        with pytest.raises(BadAnswer, match="Leave this empty") as refused:
            harness.does(action, 1, note="what it says")
        assert refused.value.field == "note"
    harness.does(Action.REFER, 1, category="children")
    with pytest.raises(BadAnswer) as refused:
        harness.does(Action.REJECT, 1, reason="terms", words="what they say")
    assert refused.value.field == "words"
    assert "report.iwf.org.uk" in harness.looks(1).advice.sentences[0]


def test_what_there_was_goes_as_the_category_is_given(harness: ActionHarness) -> None:
    harness.flags(page(), note="what it says")
    keeps(harness, file("a.png"))
    harness.does(Action.NOTE, 1, note="more of it")
    harness.does(Action.DESCRIBE, 1, category="children")
    assert stands(harness).note == ""
    told = harness.read(lambda uow: uow.referrals.history(1))
    assert not [event for event in told if event.personal.keys() - {"actor", *_PAGE}]
    assert seen(harness, ANALYST) == []
    assert harness.read(lambda uow: uow.evidence.to_remove(9)) == (file("a.png").stored_as,)
    assert harness.read(lambda uow: uow.audit.verify())[1] == ()
    harness.does(Action.REFER, 1, category="children")
    harness.does(Action.UNDO, 1, LEAD)
    assert harness.read(lambda uow: uow.audit.verify())[1] == ()
    assert stands(harness).note == ""


def test_a_value_that_went_for_another_reason_is_still_named(harness: ActionHarness) -> None:
    harness.flags(page(), note="what it says")
    harness.store.write(lambda uow: uow.erasing.forget_texts(1, harness.now))
    assert "“note” went" in str(harness.read(lambda uow: uow.audit.verify())[1])


_PAGE = ("url", "canonical", "page_key", "warning", "zone")
