"""What a cell, a label's value or a heading says that is nothing but an outcome.

"Closed" and "resolved" are said of tickets and are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.answers import doubts
from bot.domain.answers.folding import MARK, any_of, fold, one_of, words_of
from bot.domain.answers.phrases import OFF, Verdict

STATUSES: Mapping[Verdict, str] = {
    Verdict.CLOSED: """
        removed; deleted; taken down; terminated; account terminated; account removed; account
        disabled; disabled; banned; content removed; page removed; permanently suspended; accepted
        and removed; removed for violating our policies; violation found and removed; taken offline;
        permanently banned; suspended permanently; banned permanently; disabled permanently; permanently disabled; permanently removed; deactivated; permanently
        deactivated; removed permanently; removal completed; removal confirmed; removal done; removed globally; removed worldwide; now removed; down now;
        we removed it; we removed them; we have removed it; we have removed them; we took it down;
        decision_visibility_content_removed; decision_account_terminated;
        decision_provision_total_termination;
        entfernt; gelöscht; inhalt entfernt; konto gelöscht; dauerhaft gesperrt; dauerhaft entfernt;
        offline genommen; vom netz genommen; endgültig gelöscht; dauerhaft deaktiviert; deaktiviert;
        supprimé; supprimée; supprimés; supprimées; retiré; retirée; retirés; retirées; désactivé;
        désactivée; désactivés; désactivées; contenu supprimé; compte supprimé; compte désactivé;
        suspendu définitivement; suspendue définitivement; compte suspendu définitivement;
        définitivement suspendu; supprimé définitivement; définitivement supprimé
    """,
    Verdict.RESTRICTED: """
        restricted; access restricted; geo-blocked; geoblocked; geo-restricted; age-restricted; age
        restricted; visibility limited; visibility restricted; visibility reduced; limited; demoted;
        withheld; country withheld; locally withheld; blocked locally; restricted locally; geo-block
        applied; country block applied; age restriction applied; age gate applied; warning screen
        added; warning label added; warning screen applied; ineligible for the for you feed; not
        eligible for the for you feed; decision_visibility_content_demoted;
        decision_visibility_content_age_restricted; decision_visibility_content_interaction_restricted;
        decision_visibility_content_labelled;
        eingeschränkt; zugriff eingeschränkt; sichtbarkeit eingeschränkt; altersbeschränkt;
        länderspezifisch gesperrt; regional gesperrt; länderspezifisch eingeschränkt; mit
        altersbeschränkung versehen; mit warnhinweis versehen;
        restreint; restreinte; restreints; restreintes; accès restreint; limité; limitée; visibilité
        limitée; visibilité réduite; géobloqué; géobloquée; bloqué localement; limite d'âge appliquée
    """,
    Verdict.REJECTED: """
        no violation; no violation found; no violations found; not in violation; does not violate;
        not violating; rejected; declined; not removed; not deleted; not taken down; not disabled; no
        breach; no breach found; not actioned; unactioned; non-violating; non violating; no breach identified; no grounds for blocking; no grounds for removal; no action taken; no action; no policy violation; no policy violation found; no policy breach; no
        policy was breached; no violation identified; no violation detected; not a violation; not
        violating our policies; does not go against our standards; not against our standards; not
        against our rules; left up; left online; kept up; kept online; kept live; left live; removal refused; removal declined; removal rejected; removal denied; kept; content left up; stays
        up; stays online; remains online; remains up; remains available; remains on the platform;
        allowed; within our guidelines; within guidelines; complies with our policies; notice
        rejected; report rejected; report declined; no infringement; not infringing; not illegal;
        keine maßnahmen; keine maßnahme; keine maßnahme ergriffen; keine maßnahmen ergriffen; kein
        verstoß; kein verstoß festgestellt; kein verstoß gefunden; keine verletzung; abgelehnt;
        zurückgewiesen; verstößt nicht; nicht rechtswidrig; nicht entfernt; nicht gelöscht; nicht
        gesperrt; bleibt online; bleiben online; bleibt bestehen; belassen; online belassen; zulässig;
        aucune infraction; aucune infraction constatée; aucune violation; aucune violation constatée;
        aucune action; aucune mesure; aucune mesure prise; pas d'infraction; pas de violation; rejeté;
        rejetée; rejetés; rejetées; refusé; refusée; refusés; refusées; non supprimé; non supprimée;
        non supprimés; non supprimées; non retiré; non retirée; non retirés; non retirées; laissé en ligne; laissée en ligne;
        laissés en ligne; laissées en ligne; maintenu; maintenue; maintenus; maintenues; maintenu en
        ligne; maintenue en ligne; maintenus en ligne; maintenues en ligne; reste en ligne; restent
        en ligne; conforme; conformes; non fondé; n'enfreint pas nos règles
    """,
}

_SAYS_NOTHING = """
    violation found; violation confirmed; violation; violates our policies; in violation; policy
    violation; actioned; action taken; reviewed; completed; complete; done; decided; decision made;
    case closed; ticket closed; closed; resolved; enforced; valid; notice accepted; accepted; verstoß;
    verstoß festgestellt; geprüft; erledigt; abgeschlossen; bearbeitet; infraction; infraction
    constatée; violation constatée; examiné; traité; clos; policy violated
"""
"""Beside an outcome in the same cell these add nothing; alone they are no outcome."""

_TOPICS = words_of(
    """
    for due to because of under and or the our policy policies rule rules guidelines standards community terms
    violation breach violating spam fraud scam scams human trafficking smuggling exploitation harmful dangerous
    acts content illegal regulated goods services hate speech harassment impersonation fake forged documents
    migrant facilitation illicit trade crime organised organized criminal activity activities coordinated
    child safety worldwide weltweit globally global permanent permanently dauerhaft définitivement tos aup wegen aufgrund menschenhandel schleusung betrug pour cause traite fraude arnaque trafic
    """
)
"""What a cell may add to its outcome as the reason for it."""

_BREAKING = "(violating|breaching|infringing|contravening|going against|violation of|breach of)"
_RULES = "(guidelines|standards|policy|policies|rules|terms|conditions|law|laws|tos|aup|agb|cgu)"
_REASONED = {
    Verdict.CLOSED: any_of(
        [
            f"(content|page|account|video|group|channel|post) {OFF} (for|due to|because of) {_BREAKING}"
            f" … {_RULES}",
            f"{OFF} (for|due to|because of) {_BREAKING} … {_RULES}",
        ]
    ),
    Verdict.REJECTED: any_of(
        [
            f"no (violation|violations|breach|breaches|infringement) (of|against) … {_RULES}",
            f"no (violation|violations|breach|breaches|infringement) … {_RULES} (found|identified)",
        ]
    ),
}
_IN = "(?:in|for|within|für|en|pour|dans|aux|au)"
_ONLY_THERE = re.compile(
    rf"(?:blocked|withheld|restricted|removed|disabled|unavailable|geo-blocked|not available|gesperrt|entfernt|"
    rf"eingeschränkt|nicht abrufbar|bloqué\S*|retiré\S*|inaccessible|restreint\S*)"
    rf" (?:only )?{_IN} (?:the |all of )?(?:{one_of(doubts.PLACES)})(?: (?:only|uniquement|seulement))?"
    rf"|{_IN} (?:the |all of )?(?:{one_of(doubts.PLACES)}) (?:nicht mehr|no longer|plus)? ?"
    rf"(?:verfügbar|abrufbar|gesperrt|eingeschränkt|available|accessible|blocked|restricted|withheld|inaccessible|disponible)"
)
_LABEL = re.compile(
    r"(?:the )?(?:status|decision|outcome|result|action|action taken|our decision|verdict|state|ergebnis|"
    r"entscheidung|massnahme|massnahmen|massnahme|décision|résultat|statut|mesure|mesure prise|restriction|"
    r"type of restriction|measure|measures|visibility|decision on visibility|moderation decision|review result|"
    r"final decision|our assessment|assessment|prüfergebnis|bewertung|"
    r"decision_visibility|decision_account|decision_provision|decision_monetary) :"
)
_OF_THE_REPORT = words_of(
    """
    a all and any applied as at automated behind by can cannot case category classification complaint contact content contents
    country date day decided decision_ground detection do dsa email first form from german french english ground grounds group
    handle how id in infringed item items keyword keywords language law legal link links location mail message month name next
    no notice notification nr number of officer on options order our page person platform policy post profile reason reasons
    redress ref reference reply report reported reporter request review reviewed reviewer rights rule rules sender sent server
    service source steps subject subreddit submitted surface taken target team terms text the ticket time title to type uploaded
    url urls user username uuid version via video violated week what when why you your channel account accounts appeal appeals
    category_specification content_type source_type automated_detection automated_decision content_url content_id
    aktenzeichen am art begründung betreff datum der des die gemeldet gemeldete gemeldeter grund inhalt ihr ihre kanal kategorie
    konto kunde meldegrund meldung nummer rechtsbehelf rechtsbehelfe rechtsgrundlage seite unser unsere von vom vorgang zeichen
    adresse catégorie cas compte contenu de dossier du fondement la le les lien motif motifs n nom numéro objet page recours
    référence signalé signalement voies vidéo votre
    """
)
"""Labels of these words only are of the report, not of its outcome: "Reason: …", "What you can do: …"."""
_WHICH = _OF_THE_REPORT - words_of(
    "no all any and taken violated infringed how what when why you"
) | words_of("flag")
_SCOPE = re.compile(
    r"(?:territory|territorial scope|territorial_scope|scope|where|countries|country|region|regions|applies in|geltungsbereich|"
    r"territorium|wo|länder|land|portée|portée territoriale|territoire|pays) :"
)
_EVERYWHERE = re.compile(
    r"(?:worldwide|global|globally|all|everywhere|weltweit|monde entier|mondial\S*|all countries)[ .]*"
)
_ALWAYS = re.compile(
    r"(?:permanent\S*|indefinite\S*|unlimited|none|n a|forever|dauerhaft|unbefristet|définiti\S*|indéterminée|illimitée)?[ .–—]*"
)
_HOW_LONG = re.compile(
    r"(?:duration|end date|ends|end|until|till|expires|expiry|valid until|period|dauer|bis|ende|befristet bis|durée|fin|jusqu'au|"
    r"end_date\S*) :"
)
_PARTS = re.compile(r"\s[-–—/]\s|[:;,.()\[\]]")
_NOUNS = words_of(
    """
    the following these this those urls url pages page content contents links link accounts account items
    item profiles profile reported successfully seiten seite inhalte inhalt adressen konten die der das
    folgende folgenden gemeldete gemeldeten les la le suivants suivantes contenus contenu comptes compte
    liens lien adresses profils profil signalés signalées and group groups channel channels kanäle gruppen videos
    video vidéos vidéo groupes groupe chaînes chaîne kanal gruppe konto
    """
)
_VERBS = words_of(
    "have been were was has wurde wurden it is are they we ist sind est sont a été ont"
)
_OUTCOME_OF = {
    " ".join(fold(status).split()): verdict
    for verdict, told in STATUSES.items()
    for status in told.split(";")
}
_FOOTNOTED = re.compile(
    rf"[†‡¹²³⁴⁵⁶⁷⁸⁹]|\A[^*]*[^*\s]\s?\*{{1,3}}:?\Z"
    rf"|(?:(?<=[^\W\d_]{{3}})|(?<=[^\W\d_]{{3}} )|(?<=[{MARK}.])|(?<=[{MARK}.] ))(?:\[\w\]|\([\da-e]\))\Z"
)
"""A footnote's mark behind words: what the note says may be anything."""
_TOLD_BEFORE = words_of(
    """
    requested proposed suggested suggestion recommended desired wanted asked wish wished expected planned previous old
    former earlier initial original first history if beantragt beantragte gewünscht gewünschte vorgeschlagen vorgeschlagene
    bisher bisherige vorherige frühere alte erste demandé demandée souhaité souhaitée proposé proposée précédent précédente
    ancien ancienne initiale première
    """
)
_TOLD_LAST = words_of("new final current now neu neue aktuell nouveau nouvelle finale")
_OF_OTHERS = words_of(
    """
    channel uploader uploaded author owner source original posted also context related parent reporter kanal
    quelle hochgeladen verfasser inhaber auteur propriétaire chaîne publié
    """
)
_GRANTED = words_of(
    "successful granted upheld won reinstated restored reversed stattgegeben erfolgreich accueilli accueillie rétabli"
)
_WHAT = words_of(
    "type item object content surface service product by actor of art objekt durch objet par"
)
_ON_A_PAGE = words_of(
    """
    comment comments ad ads advert advertisement picture avatar banner bio thumbnail title description cover chat reply replies
    review reviews search recommendations owner uploader author user kommentar anzeige profilbild suche nutzer inhaber commentaire publicité recherche
    """
)
"""What an object or the one who acted is called where it is not the page, nor the platform."""
_OF_A_TICKET = words_of(
    "closed resolved completed complete done reviewed decided erledigt abgeschlossen bearbeitet clos traité"
)
"""Beside a decision in the same record: "Status: Resolved, Outcome: Content removed"."""
_NOTHING = frozenset(" ".join(fold(status).split()) for status in _SAYS_NOTHING.split(";"))


def status(text: str) -> Verdict | None:
    """What a cell, a label's value or a heading says that is nothing but an outcome.

    It may have parts ("Violation found - removed"): each is an outcome, the same one, or adds nothing.
    """
    plain = re.sub(rf"{MARK}\d+{MARK}", " ", text)
    if not fold(plain).startswith("decision_"):
        plain = plain.replace("_", " ")
    words = _LABEL.sub("", fold(plain)).split()
    if "?" in words:
        return None
    whole = _outcome(words)
    if whole:
        return whole
    found: set[Verdict | None] = set()
    for part in _PARTS.split(plain):
        said = fold(part)
        if not _adds_nothing(said):
            found.add(_outcome(said.split()))
    return found.pop() if len(found) == 1 else None


def footnoted(text: str) -> bool:
    """Whether words have a footnote's mark behind them."""
    return bool(_FOOTNOTED.search(text.strip().rstrip(".!")))


def is_told_before(label: str) -> bool:
    """Whether a label is of what was asked for, or decided once: "Requested action", "First decision"."""
    words = fold(label).split()
    return not _TOLD_BEFORE.isdisjoint(words) and _TOLD_LAST.isdisjoint(words)


def is_of_others(text: str) -> bool:
    """Whether the address behind it is of something else than what is listed: "Uploaded by: …"."""
    label, colon, _ = fold(text).rpartition(" :")
    return bool(colon) and not _OF_OTHERS.isdisjoint(label.split())


def is_label(text: str) -> bool:
    """Whether a line begins with what an outcome is called: "Decision: …"."""
    return bool(_LABEL.match(fold(text)))


def beside(label: str, value: str) -> bool | Verdict | None:
    """What a "Label: value" line that is no outcome does to that of its record.

    True: nothing; restricted: it is an outcome of one country; None: it is not clear what.
    """
    said, plain = f"{fold(label)} :", fold(re.sub(rf"{MARK}\d+{MARK}", " ", value)).strip()
    if _HOW_LONG.fullmatch(said):
        return True if _ALWAYS.fullmatch(plain) else None
    if _SCOPE.fullmatch(said):
        return True if _EVERYWHERE.fullmatch(plain) else Verdict.RESTRICTED
    words = set(plain.split())
    if words & _GRANTED or (words & _ON_A_PAGE and not _WHAT.isdisjoint(said.split())):
        return None
    if _LABEL.fullmatch(said):
        return True if plain.strip(" .") in _OF_A_TICKET else None
    return True if _OF_THE_REPORT.issuperset(fold(label).split()) else None


def _adds_nothing(said: str) -> bool:
    words = [word for word in said.split() if any(char.isalpha() for char in word)]
    return (
        not words
        or " ".join(words) in _NOTHING
        or " ".join(word for word in words if word not in _NOUNS) in _NOTHING
        or _TOPICS.issuperset(words)
        or _WHICH.issuperset(words)
        or bool(_LABEL.fullmatch(f"{' '.join(words)} :"))
    )


def _denies(words: list[str]) -> bool:
    """Whether it is a "not removed", which in a sentence ("was not removed") may be one of the day."""
    return words[:1] in (["not"], ["nicht"], ["non"])


def _outcome(words: list[str]) -> Verdict | None:
    bare = [word for word in words if any(char.isalpha() for char in word)]
    whole = " ".join(bare)
    for verdict, reasoned in _REASONED.items():
        if reasoned.fullmatch(whole):
            return verdict
    if len(bare) > 8:
        return None
    short = [word for word in bare if word not in _NOUNS]
    verbless = [word for word in short if word not in _VERBS]
    for trimmed in (bare, short, short if _denies(verbless) else verbless):
        whole = " ".join(trimmed)
        if whole in _OUTCOME_OF:
            return _OUTCOME_OF[whole]
        if _ONLY_THERE.fullmatch(whole):
            return Verdict.RESTRICTED
        if len(trimmed) == 1 and trimmed[0][:-1] in _OUTCOME_OF and trimmed[0][-1] in "ens":
            return _OUTCOME_OF[trimmed[0][:-1]]  # entfernte, eingeschränkte
    return None
