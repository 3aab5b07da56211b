"""The form for when a person works, and what Home says of it."""

from __future__ import annotations

from datetime import date

from bot.actions.people.own_hours import DAYS, FROM, OFF, TO, ZONE
from bot.domain.reminders import OwnHours
from bot.domain.times import WEEKDAYS, say_day
from bot.sentences.recording import own_hours as sentences
from handlers.messages.cards.controls import Control
from handlers.messages.kit.kit import (
    Block,
    actions,
    button,
    header,
    labelled,
    option,
    plain,
    section,
)
from handlers.messages.kit.modals import modal

FORM = "own_hours"


def own_hours_form(hours: OwnHours, days: tuple[str, ...], zone: str, metadata: str) -> Block:
    """Filled with what they said before; `days` and `zone` are the team's, for who said nothing."""
    options = [option(day.capitalize(), day) for day in WEEKDAYS]
    chosen = hours.days or days
    ticked = [one for one in options if one["value"] in chosen]
    start, end = (f"{at:%H:%M}" if at else "" for at in (hours.start, hours.end))
    off = hours.off_until.isoformat() if hours.off_until else ""
    elements = (
        (sentences.FROM, FROM, _filled("timepicker", "initial_time", start), None),
        (sentences.TO, TO, _filled("timepicker", "initial_time", end), sentences.HOURS_HINT),
        (sentences.DAYS, DAYS, {"type": "checkboxes", "options": options}, None),
        (
            sentences.ZONE,
            ZONE,
            _filled("plain_text_input", "initial_value", hours.zone or zone) | {"max_length": 60},
            sentences.ZONE_HINT,
        ),
        (sentences.OFF_UNTIL, OFF, _filled("datepicker", "initial_date", off), sentences.OFF_HINT),
    )
    blocks = [
        labelled(label, name, element, optional=True, hint=hint)
        for label, name, element, hint in elements
    ]
    if ticked:
        blocks[2]["element"]["initial_options"] = ticked
    return modal(sentences.TITLE, blocks, sentences.SAVE, FORM, metadata)


def _filled(kind: str, initial: str, value: str) -> Block:
    element: Block = {"type": kind}
    if kind in ("timepicker", "datepicker"):
        element["placeholder"] = plain("-")
    return element | {initial: value} if value else element


def own_hours_blocks(hours: OwnHours, today: date) -> list[Block]:
    """What Home says of them, with the buttons."""
    lines, buttons = [], [button(sentences.CHANGE, Control.OWN_HOURS, "hours")]
    if hours.start and hours.end:
        days = [day.capitalize() for day in hours.days]
        lines.append(sentences.own(f"{hours.start:%H:%M}", f"{hours.end:%H:%M}", days, hours.zone))
    else:
        lines.append(sentences.channels())
    if hours.off_until and hours.off_on(today):
        lines.append(sentences.off(say_day(hours.off_until)))
        buttons.append(button(sentences.BACK, Control.BACK, "back"))
    return [header(sentences.HEADER), section("\n".join(lines)), actions(buttons)]
