"""Discord. Codes of invitations keep their case; servers, channels and messages are numbers."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, listed

_SNOWFLAKE = Id("0-9", "15,22")

DISCORD = Platform(
    id="discord",
    label="Discord",
    hosts=("discord.com", "discordapp.com"),
    homes=listed("app channels/@me"),
    mirrors="www|ptb|canary",
    others=listed(
        "discordapp.net discord.media discord.new discord.gift discord.gifts discord.store discord.tools"
        " discord.co discord.dev discord.design discordsays.com discord-activities.com discordactivities.com"
        " discordmerch.com discordstatus.com"
    ),
    ids={
        "invite": Id("A-Za-z0-9-", "2,40"),
        "server": _SNOWFLAKE,
        "channel": _SNOWFLAKE,
        "message": _SNOWFLAKE,
        "user": _SNOWFLAKE,
        "any": ANY,
    },
    kinds=(
        Kind(
            "invite",
            at=("discord.gg/{invite}", "discord.gg/invite/{invite}", "/invite/{invite}"),
            any_query=True,
            unless=("event",),
            same={
                "AbC12xyz": (
                    "https://discord.gg/AbC12xyz",
                    "https://discord.com/invite/AbC12xyz",
                    "http://discordapp.com/invite/AbC12xyz/",
                    "discord.gg/invite/AbC12xyz",
                    "https://www.discord.gg/AbC12xyz?utm_source=x",
                )
            },
            other=(
                "https://discord.gg/abc12xyz",
                "https://discord.gg/AbC12xyz?event=1234567890123456789",
                "https://discord.gg.evil.example/AbC12xyz",
            ),
        ),
        Kind(
            "message",
            key="{server}/{channel}/{message}",
            at=("/channels/{server}/{channel}/{message}",),
            any_query=True,
            same={
                "100000000000000001/200000000000000002/300000000000000003": (
                    "https://discord.com/channels/100000000000000001/200000000000000002/300000000000000003",
                    "https://ptb.discord.com/channels/100000000000000001/200000000000000002/300000000000000003/",
                    "https://canary.discord.com/channels/100000000000000001/200000000000000002/300000000000000003",
                    "http://discordapp.com/channels/100000000000000001/200000000000000002/300000000000000003",
                )
            },
            other=(
                "https://discord.com/channels/100000000000000001/200000000000000002/300000000000000004",
                "https://discord.com/channels/100000000000000001/200000000000000002",
            ),
        ),
        Kind(
            "channel",
            key="{server}/{channel}",
            at=("/channels/{server}/{channel}",),
            any_query=True,
            same={
                "100000000000000001/200000000000000002": (
                    "https://discord.com/channels/100000000000000001/200000000000000002",
                    "https://ptb.discord.com/channels/100000000000000001/200000000000000002/",
                    "http://discordapp.com/channels/100000000000000001/200000000000000002",
                    "https://www.discord.com/channels/100000000000000001/200000000000000002?x=1",
                )
            },
            other=(
                "https://discord.com/channels/100000000000000001/200000000000000003",
                "https://discord.com/channels/100000000000000001",
            ),
        ),
        Kind(
            "server",
            at=(
                "/channels/{server}",
                "/servers/{server}",
                "/servers/{_any}-{server}",
                "/widget?id={server}",
            ),
            any_query=True,
            same={
                "100000000000000001": (
                    "https://discord.com/channels/100000000000000001",
                    "https://discord.com/servers/sea-crossings-100000000000000001",
                    "https://discordapp.com/widget?id=100000000000000001&theme=dark",
                    "https://canary.discord.com/servers/100000000000000001/",
                )
            },
            other=(
                "https://discord.com/channels/100000000000000002",
                "https://discord.com/users/100000000000000001",
                "https://discord.com/channels/@me",
            ),
        ),
        Kind(
            "user",
            at=("/users/{user}",),
            any_query=True,
            same={
                "400000000000000004": (
                    "https://discord.com/users/400000000000000004",
                    "http://discordapp.com/users/400000000000000004/",
                )
            },
            other=(
                "https://discord.com/users/400000000000000005",
                "https://discord.com/channels/400000000000000004",
            ),
        ),
    ),
)
