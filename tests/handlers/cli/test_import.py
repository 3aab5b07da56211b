"""`referral-bot import`: what it says, what it writes, and how it ends."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.domain.errors import BadAnswer
from bot.domain.people import Place
from bot.sentences import importing as sentences
from handlers.cli import cli
from storage.database import open_store
from tests.storage.databases import rows

GOOD = (
    "url;referred;outcome;decided;region\n"
    "https://www.facebook.com/groups/1;14/02/2026;removed;20/02/2026;North\n"
    "https://www.facebook.com/groups/2;03/02/2026;rejected;21/02/2026;South\n"
    "https://www.facebook.com/groups/3;05/02/2026;;;\n"
)
BAD = GOOD + "hxxp://a[.]example/x;05/02/2026;perhaps;;\n;06/02/2026;;;\n"


@pytest.fixture
def url(sqlite_url: str) -> str:
    """An empty database whose bot knows one channel."""
    with open_store(sqlite_url) as store:
        store.write(lambda uow: uow.places.put(Place("C0DESK", "desk")))
    return sqlite_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "records.csv"
    path.write_text(GOOD, "utf-8-sig")
    return path


def run(url: str, *words: str | Path) -> Result:
    """The command, with only its database in the environment."""
    told = ["import", *map(str, words)]
    return CliRunner().invoke(cli, told, env={"DATABASE_URL": url})


def recorded(url: str) -> list[tuple[Any, ...]]:
    return [
        tuple(row) for row in rows(url, "SELECT number, state, channel FROM referrals ORDER BY 1")
    ]


def test_a_dry_run_says_it_all_and_records_nothing(url: str, file: Path) -> None:
    done = run(url, file, "--dry-run")
    assert (done.exit_code, recorded(url)) == (0, [])
    assert done.stdout.splitlines() == [
        "CSV, separated by semicolons, UTF-8: 3 rows, 3 February 2026 to 21 February 2026.",
        "Dates like 03/04/2026 have the day first, as others in the file show.",
        "3 referrals to record in #desk: 1 waiting, 1 closed, 1 rejected.",
        sentences.columns_left_out(["region"]),
    ]


def test_it_is_recorded_and_sealed_and_only_once(url: str, file: Path) -> None:
    done = run(url, file)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "Imported 3 referrals: 1 waiting, 1 closed, 1 rejected."
    there = [(1, "closed", "C0DESK"), (2, "rejected", "C0DESK"), (3, "referred", "C0DESK")]
    assert recorded(url) == there
    assert rows(url, "SELECT count(*) FROM chain")[0][0] == 8
    assert [row[0] for row in rows(url, "SELECT message FROM outbox")] == ["imported"]
    again = run(url, file)
    assert again.exit_code == 0
    assert sentences.already_here(3) in again.stdout
    assert recorded(url) == there


def test_with_faults_nothing_is_recorded_unless_told(url: str, file: Path, tmp_path: Path) -> None:
    file.write_text(BAD)
    done = run(url, file)
    assert (done.exit_code, recorded(url)) == (1, [])
    assert "  Line 5, outcome “perhaps”: Choose: appealed, closed," in done.stdout
    assert f"  Line 6, url: {sentences.CELL_IS_EMPTY}" in done.stdout
    assert "Nothing was recorded." in done.stdout
    assert run(url, file, "--dry-run").exit_code == 1
    left = tmp_path / "left.csv"
    done = run(url, file, "--skip-faulty", "--faults", left)
    assert (done.exit_code, len(recorded(url))) == (0, 3)
    with left.open(encoding="utf-8-sig", newline="") as text:
        refused = list(csv.DictReader(text))
    assert [(one["line"], one["why not"][:8]) for one in refused] == [
        ("5", "outcome:"),
        ("6", "url: Thi"),
    ]
    assert left.stat().st_mode & 0o077 == 0


def test_refused_rows_can_be_mended_and_imported(url: str, file: Path, tmp_path: Path) -> None:
    file.write_text(BAD)
    left = tmp_path / "left.csv"
    run(url, file, "--skip-faulty", "--faults", left)
    mended = left.read_text("utf-8-sig").replace("perhaps", "pending")
    left.write_text(mended, "utf-8")
    done = run(url, left, "--dates", "dmy", "--skip-faulty")
    assert done.exit_code == 0
    assert recorded(url)[-1] == (4, "referred", "C0DESK")
    assert "left out: line" not in done.stdout


def test_as_json_for_a_program(url: str, file: Path) -> None:
    file.write_text(BAD)
    done = run(url, file, "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (told["rows"], told["to_record"], told["recorded"]) == (
        5,
        {"closed": 1, "rejected": 1, "referred": 1},
        {},
    )
    assert [(one["line"], one["column"], one["value"]) for one in told["faults"]] == [
        (5, "outcome", "perhaps"),
        (6, "url", ""),
    ]
    assert told["columns_left_out"] == ["region"]


def test_twenty_faults_are_shown_and_all_are_counted(url: str, file: Path) -> None:
    lines = "".join(f"https://a.example/{n};soon;;;\n" for n in range(50))
    file.write_text(GOOD + lines)
    done = run(url, file)
    assert done.stdout.count("“soon”") == 20
    assert "and 30 more" in done.stdout
    assert len(json.loads(run(url, file, "--json").stdout)["faults"]) == 50


def test_by_whom_where_to_and_what_stands_for_empty_cells(url: str, file: Path) -> None:
    words = ("--by", "U0LEAD", "--channel", "G0OTHER", "--default", "confidence=very certain")
    assert run(url, file, *words).exit_code == 0
    found = rows(url, "SELECT owner, channel, private, confidence_when_referred FROM referrals")
    assert {tuple(row) for row in found} == {("U0LEAD", "G0OTHER", True, "certain")}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--channel", "nowhere"), "“nowhere” .*#desk \\(C0DESK\\)"),
        (("--by", "somebody"), "Slack user id"),
        (("--default", "colour=blue"), "“colour=blue”.*category=vessels"),
        (("--default", "category"), "“category”.*category=vessels"),
        (("--encoding", "klingon"), "“klingon”.*encoding"),
        (("--skip-faulty", "--faults", "/nowhere/at/all.csv"), "written: No such file"),
    ],
)
def test_what_cannot_be_done_is_said(
    url: str, file: Path, words: tuple[str, ...], said: str
) -> None:
    file.write_text(BAD)
    done = run(url, file, *words)
    assert done.exit_code == 1
    with pytest.raises(BadAnswer, match=said):
        raise done.exception  # type: ignore[misc]
    assert recorded(url) == []


def test_which_channel_is_asked_where_there_are_several(url: str, file: Path) -> None:
    with open_store(url) as store:
        store.write(lambda uow: uow.places.put(Place("C0TWO", "two")))
    assert "Which channel do the records belong to?" in str(run(url, file).exception)
    assert run(url, file, "--channel", "#two").exit_code == 0
    assert {row[2] for row in recorded(url)} == {"C0TWO"}


@pytest.mark.parametrize(
    "words", [("--dates", "ymd"), ("--nonsense",), ()], ids=["dates", "option", "no file"]
)
def test_what_is_not_understood(url: str, file: Path, words: tuple[str, ...]) -> None:
    told: list[str | Path] = [file, *words] if words else []
    assert run(url, *told).exit_code == 2


def test_no_file_is_written_over_or_left_half_done(url: str, file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("kept")
    assert "is there already" in str(run(url, file, "--faults", kept).exception)
    assert kept.read_text() == "kept"
    assert run(url, file, "--faults", tmp_path / "none.csv").exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("*.csv*")) == ["kept.csv", "records.csv"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"url,date\nhttps://a.example/1,03/04/2026\n", "Use --dates dmy"),
        (
            "url,date,note\nhttps://a.example/1,2026-03-04,Gr\u00fc\u00dfe\n".encode("cp1252"),
            "--encoding windows-1252",
        ),
    ],
)
def test_what_would_help_is_said(url: str, file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    done = run(url, file)
    assert said in str(done.exception)
    words = ("--dates", "mdy", "--encoding", "windows-1252")
    assert run(url, file, *words).exit_code == 0
    assert len(recorded(url)) == 1
