"""What is refused of Slack's requests before anything of it is read, counted and said now and then."""

from __future__ import annotations

import logging
import re
import time
from collections import Counter

from starlette.datastructures import Headers

from bot.sentences.operations import health

log = logging.getLogger(__name__)

OLDEST_SECONDS = 300
"""How far a request's stamp may be from this machine's clock, as Slack says."""
SAY_AGAIN_SECONDS = 60.0
UNSIGNED, WRONG, OLD = "unsigned", "wrong signature", "too old"
_STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


class Refusals:
    """Counts refused requests by reason; of each reason the log has a line a minute at most."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter({UNSIGNED: 0, WRONG: 0, OLD: 0})
        self._said: dict[str, float] = {}

    def of_headers(self, headers: Headers) -> bool:
        """Whether these headers alone say that Slack did not send the request now."""
        stamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
            self.counts[UNSIGNED] += 1
            return True
        age = int(time.time()) - int(stamp)
        if abs(age) > OLDEST_SECONDS:
            self._refuse(OLD, health.refused_as_old(age))
            return True
        return False

    def of_signature(self) -> None:
        """The signature was not made with our secret."""
        self._refuse(WRONG, health.REFUSED_SIGNATURE)

    def _refuse(self, reason: str, sentence: str) -> None:
        self.counts[reason] += 1
        now = time.monotonic()
        if now - self._said.get(reason, -SAY_AGAIN_SECONDS) >= SAY_AGAIN_SECONDS:
            self._said[reason] = now
            log.warning("%s", sentence)
