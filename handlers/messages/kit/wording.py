"""The words that cards, thread lines, reminders and notes share. All results are mrkdwn."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.domain.indicators.indicator import Indicator
from bot.domain.indicators.joining import NO_LINKS, Links, Shared
from bot.domain.lifecycle.decisions import appeal_ends
from bot.domain.lifecycle.referral import NOTHING_SEEN, Referral, State
from bot.domain.pages.checks import Checked
from bot.domain.pages.defang import defang_all
from bot.domain.pages.wrappers import without_wrapper
from bot.domain.platforms import platform_label
from bot.domain.reminders import overdue_days, waits_for
from bot.domain.times import say_day
from bot.ports.notices import Notice
from bot.sentences import cards, figures, labels, lists
from bot.sentences.recording import indicators
from handlers.messages.kit.kit import Press, address, typed

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_MENTION = re.compile(r"<(?=[!@#])")
_HOST = re.compile(r"(?<![\w.\[-])(?:[\w-]+\.)+[a-z]{2,24}(?![\w\]])", re.IGNORECASE)


NO_DATABASE = Press(0, "", NOTHING_SEEN)


@dataclass(frozen=True, slots=True)
class CardContext:
    """What a message needs to know besides the referral. `names` is user id → display name."""

    config: Config
    names: Mapping[str, str]
    now: datetime
    zone: ZoneInfo
    demo: bool
    advice: tuple[str, ...] = ()
    """Sentences to read before referring, as plain text."""
    appeal_open: bool = True
    """`bot.domain.lifecycle.decisions.may_appeal`."""
    undoable: bool | None = None
    """Whether there is an action to undo; None: the state and version decide."""
    finding: Checked | None = None
    """The reading of its page that people are asked about and have not answered."""
    successor: int | None = None
    """The referral with which its page goes on, where whoever reads this may see it."""
    links: Links = NO_LINKS
    """What joins its page to others, where whoever reads this may know of it."""
    notice: Notice | None = None
    """Its notice, while that is on its way, in doubt or was not taken."""
    checks_on: bool = False
    """Whether its page may be looked at."""
    pieces: int = 0
    """How many pieces of evidence whoever reads this may know of."""
    made: Press = NO_DATABASE
    """For buttons that are of no one referral: of which database they are."""


def said(text: str, length: int = 300) -> str:
    """What people typed, on one line: cut, escaped, harmless, and unable to turn the line round.

    Bare host names are defanged too, since Slack's clients may link them.
    """
    return typed(" ".join(_hostless(word) for word in _seen(text).split()), length)


def in_full(text: str) -> str:
    """All of what people typed, its lines kept, its addresses defanged and its mentions broken:
    for rich_text, in which nothing is escaped."""
    lines = _MENTION.sub("<\u200b", _seen(text)).splitlines()
    return "\n".join(
        defang_all(" ".join(_hostless(word) for word in line.split())) for line in lines
    ).strip()


def _hostless(word: str) -> str:
    if "." not in word or "/" in word:  # an address is defanged by `typed`
        return word
    return _HOST.sub(lambda host: host[0].replace(".", "[.]"), word)


def _seen(text: str) -> str:
    """The text without control characters, lone surrogates and what turns its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        one
        for one in text
        if one not in _BIDI and (one.isspace() or unicodedata.category(one) not in ("Cc", "Cs"))
    )


def lowered(label: str) -> str:
    """A label inside a sentence: `Not illegal` → `not illegal`; `EU law` stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def person(user: str, referral: Referral, ctx: CardContext) -> str:
    """A person by name, never as a mention."""
    if not user:
        return labels.ERASED if referral.erased else labels.THE_BOT
    return said(ctx.names.get(user, user), 80)


def where(referral: Referral) -> str:
    """The address, harmless, in a code span."""
    if referral.erased:
        return f"_{labels.ERASED}_"
    return address(_seen(without_wrapper(referral.url, referral.canonical)))


def platform_of(referral: Referral, ctx: CardContext) -> str:
    """The platform as people read it."""
    own = ctx.config.platforms.get(referral.platform)
    return said((own and own.label) or platform_label(referral.platform), 60)


def title(referral: Referral, ctx: CardContext) -> str:
    """`R-12 · Facebook · group`."""
    parts = [referral.name, platform_of(referral, ctx), said(referral.kind, 40)]
    return " · ".join(part for part in parts if part)


def day(instant: datetime | None, ctx: CardContext) -> str:
    """The day, in the channel's zone."""
    return say_day(instant.astimezone(ctx.zone)) if instant else labels.UNKNOWN_DAY


def overdue(referral: Referral, ctx: CardContext) -> str:
    """`no answer after 12 days (our limit: 7)`, or nothing."""
    limit = ctx.config.response_days_for(referral.platform)
    waited = overdue_days(referral, limit, ctx.now)
    return "" if waited is None else cards.no_answer(waited, limit)


def reason(referral: Referral, ctx: CardContext) -> str:
    """The rejection reason inside a sentence."""
    return said(lowered(ctx.config.reason_label(referral.reason)), 80)


def confidence_of(referral: Referral) -> str:
    """How sure the team is."""
    return str(referral.confidence) if referral.confidence else figures.NOT_STATED


def category_of(referral: Referral, ctx: CardContext) -> str:
    """What the page is about."""
    label = ctx.config.category_label(referral.category)
    return said(label, 80) if label else figures.NOT_STATED


def basis_of(referral: Referral) -> str:
    """Why the platform should act."""
    return cards.BASES[referral.basis] if referral.basis else figures.NOT_STATED


def state_sentence(referral: Referral, ctx: CardContext) -> str:
    """Where the referral stands, since when, and why: one line, without a full stop."""
    match referral.state:
        case State.FLAGGED:
            return cards.flagged(day(referral.flagged_at, ctx))
        case State.HELD:
            return cards.on_hold(said(referral.hold_reason))
        case State.REFERRED:
            return cards.referred(day(referral.referred_at, ctx), overdue(referral, ctx))
        case State.CLOSED | State.RESTRICTED | State.REJECTED:
            return _outcome(referral, ctx)
        case State.APPEALED:
            was = referral.appealed_outcome or State.REJECTED
            why = reason(referral, ctx) if was is State.REJECTED and referral.reason else ""
            appealed, decided = day(referral.appealed_at, ctx), day(referral.outcome_at, ctx)
            return cards.appealed(appealed, was, why, decided)
        case State.WITHDRAWN:
            return cards.withdrawn(said(referral.withdrawn_reason or "other", 80))
        case State.GONE:
            return cards.gone(day(referral.vanished_at, ctx))


def marked_state(referral: Referral, ctx: CardContext) -> str:
    """The same with the state's mark before it, to be found among others."""
    return f"{cards.MARKS[referral.state]} {state_sentence(referral, ctx)}"


def appeal_until(referral: Referral, ctx: CardContext) -> str:
    """Until when it can be appealed; empty where it can't, or where no limit is known."""
    if referral.state not in (State.REJECTED, State.RESTRICTED) or not ctx.appeal_open:
        return ""
    ends = appeal_ends(referral, ctx.config.rules_for(referral.channel))
    return cards.appeal_until(day(ends, ctx)) if ends else ""


def next_step(referral: Referral, ctx: CardContext, *, went_on: bool = False) -> str:
    """What somebody should do with it now; empty where nothing waits, or where its page `went_on`
    with another referral."""
    match referral.state:
        case State.FLAGGED:
            return lists.NEXT_REFER
        case State.REFERRED:
            return lists.NEXT_ANSWER if overdue(referral, ctx) else lists.NEXT_WAIT
        case State.REJECTED | State.RESTRICTED if waits_for(referral) and not went_on:
            until = _appeal_ends_on(referral, ctx)
            return lists.next_appeal(until) if until is not None else ""
        case State.APPEALED:
            return lists.NEXT_APPEALED
        case State.HELD:
            return lists.NEXT_RELEASE
    return ""


def _appeal_ends_on(referral: Referral, ctx: CardContext) -> str | None:
    """The last day of its appeal window, empty where there is no limit; None where it is over."""
    ends = appeal_ends(referral, ctx.config.rules_for(referral.channel))
    if ends is not None and ends < ctx.now:
        return None
    return day(ends, ctx) if ends else ""


def _outcome(referral: Referral, ctx: CardContext) -> str:
    why = referral.state is State.REJECTED and referral.reason
    sentence = cards.outcome(
        referral.state, day(referral.outcome_at, ctx), reason(referral, ctx) if why else ""
    )
    if referral.appeal_result == "overturned" and referral.state is not State.REJECTED:
        return cards.on_appeal(sentence)
    if referral.closed_later_at and referral.first_outcome not in (None, State.CLOSED):
        first_day = day(referral.first_outcome_at, ctx)
        return cards.after_first_outcome(sentence, str(referral.first_outcome), first_day)
    return sentence


def same_as(several: Sequence[Shared]) -> Iterator[str]:
    """Which others have the same number, which the same account: a sentence for each kind."""
    kinds = dict.fromkeys(one.indicator.kind for one in several if one.pages)
    for kind in kinds:
        of = [one for one in several if one.indicator.kind is kind]
        pages = {page.number: page for one in of for page in one.pages}
        names = [f"R-{number}" for number in sorted(pages)]
        rejected = sum(page.rejected for page in pages.values())
        more = any(one.more for one in of)
        yield indicators.same_as(indicators.SAME[kind], names, rejected, more)


def in_words(indicator: Indicator) -> str:
    """An indicator in a menu: "+447400123456 (phone number)"."""
    return f"{indicator.value[:50]} ({indicator.label})"
