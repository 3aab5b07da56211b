"""What is said where a database knows less than its posts in Slack do."""

from __future__ import annotations

NUMBERS = "numbers"
ALL_KNOWN = "Slack shows none that this database doesn't know"
NOT_ASKED = "Slack couldn't be asked which numbers it shows; `run` asks again until it can"


def goes_on(known: int, seen: int, following: int, same: bool, restored: str) -> str:
    """To the log, to `check` and to the leads; the fields of `bot.domain.numbers.Skip`."""
    knows = f"knows none after R-{known}" if known else "knows no referral at all"
    on = (
        f"New referrals go on at R-{following}, so that no number is given out twice; buttons of "
        "what is missing here say so and change nothing."
    )
    if restored:
        shown = f" Slack shows R-{seen}." if seen else ""
        return (
            f"The database was restored from a backup of {restored}: what was recorded after that "
            f"isn't here, and it {knows}.{shown} {on}"
        )
    if same:
        return (
            f"Slack shows R-{seen}, but the database {knows}: it is an older copy of itself. What "
            f"was recorded since isn't here. {on}"
        )
    return (
        f"Slack shows R-{seen} from another database; the one in use {knows}. If DATABASE_URL is "
        "mistyped, stop the bot and put it right: what people record now goes into the wrong "
        f"database. {on}"
    )
