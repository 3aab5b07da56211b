"""What commands write: new files, CSV, a bar that shows how far they are."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from bot.domain.errors import BadAnswer
from bot.domain.figures.sheet import Sheet, in_words
from bot.domain.redaction import printable
from bot.sentences.operations import command_line


def echo(text: str, err: bool = False) -> None:
    """Write lines for whoever reads them: nothing that was typed in them acts on a terminal.

    JSON stays JSON: what acts is written as JSON escapes it.
    """
    click.echo(printable(text), err=err)


class Shown:
    """A stream whose text is read by people: nothing that is written to it acts on a terminal.

    `data` is for programs: it stays as it is, but on a terminal.
    """

    def __init__(self, stream: TextIO, *, data: bool = False) -> None:
        self._stream = stream
        self._as_it_is = data and not stream.isatty()

    def write(self, text: str) -> int:
        """Write it."""
        return self._stream.write(text if self._as_it_is else printable(text))

    def writelines(self, several: Iterable[str]) -> None:
        """Write all of these."""
        for text in several:
            self.write(text)


class NewFile(click.Path):
    """A file that is to be written. `-` is standard output, as without it, or refused where only a
    file will do."""

    def __init__(self, *, or_screen: bool = False) -> None:
        super().__init__(path_type=Path, dir_okay=False)
        self._or_screen = or_screen

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; None for standard output."""
        if str(value) != "-":
            return super().convert(value, param, ctx)
        if not self._or_screen:
            self.fail(command_line.NOT_THE_SCREEN, param, ctx)
        return None


@contextmanager
def progress_bar(what: str, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Call it with (done, total); total 0 is not known. It shows on a terminal, unless `quiet`."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def refuse_if_there(path: Path | None) -> None:
    """BadAnswer for a file that is there already: nothing is written over."""
    if path is not None and path.exists():
        raise BadAnswer(command_line.file_exists(str(path)), field="output")


@contextmanager
def new_file(path: Path) -> Iterator[TextIO]:
    """A new file that only its owner may read, as it holds what the team knows.

    It is there under its name once all is written; where that fails, nothing of it is left.
    Raises BadAnswer where it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        sentence = command_line.cannot_write(str(part), error.strerror or str(error))
        raise BadAnswer(sentence, field="output") from None
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as out:
            yield out
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def show_sheet(sheet: Sheet, percent_from: int) -> None:
    """A sheet's lines and tables, on standard output."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    tty = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if tty else 160, highlight=False)
    said = (sheet.demo, sheet.title, sheet.about, sheet.headline, *sheet.lines)
    for line in filter(None, said):
        console.print(escape(printable(line)))
    for one in sheet.tables:
        shown = Table(title=escape(one.title), title_justify="left")
        for name in one.columns:
            shown.add_column(escape(name))
        for row in one.rows:
            shown.add_row(*(escape(printable(in_words(cell, percent_from))) for cell in row))
        console.print(*([shown] if one.rows else []), *filter(None, [escape(one.note)]))
    console.print(escape(printable(sheet.footing)))
