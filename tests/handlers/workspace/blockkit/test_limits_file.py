"""Each number of `data/block-limits.json` is refused one beyond, through the Web API.

The file is Slack's limits as an MIT-licensed library lists them. A number that it gains without a
case here fails the test.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.handlers.workspace.blockkit.test_limits import (
    COUNT_LIMITS,
    MESSAGE_LIMITS,
    TEXT_LIMITS,
    VIEW_LIMITS,
    actions,
    data_table,
    field,
    image,
    line,
    modal,
    mrkdwn,
    options,
    pie,
    plain,
    rows,
    section,
    select,
    video,
)

JSON = dict[str, Any]
FILE = Path(__file__).parent / "data" / "block-limits.json"

MOST = {
    "text.max_length": "section text",
    "action_id.max_length": "action_id",
    "block_id.max_length": "block_id",
    "button.text.max_length": "button text",
    "button.url.max_length": "button url",
    "button.value.max_length": "button value",
    "button.accessibility_label.max_length": "button label",
    "confirmation.title.max_length": "confirm title",
    "confirmation.text.max_length": "confirm text",
    "confirmation.confirm.max_length": "confirm yes",
    "confirmation.deny.max_length": "confirm no",
    "option.text.max_length": "option text",
    "option.value.max_length": "option value",
    "option.description.max_length": "option text 2",
    "option.url.max_length": "option url",
    "option_group.label.max_length": "option group",
    "option_group.options.max_items": "options in a group",
    "select.placeholder.max_length": "placeholder",
    "select.options.max_items": "select options",
    "select.option_groups.max_items": "select groups",
    "overflow.options.max_items": "overflow",
    "checkboxes.options.max_items": "checkboxes",
    "radio_buttons.options.max_items": "radio buttons",
    "url_source.url.max_length": "image url",
    "file_input.max_files.max": "view: files",
    "plain_text_input.max_length.max": "view: input length",
    "actions.elements.max_items": "actions",
    "alert.text.max_length": "view: alert",
    "card.title.max_length": "card title",
    "card.subtitle.max_length": "card subtitle",
    "card.body.max_length": "card body",
    "card.actions.max_items": "card actions",
    "card.subtext.max_length": "card subtext",
    "carousel.elements.max_items": "carousel",
    "container.title.max_length": "container title",
    "container.subtitle.max_length": "container subtitle",
    "container.child_blocks.max_items": "container",
    "context.elements.max_items": "context elements",
    "context_actions.elements.max_items": "context actions",
    "feedback_button.text.max_length": "feedback text",
    "feedback_button.value.max_length": "feedback value",
    "feedback_button.accessibility_label.max_length": "feedback label",
    "icon_button.visible_to_user_ids.max_items": "icon people",
    "data_table.rows.max_items": "data table rows",
    "data_table.columns.max_items": "data table columns",
    "data_table.page_size.max": "data table page",
    "data_table.content.max_length": "data table text",
    "data_visualization.title.max_length": "chart title",
    "data_visualization.segments.max_items": "chart segments",
    "data_visualization.segment.label.max_length": "chart segment label",
    "data_visualization.series.max_items": "chart series",
    "data_visualization.series_name.max_length": "chart series name",
    "data_visualization.data.max_items": "chart points",
    "data_visualization.point_label.max_length": "chart category",
    "data_visualization.categories.max_items": "chart points",
    "data_visualization.category_label.max_length": "chart category",
    "data_visualization.axis_label.max_length": "chart x label",
    "header.text.max_length": "header",
    "image.image_url.max_length": "image url",
    "image.alt_text.max_length": "image alt",
    "input.label.max_length": "view: input label",
    "input.hint.max_length": "view: input hint",
    "markdown.text.max_length": "markdown",
    "section.text.max_length": "section text",
    "section.fields.max_items": "section fields",
    "section.fields.item_max_length": "section field",
    "video.alt_text.max_length": "video alt",
    "video.title.max_length": "video title",
    "video.author_name.max_length": "video author",
    "video.description.max_length": "video text",
    "video.provider_name.max_length": "video provider",
    "view.blocks.max_items": "view: blocks",
    "view.private_metadata.max_length": "view: private_metadata",
    "view.callback_id.max_length": "view: callback_id",
    "view.title.max_length": "view: title",
    "view.close.max_length": "view: close",
    "view.submit.max_length": "view: submit",
}
STRICTER = {
    "data_table.rows.max_items": 101,
    "data_visualization.segments.max_items": 6,
    "data_visualization.series.max_items": 6,
}
"""Where sources differ the lower number stands (docs/workspace.md)."""

# From the least that is taken downwards: the case for `least`, and the one below it.
LEAST: dict[str, Callable[[int], JSON]] = {
    "text.min_length": lambda n: section(text=mrkdwn("x" * n)),
    "option_group.options.min_items": lambda n: actions(
        select(option_groups=[{"label": plain(), "options": options(n)}])
    ),
    "overflow.options.min_items": lambda n: actions({"type": "overflow", "options": options(n)}),
    "checkboxes.options.min_items": lambda n: actions(
        {"type": "checkboxes", "options": options(n)}
    ),
    "radio_buttons.options.min_items": lambda n: actions(
        {"type": "radio_buttons", "options": options(n)}
    ),
    "url_source.url.min_length": lambda n: image(image_url="https://a.example/" * n),
    "file_input.max_files.min": lambda n: modal(field({"type": "file_input", "max_files": n})),
    "carousel.elements.min_items": lambda n: {
        "type": "carousel",
        "elements": [{"type": "card", "title": plain()}] * n,
    },
    "data_table.rows.min_items": data_table,
    "data_table.columns.min_items": lambda n: data_table(2, n),
    "data_table.page_size.min": lambda n: data_table(page_size=n),
    "data_table.cell_text.min_length": lambda n: (
        data_table() | {"rows": rows(1) + rows(1, 1, "x" * n)}
    ),
    "data_visualization.segments.min_items": lambda n: pie(*[1.0] * n),
    "data_visualization.segment.value.exclusive_min": lambda n: pie(float(n)),
    "data_visualization.series.min_items": line,
    "data_visualization.data.min_items": lambda n: line(1, n),
    "data_visualization.categories.min_items": lambda n: line(1, n),
    "markdown.text.min_length": lambda n: {"type": "markdown", "text": "x" * n},
    "video.alt_text.min_length": lambda n: video(alt_text="x" * n),
    "view.blocks.min_items": lambda n: modal(*[section()] * n),
}


def numbers(value: JSON, path: str = "") -> Iterator[tuple[str, int]]:
    for name, inner in value.items():
        at = f"{path}.{name}" if path else name
        if isinstance(inner, dict):
            yield from numbers(inner, at)
        else:
            yield at, inner


NUMBERS = dict(numbers(json.loads(FILE.read_text())))


def cases() -> dict[str, tuple[int, Callable[[int], Any]]]:
    found: dict[str, tuple[int, Callable[[int], Any]]] = {}
    for name, most, build in [*TEXT_LIMITS, *COUNT_LIMITS]:
        found[name] = most, build
    for name, most, many in MESSAGE_LIMITS:
        found[f"message: {name}"] = most, many
    for name, most, build in VIEW_LIMITS:
        found[f"view: {name}"] = most, build
    return found


async def error_of(world: Any, content: Any) -> str:
    """What the Web API says of a block, blocks or a view; "" where it takes it."""
    if isinstance(content, dict) and content["type"] == "modal":
        trigger = world.workspace.triggers.make("U0ANALYST")
        answer = await world.call("views.open", trigger_id=trigger, view=content)
    else:
        blocks = content if isinstance(content, list) else [content]
        message = {"channel": "C0REFERRALS", "text": "x", "blocks": blocks}
        answer = await world.call("chat.postMessage", **message)
    return str(answer.get("error", ""))


def expected(content: Any) -> str:
    is_view = isinstance(content, dict) and content["type"] == "modal"
    return "invalid_arguments" if is_view else "invalid_blocks"


def test_every_number_of_the_file_has_its_case() -> None:
    assert set(NUMBERS) == set(MOST) | set(LEAST)
    known = cases()
    for path, name in MOST.items():
        assert known[name][0] == STRICTER.get(path, NUMBERS[path]), path


async def test_at_each_limit_it_is_taken_and_one_beyond_it_is_refused(world: Any) -> None:
    for name, (most, build) in cases().items():
        assert await error_of(world, build(most)) == "", name
        assert await error_of(world, build(most + 1)) == expected(build(most + 1)), name


async def test_the_least_is_taken_and_less_is_refused(world: Any) -> None:
    for path, build in LEAST.items():
        least = NUMBERS[path] + (1 if path.endswith("exclusive_min") else 0)
        assert await error_of(world, build(least)) == "", path
        assert await error_of(world, build(least - 1)) == expected(build(least - 1)), path


async def test_a_message_may_be_so_long(world: Any) -> None:
    for length, error in ((40_000, ""), (40_001, "msg_too_long")):
        answer = await world.call("chat.postMessage", channel="C0REFERRALS", text="x" * length)
        assert answer.get("error", "") == error
