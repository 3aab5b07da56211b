"""What must hold for every page, on examples of all platforms and on addresses made at random."""

from __future__ import annotations

import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.domain.pages.canonical import split
from bot.domain.pages.problems import InvalidUrl
from bot.domain.pages.urls import defang, find_pages, parse_page, refang
from bot.domain.platforms import NO_HOSTS, PLATFORMS, identify
from bot.domain.platforms.rules import _body
from bot.domain.platforms.table import ANY, Id, Platform, Words
from bot.domain.platforms.trackers import EVERYWHERE

MODEST = settings(max_examples=200)

EXAMPLES = [
    address if address.startswith("http") else f"https://{address}"
    for platform in PLATFORMS
    for kind in platform.kinds
    for addresses in kind.same.values()
    for address in addresses
]
HOSTS = {host for platform in PLATFORMS for host in platform.hosts}

label = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(
    lambda text: not text.startswith("xn--")
)
host = st.builds(
    lambda labels, end: ".".join([*labels, end]),
    st.lists(label, min_size=1, max_size=3),
    st.sampled_from(["com", "org", "co.uk", "example", "net", "io"]),
)
piece = st.text(
    alphabet="abcXYZ019-._~!$&()*+,=:@%/?[]{}|^`'éж中", min_size=0, max_size=12
) | st.sampled_from(
    ["%41", "%7E", "%2F", "%c3%a9", "..", "%2e%2e", "&amp;", "utm_source=a", "id=1"]
)
unknown = st.builds(
    lambda scheme, host, path, query: f"{scheme}://{host}/{'/'.join(path)}?{'&'.join(query)}",
    st.sampled_from(["http", "https"]),
    host,
    st.lists(piece, max_size=4),
    st.lists(piece, max_size=4),
)
addresses = st.sampled_from(EXAMPLES) | unknown


def canonical_of(address: str) -> str:
    """The canonical URL of a made-up address; skips what is not one."""
    try:
        return split(address, NO_HOSTS)[0]
    except InvalidUrl:
        assume(False)
        raise


@MODEST
@given(addresses)
@example("https://example.com/%%34%31")
@example("https://example.com/a%2E")
@example("https://example.com/(a.)")
@example("https://example.com/&amp;lt;&amp;amp;")
@example("https://example.com/?a&amp;amp;b&&utm_x=1")
@example("https://web.telegram.org/k/#@some_channel")
def test_canonicalising_again_changes_nothing(address: str) -> None:
    once = canonical_of(address)
    assert canonical_of(once) == once
    assert identify(canonical_of(once)) == identify(once)


@MODEST
@given(addresses)
@example("https://example.com/a[.]b(.)c(dot)d{dot}e[dot]f")
@example("https://example.com/?to=https://other.example/x&mail=a@b.example")
@example("http://[2001:db8::1]/a.b")
def test_defanging_is_reversible_and_leaves_the_key(address: str) -> None:
    canonical = canonical_of(address)
    dead = defang(canonical)
    assert refang(dead) == canonical
    assert parse_page(dead).key == identify(canonical)[0]


@MODEST
@given(addresses)
def test_what_is_defanged_has_nothing_that_a_client_links(address: str) -> None:
    dead = defang(canonical_of(address))
    assert not re.search(r"https?://|(?<!\[:)(?<!^hxxp:)(?<!^hxxps:)//\w+\.|\w\.\w|\w@\w|`", dead)


@MODEST
@given(st.text(alphabet="ab.[]{}()@:/dothxp*_s", max_size=30))
def test_defanging_is_reversible_for_any_word(text: str) -> None:
    for word in (text, f"http://a.b/{text}", f"https://x.y/?{text}"):
        if refang(word) != word and not word.startswith("http"):
            continue  # already defanged by somebody
        assert refang(defang(word)) == word


@MODEST
@given(addresses, st.randoms())
def test_the_key_does_not_depend_on_scheme_host_case_or_www(address: str, random: object) -> None:
    canonical = canonical_of(address)
    key = identify(canonical)[0]
    scheme, _, rest = canonical.partition("://")
    name, slash, path = rest.partition("/")
    turned = "http" if scheme == "https" else "https"
    variants = [f"{turned}://{rest}", f"{scheme.upper()}://{name.upper()}{slash}{path}"]
    if name in HOSTS or (identify(canonical)[1] == "web" and not name.startswith("www.")):
        variants.append(f"{scheme}://www.{rest}")
    for variant in variants:
        assert identify(canonical_of(variant))[0] == key, variant


@MODEST
@given(
    addresses,
    st.lists(st.sampled_from(EVERYWHERE), min_size=1, max_size=3),
    st.text(alphabet="abcXYZ019-_.%41", max_size=6).filter(lambda text: "%" not in text),
)
def test_the_key_does_not_depend_on_tracking(address: str, names: list[str], value: str) -> None:
    canonical = canonical_of(address)
    assume("#" not in canonical)
    pairs = "&".join(f"{name.replace('*', 'x')}={value}" for name in names)
    base, _, query = canonical.partition("?")
    for tracked in (
        f"{base}?{pairs}" + ("&" + query if query else ""),
        f"{canonical}{'&' if query else '?'}{pairs}",
    ):
        assert canonical_of(tracked) == canonical
        assert identify(canonical_of(tracked)) == identify(canonical)


@pytest.mark.parametrize("name", ["id", "v", "p", "page", "ref", "q", "t", "s", "si", "source"])
def test_a_parameter_that_may_identify_is_never_dropped_on_unknown_sites(name: str) -> None:
    one, two = (parse_page(f"https://example.com/x?{name}={value}") for value in (1, 2))
    assert one.key != two.key
    assert one.canonical == f"https://example.com/x?{name}=1"


RULES = [
    (platform, address)
    for platform in PLATFORMS
    for kind in platform.kinds
    for address in kind.at
    if not platform.host_in_key
]


def filled(
    platform: Platform, address: str, data: st.DataObject
) -> tuple[str, str, tuple[str, ...]]:
    """Two URLs for one template that differ in one id, and that id's two spellings in a key; and
    what does not count is the same in both."""
    places = list(re.finditer(r"\{([a-z_]+)(?::([a-z]+))?\}", address))
    own = [number for number, found in enumerate(places) if not found[1].startswith("_")]
    differs = data.draw(st.sampled_from(own))
    one, two, at, pair = "", "", 0, ("", "")
    for number, found in enumerate(places):
        literal = address[at : found.start()]
        at = found.end()
        name = found[2] or found[1].lstrip("_")
        alphabet = ANY if name == "any" else platform.ids[name]
        if number == differs:
            values = [drawn(alphabet, data) for _ in range(2)]
            pair = tuple(in_key(alphabet, value) for value in values)  # type: ignore[assignment]
        else:
            values = ["x" if alphabet is ANY else drawn(alphabet, data)] * 2
        one, two = one + literal + values[0], two + literal + values[1]
    return one + address[at:], two + address[at:], pair


def drawn(alphabet: Id | Words, data: st.DataObject) -> str:
    if isinstance(alphabet, Words):
        return data.draw(st.sampled_from(alphabet.words))
    body = _body(alphabet).replace("%", "")
    value: str = data.draw(st.from_regex(body, fullmatch=True).filter(lambda text: text.strip(".")))
    return value


def in_key(alphabet: Id | Words, value: str) -> str:
    if isinstance(alphabet, Words):
        return value.lower()
    for char in alphabet.ignores:
        value = value.replace(char, "")
    return value.lower() if alphabet.fold else value


@MODEST
@given(st.sampled_from(RULES), st.data())
def test_urls_that_differ_in_an_identifying_part_never_share_a_key(
    rule: tuple[Platform, str], data: st.DataObject
) -> None:
    platform, address = rule
    one, two, ids = filled(platform, address, data)
    urls = [
        f"https://{platform.hosts[0] if address.startswith('/') else ''}{path}"
        for path in (one, two)
    ]
    keys = [identify(canonical_of(url))[0] for url in urls]
    if ids[0] == ids[1]:
        assert keys[0] == keys[1] or keys[0].startswith("web:")
    else:
        assert keys[0] != keys[1], urls


@MODEST
@given(st.text(max_size=60) | st.lists(addresses | st.text(max_size=8), max_size=4).map(" ".join))
def test_any_text_gives_pages_or_says_why_not(text: str) -> None:
    found = find_pages(text)
    assert found.pages or found.problems
    assert len({page.key for page in found.pages}) == len(found.pages)
    for page in found.pages:
        assert urlsplit(page.canonical).scheme in ("http", "https")
        if "://" not in page.canonical[8:]:
            assert parse_page(page.canonical).canonical == page.canonical
        assert identify(page.canonical) == (page.key, page.platform, page.kind)
        assert len(page.canonical) <= 2_000
    for problem in found.problems:
        assert len(problem.typed) <= 80
        assert problem.sentence.endswith(".")
        assert "\n" not in problem.sentence


SOCKETS_FORBIDDEN = """
import sys
tried = []
def forbid(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.bind"):
        tried.append(event)
        raise OSError("no network here")
sys.addaudithook(forbid)
from bot.domain.pages.urls import find_pages, parse_page
from bot.domain.platforms import PLATFORMS
seen = 0
for platform in PLATFORMS:
    for kind in platform.kinds:
        for addresses in kind.same.values():
            for address in addresses:
                seen += bool(parse_page(address).key)
text = "fаcebook.com/x faceb00k.com/y shop.example.co.uk hxxps://bit[.]ly/3x hello.world http://10.0.0.1/z"
assert len(find_pages(text).pages) == 5, find_pages(text)
assert seen > 300 and not tried, tried
"""


def test_nothing_reaches_the_network() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SOCKETS_FORBIDDEN], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
