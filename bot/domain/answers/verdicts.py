"""One sentence, row or heading → what it says of the pages in it, or that it is not clear.

The words are in `phrases` and `doubts`. A statement speaks only where exactly one thing is said in it, without an
"if", a promise or a "not" before it. Mentions stand in a text as `MARK number MARK`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.domain.answers import doubts, phrases
from bot.domain.answers.phrases import Verdict

MARK = "\ue000"
"""Stands before and behind the number of a mention in a marked text."""

_TOKEN = re.compile(rf"{MARK}\d+{MARK}|\d+|[^\W\d_][\w'-]*|[,;:–—…!?.|\t]")
_MENTION = re.compile(r"§(\d+)§")
_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{12,}?)[”“»\"]")
_LABEL = re.compile(
    r"(?:the )?(?:status|decision|outcome|result|action|action taken|our decision|verdict|state|ergebnis|"
    r"entscheidung|massnahme|massnahmen|décision|résultat|statut|mesure|mesure prise) :"
)
_NOUNS = frozenset(
    [
        "the",
        "following",
        "these",
        "this",
        "those",
        "urls",
        "url",
        "pages",
        "page",
        "content",
        "contents",
        "links",
        "link",
        "accounts",
        "account",
        "items",
        "item",
        "profiles",
        "profile",
        "reported",
        "successfully",
        "seiten",
        "seite",
        "inhalte",
        "inhalt",
        "adressen",
        "konten",
        "die",
        "der",
        "das",
        "folgende",
        "folgenden",
        "gemeldete",
        "gemeldeten",
        "les",
        "la",
        "le",
        "suivants",
        "suivantes",
        "contenus",
        "contenu",
        "comptes",
        "compte",
        "liens",
        "lien",
        "adresses",
        "profils",
        "profil",
        "signalés",
        "signalées",
        "and",
        "have",
        "been",
        "were",
        "was",
        "has",
        "wurde",
        "wurden",
        "group",
        "groups",
        "channel",
        "channels",
        "kanäle",
        "gruppen",
    ]
)
_GAP = 8
_LONGEST = 2_000
"""Characters. What is longer is no sentence, and not clear."""


def fold(text: str) -> str:
    """A text's words as phrases are compared with: one blank between them, a mention as `§4§`."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = plain.replace("’", "'").replace("ʼ", "'").replace("‘", "'")
    return " ".join(_TOKEN.findall(plain)).replace(MARK, "§")


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(fold(word)) for word in words)


_NOT = _one_of(doubts.NEGATIONS.split())
_ADVERB = _one_of(doubts.ADVERBS.split())
_ANY_ADVERBS = rf"(?: (?:{_ADVERB})(?!\S)){{0,2}} "
_ANY_WORDS = rf"(?: (?!(?:{_NOT})(?!\S))\S+){{0,{_GAP}}}? "
_SIGNS = {"(": "(?:", ")": ")", "|": "|", "*": r"\S*", " ": " "}


def pattern(phrase: str) -> str:
    """A phrase as a regular expression over folded words. Raises ValueError where brackets differ."""
    plain = " ".join(unicodedata.normalize("NFC", phrase).casefold().replace("’", "'").split())
    if plain.count("(") != plain.count(")") or ")" in plain.partition("(")[0]:
        raise ValueError(phrase)
    made = "".join(
        _SIGNS[char] if char in _SIGNS else char if char in "~…§" else re.escape(char)
        for char in plain
    )
    made = made.replace(" ~ ", _ANY_ADVERBS).replace(" … ", _ANY_WORDS).replace("§n", r"\d+")
    return rf"(?<!\S)(?:{made})(?!\S)"


def _any(told: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(pattern(phrase) for phrase in told) or r"(?!)")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Compiled phrases of each outcome: those that ship, and a team's own."""

    outcomes: Mapping[Verdict, re.Pattern[str]]


def compiled(own: Mapping[Verdict, tuple[str, ...]]) -> Phrases:
    """The shipped phrases with a team's `own` beside them. Raises ValueError: which is no phrase."""
    return Phrases({verdict: _outcome(verdict, own.get(verdict, ())) for verdict in Verdict})


@cache
def _outcome(verdict: Verdict, own: tuple[str, ...]) -> re.Pattern[str]:
    return _any((*phrases.OUTCOMES[verdict], *own))


@cache
def shipped() -> Phrases:
    """The phrases that ship."""
    return compiled({})


_UNCLEAR = _any(doubts.UNCLEAR)
_BEFORE = {
    Verdict.CLOSED: _any(doubts.BEFORE_IT),
    Verdict.RESTRICTED: _any(doubts.BEFORE_IT),
    Verdict.REJECTED: _any(doubts.BEFORE_A_REJECTION),
}
_RIGHT_BEFORE = re.compile(rf"(?:{_any(doubts.RIGHT_BEFORE_IT).pattern})(?: (?!§)\S+)? ?\Z")
_ONLY_THERE = _any(doubts.ONLY_THERE)
_EXCEPTIONS = _any(doubts.EXCEPTIONS)
_CHOICES = _any(doubts.CHOICES)
_ASIDE = _any(doubts.ASIDE)
_OTHERWISE = re.compile(rf"(?<!\S)(?:{_one_of(doubts.OTHERWISE.split())})(?!\S)")
_TAKES_BACK = _any(doubts.TAKES_BACK)
_PASSIVE = (
    r"(?: (?!(?:we|wir|nous|it|they|§\d+§)(?!\S))[^\s,;:]+){0,2}"
    r" (?:was|were|has|have|had|is|are|been|wurde|wurden|ist|sind|a|ont|est|sont)(?!\S)"
)
_PAGE = _one_of(doubts.PAGES.split())
_OF = _one_of(doubts.OF_A_PAGE)
_THE = r"(?:(?:the|your|this|its|der|die|das|dem|den|la|le) )?"
_NAMED_PAGE = rf"{_THE}(?:(?:{_PAGE}) (?:(?:{_OF}) {_THE})?)?§\d+§"
_PART = re.compile(
    rf"(?<!\S)(?!(?:l')?(?:{_PAGE}|and|und|et|or)(?!\S))[^\W\d_][\w'-]* (?:{_OF}) {_NAMED_PAGE}{_PASSIVE}"
    rf"|(?<!\S)(?:that|who|which|qui) [^\W\d_]\S* (?:to |on |in |for )?{_NAMED_PAGE}{_PASSIVE}"
)
"""Something of a page, or what names it, of which the passive that follows speaks."""
_PRONOUN = re.compile(r"(?<!\S)(?:it|them|they|both|es|sie|ihn|er|elle|elles|il|ils)(?!\S)")
_TURN = re.compile(rf"(?:{_any(doubts.TURNS).pattern})|(?<!\S)[;—](?!\S)")
_PIECE = re.compile(r"(?<!\S)(?:, )?(?:and|und|et|,)(?!\S)")
_FROM_IT = re.compile(rf"(?<!\S)(?:{_one_of(doubts.FROM_IT)}) §\d+§")
_IN_A_PLACE = re.compile(
    rf"(?<!\S)(?:in|within|en|dans|au|aux|depuis|innerhalb|für|for|to users in|from)"
    rf"(?: (?:the|all|of|der|la|le))? (?:{_one_of(doubts.PLACES)})(?!\S)"
    rf"|(?<!\S)(?:{_one_of(place for place in doubts.PLACES if place.startswith('au'))})(?!\S)"
)
_REASONED = {verdict: _any(told) for verdict, told in phrases.REASONED.items() if told}
_STATUSES = {
    " ".join(fold(status).split()): verdict
    for verdict, told in phrases.STATUSES.items()
    for status in ";".join(told).split(";")
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of each mention in it, and of a list that follows it."""

    of: Mapping[int, Verdict | None]
    of_a_list: Verdict | None
    speaks: bool
    """Whether anything was said at all: an outcome, or something that makes it unclear."""


def said(text: str, known: Phrases) -> Said:
    """What a marked sentence says."""
    folded = _ASIDE.sub(" ", fold(_QUOTED.sub(_only_mentions, text)))
    statements = _TURN.split(folded)
    readings = [_statement(one, known) for one in statements]
    of: dict[int, Verdict | None] = {}
    for statement, reading in zip(statements, readings, strict=True):
        mentioned = [int(number) for number in _MENTION.findall(statement)]
        if reading.mixed:
            of |= _by_piece(statement, known)
            continue
        alone = len(mentioned) < 2 or not (
            _EXCEPTIONS.search(statement) or _CHOICES.search(statement)
        )
        of |= dict.fromkeys(mentioned, reading.verdict if alone else None)
    if _EXCEPTIONS.search(folded) and len(of) > 1 and len(statements) > 1:
        of = dict.fromkeys(of) if _is_exception(folded) else of
    speaks = any(one.speaks for one in readings)
    return Said(of, _of_a_list(readings, folded), speaks)


def _is_exception(folded: str) -> bool:
    """Whether a turn in it sets one page against another ("all except …")."""
    return any(_EXCEPTIONS.fullmatch(turn[0]) for turn in _TURN.finditer(folded))


def _of_a_list(readings: list[_Reading], folded: str) -> Verdict | None:
    speaking = [one for one in readings if one.speaks]
    if not speaking or _is_exception(folded):
        return None
    if len(speaking) == 1 or folded.endswith(":"):
        return None if speaking[-1].mixed else speaking[-1].verdict
    return None


@dataclass(frozen=True, slots=True)
class _Reading:
    verdict: Verdict | None
    speaks: bool = True
    mixed: bool = False


def _statement(folded: str, known: Phrases) -> _Reading:
    """What one statement says: at most one outcome, and only a clear one."""
    if len(folded) > _LONGEST:
        return _Reading(None)
    found = _outcomes(folded, known)
    there = _IN_A_PLACE.search(folded)
    heard = _ONLY_THERE.sub(" ", folded) if there else folded
    unclear = "?" in folded.split() or bool(_UNCLEAR.search(heard))
    if not found:
        return _Reading(None, speaks=unclear)
    unclear = unclear or (found != {Verdict.REJECTED} and bool(_PART.search(folded)))
    several = len(_MENTION.findall(folded)) > 1
    if len(found) > 1 or (several and (unclear or _says_otherwise(folded, known))):
        return _Reading(None, mixed=True)
    return _Reading(None if unclear else found.pop())


def _says_otherwise(folded: str, known: Phrases) -> bool:
    """Whether a piece that names a page says something of it that is not the one outcome."""
    edges = [0, *(cut.start() for cut in _PIECE.finditer(folded)), len(folded)]
    pieces = [folded[start:end] for start, end in pairwise(edges)]
    return any(
        _MENTION.search(piece) and _OTHERWISE.search(piece) and not _outcomes(piece, known)
        for piece in pieces
    )


def takes_back(text: str) -> bool:
    """Whether a sentence behind a list speaks of some of its pages without naming them."""
    folded = fold(text)
    return bool(_TAKES_BACK.search(folded)) and bool(
        _ALERT.search(folded) or _OTHERWISE.search(folded) or _UNCLEAR.search(folded)
    )


def speaks_of_it(text: str, *, doubt: bool) -> bool:
    """Whether a sentence that names nothing speaks of what was named before it: "it", "they".

    One that is only in `doubt` begins with that word."""
    found = _PRONOUN.search(fold(text))
    if found is None or text.rstrip().endswith(":"):
        return False
    return not doubt or found.start() == 0


def _outcomes(folded: str, known: Phrases) -> set[Verdict]:
    there = bool(_IN_A_PLACE.search(folded))
    spans = [
        (hit.span(), verdict)
        for verdict in (Verdict.REJECTED, Verdict.RESTRICTED, Verdict.CLOSED)
        for hit in known.outcomes[verdict].finditer(folded)
    ]
    if there:
        spans += [(hit.span(), Verdict.RESTRICTED) for hit in _ONLY_THERE.finditer(folded)]
    kept: list[tuple[tuple[int, int], Verdict]] = []
    for (start, end), verdict in spans:
        if any(start < other_end and other < end for (other, other_end), _ in kept):
            continue  # part of a longer saying that was read first
        kept.append(((start, end), verdict))
    found = set()
    for (start, _), verdict in kept:
        if _BEFORE[verdict].search(folded[:start]) or _RIGHT_BEFORE.search(folded[:start]):
            continue
        if verdict is Verdict.CLOSED:
            if _FROM_IT.search(folded[start:]) and not _MENTION.search(folded[:start]):
                continue
            if there:
                verdict = Verdict.RESTRICTED
        found.add(verdict)
    return found


def _by_piece(statement: str, known: Phrases) -> dict[int, Verdict | None]:
    """Of "A was removed and B does not violate": what each piece says of what stands in it."""
    edges = [0, *(cut.start() for cut in _PIECE.finditer(statement)), len(statement)]
    of: dict[int, Verdict | None] = {}
    for start, end in pairwise(edges):
        piece = statement[start:end]
        reading = _statement(piece, known)
        before = _BEFORE[Verdict.CLOSED].search(statement[:start])
        clear = not reading.mixed and not (before and reading.verdict is not Verdict.REJECTED)
        of |= dict.fromkeys(map(int, _MENTION.findall(piece)), reading.verdict if clear else None)
    return of


def _only_mentions(found: re.Match[str]) -> str:
    return " ".join(re.findall(rf"{MARK}\d+{MARK}", found[1]))


def status(text: str) -> Verdict | None:
    """What a cell, a label's value or a heading says that is nothing but an outcome."""
    words = _LABEL.sub("", _MENTION.sub("", fold(text))).split()
    bare = [word for word in words if any(char.isalpha() for char in word)]
    if not bare or "?" in words:
        return None
    for verdict, reasoned in _REASONED.items():
        if reasoned.fullmatch(" ".join(bare)):
            return verdict
    if len(bare) > 8:
        return None
    for trimmed in (bare, [word for word in bare if word not in _NOUNS]):
        whole = " ".join(trimmed)
        if whole in _STATUSES:
            return _STATUSES[whole]
        if len(trimmed) == 1 and trimmed[0][:-1] in _STATUSES and trimmed[0][-1] in "ens":
            return _STATUSES[trimmed[0][:-1]]  # entfernte, eingeschränkte
    return None


_ALERT = re.compile(
    r"(?<!\S)(?:remov|delet|reject|declin|violat|pend|review|escalat|forward|restrict|not|no|unable|kein|nicht|"
    r"entfern|gelösch|geprüf|offen|supprim|retir|refus|ne|pas|aucun|cours|attente|open|duplicat|closed|unknown|"
    r"error|invalid|resolv|suspend|action|appeal|approv|accept|clos|temporar|partial|except|still|remain|kept|"
    r"block|ban|disabl|terminat|withdraw|process|progress|received|wait|in bearbeitung|gesperrt|abgelehn|"
    r"zurück|rejet|n/a|none|live|online|\?)"
)


def sets_apart(text: str) -> bool:
    """Whether one thing is set against another: "unlike", "except", "rather than"."""
    return bool(_EXCEPTIONS.search(fold(text)))


def may_speak(text: str) -> bool:
    """Whether words beside an address may be about its outcome, although they were not understood."""
    return bool(_ALERT.search(fold(text)))
