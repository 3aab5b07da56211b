"""The manifest: what Slack takes, with what the bot listens to and the least it needs."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from bot.config import Config
from bot.config.reading import config_of
from bot.domain.errors import BadAnswer
from bot.sentences.operations import manifest as sentences
from handlers.cli import cli
from handlers.slack.transport.manifest import BOT_SCOPES, EVENTS, METHODS, manifest
from handlers.workspace.state.defaults import SCOPES
from tests.harness.with_slack.slack_harness import SlackHarness

DATA = Path(__file__).parent / "data"
PUBLISHED = "https://raw.githubusercontent.com/slackapi/manifest-schema/v0.5.0/schemas"
URL = "https://bot.example.com/slack/events"


def schema_says(body: dict[str, Any]) -> list[str]:
    """What Slack's own schema has against a manifest."""
    parts = [read(path) for path in sorted((DATA / "manifest-schemas").glob("*.json"))]
    registry: Registry[Any] = Registry().with_resources(
        [
            (f"{PUBLISHED}/{name}", Resource.from_contents(contents, DRAFT7))
            for name, contents in parts
        ]
    )
    _, whole = read(DATA / "manifest.schema.json")
    validator = jsonschema.Draft7Validator(whole, registry=registry)
    return [error.message for error in validator.iter_errors(body)]


def read(path: Path) -> tuple[str, Any]:
    """A schema, with the name of its file."""
    return path.name, json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("url", "socket"), [(URL, False), (None, True), (None, False)])
def test_slacks_schema_takes_it(url: str | None, socket: bool) -> None:
    assert schema_says(manifest(Config(), request_url=url, socket=socket)) == []


def test_the_schema_would_refuse_another() -> None:
    body = manifest(Config(), request_url=URL, socket=False)
    body["features"]["slash_commands"][0]["command"] = 5
    assert schema_says(body)


def test_over_http_it_names_the_address() -> None:
    body = manifest(Config(), request_url=URL, socket=False)
    assert body["settings"]["event_subscriptions"]["request_url"] == URL
    assert body["settings"]["interactivity"]["request_url"] == URL
    assert {one["url"] for one in body["features"]["slash_commands"]} == {URL}
    assert body["settings"]["socket_mode_enabled"] is False


def test_in_socket_mode_it_names_none() -> None:
    assert URL not in json.dumps(manifest(Config(), request_url=URL, socket=True))


def test_the_commands_are_the_configs() -> None:
    config = config_of({"commands": {"flag": "/report", "referrals": "/pages"}})
    commands = manifest(config, request_url=URL, socket=False)["features"]["slash_commands"]
    assert [one["command"] for one in commands] == ["/report", "/pages"]


def test_the_scopes_are_the_least() -> None:
    assert (
        *("channels:history", "channels:read", "chat:write", "commands", "files:read"),
        *(
            "files:write",
            "groups:history",
            "groups:read",
            "im:history",
            "im:read",
            "im:write",
            "users:read",
            "users:read.email",
        ),
    ) == BOT_SCOPES


def test_each_scope_has_its_reason() -> None:
    asked = [scope for scopes in sentences.SCOPES for scope in scopes.split(", ")]
    assert sorted(asked) == [*BOT_SCOPES]
    assert "e-mail" in sentences.SCOPES["users:read.email"]


def test_the_table_of_methods_is_what_the_code_calls() -> None:
    called: set[str] = set()
    for path in [*Path("handlers/slack").rglob("*.py"), *Path("handlers/outbound").rglob("*.py")]:
        if path.name == "manifest.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                called |= set(re.findall(r"^[a-z]+\.[a-zA-Z]+$", node.value))
            elif isinstance(node, ast.Attribute) and re.match(
                r"^(auth|users|conversations|chat|views|team)_[a-z_]+$", node.attr
            ):
                group, _, rest = node.attr.partition("_")
                called.add(f"{group}.{re.sub('_([a-z])', lambda m: m[1].upper(), rest)}")
    known = {
        name for name in called if name.split(".")[0] in {one.split(".")[0] for one in METHODS}
    }
    assert known == set(METHODS)


async def test_it_is_enough_for_the_whole_job(world: SlackHarness) -> None:
    """The harness installs the app from this manifest: a missing scope would show there."""
    assert world.workspace.scopes == frozenset(BOT_SCOPES)
    assert world.workspace.features.events == frozenset(EVENTS)
    assert set(world.workspace.commands) == {"/flag", "/referrals"}


def test_a_stand_in_asks_for_the_same_scopes() -> None:
    assert frozenset(BOT_SCOPES) == SCOPES


def test_names_are_as_long_as_slack_takes_them() -> None:
    body = manifest(Config(), request_url=None, socket=True)
    names = [one["name"] for one in body["features"]["shortcuts"]]
    assert names
    assert [name for name in names if len(name) > 24] == []


@pytest.mark.parametrize(
    "url",
    [
        "http://bot.example.org/slack/events",
        "https://bot.example.org",
        "https://bot.example.org/slack/event",
        "https://user:word@bot.example.org/slack/events",
        "https://bot.example.org/slack/events?x=1",
        "https:///slack/events",
        "https://[::1/slack/events",
        "https://bot.example.org:99999/slack/events",
        "bot.example.org",
        "",
    ],
)
def test_an_address_that_slack_cannot_reach_is_refused(url: str) -> None:
    ran = CliRunner().invoke(cli, ["manifest", "--request-url", url])
    assert isinstance(ran.exception, BadAnswer)
    assert "accepted: https://HOST/slack/events" in str(ran.exception)


def test_over_http_the_set_up_says_when_to_verify_the_address() -> None:
    ran = CliRunner().invoke(cli, ["manifest", "--request-url", f" {URL}\n"])
    assert json.loads(ran.stdout)["settings"]["event_subscriptions"]["request_url"] == URL
    assert "verify the request URL (Event Subscriptions) once the bot runs" in ran.stderr
