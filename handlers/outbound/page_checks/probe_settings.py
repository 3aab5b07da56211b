"""How page checks are to be made. Nothing here needs the network's libraries."""

from __future__ import annotations

from dataclasses import dataclass

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PROXIES = ("http://", "https://", "socks5://", "socks5h://")


@dataclass(frozen=True, slots=True)
class ProbeSettings:
    """Exactly one of `proxy` (a URL of PROXIES, with its password if it has one) and `direct` is
    given. Times are real seconds. Raises ValueError for what cannot be."""

    proxy: str | None = None
    direct: bool = False
    user_agent: str = BROWSER
    """A common browser's, so that a site's log does not say who looks."""
    languages: str = "en;q=0.9,*;q=0.5"
    connect: float = 5.0
    """To connect, with TLS."""
    read: float = 10.0
    """Between two pieces of an answer."""
    total: float = 20.0
    """For one address with its redirects, without the waiting for its turn."""
    patience: float = 60.0
    """At most, to wait for a turn at a site."""
    at_once: int = 50
    at_once_per_host: int = 2
    spacing: float = 1.0
    """Between the beginnings of two requests to one host."""
    most_bytes: int = 65_536
    most_redirects: int = 5

    def __post_init__(self) -> None:
        if bool(self.proxy) == self.direct:
            raise ValueError("page checks need either a proxy or direct: true, and not both")
        if self.proxy and not self.proxy.startswith(PROXIES):
            raise ValueError(f"the proxy's address must begin with one of {', '.join(PROXIES)}")
        if any(char in self.user_agent + self.languages for char in "\r\n\0"):
            raise ValueError("a header is one line")
