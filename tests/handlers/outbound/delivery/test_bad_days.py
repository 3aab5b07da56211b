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
    Desk,
    settles,
    until,
)

URL = "https://www.facebook.com/groups/1234567890/"
OTHER = "https://www.facebook.com/groups/222222/"

TRANSIENT = ["500", "503", "fatal_error", "ratelimited", "429_bare", "dropped", "lost_answer"]


@pytest.mark.parametrize("fault", TRANSIENT)
async def test_a_card_is_posted_exactly_once(desk: Desk, fault: str) -> None:
    desk.flags(URL)
    desk.slack_fails(fault)
    await settles(desk)
    assert len(desk.messages()) == 1
    assert not desk.parked()


@pytest.mark.parametrize("fault", TRANSIENT)
async def test_a_thread_line_is_posted_exactly_once(desk: Desk, fault: str) -> None:
    (number,) = desk.flags(URL)
    await desk.delivers()
    desk.refers(number)
    desk.slack_fails(fault, "chat.postMessage")
    await settles(desk)
    (card,) = desk.messages()
    assert len(desk.thread(card)) == 1


@pytest.mark.parametrize("fault", TRANSIENT)
async def test_an_update_arrives(desk: Desk, fault: str) -> None:
    (number,) = desk.flags(URL)
    await desk.delivers()
    desk.refers(number)
    desk.slack_fails(fault, "chat.update")
    await settles(desk)
    assert "Referred on" in desk.messages()[0].text


@pytest.mark.parametrize("fault", TRANSIENT)
async def test_a_card_that_goes_before_a_line_is_posted_exactly_once(
    desk: Desk, fault: str
) -> None:
    desk.flags(URL)
    await desk.delivers()
    desk.store.write(lambda uow: uow.posts.forget("R-1"))
    desk.says(CHANNEL, Message.LINE, "R-1", {"seq": 1})
    desk.slack_fails(fault)
    await settles(desk)
    _, fresh = desk.messages()
    assert len(desk.thread(fresh)) == 1


@pytest.mark.parametrize("fault", [*TRANSIENT, "invalid_auth"])
async def test_reading_back_survives_the_same(desk: Desk, fault: str) -> None:
    desk.flags(URL)
    desk.workspace.faults.replace(
        [
            FaultRule("chat.postMessage", "lost_answer", times=1),
            FaultRule("conversations.history", fault, times=2),
        ]
    )
    await settles(desk)
    assert len(desk.messages()) == 1


async def test_an_answer_that_comes_too_late_is_found_in_the_channel(desk: Desk) -> None:
    desk.flags(URL)
    desk.slack_fails("slow", "chat.postMessage", seconds=0.4)
    timing = replace(PROMPT, call=0.2, margin=0.5 - 30.2)
    await settles(desk, timing=timing)
    assert len(desk.messages()) == 1
    assert len(desk.calls("chat.postMessage")) == 1


async def test_a_429_waits_as_long_as_slack_says_and_holds_up_no_other_channel(
    desk: Desk,
) -> None:
    desk.flags(URL)
    desk.flags(OTHER, channel=PRIVATE)
    desk.workspace.faults.replace([FaultRule("chat.postMessage", "429", times=1, seconds=2)])
    assert await desk.delivers() == 1
    waited = desk.next_in()
    assert waited is not None
    assert 1 < waited <= 2
    await settles(desk)
    assert len(desk.messages()) == len(desk.messages(PRIVATE)) == 1
    assert len(desk.calls("chat.postMessage")) == 3


async def test_a_channel_keeps_to_its_pace_and_others_do_not_wait_for_it(desk: Desk) -> None:
    for page in (URL, OTHER):
        desk.flags(page)
    desk.flags("https://www.facebook.com/groups/333333/", channel=PRIVATE)
    delivery = await desk.delivery(timing=replace(PROMPT, pace=60.0))
    assert await delivery.deliver_all() == 2
    assert len(desk.messages()) == len(desk.messages(PRIVATE)) == 1
    assert 50 < (desk.next_in() or 0) <= 60


async def test_a_second_page_of_history_is_read(desk: Desk) -> None:
    await desk.control.post("join", user=ANALYST, channel=CHANNEL)
    desk.flags(OTHER)
    await desk.delivers()
    desk.flags(URL)
    desk.slack_fails("lost_answer", "chat.postMessage")
    # The attempt stays in doubt until it can no longer arrive; meanwhile people talk.
    delivery = await desk.delivery(timing=replace(PROMPT, margin=1.0 - 35.0))
    assert await delivery.deliver_all() == 0
    for n in range(450):
        channel = desk.workspace.channels[CHANNEL]
        message = new_app_message(desk.workspace, channel, f"talk {n}")
        message.by_app = False
        desk.workspace.post(message)
    await settles(desk)
    assert len(desk.messages()) == 2
    assert len(desk.calls("conversations.history")) == 3
    oldest = {call["oldest"] for call in desk.calls("conversations.history")}
    assert oldest == {desk.messages()[0].ts}


async def test_a_long_history_is_not_begun_again_for_a_429(desk: Desk) -> None:
    desk.flags(URL)
    desk.slack_fails("dropped", "chat.postMessage")
    channel = desk.workspace.channels[CHANNEL]
    for n in range(250):
        desk.workspace.post(new_app_message(desk.workspace, channel, f"talk {n}"))
    desk.workspace.faults.rules += [
        FaultRule("conversations.history", "slow", times=1, seconds=0.0),
        FaultRule("conversations.history", "429_bare", times=1),
    ]
    await desk.delivers()
    assert [m.text[:3] for m in desk.messages()].count("R-1") == 1
    assert len(desk.calls("conversations.history")) == 3
    assert "cursor" in desk.calls("conversations.history")[-1]


# --- who is killed, or paused --------------------------------------------------


def begins(desk: Desk, *, within: float = 0.0) -> str:
    """A sender claims a lane, writes down that it sends, and is killed; its first row's key."""

    def work(uow: UnitOfWork) -> str:
        (lane,) = uow.outbox.claim(0.0, 10, 1)
        uow.outbox.mark_sending(lane, [lane.rows[0].id], within, 0.0)
        return lane.rows[0].key

    return desk.store.write(work)


def rows(desk: Desk) -> tuple[OutboxRow, ...]:
    """What the next sender would find in the first lane; the lane is given back."""

    def work(uow: UnitOfWork) -> tuple[OutboxRow, ...]:
        for lane in uow.outbox.claim(60.0, 10, 1):
            uow.outbox.release(lane)
            return lane.rows
        return ()

    return desk.store.write(work)


async def test_killed_before_the_call_it_is_sent_once(desk: Desk) -> None:
    desk.flags(URL)
    begins(desk)
    await desk.delivers()
    assert len(desk.messages()) == 1


async def test_killed_after_the_call_it_is_found(desk: Desk) -> None:
    desk.flags(URL)
    key = begins(desk)
    payload = {"event_type": "referral_bot_message", "event_payload": {"key": key}}
    message = new_app_message(desk.workspace, desk.workspace.channels[CHANNEL], "R-1")
    message.metadata = payload
    desk.workspace.post(message)
    await desk.delivers()
    assert desk.calls("chat.postMessage") == []
    assert desk.store.read(lambda uow: uow.posts.get("R-1")) == (CHANNEL, message.ts)


async def test_cut_off_in_the_middle_of_a_call_it_is_sent_once(desk: Desk) -> None:
    desk.flags(URL)
    desk.slack_fails("slow", "chat.postMessage", seconds=0.3)
    # Slack goes on with what it heard, so the attempt is read back only when it can't arrive.
    timing = replace(PROMPT, margin=3.0 - 35.0)
    cut_off = asyncio.create_task((await desk.delivery(timing=timing)).deliver_all())
    await until(lambda: desk.workspace.faults.rules[0].times == 0)
    cut_off.cancel()
    await asyncio.wait({cut_off})
    await until(lambda: [row.state for row in rows(desk)] == ["sending"])
    await settles(desk)
    assert len(desk.messages()) == 1
    assert desk.calls("conversations.history")
    assert desk.store.read(lambda uow: uow.posts.get("R-1")) is not None


async def test_what_may_still_arrive_is_not_sent_again(desk: Desk) -> None:
    desk.flags(URL)
    begins(desk, within=5.0)
    await desk.delivers()
    assert desk.messages() == []
    assert 0 < (desk.next_in() or 0) <= 5


async def test_killed_in_an_update_it_is_sent_again(desk: Desk) -> None:
    (number,) = desk.flags(URL)
    await desk.delivers()
    desk.refers(number)
    begins(desk)
    await desk.delivers()
    assert "Referred on" in desk.messages()[0].text
    assert desk.calls("conversations.history") == []


async def test_a_sender_that_was_paused_before_its_call_does_not_call(desk: Desk) -> None:
    desk.flags(URL)
    paused = await desk.delivery(timing=replace(PROMPT, before_call=-1.0, first_wait=5.0))
    assert await paused.deliver_all() == 0
    assert desk.calls("chat.postMessage") == []
    assert desk.waiting() == 1


async def test_a_sender_that_lost_its_lane_changes_nothing(desk: Desk) -> None:
    desk.flags(URL)
    desk.slack_fails("slow", "chat.postMessage", seconds=0.5)
    slow = asyncio.create_task((await desk.delivery()).deliver_all())
    await until(lambda: desk.workspace.faults.rules[0].times == 0)
    desk.store.write(lambda uow: uow.outbox.end_all_leases())
    (taken,) = desk.store.write(lambda uow: uow.outbox.claim(60.0, 10, 1))
    assert await slow == 0
    assert desk.waiting() == 1
    desk.store.write(lambda uow: uow.outbox.release(taken))
    await desk.delivers()
    assert len(desk.messages()) == 1
    assert len(desk.calls("chat.postMessage")) == 1


async def many_from_two(desk: Desk) -> None:
    channels = (CHANNEL, PRIVATE)
    for n in range(12):
        page = f"https://www.facebook.com/groups/99{n:04}/"
        (number,) = desk.flags(page, channel=channels[n % 2])
        if n % 2 == 0:
            desk.refers(number)
    desk.workspace.faults.replace(
        [FaultRule("chat.*", fault, share=0.1) for fault in ("500", "lost_answer", "dropped")],
        seed=7,
    )
    await asyncio.gather(*(settles(desk) for _ in range(2)))
    cards = desk.messages() + desk.messages(PRIVATE)
    assert sorted(card.text.split()[0] for card in cards) == sorted(f"R-{n}" for n in range(1, 13))
    assert [len(desk.thread(card)) for card in desk.messages()] == [1] * 6
    assert not desk.parked()


async def test_two_senders_side_by_side_send_once_each(desk: Desk) -> None:
    await many_from_two(desk)


async def test_two_senders_side_by_side_on_postgresql(postgres_desk: Desk) -> None:
    await many_from_two(postgres_desk)


# --- refused for good ---------------------------------------------------------


async def test_an_archived_channel_is_parked_told_to_leads_once_and_can_be_retried(
    desk: Desk,
) -> None:
    desk.flags(URL)
    desk.flags(OTHER)
    await desk.control.archive(CHANNEL)
    await desk.delivers()
    assert [(r.subject, why) for r, why in desk.parked()] == [
        ("R-2", "is_archived"),
        ("R-1", "is_archived"),
    ]
    (told,) = desk.direct(LEAD)
    assert "couldn't be delivered to #referrals: the card of R-1" in told.text
    assert "archived" in told.text
    await desk.control.archive(CHANNEL, False)
    assert desk.sends_again(CHANNEL) == 2
    await desk.delivers()
    assert len(desk.messages()) == 2


async def test_a_channel_without_the_bot_is_parked(desk: Desk) -> None:
    desk.flags(URL, channel=ELSEWHERE)
    await desk.delivers()
    assert [why for _, why in desk.parked()] == ["not_in_channel"]
    assert "/invite" in desk.direct(LEAD)[0].text


async def test_a_person_who_is_gone_is_parked(desk: Desk) -> None:
    desk.says("@U0NOBODY", Message.PARKED, "parked 1", {"lane": "C1", "what": "x", "reason": "y"})
    await desk.delivers()
    assert [why for _, why in desk.parked()] == ["user_not_found"]
    assert desk.direct(LEAD) == []


async def test_a_card_that_people_deleted_is_posted_afresh(desk: Desk) -> None:
    (number,) = desk.flags(URL)
    await desk.delivers()
    (card,) = desk.messages()
    await desk.control.delete(CHANNEL, card.ts)
    desk.refers(number)
    await desk.delivers()
    (fresh,) = desk.messages()
    assert fresh.ts != card.ts
    assert len(desk.thread(fresh)) == 1


async def test_a_card_deleted_between_its_update_and_its_line(desk: Desk) -> None:
    desk.flags(URL)
    await desk.delivers()
    (card,) = desk.messages()
    desk.says(CHANNEL, Message.LINE, "R-1", {"seq": 1})
    await desk.control.delete(CHANNEL, card.ts)
    await desk.delivers()
    (fresh,) = desk.messages()
    assert len(desk.thread(fresh)) == 1


async def test_a_revoked_token_parks_nothing_and_is_tried_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.flags(URL)
    desk.flags(OTHER, channel=PRIVATE)
    desk.slack_fails("invalid_auth", "*", times=None)
    delivery = await desk.delivery()
    assert await delivery.deliver_all() == 0
    assert delivery.refused == "invalid_auth"
    assert desk.waiting() == 2
    assert not desk.parked()
    assert "invalid_auth" in caplog.text
    desk.workspace.faults.replace([])
    await settles(desk)
    assert len(desk.messages()) == len(desk.messages(PRIVATE)) == 1


async def test_without_the_right_to_read_back_config_prefers_a_double(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.flags(URL)
    await lose_the_scope(desk, "channels:history")
    desk.slack_fails("lost_answer", "chat.postMessage")
    await settles(desk)
    assert len(desk.messages()) == 2
    assert "sent again" in caplog.text


async def test_or_a_loss_which_is_kept_to_be_seen(desk: Desk) -> None:
    desk.flags(URL)
    await lose_the_scope(desk, "channels:history")
    desk.slack_fails("lost_answer", "chat.postMessage")
    config = Config(delivery=DeliveryConfig(in_doubt_without_history="loss"))
    await settles(desk, config=config)
    assert len(desk.messages()) == 1
    assert [why for _, why in desk.parked()] == ["in_doubt"]
    assert "prefers a lost message" in desk.direct(LEAD)[0].text


async def lose_the_scope(desk: Desk, scope: str) -> None:
    features = desk.workspace.features
    desk.workspace.features = replace(features, scopes=features.scopes - {scope})


async def test_undoing_and_closing_twice_ends_in_the_last_state(desk: Desk) -> None:
    (number,) = desk.flags(URL)
    desk.refers(number)
    desk.does(number, Action.CLOSE)
    desk.does(number, Action.UNDO)
    desk.does(number, Action.REJECT, reason="legal")
    desk.workspace.faults.replace([FaultRule("chat.*", "lost_answer", share=0.4)], seed=3)
    await settles(desk)
    (card,) = desk.messages()
    assert "Rejected" in card.text
    assert [line.split(" by ")[0] for line in desk.thread(card)] == [
        "R-1: Marked referred",
        "R-1: Closed",
        "R-1: Undone",
        "R-1: Rejected",
    ]
