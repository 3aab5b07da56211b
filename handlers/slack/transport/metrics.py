"""`/metrics`: what there is to count, as `prometheus_client` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.actions.figures.gauges import Gauges, gauges
from bot.domain.errors import StorageUnavailable
from bot.ports.store import UnitOfWork
from handlers.slack.context.app_context import AppContext

KINDS = ("command", "click", "form", "shortcut", "event")


class Collected(Collector):
    """Metrics that were made already."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        """What the registry asks for."""
        return self._metrics


async def metrics_of(
    context: AppContext, delivered: Mapping[str, int], refused: Mapping[str, int]
) -> CollectorRegistry:
    """All of them. What the database cannot say is left out, and `database_up` says so."""

    def stored(uow: UnitOfWork) -> tuple[int, int, Gauges]:
        found = gauges(uow, context.clock.now(), context.config)
        return uow.outbox.count_pending(), len(uow.outbox.parked()), found

    requests = CounterMetricFamily(
        "referral_bot_requests", "Requests from Slack, by kind.", labels=["kind"]
    )
    for kind in KINDS:
        requests.add_metric([kind], context.requests[kind])
    delivery = CounterMetricFamily(
        "referral_bot_delivery", "What the delivery did.", labels=["what"]
    )
    for what, count in sorted(delivered.items()):
        delivery.add_metric([what], count)
    refusals = CounterMetricFamily(
        "referral_bot_refused_requests", "Requests that Slack did not sign.", labels=["reason"]
    )
    for reason, count in sorted(refused.items()):
        refusals.add_metric([reason], count)
    metrics: list[Metric] = [requests, refusals, delivery]
    try:
        waiting, parked, found = await context.read(stored)
    except StorageUnavailable:
        metrics.append(_gauge("database_up", "1 if it answers.", 0))
    else:
        metrics.append(_gauge("database_up", "1 if it answers.", 1))
        metrics += _of_the_database(waiting, parked, found)
    registry = CollectorRegistry()
    registry.register(Collected(metrics))
    return registry


def _of_the_database(waiting: int, parked: int, found: Gauges) -> Iterator[Metric]:
    yield _gauge("outbox_waiting", "Messages to be sent.", waiting)
    yield _gauge(
        "outbox_parked", "Messages that Slack refused for good; 100 stands for more.", parked
    )
    referrals = GaugeMetricFamily(
        "referral_bot_referrals",
        "Referrals by state; under appeal: as the outcome appealed against; on hold: left out.",
        labels=["state"],
    )
    for state, count in found.by_state.items():
        referrals.add_metric([state], count)
    yield referrals
    notices = GaugeMetricFamily(
        "referral_bot_notices",
        "Notices to platforms by how far they are: waiting, sent, in doubt, refused, stopped.",
        labels=["progress"],
    )
    for progress, count in found.notices.items():
        notices.add_metric([progress], count)
    yield notices
    yield _gauge("appealed", "Referrals under appeal.", found.appealed)
    yield _gauge(
        "overdue",
        "Referrals without an answer for longer than the team's response time.",
        found.overdue,
    )


def _gauge(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(f"referral_bot_{name}", documentation, value=value)
