"""What joins pages: found, typed, struck out, and said of what everybody in the channel may see."""

from __future__ import annotations

import pytest

from bot.actions.joining.sharing import links_of
from bot.domain.errors import BadAnswer
from bot.domain.indicators.joining import Links
from bot.domain.lifecycle.referral import Action
from bot.domain.people import Person, Place
from handlers.messages.kit.wording import same_as
from tests.harness.without_slack.action_harness import ActionHarness, config, page
from tests.harness.without_slack.examples import ANALYST, DESK, LEAD, OTHER, SECOND, SECRET

NUMBER = "+44 7400 123456"
E164 = "+447400123456"


def has(harness: ActionHarness, number: int, who: Person = LEAD) -> list[str]:
    """The indicators of a referral, as this person may read them."""
    return [one.indicator.value for one in harness.looks(number, who).indicators]


def links(harness: ActionHarness, number: int, place: Place = DESK, *, lead: bool = False) -> Links:
    """What a card in this channel says."""
    one = harness.referral(number)
    return harness.read(lambda uow: links_of(uow, one, place.id, harness.config, lead=lead))


def said(harness: ActionHarness, number: int, place: Place = DESK) -> list[str]:
    return list(same_as(links(harness, number, place).shared))


def only_leads(harness: ActionHarness, number: int, place: Place = DESK) -> list[str]:
    return list(same_as(links(harness, number, place, lead=True).leads_only))


def flag(harness: ActionHarness, n: int, note: str = NUMBER, **more: object) -> None:
    harness.flags(f"{page(n)} {note}", **more)  # type: ignore[arg-type]


def test_notes_are_read_at_the_flag_and_later(harness: ActionHarness) -> None:
    flag(harness, 1, f"ring {NUMBER}")
    harness.does(Action.NOTE, note="or boats@gmail.com, or t.me/boats_uk")
    assert sorted(has(harness, 1)) == [E164, "boats@gmail.com", "telegram:channel:boats_uk"]


def test_a_number_without_a_country_is_that_of_the_channel(harness: ActionHarness) -> None:
    flag(harness, 1, "07400 123456")
    assert has(harness, 1) == []
    harness.config = config(channels={DESK.id: {"country": "GB"}})
    flag(harness, 2, "07400 123456")
    assert has(harness, 2) == [E164]


def test_none_is_found_where_victims_write(harness: ActionHarness) -> None:
    flag(harness, 1, answers={"category": "request"})
    assert has(harness, 1) == []
    harness.does(Action.NOTE, note=f"their brother: {NUMBER}")
    assert has(harness, 1) == []
    harness.does(Action.ADD_INDICATOR, indicator=NUMBER)
    assert has(harness, 1) == [E164]


def test_stating_the_category_drops_what_was_found_and_keeps_what_was_typed(
    harness: ActionHarness,
) -> None:
    flag(harness, 1, f"{NUMBER} boats@gmail.com")
    harness.does(Action.ADD_INDICATOR, indicator="Captain Ali")
    harness.does(Action.DESCRIBE, category="request")
    assert has(harness, 1) == ["captain ali"]
    harness.does(Action.DESCRIBE, category="vessels")
    assert sorted(has(harness, 1)) == [E164, "boats@gmail.com", "captain ali"]


def test_a_wrong_one_is_struck_out_and_stays_so(harness: ActionHarness) -> None:
    for n in (1, 2):
        flag(harness, n)
    assert said(harness, 2) == ["Same number as R-1"]
    harness.does(Action.STRIKE_INDICATOR, 2, indicator=E164)
    assert (said(harness, 1), said(harness, 2)) == ([], [])
    harness.does(Action.NOTE, 2, note=NUMBER)
    assert said(harness, 2) == []
    with pytest.raises(BadAnswer, match="R-2 has no such indicator"):
        harness.does(Action.STRIKE_INDICATOR, 2, indicator="other")
    harness.does(Action.ADD_INDICATOR, 2, indicator=NUMBER)
    assert said(harness, 2) == ["Same number as R-1"]
    assert [str(event.action) for event in harness.history(2)][1:] == [
        *("strike indicator", "note", "add indicator"),
    ]


def test_what_people_said_goes_on_with_the_next_attempt(harness: ActionHarness) -> None:
    flag(harness, 1)
    harness.does(Action.STRIKE_INDICATOR, indicator=E164)
    harness.does(Action.ADD_INDICATOR, indicator="Captain Ali")
    harness.to(1, Action.REFER, Action.REJECT, Action.REFER_AGAIN)
    assert has(harness, 2) == ["captain ali"]
    assert said(harness, 2) == []  # the other is the same page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("07400 123456", "country"), ("ab", "at least 3"), ("+447400123456 a@gmail.com", "one at a")],
)
def test_what_is_typed_wrongly_is_said_at_its_field(
    harness: ActionHarness, typed: str, sentence: str
) -> None:
    flag(harness, 1, "")
    with pytest.raises(BadAnswer, match=sentence) as refused:
        harness.does(Action.ADD_INDICATOR, indicator=typed)
    assert refused.value.field == "indicator"
    assert harness.actions() == ["flag"]


def test_the_line_names_the_others_and_counts_the_rejected(harness: ActionHarness) -> None:
    for n in range(1, 9):
        flag(harness, n, f"{NUMBER} {'boats@gmail.com' if n < 3 else ''}")
    harness.to(1, Action.REFER, Action.REJECT)
    harness.to(2, Action.REFER, Action.REJECT, Action.APPEAL)
    harness.to(3, Action.WITHDRAW)
    assert said(harness, 8) == ["Same number as R-1, R-2, R-4, R-5, R-6 and 1 more (2 rejected)"]
    assert said(harness, 1) == [
        "Same email address as R-2 (1 rejected)",
        "Same number as R-2, R-4, R-5, R-6, R-7 and 1 more (1 rejected)",
    ]


def test_on_too_many_pages_it_is_common_and_joins_nothing(harness: ActionHarness) -> None:
    harness.config = config(indicators={"common_above": 3})
    for n in range(1, 4):
        flag(harness, n)
    assert said(harness, 3) == ["Same number as R-1, R-2"]
    flag(harness, 4)
    assert said(harness, 3) == []
    assert links(harness, 3).shared[0].common


# --- nothing of what is hidden --------------------------------------------------------------------


def test_what_is_held_or_private_is_in_no_line(harness: ActionHarness) -> None:
    flag(harness, 1)
    flag(harness, 2, place=SECRET)
    flag(harness, 3)
    harness.to(3, Action.REFER, Action.REJECT, Action.HOLD)
    flag(harness, 4)
    assert said(harness, 4) == ["Same number as R-1"]
    assert said(harness, 2, SECRET) == ["Same number as R-1, R-4"]
    assert only_leads(harness, 4) == ["Same number as R-2, R-3 (1 rejected)"]
    assert links(harness, 4, OTHER).leads_only == ()
    harness.to(3, Action.RELEASE)
    assert said(harness, 4) == ["Same number as R-1, R-3 (1 rejected)"]


def test_what_is_held_makes_nothing_common(harness: ActionHarness) -> None:
    harness.config = config(indicators={"common_above": 3})
    for n in range(1, 7):
        flag(harness, n)
    for n in range(3, 6):
        harness.to(n, Action.HOLD)
    assert said(harness, 6) == ["Same number as R-1, R-2"]


def test_what_was_noted_under_a_hold_stays_for_leads(harness: ActionHarness) -> None:
    flag(harness, 1)
    flag(harness, 2, "no number")
    harness.to(2, Action.HOLD)
    harness.does(Action.NOTE, 2, LEAD, note=NUMBER)
    harness.does(Action.ADD_INDICATOR, 2, LEAD, indicator="captain ali")
    harness.to(2, Action.RELEASE)
    assert said(harness, 1) == said(harness, 2) == []
    assert has(harness, 2, ANALYST) == []
    assert only_leads(harness, 1) == ["Same number as R-2"]
    assert Action.STRIKE_INDICATOR not in harness.looks(2, SECOND).allowed
    harness.does(Action.NOTE, 2, note=NUMBER)  # said in the open now
    assert said(harness, 1) == ["Same number as R-2"]


def test_what_others_noted_on_a_page_that_they_cannot_see_is_for_leads(
    harness: ActionHarness,
) -> None:
    flag(harness, 1, "", place=SECRET)
    flag(harness, 1, f"flagged from elsewhere {NUMBER}", who=ANALYST, place=DESK)
    assert has(harness, 1) == []


def test_what_a_lead_looks_at_first_joins_once_it_is_released(harness: ActionHarness) -> None:
    harness.config = config(lead_review=["facebook"])
    flag(harness, 1)
    harness.config = config()
    flag(harness, 2)
    assert said(harness, 2) == []
    harness.to(1, Action.RELEASE)
    assert said(harness, 2) == ["Same number as R-1"]
