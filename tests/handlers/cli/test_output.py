"""Nothing that was typed acts on a terminal, and no error text of a library is shown."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.config import Config
from bot.config.variables import secrets
from bot.sentences.operations.command_line import NOT_THE_SCREEN
from handlers.cli import cli
from handlers.cli.logs import formatter
from handlers.cli.output import NewFile
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


SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-a-token-of-another-form",
    "SLACK_APP_TOKEN": "xapp-a-token-of-another-form",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "DATABASE_URL": "postgresql://bot:pa55%20word@db/referrals?password=asked4it",
    "HTTPS_PROXY": "user:proxypa55@proxy:3128",
    "REFERRAL_BOT_CHECK_PROXY": "socks5h://user:checkpa55@proxy:1080",
    "PGPASSWORD": "libpqpa55",
    "REFERRAL_BOT_AUDIT_KEY": "audit-key-" + "a" * 32,
    "REFERRAL_BOT_AUDIT_OLD_KEYS": "older-one-" + "b" * 32 + " older-two-" + "c" * 32,
    "REFERRAL_BOT_ERASURE_KEY": "erasure-key-" + "d" * 32,
    "REFERRAL_BOT_EVIDENCE_KEY": "evidence-key-" + "e" * 32,
    "DESK_MAIL": "correct horse battery",
    "FACEBOOK_HMAC": "signed with this",
}
AS_WRITTEN = (
    *(value for name, value in SECRETS.items() if not name.endswith(("PROXY", "URL", "KEYS"))),
    *("pa55 word", "pa55%20word", "asked4it", "proxypa55", "checkpa55"),
    *SECRETS["REFERRAL_BOT_AUDIT_OLD_KEYS"].split(),
)
NAMED = Config(
    notice={
        "smtp": {
            "host": "mail.example.org",
            "user": "desk",
            "password": "DESK_MAIL",
            "sender": "desk@example.org",
        }
    },
    platforms={
        "facebook": {
            "notice": {"webhook": {"url": "https://example.org/in", "secret": "FACEBOOK_HMAC"}}
        }
    },
)


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("secret", AS_WRITTEN)
def test_the_log_has_no_secret_no_page_and_no_traceback(as_json: bool, secret: str) -> None:
    form = formatter(secrets(SECRETS, NAMED), as_json=as_json)
    try:
        raise ValueError(f"{PAGE} {secret}")
    except ValueError:
        record = logging.LogRecord(
            "lib",
            logging.ERROR,
            __file__,
            1,
            "failed for %s with “%s” of %s\n2026 INFO forged",
            (PAGE, secret, "user@proxy:3128"),
            sys.exc_info(),
        )
    line = form.format(record)
    assert "\n" not in line
    assert "ValueError" in line
    assert "proxy:3128" in line
    assert "“‹…›”" in line
    for gone in ("facebook", secret, "Traceback"):
        assert gone not in line


@pytest.mark.parametrize("group", ["", "audit", "demo-data", "evidence", "report"])
def test_help_cuts_no_sentence_short(group: str) -> None:
    told = CliRunner().invoke(cli, [*group.split(), "--help"]).output
    _, commands = told.split("Commands:")
    assert "..." not in commands


FILES_THAT_ARE_WRITTEN = {
    "stats": "stats --json --output",
    "export": "export --json --output",
    "report dsa": "report dsa --year 2026 --json --output",
    "report period": "report period --html",
    "import": "import rows.csv --channel C0123456 --faults",
    "backup": "backup",
}


@pytest.mark.parametrize("command", FILES_THAT_ARE_WRITTEN)
def test_a_dash_is_standard_output_or_refused_and_never_a_file(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    with open_store(sqlite_url) as store:
        flag(store)
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text(f"url,flagged\n{PAGE},2026-13-45\n")
    words = [*FILES_THAT_ARE_WRITTEN[command].split(), "-"]
    ran = CliRunner().invoke(cli, words, env={"DATABASE_URL": sqlite_url})
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("-")] == []
    if "--output" in words:
        assert json.loads(ran.stdout)
    else:
        assert ran.exit_code == 2
        assert NOT_THE_SCREEN in " ".join(ran.output.split())


def test_every_file_that_a_command_writes_knows_the_dash() -> None:
    def files(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Parameter]]:
        if isinstance(command, click.Group):
            for one in command.list_commands(click.Context(command)):
                found = command.get_command(click.Context(command), one)
                assert found is not None
                yield from files(found, f"{name} {one}".strip())
        yield from ((name, one) for one in command.params if isinstance(one.type, click.Path))

    read = {"import file", "restore file", "audit verify anchors"}
    found = list(files(cli))
    assert {name for name, one in found if isinstance(one.type, NewFile)} == set(
        FILES_THAT_ARE_WRITTEN
    )
    assert {
        f"{name} {one.name}" for name, one in found if not isinstance(one.type, NewFile)
    } == read
