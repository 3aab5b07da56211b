"""The one table of what people can do to a referral.

A row says from where to where an action leads, who may take it, what it asks, what it counts for,
where its button stands, and its words. Forms, menus, refusals, lines in the thread and the README's
table are made from it; its order is that of buttons and menus.

docs/architecture.md says how an action is added.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.lifecycle import action_fields as ask
from bot.domain.lifecycle.action_spec import ActionSpec, ActionWords, Goal, Move, Variant, Who
from bot.domain.lifecycle.actions_in_any_state import IN_ANY_STATE
from bot.domain.lifecycle.referral import Action, Referral, State


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


_S = State
_ANY = frozenset(State)
_FLAG_NOTE = replace(ask.NOTE, in_line=False)

_NOBODYS = {
    Action.EVIDENCE: ActionWords(
        "Evidence", "keep evidence", "kept evidence", "kept as evidence", "Evidence kept"
    ),
    Action.CREDIT: ActionWords(
        "Credit", "say who flagged it", "said who flagged it", "credited", "Who flagged it"
    ),
    Action.ERASE: ActionWords(
        *("Erase", "erase what is personal in it", "erased what was personal in it"),
        *("erased by hand", "Erased"),
    ),
    Action.REKEY: ActionWords(
        "Reread", "reread its address", "reread its address", "reread", "Reread"
    ),
}
"""What no button does: a file that came, importing a file again, retention, new rules for addresses."""

SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        action=Action.FLAG,
        who=Who.ANALYST,
        words=ActionWords("Flag", "flag it", "flagged it", "flagged", "Flagged"),
        moves=(Move(_from(), _S.FLAGGED),),
        fields=(ask.PAGE, _FLAG_NOTE, ask.CATEGORY, ask.CONFIDENCE, ask.BASIS, ask.FILES),
        submit="Flag",
    ),
    ActionSpec(
        action=Action.DESCRIBE,
        who=Who.ANALYST,
        words=ActionWords(
            "Describe",
            "describe it",
            "described it",
            "described",
            "Described",
            "is brought up to date",
        ),
        in_states=_from(_S.FLAGGED),
        fields=(ask.CATEGORY, ask.CONFIDENCE, ask.BASIS, ask.CLAUSE),
        counts=False,
        any_version=True,
        menu="Category, confidence, basis and clause.",
        submit="Save",
    ),
    ActionSpec(
        action=Action.REFER,
        who=Who.ANALYST,
        words=ActionWords(
            *("Mark referred", "mark it as referred", "marked it as referred"),
            *("marked as referred", "Marked referred"),
        ),
        moves=(Move(_from(_S.FLAGGED), _S.REFERRED),),
        fields=(
            replace(ask.CATEGORY, required=True, taken_over=True, advised=True),
            replace(ask.CONFIDENCE, required=True, taken_over=True),
            replace(ask.BASIS, required=True, taken_over=True),
            ask.CLAUSE,
            ask.REFERENCE,
            ask.DATE,
            ask.FILES,
        ),
        dated=True,
        on_card=_from(_S.FLAGGED),
        submit="Mark referred",
    ),
    ActionSpec(
        action=Action.ACKNOWLEDGE,
        who=Who.ANALYST,
        words=ActionWords(
            "Acknowledged",
            "record that the platform acknowledged it",
            "recorded that the platform acknowledged it",
            "recorded as acknowledged by the platform",
            "Acknowledged by the platform, recorded",
        ),
        moves=(Move(_from(_S.REFERRED), Goal.STAYS),),
        fields=(ask.DATE, ask.REFERENCE),
        counts=False,
        menu="The platform says that it has it.",
    ),
    ActionSpec(
        action=Action.APPEAL,
        who=Who.ANALYST,
        words=ActionWords("Appeal", "appeal", "appealed", "appealed", "Appealed"),
        moves=(Move(_from(_S.REJECTED, _S.RESTRICTED), _S.APPEALED),),
        fields=(ask.GROUND, ask.DATE, ask.FILES),
        dated=True,
        on_card=_from(_S.REJECTED, _S.RESTRICTED),
    ),
    ActionSpec(
        action=Action.REFER_AGAIN,
        who=Who.ANALYST,
        words=ActionWords(
            "Refer again",
            "refer the page again",
            "referred the page again",
            "referred again",
            "Referred again",
        ),
        moves=(Move(_from(_S.REJECTED, _S.RESTRICTED), Goal.STAYS_AND_NEW_REFERRED),),
        fields=(
            ask.NEW_REASON,
            ask.CATEGORY,
            ask.CONFIDENCE,
            ask.BASIS,
            replace(ask.REFERENCE, known=False),
            *(ask.DATE, ask.FILES),
        ),
        on_card=_from(_S.REJECTED, _S.RESTRICTED),
        submit="Refer again",
    ),
    ActionSpec(
        action=Action.CLOSE,
        who=Who.ANALYST,
        words=ActionWords(
            "Closed", "record it as closed", "recorded it as closed", "recorded as closed", "Closed"
        ),
        moves=(Move(_from(_S.REFERRED, _S.REJECTED, _S.RESTRICTED), _S.CLOSED),),
        fields=(ask.DECISION_REFERENCE, ask.DATE),
        at_once=True,
        dated=True,
        on_card=_from(_S.REFERRED, _S.REJECTED, _S.RESTRICTED),
    ),
    ActionSpec(
        action=Action.REJECT,
        who=Who.ANALYST,
        words=ActionWords(
            "Rejected",
            "record it as rejected",
            "recorded it as rejected",
            "recorded as rejected",
            "Rejected",
        ),
        moves=(Move(_from(_S.REFERRED), _S.REJECTED),),
        fields=(
            *(ask.REJECT_REASON, ask.WORDS, ask.DECISION_REFERENCE, ask.DATE),
            *(ask.FILES, ask.APPEAL_NOW),
        ),
        dated=True,
        on_card=_from(_S.REFERRED),
    ),
    ActionSpec(
        action=Action.RESTRICT,
        who=Who.ANALYST,
        words=ActionWords(
            "Restricted",
            "record it as restricted",
            "recorded it as restricted",
            "recorded as restricted",
            "Restricted",
        ),
        moves=(Move(_from(_S.REFERRED), _S.RESTRICTED),),
        fields=(ask.RESTRICTION, ask.DECISION_REFERENCE, ask.DATE),
        dated=True,
        on_card=_from(_S.REFERRED),
    ),
    ActionSpec(
        action=Action.OVERTURN,
        who=Who.ANALYST,
        words=ActionWords(
            "Overturned: page closed",
            "record that the rejection was overturned",
            "recorded that the rejection was overturned",
            "recorded as overturned",
            "Overturned",
        ),
        moves=(Move(_from(_S.APPEALED), Goal.CLOSED_OR_RESTRICTED),),
        fields=(ask.NOW, ask.DATE),
        at_once=True,
        dated=True,
        on_card=_from(_S.APPEALED),
        variant=Variant(
            "now", "restricted", "Overturned: restricted", "The appeal succeeded in part."
        ),
    ),
    ActionSpec(
        action=Action.UPHOLD,
        who=Who.ANALYST,
        words=ActionWords(
            "Upheld: page stays up",
            "record that the decision was upheld",
            "recorded that the decision was upheld",
            "recorded as upheld",
            "Appeal upheld: the page stays up. Recorded",
            "is recorded as upheld: the page stays up",
        ),
        moves=(Move(_from(_S.APPEALED), Goal.APPEALED_OUTCOME),),
        fields=(ask.DATE,),
        at_once=True,
        dated=True,
        on_card=_from(_S.APPEALED),
    ),
    ActionSpec(
        action=Action.VANISH,
        who=Who.ANALYST,
        words=ActionWords(
            "Page gone",
            "record that the page is gone",
            "recorded that the page is gone",
            "recorded as gone",
            "Page gone, recorded",
            "is noted: the page is gone",
        ),
        moves=(
            Move(_from(_S.FLAGGED, _S.REFERRED), _S.GONE),
            Move(_from(_S.REJECTED, _S.RESTRICTED, _S.APPEALED), Goal.STAYS),
        ),
        fields=(ask.DATE, ask.NOTE),
        dated=True,
        menu="The page went without a decision.",
    ),
    ActionSpec(
        action=Action.REAPPEAR,
        who=Who.ANALYST,
        words=ActionWords(
            "Reappeared",
            "record that the page is back",
            "recorded that the page is back",
            "recorded as reappeared",
            "Reappeared",
        ),
        moves=(Move(_from(_S.CLOSED, _S.GONE), Goal.STAYS_AND_NEW_FLAGGED),),
        fields=(ask.DATE,),
        at_once=True,
        on_card=_from(_S.CLOSED, _S.GONE),
    ),
    *IN_ANY_STATE,
    ActionSpec(
        action=Action.HOLD,
        who=Who.LEAD,
        words=ActionWords(
            "Hold", "hold it", "held it", "held", "Put on hold", "is on hold. Only leads see it now"
        ),
        moves=(Move(_from(_S.FLAGGED, _S.REFERRED, _S.REJECTED, _S.RESTRICTED), _S.HELD),),
        fields=(ask.HOLD_REASON,),
        counts=False,
        menu="Somebody investigates it: nobody else is shown it.",
        submit="Hold",
    ),
    ActionSpec(
        action=Action.RELEASE,
        who=Who.LEAD,
        words=ActionWords("Release", "release it", "released it", "released", "Released"),
        moves=(Move(_from(_S.HELD), Goal.BEFORE_HOLD),),
        at_once=True,
        on_card=_from(_S.HELD),
    ),
    ActionSpec(
        action=Action.WITHDRAW,
        who=Who.FLAGGER_OR_LEAD,
        words=ActionWords("Withdraw", "withdraw it", "withdrew it", "withdrawn", "Withdrawn"),
        moves=(
            Move(_from(_S.FLAGGED, _S.REFERRED), _S.WITHDRAWN),
            # What was decided stays in the rates.
            Move(_from(_S.HELD), _S.WITHDRAWN, held_from=_from(_S.FLAGGED, _S.REFERRED)),
        ),
        fields=(ask.WITHDRAW_REASON, ask.DUPLICATE_OF, ask.NOTE),
        menu="A mistake or a duplicate: it counts in no rate.",
        submit="Withdraw",
    ),
    ActionSpec(
        action=Action.UNDO,
        who=Who.RECORDER_OR_LEAD,
        words=ActionWords(
            "Undo",
            "undo the last step",
            "undid the last step",
            "undone",
            "Undone",
            "is back where it was",
        ),
        moves=(Move(_ANY, Goal.BEFORE_ACTION),),
        fields=(ask.WHY,),
        at_once=True,
        menu="Take the last step back.",
        submit="Undo",
    ),
    *(
        ActionSpec(action=action, who=Who.NOBODY, words=words, counts=False)
        for action, words in _NOBODYS.items()
    ),
)

_BY_ACTION = {spec.action: spec for spec in SPECS}


def spec_of(action: Action) -> ActionSpec:
    """The action's row."""
    return _BY_ACTION[action]


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the lifecycle table."""

    action: Action
    sources: frozenset[State]
    target: State | Goal
    held_from: frozenset[State] = frozenset()


TRANSITIONS: tuple[Transition, ...] = tuple(
    Transition(spec.action, move.sources, move.target, move.held_from)
    for spec in SPECS
    for move in spec.moves
)

LIFECYCLE: frozenset[Action] = frozenset(line.action for line in TRANSITIONS)


def transition(state: State | None, action: Action) -> Transition | None:
    """The line of the table for `action` from `state` (None: nothing recorded yet), if any."""
    for line in TRANSITIONS:
        if line.action is action and (state in line.sources if state else not line.sources):
            return line
    return None


def permitted(referral: Referral, action: Action) -> Transition | None:
    """The line of the table by which `action` may follow now; a hold asks for the state before it.

    Replaying uses `transition`: what was recorded stays readable when the table becomes narrower.
    """
    line = transition(referral.state, action)
    if line and line.held_from and referral.state is State.HELD:
        return line if referral.state_before_hold in line.held_from else None
    return line
