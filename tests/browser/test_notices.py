"""Notices in a browser: one in French is mailed, and a case of pages goes as one submission."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.sentences import notices
from bot.sentences.recording import batches
from bot.sentences.recording import indicators as sentences
from tests.browser.conftest import running_demo
from tests.browser.users import Mouse, accessible
from tests.handlers.slack.interactions.notice_servers import AUTHORITY, mail_server
from tests.handlers.slack.interactions.test_network import NUMBER, group
from tests.handlers.slack.interactions.test_notices import SENDER, WHOLE
from tests.handlers.slack.interactions.test_notices_sent import mail, smtp_of
from tests.harness.with_slack.slack_harness import shipped


async def completes(me: Mouse, subject: str, grounds: str) -> None:
    """Fill in what the notice is still without, read it, and send it."""
    for label, then in (("Category", subject), ("Basis", grounds), ("Confidence", "")):
        await me.choose(label, WHOLE[label])
        # The text follows each choice, from a process of its own: on a busy machine that takes a while.
        await expect(me.form).to_contain_text(then, timeout=30_000)
    await me.form.get_by_label("Clause").fill(WHOLE["Clause"])
    await me.form.get_by_label(notices.REASONS).fill(WHOLE[notices.REASONS])
    send = me.form.get_by_role("button", name=notices.SEND, exact=True)
    await me.press(send)
    await expect(me.form).to_contain_text(notices.CHANGED, timeout=30_000)
    await expect(me.form).to_contain_text(notices.COMPLETE)
    await me.press(send)
    await expect(me.form).to_be_hidden(timeout=30_000)


async def test_a_notice_in_french_and_a_case_are_mailed(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = tmp_path / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(str(authority))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    async with mail_server() as box:
        config = shipped(
            notice={**SENDER, "smtp": smtp_of(box)}, platforms={"facebook": {"notice": mail()}}
        )
        async with running_demo(tmp_path, browser, config) as demo:
            page = await demo.page()
            me = Mouse(page)
            await me.command(f"/flag {group(1)} {NUMBER}")
            card = me.card("groups/1001")
            await me.press(card.get_by_role("button", name="Prepare notice"))
            await me.choose(notices.LANGUAGE, "French")
            await expect(me.form).to_contain_text("Destinataire")
            await accessible(page, "light")
            await completes(me, "Objet", "Ce contenu est illicite et")
            await expect(card).to_contain_text("Referred")
            (sent,) = box.mails
            assert sent["Subject"].startswith("Notification N-")

            told = await me.command(f"/flag {group(2)} {group(3)} {NUMBER}")
            number = re.findall(r"R-\d+", await told.inner_text())[-1]
            network = await me.command(f"/referrals network {number}")
            await me.press(network.get_by_role("button", name=sentences.MAKE_CASE))
            await me.form.get_by_label("Case").fill("Blue boats")
            await me.press(me.form.get_by_role("button", name=sentences.ADD, exact=True))
            await expect(me.form).to_be_hidden()
            case = await me.command("/referrals case Blue boats")
            await me.press(case.get_by_role("button", name=batches.SEVERAL))
            await me.press(me.form.get_by_role("button", name=notices.SEVERAL))
            await expect(me.form).to_contain_text("Left out of this notice")
            await completes(me, "Subject: Documents", "The content is illegal, and")
            await expect(me.card("groups/1003")).to_contain_text("Referred")
            text = box.mails[1].get_content()
            assert [n for n in (1, 2, 3) if group(n) in text] == [2, 3]
            assert len(box.mails) == 2
            assert demo.faults == []
