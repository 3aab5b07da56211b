"""WhatsApp: invitations to groups, channels, and numbers that open a chat."""

from bot.domain.platforms.table import NUMBER, Id, Kind, Platform, Words

WHATSAPP = Platform(
    id="whatsapp",
    label="WhatsApp",
    hosts=("whatsapp.com",),
    mirrors="www|web|api",
    apart="web|api",
    others=("whatsapp.net", "whatsappbrand.com", "whatsapp.biz"),
    ids={
        "group": Id("A-Za-z0-9_-", "16,40"),
        "channel": Id("A-Za-z0-9_-", "16,60"),
        "number": Id("0-9", "6,18"),
        "message": Id("A-Za-z0-9", "6,40"),
        "post": NUMBER,
        "plus": Words(("+", "%2B", "%20", "00", "")),
    },
    kinds=(
        Kind(
            "group",
            at=(
                "chat.whatsapp.com/{group}",
                "chat.whatsapp.com/invite/{group}",
                "/accept?code={group}",
            ),
            any_query=True,
            same={
                "AbCdEfGhIjK1234567890x": (
                    "https://chat.whatsapp.com/AbCdEfGhIjK1234567890x",
                    "http://chat.whatsapp.com/invite/AbCdEfGhIjK1234567890x/",
                    "https://chat.whatsapp.com/AbCdEfGhIjK1234567890x?mode=ac_t",
                    "https://web.whatsapp.com/accept?code=AbCdEfGhIjK1234567890x",
                )
            },
            other=(
                "https://chat.whatsapp.com/AbCdEfGhIjK1234567890X",
                "https://chat.whatsapp.com/",
                "https://chat.whatsapp.com.evil.example/AbCdEfGhIjK1234567890x",
            ),
        ),
        Kind(
            "channel-post",
            key="{channel}/{post}",
            at=("/channel/{channel}/{post}",),
            any_query=True,
            same={
                "0029VaAbCdEfGhIjKlMn1o2p/104": (
                    "https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMn1o2p/104",
                    "https://www.whatsapp.com/channel/0029VaAbCdEfGhIjKlMn1o2p/104/",
                )
            },
            other=(
                "https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMn1o2p/105",
                "https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMn1o2p",
            ),
        ),
        Kind(
            "channel",
            at=("/channel/{channel}",),
            any_query=True,
            same={
                "0029VaAbCdEfGhIjKlMn1o2p": (
                    "https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMn1o2p",
                    "https://www.whatsapp.com/channel/0029VaAbCdEfGhIjKlMn1o2p/",
                    "http://whatsapp.com/channel/0029VaAbCdEfGhIjKlMn1o2p?utm_source=x",
                    "whatsapp.com/channel/0029VaAbCdEfGhIjKlMn1o2p",
                )
            },
            other=(
                "https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMn1o2P",
                "https://www.whatsapp.com/catalog/4915112345678",
            ),
        ),
        Kind(
            "number",
            at=("wa.me/{_plus}{number}", "/send?phone={_plus}{number}"),
            any_query=True,
            same={
                "4915112345678": (
                    "https://wa.me/4915112345678",
                    "wa.me/+4915112345678",
                    "https://api.whatsapp.com/send?phone=4915112345678&text=Hello",
                    "https://api.whatsapp.com/send/?phone=%2B4915112345678&type=phone_number",
                    "https://web.whatsapp.com/send?phone=4915112345678",
                    "https://wa.me/4915112345678?text=Hello",
                )
            },
            other=(
                "https://wa.me/4915112345679",
                "https://wa.me/c/4915112345678",
                "https://api.whatsapp.com/send?text=4915112345678",
            ),
        ),
        Kind(
            "catalog",
            key="{number}",
            at=("wa.me/c/{number}", "/catalog/{number}"),
            any_query=True,
            same={
                "4915112345678": (
                    "https://wa.me/c/4915112345678",
                    "https://www.whatsapp.com/catalog/4915112345678/?app_absent=0",
                )
            },
            other=("https://wa.me/4915112345678", "https://wa.me/c/4915112345679"),
        ),
        Kind(
            "message",
            at=("wa.me/message/{message}", "wa.me/qr/{message}"),
            any_query=True,
            same={
                "ABCDEF1234567": (
                    "https://wa.me/message/ABCDEF1234567",
                    "http://wa.me/message/ABCDEF1234567/?src=qr",
                )
            },
            other=("https://wa.me/message/ABCDEF1234568", "https://wa.me/ABCDEF1234567"),
        ),
    ),
)
