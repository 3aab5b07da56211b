"""A log at debug: notices, evidence and pasted answers leave no address, text, name or token in it."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.ports.notices import Progress, Way
from bot.sentences import notices, troubles
from bot.sentences.recording import answers
from bot.sentences.recording import evidence as evidence_says
from handlers.outbound.notices.outcomes import Outcome, Outgoing
from handlers.slack.transport import request_lines
from handlers.workspace.state.faults import FaultRule
from tests.handlers.slack.interactions.notice_servers import (
    MailBox,
    SameProcess,
    Site,
    mail_server,
    trust,
    webhook_site,
)
from tests.handlers.slack.interactions.test_notices import SENDER, WHOLE
from tests.handlers.slack.interactions.test_notices_sent import TO, VARIABLES, mail, smtp_of
from tests.harness.with_slack.logged import logged_at_debug
from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.harness.with_slack.steps import flagged, refer

GROUP = "https://www.facebook.com/groups/817000000000{}"
CHANNEL = "https://www.tiktok.com/@nightferry{}"
NOTE = "He waits at the petrol station."
OWN = "The price stands in the second picture."
PASTED = "Dear Ms Kovacs,\nwe have removed {}. Kind regards, Tomas Trust"
FILES = ("Zsofia passport.png", "ledger of Pavel.exe", "Kovacs answer.csv", "Kovacs answer.xlsx")
PNG = b"\x89PNG" + b"x" * 3000
OTHERS = ("Zsofia", "Pavel", "Kovacs", "Tomas", "nightferry", "facebook.com", "tiktok.com")
"""Parts of what was typed, pasted and handed in, each a word of its own."""


@dataclass
class Desk:
    """A team whose notices go out by mail and by webhook, and which keeps evidence."""

    world: SlackHarness
    mail: MailBox
    site: Site
    evidence: Path


@asynccontextmanager
async def a_desk(url: str, evidence: Path) -> AsyncIterator[Desk]:
    """One, whose webhook's site fails twice and then sends elsewhere."""
    moved = (307, "Location: https://127.0.0.1:1/\r\n")
    async with mail_server() as box, webhook_site((503, ""), None, moved) as site:
        webhook = {"url": f"https://127.0.0.1:{site.port}/inbox", "secret": "NOTICE_SECRET"}
        config = shipped(
            evidence={"directory": str(evidence), "largest_mb": 1},
            notice={**SENDER, "smtp": smtp_of(box)},
            platforms={
                "facebook": {"notice": mail()},
                "tiktok": {"notice": {"webhook": webhook}},
            },
        )
        async with a_world(url, config, trust=trust(), variables=VARIABLES) as world:
            world.bot.context.drafter = SameProcess()
            yield Desk(world, box, site, evidence)


class Broken:
    """Fails with all that it was given in its error."""

    repeatable = False

    async def send(self, outgoing: Outgoing) -> Outcome:
        raise RuntimeError(f"{outgoing.notice.text} {TO} {outgoing.pages}")


class BrokenDrafter(SameProcess):
    """Fails with what it was to write about."""

    async def _ask(self, asked: bytes) -> list[dict[str, object]]:
        raise RuntimeError(asked.decode())


async def evidence_is_kept_sent_refused_and_gone(desk: Desk) -> None:
    """R-1, with a piece of evidence."""
    world, who = desk.world, desk.world.analyst
    await who.types("/flag")
    refused = await who.uploads(FILES[1], PNG)
    page = {"Page": GROUP.format(1), "Note": NOTE}
    assert await who.fills({**page, "Evidence": refused}) != {}
    chosen = await who.uploads(FILES[0], PNG)
    world.workspace.faults.replace([FaultRule("files.info", "500", times=1)])
    assert await who.fills({**page, "Evidence": chosen}) == {"Evidence": troubles.FILE_NOT_GIVEN}
    aside = desk.evidence.with_name("aside")
    shutil.move(desk.evidence, aside)
    assert await who.fills({**page, "Evidence": chosen}) == {"Evidence": evidence_says.STORE_GONE}
    await world.bot.sweeps.retention()
    shutil.move(aside, desk.evidence)
    assert await who.fills({**page, "Evidence": chosen}) == {}
    for rules in ([FaultRule("files.getUploadURLExternal", "500", times=1)], []):
        world.workspace.faults.replace(rules)
        await who.picks("All actions…", world.referrals.card("R-1"))
        await who.clicks("Evidence", who.form)
        await who.clicks("Send me this file", who.form)
        while who.has_form:
            await who.closes()
    message = await world.second.says(
        NOTE, thread=world.referrals.card("R-1").ts, files=await world.second.uploads("b.png", PNG)
    )
    await who.uses(evidence_says.SHORTCUT, message)


async def prepare(world: SlackHarness, number: int) -> None:
    """Prepare a notice about a page, and send it."""
    who = world.analyst
    await who.clicks("Prepare notice", world.referrals.card(f"R-{number}"))
    await who.fills(WHOLE)
    await who.clicks(notices.EDIT, who.form)
    await who.fills({notices.TEXT: f"{who.typed(notices.TEXT)}\n{OWN}\n"})


async def settled(world: SlackHarness, number: int) -> Progress:
    """How far a notice is, once nothing is sent any more; TimeoutError if it still waits."""
    async with asyncio.timeout(30):
        while True:
            await world.settle()
            found = world.bot.database.read(lambda uow: uow.notices.of_referral(number))
            if found and found[-1].progress is not Progress.WAITING:
                return found[-1].progress
            await asyncio.sleep(0.01)  # what is tried again waits for a moment


async def notices_are_sent_refused_doubted_and_fail(desk: Desk) -> None:
    """R-1 is put off and then taken; R-2 nobody knows, and is refused; R-3 goes nowhere; R-4 fails."""
    world, who = desk.world, desk.world.analyst
    await flagged(world, GROUP.format(2), CHANNEL.format(3), GROUP.format(4))
    drafter, world.bot.context.drafter = world.bot.context.drafter, BrokenDrafter()
    await who.clicks("Prepare notice", world.referrals.card("R-1"))
    world.bot.context.drafter = drafter
    desk.mail.answers = [f"451 {TO} later", "250 OK", "", f"550 no {TO} here"]
    await prepare(world, 1)
    assert await settled(world, 1) is Progress.SENT
    await prepare(world, 2)
    assert await settled(world, 2) is Progress.DOUBT
    await who.clicks("Send again", world.referrals.card("R-2"))
    assert await settled(world, 2) is Progress.REFUSED
    await prepare(world, 3)
    assert await settled(world, 3) is Progress.REFUSED
    assert len(desk.site.posts) == 3
    sender: Any = world.bot.delivery._send_notices
    sender.__self__.connectors[Way.MAIL] = Broken()
    await prepare(world, 4)
    await world.settle()


async def answers_are_pasted_handed_in_and_unreadable(desk: Desk) -> None:
    """What the platform said of R-1 and R-5."""
    world, who = desk.world, desk.world.analyst
    await flagged(world, GROUP.format(5))
    await refer(world, 5)
    label = "The platform's answer"
    await who.types("/referrals answers")
    unreadable = await who.uploads(FILES[3], b"PK\x03\x04 no workbook")
    assert await who.fills({answers.OR_A_FILE: unreadable}) != {}
    assert await who.fills({label: PASTED.format(GROUP.format(1)), answers.OR_A_FILE: []}) == {}
    await who.fills({})
    await who.clicks(answers.UNDO_ALL, who.told)
    await who.types("/referrals answers")
    table = f"url,status,note\n{GROUP.format(5)},removed,by Tomas Trust\n"
    file = await who.uploads(FILES[2], table)
    assert await who.fills({answers.OR_A_FILE: file}) == {}
    await who.fills({})


async def test_of_notices_evidence_and_answers_nothing_stands_in_the_log(
    sqlite_url: str, tmp_path: Path
) -> None:
    with logged_at_debug() as log:
        async with a_desk(sqlite_url, tmp_path / "evidence") as desk:
            await evidence_is_kept_sent_refused_and_gone(desk)
            await notices_are_sent_refused_doubted_and_fail(desk)
            await answers_are_pasted_handed_in_and_unreadable(desk)
            await desk.world.fast_forward(hours=3)
            workspace = desk.world.workspace
    for sentence in (
        "files.info was refused",
        "evidence: ",
        "a file for U0ANALYST was",
        "a mail could not be sent: SMTPServerDisconnected",
        "a webhook had no answer",
        "lane notice:facebook could not be sent",
        "RuntimeError at ",
    ):
        assert log.says(sentence), sentence
    requests = [one for one in log.events() if one["event"] == "request"]
    assert all(one["ms"] > 0 for one in requests)
    (lost,) = [one for one in log.events() if one["event"].startswith("a file for U0ANALYST was")]
    assert lost["request"] in {one["request"] for one in requests}
    people = [(one.real_name, one.email, one.display_name) for one in workspace.users.values()]
    tokens = (workspace.bot_token, workspace.app_token, workspace.signing_secret)
    ids = [f"817000000000{number}" for number in range(1, 6)]
    typed = [NOTE, OWN, *WHOLE.values(), "We believe in good faith", *FILES, *OTHERS, *ids]
    recipients = [TO, *SENDER.values(), "/inbox", *VARIABLES.values()]
    assert log.found([*sum(people, ()), *tokens, *typed, *recipients]) == []


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"command": "/flag", "text": NOTE}, ("command", "/flag")),
        ({"type": "block_actions", "actions": [{"action_id": "do:close"}]}, ("click", "do:close")),
        ({"type": "view_submission", "view": {"callback_id": "flag"}}, ("form", "flag")),
        ({"type": "block_actions", "actions": {"x": 5}}, ("click", "block_actions")),
        ({"type": "view_submission", "view": 5}, ("form", "view_submission")),
        ({"type": "event_callback", "event": [1]}, ("event", "event_callback")),
        ({}, ("other", "")),
    ],
)
def test_a_request_is_named_by_what_is_ours(
    body: dict[str, object], named: tuple[str, str]
) -> None:
    assert request_lines.named(body) == named


def test_libraries_lines_come_in_the_same_form_their_warnings_alone() -> None:
    names = ("slack_bolt.AsyncApp", "slack_sdk.socket_mode", "aiohttp.client", "python_multipart")
    with logged_at_debug() as log:
        for name in names:
            logging.getLogger(name).info("quiet: %s", GROUP)
            logging.getLogger(name).warning("loud: %s", GROUP)
        logging.getLogger("uvicorn.error").info("uvicorn runs")
        logging.getLogger("uvicorn.error").debug("a frame: %s", GROUP)
    assert [one["event"] for one in log.events()] == ["loud: ‹…›"] * len(names) + ["uvicorn runs"]
    assert {one["logger"] for one in log.events()} == {*names, "uvicorn.error"}
    assert len(log.terminal.getvalue().splitlines()) == len(names) + 1
