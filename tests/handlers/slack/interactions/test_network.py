"""Numbers that stand on several pages: on cards, in the network, in cases; and nothing of what is hidden."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stdout
from datetime import timedelta
from itertools import product
from pathlib import Path

from bot.actions.figures.pack import pack
from bot.domain.figures.sheet_html import sheet_html
from bot.sentences import notices
from bot.sentences.recording import batches
from handlers.cli.digest import print_digest
from handlers.cli.export import write_export
from handlers.cli.output import show_sheet
from handlers.cli.stats import print_stats
from handlers.messages.figures.pack import sheet
from tests.handlers.slack.commands.test_exports import files
from tests.handlers.slack.interactions.notice_servers import SameProcess
from tests.harness.with_slack.shown import Shown
from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.harness.with_slack.steps import refer, reject

SENDER = {"name": "Unit 5", "email": "desk@police.example"}
NUMBER = "+44 7400 123456"
E164 = "+447400123456"
SECOND_NUMBER = "+44 7400 123457"


def group(n: int) -> str:
    return f"https://www.facebook.com/groups/{1000 + n}"


async def flag(world: SlackHarness, n: int, note: str = NUMBER) -> None:
    assert "recorded" in (await world.analyst.asks(f"/flag {group(n)} {note}")).text


async def test_thirty_pages_with_two_numbers_become_a_case(world: SlackHarness) -> None:
    for first, note in ((1, NUMBER), (16, f"{NUMBER}, or {SECOND_NUMBER}")):
        pages = " ".join(group(n) for n in range(first, first + 15))
        await world.analyst.asks(f"/flag {pages} {note}")
    await refer(world, 1)
    await reject(world, 1)
    await flag(world, 31, f"{NUMBER} {SECOND_NUMBER}")
    assert world.referrals.card("R-31").shows("Same number as R-1, R-2", "25 more (1 rejected)")
    told = await world.analyst.asks("/referrals network R-31")
    assert told.shows("30 referrals share an indicator with R-31", E164, "30 flagged, 1 rejected")
    assert told.shows("Shown here: 10 of 30")
    await world.analyst.clicks("Make a case of these", told)
    assert "Case" in await world.analyst.fills({"Case": "“ ”"})
    assert await world.analyst.fills({"Case": "Blue boats"}) == {}
    assert world.analyst.told.shows("31 referrals in the case “Blue boats”.")
    history = world.bot.database.read(lambda uow: uow.referrals.history(7))
    assert [str(one.action) for one in history] == ["flag", "add to case"]
    listed = await world.analyst.asks("/referrals case blue  BOATS")
    assert listed.shows("case “blue BOATS”", "of 31", "1 of 1")
    assert (await world.analyst.asks("/referrals case Blue boats rejected")).shows("R-1 ")
    figures = await world.analyst.asks("/referrals stats case Blue boats")
    assert figures.shows("case “Blue boats”")
    refused = await world.analyst.clicks("Post in channel", figures)
    assert refused is not None
    assert refused.shows("Figures of a case are for whoever asks")
    again = await world.analyst.clicks("Make a case of these", told)
    assert again is None
    await world.analyst.fills({"Case": "Twice"})
    assert not (await world.analyst.asks("/referrals case Twice")).shows("R-1 ")


async def test_adding_and_striking_out_by_hand(world: SlackHarness) -> None:
    await flag(world, 1, "nothing here")
    await flag(world, 2)
    card = world.referrals.card("R-1")
    await world.analyst.picks("All actions…", card)
    await world.analyst.clicks("Add indicator", world.analyst.form)
    wrong = await world.analyst.fills({"Indicator": "07400 123456"})
    assert "Give it with its country" in wrong["Indicator"]
    assert await world.analyst.fills({"Indicator": "٠٠٤٤٧٤٠٠١٢٣٤٥٦"}) == {}
    assert world.referrals.card("R-1").shows("Same number as R-2")
    assert world.referrals.thread("R-1")[-1] == f"R-1: Indicator added by Analyst: {E164}"
    await world.analyst.picks("All actions…", world.referrals.card("R-1"))
    await world.analyst.clicks("Strike out indicator", world.analyst.form)
    chosen = {"Indicator": f"{E164} (phone number)"}
    assert await world.analyst.fills(chosen) == {}
    assert not world.referrals.card("R-1").shows("Same number")


async def test_a_search_finds_a_number_however_it_is_written_and_is_an_event(
    world: SlackHarness,
) -> None:
    await flag(world, 1, "ring 0044-7400-123456")
    await flag(world, 2, "٠٠٤٤٧٤٠٠١٢٣٤٥٦")
    await flag(world, 3, "+44 7400 123457")
    reads = world.reads()
    told = await world.analyst.asks(f"/referrals search {NUMBER}")
    assert told.shows("R-1 ", "R-2 ")
    assert not told.shows("R-3 ")
    assert world.reads() == [*reads, (world.analyst.id, "search by phone number", None)]
    await world.analyst.asks("/referrals search boats")
    assert len(world.reads()) == len(reads) + 1


async def test_the_network_of_nothing(world: SlackHarness) -> None:
    await flag(world, 1, "no number")
    assert (await world.analyst.asks("/referrals network R-1")).shows("It has no indicators")
    assert (await world.analyst.asks("/referrals network R-9")).shows("R-9")
    assert (await world.analyst.asks("/referrals network boats")).shows("network R-12")


# --- nothing of what is hidden --------------------------------------------------------------------


def _bare(shown: Shown) -> str:
    """All of a message but what tells one database, or one minute, from another."""
    text = json.dumps([shown.text, shown.blocks], ensure_ascii=False, sort_keys=True)
    text = re.sub(r"\b\d\d?:\d\d\b", "", text)
    text = re.sub(r"\bN-[A-Z2-9]{8}\b", "", text)  # a notice's reference, which is drawn
    return re.sub(r'"(value|block_id|action_id|url|ts)": "(?:[^"\\]|\\.)*"', "", text)


async def _outputs(url: str, *, hidden: str) -> list[str]:
    """What an analyst is shown beside a page on hold whose note is `hidden`."""
    async with a_world(url, shipped(notice=SENDER)) as world:
        world.bot.context.drafter = SameProcess()
        await flag(world, 1)
        await flag(world, 2, hidden)
        await flag(world, 3, f"{NUMBER} {SECOND_NUMBER}")
        await world.analyst.picks("All actions…", world.referrals.card("R-2"))
        await world.analyst.clicks("Add to case", world.analyst.form)
        case = "Boats" if NUMBER in hidden else "Elsewhere"
        assert await world.analyst.fills({"Case": case}) == {}
        await refer(world, 2)
        await reject(world, 2)
        await world.lead.picks("All actions…", world.referrals.card("R-2"))
        await world.lead.clicks("Hold", world.lead.form)
        assert await world.lead.fills({"Reason": "inquiry"}) == {}
        for n in (1, 3):
            await world.analyst.picks("All actions…", world.referrals.card(f"R-{n}"))
            await world.analyst.clicks("Add to case", world.analyst.form)
            assert await world.analyst.fills({"Case": "Boats"}) == {}
        await flag(world, 4)
        asked = [
            *("R-1", "R-3", "R-4", "network R-1", "network R-3", "network R-4", "network R-2"),
            *("case Boats", "case Boats rejected", "stats case Boats", "stats", "mine", ""),
            *(f"search {NUMBER}", f"search {E164}", "digest", "overdue", "certain", "R-2"),
            *("stats by month", "help", "submission 4711", "export csv", "export json"),
            *("export json case Boats", "export csv rejected"),
        ]
        told = [_bare(await world.analyst.asks(f"/referrals {words}")) for words in asked]
        told += [
            re.sub(r"T\d\d:\d\d:\d\d[.\d]*", "", (one.content or b"").decode())
            for one in files(world, world.analyst)
        ]
        for n in (1, 4):
            await world.analyst.clicks("Prepare notice", world.referrals.card(f"R-{n}"))
            told.append(_bare(world.analyst.form))
            await world.analyst.closes()
        cases = await world.analyst.asks("/referrals case Boats")
        await world.analyst.clicks(batches.SEVERAL, cases)
        told.append(_bare(world.analyst.form))
        await world.analyst.clicks(notices.SEVERAL, world.analyst.form)
        told.append(_bare(world.analyst.form))
        await world.analyst.closes()
        cards = [_bare(world.referrals.card(f"R-{n}")) for n in (1, 3, 4)]
        home = _bare(await world.analyst.opens_home())
        metrics = (await world.web.get("/metrics")).text
        assert 'referral_bot_referrals{state="rejected"} 1.0' in metrics
        told += [line for line in metrics.splitlines() if "_delivery_total" not in line]
        told += _written(world)
        world.workspace.clock.advance(timedelta(days=8))
        await flag(world, 5, SECOND_NUMBER)
        for words in ("digest", "digest last week", "stats", "R-5", "network R-5", "R-3"):
            told.append(_bare(await world.analyst.asks(f"/referrals {words}")))
        written = _written(world)
        assert "the same number on 2 pages (R-3 and 1 other)" in written[0]
        told += written
        if NUMBER in hidden:
            lead = await world.lead.asks("/referrals R-4")
            assert lead.shows("Only leads see this: same number as R-2 (1 rejected)")
        return [*told, *cards, home]


def _written(world: SlackHarness) -> list[str]:
    """What the command line writes for others: digests, figures, the pack, exports."""
    store, config, out = world.bot.database, world.bot.context.config, io.StringIO()
    tomorrow = world.workspace.clock.now() + timedelta(days=1)
    now = tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
    with redirect_stdout(out):
        for week, as_json in product(("this week", "last week"), (False, True)):
            print_digest(store, config, now, week=week, channel="referrals", as_json=as_json)
        for as_json, as_csv in ((False, False), (True, False), (False, True)):
            print_stats(store, config, now, as_json=as_json, as_csv=as_csv)
        made = store.read(lambda uow: pack(uow, "", now, config))
        page = sheet(made, config)
        show_sheet(page, config.percent_from)
        print(sheet_html(page, config.percent_from), made.data)
        print([row for one in page.tables for row in one.csv_rows(page.source)])
        for as_json in (False, True):
            write_export(
                *(store, config, now, {}),
                as_json=as_json,
                as_csv=not as_json,
                cohort=False,
                output=None,
                progress=lambda pieces: None,
            )
    return [re.sub(r"T\d\d:\d\d:\d\d[.\d]*", "", out.getvalue())]


async def test_a_held_page_changes_no_byte_of_what_others_are_shown(
    sqlite_url: str, migrated_sqlite: bytes, tmp_path: Path
) -> None:
    other = tmp_path / "without.db"
    other.write_bytes(migrated_sqlite)
    with_it = await _outputs(sqlite_url, hidden=f"{NUMBER} {SECOND_NUMBER}")
    without = await _outputs(f"sqlite:///{other}", hidden="nothing at all")
    assert with_it == without
