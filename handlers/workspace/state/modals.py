"""Who has which modals open, and what everybody's Home tab shows."""

from __future__ import annotations

from typing import Any

from handlers.workspace.state.model import SlackView

STACK_LIMIT = 3


class Modals:
    """A stack of modals per person (the last one is on top), and one Home view per person."""

    def __init__(self) -> None:
        self._stacks: dict[str, list[SlackView]] = {}
        self.homes: dict[str, SlackView] = {}

    def stack(self, user: str) -> list[SlackView]:
        return self._stacks.get(user, [])

    def open(self, view: SlackView) -> None:
        """Show a modal alone; what was open before is gone."""
        view.root_view_id, view.previous_view_id = view.id, None
        self._stacks[view.user] = [view]

    def push(self, view: SlackView) -> None:
        stack = self._stacks.setdefault(view.user, [])
        if stack:
            view.root_view_id, view.previous_view_id = stack[0].id, stack[-1].id
        else:
            view.root_view_id = view.id
        stack.append(view)

    def close(self, view: SlackView) -> None:
        """Take one modal off its stack."""
        stack = self._stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)
        if not stack:
            self._stacks.pop(view.user, None)

    def clear(self, user: str) -> list[SlackView]:
        """Close all modals of a person, and return them, top first."""
        return list(reversed(self._stacks.pop(user, [])))

    def find(self, view_id: str = "", external_id: str = "") -> SlackView | None:
        for view in self.all():
            if (view_id and view.id == view_id) or (
                external_id and view.external_id == external_id
            ):
                return view
        return None

    def all(self) -> list[SlackView]:
        return [*(view for stack in self._stacks.values() for view in stack), *self.homes.values()]

    def replace(self, old: SlackView, new: SlackView) -> None:
        """Put a changed view where the old one is, under the same id; typed values of blocks that
        still stand there (same block and action id) are kept."""
        new.id, new.root_view_id = old.id, old.root_view_id
        new.previous_view_id = old.previous_view_id
        new.external_id = new.external_id or old.external_id
        new.values = _kept_values(old.values, new.values)
        if old.type == "home":
            self.homes[old.user] = new
            return
        # By its id: another answer may have changed it meanwhile, or its person closed it.
        stack = self._stacks.get(old.user, [])
        for place, one in enumerate(stack):
            if one.id == old.id:
                stack[place] = new

    def reset(self) -> None:
        self._stacks.clear()
        self.homes.clear()


def _kept_values(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {
        block_id: {
            action_id: old.get(block_id, {}).get(action_id, state)
            if old.get(block_id, {}).get(action_id, {}).get("type") == state.get("type")
            else state
            for action_id, state in actions.items()
        }
        for block_id, actions in new.items()
    }
