"""`referral-bot migrate`: new rules for addresses, said first and then applied."""

from __future__ import annotations

from click.testing import CliRunner, Result

from bot.domain.lifecycle.referral import Action
from handlers.cli import cli
from storage.database import open_store
from storage.history.as_of import replayed
from tests.harness.without_slack.stored_events import MONDAY, flag


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(cli, ["migrate", *words], env={"DATABASE_URL": url})


def test_new_rules_are_said_first_and_then_applied(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        flag(store, key="web:https://facebook.com/groups/1")
        flag(store)
    dry = run(sqlite_url, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "Nothing is changed." in dry.stdout
    assert "New rules read 1 of 2 addresses otherwise." in dry.stdout
    with open_store(sqlite_url) as store:
        kept = store.read(lambda uow: uow.referrals.get(1))
        assert kept is not None
        assert kept.page_key == "web:https://facebook.com/groups/1"
    done = run(sqlite_url)
    assert "New rules read 1 of 2 addresses otherwise." in done.stdout
    with open_store(sqlite_url) as store:
        one = store.read(lambda uow: uow.referrals.get(1))
        assert one is not None
        assert one.page_key == "facebook:group:1"
        assert [event.action for event in store.read(lambda uow: uow.referrals.history(1))] == [
            Action.FLAG,
            Action.REKEY,
        ]
        assert len(store.read(lambda uow: uow.referrals.history(2))) == 1
        assert store.read(lambda uow: uow.audit.verify())[1] == ()
        with store._engines.read.begin() as connection:
            then = {one.number: one.page_key for one in replayed(connection, MONDAY)}
            now = {one.number: one.page_key for one in replayed(connection, None)}
    assert then == {1: "web:https://facebook.com/groups/1", 2: "facebook:group:2"}
    assert now == {1: "facebook:group:1", 2: "facebook:group:2"}
    assert "New rules" not in run(sqlite_url).stdout
