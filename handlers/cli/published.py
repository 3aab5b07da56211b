"""`referral-bot published`: what was published, and what would be said of it today."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.actions.figures.published import Compared, check_published, publication_data, rate_of
from bot.config import Config
from bot.domain.figures.publications import Publication
from bot.domain.redaction import printable
from bot.domain.times import say_as_of
from bot.sentences.digests import NO_DECISIONS
from bot.sentences.figures import instant
from bot.sentences.labels import DEMO_DATA
from bot.sentences.reporting import published as sentences
from handlers.cli.output import echo
from handlers.cli.settings import open_database, read_settings


@click.command("published", short_help="What was published, and what differs today.")
@click.option(
    "--check", type=click.IntRange(min=1), metavar="N", help="What number N would say today."
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def command(context: click.Context, check: int | None, as_json: bool) -> None:
    """Every digest, figures posted in a channel, and `report period`, as it was published.

    With --check: the figures that are other today, how many corrections and late entries made the
    difference, and which referrals they are of.
    """
    environment, config = read_settings(context)
    now = datetime.now(UTC)
    with open_database(environment) as store:
        if check is not None:
            checked = store.read(lambda uow: check_published(uow, check, now, config))
            _print(checked.to_json()) if as_json else say_checked(checked, config)
            return
        found = store.read(lambda uow: uow.publications.all())
        places = store.read(lambda uow: {one.id: f"#{one.name}" for one in uow.places.all()})
    if as_json:
        _print([publication_data(one) for one in found])
    elif not found:
        echo(sentences.NOTHING)
    else:
        _list(found, places, config)


def _print(data: Any) -> None:
    echo(json.dumps(data, indent=2, ensure_ascii=False))


def _table(names: Sequence[str]) -> Table:
    table = Table()
    for name in names:
        table.add_column(name)
    return table


def _show(*several: Table | str) -> None:
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 140, highlight=False)
    for one in several:
        console.print(one if isinstance(one, Table) else escape(printable(one)))


def _list(found: Sequence[Publication], places: dict[str, str], config: Config) -> None:
    table = _table(sentences.COLUMNS)
    for one in found:
        cells = (
            str(one.number),
            _at(one.published_at, one),
            sentences.KINDS[one.kind],
            places.get(one.channel, one.channel),
            f"{DEMO_DATA}: {one.title}" if one.demo else one.title,
            rate_of(one.figures).told(config.percent_from, NO_DECISIONS),
        )
        table.add_row(*(escape(printable(cell)) for cell in cells))
    _show(table)


def _at(at: datetime, one: Publication) -> str:
    return instant(say_as_of(at, ZoneInfo(one.zone)), one.zone)


def say_checked(checked: Compared, config: Config) -> None:
    """What would be said today, and which referrals make the difference."""
    one = checked.publication
    said: list[Table | str] = [DEMO_DATA] if one.demo else []
    at = _at(one.published_at, one)
    said.append(sentences.published(one.number, one.kind, one.title, at))
    if checked.changed:
        table = _table(sentences.CHANGED)
        for name, (then, now) in checked.changed.items():
            table.add_row(name, f"{then:,}", f"{now:,}")
        rates = (
            rate_of(figures).told(config.percent_from, NO_DECISIONS)
            for figures in (one.figures, checked.figures)
        )
        table.add_row(sentences.COLUMNS[-1], *rates)
        said.append(table)
    if checked.quote and checked.quote != one.quote:
        said += [f"{sentences.SAID_THEN}: {one.quote}", f"{sentences.SAID_TODAY}: {checked.quote}"]
    if not checked.changed:
        said.append(sentences.AS_IT_WAS)
    if counts := {cause.value: n for cause, n in checked.causes.items() if n}:
        said.append(sentences.because_of(counts))
    for cause in counts:
        numbers = [f"R-{each.number}" for each in checked.differing if each.cause == cause]
        said.append(sentences.which(cause, ", ".join(numbers)))
    _show(*said)
