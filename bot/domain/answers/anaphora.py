"""Sentences that name nothing and speak of what was named before: "it was removed", "the second is still up"."""

from __future__ import annotations

import re

from bot.domain.answers import doubts
from bot.domain.answers.folding import any_of, fold, one_of
from bot.domain.answers.phrases import Verdict
from bot.domain.answers.verdicts import is_doubtful, somewhere
from bot.domain.answers.vocabulary import all_known, without_opening

_TAKES_BACK = any_of(doubts.TAKES_BACK)
_PRONOUN = re.compile(r"(?<!\S)(?:it|them|they|both|es|sie|ihn|er|elle|elles|il|ils)(?!\S)")
_PAGE = one_of(doubts.PAGES.split())
_IS = r"(?:is|was|has|are|were|have|had|remain\S*|stay\S*|came|will|ist|wurde|war|bleibt|sind|wurden|wird|est|a|reste|sera|ont|sont|restent)"
_THE_PAGE = rf"(?:the|this|that|das|die|der|diese|dieser|dieses|le|la|les|ce|cet|cette|ces|these|those)(?: \S+)? (?:{_PAGE})"
_BEGINS_WITH_IT = re.compile(
    rf"(?:it|they|both|es|sie|er|elle|elles|il|ils|{_THE_PAGE}) {_IS}(?!\S)"
)
_ONE = re.compile(
    rf"(?<!\S)(?:it|its|this|es|ihn|er|sie|elle|il|(?:the|this|that|das|die|der|den|diese|diesen|dieses|le|la|ce|cet|cette)"
    rf"(?: \S+)? (?:{one_of(doubts.ONE_PAGE.split())})|l'accès|l'avons|l'a)(?!\S)"
)
_SOME = r"(?:violat|offend|infring|illegal|unlawful|harmful|rechtswidrig|illicite)\S* "
_ALL = re.compile(
    rf"(?<!\S)(?:they|them|these|both|diese|sie|alle|beide|elles|ils|les avons|ces|celles-ci|ceux-ci|tous|toutes"
    rf"|(?:all|both) of (?:them|these|the above)|all (?:the|these)? ?(?:{_PAGE})|(?:the|those|die|les) (?!{_SOME})(?:\S+ ){{0,2}}?"
    rf"(?:{one_of(doubts.SEVERAL_PAGES.split())}))(?!\S)"
)
_NOTHING_DONE = re.compile(
    r"(?<!\S)(?:action|actions|measures|measure|maßnahmen|maßnahme|mesure|mesures|suite|violation|violations|breach|verstoß|infraction|"
    r"anything|threshold|removal|löschung|entfernung|sperrung|retrait|suppression)(?!\S)"
)
_NAMES_IT = any_of(doubts.NAMES_IT)
_STILL_UP = re.compile(rf"(?<!\S)(?:{one_of(doubts.STILL_UP.split())})(?!\S)")
_STAYS = re.compile(
    r"(?<!\S)(?:remains?|stays?|will (?:remain|stay)|bleib(?:t|en)|verbleib(?:t|en)|restent?|demeurent?)(?!\S)"
)
_NONE_OF_THEM = re.compile(r"(?:none|neither) of (?:these|those|them|the above)(?!\S)")
_TAKEN_BACK = any_of(doubts.TAKEN_BACK)
_FOR_NOW = any_of(doubts.FOR_NOW)
_MAYBE = any_of(doubts.MAYBE)
_THERE_ONLY = re.compile(
    rf"(?<!\S)(?:{one_of(doubts.PLACES)})(?!\S).*(?<!\S)(?:only|nur|uniquement|seulement)(?!\S)"
    rf"|(?<!\S)(?:only|limited|nur|uniquement|seulement|applies|gilt|s'applique)(?!\S).*(?<!\S)(?:{one_of(doubts.PLACES)})(?!\S)"
)
_THE_DECISION = re.compile(
    r"(?<!\S)(?:das|dies|ceci|cela|(?:the|this|that|our|diese|die|unsere|la|cette|notre) (?:decision|action|entscheidung|maßnahme|décision|mesure))(?!\S)"
)
_AHEAD = any_of(doubts.AHEAD)
_CONDITION = re.compile(
    r"(?:if|should|wenn|falls|sollte|sollten|si|please|bitte|veuillez|you|sie können|vous)(?!\S)"
)


def takes_back(text: str, *, refused: bool) -> bool:
    """Whether a sentence behind a list speaks of some of its pages without naming them."""
    if refused and _NONE_OF_THEM.match(fold(text)):
        return False
    return bool(_TAKES_BACK.search(fold(text))) and is_doubtful(text)


def speaks_of_it(text: str, *, doubt: bool) -> bool:
    """Whether a sentence that names nothing speaks of what was named before it: "it", "the account".

    One that is only in `doubt` begins so."""
    folded = fold(text)
    if text.rstrip().endswith(":") or (doubt and _CONDITION.match(folded)):
        return False
    return bool(_BEGINS_WITH_IT.match(folded) if doubt else _PRONOUN.search(folded))


def contradicts(text: str) -> bool:
    """Whether a sentence that names nothing says that the pages are up, back, or only gone somewhere."""
    folded = fold(text)
    if text.rstrip().endswith(":") or _CONDITION.match(folded) or _AHEAD.search(folded):
        return False
    a_heading = len(folded.split()) < 4  # "Temporarily locked", of the list below it
    if (
        _TAKEN_BACK.search(folded)
        or (not a_heading and _FOR_NOW.search(folded))
        or _THERE_ONLY.search(folded)
    ) and not _MAYBE.search(folded):
        return True
    if _BEGINS_WITH_IT.match(without_opening(folded).lstrip()) and not all_known(
        folded, Verdict.REJECTED
    ):
        return True
    meant = _ONE.search(folded) or _ALL.search(folded) or _THE_DECISION.search(folded)
    return bool(meant) and (somewhere(text) or bool(_STILL_UP.search(folded)))


def stays_up(text: str) -> bool:
    """Whether a sentence says of what was refused that it stays: "It therefore remains online"."""
    folded = fold(text)
    return bool(_STAYS.search(folded)) and all_known(folded, Verdict.REJECTED)


def leads_on(text: str) -> bool:
    """Whether a sentence speaks of what comes after it: "the following", or a colon at its end."""
    return text.rstrip().endswith(":") or bool(_AHEAD.search(fold(text)))


def refers_back(text: str, *, several: bool, refusal: bool) -> bool:
    """Whether the outcome in a sentence that names nothing is that of the one page (or of all) just named."""
    folded = fold(text)
    if folded.endswith(":") or _AHEAD.search(folded):
        return False
    if (
        refusal
        and _NOTHING_DONE.search(folded)
        and not (_ONE.search(folded) or _ALL.search(folded))
    ):
        return True
    return bool((_ALL if several else _ONE).search(folded))


def names_it(text: str) -> bool:
    """Whether a sentence does nothing but name what the one before it spoke of: "The video concerned is …"."""
    folded = fold(text)
    return (
        len(folded.split()) < 10
        and bool(_NAMES_IT.search(folded))
        and all_known(folded, Verdict.CLOSED)
    )


def ends_a_paragraph(text: str) -> bool:
    """Whether it is a full sentence and no heading of a list below."""
    return text.rstrip().endswith((".", "!")) and not _AHEAD.search(fold(text))
