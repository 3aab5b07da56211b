"""`referral-bot audit`: heads, anchors and keys, as SECURITY.md says to type them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.config import Config
from bot.domain.lifecycle.audit_keys import AuditKeys
from bot.sentences.operations import audit as sentences
from bot.sentences.operations import health
from handlers.cli import cli
from handlers.clock.anchors import add_anchor
from handlers.wiring.check_audit import what_the_audit_has
from handlers.wiring.databases import begin_audit_key
from handlers.wiring.environment import Environment, SetupError
from storage.database import open_store
from tests.harness.without_slack.stored_events import MONDAY, flag, later, refer
from tests.storage.databases import change, rows

ROOT = Path(__file__).parents[3]
KEY = "k" * 32


def history(url: str) -> None:
    """Three sealed events."""
    with open_store(url) as store:
        flag(store)
        refer(store, 1)
        store.write(lambda work: work.access_log.record("U1", "url", 1, MONDAY))
        store.write(lambda work: work.audit.seal(100))


def cut(url: str) -> None:
    """The last event and its link go, and everything that would tell of them."""
    change(
        url,
        "DELETE FROM chain WHERE sequence = 3",
        "DELETE FROM events WHERE referral = 0",
        "DELETE FROM personal_values WHERE referral = 0",
    )


def run(url: str, *words: str, **environment: str) -> Result:
    """The command, typed."""
    variables = {"DATABASE_URL": url, "REFERRAL_BOT_AUDIT_KEY": "", **environment}
    return CliRunner().invoke(cli, ["audit", *words], env=variables)


def said(url: str, *words: str) -> Any:
    """What `audit verify --json` says."""
    return json.loads(run(url, "verify", "--json", *words).stdout)


def test_the_head_is_told_and_found_again_until_the_tail_is_cut(sqlite_url: str) -> None:
    history(sqlite_url)
    head = said(sqlite_url)["head"]
    assert head["sequence"] == 3
    anchors = (f"3:{head['hash']}", f"~100:{head['hash']}")
    for anchor in anchors:
        assert run(sqlite_url, "verify", "--expect", anchor).exit_code == 0
    cut(sqlite_url)
    assert run(sqlite_url, "verify").exit_code == 0
    for anchor in anchors:
        found = run(sqlite_url, "verify", "--expect", anchor)
        assert found.exit_code == 1
        assert anchor in found.stdout
    (fault,) = said(sqlite_url, "--expect", anchors[0])["faults"]
    assert "cut off" in fault["fault"]


def test_what_is_no_anchor_is_named(sqlite_url: str, tmp_path: Path) -> None:
    history(sqlite_url)
    for words in (
        ("--expect", "}"),
        ("--anchors", str(tmp_path / "missing")),
        ("--anchors", str(tmp_path)),
    ):
        found = run(sqlite_url, "verify", *words)
        assert found.exit_code != 0
        assert not isinstance(found.exception, OSError | ValueError)


def test_the_lines_of_the_document_work_as_they_are_written(
    sqlite_url: str, tmp_path: Path
) -> None:
    history(sqlite_url)
    document = (ROOT / "SECURITY.md").read_text("utf-8")
    (lines,) = re.findall(r"```\n(referral-bot audit head .*?)```", document, re.DOTALL)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    variables = {**os.environ, "DATABASE_URL": sqlite_url, "PATH": path, "PYTHONPATH": str(ROOT)}

    def typed() -> subprocess.CompletedProcess[str]:
        command = ["bash", "-e", "-c", lines]
        return subprocess.run(
            command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
        )

    first = typed()
    assert first.returncode == 0, first.stderr + first.stdout
    assert "1 anchor compared" in first.stdout
    cut(sqlite_url)
    again = typed()
    assert again.returncode == 1
    assert "its end was cut off" in again.stdout


def test_commands_that_write_refuse_without_the_key(sqlite_url: str) -> None:
    history(sqlite_url)
    with open_store(sqlite_url, audit_keys=AuditKeys(KEY)) as store:
        store.write(lambda work: work.audit.begin_key(later(1)))
    refused = run(sqlite_url, "show", "R-1")
    assert refused.exit_code != 0
    assert "REFERRAL_BOT_AUDIT_KEY isn't set" in str(refused.exception)
    other = run(sqlite_url, "show", "R-1", REFERRAL_BOT_AUDIT_KEY="x" * 32)
    assert "REFERRAL_BOT_AUDIT_OLD_KEYS" in str(other.exception)
    assert run(sqlite_url, "show", "R-1", REFERRAL_BOT_AUDIT_KEY=f" {KEY}\n").exit_code == 0
    unchecked = run(sqlite_url, "verify")
    assert unchecked.exit_code == 0
    assert "which weren't checked" in unchecked.output
    short = run(sqlite_url, "verify", REFERRAL_BOT_AUDIT_KEY="short")
    assert "5 characters; 32 or more" in str(short.exception)


def test_a_bot_begins_a_key_once_and_replaces_it_only_with_both(sqlite_url: str) -> None:
    history(sqlite_url)
    new = "n" * 32
    for keys, refused in (
        (AuditKeys(), ""),
        (AuditKeys(KEY), ""),
        (AuditKeys(KEY), ""),
        (AuditKeys(), "REFERRAL_BOT_AUDIT_KEY isn't set"),
        (AuditKeys(new), "HMACs of another key"),
        (AuditKeys(new, [KEY]), ""),
        (AuditKeys(new), ""),
        (AuditKeys(KEY), "HMACs of another key"),
    ):
        with open_store(sqlite_url, audit_keys=keys) as store:
            if refused:
                with pytest.raises(SetupError, match=refused):
                    begin_audit_key(store)
            else:
                begin_audit_key(store)
            assert store.read(lambda work: work.audit.verify())[1] == () or refused
    began = rows(sqlite_url, "SELECT count(*) AS n FROM events WHERE action = 'audit key'")
    assert began[0].n == 2


def test_a_key_that_was_lost_is_given_up_in_so_many_words(sqlite_url: str) -> None:
    """The bot goes on with a new one; verify says for ever after what it cannot check."""
    history(sqlite_url)
    new = {"REFERRAL_BOT_AUDIT_KEY": "n" * 32}
    with open_store(sqlite_url, audit_keys=AuditKeys(KEY)) as store:
        begin_audit_key(store)
        flag(store, key="facebook:group:2")
        store.write(lambda work: work.audit.seal(100))
    assert "audit key-lost" in str(run(sqlite_url, "show", "R-1", **new).exception)
    for environment, why in (
        ({"REFERRAL_BOT_AUDIT_KEY": ""}, sentences.NO_NEW_KEY),
        ({"REFERRAL_BOT_AUDIT_KEY": KEY}, sentences.KEY_FITS),
        ({**new, "REFERRAL_BOT_AUDIT_OLD_KEYS": KEY}, sentences.KEY_KNOWN),
    ):
        assert str(run(sqlite_url, "key-lost", "--yes", **environment).exception) == why
    assert run(sqlite_url, "key-lost", **new).exit_code == 1  # nobody says yes
    done = run(sqlite_url, "key-lost", "--yes", **new)
    assert done.output.startswith("After link 5 the history goes on with")
    with open_store(sqlite_url, audit_keys=AuditKeys("n" * 32)) as store:
        begin_audit_key(store)
        flag(store, key="facebook:group:3")
        store.write(lambda work: work.audit.seal(100))
    told = run(sqlite_url, "verify", **new)
    assert (told.exit_code, "weren't checked" in told.output) == (0, False)
    assert "given up as lost: the HMACs of links 4 to 5 can't be checked" in told.output
    # Who says so without having lost it, is found by who has the key.
    found = run(sqlite_url, "verify", "--json", **new, REFERRAL_BOT_AUDIT_OLD_KEYS=KEY)
    (fault,) = json.loads(found.stdout)["faults"]
    assert fault["fault"] == sentences.NOT_VOUCHED
    assert "another key" in run(sqlite_url, "verify", REFERRAL_BOT_AUDIT_KEY=KEY).output


def checked(url: str, file: Path, key: str = "", day: date = date(2026, 11, 16)) -> dict[str, Any]:
    """What `check` says, by what it speaks of."""
    config = Config.model_validate({"audit": {"anchor_file": str(file)}})
    environment = Environment(database_url=url, audit_keys=AuditKeys(key))
    lines = what_the_audit_has(environment, config, day)
    return {subject: (well, says, note) for subject, well, says, note in lines}


def test_check_looks_at_the_file_of_anchors(sqlite_url: str, tmp_path: Path) -> None:
    history(sqlite_url)
    file, at = tmp_path / "anchors", datetime(2026, 11, 16, 9, tzinfo=UTC)
    name = health.ANCHOR_FILE
    assert checked(sqlite_url, file)[name] == (True, sentences.no_anchor_yet(str(file)), False)
    well, says, _ = checked(sqlite_url, tmp_path / "missing" / "anchors")[name]
    assert (well, "No such file" in says) == (False, True)
    assert not checked(sqlite_url, tmp_path)[name][0]  # a folder
    with open_store(sqlite_url) as store:
        head = store.read(lambda work: work.audit.head())
    assert head
    add_anchor(file, head, at, at.date())
    assert "its last anchor (3:" in checked(sqlite_url, file)[name][1]
    _, says, note = checked(sqlite_url, file, day=date(2026, 11, 20))[name]
    assert (says, note) == (sentences.anchor_old(str(file), "16 November 2026"), True)
    cut(sqlite_url)
    well, says, _ = checked(sqlite_url, file)[name]
    assert (well, "its end was cut off" in says) == (False, True)
    for content in (b"2026-11-16 nonsense\n", b"\xff\xfe"):
        file.write_bytes(content)
        assert not checked(sqlite_url, file)[name][0]


def test_check_says_whether_the_key_is_the_one_of_the_history(
    sqlite_url: str, tmp_path: Path
) -> None:
    assert health.AUDIT_KEY not in checked(sqlite_url, tmp_path / "anchors")
    with open_store(sqlite_url, audit_keys=AuditKeys(KEY)) as store:
        begin_audit_key(store)
    for key, well in ((KEY, True), ("", False), ("n" * 32, False)):
        assert checked(sqlite_url, tmp_path / "anchors", key)[health.AUDIT_KEY][0] is well
