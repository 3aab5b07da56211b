"""What is wrong with config.yaml: its line, the key, the value, and what is accepted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sentences.counting import plural

ACCEPTED = "accepted: "
"""How a sentence begins that says what a value may be."""

TWO_NAMES = f"{ACCEPTED}two different names"
FROM_BEFORE_TO = f"{ACCEPTED}`from` before `to`"
A_WHOLE_NUMBER = "a whole number"
WHOLE_NUMBER = ACCEPTED + A_WHOLE_NUMBER
TIME_ZONE = f"{ACCEPTED}a time zone such as Europe/London or UTC"
TIME_OF_DAY = f'{ACCEPTED}a time such as "09:00"'
EMAIL = f"{ACCEPTED}an e-mail address such as desk@example.org"
ONE_LINE = f"{ACCEPTED}one line of plain letters, digits and signs"
GROWING_DAYS = f"{ACCEPTED}days that grow, such as [1, 3, 7, 30, 90]"
PROXY_OR_DIRECT = f"{ACCEPTED}`proxy`, or `direct: true`, but not both"
A_WAY_OUT = (
    f"{ACCEPTED}with a `proxy` to go through, or with `direct: true` where this machine's address "
    "may be seen by the platforms and the pages' hosts"
)
REPORTING_LINK = f"{ACCEPTED}an address such as https://example.org/report, or an e-mail address"
HTTPS_ADDRESS = f"{ACCEPTED}an address that begins with https://, without a name or password in it"
USER_AND_PASSWORD = f"{ACCEPTED}with both `user` and `password`, or with neither"
MAIL_OR_WEBHOOK = f"{ACCEPTED}with `mail` or with `webhook`, but not both"
A_MAIL_SERVER = f"{ACCEPTED}with `notice.smtp` where a platform has `notice.mail`"

# What a value may be, after "accepted: "

ID = "small letters, digits, - and _, at most 39"
COMMAND = "a name such as /flag, in small letters"
SLACK_USER = "a Slack user id such as U012ABCDEF"
SLACK_CHANNEL = "a Slack channel id such as C012ABCDEF"
LANGUAGE = "a language such as en or fr"
VARIABLE = "the name of an environment variable, such as NOTICE_PASSWORD"
HOST = "a host such as example.org, in small letters and without https://"
TRUE_OR_FALSE = "true or false"
A_DAY = "a day such as 2026-01-05"
QUOTED_TEXT, SOME_TEXT = "a text; put it in quotes", "a text that is not empty"
A_LIST, LIST_WITH_ENTRY = "a list, such as [one, two]", "a list with at least one entry"
TEXT_KEY, KEYS_AND_VALUES = "a key that is a text", "keys and values, such as `key: value`"

THE_WHOLE, NO_NAME, EMPTY = "the whole", "not a name for this", "empty"


def country(nearest: str) -> str:
    """`nearest` is the code that was probably meant, if any."""
    hint = f"; you probably mean {nearest}" if nearest else ""
    return f"{ACCEPTED}a country's code such as GB, or with its part, such as GB-SCT or DE-BY{hint}"


def each_id_once(twin: str) -> str:
    return f"{ACCEPTED}each id once, and {twin} appears twice"


def proxy_address(from_environment: str, variable: str) -> str:
    return (
        f"{ACCEPTED}an address such as http://proxy.example.org:3128, https://… or socks5://…, or "
        f"`{from_environment}` where {variable} has it"
    )


def span(least_days: int) -> str:
    return (
        f"{ACCEPTED}a time such as 18 months, 2 years or 90 days, at least {plural(least_days, 'day')}; or "
        "null"
    )


def at_least(number: int) -> str:
    return f"{number:,} or more"


def at_most(number: int) -> str:
    return f"{number:,} or less"


def most_characters(number: int) -> str:
    return f"at most {plural(number, 'character')}"


def most_entries(number: int) -> str:
    return f"at most {plural(number, 'entry', 'entries')}"


# The whole sentence; `file` is as it was named


def secret(file: str, line: int) -> str:
    return (
        f"{file}, line {line}: this looks like a secret. Tokens, secrets and database addresses "
        "come from the environment only. Take it out, and renew it if others have seen it."
    )


def not_yaml(file: str, line: int, problem: str) -> str:
    """`line` is 0 where it isn't known."""
    return f"{file}{f', line {line}' if line else ''}: not YAML: {problem}."


def no_keys(file: str) -> str:
    return f"{file}, line 1: this file has keys and values, such as `team: …`."


def stands_twice(file: str, line: int, key: str) -> str:
    return f"{file}, line {line}: {key} appears twice."


def unknown_key(file: str, line: int, key: str, known: Sequence[str], nearest: str) -> str:
    """`nearest` is the key that was probably meant, if any."""
    hint = f" Did you mean `{nearest}`?" if nearest else ""
    return f"{file}, line {line}: {key} is not known; accepted: {', '.join(known)}.{hint}"


def too_deep(file: str) -> str:
    return f"{file}: something in it is nested too deeply."


def missing_key(file: str, line: int, key: str) -> str:
    return f"{file}, line {line}: {key} is missing."


def wrong_value(file: str, line: int, key: str, value: str, accepted: str) -> str:
    """`accepted` begins with `ACCEPTED`."""
    return f"{file}, line {line}: {key} is {value}; {accepted}."


def phrase_too_short(typed: str) -> str:
    return (
        f"“{typed}” is too short for a phrase: at least two words, so that it says one thing alone"
    )


def phrase_brackets(typed: str) -> str:
    return f"“{typed}” has a bracket that isn't closed; write alternatives as (a|b)"
