"""Typed text → pages: which addresses stand in it, what a browser would open, and which page that is.

Nothing here reaches the network or reads a clock: no short link is followed and no name is
looked up. The parts: `page_words` (text → words), `page_canonical` (address → canonical URL),
`platforms` (canonical URL → key), `lookalikes` (what is odd about a host), `page_defang`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.pages.canonical import split
from bot.domain.pages.copies import original_of
from bot.domain.pages.defang import defang, refang
from bot.domain.pages.lookalikes import lookalike_warning
from bot.domain.pages.problems import LONGEST, InvalidUrl, UrlProblem, invalid, problem
from bot.domain.pages.suffixes import FILES, is_ending, known_suffix, may_be_a_word
from bot.domain.pages.trimming import PLACE, tidy
from bot.domain.pages.words import Word, words
from bot.domain.pages.wrappers import Carrier, innermost
from bot.domain.platforms import NO_HOSTS, Page
from bot.domain.platforms.matching import FRONT, Parts, identify_parts, platform_label, site_of
from bot.domain.platforms.table import listed
from bot.sentences import addresses

__all__ = [
    "Found",
    "InvalidUrl",
    "UrlProblem",
    "defang",
    "find_pages",
    "named_pages",
    "parse_page",
    "refang",
]

SLACK_CUTS_AT = 4_000
SHOWN_OF_COPIES = 300
MOST_READ = 400
"""Addresses that are read of a text; a person flags twenty at once."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_NO_COLON = re.compile(r"h(?:tt|xx)ps?/{1,2}\w", re.IGNORECASE)
_BARE = re.compile(r"([\w-]+(?:\.[\w-]+)*)\.?(:[0-9]{1,5})?([/?#\\].*)?", re.DOTALL)
_IPV4 = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_NETWORK = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}/(?:[0-9]|[12][0-9]|3[0-2])"
    r"|(?=.*::|(?:[^:]+:){7})[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}/[0-9]{1,3}"
)
_ODD_HOST = re.compile(r"[^\w.:\[\]-]|\.\.|\A\.")
_BRACKET_IN_HOST = re.compile(r"([\w.-]*)[()][\w.()-]*?([\w.-]*)(?:[/?#:].*)?", re.DOTALL)
_LABELLED = re.compile(r"[A-Za-z]+[:=](?=[\w-]+(?:\.[\w-]+)+)")
_USER_INFO = re.compile(r"https?:[/\\]*([^/\\?#]*)@", re.IGNORECASE)
_OTHER_SCHEMES = frozenset(
    listed(
        "about blob chrome data fb file ftp ftps ftxp fxp geo gopher imap intent irc javascript magnet"
        " mailto market news sftp skype sms ssh tel tg vbscript view-source viber whatsapp ws wss xmpp"
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a text holds.

    `pages` in the order in which they stand, one per page key. `problems` is what looked like an
    address and was not taken; where there is neither, one with the code "no_url". `rest` is the
    text without the addresses: the note. `cut` says that the text is as long as Slack lets it be,
    so its end may be missing; an address at that end is then a problem and no page.
    """

    pages: tuple[Page, ...]
    problems: tuple[UrlProblem, ...]
    rest: str
    cut: bool = False


def find_pages(
    text: str, extra_hosts: Mapping[str, str] = NO_HOSTS, cut_at: int = SLACK_CUTS_AT
) -> Found:
    """All pages in a text, as Slack sends it or as people paste it.

    Understood are Slack's `<https://a|b>` and `&amp;`, defanging, a missing scheme, brackets,
    quotes and marks round an address, invisible and full-width characters. Mail addresses and
    file names are words. What may be a site or a word ("hello.world") is a problem, with the
    question. `cut_at` is the length at which the text may have been cut: pass a message's own.
    """
    cut = len(text) >= cut_at
    pages: dict[str, Page] = {}
    problems: list[UrlProblem] = []
    doubts: list[UrlProblem] = []
    rest: list[str] = []
    read = 0
    for word in words(text):
        if read >= MOST_READ and word.address:
            problems.append(problem("too_many", "", count=MOST_READ))
            break
        try:
            page = _page(word, extra_hosts) if word.address else None
            if page and cut and word.ended:
                raise invalid("cut", word.typed)
        except _Doubt as doubt:
            if len(doubts) < MOST_READ:
                doubts.append(doubt.problem())
            page = None
        except InvalidUrl as refused:
            problems.append(refused.problem)
            read += 1
            page = None
            if len(word.typed) > LONGEST:
                continue
        if page:
            pages.setdefault(page.key, page)
            read += 1
            rest.append(PLACE)
        else:
            rest.append(word.left)
    if not pages and not problems:
        problems = doubts or [problem("no_url", "")]
    return Found(tuple(pages.values()), tuple(problems), tidy("".join(rest)), cut)


def named_pages(
    text: str, extra_hosts: Mapping[str, str] = NO_HOSTS
) -> Iterator[tuple[str, Page | None]]:
    """Each address in a text, in order: as it is typed, and its page, or None where it has none."""
    for word in words(text):
        if not word.address:
            continue
        try:
            page = _page(word, extra_hosts)
        except _Doubt:
            continue
        except InvalidUrl:
            yield word.typed, None
        else:
            if page:
                yield page.typed, page


def parse_page(text: str, extra_hosts: Mapping[str, str] = NO_HOSTS) -> Page:
    """The one page that a text names, and nothing else in it.

    Raises InvalidUrl: no address, several, words beside it, or one that cannot be flagged.
    """
    found = find_pages(text, extra_hosts, cut_at=len(text) + 1)
    if found.problems:
        raise InvalidUrl(found.problems[0])
    if len(found.pages) > 1:
        raise invalid("several", text, count=len(found.pages))
    if found.rest:
        raise invalid("spaces", text.strip())
    return found.pages[0]


class _Doubt(Exception):
    """What is worth saying only where the text holds nothing else: the arguments of `problem`."""

    def __init__(self, what: str, typed: str, **words: object) -> None:
        super().__init__(what)
        self.what, self.typed, self.words = what, typed, words

    def problem(self) -> UrlProblem:
        """The problem, with its sentence."""
        return problem(self.what, self.typed, **self.words)


def _page(word: Word, extra_hosts: Mapping[str, str]) -> Page | None:
    """The page that a word names; None for an ordinary word. Raises InvalidUrl."""
    address = word.address
    if _CONTROL.search(address) and ("." in address or ":" in address):
        raise invalid("control", word.typed)
    if address[:5].lower() in ("http:", "https"):
        if _NO_COLON.match(address):
            raise invalid("no_colon", word.typed)
        if address[:6].lower() == "https:" or address[4] == ":":
            return _whole(word, address, extra_hosts)
    if address.startswith("//"):
        address = address.lstrip("/")
    scheme = _SCHEME.fullmatch(address) if ":" in address else None
    if scheme and "." not in scheme[1]:
        name = scheme[1].lower()
        if scheme[2].startswith("//") or (name in _OTHER_SCHEMES and scheme[2]):
            raise invalid("scheme", word.typed, scheme=name)
    label = _LABELLED.match(address)
    if label:
        address = address[label.end() :]
        word = word._replace(typed=word.typed.removeprefix(label[0]))
    if "/" in address and _NETWORK.fullmatch(address):
        raise invalid("network", word.typed)
    if _is_address(word, address, extra_hosts):
        return _whole(word, "https://" + address, extra_hosts)
    return None


def _whole(word: Word, address: str, extra_hosts: Mapping[str, str]) -> Page:
    if word.glued:
        raise invalid("together", word.typed)
    if word.typed.endswith("…"):
        raise invalid("shortened", word.typed)
    return _made(word.typed, address, extra_hosts)


def _is_address(word: Word, address: str, extra_hosts: Mapping[str, str]) -> bool:
    """Whether a word without a scheme is an address. Raises InvalidUrl where it may be one."""
    found = _BARE.fullmatch(address)
    if found is None:
        odd = _BRACKET_IN_HOST.fullmatch(address) if len(address) <= LONGEST else None
        if odd and any("." in part and known_suffix(part) for part in odd.groups()):
            raise _Doubt("not_a_url", word.typed)
        return False
    host, port, path = found[1], found[2], found[3]
    if "." not in host:
        if host.lower() == "localhost" and (port or path or len(word.typed) == len(word.left)):
            raise invalid("no_dot", word.typed)
        return False
    if _IPV4.fullmatch(host):
        if port or path or word.dead:
            return True
        raise _Doubt("ambiguous", word.typed)
    suffix = host.rpartition(".")[2].lower()
    if len(address) > LONGEST + 200 or suffix.isdigit():
        return False
    if known_suffix(host):
        if word.dead or port or path or host[:4].lower() == "www.":
            return True
        if site_of(host.lower(), extra_hosts) or not may_be_a_word(host):
            return True
        if is_ending(host):
            raise _Doubt("ambiguous", word.typed)
        raise InvalidUrl(problem("ambiguous", word.typed))
    if extra_hosts and site_of(host.lower(), extra_hosts):
        return True
    if suffix in FILES or len(suffix) < 2 or not suffix.replace("-", "").isalpha():
        return False
    if word.dead:
        raise invalid("unknown_site", word.typed, suffix=suffix)
    raise _Doubt("unknown_site", word.typed, suffix=suffix)


def _made(typed: str, address: str, extra_hosts: Mapping[str, str]) -> Page:
    address, link, hidden = innermost(address)
    if link and not link.address and link.what in (Carrier.SHARE, Carrier.LOG_IN):
        raise invalid(link.what.value, typed)
    if len(address) > LONGEST:
        raise invalid("too_long", typed)
    canonical, parts, site = split(address, extra_hosts)
    if _ODD_HOST.search(parts[0]):
        raise invalid("not_a_url", typed)
    if _is_in_slack(parts[0], parts[2]):
        raise _Doubt("slack", typed)
    key, platform, kind = identify_parts(parts, site)
    if kind == FRONT:
        raise invalid("front_page", typed, platform=platform_label(platform))
    warnings = _warnings(address, parts, site is None)
    if link and link.address:
        warnings = (_LED_ON[link.what](defang(link.host)), *warnings)
    if hidden:
        warnings += (addresses.HIDDEN,)
    return Page(typed, canonical, key, platform, kind, warnings)


_IN_SLACK = frozenset(listed("archives canvas client docs files files-pri huddle lists team"))
_LED_ON = {
    Carrier.REDIRECT: addresses.taken_out,
    Carrier.SHARE: addresses.shared,
    Carrier.LOG_IN: addresses.behind_log_in,
}


def _is_in_slack(host: str, path: str) -> bool:
    """Whether an address is of a message or file in somebody's Slack."""
    if f".{host}".endswith((".slack.com", ".slack-gov.com")):
        first = path[1:].partition("/")[0]
        return first in _IN_SLACK
    return False


def _warnings(address: str, parts: Parts, unknown: bool) -> tuple[str, ...]:
    host, _, path, query, _ = parts
    found = []
    user = _USER_INFO.match(address)
    if user and "." in user[1]:
        shown = defang(user[1].partition(":")[0])
        found.append(f"The address shows {shown} before an @, but its site is {defang(host)}.")
    if original := original_of(host, path, query):
        found.append(addresses.copy_of(_short(original)))
    elif unknown and (odd := lookalike_warning(host)):
        found.append(odd)
    return tuple(found)


def _short(address: str) -> str:
    return defang(address if len(address) <= SHOWN_OF_COPIES else address[:SHOWN_OF_COPIES] + "…")
