"""What a mail server answers at each step → what becomes of the notice; never twice by itself."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from bot.config import Config
from bot.config.reading import read_config
from bot.ports.notices import Notice, Progress, Way
from bot.sentences import notices
from handlers.outbound.notices.mail import MailConnector
from handlers.outbound.notices.outcomes import (
    Later,
    MayHaveArrived,
    NotTaken,
    Outcome,
    Outgoing,
    Taken,
)
from tests.handlers.slack.interactions.notice_servers import mail_server, trust

FIRST, SECOND = "reports@platform.example", "legal@platform.example"
NOW = datetime(2026, 11, 28, tzinfo=UTC)
NOTICE = Notice(
    *(1, "N-AAAA2222", "facebook", "en", Way.MAIL, "Text.\n", "", "U1", "C1", {}),
    *(Progress.WAITING, 1, NOW),
)


def config_of(host: str, port: int) -> Config:
    told = f"""
notice:
  email: desk@police.example
  smtp: {{host: {host}, port: {port}, sender: desk@police.example}}
platforms:
  facebook: {{notice: {{mail: {{to: [{FIRST}, {SECOND}]}}}}}}
"""
    return read_config(told)


async def outcome_of(host: str, port: int) -> Outcome:
    connector = MailConnector(
        config_of(host, port),
        lambda name: "",
        only_here=host == "127.0.0.1",
        trust=trust(),
        step=2.0,
    )
    return await connector.send(Outgoing(NOTICE, (), "<N-AAAA2222@police.example>"))


STEPS = [
    # the step, what the server answers there, and the outcome
    ("MAIL", "451 later", Later),
    ("MAIL", "550 not you", NotTaken),
    ("MAIL", "", Later),
    (f"RCPT {FIRST}", "450 busy", Later),
    (f"RCPT {FIRST}", "550 no such mailbox", NotTaken),
    (f"RCPT {SECOND}", "550 no such mailbox", NotTaken),
    (f"RCPT {SECOND}", "", Later),
    ("DATA", "451 later", Later),
    ("DATA", "554 spam", NotTaken),
    ("DATA", "", MayHaveArrived),
    ("", "", Taken),
]


@pytest.mark.parametrize(("step", "answer", "becomes"), STEPS)
async def test_each_step_of_the_conversation(
    step: str, answer: str, becomes: type[Outcome]
) -> None:
    async with mail_server() as box:
        if step == "DATA":
            box.answers = [answer]
        elif step:
            box.steps = {step: answer}
        found = await outcome_of("127.0.0.1", box.port)
        assert type(found) is becomes
        assert len(box.mails) == (becomes in (Taken, MayHaveArrived))
        assert box.to in ([], [[FIRST, SECOND]]), "to some of them, and not to others"
        if isinstance(found, NotTaken | Later) and answer:
            assert found.why == notices.server_said(int(answer[:3]))


async def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    async with mail_server() as box:
        port = box.port
    assert await outcome_of("127.0.0.1", port) == Later(notices.NO_CONNECTION)


async def test_a_name_that_nobody_knows_is_tried_again_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody(*asked: object, **more: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert await outcome_of("mail.example.org", 587) == Later(notices.NO_CONNECTION)
