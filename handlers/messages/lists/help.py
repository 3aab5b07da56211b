"""What the commands do, in short."""

from __future__ import annotations

from bot.config import Commands
from bot.sentences import help as sentences
from handlers.messages.kit.kit import Block, Post, context, escape, section


def help_text(commands: Commands, *, lead: bool) -> Post:
    """The whole help, for one person."""
    flag, referrals = commands.flag, commands.referrals
    rows = [
        (f"{flag}", sentences.FORM),
        (f"{flag} URL [note]", sentences.AT_ONCE),
        (f"{referrals}", sentences.QUEUE),
        (f"{referrals} mine", sentences.MINE),
        (f"{referrals} overdue", sentences.OVERDUE),
        (f"{referrals} certain", sentences.CERTAIN),
        (f"{referrals} rejected platform NAME owner @somebody since DATE", sentences.WORDS),
        (f"{referrals} R-12 R-15", sentences.SEVERAL),
        (f"{referrals} R-12", sentences.ONE),
        (f"{referrals} network R-12", sentences.NETWORK),
        (f"{referrals} case NAME", sentences.CASE),
        (f"{referrals} URL", sentences.PAGE),
        (f"{referrals} search WORDS", sentences.SEARCH),
        *([(f"{referrals} held", sentences.HELD)] if lead else []),
        (f"{referrals} stats [since DATE] [platform NAME] [by month]", sentences.STATS),
        (f"{referrals} digest", sentences.DIGEST),
        (
            f"{referrals} export [csv|json] [the same words]",
            sentences.EXPORT,
        ),
        (f"{referrals} answers", sentences.ANSWERS),
        (f"{referrals} SUBMISSION-REFERENCE", sentences.SUBMISSION),
        *([(f"{referrals} hand over @A to @B", sentences.HAND_OVER)] if lead else []),
        *([(f"{referrals} import", sentences.IMPORT)] if lead else []),
    ]
    lines = "\n".join(f"`{command}` · {what}" for command, what in rows)
    blocks: list[Block] = [
        section(f"*{sentences.HEADING}*"),
        section(lines),
        context(sentences.PRIVATE),
    ]
    return Post(sentences.commands(lines), blocks)


def unknown(typed: str, nearest: str | None, commands: Commands) -> Post:
    """For words that are no command: the nearest one, and a short help."""
    asked = escape(" ".join(typed.split())[:60]).replace("`", "'")
    return Post(sentences.unknown(asked, nearest or "", commands.referrals, commands.flag))
