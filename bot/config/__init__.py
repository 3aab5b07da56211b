"""What the team decides: config.yaml as models. `bot.config.reading` reads the file's text."""

from bot.config.categories import Category, Reason
from bot.config.models import (
    AS_ALL,
    Channel,
    Commands,
    Config,
    Delivery,
    Digest,
    Notice,
    PlatformSettings,
    ReminderDays,
    Report,
    WorkingHours,
)
from bot.config.page_checks import PageChecks
from bot.config.retention import Retention

__all__ = [
    "AS_ALL",
    "Category",
    "Channel",
    "Commands",
    "Config",
    "Delivery",
    "Digest",
    "Notice",
    "PageChecks",
    "PlatformSettings",
    "Reason",
    "ReminderDays",
    "Report",
    "Retention",
    "WorkingHours",
]
