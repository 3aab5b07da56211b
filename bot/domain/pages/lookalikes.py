"""Hosts that are made to look like a platform's."""

import unicodedata
from functools import cache, lru_cache

from bot.domain.pages.canonical import host_in_letters
from bot.domain.pages.defang import defang
from bot.domain.pages.suffixes import registrable
from bot.domain.platforms.every import PLATFORMS

_LEET = str.maketrans("0134578!|i$", "oleastbllls")
_TOGETHER = [
    {"HAN", "HIRAGANA", "KATAKANA", "LATIN"},
    {"HAN", "HANGUL", "LATIN"},
    {"HAN", "BOPOMOFO", "LATIN"},
]

# Shorter names, and those that are ordinary words, stand in too many honest addresses.
_SHORTEST = 6
_ORDINARY = frozenset(
    {"threads", "messenger", "rumble", "medium", "signal", "parler", "wordpress", "linktr"}
)


@lru_cache(maxsize=1024)
def lookalike_warning(host: str) -> str:
    """What is odd about the host of a page that is on no known platform, as a sentence; "" where
    nothing is. `host` is as in a canonical URL.

    Three things are odd: a word of the host that looks as a platform's name does and is spelt
    otherwise (`faceb00k`, Cyrillic letters); a platform's own name or host inside another site's;
    letters of several alphabets in one word.
    """
    if host.startswith("[") or host.rpartition(".")[2].isdigit():
        return ""
    shown = host_in_letters(host)
    known = _known()
    for label in shown.split("."):
        for word in (label, *label.split("-")):
            if not word.isascii() and (domain := known.get(_bare(word))):
                return f"The address looks like {domain} but is another site: {defang(registrable(host))}."
            if len(word) >= _SHORTEST and (domain := known.get(_bare(word))):
                if word in _ORDINARY and word == domain.partition(".")[0]:
                    continue
                return f"The address looks like {domain} but is another site: {defang(registrable(host))}."
    for label in shown.split("."):
        if not label.isascii() and _mixes_scripts(label):
            return f"The address mixes letters of several alphabets; its site is {defang(registrable(host))}."
    return ""


@cache
def _known() -> dict[str, str]:
    """Names of platforms, as they look, and the host that each is known by."""
    names: dict[str, str] = {}
    for platform in PLATFORMS:
        if platform.host_in_key:
            continue
        for host in platform.hosts:
            name = host.partition(".")[0]
            if len(name) >= _SHORTEST:
                names.setdefault(_bare(name), host)
    return names


def _bare(word: str) -> str:
    """What a word looks like at a glance: plain letters, without marks and doubles of shape."""
    if not word.isascii():
        word = "".join(_plain(char) for char in unicodedata.normalize("NFKD", word))
    return word.lower().translate(_LEET).replace("rn", "m").replace("vv", "w")


@lru_cache(maxsize=1024)
def _plain(char: str) -> str:
    if char.isascii():
        return char
    if unicodedata.combining(char):
        return ""
    from confusable_homoglyphs.confusables import is_confusable

    found = is_confusable(char, greedy=True) or []
    for entry in found:
        for glyph in entry["homoglyphs"]:
            if len(glyph["c"]) == 1 and glyph["c"].isascii() and glyph["c"].isalnum():
                return str(glyph["c"]).lower()
    return char


def _mixes_scripts(label: str) -> bool:
    from confusable_homoglyphs.categories import unique_aliases

    scripts = set(unique_aliases(label)) - {"COMMON", "INHERITED"}
    return len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER)
