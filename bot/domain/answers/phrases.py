"""What platforms write for what they did, in English, German and French.

A phrase is plain words. `(a|b)` is one of several, `word*` any ending, `~` up to two adverbs, `…` up
to eight other words, none of them a "not". Words are folded: no capitals, one form of apostrophe.
The forms were read in public: help pages, issue trackers, threads. What is unclear says nothing:
an outcome that is wrong costs more than one that a person has to choose.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Verdict(StrEnum):
    """What a sentence says of a page."""

    CLOSED = "closed"
    RESTRICTED = "restricted"
    REJECTED = "rejected"


_LEFT_UP = "(violate|breach|infringe|contravene|go against|fall foul of|conflict with)"
_OFF = "(removed|deleted|disabled|terminated|banned|taken down|taken offline|deactivated)"
_WEG = "(entfernt|gelöscht|deaktiviert|vom netz genommen|dauerhaft gesperrt|offline genommen)"
_SUPPRIME = "(supprimé*|retiré*|désactivé*|effacé*|fermé*)"

OUTCOMES: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.CLOSED: (
        f"we ~ {_OFF}",
        "we ~ took (down|offline|it down|them down)",
        f"(we have|we've) ~ {_OFF}",
        "(we have|we've) ~ taken (it|them|this|these|the page|the pages|the content) (down|offline)",
        f"(team|teams|moderators|specialists|reviewers) (has|have) ~ {_OFF}",
        f"(was|were|has been|have been|been|is now|are now) ~ {_OFF}",
        "(account|accounts|page|pages|group|groups|channel|channels|profile|profiles)"
        " (was|were|has been|have been) ~ closed",
        "(we have|we've|we) ~ (closed|blocked permanently) the (account|page|group|channel|profile)*",
        "(disabled|removed|terminated) ~ access to",
        "permanently (suspended|blocked)",
        f"(wir haben|haben wir) … {_WEG}",
        f"(wurde|wurden) … {_WEG}",
        f"{_WEG} (wurde|wurden|worden|haben)",
        f"(nous avons|avons) ~ {_SUPPRIME}",
        f"(a|ont) ~ été ~ {_SUPPRIME}",
        "avons ~ procédé (à la|au|à leur|à sa) (suppression|retrait|désactivation|fermeture)",
    ),
    Verdict.RESTRICTED: (
        "(restricted|limited|reduced) … (access|visibility|distribution|reach)",
        "(access|visibility|distribution|reach) … (has been|was|were|have been|is now|is) ~"
        " (restricted|limited|reduced)",
        "(has been|have been|was|were|is now|are now|been|we|we have|we've) ~"
        " (age-restricted|age restricted|geo-blocked|geoblocked|geo-restricted|demoted|demonetised"
        "|demonetized|restricted|withheld|labelled|labeled)",
        "(warning screen|warning label|age gate|age restriction) … (added|applied|placed)",
        "(added|applied|placed) … (warning screen|warning label|age gate|age restriction)",
        "(eingeschränkt|altersbeschränkt|geoblockiert|geblockt) (wurde|wurden|worden|haben)",
        "(haben wir|wir haben|wurde|wurden|ist|sind) … (eingeschränkt|altersbeschränkt|geoblockiert)",
        "(avons|a été|ont été|est désormais|sont désormais) ~ (restreint*|limité*|géobloqué*)",
    ),
    Verdict.REJECTED: (
        f"(does|do|did) not ~ {_LEFT_UP}",
        f"(doesn't|don't|didn't) ~ {_LEFT_UP}",
        "(found|find|identified|see|saw|detected|established|is|was|there is|there was) no ~"
        " (violation|violations|breach|breaches|infringement|infringements)",
        "(found|find|identified|see|saw|detected) nothing ~ that (violates|breaches|goes against)",
        "(not|didn't|couldn't|unable to) (find|identify|establish|detect|see) (a|any) ~"
        " (violation|violations|breach|breaches|infringement)",
        "(is|are|was|were) not ~ (in violation|in breach|a violation|a breach|violating|breaching"
        "|illegal|unlawful|found to violate|found to be in violation)",
        "(not|never) ~ (found|deemed|considered|judged|determined|held) to (be in breach|be in violation"
        "|be a violation|be a breach|violate|breach|infringe)",
        "(found|deemed|considered|judged|determined|held) not to (be in breach|be in violation"
        "|be a violation|be a breach|violate|breach|infringe)",
        "not able to (find|identify|establish|detect|see) (a|any) ~"
        " (violation|violations|breach|breaches|infringement)",
        "(isn't|aren't|wasn't|weren't) ~ (in violation|in breach|a violation|violating|illegal)",
        "(decided|chosen|chose) not to (remove|take action|take down|take it down|take them down|act|disable)",
        "(will not|won't) (remove|be removing|be removed|be taken down|be taking action|take action|act)",
        "(did not|didn't) (remove|take down|disable)",
        "no action (was|has been|will be) taken",
        "not meet (the|our) (threshold|criteria) for removal",
        "(report|notice|referral|flag|request)* … (was|were|has been|have been) ~"
        " (rejected|declined|dismissed|denied|refused)",
        "(rejected|declined|dismissed) (your|the|this|these|all) (report|notice|referral|flag|request)*",
        "(verstößt|verstoßen) ~ nicht gegen",
        "nicht gegen … (verstößt|verstoßen)",
        "(kein|keinen|keinerlei|keine) (verstoß|verstöße|rechtsverletzung|rechtsverletzungen|verletzung)",
        "nicht (rechtswidrig|strafbar|illegal|entfernt werden|gelöscht werden)",
        "(wird|werden) nicht (entfernt|gelöscht|entfernen|löschen)",
        "(entschieden|beschlossen) … nicht zu (entfernen|löschen|sperren)",
        "keine maßnahmen (ergriffen|getroffen|zu ergreifen|zu treffen|ergreifen|treffen)",
        "(meldung|meldungen|hinweis|antrag|anfrage) … (abgelehnt|zurückgewiesen)",
        "(n'enfreint|n'enfreignent|n'enfreignait|n'enfreignaient|n'est|ne sont|ne viole|ne violent"
        "|ne contrevient|ne contreviennent|ne constitue|ne constituent) pas (contraire*|en infraction"
        "|illicite*|illégal*|nos|les|aux|à|une|de)",
        "(aucune|aucun|pas d'|pas de) (infraction|violation|manquement)",
        "(décidé|choisi) de ne pas (supprimer|retirer|donner suite|agir|désactiver|le|la|les)",
        "(ne sera|ne seront) pas (supprimé*|retiré*)",
        "n'avons pas (supprimé*|retiré*)",
        "(n'avons|n'ont|n'a) pas donné (suite|de suite)",
        "(est|sont) conforme* (à|aux) (nos|notre|nos)",
        "(signalement|signalements|demande|notification) … (rejeté*|refusé*|classé* sans suite)",
    ),
}

STATUSES: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.CLOSED: (
        "removed; deleted; taken down; terminated; account terminated; account removed; account"
        " disabled; disabled; banned; content removed; page removed; permanently suspended; accepted"
        " and removed; removed for violating our policies; violation found and removed;"
        " entfernt; gelöscht; inhalt entfernt; konto gelöscht; dauerhaft gesperrt;"
        " supprimé; supprimée; supprimés; supprimées; retiré; retirée; retirés; retirées;"
        " contenu supprimé; compte supprimé; compte désactivé; suspendu définitivement;"
        " suspendue définitivement; compte suspendu définitivement; définitivement suspendu",
    ),
    Verdict.RESTRICTED: (
        "restricted; access restricted; geo-blocked; geoblocked; age-restricted; age restricted;"
        " visibility limited; visibility restricted; limited; eingeschränkt; zugriff eingeschränkt;"
        " altersbeschränkt; restreint; restreinte; accès restreint; limité; limitée",
    ),
    Verdict.REJECTED: (
        "no violation; no violation found; no violations found; not in violation; does not violate;"
        " not violating; rejected; declined; not removed - no violation; no breach; no breach found;"
        " no action taken; keine maßnahmen; aucune infraction constatée; aucune violation constatée;"
        " kein verstoß; kein verstoß festgestellt; abgelehnt; verstößt nicht; nicht rechtswidrig;"
        " aucune infraction; aucune violation; rejeté; rejetée; refusé; refusée; pas d'infraction",
    ),
}
"""What stands alone in a cell, behind a label, or as a heading. "Closed" and "resolved" are said of
tickets and are none."""

_BREAKING = "(violating|breaching|infringing|contravening|going against|violation of|breach of)"
_RULES = "(guidelines|standards|policy|policies|rules|terms|conditions|law|laws)"
REASONED: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.CLOSED: (
        f"(content|page|account|video|group|channel|post) {_OFF} (for|due to|because of) {_BREAKING}"
        f" … {_RULES}",
        f"{_OFF} (for|due to|because of) {_BREAKING} … {_RULES}",
    ),
    Verdict.RESTRICTED: (),
    Verdict.REJECTED: (
        f"no (violation|violations|breach|breaches|infringement) (of|against) … {_RULES}",
        f"no (violation|violations|breach|breaches|infringement) … {_RULES} (found|identified)",
    ),
}
"""The same with the rule that it was measured by."""
