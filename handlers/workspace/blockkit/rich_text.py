"""The structure of rich_text blocks."""

from __future__ import annotations

from handlers.workspace.blockkit.options import any_id
from handlers.workspace.blockkit.shapes import (
    Check,
    boolean,
    by_type,
    integer,
    list_of,
    one_of,
    shape,
    string,
    web_url,
)

_LONG = 1_000_000
_style = shape(
    {},
    dict.fromkeys(
        (
            "bold",
            "italic",
            "strike",
            "code",
            "underline",
            "highlight",
            "client_highlight",
            "unlink",
        ),
        boolean,
    ),
    typed=False,
)

_INLINE: dict[str, Check] = {
    "text": shape({"text": string(_LONG, 1)}, {"style": _style}),
    "link": shape({"url": web_url}, {"text": string(_LONG), "unsafe": boolean, "style": _style}),
    "emoji": shape({"name": string(255, 1)}, {"unicode": string(255), "skin_tone": integer(1, 6)}),
    "user": shape({"user_id": any_id}, {"style": _style}),
    "usergroup": shape({"usergroup_id": any_id}, {"style": _style}),
    "channel": shape({"channel_id": any_id}, {"style": _style}),
    "team": shape({"team_id": any_id}, {"style": _style}),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, {"style": _style}),
    "color": shape({"value": string(32, 1)}),
    "date": shape(
        {"timestamp": integer(), "format": string(255, 1)},
        {"url": web_url, "fallback": string(255), "style": _style},
    ),
}
_inline = list_of(by_type(_INLINE), least=0)
_section = shape({"elements": _inline})
_PARTS: dict[str, Check] = {
    "rich_text_section": _section,
    "rich_text_list": shape(
        {
            "style": one_of("bullet", "ordered"),
            "elements": list_of(by_type({"rich_text_section": _section})),
        },
        {"indent": integer(0, 8), "offset": integer(0), "border": integer(0, 1)},
    ),
    "rich_text_preformatted": shape(
        {"elements": list_of(by_type(_INLINE, ("text", "link")), least=0)},
        {"border": integer(0, 1), "language": string(64)},
    ),
    "rich_text_quote": shape({"elements": _inline}, {"border": integer(0, 1)}),
}

rich_text_elements = list_of(by_type(_PARTS), least=0)
