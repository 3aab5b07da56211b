"""The card: what it says, its buttons by state, and that Slack takes it whatever was typed."""

from __future__ import annotations

from dataclasses import fields as fields_of
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Config, PlatformSettings
from bot.domain.lifecycle.referral import (
    NOTHING_SEEN,
    Action,
    Basis,
    Confidence,
    Referral,
    SeenVersion,
    State,
)
from bot.ports.notices import Notice, Progress, Way
from bot.sentences.cards import MARKS
from handlers.messages.cards.card import buttons, card
from handlers.messages.cards.controls import DO, LABELS, Control, action_in, do_id, earlier_version
from handlers.messages.kit.kit import Block, Post, Press
from handlers.slack.context.payloads import Meta
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


def whole(post: Post) -> str:
    """All that a post says in its blocks."""

    def texts(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [
                *([value["text"]] if isinstance(value.get("text"), str) else []),
                *[text for inner in value.values() for text in texts(inner)],
            ]
        if isinstance(value, list):
            return [text for inner in value for text in texts(inner)]
        return []

    return "\n".join(texts(post.blocks))


def labels(row: list[Block]) -> list[str]:
    return [e["text"]["text"] for e in row[0]["elements"] if e["type"] == "button"]


def menu(row: list[Block]) -> list[str]:
    more = row[0]["elements"][-1]
    assert more["type"] == "overflow"
    assert more["action_id"] == Control.MORE
    return [option["text"]["text"] for option in more["options"]]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.FLAGGED, ["Mark referred", "Prepare notice", "Show URL"]),
        (State.HELD, ["Release"]),
        (State.REFERRED, ["Closed", "Rejected", "Restricted"]),
        (State.REJECTED, ["Appeal", "Refer again", "Closed"]),
        (State.RESTRICTED, ["Appeal", "Refer again", "Closed"]),
        (State.APPEALED, ["Overturned: page closed", "Upheld: page stays up"]),
        (State.CLOSED, ["Reappeared"]),
        (State.GONE, ["Reappeared"]),
        (State.WITHDRAWN, []),
    ],
)
def test_buttons_by_state(state: State, expected: list[str]) -> None:
    assert labels(buttons(referral(state), context())) == expected


def notice(progress: Progress, why: str = "") -> Notice:
    return Notice(
        number=5,
        reference="N-7KQ2MXAB",
        platform="facebook",
        language="en",
        way=Way.MAIL,
        text=f"All of {URL}",
        digest="",
        sent_by="UANALYST",
        channel="C1",
        answers={},
        progress=progress,
        tries=1,
        created_at=NOW,
        why=why,
        referrals={12: 1},
    )


@pytest.mark.parametrize(
    ("progress", "says", "offered"),
    [
        (Progress.WAITING, "The notice N-7KQ2MXAB is on its way.", []),
        (Progress.DOUBT, "Nobody knows whether", ["It arrived", "Send again"]),
        (Progress.REFUSED, "was not taken:* it broke off", ["Send again"]),
    ],
)
def test_a_card_says_how_far_its_notice_is(
    progress: Progress, says: str, offered: list[str]
) -> None:
    shown = card(referral(), context(notice=notice(progress, "it broke off")))
    assert says in str(shown.blocks)
    assert URL not in str(shown.blocks)
    rows = [block for block in shown.blocks if block["type"] == "actions"]
    told = [one["text"]["text"] for row in rows[:-1] for one in row["elements"]]
    assert told == offered
    elsewhere = card(referral(State.REFERRED), context(notice=notice(progress)))
    assert "N-7KQ2MXAB" not in str(elsewhere.blocks)


def test_every_button_speaks_the_one_language() -> None:
    actions = {do_id(action) for action in Action}
    assert all(DO.match(do) for do in (*Control, *actions))
    assert actions.isdisjoint(Control)
    assert set(LABELS) == set(Control) - {Control.MORE}
    assert {action_in(do_id(action)) for action in Action} == {
        *(set(Action) - {Action.FLAG, Action.CREDIT, Action.ERASE, Action.EVIDENCE, Action.REKEY}),
        None,
    }


SEEN = SeenVersion(3, EVENT)
EVENTS = st.text("0123456789abcdef", min_size=8, max_size=8)
SEEN_VERSIONS = st.just(NOTHING_SEEN) | st.builds(SeenVersion, st.integers(1, 999_999_999), EVENTS)


@given(
    number=st.integers(0, 10**18 - 1),
    uid=st.text("0123456789abcdef", min_size=20, max_size=20),
    seen=SEEN_VERSIONS,
    choice=st.text() | st.sampled_from(["7", "do:undo", "3.89abcdef", "12:3", "a,b"]),
)
def test_what_a_button_carries_survives_its_way_through_slack(
    number: int, uid: str, seen: SeenVersion, choice: str
) -> None:
    press = Press(number, uid, seen, "" if choice.startswith(":") else choice)
    assert Press.parse(press.value) == press
    assert SeenVersion.parse(str(seen)) == seen
    meta = Meta(number, uid, seen, "C1", "1.2", home=True, more=choice, answer_at="https://r")
    assert Meta.load(meta.dump()) == meta


@pytest.mark.parametrize("value", ["", "what", "12", "12:", ":12:", "a:b:c", "waiting"])
def test_what_is_not_ours_is_not_read(value: str) -> None:
    with pytest.raises(ValueError):
        Press.parse(value)
    assert earlier_version(value) == (
        "This card is from an earlier version. `/referrals` shows the queue."
    )


def test_a_card_of_an_earlier_version_names_its_referral_where_it_can() -> None:
    for value in ("12:3", "undo:12:3", f"12:{UID}:3", f"do:undo:12:{UID}:3"):
        with pytest.raises(ValueError):
            Press.parse(value)
        assert earlier_version(value) == (
            "This card is from an earlier version. `/referrals R-12` shows it as it is now."
        )


def test_no_button_can_be_made_of_what_comes_from_no_database() -> None:
    with pytest.raises(ValueError, match="R-12 comes from no database"):
        card(referral(uid=""), context())


def test_appeal_is_left_out_once_its_window_closed() -> None:
    row = buttons(referral(State.REJECTED), context(appeal_open=False))
    assert labels(row) == ["Refer again", "Closed"]


@pytest.mark.parametrize(
    ("one", "undoable", "expected"),
    [
        (referral(State.FLAGGED), None, "Withdraw"),
        (referral(State.REFERRED), None, "Undo"),
        (referral(State.REFERRED, version=1, attempt=2, previous=7), None, "Withdraw"),
        (referral(State.REFERRED, version=2), False, "Withdraw"),
        (referral(State.WITHDRAWN), None, "Undo"),
    ],
)
def test_more_offers_undo_only_where_there_is_something_to_undo(
    one: Referral, undoable: bool | None, expected: str
) -> None:
    assert menu(buttons(one, context(undoable=undoable))) == [
        "Show URL",
        "Add note",
        "History",
        expected,
        "All actions…",
    ]


@pytest.mark.parametrize(
    ("one", "offered"),
    [
        (referral(State.HELD, state_before_hold=State.REFERRED), True),
        (referral(State.HELD, state_before_hold=State.REJECTED), False),
        (referral(State.REJECTED), False),
        (referral(State.CLOSED), False),
    ],
)
def test_withdraw_is_offered_only_where_it_works(one: Referral, offered: bool) -> None:
    assert ("Withdraw" in menu(buttons(one, context(undoable=False)))) is offered


@pytest.mark.parametrize(
    "seen",
    [
        "",
        "00",
        "-1",
        "3",
        "3.",
        ".89abcdef",
        "0.89abcdef",
        "3.89ABCDEF",
        "3.89abcdef0",
        "٣.89abcdef",
    ],
)
def test_a_version_is_written_in_one_way_only(seen: str) -> None:
    with pytest.raises(ValueError):
        SeenVersion.parse(seen)
    with pytest.raises(ValueError):
        Press.parse(f"12:{UID}:{seen}")


def test_a_version_without_its_event_goes_into_no_button() -> None:
    with pytest.raises(ValueError, match="which event made version 3"):
        card(referral(version=3, last_event=""), context())


def test_buttons_carry_the_version_that_was_seen() -> None:
    row = buttons(referral(State.REFERRED, version=3), context())[0]["elements"]
    assert Press.parse(row[0]["value"]) == Press(12, UID, SEEN)
    assert row[0]["action_id"] == "do:close"
    values = [Press.parse(option["value"]) for option in row[-1]["options"]]
    assert values[0] == Press(12, UID, SEEN, "do:show_url")
    assert values[1] == Press(12, UID, SEEN, "do:note")


def test_a_rejected_card_says_when_and_why() -> None:
    post = card(referral(State.REJECTED), context())
    said = whole(post)
    assert "*R-12 · Facebook · group*" in said
    assert "`hxxps://" in said
    assert "Rejected on 5 March 2026: not breaching terms" in said
    assert "We found no violation." in said
    assert "*Owner*\nAnalyst" in said
    assert "1 March 2026 by Second" in said
    assert "Rejected on 5 March 2026: not breaching terms" in post.text
    assert URL not in said + post.text


def test_a_new_flag_says_what_was_not_stated() -> None:
    said = whole(card(referral(), context(advice=("Likely to be rejected.",))))
    assert "Not stated: category, confidence, basis" in said
    assert "*Category*" not in said
    assert "*Flagged by*\nSecond" in said
    assert "Likely to be rejected." in said


def test_each_state_has_a_mark_of_its_own_before_its_words() -> None:
    marks = {state: whole(card(referral(state), context())).split("\n")[2] for state in State}
    assert all(line.startswith(f"{MARKS[state]} *") for state, line in marks.items())
    assert len(set(MARKS.values())) == len(State)


@pytest.mark.parametrize(
    ("one", "changes", "said"),
    [
        (referral(State.REJECTED), {}, "An appeal is possible until 5 September 2026."),
        (referral(State.RESTRICTED), {}, "An appeal is possible until 5 September 2026."),
        (referral(State.REJECTED), {"appeal_open": False}, ""),
        (referral(State.REJECTED), {"successor": 13}, "it goes on as R-13."),
        (referral(State.APPEALED), {}, ""),
        (referral(State.CLOSED), {}, ""),
    ],
)
def test_a_card_says_until_when_an_appeal_is_possible_or_what_it_goes_on_as(
    one: Referral, changes: dict[str, Any], said: str
) -> None:
    written = whole(card(one, context(**changes)))
    assert said in written
    assert ("An appeal is possible" in written) is said.startswith("An appeal")


def test_what_came_back_names_its_successor_where_that_may_be_seen() -> None:
    back = referral(State.CLOSED, reappeared_at=NOW)
    named = card(back, context(successor=13))
    assert "The page came back on 15 March 2026: it goes on as R-13." in whole(named)
    unnamed = whole(card(back, context()))
    assert "The page came back on 15 March 2026." in unnamed
    for ctx in (context(), context(successor=13)):
        assert labels(buttons(back, ctx)) == []


def test_what_was_stated_has_its_field_and_what_was_not_one_line() -> None:
    said = whole(card(referral(category="crossing"), context()))
    assert "*Category*\nOffer of crossing" in said
    assert "Not stated: confidence, basis" in said
    assert "Not stated" not in whole(card(referral(State.REFERRED), context()))


def test_a_long_note_is_cut_and_says_where_the_rest_is() -> None:
    said = whole(card(referral(note="a" * 5000), context()))
    assert "a" * 499 + "…" in said
    assert "a" * 500 not in said
    assert "More, History" in said
    assert "More, History" not in whole(card(referral(note="a" * 500), context()))


def test_advice_is_given_only_before_referring() -> None:
    assert "Likely" not in whole(card(referral(State.REFERRED), context(advice=("Likely.",))))


@pytest.mark.parametrize(
    ("waited", "expected"),
    [
        (timedelta(days=6, hours=23), "Referred on 3 March 2026, waiting for an answer"),
        (timedelta(days=7), "no answer after 7 days (our limit)"),
        (timedelta(days=12), "no answer after 12 days (our limit: 7)"),
    ],
)
def test_overdue_is_said_with_the_teams_limit(waited: timedelta, expected: str) -> None:
    said = whole(card(referral(State.REFERRED), context(now=REFERRED_AT + waited)))
    assert expected in said


def test_each_platform_has_its_own_limit_and_label() -> None:
    config = Config(platforms={"facebook": PlatformSettings(label="Face & Book", response_days=30)})
    said = whole(card(referral(State.REFERRED), context(config=config)))
    assert "waiting for an answer" in said
    assert "Face &amp; Book" in said


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (referral(State.REFERRED, acknowledged_at=OUTCOME_AT, reference="FB-1"), "FB-1"),
        (referral(State.REFERRED, clause="Human Exploitation"), "Human Exploitation"),
        (referral(State.RESTRICTED), "hidden in the UK"),
        (referral(State.APPEALED), "Appealed on 6 March 2026 (was rejected: not breaching terms"),
        (referral(State.APPEALED), "It offers crossings."),
        (
            referral(
                State.REJECTED,
                appealed_at=OUTCOME_AT,
                appeal_result="upheld",
                appeal_ended_at=OUTCOME_AT,
            ),
            "Upheld on 5 March 2026.",
        ),
        (referral(State.CLOSED, appeal_result="overturned"), "Closed on 5 March 2026, on appeal"),
        (
            referral(
                State.CLOSED,
                first_outcome=State.REJECTED,
                first_outcome_at=REFERRED_AT,
                closed_later_at=OUTCOME_AT,
            ),
            "Closed on 5 March 2026, after it was rejected on 3 March 2026",
        ),
        (referral(State.WITHDRAWN), "Withdrawn: duplicate"),
        (referral(State.GONE), "Page gone on 5 March 2026"),
        (referral(State.REJECTED, vanished_at=NOW), "the decision still counts"),
        (referral(State.CLOSED, reappeared_at=NOW), "The page came back on 15 March 2026"),
        (referral(attempt=2, previous=7), "2, after R-7"),
        (referral(warning="Mixes scripts."), ":warning: Mixes scripts."),
        (referral(note="see *this*"), "*Note:* see *\u200bthis*\u200b"),
    ],
)
def test_what_is_known_is_said(one: Referral, expected: str) -> None:
    assert expected in whole(card(one, context()))


def test_erased_values_say_so() -> None:
    one = referral(State.REJECTED, url="", canonical="", flagger="", owner="", words="")
    post = card(one, context())
    assert "*Owner*\nerased" in whole(post)
    assert "_erased_" in whole(post)
    assert "_erased_" in post.text


def test_demo_data_says_so() -> None:
    post = card(referral(), context(demo=True))
    assert post.blocks[-1]["elements"][0]["text"] == "Demo data"
    assert post.text.startswith("Demo data. ")


def test_days_are_those_of_the_channels_zone() -> None:
    late = datetime.fromisoformat("2026-07-01T23:30:00+00:00")
    assert "Flagged on 2 July 2026" in whole(card(referral(flagged_at=late), context(now=late)))


NASTY = st.one_of(
    st.text(max_size=3000),
    st.sampled_from(
        [
            "<!channel> <@U123> <https://evil.example|click> & more " * 60,
            "&" * 3000,
            "`*_~" * 750,
            "\u202emoc.live//:sptth\u2066 النص العربي " * 100,
            "https://www.facebook.com/groups/1234567890/ " * 60,
            "a.b/c." * 500,
            "evil.example " * 230,
            " ",
            "\x00\ud800\n\n\t",
        ]
    ),
)
WHEN = st.one_of(
    st.none(),
    st.datetimes(datetime(2015, 1, 1), datetime(2026, 3, 15)).map(  # noqa: DTZ001
        lambda moment: moment.replace(tzinfo=FLAGGED_AT.tzinfo)
    ),
)
TEXTS = (
    "warning",
    "note",
    "clause",
    "reference",
    "words",
    "restriction",
    "appeal_ground",
    "hold_reason",
    "url",
    "kind",
    "platform",
    "flagger",
    "owner",
)
CHOSEN = {
    "category": st.one_of(st.none(), st.sampled_from(["crossing", "forgotten_category"])),
    "confidence": st.one_of(st.none(), st.sampled_from(Confidence)),
    "basis": st.one_of(st.none(), st.sampled_from(Basis)),
    "reason": st.one_of(st.none(), st.sampled_from(["terms", "forgotten"])),
    "appealed_outcome": st.sampled_from([None, State.REJECTED, State.RESTRICTED]),
    "appeal_result": st.sampled_from([None, "upheld", "overturned"]),
    "first_outcome": st.sampled_from([None, State.REJECTED, State.CLOSED, State.GONE]),
    "withdrawn_reason": st.sampled_from([None, "mistake"]),
    "attempt": st.integers(1, 10**9),
    "previous": st.one_of(st.none(), st.integers(1, 10**18)),
}
TIMES = tuple(
    one.name for one in fields_of(Referral) if one.name.endswith("_at") and one.name != "flagged_at"
)


@given(
    state=st.sampled_from(State),
    texts=st.fixed_dictionaries(dict.fromkeys(TEXTS, NASTY)),
    chosen=st.fixed_dictionaries(CHOSEN),
    times=st.fixed_dictionaries(dict.fromkeys(TIMES, WHEN)),
    advice=st.lists(NASTY, max_size=3).map(tuple),
    name=NASTY,
)
@settings(max_examples=150)
def test_slack_takes_every_card_and_nothing_typed_gets_through(
    state: State,
    texts: dict[str, str],
    chosen: dict[str, Any],
    times: dict[str, datetime | None],
    advice: tuple[str, ...],
    name: str,
) -> None:
    one = referral(state, **(texts | chosen | times))
    post = card(one, context(advice=advice, demo=True, names={one.owner: name}))
    assert problems_in_blocks(post.blocks) == []
    assert 0 < len(post.text) <= 4000
    for text in (post.text, whole(post)):
        assert "<" not in text
        assert "https://" not in text
        assert "evil.example" not in text
        assert not set("\u202e\u2066\x00\ud800") & set(text)
