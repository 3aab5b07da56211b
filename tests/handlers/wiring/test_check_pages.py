"""Who will see what, as `referral-bot check` says it; and which proxy it comes to."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from bot.config import Config
from bot.config.reading import config_of
from handlers.wiring.check_pages import who_sees_what
from handlers.wiring.environment import Environment, SetupError, read_environment
from handlers.wiring.page_prober import open_prober, proxy_of

SECRET = "http://team:s3cret@proxy.example.org:3128"


def on(**said: Any) -> Config:
    return config_of({"page_checks": {"platforms": ["facebook", "web"], **said}})


def told(config: Config, proxy: str = "") -> list[tuple[str, bool, str]]:
    return list(who_sees_what(Environment(check_proxy=proxy), config))


def test_off_is_said() -> None:
    assert told(Config()) == [("page checks", True, "off: no flagged page is ever asked for")]


def test_directly_says_that_this_machine_is_seen() -> None:
    (first, *rest) = told(on(direct=True))
    assert first[2].startswith("on for Facebook, ")
    assert "whoever runs or owns a page" in first[2]
    assert "may see this machine's address" in first[2]
    assert any("the page itself is asked for" in sentence for _, _, sentence in rest)


def test_a_proxy_says_what_the_proxy_sees_and_no_password() -> None:
    (first, *_) = told(on(proxy="environment"), SECRET)
    assert "through http://proxy.example.org:3128. The proxy sees which sites" in first[2]
    assert "not this machine's" in first[2]
    assert "s3cret" not in str(told(on(proxy="environment"), SECRET))


def test_every_platform_is_spoken_of() -> None:
    config = config_of({"page_checks": {"platforms": ["all"], "direct": True}})
    assert "on for every platform" in told(config)[0][2]


@pytest.mark.parametrize(
    ("config", "proxy", "comes_to"),
    [
        (on(direct=True), "", None),
        (on(proxy="http://here:1"), "", "http://here:1"),
        (on(proxy="http://here:1"), "socks5://there:2", "socks5://there:2"),
        (on(proxy="environment"), SECRET, SECRET),
    ],
)
def test_the_environment_wins(config: Config, proxy: str, comes_to: str | None) -> None:
    assert proxy_of(Environment(check_proxy=proxy), config) == comes_to


@pytest.mark.parametrize(
    ("config", "proxy", "said"),
    [
        (on(direct=True), SECRET, "direct is true in config.yaml, but REFERRAL_BOT_CHECK_PROXY"),
        (on(proxy="environment"), "", "REFERRAL_BOT_CHECK_PROXY isn't set"),
        (on(proxy="environment"), "ftp://team:s3cret@proxy", "isn't a proxy's address"),
        (on(proxy="environment"), "http://:s3cret@/", "isn't a proxy's address"),
        (on(proxy="environment"), "http://team:s3cret@proxy:x", "isn't a proxy's address"),
    ],
)
def test_what_does_not_agree_is_refused_without_the_password(
    config: Config, proxy: str, said: str
) -> None:
    with pytest.raises(SetupError, match=said) as refused:
        proxy_of(Environment(check_proxy=proxy), config)
    assert "s3cret" not in str(refused.value)
    assert told(config, proxy) == [("page checks", False, str(refused.value))]


def test_the_environment_is_read_and_not_shown() -> None:
    environment = read_environment({"REFERRAL_BOT_CHECK_PROXY": f" {SECRET} "})
    assert environment.check_proxy == SECRET
    assert "s3cret" not in repr(environment)


async def test_without_checks_there_is_no_prober() -> None:
    async with open_prober(Environment(), Config()) as prober:
        assert prober is None


async def test_with_checks_there_is_one_that_goes_where_config_says() -> None:
    async with open_prober(Environment(check_proxy=SECRET), on(proxy="environment")) as prober:
        assert type(prober).__name__ == "HttpProber"
        assert "handlers.outbound.page_checks.prober" in sys.modules
