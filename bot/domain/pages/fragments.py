"""Which fragments are the page, and not a place on it: `https://signal.group/#CjQ…`.

A fragment never reaches the server, so what a page's own script reads there may be all that tells
one page from another; it may also hold the secret that opens the page. A wrong merge hides a live
page, so a fragment goes only where it names a place.
"""

import re
from urllib.parse import unquote

from bot.domain.platforms.rules import tracking_names
from bot.domain.platforms.table import listed
from bot.domain.platforms.trackers import EVERYWHERE

HOSTS = frozenset(
    listed(
        # Invitations of messengers, and what they share
        "signal.group signal.me signal.link signal.art matrix.to simplex.chat simplex.im"
        " simplexonflux.com threema.group i.delta.chat invitation.olvid.io berty.tech status.app"
        " join.status.im xmpp.link join.jabber.network invite.joinjabber.org yax.im"
        # Shared folders, files, albums and notes
        " mega.nz mega.co.nz mega.io bitwarden.com bitwarden.eu share.1password.com send.vis.ee"
        " send.firefox.com send.internxt.com wormhole.app drive.proton.me tresorit.com"
        " drive.filen.io icloud.com cryptpad.fr privatebin.net 0bin.net sync.com skiff.com"
        " defuse.ca password.link scrt.link upload.disroot.org"
    )
)
"""Hosts, with all below them, whose pages are told apart by the fragment alone."""

ENCYCLOPEDIAS = frozenset(
    listed(
        "wikipedia.org wiktionary.org wikinews.org wikibooks.org wikiquote.org wikisource.org"
        " wikiversity.org wikivoyage.org wikimedia.org wikidata.org mediawiki.org fandom.com"
        " wikia.com wiki.gg miraheze.org conservapedia.com rationalwiki.org britannica.com"
    )
)
"""Hosts whose fragments are titles of sections, however long."""

_ROUTE = re.compile(r"#(?:[/!]|%2F|%21)", re.IGNORECASE)
_HIGHLIGHT = ":~:"
"""Begins what a browser takes off for itself: `#:~:text=…` (Text Fragments)."""

_COUNTED = re.compile(r"[A-Za-z]+[-_]?[0-9]+")  # comment-123, p42
_PIECES = re.compile(r"[-_ .]+")
_LONG = 16
_PLACES = frozenset(
    listed(
        "about bio body bottom comment comments contact contacts content disqus_thread download faq"
        " features footer gallery header home info intro main main-content maincontent menu more nav"
        " navigation news overview page part pricing products reply respond review reviews search"
        " section services share sidebar skip start team testimonials top up wrapper"
    )
)
"""Words that name a place on a front page; what else stands behind a bare host is kept."""

_is_tracking = tracking_names((*EVERYWHERE, "xtor", "echobox", "at_*", "_"))


def kept_fragment(host: str, path: str, fragment: str, *, of_platform: bool) -> str | None:
    """The fragment, with its `#`, where it is the page; None where it names a place on it.

    `of_platform`: the host's platform says that its fragments are pages.
    """
    fragment = fragment.partition(_HIGHLIGHT)[0]
    if len(fragment) < 2 or fragment in ("#/", "#!", "#!/"):
        return None
    if of_platform or _ROUTE.match(fragment) or _is_at(host, HOSTS):
        return fragment
    text = unquote(fragment[1:])
    if path in ("", "/"):
        return None if _is_place(text) or text.lower() in _PLACES else fragment
    return fragment if _may_be_a_page(text) and not _is_at(host, ENCYCLOPEDIAS) else None


def _may_be_a_page(text: str) -> bool:
    if _is_place(text):
        return False
    if "=" in text or "/" in text:
        return True
    if len(text) < _LONG:
        return False
    mixed = text.lower() != text != text.upper()
    return mixed or any(char.isdigit() for char in text)


def _is_place(text: str) -> bool:
    """A numbered place (`comment-123`), or only what counts readers (`xtor=RSS-1`)."""
    if _COUNTED.fullmatch(text):
        return len(_PIECES.split(text)) > 1 or len(text) < _LONG
    return "=" in text and all(_is_tracking(pair.partition("=")[0]) for pair in text.split("&"))


def _is_at(host: str, hosts: frozenset[str]) -> bool:
    while host:
        if host in hosts:
            return True
        host = host.partition(".")[2]
    return False
