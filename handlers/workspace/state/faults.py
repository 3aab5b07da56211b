"""Slack's bad days, switched on by hand: rules that make a share of the calls fail.

The random numbers are seeded, so a run with faults can be repeated.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from handlers.workspace.state.model import JSON
from handlers.workspace.state.refusals import ControlError, SlackError, refused_schema

FAULTS = (
    "429",
    "429_bare",
    "ratelimited",
    "500",
    "503",
    "fatal_error",
    "slow",
    "lost_answer",
    "dropped",
    "is_archived",
    "not_in_channel",
    "invalid_auth",
    "invalid_blocks",
)


@dataclass
class FaultRule:
    """One fault: for which method (`*` and `chat.*` work), how often, how many times at most."""

    method: str
    fault: str
    share: float = 1.0
    seconds: float = 1.0
    times: int | None = None

    def as_json(self) -> JSON:
        return {
            "method": self.method,
            "fault": self.fault,
            "share": self.share,
            "seconds": self.seconds,
            "times": self.times,
        }


class Faults:
    """The rules that are in force. `pick(method)` says what happens to one call."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self.rules: list[FaultRule] = []

    def replace(self, rules: list[FaultRule], seed: int | None = None) -> None:
        self.rules = list(rules)
        if seed is not None:
            self._random.seed(seed)

    def pick(self, method: str) -> FaultRule | None:
        """The first rule that strikes this call, or nothing; a rule's `times` are used up by it."""
        for rule in self.rules:
            if rule.times == 0 or not fnmatchcase(method, rule.method):
                continue
            if rule.share < 1 and self._random.random() >= rule.share:
                continue
            if rule.times is not None:
                rule.times -= 1
            return rule
        return None

    def as_json(self) -> JSON:
        return {"rules": [rule.as_json() for rule in self.rules]} if self.rules else {}


def refusal_of(rule: FaultRule) -> SlackError | None:
    """The answer that a rule gives instead of doing the work; None for slow, lost and dropped."""
    seconds = max(1, round(rule.seconds))
    match rule.fault:
        case "429":
            return SlackError("ratelimited", status=429, retry_after=seconds)
        case "429_bare":
            return SlackError("ratelimited", status=429)
        case "500" | "503":
            return SlackError("internal_error", status=int(rule.fault))
        case "invalid_blocks":
            return refused_schema(
                "invalid_blocks",
                ["[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0]"],
            )
        case "slow" | "lost_answer" | "dropped":
            return None
        case _:
            return SlackError(rule.fault)


def rule_from_json(body: Any) -> FaultRule:
    """A rule from the control API; raises ControlError with what is wrong."""
    if not isinstance(body, dict):
        raise ControlError("invalid_rule", "Each rule must be an object.")
    fault = str(body.get("fault", ""))
    if fault not in FAULTS:
        raise ControlError("invalid_rule", f"`fault` must be one of: {', '.join(FAULTS)}.")
    share, seconds, times = body.get("share", 1.0), body.get("seconds", 1.0), body.get("times")
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        raise ControlError("invalid_rule", "`share` must be a number from 0 to 1.")
    if not isinstance(seconds, int | float) or not 0 <= seconds <= 600:
        raise ControlError("invalid_rule", "`seconds` must be a number from 0 to 600.")
    if times is not None and (not isinstance(times, int) or times < 0):
        raise ControlError("invalid_rule", "`times` must be a whole number or null.")
    return FaultRule(str(body.get("method") or "*"), fault, float(share), float(seconds), times)
