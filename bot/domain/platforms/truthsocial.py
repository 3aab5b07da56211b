"""Truth Social. Forms: yt-dlp's Truth extractor; the site speaks Mastodon's language, and names
fold case as Mastodon's do."""

from bot.domain.platforms.table import Id, Kind, Platform, Words

TRUTHSOCIAL = Platform(
    id="truthsocial",
    label="Truth Social",
    hosts=("truthsocial.com",),
    ids={
        "post": Id("0-9", "8,25"),
        "user": Id("A-Za-z0-9_.", "1,60", fold=True),
        "tab": Words(("with_replies", "media", "followers", "following", "truths")),
        "form": Words(("posts", "statuses")),
    },
    kinds=(
        Kind(
            "post",
            at=(
                "/@{_user}/{post}",
                "/@{_user}/{post}/embed",
                "/@{_user}/{_form}/{post}",
                "/users/{_user}/statuses/{post}",
            ),
            any_query=True,
            same={
                "108618228543962049": (
                    "https://truthsocial.com/@some_one/posts/108618228543962049",
                    "https://truthsocial.com/@some_one/108618228543962049",
                    "https://www.truthsocial.com/@Some_One/posts/108618228543962049/",
                    "https://truthsocial.com/users/some_one/statuses/108618228543962049",
                )
            },
            other=(
                "https://truthsocial.com/@some_one/posts/108618228543962048",
                "https://mastodon.social/@some_one/108618228543962049",
            ),
        ),
        Kind(
            "user",
            at=("/@{user}", "/@{user}/{_tab}", "/users/{user}"),
            any_query=True,
            same={
                "some_one": (
                    "https://truthsocial.com/@some_one",
                    "https://www.truthsocial.com/@Some_One/",
                    "https://truthsocial.com/@some_one/media",
                    "https://truthsocial.com/users/some_one",
                )
            },
            other=(
                "https://truthsocial.com/@some_two",
                "https://mastodon.social/@some_one",
                "https://truthsocial.com.evil.example/@some_one",
            ),
        ),
    ),
)
