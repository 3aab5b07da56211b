"""Words → an export of referrals as CSV or JSON. That it was made is an event, written first."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from bot.actions.figures.report import filters_said, platform_name, stats_query
from bot.actions.recording.seeds import is_demo
from bot.config import Config
from bot.domain.errors import BadAnswer
from bot.domain.exports import COLUMNS, Cell, ExportLabels, ExportQuery, Form, harmless, row
from bot.domain.figures.digests import SOURCE
from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.permissions import without_others
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.people import NOWHERE, Actor
from bot.domain.times import say_day
from bot.ports.store import UnitOfWork
from bot.sentences import exporting, labels

MOST = 50_000
"""Referrals in one file that is sent through Slack; the command line writes any number."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Export:
    """One export that was asked for: what is in it, and how that is said."""

    form: Form
    figures: FigureQuery
    title: str
    """`Referrals, 16 November 2026 to 22 November 2026, platform Facebook`."""
    file: str
    """The name of its file, with the day it was made on."""

    @property
    def said(self) -> str:
        """As it stands among the reads, with every filter."""
        return f"export {self.form}: {self.title}"


def asked_for(uow: UnitOfWork, words: str, channel: str, now: datetime, config: Config) -> Export:
    """`csv since 1 March platform facebook` as an export; CSV unless said. Raises BadAnswer."""
    first, _, rest = words.strip().partition(" ")
    form = next((one for one in Form if one == first.lower()), None)
    figures = stats_query(uow, rest if form else words, channel, now, config)
    if figures.as_of is not None:
        raise BadAnswer(exporting.NOT_AS_OF)
    return export_of(figures, form or Form.CSV, channel, now, config)


def export_of(
    figures: FigureQuery, form: Form, channel: str, now: datetime, config: Config
) -> Export:
    """An export with its title. Days are days in the channel's zone."""
    zone = config.zone(channel)
    last = min(figures.until - timedelta(microseconds=1), now) if figures.until else now
    days = f"up to {say_day(last.astimezone(zone))}"
    if figures.since:
        days = f"{say_day(figures.since.astimezone(zone))} to {say_day(last.astimezone(zone))}"
    here = ("this channel",) if figures.channel else ()
    title = ", ".join(["Referrals", days, *filters_said(figures, config), *here])
    return Export(form, figures, title, f"referrals-{now.astimezone(zone):%Y-%m-%d}.{form}")


def note_export(uow: UnitOfWork, export: Export, actor: Actor) -> None:
    """Write down that this person takes it away: before they do."""
    uow.access_log.record(actor.person.id, export.said, None, actor.now)


def written(uow: UnitOfWork, export: Export, actor: Actor, config: Config) -> Iterator[str]:
    """The export's text, piece by piece, in constant memory."""
    return _text(uow, export, _rows(uow, export, actor, config), actor.now, config)


def whole_file(uow: UnitOfWork, export: Export, actor: Actor, config: Config) -> tuple[bytes, int]:
    """A file for Slack, and how many referrals are in it. Raises BadAnswer over MOST.

    A CSV begins with the mark by which spreadsheets know UTF-8.
    """
    rows = list(islice(_rows(uow, export, actor, config), MOST + 1))
    if len(rows) > MOST:
        raise BadAnswer(exporting.too_many(MOST))
    text = "".join(_text(uow, export, rows, actor.now, config))
    return text.encode("utf-8-sig" if export.form is Form.CSV else "utf-8"), len(rows)


def _rows(
    uow: UnitOfWork, export: Export, actor: Actor, config: Config
) -> Iterator[dict[str, Cell]]:
    platforms = {name: platform_name(name, config) for name in uow.referrals.platforms()}
    places = {place.id: f"#{place.name}" for place in uow.places.all()}
    categories = {one.id: one.label for one in config.categories}
    reasons = {one.id: one.label for one in config.rejection_reasons}
    found = uow.referrals.export(ExportQuery(export.figures, actor.person.id, actor.person.lead))
    while batch := list(islice(found, _AT_ONCE)):
        batch = _without_others(uow, batch, actor)
        people = uow.people.names({user for one in batch for user in (one.flagger, one.owner)})
        said = ExportLabels(
            config.zone(actor.place.id), platforms, categories, reasons, places, people
        )
        for one in batch:
            yield row(one, said)


def _without_others(uow: UnitOfWork, batch: Sequence[Referral], actor: Actor) -> list[Referral]:
    """Without what they name that isn't in the person's exports: held, or of others' private places."""
    others = uow.referrals.many(one.previous for one in batch if one.previous)
    others = {number: one for number, one in others.items() if one.state is not State.HELD}
    alone = replace(actor, place=NOWHERE)
    return [without_others(one, (), others, alone)[0] for one in batch]


def _text(
    uow: UnitOfWork,
    export: Export,
    rows: Iterable[Mapping[str, Cell]],
    now: datetime,
    config: Config,
) -> Iterator[str]:
    source = f"Demo data; {SOURCE}" if is_demo(uow) else SOURCE
    about = {
        "as_of": now.isoformat(timespec="seconds"),
        "filter": export.title,
        "source": source,
        "leaves_out": labels.LEAVES_OUT,
    }
    if export.form is Form.CSV:
        yield _line([*COLUMNS, *about])
        for one in rows:
            yield _line([*one.values(), *about.values()])
        return
    head = json.dumps({"team": config.team, **about}, ensure_ascii=False)
    yield head[:-1] + ', "referrals": ['
    for number, one in enumerate(rows):
        yield (",\n" if number else "\n") + json.dumps(one, ensure_ascii=False)
    yield "\n]}\n"


def _line(cells: Iterable[Cell]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return text.getvalue()
