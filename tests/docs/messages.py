"""`make docs`: docs/messages.md, which has every sentence of `bot.sentences`, with samples filled in."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, get_origin, get_type_hints

import bot.sentences
from tests.docs.samples import SAMPLES

FILE = Path(__file__).parents[2] / "docs" / "messages.md"
HELPERS = ("bot.sentences.counting",)
HEAD = """# Messages

What the bot says, by subject, to be read in one go. Made from `bot/sentences` by `make docs`, with
samples for what changes; a test checks that it is up to date. Change a sentence there, not here.
"""

COUNTS = (1, 1200)


def modules() -> list[ModuleType]:
    """The catalogue's subjects, in order."""
    found = pkgutil.walk_packages(bot.sentences.__path__, "bot.sentences.")
    names = sorted(one.name for one in found if not one.ispkg)
    return [importlib.import_module(name) for name in names if name not in HELPERS]


def functions(module: ModuleType) -> dict[str, Callable[..., str]]:
    """A subject's public functions, in the order in which they are written."""
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and name[0] != "_"
    }


def constants(module: ModuleType) -> dict[str, str | tuple[str, ...] | Mapping[str, str]]:
    """A subject's sentences that have no argument, and its tables of sentences."""
    return {name: value for name, value in vars(module).items() if name.isupper()}


def text() -> str:
    """All of the file."""
    parts = [HEAD]
    for module in modules():
        title = module.__name__.rpartition(".")[2].replace("_", " ").capitalize()
        parts.append(f"\n## {title}\n\n{inspect.getdoc(module)}\n")
        for name, value in {**constants(module), **functions(module)}.items():
            first, *others = dict.fromkeys(_said(module, name, value))
            parts.append(f"- `{name}` · {_safe(first)}")
            parts += [f"  - {_safe(line)}" for line in others]
    return "\n".join(parts) + "\n"


def _said(module: ModuleType, name: str, value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (f"{key}: {sentence}" for key, sentence in value.items())
    elif isinstance(value, tuple):
        yield ", ".join(value)
    else:
        yield from _called(value)


def _called(function: Callable[..., str]) -> Iterator[str]:
    """What it says with each sample of each parameter, the others at their first; counts together."""
    samples = samples_of(function)
    first = {one: several[0] for one, several in samples.items()}
    yield function(**first)
    counted = [one for one, several in samples.items() if several is COUNTS]
    if counted:
        yield function(**first | dict.fromkeys(counted, COUNTS[1]))
    for one, several in samples.items():
        if one not in counted:
            yield from (function(**first | {one: sample}) for sample in several[1:])


def samples_of(function: Callable[..., str]) -> dict[str, Sequence[Any]]:
    """The samples of each of its parameters."""
    hints = get_type_hints(function)
    subject, name = function.__module__.rpartition(".")[2], function.__name__
    return {
        one: _samples(subject, name, one, hints[one])
        for one in inspect.signature(function).parameters
    }


def _samples(subject: str, name: str, parameter: str, hint: Any) -> Sequence[Any]:
    for key in (
        f"{subject}.{name}.{parameter}",
        f"{name}.{parameter}",
        f"{subject}.{parameter}",
        parameter,
    ):
        if key in SAMPLES:
            return SAMPLES[key]
    if hint is bool:
        return (True, False)
    if hint is int:
        return COUNTS
    placeholder = f"‹{parameter.replace('_', ' ')}›"
    if hint is str:
        return (placeholder,)
    return ({placeholder: 12},) if get_origin(hint) is Mapping else ([placeholder],)


def _safe(line: str) -> str:
    return line.replace("\n", "<br>").replace("|", "\\|")


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
