"""`referral-bot check`: what is wrong with the set-up, and how to mend it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.actions.checks.event_dates import events_ahead
from bot.config import Config
from bot.config.variables import API_URL, APP_TOKEN, BOT_TOKEN, DATABASE_URL, SIGNING_SECRET
from bot.domain.errors import StorageUnavailable
from bot.domain.people import OwnWorkspace
from bot.domain.platforms import PLATFORMS
from bot.domain.redaction import fault
from bot.sentences import notices
from bot.sentences.operations import health, setup
from handlers.outbound.proxies import host_of
from handlers.slack.context.responder import NETWORK, slack_code
from handlers.slack.transport.manifest import BOT_SCOPES
from handlers.wiring.check_channels import where_it_is
from handlers.wiring.check_leads import who_leads
from handlers.wiring.check_numbers import which_numbers
from handlers.wiring.environment import (
    Environment,
    SetupError,
    config_read,
    load_config,
    proxy_for,
)

CLOCK_SECONDS = 60
MOST_PARKED = 100
PAGES_SECONDS = 5.0
"""So long a database file's pages are looked at."""
HISTORY = frozenset({"channels:history", "groups:history", "im:history"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine, or what is wrong and what to do.

    With `warning` the bot can run like this, but somebody should know.
    """

    subject: str
    ok: bool
    says: str
    warning: bool = False


def run_checks(
    environment: Environment,
    *,
    as_json: bool,
    say: Callable[[str], None],
    faulty: Mapping[str, str] | None = None,
) -> bool:
    """Look at everything, say it, and tell whether the bot can run.

    `faulty` has the variables that cannot be used, which `environment` is without, and why not.
    """
    findings = list(_look(environment, faulty or {}))
    if as_json:
        say(json.dumps([asdict(one) for one in findings], indent=2, ensure_ascii=False))
    else:
        for one in findings:
            say(health.line(one.ok, one.subject, one.says, warning=one.warning))
    return all(one.ok for one in findings)


def _look(environment: Environment, faulty: Mapping[str, str]) -> Iterator[Finding]:
    yield from (Finding(health.VARIABLE, False, why) for why in faulty.values())
    yield Finding(health.FILES, True, config_read(environment))
    config = Config()
    try:
        config = load_config(environment.config_path)
        yield Finding(health.CONFIG, True, _config_says(config))
        yield from _look_at_platforms(config)
        from handlers.wiring.check_pages import who_sees_what

        yield from (Finding(*line) for line in who_sees_what(environment, config))
        from handlers.outbound.notices.checking import look

        today = datetime.now(UTC).date()
        for line in asyncio.run(look(config, environment.variables, today)):
            yield Finding(*line)
    except SetupError as error:
        yield Finding(health.CONFIG, False, str(error))
    from handlers.wiring.check_retention import what_is_erased

    yield from (Finding(*line) for line in what_is_erased(environment, config))
    from handlers.wiring.evidence.checking import what_is_kept

    yield from (Finding(*line) for line in what_is_kept(environment, config))
    yield from _look_at_secrets(environment, faulty)
    if DATABASE_URL not in faulty:
        yield from _look_at_database(environment, config)
        from handlers.wiring.check_audit import what_the_audit_has

        yield from (Finding(*line) for line in what_the_audit_has(environment, config))
    try:
        proxy = proxy_for(environment)
        if proxy:
            yield Finding(health.PROXY, True, health.through_proxy(host_of(proxy)))
    except SetupError as error:
        yield Finding(health.PROXY, False, str(error))
        return
    if environment.bot_token and API_URL not in faulty:
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
                sentence = health.unknown_platform(name, near[0] if near else "")
                yield Finding(health.setting(key), False, sentence)


def _config_says(config: Config) -> str:
    return health.config(config.team, config.time_zone, len(config.leads), len(config.channels))


def _look_at_secrets(environment: Environment, faulty: Mapping[str, str]) -> Iterator[Finding]:
    if BOT_TOKEN not in faulty and not environment.bot_token.startswith("xoxb-"):
        yield Finding(health.BOT_TOKEN, False, health.NO_BOT_TOKEN)
    if environment.app_token:
        right = environment.app_token.startswith("xapp-")
        says = health.SOCKET_MODE if right else health.WRONG_APP_TOKEN
        yield Finding(health.CONNECTION, right, says)
    elif environment.signing_secret:
        yield Finding(health.CONNECTION, True, health.HTTP_MODE)
    elif not faulty.keys() & {APP_TOKEN, SIGNING_SECRET}:
        yield Finding(health.CONNECTION, False, health.NO_CONNECTION)


def _look_at_database(environment: Environment, config: Config) -> Iterator[Finding]:
    from bot.actions.recording.seeds import is_demo
    from bot.actions.recording.team import in_private
    from handlers.wiring.databases import NoDatabaseYet, opened, shown

    try:
        with opened(environment.database_url, migrate=False) as store:
            yield Finding(health.DATABASE, True, health.database(shown(environment.database_url)))
            if store.is_sqlite:
                whole = store.check_pages(PAGES_SECONDS)
                says = health.PAGES_WHOLE if whole else health.PAGES_UNSEEN
                incomplete = store.perhaps_incomplete()
                yield Finding(health.DATABASE_FILE, not incomplete, incomplete or says)
            if ahead := store.read(events_ahead):
                yield Finding(health.DATABASE_CLOCK, False, ahead)
            parked = store.read(lambda uow: uow.outbox.parked(MOST_PARKED))
            if parked:
                whys = sorted({f"{row.lane}: {reason}" for row, reason in parked})
                more = len(parked) == MOST_PARKED
                sentence = health.refused_messages(len(parked), more, whys)
                yield Finding(health.REFUSED_MESSAGES, False, sentence)
            if unsettled := store.read(lambda uow: uow.notices.open(MOST_PARKED)):
                sentence = notices.unsettled([one.reference for one in unsettled])
                yield Finding(health.NOTICES_SENT, True, sentence, warning=True)
            if not config.lead_review and not store.read(in_private):
                yield Finding(health.LEAD_REVIEW, True, health.REVIEW_TELLS, warning=True)
            if environment.real_slack and store.read(is_demo):
                yield Finding(health.DEMO_DATA, False, setup.DEMO_DATABASE)
    except NoDatabaseYet:
        says = health.no_database_yet(shown(environment.database_url))
        yield Finding(health.DATABASE, True, says, warning=True)
    except (SetupError, StorageUnavailable, ValueError) as error:
        yield Finding(health.DATABASE, False, str(error))


async def _look_at_slack(environment: Environment, config: Config) -> list[Finding]:
    client = AsyncWebClient(
        token=environment.bot_token, base_url=environment.api_url, timeout=10, retry_handlers=[]
    )
    client.proxy = proxy_for(environment)
    try:
        me = await client.auth_test()
    except SlackApiError as error:
        code = slack_code(error)
        if error.response.status_code != 200:
            return [Finding(health.SLACK, False, health.slack_ill(code))]
        return [Finding(health.TOKEN, False, health.token_refused(code))]
    except NETWORK as error:
        return [Finding(health.SLACK, False, health.no_answer(environment.api_url, fault(error)))]
    if me.get("is_enterprise_install"):
        return [Finding(health.TOKEN, False, setup.ORGANISATION_TOKEN)]
    found = [Finding(health.TOKEN, True, health.token(str(me.get("user")), str(me.get("team"))))]
    if environment.app_token.startswith("xapp-"):
        found.append(await _app_token(client, environment.app_token))
    found += _scopes(me.headers)
    found += _clock(me.headers, datetime.now(UTC))
    here = OwnWorkspace(str(me.get("team_id")), str(me.get("enterprise_id") or ""))
    found += [Finding(*line) for line in await who_leads(client, config, here)]
    told = await which_numbers(client, environment, str(me.get("user_id")))
    found += [Finding(*line) for line in told]
    found += [Finding(*line) for line in await where_it_is(client, config)]
    return found


async def _app_token(client: AsyncWebClient, token: str) -> Finding:
    """Ask for the address of a connection, as `run` does. It isn't connected to: a running bot's
    envelopes would be sent there too."""
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        return Finding(health.APP_TOKEN, False, setup.app_token_refused(slack_code(error)))
    except NETWORK as error:
        return Finding(
            health.APP_TOKEN, False, health.no_answer(str(client.base_url), fault(error))
        )
    return Finding(health.APP_TOKEN, True, health.APP_TOKEN_WORKS)


def _header(headers: Any, name: str) -> str:
    return next((str(value) for key, value in headers.items() if key.lower() == name), "")


def _scopes(headers: Any) -> list[Finding]:
    told = _header(headers, "x-oauth-scopes")
    if not told:
        return []
    missing = sorted(set(BOT_SCOPES) - {scope.strip() for scope in told.split(",")})
    if not missing:
        return [Finding(health.SCOPES, True, health.ALL_SCOPES)]
    sentence = health.missing_scopes(missing, bool(HISTORY & set(missing)))
    return [Finding(health.SCOPES, False, sentence)]


def _clock(headers: Any, now: datetime) -> list[Finding]:
    try:
        told = parsedate_to_datetime(_header(headers, "date"))
    except ValueError:
        return []  # Slack, or a proxy before it, doesn't say
    apart = abs((now - (told if told.tzinfo else told.replace(tzinfo=UTC))).total_seconds())
    if apart < CLOCK_SECONDS:
        return [Finding(health.CLOCK, True, health.CLOCK_AGREES)]
    return [Finding(health.CLOCK, False, health.clock_apart(round(apart)))]
