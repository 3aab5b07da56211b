"""`referral-bot digest`: a week's digest, as text or JSON; with --post also in the channel."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TextIO

import click

from bot.actions.figures.digest import last_ended, post_digest, preview, span_named
from bot.config import Config
from bot.domain.errors import BadAnswer, Refusal
from bot.domain.figures.digest import Digest
from bot.ports.store import Store, UnitOfWork
from bot.sentences.operations import command_line
from handlers.cli.output import Shown, echo
from handlers.cli.settings import open_database, read_settings
from handlers.messages.figures.digest import digest_as_text


@click.command("digest")
@click.option("--week", metavar="WEEK", help="E.g. 2026-W46; the last week that ended if left out.")
@click.option("--channel", metavar="CHANNEL", help="Whose: name or id; the only one if left out.")
@click.option("--post", is_flag=True, help="Post it in the channel, once.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def command(
    context: click.Context, week: str | None, channel: str | None, post: bool, as_json: bool
) -> None:
    """A week's digest, as text."""
    environment, config = read_settings(context)
    with open_database(environment) as store:
        print_digest(
            store,
            config,
            datetime.now(UTC),
            week=week,
            channel=channel,
            post=post,
            as_json=as_json,
        )
    if post:
        echo(command_line.DIGEST_WRITTEN, err=True)


def print_digest(
    store: Store,
    config: Config,
    now: datetime,
    *,
    week: str | None = None,
    channel: str | None = None,
    post: bool = False,
    as_json: bool = False,
    out: TextIO | None = None,
) -> Digest:
    """Print a digest as text or JSON; with `post`, also write it down to be posted, once.

    `channel` is an id or a name; it may be left out where the bot is used in one channel only.
    """
    shown = Shown(out or sys.stdout)

    def look(uow: UnitOfWork) -> tuple[str, Digest]:
        place = _channel(uow, channel, config)
        return place, preview(uow, place, now, config, week or "last")

    place, digest = store.read(look)
    posted = False
    if post:
        span = span_named(week, place, now, config) if week else last_ended(place, now, config)
        posted = bool(store.write(lambda uow: post_digest(uow, place, span, now, config)))
    if as_json:
        told = digest.to_json() | ({"posted": posted} if post else {})
        shown.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    else:
        shown.write(_plain(digest_as_text(digest, config).text) + "\n")
    if post and not posted:
        raise Refusal(command_line.digest_posted_before(digest.period))
    return digest


def _plain(mrkdwn: str) -> str:
    """Slack's text for a terminal: without its marks and escapes."""
    text = mrkdwn.replace("*", "").replace("\u200b", "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _channel(uow: UnitOfWork, named: str | None, config: Config) -> str:
    places = [one for one in uow.places.all() if one.id[:1] in ("C", "G")]
    known = [f"#{one.name} ({one.id})" for one in places]
    if named:
        wanted = named.removeprefix("#")
        found = [one.id for one in places if wanted in (one.id, one.name)]
        if not found:
            raise BadAnswer(command_line.unknown_channel(named[:40], known))
        return found[0]
    allowed = [one.id for one in places if config.allows(one.id)]
    if len(allowed) > 1:
        raise BadAnswer(command_line.which_channel(known))
    return allowed[0] if allowed else ""
