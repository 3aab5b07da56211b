"""The page's files, and who is served at all."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from handlers.workspace import page_files
from handlers.workspace.app import workspace_app
from handlers.workspace.page_files import PAGE, STYLES
from handlers.workspace.state.workspace import Workspace


async def test_the_page_is_served_with_a_strict_policy(world: Any) -> None:
    response = await world.http.get("/")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_every_file_of_the_page_has_its_type(world: Any) -> None:
    types = {
        ".js": "text/javascript",
        ".css": "text/css",
        ".html": "text/html",
        ".svg": "image/svg+xml",
    }
    files = [path for path in PAGE.rglob("*") if path.suffix in types]
    assert files
    for path in files:
        response = await world.http.get(f"/{path.relative_to(PAGE).as_posix()}")
        assert response.status_code == 200
        assert response.headers["content-type"].startswith(types[path.suffix])


async def test_a_browser_is_told_every_file_at_once(world: Any) -> None:
    """No file waits until another one that names it has come."""
    index = (await world.http.get("/")).text
    modules = {path.name for path in (PAGE / "js").glob("*.js")}
    assert set(re.findall(r'modulepreload" href="js/([\w.]+)"', index)) == modules
    assert re.findall(r'stylesheet" href="([^"]+)"', index) == [STYLES]
    styles = (await world.http.get(f"/{STYLES}")).text
    for path in (PAGE / "css").glob("*.css"):
        assert path.read_text() in styles


async def test_a_changed_file_is_served_anew(world: Any, tmp_path: Path) -> None:
    file = tmp_path / "some.css"
    file.write_text("a {}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_files, "PAGE", tmp_path)
        assert (await world.http.get("/some.css")).text == "a {}"
        file.write_text("b {}")
        os.utime(file, (1, 1))
        assert (await world.http.get("/some.css")).text == "b {}"


@pytest.mark.parametrize(
    "path",
    ["/nothing.js", "/%2e%2e/state.py", "/../state.py", "/..%2fstate.py", "/js/../../app.py"],
)
async def test_nothing_outside_the_page_is_served(world: Any, path: str) -> None:
    assert (await world.http.get(path)).status_code == 404


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "[::"),
        *("127.0.0.1", "localhost:1", "evil.localhost:{port}", "127.0.0.2:{port}"),
    ],
)
async def test_other_names_for_this_machine_are_refused(world: Any, host: str) -> None:
    port = world.base_url.rsplit(":", 1)[1]
    for path in ("/", "/_control/state", "/api/api.test"):
        response = await world.http.get(path, headers={"Host": host.format(port=port)})
        assert response.status_code in (400, 403)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_an_image_of_another_sites_page_asks_in_vain(world: Any, site: str) -> None:
    headers = {"Sec-Fetch-Site": site}
    for path in ("/_control/state", "/api/api.test"):
        assert (await world.http.get(path, headers=headers)).status_code == 403
    assert (await world.http.get("/", headers=headers)).status_code == 200


def test_secrets_are_made_anew_at_each_start() -> None:
    one, other = Workspace(), Workspace()
    for secret in ("bot_token", "app_token", "signing_secret"):
        assert getattr(one, secret) != getattr(other, secret)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"]
)
async def test_pages_of_other_sites_are_refused(world: Any, origin: str) -> None:
    for path in ("/_control/reset", "/api/api.test"):
        response = await world.http.post(path, headers={"Origin": origin})
        assert response.status_code == 403
    own = await world.http.post("/_control/reset", headers={"Origin": world.base_url})
    assert own.status_code == 200


async def test_localhost_is_this_machine_too(world: Any) -> None:
    port = world.base_url.rsplit(":", 1)[1]
    response = await world.http.get("/_control/state", headers={"Host": f"localhost:{port}"})
    assert response.json()["ok"]


async def test_it_works_in_one_process_without_a_socket() -> None:
    workspace = Workspace()
    transport = httpx.ASGITransport(workspace_app(workspace))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        assert (await http.get("/_control/state")).json()["ok"]


async def test_the_app_is_told_an_address_that_needs_no_look_up(world: Any) -> None:
    port = world.base_url.rsplit(":", 1)[1]
    await world.http.get("/_control/state", headers={"Host": f"localhost:{port}"})
    assert world.workspace.base_url == world.base_url
