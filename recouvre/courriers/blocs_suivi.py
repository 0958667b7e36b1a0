"""Les blocs qui rendent compte : ce qui a été fait, ce qui est prévu, ce qui manque, où en sont tous les dossiers."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator
from typing import NamedTuple

from recouvre.courriers.blocs_dossier import PIECES, TIRET, etape_en_clair
from recouvre.courriers.contexte import Demande
from recouvre.courriers.courrier import Bloc, Colonne, Paragraphe, Tableau
from recouvre.courriers.donnees import Avancement, Suite
from recouvre.courriers.ecriture import montant, sur_une_ligne
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import MODES_EN_CLAIR, PieceRecue
from recouvre.droit.plans import plan_de

_CONTACTS = {
    "appel": "Appel téléphonique", "courriel": "Courriel", "visite": "Visite", "sms": "SMS", "courrier": "Courrier",
}  # fmt: skip
_HORS_DILIGENCES = ("quittance", "interruption", "tache")
_ARRETS = {
    "procedure": "Jugement d’ouverture d’une procédure collective",
    "surendettement": "Dossier de surendettement recevable",
    "delai-de-grace": "Délai de grâce accordé par le juge",
    "plan": "Plan de paiement",
}
_MANQUANTES = {
    "pouvoir (mandat écrit)": "la convention de mandat signée, qui nous donne pouvoir de recevoir",
    "CGV acceptées": "nos conditions générales, acceptées et signées",
}


class _Fait(NamedTuple):
    """Ce qui est arrivé : ``canal``, ou la sorte de fait ; ``reference`` du papier ; ``recu``, les centimes payés."""

    le: dt.date
    canal: str
    texte: str = ""
    reference: str = ""
    recu: int = 0
    direct: bool = False


def diligences(demande: Demande) -> tuple[Bloc, ...]:
    """Ce qui a été fait et ce qui est arrivé, à sa date ; une phrase le dit s'il n'y a rien."""
    faits = _tous(demande)
    if not faits:
        return (Paragraphe("Aucune diligence n’est enregistrée à ce jour."),)
    colonnes = (Colonne("Date", 24), Colonne("Démarche ou fait", 146))
    return (Tableau(colonnes=colonnes, lignes=tuple((en_chiffres(fait.le), _phrase(fait)) for fait in faits)),)


def _phrase(fait: _Fait) -> str:
    somme = f" de {montant(fait.recu)}" if fait.recu else ""
    reference = f" ({fait.reference})" if fait.reference else ""
    lien = ", " if fait.recu else " : "
    return f"{fait.canal}{somme}{reference}{f'{lien}{fait.texte}' if fait.texte else ''}"


def compte_rendu(demande: Demande) -> tuple[Bloc, ...]:
    """Les mêmes faits pour le mandant : canal, résultat, argent reçu ; et le total de ce qui l'a été."""
    faits = _tous(demande)
    direct = sum(fait.recu for fait in faits if fait.direct)
    colonnes = (
        Colonne("Date", 20),
        Colonne("Démarche ou fait", 40),
        Colonne("Résultat, promesse", 82),
        Colonne("Encaissé", 28, droite=True),
    )
    totaux = (
        ("Encaissé directement par vous", montant(direct)),
        ("Encaissé par nos soins", montant(sum(fait.recu for fait in faits) - direct)),
    )
    return (Tableau(colonnes=colonnes, lignes=tuple(map(_ligne_du_compte_rendu, faits)), totaux=totaux),)


def _ligne_du_compte_rendu(fait: _Fait) -> tuple[str, ...]:
    return (
        en_chiffres(fait.le),
        f"{fait.canal}\n{fait.reference}" if fait.reference else fait.canal,
        fait.texte[:1].upper() + fait.texte[1:] or TIRET,
        montant(fait.recu) if fait.recu else "",
    )


def _tous(demande: Demande) -> list[_Fait]:
    """Les faits connus au jour du document, dans l'ordre des dates."""
    faits = (fait for fait in _faits(demande.dossier) if fait.le <= demande.le)
    return sorted(faits, key=lambda fait: fait.le)


def _faits(dossier: Dossier) -> Iterator[_Fait]:
    yield _Fait(dossier.ouverture.date, "Dossier ouvert")
    yield from _demarches(dossier)
    for recu in dossier.encaissements:
        mode = MODES_EN_CLAIR.get(recu.mode, recu.mode)
        chez = ", directement au créancier" if recu.direct else ""
        yield _Fait(recu.date, "Paiement reçu", f"par {mode}{chez}", recu=recu.montant, direct=recu.direct)
    for titre in dossier.titres:
        reference = f" {sur_une_ligne(titre.reference)}" if titre.reference else ""
        yield _Fait(titre.date, "Titre exécutoire", f"{titre.nature.replace('-', ' ')}{reference}")
    for signifie in dossier.significations:
        yield _Fait(signifie.date, "Titre signifié", "à personne" if signifie.a_personne else "")
    for arret in dossier.arrets:
        if plan_de(dossier, arret) is None:
            yield _Fait(arret.date, _ARRETS[arret.cause], arret.genre)
    yield from _plans(dossier)
    yield from _dits(dossier)
    if dossier.cloture:
        yield _Fait(dossier.cloture.date, "Dossier clos", sur_une_ligne(dossier.cloture.motif))


def _plans(dossier: Dossier) -> Iterator[_Fait]:
    """Les plans signés, et leur fin."""
    for suivi in dossier.plans:
        plan = suivi.plan
        dit = f"{montant(plan.total)} en {len(plan.versements)} versements"
        yield _Fait(plan.date, "Plan de paiement signé", dit)
        if suivi.caduc_le:
            yield _Fait(suivi.caduc_le, "Plan de paiement caduc", "tout ce qui reste dû est exigible")
        elif suivi.acheve_le:
            yield _Fait(suivi.acheve_le, "Plan de paiement tenu")


def _dits(dossier: Dossier) -> Iterator[_Fait]:
    """Ce que le débiteur a contesté, et promis."""
    for litige in dossier.litiges:
        sur = f"facture {sur_une_ligne(litige.facture)}, " if litige.facture else ""
        reconnu = f" ({montant(litige.reconnu)} reconnus)" if litige.reconnu else ""
        yield _Fait(litige.date, "Contestation du débiteur", f"{sur}{sur_une_ligne(litige.motif)}{reconnu}")
    for clos in dossier.litiges_clos:
        yield _Fait(clos.date, "Contestation réglée", sur_une_ligne(clos.issue))
    for promesse in dossier.promesses:
        dite = f"{montant(promesse.montant)} promis pour le {en_chiffres(promesse.pour_le)}"
        yield _Fait(promesse.date, "Promesse de payer", dite)


def _demarches(dossier: Dossier) -> Iterator[_Fait]:
    """Ce que l'on a adressé au débiteur, et ce qu'il en est résulté."""
    for parti in dossier.relances:
        somme = f"{montant(parti.total)} réclamés" if parti.total else ""
        delai = f"à payer au plus tard le {en_chiffres(parti.delai_le)}" if parti.delai_le else ""
        resultat = ", ".join(filter(None, (somme, delai)))
        yield _Fait(parti.date, etape_en_clair(parti.etape).capitalize(), resultat, parti.reference)
    for presentee in dossier.mises_en_demeure:
        yield _Fait(presentee.date, "Mise en demeure présentée au débiteur")
    for contact in dossier.contacts:
        if contact.canal not in _HORS_DILIGENCES:
            canal = _CONTACTS.get(contact.canal, contact.canal.capitalize())
            suite = ("sans réponse" if contact.echec else "", sur_une_ligne(contact.texte))
            yield _Fait(contact.date, canal, " : ".join(filter(None, suite)))
    for document in dossier.documents:
        if document.destinataire == "debiteur":
            nom = document.modele.replace("_", " ").capitalize()
            yield _Fait(document.date, nom, reference=document.reference)


def suites(demande: Demande) -> tuple[Bloc, ...]:
    """Les prochaines démarches auprès du débiteur ; une phrase le dit si aucune n'est prévue."""
    if not demande.suites:
        return (Paragraphe("Aucune démarche n’est prévue à ce jour."),)
    lignes = tuple(
        (
            _quand(suite, demande.le),
            "\n".join(
                filter(
                    None,
                    (suite.libelle.replace("'", "’"), suite.attente.removeprefix("en attente : ").replace("'", "’")),
                )
            ),
        )
        for suite in demande.suites
    )
    return (Tableau(colonnes=(Colonne("À partir du", 30), Colonne("Démarche", 140)), lignes=lignes),)


def _quand(suite: Suite, le: dt.date) -> str:
    if suite.attente:
        return "En attente"
    return en_chiffres(suite.le) if suite.le > le else "Dès à présent"


def pieces_recues(demande: Demande) -> tuple[Bloc, ...]:
    """Une puce par pièce du dossier, et sa date."""
    return tuple(
        Paragraphe(
            html.escape(
                f"{PIECES.get(piece.nature, piece.nature)}{_detail(piece)} ({en_chiffres(piece.date)})", quote=False
            ),
            puce=True,
        )
        for piece in demande.dossier.pieces
    )


def _detail(piece: PieceRecue) -> str:
    return f" : {sur_une_ligne(piece.libelle)}" if piece.libelle else ""


def pieces_manquantes(demande: Demande) -> tuple[Bloc, ...]:
    """Une puce par pièce attendue ; vide si rien ne manque."""
    dites = (_MANQUANTES.get(piece, piece) for piece in demande.manquantes)
    return tuple(Paragraphe(piece[:1].upper() + piece[1:], puce=True) for piece in dites)


_AVANCEMENT = (
    Colonne("Dossier", 14),
    Colonne("Débiteur", 43),
    Colonne("Où en est le dossier", 43),
    Colonne("Principal", 17.5, droite=True),
    Colonne("Reçu par nous", 17.5, droite=True),
    Colonne("Reçu par vous", 17.5, droite=True),
    Colonne("Reste dû", 17.5, droite=True),
)


def avancement(demande: Demande) -> tuple[Bloc, ...]:
    """Une ligne par dossier du créancier, et les totaux."""
    lignes = demande.portefeuille
    recu, direct = sum(ligne.encaisse for ligne in lignes), sum(ligne.direct for ligne in lignes)
    reste, clos = sum(ligne.reste for ligne in lignes), sum(ligne.reste for ligne in lignes if ligne.clos)
    totaux = (
        ("Principal confié", montant(sum(ligne.principal for ligne in lignes))),
        ("Reçu par nous", montant(recu - direct)),
        ("Reçu par vous, directement", montant(direct)),
        *([("Reste dû sur les dossiers clos", montant(clos))] if clos else []),
        ("Reste dû sur les dossiers en cours", montant(reste - clos)),
    )
    dites = tuple(map(_ligne_d_avancement, lignes))
    return (Tableau(colonnes=_AVANCEMENT, lignes=dites, totaux=totaux, petit=True),)


def _etat(ligne: Avancement) -> str:
    """Ce qui a été fait en dernier, puis ce qui vient ; d'un dossier fini, ce qu'il est devenu."""
    venir = f"à venir : {ligne.prochaine}" if ligne.prochaine else ""
    parts = list(filter(None, (ligne.etat if ligne.fini else "", ligne.derniere, venir))) or ["en cours"]
    premiere, *autres = (part.replace("'", "’") for part in parts)
    return "\n".join(filter(None, (premiere[:1].upper() + premiere[1:], " ; ".join(autres))))


def _ligne_d_avancement(ligne: Avancement) -> tuple[str, ...]:
    par_nous = ligne.encaisse - ligne.direct
    return (
        f"{ligne.numero}\n{sur_une_ligne(ligne.reference)}" if ligne.reference else ligne.numero,
        f"{sur_une_ligne(ligne.debiteur)}\nconfié le {en_chiffres(ligne.confie_le)}",
        _etat(ligne),
        montant(ligne.principal),
        montant(par_nous) if par_nous else TIRET,
        montant(ligne.direct) if ligne.direct else TIRET,
        montant(ligne.reste) if ligne.reste else TIRET,
    )
