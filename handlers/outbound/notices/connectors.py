"""How notices go out, as config and environment say."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

from bot.config import Config
from bot.config.variables import told
from bot.ports.clock import Clock
from bot.ports.evidence import EvidenceFiles
from bot.ports.notices import Way
from handlers.async_store import AsyncStore
from handlers.outbound.delivery.context import Timing
from handlers.outbound.notices.lane import NoticeSender
from handlers.outbound.notices.outcomes import Connector


def sender_of(
    config: Config,
    store: AsyncStore,
    clock: Clock,
    timing: Timing,
    variables: Mapping[str, str],
    *,
    only_here: bool,
    trust: ssl.SSLContext | None = None,
    files: EvidenceFiles | None = None,
) -> NoticeSender:
    """What sends notices, with the secrets among `variables`; `only_here` lets it reach loopback alone.

    `files` has what is attached to mails.

    Only what config has a use for is imported.
    """
    connectors: dict[Way, Connector] = {}
    several = [one.notice for one in config.platforms.values()]

    def secret(name: str) -> str:
        return told(variables, name)

    def trusted() -> ssl.SSLContext:
        from handlers.outbound.page_checks.transports import trusted

        return trust or trusted()

    if any(one.mail for one in several):
        from handlers.outbound.notices.mail import MailConnector

        connectors[Way.MAIL] = MailConnector(
            config, secret, only_here=only_here, trust=trusted(), files=files
        )
    if any(one.webhook for one in several):
        from handlers.outbound.notices.webhook import WebhookConnector

        connectors[Way.WEBHOOK] = WebhookConnector(
            config, secret, only_here=only_here, trust=trusted()
        )
    return NoticeSender(store, connectors, clock, config, timing)
