"""The command line: `referral-bot`. Each command reads its options and calls one function.

Exit codes: 0 done; 1 something is wrong (said on standard error); 2 the command was not understood.
What a start does not need is imported inside the commands.
"""

from __future__ import annotations

import gc
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.domain.errors import Refusal, StorageUnavailable
from handlers.cli_audit import audit
from handlers.cli_base import open_database, progress_bar, read_settings, with_filters
from handlers.cli_bring_in import import_
from handlers.cli_report import report
from handlers.wiring.environment import SetupError, load_config, read_environment

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.option("--config", "config_path", metavar="FILE", help="Instead of config.yaml here.")
@click.version_option(package_name="referral-bot", prog_name="referral-bot")
@click.pass_context
def cli(context: click.Context, config_path: str | None) -> None:
    """A Slack bot for teams that flag harmful pages and refer them to platforms for closure.

    Try it without Slack: referral-bot demo. Connect it: referral-bot manifest, then
    referral-bot check, then referral-bot run.

    Exit codes: 0 done; 1 something is wrong, said on standard error; 2 no such command or option.
    """
    context.obj = config_path


cli.add_command(audit)
cli.add_command(import_)
cli.add_command(report)


def main() -> None:
    """The entry point; turns what can go wrong into one line and an exit code."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (SetupError, Refusal, StorageUnavailable) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@cli.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8765,
    show_default=True,
    help="Of the page, on this machine.",
)
@click.option("--reset", is_flag=True, help="Start afresh: forget what the last demo left.")
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
@click.pass_context
def demo(context: click.Context, port: int, reset: bool, no_browser: bool) -> None:
    """Try the bot on this machine: no Slack needed."""
    from handlers.wiring.demo import run_demo

    config = load_config(read_environment(os.environ, context.find_root().obj).config_path)
    run_demo(config, port=port, reset=reset, browser=not no_browser, say=click.echo)


@cli.command()
@click.option(
    "--mode",
    type=click.Choice(["socket", "http"]),
    help="Default: socket where SLACK_APP_TOKEN is set, else http.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="http: where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=3000,
    show_default=True,
    help="http: on which port.",
)
@click.pass_context
def run(context: click.Context, mode: str | None, host: str, port: int) -> None:
    """Run the bot, until SIGTERM or Ctrl-C.

    SLACK_BOT_TOKEN and SLACK_APP_TOKEN (socket) or SLACK_SIGNING_SECRET (http) come from the
    environment, and so does DATABASE_URL; referral-bot check says what is missing.
    """
    gc.disable()  # until it runs: what a start makes stays, and looking for garbage in it takes time
    from handlers.wiring.running import run_bot

    environment = read_environment(os.environ, context.find_root().obj)
    config = load_config(environment.config_path)
    run_bot(environment, config, mode=mode, host=host, port=port)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def check(context: click.Context, as_json: bool) -> None:
    """Say what is wrong with the set-up, and how to mend it."""
    from handlers.wiring.checking import run_checks

    environment = read_environment(os.environ, context.find_root().obj)
    if not run_checks(environment, as_json=as_json, say=click.echo):
        sys.exit(1)


@cli.command("send-again")
@click.pass_context
def send_again(context: click.Context) -> None:
    """Send again what Slack refused, once mended.

    `referral-bot check` says what waits, and why.
    """
    from bot.actions.parking import send_all_again

    environment, _ = read_settings(context)
    with open_database(environment) as store:
        done = store.write(lambda uow: send_all_again(uow, datetime.now(UTC)))
    for lane, count in done.items():
        click.echo(f"{lane}: {count:,} to be sent again")
    if not done:
        click.echo("Slack has refused nothing that is kept.")


@cli.command()
@click.option("--request-url", metavar="URL", help="For HTTP mode: https://…/slack/events.")
@click.pass_context
def manifest(context: click.Context, request_url: str | None) -> None:
    """Print the Slack app manifest (JSON), to paste into Slack. Socket Mode unless --request-url."""
    import json

    from handlers.slack.manifest import manifest as make

    _, config = read_settings(context)
    made = make(config, request_url=request_url, socket=request_url is None)
    click.echo(json.dumps(made, indent=2, ensure_ascii=False))


@cli.command()
@click.pass_context
def migrate(context: click.Context) -> None:
    """Bring the database's tables and keys up to date."""
    from bot.actions.rekey import rekey

    environment, config = read_settings(context)
    with open_database(environment, migrate=True) as store:
        click.echo(f"{store.url} is up to date.")
        rekeyed = store.write(lambda uow: rekey(uow, config))
        if rekeyed and rekeyed.looked_at:
            click.echo("\n".join(rekeyed.sentences()))


@cli.group("demo-data")
def demo_data() -> None:
    """Fill an empty database with demo data."""


@demo_data.command("seeds")
@click.pass_context
def demo_data_seeds(context: click.Context) -> None:
    """The story of the press articles: 1,200 referred, 578 closed, 485 rejected, 137 waiting."""
    from handlers.wiring.seeding import CAST, PLACE, seed

    environment, config = read_settings(context)
    with (
        open_database(environment, migrate=True) as store,
        store.only_me(),
        progress_bar("Writing the story down") as progress,
    ):
        done = seed(store, config, datetime.now(UTC), CAST, PLACE, progress)
    click.echo(f"{done:,} events written down. Try: referral-bot stats", err=True)


@cli.command()
@with_filters
@click.option(
    "--as-of", metavar="DATE", help="What was known at the end of that day, month or year."
)
@click.pass_context
def stats(context: click.Context, /, **options: Any) -> None:
    """The team's figures: what became of what was referred.

    Each referral of the period once, at its latest state. Days are days in config.yaml's time zone.
    """
    from handlers.cli_stats import print_stats

    environment, config = read_settings(context)
    with open_database(environment) as store:
        print_stats(store, config, datetime.now(UTC), **options)


@cli.command()
@with_filters
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="A new file, not the screen."
)
@click.pass_context
def export(
    context: click.Context,
    /,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
    **told: str | None,
) -> None:
    """The referrals themselves, as CSV or JSON.

    That they were exported is recorded. What is on hold is left out.
    """
    from handlers.cli_export import write_export

    environment, config = read_settings(context)
    now = datetime.now(UTC)
    with (
        open_database(environment) as store,
        progress_bar("Writing referrals", output is None) as progress,
    ):
        done = write_export(
            store,
            config,
            now,
            told,
            as_json=as_json,
            as_csv=as_csv,
            output=output,
            progress=lambda pieces: progress(pieces, 0),
        )
    if output:
        click.echo(f"{output}: {done.title}.", err=True)


@cli.command()
@click.option("--week", metavar="WEEK", help="E.g. 2026-W46; the last week that ended if left out.")
@click.option("--channel", metavar="CHANNEL", help="Whose: name or id; the only one if left out.")
@click.option("--post", is_flag=True, help="Post it in the channel, once.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def digest(
    context: click.Context, week: str | None, channel: str | None, post: bool, as_json: bool
) -> None:
    """A week's digest, as text."""
    from handlers.cli_stats import print_digest

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
        click.echo("Written down: the bot that runs posts it in the channel.", err=True)


@cli.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@click.option("--referral", "names", multiple=True, metavar="R-12", help="This one, at once.")
@click.option("--yes", is_flag=True, help="With --referral: do not ask.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def purge(
    context: click.Context, dry_run: bool, names: tuple[str, ...], yes: bool, as_json: bool
) -> None:
    """Erase what is personal in old finished referrals.

    Those that config.yaml's retention says are old enough; their figures stay.

    With --referral: single ones whatever their age, as somebody may demand of a lead (GDPR Art. 17).
    """
    from handlers.cli_purge import purge_due, purge_these

    environment, config = read_settings(context)
    now = datetime.now(UTC)
    with open_database(environment) as store:
        if names:
            purge_these(
                store, environment, config, now, names, dry_run=dry_run, as_json=as_json, yes=yes
            )
            return
        with progress_bar("Erasing", as_json) as progress:
            purge_due(
                store, environment, config, now, dry_run=dry_run, as_json=as_json, progress=progress
            )
