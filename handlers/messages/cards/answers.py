"""What one person is told in private: of a flag, of a change, of an address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.actions.recording.flag import Flagged, FlagReport, Result
from bot.actions.recording.look import Seen
from bot.actions.recording.record import Acted
from bot.config import Config
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action, Confidence, Referral, State
from bot.domain.pages.wrappers import without_wrapper
from bot.domain.times import say_day
from bot.sentences import cards, labels
from handlers.messages.cards.card import card
from handlers.messages.cards.controls import LABELS, Control, do_button
from handlers.messages.cards.history import recent
from handlers.messages.kit.kit import (
    Block,
    Post,
    Press,
    actions,
    address,
    button,
    context,
    escape,
    marked,
    option,
    section,
    select,
)
from handlers.messages.kit.wording import CardContext, said, state_sentence, title, where

LEFT_OUT = "left_out:"
"""How the block ids of what a flag's answer left out begin."""
CONFIRMED = "confirmed"
"""The block id of the buttons under a confirmation: what they do takes its place."""
_ANSWER = "answer:"
_PART = 2900
_SCHEME = re.compile(r"(?<!`)\b(https?://)(?![\w\[])")
CONFIDENCES = {one: one.capitalize() for one in Confidence}

_NEWS = (Result.RECORDED, Result.REAPPEARED)


def in_mrkdwn(sentence: str) -> str:
    """A refusal's sentence as mrkdwn: it may quote what people typed, and it names schemes."""
    return _SCHEME.sub(r"`\1`", escape(sentence))


def with_sentence(post: Post, sentence: str) -> Post:
    """A post with a sentence more."""
    text = in_mrkdwn(sentence)
    blocks = [*post.blocks, context(text)] if post.blocks else []
    return Post(f"{post.text} {text}", blocks)


def flag_answer(
    report: FlagReport,
    contexts: Sequence[CardContext | None],
    shown: Post | None = None,
    key: str = "",
    last: Referral | None = None,
) -> Post:
    """What became of each page, what was left out, and what to say of a single new one.

    `contexts` goes with `report.flagged`: None where there is no referral to be shown. `shown` is
    the card of the one referral that existed already. `key` is under what the answer is
    remembered: its selects carry it, so that what was left out outlasts a choice. `last` is what
    this person described last.
    """
    blocks: list[Block] = []
    texts: list[str] = []
    demo = False
    for flagged, ctx in zip(report.flagged, contexts, strict=True):
        text = _flag_line(flagged, ctx, in_short=shown is not None)
        texts.append(text.replace("\n", " "))
        blocks.append(section(text))
        blocks += _ended_buttons(flagged, ctx) if shown is None else []
        demo = demo or bool(ctx and ctx.demo)
    left_out = [cards.left_out(in_mrkdwn(one.sentence)) for one in report.problems]
    blocks += _left_out(left_out)
    texts += left_out
    if len(report.flagged) == 1 and report.flagged[0].result in _NEWS:
        only, ctx = report.flagged[0], contexts[0]
        if only.referral is not None and ctx is not None:
            blocks.append(describe_row(only.referral, ctx.config, key if left_out else "", last))
    if shown is not None:
        blocks += shown.blocks
    elif demo:
        blocks.append(context(labels.DEMO_DATA))
    text = " ".join(texts)
    return Post(labels.with_demo(text) if demo else text, blocks[:50])


def _left_out(texts: Sequence[str]) -> list[Block]:
    blocks = [section(text) for text in texts[:10]]
    if len(texts) > 10:
        blocks.append(context(cards.more_left_out(len(texts) - 10)))
    return [block | {"block_id": f"{LEFT_OUT}{at}"} for at, block in enumerate(blocks)]


def answer_of(block_id: str) -> str:
    """Under which key the answer is remembered whose select was used; empty: none is needed."""
    return block_id.removeprefix(_ANSWER) if block_id.startswith(_ANSWER) else ""


def _flag_line(flagged: Flagged, ctx: CardContext | None, *, in_short: bool) -> str:
    page, referral = flagged.page, flagged.referral
    known = referral.warning if referral and flagged.result not in _NEWS else ""
    warnings = "".join(f"\n:warning: {escape(one)}" for one in page.warnings if one not in known)
    kept = f"\n{in_mrkdwn(flagged.evidence)}" if flagged.evidence else ""
    if referral is None or ctx is None:
        return f"{cards.HELD_ANSWER}\n{address(page.typed)}{warnings}{kept}"
    what = title(referral, ctx).removeprefix(f"{referral.name} · ")
    match flagged.result:
        case Result.RECORDED:
            new = cards.recorded(referral.name, referral.attempt, what)
            return f"{new}\n{where(referral)}{warnings}{kept}"
        case Result.REAPPEARED:
            new = cards.reappeared(referral.name, referral.attempt, referral.previous or 0, what)
            return f"{new}\n{where(referral)}{warnings}{kept}"
        case Result.ENDED:
            stands = cards.has_this_page(referral.name, state_sentence(referral, ctx))
            then = cards.nothing_new(ctx.appeal_open)
        case _:
            stands = cards.already_open(referral.name, state_sentence(referral, ctx))
            then = cards.NOTHING_NEW
    then = in_mrkdwn(flagged.evidence) or then
    return (f"{stands} {then}" if in_short else f"{stands}\n{where(referral)}\n{then}") + warnings


def _ended_buttons(flagged: Flagged, ctx: CardContext | None) -> list[Block]:
    referral = flagged.referral
    if flagged.result is not Result.ENDED or referral is None or ctx is None:
        return []
    offered = [Action.APPEAL, Action.REFER_AGAIN] if ctx.appeal_open else [Action.REFER_AGAIN]
    return [actions([do_button(action, referral) for action in offered])]


def describe_row(
    referral: Referral, config: Config, key: str = "", last: Referral | None = None
) -> Block:
    """Selects for what the page is about and how sure the team is, and a button for the same as of
    the page before; `key` and `last` as in `flag_answer`."""
    press = Press.of(referral)
    categories = [option(one.label, press.option(one.id)) for one in config.categories]
    confidences = [option(label, press.option(one)) for one, label in CONFIDENCES.items()]
    return actions(
        [
            select(
                Control.CATEGORY,
                LABELS[Control.CATEGORY],
                categories,
                press.option(referral.category) if referral.category else None,
            ),
            select(
                Control.CONFIDENCE,
                LABELS[Control.CONFIDENCE],
                confidences,
                press.option(referral.confidence) if referral.confidence else None,
            ),
            *_as_last(referral, last, config),
        ],
        f"{_ANSWER}{key}" if key else None,
    )


def _as_last(referral: Referral, last: Referral | None, config: Config) -> list[Block]:
    category = last.category if last is not None else None
    label = config.category_label(category) if category else ""
    if last is None or not category or not label or referral.category:
        return []
    if config.keeps_nothing(category) is not None:
        return []  # its choice forgets texts: nobody should do that in passing
    said = cards.as_last(label, cards.BASES[last.basis] if last.basis else "")
    value = Press.of(referral).option(f"{category},{last.basis or ''}")
    return [button(said[:75], Control.AS_LAST, value)]


def as_last_of(choice: str) -> dict[str, str]:
    """The answers that the button stands for."""
    category, _, basis = choice.partition(",")
    return {"category": category, **({"basis": basis} if basis else {})}


def described(seen: Seen, ctx: CardContext, first: Sequence[Block] = (), key: str = "") -> Post:
    """The answer to a flag, after its category or confidence was chosen.

    `first` are the blocks that it had before any choice, remembered under `key`: what was left
    out then still stands.
    """
    referral = seen.referral
    about = said(ctx.config.category_label(referral.category), 80) if referral.category else ""
    basis = cards.BASES[referral.basis] if referral.basis else ""
    text = cards.described(referral.name, about, basis, referral.confidence or "")
    left_out = [one for one in first if one.get("block_id", "").startswith(LEFT_OUT)]
    row = describe_row(referral, ctx.config, key if left_out else "")
    blocks = [section(f"{text}\n{where(referral)}"), *left_out, row]
    if ctx.advice:
        blocks.append(context(*[f":bulb: {said(one, 500)}" for one in ctx.advice]))
    texts = [text, *(one["text"]["text"] for one in left_out if one["type"] == "section")]
    return marked(" ".join(texts), blocks, demo=ctx.demo)


def private_card(seen: Seen, ctx: CardContext, above: str = "") -> Post:
    """A referral's card for one person, with a line above it and its last steps below."""
    shown = card(seen.referral, ctx)
    blocks = [*shown.blocks, context(*recent(seen, ctx))]
    if not above:
        return Post(shown.text, blocks)
    return Post(f"{above} {shown.text}", [section(above), *blocks])


def confirmation(acted: Acted, ctx: CardContext) -> Post:
    """That something was recorded, with what can still be done about it."""
    if acted.review:
        return marked(cards.HELD_ANSWER, [], demo=ctx.demo)
    text = said_of(acted, ctx)
    blocks = [section(text)]
    offered = _offered(acted)
    if offered:
        blocks.append(actions(offered, CONFIRMED))
    return marked(text, blocks, demo=ctx.demo)


def said_of(acted: Acted, ctx: CardContext) -> str:
    """The sentence: what was recorded."""
    before, after, new = acted.before, acted.after, acted.new
    if new is not None:
        again = acted.event.action is Action.REFER_AGAIN
        return cards.goes_on(before.name, again, new.name, new.attempt)
    spec = spec_of(acted.event.action)
    sentences = [cards.done(after.name, spec.words.confirmation)]
    if spec.dated:
        zone = ctx.zone
        if acted.event.happened_at.astimezone(zone).date() != ctx.now.astimezone(zone).date():
            sentences.append(cards.with_date(say_day(acted.event.happened_at.astimezone(zone))))
    if acted.event.action in (Action.UNDO, Action.RELEASE, Action.REDATE):
        sentences.append(f"{state_sentence(after, ctx)}.")
    return " ".join(sentences)


def _offered(acted: Acted) -> list[Block]:
    after, spec = acted.after, spec_of(acted.event.action)
    if after.state is State.HELD or acted.new is not None:
        return []
    dated = [do_button(Action.REDATE, after)] if spec.dated else []
    return [*dated, *([do_button(Action.UNDO, after)] if spec.undoable else [])]


def raw_address(referral: Referral, ctx: CardContext) -> Post:
    """The address as it was typed, for one person, so that nothing can link or open it."""
    text = cards.raw_address(referral.name)
    page = without_wrapper(referral.url, referral.canonical)
    blocks = [section(text), preformatted(page)]
    if page != referral.url:
        blocks += [section(cards.TYPED_INSIDE), preformatted(referral.url)]
    return marked(text, blocks, demo=ctx.demo)


def notices_as_sent(several: Sequence[tuple[str, str]], ctx: CardContext) -> Post:
    """A line and the text of each notice, as it was sent."""
    blocks: list[Block] = []
    for above, text in several:
        blocks += [section(above), *in_parts(text)]
    return marked(several[0][0], blocks[:45], demo=ctx.demo)


def in_parts(text: str) -> list[Block]:
    """A long text as it is, to be copied."""
    return [preformatted(text[at : at + _PART]) for at in range(0, len(text), _PART)]


def preformatted(text: str) -> Block:
    """Text as it is: no client links, pings or formats anything in it."""
    return {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text or " "}]}
        ],
    }
