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


def shortcut(flag: str) -> str:
    """`flag` is the command."""
    return f"Record the links in a message, as {flag} does"
