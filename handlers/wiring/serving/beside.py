"""Ports of their own for what a balancer and a monitor ask, beside the way in."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from starlette.types import ASGIApp

from bot.domain.redaction import fault
from bot.sentences.operations import health, setup
from handlers.wiring.environment import SetupError

log = logging.getLogger(__name__)


@asynccontextmanager
async def beside(
    port: int | None, host: str, app: Callable[[], ASGIApp]
) -> AsyncIterator[int | None]:
    """Serve an app on this port while the block runs; without a port nothing. Yields the port.

    Raises SetupError where the port cannot be had.
    """
    if port is None:
        yield None
        return
    import uvicorn  # in Socket Mode only where it is wanted

    from handlers.slack.transport.connections import LimitedProtocol

    class Beside(uvicorn.Server):
        """uvicorn, which leaves signals to the bot."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    try:
        way_in = socket.create_server((host, port))
    except OSError as error:
        raise SetupError(setup.port_not_free(host, port, fault(error))) from None
    config = uvicorn.Config(
        app(),
        http=LimitedProtocol,
        log_config=None,
        lifespan="off",
        ws="none",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = Beside(config)
    with way_in:
        serving = asyncio.create_task(server.serve([way_in]))
        log.info("%s", health.answers_on(host, int(way_in.getsockname()[1])))
        try:
            yield int(way_in.getsockname()[1])
        finally:
            server.should_exit = True
            await serving
