"""What each environment variable is, what is accepted, and what is wrong with a value."""

from __future__ import annotations

# What they are; Markdown, for the table in the documents

BOT_TOKEN = "the bot token, `xoxb-…`"
APP_TOKEN = "for Socket Mode, `xapp-…`"
SIGNING_SECRET = "for HTTP mode: 32 characters of 0-9 and a-f"
DATABASE_URL = "an SQLAlchemy URL; without it SQLite in `data/referrals.db`"
CONFIG = "where config.yaml is, if not here"
AUDIT_KEY = (
    "each event of the history carries an HMAC made with it (SECURITY.md); 32 characters or more"
)
OLD_AUDIT_KEYS = "earlier such keys, with spaces between them, after one was replaced"
ERASURE_KEY = "with retention: what erased pages are recognised with; 32 characters or more"
EVIDENCE_KEY = "with evidence: what names of kept files are made with; 32 characters or more"
CHECK_PROXY = "the proxy of page checks, with its password if it has one"
API_URL = "another Slack, such as the local workspace's"
HTTPS_PROXY = (
    "the proxy to Slack (`HTTP_PROXY` where the address is `http://`; `ALL_PROXY` for both); "
    "`http://…`, or `host:port`"
)
NO_PROXY = "hosts reached without it, with commas between them: `example.org` with all below it, `10.0.0.0/8`, `*`; this machine always is"

# What is accepted; they end a sentence

A_BOT_TOKEN = (
    "the bot token of your app's OAuth & Permissions page, which begins with xoxb-, in one piece"
)
AN_APP_TOKEN = (
    "an app-level token (your app, Basic Information, App-Level Tokens), which begins with xapp-, "
    "in one piece"
)
A_SIGNING_SECRET = (
    "the 32 characters (0-9 and a-f) under Signing Secret on your app's Basic Information page"
)
AN_API_ADDRESS = (
    "an address such as https://slack.com/api/, without a name, a password, or ? and # in it; or "
    "leave it unset"
)
A_PROXY = "a proxy's address such as http://proxy.example.org:3128"
ONE_PIECE = "a value in one piece, without spaces or line breaks"
ONE_LINE = "a value on one line"


def not_accepted(name: str, accepted: str) -> str:
    """The value itself is never shown: it may be a secret."""
    return f"{name} can't be used as it is; accepted: {accepted}."


def quoted(name: str, accepted: str) -> str:
    return (
        f"{name} has quotes round its value, and they count as part of it. Remove them; "
        f"accepted: {accepted}."
    )


def broken(name: str, accepted: str) -> str:
    return f"{name} has a line break inside; accepted: {accepted}."


def socks_proxy(name: str) -> str:
    return (
        f"{name} names a SOCKS proxy, and Slack is reached through an HTTP proxy alone; accepted: "
        f"{A_PROXY}. Or name the hosts of Slack in NO_PROXY."
    )
