"""Referral → its card: where it stands, what is known, and the buttons that its state permits."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.indicators.joining import Links
from bot.domain.lifecycle.actions import SPECS, permitted
from bot.domain.lifecycle.referral import Action, Referral, State
from bot.ports.notices import Progress
from bot.sentences import cards, checks, labels, notices
from bot.sentences.recording import evidence, indicators
from handlers.messages.cards.checks import looks
from handlers.messages.cards.controls import LABELS, Control, control_button, do_button, item
from handlers.messages.kit.kit import (
    Block,
    Post,
    Press,
    actions,
    button,
    context,
    fields,
    marked,
    overflow,
    section,
)
from handlers.messages.kit.wording import (
    CardContext,
    appeal_until,
    basis_of,
    category_of,
    confidence_of,
    day,
    person,
    said,
    same_as,
    state_sentence,
    title,
    where,
)

_QUOTED = 500  # escaped, a quotation of this length stays inside one section


def card(referral: Referral, ctx: CardContext) -> Post:
    """The whole card as it now stands; `text` says the same in short."""
    blocks = [
        section(f"*{title(referral, ctx)}*\n{where(referral)}"),
        section(f"{cards.MARKS[referral.state]} *{state_sentence(referral, ctx)}*"),
        fields(_known(referral, ctx)),
        *_missing(referral),
        *[section(text) for text in _told(referral, ctx)],
        *_found(referral, ctx),
        *_evidence(ctx),
        *_joined(ctx.links),
        *_advice(referral, ctx),
        *_notice(referral, ctx),
        *buttons(referral, ctx),
    ]
    text = cards.as_text(title(referral, ctx), state_sentence(referral, ctx), where(referral))
    return marked(text, blocks, demo=ctx.demo)


def buttons(referral: Referral, ctx: CardContext) -> list[Block]:
    """The row of buttons that the state permits, with More; at most one block.

    None where it was erased: nothing can be recorded on it any more.
    """
    if referral.erased:
        return []
    return [actions(controls(referral, ctx))]


def controls(referral: Referral, ctx: CardContext) -> list[Block]:
    """The buttons and More, without the row they stand in."""
    row = [do_button(action, referral, _style(action)) for action in offered(referral, ctx)]
    if referral.state is State.FLAGGED:
        row += [control_button(one, referral) for one in (Control.PREPARE, Control.SHOW_URL)]
    return [*row, _more(referral, ctx)]


def offered(referral: Referral, ctx: CardContext) -> list[Action]:
    """The actions that have a button on a card. A held referral's card is for leads alone.

    What came back once goes on with another referral, whose card has the buttons from then on.
    """
    came_back = referral.reappeared_at is not None
    return [
        spec.action
        for spec in SPECS
        if referral.state in spec.on_card
        and (ctx.appeal_open or spec.action is not Action.APPEAL)
        and not (came_back and spec.action is Action.REAPPEAR)
    ]


def _style(action: Action) -> str | None:
    return "primary" if action is Action.REFER else None


def _more(referral: Referral, ctx: CardContext) -> Block:
    items: list[Action | Control] = [
        *(Control.SHOW_URL, Action.NOTE, Control.HISTORY),
        *_take_back(referral, ctx),
        Control.ALL,
    ]
    return overflow(Control.MORE, [item(one, referral) for one in items])


def _take_back(referral: Referral, ctx: CardContext) -> list[Action]:
    if _undoable(referral, ctx):
        return [Action.UNDO]
    return [Action.WITHDRAW] if permitted(referral, Action.WITHDRAW) else []


def _undoable(referral: Referral, ctx: CardContext) -> bool:
    if ctx.undoable is not None:
        return ctx.undoable
    return referral.version > 1 and referral.state is not State.FLAGGED


def _known(referral: Referral, ctx: CardContext) -> list[tuple[str, str]]:
    """At most ten label and value pairs."""
    flagger = person(referral.flagger, referral, ctx)
    pairs = [
        (cards.CATEGORY, category_of(referral, ctx) if referral.category else ""),
        (cards.CONFIDENCE, confidence_of(referral) if referral.confidence else ""),
        (cards.BASIS, basis_of(referral) if referral.basis else ""),
        (cards.OWNER, person(referral.owner, referral, ctx)),
    ]
    pairs = [(label, value) for label, value in pairs if value]
    if referral.state is State.FLAGGED:  # the day stands in the line above
        pairs.append((cards.FLAGGED_BY, flagger))
    else:
        pairs.append((cards.FLAGGED, cards.on_day_by(day(referral.flagged_at, ctx), flagger)))
    if referral.attempt > 1 or referral.previous:
        attempt = cards.attempt(referral.attempt, referral.previous or 0)
        pairs.append((cards.ATTEMPT, attempt))
    if referral.clause:
        pairs.append((cards.CLAUSE, said(referral.clause, 200)))
    if referral.reference:
        pairs.append((cards.SUBMISSION_REFERENCE, said(referral.reference, 200)))
    if referral.acknowledged_reference:
        pairs.append((cards.ACKNOWLEDGED_REFERENCE, said(referral.acknowledged_reference, 200)))
    if referral.decision_reference:
        pairs.append((cards.DECISION_REFERENCE, said(referral.decision_reference, 200)))
    if referral.acknowledged_at:
        pairs.append((cards.ACKNOWLEDGED, day(referral.acknowledged_at, ctx)))
    if referral.referred_at and referral.state is not State.REFERRED:
        pairs.append((cards.REFERRED, day(referral.referred_at, ctx)))
    return pairs


def _missing(referral: Referral) -> list[Block]:
    """One line for what nobody has said of it."""
    parts = {
        "category": referral.category,
        "confidence": referral.confidence,
        "basis": referral.basis,
    }
    missing = [name for name, value in parts.items() if not value]
    if not missing:
        return []
    return [context(cards.not_stated(missing))]


def _quoted(text: str, opening: str = "", closing: str = "") -> str:
    """What somebody wrote; where it is cut, where the rest is."""
    rest = f" _({cards.REST_IN_HISTORY})_" if len(text) > _QUOTED else ""
    return f"{opening}{said(text, _QUOTED)}{closing}{rest}"


def _told(referral: Referral, ctx: CardContext) -> list[str]:
    """A paragraph for each thing that somebody said of it or that happened beside its state."""
    told: list[str] = []
    if referral.warning:
        told.append(f":warning: {said(referral.warning, _QUOTED)}")
    if referral.note:
        told.append(f"*{cards.NOTE}* {_quoted(referral.note)}")
    if referral.restriction:
        told.append(f"*{cards.RESTRICTION}* {_quoted(referral.restriction)}")
    if referral.words:
        told.append(f"*{cards.PLATFORM_WORDS}* {_quoted(referral.words, '“', '”')}")
    elif referral.reason and referral.erased:
        told.append(f"*{cards.PLATFORM_WORDS}* _{labels.ERASED}_")
    if referral.appealed_at:
        told.append(_appeal(referral, ctx))
    if referral.vanished_at and referral.state is not State.GONE:
        told.append(cards.page_went(day(referral.vanished_at, ctx)))
    told += _went_on(referral, ctx)
    return told


def _went_on(referral: Referral, ctx: CardContext) -> list[str]:
    """With which referral the page goes on, or until when it can be appealed here."""
    following = ctx.successor or 0
    if referral.reappeared_at:
        return [f"*{cards.page_came_back(day(referral.reappeared_at, ctx), following)}*"]
    if following:
        return [f"*{cards.referred_again(following)}*"]
    until = appeal_until(referral, ctx)
    return [until] if until else []


def _appeal(referral: Referral, ctx: CardContext) -> str:
    text = f"*{cards.appeal_of(day(referral.appealed_at, ctx))}*"
    if referral.appeal_ground:
        text += f": {_quoted(referral.appeal_ground)}"
    if referral.appeal_result:
        ended = day(referral.appeal_ended_at, ctx)
        text += f"\n{cards.appeal_ended(referral.appeal_result, ended)}"
    return text


def _found(referral: Referral, ctx: CardContext) -> Sequence[Block]:
    if ctx.finding is None:
        return []
    found = checks.in_the_thread(looks(referral, ctx.finding, ctx))
    return [context(f":mag: {found}")]


def _notice(referral: Referral, ctx: CardContext) -> Sequence[Block]:
    """How far its notice is; where a person has to say so, with the buttons for it."""
    notice = ctx.notice
    if notice is None or referral.state is not State.FLAGGED:
        return []
    reference, why = said(notice.reference, 40), said(notice.why, 200)
    if notice.progress is Progress.WAITING:
        return [context(f":outbox_tray: {notices.card_waiting(reference)}")]
    doubt = notice.progress is Progress.DOUBT
    text = (notices.card_in_doubt if doubt else notices.card_refused)(reference, why)
    offered = [Control.NOTICE_ARRIVED] if doubt else []
    row = [
        button(LABELS[one], one, Press.of(referral).option(notice.reference))
        for one in (*offered, Control.NOTICE_AGAIN)
    ]
    return [section(f":warning: {text}"), actions(row, f"notice {notice.number}")]


def _evidence(ctx: CardContext) -> Sequence[Block]:
    return [context(f":paperclip: {evidence.on_card(ctx.pieces)}")] if ctx.pieces else []


def _advice(referral: Referral, ctx: CardContext) -> Sequence[Block]:
    if referral.state is not State.FLAGGED or not ctx.advice:
        return []
    return [context(*[f":bulb: {said(sentence, _QUOTED)}" for sentence in ctx.advice[:5]])]


def _joined(links: Links) -> list[Block]:
    """A line for its cases, one for what it shares, and for a lead what only leads may know."""
    lines = [f":link: {one}" for one in same_as(links.shared)]
    if links.cases:
        lines.append(
            f":card_index_dividers: {indicators.in_cases([said(n, 80) for n in links.cases])}"
        )
    lines += [f":lock: {indicators.leads_only(one)}" for one in same_as(links.leads_only)]
    return [context(*lines)] if lines else []
