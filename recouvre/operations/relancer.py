"""Relancer : l'aperçu de ce qui partirait, et le départ, une seule fois, pli par pli.

Chaque départ est réservé sous sa clé unique, figé sur le disque, puis compté parti avec son évènement et ses
projections dans une même transaction. Un arrêt brutal, à n'importe quel instant, laisse un départ réservé ou figé : il
n'est pas parti, le passage suivant le reprend au jour et à la somme d'alors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from recouvre.base import envois, journal
from recouvre.base import lectures as base_lectures
from recouvre.base.cabinet import COURRIERS
from recouvre.base.connexion import transaction
from recouvre.base.fichiers import ecrire, nom_sur
from recouvre.base.journal import AEcrire
from recouvre.base.verrou import verrou
from recouvre.conduite.tours import tour
from recouvre.domaine.dossier import plier
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.domaine.refus import Refus
from recouvre.envois import impression
from recouvre.operations.apparence import fabriquer
from recouvre.operations.cles import cle
from recouvre.operations.lots import Lot, annoncer_lot, composer_lot, lot_annonce
from recouvre.operations.preparer import Pret, Retenu, preparer
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session

Suivi = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Depart:
    """Un courrier parti, ou qui partirait (``fichier`` vide). ``total`` en centimes."""

    dossier: int
    etape: str
    debiteur: str
    canal: str
    modele: str
    envoi: str
    reference: str
    total: int
    fichier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Echec:
    """Un départ qui n'a pas pu se faire ; les autres continuent, et un passage suivant le reprend."""

    dossier: int
    etape: str
    motif: str


@dataclass(slots=True)
class Passage:
    """Le bilan d'un aperçu ou d'un envoi. ``lots`` : les lots à imprimer que ce passage a écrits."""

    au: dt.date
    envoyees: list[Depart] = field(default_factory=list)
    a_envoyer: list[Depart] = field(default_factory=list)
    retenues: list[Retenu] = field(default_factory=list)
    echecs: list[Echec] = field(default_factory=list)
    incertaines: list[envois.Envoi] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)


def apercevoir(session: Session, au: dt.date, suivi: Suivi | None = None) -> Passage:
    """Ce qui partirait ce jour-là, ce qui est retenu et pourquoi. N'écrit rien."""
    passage = Passage(au, incertaines=envois.incertains(session.base))
    dus = base_lectures.envois_dus(session.base, au.isoformat())
    for rang, (numero, cle_etape, _) in enumerate(dus, start=1):
        decision = preparer(session, numero, cle_etape, au)
        if isinstance(decision, Retenu):
            passage.retenues.append(decision)
        else:
            passage.a_envoyer.append(_depart(decision))
        if suivi:
            suivi(rang, len(dus))
    return passage


def envoyer(session: Session, au: dt.date, suivi: Suivi | None = None) -> Passage:
    """Fait partir ce qui est dû. Lève ``Occupe`` si un autre passage est en cours, ``Refus`` si ``au`` est passé."""
    if au < session.maintenant.date():
        raise Refus(f"Un courrier ne s'antidate pas : il partirait daté du {au:%d/%m/%Y}. Retirez --au pour l'envoyer.")
    passage = Passage(au)
    with verrou(session.chemin, "relances"):
        _finir_le_lot_annonce(session, passage)
        dus = base_lectures.envois_dus(session.base, au.isoformat())
        lot = envois.prochain_lot(session.base, au.isoformat())
        for rang, (numero, cle_etape, _) in enumerate(dus, start=1):
            _traiter(session, passage, lot, numero, cle_etape)
            if suivi:
                suivi(rang, len(dus))
        _finir_le_lot_annonce(session, passage)
        passage.incertaines = envois.incertains(session.base)
    return passage


def _traiter(session: Session, passage: Passage, lot: int, numero: int, cle_etape: str) -> None:
    """Un départ, sans que sa faute arrête les autres."""
    try:
        resultat = _faire_partir(session, passage.au, lot, numero, cle_etape)
    except (Refus, OSError) as erreur:
        passage.echecs.append(Echec(dossier=numero, etape=cle_etape, motif=str(erreur)))
        with transaction(session.base):
            rang = tour(plier(journal.lire(session.base, numero)), cle_etape)
            envois.marquer_echoue_si_reserve(session.base, envois.cle_envoi(cle_etape, numero, rang), str(erreur))
        return
    if isinstance(resultat, Retenu):
        passage.retenues.append(resultat)
    elif resultat is not None:
        passage.envoyees.append(resultat)


def _faire_partir(session: Session, au: dt.date, lot: int, numero: int, cle_etape: str) -> Depart | Retenu | None:
    """Réserve, fige, remet, note. Si le dossier change pendant qu'on fabrique le courrier, on redécide."""
    while True:
        with transaction(session.base):
            decision = preparer(session, numero, cle_etape, au)
            if isinstance(decision, Retenu):
                return decision
            reservation = _reserver(session, decision, au, lot)
        if reservation is None:
            return None
        fichier = _fichier(decision, au)
        octets = fabriquer(session, decision.courrier)
        empreinte = ecrire(session.chemin / fichier, octets)
        with transaction(session.base):
            _figer(session, reservation, decision, fichier, empreinte, octets)
        with transaction(session.base):
            if journal.dernier_rang(session.base, numero) == decision.rang_vu:
                _noter_depart(session, reservation, decision, au, lot, fichier, empreinte)
                return _depart(decision, fichier)


def _reserver(session: Session, pret: Pret, au: dt.date, lot: int) -> int | None:
    annoncer_lot(session.base, au, lot)
    return envois.reserver(
        session.base,
        etape=pret.etape.cle,
        dossier=pret.dossier.numero,
        tour=pret.tour,
        canal=pret.canal,
        modele=pret.etape.modele,
        envoi=pret.etape.envoi,
        reference=pret.demande.reference,
        jour=au.isoformat(),
        lot=lot,
        rang_vu=pret.rang_vu,
        reserve_le=session.maintenant.isoformat(timespec="seconds"),
    )


def _figer(session: Session, numero: int, pret: Pret, fichier: str, empreinte: str, octets: bytes) -> None:
    from recouvre.courriers.fusion import nombre_de_pages

    envois.figer(
        session.base,
        numero,
        fichier=fichier,
        empreinte=empreinte,
        empreinte_modele=pret.courrier.empreinte_modele,
        pages=nombre_de_pages(octets),
        total=pret.total,
        delai_le=pret.demande.delai_le.isoformat() if pret.demande.delai_le else None,
        fige_le=session.maintenant.isoformat(timespec="seconds"),
    )


def _noter_depart(
    session: Session, reservation: int, pret: Pret, au: dt.date, lot: int, fichier: str, empreinte: str
) -> None:
    """Le pli est au lot : son évènement, son état et ses projections, ensemble."""
    preuve = impression.remettre(pret.demande.reference, empreinte, impression.nom_du_lot(au, lot), session.maintenant)
    parti = RelanceEnvoyee(
        date=au,
        etape=pret.etape.cle,
        tour=pret.tour,
        canal=preuve.canal,
        modele=pret.etape.modele,
        reference=pret.demande.reference,
        fichier=fichier,
        empreinte=preuve.empreinte,
        total=pret.total,
        delai_le=pret.demande.delai_le,
        empreinte_modele=pret.courrier.empreinte_modele,
    )
    numero = pret.dossier.numero
    fait = AEcrire(numero, parti, cle(parti, numero, pret.dossier.ouverture.creancier))
    journal.ajouter(session.base, [fait], saisi_le=session.maintenant, auteur=session.auteur)
    envois.marquer_envoye(session.base, reservation, preuve.quand.isoformat(timespec="seconds"))
    reprojeter(session, [numero])


def _finir_le_lot_annonce(session: Session, passage: Passage) -> None:
    """Écrit le lot du passage ; ou celui d'un passage que quelque chose a interrompu avant son lot."""
    annonce = lot_annonce(session.base)
    if annonce is None:
        return
    lot, perdus = composer_lot(session, *annonce)
    if lot:
        passage.lots.append(lot)
    for perdu in perdus:
        motif = f"le document {perdu.fichier} a disparu ou changé avant son lot : il n'est pas imprimé."
        passage.echecs.append(Echec(dossier=perdu.dossier, etape=perdu.etape, motif=motif))


def _fichier(pret: Pret, au: dt.date) -> str:
    nom = nom_sur(f"{pret.demande.reference}_{pret.etape.cle}_{pret.debiteur.nom}"[:80])
    return f"{COURRIERS}/{au.isoformat()}/{nom}.pdf"


def _depart(pret: Pret, fichier: str = "") -> Depart:
    return Depart(
        dossier=pret.dossier.numero,
        etape=pret.etape.cle,
        debiteur=pret.debiteur.denomination,
        canal=pret.canal,
        modele=pret.etape.modele,
        envoi=pret.etape.envoi,
        reference=pret.demande.reference,
        total=pret.total,
        fichier=fichier,
    )
