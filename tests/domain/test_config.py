"""config.yaml: what is wrong is named with its line, key, value and what is accepted."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.config import AS_ALL, Config
from bot.config.reading import ConfigError, config_of, read_config

SHIPPED = Path(__file__).parents[2] / "config.yaml"


def complaint(text: str) -> str:
    with pytest.raises(ConfigError) as refused:
        read_config(text, "team.yaml")
    return str(refused.value)


CLOCK = 'accepted: a time such as "09:00"'
SPAN = "accepted: a time such as 18 months, 2 years or 90 days, at least 7 days; or null"
DAY_NAMES = "monday, tuesday, wednesday, thursday, friday, saturday or sunday"

WRONG = [
    # the text, and what is said after the file's name
    ("team: no", "line 1: team is no; accepted: a text; put it in quotes."),
    ('team: ""', "line 1: team is empty; accepted: a text that is not empty."),
    (f"team: {'x' * 61}", f"line 1: team is {'x' * 60}…; accepted: at most 60 characters."),
    (
        "country: XX",
        "line 1: country is XX; accepted: a country's code such as GB, or with its part, such as "
        "GB-SCT or DE-BY.",
    ),
    (
        "time_zone: Europe/london",
        "line 1: time_zone is Europe/london; accepted: a time zone such as Europe/London or UTC.",
    ),
    (
        "\n\nleads: [second]",
        "line 3: leads.0 is second; accepted: a Slack user id such as U012ABCDEF.",
    ),
    ("leads:", "line 1: leads is empty; accepted: a list, such as [one, two]."),
    ("leads: U012ABCDEF", "line 1: leads is U012ABCDEF; accepted: a list, such as [one, two]."),
    (
        "channels:\n  general: {}",
        "line 2: channels.general is not a name for this; "
        "accepted: a Slack channel id such as C012ABCDEF.",
    ),
    (
        "channels:\n  C012ABCDEF:\n    time_zone: Mars",
        "line 3: channels.C012ABCDEF.time_zone is Mars; "
        "accepted: a time zone such as Europe/London or UTC.",
    ),
    ("guests: maybe", "line 1: guests is maybe; accepted: true or false."),
    (
        "commands: {flag: flag}",
        "line 1: commands.flag is flag; accepted: a name such as /flag, in small letters.",
    ),
    (
        "commands:\n  flag: /refer\n  referrals: /refer",
        "line 1: commands is flag: /refer referrals: /refer; accepted: two different names.",
    ),
    (
        "working_hours: {days: [mon]}",
        f"line 1: working_hours.days.0 is mon; accepted: {DAY_NAMES}.",
    ),
    (
        "working_hours: {days: []}",
        "line 1: working_hours.days is []; accepted: a list with at least one entry.",
    ),
    (
        "working_hours: {from: 18:00, to: 09:00}",
        "line 1: working_hours is {from: 18:00, to: 09:00}; accepted: `from` before `to`.",
    ),
    ("working_hours:\n  from: nine", f"line 2: working_hours.from is nine; {CLOCK}."),
    ("digest: {day: Monday}", f"line 1: digest.day is Monday; accepted: {DAY_NAMES}."),
    ("digest: {time: 9}", f"line 1: digest.time is 9; {CLOCK}."),
    ("digest: {time: 9.5}", f"line 1: digest.time is 9.5; {CLOCK}."),
    ("digest: {time: 25:00}", f"line 1: digest.time is 25:00; {CLOCK}."),
    ("digest: {time: 10:30:00}", f"line 1: digest.time is 10:30:00; {CLOCK}."),
    ("retention: {erase_after: 18}", f"line 1: retention.erase_after is 18; {SPAN}."),
    ("retention: {erase_after: soon}", f"line 1: retention.erase_after is soon; {SPAN}."),
    ("retention: {erase_after: 6 days}", f"line 1: retention.erase_after is 6 days; {SPAN}."),
    ("retention: {erase_after: 0 months}", f"line 1: retention.erase_after is 0 months; {SPAN}."),
    ("retention: {erase_after: 101 years}", f"line 1: retention.erase_after is 101 years; {SPAN}."),
    (
        "retention: {after: 9 days}",
        "line 1: retention.after is not known; accepted: erase_after. Did you mean `erase_after`?",
    ),
    ("digest: {time: on}", f"line 1: digest.time is on; {CLOCK}."),
    ('digest: {time: "12:60"}', f"line 1: digest.time is 12:60; {CLOCK}."),
    (
        "digest: weekly",
        "line 1: digest is weekly; accepted: keys and values, such as `key: value`.",
    ),
    ("response_days: 0", "line 1: response_days is 0; accepted: 1 or more."),
    ("response_days: 9999", "line 1: response_days is 9999; accepted: 3,660 or less."),
    ("response_days: a week", "line 1: response_days is a week; accepted: a whole number."),
    ("response_days: 7.5", "line 1: response_days is 7.5; accepted: a whole number."),
    ("response_days: yes", "line 1: response_days is yes; accepted: a whole number."),
    ("response_days:", "line 1: response_days is empty; accepted: a whole number."),
    ("appeal_months: no", "line 1: appeal_months is no; accepted: a whole number."),
    (
        "reminders: {overdue_again_days: [3, 0]}",
        "line 1: reminders.overdue_again_days.1 is 0; accepted: 1 or more.",
    ),
    (
        "reminders: {overdue_again_days: 3}",
        "line 1: reminders.overdue_again_days is 3; accepted: a list, such as [one, two].",
    ),
    (
        "platforms: {Face Book: {}}",
        "line 1: platforms.Face Book is not a name for this; "
        "accepted: small letters, digits, - and _, at most 39.",
    ),
    (
        "platforms:\n  forum:\n    hosts: [https://forum.example]",
        "line 3: platforms.forum.hosts.0 is https://forum.example; "
        "accepted: a host such as example.org, in small letters and without https://.",
    ),
    (
        "categories:\n  - {id: boats, label: Boats}\n  - {id: boats, label: Ships}",
        "line 1: categories is - {id: boats, label: Boats} - {id: boats, label: Ships}; "
        "accepted: each id once, and boats appears twice.",
    ),
    ("categories:\n  - id: boats", "line 2: categories.0.label is missing."),
    (
        "rejection_reasons: []",
        "line 1: rejection_reasons is []; accepted: a list with at least one entry.",
    ),
    (
        "notice: {email: [a, b]}",
        "line 1: notice.email is [a, b]; accepted: a text; put it in quotes.",
    ),
    # Keys.
    ("5: five", "line 1: 5 is five; accepted: a key that is a text."),
    ("team: One\n# again:\nteam: Two", "line 3: team appears twice."),
    (
        "platforms:\n  x: {response_days: 1}\n  y:\n    response_days: 1\n    response_days: 2",
        "line 5: response_days appears twice.",
    ),
    # Not YAML, or not what we read.
    ("digest:\n\ttime: 1", "line 2: not YAML: found character '\\t' that cannot start any token."),
    ("leads: [U012ABCDEF", "line 1: not YAML: expected ',' or ']', but got '<stream end>'."),
    ("? [a, b]\n: c", "line 1: not YAML: found unhashable key."),
    ("team: a\n---\nteam: b", "line 2: not YAML: but found another document."),
    ("- team", "line 1: this file has keys and values, such as `team: …`."),
    ("team", "line 1: this file has keys and values, such as `team: …`."),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[text for text, _ in WRONG])
def test_what_is_wrong_is_named(text: str, said: str) -> None:
    assert complaint(text) == f"team.yaml, {said}"


def test_every_fault_has_a_line_of_its_own() -> None:
    said = complaint("guests: maybe\nresponse_days: 0\ndigest:\n  tyme: 1\n").splitlines()
    assert [line.partition(":")[0] for line in said] == [
        "team.yaml, line 1",
        "team.yaml, line 2",
        "team.yaml, line 4",
    ]


def test_a_sentence_names_the_commands_as_the_team_has_them() -> None:
    own = config_of({"commands": {"flag": "/report", "referrals": "/pages"}}).commands
    said = "`/flag` and its address, then `/referrals R-12`; /flag and `/flags` are not meant."
    assert (
        own.named(said)
        == "`/report` and its address, then `/pages R-12`; /flag and `/flags` are not meant."
    )
    assert config_of({}).commands.named(said) == said


def test_characters_that_yaml_refuses() -> None:
    assert complaint("team: \x07").startswith("team.yaml: not YAML: unacceptable character")


def test_an_alias_that_leads_back_to_itself_is_no_way_to_hang_the_bot() -> None:
    assert "a is not known" in complaint("a: &a {b: *a}")


SECTIONS = {
    "": "team, time_zone, country, leads, channels, guests, other_workspaces, commands, working_hours",
    "commands": "flag, referrals",
    "working_hours": "from, to, days",
    "digest": "enabled, day, time, late_days",
    "reminders": "overdue_again_days, escalate_after_days, flagged_days, appeal_window_days",
    "channels.C012ABCDEF": "time_zone, country, digest, working_hours",
    "channels.C012ABCDEF.digest": "enabled, day, time, late_days",
    "platforms.facebook": "label, provider, hosts, response_days, appeal_months, policies",
    "report": "organisation, independence",
    "notice": "name, email, language, templates, smtp",
}


@pytest.mark.parametrize(("section", "keys"), SECTIONS.items())
def test_an_unknown_key_is_answered_with_those_of_its_section(section: str, keys: str) -> None:
    text = "tyme: 1"
    for name in reversed(section.split(".") if section else []):
        text = f"{name}: {{{text}}}"
    key = f"{section}.tyme".lstrip(".")
    assert f"team.yaml, line 1: {key} is not known; accepted: {keys}" in complaint(text)


def test_an_unknown_key_in_a_list() -> None:
    said = complaint("categories:\n  - {id: a, label: A, color: red}")
    assert said == (
        "team.yaml, line 2: categories.0.color is not known; accepted: id, label, policy, "
        "labels, sender, indicators, keep, go_to."
    )


# --- secrets --------------------------------------------------------------------------------------

_HEX = "0123456789abcdef" * 2
SECRETS = [
    "team: " + "xoxb-" + "12-34-abc",
    "team: " + "xoxe." + "xoxp-1-abc",
    "notice:\n  name: " + "xapp-" + "1-A1-2-3",
    "# token: " + "xoxb-" + "old",
    "database: postgresql://bot:hunter2@db.example/referrals",
    "cache: redis://:hunter2@cache.example/0",
    "hook: https://hooks.slack.com/services/T0/B0/abc",
    f"signing_secret: {_HEX}",
    "key: |\n  -----BEGIN PRIVATE KEY-----",
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_refused_and_not_repeated(text: str) -> None:
    said = complaint(text)
    line = len(text.splitlines())
    assert said.startswith(f"team.yaml, line {line}: this looks like a secret.")
    assert "environment only" in said
    for word in ("hunter2", _HEX, "abc", "old", "12-34", "A1"):
        assert word not in said


@pytest.mark.parametrize(
    "text",
    [
        "team: Box-office",
        'notice: {email: "desk@police.example"}',
        "platforms: {forum: {hosts: [forum.example]}}",
        'team: "Time 09:00, https://example.org/a@b"',
        "team: deadbeefdeadbeef",
    ],
)
def test_what_is_no_secret_is_taken(text: str) -> None:
    read_config(text)


# --- YAML's traps ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("09:00", time(9)),
        ('"09:00"', time(9)),
        ("9:00", time(9)),
        ("17:30", time(17, 30)),
        ("23:59", time(23, 59)),
        ("1:00", time(1)),
        ("0:30", time(0, 30)),
        ("00:00", time(0)),
        ("10:01", time(10, 1)),
    ],
)
def test_a_time_is_read_with_and_without_quotes(written: str, meant: time) -> None:
    """Unquoted, YAML reads 17:30 as a number in base sixty."""
    assert read_config(f"digest: {{time: {written}}}").digest.time == meant


def test_an_empty_file_is_all_defaults() -> None:
    assert read_config("") == read_config("# nothing\n") == Config()


def test_the_reason_called_none_is_not_nothing() -> None:
    assert read_config("rejection_reasons: [{id: none, label: No reason given}]").reason_label(
        "none"
    ) == ("No reason given")


# --- page checks ----------------------------------------------------------------------------------

ONE_WAY = (
    "accepted: with a `proxy` to go through, or with `direct: true` where this machine's address "
    "may be seen by the platforms and the pages' hosts."
)
PROXIES = (
    "accepted: an address such as http://proxy.example.org:3128, https://… or socks5://…, or "
    "`environment` where REFERRAL_BOT_CHECK_PROXY has it."
)


def test_page_checks_are_off_unless_platforms_are_named() -> None:
    assert not Config().page_checks.on
    assert Config().checks_for("facebook") is None
    config = read_config("page_checks: {platforms: [youtube], direct: true}")
    assert config.checks_for("facebook") is None
    plan = config.checks_for("youtube")
    assert plan
    assert (plan.referred_days, plan.closed_days, plan.second_look_hours) == (
        *(1, (1, 3, 7, 30, 90), 6),
    )
    assert read_config("page_checks: {platforms: [all], proxy: environment}").checks_for("web")


@pytest.mark.parametrize(
    "proxy",
    [
        *("http://proxy.example.org:3128", "https://10.0.0.7", "socks5://[::1]:1080"),
        *("socks5h://proxy", "environment"),
    ],
)
def test_a_proxy_is_an_address_without_a_name_in_it(proxy: str) -> None:
    text = f"page_checks:\n  platforms: [all]\n  proxy: {proxy}"
    assert read_config(text).page_checks.proxy == proxy


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "page_checks:\n  platforms: [facebook]",
            f"line 1: page_checks is platforms: [facebook]; {ONE_WAY}",
        ),
        (
            "page_checks: {platforms: [facebook], direct: false}",
            "line 1: page_checks is {platforms: [facebook], direct: false}; " + ONE_WAY,
        ),
        (
            'page_checks: {direct: true, proxy: "http://p:1"}',
            'line 1: page_checks is {direct: true, proxy: "http://p:1"}; '
            "accepted: `proxy`, or `direct: true`, but not both.",
        ),
        (
            "page_checks:\n  proxy: ftp://proxy:21",
            f"line 2: page_checks.proxy is ftp://proxy:21; {PROXIES}",
        ),
        (
            "page_checks:\n  proxy: proxy:3128",
            f"line 2: page_checks.proxy is proxy:3128; {PROXIES}",
        ),
        (
            "page_checks:\n  closed_days: [7, 3]",
            "line 2: page_checks.closed_days is [7, 3]; "
            "accepted: days that grow, such as [1, 3, 7, 30, 90].",
        ),
        (
            "page_checks:\n  referred_days: 0",
            "line 2: page_checks.referred_days is 0; accepted: 1 or more.",
        ),
        (
            'page_checks:\n  user_agent: "a\\r\\nHost: b"',
            "line 2: page_checks.user_agent is a\r\nHost: b; "
            "accepted: one line of plain letters, digits and signs.",
        ),
        (
            "page_checks:\n  enabled: true",
            "line 2: page_checks.enabled is not known; accepted: platforms, proxy, direct, "
            "user_agent, referred_days, closed_days, second_look_hours.",
        ),
    ],
)
def test_what_is_wrong_with_page_checks_is_named(written: str, said: str) -> None:
    assert complaint(written) == f"team.yaml, {said}"


@pytest.mark.parametrize(
    "proxy",
    [
        *("http://team:s3cret@proxy:3128", "http://T0KEN@proxy:3128", '"socks5://a:b@proxy"'),
        *("'https://T0KEN@proxy'", "{x: http://T0KEN@proxy}", "\n    http://T0KEN@proxy"),
    ],
)
def test_a_proxy_with_a_name_or_password_is_refused_unsaid(proxy: str) -> None:
    for text in (
        f"page_checks:\n  platforms: [all]\n  proxy: {proxy}",
        f"page_checks: {{platforms: [all], proxy: {proxy}}}",
    ):
        said = complaint(text)
        assert "this looks like a secret" in said
        assert "T0KEN" not in said
        assert "s3cret" not in said


# --- the shipped file -----------------------------------------------------------------------------


def test_the_shipped_file_says_what_is_used_without_it() -> None:
    """Policy notes alone stand in the file only."""
    shipped = read_config(SHIPPED.read_text(encoding="utf-8"))
    assert shipped.model_copy(update={"platforms": {}}) == Config()
    assert {platform.response_days for platform in shipped.platforms.values()} <= {None, 7}
    assert all(platform.appeal_months == AS_ALL for platform in shipped.platforms.values())


def test_the_shipped_file_names_no_people_and_no_channels() -> None:
    shipped = read_config(SHIPPED.read_text(encoding="utf-8"))
    assert (shipped.leads, dict(shipped.channels), shipped.lead_review) == ((), {}, ())
    assert not shipped.guests
    assert not shipped.other_workspaces


def test_the_shipped_file_leaves_no_key_out() -> None:
    written = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    assert set(written) == set(Config.model_fields)


def test_every_policy_a_category_names_is_written_for_some_platform() -> None:
    shipped = read_config(SHIPPED.read_text(encoding="utf-8"))
    written = {name for platform in shipped.platforms.values() for name in platform.policies}
    assert {one.policy for one in shipped.categories if one.policy} <= written
    assert shipped.policy("facebook", "crossing").startswith("Facebook bans")
    assert "likely to be rejected" in shipped.policy("facebook", "request")
    assert shipped.policy("facebook", None) == shipped.policy("elsewhere", "crossing") == ""


# --- what it answers ------------------------------------------------------------------------------

TEAM = read_config(
    """
time_zone: Europe/London
leads: [U0LEAD]
channels:
  C0PARIS: {time_zone: Europe/Paris, digest: {day: tuesday, time: "08:30"}}
  C0LONDON: {}
lead_review: [youtube]
response_days: 7
appeal_months: 6
platforms:
  facebook: {response_days: 3}
  youtube: {appeal_months: 12}
  forum: {appeal_months: null, hosts: [forum.example, www.forum.example]}
"""
)


def test_channels_narrow_where_the_bot_works() -> None:
    assert TEAM.allows("C0PARIS")
    assert not TEAM.allows("C0OTHER")
    assert Config().allows("C0OTHER")


def test_a_channel_s_own_settings_and_those_of_all() -> None:
    assert TEAM.zone("C0PARIS") == ZoneInfo("Europe/Paris")
    assert TEAM.zone("C0LONDON") == TEAM.zone("C0OTHER") == ZoneInfo("Europe/London")
    assert (TEAM.digest_for("C0PARIS").day, TEAM.digest_for("C0LONDON").day) == (
        "tuesday",
        "monday",
    )
    assert TEAM.plan_for("C0PARIS", "web").hours.zone == ZoneInfo("Europe/Paris")
    assert TEAM.rules_for("C0PARIS").zone == ZoneInfo("Europe/Paris")
    assert TEAM.rules_for("C0LONDON") is TEAM.rules


@pytest.mark.parametrize(
    ("platform", "days", "months"),
    [
        ("facebook", 3, 6),
        ("youtube", 7, 12),
        ("forum", 7, None),  # null: the DSA does not apply there
        ("web", 7, 6),
    ],
)
def test_a_platform_s_own_limits(platform: str, days: int, months: int | None) -> None:
    assert TEAM.response_days_for(platform) == days
    assert TEAM.appeal_months_for(platform) == months
    rules = TEAM.rules
    assert rules.appeal_months.get(platform, rules.default_appeal_months) == months
    assert TEAM.plan_for("C0LONDON", platform).response_days == days


def test_no_limit_by_default_and_one_for_a_platform() -> None:
    config = read_config("appeal_months: null\nplatforms: {facebook: {appeal_months: 6}}")
    assert (config.appeal_months_for("facebook"), config.appeal_months_for("web")) == (6, None)


def test_lead_review_is_for_the_named_platforms_or_all() -> None:
    assert TEAM.reviews_first("youtube")
    assert not TEAM.reviews_first("facebook")
    assert read_config("lead_review: [all]").reviews_first("facebook")
    assert not Config().reviews_first("facebook")


def test_hosts_of_a_team_s_own_platform() -> None:
    assert TEAM.extra_hosts == {"forum.example": "forum", "www.forum.example": "forum"}


def test_labels_and_ids_that_config_has_forgotten() -> None:
    assert Config().category_label("crossing") == "Offer of crossing"
    assert Config().category_label("smuggling") == "smuggling"
    assert Config().category_label(None) == ""
    assert Config().reason_label("terms") == "Not breaching terms"
    assert Config().reason_label("mood") == "mood"
    assert Config().reason_label(None) == ""


def test_the_reasons_are_those_of_the_design() -> None:
    assert [one.label for one in Config().rejection_reasons] == [
        "Not breaching terms",
        "Not illegal",
        "Not enough information",
        "Cannot access (closed group)",
        "Wrong form",
        "Legal order required",
        "No reason given",
        "Other",
    ]


@pytest.mark.parametrize(
    ("written", "before"),
    [
        ("18 months", datetime(2024, 9, 30, 12, tzinfo=UTC)),
        ("1 month", datetime(2026, 2, 28, 12, tzinfo=UTC)),
        ("2 years", datetime(2024, 3, 31, 12, tzinfo=UTC)),
        ("90 days", datetime(2025, 12, 31, 12, tzinfo=UTC)),
        ("2 weeks", datetime(2026, 3, 17, 12, tzinfo=UTC)),
        (None, None),
    ],
)
def test_retention_counts_back_from_now(written: str | None, before: datetime | None) -> None:
    text = f"retention: {{erase_after: {written or 'null'}}}"
    retention = read_config(text).retention
    assert retention.before(datetime(2026, 3, 31, 12, tzinfo=UTC)) == before
    assert retention.on is (written is not None)
