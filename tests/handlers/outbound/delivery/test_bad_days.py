"""Slack's bad days: whatever happens, each message is in the channel exactly once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.config import Config
from bot.config import Delivery as DeliveryConfig
from bot.domain.announcements import Message
from bot.domain.lifecycle.referral import Action
from bot.ports.outbox import OutboxRow
from bot.ports.store import UnitOfWork
from handlers.workspace.api.chat import new_app_message
from handlers.workspace.state.faults import FaultRule
from tests.handlers.outbound.delivery.conftest import (
    ANALYST,
    CHANNEL,
    ELSEWHERE,
    LEAD,
    PRIVATE,
    PROMPT,
    DeliveryHarness,
    settles,
    until,
)

URL = "https://www.facebook.com/groups/1234567890/"
OTHER = "https://www.facebook.com/groups/222222/"

TRANSIENT = ["500", "503", "fatal_error", "ratelimited", "429_bare", "dropped", "lost_answer"]


@pytest.mark.parametrize("fault", TRANSIENT)
async def test_a_card_is_posted_exactly_once(harness: DeliveryHarness, fault: str) -> None:
    harness.flags(URL)
    harness.slack_fails(fault)
    await settles(harness)
    assert len(harness.messages()) == 1
    assert not harness.parked()


@pytest.mark.parametrize("fault", TRANSIENT)
async def test_a_thread_line_is_posted_exactly_once(harness: DeliveryHarness, fault: str) -> None:
    (number,) = harness.flags(URL)
    await harness.delivers()
    harness.refers(number)
    harness.slack_fails(fault, "chat.postMessage")
    await settles(harness)
    (card,) = harness.messages()
    assert len(harness.thread(card)) == 1


@pytest.mark.parametrize("fault", TRANSIENT)
async def test_an_update_arrives(harness: DeliveryHarness, fault: str) -> None:
    (number,) = harness.flags(URL)
    await harness.delivers()
    harness.refers(number)
    harness.slack_fails(fault, "chat.update")
    await settles(harness)
    assert "Referred on" in harness.messages()[0].text


@pytest.mark.parametrize("fault", TRANSIENT)
async def test_a_card_that_goes_before_a_line_is_posted_exactly_once(
    harness: DeliveryHarness, fault: str
) -> None:
    harness.flags(URL)
    await harness.delivers()
    harness.store.write(lambda uow: uow.posts.forget("R-1"))
    harness.says(CHANNEL, Message.LINE, "R-1", {"seq": 1})
    harness.slack_fails(fault)
    await settles(harness)
    _, fresh = harness.messages()
    assert len(harness.thread(fresh)) == 1


@pytest.mark.parametrize("fault", [*TRANSIENT, "invalid_auth"])
async def test_reading_back_survives_the_same(harness: DeliveryHarness, fault: str) -> None:
    harness.flags(URL)
    harness.workspace.faults.replace(
        [
            FaultRule("chat.postMessage", "lost_answer", times=1),
            FaultRule("conversations.history", fault, times=2),
        ]
    )
    await settles(harness)
    assert len(harness.messages()) == 1


async def test_an_answer_that_comes_too_late_is_found_in_the_channel(
    harness: DeliveryHarness,
) -> None:
    harness.flags(URL)
    harness.slack_fails("slow", "chat.postMessage", seconds=0.4)
    timing = replace(PROMPT, call=0.2, margin=0.5 - 30.2)
    await settles(harness, timing=timing)
    assert len(harness.messages()) == 1
    assert len(harness.calls("chat.postMessage")) == 1


async def test_a_429_waits_as_long_as_slack_says_and_holds_up_no_other_channel(
    harness: DeliveryHarness,
) -> None:
    harness.flags(URL)
    harness.flags(OTHER, channel=PRIVATE)
    harness.workspace.faults.replace([FaultRule("chat.postMessage", "429", times=1, seconds=2)])
    assert await harness.delivers() == 1
    waited = harness.next_in()
    assert waited is not None
    assert 1 < waited <= 2
    await settles(harness)
    assert len(harness.messages()) == len(harness.messages(PRIVATE)) == 1
    assert len(harness.calls("chat.postMessage")) == 3


async def test_a_channel_keeps_to_its_pace_and_others_do_not_wait_for_it(
    harness: DeliveryHarness,
) -> None:
    for page in (URL, OTHER):
        harness.flags(page)
    harness.flags("https://www.facebook.com/groups/333333/", channel=PRIVATE)
    delivery = await harness.delivery(timing=replace(PROMPT, pace=60.0))
    assert await delivery.deliver_all() == 2
    assert len(harness.messages()) == len(harness.messages(PRIVATE)) == 1
    assert 50 < (harness.next_in() or 0) <= 60


async def test_a_second_page_of_history_is_read(harness: DeliveryHarness) -> None:
    await harness.control.post("join", user=ANALYST, channel=CHANNEL)
    harness.flags(OTHER)
    await harness.delivers()
    harness.flags(URL)
    harness.slack_fails("lost_answer", "chat.postMessage")
    # The attempt stays in doubt until it can no longer arrive; meanwhile people talk.
    delivery = await harness.delivery(timing=replace(PROMPT, margin=1.0 - 35.0))
    assert await delivery.deliver_all() == 0
    for n in range(450):
        channel = harness.workspace.channels[CHANNEL]
        message = new_app_message(harness.workspace, channel, f"talk {n}")
        message.by_app = False
        harness.workspace.post(message)
    await settles(harness)
    assert len(harness.messages()) == 2
    assert len(harness.calls("conversations.history")) == 3
    oldest = {call["oldest"] for call in harness.calls("conversations.history")}
    assert oldest == {harness.messages()[0].ts}


async def test_a_long_history_is_not_begun_again_for_a_429(harness: DeliveryHarness) -> None:
    harness.flags(URL)
    harness.slack_fails("dropped", "chat.postMessage")
    channel = harness.workspace.channels[CHANNEL]
    for n in range(250):
        harness.workspace.post(new_app_message(harness.workspace, channel, f"talk {n}"))
    harness.workspace.faults.rules += [
        FaultRule("conversations.history", "slow", times=1, seconds=0.0),
        FaultRule("conversations.history", "429_bare", times=1),
    ]
    await harness.delivers()
    assert [m.text[:3] for m in harness.messages()].count("R-1") == 1
    assert len(harness.calls("conversations.history")) == 3
    assert "cursor" in harness.calls("conversations.history")[-1]


# --- who is killed, or paused --------------------------------------------------


def begins(harness: DeliveryHarness, *, within: float = 0.0) -> str:
    """A sender claims a lane, writes down that it sends, and is killed; its first row's key."""

    def work(uow: UnitOfWork) -> str:
        (lane,) = uow.outbox.claim(0.0, 10, 1)
        uow.outbox.mark_sending(lane, [lane.rows[0].id], within, 0.0)
        return lane.rows[0].key

    return harness.store.write(work)


def rows(harness: DeliveryHarness) -> tuple[OutboxRow, ...]:
    """What the next sender would find in the first lane; the lane is given back."""

    def work(uow: UnitOfWork) -> tuple[OutboxRow, ...]:
        for lane in uow.outbox.claim(60.0, 10, 1):
            uow.outbox.release(lane)
            return lane.rows
        return ()

    return harness.store.write(work)


async def test_killed_before_the_call_it_is_sent_once(harness: DeliveryHarness) -> None:
    harness.flags(URL)
    begins(harness)
    await harness.delivers()
    assert len(harness.messages()) == 1


async def test_killed_after_the_call_it_is_found(harness: DeliveryHarness) -> None:
    harness.flags(URL)
    key = begins(harness)
    payload = {"event_type": "referral_bot_message", "event_payload": {"key": key}}
    message = new_app_message(harness.workspace, harness.workspace.channels[CHANNEL], "R-1")
    message.metadata = payload
    harness.workspace.post(message)
    await harness.delivers()
    assert harness.calls("chat.postMessage") == []
    assert harness.store.read(lambda uow: uow.posts.get("R-1")) == (CHANNEL, message.ts)


async def test_cut_off_in_the_middle_of_a_call_it_is_sent_once(harness: DeliveryHarness) -> None:
    harness.flags(URL)
    harness.slack_fails("slow", "chat.postMessage", seconds=0.3)
    # Slack goes on with what it heard, so the attempt is read back only when it can't arrive.
    timing = replace(PROMPT, margin=3.0 - 35.0)
    cut_off = asyncio.create_task((await harness.delivery(timing=timing)).deliver_all())
    await until(lambda: harness.workspace.faults.rules[0].times == 0)
    cut_off.cancel()
    await asyncio.wait({cut_off})
    await until(lambda: [row.state for row in rows(harness)] == ["sending"])
    await settles(harness)
    assert len(harness.messages()) == 1
    assert harness.calls("conversations.history")
    assert harness.store.read(lambda uow: uow.posts.get("R-1")) is not None


async def test_what_may_still_arrive_is_not_sent_again(harness: DeliveryHarness) -> None:
    harness.flags(URL)
    begins(harness, within=5.0)
    await harness.delivers()
    assert harness.messages() == []
    assert 0 < (harness.next_in() or 0) <= 5


async def test_killed_in_an_update_it_is_sent_again(harness: DeliveryHarness) -> None:
    (number,) = harness.flags(URL)
    await harness.delivers()
    harness.refers(number)
    begins(harness)
    await harness.delivers()
    assert "Referred on" in harness.messages()[0].text
    assert harness.calls("conversations.history") == []


async def test_a_sender_that_was_paused_before_its_call_does_not_call(
    harness: DeliveryHarness,
) -> None:
    harness.flags(URL)
    paused = await harness.delivery(timing=replace(PROMPT, before_call=-1.0, first_wait=5.0))
    assert await paused.deliver_all() == 0
    assert harness.calls("chat.postMessage") == []
    assert harness.waiting() == 1


async def test_a_sender_that_lost_its_lane_changes_nothing(harness: DeliveryHarness) -> None:
    harness.flags(URL)
    harness.slack_fails("slow", "chat.postMessage", seconds=0.5)
    slow = asyncio.create_task((await harness.delivery()).deliver_all())
    await until(lambda: harness.workspace.faults.rules[0].times == 0)
    harness.store.write(lambda uow: uow.outbox.end_all_leases())
    (taken,) = harness.store.write(lambda uow: uow.outbox.claim(60.0, 10, 1))
    assert await slow == 0
    assert harness.waiting() == 1
    harness.store.write(lambda uow: uow.outbox.release(taken))
    await harness.delivers()
    assert len(harness.messages()) == 1
    assert len(harness.calls("chat.postMessage")) == 1


async def many_from_two(harness: DeliveryHarness) -> None:
    channels = (CHANNEL, PRIVATE)
    for n in range(12):
        page = f"https://www.facebook.com/groups/99{n:04}/"
        (number,) = harness.flags(page, channel=channels[n % 2])
        if n % 2 == 0:
            harness.refers(number)
    harness.workspace.faults.replace(
        [FaultRule("chat.*", fault, share=0.1) for fault in ("500", "lost_answer", "dropped")],
        seed=7,
    )
    await asyncio.gather(*(settles(harness) for _ in range(2)))
    cards = harness.messages() + harness.messages(PRIVATE)
    assert sorted(card.text.split()[0] for card in cards) == sorted(f"R-{n}" for n in range(1, 13))
    assert [len(harness.thread(card)) for card in harness.messages()] == [1] * 6
    assert not harness.parked()


async def test_two_senders_side_by_side_send_once_each(harness: DeliveryHarness) -> None:
    await many_from_two(harness)


async def test_two_senders_side_by_side_on_postgresql(postgres_desk: DeliveryHarness) -> None:
    await many_from_two(postgres_desk)


# --- refused for good ---------------------------------------------------------


async def test_an_archived_channel_is_parked_told_to_leads_once_and_can_be_retried(
    harness: DeliveryHarness,
) -> None:
    harness.flags(URL)
    harness.flags(OTHER)
    await harness.control.archive(CHANNEL)
    await harness.delivers()
    assert [(r.subject, why) for r, why in harness.parked()] == [
        ("R-2", "is_archived"),
        ("R-1", "is_archived"),
    ]
    (told,) = harness.direct(LEAD)
    assert "couldn't be delivered to #referrals: the card of R-1" in told.text
    assert "archived" in told.text
    await harness.control.archive(CHANNEL, False)
    assert harness.sends_again(CHANNEL) == 2
    await harness.delivers()
    assert len(harness.messages()) == 2


async def test_a_channel_without_the_bot_is_parked(harness: DeliveryHarness) -> None:
    harness.flags(URL, channel=ELSEWHERE)
    await harness.delivers()
    assert [why for _, why in harness.parked()] == ["not_in_channel"]
    assert "/invite" in harness.direct(LEAD)[0].text


async def test_a_person_who_is_gone_is_parked(harness: DeliveryHarness) -> None:
    harness.says(
        "@U0NOBODY", Message.PARKED, "parked 1", {"lane": "C1", "what": "x", "reason": "y"}
    )
    await harness.delivers()
    assert [why for _, why in harness.parked()] == ["user_not_found"]
    assert harness.direct(LEAD) == []


async def test_a_card_that_people_deleted_is_posted_afresh(harness: DeliveryHarness) -> None:
    (number,) = harness.flags(URL)
    await harness.delivers()
    (card,) = harness.messages()
    await harness.control.delete(CHANNEL, card.ts)
    harness.refers(number)
    await harness.delivers()
    (fresh,) = harness.messages()
    assert fresh.ts != card.ts
    assert len(harness.thread(fresh)) == 1


async def test_a_card_deleted_between_its_update_and_its_line(harness: DeliveryHarness) -> None:
    harness.flags(URL)
    await harness.delivers()
    (card,) = harness.messages()
    harness.says(CHANNEL, Message.LINE, "R-1", {"seq": 1})
    await harness.control.delete(CHANNEL, card.ts)
    await harness.delivers()
    (fresh,) = harness.messages()
    assert len(harness.thread(fresh)) == 1


async def test_a_revoked_token_parks_nothing_and_is_tried_again(
    harness: DeliveryHarness, caplog: pytest.LogCaptureFixture
) -> None:
    harness.flags(URL)
    harness.flags(OTHER, channel=PRIVATE)
    harness.slack_fails("invalid_auth", "*", times=None)
    delivery = await harness.delivery()
    assert await delivery.deliver_all() == 0
    assert delivery.refused == "invalid_auth"
    assert harness.waiting() == 2
    assert not harness.parked()
    assert "invalid_auth" in caplog.text
    harness.workspace.faults.replace([])
    await settles(harness)
    assert len(harness.messages()) == len(harness.messages(PRIVATE)) == 1


async def test_without_the_right_to_read_back_config_prefers_a_double(
    harness: DeliveryHarness, caplog: pytest.LogCaptureFixture
) -> None:
    harness.flags(URL)
    await lose_the_scope(harness, "channels:history")
    harness.slack_fails("lost_answer", "chat.postMessage")
    await settles(harness)
    assert len(harness.messages()) == 2
    assert "sent again" in caplog.text


async def test_or_a_loss_which_is_kept_to_be_seen(harness: DeliveryHarness) -> None:
    harness.flags(URL)
    await lose_the_scope(harness, "channels:history")
    harness.slack_fails("lost_answer", "chat.postMessage")
    config = Config(delivery=DeliveryConfig(in_doubt_without_history="loss"))
    await settles(harness, config=config)
    assert len(harness.messages()) == 1
    assert [why for _, why in harness.parked()] == ["in_doubt"]
    assert "prefers a lost message" in harness.direct(LEAD)[0].text


async def lose_the_scope(harness: DeliveryHarness, scope: str) -> None:
    features = harness.workspace.features
    harness.workspace.features = replace(features, scopes=features.scopes - {scope})


async def test_undoing_and_closing_twice_ends_in_the_last_state(harness: DeliveryHarness) -> None:
    (number,) = harness.flags(URL)
    harness.refers(number)
    harness.does(number, Action.CLOSE)
    harness.does(number, Action.UNDO)
    harness.does(number, Action.REJECT, reason="legal")
    harness.workspace.faults.replace([FaultRule("chat.*", "lost_answer", share=0.4)], seed=3)
    await settles(harness)
    (card,) = harness.messages()
    assert "Rejected" in card.text
    assert [line.split(" by ")[0] for line in harness.thread(card)] == [
        "R-1: Marked referred",
        "R-1: Closed",
        "R-1: Undone",
        "R-1: Rejected",
    ]
