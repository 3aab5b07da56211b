"""Nothing that was typed acts on a terminal, and no error text of a library is shown."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from handlers.cli import cli
from handlers.cli.logs import formatter, secrets_of
from handlers.wiring.environment import read_environment
from storage.database import open_store
from tests.harness.without_slack.stored_events import flag

ACTING = "\x1b[2J\x9b31m\u202e\u2066\u200b\r\x07"
PAGE = "https://www.facebook.com/groups/1234567890/"


def shown(url: str, *words: str) -> str:
    """What a command writes, on both its streams."""
    ran = CliRunner().invoke(cli, list(words), env={"DATABASE_URL": url})
    assert not any(one in ran.output for one in ACTING if not one.isprintable()), words
    return ran.output


def test_notes_and_names_are_written_out(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        flag(store, note=f"seen{ACTING}\n  9  forged by somebody", flagger=f"U1{ACTING}")
    told = shown(sqlite_url, "audit", "show", "R-1")
    assert "seen\\u001b[2J\\u009b31m\\u202e" in told
    assert len(told.splitlines()) == 1
    events = json.loads(shown(sqlite_url, "audit", "show", "R-1", "--json"))["events"]
    assert ACTING in events[0]["personal"]["note"]
    for words in (
        ("stats",),
        ("stats", "--json"),
        ("audit", "verify"),
        ("purge", "--dry-run"),
        ("audit", "verify", "--expect", f"1:{ACTING}"),
        ("audit", "show", f"R-{ACTING}"),
        ("stats", "--platform", ACTING),
        (f"no{ACTING}such",),
    ):
        shown(sqlite_url, *words)


def test_cells_of_a_file_are_written_out(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / f"rows{ACTING[:4]}.csv"
    heading = f"url,flagged,note,more{ACTING[:6]}"
    file.write_text(f'{heading}\n{PAGE},2026-13-{ACTING[:9]}45,"a{ACTING[:9]}b",x\n')
    for more in ((), ("--json",)):
        told = shown(sqlite_url, "import", str(file), "--channel", "C0123456", "--dry-run", *more)
        assert "\\u001b" in told


def test_a_traceback_is_a_line_without_what_a_library_says(tmp_path: Path) -> None:
    program = f"""
import sys
from handlers import cli
def broken(*a, **k): raise ValueError("{PAGE} xoxb-1-2-secret")
cli.cli.main = broken
cli.cli.__class__.__call__ = broken
cli.main()
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "ValueError" in ran.stderr
    assert "facebook" not in ran.stderr
    assert "xoxb" not in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("where", ["HTTPS_PROXY", "SLACK_API_URL", "DATABASE_URL"])
def test_check_shows_no_password(sqlite_url: str, where: str, tmp_path: Path) -> None:
    addresses = {
        "HTTPS_PROXY": "http://user:pa55word@127.0.0.1:1",
        "SLACK_API_URL": "http://user:pa55word@127.0.0.1:1/api/",
        "DATABASE_URL": "postgresql://bot:pa55word@127.0.0.1:1/referrals",
    }
    variables = {
        "DATABASE_URL": sqlite_url,
        "SLACK_BOT_TOKEN": "xoxb-1-2-abcdefgh",
        "SLACK_API_URL": "https://127.0.0.1:1/api/",
        "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
        where: addresses[where],
    }
    for more in ((), ("--json",)):
        ran = CliRunner().invoke(cli, ["check", *more], env=variables)
        assert ran.exit_code != 0
        assert "pa55word" not in ran.output + str(ran.exception or "")


@pytest.mark.parametrize("as_json", [True, False])
def test_the_log_has_no_secret_no_page_and_no_traceback(as_json: bool) -> None:
    environment = read_environment(
        {
            "SLACK_BOT_TOKEN": "xoxb-a-token-of-another-form",
            "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
            "DATABASE_URL": "postgresql://bot:pa55%20word@db/referrals",
            "REFERRAL_BOT_AUDIT_KEY": "a" * 32,
        }
    )
    form = formatter(secrets_of(environment), as_json=as_json)
    try:
        raise ValueError(f"{PAGE} pa55 word")
    except ValueError:
        record = logging.LogRecord(
            "lib",
            logging.ERROR,
            __file__,
            1,
            "failed for %s with %s, %s and %s\n2026 INFO forged",
            (PAGE, "xoxb-a-token-of-another-form", "0123456789abcdef0123456789abcdef", "a" * 32),
            sys.exc_info(),
        )
    line = form.format(record)
    assert "\n" not in line
    assert "ValueError" in line
    for gone in (
        "facebook",
        "pa55",
        "another-form",
        "0123456789abcdef0123456789abcdef",
        "aaaa",
        "Traceback",
    ):
        assert gone not in line
