"""`/metrics`: a few numbers, in Prometheus' text format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.actions.gauges import Gauges, gauges
from bot.domain.errors import StorageUnavailable
from bot.ports import UnitOfWork
from handlers.slack.desk import Desk

Sample = tuple[Mapping[str, str], float]


async def metrics_text(desk: Desk, delivered: Mapping[str, int]) -> str:
    """The whole page. What the database cannot say is left out, and `up` says so."""

    def stored(uow: UnitOfWork) -> tuple[int, int, Gauges]:
        found = gauges(uow, desk.clock.now(), desk.config)
        return uow.outbox.waiting(), len(uow.outbox.parked()), found

    kinds = ("command", "click", "form", "shortcut", "event")
    parts = [
        _metric(
            "referral_bot_requests_total",
            "counter",
            "Requests from Slack, by kind.",
            [({"kind": kind}, desk.asked[kind]) for kind in kinds],
        ),
        _metric(
            "referral_bot_delivery_total",
            "counter",
            "What the delivery did.",
            [({"what": what}, count) for what, count in sorted(delivered.items())],
        ),
    ]
    try:
        waiting, parked, found = await desk.read(stored)
    except StorageUnavailable:
        parts.append(_metric("referral_bot_database_up", "gauge", "1 if it answers.", [({}, 0)]))
        return "".join(parts)
    parts += [
        _metric("referral_bot_database_up", "gauge", "1 if it answers.", [({}, 1)]),
        _metric("referral_bot_outbox_waiting", "gauge", "Messages to be sent.", [({}, waiting)]),
        _metric(
            "referral_bot_outbox_parked",
            "gauge",
            "Messages that Slack refused for good; 100 stands for more.",
            [({}, parked)],
        ),
        _metric(
            "referral_bot_referrals",
            "gauge",
            "Referrals by state; under appeal: as the outcome appealed against; on hold: left out.",
            [({"state": state}, n) for state, n in found.by_state.items()],
        ),
        _metric(
            "referral_bot_appealed", "gauge", "Referrals under appeal.", [({}, found.appealed)]
        ),
        _metric(
            "referral_bot_overdue",
            "gauge",
            "Referrals without an answer for longer than the team's response time.",
            [({}, found.overdue)],
        ),
    ]
    return "".join(parts)


def _metric(name: str, kind: str, what: str, samples: Iterable[Sample]) -> str:
    lines = [f"# HELP {name} {what}", f"# TYPE {name} {kind}"]
    for labels, value in samples:
        inside = ",".join(f'{label}="{text}"' for label, text in labels.items())
        lines.append(f"{name}{{{inside}}} {value:.15g}" if inside else f"{name} {value:.15g}")
    return "\n".join(lines) + "\n"
