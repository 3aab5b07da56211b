"""Typed text → pages: the standard, what people paste, what Slack sends, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ada_url import join_url

from bot.domain.pages.canonical import whatwg
from bot.domain.pages.urls import (
    Found,
    InvalidUrl,
    defang,
    find_pages,
    parse_page,
    refang,
)
from bot.sentences import addresses

# The standard. The file's own licence stands beside it.

CASES: list[dict[str, Any]] = [
    case
    for case in json.loads((Path(__file__).parent / "data" / "urltestdata.json").read_text("utf-8"))
    if isinstance(case, dict)
]
WEB = ("http:", "https:")

# Cases in which we give something else than the standard, each with the reason: there are none.
DEPARTURES: dict[str, str] = {}


def is_about_the_web(case: dict[str, Any]) -> bool:
    if "href" in case:
        return str(case["href"]).startswith(WEB)
    begins = str(case["input"]).strip().lower()
    return begins.startswith(WEB) or (
        ":" not in begins.partition("/")[0] and str(case.get("base")).startswith(WEB)
    )


WEB_CASES = [case for case in CASES if is_about_the_web(case)]


def read(case: dict[str, Any]) -> str | None:
    text, base = case["input"], case.get("base")
    try:
        if base and base != "about:blank":
            text = join_url(base, text)
        return whatwg(text)
    except ValueError:
        return None


def test_the_standards_test_file_is_whole() -> None:
    assert len(CASES) > 800
    assert sum("href" in case for case in WEB_CASES) > 200
    assert sum("failure" in case for case in WEB_CASES) > 100


@pytest.mark.parametrize("case", WEB_CASES, ids=lambda case: ascii(case["input"])[:60])
def test_addresses_are_read_as_the_standard_says(case: dict[str, Any]) -> None:
    if case["input"] in DEPARTURES:
        pytest.skip(DEPARTURES[case["input"]])
    assert read(case) == case.get("href")


# One address, typed in many ways.

EXAMPLE = "https://example.com/x"
TYPED = [
    # Slack's own wrapping
    ("<https://example.com/x>", EXAMPLE),
    ("<https://example.com/x|example.com/x>", EXAMPLE),
    ("<https://example.com/x|Look here>", EXAMPLE),
    ("<http://example.com/x|example.com/x>", EXAMPLE),
    ("<https://example.com/x?a=1&amp;b=2>", "https://example.com/x?a=1&b=2"),
    ("https://example.com/x?a=1&amp;b=2", "https://example.com/x?a=1&b=2"),
    ("&lt;https://example.com/x&gt;", EXAMPLE),
    ("<https://example.com/x.|https://example.com/x.>", "https://example.com/x%2E"),
    ("hxxps://<http://example.com/x|example.com/x>", EXAMPLE),
    ("hxxps[:]//<http://example.com/x|example.com/x>", EXAMPLE),
    ("<https://example>[.]com/x", EXAMPLE),
    # Defanged
    ("hxxps://example.com/x", EXAMPLE),
    ("hXXps://example.com/x", EXAMPLE),
    ("HXXPS://EXAMPLE.COM/x", EXAMPLE),
    ("h**ps://example.com/x", EXAMPLE),
    ("hxtps://example.com/x", EXAMPLE),
    ("htxps://example.com/x", EXAMPLE),
    ("hxxps://example\\.com/x", EXAMPLE),
    ("👉example.com/x", EXAMPLE),
    ("→ example.com/x", EXAMPLE),
    ("[url]https://example.com/x[/url]", EXAMPLE),
    ("https://example[.]com/x", EXAMPLE),
    ("hxxps://example(.)com/x", EXAMPLE),
    ("hxxps://example{.}com/x", EXAMPLE),
    ("hxxps://example[dot]com/x", EXAMPLE),
    ("hxxps://example(dot)com/x", EXAMPLE),
    ("hxxps://example[DOT]com/x", EXAMPLE),
    ("hxxps://example [.] com/x", EXAMPLE),
    ("hxxps://example [dot] com/x", EXAMPLE),
    ("hxxps://example dot com/x", EXAMPLE),
    ("hxxps[:]//example[.]com/x", EXAMPLE),
    ("hxxps[://]example[.]com/x", EXAMPLE),
    ("hxxps://example[.]com[/]x", EXAMPLE),
    ("http[s]://example[.]com/x", EXAMPLE),
    ("example[.]com/x", EXAMPLE),
    ("example(dot)com/x", EXAMPLE),
    # Without a scheme
    ("example.com/x", EXAMPLE),
    ("//example.com/x", EXAMPLE),
    ("www.example.com/x", "https://www.example.com/x"),
    ("example.com", "https://example.com/"),
    ("example.com:8443/x", "https://example.com:8443/x"),
    ("example.com", "https://example.com/"),
    ("url:example.com/x", EXAMPLE),
    ("Link=https://example.com/x", EXAMPLE),
    ("bbc.co.uk", "https://bbc.co.uk/"),
    ("пример.рф/x", "https://xn--e1afmkfd.xn--p1ai/x"),
    # Brackets, quotes, marks
    ("(https://example.com/x)", EXAMPLE),
    ("[https://example.com/x]", EXAMPLE),
    ('"https://example.com/x"', EXAMPLE),
    ("'https://example.com/x'", EXAMPLE),
    ("“https://example.com/x”", EXAMPLE),
    ("«https://example.com/x»", EXAMPLE),
    ("`https://example.com/x`", EXAMPLE),
    ("*https://example.com/x*", EXAMPLE),
    ("_https://example.com/x_", EXAMPLE),
    ("https://example.com/x.", EXAMPLE),
    ("https://example.com/x,", EXAMPLE),
    ("https://example.com/x?!", EXAMPLE),
    ("https://example.com/x).", EXAMPLE),
    ("https://example.com/x。", EXAMPLE),
    ("https://example.com/x، ", EXAMPLE),
    ("[https://example.com/x](https://example.com/x)", EXAMPLE),
    ("https://en.wikipedia.org/wiki/A_(b)", "https://en.wikipedia.org/wiki/A_(b)"),
    ("(https://en.wikipedia.org/wiki/A_(b))", "https://en.wikipedia.org/wiki/A_(b)"),
    ("https://example.com/x_", "https://example.com/x_"),
    ("https://example.com/x-", "https://example.com/x-"),
    # What cannot be seen, and full-width letters
    ("\ufeffhttps://exa\u200bmple.com/x\u200e", EXAMPLE),
    ("\u202ahttps://example.com/x\u202c", EXAMPLE),
    ("https://exam\u00adple.com/x", EXAMPLE),
    ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｃｏｍ／ｘ", EXAMPLE),
    ("https://ｅｘａｍｐｌｅ.com/x", EXAMPLE),
    ("https://example。com/x", EXAMPLE),
    ("https://example.com/\uff58", "https://example.com/%EF%BD%98"),
    ("https://example.com/نمی\u200cدانم", "https://example.com/%D9%86%D9%85%DB%8C%E2%80%8C%D8%AF%D8%A7%D9%86%D9%85"),
    # The standard, and beyond it
    ("HTTPS://EXAMPLE.COM/x", EXAMPLE),
    ("https://example.com./x", EXAMPLE),
    ("https://example.com:443/x", EXAMPLE),
    ("https://user:pass@example.com/x", EXAMPLE),
    ("https://example.com/x#part", EXAMPLE),
    ("https://example.com/x#:~:text=a", EXAMPLE),
    ("https://example.com/%78", EXAMPLE),
    ("https://example.com/a/../x", EXAMPLE),
    ("https:\\\\example.com\\x", EXAMPLE),
    ("https:/example.com/x", EXAMPLE),
    ("https://example.com/x?utm_source=a&fbclid=b", EXAMPLE),
    ("https://example.com/x?", EXAMPLE),
    ("https://example.com/x?UTM_Source=a", EXAMPLE),
    ("https://example.com/x?a&&utm_medium=b&id=1", "https://example.com/x?a&id=1"),
    ("https://example.com/%c3%a9", "https://example.com/%C3%A9"),
    ("https://example.com/%2fx", "https://example.com/%2Fx"),
    ("https://example.com/?a[]=1", "https://example.com/?a%5B%5D=1"),
    ("https://example.com/#/users/1", "https://example.com/#/users/1"),
    ("https://example.com/#!users/1", "https://example.com/#!users/1"),
    ("https://example.com/#%2Fusers%2F1", "https://example.com/#%2Fusers%2F1"),
    ("https://example.com/#%21users", "https://example.com/#%21users"),
    ("https://example.com/#/", "https://example.com/"),
    ("https://example.com/#/users/1:~:text=a", "https://example.com/#/users/1"),
    ("https://matrix.to/#", "https://matrix.to/"),
    ("https://matrix.to/#:~:text=a", "https://matrix.to/"),
    ("https://not-signal.group/x#CjQKIJ", "https://not-signal.group/x"),
    ("http://0x7f.1/", "http://127.0.0.1/"),
    ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
    ("10.0.0.1/x", "https://10.0.0.1/x"),
    ("https://web.archive.org/web/2020/https://example.com/x", "https://web.archive.org/web/2020/https://example.com/x"),
    ("example.com/?to=https://b.example", "https://example.com/?to=https://b.example"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "canonical"), TYPED, ids=[ascii(typed) for typed, _ in TYPED])
def test_typed(typed: str, canonical: str) -> None:
    assert parse_page(typed).canonical == canonical
    assert parse_page(canonical).canonical == canonical


INVITATIONS = [
    ("https://signal.group/#CjQKIJ1", "https://signal.group/#CjQKIJ2"),
    ("https://signal.me/#p/+447700900001", "https://signal.me/#p/+447700900002"),
    ("https://signal.link/call/#key=ab", "https://signal.link/call/#key=cd"),
    ("https://matrix.to/#/#one:example.org", "https://matrix.to/#/#two:example.org"),
    ("https://simplex.chat/contact#/?v=2&smp=1", "https://simplex.chat/contact#/?v=2&smp=2"),
    ("https://smp15.simplex.im/g#hTkv", "https://smp15.simplex.im/g#hTkw"),
    ("https://threema.group/join#YWJj", "https://threema.group/join#YWJk"),
    ("https://i.delta.chat/#AB12&a=x", "https://i.delta.chat/#AB13&a=x"),
    ("https://app.element.io/#/room/#a:b.org", "https://app.element.io/#/room/#b:b.org"),
    ("https://mega.nz/#!AbCd!key", "https://mega.nz/#!AbCe!key"),
    ("https://mega.nz/folder/AbCd#key/folder/X", "https://mega.nz/folder/AbCd#key/folder/Y"),
]


@pytest.mark.parametrize(("one", "other"), INVITATIONS)
def test_an_invitation_is_the_page_that_its_fragment_names(one: str, other: str) -> None:
    assert parse_page(one).key != parse_page(other).key
    for address in (one, other):
        assert parse_page(address).canonical == address
        assert parse_page(defang(address)).key == parse_page(address).key
        assert parse_page(address.removeprefix("https://")).key == parse_page(address).key


def test_fixed_words_around_an_address_do_not_hide_it() -> None:
    for before, after in (
        ("See ", " now"),
        ("看", " 吧"),
        ("(see: ", ")"),
        ("- ", ""),
        ("> ", "\n"),
    ):
        assert [page.canonical for page in find_pages(f"{before}{EXAMPLE}{after}").pages] == [
            EXAMPLE
        ]


# Several, and the note.

NOTES = [
    ("https://a.example/1 https://b.example/2", ["https://a.example/1", "https://b.example/2"], ""),
    ("https://a.example,https://b.example", ["https://a.example/", "https://b.example/"], ""),
    ("https://a.example/1;https://b.example/2", ["https://a.example/1", "https://b.example/2"], ""),
    ("https://a.example/1、https://b.example/2", ["https://a.example/1", "https://b.example/2"], ""),
    ("t.me/one_channel,t.me/two_channel", ["https://t.me/one_channel", "https://t.me/two_channel"], ""),
    ("https://a.example/1,2", ["https://a.example/1,2"], ""),
    ("https://a.example/1\n- https://b.example/2", ["https://a.example/1", "https://b.example/2"], ""),
    ("offers boats: https://a.example/1, seen today", ["https://a.example/1"], "offers boats: seen today"),
    ("<https://a.example/1|x> posted by <@U123|bob>", ["https://a.example/1"], "posted by bob"),
    ("see (https://a.example/1) and [here](https://b.example/2)", ["https://a.example/1", "https://b.example/2"], "see and here"),
    ("https://a.example/1 mail me@b.com report.pdf v1.2 e.g. 3.14", ["https://a.example/1"], "mail me@b.com report.pdf v1.2 e.g. 3.14"),
    ("https://a.example/1 <mailto:me@b.com|me@b.com>", ["https://a.example/1"], "me@b.com"),
    ("https://a.example/1 first line\nsecond line", ["https://a.example/1"], "first line\nsecond line"),
    ("AT&amp;T https://a.example/1", ["https://a.example/1"], "AT&T"),
    ("https://a.example/1 He is gone.Then nothing", ["https://a.example/1"], "He is gone.Then nothing"),
    ("https://a.example/1 &lt;script&gt;x&lt;/script&gt; &lt;!channel&gt;", ["https://a.example/1"], "<script>x</script> <!channel>"),
    ('https://a.example/1 says "call now"', ["https://a.example/1"], 'says "call now"'),
    ('("https://a.example/1") is bad', ["https://a.example/1"], "is bad"),
    ('"https://a.example/1", "https://b.example/2"', ["https://a.example/1", "https://b.example/2"], ""),
    ("https://a.example/1 -> https://b.example/2 5 &lt; 6", ["https://a.example/1", "https://b.example/2"], "5 < 6"),
    ("https://a.example/1 " + "a" * 3_000, ["https://a.example/1"], "a" * 3_000),
    *(
        (f"{before}https://a.example/1{after}", ["https://a.example/1"], note)
        for before, after, note in (
            ("", " *urgent* page", "*urgent* page"),
            ("", " page is *urgent*", "page is *urgent*"),
            ("*urgent*: ", "", "*urgent*"),
            ("", ": *a* and *b*", "*a* and *b*"),
            ("", " **very urgent** page", "**very urgent** page"),
            ("", " - *urgent*", "*urgent*"),
            ("", " |urgent| page", "|urgent| page"),
            ("", " =urgent= page", "=urgent= page"),
            ("", " _urgent_ page ~old~", "_urgent_ page ~old~"),
            ("(", " *urgent*)", "*urgent*"),
            ("*", "* urgent", "urgent"),
            ("", " * one\n* two *three*", "one\ntwo *three*"),
            ("", " – urgent –", "urgent"),
            ("", " 2*3*4", "2*3*4"),
            ("", " *", ""),
            ("", " !!!", ""),
            # An emoji as a client sends it, and as a picture.
            (":fire: ", "", ":fire:"),
            ("", " :fire: page :+1:", ":fire: page :+1:"),
            ("", " :wave::skin-tone-2: hi", ":wave::skin-tone-2: hi"),
            ("", " \N{FIRE}", "\N{FIRE}"),
            ("\N{FIRE} ", "", "\N{FIRE}"),
            ("", " \N{HEAVY BLACK HEART}\ufe0f", "\N{HEAVY BLACK HEART}\ufe0f"),
            ("", " \N{DOUBLE EXCLAMATION MARK}\ufe0f", "\N{DOUBLE EXCLAMATION MARK}\ufe0f"),
            ("", " \U0001f1e9\U0001f1ea", "\U0001f1e9\U0001f1ea"),
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "canonicals", "note"), NOTES)
def test_text_gives_pages_and_the_note(text: str, canonicals: list[str], note: str) -> None:
    found = find_pages(text)
    assert [page.canonical for page in found.pages] == canonicals
    assert found.rest == note
    assert found.problems == ()


def test_one_page_typed_twice_is_one() -> None:
    found = find_pages("https://m.facebook.com/groups/1?ref=x and www.facebook.com/groups/1/")
    assert [page.key for page in found.pages] == ["facebook:group:1"]
    assert found.pages[0].typed == "https://m.facebook.com/groups/1?ref=x"
    assert found.rest == "and"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("<https://a.example/1|x>", "https://a.example/1"),
        ("(hxxps://a[.]example/1).", "hxxps://a[.]example/1"),
        ("url:facebook.com/abc", "facebook.com/abc"),
        ("<https://a.example/?a&amp;b>", "https://a.example/?a&b"),
    ],
)
def test_typed_is_kept_without_what_stood_round_it(text: str, typed: str) -> None:
    assert find_pages(text).pages[0].typed == typed


# What is refused, and what is asked about.

REFUSED = [
    ("", "no_url"),
    ("   ", "no_url"),
    ("just words", "no_url"),
    ("notes.txt", "no_url"),
    ("report.pdf", "no_url"),
    ("me@example.com", "no_url"),
    ("3.14", "no_url"),
    ("ftp://example.com/x", "scheme"),
    ("javascript:alert(1)", "scheme"),
    ("mailto:me@example.com", "scheme"),
    ("data:text/html,x", "scheme"),
    ("tg://resolve?domain=x", "scheme"),
    ("file:///etc/passwd", "scheme"),
    ("seehttps://example.com/", "scheme"),
    ("localhost", "no_dot"),
    ("http://localhost:8080/x", "no_dot"),
    ("https://intranet/x", "no_dot"),
    ("https://example.com/" + "a" * 2_000, "too_long"),
    ("https://example.com/" + "é" * 400, "too_long"),
    ("https://exa\x01mple.com/", "control"),
    ("exa\x7fmple.com", "control"),
    ("https//example.com/x", "not_a_url"),
    ("https://exa<mple.com:port/", "no_dot"),
    ("https://example.com:99999/", "not_a_url"),
    ("https://a.b.c.xn--pokxncvks/", "not_a_url"),
    ("https://exa%00mple.com/", "not_a_url"),
    ("hello.wrld", "unknown_site"),
    ("hello.world", "ambiguous"),
    ("archive.zip", "ambiguous"),
    ("gone.In", "ambiguous"),
    ("192.0.2.1", "ambiguous"),
    ("https://a.examplehttps://b.example", "ambiguous"),
    ("https://example.com/my file.html", "ambiguous"),
    ("https://a.example https://b.example", "several"),
    ("https://example.com/gro…", "cut"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED, ids=[ascii(text)[:50] for text, _ in REFUSED])
def test_refused_with_a_sentence(text: str, code: str) -> None:
    with pytest.raises(InvalidUrl) as caught:
        parse_page(text)
    problem = caught.value.problem
    assert problem.code == code
    assert str(caught.value) == problem.sentence
    assert len(problem.typed) <= 80
    assert problem.sentence.endswith(".")
    assert len(problem.sentence) < 260
    if "`" in problem.sentence:
        shown = problem.sentence.split("`")[1]
        assert "://" not in shown or shown.startswith("hxxp")
        assert "." not in shown.replace("[.]", "")


def test_sentences_say_what_to_do() -> None:
    def sentence(text: str) -> str:
        return find_pages(text).problems[0].sentence

    assert sentence("ftp://example.com") == (addresses.scheme("ftp"))
    assert sentence("hello.world") == (addresses.ambiguous("`hello[.]world`"))
    assert sentence("http://localhost/x") == addresses.no_dot("`hxxp://localhost/x`")


def test_a_problem_does_not_lose_the_pages_beside_it() -> None:
    found = find_pages("https://a.example/1 ftp://b.example/2 archive.zip some words")
    assert [page.canonical for page in found.pages] == ["https://a.example/1"]
    assert [problem.code for problem in found.problems] == ["scheme", "ambiguous"]
    assert found.rest == "ftp://b.example/2 archive.zip some words"


def test_doubtful_words_are_named_only_where_nothing_else_is_found() -> None:
    assert find_pages("https://a.example/1 gone.Then 192.0.2.1").problems == ()
    assert [problem.code for problem in find_pages("gone.Then").problems] == ["unknown_site"]


def test_text_that_slack_cut_loses_the_address_at_its_end() -> None:
    text = "https://a.example/1 " + "x" * 3_950 + " https://b.example/" + "y" * 100
    cut = find_pages(text[:4_000])
    assert [page.canonical for page in cut.pages] == ["https://a.example/1"]
    assert [problem.code for problem in cut.problems] == ["cut"]
    assert cut.cut
    whole = find_pages(text[:4_000], cut_at=40_000)
    assert len(whole.pages) == 2
    assert not whole.cut
    assert not find_pages("https://a.example/1").cut


def test_long_text_is_read_in_time() -> None:
    repeated = [
        "a.",
        "https://",
        "[.]",
        "(",
        ")",
        "](",
        "(dot)",
        "<http://a.com|a.com> ",
        "a.com,",
        "&quot;",
    ]
    texts = [(piece * 40_000)[:40_000] for piece in (*repeated, "https://x.com/http://", "。", '"')]
    for text in (*texts, "hxxp://a" + " dot a" * 6_000, "( " * 9_000 + "a.com" + " )" * 9_000):
        assert isinstance(find_pages(text, cut_at=100_000), Found)


# Showing an address without making it a link.


@pytest.mark.parametrize(
    ("url", "dead"),
    [
        ("https://example.com/x", "hxxps://example[.]com/x"),
        ("http://example.com/a.html?b=c.d", "hxxp://example[.]com/a[.]html?b=c[.]d"),
        ("https://example.com/https://b.example/", "hxxps://example[.]com/https[:]//b[.]example/"),
        ("https://example.com/?m=a@b.c", "hxxps://example[.]com/?m=a[@]b[.]c"),
        ("https://example.com/@user", "hxxps://example[.]com/@user"),
        ("http://[2001:db8::1]/", "hxxp://[2001:db8::1]/"),
        ("https://example.com/(dot)[.]", "hxxps://example[.]com/[(]dot)[[][.]]"),
        ("some words", "some words"),
        ("", ""),
    ],
)
def test_defang(url: str, dead: str) -> None:
    assert defang(url) == dead
    assert refang(dead) == url


@pytest.mark.parametrize(
    ("dead", "url"),
    [
        ("hXXp://example(dot)com", "hTTp://example.com"),
        ("hxxp[://]example[.]com", "http://example.com"),
        ("see hxxps://example[.]com/x", "see https://example.com/x"),
        ("https://example.com/hxxp://b", "https://example.com/hxxp://b"),
        ("nothing to do", "nothing to do"),
    ],
)
def test_refang(dead: str, url: str) -> None:
    assert refang(dead) == url


def test_a_defanged_address_finds_its_page() -> None:
    page = parse_page("https://www.facebook.com/groups/1234567890/")
    assert parse_page(defang(page.canonical)).key == page.key == "facebook:group:1234567890"


# Look-alikes.

LOOKS_LIKE = "The address looks like {} but is another site: {}."


@pytest.mark.parametrize(
    ("typed", "warning"),
    [
        ("https://faceb00k.com/x", LOOKS_LIKE.format("facebook.com", "faceb00k[.]com")),
        ("https://fаcebook.com/x", LOOKS_LIKE.format("facebook.com", "xn--fcebook-2fg[.]com")),
        ("https://xn--fcebook-2fg.com/", LOOKS_LIKE.format("facebook.com", "xn--fcebook-2fg[.]com")),
        ("https://fácebook.com/", LOOKS_LIKE.format("facebook.com", "xn--fcebook-hwa[.]com")),
        ("https://lnstagram.com/", LOOKS_LIKE.format("instagram.com", "lnstagram[.]com")),
        ("https://instagrarn.com/", LOOKS_LIKE.format("instagram.com", "instagrarn[.]com")),
        ("https://y0utube.co.uk/", LOOKS_LIKE.format("youtube.com", "y0utube[.]co[.]uk")),
        ("https://facebook-login.example/", LOOKS_LIKE.format("facebook.com", "facebook-login[.]example")),
        ("https://facebook.com.evil.net/", LOOKS_LIKE.format("facebook.com", "evil[.]net")),
        ("https://facebook.com@evil.net/x", "The address shows facebook[.]com before an @, but its site is evil[.]net."),
        ("https://exаmple.com/", "The address mixes letters of several alphabets; its site is xn--exmple-4nf[.]com."),
    ],
)  # fmt: skip
def test_lookalike_is_an_ordinary_page_with_a_warning(typed: str, warning: str) -> None:
    page = parse_page(typed)
    assert page.platform == "web"
    assert page.key.startswith("web:")
    assert page.warnings == (warning,)


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.facebook.com/groups/1",
        "https://developers.facebook.com/",
        "https://notfacebook.com/",
        "https://example.com/facebook.com",
        "https://пример.рф/",
        "https://münchen.example/",
        "https://日本語テスト.jp/",
        "https://red.threads.example/",
        "http://10.0.0.1/",
        "http://[2001:db8::1]/",
        "https://okay.example/",
    ],
)
def test_honest_hosts_have_no_warning(typed: str) -> None:
    assert parse_page(typed).warnings == ()
