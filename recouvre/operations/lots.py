"""Le lot d'un passage : les plis fusionnés à imprimer, et leur bordereau.

Le lot est annoncé dans la base avec la première réservation, et ne cesse de l'être qu'une fois écrit : un arrêt entre
les deux se répare au passage suivant, sans redonner un pli dans deux lots.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from recouvre.base import envois, listes_d_envois, projections
from recouvre.base.cabinet import COURRIERS
from recouvre.base.connexion import Base, transaction
from recouvre.base.fichiers import ecrire, empreinte
from recouvre.base.reglages import ecrire_reglage, lire_reglage
from recouvre.conduite.scenarios import RECOMMANDE
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.refus import DossierInconnu
from recouvre.envois.impression import PliImprime, bordereau_csv, nom_du_lot
from recouvre.envois.manifeste import manifeste_json
from recouvre.operations.session import Session

_ANNONCE = "lot_a_ecrire"

PLIS_PAR_LOT = 500
"""Un lot plus grand n'entre plus dans une imprimante, ni dans la mémoire : le passage en écrit plusieurs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Un lot écrit, prêt à remettre. Chemins relatifs au cabinet ; ``recommandes`` vide s'il n'y en a pas.

    ``manifeste`` : ce que la remise contient, fichier par fichier, avec leurs empreintes.
    """

    jour: dt.date
    numero: int
    plis: int
    pages: int
    lot: str
    bordereau: str
    bordereau_csv: str
    manifeste: str
    recommandes: str = ""


def annoncer_lot(base: Base, jour: dt.date, numero: int) -> None:
    """Dit, dans la transaction d'une réservation, que ce lot sera à écrire."""
    ecrire_reglage(base, _ANNONCE, f"{jour.isoformat()} {numero}")


def lot_annonce(base: Base) -> tuple[dt.date, int] | None:
    """Le lot qui reste à écrire, s'il y en a un."""
    annonce = lire_reglage(base, _ANNONCE)
    if not annonce:
        return None
    jour, numero = annonce.split()
    return dt.date.fromisoformat(jour), int(numero)


def composer_lot(session: Session, jour: dt.date, numero: int) -> tuple[Lot | None, list[envois.Envoi]]:
    """Écrit le lot et son bordereau, puis lève l'annonce. Rend aussi les plis dont le document n'est plus le bon."""
    surs: list[tuple[envois.Envoi, bytes]] = []
    perdus: list[envois.Envoi] = []
    for envoi in listes_d_envois.du_lot(session.base, jour.isoformat(), numero):
        octets = _octets_intacts(session, envoi)
        if octets is None:
            perdus.append(envoi)
        else:
            surs.append((envoi, octets))
    lot = _ecrire_lot(session, jour, numero, surs) if surs else None
    with transaction(session.base):
        ecrire_reglage(session.base, _ANNONCE, "")
    return lot, perdus


def _octets_intacts(session: Session, envoi: envois.Envoi) -> bytes | None:
    """Le document figé, s'il est encore celui qui est parti : ce que l'on contrôle est ce que l'on imprimera."""
    try:
        octets = (session.chemin / envoi.fichier).read_bytes()
    except OSError:
        return None
    return octets if empreinte(octets) == envoi.empreinte else None


def _ecrire_lot(session: Session, jour: dt.date, numero: int, partis: Sequence[tuple[envois.Envoi, bytes]]) -> Lot:
    """Tout ce que l'on remet à l'imprimeur ; le manifeste en dernier : s'il est là, la remise est entière."""
    from recouvre.courriers.fusion import fusionner

    dossier = f"{COURRIERS}/{jour.isoformat()}"
    plis = _plis(session, [envoi for envoi, _ in partis])
    contenu = {
        f"{dossier}/lot-{numero}.pdf": fusionner([octets for _, octets in partis]),
        f"{dossier}/bordereau-{numero}.pdf": _bordereau(session, plis, jour, f"Bordereau de remise n° {numero}"),
        f"{dossier}/bordereau-{numero}.csv": bordereau_csv(plis),
    }
    recommandes = [pli for pli in plis if pli.mode == RECOMMANDE]
    if 0 < len(recommandes) < len(plis):  # tous recommandés : le bordereau de la remise est déjà le leur
        titre = f"Recommandés de la remise n° {numero}"
        contenu[f"{dossier}/recommandes-{numero}.pdf"] = _bordereau(session, recommandes, jour, titre)
    ecrits = {nom: ecrire(session.chemin / nom, octets) for nom, octets in contenu.items()}
    manifeste = f"{dossier}/manifeste-{numero}.json"
    ecrire(session.chemin / manifeste, manifeste_json(nom_du_lot(jour, numero), session.profil, ecrits, plis))
    lot, bordereau, index, *autres = contenu
    return Lot(
        jour=jour,
        numero=numero,
        plis=len(plis),
        pages=sum(pli.pages for pli in plis),
        lot=lot,
        bordereau=bordereau,
        bordereau_csv=index,
        manifeste=manifeste,
        recommandes=autres[0] if autres else bordereau if recommandes else "",
    )


def _bordereau(session: Session, plis: Sequence[PliImprime], jour: dt.date, titre: str) -> bytes:
    from recouvre.courriers.bordereau import Pli, bordereau_pdf

    lignes = [
        Pli(
            reference=pli.reference,
            destinataire=pli.destinataire.denomination,
            adresse=pli.destinataire.lignes_adresse,
            envoi=pli.mode,
            pages=pli.pages,
        )
        for pli in plis
    ]
    titre = f"{titre} du {en_chiffres(jour)}"
    return bordereau_pdf(lignes, titre=titre, le=jour, expediteur=session.profil.denomination)


def _plis(session: Session, partis: Sequence[envois.Envoi]) -> list[PliImprime]:
    plis, page = [], 1
    for envoi in partis:
        plis.append(_pli(session, envoi, page))
        page += envoi.pages
    return plis


def _pli(session: Session, envoi: envois.Envoi, page: int) -> PliImprime:
    tenu = projections.lire(session.base, envoi.dossier)
    if tenu is None:
        raise DossierInconnu(numero_lisible(envoi.dossier))
    return PliImprime(
        reference=envoi.reference,
        dossier=envoi.dossier,
        fichier=envoi.fichier,
        empreinte=envoi.empreinte,
        pages=envoi.pages,
        mode=envoi.envoi,
        premiere_page=page,
        destinataire=session.partie(tenu.debiteur),
        courriel=envoi.destinataire,
    )
