"""What the environment says."""

from __future__ import annotations

import pytest

from bot.config.variables import VARIABLES
from handlers.wiring.environment import (
    DEFAULT_DATABASE,
    SLACK_API,
    Environment,
    SetupError,
    read_environment,
)

VALUES = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_SIGNING_SECRET": "0123456789abcdef" * 2,
    "SLACK_API_URL": "http://127.0.0.1:1/api/",
    "DATABASE_URL": "postgresql://bot:word@db/referrals",
    "REFERRAL_BOT_CONFIG": "team.yaml",
    "REFERRAL_BOT_ERASURE_KEY": "k" * 32,
    "REFERRAL_BOT_CHECK_PROXY": "http://proxy:3128",
}


@pytest.mark.parametrize("space", ["", " ", "\n", "\r\n", "\t"])
def test_white_space_round_a_value_is_none_of_it(space: str) -> None:
    told = read_environment({name: f"{space}{value}{space}" for name, value in VALUES.items()})
    assert told == Environment(
        bot_token="xoxb-1",
        app_token="xapp-1",
        signing_secret="0123456789abcdef" * 2,
        api_url="http://127.0.0.1:1/api/",
        database_url="postgresql://bot:word@db/referrals",
        config_path="team.yaml",
        erasure_key="k" * 32,
        check_proxy="http://proxy:3128",
    )


def test_white_space_alone_is_as_if_unset() -> None:
    told = read_environment(dict.fromkeys(VALUES, " \n"))
    assert told == read_environment({}) == Environment()
    assert (told.api_url, told.database_url) == (SLACK_API, DEFAULT_DATABASE)


SECRET = "0123456789abcdef" * 2
WRONG = [
    ("SLACK_BOT_TOKEN", "xapp-1-sesame"),
    ("SLACK_BOT_TOKEN", "xoxb-1-ses\name"),
    ("SLACK_BOT_TOKEN", "xoxb-1-ses ame"),
    ("SLACK_BOT_TOKEN", '"xoxb-1-sesame"'),
    ("SLACK_BOT_TOKEN", "“xoxb-1-sesame”"),
    ("SLACK_APP_TOKEN", "xoxb-1-sesame"),
    ("SLACK_APP_TOKEN", "'xapp-1-sesame'"),
    ("SLACK_SIGNING_SECRET", "sesame"),
    ("SLACK_SIGNING_SECRET", SECRET[1:]),
    ("SLACK_SIGNING_SECRET", SECRET.upper()),
    ("SLACK_SIGNING_SECRET", f'"{SECRET}"'),
    ("SLACK_API_URL", "https://bot:sesame@slack.example.org/api/"),
    ("SLACK_API_URL", "slack.com/api"),
    ("SLACK_API_URL", "https://slack.com:99999/api/"),
    ("SLACK_API_URL", "https://[::1/api/"),
    ("SLACK_API_URL", "https://slack.com/api/?token=sesame"),
    ("DATABASE_URL", "'postgresql://bot:sesame@db/referrals'"),
    ("DATABASE_URL", "postgresql://bot:ses\name@db/referrals"),
    ("REFERRAL_BOT_CONFIG", '"team.yaml"'),
    ("REFERRAL_BOT_ERASURE_KEY", f'"{SECRET}"'),
    ("REFERRAL_BOT_AUDIT_KEY", f"'{SECRET}'"),
    ("REFERRAL_BOT_CHECK_PROXY", '"http://sesame@proxy:1"'),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_value_that_cannot_be_used_is_one_sentence_without_it(name: str, value: str) -> None:
    with pytest.raises(SetupError) as refused:
        read_environment({name: value})
    said = str(refused.value)
    assert said.startswith(f"{name} ")
    assert "accepted: " in said
    assert "\n" not in said
    assert SECRET not in said.lower()
    assert "ses" not in said


def test_each_fault_is_said_at_once() -> None:
    with pytest.raises(SetupError) as refused:
        read_environment({"SLACK_BOT_TOKEN": "x", "SLACK_SIGNING_SECRET": "y"})
    assert len(str(refused.value).splitlines()) == 2


def test_every_variable_that_the_code_reads_is_known() -> None:
    names = {variable.name for variable in VARIABLES}
    assert {*VALUES, "REFERRAL_BOT_AUDIT_KEY", "REFERRAL_BOT_AUDIT_OLD_KEYS"} <= names


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://slack.com/api/", True),
        ("https://www.slack.com/api/", True),
        ("https://slack-gov.com/api/", True),
        ("https://slack.com.example.org/api/", False),
        ("https://notslack.com/api/", False),
        ("http://127.0.0.1:8765/api/", False),
    ],
)
def test_only_beside_slack_s_own_address_may_notices_leave_the_machine(
    address: str, own: bool
) -> None:
    assert Environment(api_url=address).slacks_own is own
