"""What is wrong with an address, said to the person who typed it: why, and what to do next."""

from dataclasses import dataclass

from bot.domain.page_defang import defang

SHOWN = 80
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class UrlProblem:
    """Something that looked like an address and was not taken.

    `typed` is cut to 80 characters. `code` is for programs: "no_url", "scheme", "no_dot",
    "too_long", "control", "not_a_url", "unknown_site", "ambiguous", "cut" or "several".
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


_SENTENCES = {
    "no_url": "There is no address in this. Give one such as hxxps://example[.]com/page.",
    "scheme": "`{scheme}:` addresses cannot be flagged; give one that begins with http:// or https://.",
    "no_dot": "{typed} names no site on the web: its host has no dot. Give the whole address.",
    "too_long": f"An address may have up to {LONGEST:,} characters; {{typed}} is longer. "
    "Leave out what follows the first ? if the page opens without it.",
    "control": "{typed} has invisible control characters in it. Copy the address once more from the browser.",
    "not_a_url": "{typed} is not an address that a browser can open. Copy it once more from the browser.",
    "unknown_site": "{typed} is not an address: no site ends in .{suffix}. "
    "If it is one, write https:// before it.",
    "ambiguous": "{typed} may be a site or just words. Write https:// before it if it is a site.",
    "together": "Two addresses seem to run together in {typed}. Put a space between them.",
    "no_colon": "{typed} lacks the colon: addresses begin with https://.",
    "cut": "{typed} may have lost its end, because the message was too long. Give it again by itself.",
    "shortened": "{typed} ends in …, so its end is missing. Copy the whole address.",
    "several": "Give one address here; there are {count}.",
    "spaces": "An address has no spaces; {typed} has. Give the address alone, with %20 for each space in it.",
}
_CODES = {
    "together": "ambiguous",
    "no_colon": "not_a_url",
    "spaces": "ambiguous",
    "shortened": "cut",
}


def problem(what: str, typed: str, **words: object) -> UrlProblem:
    """A problem with its sentence; `what` is a key of the table above."""
    cut = "".join(char if char.isprintable() else "�" for char in typed[: SHOWN + 1])
    if len(cut) > SHOWN:
        cut = cut[: SHOWN - 1] + "…"
    shown = "`" + defang(cut).replace("`", "'") + "`"
    sentence = _SENTENCES[what].format(typed=shown, **words)
    return UrlProblem(cut, _CODES.get(what, what), sentence)


def invalid(what: str, typed: str, **words: object) -> InvalidUrl:
    """The same, to be raised."""
    return InvalidUrl(problem(what, typed, **words))
