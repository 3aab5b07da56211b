"""Who somebody is and what a place is, as Slack tells: remembered, and asked again in time."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.config import Config
from bot.domain.errors import NotAllowed, Refusal
from bot.domain.people import Belonging, OwnWorkspace, Person, Place, admit
from bot.sentences import labels, refusals
from handlers.async_store import AsyncStore
from handlers.slack.context.members import learn_members
from handlers.slack.context.membership import belonging
from handlers.slack.context.responder import NETWORK, slack_code

PERSON_SECONDS = 600.0
PLACE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class _Remembered:
    value: Any
    until: float


class Directory:
    """Asks Slack who people are and what channels are, and keeps the answers for some minutes."""

    def __init__(self, client: AsyncWebClient, store: AsyncStore, config: Config) -> None:
        self._client = client
        self._store = store
        self._config = config
        self._people: dict[str, _Remembered] = {}
        self._places: dict[str, _Remembered] = {}
        self._looked_at: dict[str, float] = {}
        self.team = ""
        self.enterprise = ""
        self.bot_name = "referral-bot"
        self.bot_user = ""
        self.bot_id = ""

    async def who_am_i(self) -> dict[str, Any]:
        """Ask Slack once whose token this is; keeps team and bot name. Raises SlackApiError."""
        answer = (await self._client.auth_test()).data
        assert isinstance(answer, dict)
        self.team = str(answer.get("team_id", ""))
        self.enterprise = str(answer.get("enterprise_id") or "")
        self.bot_user = str(answer.get("user_id", ""))
        self.bot_id = str(answer.get("bot_id", ""))
        self.bot_name = str(answer.get("user", "") or self.bot_name)
        return answer

    @property
    def here(self) -> OwnWorkspace:
        """The workspace that the bot is installed in; without ids before `who_am_i`."""
        return OwnWorkspace(self.team, self.enterprise)

    async def person(self, user: str, team: str = "") -> Person:
        """The person behind a user id, who may use the bot. Raises NotAllowed or Refusal.

        `team` is the workspace that the request names as its place, where it names one.
        """
        if not user:
            raise NotAllowed(refusals.UNKNOWN_PERSON)
        config = self._config
        return admit(
            await self._belonging(user),
            team,
            self.here,
            guests=config.guests,
            others=config.other_workspaces,
            leads=config.leads,
        )

    async def place(self, channel: str) -> Place:
        """The channel or conversation. Raises Refusal where the bot cannot work in it."""
        kept = self._places.get(channel)
        if kept and kept.until > time.monotonic():
            place: Place = kept.value
            return place
        place = await self._ask_place(channel)
        self._places[channel] = _Remembered(place, time.monotonic() + PLACE_SECONDS)
        if await self._store.read(lambda uow: uow.places.get(channel)) not in (None, place):
            await self._store.write(lambda uow: uow.places.put(place))
        return place

    async def look_at_places(self, most: int) -> None:
        """Ask Slack anew of what kind the channels are: a public one may have become private.

        Up to `most` of them, those looked at longest ago first. Raises SlackApiError where Slack
        refuses to say; a channel that is hidden from the bot counts as private from then on.
        """
        known = await self._store.read(lambda uow: uow.places.all())
        channels = {place.id: place for place in known if not place.direct}
        order = sorted(channels, key=lambda one: (self._looked_at.get(one, 0.0), one))
        for channel in order[:most]:
            self._looked_at[channel] = time.monotonic()
            await self.place_changed(channels[channel])

    async def place_changed(self, known: Place) -> None:
        """Keep what Slack says now of a channel. Raises as `look_at_places` does."""
        try:
            answer = (await self._ask("conversations.info", channel=known.id)).data
            told = (answer.get("channel") or {}) if isinstance(answer, dict) else {}
            private = bool(told.get("is_private", known.private))
            place = Place(known.id, str(told.get("name") or known.name), private)
        except SlackApiError as error:
            if slack_code(error) != "channel_not_found":
                raise
            place = Place(known.id, known.name, private=True)
        self._places.pop(known.id, None)
        if place != known:
            await self._store.write(lambda uow: uow.places.put(place))

    async def became(self, channel: str, *, private: bool) -> None:
        """Slack told that a channel was made private, or public."""
        self._places.pop(channel, None)
        known = await self._store.read(lambda uow: uow.places.get(channel))
        if known is not None and known.private is not private:
            place = Place(channel, known.name, private)
            await self._store.write(lambda uow: uow.places.put(place))

    async def _belonging(self, user: str) -> Belonging:
        kept = self._people.get(user)
        if kept and kept.until > time.monotonic():
            remembered: Belonging = kept.value
            return remembered
        try:
            answer = (await self._ask("users.info", user=user)).data
            assert isinstance(answer, dict)
            found = belonging(user, answer.get("user") or {}, self.here)
        except SlackApiError as error:
            code = slack_code(error)
            if code in ("user_not_found", "user_not_visible"):
                raise NotAllowed(refusals.UNKNOWN_PERSON) from None
            return await self._from_before(user, code)
        except NETWORK as error:
            return await self._from_before(user, type(error).__name__)
        if await self._store.read(lambda uow: uow.people.get(user)) != found.known:
            await self._store.write(lambda uow: uow.people.put(found.known))
        self._people[user] = _Remembered(found, time.monotonic() + PERSON_SECONDS)
        return found

    async def _from_before(self, user: str, code: str) -> Belonging:
        known = await self._store.read(lambda uow: uow.people.get(user))
        if known is None:
            raise Refusal(refusals.slack_said_not_who(code))
        return Belonging(known)

    async def _ask(self, method: str, **args: str) -> AsyncSlackResponse:
        # The SDK's own methods read with GET; a posted form is what every Slack understands.
        return await self._client.api_call(method, data=args)

    async def learn_people(self) -> None:
        """Read the workspace's members, however long it takes. Raises SlackApiError for a refusal."""
        await learn_members(self._ask, self._store, self.here, self._config.leads)
        # Who writes next is asked about anew: what was just learnt counts at once.
        self._people.clear()

    async def _ask_place(self, channel: str) -> Place:
        try:
            answer = (await self._ask("conversations.info", channel=channel)).data
            assert isinstance(answer, dict)
        except SlackApiError as error:
            code = slack_code(error)
            if code == "channel_not_found" and channel.startswith("D"):
                raise Refusal(refusals.two_people(self.bot_name)) from None
            if code == "channel_not_found":
                raise Refusal(refusals.not_in("conversation", self.bot_name)) from None
            if code in ("missing_scope", "method_not_supported_for_channel_type"):
                raise Refusal(refusals.WRONG_KIND_OF_CONVERSATION) from None
            raise Refusal(refusals.slack_said_not_where(code)) from None
        except NETWORK as error:
            raise Refusal(refusals.slack_is_silent(type(error).__name__)) from None
        told = answer.get("channel") or {}
        direct = bool(told.get("is_im") or told.get("is_mpim"))
        if not direct and told.get("is_member") is False:
            raise Refusal(refusals.not_in("channel", self.bot_name))
        if not direct and not self._config.allows(channel):
            raise Refusal(refusals.NOT_SWITCHED_ON)
        return Place(
            channel,
            str(told.get("name") or (labels.DIRECT_MESSAGE if direct else channel)),
            private=direct or bool(told.get("is_private")),
        )


def authorize_from(directory: Directory) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Bolt's question whom a request is for, answered from what `who_am_i` said: this bot."""

    async def authorize(
        enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id or directory.team,
            bot_user_id=directory.bot_user,
            bot_id=directory.bot_id,
            bot_token="",
        )

    return authorize
