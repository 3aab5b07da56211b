"""`referral-bot evidence verify`, what `check` says, what `purge` and `export` do: on one store of files."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.actions.recording.evidence import keep_files
from bot.config.reading import config_of
from bot.domain.evidence import Arrived
from bot.domain.lifecycle.referral import Action
from bot.sentences.recording import evidence as sentences
from handlers.cli import cli
from handlers.wiring.environment import Environment
from handlers.wiring.evidence.checking import what_is_kept
from handlers.wiring.evidence.opening import open_evidence
from handlers.wiring.evidence.tending import tend_now
from storage.database import open_store
from storage.evidence.directory import EvidenceDirectory
from tests.harness.without_slack.action_harness import ActionHarness, page
from tests.harness.without_slack.examples import ANALYST
from tests.storage.databases import change

KEY = "nobody can guess how a file is called"
ERASURE = "nobody can guess this one either"


@dataclass
class Desk:
    """A database with two referrals that have files, and the command line on it."""

    url: str
    directory: Path
    config: Path
    files: EvidenceDirectory
    kept: list[Arrived]

    def run(self, *words: str) -> Result:
        env = {
            "DATABASE_URL": self.url,
            "REFERRAL_BOT_CONFIG": str(self.config),
            "REFERRAL_BOT_EVIDENCE_KEY": KEY,
            "REFERRAL_BOT_ERASURE_KEY": ERASURE,
        }
        return CliRunner().invoke(cli, list(words), env=env)

    def path(self, n: int) -> Path:
        name = self.kept[n].stored_as
        return self.directory / name[:2] / name

    @property
    def environment(self) -> Environment:
        return Environment(database_url=self.url, evidence_key=KEY)


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Desk:
    directory, file = tmp_path / "evidence", tmp_path / "config.yaml"
    file.write_text(f"evidence: {{directory: {directory}}}\n", encoding="utf-8")
    with open_store(sqlite_url) as store:
        harness = ActionHarness(store)
        config = config_of({"evidence": {"directory": str(directory)}})
        environment = Environment(evidence_key=KEY)
        files = open_evidence(environment, config, store, make=True)
        assert files is not None
        kept: list[Arrived] = []
        for number, name in ((1, "a.png"), (1, "b.pdf"), (2, "c.txt")):
            if len(kept) != 1:
                harness.flags_one(page(number))
            arriving = files.begin()
            arriving.write(name.encode())
            kept.append(arriving.keep(name))

            def keep(uow, number=number):  # type: ignore[no-untyped-def]
                referral = uow.referrals.get(number, for_change=True)
                keep_files(uow, referral, kept[-1:], harness.actor(ANALYST), config)

            store.write(keep)
            files.settle(kept[-1].stored_as)
        harness.does(Action.REFER, 1)
        harness.to(1, Action.CLOSE)
    return Desk(sqlite_url, directory, file, files, kept)


def test_all_is_as_it_was_handed_in(desk: Desk) -> None:
    done = desk.run("evidence", "verify")
    assert (done.exit_code, done.stdout) == (0, f"{sentences.verified(3, 3, 0)}\n")
    assert desk.run("audit", "verify").exit_code == 0


def test_what_is_missing_changed_or_extra_is_named(desk: Desk) -> None:
    desk.path(0).unlink()
    desk.path(1).write_bytes(b"another")
    (desk.directory / "ab").mkdir(exist_ok=True)
    (desk.directory / "ab" / ("ab" * 32)).write_bytes(b"whose?")
    done = desk.run("evidence", "verify")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        sentences.file_fault("missing", 1, 2, desk.kept[0].stored_as),
        sentences.file_fault("changed", 1, 3, desk.kept[1].stored_as),
        sentences.file_fault("extra", 0, 0, "ab" * 32),
        sentences.verified(3, 3, 3),
    ]
    told = json.loads(desk.run("evidence", "verify", "--json").stdout)
    assert [one["fault"] for one in told["faults"]] == ["missing", "changed", "extra"]
    assert told["faults"][0]["referral"] == "R-1"


def test_a_row_that_was_edited_is_named(desk: Desk) -> None:
    desk.path(0).write_bytes(b"another")
    forged = "UPDATE evidence SET sha256 = :hash, size = 7 WHERE referral = 1 AND seq = 2"
    change(desk.url, forged, hash=desk.files.sha256(desk.kept[0].stored_as))
    done = desk.run("evidence", "verify")
    assert done.exit_code == 1
    assert sentences.file_fault("not as recorded", 1, 2, desk.kept[0].stored_as) in done.stdout
    change(desk.url, "DELETE FROM evidence WHERE referral = 2")
    audited = desk.run("audit", "verify")
    assert audited.exit_code == 1
    assert "evidence differs" in audited.output


def test_where_nothing_is_kept(sqlite_url: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["evidence", "verify"], env={"DATABASE_URL": sqlite_url})
    assert (done.exit_code, str(done.exception)) == (1, sentences.NOT_SET_UP_HERE)


def test_purge_removes_the_files(desk: Desk) -> None:
    done = desk.run("purge", "--yes", "--referral", "R-1")
    assert done.exit_code == 0, done.output
    assert [desk.path(n).exists() for n in range(3)] == [False, False, True]
    assert desk.run("evidence", "verify").stdout == f"{sentences.verified(1, 1, 0)}\n"
    assert desk.run("audit", "verify").exit_code == 0


def test_an_export_has_the_manifest(desk: Desk) -> None:
    done = desk.run("export")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"))))
    first = rows[0]
    assert first["evidence"] == "2"
    a, b = desk.kept[:2]
    assert first["evidence_files"] == (
        f"a.png, 5 bytes, sha256 {a.sha256}; b.pdf, 5 bytes, sha256 {b.sha256}"
    )


def test_what_a_crash_left_is_put_in_its_place_or_removed(desk: Desk) -> None:
    desk.path(0).rename(desk.directory / "arriving" / desk.kept[0].stored_as)
    nobodys = desk.files.begin()
    nobodys.write(b"x")
    left = desk.directory / "arriving" / nobodys.keep("x.png").stored_as
    os.utime(left, (0, 0))
    assert desk.run("evidence", "verify").exit_code == 0
    with open_store(desk.url) as store:
        assert tend_now(store, desk.files, datetime.now(UTC)) == 1
    assert desk.path(0).exists()
    assert not left.exists()


def test_check_says_which_machines_share_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    config = config_of({"evidence": {"directory": str(desk.directory)}})
    for machine, says in (("desk-1", "no other machine"), ("desk-2", "so did desk-1")):
        monkeypatch.setattr("socket.gethostname", lambda machine=machine: machine)
        ((_, fine, said),) = what_is_kept(desk.environment, config)
        assert fine
        assert says in said
    (desk.directory / "store").unlink()
    ((_, fine, said),) = what_is_kept(desk.environment, config)
    assert not fine
    assert "is it mounted?" in said
    ((_, fine, said),) = what_is_kept(Environment(database_url=desk.url), config)
    assert not fine
    assert "REFERRAL_BOT_EVIDENCE_KEY isn't set" in said
