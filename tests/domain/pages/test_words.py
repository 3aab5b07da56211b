"""The text round an address: what is cut off, what is joined, what is never cut."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.pages import words
from bot.domain.pages.urls import Found, InvalidUrl, find_pages, parse_page
from bot.sentences import addresses

ONE_ADDRESS = [
    "www.news.example/a,3/b,702428.html",
    "https://www.news.example/a,3/b,702428.html",
    "news.com/1,2/c,12345,d.html",
    "news.com/a;jsessionid=1.2/x",
    "news.com/a|b.c/x",
    "news.com/a,v1.2.3",
    "news.com/a,readme.md",
    "news.com/a,b.zip",
    "https://news.com/x,www.b/c",
    "https://news.com/a,b;c|d",
]


@pytest.mark.parametrize("text", ONE_ADDRESS)
def test_an_address_is_not_cut_at_its_own_commas(text: str) -> None:
    whole = text if text.startswith("https") else f"https://{text}"
    in_slack = whole.replace("|", "%7C")  # as Slack writes it
    for typed in (text, f"<{in_slack}>", f"<{in_slack}|{text.replace('|', ' ')}>"):
        found = find_pages(typed)
        assert [page.canonical for page in found.pages] == [whole.replace("|", "%7C")], typed
        assert (found.rest, found.problems) == ("", ())
    bare = in_slack.removeprefix("https://")
    found = find_pages(f"see <http://{bare}|{bare}> now")
    assert [page.key for page in found.pages] == [parse_page(text).key]
    assert found.rest == "see now"


@pytest.mark.parametrize(
    "text",
    [
        "t.me/one_channel,t.me/two_channel",
        "t.me/one_channel;telegram.me/two_channel",
        "t.me/one_channel|t.me/two_channel",
        "https://t.me/one_channel,https://t.me/two_channel",
        "https://t.me/one_channel,www.facebook.com/groups/123",
    ],
)
def test_where_an_address_follows_it_is_cut(text: str) -> None:
    assert len(find_pages(text).pages) == 2


def test_slacks_wrapping_is_never_cut() -> None:
    for text in (
        "<https://news.com/a,t.me/some_channel>",
        "<https://news.com/a,t.me/some_channel|news.com/a,t.me/some_channel>",
        "<http://news.com/a,t.me/some_channel|news.com/a,t.me/some_channel>",
        "(<http://news.com/a,t.me/some_channel|news.com/a,t.me/some_channel>)",
    ):
        assert [page.key for page in find_pages(text).pages] == [
            "web:https://news.com/a,t.me/some_channel"
        ]


@pytest.mark.parametrize(
    ("text", "canonical", "note"),
    [
        ("https://t.me/some_channel。这是", "https://t.me/some_channel", "这是"),
        ("<https://t.me/some_channel。这是>", "https://t.me/some_channel", "这是"),
        ("（https://t.me/some_channel）", "https://t.me/some_channel", ""),
        ("（t.me/some_channel）是", "https://t.me/some_channel", "是"),
        ("看https://t.me/some_channel，很好", "https://t.me/some_channel", "看 很好"),
        ("「https://t.me/some_channel」を見て", "https://t.me/some_channel", "を見て"),
        ("https://t.me/some_channel！", "https://t.me/some_channel", ""),
        ("example.com。这是", "https://example.com/", "这是"),
        ("https://example.com/x？a", "https://example.com/x", "a"),
        ("https://zh.example.com/你好，李", "https://zh.example.com/%E4%BD%A0%E5%A5%BD%EF%BC%8C%E6%9D%8E", ""),
        ("https://www.example。com/x", "https://www.example.com/x", ""),
        # Half defanged
        ("example.com/test[.]htm", "https://example.com/test.htm", ""),
        ("https://example.com/a[dot]htm", "https://example.com/a.htm", ""),
        ("example[.com", "https://example.com/", ""),
        ("example.]com/x", "https://example.com/x", ""),
        ("hxxps://example(.com/x", "https://example.com/x", ""),
        ("hxxps:\\\\t.me\\some_channel", "https://t.me/some_channel", ""),
        ("hxxp:\\\\example[.]com\\x", "http://example.com/x", ""),
        # A blank between a platform's host and the path
        ("https://t.me /some_channel", "https://t.me/some_channel", ""),
        ("t.me /some_channel bad", "https://t.me/some_channel", "bad"),
        ("<https://t.me> /some_channel bad", "https://t.me/some_channel", "bad"),
        ("<https://t.me/|t.me> /some_channel", "https://t.me/some_channel", ""),
        ("hxxps://t[.]me /some_channel", "https://t.me/some_channel", ""),
        ("https://www.facebook.com /groups/123", "https://www.facebook.com/groups/123", ""),
        ("https://example.com /some_words", "https://example.com/", "/some_words"),
        # A label behind an address in brackets, and arrows
        ("[https://example.com/x](label)", "https://example.com/x", "label"),
        ("[[https://example.com/x][a label]]", "https://example.com/x", "a label"),
        ("([https://example.com/x][1])", "https://example.com/x", "1"),
        ("[https://example.com/a[1][2]]", "https://example.com/a%5B1%5D%5B2%5D", ""),
        ("https://example.com/x→", "https://example.com/x", ""),
        ("https://example.com/x➜ gone", "https://example.com/x", "gone"),
        ("https://example.com/x🙂", "https://example.com/x%F0%9F%99%82", ""),
        ("&lt;https://vk.me/join/AJQ1dabcDEF==&gt;", "https://vk.me/join/AJQ1dabcDEF==", ""),
        # What is an ending of sites may be one as well
        ("gov.uk/browse", "https://gov.uk/browse", ""),
        ("see police.uk/x", "https://police.uk/x", "see"),
        ("https://one.co.uk/x of co.uk", "https://one.co.uk/x", "of co.uk"),
    ],
)  # fmt: skip
def test_what_stands_round_an_address(text: str, canonical: str, note: str) -> None:
    found = find_pages(text)
    assert [page.canonical for page in found.pages] == [canonical]
    assert (found.rest, found.problems) == (note, ())


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/x->https://example.org/y",
        "https://example.com/x-&gt;https://example.org/y",
        "https://example.com/x=>https://example.org/y",
        "https://example.com/x-->hxxps://example[.]org/y",
        "https://example.com/x→https://example.org/y",
        "[a](https://example.com/x)[b](https://example.org/y)",
    ],
)
def test_an_arrow_between_two_addresses_is_of_neither(text: str) -> None:
    found = find_pages(text)
    assert [page.canonical for page in found.pages] == [
        "https://example.com/x",
        "https://example.org/y",
    ]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gov.uk", "ambiguous"),
        ("co.uk", "ambiguous"),
        ("is.it", "ambiguous"),
        ("85.93.4.0/25", "no_page"),
        ("85[.]93[.]4[.]0/25", "no_page"),
        ("10.0.0.0/8", "no_page"),
        ("192.0.2.0/32", "no_page"),
        ("http://foo(bar.com/x", "not_a_url"),
        ("https://t.me(some_channel)", "not_a_url"),
        ("foo(bar.com/x", "not_a_url"),
        ("t.me(some)", "not_a_url"),
        ("https://team.slack.com/archives/C0123/p1700000000000000", "no_page"),
        ("<https://team.slack.com/archives/C0123/p17?thread_ts=1.2&amp;cid=C0123>", "no_page"),
    ],
)
def test_what_is_no_page_is_refused_with_a_sentence(text: str, code: str) -> None:
    with pytest.raises(InvalidUrl) as refused:
        parse_page(text)
    assert refused.value.problem.code == code
    assert refused.value.problem.sentence != addresses.NONE


def test_a_network_in_words_is_named_and_an_address_is_not() -> None:
    found = find_pages("https://85.93.4.0/25 and http://85.93.4.1/24")
    assert [page.canonical for page in found.pages] == [
        "https://85.93.4.0/25",
        "http://85.93.4.1/24",
    ]


def test_a_message_in_slack_stays_in_the_note() -> None:
    found = find_pages("https://t.me/some_channel from https://team.slack.com/archives/C01/p17")
    assert [page.key for page in found.pages] == ["telegram:channel:some_channel"]
    assert found.rest == "from https://team.slack.com/archives/C01/p17"
    assert found.problems == ()


PARTS = [
    "https://", "http:\\\\", "t.me", "/x", "。", "，", "（", "）", "[.]", "[.", "<", ">", "|", ",", ";", " ",
    "www.", "news.example", "hxxps[:]//", "/v3/__", "urldefense.com", "l.facebook.com/l.php?u=", "%2F", "#",
    "中", "é", "\u200b", "@", "85.93.4.0/25", "(", ")", "~", "*", "&amp;", "\ud800", "\x00", "xn--a",
]  # fmt: skip


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=14).map("".join))
def test_no_text_raises(text: str) -> None:
    found = find_pages(text)
    assert found.pages or found.problems


@pytest.mark.parametrize(
    "part",
    [
        "t.me/a。",
        "a,b.com/",
        "（",
        "https://t.me /x ",
        "<http://a.b,c|a.b,c>",
        "[.",
        "http://a.b_",
        "x。y.z，",
    ],
)
def test_work_grows_with_the_text(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each character of a text is looked at by the cleaner a few times, however long the text is."""
    seen: list[int] = []
    real = words.cleaned

    def counted(text: str) -> str:
        seen.append(len(text))
        return real(text)

    monkeypatch.setattr(words, "cleaned", counted)
    text = part * (40_000 // len(part))
    assert isinstance(find_pages(text, cut_at=10**6), Found)
    assert sum(seen) <= 3 * len(text)
