"""What came of one action on many referrals, and the button that takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.actions.recording.bulk import Done
from bot.domain.lifecycle.referral import Action
from bot.sentences.recording import batches as sentences
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.kit.kit import Block, Post, actions, button, cut, section

UNDO = "batch:undo"
SNOOZE = "snooze"
_LONGEST_SENTENCE = 300
_SECTION, _WHOLE = 2_900, 8_000
"""Characters of one block, and of all that is said of what did not go through."""


def recorded(done: Done, action: Action | None, uid: str, more: Sequence[str] = ()) -> Post:
    """What was recorded (None: snoozed), `more` sentences, what did not go through and why, Undo all."""
    text = sentences.recorded(action.value if action else SNOOZE, done.count)
    blocks = [section(" ".join([text, *more])), *refused(done)]
    if done.versions and action is not Action.NOTE:
        blocks.append(actions([button(sentences.UNDO_ALL, UNDO, uid)]))
    return Post(_whole(text, done), blocks)


def taken_back(done: Done) -> Post:
    """What was taken back, and what was not."""
    text = sentences.taken_back(done.count)
    return Post(_whole(text, done), [section(text), *refused(done)])


def _whole(text: str, done: Done) -> str:
    return f"{text} {sentences.not_through(len(done.refused))}" if done.refused else text


def refused(done: Done) -> list[Block]:
    """A line for each that did not go through, one line for those with the same reason.

    What has no room is named by its number.
    """
    if not done.refused:
        return []
    lines, left = [f"*{sentences.not_through(len(done.refused))}*"], list[str]()
    length = 0
    for why, names in _by_reason(done).items():
        line = in_mrkdwn(cut(why, _LONGEST_SENTENCE))
        if why.split(" ", 1)[0] not in names:
            line = sentences.of_one(sentences.in_runs(names), line)
        length += len(line)
        if length > _WHOLE:
            left += names
        else:
            lines.append(line)
    if left:
        lines.append(sentences.no_room(len(left), left))
    return [section(one) for one in _packed(lines)]


def _by_reason(done: Done) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, why in done.refused.items():
        found.setdefault(why, []).append(name)
    return found


def _packed(lines: Iterable[str]) -> list[str]:
    """As few paragraphs as hold the lines."""
    parts: list[str] = []
    for line in lines:
        if parts and len(parts[-1]) + len(line) < _SECTION:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return parts
