"""Thread lines, reminders, notes and lists: what they say, and that Slack takes them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.lifecycle.referral import NOTHING_SEEN, Action, Event, Fact, Referral, State
from bot.domain.reminders import Waiting
from handlers.messages.cards.notes import held, imported, parked
from handlers.messages.kit.kit import Post, Press
from handlers.messages.lists.flagged_list import flagged_as_text, flagged_list, pressed_all
from handlers.messages.lists.lines import line
from handlers.messages.lists.reminder import Item, escalation, reminder
from handlers.workspace.blockkit.limits import problems_in_blocks
from tests.handlers.messages.samples import (
    EVENT,
    FLAGGED_AT,
    NOW,
    OUTCOME_AT,
    REFERRED_AT,
    UID,
    URL,
    context,
    referral,
)
from tests.handlers.messages.test_card import NASTY, labels, whole


def event(
    action: Action,
    facts: dict[str, Fact] | None = None,
    personal: dict[str, str] | None = None,
    **changes: object,
) -> Event:
    given: dict[str, object] = {
        "referral": 12,
        "seq": 3,
        "action": action,
        "happened_at": NOW,
        "recorded_at": NOW,
        "facts": facts or {},
        "personal": {"actor": "USECOND", **(personal or {})},
    }
    return Event(**(given | changes))  # type: ignore[arg-type]


CLOSED = event(Action.CLOSE, seq=2, happened_at=REFERRED_AT)

LINES = [
    (event(Action.FLAG), None, "Flagged by Second"),
    (
        event(Action.REFER, {"category": "crossing", "confidence": "high", "basis": "both"}),
        None,
        "Marked referred by Second: Offer of crossing, confidence high, "
        "illegal content and the platform's terms",
    ),
    (event(Action.HOLD, personal={"reason": "secret"}), None, "Put on hold by Second"),
    (event(Action.RELEASE), None, "Released by Second"),
    (
        event(Action.WITHDRAW, {"reason": "duplicate", "duplicate_of": 7}, {"note": "same group"}),
        None,
        "Withdrawn by Second: duplicate of R-7. same group",
    ),
    (
        event(Action.ACKNOWLEDGE, {"reference": "FB-1"}),
        None,
        "Acknowledged by the platform, recorded by Second: Submission reference FB-1",
    ),
    (event(Action.CLOSE), None, "Closed by Second"),
    (
        event(Action.CLOSE, happened_at=OUTCOME_AT),
        None,
        "Closed by Second, as of 5 March 2026",
    ),
    (
        event(Action.RESTRICT, personal={"restriction": "hidden in the UK"}),
        None,
        "Restricted by Second: hidden in the UK",
    ),
    (
        event(Action.REJECT, {"reason": "terms", "reference": "FB-2"}, {"words": "No\nviolation."}),
        None,
        "Rejected by Second: not breaching terms. “No violation.”. Decision reference FB-2",
    ),
    (event(Action.VANISH), None, "Page gone, recorded by Second"),
    (
        event(Action.APPEAL, personal={"ground": "It offers crossings."}),
        None,
        "Appealed by Second: It offers crossings.",
    ),
    (event(Action.OVERTURN), None, "Overturned: page closed. Recorded by Second"),
    (
        event(Action.OVERTURN, {"now": "restricted"}),
        None,
        "Overturned: page restricted. Recorded by Second",
    ),
    (event(Action.UPHOLD), None, "Appeal upheld: the page stays up. Recorded by Second"),
    (
        event(Action.REFER_AGAIN, {"next": 30, "reason": "new evidence"}),
        None,
        "Referred again by Second → R-30 (new evidence)",
    ),
    (event(Action.REAPPEAR, {"next": 31}), None, "Reappeared by Second → R-31"),
    (
        event(Action.UNDO, personal={"why": "wrong page"}, target=2),
        CLOSED,
        "Undone by Second: “Closed” of 3 March 2026. wrong page",
    ),
    (event(Action.DESCRIBE, {"category": "vessels"}), None, "Described by Second: Vessels"),
    (event(Action.ASSIGN, personal={"owner": "UANALYST"}), None, "Assigned to Analyst by Second"),
    (
        event(Action.CREDIT, personal={"flagger": "UANALYST"}),
        None,
        "Flagged by Analyst, as Second put right by importing its file again",
    ),
    (event(Action.NOTE, personal={"note": "see R-7"}), None, "Note by Second: see R-7"),
    (
        event(Action.NOTE, personal={"note": "Flagged again. look", "again": "yes"}),
        None,
        "Flagged again by Second: look",
    ),
    (
        event(Action.REDATE, happened_at=REFERRED_AT - timedelta(days=1), target=2),
        CLOSED,
        "Date of “Closed” changed to 2 March 2026 by Second",
    ),
    (
        event(Action.ADD_INDICATOR, {"kind": "phone"}, personal={"indicator": "+447400123456"}),
        None,
        "Indicator added by Second: +447400123456",
    ),
    (
        event(Action.STRIKE_INDICATOR, {"kind": "phone"}, personal={"indicator": "a@gmail.com"}),
        None,
        "Indicator struck out by Second: a@gmail[.]com",
    ),
    (
        event(Action.ADD_TO_CASE, personal={"case": "Blue boats"}),
        None,
        "Added to the case by Second: Blue boats",
    ),
    (
        event(Action.TAKE_FROM_CASE, personal={"case": "Blue boats"}),
        None,
        "Taken out of the case by Second: Blue boats",
    ),
    (
        event(Action.ERASE, {"why": "time"}),
        None,
        "Erased as its time was over: the address, notes, people and whatever was written",
    ),
    (event(Action.EVIDENCE, {"size": 20_480, "type": "png"}), None, "Evidence kept by Second"),
    (
        event(Action.REKEY, {"platform": "telegram", "kind": "channel", "key_version": 3}),
        None,
        "Address reread under newer rules: Telegram, channel",
    ),
]


@pytest.mark.parametrize(("one", "target", "expected"), LINES)
def test_a_line_says_who_did_what(one: Event, target: Event | None, expected: str) -> None:
    assert line(one, referral(State.CLOSED), context(), target).text == f"R-12: {expected}"


def test_every_action_has_its_line() -> None:
    assert {one.action for one, _, _ in LINES} == set(Action)


def test_the_reason_of_a_hold_stands_in_no_line() -> None:
    assert "secret" not in line(LINES[2][0], referral(State.HELD), context()).text


def test_an_erased_line_says_so() -> None:
    erased = referral(State.CLOSED, url="")
    one = event(Action.CLOSE, personal={"actor": ""})
    assert line(one, erased, context()).text == "R-12: Closed by erased"


def test_what_the_bot_did_is_the_bots() -> None:
    one = event(Action.HOLD, personal={"actor": ""})
    assert line(one, referral(), context()).text == "R-12: Put on hold by the bot"


@given(text=NASTY, action=st.sampled_from(Action))
@settings(max_examples=150)
def test_nothing_typed_gets_through_a_line(text: str, action: Action) -> None:
    words = ("words", "note", "ground", "restriction", "reason", "why", "owner", "actor")
    facts: dict[str, Fact] = dict.fromkeys(("reference", "clause", "category", "reason"), text)
    one = event(action, facts, dict.fromkeys(words, text))
    said = line(one, referral(State.REJECTED), context(demo=True), CLOSED)
    assert said.blocks == []
    assert len(said.text) < 4000
    assert "<" not in said.text
    assert "https://" not in said.text
    assert "evil.example" not in said.text


# --- reminders ----------------------------------------------------------------


def items(count: int, waiting: Waiting = Waiting.OVERDUE, **changes: object) -> list[Item]:
    states = {
        Waiting.OVERDUE: State.REFERRED,
        Waiting.FLAGGED: State.FLAGGED,
        Waiting.APPEAL: State.REJECTED,
    }
    return [
        Item(referral(states[waiting], number=n, **changes), waiting) for n in range(1, count + 1)
    ]


def rows(post: Post) -> list[list[str]]:
    return [labels([block]) for block in post.blocks if block["type"] == "actions"]


def test_a_reminder_says_what_waits_and_offers_what_can_be_done() -> None:
    mixed = [
        *items(1),
        *items(1, Waiting.FLAGGED),
        *items(1, Waiting.APPEAL),
    ]
    post = reminder(mixed, 3, context())
    said = whole(post)
    assert "*3 referrals wait for you*" in said
    assert "No answer after 12 days (our limit: 7), referred on 3 March 2026" in said
    assert "Flagged 14 days ago" in said
    assert "appeal until 5 September 2026" in said
    assert rows(post) == [
        ["Closed", "Rejected", "Restricted"],
        ["Mark referred", "Prepare notice", "Show URL"],
        ["Appeal", "Refer again", "Closed"],
        ["Select several"],
    ]
    assert URL not in said + post.text


def test_every_line_can_be_snoozed() -> None:
    row = next(b for b in reminder(items(1), 1, context()).blocks if b["type"] == "actions")
    snooze = row["elements"][-1]
    assert snooze["action_id"] == "do:snooze"
    assert [(o["text"]["text"], o["value"]) for o in snooze["options"]] == [
        ("1 day", f"1:1:{UID}:3.{EVENT}"),
        ("3 days", f"3:1:{UID}:3.{EVENT}"),
        ("1 week", f"7:1:{UID}:3.{EVENT}"),
    ]


def test_at_most_ten_lines_then_show_all() -> None:
    post = reminder(items(25), 40, context())
    assert len([b for b in post.blocks if b["type"] == "actions"]) == 11
    assert post.blocks[-1]["elements"][0]["action_id"] == "do:show_all"
    assert "30 more" in whole(post)
    assert "Show all" not in whole(reminder(items(10), 10, context()))


def test_a_lead_sees_whose_it_is() -> None:
    assert "owner: Analyst" in whole(escalation(items(1), 1, context()))
    assert "owner" not in whole(reminder(items(1), 1, context()))


def test_one_that_was_flagged_in_a_private_place_is_only_named() -> None:
    one = Item(referral(State.REFERRED), Waiting.OVERDUE, hidden=True, place="casework")
    post = reminder([one], 1, context())
    assert "Flagged in #casework: open it there." in whole(post)
    assert "facebook" not in whole(post)
    assert rows(post) == []


def test_an_appeal_that_is_over_is_not_offered() -> None:
    one = Item(referral(State.REJECTED), Waiting.APPEAL, appeal_open=False)
    assert rows(reminder([one], 1, context())) == [["Refer again", "Closed"]]


# --- notes --------------------------------------------------------------------


def test_leads_hear_of_a_hold_in_full() -> None:
    one = referral(State.HELD, note="Ask Partner")
    post = held(
        event(Action.HOLD, personal={"reason": "we watch them"}), one, context(), "casework"
    )
    said = whole(post)
    assert "Put on hold by Second: we watch them" in said
    assert "Flagged by Second in #casework" in said
    assert "Only leads see this." in said
    assert rows(post) == [["Release"]]


def test_a_hold_that_is_over_says_where_the_referral_stands_now() -> None:
    post = held(event(Action.HOLD), referral(State.REFERRED), context())
    assert "Now: Referred on 3 March 2026" in whole(post)


def test_a_list_has_a_line_and_a_button_for_each() -> None:
    many = [referral(number=n) for n in range(1, 8)]
    post = flagged_list(many, "USECOND", context())
    assert post.text == "7 pages flagged by Second: R-1, R-2, R-3, R-4, R-5, R-6, R-7"
    shown = [b["accessory"] for b in post.blocks if "accessory" in b]
    assert [Press.parse(one["value"]) for one in shown] == [Press.of(one) for one in many]
    assert {one["action_id"] for one in shown} == {"do:open"}


def test_a_list_says_what_can_be_done_with_it() -> None:
    """Buttons carry what identifies the referrals; the same stands in the text."""
    states = (State.FLAGGED, State.REFERRED, State.CLOSED, State.FLAGGED)
    many = [referral(state, number=n) for n, state in enumerate(states, 1)]
    post = flagged_list(many, "USECOND", context())
    all_of_them, _ = post.blocks[-1]["elements"]
    assert all_of_them["text"]["text"] == "Mark all referred"
    assert pressed_all(all_of_them["value"]) == (Press.of(many[0]), Press.of(many[3]))
    text = flagged_as_text(many, "USECOND", context()).text.splitlines()
    assert len(text) == 5
    assert text[1].startswith("R-1 · `hxxps://")
    assert text[1].endswith("not referred yet · Next: mark it referred")
    (several,) = flagged_list(many[1:3], "USECOND", context()).blocks[-1]["elements"]
    assert several["text"]["text"] == "Select several"


def test_what_was_parked_is_told_with_what_to_do() -> None:
    post = parked("#referrals", "the card of R-12", "is_archived", context(), LANE)
    assert "couldn't be delivered to #referrals: the card of R-12" in post.text
    assert "unarchive it" in post.text
    assert "`something_new`" in parked("C1", "it", "something_new", context(), LANE).text


LANE = Press(12, "0" * 20, NOTHING_SEEN, "C1")
MANY = st.integers(1, 60)


@given(text=NASTY, count=MANY, state=st.sampled_from(State), waiting=st.sampled_from(Waiting))
@settings(max_examples=100)
def test_slack_takes_whatever_was_typed(
    text: str, count: int, state: State, waiting: Waiting
) -> None:
    def one(number: int) -> Referral:
        return referral(
            state, number=number, url=text, note=text, owner=text, hold_reason=text, kind=text
        )

    ctx = context(demo=True)
    waits = [Item(one(n), waiting, hidden=n % 3 == 0, place=text) for n in range(1, count + 1)]
    posts = [
        reminder(waits, 10**9, ctx),
        escalation(waits, count, ctx),
        flagged_list([item.referral for item in waits], text, ctx),
        flagged_as_text([item.referral for item in waits], text, ctx),
        held(event(Action.HOLD, personal={"reason": text, "actor": text}), one(1), ctx, text),
        parked(text, text, text, ctx, LANE),
    ]
    for post in posts:
        assert problems_in_blocks(post.blocks) == []
        assert 0 < len(post.text) < 4000
        assert "<" not in post.text + whole(post)
        assert "https://" not in post.text + whole(post)


def test_the_samples_are_what_they_say() -> None:
    assert all(referral(state).state is state for state in State)
    assert FLAGGED_AT < REFERRED_AT < OUTCOME_AT < NOW


@pytest.mark.parametrize(
    ("states", "by", "said"),
    [
        (
            {"referred": 137, "closed": 578, "rejected": 485},
            "USECOND",
            "Second imported 1,200 referrals from the team's earlier records: 137 waiting for an "
            "answer, 578 closed, 485 rejected. They count in all figures.",
        ),
        (
            {"flagged": 1},
            "",
            "The bot imported 1 referral from the team's earlier records: 1 flagged, not referred. "
            "It counts in all figures.",
        ),
    ],
)
def test_what_an_import_recorded_in_one_line(states: dict[str, int], by: str, said: str) -> None:
    post = imported(states, by, context())
    assert post.text == said
    assert problems_in_blocks(post.blocks) == []
