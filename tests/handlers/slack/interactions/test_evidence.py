"""Evidence in Slack: handed in, refused, listed, sent to one person; never half recorded."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.actions.recording.erase import erase_asked
from bot.domain.evidence import Piece
from bot.domain.lifecycle.referral import State
from bot.sentences import notices, troubles
from bot.sentences.operations import retention
from bot.sentences.recording import evidence as sentences
from handlers.workspace.state.model import File
from handlers.workspace.state.workspace import Workspace
from tests.handlers.slack.conftest import MakeWorld
from tests.harness.with_slack.shown import Shown
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, hold, refer, reject, release

GROUP = "https://www.facebook.com/groups/1234567890/"
PNG = b"\x89PNG" + b"x" * 3000


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
async def world(make_world: MakeWorld, directory: Path) -> SlackHarness:
    return await make_world(evidence={"directory": str(directory), "largest_mb": 1})


def pieces(world: SlackHarness, number: int = 1) -> tuple[Piece, ...]:
    found = world.bot.database.read(lambda uow: uow.evidence.of_referrals([number]))
    return found.get(number, ())


def stored(directory: Path) -> list[str]:
    """The files in the store that are in their place, and what is on the way."""
    mark = {"store"}
    return sorted(
        one.name for one in directory.rglob("*") if one.is_file() and one.name not in mark
    )


def received(world: SlackHarness, user: str = "U0ANALYST") -> list[tuple[str, bytes]]:
    """What came into a person's conversation with the bot."""
    mine = world.workspace.direct_message(user).id
    kept = world.workspace.files.values()
    return [(one.name, one.content or b"") for one in kept if one.channels == [mine]]


async def flag_with(world: SlackHarness, name: str, content: bytes = PNG) -> dict[str, str]:
    await world.analyst.types("/flag")
    file = await world.analyst.uploads(name, content)
    return await world.analyst.fills({"Page": GROUP, "Evidence": file})


async def test_handed_in_with_a_flag_listed_and_sent(world: SlackHarness, directory: Path) -> None:
    assert await flag_with(world, "screen\u202e shot.png") == {}
    assert world.analyst.told.shows("R-1 recorded", sentences.kept(1, "R-1"))
    (piece,) = pieces(world)
    assert (piece.name, piece.size) == ("screen shot.png", len(PNG))
    assert stored(directory) == [piece.stored_as]
    assert (directory / piece.stored_as[:2] / piece.stored_as).read_bytes() == PNG
    card = world.referrals.card("R-1")
    assert card.shows("1 piece of evidence")
    assert piece.name not in card.text
    await world.second.picks("All actions…", card)
    await world.second.clicks("Evidence", world.second.form)
    listing = world.second.form
    assert listing.shows("R-1: 1 piece of evidence", piece.name, "3 KB, by Analyst")
    await world.second.clicks("Send me this file", listing)
    assert received(world, "U0SECOND") == [(piece.name, PNG)]
    assert received(world) == []
    assert world.reads() == [("U0SECOND", "evidence 2", 1)]
    assert world.complaints() == []


async def test_files_come_with_referring_rejecting_and_appealing(
    world: SlackHarness, directory: Path
) -> None:
    await flagged(world, GROUP)
    first = await world.analyst.uploads("a.png", b"one")
    await refer(world, 1, more={"Evidence": first})
    second = await world.analyst.uploads("mail.eml", b"two")
    await reject(world, 1, more={"Evidence": second})
    await world.analyst.clicks("Appeal", await world.analyst.asks("/referrals 1"))
    both = [*await world.analyst.uploads("c.pdf", b"three"), *second]
    assert await world.analyst.fills({"Ground": "Look.", "Evidence": both}) == {}
    assert world.referral(1).state is State.APPEALED
    assert [one.name for one in pieces(world)] == ["a.png", "mail.eml", "c.pdf"]
    assert world.analyst.told.shows(sentences.kept(1, "R-1"), "`mail.eml` is among R-1's evidence")
    assert len(stored(directory)) == 3
    assert any("Evidence kept by Analyst" in line for line in world.referrals.thread("R-1"))
    assert world.referrals.card("R-1").shows("3 pieces of evidence")


async def test_files_come_with_referring_again_and_are_of_the_new_referral(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    await world.analyst.clicks("Refer again", await world.analyst.asks("/referrals 1"))
    assert world.analyst.form.shows(notices.REPEATS)
    file = await world.analyst.uploads("new.png", PNG)
    assert await world.analyst.fills({"Reason": "New evidence", "Evidence": file}) == {}
    assert pieces(world, 1) == ()
    assert [one.name for one in pieces(world, 2)] == ["new.png"]
    assert world.analyst.told.shows("R-2", sentences.kept(1, "R-2"))
    assert world.referrals.card("R-2").shows("1 piece of evidence")


async def test_what_the_bot_posted_goes_where_nothing_may_be_kept(
    world: SlackHarness, directory: Path
) -> None:
    assert await flag_with(world, "a.png") == {}
    await world.analyst.picks("Add note", await world.analyst.asks("/referrals 1"))
    await world.analyst.fills({"Note": "What the page says."})
    assert any("What the page says." in line for line in world.referrals.thread("R-1"))
    await refer(world, 1, category="Sexual abuse of children")
    await world.fast_forward(hours=1)
    lines = world.referrals.thread("R-1")
    assert retention.text_not_kept("R-1", "a step of its history") in lines
    assert any("Marked referred" in line for line in lines)
    assert "What the page says." not in str([one.body for one in world.referrals.messages])
    assert pieces(world) == ()
    assert stored(directory) == []


async def test_a_message_under_the_card_is_kept(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    ts = world.referrals.card("R-1").ts
    file = await world.second.uploads("shot.png", PNG)
    message = await world.second.says("Look", thread=ts, files=file)
    told = await world.analyst.uses(sentences.SHORTCUT, message)
    assert told is not None
    assert told.shows(sentences.kept(1, "R-1"))
    assert pieces(world)[0].given_by == "U0ANALYST"
    bare = await world.second.says("No file", thread=ts)
    alone = await world.second.says("Elsewhere", files=file)
    for on, sentence in ((bare, sentences.NO_FILE_IN_MESSAGE), (alone, sentences.NOT_UNDER_A_CARD)):
        told = await world.analyst.uses(sentences.SHORTCUT, on)
        assert told is not None
        assert told.shows(sentence)
    assert len(pieces(world)) == 1


Change = Callable[[Workspace, File], None]


def gone(workspace: Workspace, file: File) -> None:
    del workspace.files[file.id]


def of(**changes: object) -> Change:
    def change(workspace: Workspace, file: File) -> None:
        for name, value in changes.items():
            setattr(file, name, value)

    return change


def lost(workspace: Workspace, file: File) -> None:
    file.told_size = len(PNG) - 10


def elsewhere(workspace: Workspace, file: File) -> None:
    workspace.base_url = "http://127.0.0.1:1"


BAD: list[tuple[Change, str]] = [
    (of(told_size=2 * 1024**3), sentences.too_large("a.png", 2 * 1024**3, 1)),
    (of(told_size=0), sentences.empty("a.png")),
    (of(told_size=len(PNG) + 1), sentences.broken("a.png")),
    (lost, sentences.broken("a.png")),
    (of(mode="external"), sentences.external("a.png")),
    (of(mode="space"), sentences.NO_FILE),
    (of(mode="tombstone"), sentences.DELETED),
    (of(mode="hidden_by_limit"), sentences.hidden("a.png")),
    (of(team="T0ANOTHER"), sentences.OTHER_WORKSPACE),
    (of(content=None, told_size=5), troubles.FILE_NOT_GIVEN),
    (gone, sentences.DELETED),
    (elsewhere, troubles.FILE_ELSEWHERE),
]


async def test_what_cannot_be_kept_is_said_and_nothing_recorded(
    world: SlackHarness, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.workspace, "base_url", world.workspace.base_url)
    address = world.workspace.base_url
    await world.analyst.types("/flag")
    for change, sentence in BAD:
        world.workspace.base_url = address
        chosen = await world.analyst.uploads("a.png", PNG)
        form = world.analyst.form
        view = world.workspace.modals.stack("U0ANALYST")[-1]
        view.values["files"] = {"files": {"type": "file_input", "files": [{"id": chosen[0]}]}}
        change(world.workspace, world.workspace.files[chosen[0]])
        errors = await world.analyst.fills({"Page": GROUP}, form=form)
        assert errors == {"Evidence": sentence.replace("`", "")}
    assert world.count == 0
    assert stored(directory) == []


async def test_a_type_that_is_not_taken_and_what_is_no_file(world: SlackHarness) -> None:
    await world.analyst.types("/flag")
    chosen = await world.analyst.uploads("a.exe", PNG)
    view = world.workspace.modals.stack("U0ANALYST")[-1]
    for files, sentence in (
        (
            [{"id": chosen[0]}],
            sentences.type_not_taken("a.exe", world.bot.context.config.evidence.types),
        ),
        ([{"id": ["x"]}], sentences.NO_FILE),
        ([{"id": f"F{n}"} for n in range(11)], sentences.too_many(11, 10)),
    ):
        view.values["files"] = {"files": {"type": "file_input", "files": files}}
        errors = await world.analyst.fills({"Page": GROUP}, form=world.analyst.form)
        assert errors == {"Evidence": sentence.replace("`", "")}


async def test_a_store_that_is_gone_is_said(world: SlackHarness, directory: Path) -> None:
    shutil.move(directory, directory.with_name("elsewhere"))
    directory.mkdir()  # noqa: ASYNC240
    assert await flag_with(world, "a.png") == {"Evidence": sentences.STORE_GONE}
    assert world.count == 0
    assert stored(directory) == []


async def test_a_refused_action_leaves_no_file(world: SlackHarness, directory: Path) -> None:
    await world.analyst.types("/flag")
    file = await world.analyst.uploads("a.png", PNG)
    errors = await world.analyst.fills({"Page": "no address", "Evidence": file})
    assert list(errors) == ["Page"]
    assert stored(directory) == []


async def test_nothing_is_kept_of_some_categories(world: SlackHarness, directory: Path) -> None:
    await world.analyst.types("/flag")
    file = await world.analyst.uploads("a.png", PNG)
    answers = {"Page": GROUP, "Category": "Sexual abuse of children", "Evidence": file}
    errors = await world.analyst.fills(answers)
    assert "report.iwf.org.uk" in errors["Evidence"]
    assert world.count == 0
    assert stored(directory) == []


async def test_what_is_held_is_shown_to_leads_alone(world: SlackHarness) -> None:
    assert await flag_with(world, "a.png") == {}
    listed = await _list(world)
    await hold(world, 1)
    ts = world.referrals.card("R-1").ts
    message = await world.second.says(
        "x", thread=ts, files=await world.second.uploads("b.png", b"b")
    )
    for told in (
        await world.analyst.clicks("Send me this file", listed),
        await world.analyst.uses(sentences.SHORTCUT, message),
    ):
        assert told is None or "lead looks at R-1 first" in told.text
    assert received(world) == []
    await world.lead.uses(sentences.SHORTCUT, message)
    assert [one.name for one in pieces(world)] == ["a.png", "b.png"]
    await release(world, 1)
    assert world.referrals.card("R-1").shows("1 piece of evidence")
    assert "b.png" not in (await _list(world)).text


async def _list(world: SlackHarness) -> Shown:
    await world.analyst.picks("All actions…", await world.analyst.asks("/referrals 1"))
    await world.analyst.clicks("Evidence", world.analyst.form)
    return world.analyst.form


async def test_an_erased_referrals_files_are_removed(world: SlackHarness, directory: Path) -> None:
    assert await flag_with(world, "a.png") == {}
    context, database = world.bot.context, world.bot.database
    await refer(world, 1)
    await world.analyst.clicks("Closed", await world.analyst.asks("/referrals 1"))
    await _list(world)
    now = context.clock.now()
    database.write(lambda uow: erase_asked(uow, [1], now, context.config))
    await world.bot.sweeps.retention()
    await world.bot.sweeps.minute()
    await world.settle()
    assert stored(directory) == []
    assert pieces(world) == ()
    assert "evidence" not in world.referrals.card("R-1").text
    assert database.read(lambda uow: uow.audit.verify())[1] == ()


async def test_without_a_directory_no_form_asks_for_files(make_world: MakeWorld) -> None:
    world = await make_world()
    await world.analyst.types("/flag")
    assert "Evidence" not in world.analyst.form.labels
    await world.analyst.closes()
    await flagged(world, GROUP)
    ts = world.referrals.card("R-1").ts
    file = await world.analyst.uploads("a.png", PNG)
    message = await world.analyst.says("x", thread=ts, files=file)
    told = await world.analyst.uses(sentences.SHORTCUT, message)
    assert told is not None
    assert told.shows(sentences.NOT_SET_UP)


async def test_a_flagged_messages_files_are_kept_where_somebody_wants_it(
    world: SlackHarness, directory: Path
) -> None:
    files = [*await world.second.uploads("a.png", PNG), *await world.second.uploads("b.png", b"b")]
    other = "https://www.facebook.com/groups/1234567899/"
    message = await world.second.says(f"{GROUP} {other}", files=files)
    told = await world.analyst.uses("Flag links in message", message)
    assert told is not None
    assert stored(directory) == []  # nothing is taken unasked
    await world.analyst.clicks(sentences.keep_offered(2), told)
    assert world.analyst.told.shows(sentences.kept(2, "R-1"), sentences.kept(2, "R-2"))
    assert [len(pieces(world, n)) for n in (1, 2)] == [2, 2]
    assert len(stored(directory)) == 2  # one upload is one file
