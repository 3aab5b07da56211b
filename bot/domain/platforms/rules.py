"""A platform's table, made into what is matched: one regular expression for each address."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.domain.platforms.table import ANY, HOST, Id, Kind, Platform, Words

NAME, ANYTHING = "", "*"

# What may hang on to the end of a pasted address and is never part of an id.
# A name in ASCII ends where a letter of a script that is not Latin, a dash or a picture stands.
_RUBBISH = (
    r"[\])}>\"',;:!*|.]|&quot;?|%0[9AD]|%2[012789CE]|%3[ABEF]|%5D|%60|%7[CD]"
    r"|%(?:C[2BCDEF]|[D-F][0-9A-F])%[89AB][0-9A-F][^/]*"
)
_PLACE = re.compile(r"\{([a-z_]+)(?::([a-z]+))?\}")


Match = Callable[[str], "re.Match[str] | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One address of one kind. `path` is matched against the whole path (`host`-tagged for
    platforms whose pages have hosts of their own); `queries` against the parameters of the same
    name. Both give `key` its ids in the order of `names`.
    """

    platform: str
    kind: str
    path: Match
    queries: tuple[tuple[str, Match], ...]
    looks_at_queries: bool
    any_query: bool
    unless: frozenset[str]
    views: frozenset[str]
    key: Callable[[tuple[str, ...]], str]


def hosts_of(platform: Platform) -> set[str]:
    """All hosts that a platform's table names: its `hosts`, and those of single addresses."""
    named = (_host(address)[1] for kind in platform.kinds for address in kind.at)
    return {*platform.hosts, *filter(None, named)}


def _host(address: str) -> tuple[str, str, str]:
    """What stands for any name before the host's dot ("" if nothing), the host, and the path."""
    host, _, rest = address.partition("/")
    wild = ""
    if host.startswith("{"):
        wild, _, host = host.partition(".")
    return wild, host, rest


def rules_of(platform: Platform) -> list[tuple[str, str, str, Rule]]:
    """Every rule of a platform, as (host or "", text before the host's dot, first word, rule).

    The host is "" for addresses that stand on all the platform's hosts; the first word is NAME
    where it is an id, and ANYTHING where it does not count. Raises ValueError with what is wrong with the table.
    """
    found = []
    for kind in platform.kinds:
        for address in kind.at:
            wild, host, rest = _host(address)
            path, query, fragment = _parts("/" + rest)
            if platform.host_in_key and not wild:
                wild = "{host}"
            first = path[1:].partition("/")[0]
            rule = _rule(platform, kind, address, wild + path + fragment, query)
            wild = "" if platform.host_in_key else wild
            word = NAME if re.search(r"\{[a-z]", first) else ANYTHING if "{" in first else first
            found.append((host, wild, word.lower(), rule))
    return found


def _parts(address: str) -> tuple[str, tuple[tuple[str, str], ...], str]:
    address, hash_, fragment = address.partition("#")
    path, _, query = address.partition("?")
    pairs = tuple(pair.partition("=")[::2] for pair in query.split("&") if pair)
    return path.rstrip("/"), pairs, hash_ + fragment.rstrip("/")


def _rule(
    platform: Platform, kind: Kind, address: str, path: str, query: tuple[tuple[str, str], ...]
) -> Rule:
    names: list[str] = []
    folds: list[Id] = []

    def pattern(template: str, *, in_query: bool) -> Match:
        out, at = "", 0
        for place in _PLACE.finditer(template):
            out += _literal(template[at : place.start()])
            at = place.end()
            name = place[1]
            alphabet = _alphabet(platform, place[2] or name.lstrip("_"), address)
            body = _body(alphabet)
            if name.startswith("_"):
                out += f"(?:{body})"
            else:
                if isinstance(alphabet, Words):
                    alphabet = Id("a-z", fold=True)
                names.append(name)
                folds.append(alphabet)
                out += f"({body})"
                if at == len(template):
                    out += _tail(alphabet, in_query=in_query)
        return re.compile(out + _literal(template[at:])).fullmatch

    compiled = pattern(path, in_query=False)
    queries = tuple((name, pattern(value, in_query=True)) for name, value in query)
    template = kind.key or "{" + kind.name + "}"
    try:
        key = _key(f"{platform.id}:{kind.name}:{template}", names, folds)
    except ValueError as wrong:
        raise ValueError(f"{platform.id}, {address}: {wrong}") from None
    return Rule(
        platform=platform.id,
        kind=kind.name,
        path=compiled,
        queries=queries,
        looks_at_queries=bool(queries or kind.unless or not kind.any_query),
        any_query=kind.any_query,
        unless=frozenset(kind.unless).difference(name for name, _ in queries),
        views=frozenset(platform.views),
        key=key,
    )


def _literal(text: str) -> str:
    return f"(?i:{re.escape(text)})" if re.search("[A-Za-z]", text) else re.escape(text)


def _alphabet(platform: Platform, name: str, address: str) -> Id | Words:
    if name == "any":
        return ANY
    if name == "host":
        return HOST
    try:
        return platform.ids[name]
    except KeyError:
        raise ValueError(f"{platform.id}: `ids` has no {name!r}, which {address} needs") from None


def _body(alphabet: Id | Words) -> str:
    if isinstance(alphabet, Words):
        return "(?i:" + "|".join(map(re.escape, alphabet.words)) + ")"
    out = ""
    if alphabet.never:
        words = "|".join(map(re.escape, alphabet.never))
        out += f"(?!(?i:{words})(?![{alphabet.alphabet}]))"
    if alphabet.first:
        out += f"(?={alphabet.first})"
    return out + f"[{alphabet.alphabet}]{{{alphabet.length}}}"


def _tail(alphabet: Id, *, in_query: bool) -> str:
    if alphabet is ANY:
        return ""
    legal = f"(?![{alphabet.alphabet}])"
    if alphabet.exact:
        return f"(?:{legal}.+)?" if in_query else f"(?:{legal}[^/]+)?"
    return f"(?:{legal}(?:{_RUBBISH})+)?"


def _key(template: str, names: list[str], folds: list[Id]) -> Callable[[tuple[str, ...]], str]:
    wanted = [place[1] for place in _PLACE.finditer(template)]
    missing = sorted(set(wanted) - set(names))
    if missing:
        raise ValueError(f"the key needs {', '.join(missing)}")
    if sorted(wanted) != sorted(names):
        raise ValueError("an id is not in the key; write {_name} where it does not count")
    form = _PLACE.sub("%s", template.replace("%", "%%"))
    order = [names.index(name) for name in wanted]
    turned = [folds[index] for index in order]
    if len(order) == 1 and form.endswith("%s"):
        prefix, change = form[:-2], _change(turned[0])
        if change is None:
            return lambda values: prefix + values[0]
        return lambda values: prefix + change(values[0])
    changes = [_change(alphabet) or str for alphabet in turned]
    steps = list(zip(changes, order, strict=True))
    return lambda values: form % tuple(change(values[index]) for change, index in steps)


def _change(alphabet: Id) -> Callable[[str], str] | None:
    """How an id is written in a key: small letters where case does not count on the platform."""
    ignores = str.maketrans("", "", alphabet.ignores)
    if not alphabet.fold:
        return (lambda value: value.translate(ignores)) if alphabet.ignores else None
    if alphabet.ignores:
        return lambda value: value.translate(ignores).lower()
    # Bytes in percent-encoding have no case to fold: `%C3` would only be spelt differently.
    return lambda value: value if "%" in value else value.lower()


@cache
def tracking_names(names: tuple[str, ...]) -> Callable[[str], bool]:
    """Says whether a parameter's name is one of these, in either case; `*` at a name's end is
    anything. All hosts of a platform share one."""
    whole = frozenset(name.lower() for name in names if not name.endswith("*"))
    beginnings = tuple(name[:-1].lower() for name in names if name.endswith("*"))

    @lru_cache(maxsize=1024)
    def is_tracking(name: str) -> bool:
        name = name.lower()
        return name in whole or name.startswith(beginnings)

    return is_tracking


def parameters(query: str) -> Mapping[str, str | None]:
    """A query's parameters by name; None where one name has two values, since it is then not
    known which of them the platform looks at."""
    found: dict[str, str | None] = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        found[name] = value if found.get(name, value) == value else None
    return found
