"""The page's own files, from memory: a first screen asks for some forty of them at once.

There is no build step. Two things are made while serving, so that a browser need not find out file
by file what it wants: one style sheet of all, and in `index.html` a preload link for each module.
"""

from __future__ import annotations

import mimetypes
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

PAGE = Path(__file__).parent / "page"
STYLES = "css/all.css"
MODULES = b"<!-- modules -->"
_ORDER = ("base", "layout", "messages", "blocks", "controls", "dialogs", "panels")

# What a system's own table of types says must not decide whether a script runs.
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


async def page_file(request: Request) -> Response:
    """A file of the page; nothing outside its folder."""
    name = request.path_params.get("path") or "index.html"
    content = content_of(name)
    if content is None:
        return PlainTextResponse("There is nothing here.", 404)
    kind = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
    return Response(
        content,
        media_type=kind or "application/octet-stream",
        headers={"Cache-Control": "no-cache"},
    )


def content_of(name: str) -> bytes | None:
    """What is served under a name; None where there is nothing."""
    if name == STYLES:
        parts = [_read(PAGE / "css" / f"{part}.css") for part in _ORDER]
        return b"\n".join(part for part in parts if part)
    content = _read(PAGE / name)
    if name == "index.html" and content:
        return content.replace(MODULES, "\n  ".join(_preloads()).encode())
    return content


def _preloads() -> list[str]:
    names = sorted(path.name for path in (PAGE / "js").glob("*.js"))
    return [f'<link rel="modulepreload" href="js/{name}">' for name in names]


def _read(path: Path) -> bytes | None:
    """A file as it is now; read again only after a change."""
    try:
        path = path.resolve()
        if not path.is_relative_to(PAGE.resolve()):
            return None
        return _read_at(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=200)
def _read_at(path: Path, changed: int) -> bytes:
    return path.read_bytes()
