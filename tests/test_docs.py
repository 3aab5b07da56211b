"""What the documents name is there: files, commands with their options, make targets, slash commands."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bot.config import Commands
from handlers.cli import MODULES, cli
from handlers.messages.lists.help import help_text

ROOT = Path(__file__).parents[1]
NAMES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/*.md")
DOCUMENTS = sorted(path for name in NAMES for path in ROOT.glob(name))
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"referral-bot((?: +(?:--?)?[a-z][\w-]*)+)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")


def codes(path: Path) -> list[str]:
    """Everything in the document that is set as code."""
    return CODE.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = [link.partition("#")[0] for link in LINK.findall(path.read_text(encoding="utf-8"))]
    local = [link for link in links if link and "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_options_are_there(path: Path) -> None:
    wrong = [
        found[0]
        for code in codes(path)
        for line in code.splitlines()
        for found in COMMAND.finditer(line)
        if not is_command(re.split(r"[;|,]", line[found.start() :])[0].split()[1:])
    ]
    assert wrong == []


def is_command(words: list[str]) -> bool:
    """Whether the words are a command of ours, and what begins with two dashes its options."""
    command: click.Command = cli
    for word in (one.strip("`[]\\") for one in words):
        if word.startswith("--"):
            options = {name for one in command.params for name in one.opts} | {"--help"}
            if word.partition("=")[0] not in options:
                return False
        elif isinstance(command, click.Group):
            found = command.get_command(click.Context(command), word)
            if found is None:
                return False
            command = found
    return True


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_are_there(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {target for code in codes(path) for target in TARGET.findall(code)}
    assert named <= targets


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in MODULES if f"`referral-bot {name}" not in readme] == []


def test_what_help_lists_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = help_text(Commands(), lead=True).text
    words = {found[1] for found in re.finditer(r"`/referrals ([a-z]+)", listed)}
    assert words
    assert [
        word
        for word in sorted(words)
        if f"`{word}`" not in readme and f"/referrals {word}" not in readme
    ] == []
