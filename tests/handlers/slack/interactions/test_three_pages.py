"""Nobody can find out why a lead looks at a page first: it is on hold, of another place, or sent there.

One walk over all commands, buttons and forms, by somebody who isn't a lead and can see none of the
three: the answers are the same, byte for byte, and take as many statements.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import event

from bot.domain.lifecycle.actions import SPECS
from bot.domain.lifecycle.referral import SeenVersion
from bot.domain.list_words import WORDS as LIST_WORDS
from bot.domain.listing import View
from bot.sentences.cards import HELD_ANSWER
from handlers.messages.cards.controls import Control, do_id
from handlers.messages.cards.evidence import KEEP
from handlers.messages.figures.stats import POST, asked_again
from handlers.messages.forms.batches import UNDO
from handlers.messages.forms.forms import form_id
from handlers.messages.forms.selection import SEVERAL
from handlers.messages.kit.kit import Press
from handlers.messages.lists.flagged_list import press_all
from handlers.messages.lists.lists import MORE, ListPage
from handlers.messages.lists.network import MAKE_CASE
from handlers.messages.lists.submission import TURN
from handlers.slack.commands.words import Ask, read_words
from handlers.slack.context.payloads import Meta
from storage.database import open_store
from tests.harness.with_slack.signed_requests import (
    click_payload,
    form_of,
    interactive,
    send,
    submission,
)
from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.harness.with_slack.steps import flagged, hold

GROUP = "https://www.facebook.com/groups/1234567890/"
OTHER = "https://b.com/2"
OWN = "https://c.com/3"
NOTE = "ring +44 7400 123456"
"""On the page that is looked for, and on one of the person's own: the two have a number in common."""
SAYING = {
    "by": "by @Lead",
    "owner": "owner @Lead",
    "platform": "platform facebook",
    "category": "category vessels",
    "case": "case Boats",
    "since": "since 2026",
    "until": "until 2030",
    "submission": "submission FB-77",
    "search": "search facebook",
}
"""What the words of a list that need another are said with."""
LISTS = tuple(f"/referrals {SAYING.get(word, word)}" for word in LIST_WORDS)
COMMANDS = (
    *LISTS,
    *("/referrals R-1 R-2", "/referrals R-1 to R-9", "/referrals 1, 2", "/referrals all facebook"),
    *("/referrals network R-1", "/referrals network R-2", "/referrals FB-77", "/referrals case"),
    *("/referrals search +44 7400 123456", "/referrals search 07400", "/referrals hand over @Lead"),
    *("/referrals import", "/referrals export case Boats", "/referrals export all"),
    *("/referrals R-1", "/referrals 1", "/referrals show R-1", f"/referrals {GROUP}"),
    *("/referrals", "/referrals mine", "/referrals overdue", "/referrals certain"),
    *("/referrals held", "/referrals search facebook", "/referrals search R-1", "/referrals help"),
    *("/referrals export", "/referrals export json"),
    *(f"/flag {GROUP}", "/flag fb.com/groups/1234567890 again", f"/flag {GROUP} {OTHER}"),
    *("/referrals mine", f"/referrals {GROUP}", "/referrals", "/referrals nonsense"),
)


async def held(world: SlackHarness) -> None:
    """R-1 is on hold, in a place that the second analyst doesn't see."""
    await flagged(world, f"{GROUP} {NOTE}", by=world.lead.goes_to(world.casework))
    await hold(world, 1)


async def of_another_place(world: SlackHarness) -> None:
    """R-1 is flagged in a private channel."""
    await flagged(world, f"{GROUP} {NOTE}", by=world.lead.goes_to(world.casework))


async def under_review(world: SlackHarness) -> None:
    """R-1 was flagged there by an analyst, and config sends it to the leads."""
    await world.analyst.goes_to(world.casework).asks(f"/flag {GROUP} {NOTE}")


Case = tuple[Callable[[SlackHarness], Awaitable[None]], list[str]]
# Figures are left out: what they count follows rules of its own (docs/statistics.md).
CASES: dict[str, Case] = {
    "held": (held, []),
    "of another place": (of_another_place, []),
    "under review": (under_review, ["facebook"]),
}


@asynccontextmanager
async def a_case(folder: Path, case: str) -> AsyncIterator[SlackHarness]:
    make, review = CASES[case]
    url = f"sqlite:///{folder}/{case.replace(' ', '-')}.db"
    with open_store(url) as store:
        store.migrate()
    async with a_world(url, shipped(lead_review=review)) as world:
        await make(world)
        await world.settle()
        yield world


def plain(text: str) -> str:
    """Without what differs from world to world whatever is there: seconds, and Slack's block ids."""
    text = re.sub(r'"block_id": "[A-Za-z0-9_-]{5}"', '"block_id"', text)
    return re.sub(r"\d{4}-\d\d-\d\dT[0-9:.+]+", "then", text)


async def told_by_commands(world: SlackHarness) -> list[str]:
    """Answers to every command, as blocks and text; then Home, and the flag's form and shortcut."""
    second = world.second
    await second.asks(f"/flag {OWN} {NOTE}")
    said = [world.referrals.card("R-2").text]
    for text in COMMANDS:
        told = await second.asks(text)
        said.append(f"{text}: {told.text} {json.dumps(told.labels)}")
    said += [
        (one.content or b"").decode("utf-8-sig")
        for one in sorted(world.workspace.files.values(), key=lambda one: one.name)
    ]
    said.append((await second.opens_home()).text)
    await second.types("/flag")
    await second.fills({"Page": GROUP, "Note": "again"})
    said.append(second.told.text)
    shortcut = await second.uses("Flag links in message", await second.says(GROUP))
    said.append(shortcut.text if shortcut else "")
    said += await told_by_answers(world)
    said += await told_by_lists(world)
    await second.uses_global("Flag a page")
    assert await second.fills({"Page": GROUP, "Channel": world.referrals.id}) == {}
    said += [second.told.text, (await second.opens_home()).text]
    return [plain(one) for one in said]


async def told_by_answers(world: SlackHarness) -> list[str]:
    """What is said of a platform's answer that names the page, pasted and as a message; and of its evidence."""
    second, said = world.second, []
    for text in (f"We removed:\n{GROUP}", "R-1: removed", f"{GROUP} was rejected.\n{OWN} is gone."):
        await second.types("/referrals answers")
        await second.fills({"The platform's answer": text})
        said.append(second.form.text)
        await second.closes()
        await second.uses("Record answers", await second.says(text))
        said.append(second.form.text)
        await second.closes()
    kept = await second.uses("Keep as evidence", await second.says(GROUP))
    return [*said, kept.text if kept else ""]


async def told_by_lists(world: SlackHarness) -> list[str]:
    """Select several, Mark all referred and a case, of lists that would have the page in them."""
    second, said = world.second, []
    for words, label in (
        ("R-1 R-2 R-3", "Select several"),
        ("all", "Select several"),
        ("search facebook", "Select several"),
        ("flagged", "Mark all referred"),
        ("network R-2", "Make a case of these"),
    ):
        told = await second.asks(f"/referrals {words}")
        if label in told.labels:
            answer = await second.clicks(label, told)
            said.append(answer.text if answer else second.form.text)
            if second.has_form:
                await second.closes()
        said.append(f"{words}: {told.text}")
    return said


async def told_by_presses(world: SlackHarness) -> list[str]:
    """Answers to every button, menu and form there is, on R-1: as if somebody had seen its card once."""
    second, referral = world.second, world.referral(1)
    said = []
    await second.asks(f"/flag {OWN} {NOTE}")
    card = world.referrals.last
    acts = [*(do_id(spec.action) for spec in SPECS), *(one.value for one in Control)]
    for act in acts:
        payload = click_payload(world, second, card, "Show URL")
        action = payload["actions"][0]
        action["action_id"] = act
        action["value"] = Press.of(referral, "1").value
        await send(world, interactive(payload))
        await world.settle()
        said.append(f"{act}: {second.told.text} {second.has_form}")
    made = Press.of(world.referral(2))
    values = {
        SEVERAL: ListPage(View.QUEUE, "R-1", made=made).dump(),
        MORE: ListPage(View.QUEUE, "R-1 R-2", made=made).dump(),
        TURN: ListPage(View.QUEUE, "FB-77", made=made).dump(),
        Control.MARK_ALL.value: press_all([referral]),
        Control.HAND_OVER.value: world.lead.id,
        KEEP: f"F0FILE {Press.of(referral).value}",
        MAKE_CASE: "0" * 20,
        UNDO: "0" * 20,
        POST: made.option(asked_again("R-1")),
    }
    for act, value in values.items():
        payload = click_payload(world, second, card, "Show URL")
        payload["actions"][0] |= {"action_id": act, "value": value}
        await send(world, interactive(payload))
        await world.settle()
        said.append(f"{act}: {second.told.text} {second.has_form}")
    await second.clicks("Prepare notice", card)
    payload = submission(world, second, {})
    payload["view"]["private_metadata"] = Meta(
        1, referral.uid, SeenVersion(1, referral.last_event), world.referrals.id
    ).dump()
    refused = (await send(world, interactive(payload))).json()["view"]
    said.append(f"notice: {refused['blocks'][0]['text']['text']}")
    await second.closes()
    await second.clicks("Mark referred", card)
    meta = Meta(1, referral.uid, SeenVersion(1, referral.last_event), world.referrals.id)
    for spec in SPECS:
        payload = submission(world, second, {})
        payload["view"]["callback_id"] = form_id(spec.action)
        payload["view"]["private_metadata"] = meta.dump()
        payload["view"]["id"] = f"V0{form_id(spec.action)}"
        said.append(f"{spec.action}: {(await send(world, interactive(payload))).text}")
        await world.settle()
    # Each world's uids and hashes are random, also those of the page that the form is of.
    return [
        re.sub(
            r"N-[A-Z0-9]{8}|[0-9a-f]{20}|(?<=[\":]1\.)[0-9a-f]{8}",
            "uid",
            plain(one).replace(referral.uid, "uid"),
        )
        for one in said
    ]


def test_the_walk_asks_for_everything_that_can_be_asked() -> None:
    asked = {
        read_words(text.partition(" ")[2], lead=False, is_address="://" in text).ask
        for text in COMMANDS
    }
    assert asked >= {*Ask} - {Ask.STATS, Ask.DIGEST, Ask.ANSWERS, Ask.SUBMISSION}
    assert {*LIST_WORDS} <= {word for text in LISTS for word in text.split()}


async def test_all_ways_of_asking_are_answered_alike(tmp_path: Path) -> None:
    told: dict[str, list[str]] = {}
    for case in CASES:
        async with a_case(tmp_path, case) as world:
            told[case] = await told_by_commands(world)
    first = told["held"]
    assert any(HELD_ANSWER in one for one in first)
    assert any("With a lead" in one for one in first)
    for case, answers in told.items():
        assert answers == first, case
    assert "R-1 ·" not in "".join(first)


async def test_all_presses_and_forms_are_answered_alike(tmp_path: Path) -> None:
    told: dict[str, list[str]] = {}
    for case in CASES:
        async with a_case(tmp_path, case) as world:
            told[case] = await told_by_presses(world)
            assert len(world.bot.database.read(lambda uow: uow.referrals.history(1))) <= 2
    first = told["held"]
    assert sum("There is no R-1 here." in one for one in first) > len(first) // 2, first
    for case, answers in told.items():
        assert answers == first, case


def _before_the_answer(sent: list[str]) -> int:
    """Statements up to the first answer that is kept."""
    return next(at for at, one in enumerate(sent) if "INSERT INTO answers" in one)


async def test_a_flag_takes_as_many_statements_whyever_a_lead_looks_first(tmp_path: Path) -> None:
    """`make bench NAME=three_pages` has the times."""
    statements: dict[str, int] = {}
    for case in CASES:
        async with a_case(tmp_path, case) as world:
            await world.second.asks(f"/flag {GROUP}")
            sent: list[str] = []
            event.listen(
                world.bot.database._engines.write,
                "before_cursor_execute",
                lambda _c, _cursor, sql, *_rest, sent=sent: sent.append(sql),
            )
            await send(world, form_of(world, world.second, "/flag", GROUP))
            await world.settle()
            statements[case] = _before_the_answer(sent)
    assert len(set(statements.values())) == 1, statements
