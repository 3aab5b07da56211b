"""Slack's payloads → who asks for what, from where: read once, checked nowhere yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson

from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.referral import NOTHING_SEEN, SeenVersion
from handlers.messages.cards.controls import earlier_version
from handlers.messages.kit.kit import Press

JSON = Mapping[str, Any]


class Surface(StrEnum):
    """Where a click came from, which decides where its answer goes."""

    MESSAGE = "message"
    PRIVATE = "private"  # an answer of ours that only this person sees
    HOME = "home"
    MODAL = "modal"


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asked, and where. `channel` is empty on Home and in forms that were opened there.

    `team` is the workspace in which it was asked: never the person's own, which says nothing here.
    """

    user: str
    team: str
    channel: str


@dataclass(frozen=True, slots=True)
class Command:
    """One slash command as it was typed."""

    requester: Requester
    name: str
    text: str
    trigger: str
    response_url: str

    @property
    def key(self) -> str:
        """Under which its answer is remembered."""
        return f"command {self.trigger}"

    @classmethod
    def read(cls, body: JSON) -> Command:
        """From the form that Slack sends."""
        requester = Requester(
            _text(body, "user_id"), _text(body, "team_id"), _text(body, "channel_id")
        )
        return cls(
            requester,
            _text(body, "command"),
            clean(_text(body, "text")),
            _text(body, "trigger_id"),
            _text(body, "response_url"),
        )


@dataclass(frozen=True, slots=True)
class Meta:
    """What a form carries from its opening to its submission, in `private_metadata`."""

    number: int = 0
    uid: str = ""
    """As in `Press`; empty in forms that carry nothing, and in those that an earlier version opened."""
    seen: SeenVersion = NOTHING_SEEN
    channel: str = ""
    thread: str = ""
    home: bool = False
    more: str = ""
    """What else a form of several referrals has to know, in its own words."""
    answer_at: str = ""
    """The response URL of the confirmation in whose place the form's is said."""

    @property
    def made(self) -> Press:
        """Of a form that is of no one referral: of which database it is."""
        return Press(self.number, self.uid, self.seen)

    def dump(self) -> str:
        """For `private_metadata`."""
        of = self.number, str(self.seen), self.channel, self.thread, self.home, self.uid
        rest = [self.more, self.answer_at] if self.answer_at else [self.more] if self.more else []
        return orjson.dumps([*of, *rest]).decode()

    @classmethod
    def load(cls, text: str) -> Meta:
        """The other way; an empty one for what is not ours."""
        try:
            number, seen, channel, thread, home, *rest = orjson.loads(text)
            uid, more, at = [*map(str, rest), "", "", ""][:3]
            of = int(number), uid, SeenVersion.parse(seen), str(channel), str(thread), bool(home)
            return cls(*of, more, at)
        except (ValueError, TypeError):
            return cls()


@dataclass(frozen=True, slots=True)
class Click:
    """One press of a button or choice from a menu. `value` is the button's or the option's."""

    requester: Requester
    surface: Surface
    action_id: str
    block_id: str
    value: str
    trigger: str
    key: str
    response_url: str = ""
    thread: str = ""
    view: JSON | None = None

    @property
    def view_id(self) -> str:
        """The form or Home that it stands in."""
        return str(self.view["id"]) if self.view else ""

    @property
    def press(self) -> Press:
        """Which referral, and as what it was seen. Raises BadAnswer for a strange value."""
        try:
            return Press.parse(self.value)
        except ValueError:
            raise BadAnswer(earlier_version(self.value)) from None

    @property
    def form_meta(self) -> Meta:
        """What the form that it stands in carries."""
        return Meta.load(_text(self.view, "private_metadata")) if self.view else Meta()

    @property
    def meta(self) -> Meta:
        """What a form that this click opens has to know."""
        home = self.surface is Surface.HOME or self.form_meta.home  # also in a window over Home
        return Meta(channel=self.requester.channel, thread=self.thread, home=home)

    @classmethod
    def read(cls, body: JSON) -> Click:
        """From a block_actions payload."""
        action = body["actions"][0]
        container, view = body.get("container") or {}, body.get("view")
        requester = _asked(body)
        surface = Surface.PRIVATE if container.get("is_ephemeral") else Surface.MESSAGE
        thread = _text(container, "thread_ts")
        if view:
            surface = Surface.HOME if view.get("type") == "home" else Surface.MODAL
            meta = Meta.load(_text(view, "private_metadata"))
            requester, thread = Requester(requester.user, requester.team, meta.channel), meta.thread
        place = _text(container, "message_ts") or _text(container, "view_id")
        option = action.get("selected_option") or {}
        return cls(
            requester,
            surface,
            _text(action, "action_id"),
            _text(action, "block_id"),
            _text(option, "value") or _text(action, "value"),
            _text(body, "trigger_id"),
            f"click {place} {_text(action, 'action_ts')} {_text(action, 'action_id')}"[:250],
            _text(body, "response_url"),
            thread,
            view,
        )


@dataclass(frozen=True, slots=True)
class Submission:
    """One form as it was handed in."""

    requester: Requester
    meta: Meta
    view: JSON
    trigger: str

    @property
    def view_id(self) -> str:
        """The form."""
        return str(self.view["id"])

    @property
    def key(self) -> str:
        """Under which it is remembered: one view may hold several forms, one after the other."""
        return f"form {self.view_id} {self.view['callback_id']} {self.meta.number}"

    @property
    def answers(self) -> dict[str, str]:
        """What was filled in, by the field's name; what was left empty is left out."""
        return answers_in(self.view)

    def files(self, name: str) -> tuple[str, ...]:
        """The ids of the files that were attached in a field; empty for what is no file."""
        values = (self.view.get("state") or {}).get("values") or {}
        return tuple(
            file_id(one)
            for state in (values.get(name) or {}).values()
            for one in state.get("files") or ()
        )

    @classmethod
    def read(cls, body: JSON) -> Submission:
        """From a view_submission payload."""
        view = body["view"]
        meta, requester = Meta.load(_text(view, "private_metadata")), _asked(body)
        return cls(
            Requester(requester.user, requester.team, meta.channel),
            meta,
            view,
            _text(body, "trigger_id"),
        )


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut, and the message it was used on; a global one has neither message nor place."""

    requester: Requester
    message: JSON
    trigger: str
    response_url: str
    thread: str

    @property
    def key(self) -> str:
        """Under which its answer is remembered."""
        return f"shortcut {self.trigger}"

    @classmethod
    def read(cls, body: JSON) -> Shortcut:
        """From a message_action or shortcut payload."""
        message = body.get("message") or {}
        return cls(
            _asked(body),
            message,
            _text(body, "trigger_id"),
            _text(body, "response_url"),
            _text(message, "thread_ts"),
        )


def file_id(one: Any) -> str:
    """The id of a file as Slack describes it; empty where it is none."""
    found = one.get("id") if isinstance(one, Mapping) else None
    return found if isinstance(found, str) and found.isalnum() else ""


def answers_in(view: JSON) -> dict[str, str]:
    """The filled fields of a view by block_id; several choices are joined by commas."""
    values = (view.get("state") or {}).get("values") or {}
    found: dict[str, str] = {}
    for name, elements in values.items():
        for state in elements.values():
            answer = _value(state)
            if answer:
                found[name] = clean(answer)
    return found


def _value(state: JSON) -> str:
    if state.get("selected_options"):
        return ",".join(str(one["value"]) for one in state["selected_options"])
    option = state.get("selected_option") or {}
    for value in (
        option.get("value"),
        state.get("value"),
        state.get("selected_date"),
        state.get("selected_time"),
        state.get("selected_user"),
        state.get("selected_conversation"),
    ):
        if value:
            return str(value)
    return ""


def clean(text: str) -> str:
    """Text that every database can keep: no NUL, no half characters."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()


def unescaped(text: str) -> str:
    """What was typed, from the text of a command or message, in which Slack escapes three marks."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _asked(body: JSON) -> Requester:
    user, team = body.get("user") or {}, body.get("team") or {}
    channel, container = body.get("channel") or {}, body.get("container") or {}
    return Requester(
        _text(user, "id"),
        _text(team, "id"),
        _text(channel, "id") or _text(container, "channel_id"),
    )


def _text(body: JSON, name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""
