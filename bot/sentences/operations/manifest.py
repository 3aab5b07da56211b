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


def shortcut(flag: str) -> str:
    """`flag` is the command."""
    return f"Record the links in a message, as {flag} does"
