"""Which group of their Home a referral of one's own stands in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.lifecycle.referral import Action
from bot.domain.own_queue import QueueGroup, group_of
from tests.domain.test_reminders import PLAN
from tests.harness.without_slack.examples import LEAD, ExampleReferral


def told(*actions: Action, confidence: str = "high") -> ExampleReferral:
    story = ExampleReferral()
    for action in actions:
        if action is Action.REFER:
            story.refer(LEAD, confidence=confidence)
        else:
            story.act(action, LEAD)
    return story


REFER, REJECT = Action.REFER, Action.REJECT


@pytest.mark.parametrize(
    ("story", "days", "group"),
    [
        (told(), 0, QueueGroup.TO_REFER),
        (told(REFER), 1, QueueGroup.WAITING),
        (told(REFER), 8, QueueGroup.OVERDUE),
        (told(REFER, REJECT), 1, None),
        (told(REFER, REJECT), 175, QueueGroup.APPEAL),
        (told(REFER, REJECT), 400, None),
        (told(REFER, REJECT, confidence="certain"), 1, QueueGroup.CERTAIN),
        (told(REFER, REJECT, confidence="certain"), 175, QueueGroup.APPEAL),
        (told(REFER, Action.RESTRICT, confidence="certain"), 1, None),
        (told(REFER, REJECT, Action.APPEAL, confidence="certain"), 1, QueueGroup.WAITING),
        (told(REFER, REJECT, Action.APPEAL, Action.UPHOLD, confidence="certain"), 1, None),
        (told(REFER, Action.CLOSE), 1, None),
        (told(Action.HOLD), 1, None),
    ],
)
def test_its_group(story: ExampleReferral, days: int, group: QueueGroup | None) -> None:
    assert group_of(story.referral, PLAN, story.later(days=days).now) is group


@pytest.mark.parametrize(
    ("confidence", "days", "group"),
    [
        ("certain", 1, QueueGroup.CERTAIN),
        ("certain", 175, QueueGroup.CERTAIN),
        ("certain", 190, None),
        ("high", 175, None),
    ],
)
def test_without_a_limit_no_window_closes_and_certain_ones_wait_for_six_months(
    confidence: str, days: int, group: QueueGroup | None
) -> None:
    story = told(REFER, REJECT, confidence=confidence)
    plan = replace(PLAN, rules=replace(PLAN.rules, default_appeal_months=None, appeal_months={}))
    assert group_of(story.referral, plan, story.later(days=days).now) is group
