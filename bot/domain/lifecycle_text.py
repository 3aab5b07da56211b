"""The lifecycle table as a diagram (Mermaid) and as a table (Markdown), for the README and docs.

`python -m bot.domain.lifecycle_text` prints the README's block; with `table`, the table.
"""

from __future__ import annotations

import sys

from bot.domain.referral import TRANSITIONS, Goal, State, Transition

BEGIN = "<!-- lifecycle -->"
END = "<!-- /lifecycle -->"

_NEW = {Goal.STAYS_AND_NEW_REFERRED: State.REFERRED, Goal.STAYS_AND_NEW_FLAGGED: State.FLAGGED}
_LEADS_TO: dict[Goal, tuple[State, ...]] = {
    Goal.BEFORE_HOLD: (State.FLAGGED, State.REFERRED, State.REJECTED, State.RESTRICTED),
    Goal.APPEALED_OUTCOME: (State.REJECTED, State.RESTRICTED),
    Goal.CLOSED_OR_RESTRICTED: (State.CLOSED, State.RESTRICTED),
}


def lifecycle_diagram() -> str:
    """A Mermaid state diagram of TRANSITIONS; undo is left out, as it leads back from everywhere."""
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
    """TRANSITIONS as a Markdown table: from, action, to, who, needs."""
    rows = [
        "| from | action | to | who | needs | may have |",
        "|---|---|---|---|---|---|",
    ]
    for line in TRANSITIONS:
        sources = [str(state) for state in State if state in line.sources]
        source = "any state" if len(sources) == len(State) else ", ".join(sources) or "–"
        source += _held_from(line)
        cells = (source, line.action, line.target, line.who, _listed(line.needs))
        rows.append(f"| {' | '.join((*map(str, cells), _listed(line.optional)))} |")
    return "\n".join(rows)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def readme_block() -> str:
    """What stands in the README between its two marks, marks included."""
    return f"{BEGIN}\n```mermaid\n{lifecycle_diagram()}\n```\n{END}"


if __name__ == "__main__":
    sys.stdout.write((lifecycle_table() if "table" in sys.argv[1:] else readme_block()) + "\n")
