"""What is wrong with an address, said to whoever typed it. `typed` comes defanged, as code."""

from __future__ import annotations

from bot.sentences.counting import plural

NONE = "There is no address in this. Give one such as hxxps://example[.]com/page."
HIDDEN = "This link hides where it leads: open it where that is safe and flag the page."
SLACK = "A message in Slack isn't a page. Flag the address of the page that it is about."


def taken_out(host: str) -> str:
    return f"The address was inside a link of {host}, which only leads on: this is the page itself."


def shared(host: str) -> str:
    return f"The link was one of {host} for sharing: this is the page that it would share."


def behind_log_in(host: str) -> str:
    return f"The link was one of {host} for logging in: this is the page behind it."


def copy_of(original: str) -> str:
    return f"This is another site's copy. The original is {original}: flag that, too."


def for_sharing(typed: str) -> str:
    return f"{typed} is a link for sharing and names no page. Give the address of the page itself."


def for_logging_in(typed: str) -> str:
    return (
        f"{typed} is a link for logging in and names no page. Give the address of the page itself."
    )


def network(typed: str) -> str:
    return f"{typed} is a network, not a page. If it is an address, write https:// before it."


def scheme(name: str) -> str:
    return f"`{name}:` addresses can't be flagged. Give one that begins with http:// or https://."


def no_dot(typed: str) -> str:
    return f"{typed} isn't a site on the web: its host has no dot. Give the whole address."


def too_long(typed: str, most: int) -> str:
    return (
        f"An address may have up to {plural(most, 'character')}, and {typed} is longer. Leave out what "
        "follows the first ? if the page opens without it."
    )


def control(typed: str) -> str:
    return (
        f"{typed} has invisible control characters in it. Copy the address again from the browser."
    )


def not_a_url(typed: str) -> str:
    return f"{typed} isn't an address that a browser can open. Copy it again from the browser."


def unknown_site(typed: str, suffix: str) -> str:
    return f"{typed} isn't an address: no site ends in .{suffix}. If it is one, write https:// before it."


def ambiguous(typed: str) -> str:
    return f"{typed} may be a site or just words. If it is a site, write https:// before it."


def together(typed: str) -> str:
    return f"Two addresses seem to run together in {typed}. Put a space between them."


def no_colon(typed: str) -> str:
    return f"{typed} lacks the colon: addresses begin with https://."


def cut(typed: str) -> str:
    return (
        f"{typed} may have lost its end, because the message was too long. Give it again by itself."
    )


def shortened(typed: str) -> str:
    return f"{typed} ends in …, so its end is missing. Copy the whole address."


def front_page(typed: str, platform: str) -> str:
    return f"{typed} names no page on {platform}. Give the address of the page itself."


def several(count: int) -> str:
    return f"Give one address here. There are {count:,}."


def too_many(read: int) -> str:
    return (
        f"Only the first {read:,} addresses of this text were read. Give the others in another "
        "message."
    )


def spaces(typed: str) -> str:
    return (
        f"An address has no spaces, but {typed} has. Give the address alone, with %20 for each "
        "space in it."
    )
