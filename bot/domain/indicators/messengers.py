"""Text and its addresses → messenger links and handles, as the keys of the pages that they open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.domain.indicators.indicator import Indicator, IndicatorKind
from bot.domain.indicators.phones import phone
from bot.domain.platforms import Page

_NUMBERS = ("number", "catalog", "phone")
"""Kinds of pages that are a phone number."""
_OF = {
    "whatsapp": ("group", "channel", "channel-post", "message"),
    "telegram": ("channel", "message", "story", "invite", "folder"),
    "messenger": ("chat", "group"),
    "snapchat": ("user",),
    "discord": ("invite", "server", "user"),
}
"""Which kinds of a messenger's pages are somebody's address there."""
_ANY_PAGE = ("signal", "viber", "line", "wechat", "zalo", "imo", "skype", "kakaotalk", "threema")
"""Messengers whose addresses have no table: the whole canonical address counts."""
_NUMBER_IN = re.compile(
    r"signal\.me/#p/(?:\+|%2B)?(\d+)|viber\.\w+/.*?number=(?:\+|%2B)?(\d+)", re.IGNORECASE
)

_SCHEMES = re.compile(
    r"\b(?:whatsapp|viber|tg|sms|tel|sgnl|imo|facetime)://?[^\s<>|\"']{3,200}"
    r"|\b(?:tel|sms|facetime):[+0-9%()-][^\s<>|\"']{5,40}",
    re.IGNORECASE,
)
_SCHEME_NUMBER = re.compile(
    r"(?:number|phone|p/)=?/?(?:\+|%2B|%20|00)?(\d{6,18})|^(?:tel|sms|facetime):(?://)?(?:\+|%2B|00)([\d().-]{6,25})",
    re.IGNORECASE,
)
_SCHEME_NAME = re.compile(r"tg://resolve/?\?(?:.*&)?domain=([A-Za-z]\w{3,31})", re.IGNORECASE)
_SCHEME_INVITE = re.compile(r"tg://join/?\?(?:.*&)?invite=([\w-]{8,64})", re.IGNORECASE)

_CALLED: Mapping[str, tuple[str, str, str]] = {
    "telegram": (
        r"telegram|tele ?gramm?|tg|телеграм\w{0,2}|телега|тг|تلگرام|تلغرام|تل[يی]ج?رام|تيليجرام|ٹیلیگرام"
        r"|टेलीग्राम|टेलिग्राम|টেলিগ্রাম|电报|電報|텔레그램|テレグラム|ቴሌግራም",
        "telegram:channel:",
        r"[A-Za-z][A-Za-z0-9_]{3,31}",
    ),
    "signal": (r"signal|سيجنال|سیگنال|сигнал", "signal:user:", r"[A-Za-z_]\w{2,31}\.\d{2,9}"),
    "snapchat": (
        r"snap ?chat|snap|سناب ?شات|سناب|اسنپ ?چت",
        "snapchat:user:",
        r"[A-Za-z][A-Za-z0-9._-]{2,14}",
    ),
    "wechat": (r"wechat|weixin|微信|vx", "wechat:user:", r"[A-Za-z][A-Za-z0-9_-]{5,19}"),
    "discord": (r"discord", "discord:name:", r"[a-z0-9_.]{2,32}"),
    "skype": (
        r"skype|скайп|سکایپ|سكايب",
        "skype:user:",
        r"(?:live:)?[A-Za-z][A-Za-z0-9.,_-]{5,31}",
    ),
}
"""Names of messengers, the key of a person or channel there, and what a name there looks like."""
_LINK = r"(?:\s{0,2}(?:id|user ?name|user|handle|channel|account|kanal|canal|канал|قناة|کانال|ایدی|آیدی|معرف))?"
_HANDLES = tuple(
    (
        key,
        re.compile(
            rf"(?<![\w@])(?:{called}){_LINK}(?:\s{{0,2}}[:=–-]{{1,2}}\s{{0,2}}@?|\s{{1,2}}@|@)"
            rf"(?P<before>{name})(?![\w@])"
            rf"|(?<![\w@./])@(?P<behind>{name})\s{{1,2}}[(\[]?(?:\w{{1,3}}\s)?(?:{called})(?!\w)",
            re.IGNORECASE,
        ),
    )
    for called, key, name in _CALLED.values()
)
_NAMED = re.compile(r"[\d_.]")


def of_page(page: Page) -> Indicator | None:
    """What a page in a text is: a number, somebody's address at a messenger, or neither."""
    _, _, rest = page.key.partition(":")
    kind, _, name = rest.partition(":")
    if page.platform in ("whatsapp", "telegram") and kind in _NUMBERS:
        return _phone(name)
    if kind in _OF.get(page.platform, ()):
        if kind in ("message", "story", "channel-post") and "/" in name:
            name, kind = name.rpartition("/")[0], "channel"
            if name.startswith("c/"):  # a closed group's number
                kind, name = "chat", name.removeprefix("c/")
        return Indicator(IndicatorKind.MESSENGER, f"{page.platform}:{kind}:{name}")
    if page.platform not in _ANY_PAGE:
        return None
    number = _NUMBER_IN.search(page.canonical)
    if number is not None:
        return _phone(number[1] or number[2])
    path = page.canonical.partition("://")[2].partition("/")[2]
    return Indicator(IndicatorKind.MESSENGER, page.key) if path else None


def of_pages(pages: Iterable[Page]) -> Iterator[Indicator]:
    """The same of several."""
    return (found for page in pages if (found := of_page(page)) is not None)


def _phone(digits: str) -> Indicator | None:
    valid = phone(digits)
    return Indicator(IndicatorKind.PHONE, valid) if valid else None


def schemes(text: str) -> tuple[str, tuple[Indicator, ...]]:
    """What stands in addresses such as viber://chat?number=…, and the text without them."""
    found: list[Indicator] = []

    def take(one: re.Match[str]) -> str:
        number, name = _SCHEME_NUMBER.search(one[0]), _SCHEME_NAME.search(one[0])
        invite = _SCHEME_INVITE.match(one[0])
        if invite is not None:
            found.append(Indicator(IndicatorKind.MESSENGER, f"telegram:invite:{invite[1]}"))
        elif name is not None:
            found.append(Indicator(IndicatorKind.MESSENGER, f"telegram:channel:{name[1].lower()}"))
        elif number is not None:
            valid = _phone(re.sub(r"\D", "", number[1] or number[2]))
            found.extend([valid] if valid else [])
        else:
            return one[0]
        return " ; "

    return _SCHEMES.sub(take, text), tuple(found)


def handles(text: str) -> Iterator[tuple[int, int, Indicator]]:
    """Names with the messenger that they are of: "Telegram @boats_uk", "@boats_uk on Telegram".

    Without an @ a name has to have a digit, a dot or a low line: "Telegram: contact me" has none.
    """
    for key, pattern in _HANDLES:
        for found in pattern.finditer(text):
            name = found["before"] or found["behind"]
            start = found.start("before" if found["before"] else "behind")
            name = name.rstrip(".,-")
            if text[start - 1 : start] != "@" and not _NAMED.search(name):
                continue
            value = f"{key}{name.lower()}"
            yield start, start + len(name), Indicator(IndicatorKind.MESSENGER, value)
