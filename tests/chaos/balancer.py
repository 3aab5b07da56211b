"""What stands before the replicas: round-robin, over those that are up."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import httpx

from tests.chaos.replicas import Replica


class Balancer(httpx.AsyncBaseTransport):
    """Gives each request to the next replica that is up.

    It tries another only where the first cannot have begun: it did not listen, or it answered 503.
    A request whose answer was lost is not repeated, since Slack does not repeat it either.
    """

    def __init__(self, replicas: Sequence[Replica]) -> None:
        self.replicas = replicas
        self.lost: list[str] = []
        """Requests that a replica may have taken, and that were not answered: how, and when."""
        self._turn = 0
        # A connection of its own for each request: one that was left open by a replica which has
        # been killed since would break, and nobody could tell that nothing had arrived.
        self._inner = httpx.AsyncHTTPTransport(
            limits=httpx.Limits(max_keepalive_connections=0), trust_env=False, verify=False
        )

    @property
    def anybody(self) -> bool:
        """Whether a replica is up."""
        return any(one.up for one in self.replicas)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of the first replica that takes the request."""
        body = await request.aread()
        answer: httpx.Response | None = None
        for replica in self._in_turn():
            url = request.url.copy_with(port=replica.bot.port)
            copy = httpx.Request(request.method, url, headers=request.headers, content=body)
            try:
                answer = await self._inner.handle_async_request(copy)
            except httpx.ConnectError:
                continue
            except httpx.HTTPError as error:
                since = time.monotonic() - replica.told_to_stop
                self.lost.append(f"{error!r}, {since:.3f} s after the last SIGTERM")
                raise
            if answer.status_code != 503:
                return answer
            replica.up = False  # as a balancer that asks /readyz would find
            await answer.aclose()
        if answer is not None:
            return httpx.Response(503, request=request)
        raise httpx.ConnectError("no replica is up")

    def _in_turn(self) -> Iterator[Replica]:
        """Each that is up, once; one that came up meanwhile, too."""
        self._turn += 1
        tried: list[Replica] = []
        while up := [one for one in self.replicas if one.up and one not in tried]:
            tried.append(up[self._turn % len(up)])
            yield tried[-1]

    async def aclose(self) -> None:
        """Close all connections."""
        await self._inner.aclose()
