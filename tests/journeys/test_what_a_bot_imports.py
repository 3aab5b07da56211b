"""What a serving process has imported stays in its memory: what it has no use for, it leaves out."""

from __future__ import annotations

import sys
from pathlib import Path

from storage.database import open_store
from tests.journeys.processes import running_bot

LISTING = """
import sys
from handlers.cli import main
try:
    main()
finally:
    open("imported.txt", "w").write(" ".join(sys.modules))
"""
ANALYST, CHANNEL = "U0ANALYST", "C0REFERRALS"
LEFT_OUT = {
    # Only migrating and making tables.
    *("alembic", "mako", "storage.sql.indexes"),
    # The other database.
    *("psycopg", "sqlalchemy.dialects.postgresql"),
    # Only page checks, and an address nobody has seen before.
    *("httpx", "httpx_aiohttp", "handlers.outbound.page_checks.prober", "tldextract", "requests"),
    "confusable_homoglyphs",
    # Only a platform's answer, and /metrics.
    *("bot.domain.answers.reading", "bot.domain.answers.verdicts", "prometheus_client"),
    # Only Socket Mode and the local workspace, the terminal, SQLAlchemy's mapping of classes.
    *(
        "websockets",
        "handlers.workspace",
        "handlers.slack.transport.socket",
        "rich",
        "sqlalchemy.orm",
    ),
}


async def test_a_bot_that_serves_imports_only_what_serving_needs(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("team: Importers\n")
    url = f"sqlite:///{tmp_path}/referrals.db"
    with open_store(url) as store:
        store.migrate()
    command = (sys.executable, "-P", "-c", LISTING)
    async with running_bot(url, tmp_path, command=command) as (bot, control):
        analyst = control.person(ANALYST)
        await analyst.type(CHANNEL, "/flag https://www.facebook.com/groups/1234567890/")
        said = str(await analyst.private_messages(CHANNEL))
        assert await bot.stop() == 0
    assert "recorded" in said
    imported = set((tmp_path / "imported.txt").read_text().split())
    assert "storage.database" in imported
    assert imported & LEFT_OUT == set()
