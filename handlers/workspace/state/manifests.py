"""What a Slack app manifest says that the stand-in needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.workspace.state.defaults import SCOPES
from handlers.workspace.state.model import JSON, AppShortcut, SlashCommand


@dataclass(frozen=True)
class AppFeatures:
    """What the app has registered. `events` is None where nobody said: every event is sent."""

    commands: dict[str, SlashCommand] = field(default_factory=dict)
    shortcuts: dict[str, AppShortcut] = field(default_factory=dict)
    scopes: frozenset[str] = SCOPES
    events: frozenset[str] | None = None
    home_tab: bool = True
    socket_mode: bool = False

    def hears(self, event: str) -> bool:
        return self.events is None or event in self.events


def features_of(manifest: JSON) -> AppFeatures:
    """Read a manifest (a dict as YAML or JSON gives it)."""
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    commands = [
        SlashCommand(
            item["command"],
            item.get("description", ""),
            item.get("usage_hint", ""),
            bool(item.get("should_escape", False)),
        )
        for item in features.get("slash_commands", [])
    ]
    shortcuts = [
        AppShortcut(
            item["callback_id"],
            item["name"],
            item.get("type", "message"),
            item.get("description", ""),
        )
        for item in features.get("shortcuts", [])
    ]
    return AppFeatures(
        commands={command.command: command for command in commands},
        shortcuts={shortcut.callback_id: shortcut for shortcut in shortcuts},
        scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        home_tab=bool(features.get("app_home", {}).get("home_tab_enabled", False)),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
    )
