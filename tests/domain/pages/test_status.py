"""What an answer says about a page. The answers are made by hand, after what platforms send."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import unquote

import pytest

from bot.domain.pages.status import Answer, PageToCheck, Question, Reading, Status, questions, read
from bot.domain.pages.text import folded, visible
from bot.domain.pages.urls import parse_page
from bot.domain.platforms import PLATFORMS
from bot.domain.platforms.every_sign import SIGNS
from bot.domain.platforms.signs import ANY_SITE

GONE, UP, UNSURE = Status.GONE, Status.UP, Status.UNSURE
OEMBED = json.dumps({"type": "video", "title": "Boats", "html": "<iframe></iframe>"})
WALL = "asks to log in, or whether somebody is human"
ALIKE = "looks alike whether or not the page is there"
LOGIN = "asks to log in"

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
CHANNEL = "https://www.youtube.com/@seacrossings"
TIKTOK = "https://www.tiktok.com/@some.one/video/7123456789012345678"
TIKTOKER = "https://www.tiktok.com/@some.one"
TWEET = "https://x.com/some_one/status/1790000000000000001"
GROUP = "https://www.facebook.com/groups/1234567890"
PROFILE = "https://www.facebook.com/profile.php?id=100004123456789"
INSTA = "https://www.instagram.com/some.one_/"
TELEGRAM = "https://t.me/some_channel"
MESSAGE = "https://t.me/some_channel/123"
BLUESKY = "https://bsky.app/profile/some-one.bsky.social"
SKEET = "https://bsky.app/profile/some-one.bsky.social/post/3kabcdefgh234"
VIMEO = "https://vimeo.com/123456789"
REDDIT = "https://www.reddit.com/r/Harraga/comments/1abc2d/how_to_go/"
SUBREDDIT = "https://www.reddit.com/r/harraga/"
DISCORD = "https://discord.gg/AbC12xyz"
DAILYMOTION = "https://www.dailymotion.com/video/x8abcde"
VK = "https://vk.com/some_name"
LINKEDIN = "https://www.linkedin.com/in/some-one-1a2b3c/"
BLOG = "https://blog.example.org/boats"


def page_of(url: str) -> PageToCheck:
    page = parse_page(url)
    return PageToCheck(page.platform, page.key, page.canonical)


def html(text: str, head: str = "", script: str = "") -> str:
    return f"<html><head>{head}<script>{script}</script></head><body><h2>{text}</h2></body></html>"


@dataclass(frozen=True, slots=True)
class Case:
    """An address, the kind of question, what came back, and what it means. `ended` is where
    redirects led."""

    url: str
    asked: str
    code: int
    body: str
    status: Status
    reason: str
    ended: str = ""


PLATFORM_CASES = (
    # YouTube
    Case(VIDEO, "status", 200, OEMBED, UP, "200"),
    Case(VIDEO, "status", 404, "Not Found", GONE, "404"),
    Case(VIDEO, "status", 400, "Bad Request", UNSURE, "400"),
    Case(VIDEO, "status", 401, "Unauthorized", UNSURE, "asks to log in (401)"),
    Case(VIDEO, "status", 403, "Forbidden", UNSURE, "refuses to answer (403)"),
    Case(VIDEO, "status", 200, "Forbidden", UNSURE, "an answer that says nothing"),
    Case(VIDEO, "page", 200, html("", script='var a = {"playabilityStatus": {"status": "ERROR"}}'), GONE, "YouTube says the video is not available"),
    Case(VIDEO, "page", 200, html("", script='{"playabilityStatus":{"status":"OK"}}'), UP, "200"),
    Case(VIDEO, "page", 200, html("Sign in to confirm you’re not a bot"), UNSURE, WALL),
    Case(VIDEO, "page", 200, html("Dieses Video wurde vom Uploader entfernt"), GONE, "the page says “Dieses Video wurde vom Uploader entfernt”"),
    Case(VIDEO, "page", 200, html("Avant d’accéder à YouTube"), UNSURE, LOGIN, "https://consent.youtube.com/m?continue=x"),
    Case(CHANNEL, "page", 404, html("404"), GONE, "404"),
    Case(CHANNEL, "page", 200, html("This account has been terminated due to multiple violations"), GONE, "the page says “This account has been terminated”"),
    # TikTok
    Case(TIKTOK, "status", 200, OEMBED, UP, "200"),
    Case(TIKTOK, "status", 400, '{"code":400,"message":"Something went wrong"}', UNSURE, "400"),
    Case(TIKTOK, "page", 200, html("", script='{"statusCode":10204,"statusMsg":"status_deleted"}'), GONE, "TikTok says the video was deleted"),
    Case(TIKTOK, "page", 200, html("", script='{"statusCode":10204,"statusMsg":"person_geo_fencing"}'), UNSURE, ALIKE),
    Case(TIKTOK, "page", 200, html("", script='{"statusCode":0,"statusMsg":"","itemInfo":{}}'), UP, "200"),
    Case(TIKTOKER, "page", 200, html("", script='{"statusCode":10221}'), GONE, "TikTok says there is no such account, or it is banned"),
    Case(TIKTOKER, "page", 200, html("Couldn&#39;t find this account"), GONE, "the page says “Couldn't find this account”"),
    Case(TIKTOKER, "page", 200, html("No se pudo encontrar esta cuenta"), GONE, "the page says “No se pudo encontrar esta cuenta”"),
    Case(TIKTOKER, "page", 200, html("Drag the slider to fit the puzzle"), UNSURE, WALL),
    Case(TIKTOKER, "page", 200, html("Make Your Day"), UNSURE, ALIKE),
    # X
    Case(TWEET, "status", 200, OEMBED, UP, "200"),
    Case(TWEET, "status", 404, "", GONE, "404"),
    Case(TWEET, "status", 403, "", UNSURE, "refuses to answer (403)"),
    Case(TWEET, "status", 429, "", UNSURE, "asked too often (429)"),
    Case(TWEET, "page", 200, html("JavaScript is not available."), UNSURE, ALIKE),
    Case(TWEET, "page", 200, html("Log in to X"), UNSURE, LOGIN, "https://x.com/i/flow/login?redirect=x"),
    # Facebook
    Case(GROUP, "page", 200, html("This content isn’t available right now"), GONE, "the page says “This content isn't available right now”"),
    Case(GROUP, "page", 200, html("Ce contenu n’est pas disponible pour le moment"), GONE, "the page says “Ce contenu n'est pas disponible pour le moment”"),
    Case(GROUP, "page", 200, html("Dieser Inhalt ist derzeit nicht verf&uuml;gbar"), GONE, "the page says “Dieser Inhalt ist derzeit nicht verfügbar”"),
    Case(GROUP, "page", 200, html("هذا المحتوى غير متوفر حاليًا"), GONE, "the page says “هذا المحتوى غير متوفر حاليًا”"),
    Case(GROUP, "page", 200, html("Bạn hiện không xem được nội dung này"), GONE, "the page says “Bạn hiện không xem được nội dung này”"),
    Case(GROUP, "page", 200, html("You must log in to continue."), UNSURE, WALL),
    Case(GROUP, "page", 200, html("You must log in to continue. This content isn't available right now"), UNSURE, WALL),
    Case(GROUP, "page", 404, html("You must log in to continue."), UNSURE, WALL),
    Case(GROUP, "page", 200, html("Log in", script='x="This content isn\'t available right now"'), UNSURE, ALIKE),
    Case(PROFILE, "page", 200, html("", '<meta property="og:url" content="https://www.facebook.com/x/">'), UP, "200"),
    Case(PROFILE, "page", 200, html("x"), UNSURE, LOGIN, "https://www.facebook.com/login/?next=x"),
    Case(PROFILE, "page", 200, html("x"), UNSURE, LOGIN, "https://www.facebook.com/login.php?next=x"),
    Case(PROFILE, "page", 400, html("x"), UNSURE, "400"),
    # Instagram
    Case(INSTA, "page", 200, html("Sorry, this page isn't available."), GONE, "the page says “Sorry, this page isn't available”"),
    Case(INSTA, "page", 200, html("Üzgünüz, bu sayfaya ulaşılamıyor."), GONE, "the page says “Üzgünüz, bu sayfaya ulaşılamıyor”"),
    Case(INSTA, "page", 200, html("x"), UNSURE, LOGIN, "https://www.instagram.com/accounts/login/?next=x"),
    Case(INSTA, "page", 200, html("x", '<meta property="og:title" content="Some One">'), UP, "200"),
    Case(INSTA, "page", 200, html("Sorry, this page isn't available.", '<meta property="og:title" content="x">'), UNSURE, "the page says “Sorry, this page isn't available”, but shows something as well"),
    # Telegram
    Case(TELEGRAM, "status", 200, html("", "", "") + '<div class="tgme_page_title">Boats</div>', UP, "200"),
    Case(TELEGRAM, "status", 200, html("", '<meta property="og:title" content="Telegram: Contact @some_channel">'), GONE, "Telegram knows no channel or person of this name"),
    Case(TELEGRAM, "status", 200, html("Telegram"), UNSURE, "an answer that says nothing"),
    Case(TELEGRAM, "page", 200, html("Telegram"), UNSURE, ALIKE),
    Case(MESSAGE, "status", 200, '<div class="tgme_widget_message_error">Post not found</div>', GONE, "the page says “Post not found”"),
    Case(MESSAGE, "status", 200, '<div class="tgme_widget_message_text">Boats</div>', UP, "200"),
    # Bluesky
    Case(BLUESKY, "status", 200, '{"did":"did:plc:x","handle":"some-one.bsky.social"}', UP, "200"),
    Case(BLUESKY, "status", 400, '{"error":"AccountTakedown","message":"Account has been suspended"}', GONE, "Bluesky says the account was suspended"),
    Case(BLUESKY, "status", 400, '{"error":"InvalidRequest","message":"Profile not found"}', GONE, "Bluesky knows no such profile"),
    Case(BLUESKY, "status", 400, '{"error":"InvalidRequest","message":"Error: actor must be a valid did"}', UNSURE, "400"),
    Case(SKEET, "status", 400, '{"error": "NotFound", "message": "Post not found: at://x"}', GONE, "Bluesky knows no such post"),
    Case(SKEET, "status", 502, '{"error":"UpstreamFailure"}', UNSURE, "its server fails (502)"),
    # the rest
    Case(VIMEO, "status", 200, OEMBED, UP, "200"),
    Case(VIMEO, "status", 404, "", UNSURE, "404"),
    Case(VIMEO, "page", 404, html("Sorry, we couldn’t find that page"), GONE, "the page says “Sorry, we couldn't find that page”"),
    Case(VIMEO, "page", 200, html("This video is password protected"), UNSURE, WALL),
    Case(REDDIT, "status", 200, OEMBED, UP, "200"),
    Case(REDDIT, "status", 404, "", UNSURE, "404"),
    Case(REDDIT, "page", 403, html("You've been blocked by network security."), UNSURE, "refuses to answer (403)"),
    Case(SUBREDDIT, "page", 404, html("This community has been banned"), GONE, "the page says “This community has been banned”"),
    Case(SUBREDDIT, "page", 200, html("This community is private"), UNSURE, WALL),
    Case(DISCORD, "status", 404, '{"message": "Unknown Invite", "code": 10006}', GONE, "Discord says the invitation is unknown or has expired"),
    Case(DISCORD, "status", 200, '{"code":"AbC12xyz","guild":{"name":"Boats"}}', UP, "200"),
    Case(DAILYMOTION, "status", 200, '{"id":"x8abcde"}', UP, "200"),
    Case(DAILYMOTION, "status", 404, '{"error":{"code":404,"type":"not_found"}}', GONE, "404"),
    Case(DAILYMOTION, "status", 200, '{"error":{"code":403}}', UNSURE, "an answer that says nothing"),
    Case(VK, "page", 200, html("Страница удалена либо ещё не создана."), GONE, "the page says “Страница удалена либо ещё не создана”"),
    Case(LINKEDIN, "page", 999, "", UNSURE, "refuses to answer (999)"),
    Case(LINKEDIN, "page", 200, html("x"), UNSURE, LOGIN, "https://www.linkedin.com/authwall?trk=x"),
)  # fmt: skip

OTHER_CASES = (
    Case(BLOG, "page", 200, html("Boats"), UP, "200"),
    Case(BLOG, "page", 404, html("?"), GONE, "404"),
    Case(BLOG, "page", 410, "", GONE, "410"),
    Case(BLOG, "page", 204, "", UNSURE, "204"),
    Case(BLOG, "page", 401, "", UNSURE, "asks to log in (401)"),
    Case(BLOG, "page", 403, "", UNSURE, "refuses to answer (403)"),
    Case(BLOG, "page", 407, "", UNSURE, "the proxy wants a password (407)"),
    Case(BLOG, "page", 429, "", UNSURE, "asked too often (429)"),
    Case(BLOG, "page", 451, "", UNSURE, "not shown here for legal reasons (451)"),
    Case(BLOG, "page", 500, "", UNSURE, "its server fails (500)"),
    Case(BLOG, "page", 503, html("Just a moment..."), UNSURE, "its server fails (503)"),
    Case(BLOG, "page", 200, html("Just a moment..."), UNSURE, WALL),
    Case(BLOG, "page", 200, html("Boats"), UP, "200", "https://www.blog.example.org/boats/"),
    Case(BLOG, "page", 200, html("Boats"), UNSURE, "leads to the home page", "https://blog.example.org/"),
    Case(BLOG, "page", 200, html("Boats"), UNSURE, "leads to another site", "https://parked.example.net/"),
    Case(BLOG, "page", 200, html("Boats"), UNSURE, LOGIN, "https://blog.example.org/wp-login.php?redirect_to=x"),
    Case("https://example.org/login", "page", 200, html("Log in"), UP, "200", "https://example.org/login/"),
    Case(CHANNEL, "page", 200, html("x"), UNSURE, "leads to another page", "https://www.youtube.com/@somebody-else"),
    Case(CHANNEL, "page", 200, html("x"), UP, "200", "https://m.youtube.com/@SeaCrossings"),
)  # fmt: skip


def answer_to(case: Case) -> tuple[PageToCheck, Answer]:
    page = page_of(case.url)
    question = next(one for one in questions(page) if one.kind == case.asked)
    redirects = (question.url,) if case.ended else ()
    return page, Answer(
        question, case.ended or question.url, case.code, case.body, "ab", redirects=redirects
    )


def shown(case: Case) -> str:
    return f"{case.url.removeprefix('https://')} {case.asked} {case.code} {case.reason}"[:110]


@pytest.mark.parametrize("case", PLATFORM_CASES + OTHER_CASES, ids=shown)
def test_an_answer_is_read(case: Case) -> None:
    page, answer = answer_to(case)
    assert read(page, answer) == Reading(
        case.status, case.reason, case.code, "ab", answer.question.kind
    )


def test_nothing_came_back() -> None:
    page = page_of(BLOG)
    answer = Answer(questions(page)[0], BLOG, fault="timed out")
    assert read(page, answer) == Reading(UNSURE, "timed out", None, "", "page")
    assert read(page, Answer(questions(page)[0], BLOG)).reason == "no answer"


def test_a_fault_outweighs_what_came() -> None:
    page = page_of(BLOG)
    assert read(page, Answer(questions(page)[0], BLOG, 404, fault="broken answer")).status is UNSURE


STATUS_ADDRESSES = {
    VIDEO: "https://www.youtube.com/oembed?format=json&url=https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://youtu.be/dQw4w9WgXcQ?si=x": "https://www.youtube.com/oembed?format=json&url=https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    TIKTOK: f"https://www.tiktok.com/oembed?url={TIKTOK}",
    TWEET: f"https://publish.twitter.com/oembed?dnt=true&omit_script=1&url={TWEET}",
    VIMEO: "https://vimeo.com/api/oembed.json?url=https://vimeo.com/123456789",
    REDDIT: f"https://www.reddit.com/oembed?url={REDDIT}",
    TELEGRAM: "https://t.me/some_channel",
    MESSAGE: "https://t.me/some_channel/123?embed=1&mode=tme",
    BLUESKY: "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=some-one.bsky.social",
    SKEET: "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?depth=0&parentHeight=0&uri=at://some-one.bsky.social/app.bsky.feed.post/3kabcdefgh234",
    DISCORD: "https://discord.com/api/v10/invites/AbC12xyz",
    DAILYMOTION: "https://api.dailymotion.com/video/x8abcde?fields=id",
    # no status address, or not for this form of an address
    "https://x.com/i/web/status/1790000000000000001": "",
    "https://vm.tiktok.com/ZMabcDEF1": "",
    "https://t.me/c/1234567890/55": "",
    GROUP: "",
    BLOG: "",
}


@pytest.mark.parametrize(("url", "address"), STATUS_ADDRESSES.items())
def test_the_status_address_is_asked_first(url: str, address: str) -> None:
    page = page_of(url)
    *first, last = questions(page)
    assert last == Question(page.url, "page")
    assert [unquote(one.url) for one in first] == ([address] if address else [])
    assert all(one.kind == "status" for one in first)


def test_a_page_cannot_write_into_the_status_address() -> None:
    page = PageToCheck("discord", "discord:invite:a&b=c#?d e", "https://discord.gg/a")
    assert questions(page)[0].url == "https://discord.com/api/v10/invites/a%26b%3Dc%23%3Fd%20e"


WITH_SIGNS = (
    *("bluesky", "dailymotion", "discord", "facebook", "instagram", "linkedin", "mastodon"),
    *("messenger", "odnoklassniki", "pinterest", "reddit", "snapchat", "telegram", "threads"),
    *("tiktok", "tumblr", "twitch", "vimeo", "vk", "whatsapp", "x", "youtube"),
)
"""What other platforms answer is read as any site's."""


def test_these_platforms_have_signs_and_every_kind_that_is_asked_exists() -> None:
    kinds = {platform.id: {kind.name for kind in platform.kinds} for platform in PLATFORMS}
    assert sorted(SIGNS) == sorted(WITH_SIGNS)
    assert SIGNS.keys() <= kinds.keys()
    for platform, signs in SIGNS.items():
        assert signs.ask.keys() <= kinds[platform]


@pytest.mark.parametrize("platform", [*SIGNS, "web"])
def test_every_sentence_is_found_however_it_is_written(platform: str) -> None:
    signs = SIGNS.get(platform, ANY_SITE)
    page = PageToCheck(platform, f"web:{BLOG}", BLOG)
    for sentences, status in ((signs.gone, GONE), (signs.walls, UNSURE)):
        for sentence in sentences:
            curly, coded = sentence.replace("'", "’"), sentence.replace("'", "&#39;")
            for text in (sentence, f"<b>{sentence}</b>", curly, coded, f"…\n{sentence.title()}!"):
                answer = Answer(Question(BLOG, "page"), BLOG, 200, html(text), "ab")
                assert read(page, answer).status is status, text


def test_no_wall_hides_a_gone_page_of_the_same_platform() -> None:
    """No sentence is part of one that means something else."""
    for signs in SIGNS.values():
        for wall in signs.walls + ANY_SITE.walls:
            assert not any(folded(wall) in folded(gone) for gone in signs.gone)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>This  page\n isn&rsquo;t <b>available</b></p>", "this page isn't available"),
        ("<SCRIPT>gone</SCRIPT >here<style>gone</style><!-- gone -->", "here"),
        ("here<script>gone", "here"),
        ("here<!-- gone", "here"),
        ("<template>gone</template>a &lt;b&gt; c", "a <b> c"),
        ("1 < 2 and so on", "1 < 2 and so on"),
    ],
)
def test_what_people_read(source: str, text: str) -> None:
    assert visible(source) == text


@pytest.mark.parametrize(
    "piece",
    ["<script", "<", "<!--", "&", "&#", "<a ", '":', " ", "</script", "<script></", "é&#39"],
)
def test_a_hostile_page_is_read_in_one_go(piece: str) -> None:
    """64 KiB of anything: each step reads on, and never from the beginning again."""
    page = page_of(GROUP)
    body = (piece * 65_536)[:65_536] + "This content isn't available"
    answer = Answer(questions(page)[0], GROUP, 200, body[:65_536], "ab")
    assert read(page, answer).status is UNSURE
