"""Outbox row → the call that says it, made from what the database says when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.actions.joining.sharing import links_of
from bot.actions.notices.preparing import latest
from bot.actions.recording.evidence import count_for_everybody
from bot.actions.recording.look import advice_for, as_read, open_finding
from bot.actions.recording.parking import place_of
from bot.config import Config
from bot.domain.announcements import REDRAWN, Message, direct
from bot.domain.lifecycle.decisions import may_appeal
from bot.domain.lifecycle.history import last_undoable, mentioned, successor
from bot.domain.lifecycle.referral import Action, Event, Referral, State
from bot.domain.numbers import Skip
from bot.domain.pages.checks import Checked
from bot.domain.people import Place, everybody_in
from bot.domain.reminders import Waiting, waits_for
from bot.ports.clock import Clock
from bot.ports.outbox import OutboxRow
from bot.ports.store import UnitOfWork
from bot.sentences.recording import answers
from handlers.messages.cards.card import card
from handlers.messages.cards.checks import answered, checked_line, question
from handlers.messages.cards.erased import erased
from handlers.messages.cards.notes import anchor, held, imported, parked, said_alone
from handlers.messages.forms.owners import left
from handlers.messages.kit.kit import Post
from handlers.messages.kit.origin import newest
from handlers.messages.kit.wording import CardContext
from handlers.messages.lists.lines import line
from handlers.messages.lists.reminder import Item, escalation, reminder
from handlers.outbound.delivery.of_several import (
    before_hold,
    flagged_together,
    list_anew,
    numbers_in,
    posted,
    recorded_together,
)
from handlers.outbound.delivery.sendable import Nothing, Sendable, card_key, card_subject, number_of
from handlers.outbound.slack_client import Method

Writer = Callable[[Mapping[str, Any], CardContext], Post]


@dataclass(frozen=True, slots=True)
class Composers:
    """How a message whose whole meaning stands in its `data` is written (digest, figures)."""

    post: Writer
    as_text: Writer | None = None
    """For a Slack that refuses one of its blocks; without it the text of `post` alone."""


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes within one reading transaction; the same row may come out differently later."""

    config: Config
    clock: Clock
    composers: Mapping[Message, Composers] = field(default_factory=dict)

    def compose(self, uow: UnitOfWork, row: OutboxRow, channel: str) -> Sendable | Nothing:
        """What to send for a row; `channel` is the id of its lane's conversation."""
        made = self._made(uow, row, channel)
        if isinstance(made, Sendable) and made.method is Method.POST:
            return replace(made, mark=uow.referrals.mark())
        return made

    def _made(self, uow: UnitOfWork, row: OutboxRow, channel: str) -> Sendable | Nothing:
        match row.message:
            case Message.CARD:
                return self._card(uow, row, channel, row.key)
            case Message.REDRAW:
                stands = uow.posts.get(row.subject)
                if stands is None:
                    return Nothing("it does not stand in Slack")
                if number_of(row) is None:
                    return list_anew(uow, row, stands, self._context)
                return self._card(uow, row, channel, row.key)
            case Message.LINE:
                return self._line(uow, row, channel)
            case Message.CHECKED:
                return self._checked(uow, row, channel)
            case Message.QUESTION:
                return self._question(uow, row, channel)
            case Message.LIST:
                return flagged_together(uow, row, channel, self._context)
            case Message.REMINDER | Message.ESCALATION:
                return self._reminder(uow, row, channel)
            case Message.HELD:
                return self._held(uow, row, channel)
            case Message.PARKED:
                return self._parked(uow, row, channel)
            case Message.IMPORTED:
                by = str(row.data.get("by") or "")
                post = imported(row.data["states"], by, self._context(uow, channel, {by}))
                return posted(channel, row, post)
            case Message.BATCH:
                return recorded_together(uow, row, channel, self._context)
            case Message.ANCHOR:
                post = anchor(str(row.data["anchor"]), self._context(uow, channel, set()))
                return posted(channel, row, post)
            case Message.ANSWERED:
                by = str(row.data.get("by") or "")
                ctx = self._context(uow, channel, {by})
                names = [f"R-{number}" for number in row.data["numbers"]]
                text = answers.names_hidden(ctx.names.get(by, by), names)
                return posted(channel, row, said_alone(text, ctx))
            case Message.LEFT:
                who = str(row.data["who"])
                count = len(uow.owned.by(who))
                if not count:
                    return Nothing("nothing of theirs is open any more")
                return posted(channel, row, left(who, count, self._context(uow, channel, {who})))
            case Message.NUMBERS:
                text = Skip.from_json(row.data).sentence
                return posted(channel, row, said_alone(text, self._context(uow, channel, set())))
            case Message.NOTICE_TOLD:
                ctx = self._context(uow, channel, set())
                return posted(channel, row, said_alone(str(row.data["text"]), ctx))
            case Message.NOTICE:
                return Nothing("it is no message of Slack's")
            case Message.DIGEST | Message.STATS:
                return self._figures(uow, row, channel)
            case Message.ERASED:
                return self._erased(uow, row)

    def _card(
        self, uow: UnitOfWork, row: OutboxRow, channel: str, key: str, *, goes_before: bool = False
    ) -> Sendable | Nothing:
        referral = _referral(uow, row)
        if referral is None:
            return Nothing("there is no such referral")
        if referral.state is State.HELD:
            return Nothing("it is on hold: its card stays as it is")
        events = uow.referrals.history(referral.number)
        referral, shown = self._asposted(uow, referral, events, channel)
        rules = self.config.rules_for(referral.channel)
        ctx = self._context(uow, channel, {referral.owner, referral.flagger})
        advised = referral.state is State.FLAGGED and referral.category
        advice = advice_for(uow, referral, ctx.now, self.config) if advised else None
        kept = any(event.action is Action.EVIDENCE for event in events)
        decided = referral.state in (State.REJECTED, State.RESTRICTED)
        checked = self.config.checks_for(referral.platform) is not None
        post = card(
            referral,
            replace(
                ctx,
                advice=advice.sentences if advice else (),
                appeal_open=decided and may_appeal(referral, events, ctx.now, rules),
                undoable=last_undoable(events) is not None,
                finding=open_finding(uow, referral, self.config) if checked else None,
                successor=successor(shown),
                pieces=count_for_everybody(uow, referral.number, events) if kept else 0,
                links=links_of(uow, referral, channel, self.config),
                notice=latest(uow, referral),
            ),
        )
        stands = uow.posts.get(card_subject(row))
        if stands is None and referral.erased:
            return Nothing("it was erased, and its card is not there any more")
        if stands is not None:
            return Sendable(
                Method.UPDATE, stands[0], post, Post(post.text), ts=stands[1], settles=True
            )
        return Sendable(
            Method.POST,
            channel,
            post,
            Post(post.text),
            key,
            settles=True,
            goes_before=goes_before,
        )

    def _line(self, uow: UnitOfWork, row: OutboxRow, channel: str) -> Sendable | Nothing:
        referral = _referral(uow, row)
        events = uow.referrals.history(referral.number) if referral else ()
        event = _event(events, row.data.get("seq"))
        if referral is None or event is None:
            return Nothing("there is no such event")
        if referral.state is State.HELD or event.action in (Action.HOLD, Action.RELEASE):
            return Nothing("it is on hold: nothing is said of it")
        referral, (event,) = self._asposted(uow, referral, (event,), channel)
        ctx = self._context(uow, channel, _people(referral, event))
        post = line(event, referral, ctx, _event(events, event.target))
        return self._under_card(uow, row, channel, post)

    def _asposted(
        self, uow: UnitOfWork, referral: Referral, events: tuple[Event, ...], channel: str
    ) -> tuple[Referral, tuple[Event, ...]]:
        """Without what they name that not everybody in the channel may see."""
        if not mentioned(referral, events) and not any("again" in one.personal for one in events):
            return referral, events
        place = Place(channel, "", private=referral.private)
        return as_read(uow, referral, events, everybody_in(place, self.clock.now()))

    def _checked(self, uow: UnitOfWork, row: OutboxRow, channel: str) -> Sendable | Nothing:
        reading = _reading(uow, row)
        if isinstance(reading, Nothing):
            return reading
        referral, checked = reading
        post = checked_line(referral, checked, self._context(uow, channel, {checked.by}))
        return self._under_card(uow, row, channel, post)

    def _question(self, uow: UnitOfWork, row: OutboxRow, channel: str) -> Sendable | Nothing:
        reading = _reading(uow, row)
        if isinstance(reading, Nothing):
            return reading
        referral, checked = reading
        look, stands = uow.checks.get(referral.number), uow.posts.get(row.subject)
        by = str(row.data.get("by") or "")
        ctx = self._context(uow, channel, {by})
        if look is not None and look.question == checked.seq:
            post = question(referral, checked, ctx)
        elif stands is None:
            return Nothing("it is asked no longer")
        else:
            post = answered(referral, checked, str(row.data.get("answer") or ""), by, ctx)
        if stands is not None:
            return Sendable(Method.UPDATE, stands[0], post, Post(post.text), ts=stands[1])
        return self._under_card(uow, row, channel, post, settles=True)

    def _under_card(
        self, uow: UnitOfWork, row: OutboxRow, channel: str, post: Post, *, settles: bool = False
    ) -> Sendable | Nothing:
        """The post in the thread of its referral's card; the card, where none stands yet."""
        card = uow.posts.get(card_subject(row))
        if card is None:
            return self._card(uow, row, channel, card_key(row), goes_before=True)
        return Sendable(
            Method.POST,
            card[0],
            post,
            Post(post.text),
            row.key,
            thread_ts=card[1],
            settles=settles,
        )

    def _reminder(self, uow: UnitOfWork, row: OutboxRow, channel: str) -> Sendable | Nothing:
        planned = [(int(number), Waiting(waiting)) for number, waiting in row.data["items"]]
        found = uow.referrals.many(number for number, _ in planned)
        stands, redrawn = uow.posts.get(row.subject), bool(row.data.get(REDRAWN))
        if redrawn and stands is None:
            return Nothing("it was not posted")
        if redrawn:
            found = {number: before_hold(one) for number, one in found.items()}
        items = [
            self._item(uow, found[number], waiting, row, channel)
            for number, waiting in planned
            if number in found and (redrawn or waits_for(found[number]) is waiting)
        ]
        if not items:
            return Nothing("none of it waits any more")
        total = max(int(row.data.get("total") or 0) - (len(planned) - len(items)), len(items))
        ctx = self._context(uow, channel, {item.referral.owner for item in items})
        in_channel = row.message is Message.REMINDER and not row.lane.startswith("@")
        write = escalation if row.message is Message.ESCALATION else reminder
        post = write(items, total, ctx, in_channel=in_channel)
        if redrawn and stands is not None:
            return Sendable(Method.UPDATE, stands[0], post, Post(post.text), ts=stands[1])
        return replace(posted(channel, row, post), settles=True)

    def _item(
        self, uow: UnitOfWork, referral: Referral, waiting: Waiting, row: OutboxRow, channel: str
    ) -> Item:
        done = waits_for(referral) is not waiting
        open_ = waiting is not Waiting.APPEAL or may_appeal(
            referral,
            uow.referrals.history(referral.number),
            self.clock.now(),
            self.config.rules_for(referral.channel),
        )
        to_one = row.message is Message.REMINDER and row.lane.startswith("@")
        # Given away only after it was posted: before, nobody else is reminded of it in time.
        moved = bool(row.data.get(REDRAWN)) and to_one and row.lane != direct(referral.owner)
        # Safety rule 9: a private place's pages are shown there and to leads.
        hidden = (
            referral.private and row.message is Message.REMINDER and referral.channel != channel
        )
        place = uow.places.get(referral.channel) if hidden else None
        return Item(
            referral, waiting, open_, hidden, place.name if place else "", done=done, moved=moved
        )

    def _held(self, uow: UnitOfWork, row: OutboxRow, channel: str) -> Sendable | Nothing:
        referral = _referral(uow, row)
        events = uow.referrals.history(referral.number) if referral else ()
        event = _event(events, row.data.get("seq"))
        if referral is None or event is None:
            return Nothing("there is no such event")
        place = uow.places.get(referral.channel)
        ctx = self._context(uow, channel, _people(referral, event))
        return posted(channel, row, held(event, referral, ctx, place.name if place else ""))

    def _parked(self, uow: UnitOfWork, row: OutboxRow, channel: str) -> Sendable:
        lane = str(row.data.get("lane") or "")
        ctx = self._context(uow, channel, set())
        what, reason = str(row.data.get("what") or ""), str(row.data.get("reason") or "")
        press = replace(newest(uow), choice=lane)
        return posted(channel, row, parked(place_of(uow, lane), what, reason, ctx, press))

    def _figures(self, uow: UnitOfWork, row: OutboxRow, channel: str) -> Sendable:
        composers = self.composers[row.message]
        ctx = replace(self._context(uow, channel, set()), made=newest(uow))
        post = composers.post(row.data, ctx)
        as_text = composers.as_text(row.data, ctx) if composers.as_text else Post(post.text)
        return Sendable(Method.POST, channel, post, as_text, row.key)

    def _erased(self, uow: UnitOfWork, row: OutboxRow) -> Sendable | Nothing:
        referral, channel = _referral(uow, row), str(row.data["channel"])
        if referral is None:
            return Nothing("there is no such referral")
        found = uow.referrals.many(numbers_in(row.data.get("numbers")))
        beside = [found[n] for n in sorted(found) if found[n].state is not State.HELD]
        referral, _ = self._asposted(uow, referral, (), channel)
        users = {one.flagger for one in beside} | {referral.owner, referral.flagger}
        ctx = self._context(uow, channel, users)
        post = erased(Message(row.data["was"]), referral, beside, ctx)
        return Sendable(Method.UPDATE, channel, post, Post(post.text), ts=str(row.data["ts"]))

    def _context(self, uow: UnitOfWork, channel: str, users: set[str]) -> CardContext:
        return CardContext(
            self.config,
            uow.people.names(users),
            self.clock.now(),
            self.config.zone(channel),
            demo=bool(uow.settings.get("demo")),
        )


def _referral(uow: UnitOfWork, row: OutboxRow) -> Referral | None:
    number = number_of(row)
    return None if number is None else uow.referrals.get(number)


def _reading(uow: UnitOfWork, row: OutboxRow) -> tuple[Referral, Checked] | Nothing:
    referral, seq = _referral(uow, row), row.data.get("seq")
    checked = uow.checks.one(referral.number, seq) if referral and isinstance(seq, int) else None
    if referral is None or checked is None:
        return Nothing("there is no such reading")
    if referral.state is State.HELD:
        return Nothing("it is on hold: nothing is said of it")
    return referral, checked


def _event(events: Sequence[Event], seq: object) -> Event | None:
    return next((event for event in events if event.seq == seq), None)


def _people(referral: Referral, event: Event) -> set[str]:
    return {
        referral.owner,
        referral.flagger,
        event.actor,
        *map(event.personal.get, ("owner", "flagger"), ("", "")),
    }
