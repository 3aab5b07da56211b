"""Templates: every element in every language, for every platform; and templates that do harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.config.reading import read_config
from bot.domain.notice import LONGEST, missing
from bot.domain.platforms import PLATFORMS
from bot.ports.notices import CannotDraft
from bot.sentences import notices
from bot.sentences.operations import health
from handlers.outbound.notices.checking import EXAMPLES, look
from handlers.outbound.notices.render_child import rendered
from handlers.outbound.notices.rendering import ProcessDrafter
from handlers.outbound.notices.templates import DEFAULT, GOOD_FAITH, SHIPPED, Templates

LANGUAGES = sorted(path.name for path in SHIPPED.iterdir())
DRAFTER = ProcessDrafter(Templates())


def test_english_and_french_are_shipped() -> None:
    assert LANGUAGES == ["en", "fr"]
    assert Templates().languages("facebook") == ("en", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_element_is_in_the_notice_of_each_language_to_each_platform(language: str) -> None:
    templates = Templates()
    good_faith = templates.read(language, GOOD_FAITH)[1].strip()
    platforms = [*(one.id for one in PLATFORMS), "web"]
    for template in {templates.read(language, one, DEFAULT)[1] for one in platforms}:
        for draft in EXAMPLES:
            facts = draft.facts(good_faith)
            text = rendered({"template": template, "facts": facts, "longest": LONGEST})["text"]
            assert missing(draft, text, good_faith) == (), text
            assert "\n\n\n" not in text, text
            assert not text.startswith("\n")


FRENCH = """Notification d’un contenu illicite (article 16 du règlement (UE) 2022/2065)
Destinataire\u00a0: Example
Notre référence\u00a0: N-EXAMPLE1 (R-1)

Nous vous notifions la page suivante, dont voici l’adresse exacte\u00a0:
https://example.org/1

Objet\u00a0: Vessels
Ce contenu est illicite et contrevient à vos conditions générales.
Disposition invoquée\u00a0: Article 3, paragraph 1

Motifs\u00a0:
The page names a price for each seat.

Nous vous demandons de retirer ce contenu ou d’en rendre l’accès impossible, d’accuser réception de la présente notification et de nous communiquer votre décision ainsi que les voies de recours ouvertes contre celle-ci (article 16, paragraphes 4 et 5).

Nous pensons, de bonne foi, que les informations et les allégations contenues dans la présente notification sont exactes et complètes.

Auteur de la notification\u00a0: Unit 5
Adresse électronique\u00a0: desk@example.org
"""


async def test_a_whole_notice_in_french() -> None:
    assert (await DRAFTER.draft("facebook", "fr", EXAMPLES[0])).text == FRENCH


OF_MANY = [
    # how many pages, of how many that give the same, and what stands in each language
    (3, 30, "en", "among 30 that give the same contact or payment details"),
    (3, 3, "en", "These pages all give the same contact or payment details."),
    (1, 14, "en", "This page is one of 14 that give the same contact or payment details."),
    (
        3,
        30,
        "fr",
        "parmi les 30 pages qui donnent les mêmes coordonnées de contact ou de paiement.",
    ),
    (3, 3, "fr", "Toutes ces pages donnent les mêmes coordonnées"),
    (1, 14, "fr", "Cette page est l’une des 14 pages qui donnent les mêmes coordonnées"),
    (3, None, "fr", "Notification de contenus illicites (article 16"),
    (3, None, "fr", "Ces contenus sont illicites et contreviennent à vos conditions générales."),
    (3, None, "fr", "de retirer ces contenus ou d’en rendre l’accès impossible"),
    (1, None, "fr", "de retirer ce contenu ou d’en rendre l’accès impossible"),
]


@pytest.mark.parametrize(("pages", "among", "language", "said"), OF_MANY)
def test_number_agrees(pages: int, among: int | None, language: str, said: str) -> None:
    templates = Templates()
    draft = replace(EXAMPLES[3], pages=EXAMPLES[3].pages[:pages], among=among)
    template = templates.read(language, DEFAULT)[1]
    facts = draft.facts(templates.read(language, GOOD_FAITH)[1].strip())
    text = rendered({"template": template, "facts": facts, "longest": LONGEST})["text"]
    assert said in text


WRONG_TEMPLATES = [
    # template, what is said of it
    ("{{ adress }}", "asks for what is not there: 'adress' is undefined"),
    ("{{ pages[0].adres }}", "has no attribute 'adres'"),
    ("{% if %}", "is not a template"),
    ("{{ ''.__class__.__mro__ }}", "failed"),
    ("{{ cycler.__init__.__globals__.os.environ }}", "failed"),
    ("{% include 'secrets' %}", "failed"),
    ("{% import 'os' as os %}", "failed"),
    ("{{ pages | attr('__class__') }}", "unsafe"),
    ("{{ '{0.__class__.__mro__}'.format(platform) }}", "unsafe"),
    ("{{ lipsum.__globals__['os'].environ }}", "unsafe"),
    ("{{ self.__init__.__globals__ }}", "unsafe"),
    ("{{ ''['__class__'] }}", "unsafe"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "more memory"),
    ("{{ range(999999999) | list }}", "more memory"),
    ("{% for a in range(99999) %}{{ platform * 99 }}{% endfor %}", "more than 20,000 characters"),
]


@pytest.mark.parametrize(("template", "says"), WRONG_TEMPLATES)
def test_what_is_wrong_with_a_template_is_said(template: str, says: str) -> None:
    facts = EXAMPLES[0].facts("in good faith")
    found = rendered({"template": template, "facts": facts, "longest": LONGEST})
    said = notices.template_fault(
        "fr/x.txt", found["fault"], found.get("says", ""), str(found.get("line") or ""), LONGEST
    )
    assert says in said


LOOP = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


@pytest.mark.parametrize(
    ("template", "says"),
    [
        (LOOP, "Look for a loop without an end"),
        ("{{ 'a' * 10000000000 }}", "more memory"),
        ("{{ '%1000000000d' | format(1) }}", "more memory"),
    ],
)
async def test_a_template_that_does_harm_is_ended(template: str, says: str) -> None:
    drafter = ProcessDrafter(Templates(), seconds=1.5)
    with pytest.raises(CannotDraft, match=r"The template fr/x\.txt") as refused:
        await drafter.render("fr/x.txt", template, [EXAMPLES[0].facts("in good faith")])
    assert says in str(refused.value)


def own(folder: Path, **files: str) -> Path:
    """A team's directory: `de_facebook="…"` is de/facebook.txt."""
    for name, text in files.items():
        language, _, template = name.partition("_")
        (folder / language).mkdir(exist_ok=True)
        (folder / language / f"{template}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_team_s_own_templates_win_and_add_languages(tmp_path: Path) -> None:
    folder = own(
        tmp_path,
        en_tiktok="To TikTok",
        de_default="Meldung",
        de_good_faith="Nach bestem Wissen.",
        it_default="Without the statement",
    )
    templates = Templates(folder)
    assert templates.languages("tiktok") == ("en", "fr", "de")
    assert templates.read("en", "tiktok", DEFAULT) == ("en/tiktok.txt", "To TikTok")
    assert templates.read("en", "facebook", DEFAULT)[1].startswith("{% if illegal")
    for language in ("it", "..", "../en"):
        with pytest.raises(CannotDraft, match=r"no template|cannot be read"):
            templates.read(language, GOOD_FAITH)


async def checked(config: str, variables: dict[str, str] | None = None, **at: Any) -> list[Any]:
    today = at.get("today", date(2026, 11, 28))
    return await look(read_config(config), variables or {}, today)


async def test_check_names_what_is_wrong_with_templates(tmp_path: Path) -> None:
    whole = Templates().read("en", DEFAULT)[1]
    folder = own(
        tmp_path,
        en_facebook=whole,
        en_tiktok=whole.replace("{{ good_faith }}", ""),
        fr_default="{{ platfrom }}",
    )
    said = await checked(f"notice: {{email: desk@example.org, templates: '{folder}'}}")
    assert [(subject, well) for subject, well, _, _ in said] == [
        (health.TEMPLATES, False),
        (health.TEMPLATES, False),
        (health.TEMPLATES, True),
    ]
    sentences = [sentence for _, _, sentence, _ in said]
    assert sentences[0] == "The template en/tiktok.txt leaves out: good faith."
    assert "fr/default.txt, line 1, asks for what is not there" in sentences[1]
    missing_folder = await checked("notice: {email: a@example.org, templates: /nowhere/at/all}")
    assert missing_folder[0][2] == notices.no_directory("/nowhere/at/all")


SENT = """
notice:
  email: desk@example.org
  smtp: {host: mail.example.org, user: desk, password: NOTICE_PASSWORD, sender: desk@example.org}
platforms:
  facebook: {notice: {mail: {to: [reports@example.org]}}}
  tiktok: {notice: {webhook: {url: "https://example.org/in", secret: NOTICE_SECRET}}}
  x: {notice: {link: "https://example.org/report", source: its help pages, checked: 2025-11-01}}
"""


async def test_check_names_secrets_that_are_not_set_and_old_addresses() -> None:
    said = await checked(SENT, {"NOTICE_SECRET": "x"})
    assert [sentence for _, well, sentence, _ in said if not well] == [
        "NOTICE_PASSWORD is not set in the environment."
    ]
    (old,) = [sentence for subject, _, sentence, _ in said if subject == health.NOTICE_ADDRESSES]
    assert "still right: X." in old
    later = await checked(SENT, today=date(2027, 12, 1))
    (old,) = [sentence for subject, _, sentence, _ in later if subject == health.NOTICE_ADDRESSES]
    assert "X, " in old
    assert "YouTube" in old


async def test_check_says_that_nobody_stands_under_notices() -> None:
    assert await checked("team: A") == [(health.NOTICES, True, notices.NO_SENDER, True)]


WRONG = [
    ("platforms: {x: {notice: {mail: {to: [a@b.eu]}}}}", "with `notice.smtp` where"),
    ("platforms: {x: {notice: {link: javascript:alert}}}", "platforms.x.notice.link"),
    ("platforms: {x: {notice: {webhook: {url: 'http://a.eu', secret: AKEY}}}}", "https://"),
    ("platforms: {x: {notice: {webhook: {url: 'https://a.eu', secret: a}}}}", "NOTICE_PASSWORD"),
    ("notice: {smtp: {host: mail.eu, sender: a@b.eu, user: a}}", "both `user` and `password`"),
    ("notice: {smtp: {host: mail.eu, sender: ''}}", "an e-mail address such as"),
    ("notice: {language: french}", "a language such as en or fr"),
]


@pytest.mark.parametrize(("config", "accepted"), WRONG)
def test_what_config_may_not_say(config: str, accepted: str) -> None:
    with pytest.raises(ValueError, match="accepted") as refused:
        read_config(config)
    assert accepted in str(refused.value)
