"""The words of sentences that are understood to their last word.

A phrase somewhere in a sentence says nothing where something else in it may turn it ("you told us that …", "…
and came back"). So an outcome is proposed only of a sentence whose every word is known here, but for what
stands behind a reason ("because …") and before the comma of an opening ("after a review by our team, …").
What is not listed makes a sentence unclear: words go in only where they can turn nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.answers import doubts, phrases
from bot.domain.answers.folding import MENTION, any_of, one_of, words_of
from bot.domain.answers.phrases import Verdict

_ENGLISH = """
    broke broken confirmons confirme bestätigen german french belgian austrian dutch italian spanish irish
    polish swedish danish finnish greek european british uk eu a an the this that these those it its they them
    their both all each every any we we've we're us our ours i i've i'm you you've your yours is are was were
    has have had been be and as well also so too plus of on in at to from with by under within via through into
    for against about regarding concerning per since upon following above below attached listed given indicated
    respective relevant said aforementioned mentioned named cited referenced reported flagged submitted sent
    provided shared supplied identified notified raised included contained quoted concerned question subject
    referred received team teams staff moderators moderator reviewers reviewer specialists specialist experts
    safety trust legal policy policies rule rules guideline guidelines standard standards terms term conditions
    community law laws legislation applicable local national service services platform platforms use
    user-agreement agreement report reports notice notices notification notifications referral referrals flag
    flags complaint complaints correspondence email e-mail mail case ticket reference number id list table
    letter contact contacting decision decisions result results outcome outcomes review reviews assessment
    evaluation investigation analysis examination consideration check checks action actions measure measures
    step steps enforcement appropriate violation violations breach breaches infringement infringements reviewed
    investigated examined assessed evaluated checked analysed analyzed processed completed finished found
    determined concluded confirmed confirm decided took taken acted actioned agreed agree considered looked
    extremism extremist terrorism terrorist violent hateful organisations organizations
    violates violate violated violating breached breaching infringes infringe infringed infringing goes go went
    going contravenes contravene contravened contravening which what where now today yesterday therefore thus
    accordingly consequently hence promptly immediately successfully permanently completely entirely fully
    carefully thoroughly closely worldwide globally everywhere subsequently then hello hi hey dear thanks thank
    sir madam partner partners colleague colleagues everyone regards good news morning afternoon day friday
    monday tuesday wednesday thursday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec utc cet am pm date time
    st nd rd th facebook instagram youtube tiktok twitter x telegram whatsapp meta google snapchat discord
    pinterest linkedin reddit twitch vk vkontakte threads messenger bing microsoft apple play store app apps
    tumblr bluesky subreddit subreddits server servers communities handle handles username user-name pin pins
    board boards clip clips business businesses public network networks domain domains application applications
    owner's behind associated connected related belonging entire whole own new n nr art site view after careful
    thorough internal manual human detailed full update response reply along together removing breaks moderation
    hosted hosting system systems infrastructure issue hereby updates got order orders due posted uploaded
    published created safe illegal unlawful harmful dangerous violative offending
"""
_GERMAN = """
    der die das den dem des ein eine einen einem einer eines dies diese dieser dieses diesen diesem alle allen
    aller beide beiden jede jeden wir uns unser unsere unserer unseren unserem unseres sie ihr ihre ihrer ihren
    ihrem ihnen es er ich haben hat habe hatte ist sind war waren wurde wurden worden und sowie auch von vom zu
    zum zur bei beim an am auf aus in im mit nach durch gegen für über unter gemäß wegen als dass hiermit hierzu
    hierauf meldung meldungen hinweis hinweise hinweises anfrage anfragen schreiben nachricht antrag mail e-mail
    prüfung überprüfung durchsicht bewertung untersuchung entscheidung ergebnis maßnahme maßnahmen team teams
    fachteam moderation moderatoren abteilung plattform dienst dienste dienstes richtlinien richtlinie
    gemeinschaftsrichtlinien gemeinschaftsstandards community-richtlinien communityrichtlinien
    nutzungsbedingungen bedingungen regeln regel regelwerk standards gesetz gesetze gesetzes recht deutsches
    deutschem geltendes geltendem verstoß verstoßes verstöße verstößen verstößt verstoßen rechtswidrig
    rechtswidrige geprüft überprüft untersucht bewertet festgestellt feststellen konnten können gefunden
    bearbeitet gemeldet gemeldete gemeldeten gemeldeter genannt genannte genannten folgend folgende folgenden
    folgender oben unten aufgeführt aufgeführte aufgeführten aufgelistet aufgelisteten nachfolgend nachfolgende
    nachfolgenden nachstehend nachstehende nachstehenden betreffend betreffende betreffenden entsprechend
    entsprechende entsprechenden angegebene angegebenen eingereicht eingereichten übermittelte heute gestern
    inzwischen nun jetzt daher deshalb somit mittlerweile dauerhaft endgültig vollständig weltweit umgehend
    unverzüglich sofort ab ebenfalls leider vielen dank herzlichen guten tag sehr geehrte geehrter damen herren
    hallo liebe lieber freundliche freundlichen grüße grüßen folgendes eingehender sorgfältiger januar februar
    märz april mai juni juli august september oktober november dezember uhr unwiderruflich beanstandet
    beanstandete beanstandeten rechtsverletzung sachverhalt ergab liegt genannter hinter server servern
    permanent bezug betreff hinsichtlich nutzer-konto benutzerkonto benutzerkonten nutzerkonto nutzerkonten
    profil profile video videos öffentlich öffentliche öffentlichen handelt
"""
_FRENCH = """
    le la les un une des du de au aux ce cet cette ces il elle ils elles nous vous notre nos votre vos son sa
    ses leur leurs tous toutes tout toute et ainsi que qui dont à en y dans sur par pour avec sous contre
    après suite lors a ont avons avez est sont été étaient était fait faite donc désormais définitivement
    également aujourd'hui hier bien immédiatement mondialement partout signalé signalée signalés signalées
    mentionné mentionnée mentionnés mentionnées listé listés listées indiqué indiquée indiqués indiquées cité
    citée cités suivant suivante suivants suivantes ci-dessous ci-dessus ci-après concerné concernée concernés
    concernées constaté constatée trouvé décidé conclu examiné examinée examinés examinées analysé vérifié
    étudié estimé considéré procédé reçu règle règles standard standards communauté communautaire communautaires conditions utilisation
    générales service politique politiques loi lois droit français applicable charte consignes lignes
    directrices infraction infractions violation violations manquement manquements enfreint enfreignent
    enfreignait enfreignaient viole violent équipe équipes modération plateforme bonjour madame monsieur merci
    cordialement signalement signalements demande demandes notification notifications message courriel courrier
    décision résultat mesure mesures accès ligne hors mis mise conforme conformes contraire contraires examen
    analyse vérification étude évaluation attentif approfondi approfondie url adresse adresses référence numéro
    réseau site sites utilisateur-compte concernant relatif relative relatifs relatives quant objet hébergé
    hébergée publié publiée publiés l'ensemble serveurs serveur manière définitive visé visée visés visées
    ressort va l'encontre encontre janvier février mars avril mai juin juillet août septembre octobre novembre
    décembre
"""
_REFUSING = """
    has hasn't have haven't broken conditions générales ligne because since as weil da car parce puisque
    erkennen ersehen three two four five restera resteront donc not no never nor neither didn't doesn't don't
    isn't aren't wasn't weren't couldn't can't cannot won't nothing none unable able could do does did will
    remove removing delete deleting disable disabling take taking act acting find finding identify identifying
    establish detect see any evidence reason reasons grounds sufficient criteria threshold meet meets met
    removal decline declined reject rejected dismiss dismissed deny denied refuse refused remain remains
    remained stay stays staying keep keeps kept leave leaving left live online up available unchanged place
    stand stands further request requests content at present time moment against unfortunately regret sorry
    afraid follow granted grant comply complying accommodate fulfil honour upheld accept accepted complies
    warrant warranted falls fall allow allows allowed what refrained refrain from keeping subject blocking need
    needs permitted within nicht kein keine keinen keiner keinem keinerlei nie weder noch wird werden entfernen
    löschen sperren ergriffen ergreifen getroffen treffen bleibt bleiben verbleibt verbleiben bestehen verfügbar
    abrufbar belassen anlass grund gründe vor liegt einschreiten tätig vornehmen vorgenommen stattgegeben
    entsprochen ablehnen abgelehnt müssen zurückgewiesen löschung sperrung entfernung erfolgte erfolgt sehen
    einen folge nachkommen ne pas aucun aucune aucunes ni rien sera seront supprimer retirer désactiver agir
    donner donné bloquer suite reste restent demeure demeurent maintenu maintenue maintenus maintenues laissé
    laissée laissés laissées disponible disponibles retenu retenue retenus retenues rejeté rejetée rejetés
    refusé refusée mesure retrait suppression lieu raison sommes malheureusement regrettons justifie justifient
    classé classés sans relevé identifié identifiée pris prise prises prendre
"""
_AFTER_A_REASON = """
    because due owing since pursuant accordance line given based violation violations violate violates violated
    violating breach breaches breached breaching infringe infringes infringing contravene contravenes
    contravening against wegen aufgrund weil da gemäß entsprechend gegen car conformément parce puisque
    contraire contraires enfreint enfreignent
"""
_FOR = """
    violating violation violations breaching breach breaches going infringing infringement contravening being a
    having its their human fraud scam spam illegal promoting facilitating offering advertising selling
    encouraging organising organizing repeated repeatedly severe serious legal policy non-compliance not
    impersonation smuggling trafficking reasons containing supporting
"""
_TURNS_A_REASON = """
    back again mistake mistaken error erroneous erroneously wrongly accident accidental accidentally reversed
    reverted undone reinstated restored relisted republished duplicate duplicates owner owners uploader himself
    herself themselves customer we'll later soon then afterwards meanwhile versehentlich irrtümlich fälschlich
    irrtum fehler wieder zurück inhaber betreiber erreur tort nouveau remis remise doublon propriétaire but
    however request requests unless until if test
"""
_ASKS_FOR_MORE = """
    lien liens fonctionne langue link links work works broken load format expired unreadable language jurisdiction authority
    information details missing incomplete provide provided form signed signature specify specified specific
    informationen angaben unvollständig formular fehlen fehlt informations précisions incomplet incomplète
    formulaire
"""
_RESTRICTING = """
    more anymore any unavailable inaccessible made make no not longer nicht mehr n'est ne plus sont only nur
    seulement uniquement users visitors viewers people view viewing visible shown under age adults adult minors
    years old logged-in feed eligible ineligible 18 nutzer nutzern sichtbar sehen minderjährige utilisateurs visibles lieu local locally
    site
"""
_OPENINGS = (
    "(after|following|upon|on|in response to|in reply to|in answer to|with regard to|with regards to|in regard to"
    "|in regards to|regarding|concerning|further to|pursuant to|in accordance with|in line with|as a result of"
    "|as a result|as requested|as agreed|because|since|given|in light of|in view of|per|based on|having|as part of|in this case|in these cases|under|unfortunately|although|while"
    "|for your information|good news|great news|at this time|for this reason|for these reasons)",
    "(après|suite à|à la suite de|à l'issue de|concernant|conformément|en réponse à|au terme de|bien que|dans ce cas)",
)


_LETTERS = re.compile(r"[a-zà-ÿœß'-]+")


def _words_of(told: Iterable[str]) -> str:
    return " ".join(" ".join(_LETTERS.findall(phrase)) for phrase in told)


_SAID = _words_of(
    phrase
    for verdict, told in phrases.OUTCOMES.items()
    if verdict is not Verdict.REJECTED
    for phrase in told
)
_STEMS = tuple(
    {
        found[1]
        for told in (*phrases.OUTCOMES.values(), doubts.ASIDE, doubts.ONLY_THERE)
        for phrase in told
        for found in re.finditer(r"([a-zà-ÿœß'-]{4,})\*", phrase)
    }
)
_KNOWN = words_of(
    *(_ENGLISH, _GERMAN, _FRENCH, _SAID, doubts.PAGES, doubts.ADVERBS, " ".join(doubts.PLACES))
) - words_of(doubts.NEGATIONS)
_KNOWN_OF = {
    Verdict.CLOSED: _KNOWN,
    Verdict.RESTRICTED: _KNOWN | words_of(_RESTRICTING, _words_of(doubts.ONLY_THERE)),
    Verdict.REJECTED: _KNOWN | words_of(_REFUSING, _words_of(phrases.OUTCOMES[Verdict.REJECTED])),
}
_REASON = re.compile(
    rf"(?<!\S)(?:{one_of(_AFTER_A_REASON.split())}|for (?:{one_of(_FOR.split())})|under (?:our|the|its|article|section|x's)"
    rf"|as (?:it|they|this|these|the)|pour (?:violation|infraction|non-respect|avoir|manquement))(?!\S)"
)
_TURNING = words_of(_TURNS_A_REASON)
_TURNING_AN_OPENING = _TURNING - {"request", "requests"}
_TURNING_A_REFUSAL = _TURNING | words_of(_ASKS_FOR_MORE)
_OPENING = re.compile(rf"\A(?:{any_of(_OPENINGS).pattern})(?: [^\s,:;]+){{0,24}}? , ")
_ELIDED = re.compile(r"\A(?:[ldsjcmt]|qu|lorsqu)'|'s\Z")


def without_opening(folded: str) -> str:
    """A statement without "After a careful review, ", of the same length."""
    opening = _OPENING.match(folded)
    if opening is None or _TURNING_AN_OPENING.intersection(opening[0].split()):
        return folded
    if "§" in opening[0] and "§" in folded[opening.end() :]:
        return folded  # "After A was removed, B …"
    return " " * opening.end() + folded[opening.end() :]


def named_before(folded: str) -> tuple[int, ...]:
    """What "Following your report of A, B was removed" names in its opening: of B it speaks, not of A."""
    opening = _OPENING.match(folded)
    if opening is None or "§" not in folded[opening.end() :]:
        return ()
    return tuple(int(number) for number in MENTION.findall(opening[0]))


def understood(folded: str, said_by: tuple[int, int], verdict: Verdict) -> bool:
    """Whether every word of a statement is known; `said_by` is where its outcome is said."""
    start, end = said_by
    body = without_opening(folded)
    refusal = verdict is Verdict.REJECTED
    reason = _REASON.search(body, start if refusal else end)
    if reason:
        tail = body[reason.end() :]
        named = tail.find("§")
        if named < 0 or tail.rstrip()[:named].rstrip().endswith(":"):
            turning = _TURNING_A_REFUSAL if refusal else _TURNING
            if turning.intersection(tail.split()):
                return False
            body = body[: reason.start()]
    return all_known(body, verdict)


def all_known(folded: str, verdict: Verdict) -> bool:
    """Whether there is no word in it that could turn what it says."""
    known = _KNOWN_OF[verdict]
    return all(
        not word[0].isalpha()
        or word in known
        or _ELIDED.sub("", word) in known
        or word.startswith(_STEMS)
        for word in folded.split()
    )
