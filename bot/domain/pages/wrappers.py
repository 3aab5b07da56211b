"""An address that carries another in plain sight: the page is the one inside.

Mail filters, search engines, platforms and chats put a link of their own round an address. Which
ones do, and where, stands in `carriers`; a parameter's name alone says nothing. Nothing is fetched.
"""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from bot.domain.pages import carriers
from bot.domain.pages.canonical import whatwg
from bot.domain.pages.defang import refang
from bot.domain.pages.suffixes import known_suffix
from bot.domain.platforms.matching import SPLIT

DEEPEST = 5
LONGEST_WRAPPER = 16_000
"""What a link of this kind may have; the page inside has the limit of every address."""

_HOST = re.compile(r"https?:[/\\]*(?:[^/\\?#@]*@)?([^/\\?#:@]+)", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:[a-z]{1,8}\.)?(google|yandex|pinterest)\.(?:com?\.)?[a-z]{2,3}")
_BEGINS = re.compile(r"h(?:tt|xx)p(s?):[/\\]{1,2}(?=[^/\\])", re.IGNORECASE)
_BARE = re.compile(r"([\w-]+(?:\.[\w-]+)+)(?:[/?#:]|\Z)")
_V3 = re.compile(r"/v3/__(.+)__;([A-Za-z0-9_-]*)(?:!.*)?", re.DOTALL)
_V3_PLACE = re.compile(r"\*(?:\*(.))?", re.DOTALL)
_RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_AVANAN = re.compile(r"/v2/(?:[^/_]+/)*___(.+?)___\..*", re.DOTALL)
_RU = re.compile(r".*?/RU=([^/]+)/RK=.*", re.DOTALL)
_VERSION = re.compile(r"/v[0-9]{1,3}\.[0-9](?=/dialog/)")
_IN_TEXT = re.compile(r"(?<!\S)h(?:tt|xx)ps?:[/\\]{1,2}\S+", re.IGNORECASE)
_CHECKSUM = re.compile(r":[A-Za-z0-9_-]{3,}\Z")
_PRIVATE = (
    ".local",
    ".localhost",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".corp",
    ".home.arpa",
)


class Carrier(Enum):
    """What a link is that only leads on."""

    REDIRECT = "redirect"
    SHARE = "share"
    LOG_IN = "log_in"
    SEALED = "sealed"


class Carried(NamedTuple):
    """A link that only leads on: whose it is, what it is, and the address in it ("" for none)."""

    host: str
    what: Carrier
    address: str


class _Row(NamedTuple):
    host: str
    what: Carrier
    paths: tuple[str, ...]
    parameters: tuple[str, ...]


def _read(table: str, what: Carrier) -> Iterator[_Row]:
    for line in table.strip().splitlines():
        hosts, paths, *parameters = line.split(" ")
        named = tuple(parameters[0].split(",")) if parameters else ()
        for host in hosts.split(","):
            yield _Row(host, what, tuple(paths.lower().split(",")), named)


@cache
def _rows() -> Mapping[str, tuple[_Row, ...]]:
    tables = (
        (carriers.REDIRECTS, Carrier.REDIRECT),
        (carriers.SHARES, Carrier.SHARE),
        (carriers.LOG_INS, Carrier.LOG_IN),
        (carriers.SEALED, Carrier.SEALED),
    )
    found: dict[str, list[_Row]] = {}
    for table, what in tables:
        for row in _read(table, what):
            found.setdefault(row.host, []).append(row)
    return {host: tuple(rows) for host, rows in found.items()}


def _rows_of(host: str) -> tuple[_Row, ...]:
    table = _rows()
    found: tuple[_Row, ...] = ()
    if known := _COUNTRY.fullmatch(host):
        found = table.get(f"{known[1]}.*", ())
    while host:
        if rows := table.get(host):
            found += rows
        host = host.partition(".")[2]
    return found


def carried(address: str) -> Carried | None:
    """What an http(s) address carries; None where it is of no host and path that do.

    Of several lines for one place the first that carries an address counts.
    """
    host = _HOST.match(address) if len(address) <= LONGEST_WRAPPER else None
    if host is None or not (rows := _rows_of(host[1].lower().rstrip("."))):
        return None
    try:
        parts = SPLIT.fullmatch(whatwg(address))
    except ValueError:
        return None
    if parts is None:
        return None
    scheme, name, _, path, query, fragment = parts.groups()
    query = (query or "").replace("&amp;", "&")
    place = _Place(f"{scheme}://{name}", path, query)
    short = _VERSION.sub("", path.lower().rstrip("/"), count=1) or "/"
    here = [row for row in rows if any(_is_at(short, one) for one in row.paths)]
    for row in here:
        for how in row.parameters:
            if inner := _absolute(place, how):
                if fragment and "#" not in inner:
                    # A browser takes the fragment along to where it is sent.
                    inner += fragment
                return Carried(row.host.replace(".*", ".com"), row.what, inner)
    for row in here:
        if _is_empty(row, place, short):
            return Carried(row.host.replace(".*", ".com"), row.what, "")
    return None


class _Place(NamedTuple):
    origin: str
    path: str
    query: str


def _is_at(path: str, wanted: str) -> bool:
    wanted = wanted.removesuffix("?")
    if wanted.endswith("*"):
        return path.startswith(wanted[:-1]) or path + "/" == wanted[:-1]
    return path == wanted


def _is_empty(row: _Row, place: _Place, path: str) -> bool:
    """Whether a link of this row that carries nothing readable is one all the same."""
    if path == "/" and not place.query:
        return False
    if row.what is Carrier.SEALED:
        return True
    if all(one.endswith("?") for one in row.paths if _is_at(path, one)):
        return False
    others = (how.partition("-")[2] for how in row.parameters)
    return not any(name and _value(place.query, name) for name in others)


def _absolute(place: _Place, how: str) -> str:
    """The address that a place carries, if it is one of http(s) on a public host."""
    relative = how.startswith("~/")
    inner = _taken(place, how.removeprefix("~/")).strip()
    if relative and inner[:3].lower() == "%2f":
        inner = unquote(inner)
    if relative and inner.startswith("/") and not inner.startswith(("//", "/\\")):
        return place.origin + inner
    for _ in range(2):
        if found := _BEGINS.match(inner):
            inner = f"http{found[1].lower()}://{inner[found.end() :]}"
            return inner if _is_public(inner) else ""
        # Encoded once more by whoever put it in.
        inner = unquote(inner)
    return ""


def _taken(place: _Place, how: str) -> str:
    coding, _, name = how.rpartition("/")
    if how in _WHOLE:
        return _WHOLE[how](place)
    if "-" in name:
        name, _, without = name.partition("-")
        if _value(place.query, without):
            return ""
    value = _value(place.query, name)
    if not value:
        return ""
    if coding == "b64":
        return _base64(unquote(value))
    if coding == "bing":
        return _base64(value[2:]) if value.startswith("a1") else ""
    if coding == "proofpoint":
        value = value.replace("-", "%").replace("_", "/")
    value = unquote(value)
    if coding == "in":
        found = _IN_TEXT.findall(value)
        return found[0].rstrip(".,;:!?") if len(found) == 1 else ""
    if coding == "disqus":
        return _CHECKSUM.sub("", value)
    if coding == "bare" and (bare := _BARE.match(value)) and known_suffix(bare[1]):
        return "https://" + value
    return value


def _value(query: str, name: str) -> str:
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if key == name and value:
            return value
    return ""


def _base64(text: str) -> str:
    try:
        return base64.b64decode(_padded(text), altchars=b"-_").decode()
    except (binascii.Error, ValueError):
        return ""


def _padded(text: str) -> str:
    text = text.rstrip("=").replace("+", "-").replace("/", "_")
    return text + "=" * (-len(text) % 4)


def _rest(place: _Place) -> str:
    return place.path + ("?" + place.query if place.query else "")


def _whole_query(place: _Place) -> str:
    return place.query if _BEGINS.match(place.query) else unquote(place.query)


def _segment(place: _Place) -> str:
    for part in place.path.split("/"):
        if "%2f" in part.lower() and _BEGINS.match(decoded := unquote(part)):
            return decoded
    return ""


def _v3(place: _Place) -> str:
    """Proofpoint's third form: `*` stands for what it could not write, which follows in base64."""
    found = _V3.fullmatch(_rest(place))
    if found is None:
        return ""
    hidden = _base64(found[2])
    at = 0

    def shown(star: re.Match[str]) -> str:
        nonlocal at
        run = _RUNS.find(star[1]) + 2 if star[1] else 1
        at += run
        return hidden[at - run : at] if hidden else star[0]

    inner = _V3_PLACE.sub(shown, found[1])
    return re.sub(r"\A(https?:/)(?!/)", r"\1/", inner, flags=re.IGNORECASE)


def _between(pattern: re.Pattern[str]) -> Callable[[_Place], str]:
    def read(place: _Place) -> str:
        found = pattern.fullmatch(_rest(place))
        return found[1] if found else ""

    return read


_WHOLE: Mapping[str, Callable[[_Place], str]] = {
    "query": _whole_query,
    "segment": _segment,
    "path": lambda place: _rest(place)[1:],
    "v3": _v3,
    "avanan": _between(_AVANAN),
    "RU": lambda place: unquote(_between(_RU)(place)),
}


def _is_public(address: str) -> bool:
    found = SPLIT.fullmatch(_serialised(address))
    if found is None:
        return False
    host = found[2].rstrip(".")
    try:
        return ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE)


def _serialised(address: str) -> str:
    try:
        return whatwg(address)
    except ValueError:
        return ""


def innermost(address: str) -> tuple[str, Carried | None, bool]:
    """The address that stands innermost, the outermost link round it, and whether its end is
    hidden: a sealed link, or more than five round each other, where the address stays as it is."""
    at, outermost = address, None
    for _ in range(DEEPEST):
        found = carried(at)
        if found is None or not found.address:
            return at, outermost or found, bool(found and found.what in _HIDE)
        at = found.address
        outermost = outermost or found
    found = carried(at)
    if found is not None and found.address:
        return address, None, True
    return at, outermost, bool(found and found.what in _HIDE)


_HIDE = (Carrier.SEALED, Carrier.REDIRECT)


def without_wrapper(typed: str, canonical: str) -> str:
    """A page's address as others may see it: as typed, or without the link that it came in, which
    may tell who received that link."""
    address = refang(typed)
    if not _HOST.match(address):
        address = "https://" + address.lstrip("/")
    found = carried(address)
    return canonical if canonical and found and found.address else typed
