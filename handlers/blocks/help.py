"""What the commands do, in short."""

from __future__ import annotations

from bot.config import Commands
from handlers.blocks.kit import Block, Post, context, escape, section


def help_text(commands: Commands, *, lead: bool) -> Post:
    """The whole help, for one person."""
    flag, referrals = commands.flag, commands.referrals
    rows = [
        (f"{flag}", "a form to flag a page"),
        (f"{flag} URL [note]", "flag a page at once; up to 20 addresses"),
        (f"{referrals}", "what is open in this channel"),
        (f"{referrals} mine", "what is yours"),
        (f"{referrals} overdue", "what the platforms have not answered in time"),
        (f"{referrals} certain", "what was rejected although the team was certain"),
        (f"{referrals} R-12", "one referral, with its buttons and history"),
        (f"{referrals} URL", "the referral of a page"),
        (f"{referrals} search WORDS", "search numbers, addresses, notes, platforms, categories"),
        *([(f"{referrals} held", "what is on hold; for leads alone")] if lead else []),
        (f"{referrals} stats [since DATE] [platform NAME] [category NAME]", "the figures"),
        (f"{referrals} digest", "this week's digest, so far"),
        (
            f"{referrals} export [csv|json] [since DATE] [platform NAME]",
            "a file, sent to you alone",
        ),
        *([(f"{referrals} import", "earlier records, from a CSV or JSON file")] if lead else []),
    ]
    lines = "\n".join(f"`{command}` · {what}" for command, what in rows)
    blocks: list[Block] = [
        section("*What I can do*"),
        section(lines),
        context(
            "Answers are for you alone. In a message's menu, “Flag links in message” does "
            "the same, also in threads."
        ),
    ]
    return Post(f"Commands: {lines}", blocks)


def unknown(typed: str, nearest: str | None, commands: Commands) -> Post:
    """For words that are no command: the nearest one, and a short help."""
    asked = escape(" ".join(typed.split())[:60]).replace("`", "'")
    guess = f" Did you mean `{commands.referrals} {nearest}`?" if nearest else ""
    return Post(
        f"I do not know “{asked}”.{guess} `{commands.referrals} help` lists what I can do; "
        f"`{commands.referrals} R-12` shows a referral, `{commands.flag} URL` flags a page."
    )
