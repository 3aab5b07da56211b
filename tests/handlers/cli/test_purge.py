"""`referral-bot purge`: what is due goes and is counted, single ones are asked about first."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.domain.lifecycle.referral import Action
from bot.sentences.operations import command_line
from handlers.cli import cli, main
from handlers.wiring.check_retention import what_is_erased
from handlers.wiring.environment import Environment, SetupError, check_erasure_key, load_config
from handlers.wiring.run import run_bot
from storage.database import open_store
from tests.harness.without_slack.stored_events import act, flag, refer, reject
from tests.storage.databases import dump

KEY = "k" * 32
NOW = datetime.now(UTC)
KEY_MISSING = "REFERRAL_BOT_ERASURE_KEY isn't set, and nothing can be erased without it"


@pytest.fixture
def url(sqlite_url: str) -> str:
    """R-1 and R-2 finished two years ago, R-3 a month ago, R-4 rejected then, R-5 waits."""
    ago = {1: 700, 2: 800, 3: 30, 4: 40, 5: 900}
    with open_store(sqlite_url) as store:
        for number, days in ago.items():
            at = NOW - timedelta(days=days)
            flag(store, at=at)
            refer(store, number, at=at)
            if number in (1, 2, 3):
                act(store, number, Action.CLOSE, at=at)
            elif number == 4:
                reject(store, number, at=at)
    return sqlite_url


@pytest.fixture
def configs(tmp_path: Path) -> dict[str, str]:
    """Config files: retention after a year, and off."""
    paths = {}
    for name, text in (("year", "retention: {erase_after: 1 year}"), ("off", "team: Desk")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, "utf-8")
        paths[name] = str(path)
    return paths


def run(url: str, config: str, *words: str, key: str = KEY) -> Result:
    env = {"DATABASE_URL": url, "REFERRAL_BOT_ERASURE_KEY": key}
    return CliRunner().invoke(cli, ["--config", config, "purge", *words], env=env)


def erased(url: str) -> list[int]:
    with open_store(url) as store:
        found = store.read(lambda unit: unit.referrals.many(range(1, 6)))
    return [number for number, one in sorted(found.items()) if one.erased]


def test_what_is_due_is_said_and_then_erased(url: str, configs: dict[str, str]) -> None:
    dry = run(url, configs["year"], "--dry-run", key="")
    assert dry.exit_code == 0, dry.output
    assert dry.stdout.startswith("2 referrals would be erased: 2 closed. Referrals finished")
    assert "2 finished and not due yet; 0 erased in all." in dry.stdout
    assert erased(url) == []
    done = run(url, configs["year"])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("2 referrals erased: 2 closed. Referrals finished before")
    assert "2 finished and not due yet; 2 erased in all. Their figures stay." in done.stdout
    assert erased(url) == [1, 2]
    assert "facebook:group:2" not in dump(url)
    again = run(url, configs["year"])
    assert again.stdout.startswith("0 referrals erased. ")


def test_as_json(url: str, configs: dict[str, str]) -> None:
    told = json.loads(run(url, configs["year"], "--dry-run", "--json").stdout)
    assert told["erased"] == {"closed": 2}
    assert told["oldest"] == (NOW - timedelta(days=800)).isoformat()
    assert told["finished_and_not_erased"] == {"closed": 3, "rejected": 1}
    assert told["dry_run"] is True
    assert erased(url) == []
    told = json.loads(run(url, configs["year"], "--json").stdout)
    assert (told["erased"], told["erased_in_all"]) == ({"closed": 2}, 2)
    assert json.loads(run(url, configs["off"], "--json").stdout) == {"retention": None}


def test_what_stays_is_said_with_why(sqlite_url: str, configs: dict[str, str]) -> None:
    config = Path(configs["year"])
    config.write_text("retention: {erase_after: 30 days}", "utf-8")
    with open_store(sqlite_url) as store:
        flag(store, at=NOW - timedelta(days=90))
        refer(store, 1, at=NOW - timedelta(days=90))
        reject(store, 1, at=NOW - timedelta(days=90))
    done = run(sqlite_url, str(config))
    assert command_line.stays_for_appeal(1) in done.stdout
    assert json.loads(run(sqlite_url, str(config), "--json").stdout)["stay"] == {"appeal window": 1}


def test_off_is_said(url: str, configs: dict[str, str]) -> None:
    done = run(url, configs["off"])
    assert (done.exit_code, done.stdout) == (
        0,
        "Retention is off: config.yaml has no retention.erase_after. Nothing is due.\n",
    )
    assert erased(url) == []


@pytest.mark.parametrize("words", [(), ("--referral", "R-3", "--yes")])
def test_without_the_key_nothing_is_erased(
    url: str, configs: dict[str, str], words: tuple[str, ...]
) -> None:
    done = run(url, configs["year"], *words, key="")
    assert isinstance(done.exception, SetupError)
    assert str(done.exception).startswith(KEY_MISSING)
    assert erased(url) == []


def test_one_at_once(url: str, configs: dict[str, str]) -> None:
    asked = run(url, configs["off"], "--referral", "R-3")
    assert command_line.erase_needs_yes(["R-3 (closed)"]) in str(asked.exception)
    assert run(url, configs["off"], "--referral", "3", "--dry-run").stdout == (
        "R-3 would be erased.\n"
    )
    assert erased(url) == []
    done = run(url, configs["off"], "--referral", "R-3", "--referral", "r-1", "--yes")
    assert (done.exit_code, done.stdout) == (0, "R-1, R-3 erased.\n")
    assert erased(url) == [1, 3]
    again = run(url, configs["off"], "--referral", "R-2", "--yes", "--json")
    assert json.loads(again.stdout) == {"dry_run": False, "erased": ["R-2"], "notes": []}


class Terminal(io.StringIO):
    """A standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "gone"), [("n", []), ("y", [3])])
def test_on_a_terminal_it_is_asked_first(
    url: str,
    configs: dict[str, str],
    answer: str,
    gone: list[int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("REFERRAL_BOT_ERASURE_KEY", KEY)
    monkeypatch.setattr("sys.stdin", Terminal(f"{answer}\n"))
    argv = ["referral-bot", "--config", configs["off"], "purge", "--referral", "R-3"]
    monkeypatch.setattr("sys.argv", argv)
    ended: object = 0
    try:
        main()
    except SystemExit as end:
        ended = end.code
    assert ended == (0 if gone else 130)
    told = capsys.readouterr()
    assert "Erase R-3 (closed)? This cannot be undone." in told.out + told.err
    assert erased(url) == gone


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("R-5", "R-5 is referred. Nothing was erased."),
        ("R-4", "R-4 can be appealed until "),
        ("R-9", "There is no R-9. Nothing was erased."),
        ("all", command_line.not_a_referral("all")),
    ],
)
def test_what_cannot_be_erased_is_an_error(
    url: str,
    configs: dict[str, str],
    name: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("REFERRAL_BOT_ERASURE_KEY", KEY)
    argv = ["referral-bot", "--config", configs["off"], "purge", "--referral", name, "--yes"]
    monkeypatch.setattr("sys.argv", argv)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith(said)
    assert erased(url) == []


# --- `run` and `check` ----------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "wrong"), [("", "isn't set"), ("k" * 31, "has 31 characters")])
def test_run_and_check_refuse_without_a_good_key(
    configs: dict[str, str], sqlite_url: str, key: str, wrong: str
) -> None:
    environment = Environment(
        bot_token="xoxb-1", app_token="xapp-1", database_url=sqlite_url, erasure_key=key
    )
    config = load_config(configs["year"])
    with pytest.raises(SetupError, match=f"REFERRAL_BOT_ERASURE_KEY {wrong}"):
        run_bot(environment, config, mode=None, host="", port=0)
    ((subject, ok, said),) = what_is_erased(environment, config)
    assert (subject, ok) == ("retention", False)
    assert wrong in said
    assert next(iter(what_is_erased(environment, load_config(configs["off"]))))[1]


def test_check_says_when_and_names_pages_of_another_key(url: str, configs: dict[str, str]) -> None:
    run(url, configs["year"])
    config = load_config(configs["year"])
    same = Environment(database_url=url, erasure_key=KEY)
    assert list(what_is_erased(same, config)) == [
        (
            "retention",
            True,
            "on: what is personal in a referral is erased 1 year after it was finished",
        )
    ]
    other = Environment(database_url=url, erasure_key="another" * 5)
    *_, (subject, ok, said) = what_is_erased(other, config)
    assert (subject, ok) == ("retention: key", False)
    assert said.startswith("2 pages were erased with another REFERRAL_BOT_ERASURE_KEY")


def test_the_key_is_not_shown() -> None:
    environment = Environment(erasure_key="a very secret key that nobody may read")
    assert "secret" not in repr(environment)
    check_erasure_key(environment)
