"""The workspace's members, page by page: who leads is known before they write, and who has gone.

However often Slack puts the reading off, it goes on where it stopped, also after a restart.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.domain.people import KnownPerson, OwnWorkspace
from bot.ports.store import UnitOfWork
from handlers.async_store import AsyncStore
from handlers.slack.context.membership import belonging
from handlers.slack.context.responder import NETWORK, slack_code

log = logging.getLogger(__name__)

AT_ONCE = 1_000
"""People on a page: the most that Slack gives."""
READ_UP_TO = "members read up to"
"""The setting with Slack's cursor, for as long as not all were read."""
WAIT_SECONDS = 30.0
"""Where Slack limits the reading and doesn't say for how long."""
LONGEST_WAIT = 60.0
ILL = (
    "ratelimited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
)
"""Slack's words for being ill itself, beside any status but 200: it is asked again."""

Ask = Callable[..., Awaitable[Any]]


async def learn_members(
    ask: Ask, store: AsyncStore, here: OwnWorkspace, leads: Collection[str]
) -> None:
    """Keep what Slack says of everybody in the workspace, and of whom config names as `leads`.

    Slack lists nobody of other workspaces, so leads are asked for by name. `ask(method, **args)` calls
    Slack. Raises SlackApiError where it refuses.
    """
    listed: set[str] = set()
    cursor = await store.read(lambda uow: uow.settings.get(READ_UP_TO)) or ""
    seen = {cursor}
    while True:
        try:
            page = await patiently(ask, "users.list", limit=str(AT_ONCE), cursor=cursor)
        except SlackApiError as error:
            if not cursor or slack_code(error) != "invalid_cursor":
                raise
            cursor, seen = "", {""}  # kept for too long: from the beginning
            continue
        found = [
            belonging(str(told["id"]), told, here)
            for told in page.get("members") or ()
            if told.get("id")
        ]
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        people = [one.known for one in found if not one.is_bot]
        await _keep(store, people, read_up_to=cursor)
        listed.update(one.id for one in people)
        if not cursor or cursor in seen:
            break
        seen.add(cursor)
    for lead in leads:
        if lead not in listed:
            await _keep(store, [await _named(ask, lead, here)])


async def _named(ask: Ask, user: str, here: OwnWorkspace) -> KnownPerson:
    """Somebody whom config names; who isn't there is of no use as a lead, like a stranger."""
    try:
        answer = await patiently(ask, "users.info", user=user)
    except SlackApiError as error:
        if slack_code(error) not in ("user_not_found", "user_not_visible"):
            raise
        return KnownPerson(user, user, external=True)
    return belonging(user, answer.get("user") or {}, here).known


async def _keep(
    store: AsyncStore, people: Sequence[KnownPerson], *, read_up_to: str | None = None
) -> None:
    """Keep what is new of these people, and with it how far the reading got."""

    def work(uow: UnitOfWork) -> None:
        known = uow.people.many(one.id for one in people)
        for one in people:
            if known.get(one.id) != one:
                uow.people.put(one)
        if read_up_to is not None and (uow.settings.get(READ_UP_TO) or "") != read_up_to:
            uow.settings.put(READ_UP_TO, read_up_to)

    await store.write(work)


async def patiently(ask: Ask, method: str, **args: str) -> dict[str, Any]:
    """Slack's answer, however long it has to be waited for. Raises SlackApiError where it refuses."""
    tries = 0
    while True:
        try:
            answer = (await ask(method, **args)).data
            return answer if isinstance(answer, dict) else {}
        except SlackApiError as error:
            code, status = slack_code(error), error.response.status_code
            if status == 200 and code not in ILL:
                raise
            reason, seconds = code, _told_to_wait(error) if status == 429 else None
        except NETWORK as error:
            reason, seconds = type(error).__name__, None
        if seconds is None:
            seconds = min(2.0 ** min(tries, 10), LONGEST_WAIT)
        tries += 1
        log.warning("%s: Slack puts it off (%s); again in %.0f s", method, reason, seconds)
        await asyncio.sleep(seconds)


def _told_to_wait(error: SlackApiError) -> float:
    """Seconds, as Slack says in Retry-After."""
    told = str(error.response.headers.get("Retry-After") or "")
    return float(told) if told.isascii() and told.isdigit() else WAIT_SECONDS
