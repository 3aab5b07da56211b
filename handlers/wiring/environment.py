"""What the environment and the command line say: secrets, addresses, which config."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.config import Config
from bot.config.page_checks import PROXY_VARIABLE
from bot.config.reading import ConfigError, read_config
from bot.config.retention import KEY_VARIABLE, SHORTEST_KEY
from bot.domain.lifecycle.audit_keys import AuditKeys
from bot.domain.redaction import fault
from bot.sentences.operations import setup

SLACK_API = "https://slack.com/api/"
CONFIG_FILE = "config.yaml"
AUDIT_KEY = "REFERRAL_BOT_AUDIT_KEY"
OLD_AUDIT_KEYS = "REFERRAL_BOT_AUDIT_OLD_KEYS"
DEFAULT_DATABASE = "sqlite:///data/referrals.db"


class SetupError(Exception):
    """The bot cannot start like this; `str(error)` says what to do."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Secrets are never shown: `repr` leaves them out."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = SLACK_API
    database_url: str = field(default=DEFAULT_DATABASE, repr=False)
    config_path: str | None = None
    erasure_key: str = field(default="", repr=False)
    """What erased pages are recognised with (HMAC)."""
    audit_keys: AuditKeys = field(default_factory=AuditKeys, repr=False, compare=False)
    """What the history's HMACs are made with."""
    audit_secrets: tuple[str, ...] = field(default=(), repr=False)
    """The same keys as they were written, which must stand in no log."""
    check_proxy: str = field(default="", repr=False)
    """What page checks go through, with its password if it has one."""

    @property
    def real_slack(self) -> bool:
        """Whether messages would reach Slack itself, and not a stand-in on this machine."""
        host = urlsplit(self.api_url).hostname or ""
        return host not in ("127.0.0.1", "localhost", "::1")


def read_environment(environ: Mapping[str, str], config_path: str | None = None) -> Environment:
    """The settings in the environment; `config_path` (the command line's) wins.

    White space round a value is none of it: files with secrets end in a line feed.
    """

    def told(name: str) -> str:
        return environ.get(name, "").strip()

    api_url = told("SLACK_API_URL") or SLACK_API
    if urlsplit(api_url).scheme not in ("http", "https") or not urlsplit(api_url).hostname:
        raise SetupError(setup.bad_api_url(api_url, SLACK_API))
    old_keys = told(OLD_AUDIT_KEYS).replace(",", " ").split()
    return Environment(
        bot_token=told("SLACK_BOT_TOKEN"),
        app_token=told("SLACK_APP_TOKEN"),
        signing_secret=told("SLACK_SIGNING_SECRET"),
        api_url=api_url if api_url.endswith("/") else api_url + "/",
        database_url=told("DATABASE_URL") or DEFAULT_DATABASE,
        config_path=config_path or told("REFERRAL_BOT_CONFIG") or None,
        erasure_key=told(KEY_VARIABLE),
        audit_keys=_audit_keys(told(AUDIT_KEY), old_keys),
        audit_secrets=tuple(filter(None, (told(AUDIT_KEY), *old_keys))),
        check_proxy=told(PROXY_VARIABLE),
    )


def _audit_keys(current: str, earlier: list[str]) -> AuditKeys:
    for variable, key in ((AUDIT_KEY, current), *((OLD_AUDIT_KEYS, one) for one in earlier)):
        if key and len(key) < SHORTEST_KEY:
            raise SetupError(setup.short_audit_key(variable, len(key), SHORTEST_KEY))
    return AuditKeys(current, earlier)


def check_erasure_key(environment: Environment) -> None:
    """Raises SetupError unless the environment has a key that erased pages are recognised with."""
    key = environment.erasure_key
    if len(key) >= SHORTEST_KEY:
        return
    raise SetupError(setup.no_erasure_key(KEY_VARIABLE, len(key), SHORTEST_KEY))


def load_config(path: str | None) -> Config:
    """The config of the named file; without a name config.yaml here, or else the defaults.

    Raises SetupError with a line for each thing that is wrong.
    """
    file = Path(path or CONFIG_FILE)
    if path is None and not file.exists():
        return Config()
    try:
        return read_config(file.read_text(encoding="utf-8"), str(file))
    except ConfigError as error:
        raise SetupError(str(error)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(setup.unreadable_config(str(file), fault(error))) from None
