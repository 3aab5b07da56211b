"""One sentence, row or heading → what it says of the pages in it, or that it is not clear.

The words are in `phrases` and `doubts`. A statement speaks only where exactly one thing is said in it, without an
"if", a promise or a "not" before it. Mentions stand in a text as `MARK number MARK`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.domain.answers import doubts, phrases
from bot.domain.answers.folding import MARK, MENTION, any_of, fold, one_of, words_of
from bot.domain.answers.phrases import Verdict
from bot.domain.answers.vocabulary import all_known, named_before, understood, without_opening

_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{12,}?)[”“»\"]")
_LONGEST = 2_000
"""Characters. What is longer is no sentence, and not clear."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Compiled phrases of each outcome: those that ship, and a team's own."""

    outcomes: Mapping[Verdict, re.Pattern[str]]
    own: re.Pattern[str]
    """The team's own: their words are understood, whatever they are."""


def compiled(own: Mapping[Verdict, tuple[str, ...]]) -> Phrases:
    """The shipped phrases with a team's `own` beside them. Raises ValueError: which is no phrase."""
    outcomes = {verdict: _outcome(verdict, own.get(verdict, ())) for verdict in Verdict}
    return Phrases(outcomes, _own(tuple(one for told in own.values() for one in told)))


@cache
def _outcome(verdict: Verdict, own: tuple[str, ...]) -> re.Pattern[str]:
    return any_of((*phrases.OUTCOMES[verdict], *own))


@cache
def _own(told: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(told)


_UNCLEAR = any_of(doubts.UNCLEAR)
_BEFORE = {
    Verdict.CLOSED: any_of(doubts.BEFORE_IT),
    Verdict.RESTRICTED: any_of(doubts.BEFORE_IT),
    Verdict.REJECTED: any_of(doubts.BEFORE_A_REJECTION),
}
_RIGHT_BEFORE = re.compile(rf"(?:{any_of(doubts.RIGHT_BEFORE_IT).pattern})(?: (?!§)\S+)? ?\Z")
_ONLY_THERE = any_of(doubts.ONLY_THERE)
_EXCEPTIONS = any_of(doubts.EXCEPTIONS)
_ONE_POLICY = any_of(doubts.ONE_POLICY)
_CHOICES = any_of(doubts.CHOICES)
_ASIDE = re.compile(
    rf"(?:{any_of(doubts.ASIDE).pattern})(?! (?:on|in|at|from|under|about|of)(?!\S))"
)
_OTHERWISE = re.compile(rf"(?<!\S)(?:{one_of(doubts.OTHERWISE.split())})(?!\S)")
_PASSIVE = (
    r"(?: (?!(?:we|wir|nous|it|they|§\d+§)(?!\S))[^\s,;:]+){0,2}"
    r" (?:was|were|has|have|had|is|are|been|wurde|wurden|ist|sind|a|ont|est|sont)(?!\S)"
)
_PAGE = one_of(doubts.PAGES.split())
_OF = one_of(doubts.OF_A_PAGE)
_THE = r"(?:(?:the|your|this|its|der|die|das|dem|den|la|le) )?"
_NAMED_PAGE = rf"{_THE}(?:(?:{_PAGE}) (?:(?:{_OF}) {_THE})?)?§\d+§"
_PART = re.compile(
    rf"(?<!\S)(?!(?:l')?(?:{_PAGE}|and|und|et|or|available|hosted|located|found|removal|deletion)(?!\S))[^\W\d_][\w'-]* (?:{_OF}) {_NAMED_PAGE}{_PASSIVE}"
    rf"|(?<!\S)(?:{one_of(doubts.ON_A_PAGE.split())}) (?:\S+ ){{0,3}}?(?:{one_of(doubts.WHERE_ON_IT)}) {_NAMED_PAGE}"
    rf"|(?<!\S)(?:that|who|which|qui) (?:[^\W\d_]\S* ){{1,2}}?(?:to |on |in |for )?{_NAMED_PAGE}{_PASSIVE}"
)
"""Something of a page, or what names it, of which the passive that follows speaks."""
_NEITHER = re.compile(r"(?<!\S)(weder .{1,80}?) noch(?!\S)")
_REPORTED = any_of(doubts.REPORTED)
_TURN = re.compile(rf"(?:{any_of(doubts.TURNS).pattern})|(?<!\S)[;—](?!\S)")
_TO_THE_READER = re.compile(r"(?:, )?(?:if|you|please|should you|wenn|sie können|si|vous)(?!\S)")
_LISTING = words_of(
    doubts.PAGES,
    "and und et as well sowie ainsi que the a an der die das den la le les both also auch also too",
)
_PIECE = re.compile(r"(?<!\S)(?:, )?(?:and|und|et|,)(?!\S)")
_FROM_IT = re.compile(rf"(?<!\S)(?:{one_of(doubts.FROM_IT)}) §\d+§")
_IN_A_PLACE = re.compile(
    rf"(?<!\S)(?:in|within|en|dans|au|aux|depuis|innerhalb|für|aus|for|to users in|from)"
    rf"(?: (?:the|all|of|der|la|le))? (?:{one_of(doubts.PLACES)})(?!\S)"
    rf"|(?<!\S)(?:{one_of(place for place in doubts.PLACES if place.startswith('au'))})(?!\S)"
)


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
    folded = _NEITHER.sub(r"\1 und", folded)
    statements = _TURN.split(folded)
    readings = [_statement(one, known) for one in statements]
    if _REPORTED.search(folded):
        readings = [_Reading(None)] * len(statements)
    of: dict[int, Verdict | None] = {}
    for statement, reading in zip(statements, readings, strict=True):
        mentioned = [int(number) for number in MENTION.findall(statement)]
        if not mentioned and _turns_it(statement, reading):
            of = {
                one: verdict if verdict is reading.verdict else None for one, verdict in of.items()
            }
        if reading.mixed:
            of |= _by_piece(statement, known)
            continue
        alone = len(mentioned) < 2 or not (
            _EXCEPTIONS.search(statement) or _CHOICES.search(statement)
        )
        of |= dict.fromkeys(mentioned, reading.verdict if alone else None)
        of |= dict.fromkeys(named_before(statement))
    if _EXCEPTIONS.search(folded) and len(of) > 1 and len(statements) > 1:
        of = dict.fromkeys(of) if _is_exception(folded) else of
    speaks = any(one.speaks for one in readings)
    return Said(of, _of_a_list(readings, folded), speaks)


def _turns_it(statement: str, reading: _Reading) -> bool:
    """Whether what follows a "but" and names nothing may be about what was named before it."""
    if _TO_THE_READER.match(statement.strip()):
        return False
    return reading.speaks or bool(
        _ALERT.search(statement) or _OTHERWISE.search(statement) or _UNCLEAR.search(statement)
    )


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
    where = _outcomes(folded, known)
    found = set(where)
    there = _IN_A_PLACE.search(folded)
    heard = _ONLY_THERE.sub(" ", folded) if there else folded
    unclear = "?" in folded.split() or bool(_UNCLEAR.search(heard))
    if not found:
        return _Reading(None, speaks=unclear)
    of_it = _ONE_POLICY if found == {Verdict.REJECTED} else _PART
    unclear = unclear or bool(of_it.search(folded))
    several = len(MENTION.findall(folded)) > 1
    if there and several and not _is_one_list(folded):
        return _Reading(None)  # of which of them that country is said is not clear
    if not unclear and len(found) == 1:
        verdict, place = next(iter(where.items()))
        words = known.own.sub(lambda hit: "," * len(hit[0]), folded)
        unclear = not understood(words, place, verdict)
    if len(found) > 1 or (several and (unclear or _says_otherwise(folded, known))):
        return _Reading(None, mixed=True)
    return _Reading(None if unclear else found.pop())


def _is_one_list(folded: str) -> bool:
    """Whether between the pages that it names stands nothing but "and", commas and what they are."""
    between = folded[folded.find("§") : folded.rfind("§")]
    return _LISTING.issuperset(word for word in between.split() if word[0].isalpha())


def _says_otherwise(folded: str, known: Phrases) -> bool:
    """Whether a piece that names a page says something of it that is not the one outcome."""
    edges = [0, *(cut.start() for cut in _PIECE.finditer(folded)), len(folded)]
    pieces = [folded[start:end] for start, end in pairwise(edges)]
    return any(
        MENTION.search(piece) and _OTHERWISE.search(piece) and not _outcomes(piece, known)
        for piece in pieces
    )


def _outcomes(folded: str, known: Phrases) -> dict[Verdict, tuple[int, int]]:
    """What is said in a statement, and where."""
    there = bool(_IN_A_PLACE.search(folded))
    folded = without_opening(folded)
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
    found: dict[Verdict, tuple[int, int]] = {}
    for (start, end), verdict in kept:
        if _BEFORE[verdict].search(folded[:start]) or _RIGHT_BEFORE.search(folded[:start]):
            continue
        if verdict is Verdict.CLOSED:
            named = end if folded[:end].endswith((" of", " de", " von")) else start
            if _FROM_IT.search(folded[named:]) and not MENTION.search(folded[:start]):
                continue
            if there:
                verdict = Verdict.RESTRICTED
        found.setdefault(verdict, (start, end))
    return found


def _by_piece(statement: str, known: Phrases) -> dict[int, Verdict | None]:
    """Of "A was removed and B does not violate": what each piece says of what stands in it."""
    cuts = [cut for cut in _PIECE.finditer(statement) if MENTION.search(statement[cut.end() :])]
    head = without_opening(statement)[: min(statement.find("§"), *_starts(statement, known))]
    if not all_known(head, Verdict.REJECTED):
        return dict.fromkeys(map(int, MENTION.findall(statement)))  # "You told us that …"
    edges = [0, *(cut.start() for cut in cuts), len(statement)]
    of: dict[int, Verdict | None] = {}
    for start, end in pairwise(edges):
        piece = statement[start:end]
        reading = _statement(piece, known)
        before = _BEFORE[Verdict.CLOSED].search(statement[:start])
        clear = not reading.mixed and not (before and reading.verdict is not Verdict.REJECTED)
        of |= dict.fromkeys(map(int, MENTION.findall(piece)), reading.verdict if clear else None)
    return of


def _starts(statement: str, known: Phrases) -> list[int]:
    return [len(statement), *(start for start, _ in _outcomes(statement, known).values())]


def _only_mentions(found: re.Match[str]) -> str:
    return " ".join(re.findall(rf"{MARK}\d+{MARK}", found[1]))


_ALERT = re.compile(
    r"(?<!\S)(?:remov|delet|reject|declin|violat|pend|review|escalat|forward|restrict|unable|kein|nicht|"
    r"entfern|gelösch|geprüf|offen|supprim|retir|refus|aucun|cours|attente|open|duplicat|closed|unknown|"
    r"error|invalid|resolv|reinstat|restor|revers|reactivat|recover|rétabl|remis|wiederher|suspend|action|appeal|approv|accept|clos|temporar|partial|except|still|remain|kept|"
    r"block|ban|disabl|terminat|withdraw|process|progress|received|wait|wrong|incomplete|missing|broken|expired|in bearbeitung|gesperrt|abgelehn|"
    r"zurück|rejet|n/a|online|(?:not|no|ne|pas|none|nothing|nichts|rien|live|up|see|siehe|voir|note|back|gone)(?!\S)|\?)"
)


def sets_apart(text: str) -> bool:
    """Whether one thing is set against another: "unlike", "except", "rather than"."""
    return bool(_EXCEPTIONS.search(fold(text)))


def somewhere(text: str) -> bool:
    """Whether a sentence speaks of a country."""
    return bool(_IN_A_PLACE.search(fold(text)))


def is_doubtful(text: str) -> bool:
    """Whether something in it says that not all is as it was said before."""
    folded = fold(text)
    return bool(_ALERT.search(folded) or _OTHERWISE.search(folded) or _UNCLEAR.search(folded))


def may_speak(text: str) -> bool:
    """Whether words beside an address may be about its outcome, although they were not understood."""
    folded = fold(text)
    return bool(_ALERT.search(folded) or _UNCLEAR.search(folded))
