"""Slack's limits as data.

The numbers are those of Slack's Block Kit reference (November 2026). Where sources differ the
lower one stands, so that what passes here passes in every workspace: charts take 6 series and
6 segments (newer pages say 12), a data_table 101 rows with its header (newer pages say 201).
"""

from __future__ import annotations

from typing import Final

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
MESSAGE_TEXT: Final = 40_000
MARKDOWN_TEXT: Final = 12_000
ALL_BLOCKS: Final = 12_000
"""Characters of all texts in one message's blocks. Slack documents none, and refuses about so many."""
VIEW_BYTES: Final = 250_000

TEXT: Final = 3000
ID: Final = 255
URL: Final = 3000

ACTIONS: Final = 25
ALERT_TEXT: Final = 200
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
ACCESSIBILITY_LABEL: Final = 75
CARD_TITLE: Final = 150
CARD_BODY: Final = 200
CARD_ACTIONS: Final = 3
CAROUSEL: Final = 10
CHOICES: Final = 10
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
CONTAINER_TITLE: Final = 150
CONTAINER_BLOCKS: Final = 10
CONTEXT: Final = 10
CONTEXT_ACTIONS: Final = 5
FEEDBACK_TEXT: Final = 75
FEEDBACK_VALUE: Final = 2000
FILES: Final = 10
HEADER: Final = 150
ICON_VISIBLE_TO: Final = 10
IMAGE_ALT: Final = 2000
IMAGE_TITLE: Final = 2000
INPUT_LABEL: Final = 2000
INPUT_MAX_LENGTH: Final = 3000
OPTIONS: Final = 100
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75
OVERFLOW: Final = 5
PLACEHOLDER: Final = 150
SECTION_FIELDS: Final = 10
SECTION_FIELD: Final = 2000
VIDEO_TEXT: Final = 200
VIDEO_NAME: Final = 50

TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_TEXT: Final = 10_000
TABLES_A_MESSAGE: Final = 1

DATA_TABLE_ROWS: Final = 101
DATA_TABLE_COLUMNS: Final = 20
DATA_TABLE_PAGE: Final = 100
DATA_TABLE_TEXT: Final = 20_000

CHART_TITLE: Final = 50
CHART_SERIES: Final = 6
CHART_SEGMENTS: Final = 6
CHART_POINTS: Final = 20
CHART_LABEL: Final = 20
CHART_AXIS_LABEL: Final = 50
CHARTS_A_MESSAGE: Final = 2

VIEW_TITLE: Final = 24
PRIVATE_METADATA: Final = 3000
