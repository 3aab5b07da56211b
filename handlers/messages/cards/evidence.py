"""A referral's evidence, for one person: what each piece is, and a button that sends it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions.recording.evidence import Listed
from bot.domain.lifecycle.referral import Referral
from bot.domain.times import say_instant
from bot.sentences.recording import evidence as sentences
from handlers.messages.cards.controls import LABELS, Control
from handlers.messages.kit.kit import (
    Block,
    Post,
    Press,
    actions,
    button,
    context,
    escape,
    marked,
    section,
)
from handlers.messages.kit.wording import CardContext, person

KEEP = "evidence:keep"
SHOWN = 40
"""A message takes 50 blocks."""


def evidence_list(listed: Listed, ctx: CardContext) -> Post:
    """The newest pieces, oldest first."""
    name, pieces = listed.referral.name, listed.pieces
    if not pieces:
        return marked(sentences.none(name), [], demo=ctx.demo)
    head = sentences.listed(name, len(pieces))
    blocks: list[Block] = [section(f"*{head}*")]
    if len(pieces) > SHOWN:
        blocks.append(context(sentences.last(SHOWN)))
    for piece in pieces[-SHOWN:]:
        who = person(piece.given_by, listed.referral, ctx)
        at = say_instant(piece.kept_at, ctx.zone)
        told = f"`{escape(piece.name)}`\n{sentences.about(piece.size, who, at)}"
        value = Press.of(listed.referral, piece.key).value
        blocks.append(section(told, button(LABELS[Control.PIECE], Control.PIECE, value)))
    blocks.append(context(sentences.OPEN_WITH_CARE))
    return marked(head, blocks, demo=ctx.demo)


def keep_row(files: Sequence[str], referrals: Sequence[Referral]) -> Block:
    """A button that keeps a message's files with what was flagged in it."""
    told = " ".join([",".join(files), *(Press.of(one).value for one in referrals)])
    return actions([button(sentences.keep_offered(len(files)), KEEP, told)])


def offered_in(value: str) -> tuple[list[str], list[Press]]:
    """What such a button carries: files, and of which referrals. Raises ValueError."""
    files, *presses = value.split(" ")
    return files.split(","), [Press.parse(one) for one in presses]
