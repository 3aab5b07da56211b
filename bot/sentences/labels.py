"""Words that stand in many messages."""

from __future__ import annotations

DEMO_DATA = "Demo data"
