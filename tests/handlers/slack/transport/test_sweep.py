"""Nothing that the bot says has a raw address in it, pings, or unfurls: all that it ever sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from handlers.slack.context.payloads import Meta
from tests.harness.with_slack.logged import Log, logged_at_debug
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import close, flagged, hold, refer, reject, release

GROUP = "https://www.facebook.com/groups/1234567890/"
EVIL = "https://evil-boats.example.com/offer?id=7&x=<b>"
NOTE = "<!channel> see https://other-evil.example.com/a and *b* `c` <@U0LEAD>"
LIVE = re.compile(r"https?://[\w\[]", re.IGNORECASE)
MENTION = re.compile(r"<[!@#]")


async def a_busy_week(world: SlackHarness) -> None:
    """Most of what people can do, with texts that would do harm if they were sent as typed."""
    await world.analyst.types("/flag")
    answers = {"Page": f"{GROUP} {EVIL}", "Note": NOTE}
    assert await world.analyst.fills(answers) == {}
    await flagged(world, *[f"https://site{number}.com/x" for number in range(7)])
    await world.second.asks(f"/flag {EVIL} {GROUP} ftp://a.com/x")
    await refer(world, 1, more={"Clause": NOTE})
    await world.analyst.clicks("Rejected", world.referrals.card("R-1"))
    await world.analyst.fills(
        {"Reason": "Other", "The platform's words": NOTE, "Decision reference": NOTE}
    )
    await world.analyst.clicks("Appeal", world.referrals.card("R-1"))
    await world.analyst.fills({"Ground": NOTE})
    await refer(world, 2)
    await world.second.clicks("Restricted", world.referrals.card("R-2"))
    await world.second.fills({"Restriction": NOTE})
    await refer(world, 3)
    await reject(world, 3)
    await refer(world, 4)
    await close(world, 4)
    await hold(world, 5, NOTE)
    await world.second.asks("/flag https://site2.com/x")
    await release(world, 5)
    await world.second.picks("Add note", world.referrals.card("R-1"))
    await world.second.fills({"Note": NOTE})
    for words in ("", "mine", "overdue", "certain", "search evil", "R-1", EVIL, "stats", "digest"):
        await world.analyst.asks(f"/referrals {words}")
    for words in (
        "network R-1",
        f"case {NOTE}",
        "by second analyst",
        "owner Ana Nobody",
        "R-1 R-2",
    ):
        await world.analyst.types(f"/referrals {words}")
    await world.analyst.asks(f"/referrals search {NOTE}")
    await world.analyst.asks(f"/referrals {NOTE}")
    await world.analyst.picks("History", world.referrals.card("R-1"))
    await world.analyst.picks("All actions…", world.referrals.card("R-1"))
    await world.analyst.opens_home()
    ts = await world.second.says(f"look {EVIL}")
    await world.second.uses("Flag links in message", ts)
    await world.fast_forward(weeks=5)


def texts(part: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text that was sent, with where it stood."""
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, list):
        for index, one in enumerate(part):
            yield from texts(one, f"{path}/{index}")
    elif isinstance(part, dict):
        for name, value in part.items():
            if name not in ("response_url", "private_metadata", "state"):
                yield from texts(value, f"{path}/{name}")


def sent(world: SlackHarness) -> Iterator[tuple[str, Any]]:
    """What the bot sent to Slack, and what it answered to Slack's requests."""
    for entry in world.workspace.wire.after(0):
        body = entry.request if entry.direction == "to_slack" else entry.response
        if entry.name not in ("auth.test", "users.info", "users.list", "conversations.info"):
            yield entry.name, body


async def test_everything_that_was_said_and_logged_in_a_busy_week(world: SlackHarness) -> None:
    with logged_at_debug() as log:
        await a_busy_week(world)
    the_log_names_nobody_and_no_page(world, log)
    nothing_is_sent_as_it_was_typed(world)
    every_message_has_text_and_unfurls_nothing(world)
    whatever_carries_a_number_says_which_referral_it_is(world)


def the_log_names_nobody_and_no_page(world: SlackHarness, log: Log) -> None:
    requests = [one for one in log.events() if one["event"] == "request"]
    assert len(requests) > 30
    assert {one["kind"] for one in requests} >= {"command", "click", "form", "shortcut"}
    assert all(re.fullmatch("[0-9a-f]{8}", one["request"]) for one in requests)
    people = {person.real_name for person in world.workspace.users.values()}
    typed = {NOTE, EVIL, GROUP, "site2.com", world.workspace.bot_token, world.workspace.app_token}
    assert log.found(people | typed) == []


def nothing_is_sent_as_it_was_typed(world: SlackHarness) -> None:
    seen = 0
    for name, body in sent(world):
        for path, text in texts(body):
            seen += 1
            # What a person searched for goes back in the button that narrows it, to that person alone.
            if path.endswith("/value") and text.startswith('["search"'):
                continue
            assert not LIVE.search(text), f"{name}{path}: {text}"
            if not path.endswith("initial_value"):
                assert not MENTION.search(text), f"{name}{path}: {text}"
    assert seen > 1000
    assert world.complaints() == []


def every_message_has_text_and_unfurls_nothing(world: SlackHarness) -> None:
    messages = [
        (name, body)
        for name, body in sent(world)
        if isinstance(body, dict)
        and (name.startswith(("chat.", "response_url")) or "response_type" in body)
    ]
    assert len(messages) > 50
    for name, body in messages:
        assert body["text"].strip(), name
        if name != "chat.update":
            assert (body["unfurl_links"], body["unfurl_media"]) == (False, False), name


async def test_the_raw_address_goes_to_one_person_inside_a_box(world: SlackHarness) -> None:
    await flagged(world, EVIL)
    before = len(world.workspace.wire.after(0))
    await world.second.clicks("Show URL", world.referrals.card("R-1"))
    raw = [
        (entry.name, path)
        for entry in world.workspace.wire.after(before)
        if entry.direction == "to_slack"
        for path, text in texts(entry.request)
        if LIVE.search(text)
    ]
    assert [name for name, _ in raw] == ["response_url"]
    assert raw[0][1].endswith("/blocks/1/elements/0/elements/0/text")
    assert world.complaints() == []


WITHOUT_A_REFERRAL = {"do:own_hours", "do:hand_over", "do:back", "list:filter"}
"""Of `do:`, `list:`, `stats:`, `digest:`, `outbox:` and `select:several`: what acts on nothing here by itself."""
OURS = ("do:", "list:", "stats:", "digest:", "outbox:", "select:several")
_PRESS = re.compile(r"(\d+):([0-9a-f]{20}):(?:0|\d+\.[0-9a-f]{8})(?=$|,)")


def pressed(part: Any) -> Iterator[tuple[str, str]]:
    """Every action id with what its button, or each item of its menu, carries."""
    if isinstance(part, list):
        for one in part:
            yield from pressed(one)
    elif isinstance(part, dict):
        if "action_id" in part and part.get("type") in ("button", "overflow", "static_select"):
            carried = [part, *part.get("options", [])]
            yield from [(part["action_id"], one["value"]) for one in carried if "value" in one]
        for one in part.values():
            yield from pressed(one)


def whatever_carries_a_number_says_which_referral_it_is(world: SlackHarness) -> None:
    uids = {world.referral(number).uid: number for number in range(1, world.count + 1)}
    assert "" not in uids
    carried = {one for said in world.said() for one in pressed(said)}
    assert {action for action, _ in carried} > {"do:close", "do:more", "do:snooze", "do:open"}
    for action, value in carried:
        found = _PRESS.findall(value)
        if action.startswith(OURS) and action not in WITHOUT_A_REFERRAL:
            assert found, (action, value)
        elif not found:
            assert not re.search(r"(?<![\d.])\d+:\d+$|R-\d", value), (action, value)
        for number, uid in found:
            assert int(number) == 0 or uids[uid] == int(number), (action, value)
    forms = [Meta.load(one["private_metadata"]) for said in world.said() for one in views_in(said)]
    assert {meta.number for meta in forms} > {0, 1}
    assert all(uids.get(meta.uid, 0) == meta.number for meta in forms)


def views_in(part: Any) -> Iterator[dict[str, Any]]:
    """Every form that was opened or changed."""
    if isinstance(part, list):
        for one in part:
            yield from views_in(one)
    elif isinstance(part, dict):
        if part.get("private_metadata"):
            yield part
        for one in part.values():
            yield from views_in(one)
