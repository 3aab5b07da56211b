"""What a person does in the workspace: types, clicks, fills in forms, opens Home.

Each function takes the workspace's `UserActions` apart from HTTP; `control.py` reads requests and calls them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from handlers.workspace.app_requests.answers import apply_answer
from handlers.workspace.app_requests.dispatch import AppAnswer, Dispatcher
from handlers.workspace.app_requests.payloads import (
    action_of,
    command_form,
    global_shortcut,
    home_opened,
    is_stateful,
    message_action,
    message_shortcut,
    view_action,
)
from handlers.workspace.app_requests.typed_text import as_message
from handlers.workspace.blockkit.ids import find_element, with_ids
from handlers.workspace.blockkit.numbers import MESSAGE_TEXT
from handlers.workspace.blockkit.view_state import BadValue, state_of, values_from
from handlers.workspace.control.form_files import posted_files, with_files
from handlers.workspace.state.model import JSON, SlackChannel, SlackMessage, SlackView, User
from handlers.workspace.state.refusals import ControlError
from handlers.workspace.state.workspace import Workspace

_HOME_SECONDS = 3.0


class UserActions:
    """What people can do. `user` and `channel` are checked before they come here."""

    def __init__(self, workspace: Workspace, dispatcher: Dispatcher) -> None:
        self._workspace = workspace
        self._dispatcher = dispatcher

    # --- typing --------------------------------------------------------------

    async def type(
        self,
        user: User,
        channel: SlackChannel,
        text: str,
        thread_ts: str,
        files: Sequence[Any] = (),
    ) -> JSON:
        """A command goes to the app; anything else becomes a message, with the person's files."""
        if channel.is_archived:
            raise ControlError("is_archived", "This channel is archived.", status=409)
        if user.id not in channel.members:
            raise ControlError("not_in_channel", "Join this channel to write in it.", status=409)
        if not text.strip() and not files:
            raise ControlError("no_text", "There is nothing to send.")
        if text.startswith("/"):
            word, _, rest = text.partition(" ")
            return await self._command(user, channel, word, rest.strip(), thread_ts)
        if len(text) > MESSAGE_TEXT:
            raise ControlError("msg_too_long", f"At most {MESSAGE_TEXT} characters.")
        if thread_ts and self._workspace.find_message(channel.id, thread_ts) is None:
            raise ControlError("thread_not_found", "That thread is gone.", status=404)
        marked, blocks = as_message(
            text, self._workspace.users.values(), self._workspace.channels.values()
        )
        message = SlackMessage(
            channel.id,
            "",
            user.id,
            marked,
            with_ids(blocks),
            team=user.team_id,
            thread_ts=thread_ts,
            unfurls="http://" in marked or "https://" in marked,
        )
        if files:
            message.subtype = "file_share"
            message.files = posted_files(self._workspace, user, channel, files)
        self._workspace.post(message)
        if not thread_ts:
            self._workspace.mark_read(user.id, channel, message.ts)
        await self._tell_app_of(message, channel)
        return {"ok": True, "ts": message.ts}

    async def _tell_app_of(self, message: SlackMessage, channel: SlackChannel) -> None:
        """Message events, where the app subscribed to them; nobody waits for their answers."""
        bot, features = self._workspace.app.bot_user_id, self._workspace.features
        if bot not in channel.members or features.events is None:
            return
        kind = {"channel": "channel", "private": "group", "im": "im"}[channel.kind]
        event = message.as_slack() | {
            "channel": channel.id,
            "event_ts": message.ts,
            "channel_type": kind,
        }
        self._dispatcher.in_background(self._dispatcher.event(event))
        if f"<@{bot}>" in message.text and channel.kind != "im":
            mention = {**event, "type": "app_mention"}
            del mention["channel_type"]
            self._dispatcher.in_background(self._dispatcher.event(mention))

    async def _command(
        self, user: User, channel: SlackChannel, word: str, text: str, thread_ts: str
    ) -> JSON:
        if word not in self._workspace.commands:
            raise ControlError("unknown_command", f"{word} is not a valid command.", status=404)
        if thread_ts:
            self._workspace.note_to(
                user.id, channel.id, f"{word} is not supported in threads. Sorry!", thread_ts
            )
            raise ControlError(
                "not_in_threads", f"{word} is not supported in threads. Sorry!", status=409
            )
        form, url = command_form(self._workspace, user, channel, word, text)
        delivery = await self._dispatcher.command(
            form, lambda body: apply_answer(self._workspace, url, body)
        )
        self._say_if_failed(user, channel.id, word, delivery)
        return {"ok": True, "acknowledged": delivery.as_json()}

    def _say_if_failed(
        self, user: User, channel_id: str, what: str, delivery: AppAnswer, thread_ts: str = ""
    ) -> None:
        """Slackbot's sentence where the app did not answer, or answered what Slack refuses."""
        if delivery.ok and not delivery.problems:
            return
        if delivery.problems:
            reason = delivery.problems[0]
            detail = f" ({'; '.join(delivery.problems[1:])})" if delivery.problems[1:] else ""
        else:
            reason = "operation_timeout"
            detail = f" (the app answered {delivery.status})" if delivery.status else ""
            if delivery.error.startswith("dispatch_failed"):
                detail = " (the app could not be reached)"
        self._workspace.note_to(
            user.id, channel_id, f"{what} failed with the error “{reason}”{detail}", thread_ts
        )

    # --- clicking ------------------------------------------------------------

    async def click_message(
        self,
        user: User,
        channel: SlackChannel,
        ts: str,
        block_id: str,
        action_id: str,
        value: Any,
        typed: Any,
    ) -> JSON:
        message = self._workspace.ephemerals.find(
            user.id, channel.id, ts
        ) or self._workspace.find_message(channel.id, ts)
        if message is None or message.deleted:
            raise ControlError("message_not_found", "That message is gone.", status=404)
        block, element = _element(message, block_id, action_id)
        state = _state(element, value)
        key = (user.id, channel.id, ts)
        choices = dict(self._workspace.message_choices.get(key, {}))
        if typed:
            values, errors = values_from(message.blocks, choices, typed)
            _refuse(errors)
            choices = values
        if is_stateful(element) and state is not None:
            choices[block["block_id"]] = {
                **choices.get(block["block_id"], {}),
                element["action_id"]: state,
            }
        self._workspace.message_choices[key] = choices
        action = action_of(block, element, state, self._workspace.next_ts())
        payload, _ = message_action(self._workspace, user, channel, message, action, choices)
        delivery = await self._dispatcher.interactive(payload, _ignored)
        thread_ts = message.thread_ts if message.is_reply else ""
        self._say_if_failed(user, channel.id, "This action", delivery, thread_ts)
        return {"ok": True, "acknowledged": delivery.as_json()}

    async def click_view(
        self, user: User, view: SlackView, block_id: str, action_id: str, value: Any, typed: Any
    ) -> JSON:
        block, element = _element(view, block_id, action_id)
        typed = with_files(self._workspace, user, view.blocks, typed)
        values, errors = values_from(view.blocks, view.values, typed)
        _refuse(errors)
        state = _state(element, value)
        if is_stateful(element) and state is not None:
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
        view.values = values
        if block["type"] == "input" and not block.get("dispatch_action"):
            return {"ok": True, "acknowledged": None}
        action = action_of(block, element, state, self._workspace.next_ts())
        payload = view_action(self._workspace, user, view, action)
        delivery = await self._dispatcher.interactive(payload, _ignored)
        self.view_trouble(view, "" if delivery.ok else "operation_timeout")
        return {"ok": True, "acknowledged": delivery.as_json()}

    def view_trouble(self, view: SlackView, error: str) -> None:
        """Show, or take away, the line in a modal that says the app did not answer."""
        if view.error != error:
            view.error = error
            self._workspace.views_changed(view.user)

    async def shortcut(self, user: User, channel: SlackChannel, ts: str, callback_id: str) -> JSON:
        known = self._workspace.shortcuts.get(callback_id)
        if known is None or known.type != "message":
            raise ControlError("unknown_shortcut", "There is no such message shortcut.", status=404)
        message = self._workspace.find_message(channel.id, ts)
        if message is None or message.deleted:
            raise ControlError("message_not_found", "That message is gone.", status=404)
        payload, _ = message_shortcut(self._workspace, user, channel, message, callback_id)
        delivery = await self._dispatcher.interactive(payload, _ignored)
        thread_ts = message.thread_ts if message.is_reply else ""
        self._say_if_failed(user, channel.id, known.name, delivery, thread_ts)
        return {"ok": True, "acknowledged": delivery.as_json()}

    async def global_shortcut(self, user: User, channel: SlackChannel, callback_id: str) -> JSON:
        """Use a shortcut that belongs to no message; `channel` is the one that is open."""
        known = self._workspace.shortcuts.get(callback_id)
        if known is None or known.type != "global":
            raise ControlError("unknown_shortcut", "There is no such shortcut.", status=404)
        payload = global_shortcut(self._workspace, user, callback_id)
        delivery = await self._dispatcher.interactive(payload, _ignored)
        self._say_if_failed(user, channel.id, known.name, delivery, "")
        return {"ok": True, "acknowledged": delivery.as_json()}

    # --- Home ----------------------------------------------------------------

    async def open_home(self, user: User, tab: str) -> JSON:
        """Send `app_home_opened`, and wait until the app has published the view."""
        if tab == "home" and not self._workspace.features.home_tab:
            raise ControlError("no_home_tab", "The app has no Home tab.", status=409)
        before = self._workspace.modals.homes.get(user.id)
        with self._workspace.live.listening(user.id) as listener:
            delivery = await self._dispatcher.event(home_opened(self._workspace, user, tab))
            if tab == "home" and delivery is not None and delivery.ok:
                try:
                    async with asyncio.timeout(_HOME_SECONDS if before is None else 1.0):
                        while self._workspace.modals.homes.get(user.id) is before:
                            await listener.queue.get()
                except TimeoutError:
                    pass
        view = self._workspace.modals.homes.get(user.id)
        return {
            "ok": True,
            "home": view.as_page() if view else None,
            "acknowledged": delivery.as_json() if delivery else None,
        }


def _ignored(body: Any) -> list[str]:
    """Slack reads nothing in the answer to a click or a shortcut."""
    return ["the body of the answer is ignored"] if body not in (None, "", {}) else []


def _element(place: SlackMessage | SlackView, block_id: str, action_id: str) -> tuple[JSON, JSON]:
    found = find_element(place.blocks, block_id, action_id)
    if found is None:
        raise ControlError(
            "action_not_found", f"There is no {action_id!r} in block {block_id!r}.", status=404
        )
    return found


def _state(element: JSON, value: Any) -> JSON | None:
    """What the payload says was chosen; nothing for buttons."""
    if element["type"] == "overflow" or is_stateful(element):
        try:
            state = state_of(element, value)
        except BadValue as wrong:
            raise ControlError("invalid_option", str(wrong)) from None
        if element["type"] == "overflow" and state["selected_option"] is None:
            raise ControlError("invalid_option", "An overflow menu needs a `value`.")
        return state
    if element["type"] == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            if element[name]["value"] == value:
                return {"text": element[name]["text"], "value": value}
        raise ControlError("invalid_option", f"{value!r} is neither of the two buttons.")
    return None


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise ControlError("invalid_input", "Some values do not fit.", errors=errors)
