"""What a platform's answers show: is a page there, is it gone, or is there a wall before it.

The sentences were searched for word for word in public source code (November 2026): many programs
quote them, in tests and in fixtures of real pages. Other sources stand at each platform. Nothing
here was fetched from a platform. Platforms change their words; a sentence that is missing costs an
unsure reading, and one too many costs a wrong question to the team. So a sentence is listed only
where it stands for one cause, or where the platform itself gives no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one platform.

    `ask` is the public address that tells of a page without touching it, by kind of page: in it
    `{url}` is the canonical URL and `{1}`, `{2}` are the parts of the id in the page key, all
    percent-encoded. Where `ask_shape` (a regular expression) does not match the canonical URL, it
    is not asked. `ask_gone` are the HTTP codes of that address which mean gone: none where a
    platform gives the same code to pages that are only private.

    `gone`, `walls` are sentences of the text that people see; capitals, spaces and the form of
    apostrophes do not count. `gone_marks` and `up_marks` are pieces of the source, exactly as
    they stand but for spaces behind a colon; the former with what they mean, in words for people.
    `login_paths` begin the paths of login pages. With `alike`, a page looks the same to strangers
    whether or not anything is there, so that 200 without a sign says nothing.
    """

    ask: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ask_shape: str = ""
    ask_gone: tuple[int, ...] = (404, 410)
    gone: tuple[str, ...] = ()
    gone_marks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    up_marks: tuple[str, ...] = ()
    walls: tuple[str, ...] = ()
    login_paths: tuple[str, ...] = ()
    alike: bool = False


ANY_SITE = Signs(
    gone=(
        # cPanel's page for an account that its host has suspended:
        # https://docs.cpanel.net/whm/account-functions/manage-account-suspension/
        "This Account has been suspended. Contact your hosting provider for more information",
    ),
    # Said by walls that stand before many sites (Cloudflare, hCaptcha, DataDome, login forms).
    walls=(
        "Just a moment...",
        "Checking your browser before accessing",
        "Checking if the site connection is secure",
        "Attention Required! | Cloudflare",
        "Sorry, you have been blocked",
        "Verify you are human",
        "Please verify that you are a human",
        "Please enable JS and disable any ad blocker",
        "Are you a robot?",
        "Before you continue to",
    ),
    login_paths=(
        "/login",
        "/log-in",
        "/signin",
        "/sign-in",
        "/accounts/login",
        "/account/login",
        "/user/login",
        "/users/sign_in",
        "/wp-login.php",
        "/oauth",
        "/sso",
    ),
)
