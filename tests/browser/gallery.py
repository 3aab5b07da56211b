"""One of each block, and where to look for it once it is drawn."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]
PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='240' height='80'%3E"
    "%3Crect width='240' height='80' fill='%23007a5a'/%3E%3C/svg%3E"
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> JSON:
    return {"type": "mrkdwn", "text": text}


def chart(kind: str, *series: list[float]) -> JSON:
    return {
        "type": "data_visualization",
        "title": f"A {kind} chart",
        "chart": {
            "type": kind,
            "series": [
                {
                    "name": f"Series {number}",
                    "data": [
                        {"label": month, "value": value}
                        for month, value in zip(MONTHS, values, strict=True)
                    ],
                }
                for number, values in enumerate(series, 1)
            ],
            "axis_config": {"categories": MONTHS, "x_label": "month", "y_label": "pages"},
        },
    }


def rows(kind: str = "raw_text") -> list[list[JSON]]:
    table = [["Platform", "Referred", "Rate"], ["Facebook", "825", "44.9%"], ["YouTube", "96", "–"]]
    return [[{"type": kind, "text": cell} for cell in row] for row in table]


OPTIONS = [{"text": plain(name), "value": name} for name in ("One", "Two", "Three")]

# (block, what it must have become, inside the block)
MESSAGES: dict[str, list[tuple[JSON, str]]] = {
    "words": [
        ({"type": "header", "text": plain("A header :tada:")}, "h2:text('A header 🎉')"),
        (
            {"type": "section", "text": mrkdwn("*bold* _slanted_ ~gone~ `code` :warning: <!here>")},
            "strong:text('bold')",
        ),
        (
            {"type": "section", "text": mrkdwn("<!date^1795000000^{date_long} {time}|fallback>")},
            "time:text('2026')",
        ),
        (
            {"type": "section", "fields": [mrkdwn("*Owner*\nAnalyst"), mrkdwn("*Basis*\nlaw")]},
            ".fields .field:nth-child(2)",
        ),
        (
            {
                "type": "section",
                "text": mrkdwn("With a menu"),
                "accessory": {"type": "overflow", "action_id": "o", "options": OPTIONS},
            },
            ".accessory button[aria-haspopup=menu]",
        ),
        ({"type": "context", "elements": [mrkdwn("small and grey")]}, ".context-words"),
        ({"type": "divider"}, "hr"),
        (
            {
                "type": "actions",
                "elements": [
                    {"type": "button", "text": plain("Go"), "action_id": "a", "style": "primary"},
                    {"type": "button", "text": plain("Stop"), "action_id": "b", "style": "danger"},
                    {
                        "type": "static_select",
                        "action_id": "c",
                        "placeholder": plain("Choose"),
                        "options": OPTIONS,
                    },
                    {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-22"},
                ],
            },
            "button.primary",
        ),
        (
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "text", "text": "rich ", "style": {"bold": True}},
                            {"type": "emoji", "name": "tada"},
                            {"type": "user", "user_id": "U0LEAD"},
                        ],
                    },
                    {
                        "type": "rich_text_list",
                        "style": "ordered",
                        "elements": [
                            {
                                "type": "rich_text_section",
                                "elements": [{"type": "text", "text": "first"}],
                            }
                        ],
                    },
                    {
                        "type": "rich_text_quote",
                        "elements": [{"type": "text", "text": "a quotation"}],
                    },
                    {
                        "type": "rich_text_preformatted",
                        "elements": [{"type": "text", "text": "as it is"}],
                    },
                ],
            },
            "ol li:text('first')",
        ),
        (
            {"type": "image", "image_url": PICTURE, "alt_text": "A green field"},
            "img[alt='A green field']",
        ),
        (
            {
                "type": "markdown",
                "text": "## Heading\n\n- **one**\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
            },
            "table td:text('2')",
        ),
    ],
    "tables": [
        ({"type": "table", "rows": rows()}, "td:text('Facebook')"),
        (
            {
                "type": "data_table",
                "caption": "By platform",
                "rows": rows(),
                "page_size": 1,
                "row_header_column_index": 0,
            },
            "button.sort:text('Referred')",
        ),
    ],
    "line and bar": [
        (chart("line", [4, 6, 2, 3, 5, 8], [1, 2, 2, 3, 1, 4]), "svg .series-1 path.line"),
        (chart("bar", [4, 6, 2, 3, 5, 8], [1, 2, 2, 3, 1, 4]), "svg .series-1 rect.bar"),
    ],
    "area and pie": [
        (chart("area", [4, 6, 2, 3, 5, 8]), "svg path.area"),
        (
            {
                "type": "data_visualization",
                "title": "A pie chart",
                "chart": {
                    "type": "pie",
                    "segments": [{"label": name, "value": n} for n, name in enumerate(MONTHS, 1)],
                },
            },
            "svg path.slice.series-5",
        ),
    ],
}


def field(label: str, element: JSON) -> JSON:
    return {
        "type": "input",
        "block_id": label,
        "label": plain(label),
        "optional": True,
        "element": element | {"action_id": "it"},
    }


FORM: JSON = {
    "type": "modal",
    "title": plain("Every input"),
    "submit": plain("Hand in"),
    "close": plain("Cancel"),
    "blocks": [
        {"type": "alert", "text": mrkdwn("An alert"), "level": "warning"},
        field("Words", {"type": "plain_text_input", "max_length": 20, "placeholder": plain("…")}),
        field("Lines", {"type": "plain_text_input", "multiline": True}),
        field("Number", {"type": "number_input", "is_decimal_allowed": False}),
        field("Mail", {"type": "email_text_input"}),
        field("Address", {"type": "url_text_input"}),
        field("One of", {"type": "static_select", "options": OPTIONS}),
        field("Some of", {"type": "multi_static_select", "options": OPTIONS}),
        field("Person", {"type": "users_select"}),
        field("Channel", {"type": "conversations_select"}),
        field("Ticks", {"type": "checkboxes", "options": OPTIONS}),
        field("Buttons", {"type": "radio_buttons", "options": OPTIONS}),
        field("Day", {"type": "datepicker"}),
        field("Time", {"type": "timepicker"}),
    ],
}
LABELS = [block["block_id"] for block in FORM["blocks"] if block["type"] == "input"]
