"""What thirty people do while the bot is killed under them, and what they were told."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from handlers.workspace.state.model import SlackMessage
from handlers.workspace.state.workspace import Workspace
from tests.chaos.balancer import Balancer
from tests.chaos.team import REFERRED, page
from tests.workspace_client import ControlClient, ControlRefused, buttons

TRIES = 60
SEEN_WITHIN = 90.0
IN_TIME_MS = 1900.0
"""An acknowledgement that came sooner came after the commit; later ones promise an answer only."""
_NUMBER = re.compile(r"\bR-(\d+)\b")


@dataclass
class Ledger:
    """What people were told, and how often they asked."""

    flagged: dict[str, int] = field(default_factory=dict)
    """Page → its number, as the person was told."""
    told: set[tuple[int, str]] = field(default_factory=set)
    """(number, refer | close | reject), as the person was told."""
    planned: dict[int, str] = field(default_factory=dict)
    """Number → how it is to end."""
    commands: int = 0
    clicks: int = 0
    forms: int = 0
    unanswered: int = 0
    """Requests that nobody acknowledged: they may have been recorded or not."""


@dataclass
class Pace:
    """Hands out moments to act, evenly over the time of the killing."""

    between: float
    _next: float = 0.0

    async def turn(self) -> None:
        """Wait for the next moment."""
        now = time.monotonic()
        self._next = max(now, self._next + self.between)
        await asyncio.sleep(self._next - now)


@dataclass
class Analyst:
    """One person, who does again what was not acknowledged, as people do."""

    user: str
    channel: str
    workspace: Workspace
    control: ControlClient
    balancer: Balancer
    ledger: Ledger
    pace: Pace

    async def work(self, pages: list[tuple[str, str]], lists: int) -> None:
        """Flag pages, then take each to its end (`close` or `reject`), and look at lists."""
        numbers = [(await self.flag(page(name)), end) for name, end in pages]
        for number, end in numbers:
            self.ledger.planned[number] = end
            await self.until_shown(number, "Mark referred")
            await self.do(number, "refer", "Rejected", lambda n=number: self.refer(n))  # type: ignore[misc]
        for number, end in numbers:
            act = self.close if end == "close" else self.reject
            shown = "Reappeared" if end == "close" else "Appeal"
            await self.do(number, end, shown, lambda n=number, act=act: act(n))  # type: ignore[misc]
        for _ in range(lists):
            await self.command("/referrals mine")

    # --- the steps ------------------------------------------------------------

    async def flag(self, url: str) -> int:
        """Flag a page until somebody says its number."""
        for _ in range(TRIES):
            said = await self.command(f"/flag {url}")
            found = _NUMBER.search(said)
            if found:
                self.ledger.flagged[url] = int(found[1])
                return int(found[1])
        raise AssertionError(f"{url} was not recorded in {TRIES} tries")

    async def do(
        self, number: int, what: str, shown: str, step: Callable[[], Awaitable[bool]]
    ) -> None:
        """Take a step until it was acknowledged or the card shows that it was recorded."""
        for _ in range(TRIES):
            if await step():
                self.ledger.told.add((number, what))
                break
            if await self.shows(number, shown, 2.0):
                break
        else:
            raise AssertionError(f"{what} of R-{number} was not recorded in {TRIES} tries")
        await self.until_shown(number, shown)

    async def refer(self, number: int) -> bool:
        return await self.fill_in(
            number, "Mark referred", {name: {name: value} for name, value in REFERRED.items()}
        )

    async def reject(self, number: int) -> bool:
        return await self.fill_in(number, "Rejected", {"reason": {"reason": "terms"}})

    async def close(self, number: int) -> bool:
        """Press Closed; whether the bot said that it is recorded."""
        before = len(self._private())
        if not await self.press(number, "Closed"):
            return False
        wanted = f"R-{number} is recorded as closed"
        return await self._comes(
            lambda: any(wanted in one.text for one in self._private()[before:]), 2.0
        )

    async def fill_in(self, number: int, label: str, values: dict[str, dict[str, str]]) -> bool:
        """Open a form from the card and hand it in; whether it was taken."""
        for form in (await self.control.views(self.user))[0]:
            await self.control.close_view(self.user, form["id"])
        if not await self.press(number, label):
            return False
        await self._comes(lambda: bool(self.workspace.modals.stack(self.user)), 2.0)
        stack, _ = await self.control.views(self.user)
        if not stack or f"{number}" not in str(stack[-1]):
            return False
        await self.balancer_is_up()
        self.ledger.forms += 1
        try:
            taken = await self.control.submit(self.user, stack[-1]["id"], values)
        except ControlRefused:
            self.ledger.unanswered += 1
            return False
        return str(taken["response_action"]) == "clear"

    # --- hands and eyes -------------------------------------------------------

    async def command(self, text: str) -> str:
        """Type a command; what the acknowledgement says."""
        await self.pace.turn()
        await self.balancer_is_up()
        self.ledger.commands += 1
        answer = await self.control.type(self.user, self.channel, text)
        self._count(answer)
        return str(answer["acknowledged"]["body"] or "")

    async def press(self, number: int, label: str) -> bool:
        """Press a button of the card; whether that was acknowledged in time."""
        await self.pace.turn()
        await self.balancer_is_up()
        card = self.card(number)
        found = buttons(card.blocks).get(label) if card else None
        if card is None or found is None:
            return False
        self.ledger.clicks += 1
        block_id, action_id = found
        answer = await self.control.click(
            self.user, action_id, channel=card.channel, message_ts=card.ts, block_id=block_id
        )
        self._count(answer)
        told: dict[str, Any] = answer["acknowledged"]
        return told["status"] == 200 and float(told["ms"]) < IN_TIME_MS

    def _count(self, answer: dict[str, Any]) -> None:
        if answer["acknowledged"]["status"] != 200:
            self.ledger.unanswered += 1

    def card(self, number: int) -> SlackMessage | None:
        """The referral's card, as it stands in the channel."""
        return next(iter(cards_of(self.workspace, self.channel).get(number, ())), None)

    async def shows(self, number: int, label: str, seconds: float) -> bool:
        """Whether the card comes to have this button."""

        def look() -> bool:
            card = self.card(number)
            return card is not None and label in buttons(card.blocks)

        return await self._comes(look, seconds)

    async def until_shown(self, number: int, label: str) -> None:
        if not await self.shows(number, label, SEEN_WITHIN):
            raise AssertionError(f"the card of R-{number} never showed {label}")

    async def balancer_is_up(self) -> None:
        """People do not press while nothing answers at all."""
        assert await self._comes(lambda: self.balancer.anybody, 60.0), "no replica came up"

    def _private(self) -> list[SlackMessage]:
        return self.workspace.ephemerals.of(self.user, self.channel)

    async def _comes(self, condition: Callable[[], bool], seconds: float) -> bool:
        for _ in range(int(seconds / 0.05)):
            if condition():
                return True
            await asyncio.sleep(0.05)
        return condition()


def by_the_bot(workspace: Workspace, channel: str) -> list[SlackMessage]:
    """What the bot posted there, oldest first."""
    found = workspace.timeline(channel).messages.values()
    return sorted((one for one in found if one.by_app and not one.deleted), key=lambda m: m.ts)


def cards_of(workspace: Workspace, channel: str) -> dict[int, list[SlackMessage]]:
    """Number → its cards in the channel: there should be one."""
    cards: dict[int, list[SlackMessage]] = {}
    for one in by_the_bot(workspace, channel):
        found = _NUMBER.match(one.text)
        if found and not one.is_reply:
            cards.setdefault(int(found[1]), []).append(one)
    return cards
