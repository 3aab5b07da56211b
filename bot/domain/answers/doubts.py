"""What makes a platform's sentence unclear, and what bounds what it speaks of.

In the language of `phrases`: plain words, `(a|b)`, `word*`, `~` for adverbs, `…` for other words. What
is unclear says nothing: a wrong outcome costs more than one that a person has to choose.
"""

from __future__ import annotations


def _each(text: str) -> tuple[str, ...]:
    plain = (" ".join(phrase.split()).replace(" |", "|") for phrase in text.split(";"))
    return tuple(phrase for phrase in plain if phrase)


UNCLEAR = _each(
    """
    will be; will have; will now; initially; originally; at first; previously; formerly;
    zunächst; ursprünglich; anfangs; zuvor; initialement; d'abord; auparavant; précédemment; (after|since|because) (we|our team) ~
    (removed|deleted|took|had|disabled|banned|terminated|suspended); nachdem wir … (gelöscht|entfernt|gesperrt); will ~ (remove|disable|delete|take|terminate); we'll; going to; about
    to; shortly; in due course; in the process; working (to|on); being ~
    (removed|reviewed|processed|taken down|deleted|disabled); (are|is) ~
    (removing|disabling|deleting|taking); (are|is) ~ (reviewing|investigating|assessing);
    scheduled; queued; pending; intend* to; (forwarded|passed on|passed
    to|escalated|transmitted|relayed|referred to); (wird|werden) …
    (entfernt|gelöscht|gesperrt|entfernen|löschen|prüfen|geprüft|eingeschränkt); in kürze;
    demnächst; zeitnah; umgehend; in bearbeitung; weitergeleitet; übermittelt;
    (sera|seront|allons|va|vont) ~ (supprim*|retir*|désactiv*|être|examin*|procéder);
    prochainement; sous peu; en cours; (transmis*|transféré*|relayé*|fait suivre); meilleurs
    délais; brefs délais; (more|additional|further|insufficient|not enough|sufficient|missing)
    (information|details|context|evidence); (please|kindly)
    (provide|send|supply|submit|reply|confirm|specify|include); (could
    not|couldn't|cannot|can't|unable to) ~ (process|locate|access|find
    the|open|review|verify); (weitere|nähere|zusätzliche|mehr|genauere)
    (informationen|angaben|details|hinweise); benötigen; bitte
    (senden|teilen|geben|übermitteln); (informations|précisions|éléments)
    (complémentaires|supplémentaires); (plus d'informations|davantage d'informations);
    veuillez; merci de (nous|préciser|fournir); temporar*; provisional*; interim; for (now|the
    time being); until further; (suspended|locked|disabled|restricted|banned|blocked) for §n;
    for §n (hour|day|week|month)*; under (review|investigation); pending; (not yet|yet|so
    far|still|at this time|at this stage|at the moment|currently|at present); vorübergehend*;
    vorläufig*; befristet*; bis auf weiteres;
    (noch|bisher|bislang|derzeit|vorerst|momentan|aktuell|zurzeit); für §n
    (tag|stunde|woche|monat)*; temporaire*; provisoire*; à titre conservatoire; pendant §n
    (jour|heure|semaine|mois)*; (encore|pour l'instant|pour le moment|actuellement|à ce
    stade|à ce jour); by (the|its|their|an) (user|owner|author|uploader|account
    holder|customer|poster|administrator|admin|creator|publisher|hosting
    provider|host|registrar|website owner)*;
    (user|owner|uploader|author|customer|registrant|creator|poster)* (has|have|had) ~
    (removed|deleted|taken); (user|owner|uploader|author|customer|registrant|creator|poster) ~
    (removed|deleted); (no longer|not) (exist|exists|available|accessible|online|active);
    (had|has|have|was|were) already ~ (been|removed|deleted|gone|disabled); already
    (removed|deleted|gone|unavailable|offline); (vom|durch den|von der|von dem|durch die)
    (nutzer|nutzerin|inhaber|betreiber|ersteller|verfasser|urheber|kunden)*; nicht mehr
    (vorhanden|existent|verfügbar|online|abrufbar|erreichbar); bereits; par (l'utilisateur|son
    auteur|l'auteur|le titulaire|son propriétaire|l'administrateur|le propriétaire|son
    titulaire); n'existe* plus; (n'est|ne sont) plus (disponible*|accessible*|en ligne); déjà;
    §n (of|von|sur|der); by mistake; in error; came back; back (online|up|again); put back; versehentlich;
    irrtümlich; par erreur; duplicate*; reinstat*; restor*; wiederhergestellt*; wieder freigegeben; rétabli*; reversed; appeal*;
    einspruch*; widerspruch*; beschwerde*; appel; recours;
    (some|part|parts|several|most|half|many|one|two|three|a number|the majority|portions) of;
    (some|certain|any) (have|has|were|was|that|which|who|haben|wurden);
    (page|pages|item|items|link|links|url|urls|entry|entries|number|numbers|no|nr|seite|seiten|lien|liens) §n;
    (removal|deletion|suspension|restriction|action|decision|handling|measure|block|ban|notice|report)
    (of|on|about|for|against|concerning|regarding) §§n§ (was|is|were|are|complies|complied|comply);
    we (comply|complied|have complied); with (the|all|our|any) ~ (removal|order|orders|court|request|requests|requirement*|formal);
    by (owner|user|uploader|author|customer|host|poster)*; from (the|our) (list|queue|index|database|report|feed);
    (report|reports|requests|ticket|tickets|notices|flags|complaints|cases|strikes|duplicates) (was|were|has been|have been) ~
    (removed|deleted|closed); down again; hosted (by|with) us; disregard; please ignore; sample; test (mail|message|answer|:);
    (not|never|haven't|hasn't|didn't|aren't|isn't) ~ (leave|leaving|left|keep|keeping|kept) (it|them|this|these|the|§§n§);
    (not|never|haven't|hasn't|didn't) ~ (decided|chosen|decide|choose) (not|against);
    (new|current|present|edited|updated|revised|amended) (version|form|state);
    from (your|public|view|sight|bing|google (search|.|,|and)); (in|on) (the|our) app; on (android|ios|mobile|desktop);
    (case|complaint|report|ticket|notice|request|referral|submission|notification|meldung|anfrage|vorgang|fall|signalement|dossier)
    §§n§ (was|were|has been|have been|wurde|wurden|a été|ont été) ~ (removed|deleted|closed|gelöscht|entfernt|geschlossen|supprimé*|retiré*|fermé*);
    (link|links) (to|at|on|zu|auf) §§n§; (lien|liens) (vers|de) §§n§; trifft nicht zu; (falsch|unzutreffend|untrue|incorrect|faux);
    (un|une|l'un|l'une|deux|trois|quatre) (des|de ces|de vos|d'entre|sur);
    (eine|einer|eines|einen|zwei|drei|vier) (der|dieser|ihrer|von|davon);
    (not|doesn't|don't|didn't|fail to|fails to|failed to|failing to|no longer|never|hardly|barely|scarcely|nor) ~
    (comply|complies|complied|complying|compliant|in compliance) with (our|the|all|any);
    (some|certain) (content|posts|items|videos|pages|accounts|images|links|comments);
    partial*; partly; (einige|einzelne|mehrere|manche|teilweise|teile); zum teil;
    (certains|certaines|plusieurs|partiellement|une partie); en partie;
    (comment|comments|reaction|reactions|ad|ads|advert|adverts|like|likes|backup|cache|thumbnail|snippet|kommentar|kommentare|anzeige|anzeigen|commentaire|commentaires|publicité*);
    your
    (report|ticket|request|account|data|notice|message|complaint|submission|email|information|details|subscription)
    (was|has been|were|have been) ~ (removed|deleted|disabled|closed);
    (your|ihre|ihr|votre|vos) (account|ad|page|konto|daten|anzeige|compte|page|données);
    (ihre|ihr|diese) (meldung|anfrage|ticket) … (gelöscht|entfernt); votre
    (signalement|demande) … (supprimé*); (block list|blocklist|blacklist|sperrliste|liste de
    blocage); (from|in|aus|des|dans les|in den) ~ (search
    results|search|suchergebnisse*|résultats de recherche|recommendations)
    """
)
"""What makes a statement unclear, wherever it stands in it: promised, handed on, asked for more, for
now, by somebody else, undone, of a part or of something else."""

BEFORE_IT = _each(
    """
    if; whether; once; when; unless; until; before; should; would; may; might; could; can;
    cannot; can't; couldn't; unable; request*; ask*; please; claim*; alleg*; stat*; believe*;
    suggest*; want*; like; example; future; usually; generally; typically; normally; often;
    sometimes; not; never; no; nor; neither; without; hasn't; haven't; wasn't; weren't;
    didn't; don't; doesn't; isn't; aren't; won't; wouldn't; nothing; none; wenn; falls;
    sobald; ob; bevor; bis; könnte*; kann; können; würde*; soll*; darf; dürfen; bitte; nicht;
    kein*; nie; niemals; weder; ohne; gebeten; beantragt*; wollen; möchten; üblicherweise;
    grundsätzlich; si; lorsque; quand; fois; pourrai*; pourra*; peut; peuvent; pouvons; avant;
    veuillez; demand*; ne; n'a; n'ont; n'avons; n'est; ni; sans; aucun*; généralement; souvent
    """
)
"""Before a removal or a restriction in the same statement, these make it a wish, a question, a rule, a
denial or somebody else's words."""

BEFORE_A_REJECTION = _each(
    """
    if; whether; unless; until; should; would; may; might; could; can; claim*; alleg*;
    believe*; example; usually; generally; typically; wenn; falls; ob; könnte*; würde*; soll*;
    üblicherweise; grundsätzlich; si; pourrai*; pourra*; généralement; souvent
    """
)
"""The same of a rejection, which has a "not" of its own."""

RIGHT_BEFORE_IT = _each(
    """
    you; you've; sie; vous; users; user; nutzer; who; which can; to
    """
)
"""Whose doing it was not, or nobody's yet."""

ONLY_THERE = _each(
    """
    (was|were|has been|have been|is|are|been|we|we have|we've) ~ made ~ (unavailable|inaccessible);
    (we|we have|we've) ~ made … (unavailable|inaccessible);
    (was|were|has been|have been|is|are|been) ~ (blocked|suspended|locked|unavailable|not
    available|made unavailable); (we|we have|we've) ~ (blocked|suspended|locked);
    (was|were|is|are) ~ no longer (available|accessible); (wurde|wurden|ist|sind|haben wir|wir
    haben) … (gesperrt|blockiert); (gesperrt|blockiert) (wurde|wurden|haben); (ist|sind) …
    nicht mehr (abrufbar|verfügbar|zugänglich|erreichbar); (a été|ont été|est|sont|avons) ~
    (bloqué*|rendu* inaccessible*|inaccessible*|indisponible*); (n'est|ne sont) plus
    (disponible*|accessible*)
    """
)
"""With a country in the same statement these are restrictions; without one they are not clear."""

ASIDE = _each(
    """
    (après|suite à|à la suite de) ~ (examen|l'examen|analyse|l'analyse|étude|l'étude|vérification)
    de votre (signalement|demande); après votre (signalement|demande); nach ~
    (prüfung|durchsicht) ihrer (meldung|anfrage); (wir haben|haben wir) ~ ihre (meldung|anfrage) ~
    (geprüft|bearbeitet) und; (we|i) (can|would like to|are able to|are happy to|are pleased to|are writing to)
    (confirm|inform you|let you know|advise you) that; wir (können|möchten) ihnen (bestätigen|mitteilen) , dass;
    nous (pouvons|tenons à|souhaitons) vous (confirmer|informer) que; (that|which) you (have|had) ~
    (reported|flagged|submitted|sent|provided|listed|shared|notified) (to us|us of)*; (that|which) you
    (reported|flagged|submitted|sent|provided|listed|shared) (to us)*; you (have|had) (reported|flagged|submitted|sent|listed);
    you've (reported|flagged|submitted|sent|listed); you (reported|flagged|submitted|sent|listed);
    (les|ces|vos) deux; to it; to them; all (two|three|four|five|six|seven|eight|nine|ten|§n|drei|vier|fünf); (nous vous informons|nous vous confirmons) que;
    (wir informieren sie|teilen wir ihnen mit|teilen wir mit|wir bestätigen ihnen|hiermit bestätigen wir) , dass; accessible à l'adresse;
    please (be informed|be advised|note) that; (we|i) (regret|are sorry|am sorry|are pleased|are happy) to (inform|tell|advise) you that;
    (just a|a) (quick|short|brief) (note|update) (that|to say that); (done|erledigt|c'est fait) ,;
    wir (bedauern|freuen uns) , ihnen mitteilen zu (müssen|können) , dass; nous (sommes au regret|avons le regret|avons le plaisir) de vous informer que;
    (english|german|french|deutsche|französische|englische|version) (version|below|follows|above|text); (wir teilen ihnen|hiermit teilen wir ihnen) mit , dass; and (the|its|their) (owner|owners|uploader|uploaders|admin|admins|creator|user|users) (was|were|has been|have been|is|are)
    (notified|informed|banned|warned); and (will|it will|they will|therefore will|so will) (be leaving|remain|stay|be kept) (it up|them up|up|online|available|live); die sie ~ (gemeldet haben|uns gemeldet haben); que vous (avez|nous avez) (signalé*|transmis*)
    """
)
"""What is said of the report before anything is said of the pages: it makes nothing unclear."""

REPORTED = _each(
    """
    (you|they|he|she|colleague|colleagues|owner|customer|user|registrant|host|provider|operator|client|uploader|police|ministry)
    ~ (told|said|say|says|wrote|write|state|states|stated|claim|claims|claimed|argue|argued|confirm|confirms|confirmed
    |inform|informed|noticed|noted|found|believe|think|assume|assured|ask|asked|want|wanted);
    (you|they|he|she|colleague|colleagues|owner|customer|user|registrant|host|provider|operator|client|uploader|police|ministry)
    (have|has|had) ~ (told|said|stated|claimed|argued|confirmed|informed|noticed|noted|found|assured|asked|wanted);
    according to; alleg*; (sie|kunde|betreiber|inhaber|kollegen|polizei) ~ (sagten|schrieben|teilten|behaupten|behaupteten|meinten|fragten|baten);
    (kunde|betreiber|inhaber|kollegen|polizei) (hat|haben) … (mitgeteilt|angegeben|behauptet|bestätigt|geschrieben|erklärt);
    sie haben … (mitgeteilt|angegeben|behauptet|geschrieben|beantragt|gebeten); laut; angeblich; vous (dites|écrivez|affirmez|demandez);
    (vous|titulaire|auteur|client|hébergeur|police) (avez|a|ont|aviez) … (dit|écrit|affirmé|indiqué|déclaré|confirmé|demandé); selon
    """
)
"""Somebody else's words: nothing of the whole sentence is the platform's."""

OTHERWISE = """
    not no never nicht kein keine keinen keiner keinerlei nie ne n't pas aucun aucune nor weder isn't
    aren't wasn't weren't doesn't don't didn't n'est n'a n'ont n'enfreint remain remains remained stay
    stays stayed kept keep left live online up available unchanged intact untouched restricted limited
    reinstated restored pending bleibt bleiben blieb geblieben verfügbar unverändert belassen reste
    restent demeure demeurent maintenu maintenue maintenus conservé conservée disponible ligne toujours still encore noch
    erreichbar sichtbar abrufbar aktiv visible visibles accessible active
"""
"""Beside a second page these say something else of it than what was said of the first."""

TAKES_BACK = _each(
    """
    (correction|corrigendum|erratum|berichtigung|korrektur|rectification|rectificatif) :; the
    (first|second|third|fourth|fifth|last|latter|former|other|others|remaining|next)
    (of|one|ones|two|three|four|page|pages|link|links|url|urls|account|accounts|video|videos|channel|channels|group|groups|item|items|entry|entries|is|was|are|were|has|have|remains|remain|stays|stay);
    (one|two|three|some|most|many|half|none|not all) of (these|those|them|the above);
    (der|die|das|den|dem)
    (erste|ersten|zweite|zweiten|dritte|dritten|letzte|letzten|letztere|letzteren|übrige|übrigen|andere|anderen)
    (seite|seiten|link|links|konto|konten|gruppe|gruppen|kanal|video|davon|ist|sind|war|wurde|wurden|bleibt|bleiben);
    (eine|einer|eines|zwei|drei|einige|keine|keiner|nicht alle) davon; (le|la|les)
    (premier|première|premiers|premières|second|seconde|deuxième|troisième|dernier|dernière|derniers|dernières|autre|autres)
    (est|sont|a|ont|reste|restent|page|pages|lien|liens|compte|comptes|groupe|groupes|chaîne|vidéo|vidéos|de ces|d'entre);
    (l'un|l'une|deux|trois|certains|certaines|aucun|aucune) (d'entre|d'eux|de ces);
    (letztgenannt*|erstgenannt*|zuletzt genannt*|zuerst genannt*|letztere*|erstere*); (last-named|first-named|latter)
    """
)
"""Behind a list: what speaks of some of its pages by their place in it, not by their names."""

TURNS = _each(
    """
    but; however; while; whereas; although; though; except; jedoch; aber; während; hingegen;
    dagegen; sondern; allerdings; obwohl; mais; tandis que; alors que; cependant; toutefois;
    en revanche; sauf; hormis; unlike; apart from; other than; with the exception of; mit
    ausnahme; außer; bis auf; à l'exception
    """
)
"""Where a sentence turns from one statement to another."""

EXCEPTIONS = _each(
    """
    except; unlike; apart from; other than; with the exception of; mit ausnahme; außer; bis
    auf; sauf; hormis; à l'exception; rather than; instead of; statt; anstatt; au lieu de; as
    opposed to; compared to; similar to; like the; not the; nicht aber
    """
)
"""What sets one thing against another."""

ONE_POLICY = _each(
    """
    (spam|trademark|copyright|advertising|nudity|privacy|impersonation|malware|phishing)
    (policy|policies|rule|rules|guideline|guidelines|violation|violations|infringement|infringements);
    spam-*; urheberrecht*; markenrecht*; (droit|droits) d'auteur; règles sur le spam;
    (violation|violations|breach|breaches|infringement) of (copyright|trademark|trademarks|privacy)
    """
)
"""No violation of one policy is none of the others."""

CHOICES = _each(
    """
    either; or; oder; ou; respectively; beziehungsweise; bzw; respectivement
    """
)
"""With several pages in it, such a sentence does not say which of them it speaks of."""

FROM_IT = _each(
    """
    from; on; in; within; by; of; via; through; like; than; for; about; für; über; pour; auf; aus; von; bei; im; in; sur;
    dans; de; par; depuis
    """
)
"""Right before the page, behind a removal: something on the page was removed, not the page."""

OF_A_PAGE = _each(
    """
    of; on; about; at; for; to; from; in; under; behind; with; concerning; against; regarding;
    von; vom; auf; zu; zum; zur; für; bei; über; an; gegen; im; unter; de; du; des; sur; dans;
    à; au; pour; concernant; contre
    """
)
"""Between a page and what was removed, where that is not the page: "the strike on …"."""

PAGES = """
    page pages account accounts profile profiles group groups channel channels video videos post
    posts content contents link links url urls site sites website websites item items material
    listing listings playlist reel reels story stories thread threads tweet tweets event blog server
    chat bot app domain access address addresses seite seiten konto konten profil profile gruppe
    gruppen kanal kanäle inhalt inhalte beitrag beiträge adresse adressen zugriff zugang webseite
    website compte comptes profil profils groupe groupes chaîne chaînes contenu contenus vidéo vidéos
    publication publications lien liens accès adresse site
"""
"""What stands for the page itself: "the page at …" was removed, and the page with it."""

ON_A_PAGE = """
    content contents post posts video videos item items material publication publications photo photos image images
    story stories reel reels inhalt inhalte beitrag beiträge bild bilder contenu contenus vidéo vidéos photo photos
"""
WHERE_ON_IT = ("on", "in", "from", "of", "within", "auf", "von", "aus", "sur", "dans", "de")
"""The content *on* a page is a part of it; content *at* an address is the page."""

ONE_PAGE = """
    page account profile group channel content url link website site subreddit server app item address community seite
    konto profil gruppe kanal inhalt adresse webseite compte groupe chaîne contenu lien site
"""
SEVERAL_PAGES = """
    pages accounts profiles groups channels contents urls links websites sites subreddits servers apps items addresses
    seiten konten profile gruppen kanäle inhalte adressen webseiten comptes profils groupes chaînes contenus liens
"""
NAMES_IT = _each(
    """
    (concerned|affected) (is|are|was|were); in question (is|are|was|were); (this|decision|report|notice) (concerns|relates to|refers to|is about);
    (betrifft|betreffen); (concerne|concernent|concerné est|concernée est)
    """
)
STILL_UP = """
    remain remains remained stay stays stayed available unavailable accessible inaccessible visible live online up back again
    reinstated restored reversed reverted undone overturned revoked rescinded lifted reactivated unblocked republished mistake error wieder zurück bleibt bleiben verfügbar
    abrufbar erreichbar sichtbar aktiv freigeschaltet freigegeben wiederhergestellt rückgängig aufgehoben irrtümlich reste restent annulé annulée levé levée remis remise ligne disponible
    disponibles accessible accessibles visible visibles rétabli rétablie nouveau erreur réactivé réactivée
"""
AHEAD = _each(
    """
    following; below; folgende*; nachfolgend*; nachstehend*; suivant*; ci-dessous; ci-après; listed here
    """
)
"""What such a sentence speaks of comes after it."""

TAKEN_BACK = _each(
    """
    restored; reinstated; reversed; reverted; undone; lifted; overturned; revoked; rescinded; republished; incorrect;
    not (correct|true|right); wrong; wrongly; mistake; mistaken; error; (correction|erratum|berichtigung|korrektur|rectificatif) :;
    limited to §n; (take|takes|took) effect; (available|online|live|up) again;
    by the (owner|user|uploader|author|customer); (owner|user|uploader|author|customer) did;
    appeal (granted|successful|upheld|was granted|was successful|was upheld); wiederhergestellt*; rückgängig; aufgehoben*;
    falsch; irrtum; irrtümlich*; fehler; rétabli*; annulé*; erreur; faux; annulée
    """
)
"""Behind an outcome, in a sentence that names nothing: it does not stand, or not as it was said."""

FOR_NOW = _each(
    """
    under review; temporary; temporarily; provisional; vorübergehend*; vorläufig*; befristet*; temporaire*; provisoire*
    """
)
"""The same, in a sentence of some length."""

MAYBE = _each(
    """
    may; can; could; might; would; should; will; if; unless; kann; können; würde*; wenn; falls; peut; pouvez; pourrai*; si
    """
)
"""In such a sentence these say what could be, not what is."""

PLACES = _each(
    """
    your country; your region; your jurisdiction; your territory; this country; that country;
    the country; that jurisdiction; the relevant jurisdiction; certain countries; some
    countries; ihrem land; diesem land; votre pays; ce pays; the eu; the european union; the
    eea; europe; der eu; der europäischen union; europa; l'ue; l'union européenne; germany;
    france; austria; switzerland; belgium; the netherlands; netherlands; italy; spain;
    portugal; ireland; poland; greece; denmark; sweden; norway; finland; hungary; romania;
    bulgaria; croatia; czechia; the czech republic; slovakia; slovenia; estonia; latvia;
    lithuania; luxembourg; malta; cyprus; turkey; türkiye; the uk; the united kingdom; united
    kingdom; the us; the united states; canada; india; brazil; russia; ukraine; australia;
    japan; south korea; pakistan; indonesia; vietnam; albania; serbia; tunisia; libya;
    morocco; algeria; egypt; deutschland; österreich; der schweiz; frankreich; belgien; den
    niederlanden; italien; spanien; polen; griechenland; dänemark; schweden; der türkei;
    großbritannien; dem vereinigten königreich; den usa; luxemburg; irland; allemagne;
    autriche; suisse; belgique; aux pays-bas; pays-bas; italie; espagne; pologne; grèce; au
    royaume-uni; royaume-uni; aux états-unis; états-unis; turquie; luxembourg; irlande
    """
)
"""Where something was done only there, it is a restriction. Behind "in", "en", "dans", "aux", "au"."""

ADVERBS = """
    now also already since permanently successfully today therefore subsequently thus
    consequently accordingly immediately promptly again both all just entirely completely
    fully nun jetzt inzwischen daher dauerhaft heute umgehend vollständig somit entsprechend
    ebenfalls alle beide bien donc ainsi désormais définitivement depuis également aujourd'hui
    tous toutes both currently any apparent clear of our the
"""

NEGATIONS = """
    not no never nicht kein keine keinen keiner keinerlei nie ne n't pas aucun aucune nor
    weder
"""
