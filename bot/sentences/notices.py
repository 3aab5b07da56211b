"""What is said before a page is referred, and of the notice to its platform.

The notices themselves are templates, in `handlers/outbound/notices/templates`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import all_of, listed, plural, verb

# Advice


REPEATS = (
    "Nothing was added since the platform decided. Platforms discard repeats: add what is new first (a note, "
    "evidence, another clause)."
)


def worked(what: str, value: str, with_it: str, without: str) -> str:
    """What accepted referrals had that rejected ones lacked, with how many were rejected."""
    return f"With the {what} “{value}” {with_it} were rejected, without it {without}."


def rejected_before(rejected: int, decided: int, platform: str) -> str:
    were = verb(rejected, "was", "were")
    return (
        f"{rejected:,} of the last {decided:,} such referrals to {platform} {were} rejected (the "
        "team's own records)."
    )


# The form

TITLE = "Notice"
LANGUAGE, REASONS, TEXT = "Language", "Reasons", "Text of the notice"
ATTACH = "Attach"
LANGUAGES: Mapping[str, str] = {
    "bg": "Bulgarian",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "hr": "Croatian",
    "hu": "Hungarian",
    "it": "Italian",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mt": "Maltese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sv": "Swedish",
}
REASONS_HINT = (
    "Why the content is illegal or breaches the terms, so that the platform can check it."
)
OWN_REFERENCE_HINT = "What the platform gave you for it; empty: our reference in the notice."
EDIT, DRAFT_AGAIN = "Edit text", "Draft it again"
EDITED = "You are editing the text yourself. *Draft it again* replaces it with a draft from the fields above."
SEND, HAVE_SENT = "Send", "I have sent it"
COMPLETE = "Nothing is missing (DSA Art. 16(2))."
CHANGED = "The text has changed with the fields. Read it, then press the button again."
ONLY_TO_YOU = "Only you see this. The address is exact: do not open it."
TOO_LONG_TO_EDIT = "The text is too long to be edited here: its template can be changed."
SENT_ALREADY = "This notice was sent already."
NO_NOTICE = "No notice was kept for this referral. *Prepare notice* drafts one while it is flagged."
NOT_FLAGGED = "A notice is prepared while a page is flagged"
ONE_PLATFORM = "One notice goes to one platform."

SEVERAL = "Prepare one notice"
"""On the form in which several are ticked: one notice about all of them."""


def cannot_be_in_it(refused: Mapping[str, str]) -> str:
    """`refused` is `R-12` → the sentence why."""
    names = [*refused]
    reasons = [why if why.startswith(name) else f"{name}: {why}" for name, why in refused.items()]
    if len(names) == 1:
        return reasons[0]
    more = f" And {len(reasons) - 5:,} more." if len(reasons) > 5 else ""
    return f"{listed(names)} cannot be in this notice. {' '.join(reasons[:5])}{more}"


def left_out(refused: Mapping[str, str]) -> str:
    """Above a form that is about the others."""
    return f"Left out of this notice: {listed([*refused])}. {next(iter(refused.values()))}"


def about(count: int, shown: int) -> str:
    """Under the first pages of a notice."""
    return f"{count - shown:,} more; the text names all {count:,}."


AMONG = "Pages that give the same"


def say_among(what: str, pages: int, several: bool) -> str:
    """`what`: number, email address, …"""
    these = "these are" if several else "this is one"
    return f"Say that {these} of {plural(pages, 'page')} that give the same {what}"


def among_hint(names: Sequence[str], name: str) -> str:
    """Which pages those are, to be looked at before anybody says so."""
    others = f"Besides: {listed(names, 5)}. " if names else ""
    return f"{others}Look at them first: `/referrals network {name}`."


ELEMENTS: Mapping[str, str] = {
    "reasons": "the reasons (fill in Reasons)",
    "grounds": "whether the content is illegal or breaches terms (choose a basis)",
    "clause": "the law or the clause (fill in Clause)",
    "address": "the exact address",
    "sender": "the sender's name (`notice.name` in config.yaml)",
    "email": "the sender's e-mail address (`notice.email` in config.yaml)",
    "good faith": "the statement of good faith",
}
"""What a notice may be without, and what to do about it."""


def is_missing(elements: Sequence[str]) -> str:
    """What stops a notice from being sent."""
    return f"Missing: {'; '.join(ELEMENTS[one] for one in elements)}."


def not_flagged(name: str, state: str) -> str:
    return f"{NOT_FLAGGED}; {name} is {state}."


def where_to_send(platform: str, link: str, source: str, checked: str) -> str:
    """`link` is mrkdwn; the rest is escaped. `checked` is a day."""
    return f"{platform} takes notices at {link} (source: {source}, {checked})."


def no_address(platform: str, key: str) -> str:
    return f"No reporting address of {platform} is known. Config can name one: `{key}`."


def will_be_mailed(recipients: Sequence[str]) -> str:
    return f"It is sent by e-mail to {', '.join(recipients)}."


def will_be_posted(host: str) -> str:
    return f"It is sent to {host}."


OWN_CONFIG, NO_DAY = "config.yaml", "no date"


def as_sent(reference: str, progress: str, day: str) -> str:
    return f"Notice {reference} of {day}, {progress}. {ONLY_TO_YOU}"


def our_reference(reference: str, names: Sequence[str]) -> str:
    """Of many pages each has its name beside its address."""
    return f"{reference} ({', '.join(names)})" if len(names) <= 10 else reference


def recorded(names: Sequence[str], reference: str) -> str:
    are = verb(len(names), "is", "are")
    return f"{listed(names)} {are} marked as referred, with the notice {reference}."


def under_way(names: Sequence[str], reference: str) -> str:
    cards = verb(len(names), "The card shows", "Their cards show")
    return f"The notice {reference} for {listed(names)} is on its way. {cards} when it was sent."


def on_its_way(name: str, reference: str) -> str:
    return f"The notice {reference} for {name} is on its way. Wait until its card shows what came of it."


def sent_before(reference: str, day: str) -> str:
    return f"The notice {reference} was sent on {day}. Platforms discard repeats."


def may_have_arrived(reference: str) -> str:
    return f"The notice {reference} may have arrived already: a second one would be a repeat."


def stopped(reference: str, names: Sequence[str]) -> str:
    have = verb(len(names), "has changed since you read its", "have changed since you read their")
    several = "" if len(names) == 1 else "one or more of "
    subject = f"{several}{all_of(names)}"
    return (
        f"The notice {reference} was not sent: {subject} {have} notice. Look at the card, and prepare "
        "the notice again."
    )


def sent_but_changed(reference: str, names: Sequence[str]) -> str:
    are = verb(len(names), "is", "are")
    return (
        f"The notice {reference} was sent, but {all_of(names)} had changed by then and {are} not marked "
        f"as referred. Look at {verb(len(names), 'its card', 'their cards')}."
    )


def in_doubt(reference: str, names: Sequence[str], why: str) -> str:
    return (
        f"Nobody knows whether the notice {reference} for {all_of(names)} arrived ({why}). It is not sent "
        f"again by itself: press “It arrived” or “Send again” on {_a_card(names)}"
    )


def refused(reference: str, names: Sequence[str], why: str) -> str:
    return (
        f"The notice {reference} for {all_of(names)} was not taken: {why}. “Send again” is on "
        f"{_a_card(names)}"
    )


def _a_card(names: Sequence[str]) -> str:
    card = verb(len(names), "its card", "the card of any of them, for all")
    return f"{card}. In a list, “Show” opens the card."


def prepare_anew(names: Sequence[str]) -> str:
    have = verb(len(names), "has", "have")
    return f"{all_of(names)} {have} changed since the notice was written. Prepare it again."


def settled(reference: str, progress: str) -> str:
    return f"Nothing is open about the notice {reference}: it is {progress}."


def subject(reference: str, language: str) -> str:
    """The subject of a notice that is mailed, in its language."""
    return f"{SUBJECTS.get(language, SUBJECTS['en'])} {reference}"


SUBJECTS: Mapping[str, str] = {
    "de": "Meldung",
    "en": "Notice",
    "es": "Notificación",
    "fr": "Notification",
    "it": "Segnalazione",
    "nl": "Melding",
    "pl": "Zgłoszenie",
    "pt": "Notificação",
}

# Why a notice was not taken, or is in doubt: inside a sentence

FILE_GONE = "a file that was to go with it is not kept any more"
NO_CONNECTOR = "config.yaml names no way to send it any more"
ONLY_HERE = "with demo data, or without Slack itself, notices reach this machine alone"
BAD_CERTIFICATE = "the server's certificate is not valid"
NO_TLS = "the mail server offers no TLS"
BAD_PASSWORD = "the mail server refused the user or the password"
NO_CONNECTION = "there is no connection to the server"
BROKE_OFF = "the connection broke off before the server answered"
TOO_SLOW = "the server took too long"
STOPPED_SENDING = "the bot ended while it was being sent"
REDIRECTS = "the server answered with a redirect, and none is followed"


def too_much(largest: int) -> str:
    return (
        f"These files are too large for one mail: at most {largest // (1024 * 1024)} MB together."
    )


def file(name: str, size: int) -> str:
    return f"{name} ({max(1, round(size / 1024)):,} KB)"


def not_set(variable: str) -> str:
    return f"{variable} is not set in the environment"


def server_said(code: int) -> str:
    return f"the server answered {code}"


# On the card


def card_waiting(reference: str) -> str:
    return f"The notice {reference} is on its way."


def card_in_doubt(reference: str, why: str) -> str:
    return f"*Nobody knows whether the notice {reference} arrived* ({why}). It is not sent again by itself."


def card_refused(reference: str, why: str) -> str:
    return f"*The notice {reference} was not taken:* {why}."


# Templates


def no_template(language: str) -> str:
    return f"There is no template for notices in “{language}”."


def unreadable_template(name: str, fault: str) -> str:
    return f"The template {name} cannot be read ({fault})."


def template_too_long(name: str, longest: int) -> str:
    return f"The template {name} is longer than {plural(longest, 'character')}."


def template_too_slow(name: str, seconds: float) -> str:
    return (
        f"The template {name} was stopped: it took longer than {plural(round(seconds), 'second')} "
        "or more memory than it may. Look for a loop without an end."
    )


def template_fault(name: str, fault: str, says: str, line: str, longest: int) -> str:
    """`fault` and `says` come from the process that rendered it; `line` is empty where unknown."""
    where = f"The template {name}{f', line {line},' if line else ''}"
    match fault:
        case "long":
            return f"{where} makes a text of more than {plural(longest, 'character')}."
        case "memory":
            return f"{where} was stopped: it needs more memory than it may."
        case "name":
            return (
                f"{where} asks for what is not there: {says}. docs/notices.md says what there is."
            )
        case "syntax":
            return f"{where} is not a template: {says}."
    return f"{where} failed: {says}."


NO_SENDER = (
    "`notice.email` in config.yaml is empty: no notice is complete without the sender's address (DSA "
    "Art. 16(2)(c))"
)


def mails(platform: str, recipients: Sequence[str]) -> str:
    return f"{platform}: by e-mail to {', '.join(recipients)}"


def posts(platform: str, host: str) -> str:
    return f"{platform}: to {host}"


def unsettled(references: Sequence[str]) -> str:
    return f"in doubt or not taken: {listed(references)}. Their cards say why, and what to press"


def old_addresses(platforms: Sequence[str]) -> str:
    return (
        f"nobody has looked for a year whether the reporting address is still right: {listed(platforms)}. "
        "Name it in config.yaml with the day: `platforms.NAME.notice.link` and `checked`"
    )


def no_directory(path: str) -> str:
    return f"`notice.templates` is {path}, and there is no such directory."


def templates_fine(count: int) -> str:
    return f"{plural(count, 'template')} of your own, each rendered for every kind of notice"


def template_without(name: str, elements: Sequence[str]) -> str:
    """What `check` says of a template that leaves an element out."""
    return f"The template {name} leaves out: {', '.join(elements)}."
