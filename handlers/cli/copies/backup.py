"""`referral-bot backup`: a copy of the database as it stands, made while the bot runs, and verified."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from bot.domain.errors import BadAnswer
from bot.sentences.operations import copies as sentences
from handlers.cli.copies.overview import Overview, look_over
from handlers.cli.copies.saying import instant
from handlers.cli.output import NewFile, echo, progress_bar
from handlers.cli.settings import read_settings
from storage.copies.files import address_of, as_one_file, back_up, for_tools, path_of
from storage.database import open_store


@click.command("backup", short_help="Copy the database to FILE while the bot runs.")
@click.argument("file", type=NewFile())
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def command(context: click.Context, file: Path, as_json: bool) -> None:
    """Copy the database to FILE, as it stands at this instant, and verify the copy.

    The bot may go on running. FILE holds all that the team knows: it is readable for its owner alone,
    and nothing is written over. On PostgreSQL it says which pg_dump to use.
    """
    environment, config = read_settings(context)
    source = path_of(environment.database_url)
    if source is None:
        raise BadAnswer(sentences.with_pg_dump(for_tools(environment.database_url)))
    with progress_bar(sentences.COPYING, as_json) as progress:
        back_up(source, file, progress)
    with progress_bar(sentences.VERIFYING, as_json):
        seen = _verified(file)
    if as_json:
        echo(json.dumps(_known(file, seen), indent=2))
    elif isinstance(seen, Overview):
        until = instant(seen.until, config)
        echo(sentences.holds(str(file), seen.referrals, seen.events, until))
    else:
        echo(sentences.not_verified(str(file), seen))
    if isinstance(seen, Overview) and seen.faults:
        echo(sentences.has_faults(str(file), len(seen.faults)), err=True)
        sys.exit(1)


def _verified(file: Path) -> Overview | str:
    """What the copy holds; of an earlier version's tables, only which version that is."""
    with open_store(address_of(file)) as store:
        current, latest = store.revisions()
        seen = look_over(store) if current == latest else str(current)
    as_one_file(file)
    return seen


def _known(file: Path, seen: Overview | str) -> dict[str, object]:
    if isinstance(seen, str):
        return {"file": str(file), "bytes": file.stat().st_size, "tables": seen}
    return {
        "file": str(file),
        "bytes": file.stat().st_size,
        "referrals": seen.referrals,
        "events": seen.events,
        "until": seen.until.isoformat() if seen.until else None,
        "faults": len(seen.faults),
    }
