"""A digest's figures → one message: the rate, its trend as a chart, a table, what needs doing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from bot.config import Config
from bot.domain.figures.digest import Digest, TrendPoint
from bot.sentences import digests as sentences
from bot.sentences.labels import DEMO_DATA
from handlers.messages.figures import digest_lines as lines
from handlers.messages.kit.kit import (
    Block,
    Post,
    Press,
    actions,
    button,
    context,
    cut,
    fields,
    header,
    section,
)

CERTAIN = "digest:certain"
OVERDUE = "digest:overdue"
EXPORT = "digest:export"
CHART_LABEL = 20
LONGEST_TEXT = 39_000
_CELL = 60


def digest_post(digest: Digest, config: Config, made: Press) -> Post:
    """The digest, with chart and table; `made` says of which database its buttons are."""
    demo = [context(DEMO_DATA)] if digest.demo_data else []
    text = cut(lines.whole_text(digest, config), LONGEST_TEXT)
    if digest.quiet:
        quiet = [section(lines.quiet_line(digest)), context(lines.footing(digest))]
        return Post(text, [*demo, *quiet, *_buttons(digest, made)])
    said = [*lines.corrections(digest, config), *lines.changes(digest, config)]
    blocks = [
        header(lines.title(digest)),
        *demo,
        section(lines.headline(digest, config)),
        *([section("\n".join(said))] if said else []),
        fields(lines.happened(digest)),
        section(lines.totals(digest, config)),
        *_chart(digest, config),
        *_table(digest, config),
        section("\n".join(filter(None, [lines.certain(digest), lines.overdue(digest, config)]))),
        *([section("\n".join(new))] if (new := lines.joined(digest, config)) else []),
        *_buttons(digest, made),
        context(*filter(None, [lines.reversals(digest, config), lines.took(digest)])),
        context(lines.footing(digest)),
    ]
    return Post(text, blocks)


def digest_as_text(digest: Digest, config: Config) -> Post:
    """The same figures for a Slack that refuses the newer blocks."""
    text = lines.whole_text(digest, config)
    name = config.commands.referrals
    lists = []
    if digest.certain:
        lists.append(sentences.lists_certain(name))
    if digest.overdue.total:
        lists.append(sentences.lists_overdue(name))
    if not digest.quiet:
        first, last = lines.days_of(digest)
        lists.append(sentences.gives_file(name, str(first), str(last)))
    return Post(cut("\n".join([text, *lists]), LONGEST_TEXT))


def _buttons(digest: Digest, made: Press) -> list[Block]:
    channel = digest.channel if digest.scope == "channel" else None
    said = orjson.dumps([digest.start.isoformat(), digest.end.isoformat(), channel]).decode()
    period = made.option(said)
    shown = []
    if digest.certain:
        shown.append(button(sentences.REVIEW_CERTAIN, CERTAIN, period))
    if digest.overdue.total:
        shown.append(button(sentences.SHOW_OVERDUE, OVERDUE, period))
    if not digest.quiet:
        unit = "period" if digest.since else digest.unit
        shown.append(button(sentences.export(unit), EXPORT, period))
    return [actions(shown, "digest")] if shown else []


def period_of(press: Press) -> tuple[datetime, datetime, str | None]:
    """What a button of a digest says: its period, and its channel where it is of one alone.

    Raises ValueError for what these buttons do not say.
    """
    try:
        start, end, channel = orjson.loads(press.choice)
        return datetime.fromisoformat(start), datetime.fromisoformat(end), channel
    except TypeError as error:
        raise ValueError(str(error)) from None


def _chart(digest: Digest, config: Config) -> list[Block]:
    """The weekly rate as a line; where a week had no decisions, bars of counts.

    Slack wants a value for each point, and a week without decisions has no rate, not a rate of 0.
    The weeks before the first decision are left out.
    """
    points = lines.begun(digest.trend)
    if not points:
        return []
    unit = digest.unit
    labels = distinct([one.label for one in points])
    if len(points) > 1 and all(one.decided for one in points):
        title = sentences.rate_by(unit)
        series = [(sentences.REJECTION_RATE, [_percent(one) for one in points])]
        kind, axis = "line", sentences.PERCENT_AXIS
    else:
        title = sentences.decisions_by(unit)
        series = [
            (sentences.REJECTED, [one.rejected for one in points]),
            (sentences.CLOSED_RESTRICTED, [one.decided - one.rejected for one in points]),
        ]
        kind, axis = "bar", sentences.COUNT_AXIS
    chart = {
        "type": kind,
        "series": [
            {
                "name": name,
                "data": [
                    {"label": label, "value": value}
                    for label, value in zip(labels, values, strict=True)
                ],
            }
            for name, values in series
        ],
        "axis_config": {
            "categories": labels,
            "x_label": sentences.WEEK_BEGINNING if unit == "week" else sentences.MONTH,
            "y_label": axis,
        },
    }
    return [
        {"type": "data_visualization", "title": title, "chart": chart},
        context(lines.trend(digest, config)),
    ]


def _percent(point: TrendPoint) -> float:
    """In per cent to one decimal, half up, as it is said."""
    return ((2000 * point.rejected + point.decided) // (2 * point.decided)) / 10


def distinct(labels: Sequence[str], length: int = CHART_LABEL) -> list[str]:
    """Labels cut to Slack's length that still differ from each other."""
    found: list[str] = []
    for label in labels:
        short, number = cut(label, length) or "–", 2
        while short in found:
            tail = f" {number}"
            short, number = cut(label, length - len(tail)) + tail, number + 1
        found.append(short)
    return found


def _table(digest: Digest, config: Config) -> list[Block]:
    rows, more = lines.platform_rows(digest, config)
    if len(rows) < 2:
        return []
    names = distinct([row[0] for row in rows[1:]], _CELL)
    cells = [rows[0], *([name, *row[1:]] for name, row in zip(names, rows[1:], strict=True))]
    table: Block = {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in cells],
        "column_settings": [{"align": "left"}, *({"align": "right"} for _ in rows[0][1:])],
    }
    return [table, *([context(sentences.more_platforms(more))] if more else [])]
