"""The rows of `bot.domain.lifecycle.actions` for what joins pages: indicators and cases."""

from __future__ import annotations

from bot.domain.lifecycle.action_spec import ActionSpec, ActionWords, Field, FieldKind, Who
from bot.domain.lifecycle.referral import Action, State
from bot.sentences import forms as say

_ANY = frozenset(State)

INDICATOR = Field(
    "indicator",
    FieldKind.LINE,
    say.INDICATOR,
    required=True,
    personal=True,
    hint=say.INDICATOR_HINT,
    missing=say.NO_INDICATOR,
)
WRONG_INDICATOR = Field(
    "indicator",
    FieldKind.INDICATOR,
    say.INDICATOR,
    required=True,
    personal=True,
    placeholder=say.WHICH_INDICATOR,
    missing=say.WHICH_INDICATOR,
)
CASE = Field(
    "case",
    FieldKind.LINE,
    say.CASE,
    required=True,
    personal=True,
    hint=say.CASE_HINT,
    missing=say.NO_CASE,
)

JOINING: tuple[ActionSpec, ...] = (
    ActionSpec(
        action=Action.ADD_INDICATOR,
        who=Who.ANALYST,
        words=ActionWords(
            *("Add indicator", "add an indicator", "added an indicator"),
            *("given an indicator", "Indicator added", "has the indicator"),
        ),
        in_states=_ANY,
        fields=(INDICATOR,),
        counts=False,
        any_version=True,
        menu="A number, a handle or an account that other pages may have.",
        submit="Add",
    ),
    ActionSpec(
        action=Action.STRIKE_INDICATOR,
        who=Who.ANALYST,
        words=ActionWords(
            *("Strike out indicator", "strike out an indicator", "struck out an indicator"),
            *("without that indicator", "Indicator struck out", "has that indicator no more"),
        ),
        in_states=_ANY,
        fields=(WRONG_INDICATOR,),
        counts=False,
        any_version=True,
        menu="A wrong one: it joins no pages any more.",
        submit="Strike out",
    ),
    ActionSpec(
        action=Action.ADD_TO_CASE,
        who=Who.ANALYST,
        words=ActionWords(
            *("Add to case", "add it to a case", "added it to a case"),
            *("in the case", "Added to the case", "is in the case"),
        ),
        in_states=_ANY,
        fields=(CASE,),
        counts=False,
        any_version=True,
        menu="Pages that belong together, under one name.",
        submit="Add",
    ),
    ActionSpec(
        action=Action.TAKE_FROM_CASE,
        who=Who.ANALYST,
        words=ActionWords(
            *("Take out of case", "take it out of a case", "took it out of a case"),
            *("out of the case", "Taken out of the case", "is out of the case"),
        ),
        in_states=_ANY,
        fields=(CASE,),
        counts=False,
        any_version=True,
        menu="It does not belong to the case.",
        submit="Take out",
    ),
)
