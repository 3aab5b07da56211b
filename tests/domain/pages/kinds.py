"""Kinds of mistakes that addresses as people write them gave rise to: what is typed, and the pages.

Read beside the rules (`test_kinds.py`), through `/flag` and through an import.
"""

from __future__ import annotations

from urllib.parse import quote

FRAGMENTS = [
    (
        "https://signal.group/#CjQKIAbbbbbbbbbbbbbbb1",
        "web:https://signal.group/#CjQKIAbbbbbbbbbbbbbbb1",
    ),
    (
        "https://signal.group/#CjQKIAccccccccccccccc2",
        "web:https://signal.group/#CjQKIAccccccccccccccc2",
    ),
    ("https://mega.nz/folder/AbCdEf#kEy", "web:https://mega.nz/folder/AbCdEf#kEy"),
    ("https://threema.group/join#YWJjZGVm", "web:https://threema.group/join#YWJjZGVm"),
    ("https://matrix.to/#/#boats:example.org", "web:https://matrix.to/#/#boats:example.org"),
    ("https://chat.example/app#!/room/12", "web:https://chat.example/app#!/room/12"),
    ("https://chat.example/app#%2Froom%2F13", "web:https://chat.example/app#%2Froom%2F13"),
    ("https://shop.example/#boats", "web:https://shop.example/#boats"),
    ("https://files.example/d#id=77", "web:https://files.example/d#id=77"),
    ("https://files.example/d#kJ8sQmR2vXw1ZpLt", "web:https://files.example/d#kJ8sQmR2vXw1ZpLt"),
    ("https://news.example/a#comments", "web:https://news.example/a"),
    ("https://news.example/b#comment-123", "web:https://news.example/b"),
    ("https://news.example/c#:~:text=boats", "web:https://news.example/c"),
]
PLATFORMS_BY_HOST = [
    ("https://www.kwai.com/@boat_one", "web:https://kwai.com/@boat_one"),
    ("https://medium.com/@boat_one", "medium:user:boat_one"),
    ("https://archive.example/@boat_one", "web:https://archive.example/@boat_one"),
    (
        "https://social.example/@boat_one/109876543210987654",
        "web:https://social.example/@boat_one/109876543210987654",
    ),
    ("https://social.example/users/boat_one", "web:https://social.example/users/boat_one"),
    ("https://truthsocial.com/@boat_one", "truthsocial:user:boat_one"),
    ("https://mastodon.social/@boat_one", "mastodon:user:mastodon.social/@boat_one"),
    ("https://mastodon.social.example/@boat_one", "web:https://mastodon.social.example/@boat_one"),
    ("https://example.com/t.me/boat_one", "web:https://example.com/t.me/boat_one"),
    (
        "https://video.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
        "web:https://video.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
    ),
    ("https://blog.example/%40boat_one", "web:https://blog.example/%40boat_one"),
]
PARAMETERS = [
    ("https://www.tiktok.com/search?q=boats", "web:https://tiktok.com/search?q=boats"),
    ("https://www.tiktok.com/search?q=visa", "web:https://tiktok.com/search?q=visa"),
    ("https://www.tiktok.com/search/user?q=visa&t=17", "web:https://tiktok.com/search/user?q=visa"),
    (
        "https://x.com/search?q=boats&vertical=users",
        "web:https://x.com/search?q=boats&vertical=users",
    ),
    (
        "https://www.linkedin.com/jobs/search?keywords=a&pageNum=2",
        "web:https://linkedin.com/jobs/search?keywords=a&pageNum=2",
    ),
    (
        "https://www.youtube.com/results?search_query=boats&sp=EgIQ",
        "web:https://youtube.com/results?search_query=boats&sp=EgIQ",
    ),
    ("https://vk.com/doc1_2?hash=abc", "vk:document:1_2"),
    (
        "https://www.google.com/search?q=boats&source=x",
        "web:https://google.com/search?q=boats&source=x",
    ),
    (
        "https://www.reddit.com/search/?q=boats&type=user",
        "web:https://reddit.com/search?q=boats&type=user",
    ),
    ("https://example.com/?p=1&ref=2", "web:https://example.com/?p=1&ref=2"),
    ("https://example.com/?p=1&utm_source=2", "web:https://example.com/?p=1"),
]
SENTENCES = [
    ("www.news.example/a,3/b,702428.html", "web:https://news.example/a,3/b,702428.html"),
    ("https://www.news.example/0,1518,702428,00.html", "web:https://news.example/0,1518,702428,00.html"),
    ("<http://www.news.example/c,3/d,4.html|www.news.example/c,3/d,4.html>", "web:https://news.example/c,3/d,4.html"),
    ("https://maps.example/@52.1,13.4,15z", "web:https://maps.example/@52.1,13.4,15z"),
    ("https://shop.example/x;jsessionid=1.node,2", "web:https://shop.example/x;jsessionid=1.node,2"),
    ("news.example/x,name.pdf", "web:https://news.example/x,name.pdf"),
    ("https://news.example/e,f.html", "web:https://news.example/e,f.html"),
    ("https://news.example/v,1.2,b", "web:https://news.example/v,1.2,b"),
    ("https://t.me/boats_one,https://t.me/boats_two", "telegram:channel:boats_one", "telegram:channel:boats_two"),
    ("t.me/boats_three;facebook.com/groups/4567", "telegram:channel:boats_three", "facebook:group:4567"),
    ("t.me/boats_four|t.me/boats_five", "telegram:channel:boats_four", "telegram:channel:boats_five"),
    ("https://t.me/boats_six,facebook.com/groups/4568", "telegram:channel:boats_six", "facebook:group:4568"),
]  # fmt: skip


def _carried(link: str, channel: str, *, times: int = 1) -> tuple[str, str]:
    page = f"https://t.me/{channel}"
    for _ in range(times):
        page = quote(page, safe="")
    return link.format(page), f"telegram:channel:{channel}"


CARRIED = [
    _carried("https://eur01.safelinks.protection.outlook.com/?url={}&data=05%7C01%7Creader%40example.org", "carried_a"),
    ("https://urldefense.com/v3/__https://t.me/carried_b__;!!AbC!dEf$", "telegram:channel:carried_b"),
    ("https://urldefense.proofpoint.com/v2/url?u=https-3A__t.me_carried-5Fc&d=Dw&c=a", "telegram:channel:carried_c"),
    _carried("https://linkprotect.cudasvc.com/url?a={}&c=E,1,x", "carried_d"),
    _carried("https://secure-web.cisco.com/1AbCdEf/{}", "carried_e"),
    _carried("https://l.facebook.com/l.php?u={}&h=AT0", "carried_f"),
    _carried("https://www.google.co.uk/url?sa=t&url={}", "carried_g"),
    _carried("https://vk.com/away.php?to={}&cc_key=", "carried_h"),
    _carried("https://steamcommunity.com/linkfilter/?u={}", "carried_i"),
    _carried("https://www.youtube.com/redirect?event=d&q={}", "carried_j"),
    _carried("https://duckduckgo.com/l/?uddg={}&rut=a", "carried_k"),
    ("https://www.bing.com/ck/a?!&&p=a&u=a1aHR0cHM6Ly90Lm1lL2NhcnJpZWRfbA&ntb=1", "telegram:channel:carried_l"),
    ("https://www.tiktok.com/link/v2?target=t.me/carried_m&aid=1", "telegram:channel:carried_m"),
    _carried("https://slack-redir.net/link?url={}", "carried_n"),
    _carried("https://www.facebook.com/sharer/sharer.php?u={}", "carried_o"),
    ("https://www.instagram.com/accounts/login/?next=%2Fcarried_p%2F", "instagram:user:carried_p"),
    _carried("https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3D{}", "carried_q", times=2),
    ("https://shop.example/go?url=https%3A%2F%2Ft.me%2Fcarried_r", "web:https://shop.example/go?url=https%3A%2F%2Ft.me%2Fcarried_r"),
]  # fmt: skip
MIRRORS = [
    ("https://m.facebook.com/hashtag/boats/", "web:https://facebook.com/hashtag/boats"),
    ("https://de-de.facebook.com/ads/library/?id=123456", "facebook:ad:123456"),
    ("https://twitter.com/hashtag/boats", "web:https://x.com/hashtag/boats"),
    ("https://m.vk.com/albums-12", "web:https://vk.com/albums-12"),
    ("https://telegram.me/proxy?server=a", "web:https://t.me/proxy?server=a"),
    ("https://mobile.twitter.com/i/spaces/1abc", "web:https://x.com/i/spaces/1abc"),
]
FORMS = [
    ("https://www.facebook.com/reel/123456789012345/?s=single_unit&stack_idx=0", "facebook:video:123456789012345"),
    ("https://www.facebook.com/photo.php?fbid=223456&id=789&set=a.1", "facebook:photo:223456"),
    ("https://www.facebook.com/watch/?v=323456789&t=3", "facebook:video:323456789"),
    ("https://vk.com/some_one?w=video-1_2", "vk:video:-1_2"),
    ("https://truthsocial.com/@some_one/posts/108779000807761862", "truthsocial:post:108779000807761862"),
    ("https://twitter.com/#!/form_name", "x:user:form_name"),
    ("https://m.youtube.com/#/watch?v=jNQXAC9IVRw", "youtube:video:jNQXAC9IVRw"),
    ("https://www.youtube.com/watch_popup?v=dQw4w9WgXcQ", "youtube:video:dQw4w9WgXcQ"),
    ("https://bsky.app/profile/some.bsky.social/media", "bluesky:profile:some.bsky.social"),
    ("https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fx%2Fvideos%2F423456789%2F", "facebook:video:423456789"),
]  # fmt: skip
APART = [
    ("https://vk.com/wall-7_8_r3", "vk:comment:-7_8/3"),
    ("https://vk.com/wall-7_8_r4", "vk:comment:-7_8/4"),
    ("https://vk.com/video-1_9?z=video-3_4", "vk:video:-3_4"),
    ("https://www.facebook.com/profile.php?id=12345#!/profile.php?id=67890", "facebook:profile:67890"),
    ("https://www.facebook.com/events/777/permalink/9", "facebook:event-post:777/9"),
    ("https://www.twitch.tv/some_one/b/2100000001", "web:https://twitch.tv/some_one/b/2100000001"),
]  # fmt: skip
OWN_HOSTS = [
    ("https://core.telegram.org/bots", "web:https://core.telegram.org/bots"),
    ("https://web.whatsapp.net/a", "web:https://web.whatsapp.net/a"),
    ("https://i.ytimg.com/vi/a", "web:https://i.ytimg.com/vi/a"),
    ("https://scontent.xx.fbcdn.net/v", "web:https://scontent.xx.fbcdn.net/v"),
    ("https://www.signal.org/blog", "web:https://signal.org/blog"),
]
TEXT = [
    ("https://t.me/text_one。这是", "telegram:channel:text_one"),
    ("（https://t.me/text_two）", "telegram:channel:text_two"),
    ("pages.example/test[.]htm", "web:https://pages.example/test.htm"),
    ("example[.com", "web:https://example.com/"),
    ("hxxps:\\\\t.me\\text_three", "telegram:channel:text_three"),
    ("«https://t.me/text_four»،", "telegram:channel:text_four"),
    ("https://t.me/text_five🙂", "telegram:channel:text_five"),
    ("https://t.me/text_six؟", "telegram:channel:text_six"),
    ("https://t.me /text_seven", "telegram:channel:text_seven"),
    ("https://t.me/text_eight&quot;", "telegram:channel:text_eight"),
    ("1.https://t.me/text_nine", "telegram:channel:text_nine"),
    ("👉t.me/text_ten👈", "telegram:channel:text_ten"),
    ("[url]https://t.me/text_eleven[/url]", "telegram:channel:text_eleven"),
    ("[url=https://t.me/text_twelve]boats[/url]", "telegram:channel:text_twelve"),
    ("hxtps://t\\.me/text_thirteen", "telegram:channel:text_thirteen"),
]
KINDS: dict[str, list[tuple[str, ...]]] = {
    "the fragment is the page": [*FRAGMENTS],
    "a platform only by its hosts": [*PLATFORMS_BY_HOST],
    "a parameter that is the page": [*PARAMETERS],
    "an address in a sentence": [*SENTENCES],
    "an address that carries another": [*CARRIED],
    "mirrors of pages without a rule": [*MIRRORS],
    "forms that are common": [*FORMS],
    "pages that are two": [*APART],
    "a platform's other hosts": [*OWN_HOSTS],
    "text round an address": [*TEXT],
}
"""What is typed, and the keys of the pages in it."""

REFUSED = {
    "https://t.me": "names no page on Telegram",
    "facebook.com/": "names no page on Facebook",
    "https://www.youtube.com/?gl=DE": "names no page on YouTube",
    "http://twitter.com": "names no page on X",
    "https://chat.whatsapp.com/": "names no page on WhatsApp",
    "85.93.4.0/25": "is a network",
    "2001:db8::/32": "is a network",
    "exam(ple.com/a": "a browser can open",
    "http://exam(ple).com/a": "a browser can open",
    "https://twitter.com/intent/tweet?text=hi": "names no page",
    "https://team.slack.com/archives/C1/p1": "Slack isn't a page",
}
"""What is typed, and words of why it is not taken."""
