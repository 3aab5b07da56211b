"""The short way from text to pages finds what the long way finds."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.page_plain import plain_pages
from bot.domain.page_urls import find_pages
from bot.domain.platforms import NO_HOSTS, PLATFORMS
from bot.domain.platforms.table import listed

ADDRESSES = [
    address if address.startswith("http") else f"https://{address}"
    for platform in PLATFORMS
    for kind in platform.kinds
    for address in (*(one for some in kind.same.values() for one in some), *kind.other)
]
WORDS = listed(
    "offers crossings, page. note: 'quoted' it's +44 7700 #x a=b a@b.c x,y - end!? 100% localhost "
    "localhost: https: http www. www.facebook.com e.g. a.b 1.2.3.4 (x) [x] dot hxxp://a.com mailto: "
    "tel:5 &amp; &lt;x http:// https://x https://a.com/http:/x https://a.com/x_ https://a.com/x' "
    "https://a.com:80/ https://A.COM https://a.com/# https://a.com/#/x https://u@a.com/ "
    "https://faceb00k.com/x https://xn--80ak6aa92e.com https://a.com/%2e/ https://a.com/%41?x=&amp;y=1"
)
LETTERS = st.text(alphabet="abzAZ09.:/?#&=+-_~@!$%,;'()[]{}<>|\"` \\*hts…é", max_size=8)
WORD = st.one_of(st.sampled_from(ADDRESSES), st.sampled_from(WORDS), LETTERS)
TEXT = st.builds(
    lambda between, words: between.join(words),
    st.sampled_from([" ", "  ", ""]),
    st.lists(WORD, min_size=1, max_size=6),
)
HOSTS = st.sampled_from([NO_HOSTS, {"a.com": "facebook", "x.org": "own"}])


@given(TEXT, HOSTS)
@example("https://a.com/" + "x" * 2_040, NO_HOSTS)
@example("https://a.com/http:/x y", NO_HOSTS)
def test_both_ways_find_the_same(text: str, hosts: dict[str, str]) -> None:
    # A text of two lines goes the long way, and an empty second line changes nothing.
    assert find_pages(text, hosts) == find_pages(text + "\n", hosts)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.facebook.com/groups/1234567890/ offers crossings, number on the page",
        "https://youtu.be/dQw4w9WgXcQ?t=1&amp;feature=share",
        "Seen today: https://t.me/somechannel and https://vk.com/club1",
    ],
)
def test_what_people_mostly_type_goes_the_short_way(text: str) -> None:
    assert plain_pages(text, NO_HOSTS, "_") is not None
