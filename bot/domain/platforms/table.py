"""What a platform's table is made of. See `facebook.py` for the longest one, `snapchat.py` for a
short one.

To add a platform: copy a short table, name its hosts, the alphabets of its ids, and for each kind
of page the addresses that lead to it, with examples beside them; then name it in `every.py`. The
tests read the examples and say what does not fit.

An address is a path such as `/groups/{group}`, to be found on each of the platform's `hosts`, or
begins with a host of its own: `fb.watch/{code}`, `{blog}.tumblr.com/post/{post}`. In it

- `{group}` stands for an id, with the alphabet that `ids` gives it, and is part of the key;
- `{group:number}` takes its alphabet from another entry of `ids`;
- `{_tab}` has to be there and says nothing about which page it is;
- `?v={video}` names parameters that have to be there, in any order;
- fixed words match in either case, and slashes at the end do not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Id:
    """The alphabet of an id, as the inside of a regular expression's character class.

    `length` is as in a regular expression: "11" or "5,20". With `fold`, upper and lower case are
    one. `ignores` are characters that the platform does not count (Facebook: the dots in names).
    With `exact`, what follows the last legal character is rubbish and is dropped; without it only
    closing brackets, quotes and sentence marks are. `never` are words that are not ids.
    """

    alphabet: str
    length: str = "1,200"
    fold: bool = False
    ignores: str = ""
    exact: bool = False
    never: tuple[str, ...] = ()
    first: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One of a few fixed words, such as the tabs of a profile."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page that a platform has.

    `key` is what stands behind `platform:kind:`; without it, the id of the kind's own name.
    With `any_query`, parameters that no rule names cannot lead to another page, except those in
    `unless` (where the address itself does not name them). Without it an unknown parameter gives the page a key of its own (two keys when in
    doubt), as long as `Platform.views` and `Platform.tracking` do not name it.

    `same` are examples: a key (what stands behind `platform:kind:`) and addresses that must all
    have it. `other` are near misses: they must have none of these keys.
    """

    name: str
    at: tuple[str, ...]
    key: str = ""
    any_query: bool = False
    unless: tuple[str, ...] = ()
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportingLink:
    """Where a platform takes reports: `link`, and the page of its own that says so, `source`.

    `checked` is the day on which both were last looked at in public: those of September 2026 by the
    catalogue of reporting routes of WHOISleuth (github.com/slicedearth/whoisleuth).
    """

    link: str
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform. Kinds are tried in the order in which they stand.

    `hosts` all show the same pages under the same paths; the first is the one people know, and
    pages that no rule knows have their key there.
    `mirrors` is a regular expression for what may stand before a host and changes nothing.
    `reserved` are first words of paths that are never somebody's name. `tracking` are parameters
    that are dropped from the canonical URL (`*` at the end: whatever follows), `views` are kept
    in it and play no part in the key. `fragments` are hosts whose part behind `#` says which page
    it is, and is kept. With `host_in_key` the `hosts` are sites of their own (Mastodon's servers),
    and `{host}` may stand in a key. With `same_below`, a site below one of `hosts` is the same site below
    each of them (a blog under Blogspot's hosts of countries). `homes` are paths that show each reader their own and, as the front
    page, name no page. `report` is where the platform takes reports.
    """

    id: str
    label: str
    hosts: tuple[str, ...]
    kinds: tuple[Kind, ...]
    ids: Mapping[str, Id | Words]
    mirrors: str = "www|m|mobile"
    reserved: tuple[str, ...] = ()
    tracking: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    fragments: tuple[str, ...] = ()
    host_in_key: bool = False
    same_below: bool = False
    hashbang: bool = False
    apart: str = ""
    others: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    report: ReportingLink | None = None


def listed(words: str) -> tuple[str, ...]:
    """The words of a text: how the tables write long lists."""
    return tuple(words.split())


NUMBER = Id("0-9", "1,20")
CODE = Id("A-Za-z0-9_-", "3,100")
ANY = Id("^/", "0,300")
HOST = Id("a-z0-9.-", "1,253")
