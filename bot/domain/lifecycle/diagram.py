"""The lifecycle table as a diagram (Mermaid) and as a table (Markdown), for the README and docs.

`python -m bot.domain.lifecycle.diagram` prints the README's block.
"""

from __future__ import annotations

import sys

from bot.domain.lifecycle.action_spec import Goal
from bot.domain.lifecycle.actions import SPECS, TRANSITIONS, Transition
from bot.domain.lifecycle.referral import State

BEGIN = "<!-- lifecycle -->"
END = "<!-- /lifecycle -->"

_NEW = {Goal.STAYS_AND_NEW_REFERRED: State.REFERRED, Goal.STAYS_AND_NEW_FLAGGED: State.FLAGGED}
_LEADS_TO: dict[Goal, tuple[State, ...]] = {
    Goal.BEFORE_HOLD: (State.FLAGGED, State.REFERRED, State.REJECTED, State.RESTRICTED),
    Goal.APPEALED_OUTCOME: (State.REJECTED, State.RESTRICTED),
    Goal.CLOSED_OR_RESTRICTED: (State.CLOSED, State.RESTRICTED),
}


def lifecycle_diagram() -> str:
    """A Mermaid state diagram of TRANSITIONS, without undo, which leads back from everywhere."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for line in TRANSITIONS:
        if line.target is Goal.BEFORE_ACTION:
            continue
        for source in _sources(line):
            for target, remark in _targets(line, source):
                words = arrows.setdefault((source, target), [])
                words.append(f"{line.action}{_held_from(line)}{remark}")
    drawn = [
        f"    {source} --> {target}: {', '.join(words)}"
        for (source, target), words in arrows.items()
    ]
    return "\n".join(["stateDiagram-v2", *drawn])


def _sources(line: Transition) -> list[str]:
    return [str(state) for state in State if state in line.sources] or ["[*]"]


def _targets(line: Transition, source: str) -> list[tuple[str, str]]:
    match line.target:
        case State():
            return [(str(line.target), "")]
        case Goal.STAYS:
            return [(source, "")]
        case Goal.STAYS_AND_NEW_REFERRED | Goal.STAYS_AND_NEW_FLAGGED:
            return [(str(_NEW[line.target]), " (a new referral)")]
    return [(str(state), "") for state in _LEADS_TO[line.target]]


def _held_from(line: Transition) -> str:
    if not line.held_from:
        return ""
    return f" (if {' or '.join(str(state) for state in State if state in line.held_from)} before)"


def lifecycle_table() -> str:
    """Every action that people take as a Markdown table; a row for each line of TRANSITIONS."""
    rows = [
        "| from | action | to | who | needs | may have | changes figures |",
        "|---|---|---|---|---|---|---|",
    ]
    for spec in SPECS:
        where = [
            (_states(line.sources) + _held_from(line), str(line.target))
            for line in TRANSITIONS
            if line.action is spec.action
        ]
        if not where and spec.in_states:
            where = [(_states(spec.in_states), str(Goal.STAYS))]
        needs, optional = _listed(spec.required), _listed(spec.optional)
        counts = "yes" if spec.counts else "no"
        rows += [
            f"| {source} | {spec.action} | {target} | {spec.who} | {needs} | {optional} | {counts} |"
            for source, target in where
        ]
    return "\n".join(rows)


def _states(states: frozenset[State]) -> str:
    if len(states) == len(State):
        return "any state"
    return ", ".join(str(state) for state in State if state in states) or "–"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def readme_block() -> str:
    """What stands in the README between its two marks, marks included."""
    return f"{BEGIN}\n```mermaid\n{lifecycle_diagram()}\n```\n\n{lifecycle_table()}\n{END}"


if __name__ == "__main__":
    sys.stdout.write(readme_block() + "\n")
