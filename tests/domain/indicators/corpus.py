"""Notes and the indicators that stand in them: precision and recall of the finding.

Phone numbers are the library's own examples of every country, in the formats and scripts in which
people write them; notes are made up, in ten languages and scripts, with what only looks like a number.
`python -m tests.domain.indicators.corpus` prints each miss.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phonenumbers import (
    PhoneNumberFormat,
    PhoneNumberType,
    example_number_for_type,
    format_number,
    is_valid_number,
)

from bot.domain.indicators.finding import find_indicators
from bot.domain.indicators.phones import countries
from tests.domain.indicators.labelled_by_hand import LABELLED_BY_HAND


@dataclass(frozen=True, slots=True)
class Note:
    """A text, the country of its channel, and the values that it holds."""

    text: str
    country: str | None
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.4f}, recall {self.recall:.4f}"
            f" ({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )


def _digits(first: str) -> dict[int, str]:
    return {ord("0") + n: chr(ord(first) + n) for n in range(10)}


SCRIPTS = {
    "Arabic": _digits("٠"),
    "Persian": _digits("۰"),
    "Devanagari": _digits("०"),
    "Bengali": _digits("০"),
    "Thai": _digits("๐"),
    "Myanmar": _digits("၀"),
    "fullwidth": _digits("０") | {ord("+"): "＋"},
    "bold": _digits("𝟎"),
}


def phone_notes() -> Iterator[Note]:
    """Each country's example numbers, in each format and in the digits of one script after another."""
    scripts = list(SCRIPTS.values())
    kinds = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
    for at, country in enumerate(sorted(countries())):
        for kind in kinds:
            number = example_number_for_type(country, kind)
            if number is None or not is_valid_number(number):
                continue
            e164 = format_number(number, PhoneNumberFormat.E164)
            spaced = format_number(number, PhoneNumberFormat.INTERNATIONAL)
            own = format_number(number, PhoneNumberFormat.NATIONAL)
            link = format_number(number, PhoneNumberFormat.RFC3966)
            digits = scripts[at % len(scripts)]
            formats = [(f"call {e164} today", None), (f"our number {own}.", country)]
            formats += [
                (f"call {spaced}, any time", None),
                (f"WhatsApp: {spaced.translate(digits)}", None),
                (f"00{e164[1:]}", None),
                (f"ring 00{spaced[1:].translate(digits)} (boats)", None),
                (f"our number {own}.", country),
                (own.translate(digits), country),
            ]
            if kind is PhoneNumberType.MOBILE:
                formats += [
                    (f"\u202a{spaced}\u202c", None),
                    (spaced.replace(" ", "\u00a0"), None),
                    (spaced.replace(" ", "."), None),
                    (spaced.replace(" ", "-").replace("-", "–"), None),
                    (f"<{link}|{own}>", None),
                    (f"https://wa.me/{e164[1:]} for the crossing", None),
                ]
            for text, where in formats:
                yield Note(text, where, frozenset({e164}))


_LANGUAGES: tuple[tuple[str, str | None, tuple[str, ...]], ...] = (
    # English
    (
        "Crossing on 12/05/2026 at 04:30, £2,500 each, 3 people. WhatsApp +44 7400 123456.",
        None,
        ("+447400123456",),
    ),
    (
        "Page since 2019, 12,403 followers, post 100004123456789. Ring 07400 123457 or 07400 123458",
        "GB",
        ("+447400123457", "+447400123458"),
    ),
    (
        "Pay to GB29 NWBK 6016 1331 9268 19, or boats.uk@gmail.com; GB28 NWBK 6016 1331 9268 19 is wrong",
        "GB",
        ("GB29NWBK60161331926819", "boats.uk@gmail.com"),
    ),
    (
        "BTC 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, not 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb, case R-1234567",
        None,
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",),
    ),
    (
        "ETH 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed; hash 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        None,
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",),
    ),
    (
        "USDT to TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t. Telegram: contact us. See page 12 of 2026-11-28 12:30.",
        None,
        ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",),
    ),
    (
        "Write to boats(at)proton[.]me, hxxps://t[.]me/boats_uk/12 or @boats_2 on Telegram",
        None,
        ("boats@proton.me", "telegram:channel:boats_uk", "telegram:channel:boats_2"),
    ),
    (
        "No number: 192.168.10.24, 51.50740 -0.12780, £20,000-25,000, version 10.4.12, 20:30-21:30, #100200300",
        "GB",
        (),
    ),
    ("I need help, my brother is at sea, he wore a red coat, 35 people, since 05.30", "GB", ()),
    # French
    (
        "Départ le 12.05.2026 à 4h30, 2 500 € par personne. Tél. : 06 12 34 56 78 ou 06.12.34.56.79",
        "FR",
        ("+33612345678", "+33612345679"),
    ),
    (
        "Virement : FR14 2004 1010 0505 0001 3M02 606, contact +33 6 12 34 56 78, 1 200 abonnés",
        None,
        ("FR1420041010050500013M02606", "+33612345678"),
    ),
    # German
    (
        "Abfahrt am 12.05.2026 um 4:30 Uhr, 2.500 Euro. Handy 01512 3456789, Konto DE89 3704 0044 0532 0130 00",
        "DE",
        ("+4915123456789", "DE89370400440532013000"),
    ),
    # Arabic
    (
        "رحلة يوم ١٢/٠٥/٢٠٢٦ الساعة ٤:٣٠ بسعر ٢٥٠٠ دولار. واتساب ٠٠٩٦٣٩٤٤٥٦٧٨٩٠",
        None,
        ("+963944567890",),
    ),
    (
        "للتواصل على تيليجرام @safar_sea او ‎+٩٦٤ ٧٩١ ٢٣٤ ٥٦٧٨‎",
        None,
        ("telegram:channel:safar_sea", "+9647912345678"),
    ),
    ("السعر ١٢٠٠٠ والعدد ٤٥ شخصا منذ ٢٠٢٣-٠٥-١٢", "IQ", ()),
    # Persian
    (
        "قایق ۱۲ نفره، ۳۵۰۰ یورو، تاریخ ۱۴۰۵/۰۲/۲۲ تماس ۰۹۱۲۳۴۵۶۷۸۹ تلگرام: @rah_darya",
        "IR",
        ("+989123456789", "telegram:channel:rah_darya"),
    ),
    ("واتساپ +۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹ ایمیل darya@gmail.com", None, ("+989123456789", "darya@gmail.com")),
    # Hindi
    (
        "नाव १२/०५/२०२६ को ४:३० बजे, ₹२,५०,००० प्रति व्यक्ति। फ़ोन +९१ ८१२३४ ५६७८९",
        None,
        ("+918123456789",),
    ),
    # Russian
    (
        "Отправка 12.05.2026 в 04:30, цена 250 000 руб. Телефон 8 (912) 345-67-89, телеграм: @lodka_1",
        "RU",
        ("+79123456789", "telegram:channel:lodka_1"),
    ),
    (
        "Пишите на lodka@yandex.ru, +7 912 345-67-89, группа 123456789",
        None,
        ("lodka@yandex.ru", "+79123456789"),
    ),
    # Chinese
    (
        "出发2026年5月12日4点30分，每人25000元。电话：+86 131 2345 6789，微信: boat_123",
        None,
        ("+8613123456789", "wechat:user:boat_123"),
    ),
    # Vietnamese
    (
        "Khởi hành 12/05/2026 lúc 4h30, giá 500.000.000 đ. Zalo 0912 345 678",
        "VN",
        ("+84912345678",),
    ),
    # Amharic
    (
        "ጀልባ 12/05/2026 ዋጋ 2,500 ስልክ +251 91 123 4567 ቴሌግራም @jelba_et",
        None,
        ("+251911234567", "telegram:channel:jelba_et"),
    ),
    # Kurdish
    (
        "Qeyik 12.05.2026, 3.000 euro, têlefon 00964 791 234 5678, Telegram: qeyik_01",
        None,
        ("+9647912345678", "telegram:channel:qeyik_01"),
    ),
    # Albanian, Turkish
    ("Varka niset 12.05.2026, 2 500 £, WhatsApp +355 67 212 3456", None, ("+355672123456",)),
    (
        "Tekne 12.05.2026 saat 04.30, 3.500 €. Tel: 0501 234 56 78, IBAN TR33 0006 1005 1978 6457 8413 26",
        "TR",
        ("+905012345678", "TR330006100519786457841326"),
    ),
)


def written_notes() -> Iterator[Note]:
    """Notes as people write them, and what only looks like an indicator in them."""
    for text, country, values in _LANGUAGES:
        yield Note(text, country, frozenset(values))


def notes_labelled_by_hand() -> Iterator[Note]:
    """Notes labelled by hand before they were run, in sixteen scripts and many forms."""
    for text, country, values in LABELLED_BY_HAND:
        yield Note(text, country, frozenset(values))


def score(notes: Iterator[Note], *, tell: bool = False) -> Score:
    """How many indicators were found rightly, wrongly, and not."""
    right = wrong = missed = 0
    for note in notes:
        found = {one.value for one in find_indicators(note.text, note.country).indicators}
        right += len(found & note.values)
        wrong += len(found - note.values)
        missed += len(note.values - found)
        if tell and found != note.values:
            print(note.country, repr(note.text), sorted(found), sorted(note.values))
    return Score(right, wrong, missed)


if __name__ == "__main__":
    for notes in (phone_notes, written_notes, notes_labelled_by_hand):
        print(f"{notes.__name__}: {score(notes(), tell=True)}")
