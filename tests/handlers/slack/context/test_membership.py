"""Who belongs to the workspace: what Slack says of a person, and what a request names as its place."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.people import OwnWorkspace, Person, admit
from bot.sentences import refusals
from handlers.slack.context.membership import belonging
from handlers.slack.context.payloads import Click, Command, Shortcut, Submission

HERE, HOME, ELSEWHERE, GRID = "T0HERE", "T0HOME", "T0OTHER", "E0GRID"
IN_GRID = OwnWorkspace(HERE, GRID)

MEMBER = {"team_id": HERE}
NO_TEAM: dict[str, Any] = {"profile": {"real_name": "Ana"}}
ON_GRID = {"team_id": HOME, "enterprise_user": {"enterprise_id": GRID, "teams": [HOME, HERE]}}
OF_THE_GRID = {"team_id": GRID, "enterprise_user": {"enterprise_id": GRID, "teams": [HERE]}}
GRID_WITHOUT_TEAM = {"enterprise_user": {"enterprise_id": GRID, "teams": [HERE]}}
GRID_NOT_HERE = {"team_id": HOME, "enterprise_user": {"enterprise_id": GRID, "teams": [HOME]}}
GRID_NO_TEAMS = {"team_id": HERE, "enterprise_user": {"enterprise_id": GRID, "teams": []}}
OTHER_GRID = {
    "team_id": ELSEWHERE,
    "enterprise_user": {"enterprise_id": "E0", "teams": [ELSEWHERE]},
}
STRANGER = {"team_id": ELSEWHERE, "is_stranger": True}
CONNECTED = {"team_id": ELSEWHERE, "is_stranger": False}
STRANGE_WITHOUT_TEAM = {"is_stranger": True}
GUEST = MEMBER | {"is_restricted": True}
GRID_GUEST = ON_GRID | {"is_ultra_restricted": True}
GONE = MEMBER | {"deleted": True}
APP = MEMBER | {"is_bot": True}
WORKFLOW = MEMBER | {"is_workflow_bot": True}


def acts(
    told: dict[str, Any],
    place: str = HERE,
    *,
    user: str = "U1",
    here: OwnWorkspace = IN_GRID,
    guests: bool = False,
    others: bool = False,
    leads: tuple[str, ...] = (),
) -> Person | str:
    """Who acts, or the sentence of the refusal."""
    one = belonging(user, told, here)
    try:
        return admit(one, place, here, guests=guests, others=others, leads=leads)
    except NotAllowed as refusal:
        return refusal.sentence


@pytest.mark.parametrize(
    ("told", "place"),
    [
        (MEMBER, HERE),
        (MEMBER, ""),
        (NO_TEAM, HERE),
        (NO_TEAM, ""),
        (NO_TEAM, GRID),
        (ON_GRID, HERE),
        (ON_GRID, HOME),
        (ON_GRID, GRID),
        (ON_GRID, ""),
        (OF_THE_GRID, HERE),
        (GRID_WITHOUT_TEAM, HOME),
        (GRID_NO_TEAMS, HERE),
    ],
)
def test_people_of_the_workspace_are_let_in(told: dict[str, Any], place: str) -> None:
    assert isinstance(acts(told, place), Person)


@pytest.mark.parametrize(
    ("told", "place", "sentence"),
    [
        (MEMBER, ELSEWHERE, refusals.OWN_WORKSPACE),
        (NO_TEAM, ELSEWHERE, refusals.OWN_WORKSPACE),
        (NO_TEAM, "E0OTHER", refusals.OWN_WORKSPACE),
        (GRID_NOT_HERE, HERE, refusals.OWN_WORKSPACE),
        (GRID_NOT_HERE, HOME, refusals.OWN_WORKSPACE),
        (OTHER_GRID, HERE, refusals.OWN_WORKSPACE),
        (STRANGER, HERE, refusals.OWN_WORKSPACE),
        (STRANGE_WITHOUT_TEAM, HERE, refusals.OWN_WORKSPACE),
        (CONNECTED, HERE, refusals.OWN_WORKSPACE),
        (CONNECTED, "", refusals.OWN_WORKSPACE),
        (GUEST, HERE, refusals.GUEST),
        (GRID_GUEST, HERE, refusals.GUEST),
        (GONE, HERE, refusals.DEACTIVATED),
        (APP, HERE, refusals.NO_BOTS),
        (WORKFLOW, HERE, refusals.NO_BOTS),
    ],
)
def test_others_are_refused(told: dict[str, Any], place: str, sentence: str) -> None:
    assert acts(told, place) == sentence


def test_apps_are_never_let_in() -> None:
    for told in (APP, WORKFLOW):
        assert acts(told, guests=True, others=True) == refusals.NO_BOTS
    assert acts(MEMBER, user="USLACKBOT", others=True) == refusals.NO_BOTS


@pytest.mark.parametrize("right", ["is_admin", "is_owner", "is_primary_owner"])
@pytest.mark.parametrize(
    ("told", "place", "leads"),
    [
        (MEMBER, HERE, True),
        (ON_GRID, HOME, True),
        (GUEST, HERE, False),
        (GRID_GUEST, HERE, False),
        (STRANGER, HERE, False),
        (CONNECTED, HERE, False),
        (GRID_NOT_HERE, HERE, False),
        (NO_TEAM, ELSEWHERE, False),
    ],
)
def test_a_lead_is_a_full_member_whatever_slack_or_config_says(
    right: str, told: dict[str, Any], place: str, leads: bool
) -> None:
    for named in ((), ("U1",)):
        who = acts({**told, right: True}, place, guests=True, others=True, leads=named)
        assert isinstance(who, Person)
        assert who.lead is leads


def test_outside_a_grid_the_workspace_alone_is_meant() -> None:
    here = OwnWorkspace(HERE)
    assert isinstance(acts(MEMBER, HERE, here=here), Person)
    assert isinstance(acts(ON_GRID, HOME, here=here), Person)
    assert acts(MEMBER, GRID, here=here) == refusals.OWN_WORKSPACE
    assert acts(CONNECTED, HERE, here=here) == refusals.OWN_WORKSPACE


def test_the_place_of_a_request_is_its_team_and_never_the_persons() -> None:
    body: dict[str, Any] = {
        "user": {"id": "U1", "team_id": HOME},
        "team": {"id": HERE, "domain": "here"},
        "channel": {"id": "C1"},
        "actions": [{"action_id": "do:close", "value": "1:1"}],
        "view": {"id": "V1", "callback_id": "form:close", "private_metadata": ""},
    }
    message = {name: value for name, value in body.items() if name != "view"}
    asked = [
        Click.read(message).requester,
        Click.read(body).requester,
        Submission.read(body).requester,
        Shortcut.read(message).requester,
        Command.read({"user_id": "U1", "team_id": HERE, "channel_id": "C1"}).requester,
    ]
    assert [one.team for one in asked] == [HERE] * len(asked)
    assert Click.read({**message, "team": None}).requester.team == ""
