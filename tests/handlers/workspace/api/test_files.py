"""Uploads in three steps, as slack_sdk makes them."""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

ROOM = "C0REFERRALS"


async def test_slack_sdk_uploads_a_file_into_a_thread(world: Any) -> None:
    parent = await world.post()
    client = AsyncWebClient(world.workspace.bot_token, base_url=f"{world.base_url}/api/")
    answer = await client.files_upload_v2(
        content="a,b\n1,2\n",
        filename="referrals.csv",
        title="Export",
        channel=ROOM,
        initial_comment="Here it is.",
        thread_ts=parent,
    )
    assert answer["ok"]
    (file,) = answer["files"]
    _, message = await world.control.messages("U0ANALYST", ROOM, thread_ts=parent)
    assert message["text"] == "Here it is."
    assert (message["files"][0]["name"], message["files"][0]["title"]) == (
        "referrals.csv",
        "Export",
    )
    at_page = {"Sec-Fetch-Site": "same-origin"}
    content = await world.http.get(message["files"][0]["url_private"], headers=at_page)
    assert content.text == "a,b\n1,2\n"
    assert content.headers["content-disposition"] == "attachment"
    known = await world.call("files.info", file=file["id"])
    assert known["file"]["size"] == 8


async def test_a_multipart_upload(world: Any) -> None:
    opened = await world.call("files.getUploadURLExternal", filename="a.txt", length=5)
    sent = await world.http.post(opened["upload_url"], files={"file": ("a.txt", b"hello")})
    assert sent.status_code == 200
    done = await world.call("files.completeUploadExternal", files=[{"id": opened["file_id"]}])
    assert done["files"][0]["size"] == 5
    again = await world.http.post(opened["upload_url"], content=b"other")
    assert again.status_code == 404
    assert (await world.call("files.delete", file=opened["file_id"]))["ok"]
    assert (await world.call("files.info", file=opened["file_id"]))["error"] == "file_not_found"


async def test_uploads_that_are_refused(world: Any) -> None:
    for args in ({"filename": "a"}, {"filename": "a", "length": 0}, {"length": 1}):
        refused = await world.call("files.getUploadURLExternal", **args)
        assert refused["error"] == "invalid_arguments"
    large = await world.call("files.getUploadURLExternal", filename="a", length=10**12)
    assert large["error"] == "file_uploads_too_large"
    opened = await world.call("files.getUploadURLExternal", filename="a", length=1)
    for files in ([], [{"id": "F1"}], [{"id": opened["file_id"]}]):
        refused = await world.call("files.completeUploadExternal", files=files, channel_id=ROOM)
        assert not refused["ok"]
    await world.http.post(opened["upload_url"], content=b"x")
    elsewhere = await world.call(
        "files.completeUploadExternal", files=[{"id": opened["file_id"]}], channel_id="C0GENERAL"
    )
    assert elsewhere["error"] == "not_in_channel"
