"""What makes a platform's sentence unclear, and what bounds what it speaks of.

In the language of `phrases`: plain words, `(a|b)`, `word*`, `~` for adverbs, `…` for other words. What
is unclear says nothing: a wrong outcome costs more than one that a person has to choose.
"""

from __future__ import annotations


def _each(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(";") if phrase.strip())


UNCLEAR = _each(
    """
    will be; will now; will ~ (remove|disable|delete|take|terminate); we'll; going to; about
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
    reinstat*; restor*; wiederhergestellt*; wieder freigegeben; rétabli*; reversed; appeal*;
    einspruch*; widerspruch*; beschwerde*; appel; recours;
    (some|part|parts|several|most|half|many|one|two|three|a number|the majority|portions) of;
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

CHOICES = _each(
    """
    either; or; oder; ou; respectively; beziehungsweise; bzw; respectivement
    """
)
"""With several pages in it, such a sentence does not say which of them it speaks of."""

FROM_IT = _each(
    """
    from; on; in; within; by; of; via; through; like; than; auf; aus; von; bei; im; in; sur;
    dans; de; par; depuis
    """
)
"""Right before the page, behind a removal: something on the page was removed, not the page."""

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
