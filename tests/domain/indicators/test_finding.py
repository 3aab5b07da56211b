"""What is found in a text, and what is not."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import BadAnswer
from bot.domain.indicators.checksums import keccak_256, segwit
from bot.domain.indicators.finding import MOST, find_indicators, plain_text
from bot.domain.indicators.indicator import Indicator, IndicatorKind
from bot.domain.indicators.typed import read_typed
from tests.domain.indicators.corpus import (
    notes_labelled_by_hand,
    phone_notes,
    score,
    written_notes,
)


def found(text: str, country: str | None = None) -> list[str]:
    return [one.value for one in find_indicators(text, country).indicators]


def test_the_corpus_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    every = {
        "phone formats": phone_notes(),
        "notes": written_notes(),
        "notes labelled by hand": notes_labelled_by_hand(),
    }
    for name, notes in every.items():
        result = score(notes)
        with capsys.disabled():
            print(f"\nindicators, {name}: {result}")
        assert result.right > 35
        assert result.precision >= 0.99
        assert result.recall >= 0.95


@pytest.mark.parametrize(
    ("text", "country", "values"),
    [
        # A number has a country, or is none.
        ("ring 07400 123456", None, []),
        ("ring 07400 123456", "GB", ["+447400123456"]),
        ("ring 0044 7400 123456", "US", ["+447400123456"]),
        ("ring 5 or 0044 7400 123456", None, ["+447400123456"]),
        ("0044 7400 123456 0044 7400 123457", None, ["+447400123456", "+447400123457"]),
        ("+44 (0) 7400-123-456", None, ["+447400123456"]),
        ("٩٧١٥٠١٢٣٤٥٦٧+", None, ["+971501234567"]),
        ("Tel+447400123456now", None, ["+447400123456"]),
        ("*+44 7400 123456* _+44_7400_123457_", None, ["+447400123456", "+447400123457"]),
        ("4️⃣4️⃣ +4️⃣4️⃣7️⃣4️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣", None, ["+447400123456"]),
        ("07400 123456 07400 123457", "GB", ["+447400123456", "+447400123457"]),
        ("+44 7700 900123 is a number for films, +44 12 is none", None, []),
        # A number in an address is the page's, unless the address is that of a number.
        ("https://facebook.com/07400123456", "GB", []),
        ("https://api.whatsapp.com/send?phone=447400123456", None, ["+447400123456"]),
        ("https://t.me/+447400123456 viber://chat?number=%2B447400123457", None, ["+447400123457", "+447400123456"]),
        ("https://signal.me/#p/+447400123456", None, ["+447400123456"]),
        ("https://wa.me/447700900123", None, []),
        # Names at messengers.
        ("t.me/s/Boats_UK/12, tg://resolve?domain=boats_uk", None, ["telegram:channel:boats_uk"]),
        ("Telegram @Boats_UK, or @boats_uk (Telegram)", None, ["telegram:channel:boats_uk"]),
        ("telegram channel, Telegram: contact me, mail@telegram", None, []),
        ("signal: boat.01, snap: sea_boats", None, ["signal:user:boat.01", "snapchat:user:sea_boats"]),
        # Mail.
        ("mailto:Boats@Gmail.com, boats(at)gmail[dot]com", None, ["boats@gmail.com"]),
        ("boats@localhost, a@b, boats@nowhere.invalidsuffix", None, []),
        # Accounts whose checksum is right.
        ("gb29nwbk60161331926819", None, ["GB29NWBK60161331926819"]),
        ("GB29 NWBK 6016 1331 9268 18", None, []),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", None, ["bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"]),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdz", None, []),
        ("0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed", None, []),
    ],
)  # fmt: skip
def test_what_is_found(text: str, country: str | None, values: list[str]) -> None:
    assert sorted(found(text, country)) == sorted(values)


def test_thousands_of_numbers_are_cut_and_said_to_be() -> None:
    many = find_indicators(" ".join(f"+44740012{n:04}" for n in range(5_000)))
    assert (len(many.indicators), many.more) == (MOST, True)
    assert not find_indicators("+44 7400 123456").more


def test_checksums_are_those_of_their_sources() -> None:
    assert keccak_256(b"").hex().startswith("c5d2460186f7233c927e7db2dcc703c0")
    assert keccak_256(b"abc").hex().startswith("4e03657aea45a94fc7d47ba826c8d667")
    assert keccak_256(bytes(136)).hex().startswith("3a5912a7c5faa06ee4fe906253e339467a9ce87d")
    valid = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"  # BIP 350
    assert segwit(valid, "bc")
    wrong = (
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",  # BIP 350: bech32m where bech32 is due
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",  # and the reverse
        "bc1pw5dgrnzv",  # a program of one byte
        "bc1gmk9yu",  # none
    )
    assert [one for one in wrong if segwit(one, "bc")] == []


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        (" +44 7400 123456 ", IndicatorKind.PHONE, "+447400123456"),
        ("t.me/boats_uk", IndicatorKind.MESSENGER, "telegram:channel:boats_uk"),
        (
            "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
            IndicatorKind.ETHEREUM,
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        ),
        ("  Captain   ALI ", IndicatorKind.OTHER, "captain ali"),
        ("@Boats", IndicatorKind.OTHER, "@boats"),
    ],
)
def test_what_is_typed(typed: str, kind: IndicatorKind, value: str) -> None:
    assert read_typed(typed) == Indicator(kind, value)
    if kind is not IndicatorKind.MESSENGER:  # a page's key
        assert read_typed(value) == Indicator(kind, value)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("07400 123456", "is not a valid phone number. Give it with its country"),
        ("+44 7700 900123", "is not a valid phone number"),
        ("ab", "at least 3 characters"),
        ("boats " * 40, "at most 200 characters; this has 239"),
        ("+447400123456 and a@gmail.com", "one at a time"),
    ],
)
def test_what_is_typed_and_refused(typed: str, said: str) -> None:
    with pytest.raises(BadAnswer, match=said) as refused:
        read_typed(typed)
    assert refused.value.field == "indicator"


_PIECES = st.sampled_from(
    ["+447400123456", "0044", " ", "٠٧", "t.me/", "@", "a@gmail.com", "GB29", "0x", "bc1q", ".", "(", "9", "\u202a"]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=25).map("".join))


@settings(max_examples=120, deadline=None)
@given(_TEXTS, st.sampled_from([None, "GB", "IR"]))
def test_no_text_raises_and_what_is_found_is_found_again(text: str, country: str | None) -> None:
    for one in find_indicators(text, country).indicators:
        if one.kind is not IndicatorKind.MESSENGER:  # their values are keys, not text
            assert one in find_indicators(one.value).indicators
    with contextlib.suppress(BadAnswer):
        read_typed(text, country)


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_plain_text_is_plain(text: str) -> None:
    assert plain_text(plain_text(text)) == plain_text(text)
