"""The table of actions: whole, and at one with the lifecycle."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.domain.lifecycle.action_spec import ActionSpec, FieldKind, Who
from bot.domain.lifecycle.actions import LIFECYCLE, SPECS, TRANSITIONS, spec_of, transition
from bot.domain.lifecycle.permissions import check_role
from bot.domain.lifecycle.referral import Action, Referral, State
from tests.harness.without_slack.examples import ANSWERS, LEAD, in_state

EACH = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.action.name)


def test_every_action_has_one_row() -> None:
    assert [spec.action for spec in SPECS if spec_of(spec.action) is spec] == [
        spec.action for spec in SPECS
    ]
    assert {spec.action for spec in SPECS} == set(Action)
    assert len(SPECS) == len(Action)


NOBODYS = {Action.CREDIT, Action.ERASE, Action.EVIDENCE, Action.REKEY}


@EACH
def test_the_lifecycle_is_what_the_rows_say(spec: ActionSpec) -> None:
    lines = [line for line in TRANSITIONS if line.action is spec.action]
    assert [(line.sources, line.target, line.held_from) for line in lines] == [
        (move.sources, move.target, move.held_from) for move in spec.moves
    ]
    assert (spec.action in LIFECYCLE) is bool(spec.moves)
    assert not (spec.moves and spec.in_states)


@EACH
def test_a_button_stands_only_where_it_works(spec: ActionSpec) -> None:
    for state in spec.on_card:
        assert transition(state, spec.action) or state in spec.in_states


@EACH
def test_every_action_has_all_its_words(spec: ActionSpec) -> None:
    words = spec.words
    assert all((words.button, words.imperative, words.past, words.done, words.line, words.name))


@EACH
def test_what_must_be_said_has_a_sentence_and_fits_its_kind(spec: ActionSpec) -> None:
    assert len({field.name for field in spec.fields}) == len(spec.fields)
    for field in spec.fields:
        assert field.label
        assert bool(field.choices) is (field.kind is FieldKind.CHOICE)
        if field.kind is FieldKind.TEXT and field.required and field.name != "page":
            assert field.missing
        if field.known:
            assert field.name in {one.name for one in fields(Referral)}
        if field.kind in (FieldKind.TEXT, FieldKind.PERSON):
            assert field.personal


@EACH
def test_what_has_a_day_of_its_own_asks_for_it(spec: ActionSpec) -> None:
    assert not spec.dated or FieldKind.DATE in {field.kind for field in spec.fields}


def test_what_is_recorded_by_a_press_needs_nothing() -> None:
    assert all(not spec.required for spec in SPECS if spec.at_once)
    without_form = {spec.action for spec in SPECS if not spec.fields}
    assert all(spec_of(action).at_once for action in without_form - NOBODYS)


@EACH
def test_the_tests_know_an_answer_to_whatever_is_asked(spec: ActionSpec) -> None:
    asked = {
        field.name for field in spec.fields if field.required and field.kind is not FieldKind.DATE
    }
    if spec.action is not Action.FLAG:
        assert asked <= set(ANSWERS.get(spec.action, {})), (
            "add them to tests/harness/without_slack/examples.py"
        )


def test_what_takes_the_page_and_what_opens_a_new_referral() -> None:
    assert {spec.action for spec in SPECS if spec.takes_page} == {
        *(Action.HOLD, Action.APPEAL, Action.REFER_AGAIN, Action.REAPPEAR)
    }
    assert {spec.action for spec in SPECS if spec.opens_new} == {
        *(Action.REFER_AGAIN, Action.REAPPEAR)
    }


@EACH
def test_a_lead_may_take_every_action_that_people_take(spec: ActionSpec) -> None:
    referral = in_state(State.REFERRED).referral
    check_role(referral, spec.action, LEAD)
    assert (spec.who is Who.NOBODY) is (spec.action in NOBODYS)


@EACH
def test_what_counts_in_no_figure_leaves_all_that_figures_are_made_of(spec: ActionSpec) -> None:
    """State, outcome and their days, the description of what was referred."""
    if spec.counts:
        return
    for state in State:
        story = in_state(state)
        if not (transition(state, spec.action) or state in spec.in_states):
            continue
        before = story.referral
        after = story.act(spec.action, LEAD).referral
        assert (after.state_before_hold or after.state) is (
            before.state_before_hold or before.state
        )
        for name in ("outcome", "outcome_at", "first_outcome", "referred_at", "appealed_at"):
            assert getattr(after, name) == getattr(before, name), name
