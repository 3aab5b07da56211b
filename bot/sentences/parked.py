"""Messages that Slack refused for good: what a lead is told, and how they go out again."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sentences.counting import verb

SEND_AGAIN = "Send again"
SENT_AGAIN = "Sent again"
ONLY_LEADS = "Only a lead can have messages sent again. Ask one of your leads."
WHY: Mapping[str, str] = {
    "channel_not_found": "The channel is gone, or private and the bot isn't in it: invite the bot",
    "is_archived": "The channel is archived: unarchive it, or choose another in config.yaml",
    "not_in_channel": "The bot isn't in the channel: type `/invite` and the bot's name there",
    "user_not_found": "Slack doesn't know this person",
    "user_disabled": "This person's account is deactivated: assign their referrals to others",
    "cannot_dm_bot": "This is a bot, and bots get no direct messages",
    "restricted_action": "The workspace doesn't let the bot write there: ask an admin",
    "msg_too_long": "The message is too long for Slack",
    "in_doubt": "Slack's answer was lost, the channel's history can't be read, and config.yaml "
    "prefers a lost message to a double one",
}
"""What Slack's errors mean."""


def refused(place: str, what: str, code: str) -> str:
    """`what` says which message it is, `code` is Slack's error."""
    known = WHY.get(code)
    why = f"{known} (`{code}`)" if known else f"The reason: `{code}`"
    return (
        f"A message couldn't be delivered to {place}: {what}. {why}. It is kept, and so is "
        "whatever else is refused there: fix the cause, then send it again."
    )


def nothing_waits(place: str) -> str:
    return f"Nothing waits for {place} any more: it was sent again already."


def going_out(place: str, count: int) -> str:
    return (
        f"{count:,} {verb(count, 'message goes', 'messages go')} out to {place} again. "
        "If Slack refuses again, I'll tell you."
    )
