"""Tables and charts: `table`, `data_table`, `data_visualization`."""

from __future__ import annotations

from typing import Any

from handlers.workspace.blockkit import numbers as most
from handlers.workspace.blockkit.rich_text import rich_text_elements
from handlers.workspace.blockkit.shapes import (
    Check,
    Findings,
    boolean,
    by_type,
    integer,
    list_of,
    number,
    one_of,
    shape,
    string,
)

_LONG = 1_000_000


def _text_length(cell: Any) -> int:
    """The characters in a cell, however deep they stand."""
    if isinstance(cell, dict):
        own = len(cell["text"]) if isinstance(cell.get("text"), str) else 0
        return own + sum(_text_length(item) for item in cell.get("elements") or [])
    return 0


def _rows_hold_together(columns: int, characters: int) -> Check:
    def check(value: Any, at: str, out: Findings) -> None:
        rows = value.get("rows")
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            return
        if len({len(row) for row in rows}) > 1:
            out.say(f"{at}/rows", "all rows must have the same number of columns")
        if any(len(row) > columns for row in rows):
            out.say(f"{at}/rows", f"no more than {columns} columns allowed")
        if sum(_text_length(cell) for row in rows for cell in row) > characters:
            out.say(f"{at}/rows", f"must have less than {characters + 1} characters in all cells")

    return check


_rich_cell = shape({"elements": rich_text_elements})
_TABLE_CELLS: dict[str, Check] = {
    "raw_text": shape({"text": string(_LONG)}),
    "raw_number": shape({"value": number}, {"text": string(_LONG)}),
    "rich_text": _rich_cell,
}
_DATA_CELLS: dict[str, Check] = {
    "raw_text": shape({"text": string(_LONG, 1)}),
    "raw_number": shape({"value": number}, {"text": string(_LONG, 1)}),
    "rich_text": _rich_cell,
}


def _setting(value: Any, at: str, out: Findings) -> None:
    if value is not None:
        shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}, typed=False)(
            value, at, out
        )


table: dict[str, Check] = {
    "rows": list_of(list_of(by_type(_TABLE_CELLS)), most.TABLE_ROWS),
}
table_settings: dict[str, Check] = {
    "column_settings": list_of(_setting, most.TABLE_COLUMNS),
}
table_also = _rows_hold_together(most.TABLE_COLUMNS, most.TABLE_TEXT)

data_table: dict[str, Check] = {
    "caption": string(_LONG, 1),
    "rows": list_of(list_of(by_type(_DATA_CELLS)), most.DATA_TABLE_ROWS, 2),
}
data_table_settings: dict[str, Check] = {
    "page_size": integer(1, most.DATA_TABLE_PAGE),
    "row_header_column_index": integer(0),
}


def data_table_also(value: Any, at: str, out: Findings) -> None:
    """Even rows, a header of plain text, a header column that exists."""
    _rows_hold_together(most.DATA_TABLE_COLUMNS, most.DATA_TABLE_TEXT)(value, at, out)
    rows = value.get("rows")
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], list):
        return
    for index, cell in enumerate(rows[0]):
        if isinstance(cell, dict) and cell.get("type") != "raw_text":
            out.say(f"{at}/rows/0/{index}/type", "must be one of: raw_text")
    column = value.get("row_header_column_index")
    if isinstance(column, int) and column >= len(rows[0]):
        out.say(f"{at}/row_header_column_index", "must be the index of a column")


_label = string(most.CHART_LABEL, 1)
_axes = shape(
    {"categories": list_of(_label, most.CHART_POINTS)},
    {"x_label": string(most.CHART_AXIS_LABEL), "y_label": string(most.CHART_AXIS_LABEL)},
    typed=False,
)
_series = shape(
    {
        "name": _label,
        "data": list_of(shape({"label": _label, "value": number}, typed=False), most.CHART_POINTS),
    },
    typed=False,
)


def _series_hold_together(chart: Any, at: str, out: Findings) -> None:
    """Unique series names, unique categories, each series one point per category."""
    series = [one for one in chart.get("series") or [] if isinstance(one, dict)]
    names = [str(one.get("name")) for one in series]
    if len(set(names)) != len(names):
        out.say(f"{at}/series", "series names must be unique")
    axes = chart.get("axis_config")
    categories = axes.get("categories") if isinstance(axes, dict) else None
    if not isinstance(categories, list):
        return
    if len({str(item) for item in categories}) != len(categories):
        out.say(f"{at}/axis_config/categories", "categories must be unique")
    for index, one in enumerate(series):
        points = [point for point in one.get("data") or [] if isinstance(point, dict)]
        labels = [point.get("label") for point in points]
        if any(label not in categories for label in labels):
            out.say(f"{at}/series/{index}/data", "every label must be one of the categories")
        elif len(labels) != len(categories) or len({str(label) for label in labels}) != len(labels):
            out.say(f"{at}/series/{index}/data", "must have one point for every category")


def _positive(value: Any, at: str, out: Findings) -> None:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 < value < float("inf")
    ):
        out.say(at, "must be greater than 0")


_drawn = shape(
    {"series": list_of(_series, most.CHART_SERIES), "axis_config": _axes},
    also=_series_hold_together,
)
chart = by_type(
    {
        "line": _drawn,
        "bar": _drawn,
        "area": _drawn,
        "pie": shape(
            {
                "segments": list_of(
                    shape({"label": _label, "value": _positive}, typed=False), most.CHART_SEGMENTS
                )
            }
        ),
    }
)
data_visualization: dict[str, Check] = {"title": string(most.CHART_TITLE, 1), "chart": chart}
