"""Google Drive, Docs and Play.

Sources: developers.google.com/drive (file ids; `resourcekey` grants access and is kept),
developer.android.com (`details?id=`), yt-dlp's Google Drive extractor."""

from bot.domain.platforms.table import ANY, NUMBER, Id, Kind, Platform, Words

_FILE = Id("A-Za-z0-9_-", "15,100")

GOOGLE_DRIVE = Platform(
    id="googledrive",
    label="Google Drive",
    hosts=("drive.google.com",),
    mirrors="www",
    ids={"file": _FILE, "folder": _FILE, "user": NUMBER, "any": ANY},
    tracking=("usp", "pli"),
    kinds=(
        Kind(
            "file",
            at=(
                "/file/d/{file}",
                "/file/d/{file}/{_any}",
                "/file/u/{_user}/d/{file}/{_any}",
                "/open?id={file}",
                "/uc?id={file}",
                "drive.usercontent.google.com/download?id={file}",
            ),
            any_query=True,
            same={
                "0ByeS4oOUV-49Zzh4R1J6R09zazQ": (
                    "https://drive.google.com/file/d/0ByeS4oOUV-49Zzh4R1J6R09zazQ/edit?pli=1",
                    "https://drive.google.com/open?id=0ByeS4oOUV-49Zzh4R1J6R09zazQ",
                    "https://drive.google.com/uc?id=0ByeS4oOUV-49Zzh4R1J6R09zazQ&export=download",
                    "https://drive.usercontent.google.com/download?id=0ByeS4oOUV-49Zzh4R1J6R09zazQ",
                )
            },
            other=(
                "https://drive.google.com/file/d/0ByeS4oOUV-49Zzh4R1J6R09zazq/view",
                "https://drive.google.com/drive/folders/0ByeS4oOUV-49Zzh4R1J6R09zazQ",
            ),
        ),
        Kind(
            "folder",
            at=("/drive/folders/{folder}", "/drive/u/{_user}/folders/{folder}"),
            any_query=True,
            same={
                "1dQ4sx0-__Nvg65rxTSgQrl7VyW_FZ9QI": (
                    "https://drive.google.com/drive/folders/1dQ4sx0-__Nvg65rxTSgQrl7VyW_FZ9QI",
                    "https://drive.google.com/drive/u/0/folders/1dQ4sx0-__Nvg65rxTSgQrl7VyW_FZ9QI?usp=sharing",
                )
            },
            other=(
                "https://drive.google.com/drive/folders/1dQ4sx0-__Nvg65rxTSgQrl7VyW_FZ9Qi",
                "https://drive.google.com/drive/my-drive",
            ),
        ),
    ),
)

GOOGLE_DOCS = Platform(
    id="googledocs",
    label="Google Docs",
    hosts=("docs.google.com",),
    mirrors="www",
    others=("forms.gle",),
    ids={
        "doc": _FILE,
        "form": Words(("document", "spreadsheets", "presentation", "forms", "drawings")),
        "user": NUMBER,
        "any": ANY,
    },
    tracking=("usp", "pli"),
    kinds=(
        Kind(
            "doc",
            key="{form}/{doc}",
            at=(
                "/{form}/d/{doc}",
                "/{form}/d/{doc}/{_any}",
                "/{form}/u/{_user}/d/{doc}",
                "/{form}/u/{_user}/d/{doc}/{_any}",
            ),
            any_query=True,
            same={
                "document/1aBcDeFgHiJkLmNoPqRsTuVwXyZ": (
                    "https://docs.google.com/document/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/edit?usp=sharing",
                    "https://docs.google.com/document/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/view",
                    "https://docs.google.com/document/u/0/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/mobilebasic",
                )
            },
            other=(
                "https://docs.google.com/document/d/1aBcDeFgHiJkLmNoPqRsTuVwXyz/edit",
                "https://docs.google.com/spreadsheets/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/edit",
                "https://docs.google.com/forms/d/e/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/viewform",
            ),
        ),
        Kind(
            "form",
            key="{doc}",
            at=("/forms/d/e/{doc}/{_any}",),
            any_query=True,
            same={
                "1FAIpQLSdAbCdEfGhIjKl": (
                    "https://docs.google.com/forms/d/e/1FAIpQLSdAbCdEfGhIjKl/viewform",
                    "https://docs.google.com/forms/d/e/1FAIpQLSdAbCdEfGhIjKl/viewform?usp=sf_link",
                )
            },
            other=(
                "https://docs.google.com/forms/d/e/1FAIpQLSdAbCdEfGhIjKL/viewform",
                "https://docs.google.com/forms/d/1FAIpQLSdAbCdEfGhIjKl/edit",
            ),
        ),
    ),
)

GOOGLE_PLAY = Platform(
    id="googleplay",
    label="Google Play",
    hosts=("play.google.com",),
    mirrors="www",
    ids={"app": Id("A-Za-z0-9_.", "3,200"), "developer": Id("A-Za-z0-9_+%. -", "1,200")},
    views=("hl", "gl", "pli"),
    kinds=(
        Kind(
            "app",
            at=("/store/apps/details?id={app}",),
            any_query=True,
            unless=("reviewId",),
            same={
                "org.example.boats": (
                    "https://play.google.com/store/apps/details?id=org.example.boats",
                    "https://play.google.com/store/apps/details?id=org.example.boats&hl=fr&gl=FR",
                )
            },
            other=(
                "https://play.google.com/store/apps/details?id=org.example.boat",
                "https://play.google.com/store/apps/dev?id=org.example.boats",
            ),
        ),
        Kind(
            "developer",
            at=("/store/apps/dev?id={developer}", "/store/apps/developer?id={developer}"),
            same={
                "1234567890123456789": (
                    "https://play.google.com/store/apps/dev?id=1234567890123456789",
                    "https://play.google.com/store/apps/dev?id=1234567890123456789&hl=de",
                )
            },
            other=(
                "https://play.google.com/store/apps/dev?id=1234567890123456780",
                "https://play.google.com/store/apps/details?id=1234567890123456789",
            ),
        ),
    ),
)
