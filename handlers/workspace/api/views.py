"""`views.*`: modals and the Home tab."""

from __future__ import annotations

from typing import Any

from handlers.workspace.api.calls import Call, Method
from handlers.workspace.blockkit.ids import with_ids
from handlers.workspace.blockkit.limits import problems_in_view
from handlers.workspace.blockkit.message_checks import parsed
from handlers.workspace.blockkit.view_state import initial_values
from handlers.workspace.state.modals import STACK_LIMIT
from handlers.workspace.state.model import JSON, SlackView, new_id
from handlers.workspace.state.refusals import SlackError, refused_schema
from handlers.workspace.state.trigger_ids import Trigger
from handlers.workspace.state.workspace import Workspace


def checked_view(workspace: Workspace, user: str, value: Any, kind: str = "modal") -> SlackView:
    """A view of the app for one person; raises `invalid_arguments` with the paths."""
    body = parsed(value, "invalid_arguments")
    if isinstance(body, dict):
        body = {name: item for name, item in body.items() if item is not None}
    problems = problems_in_view(body, unsupported=workspace.unsupported_blocks)
    if not problems and body["type"] != kind:
        problems = [f"[ERROR] must be a {kind} view [json-pointer:/view/type]"]
    if problems:
        raise refused_schema("invalid_arguments", problems)
    blocks = with_ids(body["blocks"])
    return SlackView(
        id=new_id("V"),
        user=user,
        type=body["type"],
        blocks=blocks,
        hash=workspace.new_view_hash(),
        title=body.get("title"),
        submit=body.get("submit"),
        close=body.get("close"),
        callback_id=body.get("callback_id", ""),
        private_metadata=body.get("private_metadata", ""),
        external_id=body.get("external_id", ""),
        clear_on_close=body.get("clear_on_close", False),
        notify_on_close=body.get("notify_on_close", False),
        submit_disabled=body.get("submit_disabled", False),
        values=initial_values(blocks),
        app_id=workspace.app.id,
        bot_id=workspace.app.bot_id,
        team_id=workspace.team.id,
    )


def _trigger(call: Call) -> Trigger:
    return call.workspace.triggers.look(call.required("trigger_id"))


def _fresh_external_id(call: Call, view: SlackView, old: SlackView | None = None) -> None:
    if not view.external_id:
        return
    other = call.workspace.modals.find(external_id=view.external_id)
    if other is not None and other is not old:
        raise SlackError("duplicate_external_id")


def open_view(call: Call) -> JSON:
    trigger = _trigger(call)
    view = checked_view(call.workspace, trigger.user, call.args.get("view"))
    _fresh_external_id(call, view)
    trigger.used = True
    call.workspace.modals.open(view)
    call.workspace.views_changed(view.user)
    return {"ok": True, "view": view.as_slack()}


def push_view(call: Call) -> JSON:
    trigger = _trigger(call)
    view = checked_view(call.workspace, trigger.user, call.args.get("view"))
    stack = call.workspace.modals.stack(trigger.user)
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= STACK_LIMIT:
        raise SlackError("push_limit_reached")
    _fresh_external_id(call, view)
    trigger.used = True
    call.workspace.modals.push(view)
    call.workspace.views_changed(view.user)
    return {"ok": True, "view": view.as_slack()}


def update_view(call: Call) -> JSON:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        call.required("view_id")
    old = call.workspace.modals.find(view_id, external_id)
    if old is None:
        raise SlackError("not_found")
    view = checked_view(call.workspace, old.user, call.args.get("view"), old.type)
    if (given := call.text("hash")) and given != old.hash:
        raise SlackError("hash_conflict")
    _fresh_external_id(call, view, old)
    call.workspace.modals.replace(old, view)
    if view.type == "home":
        call.workspace.home_published(view)
    else:
        call.workspace.views_changed(view.user)
    return {"ok": True, "view": view.as_slack()}


def publish_view(call: Call) -> JSON:
    user = call.user("user_id")
    if not call.workspace.features.home_tab:
        raise SlackError("not_enabled")
    view = checked_view(call.workspace, user.id, call.args.get("view"), "home")
    old = call.workspace.modals.homes.get(user.id)
    if (given := call.text("hash")) and (old is None or given != old.hash):
        raise SlackError("hash_conflict")
    _fresh_external_id(call, view, old)
    if old is not None:
        view.id = old.id
    view.root_view_id = view.id
    call.workspace.home_published(view)
    return {"ok": True, "view": view.as_slack()}


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
}
