"""Facebook. Names: capitals and dots do not count (facebook.com/help/105399436216001)."""

from bot.domain.platforms.facebook_content import CONTENT
from bot.domain.platforms.table import ANY, CODE, NUMBER, Id, Kind, Platform, Words, listed

_TABS = (
    "about|about_details|discussion|members|media|photos|photos_all|photos_albums|videos|reels"
    "|reels_tab|posts|events|files|featured|announcements|community|mentions|reviews|friends"
    "|followers|following|info|photos_of|photos_by|photos_stream|live|live_videos|shop|services|groups|likes|map|buy_sell_discussion"
)

FACEBOOK = Platform(
    id="facebook",
    label="Facebook",
    hosts=(
        "facebook.com",
        "fb.com",
        "facebookwkhpilnemxj7asaniu7vnjjbiltxjqhye3mhbshg7kx5tfyd.onion",
        "facebookcorewwwi.onion",
    ),
    homes=listed(
        "home home.php watch groups groups/feed marketplace reel reels gaming events friends notifications messages"
    ),
    mirrors="www|m|mobile|web|touch|mbasic|free|iphone|[a-z]{2}-[a-z]{2}",
    hashbang=True,
    others=listed(
        "facebook.net fbcdn.net fbsbx.com facebookmail.com facebookbrand.com fb.gg"
        " facebookblueprint.com internalfb.com"
    ),
    ids={
        "profile": NUMBER,
        "pageid": Id("0-9", "9,20"),
        "name": Id("A-Za-z0-9.", "2,60", fold=True, ignores="."),
        "owner": Id("A-Za-z0-9.", "1,60", fold=True, ignores="."),
        "group": Id("A-Za-z0-9._-", "1,80", fold=True),
        "post": Id("A-Za-z0-9", "1,100"),
        "event": NUMBER,
        "video": NUMBER,
        "photo": NUMBER,
        "item": NUMBER,
        "ad": NUMBER,
        "album": Id("A-Za-z0-9.", "3,100"),
        "story": Id("A-Za-z0-9_=-", "5,100"),
        "share": CODE,
        "code": CODE,
        "form": Words(("p", "g", "v", "r", "e", "s")),
        "tab": Words(tuple(_TABS.split("|"))),
        "any": ANY,
    },
    reserved=listed(
        "ads ajax api app apps bookmarks business careers checkpoint dialog directory find-friends"
        " fundraisers gaming games hashtag help home.php instantgames l.php latest legal lite"
        " live login login.php logout.php media memories messages messenger_media mobile notes"
        " notifications notifications.php offers pages payments photo.php photos places platform"
        " plugins policies policy privacy recover reg residence saved search settings sharer"
        " sharer.php support terms terms.php tr unsupportedbrowser.php videos watchparty"
    ),
    tracking=listed(
        "ref refid refsrc ref_component ref_page ref_type fref hc_ref hc_location pnref mibextid"
        " rdid wtsid notif_id notif_t extid sfnsn _rdr _rdc __cft__* __tn__*"
        " __xts__* __so__ __rv__ __eep__ _ft_ __mref_source tracking referral_code"
        " referral_story_type action_history surface_type rc"
    ),
    views=listed(
        "locale sk _fb_noscript viewas theater type set sorting_setting comment_tracking"
        " entry_point hash app ti s d vh m_entstream_source source av cb target cached_data"
        " eav paipv acontext share_url idorvanity stack_idx lst profile_tab_item_selected pe modal"
        " checkpoint_src __nodl"
    ),
    kinds=(
        Kind(
            "group-post",
            key="{group}/{post}",
            at=(
                "/groups/{group}/posts/{post}",
                "/groups/{group}/posts/{_any}/{post}",
                "/groups/{group}/permalink/{post}",
                "/groups/{group}?multi_permalinks={post}",
                "/groups/{group}?view=permalink&id={post}",
            ),
            any_query=True,
            unless=("comment_id", "reply_comment_id"),
            same={
                "1234567890/555000111": (
                    "https://www.facebook.com/groups/1234567890/posts/555000111/",
                    "https://m.facebook.com/groups/1234567890/permalink/555000111",
                    "https://www.facebook.com/groups/1234567890/?multi_permalinks=555000111",
                    "https://m.facebook.com/groups/1234567890?view=permalink&id=555000111&refid=18",
                )
            },
            other=(
                "https://www.facebook.com/groups/1234567890/posts/555000112/",
                "https://www.facebook.com/groups/1234567890/",
                "https://www.facebook.com/groups/1234567891/posts/555000111/",
                "https://www.facebook.com/groups/1234567890/posts/555000111/?comment_id=7",
            ),
        ),
        Kind(
            "group",
            at=("/groups/{group}", "/groups/{group}/{_tab}"),
            same={
                "1234567890": (
                    "https://www.facebook.com/groups/1234567890/",
                    "https://m.facebook.com/groups/1234567890?ref=share",
                    "http://fb.com/groups/1234567890",
                    "https://ar-ar.facebook.com/groups/1234567890/about",
                    "https://mbasic.facebook.com/groups/1234567890/?sorting_setting=CHRONOLOGICAL",
                ),
                "boat.watchers": (
                    "https://www.facebook.com/groups/Boat.Watchers",
                    "https://web.facebook.com/groups/boat.watchers/members/",
                ),
            },
            other=(
                "https://www.facebook.com/groups/12345678901/",
                "https://www.facebook.com/1234567890",
                "https://www.facebook.com/groups/1234567890/user/100000000000001/",
                "https://www.facebook.com/groups/boatwatchers",
            ),
        ),
        *CONTENT,
        Kind(
            "share",
            at=("/share/{share}",),
            any_query=True,
            same={
                "1AbCdEfGhJ": (
                    "https://www.facebook.com/share/1AbCdEfGhJ/",
                    "https://m.facebook.com/share/1AbCdEfGhJ/?mibextid=wwXIfr",
                    "https://fb.com/share/1AbCdEfGhJ",
                    "http://www.facebook.com/share/1AbCdEfGhJ?rdid=x",
                )
            },
            other=(
                "https://www.facebook.com/share/1abcdefghj/",
                "https://www.facebook.com/share/p/1AbCdEfGhJ/",
            ),
        ),
        Kind(
            "share",
            key="{form}/{share}",
            at=("/share/{form}/{share}",),
            any_query=True,
            same={
                "p/1AbCdEfGhJ": (
                    "https://www.facebook.com/share/p/1AbCdEfGhJ/",
                    "https://m.facebook.com/share/p/1AbCdEfGhJ/?mibextid=oFDknk",
                    "https://web.facebook.com/share/p/1AbCdEfGhJ",
                    "http://facebook.com/share/p/1AbCdEfGhJ#",
                )
            },
            other=(
                "https://www.facebook.com/share/v/1AbCdEfGhJ/",
                "https://www.facebook.com/share/p/1AbCdEfGhK/",
            ),
        ),
        Kind(
            "link",
            key="fb.watch/{code}",
            at=("fb.watch/{code}", "fb.watch/v/{code}"),
            any_query=True,
            same={
                "fb.watch/aBcD12_-x": (
                    "https://fb.watch/aBcD12_-x/",
                    "fb.watch/aBcD12_-x",
                    "https://www.fb.watch/aBcD12_-x/?mibextid=x",
                    "http://fb.watch/v/aBcD12_-x/",
                )
            },
            other=("https://fb.watch/abcd12_-x/", "https://fb.me/aBcD12_-x"),
        ),
        Kind(
            "link",
            key="fb.me/{code}",
            at=("fb.me/{code}",),
            any_query=True,
            same={
                "fb.me/1XyZ9aBcD": (
                    "https://fb.me/1XyZ9aBcD",
                    "http://www.fb.me/1XyZ9aBcD/",
                    "fb.me/1XyZ9aBcD?x=1",
                    "https://fb.me/1XyZ9aBcD#a",
                )
            },
            other=("https://fb.me/1XyZ9aBcd", "https://www.facebook.com/1XyZ9aBcD"),
        ),
        Kind(
            "link",
            key="fb.me/{form}/{code}",
            at=("fb.me/{form}/{code}",),
            any_query=True,
            same={"fb.me/e/1XyZ9aBcD": ("https://fb.me/e/1XyZ9aBcD", "http://fb.me/e/1XyZ9aBcD/")},
            other=("https://fb.me/1XyZ9aBcD", "https://fb.me/p/1XyZ9aBcD"),
        ),
        Kind(
            "profile",
            at=(
                "/profile.php?id={profile}",
                "/profile.php?id={profile}/{_tab}",
                "/people/{_any}/{profile}",
                "/pages/{_any}/{profile}",
                "/pages/category/{_any}/{_any}-{profile:pageid}",
                "/pg/{_any}-{profile:pageid}",
                "/p/{_any}-{profile:pageid}",
                "/{_any}-{profile:pageid}",
                "/{profile}",
                "/{profile}/{_tab}",
            ),
            same={
                "100004123456789": (
                    "https://www.facebook.com/profile.php?id=100004123456789",
                    "https://m.facebook.com/profile.php?id=100004123456789&fref=nf",
                    "https://www.facebook.com/people/Some-One/100004123456789/",
                    "https://www.facebook.com/people/%D0%98%D0%B2%D0%B0%D0%BD/100004123456789/?sk=about",
                    "https://fb.com/100004123456789",
                    "https://www.facebook.com/home.php#!/profile.php?id=100004123456789",
                    "https://www.facebook.com/profile.php?id=1#!/profile.php?id=100004123456789&ref=x",
                    "https://www.facebook.com/profile.php?id=100004123456789&rc=p",
                    "https://www.facebook.com/profile.php?id=100004123456789/photos",
                    "https://www.facebook.com/p/Sea-Crossings-100004123456789/",
                    "https://de-de.facebook.com/Sea-Crossings-100004123456789",
                )
            },
            other=(
                "https://www.facebook.com/profile.php?id=100004123456780",
                "https://www.facebook.com/profile.php?id=100004123456789&story_fbid=5",
                "https://www.facebook.com/profile.php",
                "https://www.facebook.com/groups/100004123456789",
                "https://www.facebook.com.evil.example/profile.php?id=100004123456789",
                "https://notfacebook.com/profile.php?id=100004123456789",
            ),
        ),
        Kind(
            "name",
            at=("/{name}", "/{name}/{_tab}", "/pg/{name}", "/pg/{name}/{_tab}"),
            same={
                "seacrossings": (
                    "https://www.facebook.com/SeaCrossings",
                    "https://m.facebook.com/sea.crossings/",
                    "http://fb.com/seacrossings?mibextid=ZbWKwL",
                    "https://fr-fr.facebook.com/SeaCrossings/about",
                    "https://www.facebook.com/pg/SeaCrossings/posts/?ref=page_internal",
                )
            },
            other=(
                "https://www.facebook.com/SeaCrossings1",
                "https://www.facebook.com/groups/SeaCrossings",
                "https://www.facebook.com/login/",
                "https://facebook.com.evil.example/SeaCrossings",
                "https://evil.example/facebook.com/SeaCrossings",
            ),
        ),
    ),
)
