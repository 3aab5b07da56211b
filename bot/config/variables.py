"""Every environment variable that the bot reads: what it is, and what is accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from bot.config import Config
from bot.config.evidence import EVIDENCE_KEY
from bot.config.page_checks import PROXY_VARIABLE
from bot.config.retention import KEY_VARIABLE
from bot.sentences.operations import environment as sentences

BOT_TOKEN, APP_TOKEN = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"
SIGNING_SECRET = "SLACK_SIGNING_SECRET"  # noqa: S105, a name
DATABASE_URL, CONFIG, API_URL = "DATABASE_URL", "REFERRAL_BOT_CONFIG", "SLACK_API_URL"
AUDIT_KEY, OLD_AUDIT_KEYS = "REFERRAL_BOT_AUDIT_KEY", "REFERRAL_BOT_AUDIT_OLD_KEYS"

_QUOTES = ("''", '""', "``", "“”", "‘’", "„“", "«»")


def _like(pattern: str) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(pattern, value) is not None


def _address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        return False
    right = parts.scheme in ("http", "https") and bool(parts.hostname) and port_is_one
    return right and not re.search(r"[@?#\s]", value)


_ALSO_SECRET = ("HTTP_PROXY", "ALL_PROXY", "PGPASSWORD")
"""They stand for another, or a library reads them."""
_ADDRESSES = frozenset({DATABASE_URL, API_URL, PROXY_VARIABLE, "HTTPS_PROXY", *_ALSO_SECRET[:2]})
"""Addresses: of these the password alone is secret."""

_one_piece, _anything = _like(r"\S+"), _like(r".+")


@dataclass(frozen=True, slots=True)
class Variable:
    """One of them. `fits` looks at a value that is not empty; `accepted` says what does."""

    name: str
    says: str
    secret: bool = False
    accepted: str = sentences.ONE_PIECE
    fits: Callable[[str], bool] = _one_piece

    def fault(self, value: str) -> str:
        """What is wrong with a value, trimmed; empty where nothing is. It never has the value."""
        if not value:
            return ""
        if len(value) > 1 and value[0] + value[-1] in _QUOTES:
            return sentences.quoted(self.name, self.accepted)
        if re.search(r"[\x00-\x1f\x7f\u2028\u2029]", value):
            return sentences.broken(self.name, self.accepted)
        return "" if self.fits(value) else sentences.not_accepted(self.name, self.accepted)


VARIABLES: tuple[Variable, ...] = (
    Variable(
        BOT_TOKEN,
        sentences.BOT_TOKEN,
        True,
        sentences.A_BOT_TOKEN,
        _like(r"xoxb-[!-~]+"),
    ),
    Variable(
        APP_TOKEN,
        sentences.APP_TOKEN,
        True,
        sentences.AN_APP_TOKEN,
        _like(r"xapp-[!-~]+"),
    ),
    Variable(
        SIGNING_SECRET,
        sentences.SIGNING_SECRET,
        True,
        sentences.A_SIGNING_SECRET,
        _like(r"[0-9a-f]{32}"),
    ),
    Variable(DATABASE_URL, sentences.DATABASE_URL, True, sentences.ONE_LINE, _anything),
    Variable(CONFIG, sentences.CONFIG, False, sentences.ONE_LINE, _anything),
    Variable(AUDIT_KEY, sentences.AUDIT_KEY, True, sentences.ONE_LINE, _anything),
    Variable(OLD_AUDIT_KEYS, sentences.OLD_AUDIT_KEYS, True, sentences.ONE_LINE, _anything),
    Variable(KEY_VARIABLE, sentences.ERASURE_KEY, True, sentences.ONE_LINE, _anything),
    Variable(EVIDENCE_KEY, sentences.EVIDENCE_KEY, True, sentences.ONE_LINE, _anything),
    Variable(PROXY_VARIABLE, sentences.CHECK_PROXY, True),
    Variable(API_URL, sentences.API_URL, False, sentences.AN_API_ADDRESS, _address),
    Variable("HTTPS_PROXY", sentences.HTTPS_PROXY, True),
    Variable("NO_PROXY", sentences.NO_PROXY, False, sentences.ONE_LINE, _anything),
)


def told(environ: Mapping[str, str], name: str) -> str:
    """The value without white space round it: files with secrets end in a line feed."""
    return environ.get(name, "").strip()


def named_in(config: Config) -> tuple[str, ...]:
    """The variables with secrets of ways to send notices, as config.yaml names them."""
    named = [config.notice.smtp.password] if config.notice.smtp else []
    named += [one.notice.webhook.secret for one in config.platforms.values() if one.notice.webhook]
    return tuple(dict.fromkeys(filter(None, named)))


def secrets(environ: Mapping[str, str], config: Config) -> Iterator[str]:
    """All that must stand nowhere: tokens, keys, and the passwords of addresses, as they may be written."""
    always = (one.name for one in VARIABLES if one.secret)
    for name in (*always, *_ALSO_SECRET, API_URL, *named_in(config)):
        for value in {told(environ, name), told(environ, name.lower())} - {""}:
            yield from _passwords(value) if name in _ADDRESSES else _keys(name, value)


def _keys(name: str, value: str) -> tuple[str, ...]:
    return tuple(value.replace(",", " ").split()) if name == OLD_AUDIT_KEYS else (value,)


def _passwords(address: str) -> Iterator[str]:
    """As it stands in an address, and what that stands for."""
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        found = [parts.password or "", *parse_qs(parts.query).get("password", ())]
    except ValueError:
        return
    for password in filter(None, found):
        yield from (password, unquote(password), quote(password, safe=""))


def faults(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each variable that cannot be used, and the sentence that says so."""
    for variable in VARIABLES:
        if fault := variable.fault(told(environ, variable.name)):
            yield variable.name, fault
