"""What config.yaml probably means where it says something else, and what no reader can read."""

from __future__ import annotations

import pytest

from bot.config import values
from bot.config.reading import ConfigError, read_config


def refused(text: str) -> str:
    with pytest.raises(ConfigError) as error:
        read_config(text)
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("timezone: Europe/Paris", "time_zone"),
        ("Time-Zone: Europe/Paris", "time_zone"),
        ("tz: Europe/Paris", "time_zone"),
        ("chanels: {}", "channels"),
        ("digest: {dya: monday}", "day"),
        ("working_hours: {form: '09:00'}", "from"),
        ("channels: {C012ABCDEF: {timezone: UTC}}", "time_zone"),
        ("channels: {C012ABCDEF: {digest: {enable: true}}}", "enabled"),
        ("platforms: {facebook: {response_day: 3}}", "response_days"),
        ("categories: [{id: a, label: A, polcy: b}]", "policy"),
        ("notice: {mail: desk@example.org}", "email"),
    ],
)
def test_a_key_that_was_probably_meant_is_named(text: str, meant: str) -> None:
    assert f"Did you mean `{meant}`?" in refused(text)


def test_a_key_like_no_other_gets_no_guess() -> None:
    said = refused("weather: fine")
    assert "Did you mean" not in said
    assert "accepted: team, " in said


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 5000, "a: " + "{b: " * 5000, "a: " + "[" * 3000 + "]" * 3000]
)
def test_what_is_nested_too_deep_is_one_sentence(text: str) -> None:
    said = refused(text)
    assert said.startswith("config.yaml")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    "email", ["desk@example.org", "a.b+c@sub.example.org", "büro@behörde.example", ""]
)
def test_an_address_of_e_mail(email: str) -> None:
    assert read_config(f'notice: {{email: "{email}"}}').notice.email == email


@pytest.mark.parametrize(
    "email",
    [
        "desk",
        "desk@",
        "@example.org",
        "desk@example",
        "a b@example.org",
        "a@b..org",
        "a@b.org, c@d.org",
    ],
)
def test_what_is_no_address_of_e_mail(email: str) -> None:
    said = refused(f'notice: {{email: "{email}"}}')
    assert "notice.email is" in said
    assert "accepted: an e-mail address such as desk@example.org" in said


def test_zones_are_listed_once_however_many_channels_have_one() -> None:
    rows = "".join(f"  C{n:09d}: {{time_zone: Europe/Paris}}\n" for n in range(200))
    before = values._zones.cache_info()
    assert len(read_config(f"channels:\n{rows}").channels) == 200
    after = values._zones.cache_info()
    assert after.hits - before.hits >= 199
    assert after.misses <= 1
