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

FILE = Path(__file__).parents[2] / "docs" / "messages.md"
HELPERS = ("counting",)
HEAD = """# Messages

What the bot says, by subject, to be read in one go. Made from `bot/sentences` by `make docs`, with
samples for what changes; a test checks that it is up to date. Change a sentence there, not here.
"""

# What a parameter may hold, by its name, or where that differs with its function's or subject's
# before it, or both. Of several, each is shown. Without a sample its name stands there: ‹name›.
SAMPLES: Mapping[str, Sequence[Any]] = {
    "action": ["close"],
    "address": ["http://127.0.0.1:8765"],
    "after": ["24 months"],
    "as_of": ["28 November 2026, 09:00"],
    "at": ["3 March 2026, 09:12"],
    "audit_fault.event": [3, 0],
    "audit_event.recorded": ["", "5 March 2026, 10:00"],
    "audit_page_check.asked_by": ["", "Ana"],
    "before": ["28 November 2024"],
    "by": ["Ana", ""],
    "audit_event.by": ["Ana"],
    "character": [1024],
    "channel": ["referrals"],
    "flagged_by.channel": ["referrals", ""],
    "code": ["is_archived"],
    "parked.refused.code": ["is_archived", "some_error"],
    "form_refused.code": ["internal_error", ""],
    "addresses.several.count": [3],
    "addresses.typed": ["`example`"],
    "cannot_be_appealed.state": ["closed"],
    "cannot_close_later.state": ["gone"],
    "health.code": ["invalid_auth"],
    "last_steps.shown": [60],
    "last_steps.total": [64],
    "message_erased.what": ["a reminder that named it"],
    "or_more": [False, True],
    "setup.code": ["invalid_auth"],
    "yours.count": [12],
    "column": ["referred"],
    "fault.column": ["outcome", ""],
    "fault.value": ["maybe", ""],
    "command": ["/referrals"],
    "current": ["0001"],
    "date": ["03/04/2026"],
    "dates": ["from 1 January 2026 to 31 March 2026"],
    "day": ["3 March 2026"],
    "two_date_orders.day": ["14/11/2026"],
    "details": ["reason: 404"],
    "document": ["report"],
    "encoding": ["UTF-8"],
    "event": [3],
    "expected": ["a comma"],
    "failed": ["closed"],
    "final": ["flagged"],
    "first": ["closed"],
    "two_date_orders.first": ["referred"],
    "first_day": ["3 February 2026", ""],
    "flag": ["/flag"],
    "happened": ["3 March 2026, 09:12"],
    "instant": ["28 November 2026, 09:00"],
    "kind": ["CSV, separated by commas, UTF-8"],
    "not_a_table.kind": ["a PDF"],
    "lane": ["C0REFERRALS"],
    "last_day": ["21 February 2026"],
    "latest": ["0002"],
    "length": [12_000],
    "no_erasure_key.length": [0, 12],
    "line": [17],
    "lines": ["`/flag` · a form to flag a page"],
    "missing": ["the name of the team"],
    "month": ["11/14/2026"],
    "most": [2_000],
    "name": ["R-12"],
    "addresses.scheme.name": ["ftp"],
    "health.channel.name": ["#referrals"],
    "setting.name": ["platforms"],
    "unknown_platform.name": ["facebok"],
    "nearest": ["stats", ""],
    "unknown_platform.nearest": ["facebook", ""],
    "note": ["12 notices have no type of content."],
    "number": [12],
    "numbers": [[(4, 17), (9, 21)]],
    "one": [4],
    "other": [9],
    "path": ["records.csv"],
    "period": ["9 to 15 November 2026"],
    "place": ["#referrals"],
    "platforms": ["Facebook, YouTube"],
    "visits.platforms": [["Facebook", "other sites"]],
    "port": [8765],
    "proxy": ["http://proxy.example.org:3128"],
    "reason": ["permission denied"],
    "reasons": [["R-12 is on hold"]],
    "rejection_reasons.reasons": [{"not illegal": 12, "no reason given": 3}],
    "refused_messages.reasons": [["C0REFERRALS: is_archived"]],
    "reference": ["3f9a"],
    "referrals": ["/referrals"],
    "exporting.sent.referrals": [1, 1200],
    "erase_needs_yes.referrals": [["R-3 (closed)"]],
    "erase_question.referrals": [["R-3 (closed)", "R-5 (rejected)"]],
    "revision": ["0001"],
    "said": ["median 3 days among 1,063 decided"],
    "second": ["outcome_at"],
    "separator": ["semicolons"],
    "seq": [4],
    "shortest": [32],
    "source": ["the team's own records"],
    "state": ["rejected"],
    "same_page_is.state": ["on hold"],
    "status": ["gone"],
    "suffix": ["zzz"],
    "team": ["Referral desk"],
    "title": ["Referrals from 1 January 2026 to 31 March 2026"],
    "typed": ["colour"],
    "importing.which_channel.typed": ["", "nowhere"],
    "unit": ["line"],
    "url": ["localhost:3000"],
    "health.database.url": ["sqlite:///data/referrals.db"],
    "user": ["referralbot"],
    "usual": ["https://slack.com/api/"],
    "value": ["environment"],
    "variable": ["REFERRAL_BOT_CHECK_PROXY"],
    "no_erasure_key.variable": ["REFERRAL_BOT_ERASURE_KEY"],
    "other_key.variable": ["REFERRAL_BOT_ERASURE_KEY"],
    "what": ["the card of R-12"],
    "fault.what": ["Choose: closed, rejected, restricted."],
    "where": ["R-12"],
    "who": ["Ana"],
    "word": ["vessels"],
    "workspace": ["Example"],
    "zone": ["Europe/London"],
    "answer": ["still up"],
    "database": ["sqlite:///data/referrals.db"],
    "status_addresses.platforms": ["YouTube"],
    "file": ["config.yaml"],
    # Several at a time.
    "channels": [["#referrals (C0REFERRALS)", "#casework (C0CASEWORK)"]],
    "columns": [["region", "officer no"]],
    "counted": [{"referred": 137, "closed": 578, "rejected": 485}, {"closed": 1}],
    "erased": [["R-1"]],
    "filters": [[], ["Facebook", "vessels"]],
    "known": [["#referrals (C0REFERRALS)"], []],
    "names": [["R-3"], ["R-3", "R-5"]],
    "unknown_people.names": [{"A. Smith": 12, "B. Jones": 1}],
    "unknown_channels.names": [{"old-desk": 12}],
    "others": [["R-2"], ["R-2", "R-4"]],
    "scopes": [["channels:history", "files:read"]],
    "states": [{"closed": 12, "rejected": 3}, {"closed": 1}],
    "values": [["closed", "rejected"]],
    "words": [["low", "medium", "high", "certain"]],
    "erased_in_all.erased": [1200],
    "health.config.channels": [0, 3],
    "health.config.leads": [0, 1, 3],
}
COUNTS = (1, 1200)


def modules() -> list[ModuleType]:
    """The catalogue's subjects, in order."""
    found = sorted(one.name for one in pkgutil.iter_modules(bot.sentences.__path__))
    return [
        importlib.import_module(f"bot.sentences.{name}") for name in found if name not in HELPERS
    ]


def functions(module: ModuleType) -> dict[str, Callable[..., str]]:
    """A subject's public functions, in the order in which they are written."""
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and name[0] != "_"
    }


def constants(module: ModuleType) -> dict[str, str | Mapping[str, str]]:
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
    else:
        yield from _called(module.__name__.rpartition(".")[2], name, value)


def _called(subject: str, name: str, function: Callable[..., str]) -> Iterator[str]:
    """What it says with each sample of each parameter, the others at their first; counts together."""
    hints = get_type_hints(function)
    samples = {
        one: _samples(subject, name, one, hints[one])
        for one in inspect.signature(function).parameters
    }
    first = {one: several[0] for one, several in samples.items()}
    yield function(**first)
    counted = [one for one, several in samples.items() if several is COUNTS]
    if counted:
        yield function(**first | dict.fromkeys(counted, COUNTS[1]))
    for one, several in samples.items():
        if one not in counted:
            yield from (function(**first | {one: sample}) for sample in several[1:])


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
