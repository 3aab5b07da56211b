"""What the team decides: config.yaml as models. `bot.config.reading` reads the file's text."""

from bot.config.categories import Category, Reason
from bot.config.channels import Channel, Digest, ReminderDays, Rota, WorkingHours
from bot.config.models import (
    AS_ALL,
    Commands,
    Config,
    Delivery,
    PlatformSettings,
    Report,
)
from bot.config.notices import NoticeSettings, Reporting
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
    "NoticeSettings",
    "PageChecks",
    "PlatformSettings",
    "Reason",
    "ReminderDays",
    "Report",
    "Reporting",
    "Retention",
    "Rota",
    "WorkingHours",
]
