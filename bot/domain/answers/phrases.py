"""What platforms write for what they did, in English, German and French (how to read it: `folding`).

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


_LEFT_UP = "(violate|break|breach|infringe|contravene|go against|fall foul of|conflict with)"
_BREAKS = "(violates|violate|breaks|break|breaches|breach|infringes|infringe|goes against|go against|contravenes)"
OFF = "(removed|deleted|disabled|terminated|banned|taken down|taken offline|deactivated)"
_WEG = "(entfernt|gelöscht|deaktiviert|vom netz genommen|dauerhaft gesperrt|offline genommen)"
_SUPPRIME = "(supprimé*|retiré*|désactivé*|effacé*|fermé*)"

OUTCOMES: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.CLOSED: (
        f"we ~ {OFF}",
        "we ~ took (down|offline|it down|them down)",
        f"(we have|we've) ~ {OFF}",
        "(we have|we've) ~ taken (it|them|this|these|the page|the pages|the content|the account|this page|this account|this channel|this group|this profile|this content|this video|these pages|these accounts|the channel|the group|the video|the profile) (down|offline)",
        "(took|taken) action … by (removing|disabling|deleting|terminating|banning)",
        "and ~ (removed|deleted|disabled|terminated|banned|deactivated) (it|them|the account|the page|the group|the channel"
        "|the profile|the content|the accounts|the pages)",
        f"got ~ {OFF}",
        "(was|were|has been|have been|been) ~ taken off (the|our) (platform|service|site|app)",
        "(confirmons|confirme) la (suppression|désactivation|fermeture) de",
        "bestätigen ~ die (löschung|entfernung) von",
        "(confirm|confirmed) the (removal|deletion|termination|takedown) of",
        f"(ist|sind) ~ {_WEG}",
        f"(est|sont) ~ {_SUPPRIME}",
        f"(and|so) (have|we have) ~ {OFF}",
        f"(team|teams|moderators|specialists|reviewers) (has|have) ~ {OFF}",
        f"(was|were|has been|have been|been|is now|are now) ~ {OFF}",
        "(account|accounts|page|pages|group|groups|channel|channels|profile|profiles)"
        " (was|were|has been|have been) ~ closed",
        "(we have|we've|we) ~ (closed|blocked permanently) the (account|page|group|channel|profile)*",
        "(disabled|removed|terminated) ~ access to",
        "permanently (suspended|blocked)",
        "we (took|have taken) (the account|the page|the channel|the group|the profile|the content|the video|it|them"
        "|these|these pages|these accounts|the pages|the accounts) (down|offline)",
        f"(wir haben|haben wir) … {_WEG}",
        f"(wurde|wurden) … {_WEG}",
        f"{_WEG} (wurde|wurden|worden|haben)",
        f"(nous avons|avons) ~ {_SUPPRIME}",
        f"nous (l'avons|les avons) ~ {_SUPPRIME}",
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
        "(made|marked|is now|are now) ~ ineligible for (recommendation|recommendations|the for you)",
        "(added|applied|placed) … (warning screen|warning label|age gate|age restriction)",
        "(eingeschränkt|altersbeschränkt|geoblockiert|geblockt) (wurde|wurden|worden|haben)",
        "(haben wir|wir haben|wurde|wurden|ist|sind) … (eingeschränkt|altersbeschränkt|geoblockiert)",
        "(avons|a été|ont été|est désormais|sont désormais) ~ (restreint*|limité*|géobloqué*)",
    ),
    Verdict.REJECTED: (
        f"(does|do|did) not ~ {_LEFT_UP}",
        f"(not been able|not able|unable|could not|couldn't|cannot) (to establish|to find|to conclude|to confirm|to determine"
        f"|establish|find|conclude|determine) that … {_BREAKS}",
        f"(neither|none) … {_BREAKS}",
        "(neither|none) … (is|are|was|were) (in violation|in breach)",
        "no (violation|violations|breach|breaches|infringement) (was|were|has been|have been|could be)"
        " (found|identified|detected|established|confirmed)",
        "(has not|hasn't|have not|haven't) ~ (broken|violated|breached|infringed|contravened)",
        f"(doesn't|don't|didn't) ~ {_LEFT_UP}",
        "(found|find|identified|see|saw|detected|established|is|was|there is|there was) no ~"
        " (violation|violations|breach|breaches|infringement|infringements)",
        "(found|find|identified|see|saw|detected) nothing … that (violates|breaches|breaks|infringes|goes against)",
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
        "no (action|measures|steps) (was|were|has been|have been|will be) taken",
        "no (further action|further measures|further steps) (was|were|has been|have been|will be) taken",
        "not be (taking any action|taking action|removing|taking it down|taking them down)",
        "(not|didn't|don't|couldn't) (find|found|consider|considered|believe|deem|judge) (it|them|this|these|§n"
        "|the account|the page|the content|the group|the channel|the profile|that it|that they)"
        " (to be in breach|to be in violation|to violate|to breach|to infringe|to go against|to contravene"
        "|goes against|go against|violates|violate|breaches|infringes)",
        "(see|saw|found|have|there is|there are|there was) no (reason|reasons|ground|grounds|basis|cause)"
        " (to|for) (act|take action|remove|removal|removing|taking|take|disable|taking action|action)",
        "no (reason|reasons|ground|grounds|basis|cause) for (removal|removing|action|taking action)",
        "(refrained|refrain) from (removing|taking|disabling|acting)",
        "(decided|chosen|chose) against (removing|removal|taking|disabling|action)",
        "(declined|refused) to (remove|take down|take action|disable|act)",
        "not subject to (removal|blocking|deletion)",
        "(unable|not able) to (comply with|grant|accommodate|fulfil|honour) your (request|referral|notice|demand)",
        "(leaving|left|leave|keeping|kept|keep) (it|them|this|these|the content|the page|the account|the group"
        "|the channel) (up|online|in place|live)",
        "(complies|comply|complied) with (our|the|all)",
        "(is|are|was|were) (in line|in accordance) with (our|the|all)",
        "not meet (the|our) (threshold|criteria) for removal",
        "(report|notice|referral|flag|request)* … (was|were|has been|have been) ~"
        " (rejected|declined|dismissed|denied|refused)",
        "(rejected|declined|dismissed) (your|the|this|these|all) (report|notice|referral|flag|request)*",
        "(verstößt|verstoßen) ~ nicht gegen",
        "nicht gegen … (verstößt|verstoßen)",
        "(verstößt|verstoßen) weder gegen",
        "(kein|keinen|keinerlei|keine) (verstoß|verstöße|rechtsverletzung|rechtsverletzungen|verletzung)",
        "nicht (rechtswidrig|strafbar|illegal|entfernt werden|gelöscht werden)",
        "(wird|werden) nicht (entfernt|gelöscht|entfernen|löschen)",
        "(entschieden|beschlossen) … nicht zu (entfernen|löschen|sperren)",
        "keine maßnahmen (ergriffen|getroffen|zu ergreifen|zu treffen|ergreifen|treffen)",
        "(meldung|meldungen|hinweis|antrag|anfrage) … (abgelehnt|zurückgewiesen|ablehnen|nicht stattgegeben)",
        "(sehen|sahen|besteht|bestand|liegt) … (keinen anlass|kein anlass|keinen grund|kein grund)",
        "(wir haben|haben wir) … nicht (entfernt|gelöscht|gesperrt|deaktiviert)",
        "(löschung|entfernung|sperrung) (erfolgte|erfolgt|haben wir) nicht",
        "keine (löschung|entfernung|sperrung) (vorgenommen|veranlasst|erfolgt)",
        "(lehnen|weisen) wir … (ab|zurück)",
        "keine (maßnahme|weiteren maßnahmen) (ergriffen|getroffen)",
        "(n'enfreint|n'enfreignent|n'enfreignait|n'enfreignaient|n'est|ne sont|ne viole|ne violent"
        "|ne contrevient|ne contreviennent|ne constitue|ne constituent) pas (contraire*|en infraction"
        "|illicite*|illégal*|nos|les|aux|à|une|de)",
        "(aucun|aucune) (de ces|des|de vos) … (n'enfreint|ne viole|ne contrevient)",
        "(aucune|aucun|pas d'|pas de) (infraction|violation|manquement)",
        "(décidé|choisi) de ne pas (supprimer|retirer|donner suite|agir|désactiver|le|la|les)",
        "(ne sera|ne seront) pas (supprimé*|retiré*)",
        "ne (l'avons|les avons) ~ pas (supprimé*|retiré*|désactivé*)",
        "n'avons pas (supprimé*|retiré*|désactivé*)",
        "(n'avons|n'a|n'ont) (pas|pas été) (constaté|relevé|trouvé|identifié) (d'infraction|de violation|de manquement|d'infractions)",
        "n'avons rien (constaté|relevé|trouvé|identifié) (de contraire|qui enfreigne|qui enfreint|qui soit contraire)",
        "(n'a|n'ont) pas été (retenu*|accepté*)",
        "(ne sommes|ne pouvons|ne pourrons|n'allons) (pas|pas en mesure de) (donner suite|accéder à votre|donner une suite favorable)",
        "(ne pouvons pas|ne sommes pas en mesure) (de|d') (donner suite|accéder à votre|donner une suite favorable)",
        "(n'avons|n'ont|n'a) pas donné (suite|de suite)",
        "(est|sont) conforme* (à|aux) (nos|notre|nos)",
        "(signalement|signalements|demande|notification) … (rejeté*|refusé*|classé* sans suite)",
    ),
}
