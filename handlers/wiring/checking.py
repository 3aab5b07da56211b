"""`referral-bot check`: what is wrong with the set-up, and how to mend it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Config
from bot.domain.errors import StorageUnavailable
from bot.domain.platforms import PLATFORMS
from handlers.slack.manifest import BOT_SCOPES
from handlers.slack.voice import NETWORK, slack_code
from handlers.wiring.environment import Environment, SetupError, load_config

CLOCK_SECONDS = 60
MOST_PARKED = 100
HISTORY = frozenset({"channels:history", "groups:history", "im:history"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine, or what is wrong and what to do."""

    subject: str
    ok: bool
    says: str


def run_checks(environment: Environment, *, as_json: bool, say: Callable[[str], None]) -> bool:
    """Look at everything, say it, and tell whether the bot can run."""
    findings = list(_look(environment))
    if as_json:
        say(json.dumps([asdict(one) for one in findings], indent=2, ensure_ascii=False))
    else:
        for one in findings:
            say(f"{'ok     ' if one.ok else 'WRONG  '}{one.subject}: {one.says}")
    return all(one.ok for one in findings)


def _look(environment: Environment) -> Iterator[Finding]:
    config = Config()
    try:
        config = load_config(environment.config_path)
        yield Finding("config", True, _config_says(config))
        yield from _look_at_platforms(config)
        from handlers.wiring.checking_pages import who_sees_what

        yield from (Finding(*line) for line in who_sees_what(environment, config))
    except SetupError as error:
        yield Finding("config", False, str(error))
    from handlers.wiring.checking_retention import what_is_erased

    yield from (Finding(*line) for line in what_is_erased(environment, config))
    yield from _look_at_secrets(environment)
    yield from _look_at_database(environment)
    if environment.bot_token:
        yield from asyncio.run(_look_at_slack(environment, config))


def _look_at_platforms(config: Config) -> Iterator[Finding]:
    """A misspelt platform would silently do nothing."""
    known = {one.id for one in PLATFORMS} | {"web"}
    own = {name for name, platform in config.platforms.items() if platform.hosts}
    checked = config.page_checks.platforms
    for key, names in (
        ("platforms", config.platforms),
        ("lead_review", config.lead_review),
        ("page_checks.platforms", checked),
    ):
        for name in names:
            if name not in known | own and not (key != "platforms" and name == "all"):
                near = get_close_matches(name, known | own, 1)
                hint = f"Did you mean {near[0]}?" if near else "Give it `hosts`, or mend the name."
                yield Finding(f"config: {key}", False, f"there is no platform {name}. {hint}")


def _config_says(config: Config) -> str:
    leads = f"{len(config.leads)} leads" if config.leads else "workspace admins lead"
    where = f"{len(config.channels)} channels" if config.channels else "every channel the bot is in"
    return f"{config.team}, {config.time_zone}; {leads}; {where}"


def _look_at_secrets(environment: Environment) -> Iterator[Finding]:
    if not environment.bot_token.startswith("xoxb-"):
        yield Finding(
            "bot token",
            False,
            "SLACK_BOT_TOKEN is not set, or does not begin with xoxb-. It stands in your Slack "
            "app under OAuth & Permissions.",
        )
    if environment.app_token:
        right = environment.app_token.startswith("xapp-")
        says = "Socket Mode" if right else "SLACK_APP_TOKEN does not begin with xapp-"
        yield Finding("how Slack reaches the bot", right, says)
    elif environment.signing_secret:
        yield Finding("how Slack reaches the bot", True, "HTTP, with the signing secret")
    else:
        yield Finding(
            "how Slack reaches the bot",
            False,
            "Set SLACK_APP_TOKEN (Socket Mode: your app, Basic Information, App-Level Tokens, "
            "scope connections:write) or SLACK_SIGNING_SECRET (HTTP: Basic Information).",
        )


def _look_at_database(environment: Environment) -> Iterator[Finding]:
    from bot.actions.seeds import is_demo
    from handlers.wiring.databases import opened

    try:
        with opened(environment.database_url, migrate=False) as store:
            yield Finding("database", True, f"{store.url}, tables up to date")
            parked = store.read(lambda uow: uow.outbox.parked(MOST_PARKED))
            if parked:
                whys = sorted({f"{row.lane}: {reason}" for row, reason in parked})
                count = f"{len(parked)} or more" if len(parked) == MOST_PARKED else len(parked)
                yield Finding(
                    "messages that Slack refused",
                    False,
                    f"{count} ({', '.join(whys)}). Mend the cause, then send them again: "
                    "`referral-bot send-again`, or **Send again** in what the leads were told.",
                )
            if environment.real_slack and store.read(is_demo):
                yield Finding(
                    "demo data",
                    False,
                    "This database has demo data in it, so `run` will not serve a real workspace "
                    "with it. Point DATABASE_URL at another.",
                )
    except (SetupError, StorageUnavailable, ValueError) as error:
        yield Finding("database", False, str(error))


async def _look_at_slack(environment: Environment, config: Config) -> list[Finding]:
    client = AsyncWebClient(
        token=environment.bot_token, base_url=environment.api_url, timeout=10, retry_handlers=[]
    )
    try:
        me = await client.auth_test()
    except SlackApiError as error:
        code = slack_code(error)
        if error.response.status_code != 200:
            return [Finding("Slack", False, f"Slack answers {code}. Try again in a minute.")]
        return [Finding("token", False, f"Slack answers {code}. Install the app again.")]
    except NETWORK as error:
        return [Finding("Slack", False, f"no answer from {environment.api_url}: {error}")]
    found = [Finding("token", True, f"{me.get('user')} in {me.get('team')}")]
    found += _scopes(me.headers)
    found += _clock(me.headers)
    for channel in config.channels:
        found.append(await _channel(client, channel))
    return found


def _header(headers: Any, name: str) -> str:
    return next((str(value) for key, value in headers.items() if key.lower() == name), "")


def _scopes(headers: Any) -> list[Finding]:
    told = _header(headers, "x-oauth-scopes")
    if not told:
        return []
    missing = sorted(set(BOT_SCOPES) - {scope.strip() for scope in told.split(",")})
    if not missing:
        return [Finding("scopes", True, "all that the bot needs")]
    return [
        Finding(
            "scopes",
            False,
            f"missing: {', '.join(missing)}. Add them under OAuth & Permissions (or paste "
            "`referral-bot manifest`), then install the app again." + _consequence(missing),
        )
    ]


def _consequence(missing: Sequence[str]) -> str:
    if not HISTORY & set(missing):
        return ""
    return (
        " Without the history scopes the bot cannot look whether a message arrived whose answer "
        "was lost: it is sent twice or not at all, as `delivery` in config.yaml says."
    )


def _clock(headers: Any) -> list[Finding]:
    told = _header(headers, "date")
    if not told:
        return []
    apart = abs((datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds())
    if apart < CLOCK_SECONDS:
        return [Finding("clock", True, "agrees with Slack's")]
    return [
        Finding(
            "clock",
            False,
            f"{apart:.0f} s apart from Slack's: signatures older than five minutes are refused. "
            "Set this machine's clock (NTP).",
        )
    ]


async def _channel(client: AsyncWebClient, channel: str) -> Finding:
    try:
        asked = await client.api_call("conversations.info", data={"channel": channel})
        told = asked.get("channel") or {}
    except SlackApiError as error:
        return Finding(
            f"channel {channel}",
            False,
            f"Slack answers {slack_code(error)}: invite the bot, or mend the id in config.yaml.",
        )
    if told.get("is_member") is False:
        return Finding(f"channel #{told.get('name')}", False, "the bot is not in it: invite it")
    return Finding(f"channel #{told.get('name', channel)}", True, "the bot is in it")
