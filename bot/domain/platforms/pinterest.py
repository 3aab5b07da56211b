"""Pinterest: the same pages under the endings of many countries; user names fold case."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words, listed

_COUNTRIES = listed(
    "com at be ca ch cl co de dk es fi fr hu id ie in it jp kr mx nl nz ph pl pt ru se vn"
    " co.at co.hu co.id co.in co.kr co.nz co.uk com.au com.mx com.br com.pe com.py com.uy com.vn"
)

PINTEREST = Platform(
    id="pinterest",
    label="Pinterest",
    hosts=tuple(f"pinterest.{country}" for country in _COUNTRIES),
    mirrors="www|m|[a-z]{2}",
    others=("pinimg.com", "pinterestmail.com"),
    views=("invite_code",),
    ids={
        "pin": Id("0-9", "6,25"),
        "user": Id("A-Za-z0-9_", "3,40", fold=True),
        "board": Id("A-Za-z0-9_%-", "1,200"),
        "code": Id("A-Za-z0-9", "5,20"),
        "tab": Words(("_created", "_saved", "boards", "pins", "created", "saved")),
        "any": ANY,
    },
    reserved=listed(
        "about business categories discover explore ideas login news_hub oauth password search"
        " settings signup source terms today topics videos _ _tools"
    ),
    tracking=listed("mt sender sender_id sfo nic_v1 nic_v2 nic_v3 fd_source"),
    kinds=(
        Kind(
            "pin",
            at=("/pin/{pin}", "/pin/{_any}--{pin}", "/pin/{pin}/sent"),
            any_query=True,
            same={
                "987654321098765432": (
                    "https://www.pinterest.com/pin/987654321098765432/",
                    "https://pinterest.co.uk/pin/987654321098765432",
                    "https://fr.pinterest.com/pin/boats-for-the-sea--987654321098765432/",
                    "https://www.pinterest.de/pin/987654321098765432/?mt=login",
                )
            },
            other=(
                "https://www.pinterest.com/pin/987654321098765433/",
                "https://www.pinterest.com/pin/",
                "https://pinterest.evil.example/pin/987654321098765432/",
            ),
        ),
        Kind(
            "user",
            at=("/{user}", "/{user}/{_tab}"),
            any_query=True,
            same={
                "some_one": (
                    "https://www.pinterest.com/some_one/",
                    "https://www.pinterest.fr/Some_One/_saved/",
                    "http://pinterest.com/some_one?invite_code=abc",
                    "https://de.pinterest.com/some_one/_created",
                )
            },
            other=("https://www.pinterest.com/some_one2/", "https://www.pinterest.com/ideas/"),
        ),
        Kind(
            "board",
            key="{user}/{board}",
            at=("/{user}/{board}",),
            any_query=True,
            same={
                "some_one/small-boats": (
                    "https://www.pinterest.com/some_one/small-boats/",
                    "https://pinterest.fr/Some_One/small-boats",
                    "http://m.pinterest.com/some_one/small-boats?sender=1",
                    "https://www.pinterest.co.uk/some_one/small-boats/",
                )
            },
            other=(
                "https://www.pinterest.com/some_one/small-boat/",
                "https://www.pinterest.com/some_one/small-boats/part-two/",
                "https://www.pinterest.com/some_two/small-boats/",
            ),
        ),
        Kind(
            "link",
            key="pin.it/{code}",
            at=("pin.it/{code}",),
            any_query=True,
            same={"pin.it/1AbCdEfGh": ("https://pin.it/1AbCdEfGh", "http://pin.it/1AbCdEfGh/")},
            other=("https://pin.it/1abcdefgh", "https://www.pinterest.com/1AbCdEfGh"),
        ),
    ),
)
