"""Notices that the bot sends: by mail and to webhooks, once, and what is said where nobody knows."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.domain.lifecycle.referral import Action, SeenVersion, State
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor as ActorInBot
from bot.domain.people import Person, Place
from bot.ports.notices import Notice, Progress, Way
from bot.sentences import notices
from handlers.outbound.notices.outcomes import Outcome, Outgoing
from tests.handlers.slack.interactions.notice_servers import (
    MailBox,
    SameProcess,
    mail_server,
    trust,
    webhook_site,
)
from tests.handlers.slack.interactions.test_notices import (
    ELEMENTS_FR,
    GROUP,
    SENDER,
    WHOLE,
)
from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.harness.with_slack.steps import flagged
from tests.harness.without_slack.action_harness import act_on

TO = "reports@platform.example"
VARIABLES = {"NOTICE_SECRET": "a key of the platform"}


class Sending(Protocol):
    """Makes a world in which Facebook's notices go out by this."""

    async def __call__(
        self,
        notice: dict[str, Any],
        smtp: dict[str, Any] | None = None,
        evidence: Path | None = None,
    ) -> Any: ...


@pytest.fixture
async def sending(sqlite_url: str) -> AsyncIterator[Sending]:
    async with AsyncExitStack() as stack:

        async def make(
            notice: dict[str, Any],
            smtp: dict[str, Any] | None = None,
            evidence: Path | None = None,
        ) -> SlackHarness:
            config = shipped(
                **({"evidence": {"directory": str(evidence)}} if evidence else {}),
                notice={**SENDER, **({"smtp": smtp} if smtp else {})},
                platforms={"facebook": {"notice": notice}},
            )
            made = a_world(sqlite_url, config, trust=trust(), variables=VARIABLES)
            world = await stack.enter_async_context(made)
            world.bot.context.drafter = SameProcess()
            return world

        yield make


def smtp_of(box: MailBox, **more: Any) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": box.port, "sender": "desk@police.example", **more}


async def send(world: SlackHarness, **more: str) -> None:
    """Flag a page and send its notice."""
    await flagged(world, GROUP)
    who = world.analyst
    await who.clicks("Prepare notice", world.referrals.card("R-1"))
    await who.fills({**WHOLE, **more})
    assert who.form.shows(notices.CHANGED)
    await who.fills({})


async def until_settled(world: SlackHarness) -> Notice:
    """The notice, once nothing is sent any more; TimeoutError if it still waits."""
    async with asyncio.timeout(30):
        while True:
            await world.settle()
            (notice,) = world.bot.database.read(lambda uow: uow.notices.of_referral(1))
            if notice.progress is not Progress.WAITING:
                return notice
            await asyncio.sleep(0.01)  # what is tried again waits for a moment


def mail() -> dict[str, Any]:
    return {"mail": {"to": [TO]}}


async def test_a_notice_in_french_is_mailed_once_and_the_page_is_referred(
    sending: Sending,
) -> None:
    async with mail_server() as box:
        world = await sending(mail(), smtp_of(box))
        await send(world, **{notices.LANGUAGE: "French"})
        notice = await until_settled(world)
        (taken,) = box.mails
        assert box.to == [[TO]]
        assert taken["Subject"] == f"Notification {notice.reference}"
        assert taken["From"] == "Unit 5 <desk@police.example>"
        assert taken["Message-ID"] == notice.message_id == f"<{notice.reference}@police.example>"
        text = taken.get_content().replace("\r\n", "\n")
        assert text == notice.text
        assert [one for one in ELEMENTS_FR if one not in text] == []
        assert notice.progress is Progress.SENT
        one = world.referral(1)
        assert (one.state, one.reference) == (State.REFERRED, notice.reference)
        (_, event) = world.bot.database.read(lambda uow: uow.referrals.history(1))
        assert event.actor == world.analyst.id
        assert event.facts["notice_hash"] == notice.digest
        assert any("Marked referred" in line for line in world.referrals.thread("R-1"))


PNG = b"\x89PNG" + b"x" * 3000


async def test_evidence_goes_with_the_mail_by_choice(sending: Sending, tmp_path: Path) -> None:
    async with mail_server() as box:
        world = await sending(mail(), smtp_of(box), evidence=tmp_path / "evidence")
        who = world.analyst
        await who.types("/flag")
        both = [*await who.uploads("price list.png", PNG), *await who.uploads("b.txt", b"text")]
        await who.fills({"Page": GROUP, "Evidence": both})
        await who.clicks("Prepare notice", world.referrals.card("R-1"))
        await who.fills({**WHOLE, notices.ATTACH: "price list.png (3 KB)"})
        await who.fills({})
        await until_settled(world)
        (taken,) = box.mails
        body = taken.get_body()
        assert body is not None
        assert body.get_content().startswith("Notice of illegal content")
        (file,) = taken.iter_attachments()
        assert (file.get_filename(), file.get_content()) == ("price list.png", PNG)
        assert [what for _, what, _ in world.reads()] == ["notice", "evidence 2"]
        assert world.referral(1).state is State.REFERRED


async def test_a_server_that_takes_the_mail_and_drops_the_connection(sending: Sending) -> None:
    async with mail_server() as box:
        box.answers = [""]
        world = await sending(mail(), smtp_of(box))
        await send(world)
        notice = await until_settled(world)
        assert notice.progress is Progress.DOUBT
        for _ in range(3):
            await world.fast_forward(days=1)
        assert len(box.mails) == 1, "sent twice without saying so"
        assert world.referral(1).state is State.FLAGGED
        card = world.referrals.card("R-1")
        assert card.shows("Nobody knows whether", "It arrived", "Send again")
        assert world.direct(world.analyst).shows("Nobody knows whether", notice.reference)
        await world.analyst.clicks("Prepare notice", card)
        assert world.analyst.form.shows("may have arrived already")
        await world.second.clicks("It arrived", card)
        assert world.referral(1).state is State.REFERRED
        assert len(box.mails) == 1


async def test_in_doubt_a_person_has_it_sent_again(sending: Sending) -> None:
    async with mail_server() as box:
        box.answers = [""]
        world = await sending(mail(), smtp_of(box))
        await send(world)
        await until_settled(world)
        await world.analyst.clicks("Send again", world.referrals.card("R-1"))
        notice = await until_settled(world)
        assert notice.progress is Progress.SENT
        assert [one["Message-ID"] for one in box.mails] == [notice.message_id] * 2
        assert world.referral(1).state is State.REFERRED


REFUSALS = [
    # what the server says to the mail, tries, and what becomes of the notice
    (["550 no"], Progress.REFUSED, "the server answered 550"),
    (["451 later", "250 OK"], Progress.SENT, ""),
]


@pytest.mark.parametrize(("answers", "progress", "why"), REFUSALS)
async def test_what_a_server_answers(
    sending: Sending, answers: list[str], progress: Progress, why: str
) -> None:
    async with mail_server() as box:
        box.answers = list(answers)
        world = await sending(mail(), smtp_of(box))
        await send(world)
        notice = await until_settled(world)
        assert (notice.progress, notice.why) == (progress, why)
        if progress is Progress.REFUSED:
            assert world.referrals.card("R-1").shows("was not taken", why, "Send again")


@pytest.mark.parametrize(
    ("tls", "name", "why"),
    [(False, "127.0.0.1", notices.NO_TLS), (True, "mail.example.org", notices.BAD_CERTIFICATE)],
)
async def test_without_tls_that_is_verified_nothing_is_sent(
    sending: Sending, tls: bool, name: str, why: str
) -> None:
    async with mail_server(tls=tls, name=name) as box:
        world = await sending(mail(), smtp_of(box))
        await send(world)
        notice = await until_settled(world)
        assert (notice.progress, notice.why) == (Progress.REFUSED, why)
        assert box.mails == []


async def test_beside_slack_s_own_address_only_this_machine_is_reached(sending: Sending) -> None:
    smtp = {"host": "mail.example.org", "sender": "desk@police.example"}
    world = await sending(mail(), smtp)
    await send(world)
    notice = await until_settled(world)
    assert (notice.progress, notice.why) == (Progress.REFUSED, notices.ONLY_HERE)


async def test_neither_by_a_webhook(sending: Sending) -> None:
    url = "https://reports.example.org/in"
    world = await sending({"webhook": {"url": url, "secret": "NOTICE_SECRET"}})
    await send(world)
    assert (await until_settled(world)).progress is Progress.REFUSED


async def test_a_password_that_is_not_set_is_named(sending: Sending) -> None:
    async with mail_server() as box:
        world = await sending(mail(), smtp_of(box, user="desk", password="NOTICE_PASSWORD"))
        await send(world)
        assert (await until_settled(world)).why == "NOTICE_PASSWORD is not set in the environment"


async def test_a_webhook_through_three_failures_is_told_once(sending: Sending) -> None:
    async with webhook_site((503, ""), None, (429, "Retry-After: 0\r\n"), (202, "")) as site:
        url = f"https://127.0.0.1:{site.port}/notices"
        world = await sending({"webhook": {"url": url, "secret": "NOTICE_SECRET"}})
        await send(world)
        notice = await until_settled(world)
        assert notice.progress is Progress.SENT
        assert len(site.posts) == 4
        assert {headers["idempotency-key"] for headers, _ in site.posts} == {notice.reference}
        headers, body = site.posts[-1]
        at, _, made = headers["x-referral-signature"].partition(",v1=")
        key = VARIABLES["NOTICE_SECRET"].encode()
        signed = at.removeprefix("t=").encode() + b"." + body
        assert hmac.compare_digest(made, hmac.new(key, signed, hashlib.sha256).hexdigest())
        assert site.bodies[-1]["pages"] == [{"referral": "R-1", "url": GROUP}]
        assert site.bodies[-1]["text"] == notice.text
        assert world.referral(1).state is State.REFERRED


async def test_no_redirect_is_followed(sending: Sending) -> None:
    async with webhook_site((307, "Location: https://127.0.0.1:1/\r\n")) as site:
        url = f"https://127.0.0.1:{site.port}/notices"
        world = await sending({"webhook": {"url": url, "secret": "NOTICE_SECRET"}})
        await send(world)
        notice = await until_settled(world)
        assert (notice.progress, notice.why) == (Progress.REFUSED, notices.REDIRECTS)
        assert len(site.posts) == 1


CHANGES = [
    (Action.HOLD, {"reason": "somebody investigates"}),
    (Action.NOTE, {"note": "Look at the second post."}),
]


def change(world: SlackHarness, action: Action, answers: dict[str, str]) -> Any:
    """Somebody changes the referral while the server has the mail in hand."""
    lead = Person(world.lead.id, "Lead", lead=True)

    async def work() -> None:
        now = world.workspace.clock.now()
        actor = ActorInBot(lead, Place(world.referrals.id, "referrals"), now)
        config = world.bot.context.config
        request = ActionRequest(action, None if action is Action.NOTE else SeenVersion(1), answers)
        await world.bot.store.write(lambda uow: act_on(uow, 1, request, actor, config))

    return work


@pytest.mark.parametrize(("action", "answers"), CHANGES)
async def test_what_changed_before_the_call_is_not_sent_and_who_pressed_is_told(
    sending: Sending, action: Action, answers: dict[str, str]
) -> None:
    async with mail_server() as box:
        box.answers = ["451 later"]
        world = await sending(mail(), smtp_of(box))
        box.meanwhile = change(world, action, answers)
        await send(world)
        notice = await until_settled(world)
        assert notice.progress is Progress.STOPPED
        assert box.mails == []
        told = world.direct(world.analyst)
        assert told.shows(f"The notice {notice.reference} was not sent", "R-1 has changed")
        assert not told.shows("hold")


async def test_what_changed_while_it_was_sent_is_not_marked_and_who_pressed_is_told(
    sending: Sending,
) -> None:
    async with mail_server() as box:
        world = await sending(mail(), smtp_of(box))
        box.meanwhile = change(world, *CHANGES[0])
        await send(world)
        assert (await until_settled(world)).progress is Progress.SENT
        assert world.referral(1).state is State.HELD
        assert world.direct(world.analyst).shows("was sent, but R-1 had changed")


async def test_a_bot_that_ended_while_it_sent_asks_and_does_not_send_again(
    sending: Sending,
) -> None:
    async with mail_server() as box:
        world = await sending(mail(), smtp_of(box))
        connectors = world.bot.delivery._send_notices.__self__.connectors
        real = connectors[Way.MAIL]

        class Dies:
            repeatable = False

            async def send(self, outgoing: Outgoing) -> Outcome:
                await real.send(outgoing)
                raise RuntimeError("the process ends here")

        connectors[Way.MAIL] = Dies()
        await send(world)
        await world.settle()
        world.bot.database.write(lambda uow: uow.outbox.end_all_leases())
        connectors[Way.MAIL] = real
        assert (await until_settled(world)).progress is Progress.DOUBT
        assert len(box.mails) == 1
