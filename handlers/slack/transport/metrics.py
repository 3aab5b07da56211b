"""`/metrics`: what there is to count, as `prometheus_client` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from bot.actions.figures.gauges import Gauges, gauges
from bot.domain.errors import StorageUnavailable
from bot.ports.store import UnitOfWork
from handlers.slack.context.app_context import AppContext

KINDS = ("command", "click", "form", "shortcut", "event")
PREFIX = "referral_bot_"
COUNTERS: Mapping[str, tuple[str, str]] = {
    "requests": ("kind", "Requests from Slack, by kind."),
    "refused_requests": ("reason", "Requests that Slack did not sign."),
    "delivery": ("what", "What the delivery did."),
}
"""By name: what the counts are by, and what is counted. Prometheus ends their names in _total."""
GAUGES: Mapping[str, tuple[str, str]] = {
    "database_up": ("", "1 if it answers."),
    "outbox_waiting": ("", "Messages to be sent."),
    "outbox_parked": ("", "Messages that Slack refused for good; 100 stands for more."),
    "referrals": (
        "state",
        "Referrals by state; under appeal: as the outcome appealed against; on hold: left out.",
    ),
    "notices": (
        "progress",
        "Notices to platforms by how far they are: waiting, sent, in doubt, refused, stopped.",
    ),
    "appealed": ("", "Referrals under appeal."),
    "overdue": ("", "Referrals without an answer for longer than the team's response time."),
}
"""As they stand, in this database."""


class Collected(Collector):
    """Metrics that were made already."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        """What the registry asks for."""
        return self._metrics


async def metrics_of(
    context: AppContext, delivered: Mapping[str, int], refused: Mapping[str, int], accept: str
) -> tuple[bytes, str]:
    """All of them, as an Accept header wants them, and in which form that is.

    What the database cannot say is left out, and `database_up` says so.
    """

    def stored(uow: UnitOfWork) -> tuple[int, int, Gauges]:
        found = gauges(uow, context.clock.now(), context.config)
        return uow.outbox.count_pending(), len(uow.outbox.parked()), found

    counted = {
        "requests": {kind: context.requests[kind] for kind in KINDS},
        "refused_requests": dict(sorted(refused.items())),
        "delivery": dict(sorted(delivered.items())),
    }
    metrics: list[Metric] = [_counter(name, counts) for name, counts in counted.items()]
    try:
        waiting, parked, found = await context.read(stored)
    except StorageUnavailable:
        metrics.append(_gauge("database_up", 0))
    else:
        metrics.append(_gauge("database_up", 1))
        metrics += _of_the_database(waiting, parked, found)
    registry = CollectorRegistry()
    registry.register(Collected(metrics))
    encode, content_type = choose_encoder(accept)
    return encode(registry), content_type


def _of_the_database(waiting: int, parked: int, found: Gauges) -> Iterator[Metric]:
    yield _gauge("outbox_waiting", waiting)
    yield _gauge("outbox_parked", parked)
    yield _gauge("referrals", found.by_state)
    yield _gauge("notices", found.notices)
    yield _gauge("appealed", found.appealed)
    yield _gauge("overdue", found.overdue)


def _counter(name: str, counts: Mapping[str, float]) -> Metric:
    by, says = COUNTERS[name]
    family = CounterMetricFamily(f"{PREFIX}{name}", says, labels=[by])
    for label, count in counts.items():
        family.add_metric([label], count)
    return family


def _gauge(name: str, value: float | Mapping[Any, float]) -> Metric:
    by, says = GAUGES[name]
    if not isinstance(value, Mapping):
        return GaugeMetricFamily(f"{PREFIX}{name}", says, value=value)
    family = GaugeMetricFamily(f"{PREFIX}{name}", says, labels=[by])
    for label, count in value.items():
        family.add_metric([label], count)
    return family
