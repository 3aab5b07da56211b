"""Why the bot can't start like this, and what to do; what `run` and `demo` say."""

from __future__ import annotations

from bot.sentences.counting import plural

NO_BOT_TOKEN = (
    "SLACK_BOT_TOKEN isn't set. You find it in your Slack app under OAuth & Permissions; it begins "
    "with xoxb-. To try the bot without Slack: referral-bot demo"
)
ORGANISATION_TOKEN = (
    "SLACK_BOT_TOKEN is of an installation in a whole organisation (Enterprise Grid), and this bot "
    "serves one workspace. Install the app in that workspace: your app, Install App, choose the "
    "workspace and not the organisation; then set SLACK_BOT_TOKEN to the token shown there."
)
NO_APP_TOKEN = (
    "SLACK_APP_TOKEN isn't set, and Socket Mode needs it (your app, Basic Information, App-Level "
    "Tokens, scope connections:write). Or use --mode http."
)
NO_SIGNING_SECRET = (
    "SLACK_SIGNING_SECRET isn't set, and HTTP mode needs it (your app, Basic Information). Or set "
    "SLACK_APP_TOKEN for Socket Mode."
)
DEMO_DATABASE = (
    "This database has demo data in it, so a real workspace isn't served with it. Point "
    "DATABASE_URL at another."
)
DEMO_CLOSED = "The local workspace is closed. What was recorded is kept in data/demo."
DEMO_STARTS_AFRESH = "Another version made the local workspace that was here, so it starts afresh."


def first_step(flag: str) -> str:
    """The topic of the demo's channel; `flag` is the command's name."""
    return f"Try: {flag} https://www.facebook.com/groups/1234567890/"


def bot_token_refused(code: str) -> str:
    return (
        f"Slack refuses SLACK_BOT_TOKEN ({code}). Copy it again from your app's OAuth & "
        "Permissions page, or install the app again; then run: referral-bot check"
    )


def app_token_refused(code: str) -> str:
    return (
        f"Slack refuses SLACK_APP_TOKEN ({code}). You find it in your Slack app under Basic "
        "Information, App-Level Tokens; it begins with xapp- and needs connections:write."
    )


def slack_unreachable(reason: str) -> str:
    return f"Slack can't be reached ({reason}). Is this machine online?"


def unreadable_config(file: str, reason: str) -> str:
    return f"{file} can't be read ({reason}). Name another with --config."


def reads_config(file: str) -> str:
    return f"config: {file}"


def reads_no_config(folder: str) -> str:
    return f"config: none (no config.yaml in {folder}), so the defaults hold"


def uses_database(database: str) -> str:
    return f"database: {database}"


def new_database(database: str) -> str:
    return f"a new, empty database: {database}"


def no_database(file: str) -> str:
    return (
        f"There is no database {file}. Is DATABASE_URL right, and the disk there? A new one is made "
        "by: referral-bot run (without --existing)"
    )


def no_folder(folder: str, file: str) -> str:
    return (
        f"There is no folder {folder} for the database {file}. Is DATABASE_URL right, and the disk "
        "there? Make the folder, or name another."
    )


def no_tables(database: str, latest: str) -> str:
    return f"{database} has no tables yet; this version needs {latest}. Run: referral-bot migrate"


def old_tables(database: str, current: str, latest: str) -> str:
    return f"{database} is at {current}; this version needs {latest}. Run: referral-bot migrate"


def tables_of_another_version(database: str) -> str:
    return (
        f"Another version of the bot made the database {database}, and this version can't use it. "
        "With the version that made it, release what is on hold (an export leaves that out) and "
        "run: referral-bot export --output referrals.csv. Then point DATABASE_URL at a new "
        "database and run: referral-bot import referrals.csv"
    )


def no_erasure_key(variable: str, length: int, shortest: int) -> str:
    """`length` is that of the key that is set; 0 where none is."""
    wrong = f"has {plural(length, 'character')}" if length else "isn't set"
    return (
        f"{variable} {wrong}, and nothing can be erased without it: an erased page is recognised "
        f"by a hash made with this key when it comes back. Set it to {plural(shortest, 'character')} or more "
        "that nobody can guess (such as `openssl rand -hex 32` prints), keep it with your other "
        "secrets, and don't change it."
    )


def no_evidence_key(variable: str, length: int, shortest: int) -> str:
    """`length` is that of the key that is set; 0 where none is."""
    wrong = f"has {plural(length, 'character')}" if length else "isn't set"
    return (
        f"{variable} {wrong}, and config.yaml names a directory for evidence: the names of the files in "
        f"it are made with this key. Set it to {plural(shortest, 'character')} or more that nobody can "
        "guess (such as `openssl rand -hex 32` prints), and keep it with your other secrets."
    )


def no_evidence_directory(directory: str, why: str) -> str:
    return (
        f"Evidence can't be kept in {directory} ({why}). Make the folder that holds it, let the bot write "
        "there, or leave `evidence.directory` in config.yaml empty."
    )


def evidence_unreachable(directory: str) -> str:
    return (
        f"{directory} isn't the directory in which evidence was kept until now, or it can't be read: is it "
        "mounted? No file is taken or given until it is there."
    )


def short_audit_key(variable: str, length: int, shortest: int) -> str:
    return (
        f"{variable} has a key of {plural(length, 'character')}; {shortest} or more are needed, such as "
        "`openssl rand -hex 32` prints."
    )


def no_audit_key(variable: str) -> str:
    return (
        f"The history of this database carries HMACs, and {variable} isn't set: what is written "
        f"without it would look forged. Set {variable} to the key that the bot runs with. If it is lost: "
        "set a new one, and `referral-bot audit key-lost`."
    )


def other_audit_key(variable: str, old: str) -> str:
    return (
        f"The history of this database carries HMACs of another key than {variable}. Set it to the "
        f"key that the bot ran with. To replace that key: stop all bots, set {variable} to the new "
        f"one and {old} to the one before, and run the bot. If the one before is lost: "
        "`referral-bot audit key-lost`."
    )


def direct_and_proxy(variable: str) -> str:
    return (
        f"page_checks.direct is true in config.yaml, but {variable} names a proxy. Remove one "
        "of them."
    )


def proxy_not_set(variable: str, value: str) -> str:
    """`value` is the word in config.yaml that says to take the proxy from the environment."""
    return (
        f"page_checks.proxy is `{value}` in config.yaml, but {variable} isn't set. Set it to the "
        "proxy's address, or write the address into config.yaml."
    )


def not_a_proxy(variable: str) -> str:
    return (
        f"{variable} isn't a proxy's address. Write it like http://…, https://… or socks5://…, "
        "with a host, and a port where it isn't the usual one. (It isn't shown: it may hold a "
        "password.)"
    )


def port_taken(port: int, reason: str) -> str:
    return (
        f"Port {port} can't be used ({reason}). Another demo may be running. Or choose another: "
        f"make demo PORT={port + 1}"
    )


def demo_open(address: str) -> str:
    return f"The local workspace is open: {address}\nCtrl-C ends it."


def port_not_free(host: str, port: int, why: str) -> str:
    """A port of our own that cannot be listened on; `why` is what the system says."""
    return f"Can't listen on {host}:{port} ({why}). Name another port, or stop what listens there."
