"""What `referral-bot check` found: what is well, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sentences.counting import listed, plural

WELL, WARNS, WRONG = "ok", "note", "WRONG"

# What is spoken of
CONFIG, FILES = "config", "files"
VARIABLE, PROXY, APP_TOKEN = "environment", "proxy", "app-level token"
BOT_TOKEN = "bot token"
CONNECTION = "how Slack reaches the bot"
DATABASE = "database"
REFUSED_MESSAGES = "messages that Slack refused"
DATABASE_FILE, DATABASE_CLOCK = "database: file", "database: clock"
DEMO_DATA = "demo data"
SLACK, TOKEN, SCOPES, CLOCK = "Slack", "token", "scopes", "clock"
PAGE_CHECKS = "page checks"
NOTICES, TEMPLATES = "notices", "notices: templates"
NOTICE_ADDRESSES, NOTICES_SENT = "notices: addresses", "notices: sending"
STATUS_ADDRESSES = "page checks: status addresses"
VISITS = "page checks: visits"
RETENTION, RETENTION_KEY = "retention", "retention: key"
EVIDENCE = "evidence"
EVIDENCE_OFF = "off: no file is taken (`evidence.directory` in config.yaml)"

LOOKS_AT = {
    VARIABLE: "a variable whose value can't be used",
    FILES: "which config.yaml is read",
    CONFIG: "its keys and values",
    "config: KEY": "names in it that nothing has",
    PAGE_CHECKS: "whether pages are looked at, and who sees it",
    NOTICES: "who signs them, and in which language",
    TEMPLATES: "whether your own templates can be rendered and leave nothing out",
    NOTICE_ADDRESSES: "reporting addresses that nobody has looked at for a year",
    NOTICES_SENT: "which platforms' notices the bot sends, and whether their secrets are set",
    RETENTION: "what is erased, and when",
    RETENTION_KEY: "whether erased pages can be recognised with this key",
    EVIDENCE: "where files are kept, and which machines write there",
    BOT_TOKEN: "whether it is set",
    CONNECTION: "Socket Mode or HTTP",
    DATABASE: "which it is, and its tables; before the first run it isn't there yet",
    DATABASE_FILE: "whether the file is whole (SQLite)",
    DATABASE_CLOCK: "events that are dated ahead of this machine's clock",
    REFUSED_MESSAGES: "what Slack refused to take",
    DEMO_DATA: "whether the demo's data would be shown to a real workspace",
    PROXY: "what Slack is reached through",
    TOKEN: "whether Slack takes the bot token",
    APP_TOKEN: "whether Slack gives a connection for it",
    SCOPES: "what the app may do",
    CLOCK: "this machine's clock against Slack's",
    "leads": "who leads",
    "numbers": "numbers in the channels against those in the database",
    "channel #NAME": "whether the bot is in it; many channels are told together",
    SLACK: "why Slack doesn't answer",
}
"""What `check` says something of, for the documents."""

NO_BOT_TOKEN = (
    "SLACK_BOT_TOKEN isn't set, or doesn't begin with xoxb-. You find it in your Slack app under "
    "OAuth & Permissions."
)
SOCKET_MODE = "Socket Mode"
WRONG_APP_TOKEN = "SLACK_APP_TOKEN doesn't begin with xapp-"
APP_TOKEN_WORKS = "Slack gives it a connection"
HTTP_MODE = (
    "HTTP, with the signing secret. Once the bot runs, verify the request URL in your app's settings "
    "(Event Subscriptions)"
)
NO_CONNECTION = (
    "Set SLACK_APP_TOKEN (Socket Mode: your app, Basic Information, App-Level Tokens, scope "
    "connections:write) or SLACK_SIGNING_SECRET (HTTP: Basic Information)."
)
ALL_SCOPES = "all that the bot needs"
CLOCK_AGREES = "agrees with Slack's"
CHANNELS = "channels"
IN_CHANNEL = "the bot is in it"
SHARED_CHANNEL = (
    "it is shared with another organisation, whose people read the cards that are posted in it; only "
    "people of this workspace can use the bot"
)
NOT_IN_CHANNEL = "the bot isn't in it: invite it"
CHECKS_OFF = "off: no flagged page is ever asked for"
EVERY_PLATFORM = "every platform"
OTHER_SITES = "other sites"
RETENTION_OFF = "off: what is personal in finished referrals is kept for ever"

LEADS = "leads"
LEAD_REVIEW = "config: lead_review"
ANCHOR_FILE = "config: audit.anchor_file"
AUDIT_KEY = "REFERRAL_BOT_AUDIT_KEY"
AUDIT_KEY_USED = "what is recorded carries HMACs"
MEMBERS_LATER = (
    "Slack doesn't list the workspace's members now. Who leads is said by `referral-bot run`, and "
    "by `check` in a minute."
)
REVIEW_TELLS = (
    "empty, and the bot is used in no private channel. Then “Recorded. A lead looks at this one "
    "first.” is said of held pages alone, so it tells that a page is on hold. Name a platform there "
    "whose pages a lead looks at first"
)
NO_LEAD = "no lead known"
"""As /readyz says it, beside being ready."""

PAGES_WHOLE = "its pages hold together"
PAGES_UNSEEN = "too large to look at every page here; referral-bot audit verify does"

# Why /readyz says no
STOPPING = "The bot is stopping."
SOCKET_DOWN = "There's no Socket Mode connection to Slack."
SOCKET_SILENT = "The Socket Mode connection to Slack is silent."
NO_IDENTITY = "Slack hasn't said yet whose token this is."
DATABASE_SLOW = "The database doesn't answer in time."


def leads(names: str) -> str:
    return f"Leads: {names}"


def no_lead_known(named: bool) -> str:
    """`named` is whether config names leads."""
    mend = (
        "Name full members of this workspace in `leads` in config.yaml"
        if named
        else "Make a full member an admin of this workspace, or name leads in config.yaml"
    )
    return f"No lead is known, so what only leads are told waits. {mend}."


def lead_is_none(name: str, why: str) -> str:
    """`why` is one of `NO_LEADS`."""
    return f"{name} is named in `leads`, but {why}, so they don't lead."


NO_LEADS = {
    "guest": "is a guest",
    "external": "is of another workspace, or an app",
    "deactivated": "is deactivated",
    "unknown": "isn't known to Slack",
}


def line(well: bool, subject: str, sentence: str, *, warning: bool = False) -> str:
    word = (WARNS if warning else WELL) if well else WRONG
    return f"{word:<7}{subject}: {sentence}"


def setting(name: str) -> str:
    return f"config: {name}"


def config(team: str, zone: str, leads: int, channels: int) -> str:
    """`leads` and `channels` are 0 where config names none."""
    who = plural(leads, "lead") if leads else "workspace admins lead"
    where = plural(channels, "channel") if channels else "every channel the bot is in"
    return f"{team}, {zone}; {who}; {where}"


def unknown_platform(name: str, nearest: str) -> str:
    hint = f"Did you mean {nearest}?" if nearest else "Give it `hosts`, or correct the name."
    return f"there is no platform {name}. {hint}"


def database(url: str) -> str:
    return f"{url}, tables up to date"


def no_database_yet(database: str) -> str:
    return f"{database} isn't there yet, or is empty; the first `referral-bot run` makes it"


def through_proxy(proxy: str) -> str:
    """`proxy` is its host and port."""
    return f"Slack is reached through {proxy}"


def refused_messages(count: int, or_more: bool, reasons: Sequence[str]) -> str:
    many = f"{count:,} or more" if or_more else f"{count:,}"
    return (
        f"{many} ({', '.join(reasons)}). Fix the cause, then send them again: "
        "`referral-bot send-again`, or **Send again** in what the leads were told."
    )


def slack_ill(code: str) -> str:
    return f"Slack answers {code}. Try again in a minute."


def token_refused(code: str) -> str:
    return f"Slack answers {code}. Install the app again."


def no_answer(address: str, reason: str) -> str:
    return f"no answer from {address}: {reason}"


def token(user: str, workspace: str) -> str:
    return f"{user} in {workspace}"


def missing_scopes(scopes: Sequence[str], history: bool) -> str:
    """`history` is whether a scope for reading channels' history is among them."""
    cost = (
        " Without the history scopes the bot can't look whether a message arrived whose answer was "
        "lost: it is sent twice or not at all, as `delivery` in config.yaml says."
        if history
        else ""
    )
    return (
        f"missing: {', '.join(scopes)}. Add them under OAuth & Permissions (or paste "
        f"`referral-bot manifest`), then install the app again.{cost}"
    )


def clock_apart(seconds: int) -> str:
    return (
        f"{seconds:,} s apart from Slack's: signatures older than five minutes are refused. Set "
        "this machine's clock (NTP)."
    )


def answers_on(host: str, port: int) -> str:
    """What a monitor asks has a port of its own."""
    return f"a monitor may ask on {host}, port {port}"


def channel(name: str) -> str:
    return f"channel {name}"


def in_all_of(count: int) -> str:
    return f"the bot is in {plural(count, 'channel')} that config.yaml names"


def in_none_of(count: int, first: Sequence[str]) -> str:
    more = ", …" if count > len(first) else ""
    return (
        f"the bot isn't in {plural(count, 'more channel')}, or Slack doesn't know them: invite it, or "
        f"correct the ids in config.yaml ({', '.join(first)}{more})"
    )


def more_shared(count: int) -> str:
    return f"{plural(count, 'more channel')} are shared with another organisation"


def channels_not_said(code: str) -> str:
    return f"Slack doesn't say now which channels the bot is in ({code}). Ask again in a minute."


def channel_refused(code: str) -> str:
    return f"Slack answers {code}: invite the bot, or correct the id in config.yaml."


def checks_direct(platforms: str) -> str:
    return (
        f"on for {platforms}, directly. The platforms, whoever runs or owns a page that is looked "
        "at, and whoever watches your network or its name servers may see this machine's address, "
        "which page it looks at, and when"
    )


def checks_through(platforms: str, proxy: str) -> str:
    return (
        f"on for {platforms}, through {proxy}. The proxy sees which sites are asked for and when, "
        "and of pages without https which pages; the platforms and the pages' sites see the "
        "proxy's address, not this machine's. No name is looked up here"
    )


def status_addresses(platforms: str) -> str:
    return (
        f"{platforms}: the platform's public status address is asked first, where the page has "
        "one. The platform sees that somebody asks for this page's status; the page itself is "
        "asked for only where that doesn't say"
    )


def visits(platforms: Sequence[str]) -> str:
    return (
        f"{' and '.join(platforms)}: the page itself is asked for, as a visitor without an account "
        "would. Whoever counts its visitors may notice one"
    )


def retention_on(after: str) -> str:
    return f"on: what is personal in a referral is erased {after} after it was finished"


def evidence_not_yet(directory: str) -> str:
    return f"{directory} is made ready when the bot runs for the first time"


def evidence_shared(directory: str, others: Sequence[str]) -> str:
    """`others` are the machines that have written there besides this one."""
    also = f"so did {listed(others)}" if others else "no other machine has done so yet"
    return f"this machine writes to and reads from {directory}; {also}"


def other_key(pages: int, variable: str) -> str:
    return (
        f"{plural(pages, 'page was', 'pages were')} erased with another {variable}: "
        f"{'it is' if pages == 1 else 'they are'} not recognised when "
        f"{'it comes' if pages == 1 else 'they come'} back. Put the former key back if you have it"
    )


def bot_refused(code: str) -> str:
    return f"Slack refuses the bot: {code}."


def database_unusable(reason: str) -> str:
    return f"The database can't be used ({reason})."


# Requests that are refused

NOT_SLACKS = "The signature is missing, wrong or too old."
UNREADABLE_BODY = "The body can't be read."
BODY_TOO_LARGE = "The body is too large."
BODY_TOO_SLOW = "The body took too long."
TOO_MUCH_AT_ONCE = "Too much at once."
REFUSED_SIGNATURE = "refused a request: wrong signature (is SLACK_SIGNING_SECRET this app's?)"


def refused_as_old(age: int) -> str:
    """`age` in seconds; below 0 the request is from the future."""
    when = f"{age} s old" if age >= 0 else f"{-age} s ahead"
    return f"refused a request: {when} (is this machine's clock right?)"
