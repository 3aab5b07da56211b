"""The text of config.yaml → `Config`; what is wrong is named with its line, key and value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from bot.config.models import Config
from bot.config.notices import LANGUAGE, VARIABLE
from bot.config.values import COMMAND, HOST, ID, SLACK_CHANNEL, SLACK_USER
from bot.sentences.operations import config as sentences

_SECRET = re.compile(
    r"xox[a-z]-|xapp-|xwfp-|-----BEGIN"  # Slack's tokens, keys
    r"|://[^/\s@]+@"  # an address with a password, or with a name that may be a token
    r"|hooks\.slack\.com/\w+/"
    r"|(?<![0-9a-fA-F])(?:[0-9a-f]{32}|[0-9a-f]{64})(?![0-9a-fA-F])"  # Slack's signing secret
)


_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where PyYAML has it: ten times as quick."""


class _Loader(_Fast):  # type: ignore[misc]
    """Reads a day that is in no calendar as text, so that it is named as the wrong value it is."""

    def day(self, node: yaml.ScalarNode) -> object:
        """What a scalar says that looks like a date."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.day)


class ConfigError(ValueError):
    """The config cannot be used. `str(error)` has a line for each thing that is wrong."""


def read_config(text: str, source: str = "config.yaml") -> Config:
    """The config that a YAML text says.

    Raises ConfigError with a line for each fault: source, line, key, value and what is accepted.
    """
    secret = next((n for n, line in enumerate(text.splitlines(), 1) if _SECRET.search(line)), None)
    if secret is not None:
        raise ConfigError(sentences.secret(source, secret))
    try:
        node, data = _parsed(text)
    except RecursionError:
        raise ConfigError(sentences.too_deep(source)) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(sentences.not_yaml(source, line, str(error.problem))) from None
    except yaml.YAMLError as error:
        raise ConfigError(sentences.not_yaml(source, 0, str(error))) from None
    if data is None:
        return Config()
    if not isinstance(data, dict):
        raise ConfigError(sentences.no_keys(source))
    twins = list(_twins(node))
    if twins:
        raise ConfigError(
            "\n".join(sentences.stands_twice(source, line, key) for line, key in twins)
        )
    try:
        return config_of(data)
    except RecursionError:
        raise ConfigError(sentences.too_deep(source)) from None
    except ValidationError as error:
        faults = sorted(_told(error.errors()), key=lambda fault: _line(node, _path(fault)))
        lines = [_complaint(source, text, node, fault) for fault in faults]
        raise ConfigError("\n".join(dict.fromkeys(lines))) from None


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    """Its nodes, and what they say. Raises YAMLError in the words of PyYAML's own reader."""
    try:
        return yaml.compose(text, Loader=_Loader), yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)


def config_of(data: Mapping[str, object]) -> Config:
    """The config that keys and values say, as they stand in a file. Raises pydantic's error."""
    return Config.model_validate(data)


def _twins(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    looked_at: set[int] = set()
    waiting = [node]
    while waiting:
        node = waiting.pop(0)
        if node is None or id(node) in looked_at:
            continue  # an alias may lead back to what holds it
        looked_at.add(id(node))
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    yield key.start_mark.line + 1, key.value
                seen.add(key.value)
                waiting.append(value)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _told(faults: Sequence[Any]) -> Iterator[Any]:
    """The faults without those that follow from others, as a list's length from a wrong entry."""
    places = [fault["loc"] for fault in faults]
    for fault in faults:
        loc = fault["loc"]
        if fault["type"] == "too_short" and any(
            len(other) > len(loc) and other[: len(loc)] == loc for other in places
        ):
            continue
        yield fault


def _path(fault: Any) -> list[Any]:
    return [part for part in fault["loc"] if part != "[key]"]


def _complaint(source: str, text: str, node: yaml.Node | None, fault: Any) -> str:
    path = _path(fault)
    line = _line(node, path)
    key = ".".join(str(part) for part in path) or sentences.THE_WHOLE
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        known = _known_keys(path[:-1])
        return sentences.unknown_key(source, line, key, known, _nearest(str(path[-1]), known))
    if fault["type"] == "missing":
        return sentences.missing_key(source, line, key)
    if not message.startswith(sentences.ACCEPTED):
        message = sentences.ACCEPTED + _accepted(fault, message)
    value = _written(text, node, path, fault)
    return sentences.wrong_value(source, line, key, value, message)


def _nearest(typed: str, known: Sequence[str]) -> str:
    """The key that was probably meant, however its words are joined: timezone, Time-Zone, tz."""
    bare = {re.sub(r"[^a-z]", "", name): name for name in known}
    word = re.sub(r"[^a-z]", "", typed.lower())
    if word in _ALSO_CALLED and _ALSO_CALLED[word] in known:
        return _ALSO_CALLED[word]
    near = get_close_matches(word, bare, 1)
    return bare[near[0]] if near else ""


_ALSO_CALLED = {
    "tz": "time_zone",
    "zone": "time_zone",
    "mail": "email",
    "admins": "leads",
    "holidays": "country",
}


def _written(text: str, node: yaml.Node | None, path: list[Any], fault: Any) -> str:
    """The value as it stands in the file, where YAML may have made something else of it."""
    found = _find(node, path)[1]
    if fault["loc"][-1:] == ("[key]",):
        return sentences.NO_NAME
    if isinstance(found, yaml.ScalarNode):
        value = str(found.value)
    elif found is not None:
        value = " ".join(text[found.start_mark.index : found.end_mark.index].split())
    else:
        value = str(fault["input"])
    if not value:
        return sentences.EMPTY
    return value if len(value) <= 60 else value[:60] + "…"


_FORMS = {
    ID: sentences.ID,
    COMMAND: sentences.COMMAND,
    SLACK_USER: sentences.SLACK_USER,
    SLACK_CHANNEL: sentences.SLACK_CHANNEL,
    HOST: sentences.HOST,
    LANGUAGE: sentences.LANGUAGE,
    VARIABLE: sentences.VARIABLE,
}


def _accepted(fault: Any, message: str) -> str:
    context = fault.get("ctx", {})
    match fault["type"]:
        case "literal_error":
            return str(context["expected"]).replace("'", "")
        case "string_pattern_mismatch":
            return _FORMS.get(context["pattern"], message)
        case "greater_than_equal":
            return sentences.at_least(context["ge"])
        case "less_than_equal":
            return sentences.at_most(context["le"])
        case "int_type" | "int_parsing" | "int_from_float":
            return sentences.A_WHOLE_NUMBER
        case "date_type" | "date_parsing" | "date_from_datetime_parsing":
            return sentences.A_DAY
        case "bool_type" | "bool_parsing":
            return sentences.TRUE_OR_FALSE
        case "string_type":
            return sentences.QUOTED_TEXT
        case "string_too_short":
            return sentences.SOME_TEXT
        case "string_too_long":
            return sentences.most_characters(context["max_length"])
        case "tuple_type":
            return sentences.A_LIST
        case "too_short":
            return sentences.LIST_WITH_ENTRY
        case "too_long":
            return sentences.most_entries(context["max_length"])
        case "invalid_key":
            return sentences.TEXT_KEY
        case "model_type" | "model_attributes_type" | "mapping_type" | "dict_type":
            return sentences.KEYS_AND_VALUES
    return message[0].lower() + message[1:]


def _line(node: yaml.Node | None, path: list[Any]) -> int:
    return _find(node, path)[0]


def _find(node: yaml.Node | None, path: list[Any]) -> tuple[int, yaml.Node | None]:
    """The line of a key or entry, or of what would hold it, and what stands there."""
    line = 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if found is None:
                return line, None
            line, node = found[0].start_mark.line + 1, found[1]
        elif (
            isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value)
        ):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            return line, None
    return line, node


def _known_keys(path: list[Any]) -> list[str]:
    model: type[BaseModel] = Config
    for part in path:
        # What is no key of the model is an entry of a list, or a name such as a platform's.
        field = model.model_fields.get(str(part))
        model = next(_models_in(field.annotation), model) if field else model
    return [str(field.validation_alias or name) for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
