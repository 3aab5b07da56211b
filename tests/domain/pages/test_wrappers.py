"""Addresses that carry another: the page inside, without a fetch, and what hides its page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.pages import wrappers
from bot.domain.pages.urls import InvalidUrl, defang, find_pages, parse_page
from bot.domain.pages.wrappers import DEEPEST, without_wrapper
from bot.sentences import addresses

PAGE = "https://t.me/some_channel"
KEY = "telegram:channel:some_channel"
IN = quote(PAGE, safe="")

REDIRECTS = [
    # Mail filters
    f"https://eur01.safelinks.protection.outlook.com/?url={IN}&data=05%7C01%7Cme%40a.org&reserved=0",
    f"https://nam02.safelinks.protection.outlook.com/ap/w-59584e83/?url={IN}&amp;data=x",
    f"https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url={IN}",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__t.me_some-5Fchannel&d=DwMF&c=x&e=",
    f"https://urldefense.proofpoint.com/v1/url?u={PAGE}&k=oIvR",
    f"https://urldefense.com/v3/__{PAGE}__;!!K0Fz!a-b_c$",
    "https://urldefense.com/v3/__https:/t.me/some_channel__;!!K0Fz!a$",
    "https://urldefense.us/v3/__https://t.me/some*channel__;Xw!!K0Fz!a$",
    f"https://linkprotect.cudasvc.com/url?a={IN}&c=E,1,abc&typo=1",
    f"https://secure-web.cisco.com/1aBc/{IN}",
    "https://eu-west-1.protection.sophos.com/?d=t.me&u=aHR0cHM6Ly90Lm1lL3NvbWVfY2hhbm5lbA==&i=x",
    f"https://protect2.fireeye.com/v1/url?k=1&q=1&e=2&u={IN}",
    f"https://clicktime.symantec.com/3AbC/7Vc?u={IN}",
    f"https://url.avanan.click/v2/r01/___{PAGE}___.YXAz",
    f"https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url={IN}&umid=1&auth=2",
    f"https://deref-gmx.net/mail/client/x/dereferrer/?redirectUrl={IN}",
    f"https://abc.r.eu-west-1.awstrack.me/L0/{IN}/1/0102-x",
    # Search engines
    f"https://www.google.com/url?q={IN}&sa=D",
    f"https://www.google.co.uk/url?sa=t&url={IN}",
    "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly90Lm1lL3NvbWVfY2hhbm5lbA&ntb=1",
    f"https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU={IN}/RK=2/RS=x-",
    f"https://duckduckgo.com/l/?uddg={IN}&rut=1",
    # Platforms and chats
    f"https://l.facebook.com/l.php?u={IN}&h=AT0",
    f"https://lm.facebook.com/l.php?u={IN}",
    f"https://l.instagram.com/?u={IN}&e=AT",
    f"https://www.youtube.com/redirect?event=video_description&q={IN}",
    f"https://www.linkedin.com/safety/go?url={IN}",
    f"https://vk.com/away.php?to={IN}&cc_key=",
    f"https://m.vk.com/away?to={IN}",
    f"https://ok.ru/dk?st.cmd=logExternal&st.link={IN}",
    f"https://t.me/iv?url={IN}&rhash=1",
    f"https://slack-redir.net/link?url={IN}&v=3",
    f"https://steamcommunity.com/linkfilter/?url={IN}",
    f"https://steamcommunity.com/linkfilter/?u={IN}",
    f"https://out.reddit.com/t3_abc?url={IN}&token=A",
    f"https://t.umblr.com/redirect?z={IN}&t=x",
    f"https://www.tiktok.com/link/v2?aid=1988&target={IN}",
    f"https://link.zhihu.com/?target={IN}",
    f"https://href.li/?{PAGE}",
    f"https://example.page.link/?link={IN}&apn=x",
    f"https://antiphishing.vadesecure.com/v4?f=a&i=b&k=c&u={IN}",
    f"https://us.content.exclaimer.net/?url={IN}&tenantid=1",
    f"https://mailtrack.io/trace/link/abc?url={IN}&userId=1",
    f"https://googleads.g.doubleclick.net/pcs/click?xai=1&adurl={IN}",
    f"https://ad.doubleclick.net/ddm/clk/1;2;3?{PAGE}",
    f"https://www.quora.com/_/redirect?sig=1&url={IN}",
    f"https://disq.us/url?url={IN}%3Aq1W_e-R4tY&cuid=1",
    f"https://go.skimresources.com/?id=1X2&url={IN}",
    f"https://click.linksynergy.com/deeplink?id=a&mid=1&murl={IN}",
    f"https://www.awin1.com/cread.php?awinmid=1&ued={IN}",
    f"https://www.google.com/sorry/index?continue={IN}&q=1",
    "https://www.google.com/url?q=t.me/some_channel&sa=D",
    "https://vk.com/away.php?to=t.me%2Fsome_channel",
]
SHARES = [
    f"https://www.facebook.com/sharer/sharer.php?u={IN}",
    f"https://m.facebook.com/sharer.php?u={IN}&t=x",
    f"https://www.facebook.com/dialog/share?app_id=1&href={IN}",
    f"https://twitter.com/intent/tweet?text=x&url={IN}",
    f"https://x.com/intent/post?url={IN}",
    f"https://t.me/share/url?url={IN}&text=x",
    f"https://www.linkedin.com/sharing/share-offsite/?url={IN}",
    f"https://www.reddit.com/submit?url={IN}&title=x",
    f"https://vk.com/share.php?url={IN}",
    f"https://pinterest.com/pin/create/button/?url={IN}",
    f"https://wa.me/?text={IN}",
    f"https://api.whatsapp.com/send/?text=look%20at%20{IN}.",
    f"https://twitter.com/intent/tweet?text=look%0A{IN}",
    f"https://twitter.com/home?status=look%20{IN}",
    f"https://bsky.app/intent/compose?text=look%20{IN}",
    f"https://www.facebook.com/v12.0/dialog/share?app_id=1&href={IN}",
    f"https://www.linkedin.com/feed/?linkOrigin=LI_BADGE&shareActive=true&shareUrl={IN}",
    f"https://line.me/R/msg/text/?{IN}",
]
LOG_INS = [
    f"https://www.facebook.com/login/?next={IN}",
    f"https://www.facebook.com/login.php?next={IN}",
    f"https://www.reddit.com/login?dest={IN}",
    f"https://www.linkedin.com/authwall?trk=x&sessionRedirect={IN}",
    f"https://accounts.google.com/ServiceLogin?continue={IN}",
    f"https://accounts.google.com/InteractiveLogin/signinchooser?continue={IN}",
    f"https://accounts.google.com/signin/v2/challenge/pwd?continue={IN}",
    f"https://www.facebook.com/checkpoint/?next={IN}",
    f"https://www.facebook.com/cookie/consent_prompt/?next_uri={IN}",
    f"https://www.instagram.com/challenge/?next={IN}",
    f"https://x.com/account/access?redirect_after_login={IN}",
]


@pytest.mark.parametrize("address", REDIRECTS)
def test_the_page_inside_is_the_page(address: str) -> None:
    page = parse_page(address)
    assert (page.key, page.canonical) == (KEY, PAGE)
    assert page.typed == address.replace("&amp;", "&")
    (said,) = page.warnings
    assert said.startswith("The address was inside a link of ")
    assert "me@" not in said
    assert without_wrapper(page.typed, page.canonical) == PAGE


@pytest.mark.parametrize("address", REDIRECTS)
def test_however_it_was_typed(address: str) -> None:
    for typed in (f"<{address}>", address.removeprefix("https://"), f"({address})"):
        assert parse_page(typed).key == KEY, typed
    page = parse_page(defang(address))
    assert page.key == KEY
    assert without_wrapper(page.typed, page.canonical) == PAGE


@pytest.mark.parametrize("address", SHARES)
def test_a_link_for_sharing_is_the_page_that_it_would_share(address: str) -> None:
    page = parse_page(address)
    assert page.key == KEY
    assert page.warnings[0].endswith("this is the page that it would share.")


@pytest.mark.parametrize("address", LOG_INS)
def test_a_link_for_logging_in_is_the_page_behind_it(address: str) -> None:
    page = parse_page(address)
    assert page.key == KEY
    assert page.warnings[0].endswith("this is the page behind it.")


def test_a_path_behind_a_log_in_is_on_the_same_site() -> None:
    page = parse_page("https://www.instagram.com/accounts/login/?next=%2Fp%2FCabcdefghij%2F")
    assert page.canonical == "https://www.instagram.com/p/Cabcdefghij/"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/sharer/sharer.php",
        "https://www.facebook.com/sharer.php?u=nothing",
        "https://t.me/share/url?text=x",
        "https://twitter.com/intent/tweet?text=some+words",
        "https://twitter.com/intent/tweet?text=https://a.example/%20https://b.example/",
        "https://www.facebook.com/login/",
        "https://www.instagram.com/accounts/login/",
    ],
)
def test_with_nothing_inside_it_names_no_page(address: str) -> None:
    with pytest.raises(InvalidUrl, match="names no page") as refused:
        parse_page(address)
    assert refused.value.problem.code == "no_page"


@pytest.mark.parametrize(
    "address",
    [
        "https://bit.ly/3abc",
        "https://forms.gle/AbC",
        "https://url.emailprotection.link/?bAbC",
        "https://substack.com/redirect/2/eyJlIjoiaHR0",
        "https://shared.outlook.inky.com/link?domain=t.me&t=h.eJx",
        "https://t.co/AbC",
        "https://lnkd.in/abc",
        "https://tinyurl.com/abc",
        "https://protect-eu.mimecast.com/s/AbC?domain=t.me",
        "https://eur01.safelinks.protection.outlook.com/?data=05",
        "https://www.baidu.com/link?url=AbC_x",
        "https://www.google.com/url?q=http://10.0.0.1/x",
        "https://www.google.com/url?q=http://localhost/x",
        "https://l.facebook.com/l.php?u=javascript:alert(1)",
        "https://l.facebook.com/l.php?u=ftp://example.com/x",
        "https://l.facebook.com/l.php?u=http://192.168.1.1/",
        "https://l.facebook.com/l.php?u=http://[::1]/",
        "https://l.facebook.com/l.php?u=http://router.local/",
    ],
)
def test_what_hides_its_page_is_its_own_and_says_so(address: str) -> None:
    page = parse_page(address)
    assert page.canonical == address.replace("[::1]", "%5B::1%5D").replace("(1)", "(1)")
    assert page.warnings[-1] == addresses.HIDDEN


@pytest.mark.parametrize(
    "address",
    [
        f"https://example.com/?url={IN}",
        f"https://example.com/url?q={IN}",
        f"https://notgoogle.com/url?q={IN}",
        f"https://google.com.evil.example/url?q={IN}",
        f"https://l.facebook.com.evil.example/l.php?u={IN}",
        f"https://www.google.com/search?q={IN}",
        f"https://www.facebook.com/groups/123?u={IN}",
        f"https://search.yahoo.com/search?p={IN}",
        f"https://example.slack.com.evil.example/link?url={IN}",
        f"https://example.com/away.php?to={IN}",
        f"https://api.whatsapp.com/send?phone=4915112345678&text={IN}",
        "https://ok.ru/dk?st.cmd=friendMain",
        f"https://x.com/home?u={IN}",
        f"https://www.linkedin.com/feed/?u={IN}",
        f"https://www.facebook.com/checkpoint/?u={IN}",
        "https://www.instagram.com/challenge/",
        "https://bit.ly/",
    ],
)
def test_a_parameters_name_alone_says_nothing(address: str) -> None:
    page = parse_page(address)
    assert page.key != KEY
    assert addresses.HIDDEN not in page.warnings
    assert not any("inside" in said for said in page.warnings)


@pytest.mark.parametrize(
    ("address", "original"),
    [
        ("https://web.archive.org/web/20200101000000/https://example.com/x", "example[.]com/x"),
        ("https://web.archive.org/web/2020id_/http://example.com/x?a=1", "example[.]com/x?a=1"),
        ("https://archive.ph/2020/https://example.com/x", "example[.]com/x"),
        ("https://archive.today/newest/https://example.com/x", "example[.]com/x"),
        ("https://archive.ph/2024.01.31-101500/https://example.com/x", "example[.]com/x"),
        ("https://archive.is/https://example.com/x?a=1", "example[.]com/x?a=1"),
        ("https://megalodon.jp/2024-0131-1015-00/https://example.com/x", "example[.]com/x"),
        ("https://web.archive.org/https://example.com/x", "example[.]com/x"),
        ("https://12ft.io/https://example.com/x", "example[.]com/x"),
        ("https://www.ddinstagram.com/p/CxYz_12-AbC/", "www[.]instagram[.]com/p/CxYz_12-AbC/"),
        ("https://d.fxtwitter.com/some_name/status/12", "x[.]com/some_name/status/12"),
        ("https://translate.google.com/translate?sl=fr&u=https://example.com/x", "example[.]com/x"),
        ("https://www-my--site-example.translate.goog/x?_x_tr_sl=fr", "www[.]my-site[.]example/x"),
        (
            "https://webcache.googleusercontent.com/search?q=cache:abcdefghijkl:https://example.com/x",
            "example[.]com/x",
        ),
        ("https://docs.google.com/viewer?url=https://example.com/x", "example[.]com/x"),
        (
            "https://view.officeapps.live.com/op/view.aspx?src=https%3A%2F%2Fexample.com%2Fx",
            "example[.]com/x",
        ),
        ("https://nitter.net/some_name/status/12", "x[.]com/some_name/status/12"),
        ("https://yewtu.be/watch?v=dQw4w9WgXcQ", "www[.]youtube[.]com/watch?v=dQw4w9WgXcQ"),
        ("https://piped.video/watch?v=dQw4w9WgXcQ", "www[.]youtube[.]com/watch?v=dQw4w9WgXcQ"),
        ("https://vxtwitter.com/some_name/status/12", "x[.]com/some_name/status/12"),
    ],
)
def test_a_copy_is_its_own_page_and_names_the_original(address: str, original: str) -> None:
    page = parse_page(address)
    assert page.key.startswith("web:")
    (said,) = page.warnings
    assert said.startswith("This is another site's copy.")
    assert f"//{original}" in said
    assert "://" not in said.replace("hxxps://", "").replace("hxxp://", "")


def wrap(address: str, times: int) -> str:
    for _ in range(times):
        address = "https://l.facebook.com/l.php?u=" + quote(address, safe="")
    return address


def test_at_most_five_are_taken_off() -> None:
    assert parse_page(wrap(PAGE, DEEPEST)).key == KEY
    too_deep = parse_page(wrap(PAGE, DEEPEST + 1))
    assert too_deep.key.startswith("web:https://l.facebook.com/")
    assert too_deep.warnings == (addresses.HIDDEN,)


def test_what_is_sealed_inside_says_so() -> None:
    page = parse_page(wrap("https://bit.ly/3abc", 1))
    assert page.canonical == "https://bit.ly/3abc"
    assert page.warnings == (addresses.taken_out("facebook[.]com"), addresses.HIDDEN)


def test_the_fragment_goes_along() -> None:
    page = parse_page("https://l.facebook.com/l.php?u=https://signal.group/#CjQKIA1")
    assert page.canonical == "https://signal.group/#CjQKIA1"
    page = parse_page("https://l.facebook.com/l.php?u=https%3A%2F%2Fsignal.group%2F%23CjQKIA1")
    assert page.canonical == "https://signal.group/#CjQKIA1"


def test_a_wrapper_may_be_longer_than_a_page() -> None:
    long = "https://eur01.safelinks.protection.outlook.com/?url=" + IN + "&data=" + "a" * 3_000
    assert parse_page(long).key == KEY
    with pytest.raises(InvalidUrl):
        parse_page("https://l.facebook.com/l.php?u=https://example.com/" + "a" * 3_000)


def test_each_level_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    real = wrappers.carried

    def counted(address: str) -> wrappers.Carried | None:
        looks.append(address)
        return real(address)

    monkeypatch.setattr(wrappers, "carried", counted)
    parse_page(wrap(PAGE, DEEPEST))
    assert len(looks) <= DEEPEST + 1
    looks.clear()
    find_pages(f"{wrap(PAGE, 2)} " * 300, cut_at=10**6)
    assert len(looks) <= 300 * (DEEPEST + 1)


PAGES = [
    PAGE,
    "https://www.facebook.com/groups/123",
    "https://example.com/a?b=c%20d&e=f",
    "http://x.example/é",
]


@settings(max_examples=100)
@given(st.sampled_from(PAGES), st.lists(st.integers(0, 4), min_size=1, max_size=DEEPEST))
def test_a_wrapper_of_a_wrapper_of_a_page_is_that_page(address: str, how: list[int]) -> None:
    around = (
        "https://eur01.safelinks.protection.outlook.com/?url={}&data=x",
        "https://l.facebook.com/l.php?u={}",
        "https://www.google.com/url?q={}&sa=D",
        "https://vk.com/away.php?to={}",
        "https://secure-web.cisco.com/1abc/{}",
    )
    wrapped = address
    for one in how:
        wrapped = around[one].format(quote(wrapped, safe=""))
    page, inside = parse_page(wrapped), parse_page(address)
    assert (page.key, page.canonical) == (inside.key, inside.canonical)


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(wrappers._rows())),
    st.text(alphabet="/?&=#%23aAhtps:._-*!;@()[]é中u", max_size=60),
)
def test_no_text_raises(host: str, rest: str) -> None:
    host = host.replace("*", "com")
    for text in (
        f"https://{host}/{rest}",
        f"{host}/v3/__{rest}__;{rest}",
        f"https://{host}?u={rest}",
    ):
        find_pages(text)
