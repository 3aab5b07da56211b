"""What people see in Slack when all is well, and what is sent for it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.domain.announcements import Message, direct
from bot.domain.errors import StorageUnavailable
from bot.domain.lifecycle.referral import Action
from bot.ports.outbox import OutboxRow
from handlers.async_store import AsyncStore
from handlers.messages.kit.kit import Post, section
from handlers.messages.kit.wording import CardContext
from handlers.outbound.delivery.composing import Composers
from handlers.outbound.delivery.read_back import key_of
from handlers.outbound.delivery.sendable import describe
from tests.handlers.outbound.delivery.conftest import (
    ANALYST,
    CHANNEL,
    LEAD,
    PRIVATE,
    SECOND,
    DeliveryHarness,
    until,
)

URL = "https://www.facebook.com/groups/1234567890/"
OTHER = "https://www.facebook.com/groups/222222/"


async def test_a_card_is_posted_once_and_then_kept_up_to_date(harness: DeliveryHarness) -> None:
    (number,) = harness.flags(URL)
    assert await harness.delivers() == 1
    harness.refers(number)
    harness.does(number, Action.REJECT, user=SECOND, reason="terms", words="No violation found.")
    assert await harness.delivers() == 3
    (card,) = harness.messages()
    assert "Rejected on 3 March 2026: not breaching terms" in card.text
    assert harness.thread(card) == [
        "R-1: Marked referred by Analyst: Offer of crossing, confidence high, illegal content",
        "R-1: Rejected by Second: not breaching terms. “No violation found.”",
    ]
    assert harness.waiting() == 0
    assert await harness.delivers() == 0


async def test_every_message_is_sent_as_slack_wants_it(harness: DeliveryHarness) -> None:
    (number,) = harness.flags(URL)
    await harness.delivers()
    harness.refers(number)
    await harness.delivers()
    for sent in harness.calls("chat.postMessage") + harness.calls("chat.update"):
        assert sent["text"]
        assert sent["unfurl_links"] is False
        assert sent["unfurl_media"] is False
        assert URL not in str(sent)
    assert all("metadata" not in sent for sent in harness.calls("chat.update"))
    keys = [key_of(message.as_slack(with_metadata=True)) for message in harness.all()]
    assert len(set(keys)) == 2
    assert all(keys)
    complaints = [c for entry in harness.workspace.wire.entries for c in entry.complaints]
    assert complaints == []


async def test_updates_that_wait_behind_each_other_go_as_one(harness: DeliveryHarness) -> None:
    (number,) = harness.flags(URL)
    await harness.delivers()
    harness.refers(number)
    harness.does(number, Action.NOTE, note="one")
    harness.does(number, Action.NOTE, note="two")
    harness.does(number, Action.CLOSE)
    await harness.delivers()
    assert len(harness.calls("chat.update")) == 1
    (card,) = harness.messages()
    assert [text.split(" by ")[0] for text in harness.thread(card)] == [
        "R-1: Marked referred",
        "R-1: Note",
        "R-1: Note",
        "R-1: Closed",
    ]


async def test_a_card_that_was_never_posted_says_all_at_once(harness: DeliveryHarness) -> None:
    (number,) = harness.flags(URL)
    harness.refers(number)
    harness.does(number, Action.CLOSE)
    assert await harness.delivers() == 3
    assert harness.calls("chat.update") == []
    (card,) = harness.messages()
    assert "Closed on 3 March 2026" in card.text
    assert len(harness.thread(card)) == 2


async def test_a_change_of_a_listed_referral_makes_its_card_first(harness: DeliveryHarness) -> None:
    numbers = harness.flags(*(f"https://www.facebook.com/groups/{n}00000/" for n in range(1, 8)))
    await harness.delivers()
    (listing,) = harness.messages()
    assert listing.text.startswith("7 pages flagged by Analyst: R-1, R-2")
    harness.refers(numbers[2])
    await harness.delivers()
    _, card = harness.messages()
    assert card.text.startswith("R-3")
    assert len(harness.thread(card)) == 1


async def test_a_line_whose_card_was_lost_makes_a_new_one(harness: DeliveryHarness) -> None:
    (number,) = harness.flags(URL)
    await harness.delivers()
    harness.store.write(lambda uow: uow.posts.forget("R-1"))
    harness.says(CHANNEL, Message.LINE, "R-1", {"seq": 1})
    assert await harness.delivers() == 2
    _, fresh = harness.messages()
    assert harness.thread(fresh) == [f"R-{number}: Flagged by Analyst"]


async def test_a_held_page_shows_nowhere_but_to_leads(harness: DeliveryHarness) -> None:
    (number,) = harness.flags(URL, OTHER)[:1]
    await harness.delivers()
    harness.refers(number)
    harness.does(number, Action.HOLD, user=LEAD, lead=True, reason="we watch them")
    harness.says(CHANNEL, Message.LIST, "list 1-2", {"numbers": [1, 2], "by": ANALYST})
    await harness.delivers()
    first, *_, listing = harness.messages()
    assert "not referred yet" in first.text
    assert harness.thread(first) == []
    assert listing.text == "1 page flagged by Analyst: R-2"
    (note,) = harness.direct(LEAD)
    assert "we watch them" in str(note.blocks)
    assert "we watch them" not in "".join(str(m.blocks) for m in harness.all())
    harness.does(number, Action.RELEASE, user=LEAD, lead=True)
    await harness.delivers()
    assert "Referred on 3 March 2026" in harness.messages()[0].text


async def test_many_at_once_are_one_message_and_cards_that_stand_are_redrawn(
    harness: DeliveryHarness,
) -> None:
    first, second = harness.flags(URL, OTHER)
    await harness.delivers()
    harness.store.write(lambda uow: uow.posts.forget("R-2"))
    for number in (first, second):
        harness.says(CHANNEL, Message.REDRAW, f"R-{number}", {})
    data = {"by": SECOND, "numbers": [1, 2], "did": {"close": [1], "reject": [2]}}
    harness.says(CHANNEL, Message.BATCH, "batch 1-2", data)
    assert await harness.delivers() == 2
    assert [message.text for message in harness.messages()[2:]] == [
        "Second recorded 1 referral as closed: R-1.\nSecond recorded 1 referral as rejected: R-2."
    ]
    harness.does(second, Action.HOLD, user=LEAD, lead=True, reason="we watch them")
    harness.says(CHANNEL, Message.BATCH, "batch 1-2", data)
    harness.says(CHANNEL, Message.BATCH, "batch 2-2", {**data, "did": {"reject": [2]}})
    await harness.delivers()
    assert [message.text for message in harness.messages()[3:]] == [
        "Second recorded 1 referral as closed: R-1."
    ]


async def test_a_reminder_names_only_what_still_waits(harness: DeliveryHarness) -> None:
    first, second = harness.flags(URL, OTHER)
    harness.refers(first)
    harness.refers(second)
    harness.clock.move(days=9)
    items = [[first, "overdue"], [second, "overdue"]]
    harness.says(direct(ANALYST), Message.REMINDER, "reminder 1", {"items": items, "total": 2})
    harness.does(second, Action.CLOSE)
    harness.says(direct(SECOND), Message.REMINDER, "reminder 2", {"items": items[1:], "total": 1})
    await harness.delivers()
    (reminder,) = harness.direct(ANALYST)
    assert reminder.text.startswith("1 referral waits for you: R-1 no answer after 9 days")
    assert harness.direct(SECOND) == []
    assert len(harness.calls("conversations.open")) == 2
    assert harness.waiting() == 0


async def test_a_private_page_is_not_shown_in_its_owners_direct_messages(
    harness: DeliveryHarness,
) -> None:
    harness.flags(URL, channel=PRIVATE)
    await harness.delivers()
    data = {"items": [[1, "flagged"]], "total": 1}
    harness.says(direct(ANALYST), Message.REMINDER, "reminder", data)
    harness.says(direct(LEAD), Message.ESCALATION, "escalation", data)
    await harness.delivers()
    assert "1234567890" not in str(harness.direct(ANALYST)[0].blocks)
    assert "#casework" in str(harness.direct(ANALYST)[0].blocks)
    assert "1234567890" in str(harness.direct(LEAD)[0].blocks)


def too_new(data: object, ctx: CardContext) -> Post:
    return Post("Digest", [section("*Digest*"), {"type": "data_visualization", "title": "rate"}])


async def test_a_digest_that_slack_cannot_draw_goes_as_text(harness: DeliveryHarness) -> None:
    composers = {Message.DIGEST: Composers(too_new, lambda data, ctx: Post(f"Week {data['week']}"))}
    harness.says(CHANNEL, Message.DIGEST, "digest 2026-W10", {"week": "2026-W10"})
    await (await harness.delivery(composers=composers)).deliver_all()
    (digest,) = harness.messages()
    assert (digest.text, digest.blocks) == ("Week 2026-W10", [])
    assert len(harness.calls("chat.postMessage")) == 2


async def test_blocks_that_slack_refuses_go_as_text_in_updates_too(
    harness: DeliveryHarness,
) -> None:
    (number,) = harness.flags(URL)
    await harness.delivers()
    harness.does(number, Action.ASSIGN, owner=SECOND)
    harness.slack_fails("invalid_blocks", "chat.update")
    await harness.delivers()
    (card,) = harness.messages()
    assert card.blocks == []
    assert card.text.startswith("R-1")


async def test_text_that_slack_refuses_too_is_parked(harness: DeliveryHarness) -> None:
    composers = {Message.DIGEST: Composers(too_new)}
    harness.says(CHANNEL, Message.DIGEST, "digest 2026-W10")
    harness.slack_fails("invalid_blocks", times=None)
    await (await harness.delivery(composers=composers)).deliver_all()
    assert ("digest 2026-W10", "invalid_blocks") in [
        (r.subject, why) for r, why in harness.parked()
    ]


async def test_what_cannot_be_composed_is_parked_and_holds_up_nobody(
    harness: DeliveryHarness,
) -> None:
    def broken(data: object, ctx: CardContext) -> Post:
        raise KeyError("figures")

    harness.says(CHANNEL, Message.DIGEST, "digest 2026-W10")
    harness.flags(URL)
    composers = {Message.DIGEST: Composers(broken)}
    await (await harness.delivery(composers=composers)).deliver_all()
    assert len(harness.messages()) == 1
    assert [why for _, why in harness.parked()] == ["could not be composed: KeyError"]
    assert "could not be composed" in harness.direct(LEAD)[0].text


async def test_demo_data_says_so_in_every_message(harness: DeliveryHarness) -> None:
    harness.store.write(lambda uow: uow.settings.put("demo", "yes"))
    (number,) = harness.flags(URL)
    harness.refers(number)
    harness.does(number, Action.HOLD, user=LEAD, lead=True, reason="wait")
    harness.does(number, Action.RELEASE, user=LEAD, lead=True)
    await harness.delivers()
    assert all(m.text.startswith("Demo data. ") for m in harness.all() + harness.direct(LEAD))


async def test_figures_that_somebody_posts_go_to_the_channel(harness: DeliveryHarness) -> None:
    composers = {Message.STATS: Composers(lambda data, ctx: Post(f"{data['n']} referred"))}
    harness.says(CHANNEL, Message.STATS, "stats", {"n": 12})
    await (await harness.delivery(composers=composers)).deliver_all()
    assert harness.messages()[0].text == "12 referred"


@pytest.mark.parametrize("message", Message)
def test_every_message_can_be_named(message: Message) -> None:
    row = OutboxRow(
        1,
        CHANNEL,
        message,
        "R-1",
        {},
        "key",
        "waiting",
        0,
        "",
        0.0,
        datetime(2026, 3, 3, tzinfo=UTC),
    )
    assert describe(row)


# --- for as long as the bot runs ---------------------------------------------


async def test_running_delivers_when_woken_and_stops_when_told(harness: DeliveryHarness) -> None:
    delivery = await harness.delivery()
    stop = asyncio.Event()
    running = asyncio.create_task(delivery.run(stop))
    harness.flags(URL)
    delivery.wake()
    await until(lambda: len(harness.messages()) == 1)
    harness.flags(OTHER)  # as another replica would, without waking this one
    await until(lambda: len(harness.messages()) == 2)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert delivery.counts["posted"] == 2


async def test_delivering_all_waits_for_what_is_in_hand(harness: DeliveryHarness) -> None:
    harness.flags(URL)
    harness.slack_fails("slow", "chat.postMessage", seconds=0.3)
    delivery = await harness.delivery()
    stop = asyncio.Event()
    running = asyncio.create_task(delivery.run(stop))
    await until(lambda: harness.workspace.faults.rules[0].times == 0)
    assert await delivery.deliver_all() == 0
    assert len(harness.messages()) == 1
    stop.set()
    await running


async def test_stopping_finishes_the_call_in_hand_and_gives_the_lane_back(
    harness: DeliveryHarness,
) -> None:
    harness.flags(URL)
    harness.flags(OTHER)
    harness.slack_fails("slow", "chat.postMessage", seconds=0.4)
    delivery = await harness.delivery()
    stop = asyncio.Event()
    running = asyncio.create_task(delivery.run(stop))
    await until(lambda: harness.workspace.faults.rules[0].times == 0)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert len(harness.messages()) == 1
    assert harness.waiting() == 1
    assert harness.next_in() == 0


async def test_running_outlives_a_database_that_is_away(
    harness: DeliveryHarness, caplog: pytest.LogCaptureFixture
) -> None:
    class Flaky(AsyncStore):
        """The store, away for the first calls."""

        def __init__(self) -> None:
            self.left = 3

        async def write(self, work):  # type: ignore[no-untyped-def]
            return await harness.async_store.write(work)

        async def read(self, work):  # type: ignore[no-untyped-def]
            self.left -= 1
            if self.left >= 0:
                raise StorageUnavailable("The database is away.")
            return await harness.async_store.read(work)

    harness.flags(URL)
    stop = asyncio.Event()
    running = asyncio.create_task((await harness.delivery(store=Flaky())).run(stop))
    await until(lambda: len(harness.messages()) == 1)
    stop.set()
    await running
    assert "The database is away." in caplog.text
