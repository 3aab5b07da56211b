"""Every sentence with a figure, of random databases, read back and compared with the JSON.

python -m tests.figures.sentences [databases] [seed]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.figures.digest import digest_figures
from bot.actions.figures.dsa_report import dsa_data, dsa_report
from bot.actions.figures.home import TeamAtHome
from bot.actions.figures.pack import keep_pack, pack
from bot.actions.figures.published import check_published
from bot.actions.figures.report import stats
from bot.actions.figures.report_data import report_data
from bot.config import Config
from bot.domain.figures.digest import Digest
from bot.domain.figures.digests import span_of
from bot.domain.figures.dsa_markdown import markdown
from bot.domain.figures.statistics import Team
from bot.domain.lifecycle.referral import Event
from bot.domain.people import NOWHERE, Actor
from bot.ports.store import UnitOfWork
from handlers.cli.stats import lines_of
from handlers.messages.figures.digest import digest_as_text
from handlers.messages.figures.digest_lines import MOST_CORRECTIONS
from handlers.messages.figures.pack import sheet
from handlers.messages.figures.stats import stats as stats_message
from handlers.messages.kit.origin import newest
from handlers.slack.replies.figures import team_lines
from storage.database import SqlStore, open_store
from tests.figures import oracle, terminal
from tests.figures.agreement import KEY, ZONES, Told, ask, exported, query_of, record
from tests.figures.reader import PARTS, NotTrue, Said, read
from tests.harness.without_slack.action_harness import config
from tests.harness.without_slack.examples import LEAD
from tests.storage.walks import Undone

JSON = Mapping[str, Any]
DECIDE = {"close": "closed", "restrict": "restricted", "reject": "rejected"}
_SHOWN = 30
NO_SUMS: Mapping[str, Sequence[int]] = {"identity": (2,), "time": (2, 3)}
"""Pages, which stand on several lines, and medians."""


@dataclass
class Read:
    """How many sentences of each kind were read, and what was wrong."""

    kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    where: str = ""

    def text(self, text: str, least: int, wanted: Callable[[Said], JSON | None]) -> list[Said]:
        """All sentences of a text, each compared with what the JSON has for it."""
        try:
            found = read(text, least)
        except NotTrue as fault:
            self.wrong.append(f"{fault} ({self.where})")
            return []
        self.kinds.update(one.kind for one in found)
        for one in found:
            for name, value in (wanted(one) or {}).items():
                if (one[name] or 0) != (value or 0):
                    self.wrong.append(f"{name} is {value}: {one.text} ({self.where})")
        return found

    def table(self, what: str, rows: terminal.Rows, no_sums: Sequence[int] = ()) -> None:
        """A table on a terminal whose last row is the whole."""
        self.kinds[f"table of {what}"] += 1
        wrong = set(terminal.not_adding_up(rows)) - set(no_sums)
        if wrong:
            self.wrong.append(f"table of {what}, columns {wrong}: {rows} ({self.where})")

    def rows(self, what: str, said: list[tuple[Any, ...]], wanted: list[tuple[Any, ...]]) -> None:
        """Rows in whatever order."""
        if sorted(map(repr, said)) != sorted(map(repr, wanted)):
            self.wrong.append(f"{what}: said {said}, wanted {wanted} ({self.where})")


def fraction(data: JSON) -> tuple[int, int] | None:
    """A rate of JSON as the reader has it."""
    return (data["numerator"], data["denominator"]) if data["denominator"] else None


def parts(data: JSON) -> dict[str, Any]:
    return {name: data[name] for name in ("referred", *PARTS)}


def rates(data: JSON, waiting: int) -> dict[str, Any]:
    """Both rates, and the bounds where any waits."""
    wanted: dict[str, Any] = {
        "rate": fraction(data["rejection_rate"]),
        "of_referred": fraction(data["rejected_of_referred"]),
    }
    return wanted | ({"waiting": waiting} if wanted["rate"] else {})


def answered(data: JSON) -> dict[str, Any]:
    """The shares that were answered in time."""
    within = data["answered_within"]
    return {
        "in_limit": fraction(data["answered_within_limit"]),
        **{f"hours_{n}": fraction(within[f"{n}_hours"]) for n in (24, 48)},
        **{f"days_{n}": fraction(within[f"{n}_days"]) for n in (7, 28)},
    }


def times(data: JSON) -> dict[str, Any]:
    return {
        "median": data["median_days"],
        "p90": data["p90_days"],
        "decided": data["decided"],
        "waiting": data["waiting"],
        "oldest": data["oldest_waiting_days"],
    }


def half(data: JSON) -> dict[str, Any]:
    return {"half": data["kaplan_meier_median_days"]}


def bounds(said: Said, low: JSON, high: JSON) -> dict[str, Any]:
    """Whichever of them are said: as fractions in place of percentages, or beside them."""
    names = [name for name in ("low", "high", "low2", "high2") if said[name]]
    return {name: fraction(low if name.startswith("low") else high) for name in names}


def of_stats(
    data: JSON, days: tuple[date | None, date, date | None]
) -> Callable[[Said], JSON | None]:
    """What each sentence of stats has to say. `days`: first, last, and since when there are records
    where that is later."""
    first, last, begin = days
    period = {"only": last} if first == last else {"first": first, "last": last}
    period = {"until": last} if first is None else period
    later = data["appeals_and_reversals"]
    end = data["rejection_rate"]["bounds"]

    def wanted(said: Said) -> JSON | None:
        match said.kind:
            case "quote":
                some = {"rate2" if said["rate2"] else "rate": fraction(data["rejection_rate"])}
                known = {name: n for name, n in parts(data).items() if name != "referred"}
                total = said["referred"] or said["referred2"]
                same = {} if total == data["referred"] else {"referred": data["referred"]}
                pages = {"pages": data["distinct_pages"]} if said["pages"] else {}
                return known | some | period | pages | same | {"begin": begin}
            case "quiet":
                return period | {"begin": begin}
            case "figures":
                distinct = data["distinct_pages_by_standing"]
                fewer = {f"{name}_pages": n for name, n in distinct.items() if n != data[name]}
                return parts(data) | fewer
            case "identity":
                return parts(data)
            case "rates":
                first = fraction(data["rejected_of_first_decisions"])
                told = {"of_first": first} if said["of_first"] else {}
                known = rates(data, data["waiting"]) | told
                return known | bounds(said, end["lower"], end["upper"])
            case "answered":
                return answered(data) | {"begin": begin}
            case "sign":
                sign = data["first_sign"]
                told = {"signed": fraction(sign), "median": sign["median_days"]}
                first = data["median_days_by_first_decision"]
                medians = [
                    f"to {name} after {first[outcome]} day{'s' * (first[outcome] != 1)}"
                    for name, outcome in DECIDE.items()
                    if outcome in first
                ]
                return told | {"begin": begin, "medians": ", ".join(medians) or None}
            case "again":
                attempts = data["later_attempts"]
                return {
                    "attempts": attempts["referred"],
                    "closed_of": fraction(attempts["closed_of_decided"]),
                    "returned": fraction(data["returned_within_30_days"]),
                }
            case "late":
                return {"late": fraction(data["dates_entered_late"]), "begin": begin}
            case "certain":
                high = {"high": data["rejected_although_high"]}
                certain = data["rejected_although_certain"]
                return {"certain": certain, "rejected": data["rejected"]} | high
            case "all times":
                took = data["time_to_outcome"]
                return times(took) | half(took) | {"begin": begin}
            case "appeals":
                overturned = fraction(later["overturned_of_appeals"])
                going_on = later["appealed"] - later["overturned"] - later["upheld"]
                names = ("appealed", "upheld", "closed_later", "reappeared")
                told = {name: later[name] for name in names}
                return told | {"overturned": overturned, "going_on": going_on}
            case "beside":
                return {
                    "flagged": data["flagged"],
                    "gone_before": data["gone_before_referring"],
                    "withdrawn": data["withdrawn"],
                }
            case "reason":
                return {"of": data["rejected"]}
            case "distinct":
                return {"pages": data["distinct_pages"]}
            case "of the period" | "about":
                return {"begin": begin}
        return None

    return wanted


def of_digest(data: JSON) -> Callable[[Said], JSON | None]:
    happened, totals, later = data["happened"], data["totals"], data["reversals"]
    decided = sum(totals[name] for name in ("closed", "restricted", "rejected"))
    rejected, waiting = totals["rejected"], totals["waiting"]
    low = {"numerator": rejected, "denominator": decided + waiting}
    high = {"numerator": rejected + waiting, "denominator": decided + waiting}

    def wanted(said: Said) -> JSON | None:
        match said.kind:
            case "headline":
                name = "rate2" if said["rate2"] else "rate"
                return {name: fraction(data["rate"]), "before": fraction(data["rate_before"])}
            case "happened":
                names = ("flagged", "referred", "closed", "restricted", "rejected", "gone")
                pages = {
                    f"{name}_pages": data["pages"].get(name, 0)
                    for name in names
                    if data["pages"].get(name, 0) != happened[name]
                }
                return {name: happened[name] for name in names} | pages | {"waiting": waiting}
            case "totals":
                return parts(totals)
            case "rates":
                of_referred = (rejected, totals["referred"])
                rate = (rejected, decided) if decided else None
                return {"rate": rate, "of_referred": of_referred} | bounds(said, low, high)
            case "certain":
                high_ones = {"high": data["high"], "rejected": happened["rejected"]}
                return {"certain": data["certain"]} | high_ones
            case "overdue":
                return {"overdue": data["overdue"]["total"]}
            case "in time":
                return {"in_limit": fraction(data["in_time"])}
            case "quiet week":
                return {"overdue": data["overdue"]["total"], "waiting": waiting}
            case "appeals then":
                ended = later["overturned"] + later["upheld"]
                ends = ("appealed", "upheld", "closed_later", "reappeared")
                told = {name: later[name] for name in ends}
                overturned = (later["overturned"], ended) if ended else None
                return told | {"overturned": overturned, "gone_before": data["gone_before"]}
            case "first times":
                return times(data["time_to_outcome_of_first_decisions"])
            case "ever times":
                return times(data["time_to_outcome"]) | half(data["time_to_outcome"])
            case "trend":
                points = data["trend"]
                whole = [sum(one[name] for one in points) for name in ("rejected", "decided")]
                return {"rate": tuple(whole)}
        return None

    return wanted


def of_report(data: JSON) -> Callable[[Said], JSON | None]:
    aside = data["not_in_the_tables"]

    def wanted(said: Said) -> JSON | None:
        match said.kind:
            case "notices":
                pages = {"pages": data["distinct_pages"]} if said["pages"] else {}
                return parts(data["notices"]) | pages
            case "of notices":
                known = fraction(data["rejection_rate"])
                return {"rate": known, "decided": known and known[1]}
            case "notices wait":
                took = data["time_to_decision"]
                told = {name: times(took)[name] for name in ("waiting", "oldest")}
                return told | half(took)
            case "aside":
                terms = said.text.startswith("On the provider's terms")
                return parts(aside["terms_only" if terms else "basis_not_stated"])
            case "withdrawn":
                return {"withdrawn": aside["withdrawn"]}
            case "later":
                return {"closed_later": data["closed_later"]}
        return None

    return wanted


Before = tuple[Digest, int]
"""A digest that was said, and the number of what was published, before the last things were recorded."""


def said_before(uow: UnitOfWork, rnd: Random, told: Told, rules: Config) -> Before:
    """Say a digest and publish a period while less was known."""
    at = told.events[told.cut - 1].recorded_at
    day = at.date() - timedelta(days=rnd.randrange(8))
    span = span_of(day, rules.zone("C1"), "week", None)
    said = digest_figures(uow, "C1", span, at, rules, demo=False, said=None)
    return said, keep_pack(uow, pack(uow, "", at, rules), at, rules)


def published(uow: UnitOfWork, number: int, now: datetime, rules: Config, found: Read) -> None:
    """Read what is said today of what was published then, and its table."""
    checked = check_published(uow, number, now, rules)
    data, text = checked.to_json(), terminal.of_check(checked, rules)
    causes = Counter(data["referrals"].values())

    def wanted(said: Said) -> JSON | None:
        if said.kind == "published":
            return {"number": number}
        if said.kind != "because":
            return None
        names = {"corrections": "correction", "late": "late entry", "since": "what happened since"}
        return {name: causes[cause] for name, cause in names.items()}

    sentences = found.text(terminal.beside_tables(text), rules.percent_from, wanted)
    quotes = [dict(one.values) for one in sentences if one.kind in ("quote", "quiet")]
    changed = data["now"]["quote"] != data["quote"]
    figures = [data["figures"], data["now"]["figures"]] if changed else []
    found.rows(
        "quotes",
        [tuple(one.get(name, 0) for name in PARTS) for one in quotes],
        [tuple(one[name] for name in PARTS) for one in figures],
    )
    names = [one for said in sentences if said.kind == "which" for one in said["names"].split(", ")]
    found.rows("which", [(one,) for one in names], [(one,) for one in data["referrals"]])
    several = [(name, *both) for name, both in data["changed"].items()]
    rows = [row for table in terminal.tables(text) for row in table[:-1]]
    found.rows("changed", rows, several)


def look(
    uow: UnitOfWork, rnd: Random, told: Told, rules: Config, found: Read, before: Before
) -> None:
    """Read all that is said of one database."""
    least, now, zone = rules.percent_from, told.now, rules.zone("C1")
    lines = exported(told.events)
    known = oracle.known(lines)
    asked = ask(rnd, lines, zone)
    while asked.since is not None and asked.since == asked.until:
        asked = ask(rnd, lines, zone)
    monthly = rnd.random() < 0.5
    said = stats(uow, query_of(asked), LEAD, now, rules, channel="C1", monthly=monthly)
    data, begin = report_data(said, zone), oracle.records_from(known)
    end = min(asked.until or now, now) - timedelta(microseconds=1)
    last = end.astimezone(zone).date()
    first, begun = days(asked.since, begin, last, zone)
    wanted = of_stats(data, (first, last, begun))
    sentences = found.text(stats_message(said, rules, newest(uow)).text, least, wanted)
    groups = [data["by_platform"], data["by_category"]]
    found.rows(
        "rows",
        [row(one) for one in sentences if one.kind == "row"],
        [counted(one, one.get("median_days")) for group in groups for one in group.values()],
    )
    found.rows(
        "months",
        [row(one) for one in sentences if one.kind == "month"],
        [counted(one, None) for one in data.get("by_month", {}).values()][-20:],
    )
    reasons = [(one["n"],) for one in sentences if one.kind == "reason"]
    found.rows("reasons", reasons, [(n,) for n in data["by_reason"].values()])
    found.text("\n".join(lines_of(said, rules)), least, wanted)
    in_rows = [
        [(*counted(one, one["median_days"]),) for one in data["by_platform"].values()],
        [counted(one, None) for one in data["by_category"].values()],
    ]
    shown = terminal.tables(terminal.of_stats(said, rules))
    for rows in shown:
        found.table("stats", rows)
    found.rows(
        "terminal",
        [terminal_row(one) for rows in shown for one in rows[:-1]],
        [one for group in in_rows for one in group],
    )

    day = told.events[-1].recorded_at.date() - timedelta(days=rnd.randrange(40))
    digest = digest_figures(
        uow, "C1", span_of(day, zone, "week", None), now, rules, demo=False, said=before[0]
    )
    sentences = found.text(digest_as_text(digest, rules).text, least, of_digest(digest.to_json()))
    found.rows(
        "platforms",
        [(*row(one), one["in_limit"]) for one in sentences if one.kind == "platform now"],
        []
        if digest.quiet
        else [
            (*counted(one, one["median_days"]), in_limit(one))
            for one in digest.to_json()["platforms"]
        ],
    )

    found.rows(
        "corrections",
        [(one["then"], one["now"], one["changes"]) for one in sentences if one.kind == "corrected"],
        [
            (fraction(one["said"]), fraction(one["now"]), one["changes"])
            for one in digest.to_json()["corrections"][:MOST_CORRECTIONS]
        ],
    )
    published(uow, before[1], now, rules, found)

    team = TeamAtHome().figures(uow, now, rules)
    home = {
        **parts({"referred": team.counts.referred} | {n: getattr(team.counts, n) for n in PARTS})
    }
    found.text(
        "\n".join(team_lines(team, rules, Actor(LEAD, NOWHERE, now))),
        least,
        of_home(home, team),
    )

    made = pack(uow, "", now, rules)
    page, data = sheet(made, rules), report_data(made.report, rules.zone(""))
    last = (now - timedelta(microseconds=1)).astimezone(rules.zone("")).date()
    first, begun = days(None, begin, last, rules.zone(""))
    notes = [one.note for one in page.tables]
    filled = [one for one in page.tables if one.rows]
    shown = terminal.tables(terminal.of_sheet(page, least))
    assert len(shown) == len(filled)
    for table, rows in zip(filled, shown, strict=True):
        if table.whole:
            found.table(f"pack, {table.name}", rows, NO_SUMS.get(table.name, ()))
    whole = "\n".join([page.about, page.headline, *page.lines, *notes, page.footing])
    found.text(whole, least, of_stats(data, (first, last, begun)))

    report = dsa_report(uow, str(now.astimezone(zone).year), None, now, rules)
    text = markdown(report)
    text = text[text.index("## Summary") : text.index("## Independence")]
    prose = "\n".join(line for line in text.splitlines() if not line.startswith("|"))
    found.text(prose, least, of_report(dsa_data(report)))


def of_home(counts: JSON, team: Team) -> Callable[[Said], JSON | None]:
    decided = counts["closed"] + counts["restricted"] + counts["rejected"]

    def wanted(said: Said) -> JSON | None:
        if said.kind == "rates":
            rate = (counts["rejected"], decided) if decided else None
            return {"rate": rate, "of_referred": (counts["rejected"], counts["referred"])}
        if said.kind == "certain":
            return {"certain": team.certain, "rejected": counts["rejected"]}
        if said.kind == "in time" and team.in_time is not None:
            return {"in_limit": (team.in_time.numerator, team.in_time.denominator)}
        return None

    return wanted


def days(since: Any, begin: Any, last: date, zone: ZoneInfo) -> tuple[date | None, date | None]:
    """The first day that a sentence names, and since when there are records where that is later."""
    first = since.astimezone(zone).date() if since else None
    begun = begin.astimezone(zone).date() if begin else None
    if first is None and begun is not None and begun <= last:
        return begun, None
    late = begun is not None and (first is None or begun > first)
    return first, begun if late else None


def row(said: Said) -> tuple[Any, ...]:
    return (*(said[name] for name in ("referred", *PARTS)), said["rate"], said["median"])


def terminal_row(cells: Sequence[Any]) -> tuple[Any, ...]:
    """A row of a table of stats, as `row` has it: without its name, the median as a number."""
    numbers, rate = cells[1:7], cells[7]
    median = cells[8].partition(" ")[0] if len(cells) > 8 else ""
    return (*numbers, rate if isinstance(rate, tuple) else None, int(median) if median else None)


def in_limit(data: JSON) -> tuple[int, int] | None:
    return (data["in_time"], data["long_ago"]) if data["long_ago"] else None


def counted(data: JSON, median: int | None) -> tuple[Any, ...]:
    decided = data["closed"] + data["restricted"] + data["rejected"]
    rate = (data["rejected"], decided) if decided else None
    return (*(data[name] for name in ("referred", *PARTS)), rate, median)


def one_database(store: SqlStore, seed: int, found: Read, steps: int = 60) -> None:
    """Tell a story, and read what is said of it."""
    rnd = Random(seed)
    told = Told.at_random(rnd, rnd.choice([4, steps]))
    rules = config(time_zone=rnd.choice(ZONES), percent_from=rnd.choice([1, 3, 10]))
    found.where = f"database {seed}"

    def work(uow: UnitOfWork) -> None:
        histories: dict[int, list[Event]] = {}
        record(uow, told.events[: told.cut], histories)
        before = said_before(uow, rnd, told, rules)
        record(uow, told.events[told.cut :], histories)
        look(uow, rnd, told, rules, found, before)
        raise Undone

    with suppress(Undone):
        store.write(work)


def main(databases: int, seed: int) -> None:
    """Print how many sentences were read, and how long it took."""
    began, found = time.monotonic(), Read()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(f"sqlite:///{folder}/figures.db", KEY) as store,
    ):
        store.migrate()
        for n in range(databases):
            one_database(store, seed + n, found)
    took = time.monotonic() - began
    several = sum(found.kinds.values())
    print(
        f"{databases:,} databases from seed {seed}, {several:,} sentences of {len(found.kinds)} kinds "
        f"read, {took:.0f} s"
    )
    if found.wrong:
        print("\n".join(found.wrong[:_SHOWN]))
        sys.exit(f"{len(found.wrong):,} are wrong")


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [2000, 1][len(given) :]))
