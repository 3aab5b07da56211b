"""What must be so at the end, looked up in the database and in the channels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.announcements import Message as Kind
from bot.domain.lifecycle.referral import Event, Referral
from handlers.workspace.state.model import SlackMessage
from handlers.workspace.state.workspace import Workspace
from storage.database import SqlStore
from tests.chaos.team import CHANNELS, PEOPLE, Team
from tests.chaos.work import Ledger, by_the_bot, cards_of
from tests.storage.databases import rows
from tests.workspace_client import buttons

LINES = {"refer": "Marked referred", "close": "Closed", "reject": "Rejected"}
LAST_BUTTON = {"refer": "Rejected", "close": "Reappeared", "reject": "Appeal"}
_NUMBER = re.compile(r"\bR-(\d+)\b")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there was of what, each exactly once."""

    referrals: int
    events: int
    cards: int
    lines: int
    reminders: int
    digests: int
    messages: int


def the_truth(
    store: SqlStore, url: str, workspace: Workspace, team: Team, ledger: Ledger
) -> Counts:
    """Look at everything; AssertionError for what is missing or double."""
    histories = _histories(store, url)
    _database(histories, team, ledger)
    said = [one for channel in CHANNELS for one in by_the_bot(workspace, channel)]
    direct = [one for user in PEOPLE for one in _direct(workspace, user)]
    _every_row_once(url, [*said, *direct])
    cards, lines = _cards(histories, workspace, team, ledger)
    reminders = _reminders(direct, team)
    digests = _digests(url, said)
    assert len(said) == cards + lines + digests, "there is a message that nothing calls for"
    assert len(direct) == reminders
    return Counts(
        referrals=len(histories),
        events=sum(len(events) for _, events in histories.values()),
        cards=cards,
        lines=lines,
        reminders=reminders,
        digests=digests,
        messages=len(said) + len(direct),
    )


def _histories(store: SqlStore, url: str) -> dict[int, tuple[Referral, tuple[Event, ...]]]:
    numbers = [row.number for row in rows(url, "SELECT number FROM referrals ORDER BY number")]
    found = store.read(lambda uow: uow.referrals.many(numbers))
    return {
        number: (found[number], store.read(lambda uow, n=number: uow.referrals.history(n)))  # type: ignore[misc]
        for number in numbers
    }


def _database(
    histories: dict[int, tuple[Referral, tuple[Event, ...]]], team: Team, ledger: Ledger
) -> None:
    pages = Counter(referral.url for referral, _ in histories.values())
    assert set(pages.values()) == {1}, "a page has two referrals"
    for url, number in ledger.flagged.items():
        assert histories[number][0].url == url, f"R-{number} is not what the person was told"
    assert len(histories) == len(ledger.flagged) + len(team.seeded)
    for number, end in ledger.planned.items():
        actions = [str(event.action) for event in histories[number][1]]
        assert actions == ["flag", "refer", end], f"R-{number}: {actions}"
    for number, what in ledger.told:
        actions = [str(event.action) for event in histories[number][1]]
        assert actions.count(what) == 1, f"R-{number} was told as {what}: {actions}"


def _every_row_once(url: str, said: Iterable[SlackMessage]) -> None:
    """Each message carries the key of the row that it is for; no key twice."""
    left = rows(url, "SELECT id, state, message, reason FROM outbox WHERE state <> 'sent'")
    assert not left, f"not sent: {left}"
    keys = Counter(one.metadata["event_payload"]["key"] for one in said)
    assert set(keys.values()) <= {1}, f"twice: {[key for key, n in keys.items() if n > 1]}"
    known = {row.key for row in rows(url, "SELECT key FROM outbox")}
    assert {key.removesuffix(".card") for key in keys} <= known


def _cards(
    histories: dict[int, tuple[Referral, tuple[Event, ...]]],
    workspace: Workspace,
    team: Team,
    ledger: Ledger,
) -> tuple[int, int]:
    """Every card once, with its last state; every thread line once, in order."""
    cards = {
        number: found
        for channel in CHANNELS
        for number, found in cards_of(workspace, channel).items()
    }
    assert set(cards) == set(histories), "a card is missing, or is of nothing"
    lines = 0
    for number, found in cards.items():
        assert len(found) == 1, f"R-{number} has {len(found)} cards"
        (card,) = found
        actions = [str(event.action) for event in histories[number][1]][1:]
        assert LAST_BUTTON[actions[-1]] in buttons(card.blocks), f"R-{number}: {card.text}"
        thread = [
            one.text
            for one in by_the_bot(workspace, card.channel)
            if one.is_reply and one.thread_ts == card.ts
        ]
        said = [line.partition(": ")[2].split(" by ")[0] for line in thread]
        assert said == [LINES[action] for action in actions], f"R-{number}: {thread}"
        lines += len(thread)
    return len(cards), lines


def _reminders(direct: Iterable[SlackMessage], team: Team) -> int:
    """Each referral that became overdue is in one reminder, and in no more than one."""
    messages = list(direct)
    named = Counter(int(number) for one in messages for number in set(_NUMBER.findall(one.text)))
    assert named == Counter(team.reminded), f"reminded of: {named}"
    return len(messages)


def _digests(url: str, said: Iterable[SlackMessage]) -> int:
    """Each channel has its digest, once."""
    query = "SELECT key, lane FROM outbox WHERE message = :kind"
    due = {row.key: row.lane for row in rows(url, query, kind=str(Kind.DIGEST))}
    assert sorted(due.values()) == CHANNELS, f"digests were written down for {due.values()}"
    posted = [one.channel for one in said if one.metadata["event_payload"]["key"] in due]
    assert sorted(posted) == CHANNELS, f"digests stand in {posted}"
    return len(posted)


def _direct(workspace: Workspace, user: str) -> list[SlackMessage]:
    return by_the_bot(workspace, workspace.direct_message(user).id)
