"""What people put on Facebook: posts, events, videos, photos, items for sale, stories."""

from bot.domain.platforms.table import Kind

CONTENT: tuple[Kind, ...] = (
    Kind(
        "post",
        key="{owner}/{post}",
        at=(
            "/{owner}/posts/{post}",
            "/{owner}/posts/{_any}/{post}",
            "/permalink.php?story_fbid={post}&id={owner}",
            "/story.php?story_fbid={post}&id={owner}",
        ),
        any_query=True,
        unless=("comment_id", "reply_comment_id"),
        same={
            "100004123456789/pfbid02AbCdEfGh": (
                "https://www.facebook.com/permalink.php?story_fbid=pfbid02AbCdEfGh&id=100004123456789",
                "https://m.facebook.com/story.php?story_fbid=pfbid02AbCdEfGh&id=100004123456789&eav=x&paipv=0",
                "https://www.facebook.com/100004123456789/posts/pfbid02AbCdEfGh",
                "https://web.facebook.com/permalink.php?id=100004123456789&story_fbid=pfbid02AbCdEfGh",
            ),
            "seacrossings/998877665544": (
                "https://www.facebook.com/SeaCrossings/posts/998877665544",
                "https://m.facebook.com/sea.crossings/posts/last-places/998877665544/",
            ),
        },
        other=(
            "https://www.facebook.com/permalink.php?story_fbid=pfbid02AbCdEfgh&id=100004123456789",
            "https://www.facebook.com/permalink.php?story_fbid=pfbid02AbCdEfGh&id=100004123456788",
            "https://www.facebook.com/SeaCrossings/posts/998877665544?comment_id=1",
        ),
    ),
    Kind(
        "event-post",
        key="{event}/{post}",
        at=("/events/{event}/permalink/{post}", "/events/{event}?post_id={post}"),
        any_query=True,
        unless=("comment_id", "reply_comment_id"),
        same={
            "445566778899001/5005": (
                "https://www.facebook.com/events/445566778899001/permalink/5005/",
                "https://m.facebook.com/events/445566778899001/permalink/5005?_rdr",
            )
        },
        other=(
            "https://www.facebook.com/events/445566778899001/permalink/5006/",
            "https://www.facebook.com/events/445566778899001/",
            "https://www.facebook.com/events/5005/",
        ),
    ),
    Kind(
        "event",
        at=(
            "/events/{event}",
            "/events/{event}/{_tab}",
            "/events/{_any}/{event}",
            "/events/{_any}/{_any}/{event}",
            "/event.php?eid={event}",
        ),
        same={
            "445566778899001": (
                "https://www.facebook.com/events/445566778899001/",
                "https://m.facebook.com/events/445566778899001?acontext=%7B%7D",
                "https://www.facebook.com/events/calais/night-run/445566778899001/",
                "https://fb.com/events/445566778899001/about",
            )
        },
        other=(
            "https://www.facebook.com/events/445566778899002/",
            "https://www.facebook.com/events/445566778899001/permalink/5/",
            "https://www.facebook.com/events/445566778899001/?event_time_id=9",
        ),
    ),
    Kind(
        "video",
        at=(
            "/watch?v={video}",
            "/watch/live?v={video}",
            "/video.php?v={video}",
            "/photo.php?v={video}",
            "/video/embed?video_id={video}",
            "/reel/{video}",
            "/videos/{video}",
            "/{_any}/videos/{video}",
            "/{_any}/videos/{_any}/{video}",
            "/watch/{_any}/{video}",
        ),
        any_query=True,
        unless=("comment_id", "reply_comment_id"),
        same={
            "1029384756": (
                "https://www.facebook.com/watch/?v=1029384756",
                "https://m.facebook.com/watch/?v=1029384756&_rdr",
                "https://fb.com/SeaCrossings/videos/1029384756/",
                "https://www.facebook.com/SeaCrossings/videos/how-we-go/1029384756/?locale=fr_FR",
                "https://www.facebook.com/reel/1029384756?s=single_unit",
                "https://www.facebook.com/video.php?v=1029384756",
                "https://www.facebook.com/watch/live/?v=1029384756",
                "https://www.facebook.com/reel/1029384756/?s=fb_shorts_profile&stack_idx=0",
                "https://www.facebook.com/watch/?v=1029384756&t=35",
                "https://www.facebook.com/photo.php?v=1029384756",
            )
        },
        other=(
            "https://www.facebook.com/watch/?v=1029384757",
            "https://www.facebook.com/watch/",
            "https://www.facebook.com/1029384756",
        ),
    ),
    Kind(
        "photo",
        at=(
            "/photo?fbid={photo}",
            "/photo.php?fbid={photo}",
            "/{_any}/photos/{photo}",
            "/{_any}/photos/{_any}/{photo}",
            "/photos/{photo}",
        ),
        any_query=True,
        unless=("comment_id", "reply_comment_id", "v"),
        same={
            "778899001122": (
                "https://www.facebook.com/photo/?fbid=778899001122&set=a.55",
                "https://m.facebook.com/photo.php?fbid=778899001122",
                "https://www.facebook.com/SeaCrossings/photos/a.55/778899001122/?type=3",
                "https://www.facebook.com/seacrossings/photos/778899001122",
                "https://www.facebook.com/photo.php?fbid=778899001122&id=100004123456789&set=a.55",
            )
        },
        other=(
            "https://www.facebook.com/photo/?fbid=778899001123",
            "https://www.facebook.com/photo/?set=a.778899001122",
        ),
    ),
    Kind(
        "album",
        at=("/media/set?set={album}",),
        any_query=True,
        same={
            "a.10152716010956729": (
                "https://www.facebook.com/media/set/?set=a.10152716010956729&type=3",
                "https://m.facebook.com/media/set/?set=a.10152716010956729",
            )
        },
        other=(
            "https://www.facebook.com/media/set/?set=a.10152716010956728",
            "https://www.facebook.com/media/set/",
            "https://www.facebook.com/photo/?fbid=10152716010956729",
        ),
    ),
    Kind(
        "ad",
        at=("/ads/library?id={ad}",),
        any_query=True,
        same={
            "899206155126718": (
                "https://www.facebook.com/ads/library/?id=899206155126718",
                "https://m.facebook.com/ads/library?id=899206155126718",
                "https://es-la.facebook.com/ads/library/?id=899206155126718&country=ALL",
            )
        },
        other=(
            "https://www.facebook.com/ads/library/?id=899206155126719",
            "https://www.facebook.com/ads/library/?view_all_page_id=899206155126718",
        ),
    ),
    Kind(
        "item",
        at=(
            "/marketplace/item/{item}",
            "/marketplace/{_any}/item/{item}",
            "/commerce/listing/{item}",
        ),
        any_query=True,
        same={
            "9988776655": (
                "https://www.facebook.com/marketplace/item/9988776655/",
                "https://m.facebook.com/marketplace/item/9988776655?referral_code=null",
                "https://web.facebook.com/marketplace/np/item/9988776655",
                "https://www.facebook.com/commerce/listing/9988776655/?media_id=0",
            )
        },
        other=(
            "https://www.facebook.com/marketplace/item/99887766550/",
            "https://www.facebook.com/marketplace/profile/9988776655/",
        ),
    ),
    Kind(
        "story",
        key="{owner}/{story}",
        at=("/stories/{owner}/{story}",),
        any_query=True,
        same={
            "100004123456789/UzpfSVNDOjE=": (
                "https://www.facebook.com/stories/100004123456789/UzpfSVNDOjE=/?view_single=1",
                "https://m.facebook.com/stories/100004123456789/UzpfSVNDOjE=",
            )
        },
        other=(
            "https://www.facebook.com/stories/100004123456789/",
            "https://www.facebook.com/stories/100004123456789/UzpfSVNDOje=",
        ),
    ),
)
