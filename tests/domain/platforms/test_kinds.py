"""Kinds of mistakes that addresses of platforms gave rise to, each kind by several cases."""

from __future__ import annotations

import pytest

from bot.domain.pages.lookalikes import lookalike_warning
from bot.domain.pages.urls import InvalidUrl, parse_page
from bot.domain.platforms import PLATFORMS


@pytest.mark.parametrize(
    "address",
    [
        "https://social.example/@some_one",
        "https://social.example/@some_one/109876543210987654",
        "https://www.kwai.example/@some_one",
        "https://archive.example/@some_one",
        "https://blog.example/%40some_one",
        "https://shop.example:8443/@some_one",
        "https://mastodon.social.evil.example/@some_one",
        "https://notmastodon.social/@some_one",
        "https://news.example/users/some_one/statuses/109876543210987654",
        "https://video.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
        "https://example.com/mastodon.social/@some_one",
    ],
)
def test_a_path_claims_no_platform(address: str) -> None:
    page = parse_page(address)
    assert (page.platform, page.kind) == ("web", "page")
    assert page.key.startswith("web:https://")


@pytest.mark.parametrize(
    ("address", "platform"),
    [
        ("https://www.kwai.com/@some_one", "kwai"),
        ("https://medium.com/@some_one", "medium"),
        ("https://truthsocial.com/@some_one", "truthsocial"),
        ("https://www.threads.net/@some_one", "threads"),
        ("https://odysee.com/@some_one:1", "odysee"),
        ("https://likee.video/@some_one", "likee"),
        ("https://misskey.io/@some_one", "misskey"),
        ("https://mastodon.social/@some_one", "mastodon"),
        ("https://framatube.org/@some_one", "peertube"),
        ("https://t.me/@some_one", "telegram"),
        ("https://www.lemon8-app.com/@some_one", "lemon8"),
    ],
)
def test_a_platform_is_claimed_by_its_own_hosts(address: str, platform: str) -> None:
    assert parse_page(address).platform == platform


def test_config_names_a_server_of_the_fediverse() -> None:
    extra = {"social.example": "mastodon", "tube.example": "peertube"}
    page = parse_page("https://social.example/@Some_One", extra)
    assert page.key == "mastodon:user:social.example/@some_one"
    assert parse_page("https://www.social.example/@some_one/", extra).key == page.key
    assert parse_page("https://mastodon.social/@some_one", extra).key != page.key
    video = parse_page("https://tube.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d", extra)
    assert video.key == "peertube:video:tube.example/9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://www.tiktok.com/search?q=boats&t=1700000000000", "q=boats"),
        ("https://www.tiktok.com/search/user?q=visa", "q=visa"),
        ("https://www.tiktok.com/share/user/1?sec_user_id=MS4wLjAB", "sec_user_id=MS4wLjAB"),
        ("https://vk.com/video_ext.php?oid=-1&id=2&hash=87b046504ccd8bfa", "hash=87b046504ccd8bfa"),
        ("https://vk.com/doc1_2?hash=abc&dl=def", "hash=abc&dl=def"),
        ("https://m.facebook.com/story.php?story_fbid=1&id=2&eav=Afx&paipv=0", "eav=Afx&paipv=0"),
        ("https://www.pinterest.com/some_one/boats/?invite_code=abc", "invite_code=abc"),
        ("https://www.snapchat.com/add/some_one?invite_id=abc", "invite_id=abc"),
        ("https://player.vimeo.com/video/123456789?h=0a1b2c3d4e", "h=0a1b2c3d4e"),
        ("https://www.linkedin.com/jobs/search?keywords=a&pageNum=2", "keywords=a&pageNum=2"),
        ("https://x.com/search?q=boats&vertical=users&src=typed_query", "q=boats&vertical=users"),
        ("https://medium.com/@some_one/boats-0a1b2c3d4e5f?sk=abc", "sk=abc"),
        (
            "https://drive.google.com/file/d/0ByeS4oOUV49Zzh4/view?resourcekey=0-a",
            "resourcekey=0-a",
        ),
        (
            "https://www.youtube.com/results?search_query=boats&sp=EgIQ",
            "search_query=boats&sp=EgIQ",
        ),
    ],
)
def test_a_parameter_that_chooses_or_opens_stays(address: str, kept: str) -> None:
    assert parse_page(address).canonical.endswith(kept)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://www.tiktok.com/search?q=boats", "https://www.tiktok.com/search?q=visa"),
        (
            "https://www.linkedin.com/jobs/search?pageNum=1",
            "https://linkedin.com/jobs/search?pageNum=2",
        ),
        ("https://vk.com/wall-1_2_r3", "https://vk.com/wall-1_2_r4"),
        ("https://vk.com/app7362610#/a", "https://vk.com/app7362610#/b"),
        ("https://vk.com/app7362610#l=1", "https://m.vk.com/app7362610"),
        ("https://weibo.com/7827771738/follow", "https://weibo.com/2066652961/follow"),
        ("https://weibo.com/7827771738/profile", "https://weibo.com/2066652961/profile"),
        ("https://www.reddit.com/r/boats/wiki", "https://www.reddit.com/r/boats"),
        (
            "https://www.linkedin.com/groups/1234567?highlightedUpdateUrn=urn:li:groupPost:1234567-1",
            "https://www.linkedin.com/groups/1234567?highlightedUpdateUrn=urn:li:groupPost:1234567-2",
        ),
        ("https://vk.com/wall-1_2_r3", "https://vk.com/wall-1_2"),
        ("https://vk.com/video-1_2", "https://vk.com/video-1_2?z=video-3_4"),
        ("https://vk.com/photo-1_2", "https://vk.com/photo-1_2_abcdef"),
        (
            "https://www.facebook.com/events/12345",
            "https://www.facebook.com/events/12345/permalink/9",
        ),
        (
            "https://www.facebook.com/events/1/permalink/9",
            "https://www.facebook.com/events/2/permalink/9",
        ),
        (
            "https://www.facebook.com/profile.php?id=12345",
            "https://www.facebook.com/profile.php?id=12345#!/profile.php?id=67890",
        ),
        (
            "https://www.twitch.tv/some_one/b/2100000001",
            "https://www.twitch.tv/some_one/v/2100000001",
        ),
        ("https://ok.ru/video/62036049272859-0", "https://ok.ru/video/62036049272859-1"),
        ("https://rumble.com/v5pv5f", "https://rumble.com/embed/v5pv5f"),
        (
            "https://www.douyin.com/user/MS4wLjAB",
            "https://www.douyin.com/user/MS4wLjAB?modal_id=6961737553342991651",
        ),
    ],
)
def test_two_pages_stay_two(one: str, two: str) -> None:
    assert parse_page(one).key != parse_page(two).key


@pytest.mark.parametrize(
    ("spelt", "page"),
    [
        (
            "https://www.facebook.com/profile.php?id=1#!/profile.php?id=67890",
            "https://www.facebook.com/67890",
        ),
        ("https://www.facebook.com/#!/groups/12345", "https://www.facebook.com/groups/12345"),
        ("https://twitter.com/#!/some_one", "https://x.com/some_one"),
        (
            "https://twitter.com/#%21/some_one/status/1790000000000000001",
            "https://x.com/i/status/1790000000000000001",
        ),
        ("https://vk.com/video-1_2?z=video-3_4", "https://vk.com/video-3_4"),
        ("https://vk.com/club1?w=wall-1_2&z=photo-3_4", "https://vk.com/photo-3_4"),
    ],
)
def test_the_page_is_the_one_that_opens(spelt: str, page: str) -> None:
    assert parse_page(spelt).key == parse_page(page).key


@pytest.mark.parametrize(
    ("spelt", "key"),
    [
        ("https://m.facebook.com/hashtag/boats/", "web:https://facebook.com/hashtag/boats"),
        ("https://es-la.facebook.com/hashtag/boats", "web:https://facebook.com/hashtag/boats"),
        ("https://twitter.com/hashtag/a?src=hash", "web:https://x.com/hashtag/a"),
        ("https://mobile.twitter.com/search?q=a", "web:https://x.com/search?q=a"),
        ("https://m.vk.com/albums-1/", "web:https://vk.com/albums-1"),
        ("http://vkontakte.ru/albums-1", "web:https://vk.com/albums-1"),
        ("https://telegram.me/proxy?server=a", "web:https://t.me/proxy?server=a"),
        ("https://www.pinterest.de/ideas/boats/9/", "web:https://pinterest.com/ideas/boats/9"),
        ("https://music.youtube.com/search?q=a", "web:https://music.youtube.com/search?q=a"),
        ("https://oauth.vk.com/authorize?a=1", "web:https://oauth.vk.com/authorize?a=1"),
        ("https://developers.facebook.com/docs/", "web:https://developers.facebook.com/docs"),
    ],
)
def test_a_page_without_a_rule_has_its_key_at_the_first_host(spelt: str, key: str) -> None:
    assert parse_page(spelt).key == key


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("https://t.me", "Telegram"),
        ("https://www.facebook.com/", "Facebook"),
        ("facebook.com/?ref=page_internal", "Facebook"),
        ("https://m.facebook.com/?locale=fr_FR", "Facebook"),
        ("https://x.com/#!/", "X"),
        ("http://twitter.com", "X"),
        ("https://chat.whatsapp.com/", "WhatsApp"),
        ("https://youtu.be/", "YouTube"),
        ("https://truthsocial.com", "Truth Social"),
        ("https://signal.group/#", "Signal"),
        ("https://x.com/home", "X"),
        ("https://www.facebook.com/home.php?ref=page_internal", "Facebook"),
        ("https://m.facebook.com/watch/", "Facebook"),
        ("https://www.instagram.com/?hl=en", "Instagram"),
        ("https://www.tiktok.com/foryou?lang=en", "TikTok"),
        ("https://www.linkedin.com/feed/", "LinkedIn"),
        ("https://vk.com/feed", "VK"),
        ("https://discord.com/channels/@me", "Discord"),
        ("https://drive.google.com/", "Google Drive"),
        ("https://web.telegram.org/k/", "Telegram"),
        ("https://web.telegram.org/a", "Telegram"),
        ("https://blogspot.de/", "Blogspot"),
    ],
)
def test_a_front_page_names_no_page(address: str, label: str) -> None:
    with pytest.raises(InvalidUrl, match=f"names no page on {label}") as refused:
        parse_page(address)
    assert refused.value.problem.code == "front_page"


@pytest.mark.parametrize(
    "address",
    [
        "https://some-blog.tumblr.com/",
        "https://some_channel.t.me/",
        "https://some-blog.wordpress.com/",
        "https://signal.group/#CjQKIAaaaaaaaaaaaaaaaa",
        "https://mastodon.social/",
        "https://example.com/",
        "https://www.facebook.com/?story_fbid=1",
        "https://www.facebook.com/watch/?v=123456789012345",
        "https://www.facebook.com/groups/123",
        "https://x.com/explore/tabs/trending",
        "https://web.telegram.org/k/#@some_channel",
    ],
)
def test_a_host_may_be_the_page(address: str) -> None:
    assert parse_page(address).kind != "front"


@pytest.mark.parametrize(
    ("host", "platform"),
    [
        ("telegram.org", "telegram"),
        ("core.telegram.org", "telegram"),
        ("web.whatsapp.net", "whatsapp"),
        ("scontent.xx.fbcdn.net", "facebook"),
        ("scontent.cdninstagram.com", "instagram"),
        ("i.ytimg.com", "youtube"),
        ("www.google.de", "google"),
        ("www.redditmedia.com", "reddit"),
        ("signal.org", "signal"),
        ("viber.me", "viber"),
        ("sun1-1.vkuserphoto.ru", "vk"),
        ("static.tumblr.co", "tumblr"),
        ("profile.line-scdn.net", "line"),
        ("some-blog.blogspot.de", "blogspot"),
        ("some-blog.blogspot.com.au", "blogspot"),
        ("discord.gifts", "discord"),
        ("discord.dev", "discord"),
        ("1.discord-activities.com", "discord"),
        ("123456.discordsays.com", "discord"),
    ],
)
def test_a_platforms_own_other_hosts_are_its_own(host: str, platform: str) -> None:
    page = parse_page(f"https://{host}/a/b")
    assert (page.platform, page.warnings) == (platform, ())


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("http://some-blog.blogspot.co.uk/2020/01/boats.html", "/2020/01/boats.html"),
        ("https://some-blog.blogspot.de/2020/01/boats.html?m=1", "/2020/01/boats.html"),
        ("https://www.some-blog.blogspot.com/2020/01/boats.html?spref=fb", "/2020/01/boats.html"),
        ("https://some-blog.blogspot.com/2020/01/boat.html", "/2020/01/boat.html"),
        ("https://some-blog.blogspot.com.br/search?q=boats", "/search?q=boats"),
        ("https://some-blog.blogspot.fr", "/"),
    ],
)
def test_a_blog_is_one_under_the_hosts_of_all_countries(address: str, key: str) -> None:
    page = parse_page(address)
    assert (page.platform, page.key) == ("blogspot", f"web:https://some-blog.blogspot.com{key}")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://odysee.com/@boats:a/sea:1", "https://odysee.com/@boats:a/sea:1?r=AbC"),
        ("https://odysee.com/@boats:a/sea:1", "https://odysee.com/@boats:a/sea:1?src=embed"),
        ("https://vk.com/App2day", "https://m.vk.com/app2day"),
        ("https://www.reddit.com/r/boats/about", "https://www.reddit.com/r/boats"),
        ("https://www.linkedin.com/company/boats/jobs/", "https://www.linkedin.com/company/boats"),
    ],
)
def test_who_shared_it_or_a_tab_makes_no_other_page(one: str, two: str) -> None:
    assert parse_page(one).key == parse_page(two).key


@pytest.mark.parametrize("host", ["other-blog.blogspot.com", "some-blog.blogspot.xyz", "fb.com"])
def test_what_stands_below_another_host_is_another_page(host: str) -> None:
    assert parse_page(f"https://{host}/x").key != parse_page("https://some-blog.blogspot.com/x").key
    assert (
        parse_page("https://about.fb.com/x").key != parse_page("https://about.facebook.com/x").key
    )


@pytest.mark.parametrize(
    "host", ["medium.example", "signal.example", "rumble.example", "wordpress.org"]
)
def test_ordinary_words_are_no_lookalikes(host: str) -> None:
    assert lookalike_warning(host) == ""


def test_a_platforms_reporting_address_is_an_address() -> None:
    shipped = [one.report for one in PLATFORMS if one.report]
    assert len(shipped) == 5
    for one in shipped:
        assert one.link.startswith("https://")
        assert one.source.startswith("https://")
        assert one.checked.year >= 2026


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://t.me/boats_one🙂", "telegram:channel:boats_one"),
        ("https://x.com/boats_one–here", "x:user:boats_one"),
        ("https://www.twitch.tv/boats_one中文", "twitch:channel:boats_one"),
        ("https://vk.com/club123、", "vk:group:123"),
        ("https://t.me/boats_one%0A", "telegram:channel:boats_one"),
        # A letter that may be of the name, and what stands behind it
        ("https://www.facebook.com/boatsé", "web:https://facebook.com/boats%C3%A9"),
        (
            "https://www.facebook.com/boats中/posts/123456",
            "web:https://facebook.com/boats%E4%B8%AD/posts/123456",
        ),
        ("https://www.youtube.com/@boats中文", "youtube:handle:boats%E4%B8%AD%E6%96%87"),
    ],
)
def test_what_hangs_on_to_a_name_is_no_part_of_it(address: str, key: str) -> None:
    assert parse_page(address).key == key
