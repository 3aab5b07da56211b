"""`make emulate`: the same journey at npm's `emulate` and at our stand-in, and what differs.

Needs npm; without it nothing is done, with a word. Not part of `make test`.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.emulate.journey import play
from tests.emulate.slacks import JSON, Slack, emulator, stand_in

FOLDER = Path("build/emulate")
PACKAGES = ("emulate@0.12.2", "node@24")

# What an app may get wrong: (method, arguments). ROOM is the channel.
WRONG: list[tuple[str, JSON]] = [
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}),
    ("chat.postMessage", {"channel": "ROOM"}),
    ("chat.postMessage", {"channel": "ROOM", "text": "x" * 40_001}),
    ("chat.postMessage", {"channel": "ROOM", "text": "x", "blocks": [{"type": "nonsense"}]}),
    ("chat.update", {"channel": "ROOM", "ts": "1.000000", "text": "x"}),
    ("conversations.history", {"channel": "C0NOWHERE"}),
    ("conversations.replies", {"channel": "ROOM", "ts": "1.000000"}),
    ("users.info", {"user": "U0NOBODY"}),
    ("views.open", {"trigger_id": "1.2.3", "view": {"type": "modal"}}),
    ("views.update", {"view_id": "V0NOTHING", "view": {"type": "modal"}}),
    ("nothing.such", {}),
]


def installed() -> Path | None:
    """Where emulate is, installed if need be; None without npm."""
    modules = (FOLDER / "node_modules").resolve()
    if (modules / "emulate" / "dist" / "index.js").exists():
        return modules
    npm = shutil.which("npm")
    if npm is None:
        return None
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = (npm, "install", "--no-fund", "--no-audit", "--prefix", str(FOLDER), *PACKAGES)
    subprocess.run(command, check=True)
    return modules


def keys(value: Any, at: str = "") -> Iterator[str]:
    """The paths of an answer's keys, lists taken as one of their items."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{at}{name}"
            if name not in ("blocks", "state", "metadata", "profile"):
                yield from keys(inner, f"{at}{name}.")
    elif isinstance(value, list):
        for inner in value[:3]:
            yield from keys(inner, at)


def by_method(slack: Slack) -> dict[str, set[str]]:
    """Which keys each method's answers had."""
    found: dict[str, set[str]] = {}
    for method, answer in slack.answers:
        if answer.get("ok"):
            found.setdefault(method, set()).update(keys(answer))
    return found


async def errors(slack: Slack) -> list[str]:
    """What is said to each of the calls that are wrong."""
    rooms = (await slack.call("conversations.list"))["channels"]
    room = next(one["id"] for one in rooms if one["name"] == "referrals")
    said = []
    for method, args in WRONG:
        given = {name: room if value == "ROOM" else value for name, value in args.items()}
        answer = await slack.call(method, **given)
        said.append("ok" if answer.get("ok") else str(answer.get("error")))
    return said


async def compare(modules: Path) -> bool:
    """Print what differs. True where both Slacks were told the same."""
    with tempfile.TemporaryDirectory() as folder:
        async with stand_in() as ours, emulator(modules) as theirs:
            told = [await play(slack, Path(folder)) for slack in (ours, theirs)]
            answered = [by_method(slack) for slack in (ours, theirs)]
            refused = [await errors(slack) for slack in (ours, theirs)]
    # Slack's display name is for people to choose; emulate takes the account's name for it.
    same = [line.casefold() for line in told[0]] == [line.casefold() for line in told[1]]
    print("The channel was told the same." if same else "The channel was told differently:")
    if not same:
        print(*[f"  stand-in: {a}\n  emulate:  {b}" for a, b in zip(*told, strict=False)], sep="\n")
    print("\n| wrong call | stand-in | emulate |\n|---|---|---|")
    for (method, args), one, other in zip(WRONG, *refused, strict=True):
        shown = ", ".join(f"{name}={str(value)[:24]}" for name, value in args.items())
        print(f"| `{method}` {shown} | `{one}` | `{other}` |")
    print(
        "\n| method | only the stand-in answers with | only emulate answers with |\n|---|---|---|"
    )
    for method in sorted(answered[0].keys() & answered[1].keys()):
        more, less = (answered[a][method] - answered[1 - a][method] for a in (0, 1))
        if more or less:
            print(f"| `{method}` | {', '.join(sorted(more))} | {', '.join(sorted(less))} |")
    return same


def main() -> int:
    """0 where the channel was told the same at both, or npm is missing."""
    modules = installed()
    if modules is None:
        print("npm is missing: emulate was not compared with.")
        return 0
    return 0 if asyncio.run(compare(modules)) else 1


if __name__ == "__main__":
    sys.exit(main())
