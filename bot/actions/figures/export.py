"""Words → an export of referrals as CSV or JSON. That it was made is an event, written first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from bot.actions.figures.report import filters_said, platform_name
from bot.actions.recording.evidence import evidence_of
from bot.actions.recording.narrowing import asked_list, narrowed_to, query_of
from bot.actions.recording.seeds import is_demo
from bot.config import Config
from bot.domain.csv_text import MARK, Cell, csv_line
from bot.domain.errors import BadAnswer
from bot.domain.exports import COLUMNS, ExportLabels, ExportQuery, Form, row
from bot.domain.figures.digests import SOURCE
from bot.domain.lifecycle.permissions import without_others
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.listing import Asked, Filter, View
from bot.domain.people import NOWHERE, Actor, Person, Place
from bot.domain.times import say_day
from bot.ports.store import UnitOfWork
from bot.sentences import exporting, labels
from bot.sentences.lists import HEADINGS

MOST = 50_000
"""Referrals in one file that is sent through Slack; the command line writes any number."""
_AT_ONCE = 500
COHORT = "cohort"


@dataclass(frozen=True, slots=True)
class Export:
    """One export that was asked for: what is in it, and how that is said."""

    form: Form
    query: ExportQuery
    title: str
    """What it holds: `Referrals that figures count from 1 to 31 March 2026, platform Facebook`."""
    file: str
    """The name of its file, with the day it was made on."""

    @property
    def said(self) -> str:
        """As it stands among the reads, with every filter."""
        return exporting.read(self.form, self.title, whole=self.query.whole)


def asked_for(
    uow: UnitOfWork, words: str, who: Person, channel: str, now: datetime, config: Config
) -> Export:
    """`csv cohort since 1 March platform facebook` as an export; CSV unless said.

    Raises BadAnswer.
    """
    form, cohort, rest = Form.CSV, False, words.split()
    while rest and rest[0].lower() in (COHORT, *Form):
        first = rest.pop(0).lower()
        cohort, form = cohort or first == COHORT, form if first == COHORT else Form(first)
    actor = Actor(who, Place(channel, "", private=False), now)
    asked = asked_list(uow, " ".join(rest), actor, config, exporting.NOT_AS_OF)
    figures = asked.narrowed.figures
    if asked == Asked(View.QUEUE, Filter(figures=figures)):
        return export_of(ExportQuery(figures, who.id, who.lead, cohort), form, channel, now, config)
    if cohort:
        raise BadAnswer(exporting.COHORT_IS_WHOLE)
    listed = query_of(asked, actor, config)
    query = ExportQuery(figures, who.id, who.lead, listed=listed)
    heading, narrowed = narrowed_to(uow, asked, actor, config)
    what = [heading or HEADINGS[asked.view], *narrowed, *([asked.words] if asked.words else [])]
    today = now.astimezone(config.zone(channel))
    title = exporting.listed(", ".join(what), say_day(today))
    return Export(form, query, title, _file(today, form))


def export_of(
    query: ExportQuery, form: Form, channel: str, now: datetime, config: Config
) -> Export:
    """An export with its title. Days are days in the channel's zone."""
    zone, figures = config.zone(channel), query.figures
    last = min(figures.until - timedelta(microseconds=1), now) if figures.until else now
    first_day = say_day(figures.since.astimezone(zone)) if figures.since else ""
    last_day = say_day(last.astimezone(zone))
    what = exporting.counted if query.cohort else exporting.happened
    here = (exporting.THIS_CHANNEL,) if figures.channel else ()
    title = ", ".join([what(first_day, last_day), *filters_said(figures, config), *here])
    return Export(form, query, title, _file(now.astimezone(zone), form))


def _file(today: datetime, form: Form) -> str:
    return f"referrals-{today:%Y-%m-%d}.{form}"


def note_export(uow: UnitOfWork, export: Export, actor: Actor) -> None:
    """Write down that this person takes it away: before they do."""
    uow.access_log.record(actor.person.id, export.said, None, actor.now)


def written(uow: UnitOfWork, export: Export, actor: Actor, config: Config) -> Iterator[str]:
    """The export's text, piece by piece, in constant memory."""
    return _text(uow, export, _rows(uow, export, actor, config), actor.now, config)


def mark_of(export: Export) -> str:
    """What its file begins with: a CSV with the mark by which spreadsheets know UTF-8."""
    return MARK if export.form is Form.CSV else ""


def whole_file(uow: UnitOfWork, export: Export, actor: Actor, config: Config) -> tuple[bytes, int]:
    """A file for Slack, and how many referrals are in it. Raises BadAnswer over MOST."""
    rows = list(islice(_rows(uow, export, actor, config), MOST + 1))
    if len(rows) > MOST:
        raise BadAnswer(exporting.too_many(MOST))
    text = mark_of(export) + "".join(_text(uow, export, rows, actor.now, config))
    return text.encode(), len(rows)


def _rows(
    uow: UnitOfWork, export: Export, actor: Actor, config: Config
) -> Iterator[dict[str, Cell]]:
    platforms = {name: platform_name(name, config) for name in uow.referrals.platforms()}
    places = {place.id: f"#{place.name}" for place in uow.places.all()}
    categories = {one.id: one.label for one in config.categories}
    reasons = {one.id: one.label for one in config.rejection_reasons}
    found = uow.referrals.export(export.query)
    while batch := list(islice(found, _AT_ONCE)):
        if not export.query.whole:
            batch = _without_others(uow, batch, actor)
        people = uow.people.names({user for one in batch for user in (one.flagger, one.owner)})
        evidence = evidence_of(uow, [one.number for one in batch], actor.person)
        said = ExportLabels(
            config.zone(actor.place.id), platforms, categories, reasons, places, people, evidence
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
        "leaves_out": exporting.WITH_ALL if export.query.whole else labels.LEAVES_OUT,
    }
    if export.form is Form.CSV:
        yield csv_line([*COLUMNS, *about])
        for one in rows:
            yield csv_line([*one.values(), *about.values()])
        return
    head = json.dumps({"team": config.team, **about}, ensure_ascii=False)
    yield head[:-1] + ', "referrals": ['
    for number, one in enumerate(rows):
        yield (",\n" if number else "\n") + json.dumps(one, ensure_ascii=False)
    yield "\n]}\n"
