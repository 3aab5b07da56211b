"""`bot.ports.publications.Publications`: figures as they were published, and what changed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, insert, select

from bot.domain.figures.publications import Differing, Publication, PublicationKind, cause_of
from bot.domain.figures.recount import recount_cohort, recount_flow
from bot.domain.lifecycle.referral import Event, Referral
from bot.ports.publications import Publications
from storage.history.as_of import changed_since, replayed
from storage.history.events import TOLD, event_of
from storage.sql.dialects import OnConnection, in_parts
from storage.sql.tables import events
from storage.sql.tables_beside import publications

_p, _e = publications.c, events.c


class SqlPublications(OnConnection, Publications):
    """Publications within one transaction."""

    def keep(self, publication: Publication) -> int:
        adding = insert(publications).values(
            kind=publication.kind.value,
            channel=publication.channel,
            published_at=publication.published_at,
            data=publication.to_json(),
        )
        return int(self._connection.execute(adding.returning(_p.number)).scalar_one())

    def all(self) -> tuple[Publication, ...]:
        found = select(publications).order_by(_p.published_at, _p.number)
        return tuple(map(_publication, self._connection.execute(found)))

    def get(self, number: int) -> Publication | None:
        row = self._connection.execute(select(publications).where(_p.number == number)).first()
        return _publication(row) if row else None

    def differing(self, publication: Publication) -> tuple[Differing, ...]:
        known_at = publication.known_at
        found: list[Differing] = []
        for some in in_parts(changed_since(self._connection, known_at)):
            then = self._counted(publication, replayed(self._connection, known_at, some))
            now = self._counted(publication, replayed(self._connection, None, some))
            differ = [one for one in some if then.get(one) != now.get(one)]
            later = self._later(differ, publication)
            found += [Differing(one, cause_of(later[one], known_at)) for one in differ]
        return tuple(found)

    def _counted(
        self, publication: Publication, referrals: Iterable[Referral]
    ) -> dict[int, object]:
        """What each adds to the figures; what adds nothing is left out."""
        query = replace(publication.query, as_of=None)
        flow = publication.kind is PublicationKind.DIGEST
        nothing: object = recount_flow([], query) if flow else recount_cohort([], query)
        found = {
            one.number: recount_flow([one], query) if flow else recount_cohort([one], query)
            for one in referrals
        }
        return {number: added for number, added in found.items() if added != nothing}

    def _later(self, numbers: Sequence[int], publication: Publication) -> dict[int, list[Event]]:
        told = select(*TOLD).where(_e.referral.in_(numbers), _e.recorded_at > publication.known_at)
        found: dict[int, list[Event]] = defaultdict(list)
        for row in self._connection.execute(told):
            found[row.referral].append(event_of(row, {}))
        return found


def _publication(row: Row[Any]) -> Publication:
    return Publication.from_json(row.number, row.kind, row.channel, row.published_at, row.data)
