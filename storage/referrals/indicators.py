"""`bot.ports.indicators`: what joins referrals. Each look-up reads one indicator's rows, and few of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    Integer,
    and_,
    bindparam,
    case,
    delete,
    not_,
    select,
    update,
)

from bot.domain.indicators.cases import case_key
from bot.domain.indicators.indicator import Indicator, IndicatorKind
from bot.domain.indicators.joining import JoinedPage, KeptIndicator, kept_anew
from bot.domain.lifecycle.referral import State
from bot.ports.indicators import Cases, Indicators
from storage.sql.dialects import OnConnection, insert_for, upserting
from storage.sql.tables import referrals
from storage.sql.tables_beside import case_pages, indicators, sql_literal
from storage.sql.visibility import visible_in

_i, _r = indicators.c, referrals.c
_THIS = and_(
    _i.referral == bindparam("_referral"),
    _i.kind == bindparam("_kind"),
    _i.value == bindparam("_value"),
)
_OTHERS = and_(
    _i.value == bindparam("value"),
    _i.kind == bindparam("kind"),
    not_(_i.struck),
    _i.referral == _r.number,
    _r.number != bindparam("number"),
    _r.page_key != bindparam("page_key"),
    _r.state != sql_literal(State.WITHDRAWN.value),
    _r.erased_at.is_(None),
)
_EVERYBODY = and_(not_(_i.for_leads), visible_in(bindparam("channel")))
_PAGE = select(_r.number, _r.page_key, _r.standing == sql_literal("rejected"))
_LIMITED = bindparam("most", type_=Integer)
_SHARING = _PAGE.where(_OTHERS, _EVERYBODY).order_by(_i.referral).limit(_LIMITED)
_FOR_LEADS = (
    _PAGE.add_columns(not_(_EVERYBODY)).where(_OTHERS).order_by(_i.referral).limit(_LIMITED)
)
_HAVING = (
    select(_r.number)
    .where(
        _i.value == bindparam("value"),
        _i.kind == bindparam("kind"),
        not_(_i.struck),
        _i.referral == _r.number,
        _EVERYBODY,
    )
    .order_by(_i.referral.desc())
    .limit(_LIMITED)
)

_COLUMNS = ("referral", "kind", "value", "found", "struck", "for_leads", "added_at")
_OF = (
    select(_i.referral, _i.kind, _i.value, _i.found, _i.struck, _i.for_leads, _i.added_at)
    .where(_i.referral.in_(bindparam("numbers", expanding=True)))
    .order_by(_i.referral, _i.kind, _i.value)
)


class SqlIndicators(OnConnection, Indicators):
    """Indicators within one transaction."""

    def add(self, several: Mapping[int, Sequence[KeptIndicator]], at: datetime) -> None:
        known = self._kept(several)
        rows = {}
        for number, kept in several.items():
            here = known.get(number, {})
            for one in kept:
                before, since = here.get(one.indicator, (None, at))
                merged = kept_anew(before, one)
                if merged is None:
                    continue
                if before is None or before.struck or (before.for_leads and not merged.for_leads):
                    since = at
                here[one.indicator] = merged, since
                rows[number, one.indicator] = {
                    "referral": number,
                    "kind": one.indicator.kind.value,
                    "value": one.indicator.value,
                    "found": merged.found,
                    "struck": merged.struck,
                    "for_leads": merged.for_leads,
                    "added_at": since,
                }
        if rows:
            adding = upserting(self._connection.dialect.name, indicators, _COLUMNS)
            self._connection.execute(adding, [*rows.values()])

    def of(self, number: int) -> tuple[KeptIndicator, ...]:
        return self.of_several([number]).get(number, ())

    def of_several(self, numbers: Iterable[int]) -> dict[int, tuple[KeptIndicator, ...]]:
        several = self._kept(numbers).items()
        return {number: tuple(one for one, _ in kept.values()) for number, kept in several}

    def _kept(
        self, numbers: Iterable[int]
    ) -> dict[int, dict[Indicator, tuple[KeptIndicator, datetime | None]]]:
        """By number and indicator, since when."""
        found: dict[int, dict[Indicator, tuple[KeptIndicator, datetime | None]]] = {}
        rows = self._connection.execute(_OF, {"numbers": [*numbers]})
        for number, kind, value, *rest, since in rows:
            indicator = Indicator(IndicatorKind(kind), value)
            found.setdefault(number, {})[indicator] = KeptIndicator(indicator, *rest), since
        return found

    def strike(self, number: int, indicator: Indicator) -> None:
        this = {"_referral": number, "_kind": indicator.kind.value, "_value": indicator.value}
        self._connection.execute(update(indicators).where(_THIS).values(struck=True), this)

    def forget_found(self, number: int) -> None:
        self._connection.execute(
            delete(indicators).where(_i.referral == number, _i.found, not_(_i.struck))
        )

    def sharing(
        self,
        number: int,
        page_key: str,
        indicator: Indicator,
        channel: str,
        most: int,
        *,
        lead: bool = False,
    ) -> tuple[JoinedPage, ...]:
        asked = _asked(indicator, channel, most) | {"number": number, "page_key": page_key}
        found = self._connection.execute(_FOR_LEADS if lead else _SHARING, asked)
        return tuple(JoinedPage(*row) for row in found)

    def having(self, indicator: Indicator, channel: str, most: int) -> tuple[int, ...]:
        asked = _asked(indicator, channel, most)
        return tuple(self._connection.execute(_HAVING, asked).scalars())


def _asked(indicator: Indicator, channel: str, most: int) -> dict[str, object]:
    kind, value = indicator.kind.value, indicator.value
    return {"kind": kind, "value": value, "channel": channel, "most": most}


_c = case_pages.c


class SqlCases(OnConnection, Cases):
    """Cases within one transaction."""

    def add(
        self, numbers: Iterable[int], name: str, at: datetime, *, for_leads: bool = False
    ) -> None:
        key = case_key(name)
        rows = [
            {"referral": number, "key": key, "name": name, "for_leads": for_leads, "added_at": at}
            for number in sorted(set(numbers))
        ]
        adding = insert_for(self._connection.dialect.name, case_pages)
        new = adding.excluded
        since = case((_c.for_leads, new.added_at), else_=_c.added_at)
        adding = adding.on_conflict_do_update(
            index_elements=[_c.referral, _c.key],
            set_={
                "name": new.name,
                "for_leads": and_(_c.for_leads, new.for_leads),
                "added_at": since,
            },
        )
        if rows:
            self._connection.execute(adding, rows)

    def remove(self, number: int, name: str) -> None:
        this = delete(case_pages).where(_c.referral == number, _c.key == case_key(name))
        self._connection.execute(this)

    def of(self, number: int, *, for_leads: bool = False) -> tuple[str, ...]:
        found = select(_c.name).where(_c.referral == number)
        if not for_leads:
            found = found.where(not_(_c.for_leads))
        return tuple(self._connection.execute(found.order_by(_c.key)).scalars())
