"""Templates → texts, in a process of its own: whatever a template does, the bot goes on.

It gets no environment (so no secrets), two seconds of processor time, half a gigabyte, and five
seconds in all; a text that grows past the limit ends there.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.domain.notice import LONGEST, Draft
from bot.ports.notices import CannotDraft, Drafted
from bot.sentences import notices
from handlers.outbound.notices.templates import DEFAULT, GOOD_FAITH, Templates

SECONDS = 5.0
AT_ONCE = 2
_CHILD = Path(__file__).parent / "render_child.py"


class ProcessDrafter:
    """Implements `bot.ports.notices.Drafter`."""

    def __init__(self, templates: Templates, *, seconds: float = SECONDS) -> None:
        self._templates = templates
        self._seconds = seconds
        self._turn = asyncio.Semaphore(AT_ONCE)

    def languages(self, platform: str) -> tuple[str, ...]:
        """As the port says."""
        return self._templates.languages(platform)

    async def draft(self, platform: str, language: str, draft: Draft) -> Drafted:
        """As the port says."""
        name, template = self._templates.read(language, platform, DEFAULT)
        good_faith = self._templates.read(language, GOOD_FAITH)[1].strip()
        several = (draft, replace(draft, reasons=""))
        text, bare = await self.render(name, template, [one.facts(good_faith) for one in several])
        return Drafted(text, bare, good_faith)

    async def render(
        self, name: str, template: str, several: Sequence[Mapping[str, Any]]
    ) -> list[str]:
        """The text for each of these facts. Raises CannotDraft, which names the file `name`."""
        asked = [{"template": template, "facts": one, "longest": LONGEST} for one in several]
        async with self._turn:
            answer = await self._ask(json.dumps(asked).encode())
        if answer is None:
            raise CannotDraft(notices.template_too_slow(name, self._seconds))
        for one in answer:
            if fault := one.get("fault"):
                raise CannotDraft(
                    notices.template_fault(
                        name, fault, str(one.get("says", "")), str(one.get("line") or ""), LONGEST
                    )
                )
        return [str(one["text"]) for one in answer]

    async def _ask(self, asked: bytes) -> list[dict[str, Any]] | None:
        """What the process answers; None where it was ended by a limit."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-I", "-B", str(_CHILD)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        try:
            async with asyncio.timeout(self._seconds):
                out, _ = await process.communicate(asked)
        except TimeoutError:
            return None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        try:
            answer = json.loads(out)
        except ValueError:
            return None
        return answer if isinstance(answer, list) else None
