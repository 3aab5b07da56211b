"""What a webhook's site answers → what becomes of the notice."""

from __future__ import annotations

import ssl

import pytest

from bot.config.reading import read_config
from bot.sentences import notices
from handlers.outbound.notices.outcomes import (
    Later,
    MayHaveArrived,
    NotTaken,
    Outcome,
    Outgoing,
    Taken,
)
from handlers.outbound.notices.webhook import WebhookConnector
from tests.handlers.outbound.notices.test_mail import NOTICE
from tests.handlers.slack.interactions.notice_servers import trust, webhook_site


async def outcome_of(
    url: str, trusted: ssl.SSLContext | None = None, *, here: bool = True
) -> Outcome:
    config = read_config(
        f'platforms: {{facebook: {{notice: {{webhook: {{url: "{url}", secret: NOTICE_SECRET}}}}}}}}'
    )
    connector = WebhookConnector(
        config, lambda name: "a key", only_here=here, trust=trusted or trust()
    )
    return await connector.send(Outgoing(NOTICE, (("R-1", "https://example.org/1"),)))


ANSWERS = [
    # a status with further headers, or a dropped connection; and the outcome
    ((200, ""), Taken()),
    ((204, ""), Taken()),
    *(((status, "Location: /x\r\n"), NotTaken(notices.REDIRECTS)) for status in (301, 302, 308)),
    ((400, ""), NotTaken("the server answered 400")),
    ((404, ""), NotTaken("the server answered 404")),
    ((408, ""), Later("the server answered 408")),
    ((429, "Retry-After: 30\r\n"), Later("the server answered 429", 30.0)),
    ((500, ""), MayHaveArrived("the server answered 500", repeatable=True)),
    ((503, "Retry-After: 5\r\n"), MayHaveArrived("the server answered 503", True, 5.0)),
    (None, MayHaveArrived(notices.BROKE_OFF, repeatable=True)),
]


@pytest.mark.parametrize(("answer", "becomes"), ANSWERS)
async def test_each_answer(answer: tuple[int, str] | None, becomes: Outcome) -> None:
    async with webhook_site(answer) as site:
        assert await outcome_of(f"https://127.0.0.1:{site.port}/notices") == becomes
        assert len(site.posts) == 1


async def test_a_certificate_that_nobody_vouches_for_is_not_told_anything() -> None:
    async with webhook_site((200, "")) as site:
        url = f"https://127.0.0.1:{site.port}/notices"
        found = await outcome_of(url, ssl.create_default_context())
        assert found == NotTaken(notices.BAD_CERTIFICATE)
        assert site.posts == []


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/in",
        "https://169.254.169.254/in",
        "https://10.0.0.1/in",
        "https://[::1]/in",
    ],
)
async def test_no_private_address_is_reached(url: str) -> None:
    assert isinstance(await outcome_of(url, here=False), NotTaken)
