"""Options that several commands have, and arguments that several read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from bot.domain.errors import BadAnswer
from bot.sentences.operations import command_line

# All may be repeated here, so that what cannot stand twice is refused as in Slack, not passed over.
_FILTERS: list[Callable[[Any], Any]] = [
    click.option(
        "--since",
        metavar="DATE",
        multiple=True,
        help="From this day, week, month, quarter or year on, e.g. 2026-06, Q2, 30d.",
    ),
    click.option(
        "--until",
        metavar="DATE",
        multiple=True,
        help="To the end of this day, week, month, quarter or year.",
    ),
    click.option(
        "--platform",
        metavar="NAME",
        multiple=True,
        help="E.g. facebook; its first letters will do; may be repeated.",
    ),
    click.option(
        "--provider",
        metavar="COMPANY",
        multiple=True,
        help="The platforms of a company, e.g. meta; may be repeated.",
    ),
    click.option(
        "--category", metavar="NAME", multiple=True, help="One of config.yaml's; may be repeated."
    ),
    click.option(
        "--confidence",
        type=click.Choice(["low", "medium", "high", "certain"]),
        multiple=True,
        help="How sure the team was when it referred.",
    ),
    click.option("--json", "as_json", is_flag=True, help="For programs."),
    click.option("--csv", "as_csv", is_flag=True, help="For spreadsheets."),
]


with_as_of: Callable[[Any], Any] = click.option(
    "--as-of",
    metavar="DATE",
    multiple=True,
    help="What was known at the end of that day, month or year.",
)


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that narrow figures and referrals, and those of its form."""
    for decorate in reversed(_FILTERS):
        command = decorate(command)
    return command


Told = Mapping[str, str | Sequence[str] | None]
"""Filters as typed, by their names in `/referrals stats`; some may be given several times."""


def as_words(told: Told) -> str:
    """The same as people write it behind `/referrals stats`."""
    return " ".join(
        f"{name} {value}"
        for name, values in told.items()
        for value in ([values] if isinstance(values, str) else values or ())
        if value
    )


def refuse_both(as_json: bool, as_csv: bool) -> None:
    """BadAnswer where both forms are asked for."""
    if as_json and as_csv:
        raise BadAnswer(command_line.JSON_OR_CSV)


def read_number(name: str) -> int:
    """`R-12` as somebody typed it. Raises BadAnswer."""
    digits = name.upper().removeprefix("R-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise BadAnswer(command_line.not_a_referral(name[:40]))
    return int(digits)
