"""What shares an indicator with a referral, as one person reads it; and the form that makes it a case."""

from __future__ import annotations

from collections.abc import Callable

from bot.actions.joining.network import Network
from bot.domain.indicators.cases import FIELD, LONGEST
from bot.domain.indicators.joining import Shared
from bot.domain.lifecycle.referral import Referral
from bot.sentences import forms, labels
from bot.sentences.recording import indicators as sentences
from handlers.messages.kit.kit import (
    Block,
    Post,
    actions,
    button,
    context,
    labelled,
    marked,
    section,
)
from handlers.messages.kit.modals import modal
from handlers.messages.kit.wording import CardContext, said, same_as
from handlers.messages.lists.lists import SIZE, row

MAKE_CASE = "network:make_case"
FORM = "network:case"
INDICATORS_SHOWN = 20


def network_post(
    found: Network, context_of: Callable[[Referral], CardContext], above: int, *, demo: bool
) -> Post:
    """Its indicators, where each stands besides, where the others stand, and the first ten of them.

    `above` is on how many pages an indicator is common.
    """
    heading = sentences.network(found.referral.name, len(found.others))
    lines = [_carried(one, above) for one in found.links.shared[:INDICATORS_SHOWN]]
    blocks: list[Block] = [
        section(f"*{heading}*"),
        section("\n".join(lines) or sentences.NO_INDICATORS),
    ]
    if found.others:
        states = {str(state): count for state, count in sorted(found.states.items())}
        blocks.append(context(sentences.standing(states)))
        blocks += [row(one, context_of(one)) for one in found.others[:SIZE]]
    if len(found.others) > SIZE:
        blocks.append(context(sentences.only_first(SIZE, len(found.others))))
    if found.more:
        blocks.append(context(sentences.capped(len(found.others))))
    blocks += [
        context(f":lock: {sentences.leads_only(one)}") for one in same_as(found.links.leads_only)
    ]
    if found.selection:
        blocks.append(actions([button(sentences.MAKE_CASE, MAKE_CASE, found.selection)]))
    blocks.append(context(labels.LEAVES_OUT))
    return marked(f"{heading}. {labels.LEAVES_OUT}", blocks, demo=demo)


def _carried(one: Shared, above: int) -> str:
    value = said(one.indicator.value, 120)
    if one.common:
        return sentences.common(value, one.indicator.label, above)
    names = [page.number for page in one.pages]
    return sentences.carried_by(
        value, one.indicator.label, [f"R-{number}" for number in sorted(names)], one.more
    )


def case_form(metadata: str) -> Block:
    """The name of the case that is made of a network."""
    element: Block = {"type": "plain_text_input", "multiline": False, "max_length": LONGEST}
    blocks = [
        context(sentences.MAKE_CASE_OF),
        labelled(forms.CASE, FIELD, element, hint=forms.CASE_HINT),
    ]
    return modal(sentences.MAKE_CASE_TITLE, blocks, sentences.ADD, FORM, metadata)
