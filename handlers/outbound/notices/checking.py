"""What `referral-bot check` says of notices: templates, reporting addresses, ways to send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bot.config import Config
from bot.config.variables import named_in, told
from bot.domain.notice import Draft, PageInNotice, missing
from bot.domain.platforms import PLATFORMS, platform_label
from bot.ports.notices import CannotDraft
from bot.sentences import notices
from bot.sentences.operations import health
from handlers.outbound.notices.rendering import ProcessDrafter
from handlers.outbound.notices.templates import GOOD_FAITH, Templates, templates_of

OLD = timedelta(days=365)
Line = tuple[str, bool, str, bool]
"""What is spoken of, whether it is well, the sentence, and whether it is only a note."""

_PAGES = [PageInNotice(f"R-{number}", f"https://example.org/{number}") for number in (1, 2, 3)]
_WHOLE = Draft(
    "Example",
    _PAGES[:1],
    "N-EXAMPLE1 (R-1)",
    "Vessels",
    illegal=True,
    terms=True,
    clause="Article 3, paragraph 1",
    reasons="The page names a price for each seat.",
    sender="Unit 5",
    email="desk@example.org",
)
EXAMPLES: tuple[Draft, ...] = (
    _WHOLE,
    replace(_WHOLE, terms=False, among=14),
    replace(_WHOLE, illegal=False, what=""),
    replace(_WHOLE, pages=_PAGES, among=14),
    replace(_WHOLE, sender="", email="", sender_optional=True),
)
"""Every kind of notice: by law, by terms, or both; of one page or several; without a sender."""


async def look(config: Config, variables: Mapping[str, str], today: date) -> list[Line]:
    """Everything that can be known of notices before one is sent."""
    lines = [*_sender(config), *_secrets(config, variables), *_addresses(config, today)]
    return [*lines, *await _templates(templates_of(config))]


def _sender(config: Config) -> Iterator[Line]:
    if not config.notice.email:
        yield health.NOTICES, True, notices.NO_SENDER, True
    languages = Templates().languages("") if not config.notice.templates else None
    if languages is not None and config.notice.language not in languages:
        yield health.NOTICES, False, notices.no_template(config.notice.language), False


def _secrets(config: Config, variables: Mapping[str, str]) -> Iterator[Line]:
    for name in named_in(config):
        if not told(variables, name):
            yield health.NOTICES_SENT, False, f"{notices.not_set(name)}.", False
    for platform, settings in config.platforms.items():
        own, label = settings.notice, settings.label or platform_label(platform)
        if own.mail:
            says = notices.mails(label, own.mail.to)
            yield health.NOTICES_SENT, True, says, False
        elif own.webhook:
            host = own.webhook.url.split("/")[2]
            yield health.NOTICES_SENT, True, notices.posts(label, host), False


def _addresses(config: Config, today: date) -> Iterator[Line]:
    """Reporting addresses that nobody has looked at for a year."""
    old = []
    for platform, settings in config.platforms.items():
        own = settings.notice
        if own.link and (own.checked is None or today - own.checked > OLD):
            old.append(settings.label or platform_label(platform))
    configured = {name for name, one in config.platforms.items() if one.notice.link}
    shipped = ((one, one.report) for one in PLATFORMS if one.id not in configured)
    old += [one.label for one, report in shipped if report and today - report.checked > OLD]
    if old:
        yield health.NOTICE_ADDRESSES, True, notices.old_addresses(old), True


async def _templates(templates: Templates) -> list[Line]:
    """The team's own templates, each rendered for every kind of notice."""
    if templates.own is None:
        return []
    if not templates.own.is_dir():
        return [(health.TEMPLATES, False, notices.no_directory(str(templates.own)), False)]
    lines: list[Line] = []
    drafter = ProcessDrafter(templates)
    files = [path for path in sorted(templates.own.glob("*/*.txt")) if path.stem != GOOD_FAITH]
    for path in files:
        lines += await _template(drafter, templates, path)
    good = len(files) - len(lines)
    if good:
        lines.append((health.TEMPLATES, True, notices.templates_fine(good), False))
    return lines


async def _template(drafter: ProcessDrafter, templates: Templates, path: Path) -> list[Line]:
    language, name = path.parent.name, f"{path.parent.name}/{path.name}"
    try:
        good_faith = templates.read(language, GOOD_FAITH)[1].strip()
        _, text = templates.read(language, path.stem)
        made = await drafter.render(name, text, [one.facts(good_faith) for one in EXAMPLES])
    except CannotDraft as fault:
        return [(health.TEMPLATES, False, str(fault), False)]
    out = {
        element
        for draft, said in zip(EXAMPLES, made, strict=True)
        for element in missing(draft, said, good_faith)
    }
    if not out:
        return []
    return [(health.TEMPLATES, False, notices.template_without(name, sorted(out)), False)]
