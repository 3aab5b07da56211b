"""Messages in Slack about erased referrals: where they stand, and which must still be changed.

Cards and questions have a place in `posts`. Everything else (thread lines, lists, reminders, notes
to leads) is sent once; when its outbox row is purged, its place goes to `mentions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Text, delete, func, insert, or_, select, type_coerce, update

from bot.domain.announcements import Message
from bot.ports.outbox import RedactMessage
from storage.sql.dialects import in_parts, insert_unless_there
from storage.sql.tables import ACCESS_LOG, events, is_sent, outbox, posts
from storage.sql.tables_beside import erased_posts, is_list, mentions

_o, _m, _p, _q = outbox.c, mentions.c, posts.c, erased_posts.c
_OF_ONE = frozenset({Message.LINE, Message.CHECKED, Message.HELD})
_OF_SEVERAL = frozenset({Message.LIST, Message.REMINDER, Message.ESCALATION})
_QUOTING = (Message.LINE.value, Message.HELD.value)
_SEVERAL = sorted(one.value for one in _OF_SEVERAL)

Places = dict[tuple[int, str, str], str]
"""(referral, channel, ts) → which message stands there."""


def keep_places(connection: Connection, *old: Any) -> None:
    """Keep where the messages of these outbox rows (conditions) stand, before the rows go."""
    places = _sent(connection, *old)
    if places:
        connection.execute(
            insert_unless_there(connection, mentions), [_place(*one) for one in places.items()]
        )


def queue(connection: Connection, numbers: Sequence[int]) -> None:
    """Queue every message about these referrals to be changed; name nobody in the outbox."""
    wanted = frozenset(numbers)
    names = {f"R-{number}": number for number in numbers}
    places: Places = {}
    for subject, channel, ts in _posts(connection, names):
        places[names[subject], channel, ts] = Message.CARD.value
    questions = _questions(connection, numbers)
    for subject, channel, ts in _posts(connection, questions):
        places[questions[subject], channel, ts] = Message.QUESTION.value
    known = select(_m.referral, _m.channel, _m.ts, _m.message).where(_m.referral.in_(numbers))
    for number, channel, ts, message in connection.execute(known):
        places[number, channel, ts] = message
    about = or_(_o.subject.in_(list(names)), _o.message.in_(_SEVERAL))
    places |= {one: what for one, what in _sent(connection, about).items() if one[0] in wanted}
    if places:
        connection.execute(insert(erased_posts), [_place(*one) for one in sorted(places.items())])
    _name_nobody(connection, wanted)


def queue_texts(connection: Connection, number: int) -> None:
    """Queue what may quote this referral's page: the lines under its card, and notes to the leads."""
    known = select(_m.channel, _m.ts, _m.message).where(
        _m.referral == number, _m.message.in_(_QUOTING)
    )
    places: Places = {
        (number, channel, ts): what for channel, ts, what in connection.execute(known)
    }
    places |= _sent(connection, _o.subject == f"R-{number}", _o.message.in_(_QUOTING))
    if places:
        connection.execute(insert(erased_posts), [_place(*one) for one in sorted(places.items())])


def take(connection: Connection, limit: int) -> tuple[RedactMessage, ...]:
    """Take up to `limit` messages off the queue, each once; others take others."""
    found = select(erased_posts).order_by(_q.id).limit(limit)
    rows = connection.execute(found.with_for_update(skip_locked=True)).all()
    if not rows:
        return ()
    connection.execute(delete(erased_posts).where(_q.id.in_([row.id for row in rows])))
    messages = dict.fromkeys(
        RedactMessage(
            row.referral, row.channel, row.ts, Message(row.message), _beside(connection, row)
        )
        for row in rows
    )
    return tuple(messages)


def left(connection: Connection) -> int:
    """How many are on the queue."""
    return connection.execute(select(func.count()).select_from(erased_posts)).scalar_one()


def _beside(connection: Connection, row: Any) -> tuple[int, ...]:
    """All referrals of a list message: those that are not erased still stand in it."""
    if row.message != Message.LIST:
        return ()
    same = (is_list, _m.channel == row.channel, _m.ts == row.ts)
    numbers = set(connection.execute(select(_m.referral).where(*same)).scalars())
    numbers |= {number for number, _, _ in _sent(connection, _o.ts == row.ts)}
    return tuple(sorted(numbers))


def _place(place: tuple[int, str, str], message: str) -> dict[str, Any]:
    number, channel, ts = place
    return {"referral": number, "channel": channel, "ts": ts, "message": message}


def _sent(connection: Connection, *conditions: Any) -> Places:
    found = select(_o.message, _o.subject, _o.data, _o.channel, _o.ts).where(
        is_sent,
        _o.ts > "",
        _o.message.in_(sorted(one.value for one in _OF_ONE | _OF_SEVERAL)),
        *conditions,
    )
    return {
        (number, row.channel, row.ts): row.message
        for row in connection.execute(found)
        for number in _numbers(row.message, row.subject, row.data)
    }


def _numbers(message: str, subject: str, data: Mapping[str, Any]) -> Iterator[int]:
    """The referrals that an outbox row speaks of."""
    if message in _OF_ONE or message in (Message.CARD, Message.QUESTION):
        name = str(data.get("card") or subject).removeprefix("R-")
        if name.isdigit():
            yield int(name)
    yield from (one for one in data.get("numbers") or () if isinstance(one, int))
    yield from (int(number) for number, _ in data.get("items") or ())


def _posts(connection: Connection, subjects: Iterable[str]) -> Iterator[Row[str, str, str]]:
    for some in in_parts(subjects):
        found = select(_p.subject, _p.channel, _p.ts).where(_p.subject.in_(some))
        yield from connection.execute(found)


def _questions(connection: Connection, numbers: Iterable[int]) -> dict[str, int]:
    """The subjects that questions about these referrals may have: one for each reading."""
    streams = [ACCESS_LOG - number for number in numbers]
    found = select(events.c.referral, events.c.seq).where(events.c.referral.in_(streams))
    return {f"check R-{-stream} {seq}": -stream for stream, seq in connection.execute(found)}


def _name_nobody(connection: Connection, wanted: frozenset[int]) -> None:
    """Remove the name of who flagged or answered from all outbox rows about these referrals."""
    named = type_coerce(_o.data, Text).like('%"by":"_%')
    found = select(_o.id, _o.message, _o.subject, _o.data).where(named)
    blank = [
        (row.id, {**row.data, "by": ""})
        for row in connection.execute(found)
        if wanted.intersection(_numbers(row.message, row.subject, row.data))
    ]
    for number, data in blank:
        connection.execute(update(outbox).where(_o.id == number).values(data=data))
