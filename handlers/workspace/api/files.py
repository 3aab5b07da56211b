"""`files.*`: an upload in three steps, as Slack asks for. Content stays in memory."""

from __future__ import annotations

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from mimetypes import guess_type

from handlers.workspace.api.calls import Call, Method
from handlers.workspace.api.chat import new_app_message
from handlers.workspace.blockkit.ids import with_ids
from handlers.workspace.blockkit.message_checks import checked_blocks, parsed
from handlers.workspace.state.model import JSON, File, new_id
from handlers.workspace.state.refusals import SlackError
from handlers.workspace.state.workspace import Workspace

LARGEST = 50_000_000


def get_upload_url(call: Call) -> JSON:
    call.need("files:write")
    name = call.required("filename")
    try:
        length = int(call.required("length"))
    except ValueError:
        raise SlackError("invalid_arguments") from None
    if not 0 < length <= LARGEST:
        raise SlackError("invalid_arguments" if length < 1 else "file_uploads_too_large")
    file = File(
        new_id("F"),
        name.replace("/", "_"),
        mimetype=guess_type(name)[0] or "application/octet-stream",
        length=length,
        user=call.bot,
    )
    call.workspace.files[file.id] = file
    return {
        "ok": True,
        "file_id": file.id,
        "upload_url": f"{call.workspace.base_url}/upload/{file.id}",
    }


def take_upload(workspace: Workspace, file_id: str, content_type: str, body: bytes) -> bool:
    """Store the content that was sent to an upload address, raw or as one multipart field."""
    file = workspace.files.get(file_id)
    if file is None or file.completed:
        return False
    if content_type.startswith("multipart/form-data"):
        head = f"Content-Type: {content_type}\r\n\r\n".encode()
        mail: EmailMessage = BytesParser(policy=HTTP).parsebytes(head + body)
        parts = [part.get_payload(decode=True) for part in mail.iter_parts()]
        body = next((part for part in parts if isinstance(part, bytes)), b"")
    file.content = body
    return True


def complete_upload(call: Call) -> JSON:
    call.need("files:write")
    items = parsed(call.args.get("files"), "invalid_arguments")
    if not isinstance(items, list) or not items:
        raise SlackError("invalid_arguments")
    files: list[File] = []
    for item in items:
        file = call.workspace.files.get(str(item.get("id"))) if isinstance(item, dict) else None
        if file is None or file.content is None:
            raise SlackError("file_not_found")
        if item.get("title"):
            file.title = str(item["title"])
        files.append(file)
    where = [call.text("channel_id")] if call.text("channel_id") else call.names("channels")
    for channel_id in where:
        call.args["channel"] = channel_id
        _share(call, files)
    for file in files:
        file.completed = True
    return {"ok": True, "files": [_described(call.workspace, file) for file in files]}


def _described(workspace: Workspace, file: File) -> JSON:
    created = int(workspace.clock.now().timestamp())
    return file.as_slack(workspace.base_url, created) | {"channels": file.channels}


def _share(call: Call, files: list[File]) -> None:
    """Post the message that shows the files."""
    channel = call.channel_to_post_in()
    parent = call.thread_parent(channel)
    message = new_app_message(call.workspace, channel, call.text("initial_comment"))
    message.blocks = with_ids(
        checked_blocks(call.args.get("blocks"), call.workspace.unsupported_blocks)
    )
    message.thread_ts = parent.ts if parent else ""
    message.subtype = "file_share"
    for file in files:
        file.channels.append(channel.id)
    message.files = [_described(call.workspace, file) for file in files]
    call.workspace.post(message)


def file_info(call: Call) -> JSON:
    call.need("files:read")
    file = call.workspace.files.get(call.required("file"))
    if file is None:
        raise SlackError("file_not_found")
    return {"ok": True, "file": _described(call.workspace, file)}


def delete_file(call: Call) -> JSON:
    call.need("files:write")
    if call.workspace.files.pop(call.required("file"), None) is None:
        raise SlackError("file_not_found")
    return {"ok": True}


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": file_info,
    "files.delete": delete_file,
}
