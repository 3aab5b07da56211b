"""The text of config.yaml → `Config`; what is wrong is named with its line, key and value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from bot.config import (
    Category,
    Channel,
    Commands,
    Config,
    Digest,
    Notice,
    Platform,
    Reason,
    Reminders,
    WorkingHours,
)

_SECRET = re.compile(r"xox[a-z]-|xapp-|xwfp-|-----BEGIN|://[^/\s:@]+:[^/\s@]+@")


class ConfigError(ValueError):
    """The config cannot be used. `str(error)` has a line for each thing that is wrong."""


def read_config(text: str, source: str = "config.yaml") -> Config:
    """The config that a YAML text says.

    Raises ConfigError with a line for each fault: source, line, key, value and what is accepted.
    """
    secret = next((n for n, line in enumerate(text.splitlines(), 1) if _SECRET.search(line)), None)
    if secret is not None:
        raise ConfigError(
            f"{source}, line {secret}: this looks like a secret. Tokens, secrets and database "
            "addresses come from the environment only; take it out, and renew it if others saw it."
        )
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{source}, line {line}: not YAML: {error.problem}.") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{source}: not YAML: {error}.") from None
    if data is None:
        return Config()
    if not isinstance(data, dict):
        raise ConfigError(f"{source}, line 1: accepted are keys and values, such as `team: …`.")
    twins = list(_twins(node))
    if twins:
        raise ConfigError(
            "\n".join(f"{source}, line {line}: {key} stands twice." for line, key in twins)
        )
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        lines = [_complaint(source, node, fault) for fault in error.errors()]
        raise ConfigError("\n".join(dict.fromkeys(lines))) from None


def _twins(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(key.value)
            yield from _twins(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twins(value)


def _complaint(source: str, node: yaml.Node | None, fault: Any) -> str:
    path = [part for part in fault["loc"] if part != "[key]"]
    line = _line(node, path)
    key = ".".join(str(part) for part in path) or "the whole"
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        known = _known_keys(path[:-1])
        return f"{source}, line {line}: {key} is not known; accepted: {known}."
    value = str(fault["input"])
    value = value if len(value) <= 60 else value[:60] + "…"
    if not message.startswith("accepted"):
        message = f"accepted: {_accepted(fault, message)}"
    return f"{source}, line {line}: {key} is {value}; {message}."


def _accepted(fault: Any, message: str) -> str:
    context = fault.get("ctx", {})
    match fault["type"]:
        case "literal_error":
            return str(context["expected"]).replace("'", "")
        case "string_pattern_mismatch":
            return f"a text of the form {context['pattern']}"
    return message[0].lower() + message[1:]


def _line(node: yaml.Node | None, path: list[Any]) -> int:
    line = 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif (
            isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value)
        ):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _known_keys(path: list[Any]) -> str:
    model: type[BaseModel] = Config
    inner: dict[str, type[BaseModel]] = {
        "commands": Commands,
        "working_hours": WorkingHours,
        "digest": Digest,
        "reminders": Reminders,
        "channels": Channel,
        "platforms": Platform,
        "categories": Category,
        "rejection_reasons": Reason,
        "notice": Notice,
    }
    for part in path:
        model = inner.get(str(part), model)
    names = [info.alias or name for name, info in model.model_fields.items()]
    return ", ".join(names)
