"""What the columns of `referrals` and `page_checks` should be, as the events say: for `audit verify`.

Not compared, since no event says it: a `key_version` above the events' (newer rules read the same), and of
`page_checks` the state, who asked, when to look next and the lease. Of an erased page's key, only the
erasure key knows whether it is that page's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, or_, select

from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, Event, Fact, State
from bot.domain.pages.checks import says
from storage.history.events import REMIND_AT
from storage.sql.dialects import from_micros
from storage.sql.referral_rows import to_values
from storage.sql.tables import events, page_checks, referrals
from storage.sql.tables_beside import ERASED_PAGE, evidence, page_fingerprints

Beside = tuple[int, int, Mapping[str, Fact]]
"""An event beside a referral: its number there, when it happened (microseconds), what it says."""
Facts = Sequence[Mapping[str, Fact]]
_NEVER_REMINDED = {"remind_times": 0, "reminded_at": None, "escalated": False}


def differing(row: Row[Any], told: Sequence[Event], facts: Facts, uid: str) -> list[str]:
    """The columns of a referral that differ from what its events say.

    `facts` are those of the events as they were hashed. Raises ImpossibleHistory.
    """
    referral = replay(told)
    erased = [event.recorded_at for event in told if event.action is Action.ERASE]
    expected: dict[str, Any] = {**to_values(referral), "uid": uid}
    expected["erased_at"] = erased[-1] if erased else None
    just_erased = told[-1].action is Action.ERASE
    finished = not (referral.live or just_erased)
    expected["finished_at"] = told[-1].recorded_at if finished else None
    expected |= _reminders(told, facts, row.reminder)
    if just_erased:
        expected["search"] = ""
    if erased:
        del expected["page_key"]
    if row.key_version > referral.key_version:
        del expected["key_version"]
    kept = row._mapping
    return [name for name, value in expected.items() if kept[name] != value]


def _reminders(
    told: Sequence[Event], facts: Facts, reminder: Mapping[str, Fact] | None
) -> dict[str, Any]:
    """How the referral is reminded of. What an earlier version recorded does not say all of it."""
    known: dict[str, Any] = {}
    since = 0
    if reminder is not None:
        since = int(reminder["version"] or 0)
        known = {name: reminder[name] for name in (*_NEVER_REMINDED, REMIND_AT)}
        for name in ("reminded_at", REMIND_AT):
            known[name] = _instant(known[name])
    elif REMIND_AT in facts[0]:
        known = dict(_NEVER_REMINDED)
    for event, said in zip(told[since:], facts[since:], strict=True):
        if event.action is Action.ERASE:
            known[REMIND_AT] = None
        elif REMIND_AT in said:
            known[REMIND_AT] = _instant(said[REMIND_AT])
    if since:
        states = [replay(told[:count]).state for count in range(since, len(told) + 1)]
        if len(set(states)) > 1:
            known |= _NEVER_REMINDED
    return known


def _instant(micros: Fact) -> datetime | None:
    return None if micros is None else from_micros(int(micros))


def differing_look(row: Row[Any], beside: Iterable[Beside]) -> list[str]:
    """The columns of a referral's page checks that do not fit its readings."""
    readings = [(seq, at, said["status"]) for seq, at, said in beside if said.get("status")]
    found = {status for _, _, status in readings}
    times = [from_micros(at) for _, at, _ in readings]
    usual = says(State(row.state)).value
    fits = {
        "checked_at": row.checked_at is None or row.checked_at in times[-1:],
        "since": row.since is None or row.since in times,
        "seen": row.seen is None or row.seen in found,
        "agreed": row.agreed in (None, *found, usual),
        "question": row.question is None
        or (row.agreed != usual and row.question in [seq for seq, _, _ in readings]),
    }
    return [name for name, fit in fits.items() if not fit]


_c, _r, _f = page_checks.c, referrals.c, page_fingerprints.c
_other = referrals.alias()
_named = _r.page_key.startswith(ERASED_PAGE)

UNCHECKED = select(_c.referral.label("number")).where(
    or_(_c.checked_at.is_not(None), _c.seen.is_not(None), _c.question.is_not(None)),
    ~select(events.c.seq).where(events.c.referral == -_c.referral).exists(),
)
"""Page checks that say what was read, where nothing was."""
MISNAMED = select(_r.number).where(
    _r.erased_at.is_not(None),
    ~_named,
    ~select(_other.c.number)
    .where(_other.c.page_key == _r.page_key, _other.c.erased_at.is_(None))
    .exists(),
)
"""Erased referrals that stand under the key of no page that is known."""
UNKNOWN_PAGES = select(_r.number).where(
    _r.erased_at.is_not(None), _named, ~select(_f.page).where(_f.page == _r.page_key).exists()
)
"""Erased referrals whose page nobody could recognise again."""
NO_PAGES = select(_f.page).where(~select(_r.number).where(_r.page_key == _f.page).exists())
"""Erased pages under whose name no referral stands."""

_EVENT = and_(
    evidence.c.referral == events.c.referral,
    evidence.c.seq == events.c.seq,
    events.c.action == Action.EVIDENCE.value,
)
# Pieces of evidence that no event speaks of, and events whose piece is not there.
STRAY_EVIDENCE = (
    select(evidence.c.referral.label("number"))
    .outerjoin(events, _EVENT)
    .where(events.c.seq.is_(None))
)
LOST_EVIDENCE = (
    select(events.c.referral.label("number"))
    .outerjoin(evidence, _EVENT)
    .where(events.c.action == Action.EVIDENCE.value, evidence.c.seq.is_(None))
)
