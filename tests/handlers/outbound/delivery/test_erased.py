"""Messages that still say what was erased are changed in Slack, once, whatever happens to them."""

from __future__ import annotations

from bot.actions.recording.erase import erase_asked, redact_messages
from bot.domain.announcements import Message
from bot.domain.lifecycle.referral import Action
from tests.handlers.outbound.delivery.conftest import ANALYST, CHANNEL, Desk

PAGE = "https://www.facebook.com/groups/1234567890"
WORDS = "no offence found"


async def closed(desk: Desk) -> int:
    """A page with a card and lines, closed after it was rejected."""
    (number,) = desk.flags(PAGE, note="a note")
    desk.refers(number)
    desk.does(number, Action.REJECT, reason="terms", words=WORDS)
    desk.does(number, Action.CLOSE)
    await desk.delivers()
    return number


def erase(desk: Desk, *numbers: int) -> int:
    """Erase them, and have what stands in Slack changed; how many messages."""
    desk.store.write(lambda uow: erase_asked(uow, numbers, desk.clock.now(), desk.config))
    return desk.store.write(lambda uow: redact_messages(uow, desk.clock.now()))


async def test_the_card_and_its_lines_are_changed_and_nothing_is_posted(desk: Desk) -> None:
    number = await closed(desk)
    (card,) = desk.messages()
    assert len(desk.thread(card)) == 3
    posted = len(desk.calls("chat.postMessage"))
    assert erase(desk, number) == 4
    await desk.delivers()
    assert len(desk.calls("chat.postMessage")) == posted
    assert "erased" in card.text
    assert set(desk.thread(card)) == {
        "R-1: a step of its history was erased, as its time was over."
    }
    assert desk.waiting() == 0


async def test_a_line_that_was_forgotten_by_the_outbox_is_changed_too(desk: Desk) -> None:
    number = await closed(desk)
    desk.store.write(lambda uow: uow.outbox.purge_sent(-1))
    assert erase(desk, number) == 4
    await desk.delivers()
    assert not any(WORDS in one.text for one in desk.all(CHANNEL))


async def test_a_line_that_goes_out_later_says_nothing_of_it(desk: Desk) -> None:
    number = await closed(desk)
    (card,) = desk.messages()
    desk.says(CHANNEL, Message.LINE, "R-1", {"seq": 3})
    erase(desk, number)
    await desk.delivers()
    late = desk.thread(card)[-1]
    assert late == "R-1: Rejected by erased: not breaching terms"


async def test_what_somebody_deleted_is_left_alone(desk: Desk) -> None:
    number = await closed(desk)
    for one in desk.all(CHANNEL):
        desk.workspace.timeline(CHANNEL).remove(one.ts)
    erase(desk, number)
    await desk.delivers()
    assert desk.all(CHANNEL) == []
    assert (desk.waiting(), len(desk.parked())) == (0, 0)
    desk.says(CHANNEL, Message.CARD, "R-1")
    await desk.delivers()
    assert desk.all(CHANNEL) == []


async def test_what_slack_refuses_to_change_is_kept_and_told(desk: Desk) -> None:
    number = await closed(desk)
    erase(desk, number)
    desk.slack_fails("is_archived", "chat.update")
    await desk.delivers()
    ((row, reason),) = desk.parked()
    assert (row.message, reason) == (Message.ERASED, "is_archived")
    desk.workspace.faults.replace([])
    desk.sends_again(CHANNEL)
    await desk.delivers()
    assert not any(WORDS in one.text for one in desk.all(CHANNEL))


async def test_a_sender_that_died_is_followed_by_one_that_changes_it(desk: Desk) -> None:
    number = await closed(desk)
    erase(desk, number)
    (lane,) = desk.store.write(lambda uow: uow.outbox.claim(60, 1, 1))
    ids = [lane.rows[0].id]
    desk.store.write(lambda uow: uow.outbox.mark_sending(lane, ids, -1, 60))
    desk.store.write(lambda uow: uow.outbox.release(lane))
    read_back = len(desk.calls("conversations.history"))
    await desk.delivers()
    assert len(desk.calls("conversations.history")) == read_back
    assert not any(WORDS in one.text for one in desk.all(CHANNEL))


async def test_a_list_still_says_what_is_not_erased(desk: Desk) -> None:
    several = [f"{PAGE}{n}" for n in range(6)]
    numbers = desk.flags(*several)
    desk.does(numbers[0], Action.WITHDRAW, user=ANALYST, reason="mistake")
    await desk.delivers()
    (listed,) = [one for one in desk.messages() if "6 pages flagged by Analyst" in one.text]
    erase(desk, numbers[0])
    await desk.delivers()
    said = str(listed.blocks)
    assert "12345678900" not in said
    assert "12345678901" in said
    assert "6 pages flagged by erased" in listed.text
