"""The rows of `bot.domain.lifecycle.actions` for what changes no state: owner, note, indicators, cases, dates."""

from __future__ import annotations

from bot.domain.lifecycle import action_fields as ask
from bot.domain.lifecycle.action_spec import ActionSpec, ActionWords, Who
from bot.domain.lifecycle.referral import Action, State

_ANY = frozenset(State)

IN_ANY_STATE: tuple[ActionSpec, ...] = (
    ActionSpec(
        action=Action.ASSIGN,
        who=Who.ANALYST,
        words=ActionWords(
            "Assign",
            "change its owner",
            "changed its owner",
            "assigned",
            "Assigned",
            "has a new owner",
        ),
        in_states=_ANY,
        fields=(ask.OWNER,),
        counts=False,
        any_version=True,
        menu="Somebody else looks after it.",
        submit="Assign",
    ),
    ActionSpec(
        action=Action.NOTE,
        who=Who.ANALYST,
        words=ActionWords(
            "Add note", "add a note", "added a note", "noted", "Note", "has your note"
        ),
        in_states=_ANY,
        fields=(ask.NEW_NOTE,),
        counts=False,
        any_version=True,
        submit="Add note",
    ),
    ActionSpec(
        action=Action.ADD_INDICATOR,
        who=Who.ANALYST,
        words=ActionWords(
            *("Add indicator", "add an indicator", "added an indicator"),
            *("given an indicator", "Indicator added", "has the indicator"),
        ),
        in_states=_ANY,
        fields=(ask.INDICATOR,),
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
        fields=(ask.WRONG_INDICATOR,),
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
        fields=(ask.CASE,),
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
        fields=(ask.CASE,),
        counts=False,
        any_version=True,
        menu="It does not belong to the case.",
        submit="Take out",
    ),
    ActionSpec(
        action=Action.REDATE,
        who=Who.ANALYST,
        words=ActionWords(
            "Change date",
            "change a date",
            "changed a date",
            "given another date",
            "Date changed",
            "has the new date",
        ),
        in_states=_ANY,
        fields=(ask.NEW_DATE,),
        menu="The last step happened on another day.",
        submit="Change date",
    ),
)
