"""`api.test`, `auth.test`, `team.info`, `users.*`, `bots.info`, `apps.connections.open`."""

from __future__ import annotations

from handlers.workspace.api.calls import Call, Method, page_of
from handlers.workspace.state.model import JSON
from handlers.workspace.state.refusals import SlackError


def api_test(call: Call) -> JSON:
    """Answers with what it was told, and with an error where one is asked for."""
    said = {name: value for name, value in call.args.items() if name != "token"}
    if error := call.text("error"):
        raise SlackError(error, args=said)
    return {"ok": True} | ({"args": said} if said else {})


def auth_test(call: Call) -> JSON:
    workspace = call.workspace
    return {
        "ok": True,
        "url": f"https://{workspace.team.domain}.slack.com/",
        "team": workspace.team.name,
        "user": workspace.app.bot_name,
        "team_id": workspace.team.id,
        "user_id": workspace.app.bot_user_id,
        "bot_id": workspace.app.bot_id,
        "app_id": workspace.app.id,
        "enterprise_id": workspace.team.enterprise or None,
        "is_enterprise_install": workspace.team.whole_organisation,
    }


def team_info(call: Call) -> JSON:
    call.need("team:read")
    team = call.workspace.team
    return {
        "ok": True,
        "team": {
            "id": team.id,
            "name": team.name,
            "domain": team.domain,
            "url": f"https://{team.domain}.slack.com/",
            "email_domain": "",
            "icon": {"image_default": True},
        },
    }


def user_info(call: Call) -> JSON:
    call.need("users:read")
    user = call.user()
    with_email = "users:read.email" in call.workspace.scopes
    return {"ok": True, "user": user.as_slack(with_email=with_email)}


def user_list(call: Call) -> JSON:
    call.need("users:read")
    with_email = "users:read.email" in call.workspace.scopes
    everybody = [user.as_slack(with_email=with_email) for user in call.workspace.users.values()]
    page, metadata = page_of(call, everybody, 200)
    return {
        "ok": True,
        "members": page,
        "cache_ts": int(call.workspace.clock.now().timestamp()),
        "response_metadata": metadata,
    }


def user_by_email(call: Call) -> JSON:
    call.need("users:read.email")
    wanted = call.required("email").lower()
    for user in call.workspace.users.values():
        if user.as_slack()["profile"].get("email", "").lower() == wanted:
            return {"ok": True, "user": user.as_slack()}
    raise SlackError("users_not_found")


def bot_info(call: Call) -> JSON:
    call.need("users:read")
    app = call.workspace.app
    if call.text("bot") not in ("", app.bot_id):
        raise SlackError("bot_not_found")
    return {
        "ok": True,
        "bot": {
            "id": app.bot_id,
            "deleted": False,
            "name": app.bot_name,
            "app_id": app.id,
            "user_id": app.bot_user_id,
        },
    }


def open_connection(call: Call) -> JSON:
    """A WebSocket address for Socket Mode; the caller holds the app-level token."""
    return {"ok": True, "url": call.sockets.make_address(call.workspace.base_url)}


METHODS: dict[str, Method] = {
    "api.test": api_test,
    "auth.test": auth_test,
    "team.info": team_info,
    "users.info": user_info,
    "users.list": user_list,
    "users.lookupByEmail": user_by_email,
    "bots.info": bot_info,
    "apps.connections.open": open_connection,
}
