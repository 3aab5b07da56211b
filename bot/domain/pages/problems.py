"""What is wrong with an address, said to the person who typed it: why, and what to do next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.pages.defang import defang, refang
from bot.sentences import addresses

SHOWN = 80
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class UrlProblem:
    """Something that looked like an address and was not taken.

    `typed` is cut to 80 characters. `code` is for programs: "no_url", "scheme", "no_dot",
    "too_long", "control", "not_a_url", "unknown_site", "ambiguous", "cut", "front_page", "several",
    "too_many" or "no_page".
    `sentence` is for people; what they typed is defanged in it.
    """

    typed: str
    code: str
    sentence: str


class InvalidUrl(ValueError):
    """Raised for text that is not one address that can be flagged; `problem` says why."""

    def __init__(self, problem: UrlProblem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


_SENTENCES: Mapping[str, Callable[..., str]] = {
    "scheme": lambda typed, scheme: addresses.scheme(scheme),
    "no_dot": addresses.no_dot,
    "too_long": lambda typed: addresses.too_long(typed, LONGEST),
    "control": addresses.control,
    "not_a_url": addresses.not_a_url,
    "unknown_site": addresses.unknown_site,
    "ambiguous": addresses.ambiguous,
    "together": addresses.together,
    "no_colon": addresses.no_colon,
    "cut": addresses.cut,
    "shortened": addresses.shortened,
    "front_page": addresses.front_page,
    "no_url": lambda typed: addresses.NONE,
    "several": lambda typed, count: addresses.several(count),
    "too_many": lambda typed, count: addresses.too_many(count),
    "spaces": addresses.spaces,
    "share": addresses.for_sharing,
    "log_in": addresses.for_logging_in,
    "network": addresses.network,
    "slack": lambda typed: addresses.SLACK,
}
_CODES = {
    "together": "ambiguous",
    "no_colon": "not_a_url",
    "spaces": "ambiguous",
    "shortened": "cut",
    "share": "no_page",
    "log_in": "no_page",
    "network": "no_page",
    "slack": "no_page",
}


def problem(what: str, typed: str, **words: object) -> UrlProblem:
    """A problem with its sentence; `what` is a key of the table above."""
    cut = "".join(char if char.isprintable() else "�" for char in typed[: SHOWN + 1])
    if len(cut) > SHOWN:
        cut = cut[: SHOWN - 1] + "…"
    shown = "`" + defang(refang(cut)).replace("`", "'") + "`"
    sentence = _SENTENCES[what](shown, **words)
    return UrlProblem(cut, _CODES.get(what, what), sentence)


def invalid(what: str, typed: str, **words: object) -> InvalidUrl:
    """The same, to be raised."""
    return InvalidUrl(problem(what, typed, **words))
