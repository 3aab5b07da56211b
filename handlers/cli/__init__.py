"""The command line: `referral-bot`, one module a command.

Exit codes: 0 done; 1 something is wrong (said on standard error); 2 the command was not understood.
A command's module is imported when that command is called, so that each starts quickly.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from importlib import import_module

import click

from bot.domain.errors import Refusal, StorageUnavailable
from bot.domain.redaction import printable, told
from bot.sentences.operations import command_line
from handlers.wiring.environment import SetupError

MODULES: Mapping[str, str] = {
    "audit": "audit",
    "backup": "copies.backup",
    "check": "check",
    "copy": "copies.copy",
    "demo": "demo",
    "demo-data": "demo_data",
    "digest": "digest",
    "evidence": "evidence",
    "export": "export",
    "import": "importing",
    "manifest": "manifest",
    "migrate": "migrate",
    "published": "published",
    "purge": "purge",
    "report": "report",
    "restore": "copies.restore",
    "run": "run",
    "send-again": "send_again",
    "stats": "stats",
}
"""Commands and the modules that hold them, each as `command`."""


class _Commands(click.Group):
    """Loads a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        found: click.Command = import_module(f"{__name__}.{MODULES[cmd_name]}").command
        return found


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
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


def main() -> None:
    """The entry point; turns what can go wrong into one line and an exit code."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        click.echo(printable(said.getvalue()), nl=False, err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (SetupError, Refusal, StorageUnavailable) as error:
        click.echo(printable(str(error)), err=True)
        sys.exit(1)
    except Exception as error:
        # A library's own words may hold a password, or a page.
        click.echo(command_line.unexpected(told(error)), err=True)
        sys.exit(1)
