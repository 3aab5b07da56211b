"""Reads what is said of figures back: every sentence with a number in it, as a person would.

`read` understands each sentence or fails at it, and refuses at once what cannot be true by itself: a
percentage that is not its fraction's, a fraction above one, parts that do not come to their total, a
period that ends before it begins, `1 pages`. What it gives is compared with the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any

PARTS = ("closed", "restricted", "rejected", "gone", "waiting")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_N = r"\d+(?:,\d{3})*"
_DAY = rf"\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}"
_PERCENT = r"(?:>99\.9|<0\.1|\d+\.\d)%"
_RATE = rf"(?:{_PERCENT} \({_N} of {_N}\)|{_N} of {_N})"
_NONE = r"no decisions(?: yet| in that week| in that month)?|nothing referred yet|–"
_SPAN = rf"up to {_DAY}|(?:\d{{1,2}}(?: [A-Z][a-z]+(?: \d{{4}})?)? to )?{_DAY}"
_BEGIN = rf"(?: \(records begin on (?P<begin>{_DAY})\))?"
_AT = rf"(?:{_DAY}, \d\d:\d\d|the end of {_DAY})"
_NAMED = {
    "n": _N,
    "day": _DAY,
    "rate": f"{_RATE}|{_NONE}",
    "percent": _PERCENT,
    "at": _AT,
    "span": _SPAN,
}
_PARTS = (
    "{referred:n} referred, {closed:n} closed, {restricted:n} restricted, {rejected:n} rejected, "
    "{gone:n} gone, {waiting:n} waiting"
)
_SUM = (
    r"{closed:n} closed \+ {restricted:n} restricted \+ {rejected:n} rejected \+ {gone:n} gone \+ "
    "{waiting:n} waiting"
)
_PAGES = r"(?: \({%s_pages:n} pages?\))?"
_FIGURES = ", ".join(f"{name} {{{name}:n}}{_PAGES % name}" for name in ("referred", *PARTS))
_HAPPENED = ", ".join(
    f"{name} {{{name}:n}}{_PAGES % name}"
    for name in ("flagged", "referred", "closed", "restricted", "rejected")
)
_TOOK = (
    "(?:no decisions(?: yet)?|median {median:n} days?, 90% within {p90:n} days?, among {decided:n} decided)"
    "(?:; (?:none|{waiting:n}) still without an answer(?:, the oldest for {oldest:n} days?)?)?"
    "(?:; half of all had an answer within {half:n} days?|; fewer than half have an answer yet)?"
)
_OURS = r"from the team's own records(?: \([^)]*\))?"
_SENTENCES: Mapping[str, str] = {
    "quote": (
        r"(?:Between {first:day} and {last:day}|On {only:day}|Up to {until:day}) the team "
        r"(?:referred {referred:n} pages?|made {referred2:n} referrals? of {pages:n} pages?) to "
        r"[^:]*? for closure(?: \([^)]*\))?: {closed:n} (?:was|were) closed"
        r"(?:, {restricted:n} restricted)?, {rejected:n} rejected"
        r"(?:, {gone:n} had gone before a decision)? and {waiting:n} (?:is|are) still without an answer"
        r"(?:; of those decided, {rate:rate} (?:was|were) rejected"
        r"|; {rate2:rate} decided (?:was|were) rejected)?"
        r" \(the team's own records(?:; records begin on {begin:day})?\)\."
    ),
    "quiet": (
        r"(?:Between {first:day} and {last:day}|On {only:day}|Up to {until:day}) the team referred no "
        r"page to [^:]*? for closure(?: \([^)]*\))? \(the team's own records"
        r"(?:; records begin on {begin:day}|; there are none yet)?\)\."
    ),
    "figures": rf"R{_FIGURES[1:]}\.",
    "identity": rf"{{referred:n}} referred = {_SUM}\.",
    "rates": (
        r"Rejected of decided: {rate:rate}(?: at the latest state)?"
        r"(?:; (?:{low_percent:percent} to {high_percent:percent}|{low:rate} to {high:rate}) once "
        r"(?:the {waiting:n} waiting are|the (?P<one>one) waiting is) decided"
        r"(?: \({low2:rate}, {high2:rate}\))?; a rejection under appeal counts as rejected)?"
        r"\.(?: Rejected of first decisions: {of_first:rate}\.)? Rejected of referred: "
        r"{of_referred:rate}\."
    ),
    "answered": (
        rf"Answered in time, of the pages referred (?:{{span:span}}){_BEGIN} at least that long ago:"
        r"(?: within our limit {in_limit:rate};?)?(?: within 24 hours {hours_24:rate};?)?"
        r"(?: within 48 hours {hours_48:rate};?)?(?: within 7 days {days_7:rate};?)?"
        r"(?: within 28 days {days_28:rate})?\."
    ),
    "sign": (
        r"Any sign of life \(an acknowledgement or a decision\), of the pages referred "
        rf"(?:{{span:span}}){_BEGIN}: {{signed:rate}}(?:, after a median of {{median:n}} days?)?"
        r"(?:; median time of a first decision (?P<medians>[a-z0-9, ]+))?\."
    ),
    "again": (
        rf"Second and later attempts, of the pages referred (?:{{span:span}}){_BEGIN}: {{attempts:n}}"
        r"(?:, closed {closed_of:rate} decided)?\."
        r"(?: Back within 30 days of being closed or gone: {returned:rate}\.)?"
    ),
    "late": (
        r"Days of referral and first decision that were entered on a later day, of the pages referred "
        rf"(?:{{span:span}}){_BEGIN}: {{late:rate}}\."
    ),
    "in time": (
        r"Answered within our limit, of (?:all that were|those) referred at least that long ago: "
        r"{in_limit:rate}\."
    ),
    "certain": (
        r"\*?Rejected although certain: {certain:n}\*? of {rejected:n} rejected"
        r"(?: in the (?:week|month))?(?:; although high: {high:n})?\."
    ),
    "all times": rf"Time to outcome, of the pages referred (?:{{span:span}}){_BEGIN}: {_TOOK}\.",
    "first times": rf"Time to outcome, of the first decisions in the (?:week|month): {_TOOK}\.",
    "ever times": rf"Time to outcome, of all referrals(?: since {{since:day}})?: {_TOOK}\.",
    "appeals": (
        r"Appeals: {appealed:n}(?:; overturned {overturned:rate}, upheld {upheld:n}, not ended "
        r"{going_on:n})?\. Closed after a rejection or restriction, without an appeal: "
        r"{closed_later:n}\. Reappeared: {reappeared:n}\."
    ),
    "appeals then": (
        r"Appeals in the (?:week|month): {appealed:n} made(?:; of those that ended, overturned "
        r"{overturned:rate}, upheld {upheld:n}|; none ended)\. Closed after an earlier rejection or "
        r"restriction: {closed_later:n}\. Reappeared: {reappeared:n}\."
        r"(?: Gone before they were referred: {gone_before:n}\.)?"
    ),
    "beside": (
        r"(?:A page that was referred again is counted on the line of each of its outcomes, and once in "
        r"the total\. )?Beside these: {flagged:n} flagged and not referred, {gone_before:n} gone before they were "
        r"referred, {withdrawn:n} withdrawn\."
    ),
    "month": (
        rf"(?:By month: )?(?P<name>[A-Z][a-z]+ \d{{4}}(?: \(\d+(?: to \d+)?\))?): {_PARTS}; "
        r"(?:{rate:rate}(?: of)? decided rejected|no decisions(?: yet)?); "
        r"(?:{first:rate}(?: of)? first decisions in the month rejected|no decisions in that month)[;.]?"
    ),
    "row": (
        rf"(?:By (?:platform|category): )?(?P<name>[^:;]+): {_PARTS}; "
        r"(?:{rate:rate}(?: of)? decided rejected|no decisions(?: yet)?)(?:, median {median:n} days?)?[;.]?"
    ),
    "reason": (r"(?:Reasons for rejection: )?(?P<name>[^:;]+): {n:n} of {of:n} rejections?[;.]?"),
    "quiet week": (
        r"Digest: week {week:n} of {year:n}, {span:span}(?:, so far)?(?: \(late\))?: quiet\. Nothing was "
        r"flagged, referred or decided; {waiting:n} (?:waits|wait) for an answer"
        r"(?:, {overdue:n} of them for longer than our limit)?\."
    ),
    "title": r"Digest: (?:week|Week) {week:n} of {year:n}, {span:span}(?:, so far)?(?: \(late\))?",
    "headline": (
        r"\*(?:Rejection rate: {percent:percent}\* \({rate:rate} decided in the week (?:was|were) "
        r"rejected\)|{rate2:rate} decided in the week (?:was|were) rejected\*|Rejection rate: no "
        r"decisions in the week\*); the week before: {before:rate}\."
    ),
    "corrected": (
        r"(?:Last week's rate|The rate of week \d+ of \d+) (?:was given as {then:rate}|was not given, for "
        r"there were no decisions); (?:it is now {now:rate}|no decision is left in it) "
        r"\({changes:n} corrections? or late entr(?:y|ies)\)\."
    ),
    "as published": (
        r"{same:n} earlier publications? (?:has|have) had no correction and no late entry since\."
    ),
    "not compared": r"{older:n} older publications? not compared\.",
    "published": (
        r"Number {number:n}, (?:digest|figures in a channel|report of a period), published {at:at} "
        rf"\([^)]*\): (?:{{span:span}}){_BEGIN}(?:, .+)?\."
    ),
    "because": (
        r"What made the difference:(?: {corrections:n} corrections?(?:,| and|\.))?"
        r"(?: {late:n} late entr(?:y|ies)(?:,| and|\.))?(?: {since:n} referrals? that went on since\.)?"
    ),
    "which": (
        r"(?:Corrections|Late entries|Referrals that went on since): (?P<names>R-\d+(?:, R-\d+)*)\."
    ),
    "more corrected": r"The rates? of {weeks:n} earlier weeks? (?:has|have) changed too\.",
    "happened": (
        rf"In the period: {_HAPPENED}(?:, gone, undecided {{gone:n}}{_PAGES % 'gone'})?, waiting now "
        r"{waiting:n}\."
    ),
    "totals": (
        rf"All referrals (?:of the team|flagged in this channel) (?:since {{since:day}}|so far): "
        rf"{{referred:n}} = {_SUM}\."
    ),
    "trend": (
        r"Rejected of first decisions, by week beginning: (?P<points>[^.]+)\. Over (?:this week|these "
        r"{weeks:n} weeks): {rate:rate}\."
    ),
    "platform now": (
        rf"(?P<name>[^:;]+): {_PARTS} now, rejection rate {{rate:rate}}, median days "
        r"(?:–|{median:n}), within our limit {in_limit:rate}"
    ),
    "overdue": (
        r"\*Overdue: {overdue:n}\* without an answer for longer than our limit\."
        r"(?: The oldest: [^.]+\.)?"
    ),
    "of the week": (
        rf"{{span:span}}{_BEGIN} \([^)]*\), [a-z ]+\. First outcomes that happened in the period; as of "
        rf"{{at:at}}; {_OURS}\."
    ),
    "of the period": (
        rf"What became of the pages referred (?:{{span:span}}){_BEGIN}, each once, at its latest "
        rf"state\.(?: Only [^.]+\.)?(?: As of {{at:at}} \([^)]*\); {_OURS}\.)?"
    ),
    "file": r"`[^`]+ export since \d\d\d\d-\d\d-\d\d until \d\d\d\d-\d\d-\d\d` gives you a file\.",
    "about": rf"Pages referred (?:{{span:span}}){_BEGIN}(?:; only .+)?",
    "as of": rf"As of {{at:at}} \([^)]*\); {_OURS}\.",
    "at home": (
        r"These figures count the pages referred in the last {weeks:n} weeks?, {first:day} to {last:day}, "
        r"as of {at:at} \([^)]*\); from the team's own records(?:; records begin on {begin:day})?\."
    ),
    "distinct": r"Distinct pages referred: {pages:n}\.",
    "reasons": r"Reasons for rejection: (?P<counts>[^:.]+)\.",
    "sure": (
        r"{rejected:n} rejections? of the {referred:n} referrals? that the team was certain of when it "
        r"referred them\."
    ),
    "on hold": r"On hold, for leads only: (?P<held>[^.]+)\.",
    "notices": (
        r"{referred:n} notices? (?:was|were) sent to [^:]*?(?: \({pages:n} different pages?\))?: "
        r"{closed:n} closed, {restricted:n} restricted, {rejected:n} rejected, {gone:n} gone before a "
        r"decision, {waiting:n} without a decision\."
    ),
    "of notices": (
        r"Of {decided:n} decided, {rate:rate} (?:was|were) rejected(?:; between "
        r"(?:{low_percent:percent}|{low:rate}) and (?:{high_percent:percent}|{high:rate}), whatever "
        r"becomes of those that wait)?\."
    ),
    "notices wait": (
        r"(?:None is|{waiting:n} (?:is|are)) still without a decision(?:, the oldest for {oldest:n} "
        r"days?)?\. (?:Half of all notices had a decision within {half:n} days?|Fewer than half of all "
        r"notices have a decision yet)\."
    ),
    "aside": (
        r"(?:On the provider's terms alone|Basis not stated): {referred:n}(?:: {closed:n} closed, "
        r"{restricted:n} restricted, {rejected:n} rejected, {gone:n} gone, {waiting:n} waiting)?\."
        r"(?: They alleged no illegal content\.)?"
    ),
    "all together": (
        r"All together: {referred:n} referred in the period, notices of illegal content included\."
    ),
    "withdrawn": (
        r"Withdrawn by the trusted flagger: {withdrawn:n} \(mistakes, duplicates; sent or not\), in no "
        r"other figure\."
    ),
    "later": (
        r"{closed_later:n} pages? (?:was|were) closed later, after the provider had first rejected or "
        r"restricted\."
    ),
    "nameless": (
        r"{nameless:n} of the notices went to sites whose provider the records do not name; they stand "
        r"in the row of such sites\."
    ),
}
_GROUP = re.compile(r"\{(\w+):(\w+)\}")


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(_GROUP.sub(lambda one: f"(?P<{one[1]}>{_NAMED[one[2]]})", sentence))


_PATTERNS = {kind: _pattern(sentence) for kind, sentence in _SENTENCES.items()}
_KINDS = {
    kind: dict(_GROUP.findall(sentence)) | {"begin": "day"} for kind, sentence in _SENTENCES.items()
}
_WRONG_NUMBER = re.compile(
    r"(?<![\d,.])(?<!of )(?:1 (?:pages|referrals|weeks|months|days|rejections|notices|corrections|late entries|are|were|have|wait)"
    r"|(?!1 )\d[\d,]* (?:page|referral|week|month|day|rejection|notice|correction|late entry|is|was|has|waits))\b"
)


class NotTrue(Exception):
    """A sentence that cannot be read, or says what cannot be."""


@dataclass(frozen=True)
class Said:
    """A sentence: its kind, and what stands in it. A rate is (numerator, denominator)."""

    kind: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


def read(text: str, percent_from: int) -> list[Said]:
    """All sentences with a number. Raises NotTrue at the first that is not understood or not true."""
    found = []
    for line in unescape(text).replace("\u200b", "").splitlines():
        rest = line.strip(" •-").replace("**", "")
        while re.search(r"\d", rest):
            said = _first(rest)
            _is_true(said, percent_from)
            found.append(said)
            rest = rest[len(said.text) :].lstrip(" ;.")
    return found


def _first(rest: str) -> Said:
    for kind, pattern in _PATTERNS.items():
        if (match := pattern.match(rest)) is not None:
            raw = {name: value for name, value in match.groupdict().items() if value is not None}
            types = _KINDS[kind]
            values = {name: _value(types.get(name, ""), value) for name, value in raw.items()}
            if "one" in values:
                values["waiting"] = 1
            return Said(kind, match[0], values, raw)
    raise NotTrue(f"not understood: {rest}")


def _value(kind: str, text: str) -> Any:
    match kind:
        case "n":
            return int(text.replace(",", ""))
        case "day":
            return day_of(text)
        case "rate":
            return rate_of(text)
    return text


def day_of(text: str) -> date:
    """`3 March 2026`."""
    day, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))


def rate_of(text: str) -> tuple[int, int] | None:
    """The two numbers of `45.6% (485 of 1,063)` or `485 of 1,063`, whose percentage is theirs."""
    if (match := re.search(rf"({_N}) of ({_N})", text)) is None:
        return None
    x, n = (int(one.replace(",", "")) for one in match.groups())
    if not 0 <= x <= n or n == 0:
        raise NotTrue(f"no fraction: {text}")
    if "%" in text and text.partition(" ")[0] != percent(x, n):
        raise NotTrue(f"not its percentage: {text}")
    return x, n


def percent(x: int, n: int) -> str:
    """To one decimal, half up; all and none are said of all and none alone."""
    tenths, rest = divmod(1000 * x, n)
    tenths += 2 * rest >= n
    if tenths == 0 and x:
        return "<0.1%"
    if tenths == 1000 and x < n:
        return ">99.9%"
    return f"{tenths / 10:.1f}%"


def _is_true(said: Said, percent_from: int) -> None:
    """Whatever can be seen of a sentence alone."""
    values = said.values
    if (
        "referred" in values
        and "closed" in values
        and said.kind not in ("happened", "platform now")
    ):
        total = sum(values.get(part, 0) for part in PARTS)
        if values["referred"] != total:
            raise NotTrue(f"does not add up: {said.text}")
    if "first" in values and "last" in values and values["first"] > values["last"]:
        raise NotTrue(f"ends before it begins: {said.text}")
    if wrong := _WRONG_NUMBER.search(said.text):
        raise NotTrue(f"`{wrong[0]}`: {said.text}")
    for name, kind in _KINDS[said.kind].items():
        if kind == "rate" and name in said.raw and values.get(name) and name not in _ENDS:
            few = values[name][1] < percent_from
            alone = "%" not in said.raw[name] and "percent" not in said.raw
            if few is not alone:
                raise NotTrue(f"{values[name][1]} are {'few' if few else 'many'}: {said.text}")
    for percentage, rate in _PERCENTS:
        if (
            percentage in said.raw
            and rate in values
            and said.raw[percentage] != percent(*values[rate])
        ):
            raise NotTrue(f"not its percentage: {said.text}")


_PERCENTS = (("percent", "rate"), ("low_percent", "low2"), ("high_percent", "high2"))
_ENDS = ("low", "high", "low2", "high2")


def rows(found: Sequence[Said], kind: str) -> list[Mapping[str, Any]]:
    """What all sentences of a kind say."""
    return [one.values for one in found if one.kind == kind]
