"""What Slack is reached through, as the environment says."""

from __future__ import annotations

import pytest

from bot.domain.redaction import redacted
from bot.sentences.operations import health
from handlers.outbound.proxies import BadProxy, host_of, proxy_to
from handlers.outbound.slack_client import open_client

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
SLACK = "https://slack.com/api/"
HERE = "http://127.0.0.1:8765/api/"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("environ", "url", "proxy"),
    [
        ({}, SLACK, None),
        ({"HTTPS_PROXY": "http://p:3128"}, SLACK, "http://p:3128"),
        ({"https_proxy": "http://p:3128"}, SLACK, "http://p:3128"),
        ({"HTTPS_PROXY": "p:3128"}, SLACK, "http://p:3128"),
        ({"HTTPS_PROXY": "u:w@p:3128"}, SLACK, "http://u:w@p:3128"),
        ({"ALL_PROXY": "http://p:1"}, SLACK, "http://p:1"),
        ({"ALL_PROXY": "http://p:1", "HTTPS_PROXY": "http://q:2"}, SLACK, "http://q:2"),
        ({"HTTP_PROXY": "http://p:1"}, SLACK, None),
        ({"HTTP_PROXY": "http://p:1"}, "http://slack.example.org/api/", "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "slack.com"}, SLACK, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": ".slack.com"}, SLACK, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, SLACK, None),
        ({"HTTPS_PROXY": "http://p:1", "no_proxy": "example.org, slack.com"}, SLACK, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "notslack.com"}, SLACK, "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*.slack.com"}, SLACK, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "a.b SLACK.com."}, SLACK, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "slack.com:443"}, SLACK, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "slack.com:8443"}, SLACK, "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "api.slack.com"}, SLACK, "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": ",.,:1,*.,[,10.0.0.0/8"}, SLACK, "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8"}, "https://10.1.2.3/api/", None),
        (
            {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8:8443"},
            "https://10.1.2.3:8443/",
            None,
        ),
        (
            {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "2001:db8::/32"},
            "https://[2001:db8::5]/",
            None,
        ),
        (
            {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "[2001:db8::5]:443"},
            "https://[2001:db8::5]/",
            None,
        ),
        (
            {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8"},
            "https://11.1.2.3/api/",
            "http://p:1",
        ),
        ({"HTTP_PROXY": "http://p:1"}, HERE, None),
        ({"ALL_PROXY": "socks5://p:1"}, "http://localhost:1/api/", None),
        ({"HTTP_PROXY": "http://p:1"}, "http://[::1]:1/api/", None),
    ],
)
def test_the_way_to_slack(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], url: str, proxy: str | None
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert proxy_to(url) == proxy


@pytest.mark.parametrize(
    ("name", "value", "socks"),
    [
        ("HTTPS_PROXY", "socks5://user:pa55word@p:1080", True),
        ("ALL_PROXY", "socks5h://user:pa55word@p:1080", True),
        ("HTTPS_PROXY", "http://user:pa55word@p:99999", False),
        ("HTTPS_PROXY", "http://", False),
        ("HTTPS_PROXY", "http://[::1", False),
        ("HTTPS_PROXY", "ftp://user:pa55word@p", False),
    ],
)
def test_what_is_no_http_proxy_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, socks: bool
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadProxy) as refused:
        proxy_to(SLACK)
    assert (refused.value.variable, refused.value.socks) == (name, socks)
    assert "pa55word" not in str(refused.value)


@pytest.mark.parametrize(
    "value", ["http://bot:pa55word@proxy.example.org:3128/", "bot:pa55word@proxy.example.org:3128"]
)
def test_check_and_the_log_name_the_proxy_without_its_password(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    proxy = proxy_to(SLACK)
    assert proxy
    sentence = health.through_proxy(host_of(proxy))
    assert sentence == "Slack is reached through proxy.example.org:3128"
    assert redacted(sentence) == sentence, "the log leaves it as it is"


async def test_a_client_of_this_machine_has_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with open_client("xoxb-1", HERE) as client:
        assert client.proxy is None
    async with open_client("xoxb-1", SLACK) as client:
        assert client.proxy == "http://127.0.0.1:9"
