"""Addresses that no client turns into links, and back."""

import re

_ADDRESS = re.compile(r"(?i:h(tt)(ps?://))?(\[[0-9A-Fa-f:.]+\])?(.*)", re.DOTALL)
_LIVE = re.compile(r"[.\[]|(?<=\w)@(?=\w)|:(?=//)|[({](?=\s*(?:\.|dot)\s*[)}])", re.IGNORECASE)
_LIVE_BUT_DOTS = re.compile(r"[\[@:({]")
_WORD = re.compile(r"\S+")
_SCHEMES = ("https://", "http://")
_BRACKET_OR_SPACE = re.compile(r"[\s\[({]")
_DEAD = re.compile(
    # hxxp, hXXp, hxtp, htxp, h**p, h__p, with or without brackets round what follows
    r"(?<!\S)(?P<scheme>h(?:tt|xx|xt|tx|\*\*|__)p)(?P<s>s|\[s\]|\(s\))?(?P<colon>\[:\]//|\[://\]|\(:\)//|:(?=//|\\\\))"
    r"|\[(?P<kept>[.\[@:({/])\]"
    r"|\s*[\[({]\s*(?:\.|dot)\s*[\])}]\s*"
    r"|\[(?P<slashes>://)\]",
    re.IGNORECASE,
)
_BEFORE_PATH = re.compile(r"[^/]*(?:/{1,2}[^/]*)?")
# `example[.com`, `example.]com`; and `[.]` in a path, which no address has unencoded.
_HALF_BRACKET = re.compile(r"(?<=\w)(?:[\[({]\.(?=\w)|(?<![\[({])\.[\])}](?=\w))")
_MAY_BE_DEAD = re.compile(r"[\[({\])}\\]|\Ah(?:x|tx|\*|_)", re.IGNORECASE)
_ESCAPED_DOT = re.compile(r"(?<=\w)\\\.(?=\w)")
_DEAD_DOT = re.compile(r"(?<=\w)\[(?:\.|dot)\](?=\w)", re.IGNORECASE)


def defang(url: str) -> str:
    """An address as it may be shown anywhere: `hxxps://example[.]com/x`.

    Every dot is put in brackets, since clients make links of hosts inside paths too, and so are
    an inner `://` and the `@` of what looks like a mail address. A bracket that stands in the
    address itself is put in brackets as well, so that `refang(defang(url)) == url` for every
    address without spaces. Text that is not an address comes out as text without links.
    """
    found = _ADDRESS.fullmatch(url)
    if found is None:
        return url
    double_t, rest_of_scheme, literal, rest = found.groups()
    scheme = ""
    if rest_of_scheme:
        scheme = url[0] + ("XX" if double_t.isupper() else "xx") + rest_of_scheme
    if _LIVE_BUT_DOTS.search(rest):
        rest = _LIVE.sub(lambda live: f"[{live[0]}]", rest)
    else:
        rest = rest.replace(".", "[.]")
    return scheme + (literal or "") + rest


def refang(text: str) -> str:
    """The address that was defanged, by `defang` or as people do it: hxxp, hXXp, h**p, `[.]`,
    `(.)`, `{.}`, `[dot]`, `(dot)`, `[:]//`, `[://]`, `[/]`, `[@]`. Other text stays as it is."""
    if text.startswith(_SCHEMES) and not _BRACKET_OR_SPACE.search(text):
        return text
    return _DEAD.sub(_revived, text)


def _revived(found: re.Match[str]) -> str:
    if found["scheme"]:
        upper = found["scheme"][1:3].isupper()
        scheme = found[0][0] + ("TT" if upper else "tt") + found["scheme"][3]
        ending = "s" if found["s"] else ""
        return (
            scheme
            + ending
            + ("://" if found["colon"] == "[://]" else ":" if found["colon"] == ":" else "://")
        )
    if found["slashes"]:
        return "://"
    return found["kept"] or "."


def revived(text: str) -> str:
    """The address behind a defanged one. Brackets in the path of an address that is not defanged
    at its beginning are part of it."""
    if not _MAY_BE_DEAD.search(text):
        return text
    head = _BEFORE_PATH.match(text)
    for odd in (_HALF_BRACKET, _ESCAPED_DOT):
        if head and odd.search(head[0]):
            text = odd.sub(".", head[0]) + text[head.end() :]
            head = _BEFORE_PATH.match(text)
    if head and refang(head[0]) != head[0]:
        return refang(text)
    return _DEAD_DOT.sub(".", text)


def defang_all(text: str) -> str:
    """Every `http(s)://…` and every host with a path in a text made harmless; its lines are kept."""
    return _WORD.sub(lambda word: _harmless(word[0]), text)


def _harmless(word: str) -> str:
    is_address = "://" in word or ("." in word.strip(".") and "/" in word)
    return defang(refang(word)) if is_address else word
