"""What Slack shows of the app itself, its commands and its shortcut."""

from __future__ import annotations

NAME = "Referral Bot"
DESCRIPTION = "Flag harmful pages, refer them to platforms, keep the figures."
FLAG = "Flag a page to be referred"
FLAG_HINT = "URL [note]"
REFERRALS = "What is open, one referral, or the figures"
REFERRALS_HINT = "[mine | overdue | certain | R-12 | URL | search | stats | help]"
SHORTCUT = "Flag links in message"
"""Slack takes 24 characters."""
FLAG_SHORTCUT, FLAG_SHORTCUT_SAYS = "Flag a page", "Opens the form in which a page is flagged"
REQUEST_URL = (
    "--request-url is an address that Slack can reach: accepted: https://HOST/slack/events, such as "
    "https://bot.example.org/slack/events."
)
VERIFY = (
    "Slack asks this address when you paste the manifest, and nothing answers yet: create the app all "
    "the same, and verify the request URL (Event Subscriptions) once the bot runs."
)


SCOPES = {
    "channels:history, groups:history, im:history": (
        "to look whether a message arrived whose answer was lost"
    ),
    "channels:read, groups:read, im:read": "the name of a channel, and whether the bot is in it",
    "chat:write": "cards, their threads, digests, reminders and private answers",
    "commands": "the two commands and the shortcuts",
    "files:read": "files of a form or a message: earlier records, platforms' answers, evidence",
    "files:write": "exports, and evidence that somebody asks for",
    "im:write": "what is told to one person: reminders, what leads must know",
    "users:read": "names, who is a guest, who leads, whose account is deactivated",
    "users:read.email": (
        "people are named by their e-mail addresses in earlier records (`import`) and may be in "
        "commands (`by desk@example.org`)"
    ),
}
"""The scopes that the manifest asks for, and what each is for."""


def shortcut(flag: str) -> str:
    """`flag` is the command."""
    return f"Record the links in a message, as {flag} does"
