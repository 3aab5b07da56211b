"""Hostile targets: what stands in a page's address, and what a check has to make of it.

`{good}` is the port of the one site that a check may reach; `{bad}` that of sites which it may not
and which listen on 127.0.0.1, 127.0.0.2 and ::1; the others are named in `conftest.py`.
`REACHED` says that an answer came and was read; every other reason is that of an unsure reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

REACHED = "reached"
ADDRESS, NAME, PORT = "address not allowed", "name not allowed", "port not allowed"
LATE, BROKEN = "timed out", "broken answer"


@dataclass(frozen=True, slots=True)
class Target:
    """One row. `via` is direct, http or socks (through the proxy); `mood` is the proxy's. With
    `short` the check has a fraction of a second in all, as it is meant to run out."""

    url: str
    reason: str
    via: str = "direct"
    mood: str = ""
    short: bool = False


def to(address: str) -> str:
    """A page of the good site that redirects to an address."""
    return "http://up.example.org:{good}/redirect/" + quote(address, safe="{}")


def site(path: str) -> str:
    """A page of the good site."""
    return "http://up.example.org:{good}/" + path


def status(text: str) -> str:
    """A page of the good site that answers with exactly this."""
    return site("status/" + quote(text, safe=""))


LITERALS = (
    ("http://127.0.0.1:{bad}/", ADDRESS),
    ("http://127.0.0.2:{good}/", ADDRESS),
    ("http://127.0.0.1.:{bad}/", ADDRESS),
    ("http://127.1:{bad}/", ADDRESS),
    ("http://127.0.1:{bad}/", ADDRESS),
    ("http://2130706433:{bad}/", ADDRESS),
    ("http://0x7f000001:{bad}/", ADDRESS),
    ("http://0x7f.1:{bad}/", ADDRESS),
    ("http://0X7F.0X0.0X0.0X1:{bad}/", ADDRESS),
    ("http://017700000001:{bad}/", ADDRESS),
    ("http://0177.0.0.01:{bad}/", ADDRESS),
    ("http://0177.0x0.1:{bad}/", ADDRESS),
    ("http://%31%32%37.0.0.1:{bad}/", ADDRESS),
    ("http://127%2e0%2e0%2e1:{bad}/", ADDRESS),
    ("http://１２７.０.０.１:{bad}/", ADDRESS),
    ("http://①②⑦.⓪.⓪.①:{bad}/", ADDRESS),
    ("http://127。0。0。1:{bad}/", ADDRESS),
    ("http://0.0.0.0:{bad}/", ADDRESS),
    ("http://0:{bad}/", ADDRESS),
    ("http://0x0:{bad}/", ADDRESS),
    ("http://169.254.169.254/latest/meta-data/", ADDRESS),
    ("http://2852039166/latest/meta-data/", ADDRESS),
    ("http://0xa9fea9fe/", ADDRESS),
    ("http://100.100.100.200/", ADDRESS),
    ("http://192.0.0.192/", ADDRESS),
    ("http://168.63.129.16/", ADDRESS),
    ("http://10.0.0.1/", ADDRESS),
    ("http://172.31.255.255/", ADDRESS),
    ("http://192.168.0.1/", ADDRESS),
    ("http://100.64.0.1/", ADDRESS),
    ("http://198.18.0.1/", ADDRESS),
    ("http://224.0.0.1/", ADDRESS),
    ("http://240.0.0.1/", ADDRESS),
    ("http://255.255.255.255/", ADDRESS),
    ("http://[::1]:{good}/", ADDRESS),
    ("http://[0:0:0:0:0:0:0:1]:{good}/", ADDRESS),
    ("http://[::]:{good}/", ADDRESS),
    ("http://[::ffff:127.0.0.1]:{bad}/", ADDRESS),
    ("http://[::ffff:7f00:1]:{bad}/", ADDRESS),
    ("http://[::127.0.0.1]:{bad}/", ADDRESS),
    ("http://[::ffff:0:127.0.0.1]/", ADDRESS),
    ("http://[64:ff9b::7f00:1]/", ADDRESS),
    ("http://[64:ff9b:1::a9fe:a9fe]/", ADDRESS),
    ("http://[2002:7f00:1::1]/", ADDRESS),
    ("http://[2001:0:7f00:1::1]/", ADDRESS),
    ("http://[2001:db8::1]/", ADDRESS),
    ("http://[3fff::1]/", ADDRESS),
    ("http://[fe80::1]/", ADDRESS),
    ("http://[fc00::1]/", ADDRESS),
    ("http://[fd00:ec2::254]/latest/meta-data/", ADDRESS),
    ("http://[fd20:ce::254]/computeMetadata/v1/", ADDRESS),
    ("http://[ff02::1]/", ADDRESS),
    ("http://[100::1]/", ADDRESS),
    ("http://[fe80::1%25lo]/", "not an address"),
    ("http://[v1.fe80::a]/", "not an address"),
)

NAMES = (
    ("http://localhost:{bad}/", NAME),
    ("http://LOCALHOST.:{bad}/", NAME),
    ("http://ⓛocalhost:{bad}/", NAME),
    ("http://ｌｏｃａｌｈｏｓｔ:{bad}/", NAME),
    ("http://a.localhost:{bad}/", NAME),
    ("http://localhost.localdomain:{bad}/", NAME),
    ("http://metadata.google.internal/", NAME),
    ("http://printer.local/", NAME),
    ("http://router.home.arpa/", NAME),
    ("http://1.0.0.127.in-addr.arpa/", NAME),
    ("http://kubernetes.default.svc/", NAME),
    ("http://wpad.lan/", NAME),
    ("http://intranet/", NAME),
    ("http://xn--a.example.org/", "not an address"),
    (
        "http://facebookwkhpilnemxj7asaniu7vnjjbiltxjqhye3mhbshg7kx5tfyd.onion/",
        "an onion site needs a proxy",
    ),
    ("http://" + "a" * 64 + ".example.org/", NAME),
    ("http://" + "a." * 130 + "example.org/", NAME),
    ("http://a..example.org/", NAME),
    ("http://*.example.org/", NAME),
)

ADDRESSES = (
    ("http://up.example.org:{good}@127.0.0.1:{bad}/", "a password in the address"),
    ("http://127.0.0.1:{bad}\\@up.example.org:{good}/", ADDRESS),
    ("http://127.0.0.1:{bad}#@up.example.org:{good}/", ADDRESS),
    ("http:\\\\127.0.0.1:{bad}\\", ADDRESS),
    ("http:127.0.0.1:{bad}/", ADDRESS),
    ("http://127.0.\t0.1:{bad}/", ADDRESS),
    ("http://127.0.\r\n0.1:{bad}/", ADDRESS),
    ("http://127.0.0.1%0d%0a.example.org/", "not an address"),
    ("http://up.example.org:{good}/a%0d%0aHost:%20inside%0d%0a%0d%0aGET%20/b", REACHED),
    ("http://up.example.org:{good}/a\r\nX-Evil: 1\r\n\r\nGET /b HTTP/1.1", REACHED),
    ("http://up.example.org:22/", PORT),
    ("http://up.example.org:6379/", PORT),
    ("http://127.0.0.1:25/", PORT),
    ("http://up.example.org:0/", PORT),
    ("http://up.example.org:65616/", "not an address"),
    ("file:///etc/passwd", "not a web address"),
    ("ftp://127.0.0.1:{bad}/", "not a web address"),
    ("gopher://127.0.0.1:{bad}/_GET", "not a web address"),
    ("ws://127.0.0.1:{bad}/", "not a web address"),
    ("javascript:alert(1)", "not a web address"),
    ("http://up.example.org:{good}/" + "a" * 9000, "address too long"),
    ("", "not an address"),
)

LOOKED_UP = (
    ("http://inside.example.org:{good}/", ADDRESS),
    ("http://metadata.example.org/", ADDRESS),
    ("http://inside6.example.org:{good}/", ADDRESS),
    ("http://mapped.example.org:{bad}/", ADDRESS),
    ("http://nat64.example.org/", ADDRESS),
    ("http://both.example.org:{good}/", ADDRESS),
    ("http://good-and-inside6.example.org:{good}/", ADDRESS),
    ("http://alias.example.org:{good}/", ADDRESS),
    ("http://hundreds.example.org:{good}/", ADDRESS),
    # The first look-up gives the good site; the redirect makes a second one, which does not.
    ("http://rebinding.example.org:{good}/redirect/%2Fup", ADDRESS),
    ("http://rebinding6.example.org:{good}/hops/2/%2Fup", ADDRESS),
    ("http://nobody.example.org:{good}/", "no such name"),
    ("http://empty.example.org:{good}/", "no such name"),
    ("http://servfail.example.org:{good}/", "no such name"),
    ("http://rubbish.example.org:{good}/", "no such name"),
)

REDIRECTS = (
    (to("http://127.0.0.1:{bad}/"), ADDRESS),
    (to("http://127.0.0.2:{good}/"), ADDRESS),
    (to("http://2130706433:{bad}/"), ADDRESS),
    (to("http://0x7f.1:{bad}/"), ADDRESS),
    (to("http://[::1]:{good}/"), ADDRESS),
    (to("http://[::ffff:127.0.0.1]:{bad}/"), ADDRESS),
    (to("http://①②⑦.0.0.1:{bad}/"), ADDRESS),
    (to("//127.0.0.1:{bad}/"), ADDRESS),
    (to("\\\\127.0.0.1:{bad}\\"), ADDRESS),
    (to("http:///127.0.0.1:{bad}/"), ADDRESS),
    (to("http://169.254.169.254/latest/meta-data/"), ADDRESS),
    (to("http://inside.example.org:{good}/"), ADDRESS),
    (to("http://localhost:{bad}/"), NAME),
    (to("http://up.example.org:22/"), PORT),
    (to("http://a:b@127.0.0.1:{bad}/"), "a password in the address"),
    (to("file:///etc/passwd"), "not a web address"),
    (to("data:text/html,hello"), "not a web address"),
    (to("javascript:alert(1)"), "not a web address"),
    (to("http://" + "a" * 6000 + ".example.org/"), NAME),
    (site("hops/4/" + quote("http://127.0.0.1:{bad}/", safe="{}")), ADDRESS),
    (site("hops/4/%2Fup"), REACHED),
    (site("hops/5/%2Fup"), "too many redirects"),
    (site("hops/100/%2Fup"), "too many redirects"),
    (
        status("HTTP/1.1 302 Found\r\nLocation: /up\r\nLocation: http://127.0.0.1:{bad}/\r\n\r\n"),
        REACHED,
    ),
    (
        status(
            "HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe.\x80/\r\nContent-Length: 0\r\n\r\n"
        ),
        "not an address",
    ),
    (status("HTTP/1.1 302 Found\r\nLocation:\r\nContent-Length: 0\r\n\r\n"), "too many redirects"),
    (site("refresh"), REACHED),
)

ANSWERS = (
    (site("endless"), REACHED),
    (site("endless-chunks"), REACHED),
    (site("huge"), REACHED),
    (site("gzip-bomb"), REACHED),
    (site("deflate-bomb"), REACHED),
    (site("gzip-bomb-in-gzip"), "an encoding that nobody asked for"),
    (site("brotli"), "an encoding that nobody asked for"),
    (site("gzip-broken"), BROKEN),
    (site("too-short"), BROKEN),
    (site("too-long"), BROKEN),
    (site("endless-trailers"), BROKEN),
    (site("length-below-zero"), BROKEN),
    (site("length-of-words"), BROKEN),
    (site("two-lengths"), BROKEN),
    (site("length-and-chunks"), BROKEN),
    (site("bad-chunk"), BROKEN),
    (site("cut-chunk"), BROKEN),
    (site("endless-head"), BROKEN),
    (site("endless-line"), BROKEN),
    (site("endless-status-line"), BROKEN),
    (site("endless-chunk-extension"), BROKEN),
    (site("no-colon"), BROKEN),
    (site("nul-in-head"), BROKEN),
    (site("cr-in-head"), BROKEN),
    (site("folded-head"), REACHED),
    (site("ssh"), BROKEN),
    (site("old-http"), BROKEN),
    (site("http2"), BROKEN),
    (site("http-9"), BROKEN),
    (site("nothing"), "the connection broke off"),
    (site("reset"), "the connection broke off"),
    (site("switch"), "101"),
    (status("HTTP/1.1 999 Request denied\r\nContent-Length: 0\r\n\r\n"), "refuses to answer (999)"),
    (site("cookies"), REACHED),
)

SLOW = (
    site("silence"),
    site("silence-after-head"),
    site("silence-in-body"),
    site("head-by-drops"),
    site("body-by-drops"),
    site("chunks-by-drops"),
    site("slow_hops/x"),
    site("endless-interim"),
    "http://silence.example.org:{good}/",
    "https://secure.example.org:{mute}/",
)

CERTIFICATES = (
    ("https://secure.example.org:{tls}/up", REACHED),
    ("https://other.example.org:{tls}/up", "its certificate is not valid"),
    ("https://secure.example.org:{unknown}/up", "its certificate is not valid"),
    ("https://secure.example.org:{expired}/up", "its certificate is not valid"),
    ("https://secure.example.org:{plain}/up", "no secure connection"),
    ("https://secure.example.org:{old}/up", "the connection broke off"),
    ("http://secure.example.org:{tls}/up", "the connection broke off"),
)

PROXIED = (
    ("http://up.example.org:{good}/up", REACHED, ""),
    ("https://secure.example.org:{tls}/up", REACHED, ""),
    ("http://127.0.0.1:{bad}/", ADDRESS, ""),
    ("http://2130706433:{bad}/", ADDRESS, ""),
    ("http://[::ffff:127.0.0.1]:{bad}/", ADDRESS, ""),
    ("http://169.254.169.254/", ADDRESS, ""),
    ("http://localhost:{bad}/", NAME, ""),
    ("http://metadata.google.internal/", NAME, ""),
    ("http://intranet/", NAME, ""),
    ("http://printer.local/", NAME, ""),
    (to("http://127.0.0.1:{bad}/"), ADDRESS, ""),
    (to("http://metadata.google.internal/"), NAME, ""),
    ("https://other.example.org:{tls}/up", "its certificate is not valid", ""),
    (site("endless"), REACHED, ""),
    (site("gzip-bomb"), REACHED, ""),
)

MOODS = (
    (Target("http://up.example.org:{good}/up", "refuses to answer (403)", "http", "refuses")),
    (Target("https://secure.example.org:{tls}/up", "the proxy refused", "http", "refuses")),
    (Target("http://up.example.org:{good}/up", "the proxy refused", "socks", "refuses")),
    (Target("http://up.example.org:{good}/up", "the proxy gave no answer of the page's", "http", "wants a password")),
    (Target("http://up.example.org:{good}/up", "the proxy gave no answer of the page's", "http", "has its own error page")),
    (Target("http://up.example.org:{good}/up", BROKEN, "http", "talks rubbish")),
    (Target("https://secure.example.org:{tls}/up", BROKEN, "http", "talks rubbish")),
    (Target("https://secure.example.org:{tls}/up", LATE, "http", "is silent", short=True)),
    (Target(site("body-by-drops"), LATE, "http", short=True)),
    (Target(site("endless-head"), BROKEN, "http")),
    (Target(site("silence"), LATE, "socks", short=True)),
)  # fmt: skip

TARGETS = (
    *(
        Target(url, reason)
        for rows in (LITERALS, NAMES, ADDRESSES, LOOKED_UP, REDIRECTS, ANSWERS, CERTIFICATES)
        for url, reason in rows
    ),
    *(Target(url, LATE, short=True) for url in SLOW),
    *(Target(url, reason, via, mood) for url, reason, mood in PROXIED for via in ("http", "socks")),
    *MOODS,
)
