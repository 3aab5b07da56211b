"""Who is meant by a name that somebody typed: a display name, real name, e-mail address or user id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.people import KnownPerson


def folded(name: str) -> str:
    """A name without its case and doubled blanks."""
    return " ".join(name.casefold().split())


@dataclass(frozen=True, slots=True)
class Called:
    """Names, folded, and who has them. A whole name is somebody's before it is a part of another's."""

    whole: Mapping[str, Sequence[KnownPerson]]
    short: Mapping[str, Sequence[KnownPerson]]
    """First names, and what stands before the @ of an e-mail address."""
    fold: Callable[[str], str] = folded

    def find(self, name: str) -> Sequence[KnownPerson]:
        """Everybody whom this may mean."""
        name = self.fold(name)
        return self.whole.get(name) or self.short.get(name, ())

    def only(self, name: str) -> KnownPerson | None:
        """Whom this means as a whole name, if it is certain."""
        found = self.whole.get(self.fold(name), ())
        return found[0] if len(found) == 1 else None

    def choices(self, several: Iterable[KnownPerson]) -> list[str]:
        """For each of them a name that means nobody else, as it may be typed; those who are here first."""
        here_first = sorted(several, key=lambda one: (one.deactivated, folded(one.name), one.id))
        return [self._own_name(one) for one in here_first]

    def _own_name(self, one: KnownPerson) -> str:
        names = [name for name in _whole(one) if self.only(name) is not None]
        own = names[0] if names else one.id
        return own if own == one.name else f"{own} ({one.name})"


def called(people: Iterable[KnownPerson], fold: Callable[[str], str] = folded) -> Called:
    """What these people may be called; `fold` is how names are compared."""
    whole, short = (
        defaultdict[str, dict[str, KnownPerson]](dict),
        defaultdict[str, dict[str, KnownPerson]](dict),
    )
    for one in people:
        for name in map(fold, _whole(one)):
            whole[name][one.id] = one
        for name in map(fold, _short(one)):
            short[name][one.id] = one
    return Called(_without_empty(whole), _without_empty(short), fold)


def _whole(one: KnownPerson) -> tuple[str, ...]:
    return one.name, one.real_name, one.email, one.id


def _short(one: KnownPerson) -> Iterable[str]:
    for name in (one.name, one.real_name):
        yield from name.split()[:1]
    yield one.email.partition("@")[0]


def _without_empty(
    names: Mapping[str, Mapping[str, KnownPerson]],
) -> dict[str, Sequence[KnownPerson]]:
    return {name: tuple(found.values()) for name, found in names.items() if name}
