"""One address → its canonical URL: what a browser would open, without what says nothing of the page.

The parser is ada (docs/decisions/0002-url-parser.md), which follows the WHATWG URL Standard
(https://url.spec.whatwg.org/). What is done besides, and why, stands at each function.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from ada_url import idna_to_ascii, idna_to_unicode, normalize_url

from bot.domain.pages.fragments import kept_fragment
from bot.domain.pages.problems import LONGEST, InvalidUrl, invalid
from bot.domain.platforms.matching import SPLIT, Parts, Site, is_tracking_anywhere, site_of

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_BRACKETS = str.maketrans({char: f"%{ord(char):02X}" for char in "[]{}`|"})
_HTML = re.compile("&(?:amp;)*(lt;|gt;)|&(?:amp;)+")
_HTML_MEANS = {"lt;": "%3C", "gt;": "%3E", None: "&"}
_MARKS = {mark: f"%{ord(mark):02X}" for mark in ".,;:!?'()"}
_LONE = re.compile("[\ud800-\udfff]")
_UNRESERVED = {
    f"{ord(char):02X}": char
    for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
}


def whatwg(text: str) -> str:
    """The standard's serialisation of an absolute address, with everything it has.

    Raises ValueError where the standard says failure. Two things are done that the parser leaves
    to its caller: lone surrogates become U+FFFD, as in any conversion to a USVString, and a host
    with an `xn--` label that is no valid Punycode is refused, which ada 4 lets pass.
    """
    if not text.isascii():
        text = _LONE.sub("\ufffd", text)
    href: str = normalize_url(text)
    if "xn--" in href and not _punycode_is_valid(href):
        raise ValueError("invalid Punycode in the host")
    return href


def _punycode_is_valid(href: str) -> bool:
    found = SPLIT.fullmatch(href)
    if found is None:
        return True
    for label in found[2].split("."):
        if label.startswith("xn--"):
            decoded = idna_to_unicode(label)
            if decoded.isascii() or idna_to_ascii(decoded) != label.encode():
                return False
    return True


def split(text: str, extra_hosts: Mapping[str, str]) -> tuple[str, Parts, Site | None]:
    """An address's canonical URL, its parts, and the platform's site where the host has one.

    Beyond the standard: user info, fragment, tracking parameters, empty parameters and the dot
    behind a host are dropped; unreserved characters lose their percent-encoding, and hexadecimal
    digits become capitals (RFC 3986, 6.2.2); what HTML left (`&amp;`) is undone; brackets,
    backticks, `|`, and a mark at the end that a sentence might have put there, are
    percent-encoded, so that an address can be shown defanged in running text and turned back.
    A fragment stays where it is the page (`page_fragments`).

    Raises InvalidUrl.
    """
    try:
        href = whatwg(text)
    except ValueError:
        raise _refusal(text) from None
    found = SPLIT.fullmatch(href)
    if found is None:
        raise _refusal(text)
    scheme, host, port, path, query, fragment = found.groups()
    if host.endswith("."):
        host = host.rstrip(".")
    if "." not in host and not host.startswith("["):
        raise invalid("no_dot", text)
    path = _without_html(_decoded(path)).translate(_BRACKETS)
    site = site_of(host, extra_hosts)
    if query:
        query = _without_tracking(_without_html(_decoded(query)).translate(_BRACKETS), site)
    query = query or None
    canonical = f"{scheme}://{host}{port or ''}{path}"
    if query:
        canonical += "?" + query
    if fragment is not None:
        of_platform = site is not None and site.keeps_fragment
        fragment = kept_fragment(host, path, fragment, of_platform=of_platform)
        if fragment is not None:
            fragment = _decoded(fragment).translate(_BRACKETS)
            canonical += fragment
    if canonical[-1] in _MARKS and (last := _last_encoded(canonical)):
        canonical = canonical[:-1] + last
        if fragment is not None:
            fragment = fragment[:-1] + last
        elif query is not None:
            query = query[:-1] + last
        else:
            path = path[:-1] + last
    if len(canonical) > LONGEST:
        raise invalid("too_long", text)
    return canonical, (host, port, path, query, fragment), site


def _without_tracking(query: str, site: Site | None) -> str:
    is_tracking = site.is_tracking if site else is_tracking_anywhere
    pairs = query.split("&")
    return "&".join(pair for pair in pairs if pair and not is_tracking(pair.partition("=")[0]))


def _last_encoded(canonical: str) -> str:
    last = canonical[-1]
    if last == ")" and canonical.count(")") <= canonical.count("("):
        return ""
    return _MARKS[last]


def _without_html(text: str) -> str:
    return _HTML.sub(lambda found: _HTML_MEANS[found[1]], text) if ";" in text else text


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    # A stray % could make a new escape out of what is decoded behind it.
    if _BROKEN_ESCAPE.search(text):
        return text
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    digits = found[1].upper()
    return _UNRESERVED.get(digits) or "%" + digits


def _refusal(text: str) -> InvalidUrl:
    if _CONTROL.search(text):
        return invalid("control", text)
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return invalid("scheme", text, scheme=scheme[1].lower())
    return invalid("not_a_url", text)


@lru_cache(maxsize=1024)
def host_in_letters(host: str) -> str:
    """A host as a person would read it: without Punycode."""
    return idna_to_unicode(host) if "xn--" in host else host
