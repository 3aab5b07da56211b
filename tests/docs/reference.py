"""docs/reference.md, and the README's variables and lifecycle, made from the code: `python -m tests.docs.reference`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.config import Config
from bot.config.variables import VARIABLES
from bot.domain.lifecycle import diagram
from bot.sentences.operations import command_line, health, manifest
from handlers.slack.transport.metrics import COUNTERS, GAUGES, PREFIX

ROOT = Path(__file__).parents[2]
FILE, README = ROOT / "docs" / "reference.md", ROOT / "README.md"
SCHEMA = ROOT / "docs" / "config.schema.json"
BEGIN, END = "<!-- environment -->", "<!-- /environment -->"


def environment(root: str = "") -> str:
    """The variables, as a table; `root` leads to the README's folder."""
    link = f"[SECURITY.md]({root}SECURITY.md)"
    says = {one.name: one.says.replace("SECURITY.md", link) for one in VARIABLES}
    rows = [f"| `{name}` | {text} |" for name, text in says.items()]
    return "\n".join(["| variable | what it is |", "|---|---|", *rows])


def exit_codes() -> str:
    """What a program ends with."""
    rows = [f"| {code} | {says} |" for code, says in command_line.EXIT_CODES.items()]
    return "\n".join(["| exit code | when |", "|---|---|", *rows])


def checks() -> str:
    """What `check` looks at."""
    rows = [f"| {subject} | {says} |" for subject, says in health.LOOKS_AT.items()]
    return "\n".join(["| `check` says of | what it looked at |", "|---|---|", *rows])


def scopes() -> str:
    """What the manifest asks Slack for."""
    rows = [
        f"| {', '.join(f'`{scope}`' for scope in scopes.split(', '))} | {says} |"
        for scopes, says in manifest.SCOPES.items()
    ]
    return "\n".join(["| scope | what it is for |", "|---|---|", *rows])


def metrics() -> str:
    """What `/metrics` has."""
    rows = [
        f"| `{PREFIX}{name}{end}` | {kind} | {f'`{by}`' if by else ''} | {says} |"
        for kind, end, several in (("counter", "_total", COUNTERS), ("gauge", "", GAUGES))
        for name, (by, says) in several.items()
    ]
    return "\n".join(["| metric | kind | by | what it is |", "|---|---|---|---|", *rows])


def config() -> str:
    """The keys of config.yaml, with what each is without."""
    rows = [f"| `{key}` | {accepted} | {default} |" for key, accepted, default in _keys()]
    return "\n".join(["| key | kind | without it |", "|---|---|---|", *rows])


def schema() -> dict[str, Any]:
    """JSON Schema of config.yaml; names that fit no pattern are marked, as the bot refuses them."""
    whole = Config.model_json_schema()
    for model in (whole, *whole["$defs"].values()):
        for one in model.get("properties", {}).values():
            if "patternProperties" in one:
                one["additionalProperties"] = False
    return whole


def _keys() -> Iterator[tuple[str, str, str]]:
    whole = schema()
    definitions: Mapping[str, Any] = whole["$defs"]

    def walk(properties: Mapping[str, Any], before: str) -> Iterator[tuple[str, str, str]]:
        for name, one in properties.items():
            named = [one, *one.get("anyOf", ())]
            inner = next((part["$ref"] for part in named if "$ref" in part), None)
            each = one.get("items", {}).get("$ref")
            values = {**one.get("patternProperties", {}), "": one.get("additionalProperties")}
            mapped = next(
                (v["$ref"] for v in values.values() if isinstance(v, dict) and "$ref" in v), None
            )
            key = f"{before}{name}"
            if ref := inner or each or mapped:
                after = "." if inner else "[]." if each else ".NAME."
                yield from walk(definitions[ref.rpartition("/")[2]]["properties"], key + after)
                continue
            yield key, _kind(one), _default(one)

    yield from walk(whole["properties"], "")


def _kind(one: Mapping[str, Any]) -> str:
    if "enum" in one:
        return ", ".join(str(value) for value in one["enum"])
    if "anyOf" in one:
        return " or ".join(_kind(part) for part in one["anyOf"])
    if one.get("type") == "array":
        return f"list of {_kind(one.get('items', {}))}"
    span = "".join(
        f", {word} {one[limit]:,}"
        for limit, word in (("minimum", "from"), ("maximum", "to"))
        if limit in one
    )
    form = one.get("format") or one.get("type", "any")
    return f"{'names and texts' if form == 'object' else form}{span}"


def _default(one: Mapping[str, Any]) -> str:
    if "default" not in one:
        return ""
    return f"`{json.dumps(one['default'], ensure_ascii=False)}`"


def reference() -> str:
    """The whole document."""
    parts = [
        "# Reference",
        "Made from the code by `make docs`; a test says when it isn't current.",
        "## Environment",
        environment("../"),
        "White space round a value is none of it. A value that can't be used is named, with what is "
        "accepted, and never shown.",
        "## Exit codes",
        exit_codes(),
        "## What `referral-bot check` looks at",
        f"Each line begins with `{health.WELL}`, `{health.WARNS}` (it runs like this, but somebody "
        f"should know) or `{health.WRONG}`.",
        checks(),
        "## Scopes",
        "What `referral-bot manifest` asks for, and no more.",
        scopes(),
        "## Metrics",
        "On `/metrics`; [operations.md](operations.md#health-metrics-logs) has alerts with thresholds. "
        "Counters begin anew with each process; gauges say the same on every replica.",
        metrics(),
        "## config.yaml",
        "Editors complete it by [config.schema.json](config.schema.json).",
        config(),
    ]
    return "\n\n".join(parts) + "\n"


def with_blocks(text: str) -> str:
    """The README, with its variables and its lifecycle as the code has them."""
    before, rest = text.split(BEGIN)
    between, rest = rest.split(END)[1].split(diagram.BEGIN)
    after = rest.split(diagram.END)[1]
    variables = f"{BEGIN}\n{environment()}\n{END}"
    return f"{before}{variables}{between}{diagram.readme_block()}{after}"


def schema_text() -> str:
    """The schema, as it stands in its file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    README.write_text(with_blocks(README.read_text(encoding="utf-8")), encoding="utf-8")
