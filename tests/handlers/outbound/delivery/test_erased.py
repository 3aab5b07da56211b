"""Messages that still say what was erased are changed in Slack, once, whatever happens to them."""

from __future__ import annotations

from bot.actions.recording.erase import erase_asked, redact_messages
from bot.domain.announcements import Message
from bot.domain.lifecycle.referral import Action
from tests.handlers.outbound.delivery.conftest import ANALYST, CHANNEL, DeliveryHarness

PAGE = "https://www.facebook.com/groups/1234567890"
WORDS = "no offence found"


async def closed(harness: DeliveryHarness) -> int:
    """A page with a card and lines, closed after it was rejected."""
    (number,) = harness.flags(PAGE, note="a note")
    harness.refers(number)
    harness.does(number, Action.REJECT, reason="terms", words=WORDS)
    harness.does(number, Action.CLOSE)
    await harness.delivers()
    return number


def erase(harness: DeliveryHarness, *numbers: int) -> int:
    """Erase them, and have what stands in Slack changed; how many messages."""
    harness.store.write(lambda uow: erase_asked(uow, numbers, harness.clock.now(), harness.config))
    return harness.store.write(lambda uow: redact_messages(uow, harness.clock.now()))


async def test_the_card_and_its_lines_are_changed_and_nothing_is_posted(
    harness: DeliveryHarness,
) -> None:
    number = await closed(harness)
    (card,) = harness.messages()
    assert len(harness.thread(card)) == 3
    posted = len(harness.calls("chat.postMessage"))
    assert erase(harness, number) == 4
    await harness.delivers()
    assert len(harness.calls("chat.postMessage")) == posted
    assert "erased" in card.text
    assert set(harness.thread(card)) == {
        "R-1: a step of its history was erased, as its time was over."
    }
    assert harness.waiting() == 0


async def test_a_line_that_was_forgotten_by_the_outbox_is_changed_too(
    harness: DeliveryHarness,
) -> None:
    number = await closed(harness)
    harness.store.write(lambda uow: uow.outbox.purge_sent(-1))
    assert erase(harness, number) == 4
    await harness.delivers()
    assert not any(WORDS in one.text for one in harness.all(CHANNEL))


async def test_a_line_that_goes_out_later_says_nothing_of_it(harness: DeliveryHarness) -> None:
    number = await closed(harness)
    (card,) = harness.messages()
    harness.says(CHANNEL, Message.LINE, "R-1", {"seq": 3})
    erase(harness, number)
    await harness.delivers()
    late = harness.thread(card)[-1]
    assert late == "R-1: Rejected by erased: not breaching terms"


async def test_what_somebody_deleted_is_left_alone(harness: DeliveryHarness) -> None:
    number = await closed(harness)
    for one in harness.all(CHANNEL):
        harness.workspace.timeline(CHANNEL).remove(one.ts)
    erase(harness, number)
    await harness.delivers()
    assert harness.all(CHANNEL) == []
    assert (harness.waiting(), len(harness.parked())) == (0, 0)
    harness.says(CHANNEL, Message.CARD, "R-1")
    await harness.delivers()
    assert harness.all(CHANNEL) == []


async def test_what_slack_refuses_to_change_is_kept_and_told(harness: DeliveryHarness) -> None:
    number = await closed(harness)
    erase(harness, number)
    harness.slack_fails("is_archived", "chat.update")
    await harness.delivers()
    ((row, reason),) = harness.parked()
    assert (row.message, reason) == (Message.ERASED, "is_archived")
    harness.workspace.faults.replace([])
    harness.sends_again(CHANNEL)
    await harness.delivers()
    assert not any(WORDS in one.text for one in harness.all(CHANNEL))


async def test_a_sender_that_died_is_followed_by_one_that_changes_it(
    harness: DeliveryHarness,
) -> None:
    number = await closed(harness)
    erase(harness, number)
    (lane,) = harness.store.write(lambda uow: uow.outbox.claim(60, 1, 1))
    ids = [lane.rows[0].id]
    harness.store.write(lambda uow: uow.outbox.mark_sending(lane, ids, -1, 60))
    harness.store.write(lambda uow: uow.outbox.release(lane))
    read_back = len(harness.calls("conversations.history"))
    await harness.delivers()
    assert len(harness.calls("conversations.history")) == read_back
    assert not any(WORDS in one.text for one in harness.all(CHANNEL))


async def test_a_list_still_says_what_is_not_erased(harness: DeliveryHarness) -> None:
    several = [f"{PAGE}{n}" for n in range(6)]
    numbers = harness.flags(*several)
    harness.does(numbers[0], Action.WITHDRAW, user=ANALYST, reason="mistake")
    await harness.delivers()
    (listed,) = [one for one in harness.messages() if "6 pages flagged by Analyst" in one.text]
    erase(harness, numbers[0])
    await harness.delivers()
    said = str(listed.blocks)
    assert "12345678900" not in said
    assert "12345678901" in said
    assert "6 pages flagged by erased" in listed.text
