"""What the environment and the command line say: secrets, addresses, which config."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.config import Config, variables
from bot.config.evidence import EVIDENCE_KEY
from bot.config.page_checks import PROXY_VARIABLE
from bot.config.reading import ConfigError, read_config
from bot.config.retention import KEY_VARIABLE, SHORTEST_KEY
from bot.config.variables import AUDIT_KEY, OLD_AUDIT_KEYS, told
from bot.domain.lifecycle.audit_keys import AuditKeys
from bot.domain.redaction import fault
from bot.sentences.operations import environment as sentences
from bot.sentences.operations import setup
from handlers.outbound.proxies import BadProxy, proxy_to

SLACK_API = "https://slack.com/api/"
CONFIG_FILE = "config.yaml"
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
    evidence_key: str = field(default="", repr=False)
    """What the names of files that are kept as evidence are made with (HMAC)."""
    audit_keys: AuditKeys = field(default_factory=AuditKeys, repr=False, compare=False)
    """What the history's HMACs are made with."""
    check_proxy: str = field(default="", repr=False)
    """What page checks go through, with its password if it has one."""
    variables: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """All of them: config.yaml names those with the secrets of connectors."""

    @property
    def real_slack(self) -> bool:
        """Whether messages would reach Slack itself, and not a stand-in on this machine."""
        host = urlsplit(self.api_url).hostname or ""
        return host not in ("127.0.0.1", "localhost", "::1")

    @property
    def slacks_own(self) -> bool:
        """Whether messages go to Slack's own address: only then may notices leave this machine."""
        host = urlsplit(self.api_url).hostname or ""
        return f".{host}".endswith((".slack.com", ".slack-gov.com"))


def read_environment(environ: Mapping[str, str], config_path: str | None = None) -> Environment:
    """The settings in the environment; `config_path` (the command line's) wins.

    Raises SetupError with a sentence for each variable that cannot be used.
    """
    if wrong := [fault for _, fault in variables.faults(environ)]:
        raise SetupError("\n".join(wrong))
    api_url = told(environ, variables.API_URL) or SLACK_API
    key, old_keys = told(environ, AUDIT_KEY), told(environ, OLD_AUDIT_KEYS)
    earlier = old_keys.replace(",", " ").split()
    return Environment(
        bot_token=told(environ, variables.BOT_TOKEN),
        app_token=told(environ, variables.APP_TOKEN),
        signing_secret=told(environ, variables.SIGNING_SECRET),
        api_url=api_url if api_url.endswith("/") else api_url + "/",
        database_url=told(environ, variables.DATABASE_URL) or DEFAULT_DATABASE,
        config_path=config_path or told(environ, variables.CONFIG) or None,
        erasure_key=told(environ, KEY_VARIABLE),
        evidence_key=told(environ, EVIDENCE_KEY),
        audit_keys=_audit_keys(key, earlier),
        check_proxy=told(environ, PROXY_VARIABLE),
        variables=dict(environ),
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


def check_evidence_key(environment: Environment) -> None:
    """Raises SetupError unless the environment has a key that names of files are made with."""
    length = len(environment.evidence_key)
    if length < SHORTEST_KEY:
        raise SetupError(setup.no_evidence_key(EVIDENCE_KEY, length, SHORTEST_KEY))


def proxy_for(environment: Environment) -> str | None:
    """What Slack is reached through. Raises SetupError where the environment names no HTTP proxy."""
    try:
        return proxy_to(environment.api_url)
    except BadProxy as bad:
        if bad.socks:
            raise SetupError(sentences.socks_proxy(bad.variable)) from None
        raise SetupError(sentences.not_accepted(bad.variable, sentences.A_PROXY)) from None


def config_file(path: str | None) -> Path | None:
    """The file that is read: the named one, or config.yaml where it is here; absolute.

    Raises SetupError where that can't be looked up.
    """
    try:
        file = Path(path or CONFIG_FILE).absolute()
        return file if path is not None or file.exists() else None
    except OSError as error:
        raise SetupError(setup.unreadable_config(path or CONFIG_FILE, fault(error))) from None


def config_read(environment: Environment) -> str:
    """Which config is read, as a sentence."""
    file = config_file(environment.config_path)
    return setup.reads_config(str(file)) if file else setup.reads_no_config(str(Path.cwd()))


def load_config(path: str | None) -> Config:
    """The config of the named file; without a name config.yaml here, or else the defaults.

    Raises SetupError with a line for each thing that is wrong.
    """
    if config_file(path) is None:
        return Config()
    file = Path(path or CONFIG_FILE)
    try:
        return read_config(file.read_text(encoding="utf-8-sig"), str(file))
    except ConfigError as error:
        raise SetupError(str(error)) from None
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise SetupError(setup.unreadable_config(str(file), fault(error))) from None
