"""Payloads, words and dates, without Slack."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.action_spec import ActionSpec
from bot.domain.lifecycle.actions import SPECS
from bot.domain.lifecycle.chosen_day import chosen_instant
from bot.domain.lifecycle.referral import NOTHING_SEEN, Action, Event, SeenVersion
from bot.domain.listing import View
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.forms.forms import action_of, form_id
from handlers.messages.kit.kit import Press
from handlers.messages.lists.lists import LONGEST, ListPage
from handlers.slack.commands.words import Ask, Wanted, read_words
from handlers.slack.context.payloads import Click, Meta, Surface, answers_in, clean, unescaped

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 7, 10, 22, 30, tzinfo=UTC)


def words(text: str, *, lead: bool = False, is_address: bool = False) -> Wanted:
    return read_words(text, lead=lead, is_address=is_address)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Wanted(Ask.LIST)),
        ("  ", Wanted(Ask.LIST)),
        ("R-12", Wanted(Ask.SHOW, number=12)),
        ("12", Wanted(Ask.SHOW, number=12)),
        ("show r-12", Wanted(Ask.SHOW, number=12)),
        ("MINE", Wanted(Ask.LIST, "MINE")),
        ("youtube overdue", Wanted(Ask.LIST, "youtube overdue")),
        ("R-12 R-15", Wanted(Ask.LIST, "R-12 R-15")),
        ("12, 15", Wanted(Ask.LIST, "12, 15")),
        ("rejected search boats", Wanted(Ask.LIST, "rejected search boats")),
        ("search  two words ", Wanted(Ask.LIST, "two words", view=View.SEARCH)),
        ("stats since 1 March", Wanted(Ask.STATS, "since 1 March")),
        ("digest last week", Wanted(Ask.DIGEST, "last week")),
        ("help", Wanted(Ask.HELP)),
        ("statz", Wanted(Ask.UNKNOWN, "statz", nearest="stats")),
        ("mien", Wanted(Ask.UNKNOWN, "mien", nearest="mine")),
        ("mine please", Wanted(Ask.LIST, "mine please")),
        ("qqq", Wanted(Ask.UNKNOWN, "qqq")),
    ],
)
def test_words(text: str, wanted: Wanted) -> None:
    assert words(text) == wanted


def test_an_address_is_a_page_unless_it_is_searched_for() -> None:
    assert words("https://a.com", is_address=True).ask is Ask.PAGE
    assert words("search https://a.com", is_address=True).ask is Ask.LIST


def test_meta_survives_its_way_through_slack() -> None:
    meta = Meta(12, "0123456789abcdef0123", SeenVersion(3, "89abcdef"), "C1", "1.2", True)
    assert Meta.load(meta.dump()) == meta
    earlier = '[12,3,"C1","1.2",true,"0123456789abcdef0123"]'
    for other in (earlier, "", "{}", "[1]", "null", "not json", '["a","b","c","d","e"]'):
        assert Meta.load(other) == Meta()


def test_a_page_of_a_list_survives_its_way_through_a_button() -> None:
    made = Press(12, "0123456789abcdef0123", NOTHING_SEEN)
    page = ListPage(View.SEARCH, "words: “é” | <b>\nand: more", 30, made=made)
    assert replace(ListPage.load(page.dump()), made=made) == page
    loaded = ListPage.load(page.dump()).made
    assert loaded
    assert (loaded.number, loaded.uid) == (made.number, made.uid)
    with pytest.raises(ValueError, match="which database"):
        ListPage(View.QUEUE, "R-1 R-2").dump()
    longest = ListPage(View.SEARCH, "x" * (LONGEST - 30), made=replace(made, number=10**17))
    assert len(longest.dump()) < 2000
    for other in ("", "[]", made.option("[]"), made.option('["nothing","",0]'), "null", "5"):
        with pytest.raises(ValueError):
            ListPage.load(other)


def test_a_click_says_where_it_came_from() -> None:
    body = {
        "user": {"id": "U1", "team_id": "T1"},
        "team": {"id": "T2"},
        "channel": {"id": "C1"},
        "container": {"type": "message", "message_ts": "1.1", "is_ephemeral": True},
        "trigger_id": "t",
        "response_url": "https://r",
        "actions": [
            {
                "action_id": "do:close",
                "value": "12:0123456789abcdef0123:3.89abcdef",
                "action_ts": "9.9",
            }
        ],
    }
    click = Click.read(body)
    assert (click.requester.user, click.requester.team, click.requester.channel) == (
        "U1",
        "T2",
        "C1",
    )
    assert click.surface is Surface.PRIVATE
    assert (click.press.number, click.press.seen) == (12, SeenVersion(3, "89abcdef"))
    assert click.key == "click 1.1 9.9 do:close"


def test_answers_are_read_by_field() -> None:
    state = {
        "reason": {"reason": {"selected_option": {"value": "terms"}}},
        "words": {"words": {"value": "No\0"}},
        "date": {"date:reject": {"selected_date": "2026-03-03"}},
        "owner": {"owner": {"selected_user": "U1"}},
        "appeal_now": {"appeal_now": {"selected_options": [{"value": "yes"}]}},
        "empty": {"empty": {"value": None}},
        "none": {"none": {"selected_option": None}},
    }
    assert answers_in({"state": {"values": state}}) == {
        "reason": "terms",
        "words": "No ",
        "date": "2026-03-03",
        "owner": "U1",
        "appeal_now": "yes",
    }
    assert answers_in({}) == {}


def test_half_characters_and_nul_are_replaced() -> None:
    assert clean("a\0b\ud800c") == "a b?c"
    assert unescaped("a &amp;lt; &lt;b&gt;") == "a &lt; <b>"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.action.name)
def test_forms_and_buttons_name_their_action(spec: ActionSpec) -> None:
    assert action_of(form_id(spec.action)) is spec.action
    assert spec.at_once or len(spec.words.button) <= 24
    assert len(spec.submit) <= 24
    assert action_of("form:flag_it") is None


def test_a_refusals_sentence_makes_no_link() -> None:
    assert in_mrkdwn("begin with http:// or https://. <!here> & co") == (
        "begin with `http://` or `https://`. &lt;!here&gt; &amp; co"
    )


def event(seq: int, action: Action, at: datetime, target: int | None = None) -> Event:
    return Event(1, seq, action, at, at, target=target)


class TestDates:
    FLAGGED = event(1, Action.FLAG, datetime(2026, 7, 1, 9, tzinfo=UTC))
    REFERRED = event(2, Action.REFER, datetime(2026, 7, 3, 15, tzinfo=UTC))
    CLOSED = event(3, Action.CLOSE, datetime(2026, 7, 8, 9, tzinfo=UTC))

    def test_nothing_and_today_are_now(self) -> None:
        events = [self.FLAGGED]
        assert chosen_instant(None, Action.REFER, events, LONDON, NOW) is None
        assert chosen_instant("2026-07-10", Action.REFER, events, LONDON, NOW) is None

    def test_today_is_that_of_the_zone(self) -> None:
        late = datetime(2026, 7, 10, 23, 30, tzinfo=UTC)
        assert chosen_instant("2026-07-11", Action.REFER, [self.FLAGGED], LONDON, late) is None

    def test_another_day_is_its_noon(self) -> None:
        events = [self.FLAGGED, self.REFERRED]
        found = chosen_instant("2026-07-05", Action.CLOSE, events, LONDON, NOW)
        assert found == datetime(2026, 7, 5, 11, tzinfo=UTC)

    def test_the_day_of_the_step_before_is_not_before_it(self) -> None:
        events = [self.FLAGGED, self.REFERRED]
        found = chosen_instant("2026-07-03", Action.CLOSE, events, LONDON, NOW)
        assert found == self.REFERRED.happened_at

    def test_a_changed_date_follows_the_step_before_the_one_it_changes(self) -> None:
        events = [self.FLAGGED, self.REFERRED, self.CLOSED]
        found = chosen_instant("2026-07-03", Action.REDATE, events, LONDON, NOW)
        assert found == self.REFERRED.happened_at
        today = chosen_instant("2026-07-10", Action.REDATE, events, LONDON, NOW)
        assert today == NOW

    def test_what_is_no_day_is_refused_at_the_field(self) -> None:
        with pytest.raises(BadAnswer) as refused:
            chosen_instant("soon", Action.REFER, [self.FLAGGED], LONDON, NOW)
        assert refused.value.field == "date"
