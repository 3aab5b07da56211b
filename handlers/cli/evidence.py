"""`referral-bot evidence`: what is kept as evidence, verified."""

from __future__ import annotations

import json
import sys

import click

from bot.actions.checks.evidence import FileFault, VerifiedEvidence, verify_evidence
from bot.domain.errors import BadAnswer
from bot.sentences.operations import command_line
from bot.sentences.recording import evidence as sentences
from handlers.cli.output import echo, progress_bar
from handlers.cli.settings import open_database, read_settings
from handlers.wiring.evidence.opening import open_evidence


@click.group("evidence")
def command() -> None:
    """Files that are kept with referrals."""


@command.command(short_help="Hash every file; name what is missing or changed.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Hash every file, and name what is missing, changed, or of no referral.

    Exit code 1 where there is such a thing, or no evidence is kept here.
    """
    environment, config = read_settings(context)
    with (
        open_database(environment, writes=False) as store,
        progress_bar(command_line.VERIFYING_EVIDENCE, as_json) as progress,
    ):
        files = open_evidence(environment, config, store)
        if not config.evidence.on:
            raise BadAnswer(sentences.NOT_SET_UP_HERE)
        found = verify_evidence(store, files, progress) if files else VerifiedEvidence(0, 0, ())
    if as_json:
        faults = [_data(one) for one in found.faults]
        known = {"pieces": found.pieces, "files": found.files, "faults": faults}
        echo(json.dumps(known, indent=2))
    else:
        for one in found.faults:
            echo(sentences.file_fault(one.fault, one.referral, one.seq, one.stored_as))
        echo(sentences.verified(found.pieces, found.files, len(found.faults)))
    if found.faults:
        sys.exit(1)


def _data(one: FileFault) -> dict[str, str | int | None]:
    return {
        "fault": one.fault.value,
        "referral": f"R-{one.referral}" if one.referral else None,
        "step": one.seq or None,
        "file": one.stored_as,
    }
