"""What config.yaml says of papers that leave the team: notices, and the yearly report."""

from __future__ import annotations

from typing import Annotated

from bot.config_values import Limits, Model


class Notice(Model):
    """Who stands under a notice to a platform (DSA Art. 16(2)(c))."""

    name: Annotated[str, Limits(max_length=200)] = ""
    email: Annotated[str, Limits(max_length=200)] = ""


class Report(Model):
    """What the yearly report of a trusted flagger (DSA Art. 22(3)) says beside the figures.

    `organisation` is who publishes it; the team's name stands for it where it is empty.
    `independence` explains the procedures that keep the organisation independent of the platforms,
    as Markdown.
    """

    organisation: Annotated[str, Limits(max_length=200)] = ""
    independence: Annotated[str, Limits(max_length=20_000)] = ""
