"""Which fragments are the page, and not a place on it: `https://signal.group/#CjQ…`.

A fragment never reaches the server, so what a page's own script reads there may be all that tells
one page from another. Kept are fragments of the hosts named here and routes (`#/…`, `#!…`).
"""

import re

from bot.domain.platforms.table import listed

HOSTS = frozenset(
    listed(
        # Invitations of messengers, and what they share
        "signal.group signal.me signal.link signal.art matrix.to simplex.chat simplex.im"
        " simplexonflux.com threema.group i.delta.chat invitation.olvid.io berty.tech status.app"
        " join.status.im xmpp.link join.jabber.network invite.joinjabber.org yax.im"
        # Shared folders and files
        " mega.nz mega.co.nz send.bitwarden.com send.vis.ee wormhole.app drive.proton.me"
        " web.tresorit.com drive.filen.io"
    )
)
"""Hosts, with all below them, whose pages are told apart by the fragment alone."""

_ROUTE = re.compile(r"#(?:[/!]|%2F|%21)", re.IGNORECASE)
_HIGHLIGHT = ":~:"
"""Begins what a browser takes off for itself: `#:~:text=…` (Text Fragments)."""


def kept_fragment(host: str, fragment: str, *, of_platform: bool) -> str | None:
    """The fragment, with its `#`, where it is the page; None where it names a place on it.

    `of_platform`: the host's platform says that its fragments are pages.
    """
    fragment = fragment.partition(_HIGHLIGHT)[0]
    if len(fragment) < 2:
        return None
    if of_platform or _ROUTE.match(fragment) or _is_known(host):
        return None if fragment in ("#/", "#!") else fragment
    return None


def _is_known(host: str) -> bool:
    while host:
        if host in HOSTS:
            return True
        host = host.partition(".")[2]
    return False
