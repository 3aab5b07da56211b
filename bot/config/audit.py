"""What config.yaml may say of the audit: where the chain's last hash is kept besides the database."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.config.values import Model, SlackChannel


class Audit(Model):
    """Once a day the chain's head is added to a file, and posted in a channel, where these are named."""

    anchor_file: Annotated[str, Field(max_length=500)] = ""
    anchor_channel: SlackChannel | None = None
