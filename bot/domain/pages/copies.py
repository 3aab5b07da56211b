"""Archives, translators, viewers and other front-ends: pages of their own, which name an original.

What a copy shows stays there when the original is closed, so both are pages to flag.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from bot.domain.platforms.matching import without_www
from bot.domain.platforms.table import listed

_ADDRESS = re.compile(r"(https?):/{1,2}(?=[^/])", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?:]|\Z)")
_TIME = re.compile(
    r"/(?:web|all|wayback|ukgwa|wayback/archive|list|memento|save|o/\w+|newest|oldest|mobile)"
    r"(?:/[0-9]{1,14}\*?(?:[a-z]{2}_)?|/\*)?/(.+)"
    r"|/(?:[0-9]{4,14}(?:[a-z]{2}_)?|[0-9]{4}[.-][0-9]{2}[.-]?[0-9]{2}-[0-9-]{4,7})/(.+)",
    re.DOTALL,
)
_WHOLE_PATH = re.compile(r"/(https?:/.+)", re.DOTALL | re.IGNORECASE)
_CACHE = re.compile(r"cache:(?:[\w-]{6,20}:)?(.+?)(?:\+.*)?", re.DOTALL)
_AMP = re.compile(r"/(?:amp/)?(?:[acvirw]+/)?(s/)?(.+)", re.DOTALL)
_PROXIED = re.compile(r"/proxy_u/[^/]+/(https?)/(.+)", re.DOTALL)

ARCHIVES = listed(
    "web.archive.org archive.org archive.today archive.ph archive.is archive.li archive.vn archive.fo"
    " archive.md webarchive.loc.gov arquivo.pt webarchive.nationalarchives.gov.uk timetravel.mementoweb.org"
    " web.archive.org.au wayback.archive-it.org webarchive.org.uk vefsafn.is megalodon.jp"
)
READERS = listed("12ft.io 1ft.io r.jina.ai freedium.cfd")
"""Hosts that show the page whose whole address is their path, as archives do, too."""
PARAMETERS: Mapping[str, tuple[str, str]] = {
    "translate.google.com": ("/translate", "u"),
    "translate.googleusercontent.com": ("/translate_c", "u"),
    "translate.yandex.com": ("/translate", "url"),
    "translate.yandex.ru": ("/translate", "url"),
    "www.translatetheweb.com": ("/", "a"),
    "translatetheweb.com": ("/", "a"),
    "www.microsofttranslator.com": ("/bv.aspx", "a"),
    "papago.naver.net": ("/website", "url"),
    "12ft.io": ("/proxy", "q"),
    "docs.google.com": ("/viewer /gview /viewerng/viewer", "url"),
    "view.officeapps.live.com": ("/op/view.aspx /op/embed.aspx", "src"),
    **{host: ("/submit", "url") for host in ARCHIVES if host.startswith("archive.")},
}
"""Host → paths and the parameter that names the original."""

_FRONT_ENDS = {
    "x.com": "nitter.net nitter.poast.org nitter.privacydev.net nitter.cz nitter.it nitter.at nitter.tiekoetter.com"
    " nitter.space nitter.kavin.rocks nitter.42l.fr lightbrd.com xcancel.com twiiit.com vxtwitter.com"
    " fxtwitter.com fixupx.com fixvx.com twittpr.com",
    "www.youtube.com": "yewtu.be inv.nadeko.net invidious.nerdvpn.de invidious.snopyta.org invidious.kavin.rocks"
    " invidious.io invidio.us vid.puffyan.us iv.ggtyler.dev piped.video piped.kavin.rocks piped.private.coffee"
    " cloudtube.app yt.artemislena.eu",
    "www.reddit.com": "teddit.net libreddit.de libreddit.kavin.rocks redlib.catsarch.com redlib.perennialte.ch"
    " safereddit.com vxreddit.com rxddit.com",
    "www.instagram.com": "ddinstagram.com kkinstagram.com bibliogram.art",
    "www.tiktok.com": "vxtiktok.com tnktok.com proxitok.pabloferreiro.es",
    "medium.com": "scribe.rip",
}
FRONT_ENDS: Mapping[str, str] = {
    host: original for original, hosts in _FRONT_ENDS.items() for host in listed(hosts)
}
"""Host → the host whose paths it shows."""


def original_of(host: str, path: str, query: str | None) -> str:
    """The address of the page that a copy names; "" for what is no copy or names none."""
    query = query or ""
    if shown := FRONT_ENDS.get(host) or FRONT_ENDS.get(host.partition(".")[2]):
        return f"https://{shown}{path}" + ("?" + query if query else "") if path != "/" else ""
    if host.endswith(".translate.goog"):
        return _translated(host, path)
    if host.endswith(".cdn.ampproject.org") or (
        host == "www.google.com" and path.startswith("/amp/")
    ):
        found = _AMP.fullmatch(path)
        return _whole(("https://" if found[1] else "http://") + found[2]) if found else ""
    if host == "webcache.googleusercontent.com":
        found = _CACHE.fullmatch(unquote(_value(query, "q")))
        return _whole(found[1]) if found else ""
    if host == "translated.turbopages.org":
        found = _PROXIED.fullmatch(path)
        return f"{found[1]}://{found[2]}" if found else ""
    there, name = PARAMETERS.get(host, ("", ""))
    if name and (path.rstrip("/") or "/") in there.split():
        return _whole(unquote(_value(query, name)))
    host = without_www(host)
    if host in ARCHIVES and (found := _TIME.fullmatch(path)):
        return _whole(found[1] or found[2], query)
    if host in ARCHIVES + READERS and (found := _WHOLE_PATH.fullmatch(path)):
        return _whole(found[1], query)
    return ""


def _whole(text: str, query: str = "") -> str:
    text = unquote(text) if text[:12].lower().startswith(("http%3a", "https%3a")) else text
    if found := _ADDRESS.match(text):
        text = f"{found[1].lower()}://{text[found.end() :]}"
    elif _HOST.match(text):
        text = "https://" + text
    else:
        return ""
    return text + ("?" + query if query else "")


def _translated(host: str, path: str) -> str:
    """`www-example-com.translate.goog`: a dot became `-`, and `-` became `--`."""
    name = host.removesuffix(".translate.goog").replace("--", "\0").replace("-", ".")
    name = name.replace("\0", "-")
    return f"https://{name}{path}" if "." in name else ""


def _value(query: str, name: str) -> str:
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if key == name:
            return value
    return ""
