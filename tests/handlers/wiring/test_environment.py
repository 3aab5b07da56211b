"""What the environment says."""

from __future__ import annotations

import pytest

from handlers.wiring.environment import DEFAULT_DATABASE, SLACK_API, Environment, read_environment

VALUES = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_SIGNING_SECRET": "secret",
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
        signing_secret="secret",
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
