"""Submitting and closing modals, and what an app's `response_action` does to them."""

from __future__ import annotations

from typing import Any

from handlers.workspace.api.views import checked_view
from handlers.workspace.app_requests.dispatch import Dispatcher
from handlers.workspace.app_requests.payloads import closing, submission
from handlers.workspace.blockkit.view_state import refused_inputs, values_from
from handlers.workspace.control.form_files import with_files
from handlers.workspace.control.user_actions import UserActions
from handlers.workspace.state.modals import STACK_LIMIT
from handlers.workspace.state.model import JSON, SlackView, User
from handlers.workspace.state.refusals import ControlError, SlackError
from handlers.workspace.state.workspace import Workspace


class ViewSubmissions:
    def __init__(
        self, workspace: Workspace, dispatcher: Dispatcher, user_actions: UserActions
    ) -> None:
        self._workspace = workspace
        self._dispatcher = dispatcher
        self._user_actions = user_actions

    async def submit(self, user: User, view: SlackView, typed: Any) -> JSON:
        """Check as Slack's client does, send `view_submission`, do what the app answers."""
        if view.type != "modal" or not view.submit:
            raise ControlError("no_submit", "This view has no submit button.", status=409)
        typed = with_files(self._workspace, user, view.blocks, typed)
        values, errors = values_from(view.blocks, view.values, typed)
        view.values = values
        errors = {**refused_inputs(view.blocks, values), **errors}
        if errors:
            raise ControlError("invalid_input", "Some fields are not right yet.", errors=errors)
        outcome: JSON = {"response_action": "none", "errors": {}}
        delivery = await self._dispatcher.interactive(
            submission(self._workspace, user, view),
            lambda body: self._respond(view, body, outcome),
        )
        if not delivery.ok or delivery.problems:
            error = delivery.problems[0] if delivery.problems else "operation_timeout"
            self._user_actions.view_trouble(view, error)
            raise ControlError(
                error,
                "We had some trouble connecting. Try again?",
                status=409,
                acknowledged=delivery.as_json(),
                problems=list(delivery.problems),
            )
        return {"ok": True, **outcome, "acknowledged": delivery.as_json()}

    def _respond(self, view: SlackView, body: Any, outcome: JSON) -> list[str]:
        """Carry out a `response_action`; an empty answer closes the modal."""
        modals, user = self._workspace.modals, view.user
        if body in (None, "", {}):
            modals.close(view)
            self._workspace.views_changed(user)
            return []
        action = body.get("response_action") if isinstance(body, dict) else None
        match action:
            case "clear":
                modals.clear(user)
            case "errors":
                outcome["errors"] = self._errors(view, body.get("errors"))
            case "update":
                modals.replace(view, checked_view(self._workspace, user, body.get("view")))
            case "push":
                new = checked_view(self._workspace, user, body.get("view"))
                if len(modals.stack(user)) >= STACK_LIMIT:
                    raise SlackError("push_limit_reached")
                modals.push(new)
            case _:
                raise SlackError("invalid_response_action")
        view.error = ""
        outcome["response_action"] = action
        self._workspace.views_changed(user)
        return []

    def _errors(self, view: SlackView, errors: Any) -> JSON:
        """Errors must name input blocks of this view, or Slack shows none of them."""
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            raise SlackError("invalid_errors")
        unknown = sorted(set(errors) - inputs)
        if unknown or not all(isinstance(text, str) and text for text in errors.values()):
            raise SlackError(
                "invalid_errors", errors=[f"no input block: {', '.join(unknown) or 'empty text'}"]
            )
        return errors

    async def close(self, user: User, view: SlackView) -> JSON:
        """Close one modal, or the whole stack where it says so; the app hears it if it asked to."""
        if view.type != "modal":
            raise ControlError("not_a_modal", "Only modals can be closed.", status=409)
        cleared = view.clear_on_close
        closed = self._workspace.modals.clear(user.id) if cleared else [view]
        self._workspace.modals.close(view)
        self._workspace.views_changed(user.id)
        for one in closed:
            if one.notify_on_close:
                payload = closing(self._workspace, user, one, is_cleared=cleared)
                await self._dispatcher.interactive(payload)
        return {"ok": True}
