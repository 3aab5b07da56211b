"""Every limit of Slack's blocks and views: at the limit it passes, one more is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.workspace.blockkit.limits import BLOCKS, Surface, problems_in_blocks, problems_in_view

JSON = dict[str, Any]


def plain(text: str = "x") -> JSON:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> JSON:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> JSON:
    return {"type": "section", "text": mrkdwn(), **more}


def options(count: int, **more: Any) -> list[JSON]:
    return [{"text": plain(str(n)), "value": str(n), **more} for n in range(count)]


def button(**more: Any) -> JSON:
    return {"type": "button", "text": plain(), **more}


def actions(*elements: JSON) -> JSON:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> JSON:
    given = {"type": "static_select", "options": options(1), **more}
    if "option_groups" in given:
        del given["options"]
    return given


def field(element: JSON, **more: Any) -> JSON:
    return {"type": "input", "label": plain(), "element": element, **more}


def confirm(**more: Any) -> JSON:
    return {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), **more}


def line(series: int = 1, points: int = 1, **more: Any) -> JSON:
    names = [f"c{n}" for n in range(points)]
    return {
        "type": "data_visualization",
        "title": "t",
        "chart": {
            "type": "line",
            "series": [
                {"name": f"s{n}", "data": [{"label": name, "value": 1} for name in names]}
                for n in range(series)
            ],
            "axis_config": {"categories": names},
        },
        **more,
    }


def pie(*values: float, label: str = "") -> JSON:
    segments = [{"label": label or f"l{n}", "value": value} for n, value in enumerate(values)]
    chart = {"type": "pie", "segments": segments}
    return {"type": "data_visualization", "title": "t", "chart": chart}


def with_axis(**axis: Any) -> JSON:
    block = line()
    block["chart"]["axis_config"].update(axis)
    return block


def with_label(label: str) -> JSON:
    block = line()
    block["chart"]["axis_config"]["categories"] = [label]
    block["chart"]["series"][0]["data"][0]["label"] = label
    return block


def with_series_name(name: str) -> JSON:
    block = line()
    block["chart"]["series"][0]["name"] = name
    return block


def rows(count: int, columns: int = 1, text: str = "x") -> list[list[JSON]]:
    return [[{"type": "raw_text", "text": text} for _ in range(columns)] for _ in range(count)]


def table(count: int, columns: int = 1) -> JSON:
    return {"type": "table", "rows": rows(count, columns)}


def data_table(count: int = 2, columns: int = 1, **more: Any) -> JSON:
    return {"type": "data_table", "caption": "c", "rows": rows(count, columns), **more}


def card(**more: Any) -> JSON:
    return {"type": "card", "title": plain(), **more}


def image(**more: Any) -> JSON:
    return {"type": "image", "image_url": "https://a.example/x.png", "alt_text": "x", **more}


def video(**more: Any) -> JSON:
    return {
        "type": "video",
        "alt_text": "x",
        "title": plain(),
        "thumbnail_url": "https://a.example/x.png",
        "video_url": "https://a.example/x",
        **more,
    }


def feedback(**more: Any) -> JSON:
    good, bad = {"text": plain(), "value": "1", **more}, {"text": plain(), "value": "0"}
    buttons = {"type": "feedback_buttons", "positive_button": good, "negative_button": bad}
    return {"type": "context_actions", "elements": [buttons]}


def icon(**more: Any) -> JSON:
    return {"type": "icon_button", "icon": "trash", "text": plain(), **more}


def address(length: int) -> str:
    return "https://a.example/".ljust(length, "x")


Build = Callable[[int], JSON]

TEXT_LIMITS: list[tuple[str, int, Build]] = [
    ("section text", 3000, lambda n: section(text=mrkdwn("x" * n))),
    ("section field", 2000, lambda n: section(fields=[plain("x" * n)])),
    ("header", 150, lambda n: {"type": "header", "text": plain("x" * n)}),
    ("context text", 3000, lambda n: {"type": "context", "elements": [mrkdwn("x" * n)]}),
    ("markdown", 12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    ("block_id", 255, lambda n: section(block_id="x" * n)),
    ("action_id", 255, lambda n: actions(button(action_id="x" * n))),
    ("button text", 75, lambda n: actions(button(text=plain("x" * n)))),
    ("button value", 2000, lambda n: actions(button(value="x" * n))),
    ("button url", 3000, lambda n: actions(button(url=address(n)))),
    ("button label", 75, lambda n: actions(button(accessibility_label="x" * n))),
    ("confirm title", 100, lambda n: actions(button(confirm=confirm(title=plain("x" * n))))),
    ("confirm text", 300, lambda n: actions(button(confirm=confirm(text=plain("x" * n))))),
    ("confirm yes", 30, lambda n: actions(button(confirm=confirm(confirm=plain("x" * n))))),
    ("confirm no", 30, lambda n: actions(button(confirm=confirm(deny=plain("x" * n))))),
    ("option text", 75, lambda n: actions(select(options=options(1, text=plain("x" * n))))),
    ("option value", 150, lambda n: actions(select(options=options(1, value="x" * n)))),
    (
        "option text 2",
        75,
        lambda n: actions(select(options=options(1, description=plain("x" * n)))),
    ),
    (
        "option url",
        3000,
        lambda n: actions({"type": "overflow", "options": options(1, url=address(n))}),
    ),
    (
        "option group",
        75,
        lambda n: actions(select(option_groups=[{"label": plain("x" * n), "options": options(1)}])),
    ),
    ("placeholder", 150, lambda n: actions(select(placeholder=plain("x" * n)))),
    ("image url", 3000, lambda n: image(image_url=address(n))),
    ("image alt", 2000, lambda n: image(alt_text="x" * n)),
    ("image title", 2000, lambda n: image(title=plain("x" * n))),
    ("card title", 150, lambda n: card(title=plain("x" * n))),
    ("card subtitle", 150, lambda n: card(subtitle=plain("x" * n))),
    ("card body", 200, lambda n: card(body=mrkdwn("x" * n))),
    ("card subtext", 200, lambda n: card(subtext=mrkdwn("x" * n))),
    (
        "container title",
        150,
        lambda n: {"type": "container", "title": plain("x" * n), "child_blocks": [section()]},
    ),
    (
        "container subtitle",
        150,
        lambda n: {"type": "container", "subtitle": plain("x" * n), "child_blocks": [section()]},
    ),
    ("feedback text", 75, lambda n: feedback(text=plain("x" * n))),
    ("feedback value", 2000, lambda n: feedback(value="x" * n)),
    ("feedback label", 75, lambda n: feedback(accessibility_label="x" * n)),
    ("video alt", 200, lambda n: video(alt_text="x" * n)),
    ("video title", 200, lambda n: video(title=plain("x" * n))),
    ("video author", 50, lambda n: video(author_name="x" * n)),
    ("video text", 200, lambda n: video(description=plain("x" * n))),
    ("video provider", 50, lambda n: video(provider_name="x" * n)),
    ("chart title", 50, lambda n: line(title="x" * n)),
    ("chart series name", 20, lambda n: with_series_name("x" * n)),
    ("chart category", 20, lambda n: with_label("x" * n)),
    ("chart x label", 50, lambda n: with_axis(x_label="x" * n)),
    ("chart y label", 50, lambda n: with_axis(y_label="x" * n)),
    ("chart segment label", 20, lambda n: pie(1, label="x" * n)),
    (
        "data table text",
        20_000,
        lambda n: data_table() | {"rows": rows(2, 1, "x" * (n // 2)) + rows(n % 2)},
    ),
]

COUNT_LIMITS: list[tuple[str, int, Build]] = [
    ("section fields", 10, lambda n: section(fields=[plain()] * n)),
    ("actions", 25, lambda n: actions(*[button() for _ in range(n)])),
    ("context elements", 10, lambda n: {"type": "context", "elements": [plain()] * n}),
    ("context actions", 5, lambda n: {"type": "context_actions", "elements": [icon()] * n}),
    (
        "icon people",
        10,
        lambda n: {"type": "context_actions", "elements": [icon(visible_to_user_ids=["U1"] * n)]},
    ),
    ("overflow", 5, lambda n: actions({"type": "overflow", "options": options(n)})),
    ("checkboxes", 10, lambda n: actions({"type": "checkboxes", "options": options(n)})),
    ("radio buttons", 10, lambda n: actions({"type": "radio_buttons", "options": options(n)})),
    ("select options", 100, lambda n: actions(select(options=options(n)))),
    (
        "select groups",
        100,
        lambda n: actions(
            select(
                option_groups=[
                    {"label": plain(), "options": [{"text": plain(), "value": str(g)}]}
                    for g in range(n)
                ]
            )
        ),
    ),
    (
        "options in a group",
        100,
        lambda n: actions(select(option_groups=[{"label": plain(), "options": options(n)}])),
    ),
    ("card actions", 3, lambda n: card(actions=[button()] * n)),
    ("carousel", 10, lambda n: {"type": "carousel", "elements": [card()] * n}),
    ("container", 10, lambda n: {"type": "container", "child_blocks": [section()] * n}),
    ("table rows", 100, table),
    ("table columns", 20, lambda n: table(1, n)),
    ("data table rows", 101, data_table),
    ("data table columns", 20, lambda n: data_table(2, n)),
    ("data table page", 100, lambda n: data_table(page_size=n)),
    ("chart series", 6, lambda n: line(n)),
    ("chart points", 20, lambda n: line(1, n)),
    ("chart segments", 6, lambda n: pie(*[1.0] * n)),
]


@pytest.mark.parametrize(
    ("name", "most", "build"), TEXT_LIMITS, ids=[row[0] for row in TEXT_LIMITS]
)
def test_a_text_may_be_so_long_and_no_longer(name: str, most: int, build: Build) -> None:
    assert problems_in_blocks([build(most)]) == []
    assert problems_in_blocks([build(most + 1)]), name


@pytest.mark.parametrize(
    ("name", "most", "build"), COUNT_LIMITS, ids=[row[0] for row in COUNT_LIMITS]
)
def test_there_may_be_so_many_and_no_more(name: str, most: int, build: Build) -> None:
    assert problems_in_blocks([build(most)]) == []
    assert problems_in_blocks([build(most + 1)]), name


MESSAGE_LIMITS: list[tuple[str, int, Callable[[int], list[JSON]]]] = [
    ("blocks", 50, lambda n: [section() for _ in range(n)]),
    ("tables", 1, lambda n: [table(1)] * n),
    ("charts", 2, lambda n: [line()] * n),
    (
        "markdown in all",
        12_000,
        lambda n: [
            {"type": "markdown", "text": "x" * (n - 10)},
            {"type": "markdown", "text": "x" * 10},
        ],
    ),
]


@pytest.mark.parametrize(
    ("name", "most", "build"), MESSAGE_LIMITS, ids=[row[0] for row in MESSAGE_LIMITS]
)
def test_a_message_may_hold_so_much_and_no_more(
    name: str, most: int, build: Callable[[int], list[JSON]]
) -> None:
    assert problems_in_blocks(build(most)) == []
    assert problems_in_blocks(build(most + 1)), name


def modal(*blocks: JSON, **more: Any) -> JSON:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks), **more}


VIEW_LIMITS: list[tuple[str, int, Build]] = [
    ("blocks", 100, lambda n: modal(*[section() for _ in range(n)])),
    ("title", 24, lambda n: modal(section(), title=plain("x" * n))),
    ("submit", 24, lambda n: modal(section(), submit=plain("x" * n))),
    ("close", 24, lambda n: modal(section(), close=plain("x" * n))),
    ("private_metadata", 3000, lambda n: modal(section(), private_metadata="x" * n)),
    ("callback_id", 255, lambda n: modal(section(), callback_id="x" * n)),
    ("external_id", 255, lambda n: modal(section(), external_id="x" * n)),
    ("input label", 2000, lambda n: modal(field(select(), label=plain("x" * n)))),
    ("input hint", 2000, lambda n: modal(field(select(), hint=plain("x" * n)))),
    ("input length", 3000, lambda n: modal(field({"type": "plain_text_input", "max_length": n}))),
    ("files", 10, lambda n: modal(field({"type": "file_input", "max_files": n}))),
    ("alert", 200, lambda n: modal({"type": "alert", "text": mrkdwn("x" * n)})),
]


@pytest.mark.parametrize(
    ("name", "most", "build"), VIEW_LIMITS, ids=[row[0] for row in VIEW_LIMITS]
)
def test_a_view_may_hold_so_much_and_no_more(name: str, most: int, build: Build) -> None:
    assert problems_in_view(build(most)) == []
    assert problems_in_view(build(most + 1)), name


REFUSED: list[tuple[str, JSON, str]] = [
    ("an unknown block", {"type": "nonsense"}, "/blocks/0/type"),
    ("no type", {"text": plain()}, "/blocks/0"),
    ("an unknown key", section(colour="red"), "/blocks/0"),
    ("an empty text", section(text=mrkdwn("")), "/blocks/0/text/text"),
    ("an empty section", {"type": "section"}, "/blocks/0"),
    ("no fields", section(fields=[]), "/blocks/0/fields"),
    ("a mrkdwn header", {"type": "header", "text": mrkdwn()}, "/blocks/0/text/type"),
    ("a mrkdwn button", actions(button(text=mrkdwn())), "/blocks/0/elements/0/text/type"),
    (
        "a mrkdwn option",
        actions(select(options=options(1, text=mrkdwn()))),
        "/blocks/0/elements/0/options/0/text/type",
    ),
    ("a text as a string", section(text="x"), "/blocks/0/text"),
    ("emoji in mrkdwn", section(text=mrkdwn() | {"emoji": True}), "/blocks/0/text"),
    ("a style of no kind", actions(button(style="red")), "/blocks/0/elements/0/style"),
    ("a broken url", actions(button(url="nowhere")), "/blocks/0/elements/0/url"),
    ("an empty actions", actions(), "/blocks/0/elements"),
    ("an element that is none", actions(section()), "/blocks/0/elements/0/type"),
    ("an input in a message", field(select()), "/blocks/0/type"),
    ("an alert in a message", {"type": "alert", "text": plain()}, "/blocks/0/type"),
    ("an option twice", actions(select(options=options(1) * 2)), "/blocks/0/elements/0/options"),
    (
        "a strange initial option",
        actions(select(initial_option=options(2)[1])),
        "/blocks/0/elements/0/initial_option",
    ),
    (
        "options and groups",
        actions(
            select(options=options(1))
            | {"option_groups": [{"label": plain(), "options": options(1)}]}
        ),
        "/blocks/0/elements/0",
    ),
    ("a select without options", actions({"type": "static_select"}), "/blocks/0/elements/0"),
    (
        "an action id twice",
        actions(button(action_id="a"), button(action_id="a")),
        "/blocks/0/elements",
    ),
    (
        "a date of no form",
        actions({"type": "datepicker", "initial_date": "1.2.2026"}),
        "/blocks/0/elements/0/initial_date",
    ),
    (
        "a time of no form",
        actions({"type": "timepicker", "initial_time": "25:00"}),
        "/blocks/0/elements/0/initial_time",
    ),
    (
        "an image without words",
        {"type": "image", "image_url": "https://a.example/x.png"},
        "/blocks/0",
    ),
    ("an image without source", {"type": "image", "alt_text": "x"}, "/blocks/0"),
    ("uneven rows", {"type": "table", "rows": rows(1, 1) + rows(1, 2)}, "/blocks/0/rows"),
    (
        "a header that is no text",
        data_table() | {"rows": [[{"type": "raw_number", "value": 1}], *rows(1)]},
        "/blocks/0/rows/0/0/type",
    ),
    ("a table of one row", data_table(1), "/blocks/0/rows"),
    ("an empty cell", data_table() | {"rows": rows(1) + rows(1, 1, "")}, "/blocks/0/rows/1/0/text"),
    (
        "a header column that is not there",
        data_table(row_header_column_index=1),
        "/blocks/0/row_header_column_index",
    ),
    ("a table without caption", {"type": "data_table", "rows": rows(2)}, "/blocks/0"),
    ("a page of nothing", data_table(page_size=0), "/blocks/0/page_size"),
    ("an empty pie", pie(), "/blocks/0/chart/segments"),
    ("a piece of nothing", pie(0), "/blocks/0/chart/segments/0/value"),
    ("a chart of no kind", line() | {"chart": {"type": "radar"}}, "/blocks/0/chart/type"),
    ("no series", line(0), "/blocks/0/chart/series"),
    (
        "a point too few",
        line(1, 2)
        | {"chart": line(1, 2)["chart"] | {"axis_config": {"categories": ["c0", "c1", "c2"]}}},
        "/blocks/0/chart/series/0/data",
    ),
    (
        "a label that is no category",
        line() | {"chart": line()["chart"] | {"axis_config": {"categories": ["other"]}}},
        "/blocks/0/chart/series/0/data",
    ),
    (
        "series of one name",
        line() | {"chart": line()["chart"] | {"series": line()["chart"]["series"] * 2}},
        "/blocks/0/chart/series",
    ),
    (
        "a rich text of no part",
        {"type": "rich_text", "elements": [{"type": "text", "text": "x"}]},
        "/blocks/0/elements/0/type",
    ),
    (
        "a list of texts",
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [{"type": "text", "text": "x"}],
                }
            ],
        },
        "/blocks/0/elements/0/elements/0/type",
    ),
    (
        "an empty text in rich text",
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
        },
        "/blocks/0/elements/0/elements/0/text",
    ),
    ("an empty card", {"type": "card"}, "/blocks/0"),
    ("an empty block_id", section(block_id=""), "/blocks/0/block_id"),
    ("a null", section(accessory=None), "/blocks/0/accessory"),
]


@pytest.mark.parametrize(("name", "block", "pointer"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_wrong_is_named_with_its_path(name: str, block: JSON, pointer: str) -> None:
    problems = problems_in_blocks([block])
    assert any(problem.endswith(f"[json-pointer:{pointer}]") for problem in problems), problems
    assert all(problem.startswith("[ERROR] ") for problem in problems)


TAKEN: list[tuple[str, JSON]] = [
    ("a divider", {"type": "divider"}),
    ("fields alone", {"type": "section", "fields": [plain(), mrkdwn()]}),
    ("an accessory", section(accessory=button(action_id="a", value="1", style="danger"))),
    (
        "a multi-select",
        section(
            accessory={
                "type": "multi_static_select",
                "options": options(2),
                "initial_options": options(1),
            }
        ),
    ),
    ("people", actions({"type": "users_select", "initial_user": "U1"})),
    ("a button without value", actions(button(value=""))),
    (
        "context of both",
        {
            "type": "context",
            "elements": [
                mrkdwn(),
                {"type": "image", "image_url": "https://a.example/x.png", "alt_text": "x"},
            ],
        },
    ),
    ("an area of three months", line(2, 3)),
    (
        "a falling line",
        line()
        | {
            "chart": {
                "type": "area",
                "series": [{"name": "s", "data": [{"label": "c", "value": -1.5}]}],
                "axis_config": {"categories": ["c"], "x_label": "x"},
            }
        },
    ),
    (
        "numbers in a table",
        data_table()
        | {"rows": [*rows(1), [{"type": "raw_number", "value": 45.6, "text": "45.6%"}]]},
    ),
    (
        "rich text in a table",
        {
            "type": "table",
            "rows": [
                [
                    {
                        "type": "rich_text",
                        "elements": [
                            {
                                "type": "rich_text_section",
                                "elements": [
                                    {"type": "text", "text": "x", "style": {"bold": True}}
                                ],
                            }
                        ],
                    }
                ]
            ],
            "column_settings": [{"align": "right"}],
        },
    ),
    (
        "rich text of all kinds",
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "x", "style": {"code": True}},
                        {"type": "link", "url": "https://a.example"},
                        {"type": "emoji", "name": "wave"},
                        {"type": "user", "user_id": "U1"},
                        {"type": "channel", "channel_id": "C1"},
                        {"type": "date", "timestamp": 1, "format": "{date}"},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "indent": 1,
                    "elements": [{"type": "rich_text_section", "elements": []}],
                },
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x"}]},
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "x"}]},
            ],
        },
    ),
]


@pytest.mark.parametrize(("name", "block"), TAKEN, ids=[row[0] for row in TAKEN])
def test_what_slack_takes_is_taken(name: str, block: JSON) -> None:
    assert problems_in_blocks([block]) == [], name


INPUTS: list[JSON] = [
    {"type": "plain_text_input", "multiline": True, "min_length": 1, "initial_value": "x"},
    {"type": "url_text_input"},
    {"type": "email_text_input"},
    {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
    {"type": "datepicker", "initial_date": "2026-11-22"},
    {"type": "timepicker", "initial_time": "09:00"},
    {"type": "datetimepicker", "initial_date_time": 1_795_370_203},
    {"type": "checkboxes", "options": options(2), "initial_options": options(1)},
    {"type": "radio_buttons", "options": options(2), "initial_option": options(1)[0]},
    {"type": "multi_users_select"},
    {"type": "conversations_select", "default_to_current_conversation": True},
    {"type": "external_select", "min_query_length": 0},
]


@pytest.mark.parametrize("element", INPUTS, ids=[str(element["type"]) for element in INPUTS])
def test_inputs_stand_in_modals_and_on_home(element: JSON) -> None:
    assert problems_in_view(modal(field(element))) == []
    assert problems_in_view({"type": "home", "blocks": [field(element)]}) == []


def test_a_modal_with_inputs_needs_a_submit_button() -> None:
    view = modal(field(select()))
    del view["submit"]
    assert problems_in_view(view) == [
        "[ERROR] missing required field: submit [json-pointer:/view/submit]"
    ]


@pytest.mark.parametrize(
    ("view", "pointer"),
    [
        (modal(), "/view/blocks"),
        ({"type": "modal", "blocks": [section()]}, "/view"),
        ({"type": "tab", "blocks": [section()]}, "/view/type"),
        ({"type": "home", "blocks": [section()], "title": plain()}, "/view"),
        (modal(section(), title=mrkdwn()), "/view/title/type"),
        (modal(section(), shape="round"), "/view"),
        (modal({"type": "table", "rows": rows(1)}), "/view/blocks/0/type"),
        ("a text", "/view"),
    ],
)
def test_views_that_slack_refuses(view: Any, pointer: str) -> None:
    assert any(problem.endswith(f"[json-pointer:{pointer}]") for problem in problems_in_view(view))


def test_block_ids_are_unique() -> None:
    assert problems_in_blocks([section(block_id="a"), section(block_id="b")]) == []
    assert problems_in_blocks([section(block_id="a"), section(block_id="a")]) == [
        "[ERROR] block_id already exists: a [json-pointer:/blocks/1/block_id]"
    ]


def test_newer_blocks_can_be_unknown_to_a_workspace() -> None:
    assert problems_in_blocks([line()], unsupported={"data_visualization"}) == [
        "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]"
    ]


@pytest.mark.parametrize(
    "rubbish",
    [
        None,
        1,
        "x",
        {},
        [None],
        [[]],
        [1],
        [{"type": []}],
        [{"type": "actions", "elements": {}}],
        [{"type": "section", "fields": "x", "text": []}],
        [{"type": "table", "rows": [1]}],
        [
            {
                "type": "data_visualization",
                "title": 1,
                "chart": {"type": "line", "series": [1], "axis_config": 1},
            }
        ],
    ],
)
def test_rubbish_is_refused_and_breaks_nothing(rubbish: Any) -> None:
    assert problems_in_blocks(rubbish)


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_no_block_of_no_content_breaks_anything(kind: str) -> None:
    surfaces: tuple[Surface, ...] = ("message", "modal", "home")
    for surface in surfaces:
        problems_in_blocks(
            [{"type": kind, "elements": 1, "text": 1, "rows": 1, "chart": 1}], surface
        )


@pytest.mark.parametrize("rubbish", [{"type": []}, {"type": "modal", "blocks": [{"type": {}}]}])
def test_views_of_rubbish_break_nothing(rubbish: Any) -> None:
    assert problems_in_view(rubbish)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "text",
                    "elements",
                    "rows",
                    "chart",
                    "series",
                    "options",
                    "value",
                    "blocks",
                    "title",
                    "initial_option",
                    "axis_config",
                    "segments",
                    "element",
                    "accessory",
                    "fields",
                    "action_id",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
KINDS = st.sampled_from(
    [
        *sorted(BLOCKS),
        "line",
        "pie",
        "static_select",
        "button",
        "rich_text_section",
        "plain_text",
        "raw_text",
        "modal",
    ]
)


def typed(value: Any, kinds: list[str]) -> Any:
    """The same value with known types in its objects, so that the checks go deep."""
    if isinstance(value, list):
        return [typed(item, kinds) for item in value]
    if isinstance(value, dict):
        inside = {name: typed(item, kinds) for name, item in value.items()}
        return inside | ({"type": kinds.pop()} if kinds else {})
    return value


@given(st.lists(JSON_VALUES, max_size=3), st.lists(KINDS, max_size=12))
def test_no_json_breaks_the_checks(values: list[Any], kinds: list[str]) -> None:
    blocks = typed(values, list(kinds))
    assert isinstance(problems_in_blocks(blocks), list)
    assert isinstance(problems_in_view({"type": "modal", "blocks": blocks}), list)
